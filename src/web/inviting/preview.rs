//! The mail as the first recipient will read it, before anything is sent; its links are only examples.

use crate::actions::ask::Ask;
use crate::domain::ids::LetterId;
use crate::domain::mailing::Covering;
use crate::error::Error;
use crate::mail::messages::{self, Invitation, Write, Written};
use crate::store::{Db, invitation, invitee};
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::site::Site;

/// Stands where each recipient's own secret will stand.
const EXAMPLE: &str = "…";

/// Writes the mail for the first who was not written to, or for an example where everybody was.
pub async fn of_first(site: &Site, work: &Work, covering: &Covering) -> Result<Written> {
    let (letter, covering, now) = (work.letter.id.clone(), covering.clone(), site.now());
    let read = move |db: &mut Db<'_>| {
        let t = messages::words(&covering.language);
        let (person, organisation) = match first(db, &letter)? {
            Some(first) => first,
            None => (None, t.say("mail-test-organisation").text()),
        };
        Ok(Ask::read(db, &letter, &covering, t, now)?.to(person, organisation))
    };
    let ask = site.store.read(read).await?;
    let link = |page: &str| site.config.link(&format!("/{page}/{EXAMPLE}"));
    let written = Invitation(ask.filled(&link("sign"), Some(&link("unsubscribe")))).write();
    Ok(written.map_err(|fault| Error::internal("writing a mail", fault))?)
}

/// The person and the organisation of the first contact who was not written to.
fn first(db: &mut Db<'_>, letter: &LetterId) -> crate::error::Result<Option<(Option<String>, String)>> {
    let Some(first) = invitee::unmailed(db, letter)?.into_iter().next() else { return Ok(None) };
    let (_, card, contact) = invitation::find_invitee(db, &first.id)?;
    Ok(Some((contact.name(db)?, card.name)))
}
