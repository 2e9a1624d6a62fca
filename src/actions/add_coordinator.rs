//! Making an account for somebody, and the link with which they set its password.

use crate::clock::Moment;
use crate::domain::coordinator::FIRST_LINK;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::coordinator::{self, Coordinator, NewCoordinator};
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::token::{self, Purpose, Subject};
use crate::store::{Tx, event, team};

/// A person who shall have an account.
#[derive(Debug, Clone)]
pub struct Person {
    /// As shown on the desk; already checked.
    pub name: String,
    /// Where the link goes.
    pub email: EmailAddress,
    /// Whether the person runs this server.
    pub is_operator: bool,
}

/// Makes an account without a password.
///
/// # Errors
/// `AddressTaken`.
pub fn add(tx: &mut Tx<'_>, person: &Person, actor: &Actor, now: Moment) -> Result<Coordinator> {
    insert(tx, person, None, actor, now)
}

/// An operator's invitation: makes the account and mails its link.
///
/// # Errors
/// `AddressTaken`.
pub fn invite(tx: &mut Tx<'_>, person: &Person, actor: &Actor, now: Moment) -> Result<Coordinator> {
    let made = add(tx, person, actor, now)?;
    mail_first_link(tx, &made, now)?;
    Ok(made)
}

/// Mails a fresh link to somebody who has not set a password yet.
///
/// # Errors
/// `WrongStatus` when they have.
pub fn invite_again(tx: &mut Tx<'_>, who: &Coordinator, now: Moment) -> Result<()> {
    if who.password_hash.is_some() {
        return Err(Refusal::WrongStatus.into());
    }
    mail_first_link(tx, who, now)
}

/// The secret of a link with which this person sets a password; earlier ones stop working.
pub fn first_link(tx: &mut Tx<'_>, who: &Coordinator, now: Moment) -> Result<String> {
    token::revoke_password_links(tx, Some(&who.id), now)?;
    let subject = Subject { coordinator: Some(who.id.clone()), ..Subject::default() };
    token::mint(tx, Purpose::Password, subject, Some(now + FIRST_LINK), false, now)
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    person: &Person,
    password_hash: Option<String>,
    actor: &Actor,
    now: Moment,
) -> Result<Coordinator> {
    let team = team::default_team(tx, "Team", now)?;
    let new = NewCoordinator {
        team,
        name: &person.name,
        email: &person.email,
        is_operator: person.is_operator,
        password_hash,
    };
    let made = coordinator::insert(tx, &new, now)?.ok_or(Refusal::AddressTaken)?;
    let object = Some(("coordinator", made.id.as_str()));
    event::record(tx, now, actor, Verb::AddCoordinator, None, object, PublicEffect::None)?;
    Ok(made)
}

fn mail_first_link(tx: &mut Tx<'_>, who: &Coordinator, now: Moment) -> Result<()> {
    mail(tx, who, MailKind::CoordinatorInvited, now)
}

/// Puts a mail to a coordinator into the outbox, ahead of bulk; any link in it is made when it leaves.
pub(super) fn mail(tx: &mut Tx<'_>, who: &Coordinator, kind: MailKind, now: Moment) -> Result<()> {
    let email = address(tx, who)?;
    let about = About { coordinator: Some(who.id.clone()), ..About::default() };
    let new = NewMail { lane: lane::PERSONAL, kind, recipient: &email, parameters: &(), about, not_before: now };
    outbox::enqueue(tx, &new, now)?;
    Ok(())
}

/// A coordinator's address, opened.
pub(super) fn address(tx: &Tx<'_>, who: &Coordinator) -> Result<EmailAddress> {
    let text = who.email(tx)?;
    EmailAddress::parse(&text).map_err(|fault| Error::internal("a coordinator's address", fault))
}
