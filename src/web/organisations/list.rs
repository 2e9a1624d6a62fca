//! `/desk/organisations`: the team's cards, filtered, sorted as the page's language sorts, at most 200 a page.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::domain::ids::OrganisationId;
use crate::domain::text::Collation;
use crate::render::words::Words;
use crate::store::organisation::book::{self, Listed};
use crate::store::{Db, organisation};
use crate::web::answer::page;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::inviting::{Asked, asked};
use crate::web::organisations::wanted::{FIELDS, Offers, Wanted};
use crate::web::organisations::{Book, kind_name, place_name};
use crate::web::page::{Shell, Tone};
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// How many cards one page shows.
pub const CARDS_A_PAGE: usize = 200;

/// A card in the table.
#[derive(Debug, Clone)]
pub struct CardRow {
    /// Its id.
    pub id: String,
    /// Its name; of a card without one, the name or address of its first contact.
    pub title: String,
    /// Its name in Latin letters; may be empty.
    pub latin_name: String,
    /// Its acronym; may be empty.
    pub acronym: String,
    /// What its country is called; empty when it is asked at signing.
    pub country: String,
    /// What its kind is called.
    pub kind: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// How many contacts it has.
    pub contacts: usize,
}

/// What the page shows of all cards.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// This page's.
    pub shown: Vec<CardRow>,
    /// How many fit the filter.
    pub fitting: usize,
    /// How many there are.
    pub total: usize,
    /// What the filter offers.
    pub offers: Offers,
    /// The last row of this page, if more follow.
    pub next_after: Option<String>,
}

/// The cards that fit, in the order of their names; equal names in the order they were made.
pub fn sorted(mut cards: Vec<Listed>, wanted: &Wanted, words: &Words) -> Vec<Listed> {
    cards.retain(|card| wanted.fits(card));
    Collation::for_language(words.lang()).sort_by_name(&mut cards, |card| card.name.as_str());
    cards
}

/// Reads one page of the cards that fit the filter.
pub fn read(db: &mut Db<'_>, book: &Book, filter: &FormState, words: &Words) -> crate::error::Result<Rows> {
    let cards = book::all(db, &book.team)?;
    let mut rows = Rows { total: cards.len(), offers: Offers::of(&cards, words), ..Rows::default() };
    let cards = sorted(cards, &Wanted::of(filter, db.keys), words);
    rows.fitting = cards.len();
    let after = filter.value("after");
    let start = cards.iter().position(|card| card.id.as_str() == after).map_or(0, |at| at + 1);
    let shown = &cards[start..cards.len().min(start + CARDS_A_PAGE)];
    rows.shown = card_rows(db, shown, words)?;
    if start + shown.len() < rows.fitting {
        rows.next_after = shown.last().map(|card| card.id.to_string());
    }
    Ok(rows)
}

/// Cards as a table shows them; only those without a name have a sealed field opened.
pub fn card_rows(db: &mut Db<'_>, cards: &[Listed], words: &Words) -> crate::error::Result<Vec<CardRow>> {
    let nameless: Vec<OrganisationId> =
        cards.iter().filter(|card| card.name.is_empty()).map(|card| card.id.clone()).collect();
    let mut persons: HashMap<OrganisationId, String> = HashMap::new();
    for contact in organisation::contacts(db, &nameless)? {
        let name = match contact.name(db)? {
            Some(name) => name,
            None => contact.email(db)?,
        };
        persons.entry(contact.organisation_id).or_insert(name);
    }
    let row = |card: &Listed| CardRow {
        id: card.id.to_string(),
        title: match card.name.as_str() {
            "" => persons.get(&card.id).cloned().unwrap_or_else(|| words.say("card-nameless").to_string()),
            name => name.to_owned(),
        },
        latin_name: card.latin_name.clone().unwrap_or_default(),
        acronym: card.acronym.clone().unwrap_or_default(),
        country: place_name(card.country.as_deref(), card.region.as_deref(), words),
        kind: kind_name(card.kind, words),
        tags: card.tags.iter().map(|(_, tag)| tag.clone()).collect(),
        contacts: card.contacts.len(),
    };
    Ok(cards.iter().map(row).collect())
}

#[derive(Template)]
#[template(path = "organisations/list.html")]
struct ListPage {
    shell: Shell,
    filter: FormState,
    rows: Rows,
    may_write: bool,
}

impl ListPage {
    /// Whether the list is narrowed by more than words, so that the fields for it stand open.
    fn is_narrowed(&self) -> bool {
        FIELDS.into_iter().any(|name| name != "q" && !self.filter.value(name).is_empty())
    }

    /// The link to the next rows, under the same filter.
    fn next_link(&self, after: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for name in FIELDS.into_iter().filter(|name| !self.filter.value(name).is_empty()) {
            query.append_pair(name, self.filter.value(name));
        }
        format!("/desk/organisations?{}", query.append_pair("after", after).finish())
    }
}

/// `GET /desk/organisations`
pub async fn show(site: Data<Site>, who: SignedIn, query: Asked) -> Result<HttpResponse> {
    let book = Book::open(&site, &who).await?;
    let (filter, words) = (asked(query), site.words());
    let (asked_for, may_write) = (filter.clone(), book.may_write);
    let rows = site.store.read(move |db| read(db, &book, &asked_for, &words)).await?;
    page(StatusCode::OK, &ListPage { shell: who.shell(&site), filter, rows, may_write })
}

/// With a sentence on top about what was just done, if it is one of `known`.
pub fn told(shell: Shell, query: &FormState, known: &[&'static str]) -> Shell {
    match known.iter().find(|word| query.is("done", word)) {
        Some(done) => {
            let sentence = shell.t.say_of("card-done", done).to_string();
            shell.with_banner(Tone::Done, sentence)
        }
        None => shell,
    }
}
