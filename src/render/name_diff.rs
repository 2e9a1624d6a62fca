//! Where two short lines differ, letter by letter, for two cells side by side: the same in grey, the difference in ink.

use similar::{ChangeTag, TextDiff};

/// A run of letters of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The letters.
    pub text: String,
    /// Whether the other line has them not, or others in their place.
    pub differs: bool,
}

/// Letters in reading order, each with whether it is marked.
type Marked<'a> = Vec<(&'a str, bool)>;

/// Both lines in pieces. Where one line only lacks letters, the letter before the gap is marked in both, so that there is
/// something to see on either side ("River" beside "Rivers").
pub fn name_diff(one: &str, other: &str) -> (Vec<Piece>, Vec<Piece>) {
    let diff = TextDiff::from_graphemes(one, other);
    let (mut left, mut right): (Marked<'_>, Marked<'_>) = (Vec::new(), Vec::new());
    let (mut left_marks, mut right_marks) = (0, 0);
    let settle = |left: &mut Marked<'_>, right: &mut Marked<'_>, left_marks: &mut usize, right_marks: &mut usize| {
        if (*left_marks == 0) != (*right_marks == 0) {
            mark_before(left, *left_marks);
            mark_before(right, *right_marks);
        }
        (*left_marks, *right_marks) = (0, 0);
    };
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Delete => {
                left.push((change.value(), true));
                left_marks += 1;
            }
            ChangeTag::Insert => {
                right.push((change.value(), true));
                right_marks += 1;
            }
            ChangeTag::Equal => {
                settle(&mut left, &mut right, &mut left_marks, &mut right_marks);
                left.push((change.value(), false));
                right.push((change.value(), false));
            }
        }
    }
    settle(&mut left, &mut right, &mut left_marks, &mut right_marks);
    (runs(&left), runs(&right))
}

/// Marks the letter in front of the last `marks` ones.
fn mark_before(letters: &mut [(&str, bool)], marks: usize) {
    if let Some(letter) = letters.len().checked_sub(marks + 1).and_then(|at| letters.get_mut(at)) {
        letter.1 = true;
    }
}

fn runs(letters: &[(&str, bool)]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (letter, differs) in letters {
        match pieces.last_mut() {
            Some(piece) if piece.differs == *differs => piece.text.push_str(letter),
            _ => pieces.push(Piece { text: (*letter).to_owned(), differs: *differs }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| if piece.differs { format!("[{}]", piece.text) } else { piece.text.clone() })
            .collect()
    }

    #[test]
    fn the_difference_is_marked_on_both_sides() {
        let table = [
            (
                "Two River Treaty Forum",
                "Two Rivers Treaty Forum",
                "Two Rive[r] Treaty Forum",
                "Two Rive[rs] Treaty Forum",
            ),
            ("Аmnesty", "Amnesty", "[А]mnesty", "[A]mnesty"),
            ("Forum", "Forum", "Forum", "Forum"),
            ("", "Forum", "", "[Forum]"),
        ];
        for (one, other, left, right) in table {
            let (found_left, found_right) = name_diff(one, other);
            assert_eq!((marked(&found_left), marked(&found_right)), (left.to_owned(), right.to_owned()));
        }
    }

    proptest::proptest! {
        #[test]
        fn both_lines_come_out_whole(one in "\\PC{0,30}", other in "\\PC{0,30}") {
            let (left, right) = name_diff(&one, &other);
            let whole = |pieces: &[Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
            proptest::prop_assert_eq!(whole(&left), one);
            proptest::prop_assert_eq!(whole(&right), other);
        }
    }
}
