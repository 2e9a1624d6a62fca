//! `/desk/letters/{id}/press`: whom journalists may ask, quotes with the approval of the person quoted, how names were checked.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::set_press::set_press;
use crate::domain::press::{MediaContact, PressKit, Quote};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::store::{Lane, Tx, letter, press};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, actor, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// Empty rows offered behind the filled ones, so that the page works without JavaScript.
const SPARE_ROWS: usize = 2;
/// The parts of a contact, in the order of the form.
const CONTACT: [&str; 7] = [
    "contact_name",
    "contact_organisation",
    "contact_city",
    "contact_languages",
    "contact_phone",
    "contact_email",
    "contact_hours",
];
/// The parts of a quote beside its words.
const QUOTE: [&str; 4] = ["quote_name", "quote_title", "quote_organisation", "quote_approval"];

#[derive(Template)]
#[template(path = "desk/press.html")]
struct PressDeskPage {
    shell: Shell,
    form: FormState,
    contact_rows: std::ops::Range<usize>,
    quote_rows: std::ops::Range<usize>,
    /// Words of the summary, which stands on the page of details.
    summary_words: usize,
    details: String,
    previews: String,
    corrections: String,
    /// Where the public page is, once it is public.
    public: Option<String>,
    may_write: bool,
}

impl PressDeskPage {
    fn new(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> PressDeskPage {
        let filled = |fields: &[&str]| {
            let last = |name: &&str| form.all(name).iter().rposition(|value| !value.is_empty()).map_or(0, |at| at + 1);
            0..fields.iter().map(last).max().unwrap_or(0) + SPARE_ROWS
        };
        let is_public = work.letter.facts().is_public();
        PressDeskPage {
            contact_rows: filled(&CONTACT),
            quote_rows: filled(&[&QUOTE[..], &["quote_text"]].concat()),
            summary_words: work.letter.summary.split_whitespace().count(),
            details: work.path("details"),
            previews: work.path(super::previews::PAGE),
            corrections: work.path("corrections"),
            public: is_public.then(|| format!("/letters/{}/press", work.letter.slug)),
            may_write: work.member.rights.may_brief_press(),
            shell: work.shell(site, who, "press"),
            form,
        }
    }

    fn contact_parts(&self) -> [&'static str; 7] {
        CONTACT
    }

    fn quote_parts(&self) -> [&'static str; 4] {
        QUOTE
    }
}

/// `GET /desk/letters/{id}/press`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let letter = work.letter.id.clone();
    let (kit, version) = site.store.read(move |db| press::find(db, &letter)).await?;
    page(StatusCode::OK, &PressDeskPage::new(&site, &who, &work, filled(&kit, version)))
}

fn filled(kit: &PressKit, version: i32) -> FormState {
    let mut form = FormState::new().with("based_on", version.to_string()).with("checked", &*kit.checked);
    for one in &kit.contacts {
        let parts = [&one.name, &one.organisation, &one.city, &one.languages, &one.phone, &one.email, &one.hours];
        for (field, value) in CONTACT.iter().zip(parts) {
            form = form.with(field, value);
        }
    }
    for one in &kit.quotes {
        form = form.with("quote_text", &*one.text);
        for (field, value) in QUOTE.iter().zip([&one.name, &one.title, &one.organisation, &one.approval]) {
            form = form.with(field, value);
        }
    }
    form
}

/// `POST /desk/letters/{id}/press`: `save`.
pub async fn save(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_brief_press()?;
    let Some(kit) = parse(&site, &mut form) else {
        return page(status_of(&form), &PressDeskPage::new(&site, &who, &work, form));
    };
    let based_on = form.value("based_on").parse().unwrap_or(-1);
    let (letter_id, by, now) = (work.letter.id.clone(), actor(&who), site.now());
    let save = move |tx: &mut Tx<'_>| {
        let row = letter::find(tx, &letter_id)?;
        set_press(tx, &row, &kit, based_on, &by, now)
    };
    match site.store.write(Lane::Desk, save).await {
        Ok(()) => Ok(see_other(&work.path("press"))),
        Err(Error::Refused(refusal @ Refusal::EditedMeanwhile)) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            let letter = work.letter.id.clone();
            let (_, version) = site.store.read(move |db| press::find(db, &letter)).await?;
            let form = form.replaced("based_on", version.to_string());
            page(StatusCode::CONFLICT, &PressDeskPage::new(&site, &who, &work, form))
        }
        Err(fault) => Err(fault.into()),
    }
}

fn parse(site: &Site, form: &mut FormState) -> Option<PressKit> {
    let value = |name: &str, row: usize| form.value_at(name, row).trim().to_owned();
    let rows = |fields: &[&str]| fields.iter().map(|name| form.all(name).len()).max().unwrap_or(0);
    let contact = |row: usize| {
        let [name, organisation, city, languages, phone, email, hours] = CONTACT.map(|field| value(field, row));
        MediaContact { name, organisation, city, languages, phone, email, hours }
    };
    let quote = |row: usize| {
        let [name, title, organisation, approval] = QUOTE.map(|field| value(field, row));
        Quote { text: value("quote_text", row), name, title, organisation, approval }
    };
    let typed = PressKit {
        contacts: (0..rows(&CONTACT)).map(contact).collect(),
        quotes: (0..rows(&["quote_text", "quote_name"])).map(quote).collect(),
        checked: form.value("checked").to_owned(),
    };
    match PressKit::parse(typed) {
        Ok(kit) => Some(kit),
        Err(faults) => {
            let words = site.words();
            for fault in faults {
                let mut sentence = words.say_of("fault", fault.code).with("limit", fault.limit).to_string();
                if let Some(row) = fault.row {
                    sentence = words.say("fault-in-row").with("row", row + 1).with("fault", sentence).to_string();
                }
                form.refuse(fault.field, sentence);
            }
            None
        }
    }
}
