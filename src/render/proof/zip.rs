//! The zip around a bundle. Files are stored, not compressed, without time or rights, so that equal files give equal bytes with
//! every version of this program: no library promises that. It also lets the check write the file again and compare.
//! Source: PKWARE's APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16.

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Version 1.0 of the format: stored files.
const NEEDED: u16 = 10;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1980-01-01, the first day that zip knows.
const DAY: u16 = 0x21;

/// Names and contents, in the order in which they lie there.
pub type Files = Vec<(String, Vec<u8>)>;

/// The bytes of a zip with these files; `None` when one is too large for a plain zip.
pub fn write(files: &Files) -> Option<Vec<u8>> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let start = u32::try_from(out.len()).ok()?;
        let facts = facts(name, content)?;
        out.extend(LOCAL.to_le_bytes());
        out.extend(&facts);
        out.extend(name.as_bytes());
        out.extend(content);
        directory.extend(CENTRAL.to_le_bytes());
        directory.extend(NEEDED.to_le_bytes());
        directory.extend(&facts);
        // Comment's length, disk, internal and external attributes.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).ok()?;
    let start = u32::try_from(out.len()).ok()?;
    out.extend(&directory);
    out.extend(END.to_le_bytes());
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(directory.len()).ok()?.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    Some(out)
}

/// What both headers of a file say: 26 bytes.
fn facts(name: &str, content: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(content.len()).ok()?;
    let mut facts = Vec::with_capacity(26);
    for short in [NEEDED, FLAGS, 0, 0, DAY] {
        facts.extend(short.to_le_bytes());
    }
    for long in [crc32fast::hash(content), length, length] {
        facts.extend(long.to_le_bytes());
    }
    facts.extend(u16::try_from(name.len()).ok()?.to_le_bytes());
    facts.extend([0; 2]);
    Some(facts)
}

/// Reads what [`write`] wrote and nothing else: a file that differs in one byte from what would be written is refused.
pub fn read(bytes: &[u8]) -> Option<Files> {
    let mut files = Files::new();
    let mut rest = bytes;
    while let Some(after) = rest.strip_prefix(&LOCAL.to_le_bytes()) {
        let length = u32::from_le_bytes(after.get(18..22)?.try_into().ok()?);
        let name_length = usize::from(u16::from_le_bytes(after.get(22..24)?.try_into().ok()?));
        let (name, after) = after.get(26..)?.split_at_checked(name_length)?;
        let (content, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
        files.push((String::from_utf8(name.to_vec()).ok()?, content.to_vec()));
        rest = after;
    }
    (write(&files)? == bytes).then_some(files)
}
