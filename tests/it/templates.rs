//! Every template of a page is rendered somewhere and is well-formed HTML: with the sample beside its handler
//! (`src/web/proofs.rs`), or here, with what a real server shows at the desk. A template that neither has fails the test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use undersigned::domain::letter::Rights;

use crate::support::checking::signing;
use crate::support::inviting::Desk;
use crate::support::{Answer, Database, TestApp};

/// Folders of what other templates include.
const PARTS: [&str; 3] = ["components", "layouts", "locales"];

/// The desk's pages, each with its template, on a letter in the middle of its work.
fn desk_pages(app: &TestApp) -> Vec<(&'static str, Answer)> {
    let draft = Desk::draft(app);
    let desk = Desk::open(app);
    desk.member("Carl Checker", "carl@confluence.example", Rights::CHECKER, false);
    for name in ["named", "quiet", "silent"] {
        desk.invite(&format!("جمعية {name}"), &format!("info@{name}.example")).expect_status(303);
    }
    let named = signing("River <b>Banks</b>", "info@named.example").website("https://banks.example/");
    let named = desk.signed(&named.invited(desk.invitation_of("info@named.example")));
    desk.signed(
        &signing("River Bank", "info@quiet.example").withheld().invited(desk.invitation_of("info@quiet.example")),
    );
    desk.signed(&signing("River Banks", "someone@mail.example"));
    desk.submit("invitations", &[("action", "share"), ("label", "قائمة")]).expect_status(303);
    let list = "Organisation;E-mail;Country\nNew Forum;info@forum.example;Kenia\nNo address;;KE\nOld Forum;old@forum.example;ES\n";
    let upload = desk.paste(list);
    let columns = desk.browser.get(&upload.location().expect("the columns")).expect_status(200);
    let check = desk.accept_columns(&upload);
    let done = desk.import(&check);
    let imported = desk.browser.get(&format!("/desk/jobs/{}", done.hidden("list"))).expect_status(200);
    let compose = desk.get("mail");
    let sent = desk.browser.send_form(&crate::support::campaign::compose(&compose, "send")).expect_status(303);
    let job = desk.browser.get(&sent.location().expect("the job")).expect_status(200);
    let invitee = format!("invitations/{}", desk.invitation_of("info@silent.example"));
    desk.submit(&invitee, &[("action", "call"), ("outcome", "call_again")]).expect_status(303);
    let chosen = desk.submit("invitations", &[("action", "ask_called"), ("scope", "all")]).expect_status(200);
    let opened = desk.get(&format!("signatures?signature={named}"));
    let make = [("action", "make"), ("name", "<b>Banks</b>"), ("outlet", "جمعية")];
    desk.submit("press/previews", &make).expect_status(303);
    let previews = desk.get("press/previews");
    let language = [("action", "add"), ("tag", "ar"), ("translator", "<b>Banks</b>"), ("standing", "official")];
    desk.submit("languages", &language).expect_status(303);
    let link = desk.get("languages/ar").texts_of("a.address").pop().expect("a link");
    let secret = link.rsplit('/').next().expect("a secret");
    let translating = app.browser().get(&format!("/translate/{secret}")).expect_status(200);
    let reading = crate::second_reading::link(&desk);
    let remark = [("action", "remark"), ("remark", "جمعية <b>Banks</b>")];
    app.browser().submit(&reading, &remark).expect_status(303);
    let reading = app.browser().get(&reading).expect_status(200);
    let public = Desk::open(app);
    public.publish();
    public.submit("corrections", &[("action", "add"), ("note", "<b>Banks</b>\nof the river")]).expect_status(303);
    let corrections = public.get("corrections");
    let letter = |of: &Desk<'_>| of.browser.get(&format!("/desk/letters/{}", of.letter)).expect_status(200);
    let end = (app.now() + chrono::TimeDelta::days(3)).format("%Y-%m-%dT%H:%M").to_string();
    let line = "جمعية <b>Banks</b>, Salma, salma@banks.example, LB";
    draft.submit("comments", &[("action", "start"), ("closes_at", &end), ("people", line)]).expect_status(303);
    let path = crate::commenting::link(&draft, "salma@banks.example");
    let said = [("stance-title", "cannot_sign"), ("comment-title", "<b>No</b>"), ("proposal-title", "<b>Rivers</b>")];
    let comment = app.browser().submit(&path, &said).expect_status(200);
    let mut pages = book_pages(&desk, &draft);
    pages.extend([
        ("desk/letters.html", desk.browser.get("/desk").expect_status(200)),
        ("desk/new.html", desk.browser.get("/desk/letters/new").expect_status(200)),
        ("desk/overview.html", letter(&draft)),
        ("desk/overview.html", letter(&desk)),
        ("desk/text.html", draft.get("text")),
        ("desk/text.html", desk.get("text")),
        ("desk/details.html", draft.get("details")),
        ("desk/dates.html", draft.get("dates")),
        ("desk/dates.html", desk.submit("dates", &[("action", "save"), ("closes_at", "soon")])),
        ("desk/publish.html", draft.get("publish")),
        ("desk/publish.html", desk.get("publish")),
        ("desk/safety.html", desk.get("safety")),
        ("desk/comments.html", desk.get("comments")),
        ("desk/comments.html", draft.get("comments")),
        ("desk/comments.html", draft.submit("comments", &[("action", "ask"), ("people", "?")]).expect_status(422)),
        ("commenting/comment.html", comment),
        ("desk/reviewing.html", draft.get("comments/mine")),
        (
            "desk/reviewing.html",
            draft.submit("comments/mine", &[("action", "save"), ("organisation", "<b>Banks")]).expect_status(422),
        ),
        ("desk/press.html", desk.get("press")),
        ("desk/press.html", desk.submit("press", &[("action", "save"), ("quote_name", "<b>Banks")]).expect_status(422)),
        ("desk/previews.html", desk.get("press/previews")),
        ("desk/previews.html", desk.submit("press/previews", &[("action", "make")]).expect_status(422)),
        ("desk/previews.html", previews),
        ("desk/corrections.html", draft.get("corrections")),
        ("desk/corrections.html", corrections),
        ("desk/history.html", desk.get("text/history")),
        ("desk/redline.html", desk.get("text/redline?from=save-1&to=version-1")),
        ("desk/answers.html", desk.get("answers")),
        ("desk/languages.html", desk.get("languages")),
        ("desk/languages.html", desk.submit("languages", &[("action", "add"), ("tag", "<b>Banks")]).expect_status(422)),
        ("desk/language.html", desk.get("languages/ar")),
        ("translating/translate.html", translating),
        ("translating/read.html", reading),
        ("desk/log.html", desk.get("log")),
        ("desk/people.html", desk.get("people")),
        ("desk/record.html", desk.get("signatures/record")),
        ("desk/record.html", desk.submit("signatures/record", &[("person", "Ana")]).expect_status(422)),
        ("desk/signatures.html", desk.get("signatures")),
        ("desk/signatures.html", opened),
        ("inviting/invitations.html", desk.get("invitations")),
        ("inviting/invitations.html", desk.invite("River Banks", "not an address").expect_status(422)),
        ("inviting/import_upload.html", desk.get("invitations/import")),
        ("inviting/import_columns.html", columns),
        ("inviting/import_check.html", check),
        ("inviting/import_done.html", done),
        ("inviting/compose.html", compose),
        ("inviting/compose.html", desk.get("mail?kind=free")),
        ("inviting/compose.html", desk.get("mail?kind=reminder")),
        ("inviting/invitee.html", desk.get(&invitee)),
        ("inviting/chosen.html", chosen),
        ("inviting/job.html", job),
        ("inviting/import_job.html", imported),
    ]);
    pages
}

/// The address book's pages: as they are opened, with a form, refused, two cards side by side and made one.
fn book_pages(desk: &Desk<'_>, next: &Desk<'_>) -> Vec<(&'static str, Answer)> {
    let get = |path: &str| desk.browser.get(path).expect_status(200);
    let list = get("/desk/organisations");
    let cards = list.hrefs_of("table.cards tbody th a");
    let ids: Vec<&str> = cards.iter().filter_map(|card| card.rsplit('/').next()).collect();
    let (card, other) = (&cards[0], &cards[1]);
    let form = get(&format!("{card}?edit=card")).form("save");
    let full = form.set("acronym", "جمعية").set("tags", "<b>Banks</b>, UPR").set("notes", "<b>Banks</b>\nof the river");
    desk.browser.press(&full);
    let merge = get(&format!("{card}/merge?with={}", ids[1]));
    let choose = get(&format!("{other}/merge"));
    desk.browser.press(&merge.form("merge"));
    let known =
        next.accept_columns(&next.paste("Organisation;E-mail\nNew Forum;info@forum.example\nNew Forum;b@b.example\n"));
    vec![
        ("organisations/list.html", list),
        ("organisations/list.html", get("/desk/organisations?q=nobody-at-all&region=africa")),
        ("organisations/new.html", get("/desk/organisations/new")),
        (
            "organisations/new.html",
            desk.browser.submit("/desk/organisations/new", &[("action", "save")]).expect_status(422),
        ),
        ("organisations/card.html", get(card)),
        ("organisations/card.html", get(&format!("{card}?edit=card"))),
        ("organisations/card.html", get(&format!("{card}?contact=new"))),
        ("organisations/merge.html", merge),
        ("organisations/merge.html", choose),
        ("inviting/book.html", next.get("invitations/book")),
        ("inviting/book.html", next.get(&format!("invitations/book?letter={}&did=invited", desk.letter))),
        ("inviting/import_check.html", known),
    ]
}

#[test]
fn every_page_of_the_desk_is_valid_html_with_every_word_from_the_catalogue() {
    for (template, page) in desk_pages(&TestApp::from(Database::sqlite())) {
        let (text, asked) = (page.text(), &page.asked);
        let html = scraper::Html::parse_document(&text);
        let hidden = scraper::Selector::parse("[dir=auto] > bdi:only-child").expect("a selector");
        for bdi in html.select(&hidden) {
            // HTML: who finds a direction for itself leaves out what stands in <bdi>, so it would find none here.
            let around = bdi.parent().and_then(scraper::ElementRef::wrap).expect("an element");
            let has_own = around.children().filter_map(|one| one.value().as_text()).any(|text| !text.trim().is_empty());
            assert!(has_own, "{template}: {}", around.html());
        }
        let errors = html.errors;
        assert!(errors.is_empty(), "{template}, {asked}: {errors:?}\n{text}");
        assert!(!text.contains('‹') && !text.contains("{$"), "{asked}: the catalogue lacks a message\n{text}");
        assert!(!text.contains("<b>Banks"), "{asked}: what a person typed is never HTML\n{text}");
    }
}

#[test]
fn every_template_is_rendered_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = structs(&root.join("src"));
    let proofs: String =
        sources(&root.join("src/web/proofs")).chain([root.join("src/web/proofs.rs")]).map(read).collect();
    let here: String = read(root.join("tests/it/templates.rs"));
    let mut unproven = BTreeSet::new();
    for template in templates(&root.join("templates")) {
        let is_shown = here.contains(&format!("(\"{template}\", "));
        let has_sample = pages.get(&template).is_some_and(|name| {
            [" {", "::"]
                .iter()
                .any(|after| proofs.contains(&format!(" {name}{after}")) || proofs.contains(&format!("({name}{after}")))
        });
        if !is_shown && !has_sample {
            unproven.insert(template);
        }
    }
    assert!(
        unproven.is_empty(),
        "neither a sample in src/web/proofs nor a page in tests/it/templates.rs: {unproven:?}"
    );
}

/// Templates that are pages of their own: neither what others include, nor mails, which `src/mail/messages/tests.rs` has by
/// the folder, nor what is typeset, which `src/render/paper/tests.rs` has.
fn templates(folder: &Path) -> Vec<String> {
    let is_text = |file: &PathBuf| !file.starts_with(folder.join("pdf"));
    let included: String = files(folder).into_iter().filter(is_text).map(read).collect();
    let all = files(folder).into_iter().map(|file| file.strip_prefix(folder).expect("inside").display().to_string());
    all.filter(|name| {
        let top = name.split('/').next().unwrap_or_default();
        let is_included =
            ["import", "include", "extends"].iter().any(|word| included.contains(&format!("{word} \"{name}\"")));
        // Lists for programs are read in tests/it/press.rs.
        let is_page = !name.ends_with(".xml");
        is_page && top != "mail" && top != "pdf" && !PARTS.contains(&top) && !is_included
    })
    .collect()
}

/// Which struct renders which template.
fn structs(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for source in sources(folder).map(read) {
        for part in source.split("#[template(path = \"").skip(1) {
            let (template, rest) = part.split_once('"').expect("a path");
            let (_, rest) = rest.split_once("struct ").expect("a struct");
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            found.insert(template.to_owned(), name);
        }
    }
    assert!(found.len() > 30, "{found:?}");
    found
}

fn sources(folder: &Path) -> impl Iterator<Item = PathBuf> {
    files(folder).into_iter().filter(|file| file.extension().is_some_and(|end| end == "rs"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn read(file: PathBuf) -> String {
    String::from_utf8_lossy(&std::fs::read(file).expect("a file")).into_owned()
}
