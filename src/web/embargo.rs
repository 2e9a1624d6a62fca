//! `/preview/{token}`: a journalist reads a letter before it is public. Opening the link shows the terms alone; the button "I
//! accept the embargo" is counted, and a short-lived sealed cookie lets the same browser read on. Every load looks at the letter
//! anew, so an embargo that moved is shown moved, and a letter that was stopped is gone.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use crate::actions::make_preview::accept_embargo;
use crate::clock::Moment;
use crate::domain::letter::ListingRule;
use crate::domain::press::{Journalist, PressKit};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::public::{EmbargoedPage, PressPage, TermsPage};
use crate::render::register::{Register, RegisterFilter};
use crate::render::when::in_other_zones;
use crate::store::letter::{self, Letter};
use crate::store::preview::{self, Preview};
use crate::store::revision::{self, Revision, RevisionText};
use crate::store::token::{self, Purpose};
use crate::store::{Db, Lane, Tx, press, register};
use crate::web::answer::{self, see_other};
use crate::web::error::Result;
use crate::web::guarded::Guarded;
use crate::web::limits::{self, Try};
use crate::web::preview::{Wording, public_letter};
use crate::web::signing::ended::{self, Link};
use crate::web::signing::shown;
use crate::web::site::Site;

/// How long a browser that accepted reads on without pressing the button again.
const ACCEPTED_HOURS: i64 = 4;
const COOKIE: &str = "undersigned-embargo";

/// Where a link leads now.
enum Way {
    /// To the terms, and behind them to the letter.
    Embargo(Box<Preview>, Box<Letter>),
    /// To the public page.
    Public(String),
}

fn find_way(db: &mut Db<'_>, secret: &str, now: Moment) -> crate::error::Result<Option<Way>> {
    let Some(id) = token::find(db, Purpose::Preview, secret)?.and_then(|link| link.preview_id) else { return Ok(None) };
    let row = preview::find(db, &id)?;
    let letter = letter::find(db, &row.letter_id)?;
    if row.revoked_at.is_none() && letter.facts().is_public() {
        return Ok(Some(Way::Public(format!("/letters/{}", letter.slug))));
    }
    // The same words whether it was taken back, its time is over or the letter was stopped.
    if row.is_over(now) || !letter.facts().is_under_embargo() {
        return Err(Refusal::LinkRevoked.into());
    }
    Ok(Some(Way::Embargo(Box::new(row), Box::new(letter))))
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Way> {
    let (wanted, now) = (secret.to_owned(), site.now());
    let found = site.store.read(move |db| find_way(db, &wanted, now)).await?;
    if found.is_none() {
        limits::count(site, request, Try::BadToken)?;
    }
    found.ok_or_else(|| Error::NotFound.into())
}

/// `GET /preview/{token}`
pub async fn show(
    site: Data<Site>,
    secret: Path<String>,
    query: Query<BTreeMap<String, String>>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(Way::Public(path)) => Ok(see_other(&path)),
        Ok(Way::Embargo(row, letter)) if has_accepted(&site, &request, &row) => {
            let after = query.get("after").map(|after| ("after", after.as_str()));
            embargoed(&site, &secret, *row, *letter, RegisterFilter::read(after)).await
        }
        Ok(Way::Embargo(_, letter)) => terms(&site, &request, &letter),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Preview, &secret), answered).await
}

/// `POST /preview/{token}`: `accept`.
pub async fn accept(
    site: Data<Site>,
    secret: Path<String>,
    request: HttpRequest,
    _sent: Guarded,
) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(Way::Public(path)) => Ok(see_other(&path)),
        Ok(Way::Embargo(row, _)) => press_button(&site, &secret, &row).await,
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Preview, &secret), answered).await
}

async fn press_button(site: &Data<Site>, secret: &str, row: &Preview) -> Result<HttpResponse> {
    let (id, now) = (row.id.clone(), site.now());
    site.store.write(Lane::Public, move |tx: &mut Tx<'_>| accept_embargo(tx, &id, now)).await?;
    let plain = format!("{}.{}", row.id, now.and_utc().timestamp() + ACCEPTED_HOURS * 3600);
    let cookie = Cookie::build(cookie_name(site), site.keys.seal("cookie", "embargo", COOKIE, &plain))
        .path("/")
        .http_only(true)
        .secure(site.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::hours(ACCEPTED_HOURS))
        .finish();
    let mut response = see_other(&format!("/preview/{secret}"));
    // The only failure is a cookie that is no header value; a sealed one is base64.
    let _ = response.add_cookie(&cookie);
    Ok(response)
}

/// Whether this browser accepted the embargo of this very link, not too long ago.
fn has_accepted(site: &Site, request: &HttpRequest, row: &Preview) -> bool {
    let plain = request
        .cookie(&cookie_name(site))
        .and_then(|cookie| site.keys.open("cookie", "embargo", COOKIE, cookie.value()).ok());
    let Some((id, expires)) = plain.as_deref().and_then(|plain| plain.rsplit_once('.')) else { return false };
    let is_fresh = expires.parse::<i64>().is_ok_and(|end| end >= site.now().and_utc().timestamp());
    is_fresh && id == row.id.as_str()
}

fn cookie_name(site: &Site) -> String {
    if site.config.is_https() { format!("__Host-{COOKIE}") } else { COOKIE.to_owned() }
}

/// The planned publication, if it is to come.
fn until(site: &Site, letter: &Letter) -> Option<Moment> {
    letter.publishes_at.filter(|at| *at > site.now())
}

fn terms(site: &Site, request: &HttpRequest, letter: &Letter) -> Result<HttpResponse> {
    let until = until(site, letter);
    let words = site.words();
    answer::ok(&TermsPage {
        shell: site.form_shell(request),
        until: shown(site, letter, until),
        elsewhere: until.map(|at| in_other_zones(at, &words)).unwrap_or_default(),
    })
}

struct Embargoed {
    revision: Revision,
    frozen: RevisionText,
    register: Register,
    kit: PressKit,
    journalist: Journalist,
}

/// What publication would make public now: the newest frozen wording and who is listed.
fn load(db: &mut Db<'_>, row: &Preview, letter: &Letter, language: &str) -> crate::error::Result<Embargoed> {
    let revision = revision::latest(db, &letter.id)?.ok_or(Refusal::LinkRevoked)?;
    Ok(Embargoed {
        frozen: revision::find_text(db, &letter.id, revision.n, &letter.language)?,
        register: register::load(db, letter, revision.n, language)?,
        kit: press::find(db, &letter.id)?.0.public(),
        journalist: row.journalist(db)?,
        revision,
    })
}

async fn embargoed(
    site: &Data<Site>,
    secret: &str,
    row: Preview,
    letter: Letter,
    filter: RegisterFilter,
) -> Result<HttpResponse> {
    let (wanted, words) = (letter.clone(), site.words());
    let language = words.lang();
    let read = site.store.read(move |db| load(db, &row, &wanted, language)).await?;
    let text = read.frozen.text()?;
    let wording = Wording::frozen(&read.revision, &read.frozen, &text);
    let shown_letter = Arc::new(public_letter(&words, &letter, &wording, site.now()));
    let register = Arc::new(read.register);
    let press = PressPage {
        shell: site.shell(),
        letter: Arc::clone(&shown_letter),
        register: Arc::clone(&register),
        kit: read.kit,
        is_checked_by_hand: letter.listing_rule == ListingRule::CheckFirst,
    };
    answer::ok(&EmbargoedPage {
        shell: site.shell(),
        letter: shown_letter,
        register,
        press,
        journalist: read.journalist,
        until: shown(site, &letter, until(site, &letter)),
        path: format!("/preview/{secret}"),
        filter,
    })
}
