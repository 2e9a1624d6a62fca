//! Every address of the desk against every right: what each may open and what each may do, and that a new address says so here.

use std::collections::BTreeMap;

use undersigned::domain::letter::{Right, Rights};

use crate::support::campaign::compose;
use crate::support::{Browser, Desk};

/// Who may do something on a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Every member.
    Members,
    /// Owners, editors, and who looks after the press.
    Press,
    /// Owners, editors, and who was asked to comment.
    Reviewers,
    /// Owners, editors, checkers.
    Checkers,
    /// Owners and editors.
    Editors,
    /// Owners.
    Owners,
    /// Nobody: there is no such method.
    Nobody,
}

impl Who {
    fn has(self, rights: Rights) -> bool {
        match self {
            Who::Members => true,
            Who::Reviewers => rights.may_review(),
            Who::Press => rights.may_brief_press(),
            Who::Checkers => rights.may_check(),
            Who::Editors => rights.may_write(),
            Who::Owners => rights.may_publish(),
            Who::Nobody => false,
        }
    }
}

/// An address below a letter: who may open it, who may send its form.
const LETTER: &[(&str, Who, Who)] = &[
    ("/desk/letters/{id}", Who::Members, Who::Nobody),
    ("/desk/letters/{id}/text", Who::Members, Who::Editors),
    ("/desk/letters/{id}/text/paste", Who::Nobody, Who::Editors),
    ("/desk/letters/{id}/text/preview", Who::Members, Who::Nobody),
    ("/desk/letters/{id}/text/history", Who::Members, Who::Editors),
    ("/desk/letters/{id}/text/redline", Who::Members, Who::Nobody),
    ("/desk/letters/{id}/details", Who::Members, Who::Editors),
    ("/desk/letters/{id}/dates", Who::Members, Who::Editors),
    ("/desk/letters/{id}/publish", Who::Members, Who::Owners),
    ("/desk/letters/{id}/people", Who::Members, Who::Owners),
    ("/desk/letters/{id}/safety", Who::Members, Who::Editors),
    ("/desk/letters/{id}/signatures", Who::Checkers, Who::Checkers),
    ("/desk/letters/{id}/signatures/record", Who::Checkers, Who::Checkers),
    ("/desk/letters/{id}/answers", Who::Checkers, Who::Editors),
    ("/desk/letters/{id}/press", Who::Members, Who::Press),
    ("/desk/letters/{id}/press/previews", Who::Members, Who::Press),
    ("/desk/letters/{id}/corrections", Who::Members, Who::Editors),
    ("/desk/letters/{id}/comments", Who::Members, Who::Editors),
    ("/desk/letters/{id}/comments/mine", Who::Reviewers, Who::Reviewers),
    ("/desk/letters/{id}/languages", Who::Members, Who::Editors),
    ("/desk/letters/{id}/languages/{lang}", Who::Members, Who::Editors),
    ("/desk/letters/{id}/log", Who::Members, Who::Nobody),
    ("/desk/letters/{id}/invitations", Who::Checkers, Who::Editors),
    ("/desk/letters/{id}/invitations/import", Who::Editors, Who::Editors),
    ("/desk/letters/{id}/invitations/book", Who::Editors, Who::Editors),
    ("/desk/letters/{id}/invitations/{invitation}", Who::Checkers, Who::Editors),
    ("/desk/letters/{id}/mail", Who::Checkers, Who::Editors),
    ("/desk/jobs/{id}", Who::Checkers, Who::Editors),
];

/// Addresses of the desk that belong to no letter, or to something that this test does not make; other tests look at them.
const ELSEWHERE: &[&str] = &[
    "/desk",
    "/desk/letters/new",
    "/desk/account",
    "/desk/mailbox",
    "/desk/organisations",
    "/desk/organisations/new",
    "/desk/organisations/{id}",
    "/desk/organisations/{id}/merge",
    "/desk/letters/{id}/invitations/import/faulty.csv",
];

/// Operators only.
const OPERATOR: &[&str] =
    &["/desk/operator", "/desk/operator/retention", "/desk/operator/switches", "/desk/operator/coordinators"];

/// Every address that the server knows, as its own table says it.
fn routes() -> Vec<String> {
    let source = include_str!("../../src/web/routes.rs");
    source.split("resource(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

fn status(browser: &Browser, path: &str, is_sent: bool) -> u16 {
    if !is_sent {
        return browser.get(path).status;
    }
    // A form of this very session, with a button that no page has: whoever may send it hears that, nobody else does.
    let token = browser.get("/desk/account").csrf_token();
    browser.post(path, &[("csrf_token", &token), ("action", "no-such-action")]).status
}

#[test]
fn every_address_of_the_desk_says_who_may_use_it() {
    let mut told: Vec<&str> = LETTER.iter().map(|(path, ..)| *path).collect();
    told.extend(ELSEWHERE.iter().chain(OPERATOR));
    let silent: Vec<String> =
        routes().into_iter().filter(|path| path.starts_with("/desk") && !told.contains(&path.as_str())).collect();
    assert!(silent.is_empty(), "say in tests/it/rights.rs who may use {silent:?}");
    let gone: Vec<&&str> = told.iter().filter(|path| !routes().iter().any(|route| route == **path)).collect();
    assert!(gone.is_empty(), "there is no {gone:?} any more");
}

on_both! {
    fn every_right_opens_and_changes_what_it_is_for_and_nothing_else(app) {
        let desk = Desk::open(&app);
        desk.invite("Delta Radio", "office@deltaradio.example");
        let invitation = desk.invitation_of("office@deltaradio.example");
        let arabic = [("action", "add"), ("language", ""), ("tag", "ar"), ("standing", "official"), ("translator", "")];
        desk.submit("languages", &arabic).expect_status(303);
        let sent = desk.browser.send_form(&compose(&desk.get("mail"), "send")).expect_status(303);
        let job = sent.location().expect("the job");
        let job = job.split('?').next().expect("a path").to_owned();
        let filled = |path: &str| match path {
            "/desk/jobs/{id}" => job.clone(),
            "/desk/letters/{id}/text/redline" => desk.path("text/redline?from=save-1&to=version-1"),
            other => other.replace("{lang}", "ar").replace("{id}", desk.letter.as_str()).replace("{invitation}", invitation.as_str()),
        };
        let mut members: BTreeMap<String, (Rights, Browser)> = BTreeMap::new();
        for (nth, right) in Right::ALL.iter().enumerate() {
            let rights = Rights::of(&[*right]);
            let desk = desk.member(&format!("Person {nth}"), &format!("person{nth}@confluence.example"), rights, false);
            members.insert(right.to_string(), (rights, desk.browser));
        }
        let both = Rights::of(&[Right::Checker, Right::Press]);
        let checks_and_briefs = desk.member("Eva Lind", "eva@confluence.example", both, false);
        members.insert("checker and press".into(), (both, checks_and_briefs.browser));
        let stranger = app.coordinator("Somebody Else", "else@confluence.example");
        let visitor = app.browser();
        let mut wrong = Vec::new();
        for (path, opens, sends) in LETTER {
            let address = filled(path);
            for (may, is_sent) in [(*opens, false), (*sends, true)] {
                if may == Who::Nobody {
                    continue;
                }
                let verb = if is_sent { "POST" } else { "GET" };
                for (name, (rights, browser)) in &members {
                    let got = status(browser, &address, is_sent);
                    let is_let_in = got != 403 && got != 404;
                    if is_let_in != may.has(*rights) || got >= 500 {
                        wrong.push(format!("{verb} {path} as {name}: {got}"));
                    }
                }
                let got = status(&stranger, &address, is_sent);
                if got != 404 {
                    wrong.push(format!("{verb} {path} as a coordinator of another letter: {got}"));
                }
                let got = if is_sent { visitor.post(&address, &[("action", "save")]).status } else { visitor.get(&address).status };
                if got != 303 && got != 403 {
                    wrong.push(format!("{verb} {path} signed out: {got}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn what_operators_do_is_not_there_for_coordinators(app) {
        let operator = app.operator();
        let coordinator = app.coordinator("Omar Haddad", "omar@confluence.example");
        for path in OPERATOR {
            let (theirs, own) = (coordinator.get(path).status, operator.get(path).status);
            assert!(theirs == 404 || theirs == 403, "{path}: {theirs}");
            assert!(own == 200 || own == 303, "{path}: {own}");
        }
    }
}
