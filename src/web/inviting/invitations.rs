//! `/desk/letters/{id}/invitations`: who is invited and where each stands; one more by hand; taking back; shared links.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::invite::{NewInvitee, invite};
use crate::actions::revoke_invitation::revoke_invitations;
use crate::actions::share_link::{revoke_link, share_link};
use crate::domain::country::CountryCode;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{InvitationId, SharedLinkId};
use crate::domain::text::{OrganisationName, PersonName, TextFault, line};
use crate::render::when::date;
use crate::store::{Lane, invitation, shared_link};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::rows::{self, Rows};
use crate::web::inviting::{
    Asked, asked, country_choices, kind_choices, language_choices, must_see_contacts, region_filter,
};
use crate::web::page::{Shell, Tone};
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// Longest label of a shared link, in characters.
const LABEL_CHARS: usize = 100;
/// What can be said on top after a redirect; other words are passed over.
const DONE: [&str; 5] = ["added", "revoked", "shared", "unshared", "imported"];

/// A shared link in the list.
pub struct LinkRow {
    id: String,
    label: String,
    /// The whole link; empty once taken back.
    link: String,
    made: String,
    /// How many signatures it brought.
    brought: i64,
}

#[derive(Template)]
#[template(path = "inviting/invitations.html")]
struct InvitationsPage {
    shell: Shell,
    form: FormState,
    filter: FormState,
    rows: Rows,
    links: Vec<LinkRow>,
    countries: Vec<(String, String)>,
    regions: Vec<(String, String)>,
    languages: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    unmailed: usize,
    may_write: bool,
    here: String,
    mail: String,
}

impl InvitationsPage {
    async fn read(site: &Site, who: &SignedIn, work: &Work, filter: FormState, form: FormState) -> Result<Self> {
        let (words, letter, member) = (site.words(), work.letter.clone(), work.member.clone());
        let (asked, config) = (filter.clone(), site.config.link("/join/"));
        let read = move |db: &mut crate::store::Db<'_>| {
            let countries = country_choices(db, &letter.id, &words)?;
            let rows = rows::read(db, &letter, &member, &asked, &countries, &words)?;
            let unmailed = crate::store::invitee::unmailed(db, &letter.id)?.len();
            let brought = shared_link::brought(db, &letter.id)?;
            let mut links = Vec::new();
            for link in invitation::shared_links(db, &letter.id)? {
                let secret = if link.revoked_at.is_none() { Some(link.secret(db)?) } else { None };
                links.push(LinkRow {
                    link: secret.map(|secret| format!("{config}{secret}")).unwrap_or_default(),
                    made: date(link.created_at, &words),
                    brought: brought.get(&link.id).copied().unwrap_or_default(),
                    label: link.label,
                    id: link.id.0,
                });
            }
            Ok((rows, links, countries, unmailed))
        };
        let (rows, links, countries, unmailed) = site.store.read(read).await?;
        let mut shell = work.shell(site, who, "invitations");
        if let Some(done) = DONE.iter().find(|word| filter.is("done", word)) {
            let sentence = shell.t.say_of("invitations-done", done).to_string();
            shell = shell.with_banner(Tone::Done, sentence);
        }
        Ok(InvitationsPage {
            languages: language_choices(&shell.t),
            regions: region_filter(&shell.t),
            kinds: kind_choices(&shell.t),
            may_write: work.member.rights.may_write(),
            here: work.path("invitations"),
            mail: work.path("mail"),
            shell,
            form,
            filter,
            rows,
            links,
            countries,
            unmailed,
        })
    }

    /// The day of a mail or an answer.
    fn day(&self, at: &Option<crate::clock::Moment>) -> Option<String> {
        at.map(|at| date(at, &self.shell.t))
    }

    /// The link to the next rows, under the same filter.
    fn next_link(&self, after: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for name in ["q", "status", "country", "language"] {
            if !self.filter.value(name).is_empty() {
                query.append_pair(name, self.filter.value(name));
            }
        }
        format!("{}?{}", self.here, query.append_pair("after", after).finish())
    }
}

/// `GET /desk/letters/{id}/invitations`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    must_see_contacts(&work)?;
    let form = FormState::new().with("kind", usual_kind(&work));
    page(StatusCode::OK, &InvitationsPage::read(&site, &who, &work, asked(query), form).await?)
}

fn usual_kind(work: &Work) -> &'static str {
    match work.letter.signers {
        crate::domain::letter::Signers::Individuals => "individual",
        _ => "organisation",
    }
}

/// `POST /desk/letters/{id}/invitations`: `add`, `revoke`, `share`, `unshare`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let done = match form.value("action") {
        "add" => add(&site, &work, &mut form).await?,
        "revoke" => revoke(&site, &who, &work, &mut form).await?,
        "share" => share(&site, &who, &work, &mut form).await?,
        "unshare" => unshare(&site, &who, &work, &form).await?,
        _ => None,
    };
    match done {
        Some(done) => Ok(see_other(&format!("{}?done={done}", work.path("invitations")))),
        None => {
            let shown = InvitationsPage::read(&site, &who, &work, FormState::new(), form).await?;
            page(status_of(&shown.form), &shown)
        }
    }
}

async fn add(site: &Site, work: &Work, form: &mut FormState) -> Result<Option<&'static str>> {
    let Some(new) = parse_invitee(site, form) else { return Ok(None) };
    let (letter, now) = (work.letter.clone(), site.now());
    let added = site.store.write(Lane::Desk, move |tx| invite(tx, &letter, &new, None, now)).await?;
    if added.is_none() {
        form.refuse("email", site.words().say("invitee-invited-already"));
        return Ok(None);
    }
    Ok(Some("added"))
}

fn parse_invitee(site: &Site, form: &mut FormState) -> Option<NewInvitee> {
    let words = site.words();
    let mut faults: Vec<(&'static str, String)> = Vec::new();
    let mut name_fault = |field: &'static str, fault: TextFault| match fault {
        TextFault::Missing => {}
        fault => faults.push((field, words.say_of("fault", fault.code()).with("limit", 300).to_string())),
    };
    let organisation =
        OrganisationName::parse(form.value("organisation")).map_err(|fault| name_fault("organisation", fault)).ok();
    let name = PersonName::parse(form.value("name")).map_err(|fault| name_fault("name", fault)).ok();
    let kind = form.value("kind").parse().ok();
    let email = EmailAddress::parse(form.value("email"))
        .map_err(|fault| faults.push(("email", words.say_of("fault", fault.code()).to_string())))
        .ok();
    if organisation.is_none() && name.is_none() && faults.is_empty() {
        faults.push(("organisation", words.say("invitee-name-missing").to_string()));
    }
    let language = form.value("language").to_owned();
    let country = CountryCode::parse(form.value("country"));
    for (field, message) in faults {
        form.refuse(field, message);
    }
    if form.has_errors() {
        return None;
    }
    Some(NewInvitee {
        organisation,
        email: email?,
        name,
        country,
        country_as_written: None,
        language: crate::domain::import::read_language(&language),
        kind,
        acronym: None,
        latin_name: None,
        website: None,
    })
}

async fn revoke(site: &Site, who: &SignedIn, work: &Work, form: &mut FormState) -> Result<Option<&'static str>> {
    let chosen: Vec<InvitationId> = form.all("invitation").iter().map(|id| InvitationId(id.clone())).collect();
    if chosen.is_empty() {
        form.refuse_whole(site.words().say("invitations-none-chosen"));
        return Ok(None);
    }
    let (letter, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    site.store.write(Lane::Desk, move |tx| revoke_invitations(tx, &letter, &chosen, &by, now)).await?;
    Ok(Some("revoked"))
}

async fn share(site: &Site, who: &SignedIn, work: &Work, form: &mut FormState) -> Result<Option<&'static str>> {
    let label = match line(form.value("label"), LABEL_CHARS) {
        Ok(label) => label,
        Err(fault) => {
            form.refuse("label", site.words().say_of("fault", fault.code()).with("limit", LABEL_CHARS));
            return Ok(None);
        }
    };
    let (letter, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    site.store.write(Lane::Desk, move |tx| share_link(tx, &letter, &label, &by, now)).await?;
    Ok(Some("shared"))
}

async fn unshare(site: &Site, who: &SignedIn, work: &Work, form: &FormState) -> Result<Option<&'static str>> {
    let id = SharedLinkId(form.value("shared_link").to_owned());
    let (letter, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    site.store.write(Lane::Desk, move |tx| revoke_link(tx, &letter, &id, &by, now)).await?;
    Ok(Some("unshared"))
}
