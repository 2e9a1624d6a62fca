//! A running round of comments as the list of letters and the overview tell it: until when, and how many answered.

use crate::clock::Moment;
use crate::error::Result;
use crate::render::when::Shown;
use crate::store::Db;
use crate::store::comment::{self, Progress, Round};
use crate::store::letter::Letter;
use crate::web::signing::shown;
use crate::web::site::Site;

/// A round that runs, and how far it is.
pub struct Running {
    round: Round,
    progress: Progress,
}

impl Running {
    /// The letter's round, while comments are taken.
    ///
    /// # Errors
    /// What the database says.
    pub fn find(db: &mut Db<'_>, letter: &Letter, now: Moment) -> Result<Option<Running>> {
        let Some(round) = comment::latest(db, &letter.id)?.filter(|round| round.is_open(now)) else { return Ok(None) };
        Ok(Some(Running { progress: comment::progress(db, &round)?, round }))
    }
}

/// What a page says of it.
pub struct Commented {
    /// When it ends, in the letter's zone.
    pub until: Option<Shown>,
    /// Who is asked.
    pub asked: usize,
    /// How many of them answered.
    pub answered: usize,
}

impl Commented {
    /// As the page of this letter tells it.
    pub fn of(site: &Site, letter: &Letter, running: &Running) -> Commented {
        let Progress { asked, answered } = running.progress;
        Commented { until: shown(site, letter, Some(running.round.end())), asked, answered }
    }
}
