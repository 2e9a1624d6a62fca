//! The sentence after a decision: told by the redirect's query, so that no cookie is needed and loading it again is
//! harmless. It holds ids only; names are looked up, and masked, like everywhere on the desk.

use url::form_urlencoded::Serializer;

use crate::actions::check::{Decision, Missed};
use crate::domain::ids::SignatureId;
use crate::domain::signature::Status;
use crate::web::desk::Work;
use crate::web::desk::signatures::asked::Asked;
use crate::word_enum;

/// At most so many that were left are named.
const NAMED: usize = 20;

word_enum! {
    /// What was done.
    Deed {
        /// Listed.
        List => "list",
        /// Refused.
        Refuse => "refuse",
        /// Taken back.
        Undo => "undo",
        /// A correction taken over.
        AcceptCorrection => "accept_correction",
        /// A correction left.
        DropCorrection => "drop_correction",
    }
}

impl From<&Decision> for Deed {
    fn from(decision: &Decision) -> Deed {
        match decision {
            Decision::List => Deed::List,
            Decision::Refuse(_) => Deed::Refuse,
            Decision::Undo => Deed::Undo,
            Decision::AcceptCorrection => Deed::AcceptCorrection,
            Decision::DropCorrection => Deed::DropCorrection,
        }
    }
}

/// What a decision led to.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What was done; none when nothing was.
    pub deed: Option<Deed>,
    /// To how many.
    pub count: usize,
    /// To which one, if it was one: it can be undone from here.
    pub last: Option<SignatureId>,
    /// Those that were left, with a word of the catalogue that says why; not all when there are many.
    pub missed: Vec<(SignatureId, String)>,
    /// How many were left.
    pub missed_count: usize,
}

impl Told {
    /// After a decision on one.
    pub fn one(decision: &Decision, id: SignatureId) -> Told {
        Told { deed: Some(decision.into()), count: 1, last: Some(id), ..Told::default() }
    }

    /// After a decision on `count`, of which some were left.
    pub fn many(decision: &Decision, count: usize, missed: Vec<(SignatureId, Missed)>) -> Told {
        let missed_count = missed.len();
        let missed = missed.into_iter().take(NAMED).map(|(id, why)| (id, word(why))).collect();
        Told { deed: Some(decision.into()), count: count - missed_count, last: None, missed, missed_count }
    }

    /// The path of the page that tells it, showing the next signature of the queue.
    pub fn at(&self, work: &Work, asked: &Asked) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("show", asked.show.unwrap_or(Status::Confirmed).as_str());
        if let Some(deed) = self.deed {
            query.append_pair("done", deed.as_str()).append_pair("count", &self.count.to_string());
        }
        if let Some(last) = &self.last {
            query.append_pair("last", last.as_str());
        }
        if self.missed_count > 0 {
            let missed: Vec<String> = self.missed.iter().map(|(id, why)| format!("{id}.{why}")).collect();
            query.append_pair("missed", &missed.join(",")).append_pair("missed_count", &self.missed_count.to_string());
        }
        format!("{}?{}#chosen", work.path("signatures"), query.finish())
    }

    /// Reads it back.
    pub fn read<'a>(value: impl Fn(&'static str) -> Option<&'a str>) -> Told {
        let number = |name| value(name).and_then(|text| text.parse().ok()).unwrap_or(0);
        let missed = value("missed").unwrap_or_default().split(',').filter_map(|pair| pair.split_once('.'));
        Told {
            deed: value("done").and_then(|word| word.parse().ok()),
            count: number("count"),
            last: value("last").map(|id| SignatureId(id.to_owned())),
            missed: missed.take(NAMED).map(|(id, why)| (SignatureId(id.to_owned()), known(why).to_owned())).collect(),
            missed_count: number("missed_count"),
        }
    }
}

const WORDS: [&str; 5] = ["already-listed", "line-changed", "withheld", "gone", "wrong-status"];

fn word(missed: Missed) -> String {
    match missed {
        Missed::Refused(refusal) => known(refusal.code()).to_owned(),
        Missed::Withheld => "withheld".to_owned(),
        Missed::Gone => "gone".to_owned(),
    }
}

/// A word that the catalogue has under `check-missed-…`.
fn known(word: &str) -> &'static str {
    WORDS.into_iter().find(|known| *known == word).unwrap_or("wrong-status")
}
