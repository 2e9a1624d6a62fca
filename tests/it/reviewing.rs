//! Reviewers who sit at the desk, what the desk tells of a running round, whose name the history keeps, and what goes wrong with
//! comments: old versions, two wordings of one sentence, other letters for the same word.

use chrono::TimeDelta;
use undersigned::domain::letter::Rights;
use undersigned::jobs::purge;
use undersigned::store::comment;
use undersigned::store::outbox::MailKind;

use crate::commenting::{SAID, SECRETS, block, link, reviewer, start, with_text, write};
use crate::support::post::Post;
use crate::support::{Answer, Desk, TestApp};

/// A coordinator who may comment, and nothing more.
fn omar<'a>(desk: &Desk<'a>) -> Desk<'a> {
    desk.member("Omar Haddad", "omar@confluence.example", Rights::REVIEWER, false)
}

/// What a coordinator says at the desk.
const DESK: [(&str, &str); 6] = [
    ("action", "save"),
    ("organisation", "Confluence Network"),
    ("country", "KE"),
    ("stance-body-1", "cannot_sign"),
    ("quoted-body-1", "a body"),
    ("proposal-body-1", "We ask for a body with teeth."),
];

fn accept(desk: &Desk<'_>, reviewers: &[&str], words: &str) -> Answer {
    let based_on = desk.get("comments").hidden("based_on");
    let mut fields = vec![("action", "accept"), ("place", "body-1"), ("based_on", &*based_on), ("words", words)];
    fields.extend(reviewers.iter().map(|id| ("reviewer", *id)));
    desk.submit("comments", &fields)
}

/// The id of the one reviewer whose person is a coordinator.
fn at_desk(app: &TestApp, desk: &Desk<'_>) -> String {
    let letter = desk.letter.clone();
    let found = app.store().read_now(|db| {
        let round = comment::latest(db, &letter)?.expect("a round");
        let rows = comment::reviewers(db, &round.id)?;
        rows.into_iter()
            .map(|row| Ok((row.person(db)?.coordinator.is_some(), row.id)))
            .collect::<undersigned::error::Result<Vec<_>>>()
    });
    let ids: Vec<_> =
        found.expect("the database").into_iter().filter(|(is_so, _)| *is_so).map(|(_, id)| id.0).collect();
    assert_eq!(ids.len(), 1, "one coordinator");
    ids[0].clone()
}

/// The texts of the voices under the costs.
fn voices(page: &Answer) -> Vec<String> {
    page.texts_of(".voices > li").iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

on_both! {
    fn a_coordinator_with_the_right_to_review_takes_part_at_the_desk_under_their_own_name(app) {
        let desk = with_text(&app);
        let omar = omar(&desk);
        omar.browser.get(&omar.path("comments/mine")).expect_status(303);
        omar.submit("comments", &[("action", "close")]).expect_status(403);
        start(&desk).expect_status(303);
        omar.get("comments").expect_text("Say what you think of the draft");
        let before = app.dump();
        let page = omar.get("comments/mine").expect_text("DRAFT").expect_text("We ask for a body.").expect_text("Comments until");
        assert!(app.dump() == before, "opening says nothing");
        omar.browser.post_from(&page, &omar.path("comments/mine"), &[("action", "save")]).expect_status(422).expect_text("Say something");
        omar.browser.post_from(&page, &omar.path("comments/mine"), &[("action", "burn"), ("condition", "x")]).expect_status(422);
        let nowhere = [("action", "save"), ("organisation", "Confluence Network"), ("stance-body-1", "fine")];
        omar.submit("comments/mine", &nowhere).expect_status(422).expect_text("Choose the country of your organisation");
        omar.submit("comments/mine", &DESK).expect_status(200).expect_text("Saved. You can change it until the end.");
        omar.get("comments/mine").expect_text("We ask for a body with teeth.");
        // The same organisation by link: it counts once, and the two are told apart by name.
        let path = link(&desk, "amina@wells.example");
        app.browser().submit(&path, &[("stance-body-1", "cannot_sign")]).expect_status(200);
        let page = desk.get("comments").expect_text("2 cannot sign, 1 country").expect_text("2 of 3 answered");
        let voices = voices(&page);
        assert!(voices[0].contains("Wells of Kenya (Kenya), Amina Otieno") && !voices[0].contains("at the desk"), "{voices:?}");
        assert!(voices[1].contains("Confluence Network (Kenya), Omar Haddad · at the desk · we cannot sign"), "{voices:?}");
        assert!(!app.dump().contains("with teeth") && !app.dump().contains("Confluence Network"), "what was said is sealed");
        // The coordinator hears of the decision by mail, without a link that outlives the right.
        let id = at_desk(&app, &desk);
        accept(&desk, &[&id], "We ask for a body with teeth.").expect_status(303);
        assert_eq!(app.mailed(MailKind::ProposalDecided), ["omar@confluence.example"]);
        omar.get("comments/mine").expect_text("Your wording was taken over.");
        let csv = desk.submit("comments", &[("action", "export")]).expect_status(200).text();
        assert!(csv.contains("Confluence Network,KE,Omar Haddad,desk,") && csv.contains("Amina Otieno,link,"), "{csv}");
    }

    fn who_may_not_review_is_refused_at_the_desk(app) {
        let desk = with_text(&app);
        start(&desk).expect_status(303);
        for (nth, rights) in [Rights::CHECKER, Rights::PRESS].into_iter().enumerate() {
            let carl = desk.member("Carl", &format!("carl{nth}@confluence.example"), rights, false);
            carl.browser.get(&carl.path("comments/mine")).expect_status(403);
            let token = carl.browser.get("/desk/account").csrf_token();
            let said = [&DESK[..], &[("csrf_token", &*token)]].concat();
            carl.browser.post(&carl.path("comments/mine"), &said).expect_status(403);
            assert!(!carl.get("comments").main_text().contains("Say what you think"));
        }
        assert!(voices(&desk.get("comments")).is_empty());
    }

    fn a_coordinator_who_was_asked_by_mail_too_has_one_voice(app) {
        let desk = with_text(&app);
        let omar = omar(&desk);
        start(&desk).expect_status(303);
        let more = [("action", "ask"), ("people", "River Keepers, Omar, omar@confluence.example, LB")];
        desk.submit("comments", &more).expect_status(303);
        let path = link(&desk, "omar@confluence.example");
        app.browser().submit(&path, &[("stance-body-1", "can_live")]).expect_status(200);
        let page = omar.get("comments/mine").expect_text("You were asked by mail for River Keepers");
        assert!(!page.text().contains("name=\"organisation\""));
        omar.submit("comments/mine", &DESK).expect_status(200);
        let voices = voices(&desk.get("comments").expect_text("1 cannot sign, 1 country"));
        assert!(voices.len() == 1 && voices[0].contains("River Keepers (Lebanon), Omar"), "{voices:?}");
    }

    fn a_lawyer_at_the_desk_speaks_for_no_organisation_and_is_not_counted(app) {
        let desk = with_text(&app);
        let omar = omar(&desk);
        start(&desk).expect_status(303);
        let said = [("action", "save"), ("stance-body-1", "cannot_sign"), ("comment-body-1", "Say “shall”.")];
        omar.submit("comments/mine", &said).expect_status(200);
        let page = desk.get("comments").expect_text("0 cannot sign, 0 countries").expect_text("Say “shall”.");
        assert!(voices(&page)[0].contains("Omar Haddad speaks for no organisation"), "{:?}", voices(&page));
    }

    fn what_a_coordinator_types_while_the_round_closes_is_kept_and_said_so(app) {
        let desk = with_text(&app);
        let omar = omar(&desk);
        start(&desk).expect_status(303);
        let page = omar.get("comments/mine");
        desk.submit("comments", &[("action", "close")]).expect_status(303);
        omar.browser.post_from(&page, &omar.path("comments/mine"), &DESK).expect_status(409).expect_text("What you typed is kept");
        omar.get("comments/mine").expect_text("Comments closed on").expect_text("We ask for a body with teeth.");
        desk.get("comments").expect_text("Came after the end").expect_text("We ask for a body with teeth.").expect_text("0 of 2 answered");
        // Another round begins: what was typed on the old page stays with the old one.
        start(&desk).expect_status(303);
        omar.browser.post_from(&page, &omar.path("comments/mine"), &[&DESK[..], &[("round", &*page.hidden("round"))]].concat()).expect_status(409);
        assert!(voices(&desk.get("comments")).is_empty());
    }

    fn the_desk_shows_which_sentence_costs_how_many_organisations_and_countries(app) {
        let desk = with_text(&app);
        write(&desk, "The rivers are ours.\n\nWe ask for a **body**[^1]. It names no court.\n\n[^1]: Of five.");
        start(&desk).expect_status(303);
        let says = |to: &str, stance: &str, quoted: &str| {
            let said = [("stance-body-1", stance), ("quoted-body-1", quoted)];
            app.browser().submit(&link(&desk, to), &said).expect_status(200);
        };
        says("salma@banks.example", "cannot_sign", "names no court");
        says("amina@wells.example", "cannot_sign", "for a body. It names");
        let rows = || desk.get("comments").texts_of(".costs tr.sentence").iter().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
        assert_eq!(rows(), ["We ask for a body. 1 1 0 0 0", "It names no court. 2 2 0 0 0"]);
        says("salma@banks.example", "cannot_sign", "words that never were");
        assert_eq!(rows(), ["We ask for a body. 1 1 0 0 0", "It names no court. 1 1 0 0 0"]);
    }

    fn whoever_opens_the_letter_while_people_comment_is_warned(app) {
        let desk = with_text(&app);
        assert!(!desk.get("publish").expect_status(200).text().contains("still commenting"));
        start(&desk).expect_status(303);
        let warned = desk.get("publish").expect_text("People are still commenting on the draft.");
        warned.expect_text("0 of 2 answered");
        desk.submit("comments", &[("action", "close")]).expect_status(303);
        assert!(!desk.get("publish").text().contains("still commenting"));
    }

    fn the_desk_tells_where_comments_are_taken_until_when_and_how_many_answered(app) {
        let desk = with_text(&app);
        let overview = |desk: &Desk<'_>| desk.browser.get(&format!("/desk/letters/{}", desk.letter)).expect_status(200);
        assert!(desk.browser.get("/desk").main_text().contains("Draft"));
        start(&desk).expect_status(303);
        app.browser().submit(&link(&desk, "salma@banks.example"), &SAID).expect_status(200);
        for page in [desk.browser.get("/desk"), overview(&desk)] {
            let page = page.expect_text("In comments").expect_text("Comments are taken until").expect_text("1 of 2 answered");
            assert!(page.links().iter().any(|link| link.ends_with("/comments")), "{:?}", page.links());
        }
        // A link that was taken back asks nobody; what was said with it stands.
        let (amina, salma) = (reviewer(&app, "amina@wells.example").0, reviewer(&app, "salma@banks.example").0);
        desk.submit("comments", &[("action", "revoke"), ("reviewer", &amina)]).expect_status(303);
        desk.submit("comments", &[("action", "revoke"), ("reviewer", &salma)]).expect_status(303);
        overview(&desk).expect_text("1 of 1 answered");
        app.wait(TimeDelta::days(4));
        // The clock ends it, before any job comes by.
        let desk = Desk { browser: app.operator(), ..desk };
        for page in [desk.browser.get("/desk"), overview(&desk)] {
            let text = page.expect_text("Draft").main_text();
            assert!(!text.contains("In comments") && !text.contains("answered"), "{text}");
        }
    }

    fn the_history_names_who_proposed_to_editors_until_the_round_is_erased_and_nothing_is_left_unsealed(app) {
        let desk = with_text(&app);
        let omar = omar(&desk);
        start(&desk).expect_status(303);
        app.browser().submit(&link(&desk, "salma@banks.example"), &SAID).expect_status(200);
        app.browser().submit(&link(&desk, "amina@wells.example"), &[("proposal-body-1", "We ask for a strong body.")]).expect_status(200);
        let (salma, amina) = (reviewer(&app, "salma@banks.example").0, reviewer(&app, "amina@wells.example").0);
        accept(&desk, &[&salma, &amina], "We ask for a court of law.").expect_status(303);
        let neutral = "A proposed wording was taken over.";
        desk.get("text/history").expect_text(neutral).expect_text("Proposed by River Banks, Lakes, Salma al-Wadi; Wells of Kenya, Amina Otieno");
        let names = ["River Banks", "Salma", "salma@banks", "Wells of Kenya", "Amina", "Pollution is a crime", "if the court is named"];
        let seen = omar.get("text/history").expect_text(neutral).main_text();
        let printed = desk.get("text/redline?from=save-1&to=save-3").expect_text("court of law").main_text();
        let dump = app.dump();
        assert!(dump.contains("court of law"), "the text itself is no secret of the round");
        for name in names {
            assert!(!seen.contains(name), "{name} is told to who may not change the text");
            assert!(!printed.contains(name), "{name} stands on what goes to the lawyer");
            assert!(!dump.contains(name), "{name} stands unsealed in the database");
        }
        let ended = app.now() + TimeDelta::days(3);
        block(purge::run(app.store(), ended + TimeDelta::days(91))).expect("a job");
        assert!(app.table("reviewer").is_empty() && app.table("comment_round").is_empty());
        let desk = Desk { browser: app.operator(), ..desk };
        let page = desk.get("text/history").expect_text(neutral);
        assert!(!page.main_text().contains("Proposed by"));
        let dump = app.dump();
        for name in names {
            assert!(!dump.contains(name), "{name} outlives the round");
        }
    }

    fn the_end_of_a_round_is_typed_and_told_on_the_clocks_of_the_letter(post: Post) {
        let mut post = post;
        let app = &post.app;
        let desk = with_text(app);
        let dates = desk.get("dates").form("save").set("time_zone", "Africa/Nairobi").set("zone_label", "Nairobi");
        desk.browser.send_form(&dates.set("collects", "in_public")).expect_status(303);
        desk.get("comments").expect_text("on the clocks of Nairobi");
        let local = (app.now() + TimeDelta::days(3) + TimeDelta::hours(3)).format("%Y-%m-%dT09:30").to_string();
        let people = "River Banks, Salma al-Wadi, salma@banks.example, LB";
        desk.submit("comments", &[("action", "start"), ("closes_at", &local), ("people", people)]).expect_status(303);
        let page = desk.get("comments").expect_text("09:30 Nairobi (06:30 UTC)");
        assert!(page.fields_of("form.form").contains(&("closes_at".to_owned(), local.clone())), "the end stands in its field");
        app.browser().get(&link(&desk, "salma@banks.example")).expect_text("09:30 Nairobi (06:30 UTC)");
        desk.browser.get("/desk").expect_text("09:30 Nairobi (06:30 UTC)");
        let later = local.replace("T09:30", "T11:00");
        desk.submit("comments", &[("action", "move"), ("closes_at", &later)]).expect_status(303);
        desk.get("comments").expect_text("11:00 Nairobi (08:00 UTC)");
        // An hour that the clocks leave out is no end.
        let dates = desk.get("dates").form("save").set("time_zone", "Europe/Zurich").set("zone_label", "Geneva");
        desk.browser.send_form(&dates).expect_status(303);
        desk.get("comments").expect_text("Geneva").expect_text("08:00 UTC");
        desk.submit("comments", &[("action", "move"), ("closes_at", "2031-03-30T02:30")]).expect_status(422).expect_text("This time does not exist");
        drop(desk);
        post.start();
        post.wait_and_look(TimeDelta::minutes(11));
        let mail = post.sink.wait_for_mail_to("salma@banks.example");
        assert!(mail.words().contains("Geneva") && mail.words().contains("08:00 UTC"), "{}", mail.words());
    }

    fn a_wording_for_an_older_version_enters_what_stands_there_now_and_a_second_one_sees_the_first(app) {
        let desk = with_text(&app);
        start(&desk).expect_status(303);
        app.browser().submit(&link(&desk, "salma@banks.example"), &SAID).expect_status(200);
        app.browser().submit(&link(&desk, "amina@wells.example"), &[("proposal-body-1", "We ask for a strong body.")]).expect_status(200);
        let (salma, amina) = (reviewer(&app, "salma@banks.example").0, reviewer(&app, "amina@wells.example").0);
        // Somebody changed the paragraph after it was commented on.
        write(&desk, "The rivers are ours.\n\nWe demand a body.");
        desk.get("comments").expect_text("This paragraph was changed since").expect_text("We demand a body.");
        let stale = desk.get("comments").hidden("based_on");
        accept(&desk, &[&salma], "We demand an independent court.").expect_status(303);
        desk.get("text").expect_text("We demand an independent court.").expect_text("The rivers are ours.");
        // The other page was loaded before: the draft moved on, nothing is overwritten.
        let second = [("action", "accept"), ("place", "body-1"), ("reviewer", &*amina), ("based_on", &*stale), ("words", "We ask for a strong body.")];
        desk.submit("comments", &second).expect_status(409).expect_text("We demand an independent court.");
        accept(&desk, &[&amina], "We demand a strong, independent court.").expect_status(303);
        desk.get("text").expect_text("We demand a strong, independent court.");
        desk.get("text/history").expect_text("Proposed by Wells of Kenya, Amina Otieno").expect_text("Proposed by River Banks, Lakes, Salma al-Wadi");
        assert_eq!(app.mailed(MailKind::ProposalDecided), ["salma@banks.example", "amina@wells.example"]);
        // Nothing waits any more, and a wish for a place that is none is refused in words.
        desk.submit("comments", &[("action", "refuse"), ("place", "nowhere"), ("reviewer", &salma), ("reason", "No.")]).expect_status(422).expect_text("Choose at least one proposal");
    }

    fn other_letters_for_the_same_words_are_no_proposal_and_mixed_directions_stay_apart(app) {
        let desk = Desk::draft(&app);
        write(&desk, "El agua de la nin\u{303}ez.\n\nWe ask جمعية زيتون for 3 reports.");
        start(&desk).expect_status(303);
        let path = link(&desk, "salma@banks.example");
        let salma = app.browser();
        // As a browser sends the untouched field, composed and decomposed.
        for same in ["El agua de la niñez.", "El agua de la nin\u{303}ez.\r\n"] {
            let said = [("proposal-body-0", same), ("stance-body-0", "fine")];
            salma.submit(&path, &said).expect_status(200);
            assert!(!desk.get("comments").main_text().contains("Proposed wording"), "{same:?}");
        }
        let quoted = "جمعية زيتون for 3";
        let said = [("comment-body-1", "نقول (yes) لا 3"), ("quoted-body-1", quoted), ("proposal-body-1", "We ask Zaytun (جمعية زيتون) for 4 reports.")];
        salma.submit(&path, &said).expect_status(200);
        let page = desk.get("comments").expect_text("نقول (yes) لا 3").expect_text(quoted);
        let directions = page.text();
        assert!(directions.contains("<p class=\"lines\" dir=\"auto\">نقول"), "a comment has its own direction");
        let words = |css: &str| page.texts_of(css).join("");
        assert!(words(".voices ins").contains('4') && words(".voices del").contains('3'), "the change is marked in the line");
        // Words that turn the line around are refused beside their field.
        salma.submit(&path, &[("comment-body-1", "safe \u{202e}evil")]).expect_status(422).expect_text("evil");
    }

    fn no_cell_of_the_table_is_a_formula(app) {
        let desk = with_text(&app);
        let end = (app.now() + TimeDelta::days(3)).format("%Y-%m-%dT%H:%M").to_string();
        let people = "=HYPERLINK(1), @SUM(A1), salma@banks.example, LB";
        desk.submit("comments", &[("action", "start"), ("closes_at", &end), ("people", people)]).expect_status(303);
        let said = [
            ("comment-body-1", "+1\n=2"), ("quoted-body-1", "-3"), ("proposal-body-1", "=cmd|' /C calc'!A0"), ("condition", "\u{ff1d}1+1"),
        ];
        app.browser().submit(&link(&desk, "salma@banks.example"), &said).expect_status(200);
        let csv = desk.submit("comments", &[("action", "export")]).expect_status(200).text();
        for cell in ["'=HYPERLINK(1)", "'@SUM(A1)", "\"'+1\n=2\"", "'-3", "'=cmd|", "'\u{ff1d}1+1"] {
            assert!(csv.contains(cell), "{cell} is not in\n{csv}");
        }
        assert!(SECRETS.iter().all(|secret| !csv.contains(secret)));
    }
}
