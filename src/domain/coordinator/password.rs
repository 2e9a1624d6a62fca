//! What a password must be: long, and not one that everybody tries first. No rules on kinds of characters, no forced change,
//! pasting welcome (ASVS 6.2; NIST SP 800-63B §5.1.1.2). The list is asked here, never over a network.

/// Fewest characters.
pub const PASSWORD_MIN_CHARS: usize = 15;
/// Most characters; all of them count.
pub const PASSWORD_MAX_CHARS: usize = 256;
/// Long passwords that everybody tries first, folded, one a line.
const COMMON: &str = include_str!("common_passwords.txt");
/// Rows of keys and the two orders that people type without thinking.
const RUNS: [&str; 8] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zyxwvutsrqponmlkjihgfedcba",
];
/// Without the words that an attacker would think of first, this much must be left.
const LEFT_OVER_CHARS: usize = 8;

/// Why a password is refused. The sentence stands under `password-` + code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Shorter than 15 characters.
    TooShort,
    /// Longer than 256 characters.
    TooLong,
    /// Among the passwords that everybody tries first.
    Common,
    /// Little more than the name of the person, of the organisation or of this server.
    Context,
}

impl PasswordFault {
    /// Every variant: the catalogue must have a sentence for each.
    pub const ALL: &'static [PasswordFault] =
        &[PasswordFault::TooShort, PasswordFault::TooLong, PasswordFault::Common, PasswordFault::Context];

    /// The stable code, used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            PasswordFault::TooShort => "too-short",
            PasswordFault::TooLong => "too-long",
            PasswordFault::Common => "common",
            PasswordFault::Context => "context",
        }
    }
}

/// Whether a new password may be used by a person whose name, address and server's name are `context`.
///
/// # Errors
/// [`PasswordFault`], each with its sentence in the catalogue.
pub fn check_password(password: &str, context: &[&str]) -> Result<(), PasswordFault> {
    match password.chars().count() {
        n if n < PASSWORD_MIN_CHARS => return Err(PasswordFault::TooShort),
        n if n > PASSWORD_MAX_CHARS => return Err(PasswordFault::TooLong),
        _ => {}
    }
    let folded = fold(password);
    if is_common(&folded) {
        return Err(PasswordFault::Common);
    }
    if without_context(&folded, context).chars().count() < LEFT_OVER_CHARS {
        return Err(PasswordFault::Context);
    }
    Ok(())
}

fn is_common(folded: &str) -> bool {
    let letters = folded.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    COMMON.lines().any(|common| common == letters || common == folded)
        || is_repeated(folded)
        || (!letters.is_empty() && (is_repeated(&letters) || is_run(&letters)))
}

/// One piece of at most a third of the whole, again and again: "abcabcabcabcabc". Two halves are common words' business:
/// a sentence said twice is a good password, a word said twice is on the list or left over too short.
fn is_repeated(text: &str) -> bool {
    let chars = text.chars().collect::<Vec<_>>();
    let longest = (chars.len() / 3).max(LEFT_OVER_CHARS);
    (1..=longest.min(chars.len() / 2))
        .any(|piece| chars.iter().zip(chars.iter().cycle().skip(piece)).take(chars.len() - piece).all(|(a, b)| a == b))
}

/// Made of at most three runs along the keyboard, the alphabet or the digits.
fn is_run(letters: &str) -> bool {
    let (mut rest, mut runs) = (letters, 0);
    while !rest.is_empty() {
        let longest = RUNS.iter().map(|run| common_run(rest, run)).max().unwrap_or(0);
        if longest < 4 {
            return false;
        }
        rest = &rest[longest..];
        runs += 1;
    }
    runs <= 3
}

/// How many bytes at the start of `text` stand in `run` one after the other, forwards or backwards.
fn common_run(text: &str, run: &str) -> usize {
    let backwards = run.chars().rev().collect::<String>();
    let fits = |length: usize| text.get(..length).is_some_and(|start| run.contains(start) || backwards.contains(start));
    (1..=text.len()).take_while(|length| fits(*length)).last().unwrap_or(0)
}

/// The password without the words of its surroundings (four letters and more) and without the words people add to them.
fn without_context(folded: &str, context: &[&str]) -> String {
    const USUAL: [&str; 9] =
        ["undersigned", "password", "passwort", "letmein", "welcome", "coordinator", "openletter", "letter", "admin"];
    let told = context.iter().flat_map(|text| {
        let folded = fold(text);
        folded.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
    });
    let mut words = told.chain(USUAL.map(str::to_owned)).filter(|word| word.chars().count() >= 4).collect::<Vec<_>>();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.iter().fold(folded.to_owned(), |left, word| left.replace(word.as_str(), ""))
}

/// Lower case, and the digits and signs that stand for letters read as letters.
fn fold(text: &str) -> String {
    let readable = |c: char| match c {
        '@' => 'a',
        '$' => 's',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).map(readable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_of_ones_own_is_a_good_password() {
        for good in [
            "seven blue herons at dusk",
            "no two herons agree on fish",
            "xK9#mQ2$vL5@nR8!",
            "дождь идёт третий день",
            "雨が降っています、傘を忘れました",
            "a word twice, a word twice",
        ] {
            assert_eq!(check_password(good, &["Nadia Benali", "nadia@ngo.example"]), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_password_that_everybody_tries_first_is_refused() {
        for bad in [
            "passwordpassword",
            "123456789012345",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "qwertyuiopasdfgh",
            "Correct Horse Battery Staple",
            "1234567890qwertyuiop",
            "Iloveyouverymuch",
            "abcdefghijklmnop",
            "987654321098765",
        ] {
            assert_eq!(check_password(bad, &[]), Err(PasswordFault::Common), "{bad}");
        }
    }

    #[test]
    fn a_password_made_of_the_persons_own_names_is_refused() {
        let context = ["Nadia Benali", "nadia.benali@confluence.example", "Confluence Network"];
        for bad in ["NadiaBenali2026", "confluence-network-1", "undersigned-password", "Undersigned2026!!"] {
            assert_eq!(check_password(bad, &context), Err(PasswordFault::Context), "{bad}");
        }
        assert_eq!(check_password("fourteen chars", &context), Err(PasswordFault::TooShort));
        assert_eq!(check_password(&"long ".repeat(52), &context), Err(PasswordFault::TooLong));
    }
}
