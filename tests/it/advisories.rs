//! No crate of Cargo.lock has a known advisory (RustSec), except those listed here with a reason.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use semver::{Version, VersionReq};

/// Advisories that we know and live with: its id, and why it does not hurt here.
const ACCEPTED: &[(&str, &str)] = &[
    (
        "RUSTSEC-2026-0194",
        "quick-xml under typst reads the citation styles that typst brings along, and no letter cites",
    ),
    ("RUSTSEC-2026-0195", "the same"),
    ("RUSTSEC-2025-0141", "bincode under typst reads what typst brings along; not maintained, no fault known"),
    ("RUSTSEC-2024-0436", "paste under typst runs while compiling; not maintained, no fault known"),
    ("RUSTSEC-2024-0320", "yaml-rust under typst reads what typst brings along; not maintained, no fault known"),
    ("RUSTSEC-2026-0206", "rustybuzz shapes text for typst with our own fonts; not maintained, no fault known"),
    ("RUSTSEC-2026-0192", "ttf-parser opens our own fonts for typst; not maintained, no fault known"),
];

/// A packed copy of the RustSec database; `UNDERSIGNED_TEST_ADVISORIES` names another one.
fn database() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/advisory-db.tgz");
    let named = std::env::var_os("UNDERSIGNED_TEST_ADVISORIES").map(PathBuf::from);
    named.or_else(|| beside.exists().then_some(beside))
}

/// One advisory, as far as it matters here.
struct Advisory {
    id: String,
    package: String,
    kind: String,
    safe: Vec<VersionReq>,
}

impl Advisory {
    /// Reads the TOML block at the head of an advisory's Markdown; nothing when it was withdrawn.
    fn read(text: &str) -> Option<Advisory> {
        let block = text.split_once("```toml")?.1.split_once("```")?.0;
        let table: toml::Table = block.parse().unwrap_or_else(|error| panic!("{error} in {block}"));
        let advisory = table.get("advisory")?;
        let word = |key: &str| advisory.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        if advisory.get("withdrawn").is_some() {
            return None;
        }
        let versions = |key: &str| {
            let list = table.get("versions").and_then(|versions| versions.get(key)).and_then(toml::Value::as_array);
            let list = list.into_iter().flatten().filter_map(toml::Value::as_str);
            list.map(|text| text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))).collect::<Vec<VersionReq>>()
        };
        Some(Advisory {
            id: word("id")?,
            package: word("package")?,
            kind: word("informational").unwrap_or_else(|| "vulnerable".into()),
            safe: [versions("patched"), versions("unaffected")].concat(),
        })
    }

    fn concerns(&self, version: &Version) -> bool {
        !self.safe.iter().any(|range| range.matches(version))
    }
}

fn advisories(database: &Path) -> Vec<Advisory> {
    let file = File::open(database).unwrap_or_else(|error| panic!("{}: {error}", database.display()));
    let mut archive = tar::Archive::new(GzDecoder::new(file));
    let mut found = Vec::new();
    for entry in archive.entries().expect("a tar file") {
        let mut entry = entry.expect("a readable entry");
        let path = entry.path().expect("a path").into_owned();
        if path.starts_with("crates") && path.extension().is_some_and(|end| end == "md") {
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("UTF-8");
            found.extend(Advisory::read(&text));
        }
    }
    found
}

fn locked() -> BTreeMap<String, Vec<Version>> {
    let lock: toml::Table = include_str!("../../Cargo.lock").parse().expect("Cargo.lock is TOML");
    let mut crates: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    for package in lock["package"].as_array().expect("packages") {
        let (name, version) =
            (package["name"].as_str().expect("a name"), package["version"].as_str().expect("a version"));
        crates.entry(name.to_owned()).or_default().push(version.parse().expect("a version"));
    }
    crates
}

/// The advisories that concern the locked crates, one line each.
fn findings(advisories: &[Advisory], crates: &BTreeMap<String, Vec<Version>>) -> Vec<String> {
    let mut lines = Vec::new();
    for advisory in advisories {
        for version in crates.get(&advisory.package).into_iter().flatten() {
            if advisory.concerns(version) && !ACCEPTED.iter().any(|(id, _)| *id == advisory.id) {
                lines.push(format!("{} {version}: {} ({})", advisory.package, advisory.id, advisory.kind));
            }
        }
    }
    lines.sort();
    lines
}

#[test]
fn no_crate_we_build_on_has_a_known_advisory() {
    let Some(database) = database() else {
        println!("no copy of the advisory database here; nothing was checked");
        return;
    };
    let advisories = advisories(&database);
    assert!(advisories.len() > 500, "only {} advisories: is the copy whole?", advisories.len());
    let crates = locked();
    let found = findings(&advisories, &crates);
    assert!(found.is_empty(), "{} crates, {} advisories:\n{}", crates.len(), advisories.len(), found.join("\n"));
    for (id, reason) in ACCEPTED {
        let known = advisories.iter().any(|advisory| advisory.id == *id);
        assert!(known, "{id} ({reason}) is no longer in the database: remove it from the list");
    }
}

#[test]
fn an_advisory_concerns_only_the_versions_it_names() {
    let text = "```toml\n[advisory]\nid = \"RUSTSEC-0000-0001\"\npackage = \"pump\"\n\n[versions]\n\
                patched = [\">= 1.2.3\"]\nunaffected = [\"< 1.0.0\"]\n```\n\n# Leaks\n";
    let advisory = Advisory::read(text).unwrap();
    let with = |version: &str| BTreeMap::from([("pump".to_owned(), vec![version.parse().unwrap()])]);
    assert_eq!(findings(&[advisory], &with("1.2.2")), ["pump 1.2.2: RUSTSEC-0000-0001 (vulnerable)"]);
    for safe in ["1.2.3", "2.0.0", "0.9.9"] {
        assert!(findings(&[Advisory::read(text).unwrap()], &with(safe)).is_empty(), "{safe}");
    }
    assert!(Advisory::read(&text.replace("[advisory]", "[advisory]\nwithdrawn = \"2026-01-01\"")).is_none());
}
