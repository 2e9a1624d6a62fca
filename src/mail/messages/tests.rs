//! Every mail is rendered and read: well-formed, one button, no picture, complete as plain text, discreet where it must be.

use std::path::Path;

use scraper::{Html, Selector};

use super::samples;
use super::*;

/// Fewer characters than most mailboxes show (U-32).
const SUBJECT_CHARS: usize = 60;
/// The most bytes of both parts together (U-32).
const MAIL_BYTES: usize = 60_000;

fn text_of(html: &str) -> String {
    let body = Selector::parse("body").expect("a selector");
    let document = Html::parse_document(html);
    let text: String = document.select(&body).flat_map(|body| body.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_mail_is_well_formed_small_and_without_pictures_or_trackers() {
    for (name, mail) in samples::all() {
        let faults: Vec<String> = Html::parse_document(&mail.html).errors.iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}\n{}", mail.html);
        for forbidden in ["<img", "<script", "<iframe", "<form", "url(", "@import", "{$", "‹", "src="] {
            assert!(!mail.html.contains(forbidden) && !mail.text.contains(forbidden), "{name} has {forbidden}");
        }
        assert!(mail.subject.chars().count() <= SUBJECT_CHARS, "{name}: {}", mail.subject);
        assert!(!mail.subject.is_empty() && !mail.subject.contains('\n'), "{name}: {:?}", mail.subject);
        assert!(mail.html.len() + mail.text.len() < MAIL_BYTES, "{name} is too large");
        let buttons = mail.html.matches("class=\"button\"").count();
        assert_eq!(buttons, 1, "{name} has {buttons} buttons");
    }
}

#[test]
fn the_plain_text_is_complete_by_itself() {
    let anchors = Selector::parse("a[href]").expect("a selector");
    for (name, mail) in samples::all() {
        for anchor in Html::parse_document(&mail.html).select(&anchors) {
            let href = anchor.value().attr("href").unwrap_or_default();
            // A note's number is a link inside the HTML; the plain text has the number.
            assert!(href.starts_with('#') || mail.text.contains(href), "{name}: {href} is not in\n{}", mail.text);
        }
        // Each sentence of the HTML stands in the text too, but for the help with the button.
        let plain: String = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let document = Html::parse_document(&mail.html);
        for cell in document.select(&Selector::parse("p:not(.small), td, h1").expect("a selector")) {
            let words = cell.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
            let from_letter = cell
                .ancestors()
                .any(|one| one.value().as_element().is_some_and(|e| e.attr("lang").is_some() && e.name() == "div"));
            let is_button = cell.select(&anchors).next().is_some();
            let is_masthead = cell
                .ancestors()
                .any(|one| one.value().as_element().is_some_and(|e| e.attr("role") == Some("presentation")));
            if !from_letter && !is_button && !is_masthead {
                assert!(plain.contains(&words), "{name}: {words:?} is not in\n{plain}");
            }
        }
        assert!(mail.text.lines().all(|line| line.chars().count() <= 78 || line.contains("https://")), "{}", mail.text);
        assert!(!mail.text.contains("\n\n\n") && !mail.text.contains("&amp;"), "{name}:\n{}", mail.text);
    }
}

#[test]
fn a_discreet_mail_tells_neither_title_nor_topic_nor_names() {
    let secrets = [
        "rivers",
        "mechanism",
        "Riparian",
        "Asociaci",
        "undersigned",
        "tributary",
        "open letter",
        "جمعية",
        "federation",
    ];
    let mails: Vec<_> = samples::all().into_iter().filter(|(name, _)| name.ends_with("discreet")).collect();
    assert_eq!(mails.len(), 23);
    for (name, mail) in mails {
        for secret in secrets {
            let whole = format!("{}\n{}\n{}", mail.subject, mail.text, mail.html).to_lowercase();
            assert!(!whole.contains(&secret.to_lowercase()), "{name} tells {secret}:\n{}", mail.text);
        }
    }
}

#[test]
fn what_people_wrote_cannot_add_html_or_a_header() {
    let attack = "</title><img src=x onerror=alert(1)>\r\nBcc: eve@evil.example\r\n\r\n<script>";
    let wanted = Wanted {
        from_name: attack.into(),
        organisation: attack.into(),
        subject: attack.into(),
        message: attack.into(),
        title: attack.into(),
        addressees: vec![attack.into()],
        deadline: Some(attack.into()),
        names_at: Some(attack.into()),
        ..Wanted::sample()
    };
    let mail = Invitation(wanted).write().expect("a template");
    let mail_refused =
        SignatureRefused { reason: attack.into(), line: Some(attack.into()), ..SignatureRefused::sample(false) };
    for mail in [mail, mail_refused.write().expect("a template")] {
        assert!(!mail.html.contains("<img") && !mail.html.contains("<script"), "{}", mail.html);
        assert!(!mail.subject.contains(['\r', '\n']), "{:?}", mail.subject);
        assert!(text_of(&mail.html).contains("Bcc: eve@evil.example"), "shown as the words they are");
    }
    assert_eq!(header_text("Ilse\r\nBcc: =?x?="), "Ilse Bcc: = ?x?=");
}

#[test]
fn the_invitation_says_who_asks_what_to_whom_by_when_and_how() {
    let mail = Invitation::sample().write().expect("a template");
    // The whole text up to the letter below the fold; a change here is a change of what four hundred people read.
    let (above, below) = mail.text.split_once("The full text\n").expect("the letter below the fold");
    let link = "https://letters.confluence.example/sign/kZ3uY0m7Qf1cW8x2Bv5nR4tL6sD9aE-hJgKpOiUyT_A";
    let stop = link.replace("/sign/", "/unsubscribe/");
    let expected = format!(
        "Dear Salma,

Will جمعية ضفاف sign a letter to the Assembly of Riparian States? We ask
for a body that may observe shared rivers, hear complaints and report in
public. Your records of the northern tributary are one reason why we
can.

With thanks,
Ilse Amberg

----------

Ilse Amberg, River Witness Network asks جمعية ضفاف to sign this text:

For an independent international mechanism to protect the rivers we share

To:
  The Secretary-General
  Noor Haddad, High Commissioner for Shared Waters
  Member States

Sign by: Fri 20 Nov 2026, 18:00 Geneva (17:00 UTC)
Text: final, version 3
Names: public on Wed 25 Nov 2026, 10:00 Geneva (09:00 UTC); you may sign
with your name withheld

Read and sign:
{link}

Or type letters.confluence.example/code into your browser, there the
letter code K7QF and the code 4F2M-9XTC.

Opening the page signs nothing. You may pass this mail on inside your
organisation: whoever has the link can read everything and sign, without
an account.

If you cannot sign, press Decline on that page. No reminder will follow.

----------

You receive this mail because Ilse Amberg, River Witness Network put
جمعية ضفاف on the list for this letter.
Answers to this mail reach the people who run the letter.
Stop mails about this letter:
{stop}
No pictures, no tracking.
The full text of the letter follows.

----------

"
    );
    assert_eq!(above, expected, "\n{above}");
    assert!(below.contains("Excellencies,") && below.contains("<https://gauges.example/list>"), "{below}");
    assert!(below.trim_end().ends_with("Ilse Amberg, Chair, River Witness Network"), "{below}");
}

#[test]
fn every_kind_of_mail_has_a_sample() {
    let folders = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/mail")).expect("a folder");
    let names: Vec<_> = samples::all().into_iter().map(|(name, _)| name).collect();
    for folder in folders {
        let folder = folder.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(names.contains(&folder.as_str()), "{folder} has no sample");
    }
}

/// `UNDERSIGNED_PROOFS=/tmp/proofs cargo test --lib mails_can_be_looked_at` writes every mail to that folder.
#[test]
fn the_mails_can_be_looked_at() {
    let Ok(folder) = std::env::var("UNDERSIGNED_PROOFS") else { return };
    for (name, mail) in samples::all() {
        let path = Path::new(&folder).join(format!("mail_{}", name.replace(' ', "_")));
        std::fs::write(path.with_extension("html"), mail.html).expect("written");
        std::fs::write(path.with_extension("txt"), format!("{}\n\n{}", mail.subject, mail.text)).expect("written");
    }
}
