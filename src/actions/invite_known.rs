//! Inviting from the address book: which contacts of the chosen cards a letter would be sent to and who is left out, counted
//! first and then written. The whole of it can be taken out again like an imported list.

use std::collections::{HashMap, HashSet};

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{ContactId, CoordinatorId, ImportId, LetterId, OrganisationId};
use crate::error::{Error, Result};
use crate::store::invitation::{self, Answer, Import};
use crate::store::letter::Letter;
use crate::store::organisation::book::Listed;
use crate::store::{Db, Tx, event, import, invitee, job, organisation};

use super::invite;

/// What the list of an invitation from the address book has in the place of an encoding.
pub const FROM_THE_BOOK: &str = "address book";

/// A card chosen by what it did on another letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// Stands on its list by name, or waits for the check by name. Withheld signatories are not among them: whoever sees the
    /// invitations could tell them from the public list.
    Signed,
    /// Was invited, whatever the answer.
    Invited,
}

/// What is chosen besides the cards themselves.
#[derive(Debug, Clone, Default)]
pub struct Narrower {
    /// Only cards that did this on that letter, and there the contacts that were invited.
    pub other_letter: Option<(LetterId, Did)>,
    /// Only contacts who read this language; `-` for those of whom it is not known, empty for all.
    pub language: String,
}

/// Whom an invitation from the address book would reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The contacts, each with the card it belongs to now.
    pub chosen: Vec<(OrganisationId, ContactId)>,
    /// How many cards they belong to.
    pub cards: usize,
    /// Cards whose answer to this letter is there: they signed, declined or wait for the check.
    pub answered: usize,
    /// Cards with another contact who was invited to this letter, also where that was taken back.
    pub invited: usize,
    /// Cards none of whose contacts takes mails: they stopped those of a letter, or the address does not work.
    pub stopped: usize,
    /// Cards without a contact to write to, in the wanted language.
    pub without_contact: usize,
    /// Contacts whose address stands on two of the cards.
    pub twice: usize,
}

/// Chooses among these cards. A withheld signature counts as an invitation without an answer, for every reader.
pub fn choose(db: &mut Db<'_>, letter: &LetterId, cards: &[Listed], narrower: &Narrower) -> Result<Choice> {
    let asked = invitee::asked_addresses(db, letter)?;
    let signed: HashSet<OrganisationId> = invitee::signed_cards(db, letter)?.into_iter().collect();
    let unwanted = invitee::unwanted_addresses(db)?;
    let wanted = match &narrower.other_letter {
        None => None,
        Some((id, Did::Signed)) => Some((invitee::signed_cards(db, id)?, invitee::asked_addresses(db, id)?)),
        Some((id, Did::Invited)) => Some((invitee::asked_cards(db, id)?, invitee::asked_addresses(db, id)?)),
    };
    let wanted: Option<(HashSet<OrganisationId>, HashMap<String, _>)> =
        wanted.map(|(cards, addresses)| (cards.into_iter().collect(), addresses));
    let mut choice = Choice::default();
    let mut taken: HashSet<&str> = HashSet::new();
    for card in cards {
        if wanted.as_ref().is_some_and(|(cards, _)| !cards.contains(&card.id)) {
            continue;
        }
        let answers: Vec<&Option<Answer>> =
            card.contacts.iter().filter_map(|contact| asked.get(&contact.email_index)).collect();
        let has_answered = signed.contains(&card.id) || answers.iter().any(|answer| answer.is_some());
        if has_answered {
            choice.answered += 1;
            continue;
        }
        if !answers.is_empty() {
            choice.invited += 1;
            continue;
        }
        let speaks = |contact: &&organisation::book::Reached| match narrower.language.as_str() {
            "" => true,
            "-" => contact.language.is_none(),
            language => contact.language.as_deref() == Some(language),
        };
        let mut contacts: Vec<_> = card.contacts.iter().filter(speaks).collect();
        if contacts.is_empty() {
            choice.without_contact += 1;
            continue;
        }
        // Who dealt with the other letter is asked again, not every desk of the house.
        if let Some((_, asked_then)) = &wanted
            && contacts.iter().any(|contact| asked_then.contains_key(&contact.email_index))
        {
            contacts.retain(|contact| asked_then.contains_key(&contact.email_index));
        }
        contacts.retain(|contact| !unwanted.contains(&contact.email_index));
        if contacts.is_empty() {
            choice.stopped += 1;
            continue;
        }
        let before = choice.chosen.len();
        for contact in contacts {
            if taken.insert(&contact.email_index) {
                choice.chosen.push((card.id.clone(), contact.id.clone()));
            } else {
                choice.twice += 1;
            }
        }
        choice.cards += usize::from(choice.chosen.len() > before);
    }
    Ok(choice)
}

/// Notes that contacts of the address book are about to be invited; gives what they are taken out again by.
pub fn begin_inviting(tx: &mut Tx<'_>, letter: &LetterId, by: &CoordinatorId, now: Moment) -> Result<ImportId> {
    let row = Import { encoding: FROM_THE_BOOK.to_owned(), ..Import::new(letter, by, now) };
    invitation::insert_import(tx, &row)?;
    Ok(row.id)
}

/// Invites some of the chosen contacts; gives how many were not invited before.
pub fn invite_chosen(
    tx: &mut Tx<'_>,
    letter: &Letter,
    id: &ImportId,
    chosen: &[(OrganisationId, ContactId)],
    now: Moment,
) -> Result<usize> {
    job::one_at_a_time(tx, &letter.id)?;
    let mut invited = 0;
    for (card, contact) in chosen {
        let card = organisation::find_in(tx, &letter.team_id, card)?;
        let contact = organisation::find_contact(tx, contact)?;
        invited += usize::from(invite::invite_known(tx, letter, &card.id, &contact, id, now)?.is_some());
    }
    let rows = i32::try_from(invited).map_err(|fault| Error::internal("counting contacts", fault))?;
    import::count_rows(tx, id, rows)?;
    Ok(invited)
}

/// Ends it.
pub fn finish_inviting(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &ImportId,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    if import::finish(tx, id, None, now)? {
        let actor = Actor::Coordinator(by.clone());
        let object = Some(("import", id.as_str()));
        event::record(tx, now, &actor, Verb::InviteKnown, Some(letter), object, PublicEffect::None)?;
    }
    Ok(())
}
