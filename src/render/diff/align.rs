//! Which paragraph of the new text is which of the old one, where a stretch of paragraphs was replaced.

use super::Pair;

/// Below this share of common words two paragraphs are different ones.
const ALIKE: f32 = 0.4;

/// Beyond this many comparisons paragraphs are paired by their place.
const MOST_COMPARISONS: usize = 10_000;

/// Pairs the paragraphs by their places so that the most words are common, order kept; `None` on one side: removed or added.
pub(super) fn paired(old: &[&str], new: &[&str]) -> Vec<Pair> {
    let alike = if old.len() * new.len() <= MOST_COMPARISONS { best_pairs(old, new) } else { by_place(old, new) };
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (at, with) in alike.into_iter().chain([(old.len(), new.len())]) {
        pairs.extend((i..at).map(|gone| (Some(gone), None)));
        pairs.extend((j..with).map(|come| (None, Some(come))));
        if at < old.len() && with < new.len() {
            pairs.push((Some(at), Some(with)));
        }
        (i, j) = (at + 1, with + 1);
    }
    pairs
}

fn by_place(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let common = old.len().min(new.len());
    (0..common).filter(|&at| likeness(&words(old[at]), &words(new[at])) >= ALIKE).map(|at| (at, at)).collect()
}

/// The heaviest chain of alike pairs: the longest common subsequence, weighted by likeness.
fn best_pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let old: Vec<_> = old.iter().map(|text| words(text)).collect();
    let new: Vec<_> = new.iter().map(|text| words(text)).collect();
    let weight: Vec<Vec<f32>> = old
        .iter()
        .map(|before| {
            new.iter().map(|after| Some(likeness(before, after)).filter(|&l| l >= ALIKE).unwrap_or(0.0)).collect()
        })
        .collect();
    // best[i][j]: the heaviest chain within old[i..] and new[j..].
    let mut best = vec![vec![0.0f32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let with_pair = if weight[i][j] > 0.0 { best[i + 1][j + 1] + weight[i][j] } else { 0.0 };
            best[i][j] = with_pair.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if weight[i][j] > 0.0 && best[i][j] == best[i + 1][j + 1] + weight[i][j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i][j] == best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = unicode_segmentation::UnicodeSegmentation::unicode_words(text).collect();
    words.sort_unstable();
    words
}

/// Twice the common words by all words (Dice), repeated words counted as often as they stand in both.
fn likeness(one: &[&str], other: &[&str]) -> f32 {
    let all = one.len() + other.len();
    if all == 0 {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < one.len() && j < other.len() {
        match one[i].cmp(other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    2.0 * common as f32 / all as f32
}
