//! Reads what a mail needs, in one reading transaction, and puts it into the mail's own words. The rows that it is about are
//! read as they are today; only a test mail brings its text along.

use crate::actions::tell_sender::Done;
use crate::clock::Moment;
use crate::domain::coordinator::{FIRST_LINK, FORGOTTEN_LINK};
use crate::error::{Error, Result};
use crate::mail::message::Mailbox;
use crate::mail::messages::{
    self, CoordinatorInvited, Digest, DigestLetter, JobDone, PasswordChanged, PasswordLink, Write,
};
use crate::render::when;
use crate::store::invitation::Import;
use crate::store::job::Tally;
use crate::store::outbox::{self, Mail, MailKind};
use crate::store::token::{Purpose, Subject};
use crate::store::{Db, coordinator, import, letter, mailing, revision, waiting};

use super::draft::{Draft, Link, Writing};
use super::wanted::is_wanted;
use super::{Office, approving, asking, commenting, signing, translating};

/// The mail without its links; `None` when it must not leave any more.
///
/// # Errors
/// `Busy` when the database is; `NotFound` and `Internal` when what it needs is gone or cannot be opened.
pub(super) fn compose(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Option<Draft>> {
    if !is_wanted(db, mail, now)? {
        return Ok(None);
    }
    let draft = match mail.kind {
        MailKind::Invitation | MailKind::Reminder => asking::to_contact(db, mail, office, now),
        MailKind::News => asking::to_signer(db, mail, office, now),
        MailKind::TestInvitation => asking::test_mail(db, mail, office, now),
        MailKind::ConfirmAddress => signing::confirm_address(db, mail, office),
        MailKind::Receipt => signing::receipt(db, mail, office),
        MailKind::AlreadySigned => signing::already_signed(db, mail, office),
        MailKind::SignatureRefused => signing::signature_refused(db, mail, office),
        MailKind::ListingChanged => signing::listing_changed(db, mail, office),
        MailKind::TextChanged => signing::text_changed(db, mail, office),
        MailKind::HandedOver => asking::handed_over(db, mail, office, now),
        MailKind::NewLink => asking::new_link(db, mail, office, now),
        MailKind::ApprovalRequest => approving::request(db, mail, office),
        MailKind::CommentRequest => commenting::request(db, mail, office),
        MailKind::TranslationRequest => translating::request(db, mail, office),
        MailKind::ProposalDecided => commenting::decided(db, mail, office),
        MailKind::ApprovalRefused => approving::refused(db, mail, office),
        MailKind::ApproverComment => approving::comment(db, mail, office),
        MailKind::ColleagueSigned => approving::colleague_signed(db, mail, office),
        MailKind::LateAsked => signing::late_asked(db, mail, office),
        MailKind::PasswordLink => account(db, mail, office, now),
        MailKind::CoordinatorInvited => account(db, mail, office, now),
        MailKind::PasswordChanged => account(db, mail, office, now),
        MailKind::Digest => digest(db, mail, office),
        MailKind::JobDone => job_done(db, mail, office),
    };
    draft.map(Some)
}

/// The three mails about an account: system mail from the server itself.
fn account(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let who = coordinator::find(db, mail.coordinator_id.as_ref().ok_or(Error::NotFound)?)?;
    let (t, site, name) = (messages::words(&office.language), office.site_name.clone(), who.name);
    let link = |lives| Link {
        purpose: Purpose::Password,
        subject: Subject { coordinator: Some(who.id.clone()), ..Subject::default() },
        lives: Some(lives),
        is_test: false,
    };
    let (main, write): (Option<Link>, Writing) = match mail.kind {
        MailKind::PasswordLink => (
            Some(link(FORGOTTEN_LINK)),
            Box::new(move |urls| {
                PasswordLink { t, site, name, minutes: FORGOTTEN_LINK.num_minutes(), link: urls.main.clone() }.write()
            }),
        ),
        MailKind::CoordinatorInvited => (
            Some(link(FIRST_LINK)),
            Box::new(move |urls| {
                CoordinatorInvited { t, site, name, days: FIRST_LINK.num_days(), link: urls.main.clone() }.write()
            }),
        ),
        _ => {
            // Written in the transaction of the change, so that is when it was.
            let changed_at = when::in_utc(mail.created_at.min(now), &t);
            (None, Box::new(move |urls| PasswordChanged { t, site, name, changed_at, link: urls.main.clone() }.write()))
        }
    };
    Ok(Draft {
        main,
        stop: None,
        has_code: false,
        from: office.mail_from.clone(),
        reply_to: None,
        to: mail.recipient(db)?,
        is_automatic: true,
        write,
    })
}

/// A mailbox whose name people wrote.
pub(super) fn named(name: &str, address: &str) -> Mailbox {
    Mailbox::named(&messages::header_text(name), address)
}

/// What waits when the mail leaves, which may be less than when it was written.
fn digest(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let who = coordinator::find(db, mail.coordinator_id.as_ref().ok_or(Error::NotFound)?)?;
    let t = messages::words(&office.language);
    let mut letters = Vec::new();
    for (row, waits) in waiting::for_coordinator(db, &who.id)? {
        let title = revision::latest_edit(db, &row.id, &row.language)?.text()?.title;
        letters.push(DigestLetter {
            title: if row.high_risk { t.say("mail-digest-high-risk").to_string() } else { title },
            link: office.link(&format!("/desk/letters/{}", row.id)),
            needs: waits.by_word().to_vec(),
        });
    }
    if letters.is_empty() {
        return Err(Error::NotFound);
    }
    let (site, name, account) = (office.site_name.clone(), who.name, office.link("/desk/account"));
    let desk = office.link("/desk");
    Ok(Draft {
        main: None,
        stop: None,
        from: office.mail_from.clone(),
        reply_to: None,
        to: mail.recipient(db)?,
        is_automatic: true,
        has_code: false,
        write: Box::new(move |_| Digest { t, site, name, letters, desk, account }.write()),
    })
}

/// What became of a job, as it stands when this mail leaves.
fn job_done(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let who = coordinator::find(db, mail.coordinator_id.as_ref().ok_or(Error::NotFound)?)?;
    let letter = letter::find(db, mail.letter_id.as_ref().ok_or(Error::NotFound)?)?;
    let t = messages::words(&office.language);
    let called = |name: String| if letter.high_risk { t.say("mail-done-high-risk").text() } else { name };
    let (id, subject, what, counts) = match mail.parameters(db)? {
        Done::Mailing { job } => {
            let row = mailing::find_job(db, &job)?;
            let covering = mailing::find(db, &row.mailing_id.ok_or(Error::NotFound)?)?;
            let tally = Tally::of(&outbox::count_by_state(db, &job)?);
            let more = [("failed", tally.failed), ("unknown", tally.unknown), ("cancelled", tally.cancelled)];
            let all = std::iter::once(("sent", tally.sent)).chain(more.into_iter().filter(|(_, count)| *count > 0));
            let counts: Vec<_> = all.map(|(word, count)| (t.say_of("job", word).text(), count)).collect();
            let what = t.say("mail-done-what").with("what", called(covering.subject)).text();
            (job.0, t.say("mail-done-subject").with("count", tally.sent).text(), what, counts)
        }
        Done::Import { import } => {
            let row = import::find(db, &import)?;
            let imported = i64::from(row.imported_count);
            let more = [("known", i64::from(row.taken_count) - imported), ("to_fix", to_fix(db, &row)?)];
            let all = std::iter::once(("imported", imported)).chain(more.into_iter().filter(|(_, count)| *count > 0));
            let counts: Vec<_> = all.map(|(word, count)| (t.say_of("import-job", word).text(), count)).collect();
            let name = if row.file_name.is_empty() { t.say("import-pasted-source").text() } else { row.file_name };
            let what = t.say("mail-import-done-what").with("what", called(name)).text();
            (import.0, t.say("mail-import-done-subject").with("count", imported).text(), what, counts)
        }
    };
    let (site, name, link) = (office.site_name.clone(), who.name, office.link(&format!("/desk/jobs/{id}")));
    Ok(Draft {
        main: None,
        stop: None,
        from: office.mail_from.clone(),
        reply_to: None,
        to: mail.recipient(db)?,
        is_automatic: true,
        has_code: false,
        write: Box::new(move |_| JobDone { t, site, name, subject, what, counts, link }.write()),
    })
}

/// How many rows of an import are left to be mended.
fn to_fix(db: &Db<'_>, row: &Import) -> Result<i64> {
    match row.table(db) {
        Ok(left) => Ok(i64::try_from(left.rows.len()).unwrap_or_default()),
        Err(Error::NotFound) => Ok(0),
        Err(fault) => Err(fault),
    }
}
