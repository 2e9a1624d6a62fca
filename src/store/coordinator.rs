//! Coordinators' accounts. Addresses are sealed; failed tries are counted apart ([`crate::store::limit`]), equally for
//! addresses that nobody has.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{CoordinatorId, TeamId};
use crate::error::Result;
use crate::store::organisation::email_index;
use crate::store::schema::{self, coordinator};
use crate::store::{Db, Tx};

/// A person with an account.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::coordinator)]
pub struct Coordinator {
    pub id: CoordinatorId,
    pub team_id: TeamId,
    pub name: String,
    pub email_sealed: String,
    pub email_index: String,
    /// Argon2id in PHC form; none until the person has set a password.
    pub password_hash: Option<String>,
    pub is_operator: bool,
    /// Whether the person wants to hear daily of what waits.
    pub wants_digest: bool,
    /// When the last such mail was written.
    pub digest_at: Option<Moment>,
    pub created_at: Moment,
    /// Since when the person may not sign in.
    pub disabled_at: Option<Moment>,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewCoordinator<'a> {
    /// Whose letters the person will see.
    pub team: TeamId,
    /// As shown on the desk.
    pub name: &'a str,
    /// Where links and notices go.
    pub email: &'a EmailAddress,
    /// Whether the person runs this server.
    pub is_operator: bool,
    /// Argon2id in PHC form, when a password is known already.
    pub password_hash: Option<String>,
}

impl Coordinator {
    /// The address, opened.
    pub fn email(&self, db: &Db<'_>) -> Result<String> {
        db.keys.open("coordinator", "email", self.id.as_str(), &self.email_sealed)
    }
}

/// The coordinator with this id.
pub fn find(db: &mut Db<'_>, id: &CoordinatorId) -> Result<Coordinator> {
    Ok(coordinator::table.find(id).select(Coordinator::as_select()).first(db.conn)?)
}

/// The coordinator with this address.
pub fn find_by_email(db: &mut Db<'_>, email: &EmailAddress) -> Result<Option<Coordinator>> {
    let index = email_index(db, email);
    Ok(coordinator::table
        .filter(coordinator::email_index.eq(index))
        .select(Coordinator::as_select())
        .first(db.conn)
        .optional()?)
}

/// Every coordinator, the first one first.
pub fn list(db: &mut Db<'_>) -> Result<Vec<Coordinator>> {
    Ok(coordinator::table.order(coordinator::id).select(Coordinator::as_select()).load(db.conn)?)
}

/// Whether there is no account at all, so that the first one may be made.
pub fn is_empty(db: &mut Db<'_>) -> Result<bool> {
    let count: i64 = coordinator::table.count().get_result(db.conn)?;
    Ok(count == 0)
}

/// Operators who can sign in.
pub fn count_operators(db: &mut Db<'_>) -> Result<i64> {
    Ok(coordinator::table
        .filter(coordinator::is_operator.eq(true))
        .filter(coordinator::disabled_at.is_null())
        .count()
        .get_result(db.conn)?)
}

/// Adds an account; `None` when somebody has this address already.
pub fn insert(tx: &mut Tx<'_>, new: &NewCoordinator<'_>, now: Moment) -> Result<Option<Coordinator>> {
    let id = CoordinatorId::new();
    let row = Coordinator {
        team_id: new.team.clone(),
        name: new.name.to_owned(),
        email_sealed: tx.keys.seal("coordinator", "email", id.as_str(), new.email.as_str()),
        email_index: email_index(tx, new.email),
        password_hash: new.password_hash.clone(),
        is_operator: new.is_operator,
        wants_digest: true,
        digest_at: None,
        created_at: now,
        disabled_at: None,
        id,
    };
    let inserted = tx.try_insert(|conn| diesel::insert_into(coordinator::table).values(&row).execute(conn))?;
    Ok(inserted.map(|_| row))
}

/// Sets the hash of a new password.
pub fn set_password(tx: &mut Tx<'_>, id: &CoordinatorId, hash: &str) -> Result<()> {
    diesel::update(coordinator::table.find(id)).set(coordinator::password_hash.eq(Some(hash))).execute(tx.conn)?;
    Ok(())
}

/// Sets the name.
pub fn set_name(tx: &mut Tx<'_>, id: &CoordinatorId, name: &str) -> Result<()> {
    diesel::update(coordinator::table.find(id)).set(coordinator::name.eq(name)).execute(tx.conn)?;
    Ok(())
}

/// Turns the daily mail on or off.
pub fn set_wants_digest(tx: &mut Tx<'_>, id: &CoordinatorId, wants: bool) -> Result<()> {
    diesel::update(coordinator::table.find(id)).set(coordinator::wants_digest.eq(wants)).execute(tx.conn)?;
    Ok(())
}

/// Notes a daily mail, unless another server noted one after `last`.
pub fn set_digest_at(tx: &mut Tx<'_>, id: &CoordinatorId, last: Option<Moment>, now: Moment) -> Result<bool> {
    let unchanged =
        coordinator::table.find(id).filter(coordinator::digest_at.is_null().or(coordinator::digest_at.eq(last)));
    Ok(diesel::update(unchanged).set(coordinator::digest_at.eq(Some(now))).execute(tx.conn)? == 1)
}

/// Shuts a coordinator out (`Some`), or lets them in again (`None`).
pub fn set_disabled(tx: &mut Tx<'_>, id: &CoordinatorId, since: Option<Moment>) -> Result<()> {
    diesel::update(coordinator::table.find(id)).set(coordinator::disabled_at.eq(since)).execute(tx.conn)?;
    Ok(())
}
