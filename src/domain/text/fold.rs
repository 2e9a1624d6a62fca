//! Keys for comparing names. They are stored and compared, never shown.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The key under which equal names meet: compatibility-composed, caseless, Latin letters without their marks, spaces
/// and punctuation made alike, a leading "The" ignored. Folding a key again changes nothing.
///
/// "The Centre for Peace & Justice" and "CENTRE FOR PEACE AND JUSTICE." share one.
pub fn name_key(name: &str) -> String {
    settle(name, |text| {
        let spaced = spaced_letters(&folded(text));
        let key = without_leading_the(&spaced);
        // A name of signs only ("***") still needs a key of its own.
        if key.is_empty() { folded(text).split_whitespace().collect::<Vec<_>>().join(" ") } else { key.to_owned() }
    })
}

/// The key under which names that *look* alike meet: the UTS 39 skeleton of the letters, with case folded in between
/// and `i`, `l`, `1` made one. A match asks for a second look; it proves nothing.
pub fn skeleton(name: &str) -> String {
    settle(name, |text| {
        let shape: String = unicode_security::skeleton(text).collect();
        let lower: String = shape.nfkd().default_case_fold().collect();
        let shape: String = unicode_security::skeleton(&lower).collect();
        let letters: String = spaced_letters(&folded(&shape)).split(' ').collect();
        letters.chars().map(|c| if c == 'i' { 'l' } else { c }).collect()
    })
}

/// Applies `step` until nothing changes: Unicode's foldings are not idempotent one by one.
fn settle(text: &str, step: impl Fn(&str) -> String) -> String {
    let mut text = step(text);
    for _ in 0..4 {
        let next = step(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// NFKC, caseless, marks of Latin letters dropped, and the spelling variants that Arabic, Cyrillic and Chinese typists
/// use for one and the same letter made one.
fn folded(text: &str) -> String {
    let decomposed: String = text.nfkd().default_case_fold().nfkd().collect();
    let mut folded = String::with_capacity(decomposed.len());
    let mut base = ' ';
    for c in decomposed.chars() {
        if is_combining_mark(c) {
            if !is_optional_mark(base, c) {
                folded.push(c);
            }
            continue;
        }
        base = c;
        match one_spelling(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded.nfkc().collect()
}

/// Marks that writers leave out or that another writer leaves out: every mark on a Latin letter, the dots of ё, and
/// in Arabic the short vowels and the hamza that NFKD takes off an alef. Elsewhere a mark makes another letter.
fn is_optional_mark(base: char, mark: char) -> bool {
    is_latin(base) || (base == 'е' && mark == '\u{308}') || is_arabic_vowel(mark)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}')
}

fn is_arabic_vowel(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{655}' | '\u{670}')
}

/// Letters that decomposition leaves whole, and letters that are written one way or the other.
fn one_spelling(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        '\u{640}' => "",
        '臺' => "台",
        '&' => " and ",
        _ => return None,
    })
}

/// Letters, digits and the marks that belong to them; anything else parts words. Apostrophes and the dots of "U.S."
/// part nothing, nor do characters that only steer the shape of letters.
fn spaced_letters(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let joins = match c {
            '\'' | '\u{2018}' | '\u{2019}' | '\u{2BB}' | '\u{2BC}' | '`' | '\u{B4}' => true,
            '\u{200B}'..='\u{200F}' | '\u{AD}' | '\u{2060}' | '\u{FEFF}' | '\u{61C}' => true,
            '.' => letters.peek().is_some_and(|next| next.is_alphanumeric()),
            _ => false,
        };
        if joins {
            continue;
        }
        if c.is_alphanumeric() || is_combining_mark(c) {
            key.push(c);
        } else if !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.trim().to_owned()
}

fn without_leading_the(key: &str) -> &str {
    let mut key = key;
    while let Some(rest) = key.strip_prefix("the ") {
        key = rest;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_name_written_in_several_ways_has_one_key() {
        let table = [
            ("The Centre for Peace & Justice", "CENTRE FOR PEACE AND JUSTICE."),
            ("Réseau Égalité", "RESEAU  EGALITE"),
            ("People's  Forum", "Peoples’ Forum"),
            ("Cafe\u{301}", "Café"),
            ("ＦＵＬＬ Width", "full width"),
            ("U.S. Office", "US Office"),
            ("Straße", "STRASSE"),
            ("Łódź Ørsted", "lodz orsted"),
            ("İzmir", "izmir"),
            ("الإنسان", "الانسان"),
            ("臺灣", "台灣"),
            ("«Мёд»", "МЕД"),
            ("نام\u{200c}ها", "نامها"),
        ];
        for (one, other) in table {
            assert_eq!(name_key(one), name_key(other), "{one} / {other}");
        }
    }

    #[test]
    fn different_names_keep_different_keys() {
        let table = [
            ("संघ", "संग"),
            ("टोंगा", "टोगो"),
            ("йод", "иод"),
            ("***", "!!!"),
            ("Ban", "The Band"),
            ("350.org", "360.org"),
            ("ハト", "パト"),
        ];
        for (one, other) in table {
            assert_ne!(name_key(one), name_key(other), "{one} / {other}");
        }
        assert_eq!(name_key("The The Band"), "band");
        assert_eq!(name_key("The"), "the");
    }

    #[test]
    fn names_that_look_alike_share_a_skeleton() {
        let table = [
            ("Amnesty", "Аmnesty"),
            ("Amnesty", "АМNЕSТY"),
            ("International Watch", "lnternational Watch"),
            ("INTERNATIONAL", "lnternational"),
            ("OXFAM", "0XFAM"),
            ("Human\u{200b} Rights", "Hurnan Rights"),
            ("scope", "ѕсоре"),
        ];
        for (one, other) in table {
            assert_eq!(skeleton(one), skeleton(other), "{one} / {other}");
        }
        assert_ne!(skeleton("Amnesty"), skeleton("Amity"));
        assert_ne!(skeleton("Peace Now"), skeleton("Peace How"));
    }

    proptest! {
        #[test]
        fn folding_a_key_again_changes_nothing(name in any::<String>()) {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key.clone());
            let shape = skeleton(&name);
            prop_assert_eq!(skeleton(&shape), shape.clone());
        }
    }
}
