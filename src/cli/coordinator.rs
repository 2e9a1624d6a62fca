//! `undersigned coordinator add`.

use super::Failed;
use crate::actions::add_coordinator::{self, Person};
use crate::app::App;
use crate::domain::coordinator::coordinator_name;
use crate::domain::email::EmailAddress;
use crate::domain::event::Actor;
use crate::domain::refusal::Refusal;
use crate::render::words::Words;
use crate::store::{Lane, coordinator};

/// Makes the account, or finds the one whose owner has not set a password yet, and prints the link.
pub fn add(email: &str, name: &str, operator: bool, build: impl FnOnce() -> Result<App, Failed>) -> Result<(), Failed> {
    let words = Words::english();
    let name = coordinator_name(name)
        .map_err(|fault| Failed::Told(words.say_of("coordinator-name", fault.code()).to_string()))?;
    let email =
        EmailAddress::parse(email).map_err(|fault| Failed::Told(words.say_of("fault", fault.code()).to_string()))?;
    let app = build()?;
    let now = app.clock.now();
    let person = Person { name, email, is_operator: operator };
    let secret = app.store.write_now(Lane::Desk, move |tx| {
        let who = match coordinator::find_by_email(tx, &person.email)? {
            Some(known) if known.password_hash.is_some() => return Err(Refusal::AddressTaken.into()),
            Some(known) => known,
            None => add_coordinator::add(tx, &person, &Actor::Command, now)?,
        };
        add_coordinator::first_link(tx, &who, now)
    });
    let secret = secret.map_err(|fault| match fault {
        crate::Error::Refused(refusal) => Failed::Told(words.say_of("refusal", refusal).to_string()),
        other => Failed::Fault(other),
    })?;
    println!("{}", app.config.link(&format!("/password/{secret}")));
    Ok(())
}
