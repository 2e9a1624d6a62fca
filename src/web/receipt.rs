//! `/done`: where every answer by a mailed link ends. A neutral page without letter or name; only the browser that just
//! answered sees its receipt, through a short-lived sealed cookie (U-4: a shared address shows nothing).

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::ids::SignatureId;
use crate::domain::signature::Listing;
use crate::render::seal::short_fingerprint;
use crate::store::signature;
use crate::web::answer::{page, see_other};
use crate::web::error::Result;
use crate::web::page::Shell;
use crate::web::site::Site;

/// How long the browser that answered sees its receipt.
const RECEIPT_MINUTES: i64 = 30;
const COOKIE: &str = "undersigned-receipt";

/// What the receipt says; nothing in it is read from the address of the page.
enum Told {
    /// Nothing known: "Your answer was recorded".
    Nothing,
    /// A mail with a link to finish is on its way.
    LookAtMail,
    /// Signed by invitation.
    Signed { is_withheld: bool, version: i32, fingerprint: String },
}

#[derive(Template)]
#[template(path = "signing/done.html")]
struct DonePage {
    shell: Shell,
    told: Told,
}

impl DonePage {
    fn signed(&self) -> Option<(&bool, &i32, &String)> {
        match &self.told {
            Told::Signed { is_withheld, version, fingerprint } => Some((is_withheld, version, fingerprint)),
            _ => None,
        }
    }

    fn looks_at_mail(&self) -> bool {
        matches!(self.told, Told::LookAtMail)
    }
}

/// After signing: to `/done`, with the receipt for this browser. The open form passes no signature, so that what it
/// answers is the same for everybody.
pub fn done(site: &Site, id: Option<&SignatureId>, awaits_confirmation: bool) -> HttpResponse {
    let about = match id {
        Some(id) if !awaits_confirmation => id.as_str(),
        _ => "mail",
    };
    let plain = format!("{about}.{}", site.now().and_utc().timestamp() + RECEIPT_MINUTES * 60);
    let sealed = site.keys.seal("cookie", "receipt", COOKIE, &plain);
    let cookie = Cookie::build(cookie_name(site), sealed)
        .path("/")
        .http_only(true)
        .secure(site.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::minutes(RECEIPT_MINUTES))
        .finish();
    let mut response = see_other("/done");
    // The only failure is a cookie that is no header value; a sealed one is base64.
    let _ = response.add_cookie(&cookie);
    response
}

fn cookie_name(site: &Site) -> String {
    if site.config.is_https() { format!("__Host-{COOKIE}") } else { COOKIE.to_owned() }
}

/// `GET /done`
pub async fn show(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse> {
    let told = told(&site, &request).await?;
    page(StatusCode::OK, &DonePage { shell: site.shell(), told })
}

async fn told(site: &Data<Site>, request: &HttpRequest) -> Result<Told> {
    let Some(cookie) = request.cookie(&cookie_name(site)) else { return Ok(Told::Nothing) };
    let Ok(plain) = site.keys.open("cookie", "receipt", COOKIE, cookie.value()) else { return Ok(Told::Nothing) };
    let Some((about, expires)) = plain.rsplit_once('.') else { return Ok(Told::Nothing) };
    if expires.parse::<i64>().is_ok_and(|end| end < site.now().and_utc().timestamp()) {
        return Ok(Told::Nothing);
    }
    if about == "mail" {
        return Ok(Told::LookAtMail);
    }
    let id = SignatureId(about.to_owned());
    let row = site.store.read(move |db| signature::find(db, &id)).await?;
    Ok(Told::Signed {
        is_withheld: row.listing == Listing::Withheld,
        version: row.revision,
        fingerprint: short_fingerprint(&row.text_sha256),
    })
}
