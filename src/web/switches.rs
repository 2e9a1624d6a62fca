//! `/desk/operator/switches`: what the operator switches off for every letter at once. Each server of several reads them anew every
//! two seconds.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Query};
use askama::Template;

use crate::domain::event::{PublicEffect, Verb};
use crate::domain::switches::{Switch, Switches};
use crate::render::shell::Shell;
use crate::store::{Lane, event, setting};
use crate::web::answer;
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::session::SignedIn;
use crate::web::site::Site;

const HERE: &str = "/desk/operator/switches";

/// After how many seconds a reader whose search was refused may try again.
const SEARCH_AGAIN: u32 = 300;

/// The switches.
#[derive(Template)]
#[template(path = "operator/switches.html")]
pub struct SwitchesPage {
    /// Around the page.
    pub shell: Shell,
    /// A box for each.
    pub form: FormState,
}

impl SwitchesPage {
    fn new(shell: Shell, now: Switches) -> SwitchesPage {
        let on = Switch::ALL.iter().filter(|one| now.is_on(**one));
        let form = on.fold(FormState::new(), |form, one| form.replaced(one.as_str(), "yes"));
        SwitchesPage { shell, form }
    }

    /// For the test that renders every page.
    pub fn sample() -> SwitchesPage {
        SwitchesPage::new(Shell::desk_sample(), Switches { search_off: true, ..Switches::default() })
    }
}

/// `GET /desk/operator/switches`
pub async fn page(site: Data<Site>, who: SignedIn, after: Query<After>) -> Result<HttpResponse> {
    who.as_operator()?;
    let now = site.store.read(setting::switches).await?;
    answer::ok(&SwitchesPage::new(after.tell(who.shell(&site)), now))
}

/// `POST /desk/operator/switches`: `action` is `save`.
pub async fn submit(site: Data<Site>, DeskForm { who, form, .. }: DeskForm) -> Result<HttpResponse> {
    who.as_operator()?;
    let is_on = |switch: Switch| form.is(switch.as_str(), "yes");
    let wanted = Switches {
        signing_paused: is_on(Switch::Signing),
        counts_held: is_on(Switch::Counts),
        search_off: is_on(Switch::Search),
    };
    let (actor, now) = (who.actor(), site.now());
    let save = move |tx: &mut crate::store::Tx<'_>| {
        setting::set_switches(tx, &wanted)?;
        event::record(tx, now, &actor, Verb::SetSwitches, None, None, PublicEffect::None)
    };
    site.store.write(Lane::Desk, save).await?;
    site.switch(wanted);
    Ok(answer::see_other(&Done::SwitchesSaved.at(HERE)))
}

/// What a reader gets whose search is not made, with the way to the whole list.
#[derive(Template)]
#[template(path = "letters/search_off.html")]
pub struct SearchOffPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter's path.
    pub letter: String,
}

/// The answer to a search while searching is switched off.
pub(super) fn search_off(site: &Site, slug: &str) -> Result<HttpResponse> {
    let page = SearchOffPage { shell: site.shell(), letter: format!("/letters/{slug}") };
    let mut response = answer::page(StatusCode::SERVICE_UNAVAILABLE, &page)?;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(SEARCH_AGAIN));
    Ok(response)
}
