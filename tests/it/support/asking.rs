//! Links of the people of an organisation who have a say in its signature, made as the mail job makes them.

use undersigned::domain::ids::{ApprovalId, LetterId};
use undersigned::mail::messages::ApprovalNote;
use undersigned::store::outbox::{self, MailKind};
use undersigned::store::signature::Signature;
use undersigned::store::token::{Purpose, Subject, mint};

use super::app::TestApp;

/// What a contact types to ask one person.
pub const REQUEST: [(&str, &str); 11] = [
    ("organisation_name", "River Banks Association"),
    ("country", "LB"),
    ("representative_name", "Salma al-Wadi"),
    ("representative_role", "Programme officer"),
    ("listing", "named"),
    ("withheld_place", "none"),
    ("revision", "1"),
    ("approver_name", "Karim Haddad"),
    ("approver_email", "karim@riverbanks.example"),
    ("note", "Our board saw the draft in June."),
    ("action", "ask"),
];

impl TestApp {
    /// The link in the newest request that was mailed to this address; looked up in the outbox, as no mail leaves.
    #[track_caller]
    pub fn approve_path(&self, letter: &LetterId, to: &str) -> String {
        let id: ApprovalId = self.last_note(to).approval;
        let (letter, now) = (letter.clone(), self.now());
        let secret = self.write(move |tx| {
            let subject = Subject { letter: Some(letter.clone()), approval: Some(id.clone()), ..Subject::default() };
            mint(tx, Purpose::Approve, subject, None, false, now)
        });
        format!("/approve/{secret}")
    }

    /// What the newest request to this address carries.
    #[track_caller]
    pub fn last_note(&self, to: &str) -> ApprovalNote {
        let found = self.store().read_now(|db| {
            let mut notes = Vec::new();
            for mail in outbox::list_all(db)? {
                if mail.kind == MailKind::ApprovalRequest && mail.recipient(db)? == to {
                    notes.push(mail.parameters::<ApprovalNote>(db)?);
                }
            }
            Ok(notes)
        });
        found.expect("the database").pop().unwrap_or_else(|| panic!("nobody asked {to}"))
    }

    /// The link in the notice to a colleague of whoever signed.
    pub fn suspend_path(&self, row: &Signature) -> String {
        let (id, letter, now) = (row.id.clone(), row.letter_id.clone(), self.now());
        let secret = self.write(move |tx| {
            let subject = Subject { letter: Some(letter.clone()), signature: Some(id.clone()), ..Subject::default() };
            mint(tx, Purpose::Suspend, subject, None, false, now)
        });
        format!("/suspend/{secret}")
    }

    /// To whom mails of this kind wait, the oldest first.
    pub fn mailed(&self, kind: MailKind) -> Vec<String> {
        self.queued_mail().into_iter().filter(|(one, _)| *one == kind).map(|(_, to)| to).collect()
    }
}
