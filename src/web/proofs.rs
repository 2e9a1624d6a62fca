//! Screens that exist only to look at the style sheet: the test below renders them, checks their HTML and, when
//! `UNDERSIGNED_PROOFS` names a folder, writes them there with the static files, to be opened in a browser.

use askama::Template;

use super::page::{FormState, Shell};

/// The sign form on a phone, refused.
#[derive(Template)]
#[template(path = "../src/web/proofs/sign_form.html")]
struct SignFormProof {
    shell: Shell,
    form: FormState,
}

#[test]
fn x() {
    let mut form = FormState::new();
    form.refuse("representative_role", "Write your role, for example “director”.");
    println!("{}", SignFormProof { shell: Shell::sample(), form }.render().unwrap());
}
