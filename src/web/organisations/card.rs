//! `/desk/organisations/{id}`: one card with its contacts, notes and history; `/desk/organisations/new`: a card by hand.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::merge_cards::split_cards;
use crate::actions::save_card::{self, Card, Kept, add_card, add_contact, remove_contact, save_contact};
use crate::domain::ids::{ContactId, MergeId, OrganisationId};
use crate::domain::import::read_language;
use crate::domain::organisation::{CardFacts, CardForm, ContactFacts, ContactForm, parse_notes, parse_tags};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::when::date;
use crate::render::words::Words;
use crate::store::organisation::{self, book, history, merge};
use crate::store::{Db, Lane};
use crate::web::answer::{page, see_other};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::{Asked, asked, kind_choices, language_choices, language_name};
use crate::web::organisations::chapters::{ChapterView, views};
use crate::web::organisations::list::told;
use crate::web::organisations::{Book, country_choices, kind_name, place_name, refuse_all, region_choices};
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// What can be said on top after a redirect.
const DONE: [&str; 6] = ["saved", "added", "contact_saved", "contact_removed", "merged", "split"];

/// A contact on the card.
pub struct ContactRow {
    id: String,
    name: String,
    email: String,
    role: String,
    phone: String,
    language: String,
}

/// A card that was merged into this one.
pub struct MergedRow {
    id: String,
    name: String,
    day: String,
}

/// The card as the page shows it.
pub struct CardView {
    title: String,
    card: Card,
    based_on: String,
    place: String,
    kind: String,
    contacts: Vec<ContactRow>,
    merged: Vec<MergedRow>,
    chapters: Vec<ChapterView>,
}

/// Which form stands on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Editing {
    Nothing,
    Card,
    /// Of one contact; a new one has no id.
    Contact(String),
}

impl Editing {
    fn asked(query: &FormState) -> Editing {
        match (query.value("edit"), query.value("contact")) {
            ("card", _) => Editing::Card,
            (_, "") => Editing::Nothing,
            (_, "new") => Editing::Contact(String::new()),
            (_, id) => Editing::Contact(id.to_owned()),
        }
    }
}

#[derive(Template)]
#[template(path = "organisations/card.html")]
struct CardPage {
    shell: Shell,
    form: FormState,
    view: CardView,
    editing: Editing,
    /// What is stored now, where somebody else saved first.
    stored: Vec<(&'static str, String)>,
    countries: Vec<(String, String)>,
    regions: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    languages: Vec<(String, String)>,
    may_write: bool,
    here: String,
}

impl CardPage {
    async fn read(site: &Site, who: &SignedIn, book: &Book, id: &OrganisationId) -> Result<CardPage> {
        let (team, wanted, asker, words) = (book.team.clone(), id.clone(), who.coordinator.id.clone(), site.words());
        let view = site.store.read(move |db| {
            let row = organisation::find_in(db, &team, &wanted)?;
            card_view(db, &row, &asker, &words)
        });
        let (view, shell) = (view.await?, who.shell(site));
        Ok(CardPage {
            form: FormState::new(),
            editing: Editing::Nothing,
            stored: Vec::new(),
            countries: country_choices(&shell.t),
            regions: region_choices(&shell.t, shell.t.say("card-region-none").to_string()),
            kinds: kind_choices(&shell.t),
            languages: language_choices(&shell.t),
            may_write: book.may_write,
            here: path(id),
            shell,
            view,
        })
    }

    /// Whether the form of a new contact, or of this one, stands on the page.
    fn edits_contact(&self) -> Option<&str> {
        match &self.editing {
            Editing::Contact(id) => Some(id),
            _ => None,
        }
    }

    fn edits_card(&self) -> bool {
        self.editing == Editing::Card
    }
}

/// Where a card is.
pub fn path(id: &OrganisationId) -> String {
    format!("/desk/organisations/{id}")
}

fn card_view(
    db: &mut Db<'_>,
    row: &organisation::Organisation,
    asker: &crate::domain::ids::CoordinatorId,
    words: &Words,
) -> crate::error::Result<CardView> {
    let card = save_card::read(db, row)?;
    let family = book::family(db, &row.id)?;
    let mut contacts = Vec::new();
    for contact in organisation::contacts(db, &family)? {
        contacts.push(ContactRow {
            name: contact.name(db)?.unwrap_or_default(),
            email: contact.email(db)?,
            phone: contact.phone(db)?.unwrap_or_default(),
            role: contact.role.unwrap_or_default(),
            language: contact.language.unwrap_or_default(),
            id: contact.id.0,
        });
    }
    let mut merged = Vec::new();
    for one in merge::standing(db, &row.id)? {
        let name = organisation::find(db, &one.merged_id)?.name;
        merged.push(MergedRow { id: one.id.0, name, day: date(one.merged_at, words) });
    }
    let first = contacts.first().map(|contact| if contact.name.is_empty() { &contact.email } else { &contact.name });
    let title = match (row.name.as_str(), first) {
        ("", Some(first)) => first.clone(),
        ("", None) => words.say("card-nameless").to_string(),
        (name, _) => name.to_owned(),
    };
    let chapters = history::of(db, &family, asker)?;
    Ok(CardView {
        title,
        based_on: card.fingerprint(),
        place: place_name(row.country.as_deref(), row.region.as_deref(), words),
        kind: kind_name(row.kind, words),
        contacts,
        merged,
        chapters: views(db, chapters, words)?,
        card,
    })
}

/// `GET /desk/organisations/{id}`; with `?edit=card` or `?contact=` the form stands in it. A merged card leads to the other.
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let book = Book::open(&site, &who).await?;
    let (id, query, team) = (OrganisationId(id.into_inner()), asked(query), book.team.clone());
    let wanted = id.clone();
    let root = site.store.read(move |db| {
        organisation::find_in(db, &team, &wanted)?;
        book::root(db, &wanted)
    });
    let root = root.await?;
    if root != id {
        return Ok(see_other(&path(&root)));
    }
    let mut shown = CardPage::read(&site, &who, &book, &id).await?;
    shown.editing = if book.may_write { Editing::asked(&query) } else { Editing::Nothing };
    shown.form = match &shown.editing {
        Editing::Nothing => FormState::new(),
        Editing::Card => filled(&shown.view.card).with("based_on", shown.view.based_on.clone()),
        Editing::Contact(contact) => {
            let known = shown.view.contacts.iter().find(|row| row.id == *contact);
            if known.is_none() && !contact.is_empty() {
                return Err(Error::NotFound.into());
            }
            known.map_or_else(FormState::new, filled_contact)
        }
    };
    shown.shell = told(shown.shell, &query, &DONE);
    page(StatusCode::OK, &shown)
}

fn filled(card: &Card) -> FormState {
    let facts = &card.facts;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    FormState::new()
        .with("organisation_name", &*facts.name)
        .with("latin_name", text(&facts.latin_name))
        .with("acronym", text(&facts.acronym))
        .with("country", text(&facts.country))
        .with("region", text(&facts.region))
        .with("kind", facts.kind.as_str())
        .with("website", text(&facts.website))
        .with("tags", card.tags.join(", "))
        .with("notes", text(&card.notes))
}

fn filled_contact(row: &ContactRow) -> FormState {
    FormState::new()
        .with("email", &*row.email)
        .with("name", &*row.name)
        .with("role", &*row.role)
        .with("phone", &*row.phone)
        .with("language", &*row.language)
}

/// `POST /desk/organisations/{id}`: `save`, `save_contact`, `remove_contact`, `split`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, form, .. } = sent;
    let book = Book::open(&site, &who).await?;
    book.must_write()?;
    let id = OrganisationId(id.into_inner());
    match form.value("action") {
        "save" => save(&site, &who, &book, &id, form).await,
        "save_contact" => keep_contact(&site, &who, &book, &id, form).await,
        "remove_contact" => take_contact(&site, &who, &book, &id, form).await,
        "split" => split(&site, &who, &book, &id, &form).await,
        _ => Ok(see_other(&path(&id))),
    }
}

async fn save(
    site: &Site,
    who: &SignedIn,
    book: &Book,
    id: &OrganisationId,
    mut form: FormState,
) -> Result<HttpResponse> {
    let card = parse(&mut form, &site.words());
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(card) = card {
        let (team, wanted, by, now) = (book.team.clone(), id.clone(), who.coordinator.id.clone(), site.now());
        let based_on = form.value("based_on").to_owned();
        let write =
            move |tx: &mut crate::store::Tx<'_>| save_card::save_card(tx, &team, &wanted, &card, &based_on, &by, now);
        match site.store.write(Lane::Desk, write).await {
            Ok(()) => return Ok(see_other(&format!("{}?done=saved", path(id)))),
            Err(Error::Refused(Refusal::EditedMeanwhile)) => {
                form.refuse_whole(site.words().say("card-changed"));
                status = StatusCode::CONFLICT;
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    let mut shown = CardPage::read(site, who, book, id).await?;
    shown.editing = Editing::Card;
    if status == StatusCode::CONFLICT {
        shown.stored = differing(&form, &filled(&shown.view.card));
        form = form.replaced("based_on", shown.view.based_on.clone());
    }
    shown.form = form;
    page(status, &shown)
}

/// The fields in which what is stored now differs from what was typed.
fn differing(typed: &FormState, stored: &FormState) -> Vec<(&'static str, String)> {
    const FIELDS: [&str; 9] =
        ["organisation_name", "latin_name", "acronym", "country", "region", "kind", "website", "tags", "notes"];
    let other = FIELDS.into_iter().filter(|field| typed.value(field) != stored.value(field));
    other.map(|field| (field, stored.value(field).to_owned())).collect()
}

/// Reads the form of a card; `None` when something is wrong, which then stands in `form`.
fn parse(form: &mut FormState, words: &Words) -> Option<Card> {
    let facts = CardFacts::parse(&CardForm {
        name: form.value("organisation_name"),
        latin_name: form.value("latin_name"),
        acronym: form.value("acronym"),
        country: form.value("country"),
        region: form.value("region"),
        kind: form.value("kind"),
        website: form.value("website"),
    });
    let (tags, notes) = (parse_tags(form.value("tags")), parse_notes(form.value("notes")));
    let mut faults = facts.as_ref().err().cloned().unwrap_or_default();
    faults.extend(tags.as_ref().err());
    faults.extend(notes.as_ref().err());
    refuse_all(form, &faults, words);
    Some(Card { facts: facts.ok()?, tags: tags.ok()?, notes: notes.ok()? })
}

async fn keep_contact(
    site: &Site,
    who: &SignedIn,
    book: &Book,
    id: &OrganisationId,
    mut form: FormState,
) -> Result<HttpResponse> {
    let contact = form.value("contact").to_owned();
    let language = read_language(form.value("language"));
    let typed = ContactForm {
        email: form.value("email"),
        name: form.value("name"),
        role: form.value("role"),
        phone: form.value("phone"),
    };
    match ContactFacts::parse(&typed, language) {
        Err(faults) => refuse_all(&mut form, &faults, &site.words()),
        Ok(facts) => {
            let (team, card, by, now) = (book.team.clone(), id.clone(), who.coordinator.id.clone(), site.now());
            let known = ContactId(contact.clone());
            let write = move |tx: &mut crate::store::Tx<'_>| match known.as_str() {
                "" => add_contact(tx, &team, &card, &facts, &by, now),
                _ => save_contact(tx, &team, &known, &facts, &by, now),
            };
            match site.store.write(Lane::Desk, write).await? {
                Kept::Yes => return Ok(see_other(&format!("{}?done=contact_saved", path(id)))),
                _ => form.refuse("email", site.words().say("contact-address-taken")),
            }
        }
    }
    let mut shown = CardPage::read(site, who, book, id).await?;
    (shown.editing, shown.form) = (Editing::Contact(contact), form);
    page(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

async fn take_contact(
    site: &Site,
    who: &SignedIn,
    book: &Book,
    id: &OrganisationId,
    mut form: FormState,
) -> Result<HttpResponse> {
    let (team, by, now) = (book.team.clone(), who.coordinator.id.clone(), site.now());
    let contact = ContactId(form.value("contact").to_owned());
    let write = move |tx: &mut crate::store::Tx<'_>| remove_contact(tx, &team, &contact, &by, now);
    if site.store.write(Lane::Desk, write).await? == Kept::Yes {
        return Ok(see_other(&format!("{}?done=contact_removed", path(id))));
    }
    form.refuse_whole(site.words().say("contact-invited"));
    let mut shown = CardPage::read(site, who, book, id).await?;
    let known = shown.view.contacts.iter().find(|row| row.id == form.value("contact"));
    let fields = known.map_or_else(FormState::new, filled_contact);
    shown.editing = Editing::Contact(form.value("contact").to_owned());
    for (name, value) in fields.fields() {
        form = form.replaced(name, value);
    }
    shown.form = form;
    page(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

async fn split(
    site: &Site,
    who: &SignedIn,
    book: &Book,
    id: &OrganisationId,
    form: &FormState,
) -> Result<HttpResponse> {
    let (team, by, now) = (book.team.clone(), who.coordinator.id.clone(), site.now());
    let merge = MergeId(form.value("merge").to_owned());
    let write = move |tx: &mut crate::store::Tx<'_>| split_cards(tx, &team, &merge, &by, now);
    match site.store.write(Lane::Desk, write).await {
        // Pressed twice: they are parted already.
        Ok(_) | Err(Error::Refused(Refusal::WrongStatus)) => Ok(see_other(&format!("{}?done=split", path(id)))),
        Err(fault) => Err(fault.into()),
    }
}

#[derive(Template)]
#[template(path = "organisations/new.html")]
struct NewPage {
    shell: Shell,
    form: FormState,
    stored: Vec<(&'static str, String)>,
    countries: Vec<(String, String)>,
    regions: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
}

impl NewPage {
    fn new(site: &Site, who: &SignedIn, form: FormState) -> NewPage {
        let shell = who.shell(site);
        NewPage {
            countries: country_choices(&shell.t),
            regions: region_choices(&shell.t, shell.t.say("card-region-none").to_string()),
            kinds: kind_choices(&shell.t),
            stored: Vec::new(),
            shell,
            form,
        }
    }
}

/// `GET /desk/organisations/new`
pub async fn new(site: Data<Site>, who: SignedIn) -> Result<HttpResponse> {
    Book::open(&site, &who).await?.must_write()?;
    page(StatusCode::OK, &NewPage::new(&site, &who, FormState::new().with("kind", "organisation")))
}

/// `POST /desk/organisations/new`
pub async fn create(site: Data<Site>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let book = Book::open(&site, &who).await?;
    book.must_write()?;
    let Some(card) = parse(&mut form, &site.words()) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &NewPage::new(&site, &who, form));
    };
    let (team, by, now) = (book.team, who.coordinator.id.clone(), site.now());
    let id = site.store.write(Lane::Desk, move |tx| add_card(tx, &team, &card, &by, now)).await?;
    Ok(see_other(&format!("{}?done=added", path(&id))))
}

impl ContactRow {
    /// What the contact's language is called; empty when it is not known.
    fn language_name(&self) -> String {
        if self.language.is_empty() { String::new() } else { language_name(&self.language) }
    }
}
