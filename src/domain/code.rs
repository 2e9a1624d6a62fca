//! The two codes of an invitation that can be typed instead of following a link: four characters for the letter, eight for
//! the invitation. No character looks like another one (no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V), whatever the typeface.

/// The characters of a code. 26 of them: eight have 37 bits, which limits on wrong tries make enough.
pub const ALPHABET: &[u8; 26] = b"23456789ACDEFGHJKMNPQRTWXY";
/// Characters of the letter's code.
pub const LETTER_CHARS: usize = 4;
/// Characters of the invitation's code.
pub const CODE_CHARS: usize = 8;

/// A code of random or keyed bytes, one character for each. The bytes are taken modulo 26; callers that need every
/// character to be equally likely pass only bytes below [`FAIR`].
pub fn from_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()])).collect()
}

/// Bytes below this are spread evenly over the alphabet.
pub const FAIR: u8 = 234;

/// A code as it is printed: `4F2M-9XTC`.
pub fn printed(code: &str) -> String {
    match code.split_at_checked(code.len() / 2) {
        Some((first, second)) if code.len() == CODE_CHARS => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}

/// A code as somebody typed it: spaces, dashes and small letters do not matter, nor do digits of other scripts, and what
/// looks like a character of ours is taken for it. `None` when it cannot be a code of this length.
pub fn read(typed: &str, length: usize) -> Option<String> {
    let mut code = String::new();
    for c in typed.chars().filter(|c| !c.is_whitespace() && !is_dash(*c) && !c.is_control()) {
        let c = match c {
            'a'..='z' => c.to_ascii_uppercase(),
            '\u{0660}'..='\u{0669}' => digit(c, 0x0660),
            '\u{06F0}'..='\u{06F9}' => digit(c, 0x06F0),
            '\u{FF10}'..='\u{FF19}' => digit(c, 0xFF10),
            _ => c,
        };
        let c = match c {
            'Z' => '2',
            'S' => '5',
            'B' => '8',
            c => c,
        };
        if !c.is_ascii() || !ALPHABET.contains(&(c as u8)) || code.len() == length {
            return None;
        }
        code.push(c);
    }
    (code.len() == length).then_some(code)
}

fn digit(c: char, zero: u32) -> char {
    char::from_digit(c as u32 - zero, 10).unwrap_or(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' | '.' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        for typed in ["4F2M-9XTC", " 4f2m 9xtc ", "4FZM–9XTC", "٤F٢M۹XTC", "4 f 2 m 9 x t c"] {
            assert_eq!(read(typed, CODE_CHARS).as_deref(), Some("4F2M9XTC"), "{typed}");
        }
        for typed in ["", "4F2M9XT", "4F2M9XTCC", "4F2M9XT0", "4F2M9XTI", "4F2M9XTÇ", "4F2M9XT😀"] {
            assert_eq!(read(typed, CODE_CHARS), None, "{typed}");
        }
        assert_eq!(printed("4F2M9XTC"), "4F2M-9XTC");
    }

    #[test]
    fn no_character_looks_like_another() {
        for pair in ["0O", "1I", "1L", "2Z", "5S", "8B", "UV"] {
            let both = pair.bytes().filter(|byte| ALPHABET.contains(byte)).count();
            assert!(both < 2, "{pair}");
        }
        assert_eq!(usize::from(FAIR) % ALPHABET.len(), 0);
        assert_eq!(from_bytes(&[0, 25, 26]), "2Y2");
    }
}
