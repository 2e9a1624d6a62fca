//! The compose page: what stands in the way, who is left out and why, what is worth a second look.

use askama::Template;

use super::rows::{Choice, Rows};
use crate::actions::send_mailing::UNDO_SECONDS;
use crate::domain::dates::When;
use crate::domain::ids::JobId;
use crate::domain::mailing::{Circle, LeftOut, MailingKind, SUBJECT_SHOWN_CHARS};
use crate::domain::refusal::Refusal;
use crate::mail::messages::Written;
use crate::mail::placeholders;
use crate::render::when::{Shown, date};
use crate::store::job::Tally;
use crate::store::letter::Letter;
use crate::store::mailing::Mailing;
use crate::web::desk::Work;
use crate::web::form::FormState;
use crate::web::inviting::{language_choices, language_name, region_filter};
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// Languages of contacts that a hint names; the others are added up.
const LANGUAGES_NAMED: usize = 5;

/// A mailing that was sent before.
pub struct SentMailing {
    href: String,
    subject: String,
    begun: String,
    sent: i64,
    total: i64,
}

/// A mailing that waits for its day.
pub struct PlannedMailing {
    href: String,
    subject: String,
    when: String,
    count: usize,
}

/// What stands in the way of sending, with the page where it is settled.
pub struct Obstacle {
    pub word: &'static str,
    href: String,
}

/// A further language in which the letter has a text.
pub struct OtherLanguage {
    name: String,
    subject: String,
    message: String,
}

#[derive(Template)]
#[template(path = "inviting/compose.html")]
pub(super) struct ComposePage {
    pub shell: Shell,
    form: FormState,
    kind: MailingKind,
    circle: Circle,
    is_chosen: bool,
    count: usize,
    obstacles: Vec<Obstacle>,
    left_out: Vec<(LeftOut, usize)>,
    hints: Vec<String>,
    languages: Vec<(String, String)>,
    others: Vec<OtherLanguage>,
    regions: Vec<(String, String)>,
    reads: Vec<(String, String)>,
    placeholders: [&'static str; 5],
    pub written: Option<Written>,
    sent: Vec<SentMailing>,
    planned: Vec<PlannedMailing>,
    pub own_address: String,
    undo_seconds: i64,
    zone: String,
    here: String,
    invitations: String,
    may_write: bool,
}

impl ComposePage {
    pub fn new(site: &Site, who: &SignedIn, work: &Work, choice: &Choice, rows: Rows, form: Option<FormState>) -> Self {
        let shell = work.shell(site, who, "mail");
        let form = form.unwrap_or_else(|| filled(&shell, who, work, choice, &rows));
        // The number that the button names goes with the form, so that nobody is written to unseen.
        let count = rows.reach.to.len();
        let form = form.replaced("recipients", count.to_string());
        let sent = |(id, mailing, tally): (String, Mailing, Tally)| SentMailing {
            href: format!("/desk/jobs/{id}"),
            subject: mailing.subject,
            begun: date(mailing.created_at, &shell.t),
            sent: tally.sent,
            total: tally.total(),
        };
        let main = form.value("language");
        let others = rows.text_languages.iter().filter(|tag| *tag != main);
        ComposePage {
            kind: choice.kind,
            circle: choice.audience.circle,
            is_chosen: !choice.audience.only.is_empty(),
            obstacles: obstacles(site, work, choice, &rows),
            left_out: rows.reach.left_out.iter().map(|(why, count)| (*why, *count)).collect(),
            hints: hints(&shell, work, &rows, &form),
            languages: rows.text_languages.iter().map(|tag| (tag.clone(), language_name(tag))).collect(),
            others: others
                .map(|tag| OtherLanguage {
                    name: language_name(tag),
                    subject: format!("subject_{tag}"),
                    message: format!("message_{tag}"),
                })
                .collect(),
            regions: region_filter(&shell.t),
            reads: language_choices(&shell.t).into_iter().filter(|(tag, _)| !tag.is_empty()).collect(),
            placeholders: placeholders::PLACEHOLDERS,
            count,
            own_address: rows.own_address,
            sent: rows.sent.into_iter().map(sent).collect(),
            planned: rows
                .planned
                .into_iter()
                .map(|(job, mailing, count)| PlannedMailing {
                    href: format!("/desk/jobs/{}", job.id),
                    subject: mailing.subject,
                    when: in_zone(&work.letter, job.starts_at, &shell),
                    count,
                })
                .collect(),
            undo_seconds: UNDO_SECONDS,
            zone: work.letter.zone_label.clone(),
            written: None,
            here: work.path("mail"),
            invitations: work.path("invitations"),
            may_write: work.member.rights.may_write(),
            shell,
            form,
        }
    }

    fn kinds(&self) -> impl Iterator<Item = MailingKind> {
        MailingKind::ALL.iter().copied()
    }

    fn circles(&self) -> impl Iterator<Item = Circle> {
        Circle::ALL.iter().copied().filter(|circle| *circle != Circle::Unmailed)
    }

    /// Whether it could be sent once there is somebody: what is planned finds its recipients on its day.
    fn can_be_planned(&self) -> bool {
        self.kind.can_wait() && self.obstacles.iter().all(|obstacle| obstacle.word.starts_with("nobody"))
    }
}

/// A time as the letter speaks of it.
pub(in crate::web) fn in_zone(letter: &Letter, at: crate::clock::Moment, shell: &Shell) -> String {
    let zone = letter.time_zone.parse().unwrap_or(chrono_tz::UTC);
    Shown::of(&When::of(at, zone, &letter.zone_label), &shell.t).line(&shell.t)
}

/// The form to begin with: the words of the last mailing of this kind, or the catalogue's.
fn filled(shell: &Shell, who: &SignedIn, work: &Work, choice: &Choice, rows: &Rows) -> FormState {
    let audience = &choice.audience;
    let mut form = FormState::new()
        .with("once", JobId::new().as_str())
        .with("kind", choice.kind.as_str())
        .with("circle", audience.circle.as_str())
        .with("region", &*audience.region)
        .with("reads", &*audience.language);
    for id in &audience.only {
        form = form.with("invitation", id.as_str());
    }
    form = match &rows.latest {
        Some((mailing, reply_to)) => form.with("from_name", &*mailing.from_name).with("reply_to", reply_to),
        None => form.with("from_name", &*who.coordinator.name).with("reply_to", &*rows.own_address),
    };
    let Some((mailing, translations)) = &rows.same else {
        let name = form.value("from_name").to_owned();
        return form
            .with("language", &*work.letter.language)
            .with("subject", shell.t.say_of("compose-usual-subject", choice.kind).to_string())
            .with("message", shell.t.say_of("compose-usual-message", choice.kind).with("name", name).to_string());
    };
    form =
        form.with("language", &*mailing.language).with("subject", &*mailing.subject).with("message", &*mailing.message);
    for one in translations {
        form = form
            .with(&format!("subject_{}", one.language), &*one.subject)
            .with(&format!("message_{}", one.language), &*one.message);
    }
    form
}

/// What must be settled before anything can be sent.
pub(super) fn obstacles(site: &Site, work: &Work, choice: &Choice, rows: &Rows) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    let mut add = |word, page| obstacles.push(Obstacle { word, href: work.path(page) });
    match work.letter.facts().accepts_submission(site.now()) {
        _ if work.letter.opened_at.is_none() => add("not-open", "publish"),
        Err(_) if !choice.kind.asks() => {}
        Ok(()) => {}
        Err(Refusal::LetterClosed) => add("closed", "dates"),
        Err(_) => add("paused", "safety"),
    }
    if rows.reach.to.is_empty() {
        let word = match choice.audience.circle {
            _ if rows.invited == 0 && choice.audience.circle != Circle::Signed => "nobody-invited",
            Circle::Unmailed => "nobody",
            _ => "nobody-fits",
        };
        add(word, "invitations");
    }
    obstacles
}

/// What is worth a second look and stops nothing.
fn hints(shell: &Shell, work: &Work, rows: &Rows, form: &FormState) -> Vec<String> {
    let mut hints = Vec::new();
    let main = form.value("language");
    let has_words =
        |tag: &str| tag.is_empty() || tag == main || (!form.value(&format!("message_{tag}")).trim().is_empty());
    let mut others: Vec<(String, usize)> =
        rows.reach.languages().into_iter().filter(|(tag, _)| !has_words(tag)).collect();
    if !others.is_empty() {
        others.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let (named, further) = others.split_at(others.len().min(LANGUAGES_NAMED));
        let mut words: Vec<_> = named.iter().map(|(tag, count)| format!("{} {count}", language_name(tag))).collect();
        let further: usize = further.iter().map(|(_, count)| count).sum();
        if further > 0 {
            words.push(shell.t.say("compose-further-languages").with("count", further).to_string());
        }
        let sentence = shell.t.say("compose-other-languages").with("languages", words.join(", "));
        hints.push(sentence.with("language", language_name(main)).to_string());
    }
    if work.letter.high_risk {
        hints.push(shell.t.say("compose-discreet").to_string());
    }
    if form.value("subject").chars().count() > SUBJECT_SHOWN_CHARS {
        hints.push(shell.t.say("compose-long-subject").with("limit", SUBJECT_SHOWN_CHARS).to_string());
    }
    hints
}
