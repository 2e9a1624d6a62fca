//! The mail as the first recipient will read it, before anything is sent; its links are only examples.

use crate::actions::ask::{Ask, Recipient};
use crate::domain::mailing::Covering;
use crate::error::Error;
use crate::mail::messages::{self, Invitation, TypedCode, Write, Written};
use crate::store::Db;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::site::Site;

/// Stands where each recipient's own secret will stand.
const EXAMPLE: &str = "…";

/// Writes the mail for the next recipient, or for an example where nobody is invited.
pub async fn of_first(site: &Site, work: &Work, covering: &Covering) -> Result<Written> {
    let (letter, covering, now) = (work.letter.id.clone(), covering.clone(), site.now());
    let read = move |db: &mut Db<'_>| {
        let t = messages::words(&covering.language);
        let recipient = Recipient::example(db, &letter, &t)?;
        Ok(Ask::read(db, &letter, &covering, t, now)?.to(recipient))
    };
    let ask = site.store.read(read).await?;
    let link = |page: &str| site.config.link(&format!("/{page}/{EXAMPLE}"));
    let code = TypedCode::example(&site.config.link("/code"));
    let written = Invitation(ask.filled(&link("sign"), Some(code), Some(&link("unsubscribe")))).write();
    Ok(written.map_err(|fault| Error::internal("writing a mail", fault))?)
}
