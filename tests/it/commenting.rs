//! A round of comments on a draft: people are asked by mail, say what they could not sign, propose other words; the desk decides.

use chrono::TimeDelta;
use undersigned::domain::ids::ReviewerId;
use undersigned::domain::letter::Rights;
use undersigned::jobs::{close_due_rounds, purge};
use undersigned::mail::messages::CommentNote;
use undersigned::store::comment;
use undersigned::store::outbox::{self, MailKind};
use undersigned::store::token::{Purpose, Subject, mint};

use crate::support::{Answer, Desk, TestApp};

const PEOPLE: &str = "River Banks, Lakes, Salma al-Wadi, salma@banks.example, Lebanon\nWells of Kenya, Amina Otieno, amina@wells.example, KE";
pub const SECRETS: [&str; 6] =
    ["River Banks", "Salma", "salma@banks", "Pollution is a crime", "an independent court", "if the court is named"];

pub fn with_text<'a>(app: &'a TestApp) -> Desk<'a> {
    let desk = Desk::draft(app);
    write(&desk, "The rivers are ours.\n\nWe ask for a body.");
    desk
}

pub fn write(desk: &Desk<'_>, body: &str) {
    let based_on = desk.get("text").hidden("based_on");
    let title = "For an independent mechanism to protect the rivers we share";
    let fields = [("based_on", &*based_on), ("title", title), ("body", body), ("action", "save")];
    desk.submit("text", &fields).expect_status(303);
}

pub fn start(desk: &Desk<'_>) -> Answer {
    let end = (desk.app.now() + TimeDelta::days(3)).format("%Y-%m-%dT%H:%M").to_string();
    desk.submit("comments", &[("action", "start"), ("closes_at", &end), ("people", PEOPLE)])
}

pub fn reviewer(app: &TestApp, to: &str) -> ReviewerId {
    let found = app.store().read_now(|db| {
        let mut notes = Vec::new();
        for mail in outbox::list_all(db)? {
            if mail.kind == MailKind::CommentRequest && mail.recipient(db)? == to {
                notes.push(mail.parameters::<CommentNote>(db)?.reviewer);
            }
        }
        Ok(notes)
    });
    found.expect("the database").pop().unwrap_or_else(|| panic!("nobody asked {to}"))
}

/// The link that was mailed to this address, made as the mail job makes it.
pub fn link(desk: &Desk<'_>, to: &str) -> String {
    let (id, letter, now) = (reviewer(desk.app, to), desk.letter.clone(), desk.app.now());
    let secret = desk.app.write(move |tx| {
        let subject = Subject { letter: Some(letter.clone()), reviewer: Some(id.clone()), ..Subject::default() };
        mint(tx, Purpose::Comment, subject, None, false, now)
    });
    format!("/comment/{secret}")
}

pub const SAID: [(&str, &str); 5] = [
    ("action", "save"),
    ("stance-body-1", "cannot_sign"),
    ("comment-body-1", "Pollution is a crime."),
    ("proposal-body-1", "We ask for an independent court."),
    ("condition", "if the court is named"),
];

pub fn block<T>(work: impl std::future::Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(work)
}

on_both! {
    fn a_reviewer_says_what_it_cannot_sign_and_its_wording_enters_the_draft_with_its_name(app) {
        let desk = with_text(&app);
        desk.get("comments").expect_text("Start a round of comments");
        start(&desk).expect_status(303);
        assert_eq!(app.mailed(MailKind::CommentRequest).len(), 2);
        let path = link(&desk, "salma@banks.example");
        let salma = app.browser();
        let before = app.dump();
        let page = salma.get(&path).expect_status(200).expect_text("DRAFT").expect_text("We ask for a body.");
        assert!(page.text().contains("watermark") && page.text().contains("noindex"));
        assert!(page.header("cache-control").contains("no-store"));
        assert!(app.dump() == before, "opening says nothing");
        salma.submit(&path, &[("action", "save")]).expect_status(422).expect_text("Say something");
        let long = "x".repeat(4001);
        let refused = [("comment-body-0", &*long), ("comment-body-1", "Kept words")];
        salma.submit(&path, &refused).expect_status(422).expect_text("Kept words");
        salma.submit(&path, &SAID).expect_status(200).expect_text("Saved. You can change it until the end.");
        salma.get(&path).expect_text("Pollution is a crime.");
        let shown = desk.get("comments").expect_text("1 cannot sign, 1 country").expect_text("We ask for an independent court.");
        shown.expect_text("if the court is named").expect_text("River Banks, Lakes");
        for secret in SECRETS {
            assert!(!app.dump().contains(secret), "{secret} stands unsealed in the database");
        }
        let id = reviewer(&app, "salma@banks.example").0;
        let based_on = desk.get("comments").hidden("based_on");
        let accept = [("action", "accept"), ("place", "body-1"), ("reviewer", &*id), ("based_on", &*based_on), ("words", "We ask for an independent court.")];
        desk.submit("comments", &accept).expect_status(303);
        desk.get("text").expect_text("We ask for an independent court.").expect_text("The rivers are ours.");
        desk.get("text/history").expect_text("Proposed by River Banks, Lakes, Salma al-Wadi");
        assert_eq!(app.mailed(MailKind::ProposalDecided), ["salma@banks.example"]);
        salma.get(&path).expect_text("Your wording was taken over.");
        // The same form again: the draft is another one now.
        desk.submit("comments", &accept).expect_status(409);
        let csv = desk.submit("comments", &[("action", "export")]).expect_status(200);
        assert!(csv.text().contains("cannot_sign") && csv.text().contains("accepted"));
    }

    fn two_proposals_are_merged_and_a_refused_one_is_told_with_its_reason(app) {
        let desk = with_text(&app);
        start(&desk).expect_status(303);
        let (salma, amina) = (link(&desk, "salma@banks.example"), link(&desk, "amina@wells.example"));
        app.browser().submit(&salma, &SAID).expect_status(200);
        let other = [("proposal-body-1", "We ask for a strong body."), ("proposal-body-0", "=The rivers."), ("stance-body-1", "can_live")];
        app.browser().submit(&amina, &other).expect_status(200);
        let page = desk.get("comments").expect_text("One wording out of these").expect_text("1 can live with it, 1 country");
        let (one, two) = (reviewer(&app, "salma@banks.example").0, reviewer(&app, "amina@wells.example").0);
        let based_on = page.hidden("based_on");
        let merge = [("action", "accept"), ("place", "body-1"), ("reviewer", &*one), ("reviewer", &*two), ("based_on", &*based_on), ("words", "We ask for a strong, independent court.")];
        desk.submit("comments", &merge).expect_status(303);
        assert_eq!(app.mailed(MailKind::ProposalDecided).len(), 2);
        let refuse = [("action", "refuse"), ("place", "body-0"), ("reviewer", &*two)];
        desk.submit("comments", &refuse).expect_status(422).expect_text("Write why");
        desk.submit("comments", &[&refuse[..], &[("reason", "Three networks object.")]].concat()).expect_status(303);
        app.browser().get(&amina).expect_text("Three networks object.");
        desk.get("text").expect_text("We ask for a strong, independent court.");
        let csv = desk.submit("comments", &[("action", "export")]).expect_status(200).text();
        assert!(csv.contains("'=The rivers."), "a spreadsheet would run it");
    }

    fn a_comment_on_a_paragraph_that_was_changed_or_deleted_stays_visible_as_such(app) {
        let desk = with_text(&app);
        start(&desk).expect_status(303);
        let path = link(&desk, "salma@banks.example");
        app.browser().submit(&path, &SAID).expect_status(200);
        write(&desk, "The rivers are ours.\n\nWe demand a body.");
        let page = desk.get("comments").expect_text("This paragraph was changed since").expect_text("We demand a body.");
        let (id, based_on) = (reviewer(&app, "salma@banks.example").0, page.hidden("based_on"));
        write(&desk, "The rivers are ours.");
        desk.get("comments").expect_text("This paragraph is not in the draft any more").expect_text("Pollution is a crime.");
        let stale = [("action", "accept"), ("place", "body-1"), ("reviewer", &*id), ("based_on", &*based_on), ("words", "We ask.")];
        desk.submit("comments", &stale).expect_status(422).expect_text("takes none");
        // The reviewer still sees the text that it commented on, and a place that never was is nobody's.
        app.browser().get(&path).expect_text("We ask for a body.");
        app.browser().submit(&path, &[("comment-body-77", "Nowhere")]).expect_status(422);
    }

    fn what_is_typed_while_the_round_closes_is_kept_and_said_so(app) {
        let desk = with_text(&app);
        start(&desk).expect_status(303);
        let path = link(&desk, "salma@banks.example");
        let salma = app.browser();
        let page = salma.get(&path).expect_status(200);
        desk.submit("comments", &[("action", "close")]).expect_status(303);
        salma.post_from(&page, &path, &SAID).expect_status(409).expect_text("What you typed is kept");
        salma.get(&path).expect_status(200).expect_text("Comments closed on").expect_text("Pollution is a crime.");
        desk.get("comments").expect_text("Came after the end").expect_text("Pollution is a crime.");
    }

    fn a_round_closes_by_itself_and_is_erased_on_schedule(app) {
        let desk = with_text(&app);
        start(&desk).expect_status(303);
        let path = link(&desk, "salma@banks.example");
        app.browser().submit(&path, &SAID).expect_status(200);
        let letter = desk.letter.clone();
        let round = app.store().read_now(|db| comment::latest(db, &letter)).expect("the database").expect("a round");
        assert_eq!(block(close_due_rounds::run(app.store(), round.closes_at - TimeDelta::minutes(1))).expect("a job"), 0);
        assert_eq!(block(close_due_rounds::run(app.store(), round.closes_at)).expect("a job"), 1);
        block(purge::run(app.store(), round.closes_at + TimeDelta::days(89))).expect("a job");
        assert!(app.store().read_now(|db| comment::latest(db, &letter)).expect("the database").is_some());
        block(purge::run(app.store(), round.closes_at + TimeDelta::days(91))).expect("a job");
        assert!(app.store().read_now(|db| comment::latest(db, &letter)).expect("the database").is_none());
        app.browser().get(&path).expect_status(404);
    }

    fn a_link_taken_back_says_so_and_only_editors_see_who_said_what(app) {
        let desk = with_text(&app);
        let fault = desk.submit("comments", &[("action", "start"), ("closes_at", "2020-01-01T10:00"), ("people", "nonsense")]);
        fault.expect_status(422).expect_text("Line 1 cannot be read").expect_text("nonsense");
        start(&desk).expect_status(303);
        start(&desk).expect_status(409);
        let path = link(&desk, "salma@banks.example");
        app.browser().submit(&path, &SAID).expect_status(200);
        let carl = desk.member("Carl Checker", "carl@confluence.example", Rights::CHECKER, false);
        let seen = carl.get("comments").expect_text("1 cannot sign").text();
        for secret in SECRETS {
            assert!(!seen.contains(secret), "{secret} is told to a checker");
        }
        carl.submit("comments", &[("action", "close")]).expect_status(403);
        let id = reviewer(&app, "salma@banks.example").0;
        desk.submit("comments", &[("action", "revoke"), ("reviewer", &id)]).expect_status(303);
        app.browser().get(&path).expect_status(410).expect_text("This link was taken back");
        app.browser().get("/comment/nothing").expect_status(404);
    }
}
