//! `/desk/letters/{id}/details`: what stands around the body: title, addressees, conveners, place, who may sign.
//! Title, addressees, re line and officers are part of the frozen wording, so they are saved as an edit; the rest is not.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::link_letters::link_letters;
use crate::actions::save_draft::{Save, save_draft, set_language};
use crate::actions::set_details::set_details;
use crate::domain::ids::LetterId;
use crate::domain::language;
use crate::domain::letter::{Kind, Section};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::store::letter::{self, Letter, set};
use crate::store::{Lane, Tx, revision};
use crate::web::answer::{page, see_other};
use crate::web::desk::letters::{kind_choices, signer_choices};
use crate::web::desk::{Work, actor, refuse_text, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

mod read;

/// Empty rows offered after the filled ones, so that the page works without JavaScript.
const SPARE_ROWS: usize = 2;
#[derive(Template)]
#[template(path = "desk/details.html")]
struct DetailsPage {
    shell: Shell,
    form: FormState,
    kinds: Vec<(&'static str, String, String)>,
    signers: Vec<(&'static str, String, String)>,
    kind: Kind,
    /// Letters of mine that could belong together with this one: id, title, language.
    linkable: Vec<(String, String, String)>,
    languages: Vec<(String, String)>,
    is_open: bool,
    is_public: bool,
    /// The word of what a change of the title does.
    title_hint: &'static str,
    public_link: String,
}

impl DetailsPage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<DetailsPage> {
        let shell = work.shell(site, who, "details");
        let (row, asker) = (work.letter.clone(), who.coordinator.id.clone());
        let linkable = site.store.read(move |db| linkable(db, &row, &asker)).await?;
        Ok(DetailsPage {
            kinds: kind_choices(&shell),
            signers: signer_choices(&shell),
            kind: form.value("kind").parse().unwrap_or(work.letter.kind),
            linkable: linkable.into_iter().map(|(row, title)| (row.id.to_string(), title, row.language)).collect(),
            languages: languages(work),
            is_open: work.letter.opened_at.is_some(),
            is_public: work.letter.facts().is_public(),
            title_hint: if work.letter.opened_at.is_some() { "open" } else { "draft" },
            public_link: site.config.link(&format!("/letters/{}", work.letter.slug)),
            shell,
            form,
        })
    }

    /// The rows of a repeated group: the filled ones and some to spare.
    fn rows(&self, name: &str) -> std::ops::Range<usize> {
        let fields = read::ROWS.iter().find(|fields| fields[0] == name).copied().unwrap_or_default();
        let filled = |name: &&str| self.form.all(name).iter().rposition(|value| !value.trim().is_empty());
        let last = fields.iter().filter_map(filled).max();
        0..last.map_or(0, |last| last + 1) + SPARE_ROWS
    }

    /// Whether a section stands unfolded: the kind usually has it, something is in it, or something in it is wrong.
    fn is_unfolded(&self, section: &Section) -> bool {
        let fields: &[&str] = match section {
            Section::To => read::ROWS[0],
            Section::From => read::ROWS[1],
            Section::Officers => read::ROWS[2],
            Section::Quotes => read::ROWS[3],
            Section::Asks => read::ROWS[4],
            Section::Background => &["background_heading", "background"],
            Section::Occasion => &["event_what", "event_place", "event_dated", "event_link"],
            Section::Source => &["source_title", "source_publisher", "source_dated", "source_link"],
            Section::Tags => &["tags"],
        };
        let is_filled = |name: &&str| self.form.all(name).iter().any(|value| !value.trim().is_empty());
        let is_refused = |name: &&str| self.form.error(name).is_some();
        self.kind.sections().contains(section) || fields.iter().any(|name| is_filled(name) || is_refused(name))
    }

    /// The word of what the line under the title is for this kind.
    fn re_line_word(&self) -> &'static str {
        if self.kind == Kind::PressRelease { "press_release" } else { "letter" }
    }
}

/// The other letters on which the asker may write, with their titles.
fn linkable(
    db: &mut crate::store::Db<'_>,
    row: &Letter,
    asker: &crate::domain::ids::CoordinatorId,
) -> crate::error::Result<Vec<(Letter, String)>> {
    let mut found = Vec::new();
    for other in letter::list_for(db, asker)? {
        let (_, member) = letter::find_for(db, &other.id, asker)?;
        if other.id != row.id && member.rights.may_write() {
            let title = revision::latest_edit(db, &other.id, &other.language)?.text()?.title;
            found.push((other, title));
        }
    }
    Ok(found)
}

/// The languages to choose from; the letter's own is among them whatever it is.
fn languages(work: &Work) -> Vec<(String, String)> {
    let own = &work.letter.language;
    let mut languages: Vec<_> =
        language::all().iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
    if languages.iter().all(|(tag, _)| tag != own) {
        languages.push((own.clone(), language::name_of(own).to_owned()));
    }
    languages
}

/// `GET /desk/letters/{id}/details`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let row = work.letter.clone();
    let linked = site.store.read(move |db| set::others(db, &row)).await?;
    let form = filled(&work, &linked);
    page(StatusCode::OK, &DetailsPage::load(&site, &who, &work, form).await?)
}

fn filled(work: &Work, linked: &[Letter]) -> FormState {
    let (letter, text) = (&work.letter, &work.text);
    let mut form = FormState::new()
        .with("title", &*text.title)
        .with("slug", &*letter.slug)
        .with("kind", letter.kind.as_str())
        .with("signers", letter.signers.as_str())
        .with("language", &*letter.language)
        .with("place", &*letter.place)
        .with("dated", &*letter.dated)
        .with("re_line", &*text.re_line)
        .with("summary", &*letter.summary)
        .with("based_on", format!("{}.{}", work.edit.n, letter.details_version));
    for one in &text.addressees {
        form = form
            .with("addressee_name", &*one.name)
            .with("addressee_role", &*one.role)
            .with("addressee_body", &*one.body)
            .with("addressee_place", &*one.place);
    }
    for one in letter.conveners() {
        form = form.with("convener_name", one.name).with("convener_website", one.website);
    }
    for one in &text.officers {
        form = form.with("officer_name", &*one.name).with("officer_title", &*one.title);
    }
    for one in &text.quotes {
        form = form
            .with("quote_text", &*one.text)
            .with("quote_name", &*one.name)
            .with("quote_title", &*one.title)
            .with("quote_organisation", &*one.organisation);
    }
    form = text.asks.iter().fold(form, |form, ask| form.with("ask", &**ask));
    let around = letter.particulars();
    form = form
        .with("background_heading", &*text.background_heading)
        .with("background", &*text.background)
        .with("event_what", around.occasion.what)
        .with("event_place", around.occasion.place)
        .with("event_dated", around.occasion.dated)
        .with("event_link", around.occasion.link)
        .with("source_title", around.source.title)
        .with("source_publisher", around.source.publisher)
        .with("source_dated", around.source.dated)
        .with("source_link", around.source.link)
        .with("tags", around.tags.join(", "));
    form = linked.iter().fold(form, |form, other| form.with("linked", other.id.as_str()));
    if letter.asks_representative { form.with("asks_representative", "yes") } else { form }
}

/// `POST /desk/letters/{id}/details`: `save`.
pub async fn save(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if let Some(form) = read::moved(&form) {
        return page(StatusCode::OK, &DetailsPage::load(&site, &who, &work, form).await?);
    }
    let text = read::text(&form, &work.text);
    refuse_text(&site, &mut form, &text.faults());
    let details = read::details(&site, &work, &mut form);
    let Some(details) = details.filter(|_| !form.has_errors()) else {
        return page(status_of(&form), &DetailsPage::load(&site, &who, &work, form).await?);
    };
    let (letter, by, now) = (work.letter.clone(), actor(&who), site.now());
    let author = who.coordinator.id.clone();
    let (edit_n, details_version) = read::based_on(&form);
    let language = form.value("language").to_owned();
    // Without the hidden field the section was not on the form: a program that sends less unlinks nothing.
    let linked: Option<Vec<LetterId>> = form.is("links", "shown").then(|| read::linked(&form));
    let save = Save { based_on: edit_n, text, note: String::new() };
    let saved = site
        .store
        .write(Lane::Desk, move |tx: &mut Tx<'_>| {
            save_draft(tx, &letter, &save, &author, now)?;
            set_details(tx, &letter, &details, details_version, &by, now)?;
            if let Some(linked) = &linked {
                let row = letter::find(tx, &letter.id)?;
                link_letters(tx, &row, linked, &author, now)?;
            }
            if language.is_empty() { Ok(()) } else { set_language(tx, &letter, &language, &author, now) }
        })
        .await;
    let status = match saved {
        Ok(()) => return Ok(see_other(&work.path("details"))),
        Err(Error::Refused(Refusal::SlugTaken)) => {
            form.refuse("slug", site.words().say_of("refusal", Refusal::SlugTaken));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(Error::Refused(refusal @ (Refusal::EditedMeanwhile | Refusal::WrongLetterState))) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            StatusCode::CONFLICT
        }
        Err(fault) => return Err(fault.into()),
    };
    // What was typed stays; saving once more is then based on what the other person saved.
    let work = Work::find(&site, &who, &id).await?;
    let form = form.replaced("based_on", format!("{}.{}", work.edit.n, work.letter.details_version));
    page(status, &DetailsPage::load(&site, &who, &work, form).await?)
}
