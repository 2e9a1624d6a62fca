//! A mail on its way from rows to bytes: everything but the links, which are made only when it leaves.

use chrono::TimeDelta;
use url::Url;

use crate::clock::Moment;
use crate::domain::code;
use crate::domain::ids::LetterId;
use crate::error::{Error, Result};
use crate::mail::message::{Mailbox, Message, message_id};
use crate::mail::messages::TypedCode;
use crate::mail::messages::Written;
use crate::store::Tx;
use crate::store::outbox::Mail;
use crate::store::token::{self, Purpose, Subject};

use super::Office;

/// A link that the mail needs.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// What it is for.
    pub purpose: Purpose,
    /// What it is about.
    pub subject: Subject,
    /// How long it works; without end where the letter's own times decide.
    pub lives: Option<TimeDelta>,
    /// Whether it came with a test mail.
    pub is_test: bool,
}

/// The links of a finished mail.
#[derive(Debug, Clone, Default)]
pub(super) struct Urls {
    /// The one action.
    pub main: String,
    /// One press ends these mails; invitations only.
    pub stop: Option<String>,
    /// What can be typed instead of following the link; invitations only.
    pub code: Option<TypedCode>,
}

/// Writes the mail around its links.
pub(super) type Writing = Box<dyn FnOnce(&Urls) -> askama::Result<Written>>;

/// A mail without its links.
pub(super) struct Draft {
    /// The link behind the button; a notice about a password leads to a page that everybody knows.
    pub main: Option<Link>,
    /// The link that ends these mails.
    pub stop: Option<Link>,
    /// Whether codes that can be typed stand beside the link.
    pub has_code: bool,
    /// Who writes.
    pub from: Mailbox,
    /// Who gets answers.
    pub reply_to: Option<Mailbox>,
    /// The recipient's address.
    pub to: String,
    /// Whether no person pressed *Send*.
    pub is_automatic: bool,
    /// Fills the templates.
    pub write: Writing,
}

/// The secrets of one attempt; forgotten again when the relay did not take the mail.
#[derive(Debug, Clone, Default)]
pub(super) struct Secrets {
    pub main: Option<(Purpose, String)>,
    pub stop: Option<(Purpose, String)>,
    /// The letter, its code, and the invitation's.
    pub code: Option<(LetterId, String, String)>,
}

impl Secrets {
    /// Makes the links of a draft; their hashes are kept by this transaction.
    pub fn mint(tx: &mut Tx<'_>, wants: &Wants, now: Moment) -> Result<Secrets> {
        let mut mint = |link: &Link| {
            let expires_at = link.lives.map(|lives| now + lives);
            let secret = token::mint(tx, link.purpose, link.subject.clone(), expires_at, link.is_test, now)?;
            Ok::<_, Error>((link.purpose, secret))
        };
        let (main, stop) =
            (wants.main.as_ref().map(&mut mint).transpose()?, wants.stop.as_ref().map(&mut mint).transpose()?);
        let code = match wants.main.as_ref().filter(|_| wants.has_code) {
            Some(link) => mint_code(tx, link, now)?,
            None => None,
        };
        Ok(Secrets { main, stop, code })
    }

    /// Takes the hashes out again.
    pub fn forget(&self, tx: &mut Tx<'_>) -> Result<()> {
        for (purpose, secret) in self.main.iter().chain(&self.stop) {
            token::forget(tx, *purpose, secret)?;
        }
        if let Some((letter, _, code)) = &self.code {
            token::forget_code(tx, letter, code)?;
        }
        Ok(())
    }

    fn urls(&self, office: &Office) -> Urls {
        let url = |(purpose, secret): &(Purpose, String)| office.link(&format!("{}{secret}", path(*purpose)));
        let page = office.link("/code");
        let page = page.split_once("://").map_or(page.as_str(), |(_, page)| page);
        let typed = |(_, letter, secret): &(LetterId, String, String)| TypedCode {
            page: page.to_owned(),
            letter: letter.clone(),
            code: code::printed(secret),
        };
        Urls {
            main: self.main.as_ref().map_or_else(|| office.link("/forgot"), url),
            stop: self.stop.as_ref().map(url),
            code: self.code.as_ref().map(typed),
        }
    }
}

/// The secrets that a draft needs.
#[derive(Debug, Clone)]
pub(super) struct Wants {
    main: Option<Link>,
    stop: Option<Link>,
    has_code: bool,
}

/// The codes beside a link to sign, for the same invitation.
fn mint_code(tx: &mut Tx<'_>, link: &Link, now: Moment) -> Result<Option<(LetterId, String, String)>> {
    let Some(letter) = link.subject.letter.clone() else { return Ok(None) };
    let secret = token::mint_code(tx, &letter, link.subject.clone(), link.is_test, now)?;
    let letter_code = token::letter_code(tx, &letter);
    Ok(Some((letter, letter_code, secret)))
}

/// Where a link of this purpose leads (contract, URLs).
fn path(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Sign => "/sign/",
        Purpose::Join => "/join/",
        Purpose::Confirm => "/confirm/",
        Purpose::Mine => "/mine/",
        Purpose::Password => "/password/",
        Purpose::Unsubscribe => "/unsubscribe/",
        Purpose::Approve => "/approve/",
        Purpose::Suspend => "/suspend/",
        Purpose::Preview => "/preview/",
        Purpose::Comment => "/comment/",
        // Never a link: it is typed.
        Purpose::Code => "/code#",
        Purpose::Translate => "/translate/",
        Purpose::ReadTranslation => "/read/",
    }
}

impl Draft {
    /// The secrets to make for it.
    pub fn wants(&self) -> Wants {
        Wants { main: self.main.clone(), stop: self.stop.clone(), has_code: self.has_code }
    }

    /// The finished message.
    ///
    /// # Errors
    /// `Internal` when a template or a link cannot be made; neither depends on what people wrote.
    pub fn finish(self, mail: &Mail, secrets: &Secrets, office: &Office) -> Result<Message> {
        let urls = secrets.urls(office);
        let list_unsubscribe = urls.stop.as_deref().map(Url::parse).transpose();
        let list_unsubscribe = list_unsubscribe.map_err(|fault| Error::internal("a link to unsubscribe", fault))?;
        let written = (self.write)(&urls).map_err(|fault| Error::internal("filling a mail's template", fault))?;
        Ok(Message {
            message_id: message_id(&mail.id, office.mail_from.domain()),
            from: self.from,
            reply_to: self.reply_to,
            to: Mailbox::bare(&self.to),
            subject: written.subject,
            text: written.text,
            html: Some(written.html),
            list_unsubscribe,
            auto_submitted: self.is_automatic,
            envelope_from: office.envelope_from(mail),
        })
    }
}
