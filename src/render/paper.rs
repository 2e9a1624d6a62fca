//! `letter.pdf` and `card.png`, set by typst from the same letter and the same register as the page. What people wrote reaches the
//! templates as data and never as markup, so nothing in it can be run.

mod data;
#[cfg(test)]
mod tests;
mod world;

use typst::diag::{SourceDiagnostic, SourceResult, Warned};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

pub use data::{LONGEST, card_data, letter_data};
use world::Desk;

use crate::error::{Error, Result};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// `letter.pdf`, A4, tagged.
    Letter,
    /// `card.png`, 1200 by 630 pixels.
    Card,
}

/// Sets the data of [`letter_data`] or [`card_data`]. The same data gives the same bytes on every server. Takes a second for some
/// hundred names and much memory for thousands, so one is set at a time.
///
/// # Errors
/// `Internal` when typst cannot set it, which no letter should reach.
pub fn set(paper: Paper, data: &str) -> Result<Vec<u8>> {
    let desk = Desk::new(paper, data);
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&desk);
    for warning in &warnings {
        log::debug!("typesetting: {}", warning.message);
    }
    let set = output.and_then(|document| match paper {
        Paper::Letter => typst_pdf::pdf(&document, &options()),
        Paper::Card => Ok(png(&document)),
    });
    // What typst remembers of one letter is of no use to another.
    typst::comemo::evict(0);
    told(set)
}

fn options() -> PdfOptions {
    PdfOptions { creator: Smart::Custom(Some("Undersigned".into())), ..PdfOptions::default() }
}

fn png(document: &PagedDocument) -> Vec<u8> {
    let options = RenderOptions { pixel_per_pt: 1.0.into(), ..RenderOptions::default() };
    let Some(page) = document.pages().first() else { return Vec::new() };
    // A picture of this size fits into memory, which is all that can fail.
    typst_render::render(page, &options).encode_png().unwrap_or_default()
}

fn told(set: SourceResult<Vec<u8>>) -> Result<Vec<u8>> {
    let bytes = set.map_err(|faults| {
        let words = faults.iter().map(|one: &SourceDiagnostic| one.message.to_string()).collect::<Vec<_>>();
        Error::Internal(format!("typesetting: {}", words.join("; ")))
    })?;
    if bytes.is_empty() { Err(Error::Internal("typesetting gave nothing".into())) } else { Ok(bytes) }
}
