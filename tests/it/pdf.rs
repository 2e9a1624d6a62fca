//! `letter.pdf` and `card.png`, read as their readers do: by the text in them, and by their addresses.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::campaign::{Campaign, Draft};
use crate::support::signatories::Who;
use crate::support::{Answer, Browser, TestApp};

/// Names in the scripts that text can be taken out of a PDF in the order of reading.
const NAMES: [(&str, &str); 12] = [
    ("Kestrel Field Workers", "KE"),
    ("Fundación Peña Ñandú", "AR"),
    ("Об’єднання «Верхів’я»", "UA"),
    ("Ένωση των Πηγών", "GR"),
    ("川辺の会", "JP"),
    ("溪源守望協會", "TW"),
    ("강마을연대", "KR"),
    ("Հեռավոր Աղբյուր", "AM"),
    ("ლურჯი წყარო", "GE"),
    ("መስከረም የሴቶች ማህበር", "ET"),
    ("*Not* #panic() $bold$", "FR"),
    ("Ủy ban Nước Sạch Đồng Tháp", "VN"),
];

const BODY: &str = "We ask for *three* things.[^one]\n\n## What we ask\n\n1. Measure.\n2. Publish.\n\n> Water has no \
passport.\n\n[Read more](https://rivers.example/more)\n\n[^one]: Agreed on the shore of the lake.";

fn letter(app: &TestApp, title: &str, body: &str) -> (Browser, Campaign) {
    let desk = app.operator();
    let draft = Draft { title, slug: "the-rivers-we-share", signers: "both", collects: "in_public", body };
    let letter = Campaign::draft(&desk, &draft);
    letter.open(&desk);
    letter.publish(&desk);
    (desk, letter)
}

/// The file, as soon as it is made.
pub fn file(reader: &Browser, path: &str) -> Answer {
    let limit = Instant::now() + Duration::from_secs(60);
    loop {
        let answer = reader.get(path);
        if answer.status != 503 {
            return answer.expect_status(200);
        }
        assert_eq!(answer.header("retry-after"), "3");
        assert!(answer.main_text().contains("The file is being made"), "{}", answer.main_text());
        assert!(Instant::now() < limit, "{path} is never made");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The text of a PDF without any white space: lines are broken where the page needs it.
pub fn words(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("letter.pdf");
    std::fs::write(&path, pdf).expect("written");
    let output = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(&path).arg("-").output();
    let output = output.expect("pdftotext, from the package poppler-utils");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    squeezed(&String::from_utf8_lossy(&output.stdout))
}

pub fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{ad}').collect()
}

on_both! {
    fn the_pdf_says_what_the_page_says(app) {
        let (_, letter) = letter(&app, "For the rivers we share", BODY);
        for (name, country) in NAMES {
            app.signatory(&letter, &Who::named(name, country), true);
        }
        app.signatory(&letter, &Who { is_withheld: true, ..Who::named("Quiet Circle", "KE") }, true);
        let reader = app.browser();
        app.site.public_cache.forget_all();
        let pdf = file(&reader, &letter.public("letter.pdf"));
        assert_eq!(pdf.header("content-type"), "application/pdf");
        assert_eq!(pdf.header("cache-control"), "no-cache");
        let text = words(&pdf.bytes);
        for (name, _) in NAMES {
            assert!(text.contains(&squeezed(name)), "{name} is missing in {text}");
        }
        assert!(!text.contains("Quiet"));
        let json = reader.get(&letter.public("signatories.json")).expect_status(200);
        let json: serde_json::Value = serde_json::from_slice(&json.bytes).expect("JSON");
        let told = [
            "For the rivers we share", "Dear delegates,", "We ask for three things.", "What we ask", "Measure.", "Publish.",
            "Water has no passport.", "Agreed on the shore of the lake.", "Sincerely,", "All delegations", "Confluence Network",
            "13 organisations", "12 countries", "1 name withheld", "Version 1", "page 1 of",
        ];
        for told in told {
            assert!(text.contains(&squeezed(told)), "{told:?} is missing in {text}");
        }
        assert_eq!(json["counts"]["organisations"], 13);
        let sha = json["letter"]["text_sha256"].as_str().expect("a hash");
        assert!(text.contains(&sha[..16]), "{sha} is missing in {text}");
        assert!(text.contains(&squeezed(json["letter"]["url"].as_str().expect("an address"))));
        // Tagged, with what catalogues read.
        let bytes = String::from_utf8_lossy(&pdf.bytes);
        for sign in ["/StructTreeRoot", "/Lang", "/MarkInfo"] {
            assert!(bytes.contains(sign), "{sign} is missing");
        }
        let page = reader.get(&letter.public("")).expect_status(200);
        assert!(page.links().contains(&letter.public("letter.pdf")));
        assert!(page.text().contains(&format!("<meta property=\"og:image\" content=\"{}{}\">", app.base, letter.public("card.png"))));

        let again = reader.request("GET", &letter.public("letter.pdf")).header("if-none-match", pdf.header("etag"));
        assert_eq!(reader.send(again).status, 304);
    }

    fn a_name_that_is_withdrawn_is_gone_from_the_pdf_at_once_and_hidden_names_too(app) {
        let (desk, letter) = letter(&app, "For the rivers we share", BODY);
        app.signatory(&letter, &Who::named("Kestrel Field Workers", "KE"), true);
        let leaving = app.signatory(&letter, &Who::named("Olive Terrace Women", "LB"), true);
        let reader = app.browser();
        app.site.public_cache.forget_all();
        let (before, card) = (file(&reader, &letter.public("letter.pdf")), file(&reader, &letter.public("card.png")));
        assert!(words(&before.bytes).contains("OliveTerraceWomen"));
        let signer = app.browser();
        let page = signer.get(&format!("{}/withdraw", leaving.mine)).expect_status(200);
        signer.send_form(&page.form("withdraw")).expect_status(303);
        // Also for a reader who has the old one.
        let asked = reader.request("GET", &letter.public("letter.pdf")).header("if-none-match", before.header("etag"));
        assert_ne!(reader.send(asked).status, 304);
        let after = file(&reader, &letter.public("letter.pdf"));
        let text = words(&after.bytes);
        assert!(!text.contains("OliveTerraceWomen") && text.contains("KestrelFieldWorkers"), "{text}");
        assert_ne!(file(&reader, &letter.public("card.png")).bytes, card.bytes, "the card has the new number");

        let safety = desk.get(&letter.desk("safety")).expect_status(200);
        desk.press(&safety.form("hide"));
        let hidden = words(&file(&reader, &letter.public("letter.pdf")).bytes);
        assert!(!hidden.contains("KestrelFieldWorkers") && hidden.contains("1organisation"), "{hidden}");
    }

    fn a_title_in_arabic_is_read_from_right_to_left(app) {
        let title = "من أجل الأنهار التي نتشاركها";
        let desk = app.operator();
        let draft = Draft { title, slug: "the-rivers-we-share", signers: "both", collects: "in_public", body: "نطلب القياس والنشر." };
        let letter = Campaign::draft(&desk, &draft);
        let details = desk.get(&letter.desk("details")).expect_status(200);
        desk.press(&details.form("save").set("language", "ar"));
        letter.open(&desk);
        letter.publish(&desk);
        app.signatory(&letter, &Who::named("مرصد السدود والأودية", "LB"), true);
        app.site.public_cache.forget_all();
        let text = words(&file(&app.browser(), &letter.public("letter.pdf")).bytes);
        // Marks of direction are no letters.
        let text: String = text.chars().filter(|one| !matches!(one, '\u{202a}'..='\u{202e}' | '\u{200e}' | '\u{200f}')).collect();
        for told in [title, "نطلب القياس والنشر", "مرصد السدود والأودية"] {
            assert!(text.contains(&squeezed(told)), "{told} is missing in {text}");
        }
    }

    fn other_sites_may_show_the_card(app) {
        let (_, letter) = letter(&app, "水".repeat(300).as_str(), BODY);
        let card = file(&app.browser(), &letter.public("card.png"));
        assert_eq!(card.header("content-type"), "image/png");
        assert_eq!(card.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(card.bytes[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200 by 630");
    }
}
