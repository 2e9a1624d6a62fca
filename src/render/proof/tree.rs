//! The Merkle tree over the list (RFC 9162 §2.1): a leaf's hash begins with 0x00, a node's with 0x01, so that neither can
//! pass for the other.

use sha2::{Digest, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The leaf of a record that everybody may read.
pub fn leaf(record: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(record).finalize().into()
}

/// The leaf of a record that is withheld. Without the 32 random bytes before it nobody can try names against it.
pub fn salted_leaf(salt: &Hash, record: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(salt).chain_update(record).finalize().into()
}

/// The root over leaves in this order; of no leaves, the hash of nothing.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(b""),
        [one] => *one,
        more => {
            // The largest power of two below their number goes to the left.
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            Sha256::new().chain_update([1]).chain_update(root(left)).chain_update(root(right)).finalize().into()
        }
    }
}

/// What proves that the leaf at `index` is under the root (RFC 9162 §2.1.3.1), the deepest hash first; none for an index that is
/// not there.
pub fn path(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut path, sibling) = match index.checked_sub(left.len()) {
        None => (path(left, index)?, right),
        Some(index) => (path(right, index)?, left),
    };
    path.push(root(sibling));
    Some(path)
}

/// The root to which a path leads (RFC 9162 §2.1.3.2); none when it has not the length for this place.
pub fn root_of_path(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    let (mut place, mut last) = (index, size.checked_sub(1).filter(|last| index <= *last)?);
    let node = |left: &Hash, right: &Hash| -> Hash {
        Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
    };
    let mut hash = leaf;
    for sibling in path {
        if last == 0 {
            return None;
        }
        if place % 2 == 1 || place == last {
            hash = node(sibling, &hash);
            while place.is_multiple_of(2) && place != 0 {
                (place, last) = (place / 2, last / 2);
            }
        } else {
            hash = node(&hash, sibling);
        }
        (place, last) = (place / 2, last / 2);
    }
    (last == 0).then_some(hash)
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash that [`hex`] wrote; nothing else, so that a hash has one spelling.
pub fn from_hex(text: &str) -> Option<Hash> {
    let digit = |byte: u8| char::from(byte).to_digit(16).filter(|_| !byte.is_ascii_uppercase());
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (place, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *place = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    }
    Some(bytes)
}
