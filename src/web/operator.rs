//! `/desk/operator/coordinators`: who has an account. Operators invite, shut out and let in again; nobody else sees that the
//! page exists.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;

use crate::actions::add_coordinator::{self, Person};
use crate::actions::disable_coordinator;
use crate::domain::coordinator::coordinator_name;
use crate::domain::email::EmailAddress;
use crate::domain::ids::CoordinatorId;
use crate::error::Error;
use crate::render::shell::Shell;
use crate::store::coordinator::{self, Coordinator};
use crate::store::{Db, Lane};
use crate::web::answer;
use crate::web::done::{After, Done};
use crate::web::error::{Failure, Result};
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::session::SignedIn;
use crate::web::site::Site;

const HERE: &str = "/desk/operator/coordinators";

/// Everybody with an account, and a form for one more.
#[derive(Template)]
#[template(path = "operator/coordinators.html")]
pub struct CoordinatorsPage {
    /// Around the page.
    pub shell: Shell,
    /// `name`, `email`, `operator`.
    pub form: FormState,
    /// The first one first.
    pub people: Vec<PersonRow>,
    /// Whether mail is caught here: the link is then in the mailbox.
    pub is_caught: bool,
}

/// One account in the list.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// For the row's buttons.
    pub id: String,
    /// As on the desk.
    pub name: String,
    /// Where links go.
    pub email: String,
    /// `invited`, `active` or `disabled`: a word of the catalogue.
    pub state: &'static str,
    /// Whether the person runs the server.
    pub is_operator: bool,
    /// Whether it is the reader.
    pub is_me: bool,
}

impl CoordinatorsPage {
    /// For the test that renders every page.
    pub fn sample() -> CoordinatorsPage {
        let row = |name: &str, state, is_operator| PersonRow {
            id: name.into(),
            name: name.into(),
            email: "someone@confluence.example".into(),
            state,
            is_operator,
            is_me: is_operator,
        };
        let people =
            vec![row("Nadia Benali", "active", true), row("مها", "invited", false), row("Tom", "disabled", false)];
        CoordinatorsPage { shell: Shell::desk_sample(), form: FormState::new(), people, is_caught: true }
    }
}

/// `GET /desk/operator`.
pub async fn index(who: SignedIn) -> Result<HttpResponse> {
    who.as_operator()?;
    Ok(answer::see_other(HERE))
}

/// `GET /desk/operator/coordinators`.
pub async fn page(site: Data<Site>, who: SignedIn, after: Query<After>) -> Result<HttpResponse> {
    who.as_operator()?;
    let shell = after.tell(who.shell(&site));
    answer::ok(&list(&site, &who, shell, FormState::new()).await?)
}

/// `POST /desk/operator/coordinators`: `action` is `invite`, or with `coordinator`: `invite_again`, `disable`, `enable`.
pub async fn submit(site: Data<Site>, sent: DeskForm) -> Result<HttpResponse> {
    sent.who.as_operator()?;
    match sent.form.value("action") {
        "invite" => invite(site, sent).await,
        _ => change(site, sent).await,
    }
}

async fn invite(site: Data<Site>, DeskForm { who, mut form, .. }: DeskForm) -> Result<HttpResponse> {
    let words = site.words();
    let name = coordinator_name(form.value("name"))
        .map_err(|fault| form.refuse("name", words.say_of("coordinator-name", fault.code())));
    let email = EmailAddress::parse(form.value("email"))
        .map_err(|fault| form.refuse("email", words.say_of("fault", fault.code())));
    if let (Ok(name), Ok(email)) = (name, email) {
        let person = Person { name, email, is_operator: form.is("operator", "yes") };
        let (actor, now) = (who.actor(), site.now());
        let made = site.store.write(Lane::Desk, move |tx| add_coordinator::invite(tx, &person, &actor, now)).await;
        match made {
            Ok(_) => return Ok(answer::see_other(&Done::Invited.at(HERE))),
            Err(Error::Refused(refusal)) => form.refuse("email", words.say_of("refusal", refusal)),
            Err(fault) => return Err(fault.into()),
        }
    }
    let page = list(&site, &who, who.shell(&site), form).await?;
    answer::refused(&page)
}

async fn change(site: Data<Site>, DeskForm { who, form, .. }: DeskForm) -> Result<HttpResponse> {
    let (id, actor, now) = (CoordinatorId(form.value("coordinator").to_owned()), who.actor(), site.now());
    let action = form.value("action").to_owned();
    let done = match action.as_str() {
        "invite_again" => Done::Invited,
        "disable" => Done::Disabled,
        "enable" => Done::Enabled,
        _ => return Err(Failure::Error(Error::NotFound)),
    };
    let changed = site.store.write(Lane::Desk, move |tx| {
        let them = coordinator::find(tx, &id)?;
        match done {
            Done::Disabled => disable_coordinator::disable(tx, &them, &actor, now),
            Done::Enabled => disable_coordinator::enable(tx, &them, &actor, now),
            _ => add_coordinator::invite_again(tx, &them, now),
        }
    });
    changed.await?;
    Ok(answer::see_other(&done.at(HERE)))
}

async fn list(site: &Data<Site>, who: &SignedIn, shell: Shell, form: FormState) -> Result<CoordinatorsPage> {
    let me = who.coordinator.id.clone();
    let people = site.store.read(move |db| {
        let everybody = coordinator::list(db)?;
        everybody.into_iter().map(|person| row(db, person, &me)).collect::<crate::error::Result<Vec<_>>>()
    });
    Ok(CoordinatorsPage { shell, form, people: people.await?, is_caught: site.config.smtp.is_none() })
}

fn row(db: &Db<'_>, person: Coordinator, me: &CoordinatorId) -> crate::error::Result<PersonRow> {
    let state = match (&person.disabled_at, &person.password_hash) {
        (Some(_), _) => "disabled",
        (None, None) => "invited",
        (None, Some(_)) => "active",
    };
    Ok(PersonRow {
        email: person.email(db)?,
        id: person.id.to_string(),
        state,
        is_operator: person.is_operator,
        is_me: person.id == *me,
        name: person.name,
    })
}
