//! Bytes to text. Spreadsheets save UTF-8 with or without a mark, UTF-16, and the Windows code page of their country;
//! the encoding found is told, since a wrong one shows in the preview.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::fault::ImportFault;

/// A file's text and how it was encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, its line breaks all LF.
    pub text: String,
    /// The encoding's name as in the WHATWG Encoding Standard: "UTF-8", "UTF-16LE", "windows-1252" …
    pub encoding: &'static str,
}

/// Decodes a file. Bytes that its encoding does not have become U+FFFD, which the check of the row then refuses.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ImportFault> {
    if let Some(fault) = foreign_format(bytes) {
        return Err(fault);
    }
    let (encoding, text) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, encoding.decode_without_bom_handling(&bytes[mark..]).0),
        None => {
            let encoding = guess(bytes);
            (encoding, encoding.decode_without_bom_handling(bytes).0)
        }
    };
    if is_binary(&text) {
        return Err(ImportFault::NotText);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(Decoded { text, encoding: encoding.name() })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(utf_16) = utf_16_without_mark(bytes) {
        return utf_16;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 leaves a zero byte beside every ASCII character, always on the same side; other text has no zero bytes.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if !bytes.len().is_multiple_of(2) || even + odd < 2 {
        return None;
    }
    let encoding = if odd >= 9 * even {
        UTF_16LE
    } else if even >= 9 * odd {
        UTF_16BE
    } else {
        return None;
    };
    let (_, had_faults) = encoding.decode_without_bom_handling(bytes);
    (!had_faults).then_some(encoding)
}

fn foreign_format(bytes: &[u8]) -> Option<ImportFault> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0";
    if bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND_FILE) {
        return Some(ImportFault::Spreadsheet);
    }
    bytes.starts_with(b"%PDF-").then_some(ImportFault::NotText)
}

/// More than one control character in twenty: a picture, a program, a damaged file.
fn is_binary(text: &str) -> bool {
    let sample = text.chars().take(4_096);
    let (controls, all) = sample.fold((0, 0), |(controls, all), c| {
        let control = c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        (controls + usize::from(control), all + 1)
    });
    controls * 20 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, mark: bool, little: bool) -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        let units = mark.encode_utf16().chain(text.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn the_encodings_that_spreadsheets_save_are_told_apart() {
        let text = "name,country\nMédecins d’Afrique “Œil”,Sénégal\nУрок,Россия\n";
        let latin = "name;country\r\nMédecins d’Afrique “Œil”;Sénégal\r\nNiños de España;México\r\n";
        let cyrillic = "Организация;Страна\nГражданский контроль;Россия\nПравозащитный центр;Беларусь\n";
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(latin);
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode(cyrillic);
        let table: [(Vec<u8>, &str, &str); 9] = [
            (text.into(), "UTF-8", text),
            (format!("\u{feff}{text}").into(), "UTF-8", text),
            (utf_16(text, true, true), "UTF-16LE", text),
            (utf_16(text, true, false), "UTF-16BE", text),
            (utf_16(text, false, true), "UTF-16LE", text),
            (utf_16(text, false, false), "UTF-16BE", text),
            (windows.to_vec(), "windows-1252", latin),
            (russian.to_vec(), "windows-1251", cyrillic),
            (b"plain\rascii".to_vec(), "UTF-8", "plain\nascii"),
        ];
        for (bytes, encoding, expected) in table {
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.encoding, decoded.text), (encoding, expected.replace("\r\n", "\n")));
        }
    }

    #[test]
    fn files_that_are_no_text_are_refused_by_their_kind() {
        assert_eq!(decode(b"PK\x03\x04\x14\0\x06\0"), Err(ImportFault::Spreadsheet));
        assert_eq!(decode(b"\xD0\xCF\x11\xE0\xA1\xB1"), Err(ImportFault::Spreadsheet));
        assert_eq!(decode(b"%PDF-1.7"), Err(ImportFault::NotText));
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"), Err(ImportFault::NotText));
    }
}
