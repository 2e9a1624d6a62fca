//! What the operator of a server switches off in an hour of need, so that what is left keeps working: for every letter at once.

use crate::word_enum;

word_enum! {
    /// One switch.
    Switch {
        /// Nobody signs; who tries is asked to come back, with everything typed kept.
        Signing => "signing_paused",
        /// The public pages stay as they are when somebody is listed; names that are taken back go at once all the same.
        Counts => "counts_held",
        /// The register is not searched and not filtered; its pages and files stay.
        Search => "search_off",
    }
}

/// Which of them are on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Switches {
    /// [`Switch::Signing`]
    pub signing_paused: bool,
    /// [`Switch::Counts`]
    pub counts_held: bool,
    /// [`Switch::Search`]
    pub search_off: bool,
}

impl Switches {
    /// Reads what [`Switches::words`] wrote; other words are passed over.
    pub fn read(words: &str) -> Switches {
        let is_on = |switch: Switch| words.split(' ').any(|word| word == switch.as_str());
        Switches {
            signing_paused: is_on(Switch::Signing),
            counts_held: is_on(Switch::Counts),
            search_off: is_on(Switch::Search),
        }
    }

    /// The words of those that are on.
    pub fn words(&self) -> String {
        let words: Vec<&str> = Switch::ALL.iter().filter(|one| self.is_on(**one)).map(|one| one.as_str()).collect();
        words.join(" ")
    }

    /// Whether one is on.
    pub fn is_on(&self, switch: Switch) -> bool {
        match switch {
            Switch::Signing => self.signing_paused,
            Switch::Counts => self.counts_held,
            Switch::Search => self.search_off,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_is_read_back() {
        let some = Switches { counts_held: true, search_off: true, ..Switches::default() };
        assert_eq!(Switches::read(&some.words()), some);
        assert_eq!(Switches::read("unknown words"), Switches::default());
    }
}
