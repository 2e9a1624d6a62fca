use proptest::prelude::*;

use super::*;
use crate::domain::revision::{Officer, Quote};
use crate::render::diff::PieceKind;

fn between(old: &str, new: &str) -> Redline {
    let text = |body: &str| LetterText { body: body.into(), ..LetterText::default() };
    Redline::between(&text(old), &text(new))
}

fn all(redline: &Redline) -> impl Iterator<Item = &RedlineLine> {
    redline.parts.iter().flat_map(|part| &part.lines)
}

/// The look of neighbouring words in one run, without what came in or what went out.
fn runs(line: &RedlineLine, without: PieceKind) -> Vec<(Look, String)> {
    let mut runs: Vec<(Look, String)> = Vec::new();
    for span in line.spans.iter().filter(|span| span.kind != without) {
        match runs.last_mut() {
            Some((look, words)) if *look == span.look => words.push_str(&span.words),
            _ => runs.push((span.look.clone(), span.words.clone())),
        }
    }
    runs
}

fn leaves_of(text: &LetterText) -> Vec<Leaf> {
    parts(text).into_iter().flat_map(|(_, part)| part.leaves).collect()
}

/// `same [-removed-] {+added+} ~restyled~`, bold as `<b>`, italic as `<i>`, with shape and told changes.
fn shown(redline: &Redline) -> Vec<String> {
    let span = |span: &Span| {
        let mut words = span.words.clone();
        for (is_so, tag) in [(span.look.bold, "b"), (span.look.italic, "i"), (span.look.link.is_some(), "a")] {
            if is_so {
                words = format!("<{tag}>{words}</{tag}>");
            }
        }
        match span.kind {
            PieceKind::Removed => format!("[-{words}-]"),
            PieceKind::Added => format!("{{+{words}+}}"),
            PieceKind::Same if span.is_restyled => format!("~{words}~"),
            PieceKind::Same => words,
        }
    };
    let line = |line: &RedlineLine| {
        let words: String = line.spans.iter().map(span).collect();
        format!("{} {}: {words}", line.kind, line.shape)
    };
    all(redline).map(line).collect()
}

#[test]
fn paragraphs_of_the_new_wording_are_numbered_through() {
    let old = LetterText { body: "One.\n\nTwo words.\n\nThree.".into(), ..LetterText::default() };
    let new = LetterText { body: "One.\n\nThree.".into(), asks: vec!["Pay.".into()], ..LetterText::default() };
    let redline = Redline::between(&old, &new);
    let numbers: Vec<_> = all(&redline).map(|line| line.number).collect();
    assert_eq!(numbers, [Some(1), None, Some(2), Some(3)]);
    assert_eq!(redline.changed, 2);
}

#[test]
fn changed_words_are_marked_inside_headings_bold_and_lists() {
    let old = "## The old aim\n\nWe ask for **a strong body** now.\n\n1. Water for all\n2. Open data";
    let new = "## The new aim\n\nWe ask for **a strong court** now.\n\n1. Clean water for all\n2. Open data";
    let redline = between(old, new);
    assert_eq!(
        shown(&redline),
        [
            "changed heading: The [-old-]{+new+} aim",
            "changed paragraph: We ask for <b>a strong </b>[-<b>body</b>-]{+<b>court</b>+} now.",
            "changed numbered: [-Water-]{+Clean water+} for all",
            "same numbered: Open data",
        ]
    );
    assert!(all(&redline).all(|line| line.told.is_empty()));
    let markers: Vec<_> = all(&redline).map(|line| line.marker.as_str()).collect();
    assert_eq!(markers, ["", "", "1.", "2."]);
}

#[test]
fn a_change_of_looks_alone_is_told_and_marked() {
    let redline = between("We ask for a strong body.", "We ask for **a strong** body.");
    assert_eq!(shown(&redline), ["changed paragraph: We ask for ~<b>a strong</b>~ body."]);
    let told = all(&redline).flat_map(|line| line.told.clone()).collect::<Vec<_>>();
    assert_eq!(told, [Told::Look("a strong".into(), "plain", "bold")]);
    assert_eq!(redline.changed, 1);
}

#[test]
fn a_paragraph_that_becomes_a_heading_is_told() {
    let redline = between("The aim\n\nText.", "### The aim\n\nText.");
    let first = all(&redline).next().expect("a line");
    assert_eq!(first.told, [Told::Shape((Shape::Paragraph, 0), (Shape::Heading, 3))]);
    assert_eq!((first.kind, redline.changed), (BlockKind::Changed, 1));
}

#[test]
fn a_link_that_leads_elsewhere_is_told_with_both_addresses() {
    let redline = between(
        "Read [the *whole* report](https://old.example/) and [this](https://b.example/).",
        "Read [the *whole* report](https://new.example/) and [that](https://b.example/).",
    );
    let told = all(&redline).flat_map(|line| line.told.clone()).collect::<Vec<_>>();
    // The second link leads where it led, under another word.
    let link = Told::Link("the whole report".into(), "https://old.example/".into(), "https://new.example/".into());
    assert_eq!(told, [link]);
    let gone = between("See [it](https://a.example/).", "See it.");
    let told = all(&gone).flat_map(|line| line.told.clone()).collect::<Vec<_>>();
    assert_eq!(told, [Told::Link("it".into(), "https://a.example/".into(), String::new())]);
}

#[test]
fn a_note_stands_behind_the_text_with_its_number() {
    let redline = between("One[^a].\n\nTwo.\n\n[^a]: Old note.", "One[^a].\n\nTwo.\n\n[^a]: New note.");
    let lines: Vec<_> = all(&redline).map(|line| (line.shape, line.marker.as_str(), line.number)).collect();
    assert_eq!(lines, [(Shape::Paragraph, "", Some(1)), (Shape::Paragraph, "", Some(2)), (Shape::Note, "[1]", None)]);
    assert_eq!(shown(&redline)[2], "changed note: [-Old-]{+New+} note.");
}

#[test]
fn what_no_reader_sees_is_no_change_and_yet_told() {
    let redline = between("We *ask*.", "We _ask_.");
    assert_eq!((redline.changed, redline.parts[0].is_hidden_change), (0, true));
    assert!(!between("We *ask*.", "We *ask*.").parts[0].is_hidden_change);
}

prop_compose! {
    fn wording()(
        title in "[ab ]{0,8}",
        body in "[abé水\n*_#>`1.^ -]{0,40}",
        linked in prop::option::of("[ab]{1,3}"),
        ask in "[ab*]{0,4}", quote in "[ab \n]{0,12}", name in "[a-c]{0,3}",
    ) -> LetterText {
        let link = linked.map(|word| format!("\n\n[**{word}** a](https://{word}.example/) b[^1]\n\n[^1]: {word} a")).unwrap_or_default();
        LetterText {
            title, body: format!("{body}{link}"), asks: vec![ask],
            quotes: vec![Quote { text: quote, name: name.clone(), ..Quote::default() }],
            officers: vec![Officer { name, title: String::new() }],
            ..LetterText::default()
        }
    }
}

proptest! {
    #[test]
    fn the_insertions_give_the_new_wording_and_the_deletions_the_old(old in wording(), new in wording()) {
        let redline = Redline::between(&old, &new);
        let words = |without: PieceKind| all(&redline)
            .map(|line| line.spans.iter().filter(|span| span.kind != without).map(|span| span.words.as_str()).collect::<String>())
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>();
        let texts = |text: &LetterText| leaves_of(text).iter().map(Leaf::text).collect::<Vec<_>>();
        prop_assert_eq!(words(PieceKind::Added), texts(&old));
        prop_assert_eq!(words(PieceKind::Removed), texts(&new));
    }

    #[test]
    fn what_is_printed_looks_as_the_new_wording_looks(old in wording(), new in wording()) {
        let redline = Redline::between(&old, &new);
        let printed: Vec<_> = all(&redline)
            .filter(|line| line.kind != BlockKind::Removed)
            .map(|line| (line.shape, line.level, line.marker.clone(), runs(line, PieceKind::Removed)))
            .collect();
        let wanted: Vec<_> =
            leaves_of(&new).into_iter().map(|leaf| (leaf.shape, leaf.level, leaf.marker, leaf.runs)).collect();
        prop_assert_eq!(printed, wanted);
    }

    #[test]
    fn a_wording_differs_in_nothing_from_itself(text in wording()) {
        prop_assert_eq!(Redline::between(&text, &text).changed, 0);
    }
}
