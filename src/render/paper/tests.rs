use super::*;
use crate::domain::letter::Wave;
use crate::domain::signature::{PrintedLine, SignatoryKind};
use crate::render::public::samples::{arabic_letter, closed, letter, moment, register};
use crate::render::public::{PublicLetter, TranslationNote, samples::labels};
use crate::render::register::{PublicSignatory, Register};
use crate::render::shell::Shell;
use crate::render::words::Words;

fn shell(language: &str) -> Shell {
    Shell::new(Words::for_language(language), "Letters".to_owned(), "https://letters.example")
}

fn pdf(letter: &PublicLetter, register: &Register) -> Vec<u8> {
    set(Paper::Letter, &letter_data(&shell("en"), letter, register).expect("data")).expect("a PDF")
}

/// What reaches for markup, for code, or for a file, in typst and elsewhere.
fn payloads() -> Vec<String> {
    let bare = [
        "#panic()",
        "#import \"/etc/passwd\": *",
        "$x^2$",
        "*bold* _it_",
        "= Heading",
        "<label> @label",
        "`raw`",
        "\\u{41}",
        "#read(\"data.json\")",
        "]#[",
        "\"); #panic(\"",
        "//comment",
        "/* open",
        "~",
        "---",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%s%n",
        "\u{202e}gnp.exe",
        "\u{200d}\u{200b}",
        "#set page(width: 1pt)",
        "\u{fffd}\u{e000}",
        "🪧",
        "a\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}",
        "https://x.example/?a=b#c",
    ];
    let around =
        ["{}", "A {} B", "{}{}", "({})", "\"{}\"", "{}\u{2028}", "#{}", "${}$", "[{}]", "\\{}", "{}\\", "’{}‘"];
    around.iter().flat_map(|frame| bare.iter().map(move |one| frame.replace("{}", one))).collect()
}

#[test]
fn what_people_write_is_set_as_text_and_never_run() {
    let payloads = payloads();
    assert_eq!(payloads.len(), 300);
    let named = payloads.iter().map(|name| {
        let line = PrintedLine {
            kind: SignatoryKind::Organisation,
            name: name.clone(),
            latin_name: Some(name.clone()),
            acronym: None,
            country: Some("KE".into()),
            region: None,
            affiliation: None,
            role: None,
            website: None,
            representative: Some(name.clone()),
        };
        PublicSignatory::new(line, Wave::Initial, false, &labels("en"))
    });
    let register = Register::new(labels("en"), named.collect(), Vec::new(), moment("2026-11-25T09:00"));
    let mut letter = letter();
    letter.text.title = payloads.join(" ").chars().take(400).collect();
    letter.text.body = payloads.join("\n\n");
    letter.text.closing = payloads.join("\n");
    letter.conveners[0].name = payloads[0].clone();
    assert!(pdf(&letter, &register).starts_with(b"%PDF"));
    let card = set(Paper::Card, &card_data(&shell("en"), &letter, &register).expect("data")).expect("a card");
    assert!(card.starts_with(b"\x89PNG"));
}

#[test]
fn the_same_letter_is_the_same_file() {
    let (letter, register) = (arabic_letter(), register("ar"));
    assert_eq!(pdf(&letter, &register), pdf(&letter, &register));
    assert_ne!(pdf(&letter, &register), pdf(&closed(), &register));
}

#[test]
fn a_card_has_the_size_that_other_sites_expect_also_with_the_longest_title() {
    let register = register("en");
    for title in ["水".repeat(400), "Wide words ".repeat(36), "م".repeat(400), String::new()] {
        let mut letter = letter();
        letter.text.title = title;
        let card = set(Paper::Card, &card_data(&shell("en"), &letter, &register).expect("data")).expect("a card");
        // PNG, its header chunk: width and height.
        assert_eq!(card[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
    }
}

#[test]
fn a_list_too_long_for_print_is_told_and_not_printed() {
    let line = |n: usize| PrintedLine {
        kind: SignatoryKind::Organisation,
        name: format!("Circle {n}"),
        latin_name: None,
        acronym: None,
        country: Some("KE".into()),
        region: None,
        affiliation: None,
        role: None,
        website: None,
        representative: None,
    };
    let named = (0..=LONGEST).map(|n| PublicSignatory::new(line(n), Wave::Initial, false, &labels("en"))).collect();
    let register = Register::new(labels("en"), named, Vec::new(), moment("2026-11-25T09:00"));
    let data = letter_data(&shell("en"), &letter(), &register).expect("data");
    assert!(data.contains("The list has 5001 names") && !data.contains("Circle 17"));
    assert!(data.contains("5001 organisations in 1 country"));
}

#[test]
fn a_translation_says_so_on_page_and_card() {
    let note = TranslationNote {
        signed: "en".into(),
        signed_name: "English".into(),
        is_official: false,
        left: vec!["body-1".parse().expect("a place")],
        credit: "Layla Haddad".into(),
    };
    let letter = PublicLetter { translation: Some(note), ..arabic_letter() };
    let register = register("ar");
    let (page, card) = (
        letter_data(&shell("en"), &letter, &register).expect("data"),
        card_data(&shell("en"), &letter, &register).expect("data"),
    );
    for data in [&page, &card] {
        assert!(data.contains("Unofficial translation. The text in English is the one that is signed."), "{data}");
        assert!(data.contains("\"language\":\"ar\",\"dir\":\"rtl\""), "{data}");
    }
    assert!(
        page.contains("Translated by Layla Haddad") && page.contains("Not translated yet, and printed in English: ")
    );
    assert!(set(Paper::Card, &card).expect("a card").starts_with(b"\x89PNG"));
    let own = card_data(&shell("en"), &arabic_letter(), &register).expect("data");
    assert!(!own.contains("translation."), "{own}");
}
