//! One line and several lines of user text: NFC, tidy spaces, and nothing in it that steers a terminal, a mail header
//! or the direction of the text around it (ASVS 1.3.3, UTS 39 §3, RFC 5322 header injection).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Why a text is refused. The sentence stands in the catalogue under `fault-` + [`TextFault::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextFault {
    /// Nothing that can be seen was typed.
    Missing,
    /// Longer than the field allows.
    TooLong,
    /// A line break where one line is asked for.
    LineBreak,
    /// A control or an otherwise unprintable character.
    Control,
    /// A character that overrides the direction of the text around it.
    Direction,
    /// A U+FFFD: the text was damaged on its way here, letters are lost.
    Garbled,
    /// More marks on one letter than any script needs.
    Marks,
    /// A link (`scheme://`) where a name is asked for.
    Link,
}

impl TextFault {
    /// Every variant: the catalogue must have a sentence for each.
    pub const ALL: &'static [TextFault] = &[
        TextFault::Missing,
        TextFault::TooLong,
        TextFault::LineBreak,
        TextFault::Control,
        TextFault::Direction,
        TextFault::Garbled,
        TextFault::Marks,
        TextFault::Link,
    ];

    /// The stable code, used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            TextFault::Missing => "text-empty",
            TextFault::TooLong => "text-too-long",
            TextFault::LineBreak => "text-line-break",
            TextFault::Control => "text-control",
            TextFault::Direction => "text-direction",
            TextFault::Garbled => "text-garbled",
            TextFault::Marks => "text-marks",
            TextFault::Link => "text-link",
        }
    }
}

impl std::fmt::Display for TextFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for TextFault {}

/// One line of at most `max` characters: NFC, ends trimmed, every run of white space one space.
///
/// Refuses line breaks, controls, direction overrides and embeddings; keeps LRM and RLM, and ZWJ and ZWNJ between
/// letters, which Arabic, Persian and Indic names need. Marks that only hint at line breaking are dropped.
pub fn line(text: &str, max: usize) -> Result<String, TextFault> {
    if text.contains(is_line_break) {
        return Err(TextFault::LineBreak);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let tidy: String = words.join(" ").nfc().filter(|c| !is_dropped(*c)).collect();
    let tidy = tidy.trim_matches(|c: char| c == ' ' || is_joiner(c));
    finish(tidy.to_owned(), max)
}

/// As [`line`], but an empty field is no fault: `None`.
pub fn optional_line(text: &str, max: usize) -> Result<Option<String>, TextFault> {
    match line(text, max) {
        Ok(text) => Ok(Some(text)),
        Err(TextFault::Missing) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Several lines of at most `max` characters: NFC, line breaks of any kind become LF, blank ends are trimmed.
/// Spaces inside stay, since Markdown gives them meaning.
pub fn lines(text: &str, max: usize) -> Result<String, TextFault> {
    let mut tidy = String::with_capacity(text.len());
    let mut letters = text.nfc().filter(|c| !is_dropped(*c)).peekable();
    while let Some(c) = letters.next() {
        if c == '\r' && letters.peek() == Some(&'\n') {
            continue;
        }
        tidy.push(if is_line_break(c) { '\n' } else { c });
    }
    let tidy = tidy.trim_end();
    let content_at = tidy.len() - tidy.trim_start().len();
    let start = tidy[..content_at].rfind('\n').map_or(0, |at| at + 1);
    finish(tidy[start..].to_owned(), max)
}

fn finish(text: String, max: usize) -> Result<String, TextFault> {
    if !text.chars().any(is_visible) {
        // A lone control is a fault of its own, not an empty field.
        return Err(text.chars().find_map(fault_of).unwrap_or(TextFault::Missing));
    }
    if let Some(fault) = text.chars().find_map(fault_of) {
        return Err(fault);
    }
    if has_mark_flood(&text) {
        return Err(TextFault::Marks);
    }
    if text.chars().count() > max {
        return Err(TextFault::TooLong);
    }
    Ok(text)
}

fn fault_of(c: char) -> Option<TextFault> {
    match c {
        '\n' | '\t' => None,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(TextFault::Direction),
        '\u{FFFD}' => Some(TextFault::Garbled),
        // Deprecated format controls, interlinear annotation, tags.
        '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => Some(TextFault::Control),
        c if c.is_control() || is_noncharacter(c) => Some(TextFault::Control),
        _ => None,
    }
}

/// CR, LF, VT, FF, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR (UAX 14 class BK, CR, LF, NL).
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Invisible hints that copying from a web page or a document brings along: soft hyphen, zero-width space, word
/// joiner, byte order mark. Nothing is lost in print without them.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_visible(c: char) -> bool {
    let marks_direction = matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}');
    !(c.is_whitespace() || c.is_control() || is_joiner(c) || marks_direction || is_combining_mark(c))
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || (c as u32) & 0xFFFE == 0xFFFE
}

/// More than ten marks on one base letter; Hebrew and Tibetan get by with half of that.
fn has_mark_flood(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        run = if is_combining_mark(c) { run + 1 } else { 0 };
        run > 10
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_composed_trimmed_and_single_spaced() {
        assert_eq!(line("  Cafe\u{301}\u{a0} de\t la  Paix ", 300), Ok("Café de la Paix".into()));
        assert_eq!(line("\u{feff}Soft\u{ad}ware\u{200b}", 300), Ok("Software".into()));
    }

    #[test]
    fn line_breaks_of_every_kind_are_refused_in_one_line() {
        for breaking in ["a\rb", "a\nb", "a\u{2028}b", "a\u{2029}b", "a\u{85}b", "a\r\nBcc: x@example.org", "a\n"] {
            assert_eq!(line(breaking, 300), Err(TextFault::LineBreak), "{breaking:?}");
        }
    }

    #[test]
    fn controls_and_direction_overrides_are_refused() {
        let table = [
            ("a\0b", TextFault::Control),
            ("\0", TextFault::Control),
            ("a\u{1b}[31m", TextFault::Control),
            ("a\u{9f}b", TextFault::Control),
            ("a\u{e0041}b", TextFault::Control),
            ("a\u{ffff}b", TextFault::Control),
            ("evil\u{202e}gpj", TextFault::Direction),
            ("a\u{2066}b\u{2069}", TextFault::Direction),
            ("caf\u{fffd}", TextFault::Garbled),
            ("", TextFault::Missing),
            (" \u{200d}\u{a0}\u{200f}", TextFault::Missing),
        ];
        for (text, fault) in table {
            assert_eq!(line(text, 300), Err(fault), "{text:?}");
        }
        assert_eq!(line(&format!("a{}", "\u{301}".repeat(30)), 300), Err(TextFault::Marks));
    }

    #[test]
    fn persian_and_indic_joiners_and_direction_marks_stay() {
        for text in ["هنگ\u{200c}کنگ", "क्\u{200d}ष", "abc\u{200f} אבג", "abc \u{200e}(x)"] {
            assert_eq!(line(text, 300).as_deref(), Ok(text));
        }
        assert_eq!(line("\u{200c}نام\u{200d}", 300).as_deref(), Ok("نام"), "a joiner joins nothing at the ends");
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert_eq!(line(&"人".repeat(300), 300).map(|text| text.len()), Ok(900));
        assert_eq!(line(&"人".repeat(301), 300), Err(TextFault::TooLong));
    }

    #[test]
    fn several_lines_keep_their_breaks_and_markdown_spaces() {
        assert_eq!(
            lines("\r\n\r\n    code\r\nline  \rnext\u{2028}end\n\n", 100),
            Ok("    code\nline  \nnext\nend".into())
        );
        assert_eq!(lines("one", 100), Ok("one".into()));
        assert_eq!(lines("a\0b", 100), Err(TextFault::Control));
        assert_eq!(lines("a\n\u{202e}b", 100), Err(TextFault::Direction));
        assert_eq!(lines(" \n ", 100), Err(TextFault::Missing));
        assert_eq!(optional_line(" ", 10), Ok(None));
    }

    proptest! {
        #[test]
        fn what_is_taken_once_is_taken_again_unchanged(text in any::<String>()) {
            if let Ok(once) = line(&text, 300) {
                prop_assert_eq!(line(&once, 300), Ok(once.clone()));
            }
            if let Ok(once) = lines(&text, 300) {
                prop_assert_eq!(lines(&once, 300), Ok(once.clone()));
            }
        }
    }
}
