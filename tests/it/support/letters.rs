//! Letters, invitations and links for the tests, made by the same actions that the desk calls. Links are minted here as
//! the mail job mints them: the database keeps only their hashes.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use undersigned::actions::begin::{Beginning, begin};
use undersigned::actions::open::{Revising, open, revise};
use undersigned::actions::save_draft::{Save, save_draft};
use undersigned::actions::set_details::{set_dates, set_details, set_safety};
use undersigned::actions::share_link::share_link;
use undersigned::actions::{add_coordinator, list, publish};
use undersigned::domain::country::CountryCode;
use undersigned::domain::dates::{Dates, DatesForm};
use undersigned::domain::email::EmailAddress;
use undersigned::domain::event::Actor;
use undersigned::domain::ids::{CoordinatorId, InvitationId, LetterId, OrganisationId};
use undersigned::domain::letter::{Kind, ListingRule, Signers};
use undersigned::domain::revision::{Addressee, Change, LetterText, Silence};
use undersigned::domain::signature::{PrintedLine, SignatoryKind};
use undersigned::domain::text::name_key;
use undersigned::error::Result;
use undersigned::store::invitation::Invitation;
use undersigned::store::letter::{Convener, Details, Safety};
use undersigned::store::organisation::{NewContact, Organisation};
use undersigned::store::signature::Signature;
use undersigned::store::token::{Purpose, Subject, mint};
use undersigned::store::{Lane, Tx, coordinator, invitation, letter, organisation, revision, signature, team};

use super::app::{OPERATOR, TestApp};

/// What a test says about its letter; the rest is an ordinary letter that closes in ten days.
#[derive(Debug, Clone)]
pub struct Plan {
    pub title: &'static str,
    pub language: &'static str,
    pub body: &'static str,
    pub signers: Signers,
    /// Days from now until signing closes; `None` collects in public without end.
    pub closes_in_days: Option<i64>,
    pub high_risk: bool,
    pub lists_by_itself: bool,
    pub asks_representative: bool,
    pub labels: &'static [(&'static str, &'static str)],
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            title: "For the rivers we share",
            language: "en",
            body: "We, the undersigned, ask for an independent body.\n\nIt must report in public.",
            signers: Signers::Organisations,
            closes_in_days: Some(10),
            high_risk: false,
            lists_by_itself: false,
            asks_representative: false,
            labels: &[],
        }
    }
}

/// A contact that is invited.
#[derive(Debug, Clone)]
pub struct Guest {
    pub organisation: &'static str,
    pub latin_name: Option<&'static str>,
    pub country: Option<&'static str>,
    pub kind: SignatoryKind,
    pub email: &'static str,
    pub person: Option<&'static str>,
    pub language: Option<&'static str>,
}

impl Default for Guest {
    fn default() -> Guest {
        Guest {
            organisation: "River Banks Association",
            latin_name: None,
            country: Some("LB"),
            kind: SignatoryKind::Organisation,
            email: "salma@riverbanks.example",
            person: Some("Salma al-Wadi"),
            language: None,
        }
    }
}

/// What a person types into the form for [`Guest::default`].
pub const TYPED: [(&str, &str); 8] = [
    ("organisation_name", "River Banks Association"),
    ("country", "LB"),
    ("representative_name", "Salma al-Wadi"),
    ("representative_role", "Director"),
    ("email", "salma@riverbanks.example"),
    ("listing", "named"),
    ("authorised", "yes"),
    ("revision", "1"),
];

/// `fields` with some of them replaced or added.
pub fn changed<'a>(fields: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes).copied().collect()
}

/// The printed line of an organisation of which no more is known than its name and country.
pub fn organisation_line(name: &str, country: &str) -> PrintedLine {
    PrintedLine {
        kind: SignatoryKind::Organisation,
        name: name.to_owned(),
        latin_name: None,
        acronym: None,
        country: Some(country.to_owned()),
        region: None,
        affiliation: None,
        website: None,
        representative: None,
        role: None,
    }
}

impl TestApp {
    /// Writes as the desk would.
    pub fn write<T: Send + 'static>(&self, work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
        self.store().write_now(Lane::Desk, work).expect("the database takes it")
    }

    /// A letter that is open for signature.
    pub fn open_letter(&self, plan: &Plan) -> LetterId {
        let now = self.now();
        let plan = plan.clone();
        let owner = self.store().write_now(Lane::Desk, {
            let email = EmailAddress::parse(OPERATOR).expect("an address");
            move |tx| match coordinator::find_by_email(tx, &email)? {
                Some(known) => Ok(known.id),
                None => {
                    let person = add_coordinator::Person {
                        name: "Nadia Benali".into(),
                        email: email.clone(),
                        is_operator: true,
                    };
                    Ok(add_coordinator::add(tx, &person, &Actor::Command, now)?.id)
                }
            }
        });
        let owner = owner.expect("the database takes it");
        self.write(move |tx| draft(tx, &plan, &owner, now))
    }

    /// Freezes another wording of the letter.
    pub fn revise(&self, id: &LetterId, body: &'static str, change: Change) {
        let (id, now) = (id.clone(), self.now());
        self.write(move |tx| {
            let row = letter::find(tx, &id)?;
            let edit = revision::latest_edit(tx, &id, &row.language)?;
            let text = LetterText { body: body.into(), ..edit.text()? };
            let save = Save { based_on: edit.n, text, note: String::new() };
            let n = save_draft(tx, &row, &save, &row.created_by, now)?;
            let answer_by = now + TimeDelta::days(7);
            let how = match change {
                Change::Substantive => Revising::Substantive { silence: Silence::Out, answer_by },
                _ => Revising::Minor,
            };
            revise(tx, &row, n, how, "A figure was corrected.", &row.created_by, now)
        });
    }

    /// Makes the letter public now; gives its slug.
    pub fn publish(&self, id: &LetterId) -> String {
        let (id, now) = (id.clone(), self.now());
        self.write(move |tx| {
            let row = letter::find(tx, &id)?;
            publish::publish(tx, &row, &Actor::Coordinator(row.created_by.clone()), now)?;
            Ok(row.slug)
        })
    }

    /// Invites a contact; gives the path of the mailed link.
    pub fn invite(&self, id: &LetterId, guest: &Guest) -> String {
        let invitation = self.invitation(id, guest);
        self.sign_path(id, &invitation, false)
    }

    /// A mailed link of an invitation; every mail has one of its own.
    pub fn sign_path(&self, id: &LetterId, invitation: &InvitationId, is_test: bool) -> String {
        let subject = Subject { letter: Some(id.clone()), invitation: Some(invitation.clone()), ..Subject::default() };
        format!("/sign/{}", self.secret(Purpose::Sign, subject, is_test))
    }

    /// The link that stops mails.
    pub fn unsubscribe_path(&self, id: &LetterId, invitation: &InvitationId) -> String {
        let subject = Subject { letter: Some(id.clone()), invitation: Some(invitation.clone()), ..Subject::default() };
        format!("/unsubscribe/{}", self.secret(Purpose::Unsubscribe, subject, false))
    }

    /// The link of the mail that asks to confirm an address.
    pub fn confirm_path(&self, row: &Signature) -> String {
        format!("/confirm/{}", self.secret(Purpose::Confirm, about_signature(row), false))
    }

    /// The link of the receipt.
    pub fn mine_path(&self, row: &Signature) -> String {
        format!("/mine/{}", self.secret(Purpose::Mine, about_signature(row), false))
    }

    /// A link that is shared on a list.
    pub fn join_path(&self, id: &LetterId) -> String {
        let (id, now) = (id.clone(), self.now());
        let secret = self.write(move |tx| {
            let created_by = letter::find(tx, &id)?.created_by;
            let link = share_link(tx, &id, "A mailing list", &created_by, now)?;
            invitation::find_shared_link(tx, &link)?.secret(tx)
        });
        format!("/join/{secret}")
    }

    fn secret(&self, purpose: Purpose, subject: Subject, is_test: bool) -> String {
        let now = self.now();
        self.write(move |tx| mint(tx, purpose, subject.clone(), None, is_test, now))
    }

    /// An invitation whose mail has not left yet.
    pub fn invitation(&self, id: &LetterId, guest: &Guest) -> InvitationId {
        let (id, guest, now) = (id.clone(), guest.clone(), self.now());
        self.write(move |tx| insert_invitation(tx, &id, &guest, now))
    }

    /// The signatures of a letter, in whatever status, the first one first.
    pub fn signatures(&self, id: &LetterId) -> Vec<Signature> {
        use undersigned::domain::signature::Status;
        self.store().read_now(|db| signature::list(db, id, Status::ALL)).expect("the database")
    }

    /// The one signature of a letter.
    #[track_caller]
    pub fn signature(&self, id: &LetterId) -> Signature {
        let rows = self.signatures(id);
        assert_eq!(rows.len(), 1, "one signature");
        rows.into_iter().next().expect("it")
    }

    /// Lists a signature as the check desk does.
    pub fn list(&self, row: &Signature) {
        let (id, letter_id, now) = (row.id.clone(), row.letter_id.clone(), self.now());
        self.write(move |tx| {
            let row = letter::find(tx, &letter_id)?;
            let actor = Actor::Coordinator(row.created_by.clone());
            list::list(tx, &row, &id, &actor, now)
        });
    }

    /// Signs as [`Guest::default`] by the check page, with some fields changed; gives the signature.
    #[track_caller]
    pub fn signed(&self, id: &LetterId, changes: &[(&'static str, &'static str)]) -> Signature {
        let path = self.invite(id, &Guest::default());
        let browser = self.browser();
        let form = changed(&changed(&TYPED, changes), &[("action", "sign")]);
        browser.submit(&format!("{path}/sign"), &form).expect_status(303);
        self.signatures(id).into_iter().next_back().expect("a signature")
    }
}

fn about_signature(row: &Signature) -> Subject {
    Subject { letter: Some(row.letter_id.clone()), signature: Some(row.id.clone()), ..Subject::default() }
}

fn draft(tx: &mut Tx<'_>, plan: &Plan, owner: &CoordinatorId, now: NaiveDateTime) -> Result<LetterId> {
    let actor = Actor::Coordinator(owner.clone());
    let team = team::default_team(tx, "Team", now)?;
    let beginning = Beginning {
        team,
        creator: owner.clone(),
        kind: Kind::OpenLetter,
        title: plan.title.into(),
        language: plan.language.into(),
        signers: plan.signers,
    };
    let id = begin(tx, &beginning, now)?;
    let row = letter::find(tx, &id)?;
    let text = LetterText {
        title: plan.title.into(),
        addressees: vec![Addressee { name: "The President".into(), body: "Assembly".into(), ..Addressee::default() }],
        salutation: "Excellency,".into(),
        body: plan.body.into(),
        closing: "Respectfully,".into(),
        ..LetterText::default()
    };
    let n = save_draft(tx, &row, &Save { based_on: 1, text, note: String::new() }, owner, now)?;
    let details = Details {
        slug: row.slug.clone(),
        kind: row.kind,
        signers: row.signers,
        place: "Geneva".into(),
        dated: String::new(),
        summary: "Asks for an independent body.".into(),
        conveners: vec![Convener { name: "Still Waters Network".into(), website: String::new() }],
        asks_representative: plan.asks_representative,
        particulars: row.particulars(),
    };
    set_details(tx, &row, &details, row.details_version, &actor, now)?;
    let local = |days: i64| (now + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M").to_string();
    let closes = plan.closes_in_days.map(local).unwrap_or_default();
    let form = DatesForm {
        due_at: "",
        closes_at: &closes,
        publishes_at: "",
        time_zone: "Europe/Zurich",
        zone_label: "Geneva",
        collects: if plan.closes_in_days.is_some() { "before_publication" } else { "in_public" },
    };
    let dates = Dates::parse(&form).expect("dates");
    set_dates(tx, &row, &dates, row.dates_version, &actor, now)?;
    let safety = Safety {
        high_risk: plan.high_risk,
        signing_paused: false,
        listing_rule: if plan.lists_by_itself { ListingRule::Automatic } else { ListingRule::CheckFirst },
        countries_noun: String::new(),
    };
    let labels = plan.labels.iter().map(|(code, label)| (CountryCode::parse(code).expect("a code"), (*label).into()));
    set_safety(tx, &row, &safety, &labels.collect::<BTreeMap<_, _>>(), &actor, now)?;
    let row = letter::find(tx, &id)?;
    open(tx, &row, n, owner, now)?;
    Ok(id)
}

fn insert_invitation(tx: &mut Tx<'_>, id: &LetterId, guest: &Guest, now: NaiveDateTime) -> Result<InvitationId> {
    let row = letter::find(tx, id)?;
    let card = Organisation {
        id: OrganisationId::new(),
        team_id: row.team_id,
        name: guest.organisation.into(),
        name_key: name_key(guest.organisation),
        latin_name: guest.latin_name.map(Into::into),
        acronym: None,
        country: guest.country.map(Into::into),
        region: None,
        kind: guest.kind,
        website: None,
        notes_sealed: None,
        merged_into: None,
        created_at: now,
    };
    organisation::insert(tx, &card)?;
    let email = EmailAddress::parse(guest.email).expect("an address");
    let new = NewContact { email: &email, name: guest.person, language: guest.language };
    let contact = organisation::contact_for(tx, &card.id, &new, now)?;
    let row = Invitation::new(id, &card.id, &contact.id, now);
    invitation::insert(tx, &row)?;
    Ok(row.id)
}

impl TestApp {
    /// The letter as it stands.
    pub fn letter(&self, id: &LetterId) -> letter::Letter {
        self.store().read_now(|db| letter::find(db, id)).expect("the letter")
    }

    /// Takes every link of the invitation behind a sign link back.
    pub fn revoke(&self, secret: &str) {
        use undersigned::store::token;
        let (secret, now) = (secret.to_owned(), self.now());
        self.write(move |tx| {
            let link = token::find(tx, Purpose::Sign, &secret)?.expect("a link");
            token::revoke_for_invitation(tx, &link.invitation_id.expect("an invitation"), now)
        });
    }
}
