use proptest::prelude::*;

use super::*;

/// `same [-removed-] {+added+}`, blocks on their own lines with their kind.
fn shown(blocks: &[DiffBlock]) -> Vec<String> {
    let piece = |(kind, text): &(PieceKind, String)| match kind {
        PieceKind::Same => text.clone(),
        PieceKind::Removed => format!("[-{text}-]"),
        PieceKind::Added => format!("{{+{text}+}}"),
    };
    blocks
        .iter()
        .map(|block| format!("{}: {}", block.kind, block.pieces.iter().map(piece).collect::<String>()))
        .collect()
}

#[test]
fn equal_texts_show_no_change() {
    let blocks = diff("# T\n\nA b\nc\n\nD\n", "# T\n\n\nA b\nc\n \nD");
    assert!(is_unchanged(&blocks));
    assert_eq!(shown(&blocks), ["same: # T", "same: A b\nc", "same: D"]);
    assert!(diff("", "").is_empty());
}

#[test]
fn a_changed_word_is_shown_inside_its_paragraph() {
    let blocks =
        diff("One.\n\nWe call for an open ended inquiry now.", "One.\n\nWe call for an independent inquiry now.");
    assert_eq!(shown(&blocks), ["same: One.", "changed: We call for an [-open ended-]{+independent+} inquiry now."]);
    assert!(!is_unchanged(&blocks));
}

#[test]
fn a_replaced_phrase_is_struck_out_whole() {
    let blocks = diff("The council must act quickly on all rivers.", "The assembly should act quickly on all rivers.");
    assert_eq!(shown(&blocks), ["changed: The [-council must-]{+assembly should+} act quickly on all rivers."]);
}

#[test]
fn a_new_paragraph_does_not_make_its_neighbours_look_changed() {
    let old = "We want clean water.\n\nWe want public data.\n\nEnd.";
    let new =
        "We want clean rivers.\n\nQuite another demand stands here instead.\n\nWe want public data today.\n\nEnd.";
    let kinds: Vec<_> = diff(old, new).iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::Changed, BlockKind::Added, BlockKind::Changed, BlockKind::Same]);
    let kinds: Vec<_> = diff(new, old).iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::Changed, BlockKind::Removed, BlockKind::Changed, BlockKind::Same]);
}

#[test]
fn unlike_paragraphs_are_one_removed_and_one_added() {
    let blocks = diff("Alpha beta gamma.", "Completely different words.");
    assert_eq!(shown(&blocks), ["removed: [-Alpha beta gamma.-]", "added: {+Completely different words.+}"]);
}

#[test]
fn texts_without_spaces_are_compared_by_words_too() {
    let blocks = diff("我们呼吁各国政府保护河流", "我们呼吁各国政府保护森林");
    assert_eq!(shown(&blocks), ["changed: 我们呼吁各国政府保护[-河流-]{+森林+}"]);
}

#[test]
fn the_longest_texts_are_compared_in_time() {
    let old: String = (0..1500).map(|n| format!("word{} of paragraph {n} and so on\n\n", n % 7)).collect();
    let new: String = (0..1500).rev().map(|n| format!("word{} in paragraph {n} and so on\n\n", n % 5)).collect();
    let one_paragraph = |text: &str| text.replace("\n\n", " ");
    let began = std::time::Instant::now();
    diff(&old, &new);
    diff(&one_paragraph(&old), &one_paragraph(&new));
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

fn old_of(blocks: &[DiffBlock]) -> Vec<String> {
    side(blocks, PieceKind::Added)
}

fn side(blocks: &[DiffBlock], without: PieceKind) -> Vec<String> {
    let text = |block: &DiffBlock| -> String {
        block.pieces.iter().filter(|piece| piece.0 != without).map(|piece| piece.1.as_str()).collect()
    };
    blocks.iter().map(text).filter(|text| !text.is_empty()).collect()
}

proptest! {
    #[test]
    fn both_texts_can_be_read_off_the_difference(old in "([abc ،.\n]|\n\n|人){0,60}", new in "([abc ،.\n]|\n\n|人){0,60}") {
        let blocks = diff(&old, &new);
        prop_assert_eq!(old_of(&blocks), paragraphs(&old));
        prop_assert_eq!(side(&blocks, PieceKind::Removed), paragraphs(&new));
    }
}
