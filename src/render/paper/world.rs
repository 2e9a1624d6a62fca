//! What typst may see: one template, one file of data, our fonts. No file system, no network, no clock.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::Paper;

#[derive(RustEmbed)]
#[folder = "templates/pdf/"]
struct Embedded;

/// The fonts are read once: opening them takes longer than setting a letter.
static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let mut names: Vec<Cow<'static, str>> = Embedded::iter().filter(|name| name.starts_with("fonts/")).collect();
    // In one order everywhere, so that every server takes the same font for a letter.
    names.sort();
    let files = names.iter().filter_map(|name| Embedded::get(name));
    let fonts: Vec<Font> = files.flat_map(|file| Font::iter(Bytes::new(file.data))).collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// One setting.
pub(super) struct Desk {
    main: FileId,
    template: Source,
    data_id: FileId,
    data: Bytes,
}

impl Desk {
    pub(super) fn new(paper: Paper, data: &str) -> Desk {
        let name = match paper {
            Paper::Letter => "letter.typ",
            Paper::Card => "card.typ",
        };
        let text = Embedded::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default();
        let main = place(name);
        Desk {
            main,
            template: Source::new(main, text),
            data_id: place("data.json"),
            data: Bytes::from_string(data.to_owned()),
        }
    }
}

fn place(name: &str) -> FileId {
    // The names are ours and are paths.
    #[allow(clippy::expect_used, reason = "a constant of this file")]
    let path = VirtualPath::new(name).expect("a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
