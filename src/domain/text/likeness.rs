//! Likely duplicates for the check desk: reasons to show two signatories side by side. Nothing is merged or refused
//! because of them; a person decides.

use super::acronym::{acronym_of, split_acronym};
use super::fold::{name_key, skeleton};

crate::word_enum!(
    /// Why two signatories may be one. Declared from the strongest reason to the weakest.
    Likeness {
        /// The printed names are equal, letter by letter.
        SameName => "same-name",
        /// The names are equal but for case, accents, punctuation or a leading "The".
        SameFoldedName => "same-folded-name",
        /// The names look alike in print: letters of another script, digits for letters.
        Confusable => "confusable",
        /// Both have the same acronym, or one's acronym is the other's name or initials.
        SameAcronym => "same-acronym",
        /// One letter was added, dropped, changed or swapped.
        OneEditApart => "one-edit-apart",
        /// The websites share a registrable domain.
        SameWebsite => "same-website",
        /// The addresses share a registrable domain that is no free-mail provider's.
        SameMailDomain => "same-mail-domain",
    }
);

/// What is known of one signatory; empty options never match.
#[derive(Debug, Clone, Default)]
pub struct NameFacts {
    name: String,
    key: String,
    /// The key without its spaces.
    joined: String,
    skeleton: String,
    acronym: Option<String>,
    initials: Option<String>,
    website_domain: Option<String>,
    mail_domain: Option<String>,
}

impl NameFacts {
    /// The facts of a printed name, its separate acronym if there is one, and registrable domains in ASCII. Pass no
    /// mail domain for a free-mail address: half the world shares those.
    pub fn new(
        name: &str,
        acronym: Option<&str>,
        website_domain: Option<&str>,
        mail_domain: Option<&str>,
    ) -> NameFacts {
        let (bare, bracketed) = split_acronym(name);
        let key_of = |text: &str| Some(name_key(text).replace(' ', "")).filter(|key| key.chars().count() >= 2);
        let key = name_key(bare);
        NameFacts {
            name: name.to_owned(),
            joined: key.replace(' ', ""),
            key,
            skeleton: skeleton(bare),
            acronym: acronym.or(bracketed).and_then(key_of),
            initials: acronym_of(bare).as_deref().and_then(key_of).filter(|key| key.chars().count() >= 3),
            website_domain: website_domain.map(str::to_ascii_lowercase),
            mail_domain: mail_domain.map(str::to_ascii_lowercase),
        }
    }
}

/// The reasons why two signatories may be one, strongest first; empty if there is none.
pub fn likely_same(a: &NameFacts, b: &NameFacts) -> Vec<Likeness> {
    Likeness::ALL.iter().copied().filter(|likeness| holds(*likeness, a, b)).collect()
}

fn holds(likeness: Likeness, a: &NameFacts, b: &NameFacts) -> bool {
    let same_key = a.key == b.key;
    match likeness {
        Likeness::SameName => a.name == b.name,
        Likeness::SameFoldedName => same_key && a.name != b.name,
        Likeness::Confusable => !same_key && !a.skeleton.is_empty() && a.skeleton == b.skeleton,
        Likeness::SameAcronym => same_acronym(a, b),
        Likeness::OneEditApart => !same_key && one_edit_apart(&a.key, &b.key),
        Likeness::SameWebsite => both(&a.website_domain, &b.website_domain),
        Likeness::SameMailDomain => both(&a.mail_domain, &b.mail_domain),
    }
}

fn same_acronym(a: &NameFacts, b: &NameFacts) -> bool {
    let answers = |acronym: &Option<String>, other: &NameFacts| {
        let Some(acronym) = acronym else { return false };
        other.acronym.as_ref() == Some(acronym) || other.initials.as_ref() == Some(acronym) || other.joined == *acronym
    };
    let named_by_initials =
        |one: &NameFacts, other: &NameFacts| one.initials.as_ref().is_some_and(|initials| other.joined == *initials);
    answers(&a.acronym, b) || answers(&b.acronym, a) || named_by_initials(a, b) || named_by_initials(b, a)
}

/// Only for names of at least five letters: among short ones every other name is one edit away.
fn one_edit_apart(a: &str, b: &str) -> bool {
    if !may_be_one_edit_apart(a.as_bytes(), b.as_bytes()) {
        return false;
    }
    let (a_chars, b_chars) = (a.chars().count(), b.chars().count());
    a_chars.min(b_chars) >= 5 && a_chars.abs_diff(b_chars) <= 1 && strsim::osa_distance(a, b) == 1
}

/// Cheap and never wrong with a no: outside one edit, at most two letters of four bytes each, both are equal. The check
/// desk compares each name in the queue with thousands.
fn may_be_one_edit_apart(a: &[u8], b: &[u8]) -> bool {
    let same = |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| pairs.take_while(|(one, other)| one == other).count();
    let longest = a.len().max(b.len());
    let before = same(&mut a.iter().zip(b));
    before + 8 >= longest || before + same(&mut a.iter().rev().zip(b.iter().rev())) + 8 >= longest
}

fn both(a: &Option<String>, b: &Option<String>) -> bool {
    a.is_some() && a == b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> NameFacts {
        NameFacts::new(name, None, None, None)
    }

    #[test]
    fn each_likeness_is_found() {
        let table = [
            ("Peace Forum", "Peace Forum", Likeness::SameName),
            ("The Péace Forum", "peace forum (PF)", Likeness::SameFoldedName),
            ("Amnesty Now", "Аmnesty Now", Likeness::Confusable),
            ("Harbour Law Network (HLN)", "HLN", Likeness::SameAcronym),
            ("Harbour Law Network", "Hafen-Anwaltsverein (HLN)", Likeness::SameAcronym),
            ("Harbour Law Network", "H.L.N.", Likeness::SameAcronym),
            ("Peace Forum", "Peace Form", Likeness::OneEditApart),
            ("Peace Forum", "Paece Forum", Likeness::OneEditApart),
        ];
        for (one, other, likeness) in table {
            assert!(likely_same(&named(one), &named(other)).contains(&likeness), "{one} / {other}");
            assert!(likely_same(&named(other), &named(one)).contains(&likeness), "{other} / {one}");
        }
        let a = NameFacts::new("Peace Forum", None, Some("peace.example"), Some("peace.example"));
        let b = NameFacts::new("Foro Paz", None, Some("PEACE.example"), Some("peace.example"));
        assert_eq!(likely_same(&a, &b), [Likeness::SameWebsite, Likeness::SameMailDomain]);
    }

    #[test]
    fn different_organisations_are_not_brought_together() {
        for (one, other) in
            [("Peace Forum", "Human Rights Office"), ("ABC", "ABD"), ("中国人权", "中国劳工"), ("Oxbow", "Oxford")]
        {
            assert_eq!(likely_same(&named(one), &named(other)), [], "{one} / {other}");
        }
    }
}
