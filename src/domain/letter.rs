//! A letter: its closed sets of words, its slug, and what its dates allow at a given moment.
//! Nothing here reads a clock; `now` is always an argument.

mod facts;
mod particulars;
mod rights;
mod slug;

pub use crate::domain::dates::Collects;
pub use facts::{CONFIRMING_HOURS, LetterFacts, LetterState, Wave};
pub use particulars::{Need, Occasion, PARTICULAR_CHARS, ParticularFault, Particulars, Section, Source};
pub use rights::{Right, Rights};
pub use slug::{ROUTE_WORDS, SLUG_MAX, Slug, SlugFault};

use crate::word_enum;

word_enum!(
    /// What kind of text it is; decides the words around it, not the rules.
    Kind {
        /// An open letter to addressees, with signatories.
        OpenLetter => "open_letter",
        /// A statement of several bodies; may have no addressee.
        JointStatement => "joint_statement",
        /// A letter that is not open.
        Letter => "letter",
        /// A press release with several senders.
        PressRelease => "press_release",
        /// A reaction to somebody's text or act.
        Reaction => "reaction",
    }
);

word_enum!(
    /// Who may sign the letter.
    Signers {
        /// Organisations and networks only.
        Organisations => "organisations",
        /// Persons only.
        Individuals => "individuals",
        /// Both.
        Both => "both",
    }
);

impl Signers {
    /// Whether somebody who signs as `signs_as` may sign a letter with this setting.
    pub fn allow(self, signs_as: crate::domain::signature::SignsAs) -> bool {
        use crate::domain::signature::SignsAs;
        match self {
            Signers::Both => true,
            Signers::Organisations => signs_as == SignsAs::Organisation,
            Signers::Individuals => signs_as == SignsAs::Individual,
        }
    }
}

word_enum!(
    /// Whether a person looks at each confirmed signature before the public does.
    ListingRule {
        /// A coordinator lists or refuses each one; the default.
        CheckFirst => "check_first",
        /// A confirmed signature is listed at once.
        Automatic => "automatic",
    }
);
