//! `/desk/organisations/{id}/merge`: another card is chosen, both stand side by side, then they are one. It can be undone on
//! the card's page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::merge_cards::merge_cards;
use crate::domain::check::Compared;
use crate::domain::ids::OrganisationId;
use crate::domain::organisation::CardFacts;
use crate::domain::refusal::Refusal;
use crate::domain::signature::PrintedLine;
use crate::domain::text::Likeness;
use crate::error::Error;
use crate::render::words::Words;
use crate::store::organisation::book::{self, Listed};
use crate::store::organisation::{self, Organisation, history, tag};
use crate::store::{Db, Lane};
use crate::web::answer::{page, see_other};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::{Asked, asked};
use crate::web::organisations::card::path;
use crate::web::organisations::chapters::{ChapterView, views};
use crate::web::organisations::list::{CardRow, card_rows, sorted};
use crate::web::organisations::wanted::Wanted;
use crate::web::organisations::{Book, kind_name, place_name};
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// At most so many cards are offered.
const OFFERED: usize = 30;

/// A card that may be the same.
pub struct Offer {
    row: CardRow,
    reasons: Vec<Likeness>,
}

/// One fact of both cards.
pub struct Fact {
    /// The word of the fact in the catalogue and in the form.
    word: &'static str,
    /// The kept card's.
    left: String,
    /// The other one's.
    right: String,
    /// Whether a choice has to be made.
    differs: bool,
    /// Whether the other one's is offered first: the kept card says nothing.
    prefers_right: bool,
}

/// Both cards side by side.
pub struct Pair {
    other: String,
    other_title: String,
    facts: Vec<Fact>,
    left_tags: String,
    right_tags: String,
    left_contacts: Vec<String>,
    right_contacts: Vec<String>,
    left_chapters: Vec<ChapterView>,
    right_chapters: Vec<ChapterView>,
}

#[derive(Template)]
#[template(path = "organisations/merge.html")]
struct MergePage {
    shell: Shell,
    form: FormState,
    title: String,
    id: String,
    here: String,
    card: String,
    offers: Vec<Offer>,
    pair: Option<Pair>,
}

impl MergePage {
    async fn read(site: &Site, who: &SignedIn, book: &Book, id: &OrganisationId, form: FormState) -> Result<MergePage> {
        let (team, wanted, words, asker) = (book.team.clone(), id.clone(), site.words(), who.coordinator.id.clone());
        let asked = form.clone();
        let read = move |db: &mut Db<'_>| {
            let row = organisation::find_in(db, &team, &wanted)?;
            let title = title(db, &row, &words)?;
            let with = OrganisationId(asked.value("with").to_owned());
            if with.as_str().is_empty() {
                return Ok((title, offers(db, &row, &asked, &words)?, None));
            }
            let other = organisation::find_in(db, &team, &with)?;
            if other.id == row.id || other.merged_into.is_some() || row.merged_into.is_some() {
                return Err(Error::NotFound);
            }
            Ok((title, Vec::new(), Some(pair(db, &row, &other, &asker, &words)?)))
        };
        let (title, offers, pair) = site.store.read(read).await?;
        let here = format!("{}/merge", path(id));
        Ok(MergePage { shell: who.shell(site), form, title, id: id.to_string(), here, card: path(id), offers, pair })
    }
}

fn title(db: &mut Db<'_>, row: &Organisation, words: &Words) -> crate::error::Result<String> {
    if !row.name.is_empty() {
        return Ok(row.name.clone());
    }
    let first = organisation::contacts(db, std::slice::from_ref(&row.id))?.into_iter().next();
    let Some(first) = first else { return Ok(words.say("card-nameless").to_string()) };
    match first.name(db)? {
        Some(name) => Ok(name),
        None => first.email(db),
    }
}

/// Cards that may be the same, the likeliest first; with words typed, those that fit the words.
fn offers(db: &mut Db<'_>, row: &Organisation, asked: &FormState, words: &Words) -> crate::error::Result<Vec<Offer>> {
    let mut cards = book::all(db, &row.team_id)?;
    cards.retain(|card| card.id != row.id);
    let this = Compared::of(&line_of(&row.facts()), None);
    let reasons_of = |card: &Listed| this.likely_same(&Compared::of(&listed_line(card), None));
    let chosen: Vec<(Listed, Vec<Likeness>)> = if asked.value("q").trim().is_empty() {
        let mut likely: Vec<(Listed, Vec<Likeness>)> =
            cards.into_iter().map(|card| (reasons_of(&card), card)).map(|(reasons, card)| (card, reasons)).collect();
        likely.retain(|(_, reasons)| !reasons.is_empty());
        likely.sort_by(|(_, one), (_, other)| one.cmp(other));
        likely
    } else {
        let fitting = sorted(cards, &Wanted::of(asked, db.keys), words);
        fitting
            .into_iter()
            .take(OFFERED)
            .map(|card| (reasons_of(&card), card))
            .map(|(reasons, card)| (card, reasons))
            .collect()
    };
    let (cards, reasons): (Vec<Listed>, Vec<Vec<Likeness>>) = chosen.into_iter().take(OFFERED).unzip();
    let rows = card_rows(db, &cards, words)?;
    Ok(rows.into_iter().zip(reasons).map(|(row, reasons)| Offer { row, reasons }).collect())
}

fn listed_line(card: &Listed) -> PrintedLine {
    line_of(&CardFacts {
        name: card.name.clone(),
        latin_name: card.latin_name.clone(),
        acronym: card.acronym.clone(),
        country: card.country.clone(),
        region: card.region.clone(),
        kind: card.kind,
        website: card.website.clone(),
    })
}

fn line_of(facts: &CardFacts) -> PrintedLine {
    PrintedLine {
        kind: facts.kind,
        name: facts.name.clone(),
        latin_name: facts.latin_name.clone(),
        acronym: facts.acronym.clone(),
        country: facts.country.clone(),
        region: facts.region.clone(),
        affiliation: None,
        website: facts.website.clone(),
        representative: None,
        role: None,
    }
}

fn pair(
    db: &mut Db<'_>,
    row: &Organisation,
    other: &Organisation,
    asker: &crate::domain::ids::CoordinatorId,
    words: &Words,
) -> crate::error::Result<Pair> {
    let shown = |facts: &CardFacts| -> [(&'static str, String); 6] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            ("organisation_name", facts.name.clone()),
            ("latin_name", text(&facts.latin_name)),
            ("acronym", text(&facts.acronym)),
            ("country", place_name(facts.country.as_deref(), facts.region.as_deref(), words)),
            ("kind", kind_name(facts.kind, words)),
            ("website", text(&facts.website)),
        ]
    };
    let facts = shown(&row.facts()).into_iter().zip(shown(&other.facts())).map(|((word, left), (_, right))| Fact {
        word,
        differs: left != right,
        prefers_right: left.is_empty(),
        left,
        right,
    });
    let (left, right) = (book::family(db, &row.id)?, book::family(db, &other.id)?);
    let (left_history, right_history) = (history::of(db, &left, asker)?, history::of(db, &right, asker)?);
    Ok(Pair {
        other: other.id.to_string(),
        other_title: title(db, other, words)?,
        facts: facts.collect(),
        left_tags: tag::of(db, &row.id)?.join(", "),
        right_tags: tag::of(db, &other.id)?.join(", "),
        left_contacts: contact_lines(db, &left)?,
        right_contacts: contact_lines(db, &right)?,
        left_chapters: views(db, left_history, words)?,
        right_chapters: views(db, right_history, words)?,
    })
}

fn contact_lines(db: &mut Db<'_>, family: &[OrganisationId]) -> crate::error::Result<Vec<String>> {
    let contacts = organisation::contacts(db, family)?;
    let line = |contact: &organisation::Contact| {
        let email = contact.email(db)?;
        Ok(match contact.name(db)? {
            Some(name) => format!("{name} · {email}"),
            None => email,
        })
    };
    contacts.iter().map(line).collect()
}

/// `GET /desk/organisations/{id}/merge`; with `?with=` both stand side by side, with `?q=` others are searched.
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let book = Book::open(&site, &who).await?;
    book.must_write()?;
    let id = OrganisationId(id.into_inner());
    page(StatusCode::OK, &MergePage::read(&site, &who, &book, &id, asked(query)).await?)
}

/// `POST /desk/organisations/{id}/merge`: `merge`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let book = Book::open(&site, &who).await?;
    book.must_write()?;
    let (id, with) = (OrganisationId(id.into_inner()), OrganisationId(form.value("with").to_owned()));
    let (team, kept, by, now) = (book.team.clone(), id.clone(), who.coordinator.id.clone(), site.now());
    let chosen = form.clone();
    let write = move |tx: &mut crate::store::Tx<'_>| {
        let one = organisation::find_in(tx, &team, &kept)?.facts();
        let other = organisation::find_in(tx, &team, &with)?.facts();
        merge_cards(tx, &team, &kept, &with, &chosen_facts(&chosen, one, other), &by, now)
    };
    match site.store.write(Lane::Desk, write).await {
        Ok(_) => Ok(see_other(&format!("{}?done=merged", path(&id)))),
        Err(Error::Refused(refusal @ (Refusal::BothListed | Refusal::EditedMeanwhile))) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            if refusal == Refusal::EditedMeanwhile {
                form = form.replaced("with", "");
            }
            page(StatusCode::CONFLICT, &MergePage::read(&site, &who, &book, &id, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What the kept card will say, fact by fact: `keep_<fact>` is `left` or `right`; without a choice the left one, or the right
/// where the left says nothing.
fn chosen_facts(form: &FormState, left: CardFacts, right: CardFacts) -> CardFacts {
    let takes_right = |word: &str, left_is_empty: bool| match form.value(&format!("keep_{word}")) {
        "right" => true,
        "left" => false,
        _ => left_is_empty,
    };
    let mut facts = left.clone();
    if takes_right("organisation_name", left.name.is_empty()) {
        facts.name = right.name;
    }
    if takes_right("latin_name", left.latin_name.is_none()) {
        facts.latin_name = right.latin_name;
    }
    if takes_right("acronym", left.acronym.is_none()) {
        facts.acronym = right.acronym;
    }
    if takes_right("country", left.country.is_none()) {
        (facts.country, facts.region) = (right.country, right.region);
    }
    if takes_right("kind", false) {
        facts.kind = right.kind;
    }
    if takes_right("website", left.website.is_none()) {
        facts.website = right.website;
    }
    facts
}
