//! The check: nothing is public before a person listed it, doubts are told, decisions can be taken back.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use undersigned::actions::correct::correct;
use undersigned::actions::set_details::set_safety;
use undersigned::domain::event::{Actor, Verb};
use undersigned::domain::letter::{ListingRule, Rights};
use undersigned::domain::signature::Status;
use undersigned::store::letter::Safety;
use undersigned::store::outbox::MailKind;
use undersigned::store::{Lane, event, letter, signature};

use crate::support::Desk;
use crate::support::checking::signing;

on_both! {
    fn nothing_is_public_before_a_person_listed_it(app) {
        let desk = Desk::open(&app);
        let listed = desk.signed(&signing("Two Rivers Treaty Forum", "june@tworivers.example"));
        let waiting = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        desk.get("signatures").expect_text("2 signatures to check").expect_text("Difaf Association");
        desk.decide(&listed, "list").expect_status(303);
        desk.publish();
        let public = app.browser().get(&desk.public_path()).expect_status(200).expect_text("Two Rivers Treaty Forum");
        assert!(!public.text().contains("Difaf"), "listed by nobody");
        let csv = app.browser().get(&format!("{}/signatories.csv", desk.public_path())).text();
        assert!(csv.contains("Two Rivers") && !csv.contains("Difaf"));
        assert_eq!(desk.row(&waiting).status, Status::Confirmed);
        desk.get("signatures?show=listed").expect_text("Two Rivers Treaty Forum");
    }

    fn a_likely_duplicate_stands_side_by_side_with_the_listed_one(app) {
        let desk = Desk::open(&app);
        let first = desk.signed(&signing("Two Rivers Treaty Forum", "june@tworivers.example").website("https://tworivers.example/"));
        desk.decide(&first, "list").expect_status(303);
        let second = desk.signed(&signing("Two River Treaty Forum", "tom@tworivers.example").website("https://tworivers.example/"));
        let page = desk.check(&second).expect_text("shared link “Pacific list”");
        for words in [
            "Possible duplicate",
            "Is this the same as Two Rivers Treaty Forum, which is listed?",
            "The names differ by one letter.",
            "The website is the same.",
            "The mail domain is the same.",
            "Different: list it too",
        ] {
            let text = page.main_text().to_lowercase();
            assert!(text.contains(&words.to_lowercase()), "{words:?} is not in {text}");
        }
        assert_eq!(page.texts_of(".pair-table ins"), ["r", "rs"], "only the difference is in ink");
        assert!(page.texts_of(".pair-table td.same").contains(&"Canada".to_owned()));
        desk.decide(&second, "list").expect_status(303);
        assert_eq!(desk.row(&second).status, Status::Listed, "equal names only warn");
    }

    fn one_that_was_invited_under_a_like_name_is_told(app) {
        let desk = Desk::open(&app);
        desk.invite("Harbour Law Network (HLN)", "office@harbourlaw.example");
        let other = desk.signed(&signing("HLN", "hln.lawyers@gmail.com"));
        desk.check(&other)
            .expect_text("Is this the same as Harbour Law Network (HLN), which you invited?")
            .expect_text("The acronyms match.")
            .expect_text("free mail: anybody can have such an address");
    }

    fn a_lookalike_is_held_back_with_a_warning_even_where_a_rule_lists(app) {
        let desk = Desk::open(&app);
        let (id, now) = (desk.letter.clone(), app.now());
        let automatic = app.store().write_now(Lane::Desk, move |tx| {
            let row = letter::find(tx, &id)?;
            let safety = Safety {
                high_risk: false,
                signing_paused: false,
                listing_rule: ListingRule::Automatic,
                countries_noun: String::new(),
            };
            set_safety(tx, &row, &safety, &Default::default(), &Actor::Server, now)
        });
        automatic.expect("a rule");
        let honest = desk.signed(&signing("Rivers Watch", "ann@riverswatch.example"));
        assert_eq!(desk.row(&honest).status, Status::Listed, "the rule lists what nobody need look at");
        let imitation = desk.signed(&signing("Rіvers Watch", "ann@rivers-watch.example"));
        assert_eq!(desk.row(&imitation).status, Status::Confirmed);
        desk.check(&imitation)
            .expect_text("mixes letters of different scripts")
            .expect_text("і U+0456")
            .expect_text("look alike, but some letters are different ones");
        let equal = desk.signed(&signing("RIVERS WATCH", "bo@elsewhere.example"));
        assert_eq!(desk.row(&equal).status, Status::Confirmed, "an equal name waits for a person");
        let withheld = desk.signed(&signing("Quiet Canary Group", "q@canary.example").withheld());
        assert_eq!(desk.row(&withheld).status, Status::Listed);
        let same_as_withheld = desk.signed(&signing("Quiet Canary Group", "other@canary.example"));
        assert_eq!(desk.row(&same_as_withheld).status, Status::Listed, "waiting would tell that the name is withheld");
    }

    fn of_two_checkers_one_wins_and_the_other_is_told(app) {
        let desk = Desk::open(&app);
        let second = desk.member("Tunde Oduya", "tunde@confluence.example", Rights::CHECKER, false);
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        let (mine, theirs) = (desk.check(&signature), second.check(&signature));
        desk.press(&mine, &signature, "list").expect_status(303);
        let late = second.press(&theirs, &signature, "list").expect_status(409);
        late.expect_text("Somebody was faster").expect_text("Listed by Nadia Benali");
        let events = app.store().read_now(|db| event::list_for_letter(db, &desk.letter, 100)).expect("events");
        assert_eq!(events.iter().filter(|event| event.verb == Verb::List).count(), 1);
    }

    fn a_line_that_changed_since_it_was_seen_is_not_listed(app) {
        let desk = Desk::open(&app);
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        let seen = desk.check(&signature);
        let (id, wanted, now) = (desk.letter.clone(), signature.clone(), app.now());
        let corrected = app.store().write_now(Lane::Public, move |tx| {
            let (letter, row) = (letter::find(tx, &id)?, signature::find(tx, &wanted)?);
            let mut line = row.line(tx)?;
            line.name = "Something Else Entirely".into();
            correct(tx, &letter, &row, &line, now)
        });
        corrected.expect("a correction");
        desk.press(&seen, &signature, "list").expect_status(409).expect_text("changed this line while you were looking");
        assert_eq!(desk.row(&signature).status, Status::Confirmed);
        desk.decide(&signature, "list").expect_status(303);
    }

    fn a_refusal_is_mailed_after_ten_minutes_unless_it_is_taken_back(app) {
        let desk = Desk::open(&app);
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        desk.refuse(&signature, "  ").expect_status(422).expect_text("Write the reason");
        assert_eq!(desk.row(&signature).status, Status::Confirmed);
        let refused = desk.refuse(&signature, "We know of no such office.").expect_status(303);
        let told = desk.browser.get(&refused.location().expect("the next")).expect_status(200);
        told.clone().expect_text("Difaf Association is refused").expect_text("Undo");
        desk.check(&signature).expect_text("We know of no such office.").expect_text("The signer is told at this time");
        let waits = |kind| app.queued_mail().iter().filter(|(queued, _)| *queued == kind).count();
        assert_eq!(waits(MailKind::SignatureRefused), 1);
        let leaves = app.store().read_now(|db| {
            undersigned::store::outbox::waiting_about_signature(
                db,
                &signature,
                MailKind::SignatureRefused,
                undersigned::store::outbox::State::Queued,
            )
        });
        let leaves = leaves.expect("the database").expect("a mail that waits");
        assert!(leaves > app.now() + TimeDelta::minutes(9) && leaves <= app.now() + TimeDelta::minutes(10));

        desk.press(&told, &signature, "undo").expect_status(303);
        assert_eq!(desk.row(&signature).status, Status::Confirmed);
        let stopped = app.store().read_now(|db| {
            let kind = MailKind::SignatureRefused;
            undersigned::store::outbox::waiting_about_signature(db, &signature, kind, undersigned::store::outbox::State::Queued)
        });
        assert_eq!(stopped.expect("the database"), None, "the mail was stopped");
    }

    fn a_listing_is_taken_back_and_gone_from_the_public_page_at_once(app) {
        let desk = Desk::open(&app);
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        let listed = desk.decide(&signature, "list").expect_status(303);
        let told = desk.browser.get(&listed.location().expect("the next")).expect_status(200);
        desk.publish();
        app.browser().get(&desk.public_path()).expect_text("Difaf Association");
        desk.press(&told, &signature, "undo").expect_status(303);
        assert!(!app.browser().get(&desk.public_path()).text().contains("Difaf"));
        desk.get("signatures").expect_text("1 signature to check");
    }

    fn many_are_listed_at_once_and_those_that_cannot_be_are_named(app) {
        let desk = Desk::open(&app);
        desk.invite("Rios em Comum", "ana@rios.example");
        desk.invite("Rios em Comum", "bea@rios.example");
        let one = desk.signed(&signing("Rios em Comum", "ana@rios.example").invited(desk.invitation_of("ana@rios.example")));
        let names = ["Difaf Association", "Open Water Observatory", "Upland Springs"];
        let mut ids: Vec<String> =
            names.iter().map(|name| desk.signed(&signing(name, "a@b.example")).to_string()).collect();
        let page = desk.get("signatures");
        desk.decide(&one, "list").expect_status(303);
        ids.push(one.to_string());
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("signature", id.as_str())).collect();
        fields.push(("action", "list"));
        let done = desk.browser.post_from(&page, &desk.path("signatures"), &fields).expect_status(303);
        let told = desk.browser.get(&done.location().expect("the end")).expect_status(200);
        told.expect_text("3 signatures are listed.")
            .expect_text("One was left as it is")
            .expect_text("Rios em Comum: somebody decided on it already");
        desk.get("signatures?show=listed").expect_text("Upland Springs");
        let nothing = desk.get("signatures?show=listed");
        desk.browser.post_from(&nothing, &desk.path("signatures"), &[("action", "undo")]).expect_status(422);
    }

    fn one_organisation_is_listed_once(app) {
        let desk = Desk::open(&app);
        desk.invite("Rios em Comum", "ana@rios.example");
        let first = desk.signed(&signing("Rios em Comum", "ana@rios.example").invited(desk.invitation_of("ana@rios.example")));
        desk.decide(&first, "list").expect_status(303);
        let second = desk.signed(&signing("Rios em Comum (Lisboa)", "bea@rios.example"));
        let card = desk.row(&first).organisation_id.expect("a card");
        let wanted = second.clone();
        app.store()
            .write_now(Lane::Desk, move |tx| {
                let row = signature::find(tx, &wanted)?;
                signature::set_card(tx, &row, &card)
            })
            .expect("the same card");
        desk.decide(&second, "list").expect_status(409).expect_text("is on the list already");
        assert_eq!(desk.row(&second).status, Status::Confirmed);
    }

    fn a_correction_of_a_listed_line_waits_for_a_coordinator(app) {
        let desk = Desk::open(&app);
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        desk.decide(&signature, "list").expect_status(303);
        let (id, wanted, now) = (desk.letter.clone(), signature.clone(), app.now());
        let corrected = app.store().write_now(Lane::Public, move |tx| {
            let (letter, row) = (letter::find(tx, &id)?, signature::find(tx, &wanted)?);
            let mut line = row.line(tx)?;
            line.name = "Difaf Association of Tyre".into();
            correct(tx, &letter, &row, &line, now)
        });
        corrected.expect("a correction");
        desk.get("signatures?show=listed").expect_text("asks for a correction");
        desk.check(&signature).expect_text("The signatory asks for another line");
        desk.decide(&signature, "accept_correction").expect_status(303);
        assert_eq!(desk.row(&signature).name.as_deref(), Some("Difaf Association of Tyre"));
        let gone = [("signature", signature.as_str()), ("action", "accept_correction")];
        desk.browser.post_from(&desk.check(&signature), &desk.path("signatures"), &gone).expect_status(409);
    }

    fn a_pending_signature_can_only_be_looked_at(app) {
        let desk = Desk::open(&app);
        let pending = desk.pending(&signing("Difaf Association", "hala@difaf.example"));
        desk.get("signatures").expect_text("Nothing is waiting for the check.");
        desk.get("signatures?show=pending").expect_text("Difaf Association").expect_text("Nothing to decide yet");
        let fields = [("signature", pending.as_str()), ("action", "list")];
        desk.browser.post_from(&desk.check(&pending), &desk.path("signatures"), &fields).expect_status(409);
        assert_eq!(desk.row(&pending).status, Status::Pending);
    }

    fn a_withheld_name_is_shown_by_a_button_to_those_who_may_and_that_is_noted(app) {
        const CANARY: &str = "Quiet Canary Group";
        let desk = Desk::open(&app);
        let withheld = desk.signed(&signing(CANARY, "quiet@canary-mail.example").withheld());
        let page = desk.check(&withheld).expect_text("Name withheld");
        assert!(!page.text().contains("anary"), "opening the page shows nothing");
        let seen = || {
            let events = app.store().read_now(|db| event::list_for_letter(db, &desk.letter, 100)).expect("events");
            events.iter().filter(|event| event.verb == Verb::SeeWithheld).count()
        };
        assert_eq!(seen(), 0);
        let shown = desk.press(&page, &withheld, "show_withheld").expect_status(200);
        assert!(shown.text().contains(CANARY) && shown.text().contains("quiet@canary-mail.example"));
        assert_eq!(shown.header("cache-control"), "no-store");
        assert_eq!(seen(), 1);
        desk.press(&shown, &withheld, "list").expect_status(303);
        assert_eq!(desk.row(&withheld).status, Status::Listed);
    }

    fn a_checker_without_that_right_finds_the_withheld_name_nowhere(app) {
        let desk = Desk::open(&app);
        let withheld = desk.signed(&signing("Quiet Canary Group", "quiet@canary-mail.example").withheld());
        desk.signed(&signing("Quiet Canary Groups", "loud@other.example"));
        let listed = desk.signed(&signing("Hidden Canary Union", "union@canary-mail.example").withheld());
        desk.decide(&listed, "list").expect_status(303);
        let checker = desk.member("Tunde Oduya", "tunde@confluence.example", Rights::EDITOR, false);

        let mut open = vec!["/desk".to_owned(), desk.path("signatures"), desk.path("log")];
        for status in Status::ALL {
            open.push(format!("{}?show={status}", desk.path("signatures")));
        }
        let (mut done, mut pages) = (BTreeSet::new(), 0);
        while let Some(path) = open.pop() {
            let path = path.split('#').next().unwrap_or_default().to_owned();
            if !path.starts_with("/desk") || !done.insert(path.clone()) {
                continue;
            }
            let page = checker.browser.get(&path);
            let text = String::from_utf8_lossy(&page.bytes).to_string();
            for canary in ["Quiet Canary Group<", "Hidden Canary", "canary-mail"] {
                assert!(!text.contains(canary), "{path} tells {canary:?}:\n{text}");
            }
            if page.status == 200 && page.header("content-type").starts_with("text/html") {
                open.extend(page.links());
            }
            pages += 1;
        }
        assert!(pages > 15, "the crawl came around: {pages}");

        let page = checker.check(&withheld);
        for action in ["show_withheld", "list", "refuse", "undo"] {
            let fields = [("signature", withheld.as_str()), ("action", action), ("reason", "x")];
            let answer = checker.browser.post_from(&page, &checker.path("signatures"), &fields).expect_status(403);
            assert!(!answer.text().contains("Canary"));
        }
        assert_eq!(desk.row(&withheld).status, Status::Confirmed);
    }

    fn only_checkers_see_who_signed(app) {
        let desk = Desk::open(&app);
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        for (rights, status) in [(Rights::PRESS, 403), (Rights::REVIEWER, 403), (Rights::CHECKER, 200)] {
            let member = desk.member("Sam", &format!("{rights}@confluence.example"), rights, false);
            member.browser.get(&desk.path("signatures")).expect_status(status);
        }
        let stranger = app.coordinator("Eve", "eve@confluence.example");
        stranger.get(&format!("{}?signature={signature}", desk.path("signatures"))).expect_status(404);
        app.browser().get(&desk.path("signatures")).expect_status(303);
    }

    fn a_signature_of_another_letter_is_not_there(app) {
        let desk = Desk::open(&app);
        let elsewhere = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        let other = Desk::open(&app);
        let page = other.get(&format!("signatures?signature={elsewhere}"));
        assert!(!page.text().contains("Difaf"));
        let fields = [("signature", elsewhere.as_str()), ("action", "list")];
        other.browser.post_from(&page, &other.path("signatures"), &fields).expect_status(404);
    }

    fn a_withheld_signature_shares_no_hash_with_the_address_book(app) {
        let desk = Desk::open(&app);
        desk.invite("Quiet Canary Group", "quiet@canary.example");
        let invited = desk.invitation_of("quiet@canary.example");
        let named = desk.signed(&signing("Quiet Canary Group", "quiet@canary.example").invited(invited));
        let other = Desk::open(&app);
        other.invite("Quiet Canary Group", "quiet@canary.example");
        let invited = other.invitation_of("quiet@canary.example");
        let withheld = other.signed(&signing("Quiet Canary Group", "quiet@canary.example").withheld().invited(invited));
        let (named, withheld) = (desk.row(&named), other.row(&withheld));
        assert_ne!(named.organisation_index, withheld.organisation_index);
        assert_ne!(named.name_index, withheld.name_index);
        assert_ne!(named.email_index, withheld.email_index);
        let book = app.store().read_now(|db| undersigned::store::invitation::invited_addresses(db, &other.letter));
        assert!(!book.expect("the database").contains(&withheld.email_index));
    }
}
