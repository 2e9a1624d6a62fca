//! The draft with numbered paragraphs and, under each, a fold to say something of it: the same by personal link and at the desk.

use crate::domain::comments::{Answer, COMMENT_CHARS, Decision, Said};
use crate::domain::revision::{LetterText, Piece, mark};
use crate::domain::text::{TextFault, lines};
use crate::error::Result;
use crate::render::markdown::{HtmlOptions, SafeHtml, to_html};
use crate::render::when::Shown;
use crate::render::words::{Words, direction_of};
use crate::store::Db;
use crate::store::comment::{Decisions, ReviewerRow, Round};
use crate::store::letter::Letter;
use crate::web::form::FormState;
use crate::web::signing::shown;
use crate::web::site::Site;

/// One numbered piece of the draft.
pub struct Numbered {
    /// From 1.
    pub number: usize,
    /// Its place; part of the field names.
    pub place: String,
    /// Its words as HTML.
    pub html: SafeHtml,
    /// What was decided on the proposal.
    pub decision: Option<Decision>,
    /// Whether something was said of it, so that the fold stands open.
    pub is_open: bool,
}

/// All that the part `commenting/sheet.html` shows.
pub struct Sheet {
    /// Under this name the browser keeps what was not sent: for each round and person another.
    pub key: String,
    /// The draft's title.
    pub title: String,
    /// The draft's language.
    pub language: String,
    /// The draft.
    pub pieces: Vec<Numbered>,
    /// When the round ends or ended, in the letter's zone.
    pub end: Option<Shown>,
    /// Whether what is said now comes in time.
    pub is_open: bool,
    /// Whether something came after the end and is kept.
    pub has_late: bool,
    /// Whether something came in time.
    pub has_answered: bool,
    /// What became of the form that was just sent: the banner's class and sentence.
    pub notice: Option<(&'static str, String)>,
}

/// What one person said in a round so far.
#[derive(Default)]
pub struct Spoken {
    /// In time.
    pub answer: Answer,
    /// After the end.
    pub late: Option<Answer>,
    /// What became of the proposals.
    pub decisions: Decisions,
    /// Whether something came in time.
    pub has_answered: bool,
}

impl Spoken {
    /// What stands in somebody's row.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn of(row: &ReviewerRow, db: &Db<'_>) -> Result<Spoken> {
        Ok(Spoken {
            answer: row.answer(db)?,
            late: row.late(db)?,
            decisions: row.decisions(db)?,
            has_answered: row.answered_at.is_some(),
        })
    }

    /// What the form begins with: the newest of what was said.
    pub fn newest(&self) -> &Answer {
        self.late.as_ref().unwrap_or(&self.answer)
    }
}

impl Sheet {
    /// Beside what stands in the form. `person` is the id of the reviewer, or of the account of whoever comments at the desk.
    pub fn new(
        site: &Site,
        letter: &Letter,
        round: &Round,
        text: &LetterText,
        person: &str,
        of: &Spoken,
        form: &FormState,
    ) -> Sheet {
        Sheet {
            key: format!("{} {person}", round.id),
            title: text.title.clone(),
            language: round.language.clone(),
            pieces: numbered(&site.words(), &text.pieces(), form, &of.decisions),
            end: shown(site, letter, Some(round.end())),
            is_open: round.is_open(site.now()),
            has_late: of.late.is_some(),
            has_answered: of.has_answered,
            notice: None,
        }
    }

    /// With the sentence on what became of the form.
    pub fn told(mut self, words: &Words, is_in_time: bool) -> Sheet {
        self.notice = Some(match is_in_time {
            true => ("done", words.say("comment-saved").text()),
            false => ("look", words.say("comment-kept-late").text()),
        });
        self
    }

    /// The draft's direction.
    pub fn dir(&self) -> &'static str {
        direction_of(&self.language)
    }
}

/// A form as it shows what was said: a proposal begins as the paragraph itself.
pub fn filled(pieces: &[Piece], answer: &Answer) -> FormState {
    let mut form = FormState::new().with("condition", &*answer.condition);
    for piece in pieces {
        let place = piece.place.to_string();
        let said = answer.pieces.get(&place).cloned().unwrap_or_default();
        let proposal = if said.proposal.is_empty() { &piece.text } else { &said.proposal };
        form = form
            .with(&format!("comment-{place}"), said.comment)
            .with(&format!("quoted-{place}"), said.quoted)
            .with(&format!("proposal-{place}"), proposal);
        if let Some(stance) = said.stance {
            form = form.with(&format!("stance-{place}"), stance.as_str());
        }
    }
    form
}

/// Reads the form; a fault stands beside its field. Fields for places that the text has not are nobody's.
pub fn parse(words: &Words, pieces: &[Piece], form: &mut FormState) -> Option<Answer> {
    let mut answer = Answer { condition: typed(words, form, "condition"), ..Answer::default() };
    for piece in pieces {
        let place = piece.place.to_string();
        let proposal = typed(words, form, &format!("proposal-{place}"));
        let said = Said {
            stance: form.value(&format!("stance-{place}")).parse().ok(),
            comment: typed(words, form, &format!("comment-{place}")),
            quoted: typed(words, form, &format!("quoted-{place}")),
            // Forms come back in NFC and with other line ends; that changes nothing.
            proposal: if mark(&proposal) == piece.mark() { String::new() } else { proposal },
        };
        if !said.is_empty() {
            answer.pieces.insert(place, said);
        }
    }
    if !form.has_errors() && answer.is_empty() {
        form.refuse_whole(words.say("comment-nothing"));
    }
    (!form.has_errors()).then_some(answer)
}

fn typed(words: &Words, form: &mut FormState, field: &str) -> String {
    match lines(form.value(field), COMMENT_CHARS) {
        Ok(text) => text,
        Err(TextFault::Missing) => String::new(),
        Err(fault) => {
            form.refuse(field, words.say_of("fault", fault.code()).with("limit", COMMENT_CHARS));
            String::new()
        }
    }
}

/// The pieces as they are shown beside what was typed.
fn numbered(words: &Words, pieces: &[Piece], form: &FormState, decisions: &Decisions) -> Vec<Numbered> {
    let options = HtmlOptions { top_heading: 2, ..HtmlOptions::default() };
    let one = |(at, piece): (usize, &Piece)| {
        let place = piece.place.to_string();
        let fields = ["stance", "comment", "quoted"].map(|field| format!("{field}-{place}"));
        let proposal = format!("proposal-{place}");
        let is_changed = !form.value(&proposal).is_empty() && mark(form.value(&proposal)) != piece.mark();
        let is_open = is_changed
            || fields.iter().any(|field| !form.value(field).is_empty() || form.error(field).is_some())
            || form.error(&proposal).is_some();
        Numbered {
            number: at + 1,
            html: to_html(&piece.text, &options, words),
            decision: decisions.get(&place).cloned(),
            is_open,
            place,
        }
    };
    pieces.iter().enumerate().map(one).collect()
}
