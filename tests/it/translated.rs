//! What becomes of a signature under a translation: whoever is invited reads the letter in a known language at once, confirms the
//! very words that were shown, and the proof, the export and the page of changes hold every language.

use undersigned::domain::revision::Change;
use undersigned::domain::signature::Status;
use undersigned::store::outbox::MailKind;
use undersigned::store::revision;

use crate::asking_again::ask;
use crate::languages::{ARABIC_BODY, ARABIC_TITLE, BODY, TITLE, add, in_arabic, link, press, translate};
use crate::proof::{manifest, names, output, proof, unpack};
use crate::support::checking::signing;
use crate::support::program::run;
use crate::support::{Desk, Guest, TYPED, changed};

const MENDED: &str = "نحن الموقعين أدناه نطالب بآلية مستقلة.";

/// A letter that readers see in Arabic too.
fn shown_in_arabic(app: &crate::support::TestApp) -> Desk<'_> {
    let desk = Desk::open(app);
    in_arabic(&desk);
    press(&desk, "ar", "approve").expect_status(303);
    press(&desk, "ar", "show").expect_status(303);
    desk
}

/// The translator finds a better word, and the coordinator shows it.
fn mend(desk: &Desk<'_>) {
    let translator = desk.app.browser();
    let page = translator.get(&link(desk, "ar"));
    translate(&translator, &page, &[(BODY, MENDED)]).expect_status(303);
    press(desk, "ar", "show").expect_status(303);
}

/// An invited contact who reads a language.
fn reader_of(language: &'static str) -> Guest {
    Guest { language: Some(language), ..Guest::default() }
}

on_both! {
    fn whoever_is_invited_reads_the_letter_in_a_known_language_at_once(app) {
        let desk = shown_in_arabic(&app);
        let browser = app.browser();
        let path = app.invite(&desk.letter, &reader_of("ar-LB"));
        let landing = browser.get(&path).expect_status(200).expect_text(ARABIC_TITLE).expect_text(ARABIC_BODY);
        let others = landing.hrefs_of(".languages a");
        assert_eq!(others, [path.clone(), format!("{path}?lang=en")], "English is one step away");
        browser.get(&others[1]).expect_status(200).expect_text(BODY);
        let form = browser.get(&format!("{path}/sign")).expect_status(200);
        assert!(form.text().contains("lang=\"ar\""), "the form names the letter in Arabic");
        let seen = form.hidden("text_sha256");
        browser.submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign"), ("text_sha256", &seen)])).expect_status(303);
        assert_eq!(app.signature(&desk.letter).language, "ar");
        // Somebody whose language there is not reads what is signed.
        let other = app.invite(&desk.letter, &Guest { email: "ana@rios.example", organisation: "Ríos", ..reader_of("es") });
        let landing = browser.get(&other).expect_status(200).expect_text(BODY);
        assert!(landing.hrefs_of(".languages a").contains(&format!("{other}?lang=ar")));
    }

    fn a_translation_that_was_mended_meanwhile_is_shown_before_anybody_signs_it(app) {
        let desk = shown_in_arabic(&app);
        let path = app.invite(&desk.letter, &reader_of("ar"));
        let browser = app.browser();
        let seen = browser.get(&format!("{path}/sign")).expect_status(200).hidden("text_sha256");
        mend(&desk);
        let typed = changed(&TYPED, &[("action", "sign"), ("text_sha256", &seen)]);
        let told = browser.submit(&format!("{path}/sign"), &typed).expect_status(409);
        assert!(told.texts_of(".changed ins").concat().contains("مستقلة"), "{}", told.main_text());
        assert!(app.signatures(&desk.letter).is_empty(), "nobody signs what was not shown");
        assert!(told.text().contains("River Banks Association"), "nothing typed is lost");
        let now = told.hidden("text_sha256");
        assert_ne!(now, seen);
        let typed = changed(&TYPED, &[("action", "sign"), ("text_sha256", &now)]);
        browser.submit(&format!("{path}/sign"), &typed).expect_status(303);
        assert_eq!(app.signature(&desk.letter).text_sha256, now);
    }

    fn whoever_confirms_later_sees_the_very_words_that_were_signed(app) {
        let desk = shown_in_arabic(&app);
        let path = app.invite(&desk.letter, &reader_of("ar"));
        let other = [("action", "sign"), ("email", "office@riverbanks.example")];
        app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &other)).expect_status(303);
        let row = app.signature(&desk.letter);
        assert_eq!(row.status, Status::Pending);
        mend(&desk);
        let page = app.browser().get(&app.confirm_path(&row)).expect_status(200);
        assert!(page.main_text().contains(ARABIC_BODY) && !page.main_text().contains(MENDED), "{}", page.main_text());
        let row = app.signature(&desk.letter);
        let signed = app.store().read_now(|db| revision::find_signed(db, &row)).expect("the text");
        assert_eq!(signed.text_sha256, row.text_sha256);
        assert!(signed.canonical_text.contains(ARABIC_BODY));
    }

    fn ones_own_page_leads_to_the_signed_translation_while_readers_see_those_very_words(app) {
        let desk = shown_in_arabic(&app);
        let path = app.invite(&desk.letter, &reader_of("ar"));
        app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")])).expect_status(303);
        desk.publish();
        let mine = app.mine_path(&app.signature(&desk.letter));
        let version = format!("{}/ar/versions/1", desk.public_path());
        let page = app.browser().get(&mine).expect_status(200);
        assert!(page.hrefs_of("main a").contains(&version), "{:?}", page.hrefs_of("main a"));
        app.browser().get(&version).expect_status(200).expect_text(ARABIC_BODY);
        mend(&desk);
        assert!(!app.browser().get(&mine).expect_status(200).hrefs_of("main a").contains(&version));
        press(&desk, "ar", "hide").expect_status(303);
        app.browser().get(&mine).expect_status(200).expect_text(ARABIC_TITLE);
    }

    fn the_proof_holds_every_language_and_each_text_that_somebody_signed_by_name(app) {
        let desk = shown_in_arabic(&app);
        let path = app.invite(&desk.letter, &reader_of("ar"));
        app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")])).expect_status(303);
        let row = app.signature(&desk.letter);
        desk.decide(&row.id, "list").expect_status(303);
        desk.publish();
        let before = manifest(&proof(&app.browser(), &desk));
        assert_eq!(before["translations"].as_array().expect("a list").len(), 1);
        mend(&desk);
        let zip = proof(&app.browser(), &desk);
        let told = manifest(&zip);
        assert_eq!(names(&told), ["River Banks Association"]);
        let translations = told["translations"].as_array().expect("a list");
        let standings: Vec<_> = translations.iter().filter_map(|one| one["standing"].as_str()).collect();
        assert_eq!(standings, ["unofficial", "former"]);
        assert_eq!(translations[1]["sha256"], *row.text_sha256);
        let folder = unpack(&zip);
        let text = |at: usize| std::fs::read_to_string(folder.path().join(translations[at]["file"].as_str().expect("a name")));
        assert!(text(0).expect("there").contains(MENDED) && text(1).expect("there").contains(ARABIC_BODY));
        assert!(undersigned::render::proof::check(&zip).is_right());
        let instructions = std::fs::read_to_string(folder.path().join("INSTRUCTIONS.txt")).expect("there");
        let script = instructions.split("<<'END'\n").nth(1).and_then(|rest| rest.split("\nEND\n").next()).expect("a script");
        let (right, said) = output(folder.path(), "python3", &["-"], script);
        assert!(right && said.contains("The list is right: 1 by name"), "{said}");
        std::fs::write(folder.path().join(translations[1]["file"].as_str().expect("a name")), "# Other\n").expect("written");
        assert!(!output(folder.path(), "python3", &["-"], script).0);
    }

    fn a_text_that_only_a_withheld_signatory_signed_is_not_told_in_the_proof(app) {
        let desk = shown_in_arabic(&app);
        let path = app.invite(&desk.letter, &reader_of("ar"));
        let withheld = [("action", "sign"), ("listing", "withheld"), ("withheld_place", "none")];
        app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &withheld)).expect_status(303);
        desk.decide(&app.signature(&desk.letter).id, "list").expect_status(303);
        desk.publish();
        mend(&desk);
        let zip = proof(&app.browser(), &desk);
        let told = manifest(&zip);
        assert_eq!(told["withheld"].as_array().expect("a list").len(), 1);
        let standings: Vec<_> = told["translations"].as_array().expect("a list").iter().map(|one| one["standing"].clone()).collect();
        assert_eq!(standings, ["unofficial"], "the language that somebody withheld reads is nobody's business");
        assert!(undersigned::render::proof::check(&zip).is_right());
    }

    fn the_page_of_changes_tells_when_a_translation_came_changed_and_went(app) {
        let desk = shown_in_arabic(&app);
        desk.publish();
        let (reader, public) = (app.browser(), desk.public_path());
        let told = || reader.get(&format!("{public}/changes")).expect_status(200).main_text();
        assert!(!told().contains("Translation"), "what came with the letter is no change: {}", told());
        app.wait(chrono::TimeDelta::minutes(1));
        press(&desk, "ar", "show").expect_status(303);
        assert!(!told().contains("Translation changed"), "the same once more is no change");
        mend(&desk);
        assert!(told().contains("Translation changed: العربية"), "{}", told());
        press(&desk, "ar", "hide").expect_status(303);
        assert!(told().contains("Translation taken off: العربية"), "{}", told());
        press(&desk, "ar", "show").expect_status(303);
        assert!(told().contains("Translation added: العربية"), "{}", told());
        let page = reader.get(&format!("{public}/ar/changes")).expect_status(200);
        for href in page.hrefs_of("main a").iter().filter(|href| href.contains("/versions/")) {
            reader.get(href).expect_status(200);
        }
    }

    fn a_language_added_later_leads_back_to_versions_that_there_are(app) {
        let desk = Desk::open(&app);
        app.revise(&desk.letter, "We, the undersigned, ask for a strong mechanism.", Change::Minor);
        let path = add(&desk, "es");
        let translator = app.browser();
        translate(&translator, &translator.get(&path), &[(TITLE, "Por los ríos que compartimos")]).expect_status(303);
        press(&desk, "es", "show").expect_status(303);
        desk.publish();
        let (reader, public) = (app.browser(), desk.public_path());
        let hrefs = reader.get(&format!("{public}/es/changes")).expect_status(200).hrefs_of(".files a");
        assert_eq!(hrefs, [format!("{public}/es/versions/2"), format!("{public}/versions/1")]);
        for href in hrefs {
            reader.get(&href).expect_status(200);
        }
    }

    fn a_new_text_that_nobody_translated_is_compared_in_the_letters_own_language(app) {
        let desk = shown_in_arabic(&app);
        let path = app.invite(&desk.letter, &reader_of("ar"));
        app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")])).expect_status(303);
        press(&desk, "ar", "hide").expect_status(303);
        app.revise(&desk.letter, "We, the undersigned, ask for a strong mechanism.", Change::Substantive);
        ask(&app);
        let page = app.browser().get(&app.mine_path(&app.signature(&desk.letter))).expect_status(200);
        assert_eq!(page.texts_of(".asked-again .changed ins").concat().trim(), "strong", "{}", page.main_text());
        assert!(page.texts_of(".asked-again .changed del").is_empty());
        app.browser().send_form(&page.form("keep")).expect_status(303);
        let row = app.signature(&desk.letter);
        assert_eq!((&*row.language, row.revision), ("en", 2), "the signature belongs to what was read");
        assert!(app.mailed(MailKind::Receipt).len() >= 2);
    }

    fn the_letter_is_exported_in_every_language(app) {
        let desk = shown_in_arabic(&app);
        let id = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        desk.decide(&id, "list").expect_status(303);
        desk.publish();
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().join("site");
        let slug = desk.public_path().trim_start_matches("/letters/").to_owned();
        let told = run(&app.database, &[], &["export", &slug, dir.to_str().expect("a path")]);
        assert_eq!(told.code, 0, "{told:?}");
        let read = |file: &str| std::fs::read_to_string(dir.join(file)).unwrap_or_else(|fault| panic!("{file}: {fault}"));
        assert!(read("ar/index.html").contains(ARABIC_BODY) && read("ar/index.html").contains("Difaf Association"));
        assert_eq!(read("ar/signatories.csv"), read("signatories.csv"));
        assert!(read("index.html").contains("href=\"ar/index.html\""), "each language leads to the other");
        assert!(read("ar/index.html").contains("href=\"../index.html\""));
        for page in ["ar/index.html", "ar/signatories.html", "ar/changes.html", "ar/versions/1.html"] {
            let html = read(page);
            assert!(!html.contains("href=\"/") && !html.contains("src=\"/"), "{page} leads to the root of some server");
            for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
                if !link.is_empty() && !link.contains(':') {
                    let place = dir.join(page).parent().expect("a folder").join(link);
                    assert!(place.is_file(), "{page} leads to {link}, which is not there");
                }
            }
        }
    }
}
