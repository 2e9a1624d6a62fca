//! How the bodies of the demo sign: each by the way its letter offers, at its own moment.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::actions::sign::{Submission, Via, sign};
use crate::actions::{ask_approval, confirm, decline, invite, list};
use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::email::Website;
use crate::domain::event::Actor;
use crate::domain::ids::{InvitationId, LetterId};
use crate::domain::signature::{Listing, PrintedLine, SignatoryKind, WithheldPlace};
use crate::domain::text::{OrganisationName, PersonName};
use crate::error::Result;
use crate::store::approval::Approver;
use crate::store::signature::Signer;
use crate::store::{Lane, Store, Tx, invitation, letter, signature};

use super::material::Body;
use super::{email, told_wrong};

/// How many acts share a transaction.
const AT_ONCE: usize = 80;

/// A body and what it does about one letter.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub body: Body,
    /// None for those who came by the open form.
    pub invitation: Option<InvitationId>,
    pub listing: Listing,
    pub at: Moment,
    /// When the coordinators listed it; `None`: it waits for their check.
    pub listed_at: Option<Moment>,
}

/// Invites bodies to a letter; gives the invitations in the same order.
pub(super) fn invite_all(store: &Store, letter: &LetterId, bodies: &[Body], at: Moment) -> Result<Vec<InvitationId>> {
    let (letter, bodies) = (letter.clone(), bodies.to_vec());
    store.write_now(Lane::Desk, move |tx| {
        let row = letter::find(tx, &letter)?;
        let mut made = Vec::new();
        for body in &bodies {
            let new = invitee(body)?;
            let id = invite::invite(tx, &row, &new, None, at)?;
            made.push(id.ok_or_else(|| told_wrong("twice invited", body.name, ()))?);
        }
        Ok(made)
    })
}

/// Has each of them sign, and the coordinators list whom they listed.
pub(super) fn sign_all(store: &Store, letter: &LetterId, answers: Vec<Answer>, by: &Actor) -> Result<()> {
    for some in answers.chunks(AT_ONCE) {
        let (letter, some, by) = (letter.clone(), Arc::new(some.to_vec()), by.clone());
        store.write_now(Lane::Desk, move |tx| {
            for answer in some.iter() {
                sign_one(tx, &letter, answer, &by)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn sign_one(tx: &mut Tx<'_>, letter: &LetterId, answer: &Answer, by: &Actor) -> Result<()> {
    let row = letter::find(tx, letter)?;
    let submission = submission(answer, &row.language)?;
    let via = match &answer.invitation {
        Some(id) => Via::Invitation(Box::new(invitation::find(tx, id)?), submission.email.clone()),
        None => Via::Open,
    };
    let signed = sign(tx, &row, &via, &submission, answer.at)?;
    if signed.awaits_confirmation {
        let pending = signature::find(tx, &signed.id)?;
        confirm::confirm(tx, &row, &pending, answer.at + TimeDelta::minutes(7))?;
    }
    match answer.listed_at {
        Some(at) => list::list(tx, &row, &signed.id, by, at),
        None => Ok(()),
    }
}

/// A contact asks its director to approve, so that the mailbox has that mail too.
pub(super) fn ask_director(store: &Store, letter: &LetterId, id: &InvitationId, body: &Body, at: Moment) -> Result<()> {
    let (letter, id, body) = (letter.clone(), id.clone(), body.clone());
    store.write_now(Lane::Desk, move |tx| {
        let row = letter::find(tx, &letter)?;
        let answer =
            Answer { body: body.clone(), invitation: Some(id.clone()), listing: Listing::Named, at, listed_at: None };
        let submission = submission(&answer, &row.language)?;
        let director = Approver {
            name: "Ibrahim Sané".to_owned(),
            email: "ibrahim.sane@bothbanks.example".to_owned(),
            note: "Our name would stand under it. Can you decide before Friday?".to_owned(),
        };
        let asked = invitation::find(tx, &id)?;
        ask_approval::ask_approval(tx, &row, &asked, &submission.email, &submission, &[director], at).map(drop)
    })
}

/// Has those decline who say why.
pub(super) fn decline_some(store: &Store, asked: Vec<(InvitationId, &'static str)>, at: Moment) -> Result<()> {
    store.write_now(Lane::Desk, move |tx| {
        for (id, reason) in asked.iter().filter(|(_, reason)| !reason.is_empty()) {
            let row = invitation::find(tx, id)?;
            decline::decline(tx, &row, reason, at)?;
        }
        Ok(())
    })
}

fn submission(answer: &Answer, language: &str) -> Result<Submission> {
    let body = &answer.body;
    let line = PrintedLine {
        kind: body.kind,
        name: body.name.to_owned(),
        latin_name: body.latin_name.clone(),
        acronym: body.acronym.clone(),
        country: Some(body.country.to_owned()),
        region: body.region.clone(),
        affiliation: body.affiliation.clone(),
        website: body.website.clone(),
        representative: None,
        role: None,
    };
    let signer =
        Signer { name: body.representative.to_owned(), role: body.role.to_owned(), email: body.email.to_owned() };
    Ok(Submission {
        line,
        signer,
        email: email(body.email)?,
        listing: answer.listing,
        withheld_place: WithheldPlace::None,
        wants_updates: false,
        revision: 1,
        language: language.to_owned(),
        text_sha256: None,
    })
}

fn invitee(body: &Body) -> Result<invite::NewInvitee> {
    let name = |text: &str| OrganisationName::parse(text).map_err(|fault| told_wrong("a name", text, fault));
    let person = |text: &str| PersonName::parse(text).map_err(|fault| told_wrong("a person", text, fault));
    let website = |text: &String| Website::parse(text).map_err(|fault| told_wrong("a website", text, fault));
    Ok(invite::NewInvitee {
        organisation: (body.kind != SignatoryKind::Individual).then(|| name(body.name)).transpose()?,
        email: email(body.email)?,
        name: Some(body.representative).filter(|text| !text.is_empty()).map(person).transpose()?,
        country: CountryCode::parse(body.country),
        country_as_written: None,
        language: Some(body.language.to_owned()),
        kind: Some(body.kind),
        acronym: body.acronym.clone(),
        latin_name: body.latin_name.as_deref().map(name).transpose()?,
        website: body.website.as_ref().map(website).transpose()?,
    })
}
