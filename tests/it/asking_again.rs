//! After opening: a minor change leaves signatures as they are; a substantive one asks every signatory whether its signature
//! stands, and nobody is carried over silently.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use undersigned::actions::keep::{keep, leave_off, talk};
use undersigned::actions::open::{Revising, revise};
use undersigned::actions::save_draft::{Save, save_draft};
use undersigned::actions::{approve, confirm, list, publish, withdraw};
use undersigned::domain::event::Actor;
use undersigned::domain::ids::SignatureId;
use undersigned::domain::refusal::Refusal;
use undersigned::domain::revision::{Change, LetterText, Silence, Stand, counts_for};
use undersigned::domain::signature::Status;
use undersigned::error::{Error, Result};
use undersigned::jobs::{ask_again, lift_embargoes};
use undersigned::store::outbox::{self, MailKind};
use undersigned::store::{Tx, approval, letter, question, register, revision, signature};

use crate::support::asking::REQUEST;
use crate::support::checking::signing;
use crate::support::{Desk, Guest, TestApp, changed};

fn block<T>(work: impl std::future::Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(work)
}

/// Lets the clockwork ask, and put answers into effect that are due.
pub fn ask(app: &TestApp) -> usize {
    block(ask_again::run(app.store(), app.now())).expect("asked")
}

/// Freezes another wording through the form; silence means `silence`, and there are five days to answer.
pub fn change(desk: &Desk<'_>, body: &str, silence: &str) {
    let form = desk.get("text").form("save").set("body", body);
    desk.browser.send_form(&form).expect_status(303);
    let answer_by = (desk.app.now() + TimeDelta::days(5)).format("%Y-%m-%dT%H:%M").to_string();
    let form = desk.get("publish").form("revise").set("change", "substantive").set("silence", silence);
    let form = form.set("answer_by", &answer_by).set("note", "The demand names a time now.");
    desk.browser.send_form(&form).expect_status(303);
}

pub fn counted(desk: &Desk<'_>) -> usize {
    let id = desk.letter.clone();
    let register = desk.app.store().read_now(move |db| {
        let row = letter::find(db, &id)?;
        let n = row
            .published_revision
            .map_or_else(|| revision::latest(db, &id).map(|one| one.map_or(1, |one| one.n)), Ok)?;
        register::load(db, &row, n, "en")
    });
    register.expect("the register").counts().organisations
}

pub fn listed(desk: &Desk<'_>, name: &str, email: &str) -> SignatureId {
    let id = desk.signed(&signing(name, email));
    desk.decide(&id, "list").expect_status(303);
    id
}

pub fn mine(desk: &Desk<'_>, id: &SignatureId) -> String {
    desk.app.mine_path(&desk.row(id))
}

on_both! {
    fn a_minor_change_leaves_every_signature_as_it_is(app) {
        let desk = Desk::open(&app);
        let id = listed(&desk, "Delta Radio", "office@deltaradio.example");
        app.revise(&desk.letter, "We, the undersigned, ask for a mechanism now.", Change::Minor);
        assert_eq!(ask(&app), 0);
        assert_eq!(counted(&desk), 1);
        assert!(!app.browser().get(&mine(&desk, &id)).text().contains("Does your signature stand?"));
    }

    fn a_substantive_change_asks_everybody_by_mail_and_counts_only_who_keeps_its_signature(app) {
        let desk = Desk::open(&app);
        let delta = listed(&desk, "Delta Radio", "office@deltaradio.example");
        let reach = desk.signed(&signing("Upper Reach", "office@reach.example").withheld());
        change(&desk, "We, the undersigned, demand a mechanism within a year.", "out");
        assert_eq!(counted(&desk), 0, "nobody is carried over silently");
        assert_eq!(ask(&app), 2);
        assert_eq!(ask(&app), 0, "nobody is asked twice");
        let mut asked = app.mailed(MailKind::TextChanged);
        asked.sort();
        assert_eq!(asked, ["office@deltaradio.example", "office@reach.example"]);
        desk.get("answers").expect_text("Answers to version 2").expect_text("2 are silent").expect_text("Delta Radio");
        let path = mine(&desk, &delta);
        let browser = app.browser();
        let before = app.dump();
        let page = browser.get(&path).expect_status(200).expect_text("You signed version 1.").expect_text("The demand names a time now.");
        assert_eq!(page.texts_of(".asked-again .changed ins").len(), 2, "{:?}", page.texts_of(".asked-again .changed ins"));
        assert!(app.dump() == before, "opening the page answers nothing");
        let kept = browser.send_form(&page.form("keep")).expect_status(303);
        let page = browser.get(&kept.location().unwrap()).expect_status(200).expect_text("Version 2, final.");
        assert!(page.texts_of(".banner.done")[0].contains("stands for the new text"));
        browser.submit(&path, &[("action", "keep"), ("revision", "2")]).expect_status(303);
        let row = desk.row(&delta);
        assert_eq!((row.status, row.revision), (Status::Listed, 2));
        let text = app.store().read_now(|db| revision::find_text(db, &desk.letter, 2, "en")).unwrap();
        assert_eq!(row.text_sha256, text.text_sha256);
        assert_eq!(counted(&desk), 1);
        assert_eq!(app.mailed(MailKind::Receipt).iter().filter(|to| *to == "office@deltaradio.example").count(), 2);
        assert_eq!(desk.row(&reach).revision, 1);
        desk.decide(&reach, "list").expect_text("text");
        assert_eq!(desk.row(&reach).status, Status::Confirmed, "a signature of another text is not listed");
    }

    fn who_wants_to_talk_stays_undecided_and_holds_publication_back(app) {
        let desk = Desk::open(&app);
        let delta = listed(&desk, "Delta Radio", "office@deltaradio.example");
        let reach = listed(&desk, "Upper Reach", "office@reach.example");
        change(&desk, "We demand a mechanism.", "in");
        ask(&app);
        let note = [("action", "talk"), ("talk_note", "We cannot demand; \"ask\" <b>was</b> right.")];
        app.browser().submit(&mine(&desk, &delta), &note).expect_status(303);
        let page = desk.get("answers").expect_text("1 wants to talk").expect_text("We cannot demand; \"ask\" <b>was</b> right.");
        assert!(!page.text().contains("<b>was</b>"));
        assert!(!app.dump().contains("We cannot demand"), "what they wrote is sealed");
        desk.get("publish").expect_text("2 listed signatures belong to an older text").expect_text("Delta Radio, Upper Reach");
        let slug = desk.get("details").form("save").value("slug").to_owned();
        desk.submit("publish", &[("action", "publish"), ("confirm", &slug)]).expect_status(409).expect_text("belong to an older text");
        app.browser().get(&desk.public_path()).expect_status(404);
        // Silence means yes here, but our mail has not left: nobody knows whether the question arrived.
        app.wait(TimeDelta::days(6));
        ask(&app);
        assert_eq!((desk.row(&delta).revision, desk.row(&reach).revision), (1, 1));
        let desk = Desk { browser: desk.operator_again(), ..desk };
        let fields = [("action", "leave_off"), ("signature", delta.as_str()), ("revision", "2")];
        desk.submit("answers", &fields).expect_status(303);
        assert_eq!(desk.row(&delta).status, Status::Expired);
        assert_eq!(app.mailed(MailKind::ListingChanged), ["office@deltaradio.example"], "they are told");
        // The other one comes round after all.
        app.browser().submit(&mine(&desk, &reach), &[("action", "keep"), ("revision", "2")]).expect_status(303);
        desk.submit("publish", &[("action", "publish"), ("confirm", &slug)]).expect_status(303);
        app.browser().get(&desk.public_path()).expect_text("Upper Reach").expect_text("1 organisation");
    }

    fn silence_means_what_the_coordinator_said_beforehand(app) {
        let desk = Desk::open(&app);
        let delta = listed(&desk, "Delta Radio", "office@deltaradio.example");
        change(&desk, "We demand a mechanism.", "in");
        ask(&app);
        let now = app.now();
        app.write(move |tx| outbox::pretend_sent(tx, now));
        app.wait(TimeDelta::days(5) + TimeDelta::minutes(5));
        ask(&app);
        assert_eq!((desk.row(&delta).status, desk.row(&delta).revision), (Status::Listed, 2));
        let kept = app.store().read_now(|db| question::find(db, &delta, 2)).unwrap().expect("the question");
        assert!(kept.by_silence, "the record says that nobody answered");
        // The next change: silence means out, and who comes back later is checked like a new one.
        let desk = Desk { browser: desk.operator_again(), ..desk };
        change(&desk, "We demand a mechanism at once.", "out");
        ask(&app);
        app.wait(TimeDelta::days(5) + TimeDelta::minutes(5));
        ask(&app);
        assert_eq!(desk.row(&delta).status, Status::Expired);
        assert_eq!(counted(&desk), 0);
        let page = app.browser().get(&mine(&desk, &delta)).expect_status(200).expect_text("You can still come back");
        app.browser().send_form(&page.form("keep")).expect_status(303);
        assert_eq!((desk.row(&delta).status, desk.row(&delta).revision), (Status::Confirmed, 3));
    }

    fn a_public_letter_keeps_its_text_until_its_signatories_have_answered(app) {
        let desk = Desk::open(&app);
        let delta = listed(&desk, "Delta Radio", "office@deltaradio.example");
        listed(&desk, "Upper Reach", "office@reach.example");
        desk.publish();
        let public = desk.public_path();
        change(&desk, "We demand a mechanism.", "out");
        ask(&app);
        let page = app.browser().get(&public).expect_text("2 organisations");
        assert!(!page.text().contains("We demand"), "the new text waits for its signatories");
        app.browser().submit(&mine(&desk, &delta), &[("action", "keep"), ("revision", "2")]).expect_status(303);
        app.browser().get(&public).expect_text("2 organisations");
        app.wait(TimeDelta::days(5) + TimeDelta::minutes(5));
        ask(&app);
        let page = app.browser().get(&public).expect_text("We demand a mechanism.").expect_text("1 organisation");
        assert!(page.text().contains("Delta Radio") && !page.text().contains("Upper Reach"));
        app.browser().get(&format!("{public}/versions/1")).expect_status(200);
    }

    fn an_armed_letter_waits_at_its_minute_while_signatures_are_undecided(app) {
        let desk = Desk::open(&app);
        listed(&desk, "Delta Radio", "office@deltaradio.example");
        desk.submit("publish", &[("action", "close")]).expect_status(303);
        desk.submit("publish", &[("action", "schedule")]).expect_status(303);
        change(&desk, "We demand a mechanism.", "in");
        ask(&app);
        app.wait(TimeDelta::days(13));
        assert_eq!(block(lift_embargoes::run(app.store(), app.now())).expect("run"), 0);
        app.browser().get(&desk.public_path()).expect_status(404);
    }

    fn a_change_without_an_answer_to_silence_or_with_a_time_that_is_over_is_refused_with_everything_typed(app) {
        let desk = Desk::open(&app);
        desk.browser.send_form(&desk.get("text").form("save").set("body", "We demand.")).expect_status(303);
        let form = desk.get("publish").form("revise").set("change", "substantive").set("note", "A stronger word.");
        let refused = desk.browser.send_form(&form.clone().set("answer_by", "2020-01-01T10:00")).expect_status(422);
        assert!(refused.text().contains("A stronger word.") && refused.text().contains("2020-01-01T10:00"));
        refused.expect_text("in the future");
        desk.browser.send_form(&form.set("answer_by", "")).expect_status(422).expect_text("in the future");
        let newest = app.store().read_now(|db| revision::latest(db, &desk.letter)).unwrap();
        assert_eq!(newest.map(|one| one.n), Some(1));
    }

    fn withheld_names_are_told_as_a_number_to_those_who_may_not_see_them(app) {
        let desk = Desk::open(&app);
        let id = desk.signed(&signing("Hidden Springs", "office@springs.example").withheld());
        desk.decide(&id, "list").expect_status(303);
        change(&desk, "We demand.", "out");
        ask(&app);
        desk.get("answers").expect_text("Hidden Springs");
        let omar = desk.member("Omar Haddad", "omar@confluence.example", undersigned::domain::letter::Rights::EDITOR, false);
        let page = omar.get("answers").expect_text("One more, with the name withheld.");
        assert!(!page.text().contains("Hidden Springs") && !page.text().contains(id.as_str()));
        omar.submit("answers", &[("action", "leave_off"), ("signature", id.as_str())]).expect_status(404);
    }

    fn whatever_happens_a_listed_signature_belongs_to_the_published_text(app) {
        let seed: u64 = rand::random();
        let mut chance = StdRng::seed_from_u64(seed);
        let mut done = BTreeSet::new();
        for nth in 0..6 {
            // Half of the letters collect in public, and are published early.
            let desk = if nth % 2 == 0 { Desk::open(&app) } else { Desk::open_in_public(&app) };
            let mut walk = Walk { app: &app, desk, all: Vec::new(), approved: BTreeMap::new(), done: BTreeSet::new() };
            println!("walk {nth} of seed {seed}");
            for step in 0..50 {
                let verb = match (nth % 2, step) {
                    // Two sign and are listed, and the letter comes out.
                    (1, 0..=4) => [1, 1, 17, 17, 6][step as usize],
                    // What matters most here: changes, time that passes, and answers.
                    _ if chance.random_bool(0.5) => *[4, 5, 12, 14, 17].choose(&mut chance).expect("one"),
                    _ => chance.random_range(0..18),
                };
                walk.step(step, verb, &mut chance);
                walk.must_hold(step);
            }
            done.extend(walk.done);
        }
        assert!(done.len() >= 9, "seed {seed}: only {done:?} were done");
    }
}

/// A letter, those who signed it, and who approved which of its texts.
struct Walk<'a> {
    app: &'a TestApp,
    desk: Desk<'a>,
    all: Vec<SignatureId>,
    approved: BTreeMap<String, Vec<i32>>,
    /// The acts that were not refused.
    done: BTreeSet<i32>,
}

impl Walk<'_> {
    /// One of the acts that change who counts; what is refused changes nothing.
    fn step(&mut self, step: i32, verb: i32, chance: &mut StdRng) {
        let (app, now) = (self.app, self.app.now());
        let id = self.all.choose(chance).cloned();
        let letter_id = self.desk.letter.clone();
        let row = app.store().read_now(|db| letter::find(db, &letter_id)).expect("the letter");
        let done = match (verb, id) {
            (0..=2, _) if row.facts().accepts_submission(now).is_ok() => {
                let wish = signing(&format!("Organisation {step}"), &format!("office{step}@{letter_id}.example"));
                let wish = if chance.random_bool(0.3) { wish.withheld() } else { wish };
                // Some leave their address to be confirmed.
                let came = if verb == 0 { self.desk.pending(&wish) } else { self.desk.signed(&wish) };
                self.all.push(came);
                true
            }
            (3..=4, _) => {
                let silence = *[Silence::In, Silence::Out].choose(chance).expect("one");
                let how = match verb {
                    3 => Revising::Minor,
                    _ => Revising::Substantive { silence, answer_by: now + TimeDelta::hours(2) },
                };
                act(app, move |tx| {
                    let row = letter::find(tx, &letter_id)?;
                    let edit = revision::latest_edit(tx, &letter_id, "en")?;
                    let text = LetterText { body: format!("Wording {step}."), ..edit.text()? };
                    let save = Save { based_on: edit.n, text, note: String::new() };
                    let n = save_draft(tx, &row, &save, &row.created_by, now)?;
                    revise(tx, &row, n, how, "Changed.", &row.created_by, now).map(drop)
                })
            }
            (5, _) => {
                app.write(move |tx| outbox::pretend_sent(tx, now));
                app.wait(TimeDelta::hours(3));
                ask(app);
                true
            }
            (6, _) if step > 25 || step == 4 => act(app, move |tx| {
                let row = letter::find(tx, &letter_id)?;
                publish::publish(tx, &row, &Actor::Server, now)
            }),
            (7..=8, _) => ask(app) > 0,
            (9, _) if row.facts().accepts_submission(now).is_ok() => {
                self.all.push(self.ask_director(step, chance.random_bool(0.5)));
                true
            }
            (10, Some(id)) => self.approve(&id, chance),
            (verb, Some(id)) if verb > 10 => act(app, move |tx| {
                let row = letter::find(tx, &letter_id)?;
                let one = signature::find(tx, &id)?;
                let newest = revision::latest(tx, &letter_id)?.map_or(1, |newest| newest.n);
                match verb {
                    11 => withdraw::withdraw(tx, &row, &one, now),
                    12..=13 => keep(tx, &row, &id, newest, &Actor::Signer, now),
                    14 => talk(tx, &row, &id, "Let us talk.", now),
                    15 => leave_off(tx, &row, &id, &Actor::Server, now),
                    16 => confirm::confirm(tx, &row, &one, now),
                    _ => list::list(tx, &row, &id, &Actor::Server, now),
                }
            }),
            _ => false,
        };
        if done {
            self.done.insert(verb);
        }
    }

    /// A signature that waits for one approval, or for two.
    fn ask_director(&self, step: i32, second: bool) -> SignatureId {
        let leaked = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        let (name, email) =
            (leaked(format!("Board {step}")), leaked(format!("desk{step}@{}.example", self.desk.letter)));
        let path = self.app.invite(&self.desk.letter, &Guest { organisation: name, email, ..Guest::default() });
        let newest = self.newest().to_string();
        let (first, other) = (format!("first-{email}"), format!("second-{email}"));
        let mut more =
            vec![("organisation_name", name), ("revision", newest.as_str()), ("approver_email", first.as_str())];
        if second {
            more.extend([("second_name", "Rania Saad"), ("second_email", other.as_str())]);
        }
        let asked = self.app.browser().submit(&format!("{path}/approve-request"), &changed(&REQUEST, &more));
        asked.expect_status(303);
        self.app.signatures(&self.desk.letter).pop().expect("a signature").id
    }

    /// One of those who were asked approves what the page shows, or says no.
    fn approve(&mut self, id: &SignatureId, chance: &mut StdRng) -> bool {
        let (app, now, newest) = (self.app, self.app.now(), self.newest());
        let row = self.desk.row(id);
        let asked = app.store().read_now(|db| approval::of_signature(db, id)).expect("approvals");
        let Some(who) = asked.choose(chance).map(|one| one.id.clone()) else { return false };
        let seen = if row.awaits_approval() { row.revision } else { newest };
        let says_no = chance.random_bool(0.1);
        let pressed = who.clone();
        let done = act(app, move |tx| match says_no {
            true => approve::refuse(tx, &pressed, "No.", now),
            false => approve::approve(tx, &pressed, Some(seen), now).map(drop),
        });
        if done && !says_no {
            self.approved.entry(who.to_string()).or_default().push(seen);
        }
        done
    }

    fn newest(&self) -> i32 {
        let newest = self.app.store().read_now(|db| revision::latest(db, &self.desk.letter)).expect("the database");
        newest.expect("a revision").n
    }

    fn must_hold(&self, step: i32) {
        let (app, id) = (self.app, self.desk.letter.clone());
        let (row, revisions, changes, all) = app
            .store()
            .read_now(|db| {
                let all = signature::list(db, &id, &[Status::Listed, Status::Confirmed])?;
                Ok((letter::find(db, &id)?, revision::list(db, &id)?, revision::changes(db, &id)?, all))
            })
            .expect("read");
        for one in &all {
            // A public text changes only with its signatures, and nobody stands under a text that readers do not see.
            if let (Some(n), Status::Listed) = (row.published_revision, one.status) {
                let stands = counts_for(one.revision, n, &changes);
                assert!(stands, "step {step}: a signature of version {} is listed under version {n}", one.revision);
            }
            let text = app.store().read_now(|db| revision::find_text(db, &id, one.revision, "en")).expect("a text");
            assert_eq!(one.text_sha256, text.text_sha256, "step {step}: the hash of another text");
            // Whoever stands under a text after a substantive change signed it, or said so, or was reached and silent.
            let is_later = |later: &&revision::Revision| {
                later.n <= one.revision && later.change == Change::Substantive && later.frozen_at > one.submitted_at
            };
            let asked = app.store().read_now(|db| approval::of_signature(db, &one.id)).expect("approvals");
            for later in revisions.iter().filter(is_later).filter(|_| asked.is_empty()) {
                let answered = (later.n..=one.revision).any(|n| {
                    let asked = app.store().read_now(|db| question::find(db, &one.id, n)).expect("read");
                    asked.is_some_and(|asked| asked.answer == Some(Stand::In))
                });
                assert!(answered, "step {step}: carried over version {} without an answer", later.n);
            }
            // Where an organisation's own people had to approve, each of them approved this very text.
            for who in &asked {
                let texts = self.approved.get(who.id.as_str());
                let did = texts.is_some_and(|seen| seen.iter().any(|n| counts_for(*n, one.revision, &changes)));
                assert!(did, "step {step}: version {} stands without an approval", one.revision);
            }
        }
        if row.published_at.is_some() {
            let slug = format!("/letters/{}/signatories.json", row.slug);
            // A name that was listed appears a moment later; here the pages are built at once.
            app.site.public_cache.forget_all();
            let json: serde_json::Value =
                serde_json::from_str(&app.browser().get(&slug).expect_status(200).text()).expect("JSON");
            let listed = all.iter().filter(|one| one.status == Status::Listed).count();
            assert_eq!(json["counts"]["organisations"], listed, "step {step}");
        }
    }
}

fn act(app: &TestApp, work: impl FnMut(&mut Tx<'_>) -> Result<()> + Send + 'static) -> bool {
    match app.store().write_now(undersigned::store::Lane::Desk, work) {
        Ok(()) => true,
        Err(Error::Refused(refusal)) => {
            assert_ne!(refusal, Refusal::EditedMeanwhile);
            false
        }
        Err(fault) => panic!("{fault}"),
    }
}
