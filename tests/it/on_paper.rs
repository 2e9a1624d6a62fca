//! What the kinds of documents say around their text, and what is said of a translation, in the files that people pass on.

use std::process::Command;

use undersigned::actions::link_letters::link_letters;
use undersigned::domain::ids::LetterId;
use undersigned::store::letter;

use crate::languages::{ARABIC_BODY, ARABIC_TITLE, in_arabic, press};
use crate::pdf::{file, squeezed, words};
use crate::support::campaign::{Campaign, Draft};
use crate::support::{Desk, TestApp};

/// Everything that a Word file says, where its links lead, and its paragraphs as they are written.
fn docx(app: &TestApp, path: &str) -> (String, String, String) {
    let answer = app.browser().get(path).expect_status(200);
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("letter.docx"), &answer.bytes).expect("written");
    let read = |code: &str| {
        let code = format!("import sys, zipfile, xml.dom.minidom as x; z = zipfile.ZipFile(sys.argv[1]); {code}");
        let output = Command::new("python3").args(["-c", &code]).arg(folder.path().join("letter.docx")).output();
        let output = output.expect("python3");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let text = "d = x.parseString(z.read('word/document.xml')); \
                print(''.join(t.firstChild.data for t in d.getElementsByTagName('w:t') if t.firstChild))";
    let links = "d = x.parseString(z.read('word/_rels/document.xml.rels')); \
                 print([t.getAttribute('Target') for t in d.getElementsByTagName('Relationship')])";
    (squeezed(&read(text)), read(links), read("print(z.read('word/document.xml').decode())"))
}

/// A public letter of this kind with everything around its text.
fn published(app: &TestApp, kind: &str, set: &[LetterId]) -> Campaign {
    let desk = app.operator();
    let (title, slug) = (format!("About the weir, as a {kind}"), format!("weir-{}", kind.replace('_', "-")));
    let draft =
        Draft { title: &title, slug: &slug, signers: "organisations", collects: "in_public", body: "Open the weir." };
    let campaign = Campaign::draft(&desk, &draft);
    let details = desk.get(&campaign.desk("details")).expect_status(200).form("save").set("kind", kind);
    let fields = [
        ("event_what", "The weir stays closed"),
        ("event_place", "Upper Sarvel"),
        ("event_dated", "3 November 2026"),
        ("event_link", "https://news.example/weir"),
        ("source_title", "Report on twelve weirs"),
        ("source_publisher", "The River Office"),
        ("source_dated", "27 June 2026"),
        ("source_link", "https://office.example/report"),
        ("tags", "weirs, fish ladders"),
    ];
    desk.press(&fields.iter().fold(details, |form, (name, value)| form.set(name, value)));
    let (own, set, now) = (LetterId(campaign.id.clone()), set.to_vec(), app.now());
    if !set.is_empty() {
        app.write(move |tx| {
            let row = letter::find(tx, &own)?;
            link_letters(tx, &row, &set, &row.created_by, now)
        });
    }
    campaign.open(&desk);
    campaign.publish(&desk);
    campaign
}

on_both! {
    fn every_kind_prints_what_it_answers_where_it_is_from_its_set_and_its_tags(app) {
        let first = published(&app, "open_letter", &[]);
        let set = [LetterId(first.id.clone())];
        for kind in ["joint_statement", "letter", "press_release", "reaction", "open_letter"] {
            let letter = if kind == "open_letter" { first.clone() } else { published(&app, kind, &set) };
            app.site.public_cache.forget_all();
            let pdf = words(&file(&app.browser(), &letter.public("letter.pdf")).bytes);
            let (text, links, _) = docx(&app, &letter.public("letter.docx"));
            let beside = if kind == "open_letter" { "Reaction: About the weir, as a reaction" } else { "Open letter: About the weir, as a open_letter" };
            let told = [
                "In reaction to", "The weir stays closed, Upper Sarvel, 3 November 2026",
                "This is an excerpt of “Report on twelve weirs”, published by The River Office, released 27 June 2026.",
                "https://office.example/report", "Read with it", beside, "weirs, fish ladders",
            ];
            for told in told {
                let told = squeezed(told).to_lowercase();
                assert!(pdf.to_lowercase().contains(&told), "{kind}: {told:?} is missing in {pdf}");
                assert!(text.to_lowercase().contains(&told), "{kind}: {told:?} is missing in {text}");
            }
            for link in ["https://news.example/weir", "https://office.example/report"] {
                assert!(links.contains(link), "{kind}: {link} is missing in {links}");
            }
        }
    }

    fn a_translation_on_paper_says_what_it_is_and_which_text_is_signed(app) {
        let desk = Desk::open(&app);
        in_arabic(&desk);
        press(&desk, "ar", "show").expect_status(303);
        desk.publish();
        app.site.public_cache.forget_all();
        let base = format!("{}/ar", desk.public_path());
        let pdf = file(&app.browser(), &format!("{base}/letter.pdf"));
        let is_mark = |one: &char| matches!(one, '\u{202a}'..='\u{202e}' | '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}');
        let text: String = words(&pdf.bytes).chars().filter(|one| !is_mark(one)).collect();
        let (typed, _, document) = docx(&app, &format!("{base}/letter.docx"));
        for told in ["Unofficial translation. The text in English is the one that is signed.", ARABIC_TITLE] {
            assert!(text.contains(&squeezed(told)), "{told} is missing in {text}");
            assert!(typed.contains(&squeezed(told)), "{told} is missing in {typed}");
        }
        assert!(typed.contains(&squeezed(ARABIC_BODY)));
        assert!(text.contains(&squeezed(&format!("{}{base}", app.base))), "its own address: {text}");
        assert!(String::from_utf8_lossy(&pdf.bytes).contains("/Lang"));
        assert!(document.contains("<w:bidi/>") && document.contains("w:bidi=\"ar\"") && document.contains("<w:rtl/>"));
        // The text that is signed says nothing of the kind, and its card is another picture.
        let own = words(&file(&app.browser(), &format!("{}/letter.pdf", desk.public_path())).bytes);
        assert!(!own.contains("translation"), "{own}");
        let card = file(&app.browser(), &format!("{base}/card.png"));
        assert_eq!(card.header("content-type"), "image/png");
        assert_ne!(card.bytes, file(&app.browser(), &format!("{}/card.png", desk.public_path())).bytes);
    }
}
