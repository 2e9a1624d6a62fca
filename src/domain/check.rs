//! The check: what a person should look at before a signature is listed, and what a rule that lists by itself must leave
//! to a person. Everything here is a reason to look; none refuses anybody.

use super::email::{EmailAddress, Website};
use super::signature::{PrintedLine, SignsAs};
use super::text::{Likeness, NameFacts, likely_same, mixed_script_suspicious};

crate::word_enum!(
    /// Why a checker should look twice. Declared from the strongest reason to the weakest.
    Doubt {
        /// A name mixes letters of scripts that look alike: the sign of an imitated name.
        MixedScript => "mixed-script",
        /// Somebody who is listed, waits or is invited may be the same.
        Duplicate => "duplicate",
        /// It came after signing was closed.
        Late => "late",
        /// The line is another than the one that was invited.
        NameChanged => "name-changed",
        /// The address is of another domain than the website.
        OtherDomain => "other-domain",
        /// The address is of a provider where anyone gets a mailbox.
        FreeMail => "free-mail",
        /// A coordinator noted the consent; the signer has not pressed a button.
        Recorded => "recorded",
        /// The signatory asked for another printed line.
        Correction => "correction",
    }
);

/// Hosts that many organisations share although the Public Suffix List does not part them.
const SHARED_HOSTS: [&str; 11] = [
    "facebook.com",
    "google.com",
    "instagram.com",
    "linkedin.com",
    "linktr.ee",
    "medium.com",
    "t.me",
    "tiktok.com",
    "twitter.com",
    "x.com",
    "youtube.com",
];

/// A signatory as it is compared with others: by its name, its name in Latin letters, and its domains.
#[derive(Debug, Clone)]
pub struct Compared {
    signs_as: SignsAs,
    names: Vec<NameFacts>,
}

impl Compared {
    /// What of a line, and of the address behind it, is compared.
    pub fn of(line: &PrintedLine, email: Option<&EmailAddress>) -> Compared {
        let website = line.website.as_deref().and_then(|text| Website::parse(text).ok());
        let website = website.as_ref().map(Website::registrable_domain).filter(|host| !SHARED_HOSTS.contains(host));
        let mail = email.filter(|email| !email.is_free_mail()).map(EmailAddress::registrable_domain);
        let mut names = vec![NameFacts::new(&line.name, line.acronym.as_deref(), website, mail)];
        names.extend(line.latin_name.as_deref().map(|latin| NameFacts::new(latin, None, None, None)));
        Compared { signs_as: line.kind.signs_as(), names }
    }

    /// Why both may be the same signatory, strongest first; empty if nothing says so.
    ///
    /// Persons are compared by name alone: colleagues share a website and a domain.
    pub fn likely_same(&self, other: &Compared) -> Vec<Likeness> {
        if self.signs_as != other.signs_as {
            return Vec::new();
        }
        let pairs = self.names.iter().flat_map(|one| other.names.iter().map(move |two| (one, two)));
        let mut reasons: Vec<Likeness> = pairs.flat_map(|(one, two)| likely_same(one, two)).collect();
        if self.signs_as == SignsAs::Individual {
            reasons.retain(|reason| !by_body(*reason));
        }
        reasons.sort();
        reasons.dedup();
        // The strongest word on the names says it; "but for accents" adds nothing to "equal".
        if reasons.contains(&Likeness::SameName) {
            reasons.retain(|reason| *reason == Likeness::SameName || by_body(*reason));
        }
        reasons
    }
}

/// Whether a reason speaks of a body rather than of a name.
const fn by_body(reason: Likeness) -> bool {
    matches!(reason, Likeness::SameAcronym | Likeness::SameWebsite | Likeness::SameMailDomain)
}

/// Whether one of the line's names mixes letters of scripts that look alike (UTS 39).
pub fn is_imitation(line: &PrintedLine) -> bool {
    let names = [Some(&line.name), line.latin_name.as_ref(), line.acronym.as_ref(), line.affiliation.as_ref()];
    names.into_iter().flatten().any(|name| mixed_script_suspicious(name))
}

/// Whether a letter whose rule lists by itself must leave this line to a person: its name imitates, or an organisation
/// of an equal or look-alike name is listed by name already (security, abuse 3).
///
/// `listed` are the organisations that are listed *by name*, and no others: whether a signature waits is seen by its
/// signer, so comparing with withheld or invited ones would tell strangers who they are.
pub fn needs_a_person<'a>(line: &PrintedLine, listed: impl IntoIterator<Item = &'a PrintedLine>) -> bool {
    if is_imitation(line) {
        return true;
    }
    if line.kind.signs_as() == SignsAs::Individual {
        return false;
    }
    let strong = [Likeness::SameName, Likeness::SameFoldedName, Likeness::Confusable];
    let this = Compared::of(line, None);
    listed.into_iter().any(|other| {
        let reasons = this.likely_same(&Compared::of(other, None));
        reasons.iter().any(|reason| strong.contains(reason))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::signature::SignatoryKind;

    fn line(kind: SignatoryKind, name: &str) -> PrintedLine {
        PrintedLine {
            kind,
            name: name.into(),
            latin_name: None,
            acronym: None,
            country: None,
            region: None,
            affiliation: None,
            website: None,
            representative: None,
            role: None,
        }
    }

    fn organisation(name: &str) -> PrintedLine {
        line(SignatoryKind::Organisation, name)
    }

    #[test]
    fn a_rule_that_lists_by_itself_leaves_lookalikes_and_equal_names_to_a_person() {
        let listed = [organisation("Rivers Watch"), organisation("Foro del Agua")];
        for held in ["Rіvers Watch", "Rivers Watch", "RIVERS  WATCH", "Foro deI Agua"] {
            assert!(needs_a_person(&organisation(held), &listed), "{held}");
        }
        for passes in ["Rivers Forum", "مركز الأنهار", "КримSOS"] {
            assert!(!needs_a_person(&organisation(passes), &listed), "{passes}");
        }
        assert!(
            !needs_a_person(&line(SignatoryKind::Individual, "Rivers Watch"), &listed),
            "a person is no organisation"
        );
    }

    #[test]
    fn colleagues_are_not_one_person_and_chapters_may_be_one_body() {
        let mail = EmailAddress::parse("ann@rivers.example").unwrap();
        let site = |mut line: PrintedLine| {
            line.website = Some("https://rivers.example/".into());
            Compared::of(&line, Some(&mail))
        };
        let (ann, ben) = (line(SignatoryKind::Individual, "Ann Rivera"), line(SignatoryKind::Individual, "Ben Oduya"));
        assert_eq!(site(ann).likely_same(&site(ben)), []);
        let bodies = site(organisation("Rivers North")).likely_same(&site(organisation("Delta South")));
        assert_eq!(bodies, [Likeness::SameWebsite, Likeness::SameMailDomain]);
    }

    #[test]
    fn a_page_on_a_shared_host_is_no_common_website() {
        let on_facebook = |name: &str| {
            let line =
                PrintedLine { website: Some(format!("https://facebook.com/{}", name.len())), ..organisation(name) };
            Compared::of(&line, None)
        };
        assert_eq!(on_facebook("Rivers North").likely_same(&on_facebook("Delta")), []);
    }

    #[test]
    fn the_name_in_latin_letters_meets_the_same_name_of_another() {
        let arabic = PrintedLine {
            latin_name: Some("River Banks Association".into()),
            ..organisation("جمعية ضفاف النهر")
        };
        let reasons =
            Compared::of(&arabic, None).likely_same(&Compared::of(&organisation("River Banks Association"), None));
        assert_eq!(reasons, [Likeness::SameName]);
    }
}
