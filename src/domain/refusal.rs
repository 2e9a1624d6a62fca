//! Every way in which a rule says no: one variant, one sentence in the catalogue (`refusal-<code>`), one stable code.

/// A rule's no. The sentence a person reads stands in the catalogue under `refusal-` + [`Refusal::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// A second person saved first; both texts are shown (409).
    EditedMeanwhile,
    /// The text changed since the form was shown (409 with the difference).
    RevisionChanged,
    /// Signing is over (410).
    LetterClosed,
    /// Signing has not begun or is paused (410).
    NotCollecting,
    /// The mailed link was used (410).
    LinkUsed,
    /// The mailed link is too old (410).
    LinkExpired,
    /// The mailed link was taken back, or replaced (410).
    LinkRevoked,
    /// A link from a test mail cannot sign.
    TestLink,
    /// Nothing may be sent to this address any more.
    AddressSuppressed,
    /// The organisation's card is listed on this letter already.
    AlreadyListed,
    /// Both cards are listed by name on one letter, so they cannot be one.
    BothListed,
    /// Consent of this organisation was recorded before, or it signed by its invitation.
    AlreadyRecorded,
    /// The signature is not in a state that allows this.
    WrongStatus,
    /// The signatory changed the line since the checker saw it (409).
    LineChanged,
    /// The letter is not in a state that allows this.
    WrongLetterState,
    /// The letter lacks something that opening or publishing needs.
    NotReady,
    /// The slug typed to confirm is not the letter's.
    SlugNotConfirmed,
    /// The slug is taken, a route word or not of the right form.
    SlugTaken,
    /// Unknown address or wrong password; never says which.
    SignInFailed,
    /// Too many tries; wait (429).
    TooMany,
    /// The address is already a coordinator's.
    AddressTaken,
    /// The last owner or operator cannot leave.
    LastOne,
    /// Listed signatures belong to an older text, and nobody knows yet whether they stand for this one.
    Undecided,
    /// It belongs to a text that readers of the public letter do not see yet.
    TextToCome,
}

impl Refusal {
    /// Every variant: the catalogue must have a sentence for each.
    pub const ALL: &'static [Refusal] = &[
        Refusal::EditedMeanwhile,
        Refusal::RevisionChanged,
        Refusal::LetterClosed,
        Refusal::NotCollecting,
        Refusal::LinkUsed,
        Refusal::LinkExpired,
        Refusal::LinkRevoked,
        Refusal::TestLink,
        Refusal::AddressSuppressed,
        Refusal::AlreadyListed,
        Refusal::BothListed,
        Refusal::AlreadyRecorded,
        Refusal::WrongStatus,
        Refusal::LineChanged,
        Refusal::WrongLetterState,
        Refusal::NotReady,
        Refusal::SlugNotConfirmed,
        Refusal::SlugTaken,
        Refusal::SignInFailed,
        Refusal::TooMany,
        Refusal::AddressTaken,
        Refusal::LastOne,
        Refusal::Undecided,
        Refusal::TextToCome,
    ];

    /// The stable code: log lines and message keys use it.
    pub const fn code(self) -> &'static str {
        match self {
            Refusal::EditedMeanwhile => "edited-meanwhile",
            Refusal::RevisionChanged => "revision-changed",
            Refusal::LetterClosed => "letter-closed",
            Refusal::NotCollecting => "not-collecting",
            Refusal::LinkUsed => "link-used",
            Refusal::LinkExpired => "link-expired",
            Refusal::LinkRevoked => "link-revoked",
            Refusal::TestLink => "test-link",
            Refusal::AddressSuppressed => "address-suppressed",
            Refusal::AlreadyListed => "already-listed",
            Refusal::BothListed => "both-listed",
            Refusal::AlreadyRecorded => "already-recorded",
            Refusal::WrongStatus => "wrong-status",
            Refusal::LineChanged => "line-changed",
            Refusal::WrongLetterState => "wrong-letter-state",
            Refusal::NotReady => "not-ready",
            Refusal::SlugNotConfirmed => "slug-not-confirmed",
            Refusal::SlugTaken => "slug-taken",
            Refusal::SignInFailed => "sign-in-failed",
            Refusal::TooMany => "too-many",
            Refusal::AddressTaken => "address-taken",
            Refusal::LastOne => "last-one",
            Refusal::Undecided => "undecided",
            Refusal::TextToCome => "text-to-come",
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}
