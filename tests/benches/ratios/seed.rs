//! A database to measure on: one published letter with the 321 invented organisations of the demo, and one that is open with
//! an invitation for each signature to come.

use std::path::Path;

use chrono::TimeDelta;
use undersigned::actions::begin::{Beginning, begin};
use undersigned::actions::list::list;
use undersigned::actions::open::open;
use undersigned::actions::publish::publish;
use undersigned::actions::save_draft::{Save, save_draft};
use undersigned::actions::send_mailing::{Order, UNDO_SECONDS, queue_more, send_mailing};
use undersigned::actions::set_details::set_dates;
use undersigned::actions::share_link::share_link;
use undersigned::actions::sign::{Submission, Via, sign};
use undersigned::actions::{add_coordinator, confirm};
use undersigned::app::App;
use undersigned::clock::{Clock, Moment};
use undersigned::domain::dates::{Dates, DatesForm};
use undersigned::domain::email::EmailAddress;
use undersigned::domain::event::Actor;
use undersigned::domain::ids::{JobId, LetterId, OrganisationId};
use undersigned::domain::letter::{Kind, Signers};
use undersigned::domain::mailing::Covering;
use undersigned::domain::revision::LetterText;
use undersigned::domain::signature::{Listing, PrintedLine, SignatoryKind, WithheldPlace};
use undersigned::domain::text::name_key;
use undersigned::error::Result;
use undersigned::store::invitation::{self, Invitation};
use undersigned::store::letter::{self, Letter};
use undersigned::store::organisation::{self, NewContact, Organisation};
use undersigned::store::signature::{self, Signer};
use undersigned::store::token::{Purpose, Subject, mint};
use undersigned::store::{Lane, Tx, coordinator, outbox, revision};

use super::server;

const BODY: &str = "We, the undersigned, live and work along rivers that many countries share.\n\nNobody measures them \
for all of us. Each year the flow is less, and each year we learn of it too late.\n\nWe ask the delegates for an \
independent mechanism that reports in public, hears those who live by the water, and has what it needs to do so.";

/// Makes the database in a folder that is there; the public letter is `/letters/the-public-letter`.
pub fn database(folder: &Path) {
    let app = App::build(server::config(folder, 0, None), Clock::system()).expect("a database");
    let now = app.clock.now();
    let made = app.store.write_now(Lane::Desk, move |tx| published_letter(tx, now));
    made.expect("a published letter");
}

/// Invites so many organisations to a second letter; returns the secrets of their links.
pub fn invitations(folder: &Path, count: usize) -> Vec<String> {
    let app = server::app(folder, 0, 512, None);
    let now = app.clock.now();
    let made = app.store.write_now(Lane::Desk, move |tx| {
        let row = begun(tx, "Another letter", "before_publication", now)?;
        (0..count).map(|nth| invite(tx, &row, nth, now)).collect::<Result<Vec<_>>>()
    });
    made.expect("invitations")
}

/// Sends a mailing to so many organisations, due at once; returns the secret of a link to the same letter's open form.
pub fn mailing(folder: &Path, count: usize) -> String {
    let app = server::app(folder, 0, 512, None);
    // So long ago that nothing is held back for an undo any more.
    let now = app.clock.now() - TimeDelta::seconds(UNDO_SECONDS + 1);
    let made = app.store.write_now(Lane::Desk, move |tx| {
        let row = begun(tx, "A letter to many", "before_publication", now)?;
        for nth in 0..count {
            invite(tx, &row, nth, now)?;
        }
        let covering = Covering {
            language: "en".into(),
            from_name: "Bench".into(),
            reply_to: "bench@undersigned.example".into(),
            subject: "Please sign our letter".into(),
            message: BODY.into(),
        };
        let queued = send_mailing(tx, &row.id, &JobId::new(), &Order::invitation(covering), &row.created_by, now)?;
        while queue_more(tx, &queued.job.id, now)? > 0 {}
        let link = share_link(tx, &row.id, "bench", &row.created_by, now)?;
        invitation::find_shared_link(tx, &link)?.secret(tx)
    });
    made.expect("a mailing")
}

fn published_letter(tx: &mut Tx<'_>, now: Moment) -> Result<()> {
    let row = begun(tx, "The public letter", "in_public", now)?;
    let owner = row.created_by.clone();
    let link = share_link(tx, &row.id, "bench", &owner, now)?;
    let rows = include_str!("../../../src/demo/organisations.tsv");
    for (nth, record) in rows.lines().skip(1).enumerate() {
        let cells: Vec<&str> = record.split('\t').collect();
        let cell = |at: usize| cells.get(at).filter(|cell| !cell.is_empty()).map(|cell| (*cell).to_owned());
        let line = PrintedLine {
            kind: SignatoryKind::Organisation,
            name: cell(0).unwrap_or_default(),
            latin_name: cell(1),
            acronym: cell(2),
            country: cell(3),
            region: cell(10),
            affiliation: None,
            website: None,
            representative: None,
            role: None,
        };
        let email = EmailAddress::parse(&format!("office@organisation-{nth}.example")).expect("an address");
        let signed = sign(tx, &row, &Via::Shared(link.clone()), &submission(line, email), now)?;
        let signature = signature::find(tx, &signed.id)?;
        confirm::confirm(tx, &row, &signature, now)?;
        list(tx, &row, &signed.id, &Actor::Coordinator(owner.clone()), now)?;
    }
    publish(tx, &row, &Actor::Coordinator(owner), now)?;
    // Their confirmations and receipts left long ago: whoever signs next does not wait behind them.
    outbox::pretend_sent(tx, now)?;
    Ok(())
}

fn submission(line: PrintedLine, email: EmailAddress) -> Submission {
    Submission {
        line,
        signer: Signer { name: "Amina Wanjiru".into(), role: "Director".into(), email: email.as_str().into() },
        email,
        listing: Listing::Named,
        withheld_place: WithheldPlace::None,
        wants_updates: false,
        revision: 1,
        language: "en".into(),
        text_sha256: None,
    }
}

/// A letter that is open for signature.
fn begun(tx: &mut Tx<'_>, title: &str, collects: &str, now: Moment) -> Result<Letter> {
    let email = EmailAddress::parse("bench@undersigned.example").expect("an address");
    let who = match coordinator::find_by_email(tx, &email)? {
        Some(who) => who,
        None => {
            let person = add_coordinator::Person { name: "Bench".into(), email, is_operator: true };
            add_coordinator::add(tx, &person, &Actor::Command, now)?
        }
    };
    let beginning = Beginning {
        team: who.team_id,
        creator: who.id.clone(),
        kind: Kind::OpenLetter,
        title: title.into(),
        language: "en".into(),
        signers: Signers::Organisations,
    };
    let id: LetterId = begin(tx, &beginning, now)?;
    let row = letter::find(tx, &id)?;
    let edit = revision::latest_edit(tx, &id, "en")?;
    let text = LetterText { body: BODY.into(), ..edit.text()? };
    let n = save_draft(tx, &row, &Save { based_on: edit.n, text, note: String::new() }, &who.id, now)?;
    let local = |days| (now + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M").to_string();
    let publishes = if collects == "in_public" { String::new() } else { local(9) };
    let form = DatesForm {
        due_at: "",
        closes_at: &local(7),
        publishes_at: &publishes,
        time_zone: "Etc/UTC",
        zone_label: "UTC",
        collects,
    };
    let dates = Dates::parse(&form).expect("dates");
    set_dates(tx, &row, &dates, row.dates_version, &Actor::Coordinator(who.id.clone()), now)?;
    let row = letter::find(tx, &id)?;
    open(tx, &row, n, &who.id, now)?;
    letter::find(tx, &id)
}

fn invite(tx: &mut Tx<'_>, row: &Letter, nth: usize, now: Moment) -> Result<String> {
    let name = format!("Circle of valley {nth}");
    let card = Organisation {
        id: OrganisationId::new(),
        team_id: row.team_id.clone(),
        name_key: name_key(&name),
        name,
        latin_name: None,
        acronym: None,
        country: Some("KE".into()),
        region: None,
        kind: SignatoryKind::Organisation,
        website: None,
        notes_sealed: None,
        merged_into: None,
        created_at: now,
    };
    organisation::insert(tx, &card)?;
    let email = EmailAddress::parse(&format!("office@valley-{nth}.example")).expect("an address");
    let contact = NewContact { email: &email, name: None, language: None };
    let contact = organisation::insert_contact(tx, &card.id, &contact, now)?;
    let invited = Invitation::new(&row.id, &card.id, &contact.id, now);
    let id = invited.id.clone();
    invitation::insert(tx, &invited)?;
    let subject = Subject { letter: Some(row.id.clone()), invitation: Some(id), ..Subject::default() };
    mint(tx, Purpose::Sign, subject, None, false, now)
}
