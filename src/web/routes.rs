//! Every URL on one screen. GET also answers HEAD; anything but GET, HEAD and POST is refused before it comes here, and
//! what is not here is 404. A POST handler takes `Guarded` or `DeskForm`, or says here why it need not.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::error::Error;
use crate::web::about;
use crate::web::account;
use crate::web::approving;
use crate::web::asking::{self, hand_over};
use crate::web::assets;
use crate::web::code;
use crate::web::commenting;
use crate::web::confirming;
use crate::web::desk::{
    answers, comments, corrections, dates, details, history, languages, letters as my_letters, log, overview, people,
    press, previews, publish, record, redline, reviewing, safety, signatures, text, writing,
};
use crate::web::embargo;
use crate::web::error::{Failure, Result};
use crate::web::feed;
use crate::web::forgot;
use crate::web::guarded::BodyLimit;
use crate::web::health;
use crate::web::inviting::{book, compose, import, invitations, invitee, jobs};
use crate::web::letters;
use crate::web::mailbox;
use crate::web::mine;
use crate::web::operator;
use crate::web::organisations::{card, list as cards, merge};
#[cfg(feature = "pdf")]
use crate::web::papers;
use crate::web::receipt;
use crate::web::retention;
use crate::web::second_reading;
use crate::web::set_password;
use crate::web::signin;
use crate::web::signing;
use crate::web::suspending;
use crate::web::switches;
use crate::web::translating;
use crate::web::trust;
use crate::web::unsubscribe;
use crate::web::verify;

/// All of them.
pub fn routes(config: &mut ServiceConfig) {
    public(config);
    mailed_links(config);
    desk(config);
    address_book(config);
    inviting(config);
    operator(config);
    translations(config);
}

/// For everybody.
fn public(config: &mut ServiceConfig) {
    #[cfg(feature = "pdf")]
    config
        .service(resource("/letters/{slug}/letter.pdf").route(get().to(papers::letter_pdf)))
        .service(resource("/letters/{slug}/card.png").route(get().to(papers::card)));
    config
        .service(resource("/static/{path:.*}").route(get().to(assets::serve)))
        .service(resource("/").route(get().to(letters::front)))
        .service(resource("/letters/{slug}").route(get().to(letters::show)))
        .service(resource("/letters/{slug}/signatories").route(get().to(letters::signatories)))
        .service(resource("/letters/{slug}/signatories.csv").route(get().to(letters::csv)))
        .service(resource("/letters/{slug}/signatories.json").route(get().to(letters::json)))
        .service(resource("/letters/{slug}/letter.docx").route(get().to(letters::docx)))
        .service(resource("/letters/{slug}/proof.zip").route(get().to(letters::proof)))
        .service(
            resource("/verify")
                .app_data(BodyLimit::IMPORT)
                .route(get().to(verify::form))
                .route(post().to(verify::submit)),
        )
        .service(resource("/verify/minisign.pub").route(get().to(letters::public_key)))
        .service(resource("/letters/{slug}/press").route(get().to(letters::press_page)))
        .service(resource("/letters/{slug}/embed").route(get().to(letters::embed)))
        .service(resource("/letters/{slug}/changes").route(get().to(letters::changes)))
        .service(resource("/feed.atom").route(get().to(feed::feed)))
        .service(resource("/sitemap.xml").route(get().to(feed::sitemap)))
        .service(resource("/robots.txt").route(get().to(feed::robots)))
        .service(resource("/letters/{slug}/versions/{n:[0-9]+}").route(get().to(letters::version)))
        .service(resource("/letters/{slug}/versions/{n:[0-9]+}.md").route(get().to(letters::version_text)))
        .service(resource("/healthz").route(get().to(health::lives)))
        .service(resource("/about").route(get().to(about::about)))
        .service(resource("/accessibility").route(get().to(about::accessibility)))
        .service(resource("/privacy").route(get().to(trust::privacy)))
        .service(resource("/safety").route(get().to(trust::safety)))
        .service(resource("/.well-known/security.txt").route(get().to(about::security)))
        .service(resource("/readyz").route(get().to(health::ready)));
}

/// The same in another language, `/letters/{slug}/{lang}`: what stands for the name holds both, and the same functions answer. Last
/// of all, so that fixed words win over tags.
fn translations(config: &mut ServiceConfig) {
    #[cfg(feature = "pdf")]
    config
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/letter.pdf").route(get().to(papers::letter_pdf)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/card.png").route(get().to(papers::card)));
    config
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/signatories").route(get().to(letters::signatories)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/signatories.csv").route(get().to(letters::csv)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/signatories.json").route(get().to(letters::json)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/letter.docx").route(get().to(letters::docx)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/proof.zip").route(get().to(letters::proof)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/press").route(get().to(letters::press_page)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/embed").route(get().to(letters::embed)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/changes").route(get().to(letters::changes)))
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/versions/{n:[0-9]+}").route(get().to(letters::version)))
        .service(
            resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}/versions/{n:[0-9]+}.md")
                .route(get().to(letters::version_text)),
        )
        .service(resource("/letters/{slug:[^/]+/[A-Za-z0-9-]+}").route(get().to(letters::show)));
}

/// Behind a mailed, shared or printed link: the secret is `{token}` in the path.
fn mailed_links(config: &mut ServiceConfig) {
    config
        .service(
            resource("/setup/{token}")
                .route(get().to(set_password::set_up_form))
                .route(post().to(set_password::set_up)),
        )
        .service(
            resource("/password/{token}").route(get().to(set_password::form)).route(post().to(set_password::submit)),
        )
        .service(
            resource("/sign/{token}")
                .route(get().to(signing::invited_landing))
                .route(post().to(signing::invited_press)),
        )
        .service(
            resource("/sign/{token}/sign")
                .route(get().to(signing::invited_form))
                .route(post().to(signing::invited_press)),
        )
        .service(
            resource("/sign/{token}/decline")
                .route(get().to(signing::decline_form))
                .route(post().to(signing::invited_press)),
        )
        .service(resource("/sign/{token}/approve-request").route(get().to(asking::form)).route(post().to(asking::act)))
        .service(resource("/sign/{token}/hand-over").route(get().to(hand_over::form)).route(post().to(hand_over::act)))
        .service(resource("/code").route(get().to(code::form)).route(post().to(code::submit)))
        .service(resource("/suspend/{token}").route(get().to(suspending::show)).route(post().to(suspending::act)))
        .service(resource("/preview/{token}").route(get().to(embargo::show)).route(post().to(embargo::accept)))
        .service(
            resource("/comment/{token}")
                .app_data(BodyLimit::TEXT)
                .route(get().to(commenting::show))
                .route(post().to(commenting::save)),
        )
        .service(
            resource("/approve/{token}")
                .app_data(BodyLimit::TEXT)
                .route(get().to(approving::show))
                .route(post().to(approving::act)),
        )
        .service(
            resource("/translate/{token}")
                .app_data(BodyLimit::IMPORT)
                .route(get().to(translating::show))
                .route(post().to(translating::save)),
        )
        .service(
            resource("/read/{token}")
                .app_data(BodyLimit::TEXT)
                .route(get().to(second_reading::show))
                .route(post().to(second_reading::act)),
        )
        .service(resource("/translate/{token}/preview").route(get().to(translating::saved_preview)))
        .service(resource("/join/{token}").route(get().to(signing::shared_landing)))
        .service(
            resource("/join/{token}/sign")
                .route(get().to(signing::shared_form))
                .route(post().to(signing::shared_press)),
        )
        .service(
            resource("/letters/{slug}/sign").route(get().to(signing::open_form)).route(post().to(signing::open_press)),
        )
        .service(resource("/confirm/{token}").route(get().to(confirming::show)).route(post().to(confirming::act)))
        .service(resource("/mine/{token}").route(get().to(mine::show)).route(post().to(mine::act)))
        .service(resource("/mine/{token}/proof.json").route(get().to(mine::proof)))
        .service(resource("/mine/{token}/withdraw").route(get().to(mine::ask_withdraw)))
        .service(
            // RFC 8058: the mail program's POST brings no form token; stopping mails is all that it can do.
            resource("/unsubscribe/{token}").route(get().to(unsubscribe::show)).route(post().to(unsubscribe::stop)),
        )
        .service(resource("/done").route(get().to(receipt::show)));
}

/// The coordinators' side, and the way in.
fn desk(config: &mut ServiceConfig) {
    config
        .service(
            resource("/signin")
                .app_data(BodyLimit::CARRIED)
                .route(get().to(signin::form))
                .route(post().to(signin::submit)),
        )
        .service(resource("/signout").route(post().to(signin::sign_out)))
        .service(resource("/desk").route(get().to(my_letters::list)))
        .service(resource("/desk/letters/new").route(get().to(my_letters::new)).route(post().to(my_letters::create)))
        .service(resource("/desk/letters/{id}").route(get().to(overview::show)))
        .service(
            resource("/desk/letters/{id}/text")
                .app_data(BodyLimit::TEXT)
                .route(get().to(text::show))
                .route(post().to(text::save)),
        )
        .service(resource("/desk/letters/{id}/text/paste").app_data(BodyLimit::IMPORT).route(post().to(writing::paste)))
        .service(resource("/desk/letters/{id}/text/preview").route(get().to(text::saved_preview)))
        .service(
            resource("/desk/letters/{id}/text/history").route(get().to(history::show)).route(post().to(history::act)),
        )
        .service(resource("/desk/letters/{id}/text/redline").route(get().to(redline::show)))
        .service(
            resource("/desk/letters/{id}/details")
                .app_data(BodyLimit::TEXT)
                .route(get().to(details::show))
                .route(post().to(details::save)),
        )
        .service(resource("/desk/letters/{id}/dates").route(get().to(dates::show)).route(post().to(dates::save)))
        .service(resource("/desk/letters/{id}/publish").route(get().to(publish::show)).route(post().to(publish::act)))
        .service(resource("/desk/letters/{id}/people").route(get().to(people::show)).route(post().to(people::act)))
        .service(resource("/desk/letters/{id}/safety").route(get().to(safety::show)).route(post().to(safety::act)))
        .service(
            resource("/desk/letters/{id}/signatures")
                .app_data(BodyLimit::TEXT)
                .route(get().to(signatures::show))
                .route(post().to(signatures::act)),
        )
        .service(
            resource("/desk/letters/{id}/signatures/record")
                .route(get().to(record::show))
                .route(post().to(record::act)),
        )
        .service(
            resource("/desk/letters/{id}/languages")
                .app_data(BodyLimit::TEXT)
                .route(get().to(languages::show))
                .route(post().to(languages::add)),
        )
        .service(
            resource("/desk/letters/{id}/languages/{lang}")
                .app_data(BodyLimit::TEXT)
                .route(get().to(languages::show_one))
                .route(post().to(languages::act)),
        )
        .service(
            resource("/desk/letters/{id}/comments")
                .app_data(BodyLimit::TEXT)
                .route(get().to(comments::show))
                .route(post().to(comments::act)),
        )
        .service(
            resource("/desk/letters/{id}/comments/mine")
                .app_data(BodyLimit::TEXT)
                .route(get().to(reviewing::show))
                .route(post().to(reviewing::save)),
        )
        .service(
            resource("/desk/letters/{id}/press")
                .app_data(BodyLimit::TEXT)
                .route(get().to(press::show))
                .route(post().to(press::save)),
        )
        .service(
            resource("/desk/letters/{id}/press/previews")
                .route(get().to(previews::show))
                .route(post().to(previews::act)),
        )
        .service(
            resource("/desk/letters/{id}/corrections")
                .app_data(BodyLimit::TEXT)
                .route(get().to(corrections::show))
                .route(post().to(corrections::act)),
        )
        .service(resource("/desk/letters/{id}/answers").route(get().to(answers::show)).route(post().to(answers::act)))
        .service(resource("/desk/letters/{id}/log").route(get().to(log::show)))
        .service(resource("/forgot").route(get().to(forgot::form)).route(post().to(forgot::submit)))
        .service(resource("/desk/account").route(get().to(account::page)).route(post().to(account::submit)));
}

/// The team's organisations and whom to write to.
fn address_book(config: &mut ServiceConfig) {
    config
        .service(resource("/desk/organisations").route(get().to(cards::show)))
        .service(resource("/desk/organisations/new").route(get().to(card::new)).route(post().to(card::create)))
        .service(
            resource("/desk/organisations/{id}")
                .app_data(BodyLimit::TEXT)
                .route(get().to(card::show))
                .route(post().to(card::act)),
        )
        .service(resource("/desk/organisations/{id}/merge").route(get().to(merge::show)).route(post().to(merge::act)));
}

/// Who is asked, and the mails that ask.
fn inviting(config: &mut ServiceConfig) {
    config
        .service(
            resource("/desk/letters/{id}/invitations")
                .app_data(BodyLimit::TEXT)
                .route(get().to(invitations::show))
                .route(post().to(invitations::act)),
        )
        .service(
            resource("/desk/letters/{id}/invitations/import")
                .app_data(BodyLimit::IMPORT)
                .route(get().to(import::show))
                .route(post().to(import::act)),
        )
        .service(
            resource("/desk/letters/{id}/invitations/book").route(get().to(book::show)).route(post().to(book::act)),
        )
        .service(
            resource("/desk/letters/{id}/mail")
                .app_data(BodyLimit::TEXT)
                .route(get().to(compose::show))
                .route(post().to(compose::act)),
        )
        .service(resource("/desk/letters/{id}/invitations/import/faulty.csv").route(get().to(import::faulty)))
        .service(
            resource("/desk/letters/{id}/invitations/{invitation}")
                .route(get().to(invitee::show))
                .route(post().to(invitee::act)),
        )
        .service(
            resource("/desk/jobs/{id}")
                .app_data(BodyLimit::TEXT)
                .route(get().to(jobs::show))
                .route(post().to(jobs::act)),
        );
}

/// For those who run the server.
fn operator(config: &mut ServiceConfig) {
    config
        .service(resource("/desk/mailbox").route(get().to(mailbox::show)))
        .service(resource("/desk/operator").route(get().to(operator::index)))
        .service(resource("/desk/operator/retention").route(get().to(retention::page)))
        .service(resource("/desk/operator/switches").route(get().to(switches::page)).route(post().to(switches::submit)))
        .service(
            resource("/desk/operator/coordinators").route(get().to(operator::page)).route(post().to(operator::submit)),
        );
}

/// Whatever is not above.
pub async fn not_found() -> Result<actix_web::HttpResponse> {
    Err(Failure::Error(Error::NotFound))
}
