//! A signature: its words, the one function that moves its status, and its printed line.
//! Who may do an act, and until when, is asked elsewhere (`letter::LetterFacts`, tokens, rights).

use unicode_normalization::UnicodeNormalization;

use crate::domain::refusal::Refusal;
use crate::word_enum;

word_enum!(
    /// Where a signature stands. Only `listed` ones are counted.
    Status {
        /// Submitted; the address is not confirmed yet.
        Pending => "pending",
        /// The signer's own act is complete; waits for the check.
        Confirmed => "confirmed",
        /// Counted, and named unless withheld.
        Listed => "listed",
        /// Not taken, with a reason told to the signer.
        Refused => "refused",
        /// Taken back by the signatory.
        Withdrawn => "withdrawn",
        /// Off the register while a doubt is cleared up.
        Suspended => "suspended",
        /// Never confirmed in time.
        Expired => "expired",
    }
);

word_enum!(
    /// How a signature came in.
    Origin {
        /// By a mailed invitation.
        Invited => "invited",
        /// By a link that coordinators share.
        Shared => "shared",
        /// By the form on the public page.
        Open => "open",
        /// Consent noted by a coordinator; labelled so wherever it is listed.
        Recorded => "recorded",
    }
);

word_enum!(
    /// Whether the public reads the name.
    Listing {
        /// Counted and named.
        Named => "named",
        /// Counted and not named.
        Withheld => "withheld",
    }
);

word_enum!(
    /// The most that may be said about where a withheld signatory is.
    WithheldPlace {
        /// Nothing.
        None => "none",
        /// The part of the world.
        Region => "region",
        /// The country.
        Country => "country",
    }
);

word_enum!(
    /// What a signatory is; networks count as organisations.
    SignatoryKind {
        /// One organisation.
        Organisation => "organisation",
        /// Several organisations under one name.
        Network => "network",
        /// A person.
        Individual => "individual",
    }
);

word_enum!(
    /// In whose name somebody signs.
    SignsAs {
        /// For an organisation or network.
        Organisation => "organisation",
        /// For oneself.
        Individual => "individual",
    }
);

word_enum!(
    /// What can happen to a signature after it was submitted.
    Act {
        /// The signer confirms the address.
        Confirm => "confirm",
        /// A coordinator, or the letter's rule, lists it.
        List => "list",
        /// A coordinator refuses it, with a reason.
        Refuse => "refuse",
        /// A coordinator takes back a listing or a refusal: it waits for the check again.
        Undo => "undo",
        /// The signatory takes it back; final.
        Withdraw => "withdraw",
        /// Somebody says "this was not us", or a coordinator doubts it.
        Suspend => "suspend",
        /// The doubt is cleared up: it waits for the check again.
        Release => "release",
        /// The time to confirm is over.
        Expire => "expire",
        /// It belongs to a text before a substantive change and does not stand for the new one.
        Lapse => "lapse",
    }
);

impl Status {
    /// The status of a signature that was just submitted.
    ///
    /// An address that is proven by the mailed link itself, or consent that a coordinator recorded, needs no second mail.
    pub const fn at_submission(address_proven: bool) -> Status {
        if address_proven { Status::Confirmed } else { Status::Pending }
    }

    /// The one transition function: the status after `act`, or the reason why it cannot happen now.
    pub const fn after(self, act: Act) -> Result<Status, Refusal> {
        match (self, act) {
            (Status::Pending, Act::Confirm) => Ok(Status::Confirmed),
            (Status::Expired, Act::Confirm) => Err(Refusal::LinkExpired),
            (_, Act::Confirm) => Err(Refusal::LinkUsed),

            (Status::Pending, Act::Expire) => Ok(Status::Expired),

            (Status::Confirmed, Act::List) => Ok(Status::Listed),
            // A doubtful signature may be refused without listing it once more.
            (Status::Confirmed | Status::Suspended, Act::Refuse) => Ok(Status::Refused),
            (Status::Listed | Status::Refused, Act::Undo) => Ok(Status::Confirmed),

            // A pending signature cannot be suspended: releasing it would skip the confirmation.
            (Status::Confirmed | Status::Listed, Act::Suspend) => Ok(Status::Suspended),
            (Status::Suspended, Act::Release) => Ok(Status::Confirmed),

            // It belongs to a text that is not the letter's any more, and nobody said that it stands.
            (Status::Confirmed | Status::Listed, Act::Lapse) => Ok(Status::Expired),

            (Status::Withdrawn | Status::Expired, Act::Withdraw) => Err(Refusal::WrongStatus),
            (_, Act::Withdraw) => Ok(Status::Withdrawn),

            _ => Err(Refusal::WrongStatus),
        }
    }

    /// Whether it is counted.
    pub const fn is_listed(self) -> bool {
        matches!(self, Status::Listed)
    }

    /// Whether somebody must still act on it: the signer or a coordinator.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Status::Pending | Status::Confirmed | Status::Suspended)
    }
}

impl SignatoryKind {
    /// In whose name such a signatory signs.
    pub const fn signs_as(self) -> SignsAs {
        match self {
            SignatoryKind::Organisation | SignatoryKind::Network => SignsAs::Organisation,
            SignatoryKind::Individual => SignsAs::Individual,
        }
    }
}

/// What the register prints of one signatory; each signature keeps its own copy, so merging cards rewrites nothing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PrintedLine {
    /// Organisation, network or individual.
    pub kind: SignatoryKind,
    /// The name exactly as printed, in its own script.
    pub name: String,
    /// The name in Latin letters, where the own script is another.
    pub latin_name: Option<String>,
    /// The acronym.
    pub acronym: Option<String>,
    /// The country's code, an own code, `international` or `regional`.
    pub country: Option<String>,
    /// The part of the world; set by the signer only where the country is `regional`.
    pub region: Option<String>,
    /// Where an individual works or belongs.
    pub affiliation: Option<String>,
    /// The website.
    pub website: Option<String>,
    /// Who signs for the organisation, where that is published.
    pub representative: Option<String>,
    /// The representative's role, where that is published.
    pub role: Option<String>,
}

impl PrintedLine {
    /// Whether both lines read the same: how accents are encoded, spaces, and empty against absent make no difference.
    pub fn same_line(&self, other: &PrintedLine) -> bool {
        self.kind == other.kind && self.as_read() == other.as_read()
    }

    fn as_read(&self) -> [String; 9] {
        [
            Some(&self.name),
            self.latin_name.as_ref(),
            self.acronym.as_ref(),
            self.country.as_ref(),
            self.region.as_ref(),
            self.affiliation.as_ref(),
            self.website.as_ref(),
            self.representative.as_ref(),
            self.role.as_ref(),
        ]
        .map(|piece| one_spelling(piece.map_or("", String::as_str)))
    }
}

fn one_spelling(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
