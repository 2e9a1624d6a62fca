//! The piece of the register on the check page: the signer's line exactly as the public page will print it, among its
//! neighbours. Real neighbours only where everybody may read them already; before that the place beside the line is blank,
//! since the names are under embargo and a shared link is in many hands.

use std::collections::BTreeMap;

use crate::domain::country::CountryCode;
use crate::domain::letter::Wave;
use crate::domain::signature::PrintedLine;
use crate::domain::text::Collation;
use crate::render::register::{Labels, PublicSignatory, Register};

/// How many neighbours stand before and behind the line.
const BESIDE: usize = 2;

/// A few lines of the register.
#[derive(Debug)]
pub struct Proof {
    /// The country, or empty for individuals.
    pub heading: String,
    /// How many stand under that heading with this line; none while that is nobody's to know.
    pub count: Option<usize>,
    /// The neighbours before it.
    pub before: Vec<PublicSignatory>,
    /// The line itself.
    pub mine: PublicSignatory,
    /// The neighbours behind it.
    pub behind: Vec<PublicSignatory>,
}

impl Proof {
    /// The proof of a line; `public` is the register that everybody can read, if there is one.
    pub fn new(
        line: &PrintedLine,
        language: &str,
        labels: &BTreeMap<CountryCode, String>,
        public: Option<&Register>,
    ) -> Proof {
        let labels = Labels::new(language, labels.clone());
        let mine = PublicSignatory::new(line.clone(), Wave::Initial, false, &labels);
        let heading = if mine.is_individual() { String::new() } else { mine.heading() };
        let Some(public) = public else {
            return Proof { heading, count: None, before: Vec::new(), mine, behind: Vec::new() };
        };
        let is_neighbour = |other: &&PublicSignatory| {
            other.is_individual() == mine.is_individual()
                && (mine.is_individual() || other.heading() == heading)
                && other.name != mine.name
        };
        let collation = Collation::for_language(language);
        let (before, behind): (Vec<&PublicSignatory>, Vec<&PublicSignatory>) =
            public.named().filter(is_neighbour).partition(|other| collation.compare(&other.name, &mine.name).is_lt());
        Proof {
            count: Some(before.len() + behind.len() + 1),
            before: before[before.len().saturating_sub(BESIDE)..].iter().map(|one| (*one).clone()).collect(),
            behind: behind.into_iter().take(BESIDE).cloned().collect(),
            heading,
            mine,
        }
    }
}
