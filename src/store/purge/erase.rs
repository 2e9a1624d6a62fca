//! The erasing itself. What stays of a signature is that it was: status, kind, revision, dates; of a listed one by name
//! also its printed line, which is public.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::Due;
use crate::clock::Moment;
use crate::domain::ids::{LetterId, OrganisationId, SignatureId};
use crate::domain::retention::{COUNTERS_KEPT_DAYS, IMPORT_KEPT_DAYS, SESSION_HOURS, TRACES_KEPT_DAYS};
use crate::domain::signature::Listing;
use crate::error::Result;
use crate::store::organisation::merge;
use crate::store::schema::{
    caught_mail, comment_round, import, invitation, limit_counter, outbox, preview, session, signature, token,
};
use crate::store::{Tx, approval, commitment, invitation as invitations, letter, question, second_reader, translation};

/// Erases what is due.
pub fn erase(tx: &mut Tx<'_>, due: &Due, now: Moment) -> Result<()> {
    for id in &due.contacts {
        approval::forget(tx, id)?;
        question::forget_notes(tx, id)?;
        diesel::update(signature::table.find(id))
            .set((
                signature::contact_sealed.eq(None::<String>),
                signature::consent_note_sealed.eq(None::<String>),
                // Still unique, and no longer the trace of an address.
                signature::email_index.eq(format!("erased {id}")),
            ))
            .execute(tx.conn)?;
    }
    let mut changed = BTreeSet::new();
    for id in &due.withheld {
        // The link by which a listed signatory withdraws works for ever; it is a hash and leads to no name.
        changed.insert(erase_signature(tx, id, now)?);
    }
    for id in &due.ended {
        erase_signature(tx, id, now)?;
        diesel::delete(token::table.filter(token::signature_id.eq(id))).execute(tx.conn)?;
    }
    for id in &due.invitations {
        diesel::delete(invitation::table.find(id)).execute(tx.conn)?;
    }
    for id in &due.rounds {
        // With everybody who was asked, all they said, and the hashes of their links.
        diesel::delete(comment_round::table.find(id)).execute(tx.conn)?;
    }
    for id in &due.previews {
        // Its link's hash goes with it.
        diesel::delete(preview::table.find(id)).execute(tx.conn)?;
    }
    for id in &due.readers {
        second_reader::revoke_link(tx, id, now)?;
        second_reader::forget(tx, id)?;
    }
    for id in &due.translators {
        translation::forget_translator(tx, id, now)?;
    }
    // A withheld signatory's place is forgotten with the name, so the line that tells places is another one now.
    for id in &changed {
        letter::addition(tx, id);
    }
    erase_traces(tx, now)
}

/// Leaves of a signature only that it was; gives its letter.
fn erase_signature(tx: &mut Tx<'_>, id: &SignatureId, now: Moment) -> Result<LetterId> {
    let (letter, listing, invited, confirmed_at): (LetterId, Listing, Option<String>, Option<Moment>) =
        signature::table
            .find(id)
            .select((signature::letter_id, signature::listing, signature::invitation_index, signature::confirmed_at))
            .first(tx.conn)?;
    approval::forget(tx, id)?;
    question::forget_notes(tx, id)?;
    let invited = invited.map(|index| invitations::find_by_index(tx, &letter, &index)).transpose()?.flatten();
    match (listing, invited) {
        (Listing::Withheld, Some(invitation)) => {
            diesel::delete(invitation::table.find(invitation)).execute(tx.conn)?;
        }
        (Listing::Named, Some(invitation)) if confirmed_at.is_some() => {
            // Nothing tells any more that it was answered: nobody is to be asked again.
            invitations::set_stopped(tx, &invitation, now)?;
        }
        _ => {}
    }
    if listing == Listing::Named {
        erase_printed_line(tx, id, now)?;
    }
    merge::forget_signature(tx, id)?;
    commitment::forget_salt(tx, id)?;
    diesel::update(signature::table.find(id))
        .set((
            signature::purged_at.eq(Some(now)),
            signature::line_sealed.eq(None::<String>),
            signature::contact_sealed.eq(None::<String>),
            signature::proposal_sealed.eq(None::<String>),
            signature::reason_sealed.eq(None::<String>),
            signature::consent_note_sealed.eq(None::<String>),
            signature::email_index.eq(format!("erased {id}")),
            signature::name_index.eq(format!("erased {id}")),
            // Whoever has the key could try every card against a keyed hash.
            signature::organisation_index.eq(None::<String>),
            signature::invitation_index.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(letter)
}

fn erase_printed_line(tx: &mut Tx<'_>, id: &SignatureId, now: Moment) -> Result<()> {
    diesel::update(signature::table.find(id))
        .set((
            // The schema lets a named signature be without its name only once it is purged.
            signature::purged_at.eq(Some(now)),
            signature::name.eq(None::<String>),
            signature::name_key.eq(None::<String>),
            signature::latin_name.eq(None::<String>),
            signature::acronym.eq(None::<String>),
            signature::country.eq(None::<String>),
            signature::region.eq(None::<String>),
            signature::website.eq(None::<String>),
            signature::affiliation.eq(None::<String>),
            signature::role.eq(None::<String>),
            signature::representative.eq(None::<String>),
            signature::organisation_id.eq(None::<OrganisationId>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn erase_traces(tx: &mut Tx<'_>, now: Moment) -> Result<()> {
    let old = now - TimeDelta::days(TRACES_KEPT_DAYS);
    let ended = outbox::ended_at.le(Some(old));
    diesel::delete(outbox::table.filter(ended).filter(outbox::invitation_id.is_null())).execute(tx.conn)?;
    // That somebody was written to stays as long as the invitation, or the next mailing would write to them again.
    let traces = outbox::ended_at.le(Some(old)).and(outbox::invitation_id.is_not_null());
    diesel::update(outbox::table.filter(traces))
        .set((
            outbox::recipient_sealed.eq(None::<String>),
            outbox::parameters_sealed.eq(None::<String>),
            outbox::recipient_index.eq(""),
        ))
        .execute(tx.conn)?;
    diesel::delete(caught_mail::table.filter(caught_mail::caught_at.le(old))).execute(tx.conn)?;
    let lists = import::table
        .filter(import::rows_sealed.is_not_null())
        .filter(import::created_at.le(now - TimeDelta::days(IMPORT_KEPT_DAYS)));
    diesel::update(lists)
        .set((import::rows_sealed.eq(None::<String>), import::choices_sealed.eq(None::<String>)))
        .execute(tx.conn)?;
    // One that was held for so long has nothing left to go on with.
    let held = import::table
        .filter(import::begun_at.is_not_null())
        .filter(import::finished_at.is_null())
        .filter(import::rows_sealed.is_null());
    diesel::update(held)
        .set((import::stopped_at.eq(Some(now)), import::finished_at.eq(Some(now)), import::told_at.eq(Some(now))))
        .execute(tx.conn)?;
    diesel::delete(token::table.filter(token::expires_at.le(Some(old)))).execute(tx.conn)?;
    diesel::delete(session::table.filter(session::created_at.le(now - TimeDelta::hours(SESSION_HOURS))))
        .execute(tx.conn)?;
    let counters = limit_counter::window_start.le(now - TimeDelta::days(COUNTERS_KEPT_DAYS));
    diesel::delete(limit_counter::table.filter(counters)).execute(tx.conn)?;
    Ok(())
}
