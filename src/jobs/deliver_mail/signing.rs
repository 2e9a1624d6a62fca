//! The mails to somebody who signed. A withheld name stands in none of them: a mailbox is read by others too.

use std::collections::BTreeMap;

use crate::domain::country::{self, CountryCode};
use crate::domain::dates::{When, parse_zone};
use crate::domain::letter::ListingRule;
use crate::domain::revision::Silence;
use crate::domain::signature::{Listing, PrintedLine};
use crate::error::{Error, Result};
use crate::mail::message::Mailbox;
use crate::mail::messages::{
    self, AboutLetter, AlreadySigned, ConfirmAddress, FullText, LateAsked, ListingChangeFacts, ListingChangeNote,
    ListingChanged, Receipt, SignatureRefused, TextChanged, Write, Written,
};
use crate::render::diff::{BlockKind, DiffBlock, PieceKind, diff};
use crate::render::when::{self, Shown};
use crate::store::letter::{self, Letter};
use crate::store::outbox::Mail;
use crate::store::signature::{self, Signature};
use crate::store::token::{Purpose, Subject};
use crate::store::{Db, commitment, mailing, question, revision};

use super::Office;
use super::compose::named;
use super::draft::{Draft, Link, Urls};

pub(super) fn confirm_address(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let name = known.line(db)?.map(|line| line.name);
    let (about, letter) = (known.about(), &known.letter);
    let zone = parse_zone(&letter.time_zone).map_err(|fault| Error::internal("a letter's time zone", fault))?;
    let until = letter.facts().confirms_until();
    let until = until.map(|at| Shown::of(&When::of(at, zone, &letter.zone_label), &about.t).line(&about.t));
    let write = move |urls: &Urls| ConfirmAddress { about, name, until, link: urls.main.clone() }.write();
    known.draft(db, mail, office, Purpose::Confirm, write)
}

pub(super) fn receipt(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let line = known.line(db)?.map(|line| known.printed(&line));
    let (about, row) = (known.about(), &known.signature);
    let text = revision::find_signed(db, row)?;
    let full_text = FullText::of(&text.text()?, &row.language, &about.t).filter(|_| !about.is_discreet);
    let (version, text_sha256) = (row.revision, row.text_sha256.clone());
    let is_checked_first = known.letter.listing_rule == ListingRule::CheckFirst;
    let signed_at = when::in_utc(row.submitted_at, &about.t);
    let record_sha256 = if about.is_discreet { None } else { commitment::leaf(db, row)? };
    let write = move |urls: &Urls| {
        let link = urls.main.clone();
        Receipt { about, line, is_checked_first, version, text_sha256, record_sha256, signed_at, link, full_text }
            .write()
    };
    known.draft(db, mail, office, Purpose::Mine, write)
}

pub(super) fn late_asked(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let line = known.line(db)?.map(|line| known.printed(&line));
    let about = known.about();
    let write = move |urls: &Urls| LateAsked { about, line, link: urls.main.clone() }.write();
    known.draft(db, mail, office, Purpose::Mine, write)
}

pub(super) fn already_signed(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let about = known.about();
    let write = move |urls: &Urls| AlreadySigned { about, link: urls.main.clone() }.write();
    known.draft(db, mail, office, Purpose::Mine, write)
}

pub(super) fn signature_refused(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let line = known.line(db)?.map(|line| known.printed(&line));
    let reason = known.signature.reason(db)?.unwrap_or_default();
    let about = known.about();
    let write = move |urls: &Urls| SignatureRefused { about, line, reason, link: urls.main.clone() }.write();
    known.draft(db, mail, office, Purpose::Mine, write)
}

pub(super) fn listing_changed(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let facts: ListingChangeFacts = mail.parameters(db)?;
    let printed = |line: Option<PrintedLine>| line.filter(|_| known.may_name()).map(|line| known.printed(&line));
    let note = ListingChangeNote { change: facts.change, before: printed(facts.before), after: printed(facts.after) };
    let about = known.about();
    let write = move |urls: &Urls| ListingChanged { about, note, link: urls.main.clone() }.write();
    known.draft(db, mail, office, Purpose::Mine, write)
}

/// How many changed paragraphs a mail shows; the page shows all.
const CHANGES_SHOWN: usize = 6;

pub(super) fn text_changed(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let known = Known::read(db, mail)?;
    let (about, letter) = (known.about(), &known.letter);
    let open = question::open_of(db, &known.signature)?.ok_or(Error::NotFound)?;
    let zone = parse_zone(&letter.time_zone).map_err(|fault| Error::internal("a letter's time zone", fault))?;
    let end = open.revision.answer_by.ok_or(Error::NotFound)?;
    let until = Shown::of(&When::of(end, zone, &letter.zone_label), &about.t).line(&about.t);
    let mut changes = Vec::new();
    if !about.is_discreet {
        let (old, new) = question::texts_for(db, &known.signature, &letter.language)?;
        let words = |block: &DiffBlock, without: PieceKind| {
            let kept = block.pieces.iter().filter(|(kind, _)| *kind != without);
            kept.map(|(_, words)| words.as_str()).collect::<String>()
        };
        changes = diff(&old.canonical_text, &new.canonical_text)
            .iter()
            .filter(|block| block.kind != BlockKind::Same)
            .map(|block| (words(block, PieceKind::Added), words(block, PieceKind::Removed)))
            .collect();
    }
    let left_out = changes.len().saturating_sub(CHANGES_SHOWN);
    changes.truncate(CHANGES_SHOWN);
    let silence = open.revision.silence.unwrap_or(Silence::Out);
    let note = if about.is_discreet { String::new() } else { open.revision.note };
    let write = move |urls: &Urls| {
        TextChanged { about, silence, until, note, changes, left_out, link: urls.main.clone() }.write()
    };
    known.draft(db, mail, office, Purpose::Mine, write)
}

/// A signature, its letter, and what a mail may say of them.
pub(super) struct Known {
    pub signature: Signature,
    pub letter: Letter,
    title: String,
    labels: BTreeMap<CountryCode, String>,
    pub reply_to: Option<String>,
}

impl Known {
    pub fn read(db: &mut Db<'_>, mail: &Mail) -> Result<Known> {
        let row = signature::find(db, mail.signature_id.as_ref().ok_or(Error::NotFound)?)?;
        let letter = letter::find(db, &row.letter_id)?;
        let title = revision::find_signed(db, &row)?.text()?.title;
        // Whoever asked is whom to ask back: the address for answers of the newest mailing.
        let newest = mailing::latest(db, &row.letter_id)?;
        let reply_to = newest.map(|mailing| mailing.reply_to(db)).transpose()?;
        let labels = letter::country_labels(db, &row.letter_id)?;
        Ok(Known { signature: row, letter, title, labels, reply_to })
    }

    pub fn about(&self) -> AboutLetter {
        AboutLetter {
            t: messages::words(&self.signature.language),
            is_discreet: self.letter.high_risk,
            title: self.title.clone(),
            takes_answers: self.reply_to.is_some(),
        }
    }

    pub fn may_name(&self) -> bool {
        self.signature.listing == Listing::Named && !self.letter.high_risk
    }

    /// The printed line, where a mail may say it.
    pub fn line(&self, db: &Db<'_>) -> Result<Option<PrintedLine>> {
        if self.may_name() { self.signature.line(db).map(Some) } else { Ok(None) }
    }

    /// A line as its signer will recognise it: name, Latin name, acronym, who and where.
    pub fn printed(&self, line: &PrintedLine) -> String {
        let mut text = line.name.clone();
        for extra in [&line.latin_name, &line.acronym].into_iter().flatten() {
            text.push_str(&format!(" ({extra})"));
        }
        let code = line.country.as_deref().and_then(CountryCode::parse);
        let country = code.map(|code| match self.labels.get(&code) {
            Some(label) => label.as_str(),
            None => country::name(code, &self.signature.language),
        });
        let parts = [line.representative.as_deref(), line.role.as_deref(), line.affiliation.as_deref(), country];
        for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
            text.push_str(", ");
            text.push_str(part);
        }
        text
    }

    /// Who writes, as the list of mails in a mailbox shows it: of a letter that puts people at risk nothing but the address.
    pub fn from(&self, name: Option<&str>, office: &Office) -> Mailbox {
        match name {
            _ if self.letter.high_risk => Mailbox::bare(&office.mail_from.address),
            Some(name) => named(name, &office.mail_from.address),
            None => office.mail_from.clone(),
        }
    }

    pub fn draft(
        self,
        db: &Db<'_>,
        mail: &Mail,
        office: &Office,
        purpose: Purpose,
        write: impl FnOnce(&Urls) -> askama::Result<Written> + 'static,
    ) -> Result<Draft> {
        let subject = Subject {
            letter: Some(self.letter.id.clone()),
            signature: Some(self.signature.id.clone()),
            ..Subject::default()
        };
        let from = self.from(None, office);
        Ok(Draft {
            main: Some(Link { purpose, subject, lives: None, is_test: false }),
            stop: None,
            has_code: false,
            from,
            reply_to: self.reply_to.map(|address| Mailbox::bare(&address)),
            to: mail.recipient(db)?,
            is_automatic: true,
            write: Box::new(write),
        })
    }
}
