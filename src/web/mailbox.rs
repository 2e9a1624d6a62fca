//! `/desk/mailbox`: the mail of a server without a relay, for operators. Every mail is shown as plain text whose links can
//! be pressed; its HTML part only as source, since nothing of ours may show styles that came by mail.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::domain::ids::OutboxId;
use crate::mail::messages::Paragraphs;
use crate::render::shell::Shell;
use crate::render::when::in_utc;
use crate::render::words::Words;
use crate::store::caught_mail::{self, CaughtMail};
use crate::web::answer;
use crate::web::error::Result;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// How many mails one page shows.
const PAGE: i64 = 50;

/// The caught mails, the newest first.
#[derive(Template)]
#[template(path = "mailbox/mailbox.html")]
pub struct MailboxPage {
    /// Around the page.
    pub shell: Shell,
    /// Whether mail is caught at all.
    pub is_caught: bool,
    /// Whether these are the newest ones.
    pub is_newest: bool,
    /// The mails of this page.
    pub mails: Vec<ShownMail>,
    /// Where older ones are, if there are more.
    pub older: Option<String>,
}

/// One mail.
pub struct ShownMail {
    /// For links to it.
    pub id: String,
    /// When it was caught, in UTC.
    pub at: String,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// From whom.
    pub from: String,
    /// Where answers go; may be empty.
    pub reply_to: String,
    /// The one-click link that ends these mails; may be empty.
    pub stop: String,
    /// The plain text with links.
    pub text: Paragraphs,
    /// The source of the HTML part; may be empty.
    pub html: String,
}

impl ShownMail {
    fn of(mail: CaughtMail, t: &Words) -> ShownMail {
        ShownMail {
            id: mail.id.to_string(),
            at: in_utc(mail.caught_at, t),
            to: mail.recipient,
            subject: mail.subject,
            from: mail.contents.from,
            reply_to: mail.contents.reply_to.unwrap_or_default(),
            stop: mail.contents.list_unsubscribe.unwrap_or_default(),
            text: Paragraphs::of(&mail.contents.text),
            html: mail.contents.html.unwrap_or_default(),
        }
    }
}

impl MailboxPage {
    /// For the test that renders every page.
    pub fn sample() -> MailboxPage {
        let mail = |number: u32, subject: &str| ShownMail {
            id: format!("0190-{number}"),
            at: "Thu 12 Nov 2026, 09:14 UTC".into(),
            to: "salma@difaf.example".into(),
            subject: subject.into(),
            from: "Ilse Amberg, River Witness Network <letters@confluence.example>".into(),
            reply_to: "ilse@riverwitness.example".into(),
            stop: "https://letters.confluence.example/unsubscribe/kZ3uY0m7Qf1cW8x2Bv5nR4tL6sD9aE-hJgKpOiUyT_A".into(),
            text: Paragraphs::of(
                "Dear Salma,\n\nwill you sign?\n\nRead and sign:\n\
                 https://letters.confluence.example/sign/kZ3uY0m7Qf1cW8x2Bv5nR4tL6sD9aE-hJgKpOiUyT_A",
            ),
            html: "<!doctype html>\n<p>Dear Salma,</p>".into(),
        };
        let mails = vec![mail(2, "Sign by 20 Nov: joint letter on the rivers we share"), mail(1, "تأكيد العنوان")];
        let shell = Shell::desk_sample();
        MailboxPage { shell, is_caught: true, is_newest: true, mails, older: Some("0190-1".into()) }
    }
}

/// Where a page begins.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Only mails older than this one.
    before: Option<String>,
}

/// `GET /desk/mailbox`.
pub async fn show(site: Data<Site>, who: SignedIn, asked: Query<Asked>) -> Result<HttpResponse> {
    who.as_operator()?;
    let before = asked.into_inner().before.map(OutboxId);
    let is_newest = before.is_none();
    let mut mails = site.store.read(move |db| caught_mail::list(db, before.as_ref(), PAGE + 1)).await?;
    let has_more = mails.len() > PAGE as usize;
    mails.truncate(PAGE as usize);
    let older = mails.last().filter(|_| has_more).map(|mail| mail.id.to_string());
    let shell = who.shell(&site);
    let mails = mails.into_iter().map(|mail| ShownMail::of(mail, &shell.t)).collect();
    answer::ok(&MailboxPage { is_caught: site.config.smtp.is_none(), shell, is_newest, mails, older })
}
