//! Every URL on one screen. GET also answers HEAD; anything but GET, HEAD and POST is refused before it comes here, and
//! what is not here is 404. A POST handler takes `Guarded` or `DeskForm`, or says here why it need not.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::error::Error;
use crate::web::error::{Failure, Result};
use crate::web::guarded::BodyLimit;
use crate::web::{assets, health, signin};

/// All of them.
pub fn routes(config: &mut ServiceConfig) {
    public(config);
    mailed_links(config);
    desk(config);
    operator(config);
}

/// For everybody.
fn public(config: &mut ServiceConfig) {
    config
        .service(resource("/static/{path:.*}").route(get().to(assets::serve)))
        .service(resource("/healthz").route(get().to(health::lives)))
        .service(resource("/readyz").route(get().to(health::ready)));
}

/// Behind a mailed, shared or printed link: the secret is `{token}` in the path.
fn mailed_links(_config: &mut ServiceConfig) {}

/// The coordinators' side, and the way in.
fn desk(config: &mut ServiceConfig) {
    config
        .service(
            resource("/signin")
                .app_data(BodyLimit::CARRIED)
                .route(get().to(signin::form))
                .route(post().to(signin::submit)),
        )
        .service(resource("/signout").route(post().to(signin::sign_out)));
}

/// For those who run the server.
fn operator(_config: &mut ServiceConfig) {}

/// Whatever is not above.
pub async fn not_found() -> Result<actix_web::HttpResponse> {
    Err(Failure::Error(Error::NotFound))
}
