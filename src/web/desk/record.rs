//! `/desk/letters/{id}/signatures/record`: an organisation's signature that came by phone or on paper, with how consent was
//! given. Persons sign for themselves.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::record::{Consent, record};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{PrintedLine, SignatoryKind, SignsAs};
use crate::domain::text::{NAME_CHARS, lines, name_key, optional_line};
use crate::error::Error;
use crate::store::invitation::{self, Invitation};
use crate::store::organisation::Organisation;
use crate::store::{Db, Lane};
use crate::web::answer;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::country_choices;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::signing::{Reader, region_choices};
use crate::web::site::Site;

/// The longest note on how consent was given, in characters.
const NOTE_MAX: usize = 1000;

/// The form.
#[derive(Template)]
#[template(path = "desk/record.html")]
pub struct RecordPage {
    shell: Shell,
    form: FormState,
    /// Organisations that were invited, to choose from while typing.
    invited: Vec<String>,
    kinds: Vec<(String, String)>,
    countries: Vec<(String, String)>,
    regions: Vec<(String, String)>,
    path: String,
}

/// The invitations that stand, with their cards.
fn invited(db: &mut Db<'_>, work: &Work) -> crate::error::Result<Vec<(Invitation, Organisation)>> {
    let rows = invitation::list(db, &work.letter.id)?.into_iter();
    Ok(rows.filter(|(row, ..)| row.revoked_at.is_none()).map(|(row, card, _)| (row, card)).collect())
}

impl RecordPage {
    async fn read(site: &Site, who: &SignedIn, work: Work, form: FormState) -> Result<RecordPage> {
        let (shell, path, words) = (work.shell(site, who, "signatures"), work.path("signatures"), site.words());
        let read = move |db: &mut Db<'_>| Ok((invited(db, &work)?, country_choices(db, &work.letter.id, &words)?));
        let (open, countries) = site.store.read(read).await?;
        // Here nobody is asked at signing, as the empty choice of an invitation says.
        let known = countries.into_iter().filter(|(code, _)| !code.is_empty());
        let countries = std::iter::once((String::new(), shell.t.say("sign-choose").text())).chain(known).collect();
        let mut invited: Vec<String> = open.into_iter().map(|(_, card)| card.name).collect();
        invited.sort();
        invited.dedup();
        let kinds = [SignatoryKind::Organisation, SignatoryKind::Network];
        let kind = |kind: &SignatoryKind| (kind.as_str().to_owned(), shell.t.say_of("invitee-kind", kind).to_string());
        Ok(RecordPage {
            kinds: kinds.iter().map(kind).collect(),
            regions: region_choices(&shell.t),
            shell,
            form,
            invited,
            countries,
            path,
        })
    }
}

/// The letter, for its checkers.
async fn find(site: &Site, who: &SignedIn, id: &str) -> Result<Work> {
    let work = Work::find(site, who, id).await?;
    work.letter.facts().accepts_submission(site.now())?;
    let is_theirs = work.member.rights.may_check() && work.letter.signers.allow(SignsAs::Organisation);
    if is_theirs { Ok(work) } else { Err(Error::NotAllowed.into()) }
}

/// `GET /desk/letters/{id}/signatures/record`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = find(&site, &who, &id).await?;
    answer::ok(&RecordPage::read(&site, &who, work, FormState::new()).await?)
}

/// `POST /desk/letters/{id}/signatures/record`
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, form, .. } = sent;
    let work = find(&site, &who, &id).await?;
    let key = name_key(form.value("organisation_name"));
    let (letter, for_read) = (work.letter.clone(), Work::find(&site, &who, &id).await?);
    let mut open = site.store.read(move |db| invited(db, &for_read)).await?.into_iter();
    let met = open.find(|(_, card)| card.name_key == key);
    // The card knows the country already; only an organisation that was not invited has to be asked.
    let country = met.as_ref().and_then(|(_, card)| card.country.clone()).filter(|_| form.value("country").is_empty());
    let mut form = match country {
        Some(code) => form.replaced("country", &code),
        None => form,
    };
    let Some((line, person, note)) = parse(&site, &mut form) else {
        return answer::refused(&RecordPage::read(&site, &who, work, form).await?);
    };
    let consent = Consent { line, person, note, invitation: met.map(|(row, _)| row) };
    let (by, now) = (who.coordinator.id.clone(), site.now());
    match site.store.write(Lane::Desk, move |tx| record(tx, &letter, &consent, &by, now)).await {
        Ok(id) => Ok(answer::see_other(&format!("{}?signature={id}", work.path("signatures")))),
        Err(Error::Refused(Refusal::AlreadyRecorded)) => {
            form.refuse("organisation_name", site.words().say_of("refusal", Refusal::AlreadyRecorded.code()));
            answer::refused(&RecordPage::read(&site, &who, work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}

fn parse(site: &Site, form: &mut FormState) -> Option<(PrintedLine, String, String)> {
    let words = site.words();
    let kind = if form.is("kind", "network") { SignatoryKind::Network } else { SignatoryKind::Organisation };
    let line = Reader::new(form, &words).line(kind);
    let person = optional_line(form.value("person"), NAME_CHARS);
    if let Err(fault) = &person {
        form.refuse("person", words.say_of("fault", fault.code()).with("limit", NAME_CHARS).to_string());
    }
    let note = lines(form.value("consent_note"), NOTE_MAX);
    if let Err(fault) = &note {
        form.refuse("consent_note", words.say_of("fault", fault.code()).with("limit", NOTE_MAX).to_string());
    }
    if form.has_errors() {
        return None;
    }
    Some((line?, person.ok()?.unwrap_or_default(), note.ok()?))
}
