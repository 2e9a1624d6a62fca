//! What happened to each letter, in order: begun, opened, invited, signed, closed, published, and what came after.

use std::sync::Arc;

use chrono::{NaiveDate, SubsecRound, TimeDelta};

use crate::actions::begin::{Beginning, begin};
use crate::actions::link_letters::link_letters;
use crate::actions::save_draft::{Save, save_draft};
use crate::actions::set_press::set_press;
use crate::actions::{close, open, publish, set_details, withdraw_letter};
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::domain::ids::{CoordinatorId, LetterId};
use crate::domain::letter::{Rights, Signers};
use crate::domain::press::PressKit;
use crate::domain::signature::Listing;
use crate::error::Result;
use crate::store::letter::{Convener, Details, LetterMember};
use crate::store::{Lane, Store, Tx, coordinator, letter, revision};

use super::asking;
use super::commenting;
use super::letter_file::LetterFile;
use super::mailings;
use super::material::{Body, Material};
use super::press;
use super::signing::{Answer, ask_director, decline_some, invite_all, sign_all};
use super::translating;

/// Days between beginning and opening a letter, and between opening and publishing one that its conveners alone sign.
const DRAFTING: TimeDelta = TimeDelta::days(4);
const COLLECTING: TimeDelta = TimeDelta::days(14);
/// How many signatures of an open letter wait for the check.
const UNCHECKED: usize = 7;
/// How many contacts of an open letter were written to just now.
const JUST_INVITED: usize = 6;
/// How many contacts of an open letter were written to when it opened and have not answered.
const SILENT: usize = 23;
/// How long after publication the main letter was corrected.
const CORRECTED_AFTER: TimeDelta = TimeDelta::days(3);

/// Tells every letter; gives title, state and public path of each.
pub(super) fn tell(
    store: &Store,
    material: &Material,
    team: &[CoordinatorId],
    now: Moment,
) -> Result<Vec<(String, &'static str, Option<String>)>> {
    let Some(creator) = team.first() else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    for file in &material.letters {
        let story = Story { store, material, file, creator: creator.clone(), team, now, today: now.date() };
        told.push(story.tell()?);
    }
    mailings::let_the_past_leave(store, now)?;
    Ok(told)
}

/// One letter.
struct Story<'a> {
    store: &'a Store,
    material: &'a Material,
    file: &'a Arc<LetterFile>,
    creator: CoordinatorId,
    team: &'a [CoordinatorId],
    now: Moment,
    today: NaiveDate,
}

/// When it opened, when signing ended or will end, when it was or will be published.
struct Times {
    opened: Moment,
    closes: Moment,
    publishes: Option<Moment>,
}

impl Story<'_> {
    fn tell(&self) -> Result<(String, &'static str, Option<String>)> {
        let times = self.times()?;
        let letter = self.draft(times.opened.min(self.now) - DRAFTING)?;
        self.around(&letter, times.opened.min(self.now) - DRAFTING)?;
        let state = self.file.get("state");
        commenting::fill(self.store, self.file, &letter, &self.creator, self.now)?;
        if !matches!(state, "draft" | "in_comments") {
            self.act(&letter, times.opened, |tx, row, by, at| {
                let latest = revision::latest_edit(tx, &row.id, &row.language)?;
                open::open(tx, row, latest.n, by, at)
            })?;
            match self.file.get("collects") {
                "in_public" => self.in_public(&letter, &times)?,
                _ => self.before_publication(&letter, &times, state)?,
            }
        }
        let row = self.store.read_now(|db| letter::find(db, &letter))?;
        let facts = row.facts();
        let path = (facts.is_public() || facts.shows_withdrawal()).then(|| format!("/letters/{}", row.slug));
        Ok((
            self.file.get("title").to_owned(),
            facts.state(self.now).while_commented(state == "in_comments").as_str(),
            path,
        ))
    }

    fn times(&self) -> Result<Times> {
        let at = |key| self.file.moment(key, self.today);
        let publishes = at("publishes_at")?;
        let closes = at("closes_at")?.or(publishes).unwrap_or(self.now);
        let opened = at("opened_at")?.unwrap_or(closes - COLLECTING);
        Ok(Times { opened, closes, publishes })
    }

    /// Begins the letter, writes its text and sets details and dates.
    fn draft(&self, at: Moment) -> Result<LetterId> {
        let file = Arc::clone(self.file);
        let (creator, team, today) = (self.creator.clone(), self.team.to_vec(), self.today);
        let details = self.details()?;
        self.store.write_now(Lane::Desk, move |tx| {
            let owner = coordinator::find(tx, &creator)?;
            let beginning = Beginning {
                team: owner.team_id,
                creator: creator.clone(),
                kind: file.word("kind")?,
                title: file.get("title").to_owned(),
                language: file.get("language").to_owned(),
                signers: file.word("signers")?,
            };
            let id = begin(tx, &beginning, at)?;
            for colleague in team.iter().filter(|one| **one != creator) {
                let member = LetterMember {
                    letter_id: id.clone(),
                    coordinator_id: colleague.clone(),
                    rights: Rights::EDITOR,
                    sees_withheld: false,
                    added_at: at,
                };
                letter::add_member(tx, &member)?;
            }
            let row = letter::find(tx, &id)?;
            let based_on = revision::latest_edit(tx, &id, &row.language)?.n;
            let save = Save { based_on, text: file.text(), note: String::new() };
            save_draft(tx, &row, &save, &creator, at + TimeDelta::hours(3))?;
            let actor = Actor::Coordinator(creator.clone());
            set_details::set_details(tx, &row, &details, row.details_version, &actor, at + TimeDelta::hours(4))?;
            let row = letter::find(tx, &id)?;
            let dates = file.dates(today)?;
            set_details::set_dates(tx, &row, &dates, row.dates_version, &actor, at + TimeDelta::hours(5))?;
            Ok(id)
        })
    }

    /// Whom the press may ask, and what the letter belongs together with.
    fn around(&self, letter: &LetterId, at: Moment) -> Result<()> {
        let contacts = self.file.contacts();
        let (letter, by, about) = (letter.clone(), self.creator.clone(), self.file.get("about"));
        self.store.write_now(Lane::Desk, move |tx| {
            let row = letter::find(tx, &letter)?;
            if !contacts.is_empty() {
                let kit = PressKit { contacts: contacts.clone(), ..PressKit::default() };
                set_press(tx, &row, &kit, 0, &Actor::Coordinator(by.clone()), at)?;
            }
            if about.is_empty() {
                return Ok(());
            }
            let about = letter::find_by_slug(tx, about)?;
            link_letters(tx, &row, &[about.id], &by, at)
        })
    }

    fn details(&self) -> Result<Details> {
        let website = |name: &str| self.material.signing.iter().find(|body| body.name == name)?.website.clone();
        let convener = |name: &str| Convener { name: name.to_owned(), website: website(name).unwrap_or_default() };
        Ok(Details {
            slug: self.file.get("slug").to_owned(),
            kind: self.file.word("kind")?,
            signers: self.file.word("signers")?,
            place: self.file.get("place").to_owned(),
            dated: self.file.dated(self.today),
            summary: self.file.get("summary").to_owned(),
            conveners: self.file.all("convener").map(convener).collect(),
            asks_representative: false,
            particulars: self.file.particulars(self.today),
        })
    }

    /// The usual: invited, signed, closed, published.
    fn before_publication(&self, letter: &LetterId, times: &Times, state: &str) -> Result<()> {
        let is_over = times.closes <= self.now;
        let signing = self.signing()?;
        self.invited(letter, times, &signing, is_over)?;
        if signing.len() == self.material.signing.len() {
            press::fill(self.store, letter, &self.creator, times.opened + TimeDelta::days(1))?;
        }
        if !is_over {
            return self.invite_some_now(letter, &signing);
        }
        self.act(letter, times.closes, |tx, row, by, at| close::close(tx, row, &Actor::Coordinator(by.clone()), at))?;
        let Some(publishes) = times.publishes else { return Ok(()) };
        if publishes > self.now {
            return self.act(letter, times.closes + TimeDelta::hours(2), |tx, row, by, at| {
                publish::schedule(tx, row, &Actor::Coordinator(by.clone()), at)
            });
        }
        self.act(letter, publishes, |tx, row, _, at| publish::publish(tx, row, &Actor::Server, at))?;
        if let Some(file) = self.material.revised.get(self.file.get("slug")) {
            self.revise(letter, file, publishes + CORRECTED_AFTER)?;
        }
        if let (Some(files), Some(second)) = (self.material.translated.get(self.file.get("slug")), self.team.get(1)) {
            let at = publishes + CORRECTED_AFTER + TimeDelta::hours(2);
            translating::fill(self.store, files, letter, &self.creator, second, at)?;
        }
        if state == "withdrawn" {
            let at = self.file.moment("withdrawn_at", self.today)?.unwrap_or(self.now);
            let reason = self.file.get("withdrawn_reason");
            self.act(letter, at, move |tx, row, by, at| {
                withdraw_letter::withdraw_letter(tx, row, reason, &Actor::Coordinator(by.clone()), at)
            })?;
        }
        Ok(())
    }

    /// Invites those who will sign and those who did not: of a letter that most signed they declined, of an open one they
    /// are silent so far.
    fn invited(&self, letter: &LetterId, times: &Times, signing: &[Body], is_over: bool) -> Result<()> {
        if signing.is_empty() {
            return Ok(());
        }
        let silent: Vec<Body> = match is_over {
            false => self.not_among(signing).take(SILENT).collect(),
            true if signing.len() == self.material.signing.len() => self.material.silent.to_vec(),
            true => Vec::new(),
        };
        let everybody = [signing, &silent].concat();
        let invitations = invite_all(self.store, letter, &everybody, times.opened)?;
        let sent_at = times.opened + TimeDelta::hours(1);
        mailings::send(self.store, self.material, letter, &self.creator, sent_at)?;
        // An answer cancels what still waits for its sender, so these leave first.
        mailings::let_the_past_leave(self.store, sent_at + TimeDelta::minutes(5))?;
        let answers = self.answers(times, signing, sent_at);
        let answers = answers.zip(&invitations).map(|(answer, id)| Answer { invitation: Some(id.clone()), ..answer });
        sign_all(self.store, letter, answers.collect(), &Actor::Coordinator(self.creator.clone()))?;
        if let Some(lost) = invitations[signing.len()..].last().filter(|_| !is_over) {
            mailings::come_back(self.store, lost, sent_at + TimeDelta::minutes(9))?;
        }
        let asked = invitations.into_iter().skip(signing.len()).zip(silent.iter().map(|body| body.reason));
        decline_some(self.store, asked.collect(), sent_at + TimeDelta::days(1))
    }

    fn not_among<'b>(&'b self, signing: &'b [Body]) -> impl Iterator<Item = Body> + 'b {
        let all = self.material.signing.iter();
        all.filter(|body| signing.iter().all(|other| other.email != body.email)).cloned()
    }

    /// Bodies that were asked just now: their mails wait, and the mailbox shows them when the server runs.
    fn invite_some_now(&self, letter: &LetterId, signing: &[Body]) -> Result<()> {
        let asked: Vec<Body> = self.not_among(signing).skip(SILENT).take(JUST_INVITED).collect();
        let invited = invite_all(self.store, letter, &asked, self.now - TimeDelta::minutes(2))?;
        mailings::send(self.store, self.material, letter, &self.creator, self.now)?;
        match (invited.first(), asked.first()) {
            (Some(id), Some(body)) => ask_director(self.store, letter, id, body, self.now),
            _ => Ok(()),
        }
    }

    /// Published first, signed by whoever reads it.
    fn in_public(&self, letter: &LetterId, times: &Times) -> Result<()> {
        let at = times.publishes.unwrap_or(times.opened);
        self.act(letter, at, |tx, row, _, at| publish::publish(tx, row, &Actor::Server, at))?;
        let mut signing = self.signing()?;
        signing.extend(self.material.individuals.iter().cloned());
        let answers = self.answers(times, &signing, at).collect();
        sign_all(self.store, letter, answers, &Actor::Coordinator(self.creator.clone()))?;
        match self.material.revised.get(self.file.get("slug")) {
            Some(file) => asking::fill(self.store, file, letter, self.now),
            None => Ok(()),
        }
    }

    /// So many of the organisations as the file says, taken evenly over the list; persons sign only in public.
    fn signing(&self) -> Result<Vec<Body>> {
        let wanted: usize = self.file.word("signatories")?;
        let all = &self.material.signing;
        let signers: Signers = self.file.word("signers")?;
        debug_assert!(signers != Signers::Individuals, "the demo has no letter of persons only");
        Ok((0..wanted).filter_map(|n| all.get(n * all.len() / wanted)).cloned().collect())
    }

    /// Each at a moment of its own between `from` and the end of signing; the last ones of an open letter are unchecked.
    fn answers<'b>(&'b self, times: &Times, bodies: &'b [Body], from: Moment) -> impl Iterator<Item = Answer> + 'b {
        let until = times.closes.min(self.now) - TimeDelta::hours(2);
        let is_open = times.closes > self.now;
        let count = bodies.len();
        let span = (until - from).num_seconds() as f64;
        bodies.iter().enumerate().map(move |(n, body)| {
            let at = (from + TimeDelta::seconds((span * gone(n as f64 / count as f64)) as i64)).trunc_subsecs(0);
            let waits = is_open && n + UNCHECKED >= count;
            let withheld = self.file.all("withheld").any(|name| name == body.name);
            Answer {
                body: body.clone(),
                invitation: None,
                listing: if withheld { Listing::Withheld } else { Listing::Named },
                at,
                listed_at: (!waits).then_some(at + TimeDelta::minutes(50)),
            }
        })
    }

    fn revise(&self, letter: &LetterId, file: &Arc<LetterFile>, at: Moment) -> Result<()> {
        let file = Arc::clone(file);
        self.act(letter, at, move |tx, row, by, at| {
            let based_on = revision::latest_edit(tx, &row.id, &row.language)?.n;
            let save = Save { based_on, text: file.text(), note: String::new() };
            let n = save_draft(tx, row, &save, by, at - TimeDelta::hours(1))?;
            open::revise(tx, row, n, open::Revising::Minor, file.get("note"), by, at).map(drop)
        })
    }

    /// One act on the letter as it then is.
    fn act<F>(&self, letter: &LetterId, at: Moment, act: F) -> Result<()>
    where
        F: Fn(&mut Tx<'_>, &letter::Letter, &CoordinatorId, Moment) -> Result<()> + Send + 'static,
    {
        let (letter, by) = (letter.clone(), self.creator.clone());
        self.store.write_now(Lane::Desk, move |tx| {
            let row = letter::find(tx, &letter)?;
            act(tx, &row, &by, at)
        })
    }
}

/// How much of the time is gone when this share has signed: most do so in the first days and in the last.
fn gone(share: f64) -> f64 {
    share - 0.12 * (share * std::f64::consts::TAU).sin()
}
