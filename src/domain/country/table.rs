//! The embedded data, parsed once: codes, regions, and names by language. Sources and licence head each file; the
//! Unicode licence is in `UNICODE-LICENSE.txt` beside them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{CountryCode, Region};

const CODES: &str = include_str!("codes.tsv");
const OWN_NAMES: &str = include_str!("own_names.tsv");

macro_rules! languages {
    ($($tag:literal),+ $(,)?) => {
        /// Language and file of names, the fallback first.
        const NAMES: &[(&str, &str)] = &[$(($tag, include_str!(concat!("names/", $tag, ".tsv")))),+];
    };
}
languages!(
    "en", "fr", "es", "ar", "zh", "zh-Hant", "ru", "pt", "de", "sw", "hi", "it", "nl", "id", "tr", "uk", "ja", "ko",
    "pl", "fa", "bn", "th", "vi", "he", "ur"
);

/// One parse for the life of the program.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// Every fact of the embedded files.
pub(super) struct Table {
    /// Countries by code, then `international` and `regional`.
    pub codes: Vec<CountryCode>,
    /// By index of `codes`; none for the last two.
    pub regions: Vec<Region>,
    /// ISO alpha-3 code to alpha-2 code.
    pub alpha3: HashMap<&'static str, CountryCode>,
    /// In the order of [`NAMES`], so that the first one is English.
    pub languages: Vec<Language>,
    indexes: HashMap<&'static str, usize>,
}

/// The names of one language.
pub(super) struct Language {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// Printed names by index of `codes`.
    pub names: Vec<&'static str>,
    /// Printed names of the regions.
    pub regions: Vec<(Region, &'static str)>,
    /// Other spellings, recognised only.
    pub others: Vec<(CountryCode, &'static str)>,
}

impl Table {
    /// The place of a code in `codes`.
    pub fn index_of(&self, code: &str) -> Option<usize> {
        self.indexes.get(code).copied()
    }

    /// The names for a BCP 47 tag: its own, else its language's, else English.
    pub fn language(&self, tag: &str) -> &Language {
        let tag = tag.to_ascii_lowercase();
        let parts: Vec<&str> = tag.split(['-', '_']).collect();
        let primary = parts.first().copied().unwrap_or_default();
        let traditional = parts.iter().any(|part| matches!(*part, "hant" | "tw" | "hk" | "mo"));
        let wanted = if primary == "zh" && traditional && !parts.contains(&"hans") { "zh-Hant" } else { primary };
        self.languages.iter().find(|language| language.tag == wanted).unwrap_or(&self.languages[0])
    }

    fn read() -> Table {
        let mut countries: Vec<(CountryCode, Region)> = Vec::new();
        let mut alpha3 = HashMap::new();
        for [code, three, region] in rows(CODES) {
            let Ok(region) = region.parse() else { continue };
            countries.push((CountryCode(code), region));
            alpha3.insert(three, CountryCode(code));
        }
        countries.push((CountryCode("XT"), Region::Asia));
        countries.sort();
        let mut codes: Vec<CountryCode> = countries.iter().map(|(code, _)| *code).collect();
        codes.extend([CountryCode::INTERNATIONAL, CountryCode::REGIONAL]);
        let regions = countries.into_iter().map(|(_, region)| region).collect();
        let indexes: HashMap<&str, usize> = codes.iter().enumerate().map(|(index, code)| (code.0, index)).collect();
        let languages = NAMES.iter().map(|(tag, file)| Language::read(tag, file, &codes, &indexes)).collect();
        Table { codes, regions, alpha3, languages, indexes }
    }
}

impl Language {
    fn read(
        tag: &'static str,
        file: &'static str,
        codes: &[CountryCode],
        indexes: &HashMap<&'static str, usize>,
    ) -> Language {
        let mut language = Language { tag, names: vec![""; codes.len()], regions: Vec::new(), others: Vec::new() };
        let own = rows::<4>(OWN_NAMES).find(|row| row[0] == tag).unwrap_or([tag, "XT", "international", "regional"]);
        let own = [["XT", own[1], ""], ["international", own[2], ""], ["regional", own[3], ""]];
        for [code, name, others] in rows(file).chain(own) {
            let Some(index) = indexes.get(code) else {
                language.regions.extend(code.parse().ok().map(|region: Region| (region, name)));
                continue;
            };
            language.names[*index] = name;
            let others = others.split('|').filter(|other| !other.is_empty());
            language.others.extend(others.map(|other| (codes[*index], other)));
        }
        language
    }
}

/// The lines of a table with their cells; comments and lines of another width are left out.
pub(super) fn rows<const N: usize>(file: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| <[&str; N]>::try_from(line.split('\t').collect::<Vec<_>>()).ok())
}
