//! The letters of `undersigned demo`: an invented coalition, told to a throw-away database act by act, each at its own moment
//! of the last weeks, by the very actions that people's forms call. The material lies beside this file.

mod asking;
mod commenting;
mod letter_file;
mod mailings;
mod material;
mod press;
mod signing;
mod story;
mod translating;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::Actor;
use crate::domain::ids::CoordinatorId;
use crate::error::{Error, Result};
use crate::store::{Lane, Store, coordinator, setting};

use crate::actions::add_coordinator::{self, Person};
use material::Material;

/// The password of everybody in the demo: it guards invented letters on one's own machine.
pub const PASSWORD: &str = "two rivers, one shared bank";

/// What the demo shows.
#[derive(Debug)]
pub struct Demo {
    /// Who can sign in: name, address, whether the person is an operator.
    pub people: Vec<(String, String, bool)>,
    /// Each letter: its title, the word for its state, and its path, where the public may read it.
    pub letters: Vec<(String, &'static str, Option<String>)>,
}

/// Fills an empty database. `password_hash` is that of [`PASSWORD`]; hashing is slow, so everybody shares it.
///
/// # Errors
/// The database's; `Internal` when the material contradicts a rule of the product.
pub fn build(store: &Store, password_hash: &str, now: Moment) -> Result<Demo> {
    let material = Material::read()?;
    let (hash, people) = (password_hash.to_owned(), material.coordinators.clone());
    let team = store.write_now(Lane::Desk, move |tx| {
        let mut ids: Vec<CoordinatorId> = Vec::new();
        for one in &people {
            let email = email(&one.email)?;
            let person = Person { name: one.name.clone(), email, is_operator: one.is_operator };
            let made = add_coordinator::add(tx, &person, &Actor::Command, now - chrono::TimeDelta::days(120))?;
            coordinator::set_password(tx, &made.id, &hash)?;
            ids.push(made.id);
        }
        setting::claim(tx, setting::FIRST_COORDINATOR, ids.first().map_or("", CoordinatorId::as_str))?;
        Ok(ids)
    })?;
    let people = material.coordinators.iter().map(|one| (one.name.clone(), one.email.clone(), one.is_operator));
    let people = people.collect();
    let letters = story::tell(store, &material, &team, now)?;
    Ok(Demo { people, letters })
}

fn email(text: &str) -> Result<EmailAddress> {
    EmailAddress::parse(text).map_err(|fault| told_wrong("an address", text, fault))
}

/// The material is ours, so what is wrong with it is a fault of ours.
fn told_wrong(what: &str, text: &str, fault: impl std::fmt::Debug) -> Error {
    Error::Internal(format!("the demo's material: {what} {text:?}: {fault:?}"))
}
