//! What a coordinator may do with one letter: a set of rights, each given for itself.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::domain::words::UnknownWord;
use crate::word_enum;

word_enum!(
    /// One right on a letter. The wider ones hold the narrower: an owner may do everything, an editor all but what [`Right::Owner`]
    /// says. The sight of withheld names is in none of them.
    Right {
        /// Opening, closing, publishing, withdrawing, hiding names, members; and everything below.
        Owner => "owner",
        /// Text, dates, invitations, mails; and everything below.
        Editor => "editor",
        /// Comments on the draft at the desk. Every member may read it.
        Reviewer => "reviewer",
        /// Lists and refuses signatures.
        Checker => "checker",
        /// The press page, its contacts and previews.
        Press => "press",
    }
);

/// Which rights somebody has on a letter; stored as the words in declared order with a space between them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Rights(u8);

impl Rights {
    /// An owner's.
    pub const OWNER: Rights = Rights::of(&[Right::Owner]);
    /// An editor's.
    pub const EDITOR: Rights = Rights::of(&[Right::Editor]);
    /// A reviewer's.
    pub const REVIEWER: Rights = Rights::of(&[Right::Reviewer]);
    /// A checker's.
    pub const CHECKER: Rights = Rights::of(&[Right::Checker]);
    /// Those of who looks after the press.
    pub const PRESS: Rights = Rights::of(&[Right::Press]);

    /// These rights together.
    pub const fn of(rights: &[Right]) -> Rights {
        let mut set = 0;
        let mut at = 0;
        while at < rights.len() {
            set |= 1 << rights[at] as u8;
            at += 1;
        }
        Rights(set)
    }

    /// Whether this very right was given.
    pub const fn has(self, right: Right) -> bool {
        self.0 & (1 << right as u8) != 0
    }

    /// Whether none was given. A member always has one.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The rights that were given, in declared order.
    pub fn iter(self) -> impl Iterator<Item = Right> {
        Right::ALL.iter().copied().filter(move |right| self.has(*right))
    }

    /// Text, dates, invitations.
    pub const fn may_write(self) -> bool {
        self.has(Right::Owner) || self.has(Right::Editor)
    }

    /// Saying in a round of comments what one thinks of the draft.
    pub const fn may_review(self) -> bool {
        self.may_write() || self.has(Right::Reviewer)
    }

    /// Listing and refusing signatures.
    pub const fn may_check(self) -> bool {
        self.may_write() || self.has(Right::Checker)
    }

    /// The press page, its contacts, and previews for journalists.
    pub const fn may_brief_press(self) -> bool {
        self.may_write() || self.has(Right::Press)
    }

    /// Opening, closing, publishing, withdrawing, hiding names.
    pub const fn may_publish(self) -> bool {
        self.has(Right::Owner)
    }

    /// The words as stored.
    pub fn as_str(self) -> &'static str {
        static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
            let words = |set| Rights(set).iter().map(Right::as_str).collect::<Vec<_>>().join(" ");
            (0..1 << Right::ALL.len()).map(words).collect()
        });
        WORDS.get(usize::from(self.0)).map_or("", String::as_str)
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<I: IntoIterator<Item = Right>>(rights: I) -> Rights {
        rights.into_iter().fold(Rights::default(), |set, right| Rights(set.0 | Rights::of(&[right]).0))
    }
}

impl fmt::Display for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Rights {
    type Err = UnknownWord;

    fn from_str(words: &str) -> Result<Rights, UnknownWord> {
        let rights: Rights = words.split(' ').map(str::parse::<Right>).collect::<Result<_, _>>()?;
        // One spelling for each set.
        if rights.as_str() == words { Ok(rights) } else { Err(UnknownWord("Rights")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_rights_is_read_back_as_it_was_stored() {
        for set in 1..1 << Right::ALL.len() {
            assert_eq!(Rights(set).as_str().parse(), Ok(Rights(set)));
        }
        for wrong in ["", "emperor", "press owner", "owner  press", "owner owner"] {
            assert!(wrong.parse::<Rights>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn wider_rights_hold_the_narrower_and_two_narrow_ones_make_no_wider() {
        assert!(Rights::OWNER.may_publish() && Rights::OWNER.may_write() && Rights::OWNER.may_brief_press());
        assert!(!Rights::EDITOR.may_publish() && Rights::EDITOR.may_check() && Rights::EDITOR.may_brief_press());
        let both = Rights::of(&[Right::Checker, Right::Press]);
        assert!(both.may_check() && both.may_brief_press() && !both.may_write() && !both.may_publish());
        assert!(!both.may_review() && Rights::REVIEWER.may_review() && Rights::EDITOR.may_review());
        assert!(!Rights::REVIEWER.may_check() && !Rights::REVIEWER.may_brief_press());
    }
}
