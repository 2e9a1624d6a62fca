//! What was said in a round: paragraph by paragraph with what each costs, and person by person.

use crate::actions::comment_round::text_of;
use crate::domain::comments::{Answer, Cost, Decision, Reviewer, Said, cost, sentence_costs};
use crate::domain::ids::{LetterId, ReviewerId};
use crate::domain::revision::{LetterText, Piece, Place};
use crate::error::Result;
use crate::render::diff::{DiffBlock, diff};
use crate::render::markdown::{HtmlOptions, SafeHtml, summary, to_html};
use crate::render::when::Shown;
use crate::render::words::Words;
use crate::store::Db;
use crate::store::comment::{self, Decisions, ReviewerRow, Round};

/// How much of a paragraph stands in the table of costs, in words.
const OPENING_WORDS: usize = 8;

/// Somebody who is asked, as owners and editors see it.
pub(super) struct Asked {
    pub id: ReviewerId,
    pub who: Reviewer,
    pub answered: Option<Shown>,
    pub is_revoked: bool,
    pub condition: String,
    /// What came after the end: number of the paragraph and words.
    pub late: Vec<(usize, Said)>,
    pub late_condition: String,
}

/// What one reviewer says of one piece.
pub(super) struct Voice {
    pub id: ReviewerId,
    pub who: Reviewer,
    pub said: Said,
    /// What the proposal changes in the paragraph.
    pub change: Vec<DiffBlock>,
    /// The decision on this very proposal.
    pub decision: Option<Decision>,
}

/// One piece of the commented text, with what it costs.
pub(super) struct Row {
    pub number: usize,
    pub place: Place,
    pub text: String,
    /// Its first words, plain.
    pub opening: String,
    /// Its words as HTML.
    pub html: SafeHtml,
    pub cost: Cost,
    /// What single sentences cost whose words somebody quoted.
    pub sentences: Vec<(String, Cost)>,
    pub voices: Vec<Voice>,
    /// Where it stands in the newest draft, unchanged.
    pub now_at: Option<Place>,
    /// What stands at its old place now, when it was changed; nothing when that is gone too.
    pub changed_to: Option<String>,
    /// Wordings that wait for a decision.
    pub waiting: usize,
}

/// All that was said in a round.
pub(super) struct Read {
    pub round: Round,
    pub text: LetterText,
    pub people: Vec<Person>,
}

/// Somebody, and all they said.
pub(super) struct Person {
    pub row: ReviewerRow,
    pub who: Reviewer,
    pub answer: Answer,
    pub late: Option<Answer>,
    pub decisions: Decisions,
}

/// The newest round of a letter; nothing while there was none.
pub(super) fn read(db: &mut Db<'_>, id: &LetterId) -> Result<Option<Read>> {
    let Some(round) = comment::latest(db, id)? else { return Ok(None) };
    let text = text_of(db, &round)?;
    let mut people = Vec::new();
    for row in comment::reviewers(db, &round.id)? {
        let (who, answer, late, decisions) = (row.person(db)?, row.answer(db)?, row.late(db)?, row.decisions(db)?);
        people.push(Person { row, who, answer, late, decisions });
    }
    Ok(Some(Read { round, text, people }))
}

impl Read {
    fn spoken(&self) -> impl Iterator<Item = (&Reviewer, &Answer)> {
        self.people.iter().map(|one| (&one.who, &one.answer))
    }

    /// The pieces of the text that is commented on, beside the newest draft.
    pub fn rows(&self, newest: &LetterText, words: &Words) -> Vec<Row> {
        let options = HtmlOptions { top_heading: 3, ..HtmlOptions::default() };
        let now = newest.pieces();
        let row = |(at, piece): (usize, &Piece)| {
            let place = piece.place.to_string();
            let voice = |one: &Person| {
                let said = one.answer.pieces.get(&place)?.clone();
                let decision = one.decisions.get(&place).filter(|decided| decided.proposal == said.proposal).cloned();
                let change = if said.proposal.is_empty() { Vec::new() } else { diff(&piece.text, &said.proposal) };
                Some(Voice { id: one.row.id.clone(), who: one.who.clone(), said, change, decision })
            };
            let voices: Vec<Voice> = self.people.iter().filter_map(voice).collect();
            let same = |one: &&Piece| one.place.word() == piece.place.word() && one.mark() == piece.mark();
            let here = now.iter().find(|one| one.place == piece.place);
            let now_at = here.filter(same).or_else(|| now.iter().find(same)).map(|one| one.place);
            Row {
                number: at + 1,
                place: piece.place,
                text: piece.text.clone(),
                opening: opening(&piece.text),
                html: to_html(&piece.text, &options, words),
                sentences: sentence_costs(self.spoken(), &place, &summary(&piece.text, usize::MAX)),
                cost: cost(self.spoken(), &place),
                waiting: voices.iter().filter(|one| one.waits()).count(),
                voices,
                changed_to: here.filter(|_| now_at.is_none()).map(|one| one.text.clone()),
                now_at,
            }
        };
        self.text.pieces().iter().enumerate().map(row).collect()
    }
}

/// The first words of a paragraph; those of a heading where it is nothing else.
fn opening(text: &str) -> String {
    let words = summary(text, OPENING_WORDS);
    if words.is_empty() { summary(text.trim_start_matches(['#', ' ']), OPENING_WORDS) } else { words }
}

impl Voice {
    /// Whether a proposal is there that nobody decided on.
    pub fn waits(&self) -> bool {
        !self.said.proposal.is_empty() && self.decision.is_none()
    }
}

impl Row {
    /// Where an accepted wording goes: to the unchanged piece, or in the place of what stands there now.
    pub fn target(&self) -> Option<Place> {
        self.now_at.or_else(|| self.changed_to.as_ref().map(|_| self.place))
    }

    /// What stands there now.
    pub fn seen(&self) -> &str {
        self.changed_to.as_deref().unwrap_or(&self.text)
    }

    /// What the field for the merged wording begins with: the first proposal that waits.
    pub fn merged(&self) -> &str {
        self.voices.iter().find(|one| one.waits()).map_or("", |one| &one.said.proposal)
    }
}
