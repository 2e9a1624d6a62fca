//! Keeps catalogue and use together: no key without a sentence, no sentence without a use, no text hard-coded.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};

use super::*;
use crate::domain::refusal::Refusal;

fn files_below(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, endings, found);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), endings, &mut found);
    found
}

/// The literals after `call` in one file, e.g. `say("…")`; white space and line ends between are allowed.
fn literals_after(call: &str, text: &str) -> Vec<String> {
    text.match_indices(call)
        .filter_map(|(at, _)| {
            let rest = text[at + call.len()..].trim_start().strip_prefix('"')?;
            rest.split('"').next().map(str::to_owned)
        })
        .collect()
}

fn without_template_comments(text: &str) -> String {
    let mut parts = text.split("{#");
    let before = parts.next().unwrap_or_default().to_owned();
    parts.fold(before, |kept, part| kept + part.split_once("#}").map_or("", |(_, after)| after))
}

fn used() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut keys, mut prefixes) = (BTreeSet::new(), BTreeSet::new());
    let files = files_below("templates", &["html", "txt", "xml"]).into_iter().chain(files_below("src", &["rs"]));
    for path in files.filter(|path| !path.ends_with("words/guard.rs")) {
        let text = without_template_comments(&fs::read_to_string(&path).expect("UTF-8"));
        keys.extend(literals_after(".say(", &text));
        prefixes.extend(literals_after(".say_of(", &text));
    }
    (keys, prefixes)
}

fn defined() -> BTreeSet<String> {
    let resource = fluent_syntax::parser::parse(ENGLISH).expect("en.ftl has no syntax fault");
    resource
        .body
        .iter()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        })
        .collect()
}

#[test]
fn every_key_that_is_used_has_a_sentence() {
    let (keys, prefixes) = used();
    let defined = defined();
    let missing: Vec<_> = keys.difference(&defined).collect();
    assert!(missing.is_empty(), "en.ftl lacks {missing:#?}");
    let bare: Vec<_> =
        prefixes.iter().filter(|prefix| !defined.iter().any(|key| key.starts_with(&format!("{prefix}-")))).collect();
    assert!(bare.is_empty(), "en.ftl has nothing for the composed keys {bare:#?}");
}

#[test]
fn every_sentence_is_used() {
    let (keys, prefixes) = used();
    let idle: Vec<_> = defined()
        .into_iter()
        .filter(|key| !keys.contains(key))
        .filter(|key| !prefixes.iter().any(|prefix| key.starts_with(&format!("{prefix}-"))))
        .filter(|key| !key.starts_with("refusal-"))
        .collect();
    assert!(idle.is_empty(), "nothing says {idle:#?}");
}

#[test]
fn every_refusal_has_its_sentence() {
    let defined = defined();
    for refusal in Refusal::ALL {
        assert!(defined.contains(&format!("refusal-{}", refusal.code())), "no sentence for {refusal:?}");
    }
}

#[test]
fn no_sentence_shouts() {
    let shouting = ENGLISH.lines().filter(|line| !line.starts_with('#') && line.contains('!')).collect::<Vec<_>>();
    assert!(shouting.is_empty(), "exclamation marks in {shouting:#?}");
}

/// The names of the placeables of a message, selectors included.
fn placeables(words: &str) -> BTreeSet<String> {
    fn of_expression(expression: &Expression<&str>, names: &mut BTreeSet<String>) {
        match expression {
            Expression::Inline(inline) => of_inline(inline, names),
            Expression::Select { selector, variants } => {
                of_inline(selector, names);
                variants.iter().for_each(|variant| of_elements(&variant.value.elements, names));
            }
        }
    }
    fn of_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
        if let InlineExpression::VariableReference { id } = inline {
            names.insert(id.name.to_owned());
        }
    }
    fn of_elements(elements: &[PatternElement<&str>], names: &mut BTreeSet<String>) {
        for element in elements {
            if let PatternElement::Placeable { expression } = element {
                of_expression(expression, names);
            }
        }
    }
    let resource = fluent_syntax::parser::parse(words).expect("readable");
    let mut names = BTreeSet::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &message.value
        {
            let mut own = BTreeSet::new();
            of_elements(&pattern.elements, &mut own);
            names.extend(own.into_iter().map(|name| format!("{}:{name}", message.id.name)));
        }
    }
    names
}

#[test]
fn the_pseudo_language_is_longer_runs_right_to_left_and_keeps_every_placeable() {
    let pseudo = pseudo::translate(ENGLISH);
    assert_eq!(placeables(&pseudo), placeables(ENGLISH));
    let words = Words::for_language(PSEUDO_LANGUAGE);
    assert_eq!(words.dir(), "rtl");
    let (english, longer) = (Words::english().say("help-privacy").text(), words.say("help-privacy").text());
    assert!(longer.chars().count() * 10 >= english.chars().count() * 12, "{longer}");
    assert!(longer.chars().all(|letter| !letter.is_ascii_alphabetic()), "{longer}");
}

#[test]
fn an_unknown_key_shows_itself_instead_of_breaking_the_page() {
    assert_eq!(Words::english().format("no-such-key", &FluentArgs::new()), "‹no-such-key›");
}

#[test]
fn an_unknown_language_is_answered_in_english() {
    assert_eq!(Words::for_language("tlh").lang(), "en");
    assert_eq!(Words::for_language("en-GB").lang(), "en");
}

#[test]
fn numbers_choose_the_plural_and_user_text_is_isolated_and_escaped() {
    let words = Words::english();
    assert_eq!(words.say("form-summary").with("count", 1).text(), "One thing is missing or wrong");
    assert_eq!(words.say("form-summary").with("count", 3usize).text(), "3 things are missing or wrong");
    let isolated = words.say("form-summary").user("count", "<b>جمعية</b> & \u{E001}").to_string();
    assert!(isolated.starts_with("<bdi>&lt;b&gt;جمعية&lt;/b&gt; &amp; </bdi> things"), "{isolated}");
}

#[test]
fn the_direction_of_a_text_follows_its_script() {
    for tag in ["ar", "he-IL", "fa", "ur-PK", "uz-Arab", "AR-eg"] {
        assert_eq!(direction_of(tag), "rtl", "{tag}");
    }
    for tag in ["en", "zh-Hant", "az", "ku-Latn", "ug-Cyrl"] {
        assert_eq!(direction_of(tag), "ltr", "{tag}");
    }
}
