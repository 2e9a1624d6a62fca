//! `/desk/account`: one's own name and password, and signing out everywhere.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;

use crate::actions::sign_in::{self, Attempt};
use crate::actions::{set_name, set_password, set_wants_digest, sign_out};
use crate::domain::coordinator::coordinator_name;
use crate::domain::email::EmailAddress;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::shell::Shell;
use crate::store::coordinator::Coordinator;
use crate::store::{Lane, session as sessions, token};
use crate::web::answer;
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::session::{self, SignedIn};
use crate::web::set_password::check_new_password;
use crate::web::site::Site;

/// One's own account.
#[derive(Template)]
#[template(path = "account/account.html")]
pub struct AccountPage {
    /// Around the page.
    pub shell: Shell,
    /// `name`; `current_password`, `password`.
    pub form: FormState,
    /// The address, which an operator changes.
    pub email: String,
    /// Whether the daily mail is on.
    pub wants_digest: bool,
    /// In how many browsers one is signed in.
    pub session_count: i64,
}

impl AccountPage {
    /// For the test that renders every page.
    pub fn sample() -> AccountPage {
        let form = FormState::new().with("name", "Nadia Benali");
        AccountPage {
            shell: Shell::desk_sample(),
            form,
            email: "nadia@confluence.example".into(),
            wants_digest: true,
            session_count: 2,
        }
    }
}

/// `GET /desk/account`.
pub async fn page(site: Data<Site>, who: SignedIn, after: Query<After>) -> Result<HttpResponse> {
    let form = FormState::new().with("name", who.coordinator.name.clone());
    answer::ok(&account_page(&site, &who, after.tell(who.shell(&site)), form).await?)
}

/// `POST /desk/account`: `action` is `save` (the name), `change_password`, `digest_on`, `digest_off` or `sign_out_everywhere`.
pub async fn submit(site: Data<Site>, sent: DeskForm) -> Result<HttpResponse> {
    match sent.form.value("action") {
        "change_password" => change_password(site, sent).await,
        "sign_out_everywhere" => sign_out_everywhere(site, sent).await,
        "digest_on" | "digest_off" => set_digest(site, sent).await,
        _ => save_name(site, sent).await,
    }
}

async fn save_name(site: Data<Site>, DeskForm { who, mut form, .. }: DeskForm) -> Result<HttpResponse> {
    let name = match coordinator_name(form.value("name")) {
        Ok(name) => name,
        Err(fault) => {
            form.refuse("name", site.words().say_of("coordinator-name", fault.code()));
            return answer::refused(&account_page(&site, &who, who.shell(&site), form).await?);
        }
    };
    let id = who.coordinator.id;
    site.store.write(Lane::Desk, move |tx| set_name::set_name(tx, &id, &name)).await?;
    Ok(answer::see_other(&Done::NameSaved.at("/desk/account")))
}

/// Asks for the present password first (ASVS 6.2.3); guesses of it go up the same ladder as at the sign-in.
async fn change_password(site: Data<Site>, DeskForm { who, mut form, .. }: DeskForm) -> Result<HttpResponse> {
    let person = &who.coordinator;
    let email = email_of(&site, person).await?;
    let (present, tried, now) = (form.value("current_password").to_owned(), EmailAddress::parse(&email), site.now());
    let tried = tried.map_err(|fault| Error::internal("a coordinator's address", fault))?;
    let attempt = site.store.write(Lane::Desk, move |tx| sign_in::begin(tx, &tried, now)).await?;
    if let Attempt::Wait(_) = attempt {
        return Err(Refusal::TooMany.into());
    }
    if !site.passwords.verify(present, person.password_hash.clone()).await? {
        form.refuse("current_password", site.words().say("password-not-current"));
    }
    check_new_password(&site, &mut form, &[person.name.clone(), email]);
    if form.has_errors() {
        let form = form.with("name", person.name.clone());
        return answer::refused(&account_page(&site, &who, who.shell(&site), form).await?);
    }
    let hash = site.passwords.hash(form.value("password").to_owned()).await?;
    let secret = token::new_secret();
    let (person, begun, now) = (who.coordinator, session::hash(&site.keys, &secret), site.now());
    site.store.write(Lane::Desk, move |tx| set_password::by_owner(tx, &person, &hash, &begun, now)).await?;
    let mut answer = answer::see_other(&Done::PasswordChanged.at("/desk/account"));
    session::begin(&site, &mut answer, secret);
    Ok(answer)
}

async fn set_digest(site: Data<Site>, DeskForm { who, form, .. }: DeskForm) -> Result<HttpResponse> {
    let (id, wants) = (who.coordinator.id, form.is("action", "digest_on"));
    site.store.write(Lane::Desk, move |tx| set_wants_digest::set_wants_digest(tx, &id, wants)).await?;
    let done = if wants { Done::DigestOn } else { Done::DigestOff };
    Ok(answer::see_other(&done.at("/desk/account")))
}

async fn sign_out_everywhere(site: Data<Site>, DeskForm { who, .. }: DeskForm) -> Result<HttpResponse> {
    let (id, actor, now) = (who.coordinator.id.clone(), who.actor(), site.now());
    site.store.write(Lane::Desk, move |tx| sign_out::sign_out_everywhere(tx, &id, &actor, now)).await?;
    let mut answer = answer::see_other(&Done::SignedOutEverywhere.at("/signin"));
    session::end(&site, &mut answer);
    Ok(answer)
}

async fn account_page(site: &Data<Site>, who: &SignedIn, shell: Shell, form: FormState) -> Result<AccountPage> {
    let id = who.coordinator.id.clone();
    let session_count = site.store.read(move |db| sessions::count_for(db, &id)).await?;
    let wants_digest = who.coordinator.wants_digest;
    Ok(AccountPage { shell, form, email: email_of(site, &who.coordinator).await?, wants_digest, session_count })
}

async fn email_of(site: &Data<Site>, who: &Coordinator) -> Result<String> {
    let who = who.clone();
    Ok(site.store.read(move |db| who.email(db)).await?)
}
