//! The mails of a mailing: to an invited contact, to somebody who signed, or as a test to their writer. What those to contacts say
//! is [`Ask`]'s.

use crate::actions::ask::{Ask, Recipient};
use crate::actions::send_mailing::Trial;
use crate::clock::Moment;
use crate::domain::ids::LetterId;
use crate::domain::letter::LetterState;
use crate::domain::mailing::{Covering, MailingKind};
use crate::error::{Error, Result};
use crate::mail::message::Mailbox;
use crate::mail::messages::{
    self, HandedOver, HandedOverBy, Invitation, NewLink, News, Reminder, TestInvitation, Wanted, Write, Written,
};
use crate::mail::placeholders::{self, Values};
use crate::store::letter::{self, Letter};
use crate::store::outbox::{Mail, MailKind};
use crate::store::token::{Purpose, Subject};
use crate::store::{Db, invitation, mailing, revision, signature};

use super::Office;
use super::compose::named;
use super::draft::{Draft, Link, Urls};

/// To a contact: the first mail, or one that asks again or says more.
pub(super) fn to_contact(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let (row, card, contact) = invitation::find_invitee(db, mail.invitation_id.as_ref().ok_or(Error::NotFound)?)?;
    let (purpose, covering) = words_of(db, mail, contact.language.as_deref())?;
    let t = messages::words(&covering.language);
    let recipient = Recipient::of(db, &row, &card, &contact)?;
    let ask = Ask::read(db, &row.letter_id, purpose, &covering, t, now)?.to(recipient);
    let subject = Subject { letter: Some(row.letter_id), invitation: Some(row.id), ..Subject::default() };
    let link = |purpose| Link { purpose, subject: subject.clone(), lives: None, is_test: false };
    let is_first = mail.kind == MailKind::Invitation;
    let from = sender(&ask, &covering, office);
    let write = Box::new(move |urls: &Urls| {
        let wanted = ask.filled(&urls.main, urls.code.clone(), urls.stop.as_deref());
        if is_first { Invitation(wanted).write() } else { Reminder(wanted).write() }
    });
    Ok(Draft {
        main: Some(link(Purpose::Sign)),
        stop: Some(link(Purpose::Unsubscribe)),
        has_code: true,
        from,
        reply_to: Some(Mailbox::bare(&covering.reply_to)),
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}

/// To somebody who signed. A withheld name stands in none of it: a mailbox is read by others too.
pub(super) fn to_signer(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let row = signature::find(db, mail.signature_id.as_ref().ok_or(Error::NotFound)?)?;
    let (_, covering) = words_of(db, mail, Some(&row.language))?;
    let letter = letter::find(db, &row.letter_id)?;
    let name = row.signer(db)?.map(|signer| signer.name).filter(|name| !name.is_empty());
    let values = Values {
        name: name.unwrap_or_default(),
        organisation: row.name.clone().unwrap_or_default(),
        title: revision::find_signed(db, &row)?.text()?.title,
        ..Values::default()
    };
    let subject = Subject { letter: Some(row.letter_id), signature: Some(row.id), ..Subject::default() };
    let link = |purpose| Link { purpose, subject: subject.clone(), lives: None, is_test: false };
    let (main, stop) = (link(Purpose::Mine), link(Purpose::Unsubscribe));
    let draft = news(&letter, &covering, values, mail.recipient(db)?, office, now, false);
    Ok(Draft { main: Some(main), stop: Some(stop), ..draft })
}

/// The covering text comes with the mail: nothing of it is kept before it is really sent. It reads, and its link shows,
/// what the next recipient would get, as the preview did.
pub(super) fn test_mail(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let letter_id = mail.letter_id.clone().ok_or(Error::NotFound)?;
    let Trial { kind, is_news, covering } = mail.parameters(db)?;
    let t = messages::words(&covering.language);
    if is_news {
        let letter = letter::find(db, &letter_id)?;
        let title = revision::latest_edit(db, &letter.id, &letter.language)?.text()?.title;
        let say = |key: &str| t.say(key).text();
        let (name, organisation) = (say("mail-test-name"), say("mail-test-organisation"));
        let values = Values { name, organisation, title, ..Values::default() };
        return Ok(news(&letter, &covering, values, mail.recipient(db)?, office, now, true));
    }
    let example = Recipient::example(db, &letter_id, &t)?;
    let invitation = example.invitation.clone();
    let ask = Ask::read(db, &letter_id, kind, &covering, t, now)?.to(example);
    let from = sender(&ask, &covering, office);
    let write = Box::new(move |urls: &Urls| {
        TestInvitation(ask.filled(&urls.main, urls.code.clone(), urls.stop.as_deref())).write()
    });
    Ok(Draft {
        main: Some(Link {
            purpose: Purpose::Sign,
            subject: Subject { letter: Some(letter_id), invitation, ..Subject::default() },
            lives: None,
            is_test: true,
        }),
        stop: None,
        has_code: true,
        from,
        reply_to: Some(Mailbox::bare(&covering.reply_to)),
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}

/// Who writes, as the list of mails in a mailbox shows it: of a letter that puts people at risk nothing but the address, since
/// a coordinator's name often holds the cause.
fn sender(ask: &Ask, covering: &Covering, office: &Office) -> Mailbox {
    match ask.is_discreet() {
        true => Mailbox::bare(&office.mail_from.address),
        false => named(&covering.from_name, &office.mail_from.address),
    }
}

/// To the colleague whom a contact named; from the same asker, with a word on who passed it on.
pub(super) fn handed_over(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let HandedOverBy { person } = mail.parameters(db)?;
    once_more(db, mail, office, now, move |wanted| {
        HandedOver { wanted: Wanted { passed_on_by: Some(person), ..wanted } }.write()
    })
}

/// Another link to the same invitation, to the invited address and no other.
pub(super) fn new_link(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    once_more(db, mail, office, now, |wanted| NewLink { wanted }.write())
}

/// The invitation as its newest mailing has it, outside any mailing.
fn once_more(
    db: &mut Db<'_>,
    mail: &Mail,
    office: &Office,
    now: Moment,
    write: impl FnOnce(Wanted) -> askama::Result<Written> + 'static,
) -> Result<Draft> {
    let (row, card, contact) = invitation::find_invitee(db, mail.invitation_id.as_ref().ok_or(Error::NotFound)?)?;
    let covering = newest_covering(db, &row.letter_id, contact.language.as_deref(), office)?;
    let t = messages::words(&covering.language);
    let recipient = Recipient::of(db, &row, &card, &contact)?;
    let ask = Ask::read(db, &row.letter_id, MailingKind::Invitation, &covering, t, now)?.to(recipient);
    let subject = Subject { letter: Some(row.letter_id), invitation: Some(row.id), ..Subject::default() };
    let link = |purpose| Link { purpose, subject: subject.clone(), lives: None, is_test: false };
    let from = sender(&ask, &covering, office);
    let reply_to = Some(covering.reply_to).filter(|address| !address.is_empty());
    Ok(Draft {
        main: Some(link(Purpose::Sign)),
        stop: Some(link(Purpose::Unsubscribe)),
        has_code: true,
        from,
        reply_to: reply_to.map(|address| Mailbox::bare(&address)),
        to: mail.recipient(db)?,
        is_automatic: true,
        write: Box::new(move |urls: &Urls| write(ask.filled(&urls.main, urls.code.clone(), urls.stop.as_deref()))),
    })
}

/// The words of the letter's newest invitation for somebody who reads this language; where nothing was sent yet, its first
/// convener asks without any.
fn newest_covering(db: &mut Db<'_>, letter_id: &LetterId, language: Option<&str>, office: &Office) -> Result<Covering> {
    if let Some(newest) = mailing::latest_of(db, letter_id, MailingKind::Invitation)? {
        return mailing::covering_for(db, &newest, language);
    }
    let row = letter::find(db, letter_id)?;
    let convener = row.conveners().into_iter().next().map(|convener| convener.name);
    Ok(Covering {
        language: row.language,
        from_name: convener.unwrap_or_else(|| office.site_name.clone()),
        reply_to: String::new(),
        subject: String::new(),
        message: String::new(),
    })
}

fn news(
    letter: &Letter,
    covering: &Covering,
    known: Values,
    to: String,
    office: &Office,
    now: Moment,
    is_test: bool,
) -> Draft {
    let t = messages::words(&covering.language);
    let is_discreet = letter.high_risk;
    let is_public = matches!(letter.facts().state(now), LetterState::Published { .. });
    let public_link = (is_public && !is_discreet).then(|| office.link(&format!("/letters/{}", letter.slug)));
    let offers_proof = public_link.is_some() && !letter.names_hidden;
    let desk = office.link(&format!("/desk/letters/{}", letter.id));
    let (from_name, subject, message) =
        (covering.from_name.clone(), covering.subject.clone(), covering.message.clone());
    let either = |text: String, word: &str| if text.is_empty() { t.say_of("mail-no", word).text() } else { text };
    let values =
        Values { name: either(known.name, "name"), organisation: either(known.organisation, "organisation"), ..known };
    let write = Box::new(move |urls: &Urls| {
        // A test has no signature behind it.
        let link = if is_test { desk } else { urls.main.clone() };
        let values = Values { link: public_link.clone().unwrap_or_else(|| link.clone()), ..values };
        News {
            subject: placeholders::fill(&subject, &values),
            message: placeholders::fill(&message, &values),
            title: values.title,
            stop_link: urls.stop.clone(),
            t,
            is_discreet,
            is_test,
            from_name,
            public_link,
            offers_proof,
            link,
        }
        .write()
    });
    Draft {
        main: None,
        stop: None,
        // As `sender`: of a letter that puts people at risk nothing but the address.
        from: if is_discreet {
            Mailbox::bare(&office.mail_from.address)
        } else {
            named(&covering.from_name, &office.mail_from.address)
        },
        reply_to: Some(Mailbox::bare(&covering.reply_to)),
        to,
        is_automatic: false,
        has_code: false,
        write,
    }
}

/// What a mailing is for, and its words for somebody who reads this language.
fn words_of(db: &mut Db<'_>, mail: &Mail, language: Option<&str>) -> Result<(MailingKind, Covering)> {
    let job = mailing::find_job(db, mail.job_id.as_ref().ok_or(Error::NotFound)?)?;
    let row = mailing::find(db, &job.mailing_id.ok_or(Error::NotFound)?)?;
    Ok((row.kind, mailing::covering_for(db, &row, language)?))
}
