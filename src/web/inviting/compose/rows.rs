//! What the compose page needs of the database, read in one go, and the choice of whom it writes to.

use crate::domain::country::Region;
use crate::domain::ids::InvitationId;
use crate::domain::mailing::{Audience, Circle, MailingKind, Translation};
use crate::store::audience::{self, Reach};
use crate::store::job::Tally;
use crate::store::letter::Letter;
use crate::store::mailing::{self, Job, Mailing};
use crate::store::{Db, invitation, outbox, revision};
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// What for and to whom, as the page's address or its form says.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub kind: MailingKind,
    pub audience: Audience,
}

impl Choice {
    /// Reads it; unknown words are passed over.
    pub fn of(form: &FormState) -> Choice {
        let kind = form.value("kind").parse().unwrap_or(MailingKind::Invitation);
        let chosen = form.value("circle").parse().ok().filter(|circle| *circle != Circle::Unmailed);
        let circle = kind.circle().or(chosen).unwrap_or(Circle::Silent);
        let mut audience = Audience::whole(circle);
        if circle != Circle::Unmailed {
            let region = form.value("region");
            let is_region = region == "-" || region.parse::<Region>().is_ok();
            audience.region = if is_region { region.to_owned() } else { String::new() };
            audience.language = form.value("reads").to_owned();
        }
        if matches!(circle, Circle::Silent | Circle::All) {
            audience.only = form.all("invitation").iter().map(|id| InvitationId(id.clone())).collect();
        }
        Choice { kind, audience }
    }
}

/// What the page needs.
pub(super) struct Rows {
    pub invited: usize,
    pub reach: Reach,
    /// Languages in which the letter has a text; its own first.
    pub text_languages: Vec<String>,
    /// The newest mailing of this kind with its further languages.
    pub same: Option<(Mailing, Vec<Translation>)>,
    /// The newest mailing of any kind: who writes, and where answers go.
    pub latest: Option<(Mailing, String)>,
    pub sent: Vec<(String, Mailing, Tally)>,
    /// Mailings that wait for their day, each with how many it would go to now.
    pub planned: Vec<(Job, Mailing, usize)>,
    pub own_address: String,
}

impl Rows {
    pub async fn read(site: &Site, who: &SignedIn, work: &Work, choice: &Choice) -> Result<Rows> {
        let (letter, coordinator, choice, now) =
            (work.letter.clone(), who.coordinator.clone(), choice.clone(), site.now());
        let read = move |db: &mut Db<'_>| {
            let latest = mailing::latest(db, &letter.id)?;
            let latest = latest.map(|mailing| mailing.reply_to(db).map(|reply_to| (mailing, reply_to)));
            let same = match mailing::latest_of(db, &letter.id, choice.kind)? {
                Some(mailing) => Some((mailing.clone(), mailing::translations(db, &mailing.id)?)),
                None => None,
            };
            let (mut sent, mut planned) = (Vec::new(), Vec::new());
            for job in mailing::jobs(db, &letter.id)? {
                let Some(mailing) = &job.mailing_id else { continue };
                let mailing = mailing::find(db, mailing)?;
                if job.is_planned(now) {
                    let reached = audience::reach(db, &letter.id, &job.audience()?)?.to.len();
                    planned.push((job, mailing, reached));
                } else {
                    sent.push((job.id.to_string(), mailing, Tally::of(&outbox::count_by_state(db, &job.id)?)));
                }
            }
            Ok(Rows {
                invited: invitation::count(db, &letter.id)?,
                reach: audience::reach(db, &letter.id, &choice.audience)?,
                text_languages: text_languages(db, &letter)?,
                same,
                latest: latest.transpose()?,
                sent,
                planned,
                own_address: coordinator.email(db)?,
            })
        };
        Ok(site.store.read(read).await?)
    }
}

fn text_languages(db: &mut Db<'_>, letter: &Letter) -> crate::error::Result<Vec<String>> {
    let mut tags = vec![letter.language.clone()];
    if let Some(newest) = revision::latest(db, &letter.id)? {
        let translated = revision::languages(db, &letter.id, newest.n)?.into_iter().map(|(tag, _)| tag);
        tags.extend(translated.filter(|tag| *tag != letter.language));
    }
    Ok(tags)
}
