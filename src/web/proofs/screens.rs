//! Screens whose pages are built elsewhere, as proof that the style sheet and the macros carry them.

use super::*;
use crate::web::mailbox::MailboxPage;

#[derive(Template)]
#[template(path = "../src/web/proofs/dashboard.html")]
struct DashboardScreen {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "../src/web/proofs/check_desk.html")]
struct CheckDeskScreen {
    shell: Shell,
    form: FormState,
}

pub(super) fn all(t: &Words) -> Vec<(&'static str, askama::Result<String>)> {
    let desk = |current| Shell {
        t: t.clone(),
        menu: Some(LetterMenu {
            letter_id: "0190".into(),
            title: samples::letter().text.title,
            current,
            notes: vec![("text", "v3".into()), ("invitations", "598".into()), ("signatures", "6".into())],
        }),
        ..Shell::desk_sample()
    };
    let form = || {
        FormState::new()
            .with("organisation_name", "جمعية ضفاف النهر")
            .with("latin_name", "River Banks Association")
            .with("country", "LB")
            .with("representative_name", "سلمى الوادي")
            .with("email", "salma@riverbanks.example")
            .with("listing", "named")
    };
    let banner = "No mail leaves this server. It is caught and shown under Mailbox.";
    vec![
        (
            "screen_mailbox",
            MailboxPage { shell: Shell { t: t.clone(), ..Shell::desk_sample() }, ..MailboxPage::sample() }.render(),
        ),
        ("screen_dashboard", DashboardScreen { shell: desk("overview").with_banner(Tone::Look, banner) }.render()),
        (
            "screen_check_desk",
            CheckDeskScreen { shell: desk("signatures"), form: form().with("printed", "listed") }.render(),
        ),
    ]
}
