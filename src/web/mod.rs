//! The web server: the only layer that knows actix. A handler takes [`site::Site`], an extractor for whoever asks
//! ([`session::SignedIn`], [`guarded::DeskForm`], [`guarded::Guarded`]), calls one action or one read, and answers
//! ([`answer`]) or fails ([`error::Failure`]).
//!
//! ```text
//! /// `GET /desk/letters/{id}/dates`.
//! pub async fn form(site: Data<Site>, who: SignedIn, id: Path<LetterId>) -> Result<HttpResponse> {
//!     let coordinator = who.coordinator.id.clone();
//!     let (letter, _) = site.store.read(move |db| letter::find_for(db, &id, &coordinator)).await?;
//!     answer::ok(&DatesPage { shell: who.shell(&site), form: form_of(&letter) })
//! }
//!
//! /// `POST /desk/letters/{id}/dates`: refused forms come back with 422 and everything typed.
//! pub async fn save(site: Data<Site>, id: Path<LetterId>, DeskForm { who, mut form, .. }: DeskForm) -> Result<HttpResponse> {
//!     let Some(dates) = read_dates(&mut form) else {
//!         return answer::refused(&DatesPage { shell: who.shell(&site), form });
//!     };
//!     let (now, actor, letter) = (site.now(), who.actor(), id.clone());
//!     site.store.write(Lane::Desk, move |tx| actions::set_dates(tx, &letter, &dates, &actor, now)).await?;
//!     Ok(answer::see_other(&format!("/desk/letters/{id}/dates")))
//! }
//!
//! /// `GET /sign/{token}`: a mailed link; no session, the form's token is made from the link itself.
//! pub async fn invitation(site: Data<Site>, request: HttpRequest, token: Path<String>) -> Result<HttpResponse> {
//!     let link = links::find(&site, &request, Purpose::Sign, &token).await?;
//!     answer::ok(&SignPage { shell: site.form_shell(&request), … })
//! }
//! // … and its POST takes `form: Guarded` instead of `DeskForm`.
//! ```

pub mod about;
pub mod account;
pub mod answer;
pub mod approving;
pub mod asking;
pub mod assets;
mod client;
pub mod code;
pub mod commenting;
pub mod confirming;
pub mod csrf;
pub mod decode;
pub mod desk;
pub mod done;
pub mod edge;
pub mod embargo;
pub mod error;
pub mod export;
pub mod feed;
pub mod forgot;
pub mod form;
pub mod guarded;
pub mod health;
mod hosts;
pub mod inviting;
pub mod letters;
pub mod limits;
pub mod links;
pub mod mailbox;
mod metrics;
pub mod mine;
mod moved;
pub mod operator;
pub mod organisations;
pub mod page;
#[cfg(feature = "pdf")]
pub mod papers;
pub mod passwords;
pub mod preview;
#[cfg(test)]
mod proofs;
pub mod public_cache;
pub mod public_watch;
pub mod receipt;
pub mod resume;
pub mod retention;
pub mod routes;
pub mod second_reading;
pub mod session;
pub mod set_password;
pub mod signin;
pub mod signing;
pub mod site;
pub mod stored_page;
pub mod suspending;
pub mod switches;
pub mod translating;
pub mod trust;
pub mod unsubscribe;
pub mod verify;

pub use error::{Failure, Result};
pub use site::Site;
