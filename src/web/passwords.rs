//! Hashing of passwords with Argon2id, a few at a time: each takes tens of milliseconds of a core and 19 MiB, so a flood of
//! sign-ins must wait instead of taking the machine (security: "argon2 as CPU bomb").

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// OWASP's floor for Argon2id: 19 MiB, two passes, one lane.
const PARAMS: (u32, u32, u32) = (19 * 1024, 2, 1);
/// More than this many waiting are told to come back.
const WAITING_ROOM: usize = 64;

/// The hasher of one server.
pub struct Passwords {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// Verified when there is no such account, so that the answer takes as long.
    dummy: String,
}

impl Default for Passwords {
    fn default() -> Passwords {
        Passwords::new()
    }
}

impl Passwords {
    /// One turn for each core.
    pub fn new() -> Passwords {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        // A hash that fits no password anybody could type; made once, with the same cost as the real ones.
        let dummy = hash_now(&format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>()));
        Passwords {
            turns: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            dummy: dummy.unwrap_or_default(),
        }
    }

    /// The hash to keep of a new password, in PHC form with its own salt.
    ///
    /// # Errors
    /// `Busy` when too many wait.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.in_turn(move || hash_now(&password)).await?
    }

    /// Whether `password` is the one that `hash` was made of; without a hash the same time passes and the answer is no.
    ///
    /// # Errors
    /// `Busy` when too many wait.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let exists = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.clone());
        let fits = self
            .in_turn(move || {
                let parsed =
                    PasswordHash::new(&hash).map_err(|fault| Error::internal("reading a password hash", fault))?;
                // The cost stands in the hash itself, so older and newer costs are both understood.
                Ok::<bool, Error>(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
            })
            .await??;
        Ok(fits && exists)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _place = Place::take(&self.waiting)?;
        let turn =
            self.turns.clone().acquire_owned().await.map_err(|fault| Error::internal("waiting to hash", fault))?;
        let done = tokio::task::spawn_blocking(move || {
            // The turn is over when the hashing is, even if nobody waits for the answer any more.
            let _turn = turn;
            work()
        });
        done.await.map_err(|fault| Error::internal("hashing a password", fault))
    }
}

/// A place in the waiting room, left on drop.
struct Place<'a>(&'a AtomicUsize);

impl Place<'_> {
    fn take(waiting: &AtomicUsize) -> Result<Place<'_>> {
        let place = Place(waiting);
        match waiting.fetch_add(1, Ordering::AcqRel) {
            before if before < WAITING_ROOM => Ok(place),
            _ => Err(Error::Busy("too many passwords are being checked".into())),
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn hash_now(password: &str) -> Result<String> {
    let (memory, passes, lanes) = PARAMS;
    let params = Params::new(memory, passes, lanes, None).map_err(|fault| Error::internal("argon2", fault))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(password.as_bytes()).map_err(|fault| Error::internal("argon2", fault))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_no_other() {
        let passwords = Passwords::new();
        let hash = passwords.hash("seven blue herons at dusk".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("seven blue herons at dusk".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("seven blue herons at dawn".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("seven blue herons at dusk".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_crowd_is_told_to_come_back() {
        let passwords = Passwords::new();
        let places = (0..WAITING_ROOM).map(|_| Place::take(&passwords.waiting).unwrap()).collect::<Vec<_>>();
        assert!(matches!(passwords.verify("x".into(), None).await, Err(Error::Busy(_))));
        drop(places);
        assert!(passwords.verify("x".into(), None).await.is_ok());
    }
}
