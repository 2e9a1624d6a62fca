//! What a bundle must withstand.

use super::*;
use crate::domain::signature::{PrintedLine, SignatoryKind};
use crate::render::register::Counts;

fn record(name: &str) -> Record {
    let line = PrintedLine {
        kind: SignatoryKind::Organisation,
        name: name.into(),
        latin_name: None,
        acronym: None,
        country: Some("KE".into()),
        region: None,
        affiliation: None,
        role: None,
        website: None,
        representative: None,
    };
    Record { line, recorded: false, version: 1, text_sha256: hex(&sha256(b"# Water\n")) }
}

fn content(key: &SigningKey) -> Content {
    let names = ["Réseau \"Eau\"", "Wells for All\n", "人权"];
    Content {
        slug: "water".into(),
        title: "Water".into(),
        kind: "open_letter",
        language: "en".into(),
        published_at: "2026-11-16T12:00:00Z".into(),
        url: "http://127.0.0.1:8080/letters/water".into(),
        key: key.public().line(),
        texts: vec![TextOf {
            n: 1,
            change: "first",
            note: String::new(),
            frozen_at: "2026-11-15T12:00:00Z".into(),
            canonical_text: "# Water\n".into(),
        }],
        translations: vec![TranslationOf {
            n: 1,
            language: "ar".into(),
            standing: Standing::Official,
            canonical_text: "# الماء\n".into(),
        }],
        as_of: "2026-11-16T11:00:00Z".into(),
        counts: Counts { organisations: 5, countries: 1, individuals: 0, withheld: 2 },
        named: names.map(|name| Named { record: record(name), wave: "initial".into() }).to_vec(),
        withheld: vec![salted_leaf(&[1; 32], b"one"), salted_leaf(&[2; 32], b"two")],
        names_hidden: false,
    }
}

fn example() -> Vec<u8> {
    let key = SigningKey::from_seed(&[3; 32]).expect("key");
    let content = content(&key);
    let manifest = content.manifest(1, "2026-11-16T12:00:00Z", None).expect("manifest");
    bundle(&manifest, &content, &key).expect("bundle")
}

#[test]
fn a_bundle_is_right_and_is_the_same_each_time() {
    let report = check(&example());
    assert!(report.is_right(), "{report:?}");
    assert_eq!((report.named, report.withheld, report.number), (3, 2, 1));
    assert_eq!(example(), example());
}

#[test]
fn a_bundle_without_a_text_that_somebody_signed_is_not_right() {
    let key = SigningKey::from_seed(&[3; 32]).expect("key");
    let told = |version: i32| {
        let mut content = content(&key);
        content.named[0].record = Record { text_sha256: "ab".repeat(32), version, ..record("Wells") };
        let manifest = content.manifest(1, "2026-11-16T12:00:00Z", None).expect("manifest");
        check(&bundle(&manifest, &content, &key).expect("bundle"))
    };
    assert!(told(1).checks.contains(&(Check::Texts, false)));
    assert!(told(2).is_right(), "a newer version is published later");
}

#[test]
fn one_changed_byte_anywhere_is_noticed() {
    let right = example();
    for at in 0..right.len() {
        let mut wrong = right.clone();
        wrong[at] ^= 1 << (at % 8);
        assert!(!check(&wrong).is_right(), "byte {at}");
    }
    assert!(!check(&right[..right.len() - 1]).is_right());
    assert!(!check(b"").is_right());
}

#[test]
fn a_bundle_whose_sums_and_zip_were_made_again_is_still_noticed_by_its_signature() {
    let key = SigningKey::from_seed(&[3; 32]).expect("key");
    let content = content(&key);
    let mut manifest = content.manifest(1, "2026-11-16T12:00:00Z", None).expect("manifest");
    let signed = String::from_utf8(manifest.bytes.clone()).expect("text");
    let signature = key.sign(&manifest.bytes, &manifest.comment);
    manifest.bytes = signed.replace("\"countries\":1", "\"countries\":9").into_bytes();
    assert_ne!(manifest.bytes, signed.as_bytes());
    assert!(key.public().verifies(signed.as_bytes(), &signature));
    assert!(!key.public().verifies(&manifest.bytes, &signature));
    let other = SigningKey::from_seed(&[4; 32]).expect("key");
    assert!(!other.public().verifies(signed.as_bytes(), &signature));
}

#[test]
fn the_tree_is_that_of_rfc_9162() {
    // The example tree of RFC 9162 §2.1.5 has seven leaves: ((d0 d1)(d2 d3))((d4 d5) d6).
    let d: Vec<Hash> = (0..7_u8).map(|n| leaf(&[n])).collect();
    let node = |left: Hash, right: Hash| sha256(&[&[1][..], &left, &right].concat());
    let left = node(node(d[0], d[1]), node(d[2], d[3]));
    assert_eq!(root(&d), node(left, node(node(d[4], d[5]), d[6])));
    assert_eq!(hex(&root(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(root(&d[..1]), d[0]);
    assert_eq!(from_hex(&hex(&d[3])), Some(d[3]));
    assert_eq!(from_hex(&hex(&d[3]).to_uppercase()), None);
}

#[test]
fn every_leaf_has_a_path_to_the_root_and_no_other_place_fits() {
    for size in 1..40_usize {
        let leaves: Vec<Hash> = (0..size).map(|n| leaf(&n.to_be_bytes())).collect();
        let top = root(&leaves);
        for index in 0..size {
            let path = tree::path(&leaves, index).expect("there");
            let leads = |index: usize, size: usize, path: &[Hash]| {
                tree::root_of_path(leaves[index % leaves.len()], index as u64, size as u64, path) == Some(top)
            };
            assert!(leads(index, size, &path), "{index} of {size}");
            assert!(!leads(index + size, size, &path));
            assert!(!leads((index + 1) % size, size, &path) || size == 1);
            assert!(!leads(index, size, &[&path[..], &[top]].concat()));
        }
        assert_eq!(tree::path(&leaves, size), None);
    }
}

fn paths() -> [Vec<u8>; 2] {
    let key = SigningKey::from_seed(&[3; 32]).expect("key");
    let held = Held { record: record("Réseau \"Eau\""), salt: None };
    let quiet = Held { record: record("Reed"), salt: Some([9; 32]) };
    let mut content = content(&key);
    content.withheld.push(quiet.record.leaf(quiet.salt.as_ref()).expect("leaf"));
    let manifest = content.manifest(4, "2026-11-16T12:00:00Z", None).expect("manifest");
    [held, quiet].map(|held| written_path(&held, &content, 4, &manifest, &key).expect("written").expect("on the list"))
}

#[test]
fn a_signatorys_own_path_is_right_and_one_changed_byte_anywhere_is_noticed() {
    for right in paths() {
        let report = check_path(&right);
        assert!(report.is_right(), "{report:?}");
        assert_eq!((report.number, report.letter.as_str()), (4, "water"));
        for at in 0..right.len() {
            for bit in 0..8 {
                let mut wrong = right.clone();
                wrong[at] ^= 1 << bit;
                assert!(!check_path(&wrong).is_right(), "byte {at} bit {bit}: {}", String::from_utf8_lossy(&wrong));
            }
        }
        assert!(!check_path(&right[..right.len() - 1]).is_right());
    }
    assert!(!check_path(b"{}").is_right());
    let [named, quiet] = paths().map(|path| check_path(&path));
    assert!(!named.is_withheld && quiet.is_withheld && quiet.name == "Reed");
}

#[test]
fn who_is_not_on_the_list_has_no_path() {
    let key = SigningKey::from_seed(&[3; 32]).expect("key");
    let content = content(&key);
    let manifest = content.manifest(1, "2026-11-16T12:00:00Z", None).expect("manifest");
    let held = Held { record: record("Nobody"), salt: None };
    assert!(written_path(&held, &content, 1, &manifest, &key).expect("looked").is_none());
}
