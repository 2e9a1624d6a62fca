//! The rows of dots: one dot for each signatory, by part of the world, drawn as one dashed line per row.

use super::{RegionLine, Register};

/// The distance between two dots, in CSS pixels.
const PITCH: f64 = 7.55;

/// A row with more than this many dots counts ten signatories per dot.
const DOTS_MAX: usize = 100;

/// The chart, ready for the template; the numbers stand beside the dots, so it is its own table.
#[derive(Debug)]
pub struct Dots {
    /// One row for each part of the world.
    pub rows: Vec<DotRow>,
    /// A row of hollow dots, without a place.
    pub withheld: Option<DotRow>,
    /// The width of every row, in CSS pixels, so that all are drawn to one scale.
    pub width: usize,
    /// How many signatories a dot stands for.
    pub each: usize,
}

/// A row of the chart.
#[derive(Debug)]
pub struct DotRow {
    /// What the row counts.
    pub label: String,
    /// The number, printed beside the dots.
    pub count: usize,
    /// The line that carries the dots.
    pub path: String,
}

impl Register {
    /// The chart of this register; without rows while the names are hidden.
    pub fn dots(&self) -> Dots {
        let regions = self.regions();
        let withheld = self.withheld.len();
        let longest = regions.iter().map(|line| line.count).chain([withheld]).max().unwrap_or(0);
        let each = if longest > DOTS_MAX { 10 } else { 1 };
        let row = |label: String, count: usize| DotRow { label, count, path: path(count, each) };
        Dots {
            rows: regions.into_iter().map(|RegionLine { label, count, .. }| row(label, count)).collect(),
            withheld: (withheld > 0).then(|| row(String::new(), withheld)),
            width: (longest.div_ceil(each) as f64 * PITCH).ceil() as usize + 1,
            each,
        }
    }
}

/// A line through the middle of the row, as long as its dots; a zero-length dash with round caps is a dot.
fn path(count: usize, each: usize) -> String {
    let dots = count.div_ceil(each).max(1);
    let length = (dots - 1) as f64 * PITCH + 0.01;
    format!("M4 4h{length:.2}")
}
