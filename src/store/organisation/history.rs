//! What a card was asked and what it did, letter by letter, as far as the asker may know it. A withheld signature never
//! stands here: it keeps no plain link to its card, and its invitation says what the asker's rights let it say.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, InvitationId, LetterId, OrganisationId};
use crate::error::Result;
use crate::store::invitation::Invitation;
use crate::store::invitee::{self, Mailed};
use crate::store::letter::{self, Letter, LetterMember};
use crate::store::organisation::Contact;
use crate::store::outbox::{MailKind, State};
use crate::store::schema::{contact, invitation, letter_member, outbox, signature};
use crate::store::signature::Signature;
use crate::store::{Db, revision};

/// One letter in the history of a card.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The letter.
    pub letter: Letter,
    /// Its title: of the draft for its members, of the public wording for others.
    pub title: String,
    /// What the asker may do with it; `None` for a public letter of other coordinators.
    pub member: Option<LetterMember>,
    /// Who was asked, the first first; only for members who may see contacts.
    pub asked: Vec<Asked>,
    /// What was signed by name.
    pub signed: Vec<Signature>,
}

/// A mail: its kind, how far it came, how often it came back, when it ended, when it was written.
pub type Mail = (MailKind, State, i32, Option<Moment>, Moment);

/// One invitation with what was mailed to it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The invitation.
    pub invitation: Invitation,
    /// Its contact.
    pub contact: Contact,
    /// The mails of whatever kind that left, failed or wait; stopped ones are not here.
    pub mails: Vec<Mail>,
}

impl Asked {
    /// How far its invitation mails came, those from before it began again left out.
    pub fn mailed(&self) -> Option<Mailed> {
        let own = self.mails.iter().filter(|(kind, _, _, _, written_at)| {
            *kind == MailKind::Invitation && *written_at >= self.invitation.created_at
        });
        own.map(|(_, state, came_back, at, _)| Mailed { outcome: invitee::outcome(*state, *came_back), at: *at }).max()
    }

    /// The mails that left, each with its day.
    pub fn sent(&self) -> impl Iterator<Item = (MailKind, Moment)> {
        let left = self.mails.iter().filter(|(_, state, ..)| *state == State::Sent);
        left.filter_map(|(kind, _, _, at, _)| Some((*kind, (*at)?)))
    }
}

/// The rights of a coordinator, letter by letter.
pub fn memberships(db: &mut Db<'_>, asker: &CoordinatorId) -> Result<Vec<LetterMember>> {
    Ok(letter_member::table
        .filter(letter_member::coordinator_id.eq(asker))
        .select(LetterMember::as_select())
        .load(db.conn)?)
}

/// The history of a card and of those merged into it, the newest letter first.
pub fn of(db: &mut Db<'_>, family: &[OrganisationId], asker: &CoordinatorId) -> Result<Vec<Chapter>> {
    let mine: HashMap<LetterId, LetterMember> = memberships(db, asker)?
        .into_iter()
        .filter(|member| member.rights.may_check())
        .map(|member| (member.letter_id.clone(), member))
        .collect();
    let mut asked: BTreeMap<LetterId, Vec<Asked>> = BTreeMap::new();
    for one in invitations(db, family)? {
        if mine.contains_key(&one.invitation.letter_id) {
            asked.entry(one.invitation.letter_id.clone()).or_default().push(one);
        }
    }
    let mut signed: BTreeMap<LetterId, Vec<Signature>> = BTreeMap::new();
    for row in named_signatures(db, family)? {
        signed.entry(row.letter_id.clone()).or_default().push(row);
    }
    let mut ids: Vec<LetterId> = asked.keys().chain(signed.keys()).cloned().collect();
    ids.sort();
    ids.dedup();
    let mut chapters = Vec::new();
    for id in ids {
        let letter = letter::find(db, &id)?;
        let member = mine.get(&id).cloned();
        let mut signed = signed.remove(&id).unwrap_or_default();
        if member.is_none() {
            // Only what everybody can read on the public register.
            signed.retain(|row| row.status.is_listed());
            if signed.is_empty() || !names_are_public(&letter) {
                continue;
            }
        }
        let title = title(db, &letter, member.is_some())?;
        chapters.push(Chapter { title, member, asked: asked.remove(&id).unwrap_or_default(), signed, letter });
    }
    chapters.sort_by_key(|chapter| std::cmp::Reverse(chapter.letter.created_at));
    Ok(chapters)
}

fn names_are_public(letter: &Letter) -> bool {
    letter.published_at.is_some() && letter.withdrawn_at.is_none() && letter.held_at.is_none() && !letter.names_hidden
}

fn title(db: &mut Db<'_>, letter: &Letter, is_member: bool) -> Result<String> {
    if is_member {
        return Ok(revision::latest_edit(db, &letter.id, &letter.language)?.text()?.title);
    }
    let n = letter.published_revision.unwrap_or(1);
    Ok(revision::find_text(db, &letter.id, n, &letter.language)?.text()?.title)
}

fn invitations(db: &mut Db<'_>, family: &[OrganisationId]) -> Result<Vec<Asked>> {
    let rows: Vec<(Invitation, Contact)> = invitation::table
        .inner_join(contact::table)
        .filter(invitation::organisation_id.eq_any(family))
        .order(invitation::created_at)
        .select((Invitation::as_select(), Contact::as_select()))
        .load(db.conn)?;
    let ids: Vec<Option<InvitationId>> = rows.iter().map(|(row, _)| Some(row.id.clone())).collect();
    type Mailed = (Option<InvitationId>, MailKind, State, i32, Option<Moment>, Moment);
    let mails: Vec<Mailed> = outbox::table
        .filter(outbox::invitation_id.eq_any(ids))
        .filter(outbox::state.ne(State::Cancelled))
        .order(outbox::id)
        .select((
            outbox::invitation_id,
            outbox::kind,
            outbox::state,
            outbox::came_back,
            outbox::ended_at,
            outbox::created_at,
        ))
        .load(db.conn)?;
    let mut of: HashMap<InvitationId, Vec<Mail>> = HashMap::new();
    for (id, kind, state, came_back, ended_at, created_at) in mails {
        if let Some(id) = id {
            of.entry(id).or_default().push((kind, state, came_back, ended_at, created_at));
        }
    }
    let asked = |(invitation, contact): (Invitation, Contact)| {
        let mails = of.remove(&invitation.id).unwrap_or_default();
        Asked { invitation, contact, mails }
    };
    Ok(rows.into_iter().map(asked).collect())
}

fn named_signatures(db: &mut Db<'_>, family: &[OrganisationId]) -> Result<Vec<Signature>> {
    let family: Vec<Option<OrganisationId>> = family.iter().cloned().map(Some).collect();
    Ok(signature::table
        .filter(signature::organisation_id.eq_any(family))
        .filter(signature::name.is_not_null())
        .order(signature::id)
        .select(Signature::as_select())
        .load(db.conn)?)
}
