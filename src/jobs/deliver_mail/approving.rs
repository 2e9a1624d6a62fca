//! The mails to people of an organisation who have a say in its signature, and from them to the conveners. A withheld name
//! stands in none of them.

use crate::actions::keep::open_question;
use crate::domain::dates::{When, parse_zone};
use crate::error::{Error, Result};
use crate::mail::message::Mailbox;
use crate::mail::messages::{
    ApprovalNote, ApprovalRefused, ApprovalRequest, ApprovalWords, ApproverComment, ColleagueSigned, Write,
};
use crate::render::when::Shown;
use crate::store::outbox::Mail;
use crate::store::token::{Purpose, Subject};
use crate::store::{Db, approval, invitation, question, revision};

use super::Office;
use super::draft::{Draft, Link, Urls};
use super::signing::Known;

/// How long a colleague can suspend a signature by the link of the notice, in days.
const SUSPEND_DAYS: i64 = 30;

pub(super) fn request(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let ApprovalNote { approval: id, is_reminder } = mail.parameters(db)?;
    let who = approval::find(db, &id)?.approver(db)?;
    let signer = known.signature.signer(db)?.ok_or(Error::NotFound)?;
    let zone = parse_zone(&known.letter.time_zone).map_err(|fault| Error::internal("a letter's time zone", fault))?;
    let (about, line) = (known.about(), known.line(db)?.map(|line| known.printed(&line)));
    let again = if known.signature.awaits_approval() {
        None
    } else {
        Some(open_question(db, &known.letter, &known.signature)?.ok_or(Error::NotFound)?)
    };
    let asking = question::asking(db, &known.letter.id)?;
    let is_changed = asking.is_some_and(|asking| known.signature.submitted_at < asking.frozen_at);
    // Without a name where it is withheld.
    let organisation = known.line(db)?.map_or_else(String::new, |line| line.name);
    let signed_for = again.as_ref().map(|_| organisation);
    let deadline = match &again {
        Some(again) => again.revision.answer_by,
        None => known.letter.facts().closing(),
    };
    let deadline = deadline.map(|at| Shown::of(&When::of(at, zone, &known.letter.zone_label), &about.t).line(&about.t));
    let version = match &again {
        Some(_) => revision::latest(db, &known.letter.id)?.ok_or(Error::NotFound)?.n,
        None => known.signature.revision,
    };
    let subject = Subject {
        letter: Some(known.letter.id.clone()),
        signature: Some(known.signature.id.clone()),
        approval: Some(id),
        ..Subject::default()
    };
    // The recipient knows the colleague who asks, and answers go to that person.
    let from = known.from(Some(&signer.name), office);
    let reply_to = Some(Mailbox::bare(&signer.email));
    let write = Box::new(move |urls: &Urls| {
        let (person, contact, note, link) = (who.name, signer.name, who.note, urls.main.clone());
        let texts = ApprovalRequest {
            about,
            person,
            contact,
            note,
            line,
            deadline,
            version,
            is_reminder,
            is_changed,
            signed_for,
            link,
        };
        texts.write()
    });
    Ok(Draft {
        main: Some(Link { purpose: Purpose::Approve, subject, lives: None, is_test: false }),
        stop: None,
        has_code: false,
        from,
        reply_to,
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}

pub(super) fn refused(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let ApprovalWords { approval: id, words: reason } = mail.parameters(db)?;
    let who = approval::find(db, &id)?.approver(db)?;
    if known.signature.confirmed_at.is_some() {
        let about = known.about();
        let write = move |urls: &Urls| {
            let link = urls.main.clone();
            ApprovalRefused { about, person: who.name, reason, was_signed: true, link }.write()
        };
        return known.draft(db, mail, office, Purpose::Mine, write);
    }
    let index = known.signature.invitation_index.as_ref().ok_or(Error::NotFound)?;
    let invited = invitation::find_by_index(db, &known.letter.id, index)?.ok_or(Error::NotFound)?;
    let subject = Subject { letter: Some(known.letter.id.clone()), invitation: Some(invited), ..Subject::default() };
    let (about, from) = (known.about(), known.from(None, office));
    let write = Box::new(move |urls: &Urls| {
        ApprovalRefused { about, person: who.name, reason, was_signed: false, link: urls.main.clone() }.write()
    });
    Ok(Draft {
        main: Some(Link { purpose: Purpose::Sign, subject, lives: None, is_test: false }),
        stop: None,
        has_code: false,
        from,
        reply_to: known.reply_to.map(|address| Mailbox::bare(&address)),
        to: mail.recipient(db)?,
        is_automatic: true,
        write,
    })
}

pub(super) fn comment(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let ApprovalWords { approval: id, words } = mail.parameters(db)?;
    let who = approval::find(db, &id)?.approver(db)?;
    let organisation = known.line(db)?.map(|line| line.name);
    let (about, link) = (known.about(), office.link(&format!("/desk/letters/{}/invitations", known.letter.id)));
    let (from, reply_to) = (known.from(Some(&who.name), office), Some(Mailbox::bare(&who.email)));
    let write =
        Box::new(move |_: &Urls| ApproverComment { about, person: who.name, organisation, words, link }.write());
    Ok(Draft {
        main: None,
        stop: None,
        has_code: false,
        from,
        reply_to,
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}

pub(super) fn colleague_signed(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let line = known.line(db)?.map(|line| known.printed(&line));
    let signer = known.signature.signer(db)?.ok_or(Error::NotFound)?;
    let signer = [signer.name, signer.role].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let about = known.about();
    let write = move |urls: &Urls| ColleagueSigned { about, line, signer, link: urls.main.clone() }.write();
    let draft = known.draft(db, mail, office, Purpose::Suspend, write)?;
    let lives = Some(chrono::TimeDelta::days(SUSPEND_DAYS));
    Ok(Draft { main: draft.main.map(|link| Link { lives, ..link }), ..draft })
}
