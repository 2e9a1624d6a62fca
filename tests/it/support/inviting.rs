//! A letter on the desk of a signed-in coordinator, open or still a draft, and the forms by which people are invited to it.

use chrono::TimeDelta;
use reqwest::blocking::multipart::{Form, Part};
use undersigned::actions::begin::{Beginning, begin};
use undersigned::actions::open::open;
use undersigned::actions::save_draft::{Save, save_draft};
use undersigned::actions::set_details::set_dates;
use undersigned::domain::dates::{Dates, DatesForm};
use undersigned::domain::email::EmailAddress;
use undersigned::domain::event::Actor;
use undersigned::domain::ids::{CoordinatorId, LetterId};
use undersigned::domain::letter::{Kind, Rights, Signers};
use undersigned::domain::revision::LetterText;
use undersigned::store::letter::{self, LetterMember};
use undersigned::store::{Lane, coordinator, outbox, revision};

use super::app::{OPERATOR, TestApp};
use super::browser::{Answer, Browser};
use super::campaign::compose;

/// A coordinator who stands before one letter.
pub struct Desk<'a> {
    /// The server.
    pub app: &'a TestApp,
    /// The coordinator's browser.
    pub browser: Browser,
    /// The letter.
    pub letter: LetterId,
}

impl<'a> Desk<'a> {
    /// The operator with a new draft.
    pub fn draft(app: &'a TestApp) -> Desk<'a> {
        let browser = app.operator();
        let email = EmailAddress::parse(OPERATOR).expect("an address");
        let now = app.now();
        let letter = app.store().write_now(Lane::Desk, move |tx| {
            let creator = coordinator::find_by_email(tx, &email)?.expect("the operator");
            let beginning = Beginning {
                team: creator.team_id,
                creator: creator.id,
                kind: Kind::OpenLetter,
                title: "For an independent mechanism to protect the rivers we share".to_owned(),
                language: "en".to_owned(),
                signers: Signers::Organisations,
            };
            begin(tx, &beginning, now)
        });
        Desk { app, browser, letter: letter.expect("a letter") }
    }

    /// The operator with a letter that is open for signature for ten days.
    pub fn open(app: &'a TestApp) -> Desk<'a> {
        Desk::open_until(app, "before_publication", Some(10), 12)
    }

    /// The operator with a letter that is published tomorrow and collects in public without end.
    pub fn open_in_public(app: &'a TestApp) -> Desk<'a> {
        Desk::open_until(app, "in_public", None, 1)
    }

    fn open_until(app: &'a TestApp, collects: &'static str, closes: Option<i64>, publishes: i64) -> Desk<'a> {
        let desk = Desk::draft(app);
        let (id, now) = (desk.letter.clone(), app.now());
        let in_days = |days| (now + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M").to_string();
        let (closes, publishes) = (closes.map(in_days).unwrap_or_default(), in_days(publishes));
        app.write(move |tx| {
            let row = letter::find(tx, &id)?;
            let form = DatesForm {
                due_at: "",
                closes_at: &closes,
                publishes_at: &publishes,
                time_zone: "Europe/Zurich",
                zone_label: "Geneva",
                collects,
            };
            let dates = Dates::parse(&form).expect("dates");
            let by = row.created_by.clone();
            set_dates(tx, &row, &dates, row.dates_version, &Actor::Coordinator(by.clone()), now)?;
            let edit = revision::latest_edit(tx, &id, "en")?;
            let text = LetterText { body: "We, the undersigned, ask for a mechanism.".to_owned(), ..edit.text()? };
            let n = save_draft(tx, &row, &Save { based_on: edit.n, text, note: String::new() }, &by, now)?;
            let row = letter::find(tx, &id)?;
            open(tx, &row, n, &by, now)
        });
        desk
    }

    /// Writes to everybody who is invited, and lets a minute pass until the relay has it all.
    pub fn send_to_all(&self) {
        let form = compose(&self.get("mail"), "send");
        self.browser.send_form(&form).expect_status(303);
        self.app.wait(TimeDelta::minutes(2));
        let now = self.app.now();
        self.app.write(move |tx| outbox::pretend_sent(tx, now));
    }

    /// The path of one of the letter's pages.
    pub fn path(&self, page: &str) -> String {
        format!("/desk/letters/{}/{page}", self.letter)
    }

    /// Opens one of the letter's pages.
    pub fn get(&self, page: &str) -> Answer {
        self.browser.get(&self.path(page)).expect_status(200)
    }

    /// Sends a form that stands on one of the letter's pages.
    pub fn submit(&self, page: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser.submit(&self.path(page), fields)
    }

    /// Invites one organisation by hand.
    pub fn invite(&self, organisation: &str, email: &str) -> Answer {
        let fields = [("action", "add"), ("organisation", organisation), ("email", email), ("kind", "organisation")];
        self.submit("invitations", &fields)
    }

    /// Uploads a file as the first step of an import.
    pub fn upload(&self, name: &str, bytes: Vec<u8>) -> Answer {
        let token = self.get("invitations/import").csrf_token();
        let file = Part::bytes(bytes).file_name(name.to_owned());
        let form = Form::new().text("csrf_token", token).text("pasted", "").part("file", file).text("action", "upload");
        self.browser.send(self.browser.request("POST", &self.path("invitations/import")).multipart(form))
    }

    /// Pastes a list as the first step of an import.
    pub fn paste(&self, text: &str) -> Answer {
        let token = self.get("invitations/import").csrf_token();
        let file = Part::bytes(Vec::new()).file_name("");
        let form = Form::new().text("csrf_token", token).text("pasted", text.to_owned()).part("file", file);
        let form = form.text("action", "upload");
        self.browser.send(self.browser.request("POST", &self.path("invitations/import")).multipart(form))
    }

    /// Takes the columns as they were guessed; gives the page of the check.
    pub fn accept_columns(&self, uploaded: &Answer) -> Answer {
        let page = self.browser.get(&uploaded.location().expect("the columns")).expect_status(200);
        let fields = page.fields_of("form.form");
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("action", "check"));
        let checked = self.browser.post(&self.path("invitations/import"), &fields).expect_status(303);
        self.browser.get(&checked.location().expect("the check")).expect_status(200)
    }

    /// Presses the button of the check, with the chosen countries; gives the last page.
    pub fn import(&self, check: &Answer) -> Answer {
        let fields = check.fields_of("form.form");
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("action", "import"));
        let imported = self.browser.post(&self.path("invitations/import"), &fields).expect_status(303);
        let next = imported.location().expect("the end");
        if !next.starts_with("/desk/jobs/") {
            return self.browser.get(&next).expect_status(200);
        }
        // A long list goes on without anybody waiting; its page leads to what came of it.
        while self.app.run_imports() > 0 {}
        let done = self.browser.get(&next).expect_status(200).expect_text("Imported");
        let end = done.links().into_iter().find(|link| link.contains("invitations/import?list=")).expect("the end");
        self.browser.get(&end).expect_status(200)
    }

    /// A second coordinator with these rights on the letter.
    pub fn member(&self, name: &str, email: &str, rights: Rights, sees_withheld: bool) -> Desk<'a> {
        let browser = self.app.coordinator(name, email);
        let (letter_id, now) = (self.letter.clone(), self.app.now());
        let email = EmailAddress::parse(email).expect("an address");
        let added = self.app.store().write_now(Lane::Desk, move |tx| {
            let who = coordinator::find_by_email(tx, &email)?.expect("the coordinator");
            let coordinator_id: CoordinatorId = who.id;
            let letter_id = letter_id.clone();
            letter::add_member(tx, &LetterMember { letter_id, coordinator_id, rights, sees_withheld, added_at: now })
        });
        added.expect("a member");
        Desk { app: self.app, browser, letter: self.letter.clone() }
    }
}

/// A file of `tests/it/fixtures`.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}
