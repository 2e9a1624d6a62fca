//! The language in which a contact is written to: a BCP 47 tag or the language's name.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::text::name_key;

/// Tags and the names they go by: in English, in the language itself, in French and Spanish.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("af", &["afrikaans"]),
    ("am", &["amharic", "አማርኛ"]),
    ("ar", &["arabic", "العربية", "عربي", "arabe", "arabisch"]),
    ("as", &["assamese"]),
    ("ay", &["aymara"]),
    ("az", &["azerbaijani"]),
    ("be", &["belarusian", "беларуская"]),
    ("bg", &["bulgarian", "български"]),
    ("bn", &["bengali", "bangla", "বাংলা"]),
    ("bo", &["tibetan", "བོད་སྐད"]),
    ("bs", &["bosnian", "bosanski"]),
    ("ca", &["catalan", "català"]),
    ("cs", &["czech", "čeština"]),
    ("cy", &["welsh", "cymraeg"]),
    ("da", &["danish", "dansk"]),
    ("de", &["german", "deutsch", "allemand", "alemán"]),
    ("el", &["greek", "ελληνικά"]),
    ("en", &["english", "anglais", "inglés", "inglês", "englisch"]),
    ("es", &["spanish", "español", "castellano", "espagnol", "spanisch", "espanhol"]),
    ("et", &["estonian", "eesti"]),
    ("eu", &["basque", "euskara"]),
    ("fa", &["persian", "farsi", "فارسی"]),
    ("fi", &["finnish", "suomi"]),
    ("fil", &["filipino", "tagalog"]),
    ("fj", &["fijian"]),
    ("fo", &["faroese"]),
    ("fr", &["french", "français", "francés", "französisch", "francês"]),
    ("fy", &["frisian"]),
    ("ga", &["irish", "gaeilge"]),
    ("gd", &["scottish gaelic", "gàidhlig"]),
    ("gl", &["galician", "galego"]),
    ("gn", &["guarani", "avañe'ẽ"]),
    ("gu", &["gujarati"]),
    ("ha", &["hausa"]),
    ("he", &["hebrew", "עברית"]),
    ("hi", &["hindi", "हिन्दी", "हिंदी"]),
    ("hr", &["croatian", "hrvatski"]),
    ("ht", &["haitian creole", "kreyòl ayisyen"]),
    ("hu", &["hungarian", "magyar"]),
    ("hy", &["armenian", "հայերեն"]),
    ("id", &["indonesian", "bahasa indonesia"]),
    ("ig", &["igbo"]),
    ("is", &["icelandic", "íslenska"]),
    ("it", &["italian", "italiano", "italien", "italienisch"]),
    ("ja", &["japanese", "日本語"]),
    ("ka", &["georgian", "ქართული"]),
    ("kk", &["kazakh"]),
    ("kl", &["greenlandic"]),
    ("km", &["khmer"]),
    ("kn", &["kannada"]),
    ("ko", &["korean", "한국어"]),
    ("ku", &["kurdish", "kurdî"]),
    ("ky", &["kyrgyz"]),
    ("lb", &["luxembourgish"]),
    ("ln", &["lingala"]),
    ("lo", &["lao"]),
    ("lt", &["lithuanian", "lietuvių"]),
    ("lv", &["latvian", "latviešu"]),
    ("mg", &["malagasy"]),
    ("mi", &["maori", "te reo māori"]),
    ("mk", &["macedonian", "македонски"]),
    ("ml", &["malayalam"]),
    ("mn", &["mongolian"]),
    ("mr", &["marathi"]),
    ("ms", &["malay", "bahasa melayu"]),
    ("mt", &["maltese", "malti"]),
    ("my", &["burmese", "မြန်မာ"]),
    ("nb", &["norwegian", "norsk", "bokmål"]),
    ("ne", &["nepali", "नेपाली"]),
    ("nl", &["dutch", "nederlands"]),
    ("no", &[]),
    ("om", &["oromo"]),
    ("pa", &["punjabi"]),
    ("pl", &["polish", "polski"]),
    ("ps", &["pashto", "پښتو"]),
    ("pt", &["portuguese", "português", "portugais", "portugués"]),
    ("qu", &["quechua"]),
    ("rn", &["kirundi"]),
    ("ro", &["romanian", "română"]),
    ("ru", &["russian", "русский", "russe", "ruso"]),
    ("rw", &["kinyarwanda"]),
    ("se", &["northern sami"]),
    ("si", &["sinhala"]),
    ("sk", &["slovak", "slovenčina"]),
    ("sl", &["slovenian", "slovenščina"]),
    ("sm", &["samoan"]),
    ("sn", &["shona"]),
    ("so", &["somali", "soomaali"]),
    ("sq", &["albanian", "shqip"]),
    ("sr", &["serbian", "српски", "srpski"]),
    ("st", &["sesotho"]),
    ("sv", &["swedish", "svenska"]),
    ("sw", &["swahili", "kiswahili"]),
    ("ta", &["tamil", "தமிழ்"]),
    ("te", &["telugu"]),
    ("tet", &["tetum"]),
    ("tg", &["tajik"]),
    ("th", &["thai", "ไทย"]),
    ("ti", &["tigrinya"]),
    ("tk", &["turkmen"]),
    ("tn", &["setswana"]),
    ("to", &["tongan"]),
    ("tpi", &["tok pisin"]),
    ("tr", &["turkish", "türkçe"]),
    ("ug", &["uyghur", "uighur", "ئۇيغۇرچە"]),
    ("uk", &["ukrainian", "українська"]),
    ("ur", &["urdu", "اردو"]),
    ("uz", &["uzbek"]),
    ("vi", &["vietnamese", "tiếng việt"]),
    ("wo", &["wolof"]),
    ("xh", &["xhosa"]),
    ("yo", &["yoruba"]),
    ("zh", &["chinese", "中文", "chinois", "chino", "mandarin"]),
    ("zh-Hans", &["simplified chinese", "chinese simplified", "简体中文"]),
    ("zh-Hant", &["traditional chinese", "chinese traditional", "繁體中文", "正體中文"]),
    ("zu", &["zulu"]),
];

/// Tags by folded name.
static BY_NAME: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    LANGUAGES.iter().flat_map(|(tag, names)| names.iter().map(|name| (name_key(name), *tag))).collect()
});

/// Reads a language as a tag ("en", "zh-hant", "pt_BR") or a name; gives the tag in its usual form. `None` for
/// anything else: nothing is guessed.
pub fn read_language(written: &str) -> Option<String> {
    let written = written.trim();
    let key = name_key(written);
    if let Some(tag) = BY_NAME.get(&key) {
        return Some((*tag).to_owned());
    }
    let tag = written.replace('_', "-").parse::<icu_locale_core::LanguageIdentifier>().ok()?;
    LANGUAGES.iter().any(|(known, _)| *known == tag.language.as_str()).then(|| tag.to_string())
}

/// What a language is called in English, for tags that [`read_language`] gives; `None` for others.
pub fn english_name(tag: &str) -> Option<String> {
    let names = LANGUAGES.iter().find(|(known, _)| *known == tag).map(|(_, names)| *names)?;
    let mut letters = names.first()?.chars();
    Some(letters.next()?.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::read_language;

    #[test]
    fn languages_are_read_as_tags_and_names() {
        let table = [
            ("en", Some("en")),
            (" English ", Some("en")),
            ("FRANÇAIS", Some("fr")),
            ("zh-hant", Some("zh-Hant")),
            ("PT_br", Some("pt-BR")),
            ("العربية", Some("ar")),
            ("Chinese (traditional)", Some("zh-Hant")),
            ("klingon", None),
            ("xx", None),
            ("", None),
            ("English / French", None),
            ("-", None),
        ];
        for (written, tag) in table {
            assert_eq!(read_language(written).as_deref(), tag, "{written}");
        }
    }
}
