//! A public page as finished bytes: identity, gzip and brotli, each with a strong ETag made from the content, so that it
//! is the same on every instance and after a restart. Nothing personal is in it (no CSRF token, flash or session), so
//! compressing it gives nothing away (BREACH).

use std::io::Write;

use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use crate::web::edge::FRAMED_ANYWHERE;

/// Brotli quality 5 and gzip level 6 cost about a millisecond each for 321 names; higher ones cost ten times as much
/// for a few per cent.
const BROTLI_QUALITY: i32 = 5;
const GZIP_LEVEL: u32 = 6;

/// One page or file, ready to be sent.
#[derive(Debug, Clone)]
pub struct StoredPage {
    kind: FileKind,
    identity: Encoded,
    gzip: Encoded,
    brotli: Encoded,
}

#[derive(Debug, Clone)]
struct Encoded {
    bytes: Bytes,
    etag: HeaderValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Identity,
    Gzip,
    Brotli,
}

/// What kind of file a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A page for people.
    Html,
    /// `signatories.csv`.
    Csv,
    /// `signatories.json`.
    Json,
    /// `proof.zip`.
    Zip,
    /// A page that any site may frame.
    Framed,
    /// `letter.pdf`.
    Pdf,
    /// `card.png`.
    Png,
    /// `letter.docx`.
    Docx,
}

impl FileKind {
    fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            FileKind::Html | FileKind::Framed => "text/html; charset=utf-8",
            FileKind::Csv => "text/csv; charset=utf-8",
            FileKind::Json => "application/json; charset=utf-8",
            FileKind::Zip => "application/zip",
            FileKind::Pdf => "application/pdf",
            FileKind::Png => "image/png",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        })
    }

    fn disposition(self) -> Option<HeaderValue> {
        match self {
            FileKind::Csv => Some(HeaderValue::from_static("attachment; filename=\"signatories.csv\"")),
            FileKind::Zip => Some(HeaderValue::from_static("attachment; filename=\"proof.zip\"")),
            FileKind::Docx => Some(HeaderValue::from_static("attachment; filename=\"letter.docx\"")),
            FileKind::Pdf => Some(HeaderValue::from_static("inline; filename=\"letter.pdf\"")),
            FileKind::Html | FileKind::Json | FileKind::Framed | FileKind::Png => None,
        }
    }

    fn is_cross_origin(self) -> bool {
        matches!(self, FileKind::Csv | FileKind::Json | FileKind::Png)
    }

    /// Whether compressing makes it smaller.
    fn is_compressible(self) -> bool {
        !matches!(self, FileKind::Zip | FileKind::Pdf | FileKind::Png)
    }
}

/// Content of which nothing was compressed yet.
struct Content {
    bytes: Bytes,
    fingerprint: String,
}

impl Content {
    fn new(bytes: Vec<u8>) -> Content {
        let digest = Sha256::digest(&bytes);
        let fingerprint = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        Content { bytes: Bytes::from(bytes), fingerprint }
    }

    fn encoded(&self, coding: Coding) -> Encoded {
        let (bytes, suffix) = match coding {
            Coding::Identity => (self.bytes.clone(), 'i'),
            Coding::Gzip => (Bytes::from(gzip(&self.bytes)), 'g'),
            Coding::Brotli => (Bytes::from(brotli(&self.bytes)), 'b'),
        };
        let etag = HeaderValue::from_str(&format!("\"{}-{suffix}\"", self.fingerprint));
        Encoded { bytes, etag: etag.unwrap_or(HeaderValue::from_static("\"\"")) }
    }
}

impl StoredPage {
    /// Compresses and fingerprints the content.
    pub fn new(kind: FileKind, content: Vec<u8>) -> StoredPage {
        let content = Content::new(content);
        let identity = content.encoded(Coding::Identity);
        if !kind.is_compressible() {
            return StoredPage { kind, gzip: identity.clone(), brotli: identity.clone(), identity };
        }
        let (gzip, brotli) = (content.encoded(Coding::Gzip), content.encoded(Coding::Brotli));
        StoredPage { kind, identity, gzip, brotli }
    }

    /// The content as it was given.
    pub fn content(&self) -> &[u8] {
        &self.identity.bytes
    }

    /// Answers a request: 304 when the reader has these bytes, else the best encoding it takes.
    pub fn respond(&self, request: &HttpRequest, cdn_seconds: u32) -> HttpResponse {
        let coding = wanted(self.kind, request);
        let encoded = match coding {
            Coding::Identity => &self.identity,
            Coding::Gzip => &self.gzip,
            Coding::Brotli => &self.brotli,
        };
        respond(self.kind, coding, encoded, request, cdn_seconds)
    }
}

/// Answers with content that is made for this one request: like a stored page, and only what the reader takes is compressed.
pub fn respond_once(kind: FileKind, content: Vec<u8>, request: &HttpRequest, cdn_seconds: u32) -> HttpResponse {
    let coding = wanted(kind, request);
    respond(kind, coding, &Content::new(content).encoded(coding), request, cdn_seconds)
}

fn wanted(kind: FileKind, request: &HttpRequest) -> Coding {
    if !kind.is_compressible() {
        return Coding::Identity;
    }
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    negotiate(accepted.unwrap_or(""))
}

fn respond(kind: FileKind, coding: Coding, encoded: &Encoded, request: &HttpRequest, cdn_seconds: u32) -> HttpResponse {
    let fresh = request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| matches(known, &encoded.etag));
    let mut response = HttpResponse::build(if fresh { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response
        .insert_header((header::ETAG, encoded.etag.clone()))
        .insert_header((header::VARY, HeaderValue::from_static("Accept-Encoding")))
        .insert_header((header::CACHE_CONTROL, cache_control(cdn_seconds)));
    if kind.is_cross_origin() {
        response
            .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    }
    if kind == FileKind::Framed {
        response.insert_header((header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMED_ANYWHERE)));
    }
    if fresh {
        return response.finish();
    }
    response.insert_header((header::CONTENT_TYPE, kind.content_type()));
    if let Some(disposition) = kind.disposition() {
        response.insert_header((header::CONTENT_DISPOSITION, disposition));
    }
    match coding {
        Coding::Identity => {}
        Coding::Gzip => _ = response.insert_header((header::CONTENT_ENCODING, "gzip")),
        Coding::Brotli => _ = response.insert_header((header::CONTENT_ENCODING, "br")),
    }
    if request.method() == Method::HEAD {
        return response.no_chunking(encoded.bytes.len() as u64).body(Bytes::new());
    }
    response.body(encoded.bytes.clone())
}

/// What shows names is asked for anew each time (a 304 is cheap), unless the operator accepted a delay for a shared cache.
fn cache_control(cdn_seconds: u32) -> HeaderValue {
    if cdn_seconds == 0 {
        return HeaderValue::from_static("no-cache");
    }
    HeaderValue::from_str(&format!("public, max-age=0, s-maxage={cdn_seconds}"))
        .unwrap_or(HeaderValue::from_static("no-cache"))
}

fn matches(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    known.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == etag)
}

/// The best coding that the reader takes (RFC 9110 §12.5.3, weights included); brotli before gzip at equal weight.
fn negotiate(accepted: &str) -> Coding {
    let mut weights = [(Coding::Brotli, None), (Coding::Gzip, None)];
    let mut any = None;
    for part in accepted.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let name = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let weight = pieces
            .filter_map(|piece| piece.strip_prefix("q=").or_else(|| piece.strip_prefix("Q=")))
            .find_map(|text| text.parse::<f32>().ok())
            .unwrap_or(1.0);
        match name.as_str() {
            "br" => weights[0].1 = Some(weight),
            "gzip" | "x-gzip" => weights[1].1 = Some(weight),
            "*" => any = Some(weight),
            _ => {}
        }
    }
    let mut best = (Coding::Identity, 0.0);
    for (coding, weight) in weights {
        let weight = weight.or(any).unwrap_or(0.0);
        if weight > best.1 {
            best = (coding, weight);
        }
    }
    best.0
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(GZIP_LEVEL));
    // Writing to memory cannot fail; an empty body would be noticed by the reader's checksum.
    let _ = encoder.write_all(content);
    encoder.finish().unwrap_or_default()
}

fn brotli(content: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
    let _ = brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters);
    compressed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_gets_the_encoding_it_asked_for() {
        for (accepted, coding) in [
            ("", Coding::Identity),
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip", Coding::Gzip),
            ("br;q=0, gzip;q=0.5", Coding::Gzip),
            ("br;q=0.1, gzip;q=0.9", Coding::Gzip),
            ("identity", Coding::Identity),
            ("*", Coding::Brotli),
            ("*;q=0", Coding::Identity),
        ] {
            assert_eq!(negotiate(accepted), coding, "{accepted:?}");
        }
    }

    #[test]
    fn equal_content_has_equal_etags_and_each_encoding_its_own() {
        let (one, two) =
            (StoredPage::new(FileKind::Html, b"same".to_vec()), StoredPage::new(FileKind::Html, b"same".to_vec()));
        assert_eq!(one.brotli.etag, two.brotli.etag);
        assert_ne!(one.brotli.etag, one.gzip.etag);
        assert_ne!(one.identity.etag, StoredPage::new(FileKind::Html, b"other".to_vec()).identity.etag);
    }

    #[test]
    fn compressed_bytes_open_to_the_content() {
        let page = StoredPage::new(FileKind::Html, "Ein Satz. ".repeat(100).into_bytes());
        let mut opened = Vec::new();
        brotli::BrotliDecompress(&mut page.brotli.bytes.as_ref(), &mut opened).unwrap();
        assert_eq!(opened, page.content());
        let mut opened = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(page.gzip.bytes.as_ref()), &mut opened).unwrap();
        assert_eq!(opened, page.content());
    }
}
