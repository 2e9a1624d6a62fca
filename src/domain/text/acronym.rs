//! Acronyms: given in brackets behind a name, or made of its initials.

use unicode_segmentation::UnicodeSegmentation;

/// Longest acronym taken from brackets, in characters.
const ACRONYM_CHARS: usize = 20;
/// Words that acronyms skip, in the languages of most letters.
const SMALL_WORDS: &[&str] = &[
    "a", "al", "and", "das", "de", "del", "der", "des", "di", "do", "dos", "du", "e", "el", "en", "et", "for", "für",
    "in", "la", "las", "le", "les", "los", "of", "on", "os", "para", "pour", "the", "to", "und", "van", "von", "y",
];

/// Parts "Name (ABC)" into the name and its acronym. Brackets that hold something else (a place, a remark) stay part
/// of the name.
///
/// ```
/// use undersigned::domain::text::split_acronym;
/// assert_eq!(split_acronym("Harbour Law Network (HLN)"), ("Harbour Law Network", Some("HLN")));
/// assert_eq!(split_acronym("Teachers Union (Northern Branch)"), ("Teachers Union (Northern Branch)", None));
/// ```
pub fn split_acronym(name: &str) -> (&str, Option<&str>) {
    let whole = name.trim();
    let Some((before, inside)) = whole.strip_suffix([')', '）']).and_then(|rest| rest.rsplit_once(['(', '（']))
    else {
        return (whole, None);
    };
    let (before, inside) = (before.trim_end(), inside.trim());
    if before.is_empty() || before.contains(['(', '（']) || !is_acronym(inside) {
        return (whole, None);
    }
    (before, Some(inside))
}

/// The initials of the words that count, upper case: "Harbour Law Network" gives "HLN". `None` for fewer than two
/// words or for scripts without capitals, where initials are not used.
pub fn acronym_of(name: &str) -> Option<String> {
    let (name, _) = split_acronym(name);
    let words = name.unicode_words().filter(|word| !SMALL_WORDS.contains(&word.to_lowercase().as_str()));
    let initials: Vec<char> = words.filter_map(|word| word.chars().next()).collect();
    let has_case = |c: &char| c.is_lowercase() || c.is_uppercase() || c.is_numeric();
    (initials.len() >= 2 && initials.iter().all(has_case))
        .then(|| initials.iter().flat_map(|c| c.to_uppercase()).collect())
}

/// At least two capitals, and more capitals than small letters: "HLN", "ASiA", "SADC-CNGO", not "Northern Branch".
fn is_acronym(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    let only_name_signs =
        text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '&' | '/' | ' ' | '’' | '\''));
    let few_words = text.split_whitespace().count() <= 2;
    only_name_signs && few_words && capitals >= 2 && capitals > small && text.chars().count() <= ACRONYM_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acronym_in_brackets_is_parted_from_the_name() {
        let table = [
            ("Harbour Law Network (HLN)", "Harbour Law Network", Some("HLN")),
            ("Associació Salut (\u{a0}ASiA )", "Associació Salut", Some("ASiA")),
            ("Community Council (SADC-CNGO)", "Community Council", Some("SADC-CNGO")),
            ("Гражданский союз (ГС)", "Гражданский союз", Some("ГС")),
            ("Teachers Union (Northern Branch)", "Teachers Union (Northern Branch)", None),
            ("Group (A) (BC)", "Group (A) (BC)", None),
            ("(ABC)", "(ABC)", None),
            ("Diverse (DIVA) for Equality", "Diverse (DIVA) for Equality", None),
            ("Peace Office (Kenya)", "Peace Office (Kenya)", None),
            ("", "", None),
        ];
        for (name, before, acronym) in table {
            assert_eq!(split_acronym(name), (before, acronym), "{name}");
        }
    }

    #[test]
    fn initials_make_an_acronym() {
        assert_eq!(acronym_of("Harbour Law Network (HLN)").as_deref(), Some("HLN"));
        assert_eq!(acronym_of("Red de Género y Comercio").as_deref(), Some("RGC"));
        assert_eq!(acronym_of("the École of Peace").as_deref(), Some("ÉP"));
        assert_eq!(acronym_of("Oxbow"), None);
        assert_eq!(acronym_of("中国人权 组织"), None);
    }
}
