//! `/desk/letters/{id}/comments/mine`: a coordinator with the right to review says at the desk what others say by personal link.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::comment_round::text_of;
use crate::actions::review::review_at_desk;
use crate::domain::comments::{Answer, NAME_CHARS, Reviewer};
use crate::domain::country::CountryCode;
use crate::domain::email::EmailAddress;
use crate::domain::ids::RoundId;
use crate::domain::refusal::Refusal;
use crate::domain::revision::LetterText;
use crate::domain::text::optional_line;
use crate::error::Error;
use crate::store::comment::{self, Round};
use crate::store::{Db, Lane, Tx, letter};
use crate::web::answer::{page, see_other};
use crate::web::commenting::sheet::{Sheet, Spoken, filled, parse};
use crate::web::commenting::status_of;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::signing::country_choices;
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "desk/reviewing.html")]
struct ReviewingPage {
    shell: Shell,
    form: FormState,
    sheet: Sheet,
    here: String,
    /// Where what everybody says stands.
    comments_path: String,
    /// The round that the form is about.
    round: String,
    /// For which organisation the address was asked by link; then it is not asked here.
    asked_for: Option<String>,
    countries: Vec<(String, String)>,
}

/// What a coordinator is asked about, and what they said.
struct Mine {
    round: Round,
    text: LetterText,
    spoken: Spoken,
    /// Who they said to be, or were asked as.
    who: Option<Reviewer>,
    labels: BTreeMap<CountryCode, String>,
}

impl Mine {
    /// In the round with this id, or the newest; nothing while there was none.
    async fn find(site: &Site, who: &SignedIn, work: &Work, wanted: Option<RoundId>) -> Result<Option<Mine>> {
        let (letter, coordinator) = (work.letter.id.clone(), who.coordinator.clone());
        let read = move |db: &mut Db<'_>| {
            let named = wanted.map(|id| comment::find_round(db, &id)).transpose().or_else(|fault| match fault {
                Error::NotFound => Ok(None),
                other => Err(other),
            })?;
            let round = match named.filter(|round| round.letter_id == letter) {
                Some(round) => Some(round),
                None => comment::latest(db, &letter)?,
            };
            let Some(round) = round else { return Ok(None) };
            let row = comment::find_by_email(db, &round.id, &address(&coordinator.email(db)?)?)?;
            Ok(Some(Mine {
                text: text_of(db, &round)?,
                spoken: row.as_ref().map(|row| Spoken::of(row, db)).transpose()?.unwrap_or_default(),
                who: row.as_ref().map(|row| row.person(db)).transpose()?,
                labels: letter::country_labels(db, &letter)?,
                round,
            }))
        };
        Ok(site.store.read(read).await?)
    }

    /// The form as it stands.
    fn form(&self) -> FormState {
        let who = self.who.as_ref();
        filled(&self.text.pieces(), self.spoken.newest())
            .with("organisation", who.map_or("", |who| &who.organisation))
            .with("country", who.map_or("", |who| &who.country))
    }

    fn page(self, site: &Site, who: &SignedIn, work: &Work, form: FormState) -> ReviewingPage {
        let person = who.coordinator.id.as_str();
        let sheet = Sheet::new(site, &work.letter, &self.round, &self.text, person, &self.spoken, &form);
        ReviewingPage {
            shell: work.shell(site, who, "comments"),
            sheet,
            here: work.path("comments/mine"),
            comments_path: work.path("comments"),
            round: self.round.id.to_string(),
            asked_for: self.who.filter(|who| who.coordinator.is_none()).map(|who| who.organisation),
            countries: country_choices(&site.words(), &self.labels),
            form,
        }
    }
}

fn address(email: &str) -> crate::error::Result<EmailAddress> {
    EmailAddress::parse(email).map_err(|fault| Error::internal("a coordinator's address", fault))
}

/// `GET /desk/letters/{id}/comments/mine`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    work.must_review()?;
    let Some(mine) = Mine::find(&site, &who, &work, None).await? else {
        return Ok(see_other(&work.path("comments")));
    };
    let form = mine.form();
    page(StatusCode::OK, &mine.page(&site, &who, &work, form))
}

/// `POST /desk/letters/{id}/comments/mine`: `save`; after the end it is kept beside.
pub async fn save(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_review()?;
    let wanted = RoundId(form.value("round").to_owned());
    let mine = Mine::find(&site, &who, &work, Some(wanted)).await?.ok_or(Refusal::WrongLetterState)?;
    let Some((speaker, answer)) = understood(&site, &who, &mine, &mut form) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &mine.page(&site, &who, &work, form));
    };
    let (now, by, round) = (site.now(), who.coordinator.clone(), mine.round.id.clone());
    let write = move |tx: &mut Tx<'_>| {
        let round = comment::find_round(tx, &round)?;
        let speaker = Reviewer { email: by.email(tx)?, ..speaker.clone() };
        review_at_desk(tx, &round, &speaker, &by.id, &answer, now)
    };
    let is_in_time = site.store.write(Lane::Desk, write).await?;
    let mine = Mine::find(&site, &who, &work, Some(mine.round.id)).await?.ok_or(Error::NotFound)?;
    let mut shown = mine.page(&site, &who, &work, form);
    shown.sheet = shown.sheet.told(&site.words(), is_in_time);
    page(status_of(is_in_time), &shown)
}

/// Who speaks and what they say; a fault stands beside its field. The address is read where it is written.
fn understood(site: &Site, who: &SignedIn, mine: &Mine, form: &mut FormState) -> Option<(Reviewer, Answer)> {
    let words = site.words();
    if !form.is("action", "save") {
        form.refuse_whole(words.say("form-no-action"));
        return None;
    }
    let organisation = optional_line(form.value("organisation"), NAME_CHARS).unwrap_or_else(|fault| {
        form.refuse("organisation", words.say_of("fault", fault.code()).with("limit", NAME_CHARS));
        None
    });
    let country = CountryCode::parse(form.value("country")).map(|code| code.as_str().to_owned());
    if organisation.is_some() && country.is_none() {
        form.refuse("country", words.say("reviewing-country-missing"));
    }
    let answer = parse(&words, &mine.text.pieces(), form)?;
    let speaker = Reviewer {
        country: country.filter(|_| organisation.is_some()).unwrap_or_default(),
        organisation: organisation.unwrap_or_default(),
        name: who.coordinator.name.clone(),
        email: String::new(),
        coordinator: Some(who.coordinator.id.clone()),
    };
    Some((speaker, answer))
}
