//! The files under `static/`, embedded, under names that carry the hash of their content.
//! A name never changes its bytes, so browsers may keep them for ever; CSS refers to fonts by the hashed names.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// Style sheets that are sent as one file: the parts of a folder, in the order of their names.
const BUNDLES: [(&str, &str); 2] = [("css/site.css", "css/site/"), ("css/desk.css", "css/desk/")];

/// A file as it is sent, ready in every encoding that helps.
pub struct Asset {
    /// The path below `/static/`, e.g. `css/site.0f1e2d3c4b5a.css`.
    pub path: String,
    /// The absolute path of the URL, e.g. `/static/css/site.0f1e2d3c4b5a.css`.
    pub url: String,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// The bytes as they are.
    pub identity: Vec<u8>,
    /// The bytes compressed with brotli, for text only.
    pub brotli: Option<Vec<u8>>,
    /// The bytes compressed with gzip, for text only.
    pub gzip: Option<Vec<u8>>,
}

struct Shelf {
    by_path: BTreeMap<String, Asset>,
    path_of: BTreeMap<String, String>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::fill);

/// The URL of a file under `static/`, by its plain name: `url("css/site.css")`. An unknown name is logged.
pub fn url(name: &str) -> &'static str {
    match SHELF.path_of.get(name).and_then(|path| SHELF.by_path.get(path)) {
        Some(asset) => &asset.url,
        None => {
            log::error!(name; "there is no such static file");
            "/static/missing"
        }
    }
}

/// The file behind a path below `/static/`, by its hashed name.
pub fn find(path: &str) -> Option<&'static Asset> {
    SHELF.by_path.get(path)
}

/// Every file, for the export of a whole letter.
pub fn all() -> impl Iterator<Item = &'static Asset> {
    SHELF.by_path.values()
}

impl Shelf {
    fn fill() -> Shelf {
        let mut shelf = Shelf { by_path: BTreeMap::new(), path_of: BTreeMap::new() };
        let parts_of = |folder: &str| Files::iter().filter(|name| name.starts_with(folder)).collect::<Vec<_>>();
        for name in Files::iter().filter(|name| !name.ends_with(".css")) {
            if let (Some(file), Some(content_type)) = (Files::get(&name), content_type(&name)) {
                shelf.put(&name, content_type, file.data.into_owned());
            }
        }
        for (name, folder) in BUNDLES {
            let mut parts = parts_of(folder);
            parts.sort();
            let whole: String = parts
                .iter()
                .filter_map(|part| Files::get(part))
                .map(|file| String::from_utf8_lossy(&file.data).into_owned())
                .collect();
            let css = shelf.with_hashed_names(&without_comments(&whole));
            shelf.put(name, "text/css; charset=utf-8", css.into_bytes());
        }
        shelf
    }

    fn put(&mut self, name: &str, content_type: &'static str, identity: Vec<u8>) {
        let digest = Sha256::digest(&identity);
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let path = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
            None => format!("{name}.{hash}"),
        };
        let is_text = content_type.starts_with("text/") || content_type.contains("svg");
        let asset = Asset {
            url: format!("/static/{path}"),
            path: path.clone(),
            content_type,
            brotli: is_text.then(|| brotli(&identity)).flatten(),
            gzip: is_text.then(|| gzip(&identity)).flatten(),
            identity,
        };
        self.path_of.insert(name.to_owned(), path.clone());
        self.by_path.insert(path, asset);
    }

    /// Rewrites `url("../fonts/text.woff2")` to the hashed name; relative, so that an export works from a USB stick.
    fn with_hashed_names(&self, css: &str) -> String {
        self.path_of.iter().fold(css.to_owned(), |css, (name, path)| {
            css.replace(&format!("url(\"../{name}\")"), &format!("url(\"../{path}\")"))
        })
    }
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].split_once("*/").map_or("", |(_, after)| after.trim_start());
    }
    kept + rest
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packed = Vec::new();
    let options = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &options).ok()?;
    Some(packed)
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn css() -> String {
        let asset = find(url("css/site.css").trim_start_matches("/static/")).expect("the style sheet");
        String::from_utf8(asset.identity.clone()).expect("UTF-8")
    }

    #[test]
    fn every_file_that_the_style_sheet_names_exists_under_its_hashed_name() {
        let css = css();
        let named: Vec<_> =
            css.split("url(\"../").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
        assert!(named.len() >= 8, "{named:?}");
        named.iter().for_each(|path| assert!(find(path).is_some(), "{path}"));
    }

    #[test]
    fn the_licence_of_the_fonts_stands_beside_them() {
        let licence = find(url("fonts/OFL.txt").trim_start_matches("/static/")).expect("the licence");
        assert!(String::from_utf8_lossy(&licence.identity).contains("SIL OPEN FONT LICENSE Version 1.1"));
    }

    #[test]
    fn the_style_sheets_stay_light() {
        for (name, limit) in [("css/site.css", 16 * 1024), ("css/desk.css", 8 * 1024)] {
            let asset = find(url(name).trim_start_matches("/static/")).expect(name);
            let size = asset.gzip.as_ref().expect("compressed").len();
            assert!(size <= limit, "{name} is {size} bytes of gzip");
        }
    }

    #[test]
    fn the_two_letters_faces_of_an_english_page_fit_in_60_kilobytes() {
        let size: usize = ["fonts/text.woff2", "fonts/display.woff2"]
            .into_iter()
            .map(|name| find(url(name).trim_start_matches("/static/")).expect(name).identity.len())
            .sum();
        assert!(size <= 60 * 1024, "{size}");
    }

    #[test]
    fn every_name_that_a_style_uses_is_defined() {
        let sheets = || all().filter(|asset| asset.content_type.starts_with("text/css"));
        let css: String = sheets().map(|asset| String::from_utf8_lossy(&asset.identity).into_owned()).collect();
        let used: std::collections::BTreeSet<&str> =
            css.split("var(").skip(1).filter_map(|rest| rest.split([')', ',']).next()).collect();
        assert!(used.len() > 10, "{used:?}");
        for name in used {
            assert!(css.contains(&format!("{name}:")), "no sheet defines {name}");
        }
    }

    #[test]
    fn styles_never_say_left_or_right() {
        for asset in all().filter(|asset| asset.content_type.starts_with("text/css")) {
            let css = String::from_utf8_lossy(&asset.identity);
            for physical in ["margin-", "padding-", "border-", ""] {
                for side in ["left", "right"] {
                    for before in [' ', ';', '{'] {
                        let rule = format!("{before}{physical}{side}:");
                        assert!(!css.contains(&rule), "{} has {rule}", asset.path);
                    }
                }
            }
            for rule in ["text-align: left", "text-align: right", "float: left", "float: right"] {
                assert!(!css.contains(rule), "{} has {rule}", asset.path);
            }
        }
    }
}
