//! Several contacts at once: how many they are is said before anything is done with them.

use std::collections::HashSet;

use actix_web::HttpResponse;
use askama::Template;

use crate::web::answer;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::inviting::invitee::outcome_choices;
use crate::web::inviting::rows::{self, Rows};
use crate::web::inviting::{country_choices, must_see_contacts};
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "inviting/chosen.html")]
struct ChosenPage {
    shell: Shell,
    form: FormState,
    /// `remind`, `revoke`, `called`.
    what: &'static str,
    action: &'static str,
    to: String,
    ids: Vec<String>,
    names: Vec<String>,
    outcomes: Vec<(String, String)>,
    invitations: String,
}

/// The page that asks once more; `None` when nobody was chosen.
pub(super) async fn ask(
    site: &Site,
    who: &SignedIn,
    work: &Work,
    form: &FormState,
    what: &'static str,
) -> Result<Option<HttpResponse>> {
    must_see_contacts(work)?;
    let chosen = fitting(site, work, form).await?;
    if chosen.is_empty() {
        return Ok(None);
    }
    let shell = work.shell(site, who, "invitations");
    let invitations = work.path("invitations");
    let (action, to) = match what {
        "remind" => ("choose", work.path("mail")),
        what => (what, invitations.clone()),
    };
    let (ids, names) = chosen.into_iter().unzip();
    let form = FormState::new().with("outcome", "called");
    let outcomes = outcome_choices(&shell);
    answer::ok(&ChosenPage { shell, form, what, action, to, ids, names, outcomes, invitations }).map(Some)
}

/// Those that were ticked, or all that fit the filter; taken back ones are left out.
async fn fitting(site: &Site, work: &Work, form: &FormState) -> Result<Vec<(String, String)>> {
    let (letter, member, words, filter) =
        (work.letter.clone(), work.member.clone(), site.words(), form.clone().replaced("after", ""));
    let takes_all = form.is("scope", "all");
    let ticked: HashSet<String> = form.all("invitation").iter().cloned().collect();
    let read = move |db: &mut crate::store::Db<'_>| {
        let countries = country_choices(db, &letter.id, &words)?;
        rows::read(db, &letter, &member, &filter, &countries, &words)
    };
    let Rows { all_fitting, .. } = site.store.read(read).await?;
    Ok(all_fitting.into_iter().filter(|(id, _)| takes_all || ticked.contains(id)).collect())
}
