//! What a button of the page asks for.

use crate::actions::keep::NOTE_CHARS;
use crate::domain::signature::{PrintedLine, SignatoryKind, SignsAs, WithheldPlace};
use crate::domain::text::{TextFault, lines};
use crate::render::words::Words;
use crate::store::signature::ALIVE;
use crate::web::form::FormState;
use crate::web::mine::{Mine, page};
use crate::web::signing::Reader;

/// One of the acts on one's own signature.
#[derive(Clone)]
pub(super) enum Ask {
    /// Another printed line.
    Correct(Box<PrintedLine>),
    /// The name off every page, and how much may be said about the place.
    Withhold(WithheldPlace),
    /// The withheld name printed after all.
    ShowName,
    /// No news of the letter any more.
    StopUpdates,
    /// It stands for the new text, whose number the signer saw.
    Keep {
        /// That number.
        seen: i32,
    },
    /// First they want to talk.
    Talk {
        /// What they write to the conveners; may be empty.
        note: String,
    },
    /// The signature taken back.
    Withdraw,
    /// "This was not us".
    NotUs,
}

impl Ask {
    /// Reads the button and its fields; `None` when something is wrong, which then stands in `form`.
    pub fn read(words: &Words, mine: &Mine, form: &mut FormState) -> Option<Ask> {
        match form.value("action") {
            "save" => corrected(words, mine, form).map(|line| Ask::Correct(Box::new(line))),
            "withhold" => Some(Ask::Withhold(form.value("withheld_place").parse().unwrap_or(WithheldPlace::None))),
            "show_name" => Some(Ask::ShowName),
            "stop_mails" => Some(Ask::StopUpdates),
            "suspend" => Some(Ask::NotUs),
            "withdraw" => Some(Ask::Withdraw),
            "keep" => Some(Ask::Keep { seen: form.value("revision").parse().unwrap_or(0) }),
            "talk" => match lines(form.value("talk_note"), NOTE_CHARS) {
                Ok(note) => Some(Ask::Talk { note }),
                Err(TextFault::Missing) => Some(Ask::Talk { note: String::new() }),
                Err(fault) => {
                    let typed = form.value("talk_note").to_owned();
                    *form = page::filled(mine).with("talk_note", typed);
                    form.refuse("talk_note", words.say_of("fault", fault.code()).with("limit", NOTE_CHARS));
                    None
                }
            },
            _ => {
                // Whatever was sent, the page's forms show what stands.
                *form = page::filled(mine);
                form.refuse_whole(words.say("form-no-action"));
                None
            }
        }
    }
}

fn corrected(words: &Words, mine: &Mine, form: &mut FormState) -> Option<PrintedLine> {
    let kind = mine.row.kind;
    let line = Reader::new(form, words).line(kind);
    if form.has_errors() {
        return None;
    }
    let line = line?;
    // What ended is left as it is; the action says so.
    if !ALIVE.contains(&mine.row.status) || kind.signs_as() == SignsAs::Individual {
        return Some(line);
    }
    let (representative, role) = representative(mine, form);
    Some(PrintedLine { kind: network_stays(mine, kind), representative, role, ..line })
}

/// Whether the representative is printed beside the organisation; only where the letter asks, the signer decides.
fn representative(mine: &Mine, form: &FormState) -> (Option<String>, Option<String>) {
    if !mine.letter.asks_representative {
        let line = mine.line.as_ref();
        return line.map(|line| (line.representative.clone(), line.role.clone())).unwrap_or_default();
    }
    let signer = mine.signer.as_ref().filter(|_| form.is("publish_representative", "yes"));
    signer.map(|signer| (Some(signer.name.clone()), Some(signer.role.clone()))).unwrap_or_default()
}

fn network_stays(mine: &Mine, kind: SignatoryKind) -> SignatoryKind {
    mine.line.as_ref().map_or(kind, |line| line.kind)
}
