//! A letter in several languages: translators work by a link and without an account, a second person approves exactly what was
//! read, and readers are told what is official, what is not translated and which text is the one that is signed.

use std::path::Path;

use chrono::TimeDelta;
use undersigned::domain::revision::{Change, LetterText, mark};
use undersigned::jobs::purge;
use undersigned::store::{revision, translation};

use crate::support::{Answer, Browser, Desk, Guest, TYPED, changed};

pub const TITLE: &str = "For an independent mechanism to protect the rivers we share";
pub const BODY: &str = "We, the undersigned, ask for a mechanism.";
pub const ARABIC_TITLE: &str = "من أجل آلية مستقلة لحماية الأنهار التي نتقاسمها";
pub const ARABIC_BODY: &str = "نحن الموقعين أدناه نطالب بآلية (WTO) قبل 2030.";

/// Adds a language; gives the path of the translator's link.
pub fn add(desk: &Desk<'_>, tag: &str) -> String {
    let fields =
        [("action", "add"), ("language", ""), ("tag", tag), ("standing", "official"), ("translator", "Layla Haddad")];
    desk.submit("languages", &fields).expect_status(303);
    link(desk, tag)
}

pub fn link(desk: &Desk<'_>, tag: &str) -> String {
    let link = desk.get(&format!("languages/{tag}")).texts_of("a.address").pop().expect("a link");
    format!("/translate/{}", link.rsplit('/').next().expect("a secret"))
}

/// Types into the page that was opened and saves.
pub fn translate(browser: &Browser, page: &Answer, pieces: &[(&str, &str)]) -> Answer {
    let form =
        pieces.iter().fold(page.form("save"), |form, (source, text)| form.set(&format!("text-{}", mark(source)), text));
    browser.send_form(&form)
}

pub fn press(desk: &Desk<'_>, tag: &str, action: &str) -> Answer {
    desk.browser.send_form(&desk.get(&format!("languages/{tag}")).form(action))
}

pub fn in_arabic(desk: &Desk<'_>) -> String {
    let path = add(desk, "ar");
    let translator = desk.app.browser();
    translate(&translator, &translator.get(&path), &[(TITLE, ARABIC_TITLE), (BODY, ARABIC_BODY)]).expect_status(303);
    path
}

pub fn renderings(desk: &Desk<'_>, tag: &str) -> Vec<undersigned::domain::translation::Rendering> {
    let id = desk.letter.clone();
    let read = desk.app.store().read_now(|db| {
        let row = translation::find_in(db, &id, tag)?;
        translation::renderings(db, &row.id)
    });
    read.expect("the database")
}

on_both! {
    fn a_translator_works_without_an_account_and_readers_see_what_a_second_person_approved(app) {
        let desk = Desk::open(&app);
        let path = in_arabic(&desk);
        let page = app.browser().get(&path).expect_status(200).expect_text("2 of 2 parts translated");
        assert!(page.header("cache-control").contains("no-store") && page.header("x-robots-tag").contains("noindex"));
        assert!(page.text().contains("lang=\"ar\" dir=\"rtl\""), "{}", page.text());
        app.browser().get(&format!("{path}/preview")).expect_status(200).expect_text(ARABIC_TITLE);
        press(&desk, "ar", "show").expect_status(303);
        let public = desk.public_path();
        app.browser().get(&format!("{public}/ar")).expect_status(404);
        desk.publish();
        let reader = app.browser();
        let unofficial = reader.get(&format!("{public}/ar")).expect_status(200).expect_text("Unofficial translation");
        assert!(unofficial.text().contains(ARABIC_TITLE));
        press(&desk, "ar", "approve").expect_status(303);
        press(&desk, "ar", "show").expect_status(303);
        let page = reader.get(&format!("{public}/ar")).expect_status(200);
        for told in ["Official translation", "The text in English is the one that is signed", ARABIC_BODY] {
            assert!(page.main_text().contains(told), "{told} is missing: {}", page.main_text());
        }
        assert!(!page.text().contains("Layla"), "nobody is named who is not credited");
        let english = reader.get(&public).expect_status(200).expect_text("This is the text that is signed");
        assert_eq!(english.hrefs_of(".languages a"), [public.clone(), format!("{public}/ar")]);
        assert_eq!(english.texts_of(".languages a"), ["English", "العربية"]);
        assert!(reader.get(&format!("{public}/ar/versions/1.md")).expect_status(200).text().contains(ARABIC_BODY));
        for below in ["/signatories", "/signatories.csv", "/signatories.json", "/letter.docx", "/press", "/changes", "/versions/1"] {
            reader.get(&format!("{public}/ar{below}")).expect_status(200);
        }
        let csv = |path: String| reader.get(&path).expect_status(200).text();
        assert_eq!(csv(format!("{public}/ar/signatories.csv")), csv(format!("{public}/signatories.csv")), "one list");
        let missing = reader.get(&format!("{public}/fr")).expect_status(404);
        assert_eq!(missing.main_text(), reader.get("/letters/no-such-letter").main_text());
        for none in ["/en", "/AR", "/ar/versions/2", "/ar/sign", "/ar/ar"] {
            reader.get(&format!("{public}{none}")).expect_status(404);
        }
        press(&desk, "ar", "hide").expect_status(303);
        reader.get(&format!("{public}/ar")).expect_status(404);
        assert!(reader.get(&public).hrefs_of(".languages a").is_empty());
        let dump = app.dump();
        assert!(!dump.contains("Layla"), "who translates is sealed");
        assert!(!dump.contains(path.rsplit('/').next().expect("a secret")), "the secret is sealed");
        desk.get("log").expect_text("approved a translation").expect_text("took a translation off the public pages");
    }

    fn two_translators_on_different_parts_lose_no_word_of_each_other(app) {
        let desk = Desk::open(&app);
        let path = add(&desk, "ar");
        let (one, other) = (app.browser(), app.browser());
        let (first, second) = (one.get(&path), other.get(&path));
        translate(&one, &first, &[(TITLE, ARABIC_TITLE)]).expect_status(303);
        translate(&other, &second, &[(BODY, ARABIC_BODY)]).expect_status(303);
        let texts: Vec<String> = renderings(&desk, "ar").into_iter().map(|one| one.text).collect();
        assert!(texts.contains(&ARABIC_TITLE.to_owned()) && texts.contains(&ARABIC_BODY.to_owned()), "{texts:?}");
    }

    fn equal_words_are_translated_once_and_stand_in_both_places(app) {
        let desk = Desk::draft(&app);
        let form = desk.get("text").form("save").set("body", "Water.\n\nLight.\n\nWater.");
        desk.browser.send_form(&form).expect_status(303);
        let path = add(&desk, "zh");
        let translator = app.browser();
        translate(&translator, &translator.get(&path), &[("Water.", "水。"), ("Light.", "光。")]).expect_status(303);
        let shown = translator.get(&format!("{path}/preview")).expect_status(200);
        assert_eq!(shown.main_text().matches("水。").count(), 2, "{}", shown.main_text());
    }

    fn a_part_whose_words_changed_is_stale_and_readers_are_told_which(app) {
        let desk = Desk::open(&app);
        let path = in_arabic(&desk);
        press(&desk, "ar", "approve").expect_status(303);
        press(&desk, "ar", "show").expect_status(303);
        let newer = "We, the undersigned, ask for a strong mechanism.";
        app.revise(&desk.letter, newer, Change::Minor);
        desk.publish();
        let public = format!("{}/ar", desk.public_path());
        let page = app.browser().get(&public).expect_status(200).expect_text("Unofficial translation");
        assert!(page.main_text().contains("Not translated yet, and printed in English: Paragraph 1"), "{}", page.main_text());
        assert!(page.main_text().contains(newer) && page.main_text().contains(ARABIC_TITLE));
        let translator = app.browser();
        let stale = translator.get(&path).expect_status(200);
        assert!(stale.texts_of(".side[data-condition=stale] ins")[0].contains("strong"));
        // Saved as it was, it is still of the old words.
        translator.send_form(&stale.form("save")).expect_status(303);
        assert_eq!(translator.get(&path).texts_of(".side[data-condition=stale]").len(), 1);
        press(&desk, "ar", "show").expect_status(303);
        let still = stale.form("save").tick("fits", &mark(newer));
        translator.send_form(&still).expect_status(303);
        assert!(translator.get(&path).texts_of(".side[data-condition=stale]").is_empty());
        press(&desk, "ar", "approve").expect_status(303);
        press(&desk, "ar", "show").expect_status(303);
        let page = app.browser().get(&public).expect_status(200).expect_text("Official translation");
        assert!(page.main_text().contains(ARABIC_BODY) && !page.main_text().contains("Not translated yet"));
    }

    fn a_change_after_the_second_reader_looked_is_not_approved(app) {
        let desk = Desk::open(&app);
        let path = in_arabic(&desk);
        let read = desk.get("languages/ar").form("approve");
        let translator = app.browser();
        translate(&translator, &translator.get(&path), &[(BODY, "نطالب.")]).expect_status(303);
        desk.browser.send_form(&read).expect_status(409).expect_text("Read it again before you approve");
        press(&desk, "ar", "approve").expect_status(303);
        desk.get("languages/ar").expect_text("A second person read exactly this text");
        translate(&translator, &translator.get(&path), &[(BODY, "نطالب بآلية.")]).expect_status(303);
        assert!(desk.get("languages/ar").offers("approve"), "one word makes it another text");
    }

    fn two_people_who_save_the_same_part_both_keep_their_words(app) {
        let desk = Desk::open(&app);
        let path = add(&desk, "zh");
        let (one, other) = (app.browser(), app.browser());
        let (first, second) = (one.get(&path), other.get(&path));
        translate(&one, &first, &[(BODY, "我们要求建立机制。")]).expect_status(303);
        let refused = translate(&other, &second, &[(BODY, "我们呼吁设立机制。"), (TITLE, "为了独立机制")]).expect_status(409);
        assert!(refused.text().contains("我们要求建立机制。") && refused.text().contains("我们呼吁设立机制。"));
        let kept = |desk: &Desk<'_>| renderings(desk, "zh").into_iter().map(|one| one.text).collect::<Vec<_>>();
        assert!(kept(&desk).contains(&"我们要求建立机制。".to_owned()));
        assert!(kept(&desk).contains(&"为了独立机制".to_owned()), "what nobody else touched is saved");
        other.send_form(&refused.form("save")).expect_status(303);
        assert!(kept(&desk).contains(&"我们呼吁设立机制。".to_owned()));
    }

    fn a_part_that_is_gone_keeps_its_translation_and_what_is_typed_meanwhile(app) {
        let desk = Desk::open(&app);
        let path = add(&desk, "ar");
        let translator = app.browser();
        let page = translator.get(&path);
        app.revise(&desk.letter, "Something else entirely stands here now.", Change::Minor);
        // Decomposed, with two directions in one line and an empty line in it.
        let typed = "Cafe\u{301} نطالب (2030) WTO\r\n\r\nبآلية";
        translate(&translator, &page, &[(BODY, typed)]).expect_status(303);
        assert_eq!(renderings(&desk, "ar")[0].text, "Caf\u{e9} نطالب (2030) WTO\nبآلية");
        let page = translator.get(&path).expect_status(200);
        assert!(page.text().contains("نطالب (2030) WTO"), "it is kept");
        let forged = page.form("save").fields();
        let forged: Vec<(&str, &str)> = forged
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain([("text-0123456789abcdef", "nobody wrote this source")])
            .collect();
        let refused = translator.post(&path, &forged).expect_status(422);
        assert!(refused.text().contains("nobody wrote this source"), "nothing typed is lost");
        let long = "ن".repeat(500);
        let page = translator.get(&path);
        let refused = translate(&translator, &page, &[(TITLE, &long)]).expect_status(422);
        assert!(refused.text().contains(&long));
    }

    fn a_link_that_was_taken_back_has_ended_and_a_new_one_works(app) {
        let desk = Desk::open(&app);
        let path = in_arabic(&desk);
        press(&desk, "ar", "revoke").expect_status(303);
        app.browser().get(&path).expect_status(410).expect_text("What you saved is kept");
        app.browser().get(&format!("{path}/preview")).expect_status(410);
        press(&desk, "ar", "new_link").expect_status(303);
        let newer = link(&desk, "ar");
        assert_ne!(newer, path);
        app.browser().get(&newer).expect_status(200);
        app.browser().get(&path).expect_status(410);
        app.browser().get(&format!("/translate/{}", "A".repeat(43))).expect_status(404);
        desk.submit("languages", &[("action", "add"), ("tag", "ar")]).expect_status(409).expect_text("already");
        desk.submit("languages", &[("action", "add"), ("tag", "en")]).expect_status(409);
        desk.submit("languages", &[("action", "add"), ("tag", "press!")]).expect_status(422);
        Desk::open(&app).browser.get(&desk.path("languages/fr")).expect_status(404);
    }

    fn whoever_signs_in_another_language_keeps_the_text_that_was_seen(app) {
        let desk = Desk::open(&app);
        in_arabic(&desk);
        press(&desk, "ar", "show").expect_status(303);
        let path = app.invite(&desk.letter, &Guest::default());
        let browser = app.browser();
        let landing = browser.get(&path).expect_status(200);
        assert!(landing.hrefs_of(".languages a").iter().any(|href| href.ends_with("?lang=ar")), "{}", landing.text());
        browser.get(&format!("{path}?lang=ar")).expect_status(200).expect_text(ARABIC_TITLE);
        let form = changed(&TYPED, &[("action", "sign")]);
        browser.submit(&format!("{path}/sign?lang=ar"), &form).expect_status(303);
        let row = app.signature(&desk.letter);
        assert_eq!((&*row.language, row.revision), ("ar", 1));
        let frozen = app.store().read_now(|db| revision::find_text(db, &desk.letter, 1, "ar")).expect("the text");
        assert_eq!(row.text_sha256, frozen.text_sha256);
        // Mended later, that text is another one, and the one that was seen is kept by its hash.
        let translator = app.browser();
        let desk_link = link(&desk, "ar");
        translate(&translator, &translator.get(&desk_link), &[(BODY, "نطالب.")]).expect_status(303);
        press(&desk, "ar", "show").expect_status(303);
        assert!(app.dump().contains(&frozen.canonical_text.lines().next().expect("a line").to_owned()));
        assert_eq!(app.signature(&desk.letter).text_sha256, frozen.text_sha256);
    }

    fn who_translated_is_forgotten_a_month_after_the_link_was_taken_back(app) {
        let desk = Desk::open(&app);
        in_arabic(&desk);
        press(&desk, "ar", "revoke").expect_status(303);
        app.wait(TimeDelta::days(31));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(purge::run(app.store(), app.now())).expect("a job");
        let id = desk.letter.clone();
        let row = app.store().read_now(move |db| translation::find_in(db, &id, "ar")).expect("the row");
        assert!(row.translator_sealed.is_none() && row.token_sealed.is_none());
        assert_eq!(renderings(&desk, "ar").len(), 2, "the words belong to the letter");
    }

    fn the_real_letter_in_three_languages_can_be_read_in_each(app) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
        let text = |tag: &str| std::fs::read_to_string(folder.join(format!("owinfs-2020-covid-trade.{tag}.txt")));
        let Ok(english) = text("en") else { return };
        let paragraphs = |text: &str| {
            text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let desk = Desk::open(&app);
        let source = paragraphs(&english);
        let body: &'static str = Box::leak(source.join("\n\n").into_boxed_str());
        app.revise(&desk.letter, body, Change::Minor);
        let pieces = LetterText { body: body.to_owned(), ..LetterText::default() }.pieces();
        for tag in ["es", "fr"] {
            let path = add(&desk, tag);
            let translated = paragraphs(&text(tag).expect("the text"));
            let translator = app.browser();
            let form = pieces.iter().zip(&translated).fold(translator.get(&path).form("save"), |form, (piece, words)| {
                form.set(&format!("text-{}", piece.mark()), words)
            });
            translator.send_form(&form).expect_status(303);
            press(&desk, tag, "show").expect_status(303);
        }
        desk.publish();
        for tag in ["es", "fr"] {
            let translated = paragraphs(&text(tag).expect("the text"));
            let page = app.browser().get(&format!("{}/{tag}", desk.public_path())).expect_status(200);
            let begin: String = translated[4].chars().take(30).collect();
            assert!(page.main_text().contains(&begin), "{tag}: {begin}");
        }
        assert_eq!(app.browser().get(&desk.public_path()).texts_of(".languages a"), ["English", "Español", "Français"]);
    }
}
