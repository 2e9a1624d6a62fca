//! `/desk/letters/{id}/invitations/book`: contacts of the address book are chosen by what they did on another letter, by tag,
//! country, language, kind; the page counts first, who is left out too, and the button writes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::import_rows::ROWS_AT_ONCE;
use crate::actions::invite_known::{Choice, Did, Narrower, begin_inviting, choose, finish_inviting, invite_chosen};
use crate::domain::ids::{CoordinatorId, LetterId, OrganisationId};
use crate::render::words::Words;
use crate::store::keys::Keys;
use crate::store::letter::Letter;
use crate::store::organisation::book::{self, Listed};
use crate::store::organisation::history;
use crate::store::{Db, Lane, Tx, letter, revision};
use crate::web::answer::{page, see_other};
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::{Asked, asked};
use crate::web::organisations::list::{CARDS_A_PAGE, CardRow, card_rows, sorted};
use crate::web::organisations::wanted::{FIELDS, Offers, Wanted};
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// A letter whose signers or invitees can be invited again.
pub struct OtherLetter {
    id: String,
    title: String,
    /// In which the title is written.
    language: String,
}

/// Everything that the page counts.
struct Found {
    choice: Choice,
    shown: Vec<CardRow>,
    total: usize,
    offers: Offers,
    letters: Vec<OtherLetter>,
}

#[derive(Template)]
#[template(path = "inviting/book.html")]
struct BookPage {
    shell: Shell,
    form: FormState,
    filter: FormState,
    found: Found,
    /// Whether anything was asked for; before that nobody is chosen.
    is_asked: bool,
    here: String,
    back: String,
}

impl BookPage {
    async fn read(site: &Site, who: &SignedIn, work: &Work, filter: FormState, form: FormState) -> Result<BookPage> {
        let shell = work.shell(site, who, "invitations");
        let (letter, words) = (work.letter.clone(), site.words());
        let (asker, wanted) = (who.coordinator.id.clone(), filter.clone());
        let found = site.store.read(move |db| find(db, &letter, &asker, &wanted, &words)).await?;
        let (here, back) = (work.path("invitations/book"), work.path("invitations"));
        Ok(BookPage { shell, form, is_asked: is_asked(&filter), filter, found, here, back })
    }

    /// The filter once more, for the form with the button.
    fn hidden(&self) -> Vec<(&'static str, String)> {
        let fields = FIELDS.into_iter().chain(["letter", "did", "everybody"]);
        fields.map(|name| (name, self.filter.value(name).to_owned())).filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// Nobody is chosen by opening the page: a filter, a letter or "everybody" must be asked for.
fn is_asked(filter: &FormState) -> bool {
    FIELDS.into_iter().chain(["letter", "everybody"]).any(|name| !filter.value(name).is_empty())
}

fn find(
    db: &mut Db<'_>,
    letter: &Letter,
    asker: &CoordinatorId,
    filter: &FormState,
    words: &Words,
) -> crate::error::Result<Found> {
    let cards = book::all(db, &letter.team_id)?;
    let (total, offers) = (cards.len(), Offers::of(&cards, words));
    let letters = other_letters(db, letter, asker)?;
    let (choice, cards) = chosen(db, letter, &letters, cards, filter, words)?;
    let ids: std::collections::HashSet<&OrganisationId> = choice.chosen.iter().map(|(card, _)| card).collect();
    let first: Vec<Listed> = cards.into_iter().filter(|card| ids.contains(&card.id)).take(CARDS_A_PAGE).collect();
    let shown = card_rows(db, &first, words)?;
    Ok(Found { choice, shown, total, offers, letters })
}

/// The letters on which the asker invites or checks, this one left out, the newest first.
fn other_letters(db: &mut Db<'_>, this: &Letter, asker: &CoordinatorId) -> crate::error::Result<Vec<OtherLetter>> {
    let mine = history::memberships(db, asker)?;
    let may_see = |id: &LetterId| mine.iter().any(|member| member.letter_id == *id && member.rights.may_check());
    let mut letters = Vec::new();
    for row in letter::list_for(db, asker)? {
        if row.id != this.id && row.team_id == this.team_id && may_see(&row.id) {
            let title = revision::latest_edit(db, &row.id, &row.language)?.text()?.title;
            letters.push(OtherLetter { id: row.id.0, title, language: row.language });
        }
    }
    Ok(letters)
}

fn chosen(
    db: &mut Db<'_>,
    letter: &Letter,
    letters: &[OtherLetter],
    cards: Vec<Listed>,
    filter: &FormState,
    words: &Words,
) -> crate::error::Result<(Choice, Vec<Listed>)> {
    if !is_asked(filter) {
        return Ok((Choice::default(), Vec::new()));
    }
    let keys: &Keys = db.keys;
    let cards = sorted(cards, &Wanted::of(filter, keys).any_language(), words);
    let other = letters.iter().find(|one| one.id == filter.value("letter"));
    let did = if filter.is("did", "invited") { Did::Invited } else { Did::Signed };
    let narrower = Narrower {
        other_letter: other.map(|one| (LetterId(one.id.clone()), did)),
        language: filter.value("language").to_owned(),
    };
    // A letter that is not the asker's chooses nobody, rather than everybody.
    if other.is_none() && !filter.value("letter").is_empty() {
        return Ok((Choice::default(), Vec::new()));
    }
    Ok((choose(db, &letter.id, &cards, &narrower)?, cards))
}

/// `GET /desk/letters/{id}/invitations/book`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    page(StatusCode::OK, &BookPage::read(&site, &who, &work, asked(query), FormState::new()).await?)
}

/// `POST /desk/letters/{id}/invitations/book`: `invite`. When the count on the button is another by now, it is shown again.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let (letter, words) = (work.letter.clone(), site.words());
    let (asker, wanted) = (who.coordinator.id.clone(), form.clone());
    let read = move |db: &mut Db<'_>| {
        let cards = book::all(db, &letter.team_id)?;
        let letters = other_letters(db, &letter, &asker)?;
        Ok(chosen(db, &letter, &letters, cards, &wanted, &words)?.0.chosen)
    };
    let contacts = site.store.read(read).await?;
    if contacts.is_empty() || form.value("count") != contacts.len().to_string() {
        let mut shown = BookPage::read(&site, &who, &work, form, FormState::new()).await?;
        shown.form.refuse_whole(site.words().say("invite-book-changed"));
        return page(StatusCode::CONFLICT, &shown);
    }
    let (letter, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    let begin = move |tx: &mut Tx<'_>| begin_inviting(tx, &letter, &by, now);
    let list = site.store.write(Lane::Desk, begin).await?;
    for some in contacts.chunks(ROWS_AT_ONCE) {
        let (letter, list, some, now) = (work.letter.clone(), list.clone(), some.to_vec(), site.now());
        let invite = move |tx: &mut Tx<'_>| invite_chosen(tx, &letter, &list, &some, now);
        site.store.write(Lane::Desk, invite).await?;
    }
    let (letter, by, now, ended) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now(), list.clone());
    let finish = move |tx: &mut Tx<'_>| finish_inviting(tx, &letter, &ended, &by, now);
    site.store.write(Lane::Desk, finish).await?;
    Ok(see_other(&format!("{}?list={list}", work.path("invitations/import"))))
}
