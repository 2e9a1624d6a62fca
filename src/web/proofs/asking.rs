//! The pages for the people of an organisation who have a say in its signature, and for those without a link.

use super::*;
use crate::domain::signature::{PrintedLine, SignatoryKind};
use crate::render::diff::diff;
use crate::render::proof::{check, check_path};
use crate::store::signature::Signer;
use crate::web::approving::{ApprovePage, Changed};
use crate::web::asking::{AskedView, HandOverPage, RequestPage, WaitingPage};
use crate::web::code::CodePage;
use crate::web::receipt::{DonePage, Told};
use crate::web::signing::{EndedPage, Proof, country_choices, listing_choices, place_choices, region_choices};
use crate::web::suspending::SuspendPage;
use crate::web::verify::{Found, FoundPath, VerifyPage};

fn proof(t: &Words) -> Proof {
    let line = PrintedLine {
        kind: SignatoryKind::Organisation,
        name: "جمعية ضفاف النهر".into(),
        latin_name: Some("River Banks Association".into()),
        acronym: None,
        country: Some("LB".into()),
        region: None,
        affiliation: None,
        website: None,
        representative: None,
        role: None,
    };
    Proof::new(&line, t.lang(), &std::collections::BTreeMap::new(), None)
}

fn typed() -> FormState {
    FormState::new()
        .with("organisation_name", "جمعية ضفاف النهر")
        .with("latin_name", "River Banks Association")
        .with("country", "LB")
        .with("representative_name", "سلمى الوادي")
        .with("listing", "named")
        .with("withheld_place", "none")
        .with("revision", "3")
}

fn asked(name: &str, email: &str, word: &'static str, comment: Option<&str>) -> AskedView {
    AskedView {
        name: name.into(),
        email: email.into(),
        word,
        asked_on: "Mon 16 Nov 2026, 09:12 UTC".into(),
        reminded_on: (word == "waiting").then(|| "Tue 17 Nov 2026, 10:00 UTC".into()),
        comment: comment.map(str::to_owned),
    }
}

pub(super) fn all(t: &Words) -> Vec<(&'static str, askama::Result<String>)> {
    let shell = Shell { t: t.clone(), csrf: Some("sample-token".into()), ..Shell::sample() };
    let letter = Arc::new(samples::letter());
    let (title, language) = (letter.text.title.clone(), letter.language.clone());
    let shown = |local: &str| Some(letter.shown(&samples::moment(local), t));
    let request = |form: FormState| RequestPage {
        shell: shell.clone(),
        form,
        path: "/sign/sample/approve-request".into(),
        text_path: "/sign/sample".into(),
        title: title.clone(),
        language: language.clone(),
        version: 3,
        email: "salma@riverbanks.example".into(),
        sign_by: shown("2026-12-04T17:00"),
        countries: country_choices(t, &std::collections::BTreeMap::new()),
        regions: region_choices(t),
        listings: listing_choices(t, false),
        places: place_choices(t),
        asks_representative: true,
        is_high_risk: false,
        is_test: false,
    };
    let mut refused = typed().with("approver_name", "كريم حداد").with("second_email", "rania@");
    refused.refuse("approver_email", t.say_of("fault", "email-missing"));
    refused.refuse("second_email", t.say_of("fault", "email-domain"));
    let waiting = |may_remind| WaitingPage {
        shell: shell.clone(),
        path: "/sign/sample/approve-request".into(),
        title: title.clone(),
        language: language.clone(),
        awaited: "كريم حداد".into(),
        approved: 1,
        asked: vec![
            asked(
                "كريم حداد",
                "karim@riverbanks.example",
                "waiting",
                Some("The date in the third paragraph is wrong."),
            ),
            asked("Rania Saad", "rania@riverbanks.example", "approved", None),
        ],
        may_remind,
        changed_to: may_remind.then_some(3),
        sign_by: shown("2026-12-04T17:00"),
        letter: letter.clone(),
    };
    let approve = |is_withheld, is_current| ApprovePage {
        shell: shell.clone(),
        form: FormState::new(),
        letter: letter.clone(),
        kind: "open_letter",
        person: "كريم حداد".into(),
        contact: "سلمى الوادي".into(),
        contact_role: "Programme officer".into(),
        organisation: "جمعية ضفاف النهر".into(),
        note: "Our board saw the draft in June. Can you decide this week?".into(),
        proof: proof(t),
        is_withheld,
        withheld_place: "region",
        sign_by: shown("2026-12-04T17:00"),
        publishes: shown("2026-11-25T09:00"),
        is_current,
        is_again: is_withheld,
        changed: is_withheld.then(|| Changed {
            before: 2,
            note: "The demand on warnings now names a time.".into(),
            blocks: diff("We ask for warnings.", "We ask for warnings in time."),
        }),
        approved: 1,
        all: 2,
    };
    let mut wrong_code = FormState::new().with("letter", "K7QF").with("code", "4F2M-9XTD");
    wrong_code.refuse_whole(t.say("code-unknown"));
    let ended = |word: &'static str| EndedPage { word, offers_mail: false, ..EndedPage::sample(shell.clone()) };
    vec![
        ("ask_request", request(typed()).render()),
        ("ask_request_refused", request(refused).render()),
        ("ask_waiting", waiting(true).render()),
        ("ask_waiting_reminded", waiting(false).render()),
        ("approve", approve(false, true).render()),
        ("approve_withheld_stale", approve(true, false).render()),
        ("approve_closed", EndedPage { closed: shown("2026-12-04T17:00"), ..ended("approval-closed") }.render()),
        ("link_replaced", EndedPage { offers_link: true, ..ended("link-replaced") }.render()),
        (
            "late_offered",
            EndedPage {
                closed: shown("2026-12-04T17:00"),
                late_path: Some("/sign/sample/sign?late=yes".into()),
                ..ended("letter-closed")
            }
            .render(),
        ),
        ("done_asked", DonePage::sample(shell.clone(), Told::Asked).render()),
        (
            "hand_over",
            HandOverPage {
                shell: shell.clone(),
                form: FormState::new(),
                text_path: "/sign/sample".into(),
                title: title.clone(),
                language: language.clone(),
                organisation: "جمعية ضفاف النهر".into(),
            }
            .render(),
        ),
        (
            "verify",
            VerifyPage {
                shell: shell.clone(),
                form: FormState::new(),
                key: "RW".into(),
                found: None,
                found_path: None,
            }
            .render(),
        ),
        (
            "verify_wrong",
            VerifyPage {
                shell: shell.clone(),
                form: FormState::new(),
                key: "RW".into(),
                found: Some(Found { report: check(b"no bundle"), is_ours: false }),
                found_path: None,
            }
            .render(),
        ),
        (
            "verify_path_wrong",
            VerifyPage {
                shell: shell.clone(),
                form: FormState::new(),
                key: "RW".into(),
                found: None,
                found_path: Some(FoundPath { report: check_path(b"{}"), is_ours: false }),
            }
            .render(),
        ),
        ("code", CodePage { shell: shell.clone(), form: FormState::new() }.render()),
        ("code_unknown", CodePage { shell: shell.clone(), form: wrong_code }.render()),
        (
            "suspend",
            SuspendPage {
                shell: shell.clone(),
                title,
                language,
                version: 3,
                proof: proof(t),
                signer: Signer {
                    name: "سلمى الوادي".into(), role: "Programme officer".into(), email: String::new()
                },
                signed_at: "Mon 16 Nov 2026, 09:12 UTC".into(),
            }
            .render(),
        ),
    ]
}
