use proptest::prelude::*;

use super::*;
use crate::domain::revision::{Addressee, Officer, Quote};

fn text() -> LetterText {
    LetterText {
        title: "The river is ours".to_owned(),
        addressees: vec![Addressee { name: "Ana Lindqvist".to_owned(), ..Addressee::default() }],
        body: "First.\n\n\nSecond:\n\n1. one\n\n   and more\n2. two\n\n```\na\n\nb\n```\n\nLast[^a].\n\n[^a]: A note.\n\n    Its end.".to_owned(),
        quotes: vec![Quote { text: "We saw it.\n\nTwice.".to_owned(), name: "Jo Okello".to_owned(), ..Quote::default() }],
        asks: vec!["Publish the data.".to_owned()],
        background_heading: "Background".to_owned(),
        background: "It began in May.".to_owned(),
        officers: vec![Officer { name: "R. Amsel".to_owned(), title: String::new() }],
        ..LetterText::default()
    }
}

#[test]
fn a_list_a_fence_and_a_note_stay_whole() {
    let body: Vec<String> = text()
        .pieces()
        .into_iter()
        .filter(|piece| matches!(piece.place, Place::Body(_)))
        .map(|piece| piece.text)
        .collect();
    let expected = [
        "First.",
        "Second:",
        "1. one\n\n   and more\n2. two",
        "```\na\n\nb\n```",
        "Last[^a].",
        "[^a]: A note.\n\n    Its end.",
    ];
    assert_eq!(body, expected);
}

#[test]
fn one_piece_is_replaced_and_the_others_keep_their_words() {
    let new = text().with_piece(Place::Quote(0, 1), "Three times.");
    assert_eq!(new.quotes[0].text, "We saw it.\n\nThree times.");
    assert_eq!(LetterText { quotes: text().quotes, ..new }, text());
    assert_eq!(text().with_piece(Place::Body(99), "nowhere"), text());
}

#[test]
fn every_place_is_read_back_and_nothing_else_is_a_place() {
    for piece in text().pieces() {
        assert_eq!(piece.place.to_string().parse(), Ok(piece.place));
    }
    for wrong in
        ["", "body", "body-", "body-03", "title-1", "quote-1", "body-1-2", "body--1", "body-99999999999999999999"]
    {
        assert!(wrong.parse::<Place>().is_err(), "{wrong}");
    }
}

#[test]
fn spaces_and_normal_forms_do_not_change_a_mark() {
    assert_eq!(mark("Zürich  now"), mark("Zu\u{308}rich\nnow"));
    assert_ne!(mark("now"), mark("Now"));
}

proptest! {
    #[test]
    fn cutting_loses_no_word(body in "[ab \n`1.>-]{0,80}") {
        let whole: Vec<&str> = body.split_whitespace().collect();
        let cut: Vec<&str> = paragraphs(&body).into_iter().flat_map(str::split_whitespace).collect();
        prop_assert_eq!(whole, cut);
    }

    #[test]
    fn keeping_every_piece_keeps_the_text(body in "[ab \n`1.>-]{0,80}") {
        let text = LetterText { body, ..LetterText::default() };
        prop_assert_eq!(text.map_pieces(|_, words| Some(words.to_owned())), text);
    }
}
