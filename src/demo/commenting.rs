//! The round of comments on the demo's draft: who is asked, and what they say so far.

use std::collections::BTreeMap;

use crate::actions::comment_round::start_round;
use crate::actions::review::review;
use crate::clock::Moment;
use crate::domain::comments::{Answer, Reviewer, Said};
use crate::domain::ids::{CoordinatorId, LetterId};
use crate::error::Result;
use crate::store::{Lane, Store, comment, letter};

use super::letter_file::LetterFile;

/// Starts the round that a file tells of; does nothing where it tells of none.
pub(super) fn fill(store: &Store, file: &LetterFile, letter: &LetterId, by: &CoordinatorId, now: Moment) -> Result<()> {
    let Some(closes_at) = file.moment("comments_until", now.date())? else { return Ok(()) };
    let told: Vec<(Reviewer, Answer)> =
        file.all("reviewer").enumerate().map(|(nth, line)| reviewer(nth, line)).collect();
    let (letter, by) = (letter.clone(), by.clone());
    store.write_now(Lane::Desk, move |tx| {
        let row = letter::find(tx, &letter)?;
        let who: Vec<Reviewer> = told.iter().map(|(who, _)| who.clone()).collect();
        let round = start_round(tx, &row, closes_at, &who, &by, now)?;
        for asked in comment::reviewers(tx, &round)? {
            let known = asked.person(tx)?;
            let Some((_, answer)) = told.iter().find(|(who, _)| who.email == known.email) else { continue };
            if !answer.is_empty() {
                review(tx, &asked.id, answer, now)?;
            }
        }
        Ok(())
    })
}

/// `organisation | name | country | place | stance | comment | proposal | condition`; what is empty is not said.
fn reviewer(nth: usize, line: &str) -> (Reviewer, Answer) {
    let mut parts = line.split('|').map(|part| part.trim().to_owned());
    let [organisation, name, country, place, stance, comment, proposal, condition] =
        std::array::from_fn(|_| parts.next().unwrap_or_default());
    let email = format!("review{}@basinfriends.example", nth + 1);
    let said = Said { stance: stance.parse().ok(), comment, quoted: String::new(), proposal };
    let pieces = if said.is_empty() { BTreeMap::new() } else { BTreeMap::from([(place, said)]) };
    (Reviewer { organisation, name, email, country, coordinator: None }, Answer { pieces, condition })
}
