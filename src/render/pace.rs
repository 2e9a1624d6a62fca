//! Signatures so far against time: one drawing and the same numbers as a table (users.md §4). The drawing is made here,
//! without a script; its places are per mille and per cent, so that it fits every width and no text is squeezed.

use std::fmt::Write;

use crate::clock::Moment;

/// The drawing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pace {
    /// Points of the line in a box of 1000 × 1000, from the lower left.
    pub line: String,
    /// Points of the letter before this one, moved to the same start; empty where there is none.
    pub before: String,
    /// How many signatures the letter before had in the same time.
    pub before_total: usize,
    /// The numbers at the side, from the lowest.
    pub ticks: Vec<Tick>,
    /// What stands below the line, from the first.
    pub marks: Vec<Mark>,
    /// Where the line ends now, in per cent from the left and from the top.
    pub now: (u32, u32),
    /// Signatures so far.
    pub total: usize,
}

/// A number at the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// The number.
    pub count: usize,
    /// Per cent from the top.
    pub y: u32,
}

/// Something that happened or will happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Per cent from the left.
    pub x: u32,
    /// The word under which the catalogue names it.
    pub word: &'static str,
    /// When.
    pub at: Moment,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// When the letter was opened: the left edge.
    pub opened_at: Moment,
    /// The last time that matters, or now if that is later: the right edge.
    pub ends_at: Moment,
    /// Now.
    pub now: Moment,
    /// When signatures came, in order.
    pub signed: &'a [Moment],
    /// The letter before: its opening and its signatures, in order.
    pub before: Option<(Moment, &'a [Moment])>,
    /// What happened, by word.
    pub marks: &'a [(Moment, &'static str)],
}

impl Pace {
    /// Draws it. Nothing before the opening is left of the edge, nothing after the end right of it.
    pub fn draw(drawn: &Drawn<'_>) -> Pace {
        let span = (drawn.ends_at.max(drawn.now) - drawn.opened_at).num_seconds().max(60);
        let across = |at: Moment, of: i64| {
            let gone = (at - drawn.opened_at).num_seconds().clamp(0, span);
            u32::try_from(gone * of / span).unwrap_or_default()
        };
        let shifted: Vec<Moment> = drawn.before.map_or_else(Vec::new, |(opened_at, signed)| {
            let moved = signed.iter().map(|at| drawn.opened_at + (*at - opened_at));
            moved.filter(|at| (*at - drawn.opened_at).num_seconds() <= span).collect()
        });
        let (step, top) = scale(drawn.signed.len().max(shifted.len()));
        let up = |count: usize, of: usize| u32::try_from(of - (count * of / top).min(of)).unwrap_or_default();
        let line = |times: &[Moment], until: Moment| {
            let mut points = format!("0,{}", up(0, 1000));
            // A point for each of the box's columns is as fine as anybody can see.
            let mut last = None;
            for (index, at) in times.iter().enumerate() {
                let x = across(*at, 1000);
                let is_last_here = times.get(index + 1).is_none_or(|next| across(*next, 1000) != x);
                if is_last_here && last != Some(x) {
                    write!(points, " {x},{}", up(index + 1, 1000)).ok();
                    last = Some(x);
                }
            }
            write!(points, " {},{}", across(until, 1000), up(times.len(), 1000)).ok();
            points
        };
        let now = drawn.now.min(drawn.opened_at + chrono::TimeDelta::seconds(span));
        Pace {
            line: line(drawn.signed, now),
            before: if shifted.is_empty() {
                String::new()
            } else {
                line(&shifted, drawn.opened_at + chrono::TimeDelta::seconds(span))
            },
            before_total: shifted.len(),
            ticks: (0..=top / step).map(|n| Tick { count: n * step, y: up(n * step, 100) }).collect(),
            marks: drawn.marks.iter().map(|(at, word)| Mark { x: across(*at, 100), word, at: *at }).collect(),
            now: (across(now, 100), up(drawn.signed.len(), 100)),
            total: drawn.signed.len(),
        }
    }
}

/// The step between two ticks (1, 2 or 5 times a power of ten, at most five of them) and the number at the top.
fn scale(highest: usize) -> (usize, usize) {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            let step = factor * power;
            if step * 5 >= highest {
                return (step, highest.div_ceil(step).max(1) * step);
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeDelta};

    fn opened() -> Moment {
        NaiveDate::from_ymd_opt(2026, 11, 2).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap_or_default()
    }

    fn drawn<'a>(signed: &'a [Moment], before: Option<(Moment, &'a [Moment])>) -> Pace {
        let ends_at = opened() + TimeDelta::days(10);
        let marks = [(opened() + TimeDelta::days(5), "reminder")];
        Pace::draw(&Drawn {
            opened_at: opened(),
            ends_at,
            now: opened() + TimeDelta::days(8),
            signed,
            before,
            marks: &marks,
        })
    }

    #[test]
    fn a_letter_without_signatures_is_a_flat_line_up_to_now() {
        let pace = drawn(&[], None);
        assert_eq!((pace.line.as_str(), pace.now), ("0,1000 800,1000", (80, 100)));
        assert_eq!(pace.ticks, [Tick { count: 0, y: 100 }, Tick { count: 1, y: 0 }]);
    }

    #[test]
    fn the_line_rises_with_each_signature_and_ends_at_the_number_of_today() {
        let signed: Vec<Moment> = (1..=4).map(|day| opened() + TimeDelta::days(day)).collect();
        let pace = drawn(&signed, None);
        assert_eq!(pace.line, "0,1000 100,750 200,500 300,250 400,0 800,0");
        assert_eq!((pace.total, pace.now), (4, (80, 0)));
        assert_eq!(pace.marks, [Mark { x: 50, word: "reminder", at: opened() + TimeDelta::days(5) }]);
    }

    #[test]
    fn the_letter_before_starts_at_the_same_edge_and_is_cut_at_the_other() {
        let earlier = opened() - TimeDelta::days(100);
        let before = [earlier + TimeDelta::days(5), earlier + TimeDelta::days(30)];
        let pace = drawn(&[], Some((earlier, &before)));
        assert_eq!((pace.before.as_str(), pace.before_total), ("0,1000 500,0 1000,0", 1));
    }

    #[test]
    fn ticks_are_few_and_round() {
        assert_eq!([0, 1, 7, 23, 298, 5_000].map(scale), [(1, 1), (1, 1), (2, 8), (5, 25), (100, 300), (1_000, 5_000)]);
    }

    #[test]
    fn ten_thousand_signatures_need_no_more_points_than_the_box_is_wide() {
        let signed: Vec<Moment> = (0..10_000).map(|minute| opened() + TimeDelta::minutes(minute)).collect();
        assert!(drawn(&signed, None).line.split(' ').count() <= 1_003);
    }
}
