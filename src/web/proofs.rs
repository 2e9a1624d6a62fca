//! Every page with its sample: the HTML must be well formed, say every message and hard-code none. When
//! `UNDERSIGNED_PROOFS` names a folder, the pages are written there with the static files, to be looked at in a browser:
//! `UNDERSIGNED_PROOFS=/tmp/proofs cargo test --lib proofs`.

use std::path::Path;
use std::sync::Arc;

use askama::Template;
use scraper::Html;

use super::page::{FormState, LanguageLink, Shell};
use super::retention::RetentionPage;
use super::trust::{PrivacyPage, SafetyPage};
use crate::domain::press::{Journalist, PressKit};
use crate::render::assets;
use crate::render::diff::diff;
use crate::render::public::{
    ChangesPage, EmbargoedPage, EmbedPage, FrontLetter, FrontPage, LetterPage, PressPage, PublicLetter, RegisterPage,
    StatusPage, TermsPage, VersionPage, WithdrawnPage, samples,
};
use crate::render::register::RegisterFilter;
use crate::render::words::{PSEUDO_LANGUAGE, Words};

#[cfg(feature = "pdf")]
use crate::web::papers::BeingMadePage;

use crate::web::switches::{SearchOffPage, SwitchesPage};

mod accounts;
mod asking;
mod signing;

/// Name and HTML of every sample, in one language of the interface.
fn pages(language: &str) -> Vec<(String, String)> {
    let t = Words::for_language(language);
    let shell = Shell { t: t.clone(), ..Shell::sample() };
    let letter = Arc::new(samples::letter());
    let register = Arc::new(samples::register("en"));
    let filter = |query: &[(&'static str, &'static str)]| RegisterFilter::read(query.iter().copied());
    let with_languages = Shell {
        languages: [
            ("en", "English"),
            ("es", "Español"),
            ("fr", "Français"),
            ("ru", "Русский"),
            ("ar", "العربية"),
            ("zh", "中文"),
        ]
        .into_iter()
        .map(|(tag, name)| LanguageLink {
            tag: tag.into(),
            name: name.into(),
            href: format!("/letters/rivers-we-share/{tag}"),
            is_current: tag == "en",
        })
        .collect(),
        ..shell.clone()
    };
    let desk_shell = Shell { t: t.clone(), ..Shell::desk_sample() };
    let mut hidden = samples::rich_register();
    hidden.names_hidden = true;
    let hidden = Arc::new(hidden);
    let rich = Arc::new(samples::rich_register());
    let front = FrontPage {
        shell: shell.clone(),
        letters: vec![
            FrontLetter {
                slug: letter.slug.clone(),
                kind: letter.kind,
                title: letter.text.title.clone(),
                language: "en".into(),
                summary: letter.summary.clone(),
                convener: letter.conveners[0].name.clone(),
                published: letter.shown(&samples::moment("2026-11-25T09:00"), &t),
                closes: letter.closes_at.map(|at| letter.shown(&at, &t)),
                is_collecting: true,
                counts: register.counts(),
                country_noun: String::new(),
            };
            2
        ],
    };
    let register_page = |register: &Arc<_>, query: &[(&'static str, &'static str)]| {
        let (letter, register) = (letter.clone(), Arc::clone(register));
        RegisterPage { shell: with_languages.clone(), letter, register, filter: filter(query) }.render()
    };
    let letter_page = |letter: &Arc<_>, register: &Arc<_>| {
        LetterPage { shell: with_languages.clone(), letter: Arc::clone(letter), register: Arc::clone(register) }
            .render()
    };
    let form_shell = Shell { csrf: Some("token".into()), ..shell.clone() };
    let until = letter.shown(&samples::moment("2026-11-25T09:00"), &t);
    let mut pages = vec![
        ("letter", letter_page(&letter, &register)),
        ("letter_rich", letter_page(&Arc::new(samples::closed()), &rich)),
        ("letter_hidden", letter_page(&letter, &hidden)),
        ("letter_arabic", letter_page(&Arc::new(samples::arabic_letter()), &Arc::new(samples::register("ar")))),
        ("letter_empty", letter_page(&letter, &Arc::new(samples::nobody()))),
        ("register", register_page(&register, &[])),
        ("register_asia", register_page(&register, &[("region", "asia")])),
        ("register_rich", register_page(&rich, &[("country", "LB"), ("kind", "individual")])),
        ("register_nobody", register_page(&register, &[("q", "nobody here")])),
        (
            "press",
            PressPage {
                shell: shell.clone(),
                letter: letter.clone(),
                register: register.clone(),
                kit: samples::press_kit(),
                is_checked_by_hand: true,
            }
            .render(),
        ),
        (
            "press_bare",
            PressPage {
                shell: shell.clone(),
                letter: letter.clone(),
                register: hidden.clone(),
                kit: PressKit::default(),
                is_checked_by_hand: false,
            }
            .render(),
        ),
        ("embed", EmbedPage { shell: shell.clone(), letter: letter.clone(), register: register.clone() }.render()),
        (
            "version",
            VersionPage {
                shell: shell.clone(),
                letter: letter.clone(),
                newer: Some(4),
                changes: Some(diff("One.\n\nTwo words.", "One.\n\nThree words.\n\nFour.")),
            }
            .render(),
        ),
        (
            "letter_noted",
            letter_page(&Arc::new(PublicLetter { notes: samples::notes()[..1].to_vec(), ..samples::closed() }), &rich),
        ),
        (
            "changes",
            ChangesPage { shell: shell.clone(), letter: letter.clone(), register: rich.clone(), log: samples::log() }
                .render(),
        ),
        (
            "embargo_terms",
            TermsPage { shell: form_shell.clone(), until: Some(until.clone()), elsewhere: vec![until.clone(); 2] }
                .render(),
        ),
        ("embargo_terms_bare", TermsPage { shell: form_shell, until: None, elsewhere: Vec::new() }.render()),
        (
            "embargo_letter",
            EmbargoedPage {
                shell: shell.clone(),
                letter: Arc::new(PublicLetter { published_at: None, ..samples::closed() }),
                register: rich.clone(),
                press: PressPage {
                    shell: shell.clone(),
                    letter: letter.clone(),
                    register: rich.clone(),
                    kit: samples::press_kit(),
                    is_checked_by_hand: true,
                },
                journalist: Journalist { name: "Ines Marchetti-Okafor".into(), outlet: "Le Courrier du Fleuve".into() },
                until: Some(until),
                path: "/preview/abc".into(),
                filter: RegisterFilter::default(),
            }
            .render(),
        ),
        (
            "withdrawn",
            WithdrawnPage {
                shell: shell.clone(),
                letter: letter.clone(),
                withdrawn_at: samples::moment("2026-12-01T10:00"),
                reason: "A figure in the second paragraph was wrong.".into(),
            }
            .render(),
        ),
        #[cfg(feature = "pdf")]
        ("being-made", BeingMadePage { shell: shell.clone(), seconds: 3, letter: letter.path("") }.render()),
        ("front", front.render()),
        ("front_empty", FrontPage { shell: shell.clone(), letters: Vec::new() }.render()),
        ("privacy", PrivacyPage { shell: shell.clone(), ..PrivacyPage::sample() }.render()),
        ("safety", SafetyPage { shell: shell.clone(), ..SafetyPage::sample() }.render()),
        ("switches", SwitchesPage { shell: desk_shell.clone(), ..SwitchesPage::sample() }.render()),
        ("search-off", SearchOffPage { shell: shell.clone(), letter: letter.path("") }.render()),
        ("retention", RetentionPage { shell: desk_shell.clone(), ..RetentionPage::sample() }.render()),
        ("not_found", StatusPage::not_found(shell.clone()).render()),
    ];
    pages.extend(signing::all(&t, &with_languages));
    pages.extend(asking::all(&t));
    if language == "en" {
        pages.extend(accounts::all());
    }
    pages.into_iter().map(|(name, html)| (name.to_owned(), html.expect(name))).collect()
}

fn faults(html: &str) -> Vec<String> {
    Html::parse_document(html).errors.iter().map(ToString::to_string).collect()
}

#[test]
fn every_page_renders_to_html_without_faults() {
    for (name, html) in pages("en") {
        assert!(faults(&html).is_empty(), "{name}: {:#?}", faults(&html));
        assert!(!html.contains('‹'), "{name} has an unknown message");
        assert!(!html.contains("{$"), "{name} has a message without its value");
        assert!(!html.contains(" style=") && !html.contains("<style"), "{name} has styles that the CSP forbids");
        assert!(!html.contains("/static/missing"), "{name} asks for a file that is not there");
        // Data for search engines is no script: nothing runs it.
        let runs = html.replace("<script type=\"application/ld+json\">", "");
        assert!(!runs.contains("<script"), "{name} has a script");
    }
}

#[test]
fn no_public_page_has_words_that_are_not_in_the_catalogue() {
    let plain = still_english(&pages(PSEUDO_LANGUAGE));
    assert!(plain.is_empty(), "hard-coded: {plain:#?}");
}

/// The words of our own pages that stayed English although the whole catalogue is in the pseudo-language. Samples'
/// data and what has no language (names of formats, of this software) are left out.
fn still_english(pages: &[(String, String)]) -> Vec<String> {
    const NEUTRAL: [&str; 6] = ["CSV", "JSON", "sha256", "Undersigned", "sha256sum", "Confluence Network"];
    let mut found = Vec::new();
    for (name, html) in pages.iter().filter(|(name, _)| !name.starts_with("screen")) {
        let document = Html::parse_document(html);
        let selector =
            scraper::Selector::parse("dt, label, button, summary, caption, h2.label, .label.kind, option[value='']")
                .expect("a selector");
        for element in document.select(&selector) {
            let text: String = element.text().collect::<String>().trim().to_owned();
            if text.chars().any(|letter| letter.is_ascii_alphabetic()) && !NEUTRAL.contains(&text.as_str()) {
                found.push(format!("{name}: {text}"));
            }
        }
    }
    found
}

#[test]
fn the_pages_can_be_looked_at() {
    let Ok(folder) = std::env::var("UNDERSIGNED_PROOFS") else { return };
    let folder = Path::new(&folder);
    for asset in assets::all() {
        let path = folder.join("static").join(&asset.path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, &asset.identity).expect("written");
    }
    for language in ["en", PSEUDO_LANGUAGE] {
        for (name, html) in pages(language) {
            let name = if language == "en" { name } else { format!("{name}_pseudo") };
            std::fs::write(folder.join(format!("{name}.html")), html).expect("written");
        }
    }
}
