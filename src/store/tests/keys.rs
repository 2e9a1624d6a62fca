//! The key file, and what is sealed and hashed with it.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use secrecy::SecretBox;

use crate::error::Error;
use crate::store::{KeyFault, Keys};

fn key_path() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys/undersigned.key");
    (folder, path)
}

#[test]
fn a_key_file_is_private_and_gives_the_same_keys_again() {
    let (_folder, path) = key_path();
    let made = Keys::create(&path).unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let loaded = Keys::load(&path).unwrap();
    assert_eq!(loaded.key_id(), made.key_id());
    assert_eq!(
        loaded.open("contact", "email", "1", &made.seal("contact", "email", "1", "a@b.example")).unwrap(),
        "a@b.example"
    );
    assert!(matches!(Keys::create(&path), Err(KeyFault::Exists(_))));
}

#[test]
fn a_missing_shared_or_damaged_key_file_is_refused() {
    let (_folder, path) = key_path();
    assert!(matches!(Keys::load(&path), Err(KeyFault::Missing(_))));
    Keys::create(&path).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(Keys::load(&path), Err(KeyFault::Readable(_))));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let letter = if text.contains('A') { ("A", "B") } else { ("B", "A") };
    let (words, secret) = text.trim_end().rsplit_once(' ').unwrap();
    for damaged in [
        String::new(),
        words.to_owned(),
        format!("{words} {}", &secret[4..]),
        format!("{words} {}", secret.replacen(letter.0, letter.1, 1)).replacen("key-1", "key-2", 1),
        format!("{text}{text}"),
    ] {
        std::fs::write(&path, damaged).unwrap();
        assert!(matches!(Keys::load(&path), Err(KeyFault::Malformed(_))));
    }
}

#[test]
fn a_secret_that_lost_a_letter_does_not_pass_for_another_key() {
    let (_folder, path) = key_path();
    Keys::create(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let (words, _) = text.trim_end().rsplit_once(' ').unwrap();
    std::fs::write(&path, format!("{words} {}", STANDARD.encode([9; 32]))).unwrap();
    assert!(matches!(Keys::load(&path), Err(KeyFault::Malformed(_))));
}

#[test]
fn a_sealed_field_opens_in_its_own_place_only() {
    let keys = Keys::for_tests();
    let sealed = keys.seal("contact", "email", "row-1", "amina@example.org");
    assert!(!sealed.contains("amina"));
    assert_eq!(keys.open("contact", "email", "row-1", &sealed).unwrap(), "amina@example.org");
    for (table, column, row) in
        [("contact", "email", "row-2"), ("contact", "phone", "row-1"), ("person", "email", "row-1")]
    {
        assert!(keys.open(table, column, row, &sealed).is_err());
    }
    assert_ne!(sealed, keys.seal("contact", "email", "row-1", "amina@example.org"), "equal fields look different");
}

#[test]
fn a_changed_or_foreign_field_does_not_open() {
    let keys = Keys::for_tests();
    let sealed = keys.seal("t", "c", "r", "text");
    let (head, body) = sealed.rsplit_once('.').unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(body).unwrap();
    for position in 0..bytes.len() {
        bytes[position] ^= 1;
        assert!(keys.open("t", "c", "r", &format!("{head}.{}", URL_SAFE_NO_PAD.encode(&bytes))).is_err());
        bytes[position] ^= 1;
    }
    for broken in ["", "text", "1.", "1.x.y", &format!("{head}."), &sealed.replacen("1.", "2.", 1)] {
        assert!(keys.open("t", "c", "r", broken).is_err());
    }
    let others = Keys::from_master(&SecretBox::new(Box::new([8; 32])));
    assert!(matches!(others.open("t", "c", "r", &sealed), Err(Error::Internal(why)) if why.contains("another key")));
}

#[test]
fn indexes_hashes_and_tags_depend_on_key_purpose_and_text() {
    let keys = Keys::for_tests();
    let others = Keys::from_master(&SecretBox::new(Box::new([8; 32])));
    assert_eq!(keys.blind_index("email", "a@b.example"), keys.blind_index("email", "a@b.example"));
    let all = [
        keys.blind_index("email", "a@b.example"),
        keys.blind_index("phone", "a@b.example"),
        keys.blind_index("email", "c@b.example"),
        others.blind_index("email", "a@b.example"),
        keys.token_hash("email", "a@b.example"),
        URL_SAFE_NO_PAD.encode(keys.mac("email", b"a@b.example")),
        URL_SAFE_NO_PAD.encode(keys.mac("emaila", b"@b.example")),
    ];
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
}

#[test]
fn subkeys_are_made_as_rfc_5869_says() {
    // Computed with Python's hmac module: HMAC-SHA256(32 bytes of 7, b"undersigned key id\x01")[:8].
    assert_eq!(Keys::for_tests().key_id(), "945bc1945e054ead");
}

#[test]
fn printing_keys_tells_no_secret() {
    assert_eq!(format!("{:?}", Keys::for_tests()), format!("Keys {{ id: {:?}, .. }}", Keys::for_tests().key_id()));
}
