//! Identifiers: UUID v7 as text, made in Rust so that both databases read the same (design: "Types both read the same").

/// Declares a newtype over the text of an id, so that a letter's id cannot be passed for a signature's.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub String);

        impl $name {
            /// A new id; sorts by the time it was made.
            pub fn new() -> $name {
                $name(uuid::Uuid::now_v7().to_string())
            }
            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $name::new()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok($name(text.to_owned()))
            }
        }
    )+};
}

ids!(
    /// A team: owns letters and the address book.
    TeamId,
    /// A coordinator: a signed-in person.
    CoordinatorId,
    /// A letter.
    LetterId,
    /// A card in the address book.
    OrganisationId,
    /// Two cards of the address book made one.
    MergeId,
    /// A person at an organisation who is written to.
    ContactId,
    /// An invitation of one contact to one letter.
    InvitationId,
    /// A signature.
    SignatureId,
    /// A shared link to the open form (`/join/{token}`).
    SharedLinkId,
    /// A long piece of work with its own page.
    JobId,
    /// An uploaded list waiting for its columns and its check.
    ImportId,
    /// A covering text, as it was sent.
    MailingId,
    /// A mail waiting to leave.
    OutboxId,
    /// A line of the audit trail.
    EventId,
    /// A saved draft state.
    EditId,
    /// A round of comments on a draft.
    RoundId,
    /// Somebody who is asked to comment on a draft (`/comment/{token}`).
    ReviewerId,
    /// A journalist's link to a letter under embargo (`/preview/{token}`).
    PreviewId,
    /// The letter's words in another language, and the link of who translates them (`/translate/{token}`).
    TranslationId,
    /// What the conveners say about an error in a public letter.
    NoteId,
    /// Whether one signature stands for a new text.
    QuestionId,
    /// The yes that one person of an organisation is asked for.
    ApprovalId,
    /// A mailed or typed secret's row; the secret itself is not stored.
    TokenId,
);
