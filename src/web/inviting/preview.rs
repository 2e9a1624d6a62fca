//! The mail as the first recipient will read it, before anything is sent; its links are only examples.

use crate::domain::dates::When;
use crate::domain::mailing::Covering;
use crate::domain::revision::LetterText;
use crate::error::Error;
use crate::mail::messages::{FullText, Invitation, Wanted, Write, Written};
use crate::mail::placeholders::{Values, fill};
use crate::render::when::Shown;
use crate::render::words::Words;
use crate::store::letter::Letter;
use crate::store::{Db, invitation, invitee, revision};
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::inviting::Named;
use crate::web::site::Site;

/// Stands where each recipient's own secret will stand.
const EXAMPLE: &str = "…";

/// Writes the mail for the first who was not written to, or for an example where everybody was.
pub async fn of_first(site: &Site, work: &Work, covering: &Covering) -> Result<Written> {
    let (letter, language, draft) = (work.letter.id.clone(), covering.language.clone(), work.text.clone());
    let read = move |db: &mut Db<'_>| {
        let text = match revision::latest(db, &letter)? {
            Some(newest) => revision::find_text(db, &letter, newest.n, &language)?.text()?,
            None => draft,
        };
        Ok((first_invitee(db, &letter)?, text))
    };
    let (first, text) = site.store.read(read).await?;
    let words = Words::for_language(&covering.language);
    let named = first.unwrap_or_else(|| Named {
        organisation: words.say("compose-example-organisation").to_string(),
        ..Named::default()
    });
    let version = work.revision.as_ref().map_or(1, |revision| revision.n);
    let link = site.config.link(&format!("/sign/{EXAMPLE}"));
    let wanted = wanted(&words, &work.letter, &text, version, covering, &named, link);
    let stop_link = Some(site.config.link(&format!("/unsubscribe/{EXAMPLE}")));
    let written = Invitation(Wanted { stop_link, ..wanted }).write();
    Ok(written.map_err(|fault| Error::internal("writing a mail", fault))?)
}

fn first_invitee(db: &mut Db<'_>, letter: &crate::domain::ids::LetterId) -> crate::error::Result<Option<Named>> {
    let Some(first) = invitee::unmailed(db, letter)?.into_iter().next() else { return Ok(None) };
    let (_, card, contact) = invitation::find_invitee(db, &first.id)?;
    Ok(Some(Named::of(db, &card, &contact)?))
}

fn wanted(
    words: &Words,
    letter: &Letter,
    text: &LetterText,
    version: i32,
    covering: &Covering,
    named: &Named,
    link: String,
) -> Wanted {
    let zone = letter.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let told = |at| Shown::of(&When::of(at, zone, &letter.zone_label), words).line(words);
    let deadline = letter.due_at.or(letter.closes_at).map(told);
    let values = Values {
        name: if named.person.is_empty() { named.title().to_owned() } else { named.person.clone() },
        organisation: named.title().to_owned(),
        title: text.title.clone(),
        deadline: deadline.clone().unwrap_or_default(),
        link: link.clone(),
    };
    Wanted {
        t: words.clone(),
        is_discreet: letter.high_risk,
        from_name: covering.from_name.clone(),
        kind: letter.kind,
        organisation: named.title().to_owned(),
        subject: fill(&covering.subject, &values),
        message: fill(&covering.message, &values),
        title: text.title.clone(),
        addressees: text.addressees.iter().map(|one| one.name.clone()).collect(),
        deadline,
        version,
        is_public: letter.facts().is_public(),
        names_at: letter.publishes_at.map(told),
        link,
        stop_link: None,
        full_text: if letter.high_risk { None } else { FullText::of(text, &covering.language, words) },
    }
}
