//! The mail as the first recipient will read it, before anything is sent; its links are only examples.

use crate::actions::ask::{Ask, Recipient};
use crate::actions::send_mailing::Order;
use crate::domain::letter::LetterState;
use crate::domain::mailing::{Circle, MailingKind};
use crate::error::Error;
use crate::mail::messages::{self, Invitation, News, Reminder, TypedCode, Write, Written};
use crate::mail::placeholders::{self, Values};
use crate::store::Db;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::site::Site;

/// Stands where each recipient's own secret will stand.
const EXAMPLE: &str = "…";

/// Writes the mail for the next recipient, or for an example where nobody is invited.
pub async fn of_first(site: &Site, work: &Work, order: &Order) -> Result<Written> {
    let written = if order.audience.circle == Circle::Signed {
        news(site, work, order).write()
    } else {
        let (letter, covering, kind, now) = (work.letter.id.clone(), order.covering.clone(), order.kind, site.now());
        let read = move |db: &mut Db<'_>| {
            let t = messages::words(&covering.language);
            let recipient = Recipient::example(db, &letter, &t)?;
            Ok(Ask::read(db, &letter, kind, &covering, t, now)?.to(recipient))
        };
        let ask = site.store.read(read).await?;
        let code = TypedCode::example(&site.config.link("/code"));
        let wanted = ask.filled(&link(site, "sign"), Some(code), Some(&link(site, "unsubscribe")));
        if kind == MailingKind::Invitation { Invitation(wanted).write() } else { Reminder(wanted).write() }
    };
    Ok(written.map_err(|fault| Error::internal("writing a mail", fault))?)
}

fn link(site: &Site, page: &str) -> String {
    site.config.link(&format!("/{page}/{EXAMPLE}"))
}

/// To somebody invented: who signed with the name withheld is nobody's to see.
fn news(site: &Site, work: &Work, order: &Order) -> News {
    let (covering, letter) = (&order.covering, &work.letter);
    let t = messages::words(&covering.language);
    let is_public = matches!(letter.facts().state(site.now()), LetterState::Published { .. });
    let public_link = (is_public && !letter.high_risk).then(|| site.config.link(&format!("/letters/{}", letter.slug)));
    let mine = link(site, "mine");
    let values = Values {
        name: t.say("mail-test-name").text(),
        organisation: t.say("mail-test-organisation").text(),
        title: work.text.title.clone(),
        link: public_link.clone().unwrap_or_else(|| mine.clone()),
        ..Values::default()
    };
    News {
        subject: placeholders::fill(&covering.subject, &values),
        message: placeholders::fill(&covering.message, &values),
        title: values.title,
        is_discreet: letter.high_risk,
        is_test: false,
        from_name: covering.from_name.clone(),
        offers_proof: public_link.is_some() && !letter.names_hidden,
        public_link,
        link: mine,
        stop_link: Some(link(site, "unsubscribe")),
        t,
    }
}
