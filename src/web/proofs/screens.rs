//! Screens whose pages are built elsewhere, as proof that the style sheet and the macros carry them.

use super::*;
use crate::web::mailbox::MailboxPage;

/// The sign form, empty or refused.
#[derive(Template)]
#[template(path = "../src/web/proofs/sign_form.html")]
struct SignFormScreen {
    shell: Shell,
    form: FormState,
    countries: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "../src/web/proofs/sign_landing.html")]
struct SignLandingScreen {
    shell: Shell,
    letter: Arc<crate::render::public::PublicLetter>,
}

#[derive(Template)]
#[template(path = "../src/web/proofs/sign_check.html")]
struct SignCheckScreen {
    shell: Shell,
}

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
    let shell = Shell { t: t.clone(), csrf: Some("sample-token".into()), ..Shell::sample() };
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
    let mut refused = form();
    refused.refuse("representative_role", "Write your role, for example “director”.");
    refused.refuse("authorised", "Tick this if it is true. If not, choose “Ask my organisation first”.");
    let countries = vec![("KE", "Kenya".to_owned()), ("LB", "Lebanon".to_owned())];
    let sign_form = |form| SignFormScreen { shell: shell.clone(), form, countries: countries.clone() }.render();
    let banner = "No mail leaves this server. It is caught and shown under Mailbox.";
    vec![
        ("screen_sign_form", sign_form(form())),
        ("screen_sign_form_refused", sign_form(refused)),
        (
            "screen_sign_landing",
            SignLandingScreen { shell: shell.clone(), letter: Arc::new(samples::letter()) }.render(),
        ),
        (
            "screen_mailbox",
            MailboxPage { shell: Shell { t: t.clone(), ..Shell::desk_sample() }, ..MailboxPage::sample() }.render(),
        ),
        ("screen_sign_check", SignCheckScreen { shell: shell.clone() }.render()),
        ("screen_dashboard", DashboardScreen { shell: desk("overview").with_banner(Tone::Look, banner) }.render()),
        (
            "screen_check_desk",
            CheckDeskScreen { shell: desk("signatures"), form: form().with("printed", "listed") }.render(),
        ),
    ]
}
