//! What a reviewer should not have to look for: layers, unfinished work, hosts that do not belong here, long files.

use std::path::{Path, PathBuf};

/// From the bottom up: a layer may use itself and those before it in this list.
const LAYERS: &[&str] = &["domain", "render", "mail", "config", "store", "actions", "web", "jobs", "app", "main"];
/// Two layers of the same height, which may not use each other.
const BESIDE: (&str, &str) = ("web", "jobs");
/// Files that any layer may use, with the layers that they may use themselves.
const GROUND: &[(&str, &[&str])] = &[("clock", &[]), ("error", &["domain"])];
/// The most lines of a source file that are allowed; the aim is half of it.
const LONGEST: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project as text, with its path from the root.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// `store` for `src/store/letter.rs`, `app` for `src/app.rs`; nothing outside `src`.
    fn layer(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        Some(inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs"))
    }

    /// Its lines of code with their numbers: without comments, and without the unit tests at the end of the file.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
        lines.enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Every text file under a folder, or the file itself; nothing when it is not there.
fn sources(under: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(under)];
    while let Some(path) = waiting.pop() {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            let skipped = ["target", "data", "keys"].iter().any(|name| path == root().join(name));
            let skipped = skipped || name == "node_modules" || name == ".git";
            let inside = std::fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path());
            waiting.extend(inside.filter(|_| !skipped));
        } else if name != ".git"
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            // A linked work tree has a file of that name.
            found.push(Source { path: from_root(&path), text });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn from_root(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

fn code_of(folder: &str) -> Vec<Source> {
    let mut files = sources(folder);
    files.retain(|file| file.path.ends_with(".rs") && !file.path.ends_with("/tests.rs"));
    assert!(!files.is_empty(), "no code under {folder}");
    files
}

fn none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}\n{}", found.join("\n"));
}

/// The folders or files of `src` that a line of code names by `crate::…`, also several in braces.
fn uses(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in line.split("crate::").skip(1) {
        let names = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => rest.split([';', ',', ' ', '(', '<', '>', ')']).next().unwrap_or_default(),
        };
        let first_words = names.split(',').map(|name| name.trim().split("::").next().unwrap_or_default());
        found.extend(first_words.map(|name| name.trim_matches(|c: char| !c.is_alphanumeric() && c != '_').to_owned()));
    }
    found
}

fn may_use(user: &str, used: &str) -> bool {
    let height = |layer: &str| LAYERS.iter().position(|known| *known == layer);
    let ground = |layer: &str| GROUND.iter().find(|(name, _)| *name == layer);
    if user == used || height(used).is_none() {
        // Another ground file, or a name of the crate's root such as `Error`.
        return true;
    }
    if let Some((_, allowed)) = ground(user) {
        return allowed.contains(&used);
    }
    let beside = (user, used) == BESIDE || (used, user) == BESIDE;
    !beside && height(user).is_none_or(|user| height(used) <= Some(user))
}

#[test]
fn each_layer_uses_only_what_lies_below_it() {
    let mut found = Vec::new();
    for file in code_of("src") {
        let layer = file.layer().unwrap_or_default().to_owned();
        if layer == "lib" || layer == "build" {
            continue;
        }
        for (number, line) in file.code() {
            for used in uses(line).into_iter().filter(|used| !may_use(&layer, used)) {
                found.push(format!("{}:{number}: {layer} uses {used}", file.path));
            }
        }
    }
    none(found, "The order is domain <- render <- mail <- store <- actions <- web, jobs <- app <- main:");
}

#[test]
fn only_one_layer_knows_each_library() {
    // Word, where it may stand, in words.
    let rules: &[(&str, &[&str], &str)] = &[
        (
            "actix",
            &["src/web/", "src/web.rs", "src/app.rs", "src/main.rs"],
            "only web (and app, which starts it) knows actix",
        ),
        ("diesel", &["src/store/", "src/store.rs"], "only store knows diesel"),
        ("tokio_postgres", &["src/store/", "src/store.rs"], "only store knows PostgreSQL's driver"),
        ("lettre::transport", &["src/mail/transport/", "src/mail/transport.rs"], "only mail::transport knows SMTP"),
        ("lettre", &["src/mail/"], "only mail knows how a mail is written"),
    ];
    let mut found = Vec::new();
    for file in code_of("src") {
        for (number, line) in file.code() {
            for (word, allowed, rule) in rules {
                if names(line, word) && !allowed.iter().any(|place| file.path.starts_with(place)) {
                    found.push(format!("{}:{number}: {rule}", file.path));
                }
            }
        }
    }
    none(found, "A library outside its layer:");
}

/// Whether a line names a crate or module, not only a longer word that contains it.
fn names(line: &str, word: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).unwrap_or_default().chars().next_back();
        let after = line.get(at + word.len()..).unwrap_or_default();
        let continues = after.starts_with("::") || after.starts_with(['_', ';', ' ', ',', '}']);
        before.is_none_or(|c| !is_word(c) && c != '"') && continues
    })
}

#[test]
fn the_domain_reads_neither_clock_nor_chance() {
    let forbidden =
        ["Utc::now", "Local::now", "SystemTime::now", "Instant::now", "rand::", "std::env", "std::fs", "std::net"];
    let mut found = Vec::new();
    for file in code_of("src/domain") {
        for (number, line) in file.code() {
            found.extend(
                forbidden
                    .iter()
                    .filter(|word| line.contains(**word))
                    .map(|word| format!("{}:{number}: {word}", file.path)),
            );
        }
    }
    none(found, "Time and chance are arguments:");
}

#[test]
fn nothing_is_left_unfinished() {
    // Put together here, so that this file does not find itself.
    let words =
        [["TO", "DO"], ["FIX", "ME"], ["to", "do!("], ["unimple", "mented!("], ["XX", "X"]].map(|two| two.concat());
    let mut found = Vec::new();
    for folder in ["src", "tests", "templates", "static/js", "static/css", "migrations", "README.md"] {
        for file in sources(folder) {
            for (at, line) in file.text.lines().enumerate() {
                let unfinished = |word: &&String| names_unfinished(line, word);
                found.extend(words.iter().find(unfinished).map(|word| format!("{}:{}: {word}", file.path, at + 1)));
            }
        }
    }
    none(found, "Do it, or file it as an issue:");
}

fn names_unfinished(line: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).unwrap_or_default().chars().next_back();
        let after = line.get(at + word.len()..).unwrap_or_default().chars().next();
        let is_macro = word.ends_with('(');
        before.is_none_or(|c| !is_letter(c)) && (is_macro || after.is_none_or(|c| !is_letter(c)))
    })
}

#[test]
fn no_host_of_a_package_registry_and_no_path_of_a_workplace_stands_in_the_tree() {
    let words = [
        ["registry.npm", "js.org"],
        ["registry.", "yarnpkg.com"],
        ["static.", "crates.io"],
        ["index.", "crates.io"],
        ["files.", "pythonhosted.org"],
        ["/wo", "rk/"],
        ["/root", "/"],
        ["\"reso", "lved\""],
    ]
    .map(|two| two.concat());
    let mut found = Vec::new();
    for file in sources("") {
        if file.path == "Cargo.lock" {
            // Names the registry by its canonical index, the same for everybody.
            continue;
        }
        for (at, line) in file.text.lines().enumerate() {
            found.extend(
                words
                    .iter()
                    .find(|word| line.contains(word.as_str()))
                    .map(|word| format!("{}:{}: {word}", file.path, at + 1)),
            );
        }
    }
    none(found, "These belong to a machine and not to the project:");
}

#[test]
fn no_source_file_is_too_long_to_read() {
    let mut files: Vec<(usize, String)> = Vec::new();
    for folder in ["src", "tests/it"] {
        files.extend(code_of(folder).into_iter().map(|file| (file.text.lines().count(), file.path)));
    }
    files.sort_by(|a, b| b.cmp(a));
    println!("The longest files:");
    for (lines, path) in files.iter().take(10) {
        println!("{lines:6} {path}");
    }
    // The list of tables is looked things up in, not read from the top.
    let is_list = |path: &str| path == "src/store/schema.rs";
    let long = files.iter().filter(|(lines, path)| *lines > LONGEST && path.starts_with("src/") && !is_list(path));
    none(long.map(|(lines, path)| format!("{path}: {lines} lines")).collect(), "Look for the noun hiding inside:");
}

#[test]
fn the_guards_see_what_they_are_to_see() {
    assert_eq!(uses("use crate::store::letter::Row;"), ["store"]);
    assert_eq!(uses("use crate::{mail, web::page};"), ["mail", "web"]);
    assert_eq!(uses("fn f(x: crate::web::Page, y: &crate::store::Row) {"), ["web", "store"]);
    for (user, used, allowed) in [
        ("store", "domain", true),
        ("domain", "store", false),
        ("render", "mail", false),
        ("web", "actions", true),
        ("web", "jobs", false),
        ("jobs", "web", false),
        ("mail", "Error", true),
        ("error", "store", false),
        ("config", "mail", true),
        ("domain", "config", false),
        ("domain", "clock", true),
        ("store", "config", true),
        ("app", "jobs", true),
    ] {
        assert_eq!(may_use(user, used), allowed, "{user} uses {used}");
    }
    assert!(names("use diesel::prelude::*;", "diesel") && names("use diesel_migrations::x;", "diesel"));
    assert!(!names("// as in biodiesel", "diesel") && !names("let x = \"diesel\";", "diesel"));
    assert!(names_unfinished(&format!("// {}: later", ["TO", "DO"].concat()), &["TO", "DO"].concat()));
    assert!(!names_unfinished(&["METHO", "DOLOGY"].concat(), &["TO", "DO"].concat()));
}
