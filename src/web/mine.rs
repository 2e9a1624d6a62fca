//! `/mine/{token}`: my signature: how it is listed, which text it stands under, and the ways to correct, withhold or
//! withdraw it without writing to anybody.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::correct::correct;
use crate::actions::suspend::suspend;
use crate::actions::withdraw::withdraw;
use crate::actions::withhold::{show_name, withhold};
use crate::domain::country;
use crate::domain::country::{Region, region_name};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Listing, PrintedLine, SignatoryKind, SignsAs, Status, WithheldPlace};
use crate::error::Error;
use crate::render::seal::fingerprint;
use crate::render::words::Words;
use crate::store::letter::Letter;
use crate::store::signature::{ALIVE, Signature};
use crate::store::token::Purpose;
use crate::store::{Lane, Tx, letter, revision, signature};
use crate::web::answer::{page, see_other};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::page::{Shell, Tone};
use crate::web::signing::Reader;
use crate::web::site::Site;

/// A signature as its signer sees it.
struct Mine {
    letter: Letter,
    row: Signature,
    line: PrintedLine,
    proposal: Option<PrintedLine>,
    title: String,
    labels: std::collections::BTreeMap<country::CountryCode, String>,
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Mine> {
    let link = links::find(site, request, Purpose::Mine, secret).await?;
    let mine = site
        .store
        .read(move |db| {
            let row = signature::find(db, link.signature_id.as_ref().ok_or(Error::NotFound)?)?;
            let letter = letter::find(db, &row.letter_id)?;
            let title = revision::find_text(db, &letter.id, row.revision, &row.language)?.text()?.title;
            let line = match row.line(db) {
                Ok(line) => line,
                // Erased on schedule: it can still be withdrawn.
                Err(Error::NotFound) => erased(row.kind),
                Err(fault) => return Err(fault),
            };
            let proposal = row.proposal(db)?;
            let labels = letter::country_labels(db, &letter.id)?;
            Ok(Mine { letter, row, line, proposal, title, labels })
        })
        .await?;
    Ok(mine)
}

fn erased(kind: SignatoryKind) -> PrintedLine {
    PrintedLine {
        kind,
        name: String::new(),
        latin_name: None,
        acronym: None,
        country: None,
        region: None,
        affiliation: None,
        website: None,
        representative: None,
        role: None,
    }
}

#[derive(Template)]
#[template(path = "mine/mine.html")]
struct MinePage {
    shell: Shell,
    form: FormState,
    title: String,
    language: String,
    line: PrintedLine,
    proposal: Option<PrintedLine>,
    status: &'static str,
    is_alive: bool,
    is_listed: bool,
    is_withheld: bool,
    is_organisation: bool,
    version: i32,
    fingerprint: String,
    countries: Vec<(String, String)>,
    regions: Vec<(String, String)>,
    places: Vec<(&'static str, String, String)>,
    slug: Option<String>,
}

impl MinePage {
    fn new(shell: Shell, mine: Mine, form: FormState) -> MinePage {
        let words = shell.t.clone();
        let place =
            |place: &WithheldPlace| (place.as_str(), words.say_of("sign-withheld-place", place).text(), String::new());
        let blank = (String::new(), words.say("sign-choose").text());
        let countries = country::choices(words.lang(), &mine.labels).into_iter();
        let regions =
            Region::ALL.iter().map(|one| (one.as_str().to_owned(), region_name(*one, words.lang()).to_owned()));
        MinePage {
            countries: std::iter::once(blank.clone())
                .chain(countries.map(|(code, name)| (code.as_str().to_owned(), name)))
                .collect(),
            regions: std::iter::once(blank).chain(regions).collect(),
            places: WithheldPlace::ALL.iter().map(place).collect(),
            status: mine.row.status.as_str(),
            is_alive: ALIVE.contains(&mine.row.status) && !mine.line.name.is_empty(),
            is_listed: mine.row.status == Status::Listed,
            is_withheld: mine.row.listing == Listing::Withheld,
            is_organisation: mine.row.kind.signs_as() == SignsAs::Organisation,
            version: mine.row.revision,
            fingerprint: fingerprint(&mine.row.text_sha256),
            slug: mine.letter.facts().is_public().then(|| mine.letter.slug.clone()),
            title: mine.title,
            language: mine.row.language,
            line: mine.line,
            proposal: mine.proposal,
            form,
            shell,
        }
    }
}

fn filled(mine: &Mine) -> FormState {
    let line = mine.proposal.as_ref().unwrap_or(&mine.line);
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    FormState::new()
        .with("organisation_name", &*line.name)
        .with("person_name", &*line.name)
        .with("latin_name", known(&line.latin_name))
        .with("acronym", known(&line.acronym))
        .with("country", known(&line.country))
        .with("region", known(&line.region))
        .with("website", known(&line.website))
        .with("affiliation", known(&line.affiliation))
        .with("representative_role", known(&line.role))
        .with("withheld_place", mine.row.withheld_place.as_str())
}

/// `GET /mine/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let mine = find(&site, &request, &secret).await?;
    let form = filled(&mine);
    let mut shell = site.form_shell(&request);
    if request.query_string() == "done=saved" {
        let text = shell.t.say("mine-saved").text();
        shell = shell.with_banner(Tone::Done, text);
    }
    page(StatusCode::OK, &MinePage::new(shell, mine, form))
}

/// What one of the buttons asks for.
#[derive(Clone)]
enum Ask {
    Correct(Box<PrintedLine>),
    Withhold(WithheldPlace),
    ShowName,
    Withdraw,
    NotUs,
}

/// `POST /mine/{token}`: `save` corrects, `withhold`, `show_name`, `withdraw` (with the box ticked), `suspend`.
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let mut form = sent.form;
    let mine = find(&site, &request, &secret).await?;
    let words = site.words();
    let Some(ask) = parse(&words, &mine, &mut form) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &MinePage::new(site.form_shell(&request), mine, form));
    };
    let (letter, id, now) = (mine.letter.clone(), mine.row.id.clone(), site.now());
    let stays = matches!(ask, Ask::Correct(_) | Ask::Withhold(_) | Ask::ShowName);
    let act = move |tx: &mut Tx<'_>| {
        let row = signature::find(tx, &id)?;
        match &ask {
            Ask::Correct(line) => correct(tx, &letter, &row, line, now).map(|_| ()),
            Ask::Withhold(place) => withhold(tx, &letter, &row, *place, now),
            Ask::ShowName => show_name(tx, &letter, &row, now),
            Ask::Withdraw => withdraw(tx, &letter, &row, now),
            Ask::NotUs => suspend(tx, &letter, &row, now),
        }
    };
    // Hiding a name goes ahead of everything that waits.
    match site.store.write(Lane::Desk, act).await {
        Ok(()) if stays => Ok(see_other(&format!("/mine/{secret}?done=saved"))),
        Ok(()) => Ok(see_other("/done")),
        Err(Error::Refused(Refusal::WrongStatus)) => Ok(see_other(&format!("/mine/{secret}"))),
        Err(fault) => Err(fault.into()),
    }
}

fn parse(words: &Words, mine: &Mine, form: &mut FormState) -> Option<Ask> {
    match form.value("action") {
        "save" => {
            let kind = mine.row.kind;
            let line = Reader::new(form, words).line(kind.signs_as(), kind == SignatoryKind::Network);
            if form.has_errors() {
                return None;
            }
            let kept = PrintedLine { representative: mine.line.representative.clone(), ..line? };
            // An organisation's form does not show the role of its representative; it stays.
            let role =
                if kind.signs_as() == SignsAs::Organisation { mine.line.role.clone() } else { kept.role.clone() };
            Some(Ask::Correct(Box::new(PrintedLine { role, ..kept })))
        }
        "withhold" => Some(Ask::Withhold(form.value("withheld_place").parse().unwrap_or(WithheldPlace::None))),
        "show_name" => Some(Ask::ShowName),
        "suspend" => Some(Ask::NotUs),
        "withdraw" if form.is("sure", "yes") => Some(Ask::Withdraw),
        "withdraw" => {
            form.refuse("sure", words.say("mine-sure-missing"));
            // The other forms of the page show what stands.
            let errors = form.clone();
            *form = filled(mine);
            for error in errors.errors() {
                form.refuse(&error.field, &error.message);
            }
            None
        }
        _ => {
            form.refuse_whole(words.say("form-no-action"));
            None
        }
    }
}
