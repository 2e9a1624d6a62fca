//! The mail that asks somebody to translate a letter, or to read a translation.

use crate::domain::language::name_of;
use crate::error::Result;
use crate::mail::message::Mailbox;
use crate::mail::messages::{self, AboutLetter, TranslationNote, TranslationRequest, Write};
use crate::store::outbox::Mail;
use crate::store::token::{Purpose, Subject};
use crate::store::{Db, coordinator, letter, revision, second_reader, translation};

use super::Office;
use super::compose::named;
use super::draft::{Draft, Link, Urls};

pub(super) fn request(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let TranslationNote { translation: id, is_to_read } = mail.parameters(db)?;
    let row = translation::find(db, &id)?;
    let letter = letter::find(db, &row.letter_id)?;
    let asked_by = if is_to_read { &row.reader_asked_by } else { &row.asked_by };
    let asker = coordinator::find(db, asked_by.as_ref().unwrap_or(&row.created_by))?;
    let title = revision::latest_edit(db, &letter.id, &letter.language)?.text()?.title;
    let person = if is_to_read {
        second_reader::of(&row, db)?.map(|reader| reader.name).unwrap_or_default()
    } else {
        row.translator(db)?
    };
    let (language, from) = (name_of(&row.language).to_owned(), asker.name.clone());
    let (t, is_discreet) = (messages::words(&letter.language), letter.high_risk);
    let about = AboutLetter { t, is_discreet, title, takes_answers: true };
    let is_draft = letter.published_at.is_none();
    let write = Box::new(move |urls: &Urls| {
        TranslationRequest { about, person, from, language, is_draft, is_to_read, link: urls.main.clone() }.write()
    });
    let subject = Subject { letter: Some(letter.id), translation: Some(id), ..Subject::default() };
    let purpose = if is_to_read { Purpose::ReadTranslation } else { Purpose::Translate };
    let office_address = &office.mail_from.address;
    Ok(Draft {
        main: Some(Link { purpose, subject, lives: None, is_test: false }),
        stop: None,
        has_code: false,
        from: if letter.high_risk { Mailbox::bare(office_address) } else { named(&asker.name, office_address) },
        reply_to: Some(Mailbox::bare(&asker.email(db)?)),
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}
