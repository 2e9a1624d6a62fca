//! The public letter: its page, register, files and versions. Names are served from stored bytes (see
//! [`crate::web::public_cache`]); a letter that is not public answers like one that never existed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use tokio::sync::OnceCell;

use crate::actions::prove::{prove, signing_key};
use crate::clock::Moment;
use crate::domain::dates::When;
use crate::domain::language::name_of;
use crate::domain::letter::{LetterState, ListingRule};
use crate::domain::press::PressKit;
use crate::domain::revision::LetterText;
use crate::error::Error;
use crate::render::diff::diff;
use crate::render::docx::letter_docx;
use crate::render::files::{LetterFacts, signatories_csv, signatories_json};
use crate::render::public::{
    ChangesPage, EmbedPage, FrontLetter, FrontPage, LetterPage, PressPage, PublicLetter, PublicLog, RegisterPage,
    RelatedLetter, TranslationNote, VersionPage, WithdrawnPage,
};
use crate::render::register::{Counts, Register, RegisterFilter};
use crate::render::shell::{LanguageLink, Shell};
use crate::render::when::{self, Shown};
use crate::store::letter::{self, Letter};
use crate::store::revision::{self, Revision, RevisionText, TextStatus};
use crate::store::{Db, press, public_log, question, register};
use crate::web::answer::page;
use crate::web::error::Result;
use crate::web::preview::{Wording, public_letter};
use crate::web::public_cache::LetterPages;
use crate::web::site::Site;
use crate::web::stored_page::{FileKind, StoredPage, respond_once};
use crate::web::switches::search_off;

/// The path words of what is stored for each letter.
const LETTER: &str = "";
pub(super) const REGISTER: &str = "signatories";
const PRESS: &str = "press";
const EMBED: &str = "embed";
pub(super) const CHANGES: &str = "changes";

/// What one build reads: the letter, the wording that the public reads, and who signed it.
struct Public {
    row: Letter,
    revision: Revision,
    frozen: RevisionText,
    text: LetterText,
    register: Register,
    kit: PressKit,
    log: PublicLog,
    related: Vec<RelatedLetter>,
    /// When a change was agreed that readers do not see yet.
    change_agreed: Option<Moment>,
    /// The languages that readers may see; one alone where nothing is translated.
    languages: Vec<String>,
}

/// The letter's own name and the language in what stands in an address: `rivers/es`, or `rivers`.
fn in_language(slug: &str) -> (&str, Option<&str>) {
    slug.split_once('/').map_or((slug, None), |(slug, tag)| (slug, Some(tag)))
}

/// The text in the language that is asked for; `NotFound` where readers may not see it, or where it has no address of its own
/// because it is the one that is signed.
fn text_in(db: &mut Db<'_>, row: &Letter, n: i32, tag: Option<&str>) -> crate::error::Result<RevisionText> {
    let Some(tag) = tag else { return revision::find_text(db, &row.id, n, &row.language) };
    let may_be_seen = tag != row.language && revision::languages(db, &row.id, n)?.iter().any(|(one, _)| one == tag);
    if may_be_seen { revision::find_text(db, &row.id, n, tag) } else { Err(Error::NotFound) }
}

/// The languages in which readers may see a public letter beside its own; none where it is withdrawn.
pub(super) async fn translations(site: &Site, slug: &str) -> crate::error::Result<Vec<String>> {
    let slug = slug.to_owned();
    site.store
        .read(move |db| {
            let row = letter::find_by_slug(db, &slug)?;
            let Some(n) = row.published_revision.filter(|_| row.facts().is_public()) else { return Ok(Vec::new()) };
            let languages = revision::languages(db, &row.id, n)?.into_iter().map(|(tag, _)| tag);
            Ok(languages.filter(|tag| *tag != row.language).collect())
        })
        .await
}

/// What readers are told of a translation.
fn translation_note(row: &Letter, frozen: &RevisionText) -> Option<TranslationNote> {
    (frozen.status != TextStatus::Signed).then(|| TranslationNote {
        signed: row.language.clone(),
        signed_name: name_of(&row.language).to_owned(),
        is_official: frozen.status == TextStatus::Official,
        left: frozen.stale.split_whitespace().filter_map(|place| place.parse().ok()).collect(),
        credit: frozen.credit.clone(),
    })
}

/// A letter that readers may see: public, or publicly withdrawn.
fn find_public(db: &mut Db<'_>, slug: &str, language: &str) -> crate::error::Result<Option<Public>> {
    let (slug, tag) = in_language(slug);
    let row = match letter::find_by_slug(db, slug) {
        Ok(row) if row.facts().is_public() || row.facts().shows_withdrawal() => row,
        Ok(_) | Err(Error::NotFound) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let n = row.published_revision.ok_or_else(|| Error::Internal("a public letter without its revision".into()))?;
    let revision = revision::find(db, &row.id, n)?;
    let frozen = match text_in(db, &row, n, tag) {
        Err(Error::NotFound) if tag.is_some() => return Ok(None),
        found => found?,
    };
    let text = frozen.text()?;
    let languages = revision::languages(db, &row.id, n)?.into_iter().map(|(tag, _)| tag).collect();
    let register = register::load(db, &row, n, language)?;
    let kit = press::find(db, &row.id)?.0.public();
    let log = public_log::load(db, &row, n, &frozen.language)?;
    let related = related(db, &row)?;
    let coming = question::asking(db, &row.id)?.filter(|asking| asking.n > n && !row.high_risk);
    let change_agreed = coming.map(|asking| asking.frozen_at);
    Ok(Some(Public { row, revision, frozen, text, register, kit, log, related, change_agreed, languages }))
}

/// The letters of the set that are public; of the others nothing is told.
fn related(db: &mut Db<'_>, row: &Letter) -> crate::error::Result<Vec<RelatedLetter>> {
    let mut found = Vec::new();
    for other in letter::set::others(db, row)?.into_iter().filter(|other| other.facts().is_public()) {
        let Some(n) = other.published_revision else { continue };
        let title = revision::find_text(db, &other.id, n, &other.language)?.text()?.title;
        let href = format!("/letters/{}", other.slug);
        found.push(RelatedLetter { kind: other.kind, title, language: other.language, href });
    }
    Ok(found)
}

/// Builds everything that one public letter shows.
pub(super) async fn build(site: &Data<Site>, slug: &str) -> crate::error::Result<Option<LetterPages>> {
    let (wanted, language) = (slug.to_owned(), site.words().lang());
    let Some(public) = site.store.read(move |db| find_public(db, &wanted, language)).await? else { return Ok(None) };
    let site = site.clone();
    // Rendering and compressing take some milliseconds, which no worker thread should wait for.
    let built = actix_web::rt::task::spawn_blocking(move || pages_of(&site, public)).await;
    built.map_err(|fault| Error::internal("building a public page", fault))?.map(Some)
}

fn pages_of(site: &Site, public: Public) -> crate::error::Result<LetterPages> {
    let now = site.now();
    let Public { row, revision, frozen, text, register, kit, log, related, change_agreed, languages } = public;
    let wording = Wording::frozen(&revision, &frozen, &text);
    let notes = log.notes.iter().filter(|note| note.words.is_some()).cloned().collect();
    let contacts = if row.kind.prints_contacts() { kit.contacts.clone() } else { Vec::new() };
    let letter = public_letter(&site.words(), &row, &wording, now);
    let translation = translation_note(&row, &frozen);
    let letter = Arc::new(PublicLetter { notes, contacts, related, change_agreed, translation, ..letter });
    let register = Arc::new(register);
    let mut pages = HashMap::new();
    if let (Some(withdrawn_at), true) = (row.withdrawn_at, row.facts().shows_withdrawal()) {
        let reason = row.withdrawal_reason.clone().unwrap_or_default();
        let page = WithdrawnPage { shell: site.shell(), letter, withdrawn_at, reason };
        pages.insert(LETTER.to_owned(), StoredPage::new(FileKind::Html, rendered(&page)?));
        return Ok(LetterPages::new(row.id, pages, register, None));
    }
    let links = if languages.len() > 1 { language_links(&row, &languages, &frozen.language) } else { Vec::new() };
    let shell = Shell { languages: links, ..site.shell() };
    let page = LetterPage { shell, letter: Arc::clone(&letter), register: Arc::clone(&register) };
    pages.insert(LETTER.to_owned(), StoredPage::new(FileKind::Html, rendered(&page)?));
    let page = register_page(site, &letter, &register, RegisterFilter::default());
    pages.insert(REGISTER.to_owned(), StoredPage::new(FileKind::Html, rendered(&page)?));
    let is_checked_by_hand = row.listing_rule == ListingRule::CheckFirst;
    let (shown, signed) = (Arc::clone(&letter), Arc::clone(&register));
    let page = PressPage { shell: site.shell(), letter: shown, register: signed, kit, is_checked_by_hand };
    pages.insert(PRESS.to_owned(), StoredPage::new(FileKind::Html, rendered(&page)?));
    let page = EmbedPage { shell: site.shell(), letter: Arc::clone(&letter), register: Arc::clone(&register) };
    pages.insert(EMBED.to_owned(), StoredPage::new(FileKind::Framed, rendered(&page)?));
    let page = ChangesPage { shell: site.shell(), letter: Arc::clone(&letter), register: Arc::clone(&register), log };
    pages.insert(CHANGES.to_owned(), StoredPage::new(FileKind::Html, rendered(&page)?));
    // The moment after the closing time is the first at which the page must no longer offer to sign.
    let valid_until = row.closes_at.filter(|_| letter.is_collecting).map(|at| at + chrono::TimeDelta::microseconds(1));
    Ok(LetterPages::new(row.id, pages, register, valid_until).with_letter(letter))
}

/// The letter's page in each of its languages, the one that is signed first.
fn language_links(row: &Letter, languages: &[String], current: &str) -> Vec<LanguageLink> {
    let link = |tag: &String| LanguageLink {
        tag: tag.clone(),
        name: name_of(tag).to_owned(),
        href: if *tag == row.language {
            format!("/letters/{}", row.slug)
        } else {
            format!("/letters/{}/{tag}", row.slug)
        },
        is_current: tag == current,
    };
    let (signed, others): (Vec<_>, Vec<_>) = languages.iter().partition(|tag| **tag == row.language);
    signed.into_iter().chain(others).map(link).collect()
}

/// `signatories.json` of a public letter.
pub(super) fn json_of(site: &Site, letter: &PublicLetter, register: &Register) -> crate::error::Result<Vec<u8>> {
    let facts = LetterFacts {
        slug: letter.slug.clone(),
        title: letter.text.title.clone(),
        kind: letter.kind,
        language: letter.language.clone(),
        version: letter.version,
        text_sha256: letter.text_sha256.clone(),
        published_at: letter.published_at.map(when::iso).unwrap_or_default(),
        url: site.config.link(&letter.path("")),
    };
    signatories_json(&facts, register)
}

/// The register under a filter.
pub(super) fn register_page(
    site: &Site,
    letter: &Arc<PublicLetter>,
    register: &Arc<Register>,
    filter: RegisterFilter,
) -> RegisterPage {
    RegisterPage { shell: site.shell(), letter: Arc::clone(letter), register: Arc::clone(register), filter }
}

/// The bytes of a page.
pub(super) fn rendered(page: &impl Template) -> crate::error::Result<Vec<u8>> {
    page.render().map(String::into_bytes).map_err(|fault| Error::internal("rendering a public page", fault))
}

/// The pages of a letter that readers may see.
pub(super) async fn find(site: &Data<Site>, slug: &str) -> Result<Arc<LetterPages>> {
    let found = site.public_cache.get(slug, site.now(), || build(site, slug)).await?;
    found.ok_or_else(|| Error::NotFound.into())
}

async fn stored(site: &Data<Site>, request: &HttpRequest, slug: &str, name: &str) -> Result<HttpResponse> {
    let pages = find(site, slug).await?;
    let page = pages.pages.get(name).ok_or(Error::NotFound)?;
    Ok(page.respond(request, site.config.cdn_seconds))
}

/// `GET /letters/{slug}`
pub async fn show(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    stored(&site, &request, &slug, LETTER).await
}

/// `GET /letters/{slug}/signatories.csv`; with the query of a view, the lines of that view.
pub async fn csv(
    site: Data<Site>,
    slug: Path<String>,
    query: Query<BTreeMap<String, String>>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let filter = RegisterFilter::read(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let pages = find(&site, &slug).await?;
    pages.public.as_ref().ok_or(Error::NotFound)?;
    if filter.is_narrow() && site.switches.load().search_off {
        return search_off(&site, &slug);
    }
    if filter.is_narrow() {
        let content = signatories_csv(pages.register.taken(&filter))?;
        return Ok(respond_once(FileKind::Csv, content, &request, site.config.cdn_seconds));
    }
    let register = Arc::clone(&pages.register);
    let made = made_once(&pages.files.csv, FileKind::Csv, move || signatories_csv(register.named())).await?;
    Ok(made.respond(&request, site.config.cdn_seconds))
}

/// `GET /letters/{slug}/press`
pub async fn press_page(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    stored(&site, &request, &slug, PRESS).await
}

/// `GET /letters/{slug}/changes`
pub async fn changes(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    stored(&site, &request, &slug, CHANGES).await
}

/// `GET /letters/{slug}/embed`: for frames of other sites.
pub async fn embed(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    stored(&site, &request, &slug, EMBED).await
}

/// `GET /letters/{slug}/signatories.json`
pub async fn json(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let pages = find(&site, &slug).await?;
    let letter = Arc::clone(pages.public.as_ref().ok_or(Error::NotFound)?);
    let (own, register) = (site.clone(), Arc::clone(&pages.register));
    let made = made_once(&pages.files.json, FileKind::Json, move || json_of(&own, &letter, &register)).await?;
    Ok(made.respond(&request, site.config.cdn_seconds))
}

/// `GET /letters/{slug}/proof.zip`: the newest one only. The first who asks after a change has its manifest noted, which is
/// no act of the reader: it says what is public already.
pub async fn proof(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let pages = find(&site, &slug).await?;
    let letter = pages.public.as_ref().ok_or(Error::NotFound)?;
    let (own, slug, url, now) =
        (site.clone(), letter.slug.clone(), site.config.link(&letter.signed_path()), site.now());
    let made = made_once(&pages.files.proof, FileKind::Zip, move || prove(&own.store, &slug, &url, now)).await?;
    Ok(made.respond(&request, site.config.cdn_seconds))
}

/// `GET /letters/{slug}/letter.docx`
pub async fn docx(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let pages = find(&site, &slug).await?;
    let letter = Arc::clone(pages.public.as_ref().ok_or(Error::NotFound)?);
    let (shell, register) = (site.shell(), Arc::clone(&pages.register));
    let make = move || letter_docx(&shell, &letter, &register);
    let made = made_once(&pages.files.docx, FileKind::Docx, make).await?;
    Ok(made.respond(&request, site.config.cdn_seconds))
}

/// A file of the letter, made off the worker threads by the first who asks.
async fn made_once<F>(cell: &OnceCell<StoredPage>, kind: FileKind, make: F) -> crate::error::Result<&StoredPage>
where
    F: FnOnce() -> crate::error::Result<Vec<u8>> + Send + 'static,
{
    let make = || async {
        let made = actix_web::rt::task::spawn_blocking(move || make().map(|bytes| StoredPage::new(kind, bytes)));
        made.await.unwrap_or_else(|fault| Err(Error::internal("making a file", fault)))
    };
    cell.get_or_try_init(make).await
}

/// `GET /verify/minisign.pub`: the key that proofs of this server are signed with.
pub async fn public_key(site: Data<Site>) -> Result<HttpResponse> {
    let key = signing_key(&site.keys)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")))
        .body(key.public().file()))
}

/// `GET /letters/{slug}/signatories?country=KE&kind=organisation&q=…&after=…`
pub async fn signatories(
    site: Data<Site>,
    slug: Path<String>,
    query: Query<BTreeMap<String, String>>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    if query.is_empty() {
        return stored(&site, &request, &slug, REGISTER).await;
    }
    let pages = find(&site, &slug).await?;
    let letter = pages.public.as_ref().ok_or(Error::NotFound)?;
    let filter = RegisterFilter::read(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    if filter.is_narrow() && site.switches.load().search_off {
        return search_off(&site, &slug);
    }
    let content = rendered(&register_page(&site, letter, &pages.register, filter))?;
    Ok(respond_once(FileKind::Html, content, &request, site.config.cdn_seconds))
}

/// `GET /letters/{slug}/versions/{n}`: text only, no name.
pub async fn version(site: Data<Site>, path: Path<(String, i32)>) -> Result<HttpResponse> {
    let (slug, n) = path.into_inner();
    page(StatusCode::OK, &version_page(&site, &frozen_wording(&site, slug, n).await?)?)
}

fn version_page(site: &Site, wording: &FrozenWording) -> crate::error::Result<VersionPage> {
    let FrozenWording { row, revision, frozen, before } = wording;
    let text = frozen.text()?;
    let wording = Wording::frozen(revision, frozen, &text);
    let translation = translation_note(row, frozen);
    let letter = Arc::new(PublicLetter { translation, ..public_letter(&site.words(), row, &wording, site.now()) });
    let newer = row.published_revision.filter(|newest| *newest > revision.n);
    let changes = before.as_ref().map(|before| diff(before, &frozen.canonical_text));
    Ok(VersionPage { shell: site.shell(), letter, newer, changes })
}

/// A version's page and its canonical text.
pub(super) async fn version_files(site: &Site, slug: &str, n: i32) -> crate::error::Result<(Vec<u8>, String)> {
    let wording = frozen_wording(site, slug.to_owned(), n).await?;
    Ok((rendered(&version_page(site, &wording)?)?, wording.frozen.canonical_text))
}

/// `GET /letters/{slug}/versions/{n}.md`: the canonical text, byte for byte.
pub async fn version_text(site: Data<Site>, path: Path<(String, i32)>) -> Result<HttpResponse> {
    let (slug, n) = path.into_inner();
    let FrozenWording { frozen, .. } = frozen_wording(&site, slug, n).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/markdown; charset=utf-8")))
        .body(frozen.canonical_text))
}

/// One wording that the public may read, and the exact text of the one before.
struct FrozenWording {
    row: Letter,
    revision: Revision,
    frozen: RevisionText,
    before: Option<String>,
}

async fn frozen_wording(site: &Site, slug: String, n: i32) -> crate::error::Result<FrozenWording> {
    site.store
        .read(move |db| {
            let (slug, tag) = in_language(&slug);
            let row = letter::find_by_slug(db, slug)?;
            // A wording that was frozen later than the one the public reads is not public yet.
            if !row.facts().is_public() || row.published_revision.is_none_or(|newest| n > newest) {
                return Err(Error::NotFound);
            }
            let revision = revision::find(db, &row.id, n)?;
            let frozen = text_in(db, &row, n, tag)?;
            let before = match text_in(db, &row, n - 1, tag) {
                Ok(text) => Some(text.canonical_text),
                Err(Error::NotFound) => None,
                Err(fault) => return Err(fault),
            };
            Ok(FrozenWording { row, revision, frozen, before })
        })
        .await
}

/// `GET /`: the published letters.
pub async fn front(site: Data<Site>) -> Result<HttpResponse> {
    let published = published(&site).await?;
    let (words, now) = (site.words(), site.now());
    let letters = published
        .into_iter()
        .map(|Published { row, title, counts, .. }| {
            let zone = row.time_zone.parse().unwrap_or(chrono_tz::UTC);
            let shown = |at| Shown::of(&When::of(at, zone, &row.zone_label), &words);
            let is_collecting = row.facts().state(now) == LetterState::Published { collecting: true };
            FrontLetter {
                kind: row.kind,
                title,
                convener: row.conveners().into_iter().next().map(|convener| convener.name).unwrap_or_default(),
                published: shown(row.published_at.unwrap_or(now)),
                closes: row.closes_at.filter(|_| is_collecting).map(shown),
                is_collecting,
                counts,
                slug: row.slug,
                language: row.language,
                summary: row.summary,
                country_noun: row.countries_noun,
            }
        })
        .collect();
    page(StatusCode::OK, &FrontPage { shell: site.shell(), letters })
}

/// A published letter with what lists tell of it.
pub(super) struct Published {
    pub row: Letter,
    pub title: String,
    pub counts: Counts,
    pub as_of: Moment,
}

/// The published letters, the newest first. What is told of who signed is read off their stored pages, so that a list of letters
/// costs no more because one of them has 100,000 names.
pub(super) async fn published(site: &Data<Site>) -> Result<Vec<Published>> {
    let rows = site.store.read(letter::list_published).await?;
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let found = site.public_cache.get(&row.slug, site.now(), || build(site, &row.slug)).await?;
        // A letter that was hidden meanwhile is left out.
        let Some((letter, pages)) = found.and_then(|pages| Some((pages.public.clone()?, pages))) else { continue };
        let (counts, as_of) = (pages.register.counts(), pages.register.as_of);
        told.push(Published { row, title: letter.text.title.clone(), counts, as_of });
    }
    Ok(told)
}
