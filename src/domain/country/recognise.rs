//! Country spellings in other people's lists. What is not certain stays unknown: a wrong country in print is worse
//! than a question (contract "Countries").

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::CountryCode;
use super::table::{TABLE, rows};
use crate::domain::text::name_key;

const SPELLINGS: &str = include_str!("spellings.tsv");

/// Spellings that mean two countries or none, though some language or code table gives them one meaning: half a name,
/// and "NA"/"no", which spreadsheets write for "nothing here".
const AMBIGUOUS: &[&str] = &[
    "congo",
    "kongo",
    "конго",
    "الكونغو",
    "刚果",
    "剛果",
    "コンゴ",
    "콩고",
    "korea",
    "corea",
    "coree",
    "koreia",
    "korean",
    "корея",
    "كوريا",
    "na",
    "n a",
    "no",
    "none",
];

/// Whether a spelling names one country for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognition {
    /// It names this one.
    Known(CountryCode),
    /// It does not, or not for certain; a person chooses.
    Unknown,
}

impl Recognition {
    /// The code, if there is one.
    pub fn code(self) -> Option<CountryCode> {
        match self {
            Recognition::Known(code) => Some(code),
            Recognition::Unknown => None,
        }
    }
}

/// Reads a country as people write it: a code of ISO 3166-1 (two letters in either case, three capitals), a name in
/// any embedded language regardless of case and accents, or one of the common other spellings. Nothing is guessed.
pub fn recognise(spelling: &str) -> Recognition {
    let written = trimmed(spelling);
    let known = by_code(&written)
        .or_else(|| INDEX.short.get(written.as_str()).copied())
        .or_else(|| INDEX.keys.get(&name_key(&written)).copied().flatten());
    known.map_or(Recognition::Unknown, Recognition::Known)
}

/// Keys of every name that stands for one country, for the suggestions.
pub(super) fn known_keys() -> impl Iterator<Item = (&'static str, CountryCode)> {
    INDEX.keys.iter().filter_map(|(key, code)| code.map(|code| (key.as_str(), code)))
}

fn trimmed(spelling: &str) -> String {
    let visible: String =
        spelling.nfc().filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\0')).collect();
    let edge = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '*' | '"' | '“' | '”' | '-' | '–');
    visible.trim_matches(edge).to_owned()
}

fn by_code(written: &str) -> Option<CountryCode> {
    if !written.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    match written.len() {
        // Norway's capitals are a code, "no" is a word; Namibia's are neither for certain.
        2 if written == "NO" => CountryCode::parse("NO"),
        2 if AMBIGUOUS.contains(&written.to_ascii_lowercase().as_str()) => None,
        2 if written == written.to_ascii_lowercase() => CountryCode::parse(&written.to_ascii_uppercase()),
        2 => CountryCode::parse(written),
        3 => TABLE.alpha3.get(written).copied(),
        _ => None,
    }
}

struct Index {
    /// By folded key; `None` where two countries share one.
    keys: HashMap<String, Option<CountryCode>>,
    /// Names of at most three Latin letters, exactly as written: folded, "Mỹ" would be Malaysia's code.
    short: HashMap<&'static str, CountryCode>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { keys: HashMap::new(), short: HashMap::new() };
    for language in &TABLE.languages {
        let printed = TABLE.codes.iter().copied().zip(language.names.iter().copied());
        for (code, name) in printed.chain(language.others.iter().copied()) {
            index.add_name(code, name);
        }
    }
    for [code, spellings] in rows(SPELLINGS) {
        let Some(code) = CountryCode::parse(code) else { continue };
        for spelling in spellings.split('|') {
            index.add(code, name_key(spelling));
        }
    }
    for key in AMBIGUOUS {
        index.keys.insert(name_key(key), None);
    }
    index
});

impl Index {
    fn add_name(&mut self, code: CountryCode, name: &'static str) {
        let key = name_key(name);
        if key.len() <= 3 && key.is_ascii() {
            self.short.insert(name, code);
        } else {
            self.add(code, key);
        }
    }

    fn add(&mut self, code: CountryCode, key: String) {
        let known = self.keys.entry(key).or_insert(Some(code));
        if *known != Some(code) {
            *known = None;
        }
    }
}
