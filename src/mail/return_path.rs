//! The address that a mail's bounces go to: one for each mail (VERP), so that whatever comes back tells which mail it is
//! about, however little the other server says. `letters@example.org` becomes `letters+TAG@example.org`.
//!
//! The tag is the row's id and a keyed check of eight bytes, so that nobody can have an address stopped by a made-up bounce.
//! It holds small letters and digits only: some servers change the case of what stands before the @.

use crate::domain::ids::OutboxId;

/// Bytes of the keyed check.
pub const CHECK_BYTES: usize = 8;
const ID_BYTES: usize = 16;
/// Characters of a tag: 24 bytes, five bits each.
const TAG_CHARS: usize = 39;
/// RFC 5321 §4.5.3.1.1: 64 octets before the @, of which the tag and its plus sign take forty.
pub const LOCAL_LIMIT: usize = 64 - TAG_CHARS - 1;
/// RFC 4648 §6, in small letters.
const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The address under which the tags hang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnPath {
    local: String,
    domain: String,
}

/// A tag as it stands in an address; whether its check is ours is for whoever has the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The mail.
    pub row: OutboxId,
    /// The keyed check.
    pub check: [u8; CHECK_BYTES],
}

impl ReturnPath {
    /// Hangs the tags under this address; `None` when it is no address or too long before the @ (24 characters).
    pub fn under(address: &str) -> Option<ReturnPath> {
        let (local, domain) = address.trim().rsplit_once('@')?;
        let fits = !local.is_empty() && local.len() <= LOCAL_LIMIT && local.is_ascii() && !domain.is_empty();
        fits.then(|| ReturnPath { local: local.to_owned(), domain: domain.to_owned() })
    }

    /// The address for one mail.
    pub fn of(&self, tag: &Tag) -> Option<String> {
        let id = uuid::Uuid::parse_str(tag.row.as_str()).ok()?;
        let mut bytes = [0; ID_BYTES + CHECK_BYTES];
        bytes[..ID_BYTES].copy_from_slice(id.as_bytes());
        bytes[ID_BYTES..].copy_from_slice(&tag.check);
        Some(format!("{}+{}@{}", self.local, written(&bytes), self.domain))
    }

    /// The address itself, without a tag.
    pub fn address(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// What stands after the @.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl Tag {
    /// The tag in an address, whatever stands before it and after the @: those may have been set otherwise when the mail left.
    pub fn read(address: &str) -> Option<Tag> {
        let (local, _) = address.trim().rsplit_once('@')?;
        let (_, tag) = local.rsplit_once('+')?;
        let bytes = bytes_of(tag)?;
        let (id, check) = bytes.split_first_chunk::<ID_BYTES>()?;
        Some(Tag { row: OutboxId(uuid::Uuid::from_bytes(*id).to_string()), check: check.try_into().ok()? })
    }
}

fn written(bytes: &[u8]) -> String {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| (byte >> (7 - at % 8)) & 1);
    let digit = |at: usize| (0..5).fold(0, |value, nth| (value << 1) | usize::from(bit(at * 5 + nth)));
    (0..TAG_CHARS).map(|at| char::from(DIGITS[digit(at)])).collect()
}

fn bytes_of(tag: &str) -> Option<Vec<u8>> {
    if tag.len() != TAG_CHARS {
        return None;
    }
    let mut bits = Vec::with_capacity(TAG_CHARS * 5);
    for byte in tag.bytes() {
        let value = DIGITS.iter().position(|digit| *digit == byte.to_ascii_lowercase())?;
        bits.extend((0..5).rev().map(|nth| (value >> nth) & 1));
    }
    // Three bits are left over; a tag of ours has zeros there.
    let (whole, rest) = bits.split_at((ID_BYTES + CHECK_BYTES) * 8);
    let byte = |bits: &[usize]| bits.iter().fold(0_u8, |byte, bit| (byte << 1) | u8::from(*bit == 1));
    rest.iter().all(|bit| *bit == 0).then(|| whole.chunks(8).map(byte).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag() -> Tag {
        Tag { row: OutboxId::new(), check: [1, 2, 3, 250, 251, 252, 0, 255] }
    }

    #[test]
    fn each_mail_has_an_address_of_its_own_that_says_which_it_is() {
        let path = ReturnPath::under("Bounces.of-letters@letters.example").expect("an address");
        let one = tag();
        let address = path.of(&one).expect("an address");
        assert!(address.starts_with("Bounces.of-letters+") && address.ends_with("@letters.example"), "{address}");
        assert!(address.rsplit_once('@').expect("an @").0.len() <= 64);
        assert_eq!(Tag::read(&address), Some(one.clone()));
        assert_eq!(Tag::read(&address.to_uppercase()), Some(one), "a server may change the case");
        assert_ne!(path.of(&tag()), path.of(&tag()));
    }

    #[test]
    fn other_addresses_hold_no_tag() {
        let address = ReturnPath::under("a@b.example").expect("an address").of(&tag()).expect("an address");
        for other in ["", "a@b.example", "a+b@b.example", "a+@b", &address[1..20], &address.replace('+', "-")] {
            assert_eq!(Tag::read(other), None, "{other}");
        }
        let longer = address.replace('@', "x@");
        assert_eq!(Tag::read(&longer), None);
    }

    #[test]
    fn an_address_that_leaves_no_room_takes_no_tags() {
        assert!(ReturnPath::under(&format!("{}@x.example", "a".repeat(24))).is_some());
        for bad in ["", "nobody", "@x.example", "a@", &format!("{}@x.example", "a".repeat(25)), "salmá@x.example"] {
            assert_eq!(ReturnPath::under(bad), None, "{bad}");
        }
    }
}
