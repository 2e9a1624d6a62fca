//! Words that mix scripts so that they read as one script: the sign of an imitated name (UTS 39 §5).

use unicode_security::mixed_script::AugmentedScriptSet;

/// Whether a word mixes scripts *and* could be read as a word of one of them: "Аmnesty" with a Cyrillic А, but not
/// "КримSOS", "NPO法人" or "Amnesty Україна", which nobody could take for one script. Asks for a look, refuses nothing.
pub fn mixed_script_suspicious(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(reads_as_one_script)
}

/// The letters that make a name suspicious, each once: in a suspicious word the fewer ones of Latin and other letters.
/// Shown to checkers with their code points, since the eye cannot tell them apart.
pub fn odd_letters(name: &str) -> Vec<char> {
    let latin = AugmentedScriptSet::for_char('a');
    let mut odd = Vec::new();
    for word in name.split(|c: char| !c.is_alphanumeric()).filter(|word| reads_as_one_script(word)) {
        let (inside, outside): (Vec<char>, Vec<char>) = word
            .chars()
            .filter(|c| c.is_alphabetic())
            .partition(|c| !meet(latin, AugmentedScriptSet::for_char(*c)).is_empty());
        let fewer = if inside.len() < outside.len() && !inside.is_empty() { inside } else { outside };
        odd.extend(fewer);
    }
    let mut seen = std::collections::BTreeSet::new();
    odd.retain(|c| seen.insert(*c));
    odd
}

fn reads_as_one_script(word: &str) -> bool {
    if !AugmentedScriptSet::for_str(word).is_empty() {
        return false;
    }
    let latin = AugmentedScriptSet::for_char('a');
    let (inside, outside): (Vec<char>, Vec<char>) =
        word.chars().partition(|c| !meet(latin, AugmentedScriptSet::for_char(*c)).is_empty());
    let digits_aside = |letters: &[char]| letters.iter().any(|c| c.is_alphabetic());
    if !digits_aside(&inside) {
        // Scripts other than Latin mixed in one word: no honest word of the alphabets that resemble each other.
        return outside.iter().any(|c| resembles_latin(*c));
    }
    let cyrillic = outside.iter().all(|c| matches!(c, '\u{400}'..='\u{52F}'));
    outside.iter().all(|c| resembles_latin(*c))
        || (cyrillic && inside.iter().all(|c| !c.is_alphabetic() || resembles_cyrillic(*c)))
}

fn meet(mut one: AugmentedScriptSet, other: AugmentedScriptSet) -> AugmentedScriptSet {
    one.intersect_with(other);
    one
}

/// A letter of another script whose prototype in the confusables table is an ASCII letter or digit.
fn resembles_latin(c: char) -> bool {
    let mut buffer = [0; 4];
    unicode_security::skeleton(c.encode_utf8(&mut buffer)).all(|shape| shape.is_ascii_alphanumeric())
}

/// Latin letters that stand for everyday Russian and Ukrainian ones. S and J are left out: their Cyrillic twins are
/// so rare that "SOS" behind a Cyrillic word is just "SOS".
fn resembles_cyrillic(c: char) -> bool {
    matches!(c, 'a' | 'c' | 'e' | 'i' | 'o' | 'p' | 'x' | 'y')
        || matches!(c, 'A' | 'B' | 'C' | 'E' | 'H' | 'I' | 'K' | 'M' | 'O' | 'P' | 'T' | 'X' | 'Y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imitated_names_are_suspicious() {
        for name in ["Аmnesty", "Human Rіghts Watch", "Grеenpeace", "Оxfam", "Greenpeαce", "Мемориaл", "PAЅ", "Ρeace"]
        {
            assert!(mixed_script_suspicious(name), "{name}");
        }
    }

    #[test]
    fn the_letters_that_imitate_are_named() {
        assert_eq!(odd_letters("Аmnesty"), ['А']);
        assert_eq!(odd_letters("Мемориaл Дом"), ['a']);
        assert_eq!(odd_letters("Human Rіghts"), ['і']);
        assert!(odd_letters("КримSOS Україна").is_empty());
    }

    #[test]
    fn honest_names_that_mix_scripts_are_not() {
        let names = [
            "КримSOS",
            "NPO法人平和",
            "Amnesty Україна",
            "左翼21",
            "ACT مركز",
            "منظمةABC",
            "Гражданский контроль",
            "ひらがなカタカナ漢字",
            "한국NGO협의회",
            "Σύλλογος",
            "350.org",
            "Médecins",
            "संगठन-NGO",
            "",
        ];
        for name in names {
            assert!(!mixed_script_suspicious(name), "{name}");
        }
    }
}
