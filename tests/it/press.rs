//! What journalists find beside a letter, and what other sites and programs read of it.

use crate::support::{Answer, Desk, TestApp};

const CONTACT: [(&str, &str); 4] = [
    ("contact_name", "Ines Marchetti-Okafor"),
    ("contact_city", "Geneva"),
    ("contact_languages", "English, Spanish"),
    ("contact_phone", "+41 22 555 01 90 (mobile)"),
];
const QUOTE: [(&str, &str); 4] = [
    ("quote_text", "The river has no passport.\r\n\r\nWe ask for <b>one</b> body that listens."),
    ("quote_name", "Tomás Rojas"),
    ("quote_title", "keeper of the weir"),
    ("quote_approval", "by mail, 20 November"),
];

fn save(desk: &Desk<'_>, fields: &[(&str, &str)]) -> Answer {
    let page = desk.get("press");
    let based_on = page.hidden("based_on");
    let mut all = vec![("based_on", based_on.as_str()), ("action", "save")];
    all.extend(fields);
    desk.browser.post_from(&page, &desk.path("press"), &all)
}

fn words(page: &Answer) -> String {
    page.main_text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn public(app: &TestApp, path: &str) -> Answer {
    app.browser().get(path).expect_status(200)
}

on_both! {
    fn a_journalist_finds_contacts_numbers_and_quotes_that_were_approved(app) {
        let desk = Desk::open(&app);
        for (name, country) in [("Alpha Wells", "ZM"), ("Beta Wells", "AZ"), ("Gamma Wells", "KE")] {
            let id = desk.signed(&crate::support::checking::signing(name, &format!("info@{}.org", country.to_lowercase())).country(country));
            desk.decide(&id, "list").expect_status(303);
        }
        let unapproved = [("quote_text", "Not mine yet."), ("quote_name", "Nobody Asked"), ("quote_title", ""), ("quote_approval", "")];
        save(&desk, &[&CONTACT[..], &QUOTE, &unapproved].concat()).expect_status(303);
        let again = desk.get("press").expect_text("waits for approval: not public");
        assert!(again.fields_of("form.form").contains(&("contact_city".to_owned(), "Geneva".to_owned())));
        let path = desk.public_path();
        app.browser().get(&format!("{path}/press")).expect_status(404);
        desk.publish();
        let page = public(&app, &format!("{path}/press"));
        assert_eq!(page.texts_of(".fact"), ["3 organisations in 3 countries, from Azerbaijan to Zambia"]);
        let text = words(&page);
        for told in ["Ines Marchetti-Okafor", "Geneva", "English, Spanish", "+41 22 555 01 90 (mobile)", "The river has no passport.", "We ask for <b>one</b> body", "Tomás Rojas, keeper of the weir", "version 1", "/versions/1", "a coordinator looked at each name"] {
            assert!(text.contains(told), "{told} is missing in {text}");
        }
        for hidden in ["Not mine yet", "Nobody Asked", "by mail, 20 November"] {
            assert!(!page.text().contains(hidden), "{hidden} is not public");
        }
        assert_eq!(page.texts_of("blockquote p").len(), 2);
        assert!(page.links().contains(&format!("{path}/signatories.csv")));
        assert!(public(&app, &path).links().contains(&format!("{path}/press")));
        // A change is public at once.
        save(&desk, &[("contact_name", "Salma Haddad"), ("checked", "We telephoned each of them.")]).expect_status(303);
        let text = words(&public(&app, &format!("{path}/press")));
        assert!(text.contains("Salma Haddad") && text.contains("We telephoned each of them.") && !text.contains("Marchetti"), "{text}");
    }

    fn nothing_on_the_press_page_names_a_country_while_all_names_are_hidden(app) {
        let desk = Desk::open(&app);
        for (name, country) in [("Alpha Wells", "ZM"), ("Beta Wells", "AZ")] {
            let id = desk.signed(&crate::support::checking::signing(name, &format!("info@{}.org", country.to_lowercase())).country(country));
            desk.decide(&id, "list").expect_status(303);
        }
        desk.publish();
        desk.submit("safety", &[("action", "hide")]).expect_status(303);
        let page = public(&app, &format!("{}/press", desk.public_path()));
        assert!(!page.text().contains("Zambia") && page.text().contains("2 organisations"), "{}", page.text());
    }

    fn a_faulty_press_page_keeps_what_was_typed_and_two_who_save_at_once_lose_nothing(app) {
        let desk = Desk::draft(&app);
        let faulty = [("contact_name", "Ines"), ("contact_email", "not an address"), ("quote_text", ""), ("quote_name", "Tomás")];
        let page = save(&desk, &faulty).expect_status(422).expect_text("Write what is to be quoted");
        assert!(page.fields_of("form.form").contains(&("contact_email".to_owned(), "not an address".to_owned())));
        let many: Vec<(&str, &str)> = (0..21).map(|_| ("contact_city", "Geneva")).collect();
        save(&desk, &many).expect_status(422).expect_text("At most 20");
        let before = desk.get("press");
        save(&desk, &CONTACT).expect_status(303);
        let fields = [("based_on", "0"), ("action", "save"), ("contact_name", "Salma")];
        let page = desk.browser.post_from(&before, &desk.path("press"), &fields).expect_status(409);
        assert!(page.fields_of("form.form").contains(&("contact_name".to_owned(), "Salma".to_owned())), "what was typed is there");
        desk.get("press").expect_status(200);
        desk.get("log").expect_text("saved the press page");
        let dump = app.dump();
        assert!(!dump.contains("Marchetti"), "contacts are sealed in the database");
    }

    fn programs_read_of_public_letters_only(app) {
        let desk = Desk::open(&app);
        let path = desk.public_path();
        let slug = path.rsplit('/').next().unwrap().to_owned();
        let lists = || ["/feed.atom", "/sitemap.xml"].map(|list| public(&app, list));
        for list in lists() {
            assert!(!list.text().contains(&slug), "nothing is told before its time");
        }
        let never = app.browser().get("/letters/never-was/embed").expect_status(404);
        let hidden = app.browser().get(&format!("{path}/embed")).expect_status(404);
        assert_eq!(hidden.bytes, never.bytes);
        desk.publish();
        let [feed, sitemap] = lists();
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        for list in [&feed, &sitemap] {
            assert!(list.text().starts_with("<?xml") && list.text().contains(&format!("{path}</")), "{}", list.text());
            assert_eq!(list.header("cache-control"), "no-store");
        }
        assert!(feed.text().contains("<title>"), "{}", feed.text());
        assert!(public(&app, "/robots.txt").text().contains("/sitemap.xml"));
        let page = public(&app, &path).text();
        let data = page.split_once("application/ld+json\">").expect("linked data").1.split_once("</script>").unwrap().0;
        let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
        assert_eq!((data["@type"].as_str(), data["version"].as_i64()), (Some("Article"), Some(1)));
        assert!(data["datePublished"].is_string());
    }

    fn any_site_may_frame_the_letters_link_and_numbers(app) {
        let desk = Desk::open(&app);
        desk.publish();
        let path = desk.public_path();
        let page = public(&app, &format!("{path}/embed"));
        let policy = page.header("content-security-policy");
        assert!(policy.contains("frame-ancestors *") && !policy.contains("script-src"), "{policy}");
        assert!(page.header("cache-control").contains("no-cache") && page.headers.contains_key("etag"));
        assert!(!page.text().contains("<script") && !page.text().contains("<form"));
        assert!(page.text().contains(&format!("{path}\" target=\"_blank\"")), "{}", page.text());
        assert!(public(&app, &path).header("content-security-policy").contains("frame-ancestors 'none'"));
    }
}

on_both! {
    fn a_registry_gets_text_and_names_as_a_word_file(app) {
        let desk = Desk::open(&app);
        for (name, country) in [("Alpha & Wells", "ZM"), ("مرصد السدود", "LB")] {
            let id = desk.signed(&crate::support::checking::signing(name, &format!("info@{}.org", country.to_lowercase())).country(country));
            desk.decide(&id, "list").expect_status(303);
        }
        desk.publish();
        let path = format!("{}/letter.docx", desk.public_path());
        let file = app.browser().get(&path).expect_status(200);
        assert!(file.header("content-type").contains("wordprocessingml.document"));
        assert!(public(&app, &desk.public_path()).links().contains(&path));
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("letter.docx"), &file.bytes).expect("written");
        // Any reader of XML takes every part of it.
        let code = "import sys, zipfile, xml.dom.minidom as x; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                    [x.parseString(z.read(n)) for n in z.namelist()]; print(x.parseString(z.read('word/document.xml')).documentElement.toxml())";
        let read = std::process::Command::new("python3").args(["-c", code]).arg(folder.path().join("letter.docx")).output();
        let read = read.expect("python3");
        let told = String::from_utf8_lossy(&read.stdout);
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        for name in ["Alpha &amp; Wells", "مرصد السدود", "2 organisations"] {
            assert!(told.contains(name), "{name} is missing");
        }
    }
}
