//! The stored pages of published letters. A hit is one load, one look-up and one cheap clone: no lock, no SQL.
//!
//! Strict changes (hide, withhold, withdraw, suspend, unpublish) remove a letter's pages before the request that caused
//! them is answered, and a build that began before one must not install its bytes. Additions mark the pages as old;
//! readers get the old bytes until the next build, at most four a second for each letter.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use tokio::sync::OnceCell;

use crate::clock::Moment;
use crate::domain::ids::LetterId;
use crate::error::{Error, Result};
use crate::render::public::PublicLetter;
use crate::render::register::Register;
use crate::store::{Effects, PublicChange};
use crate::web::stored_page::StoredPage;

/// No letter is built more often than this after additions.
const BETWEEN_BUILDS: Duration = Duration::from_millis(250);

/// Nor for more than this part of the time, the fifth: a letter with 100,000 names takes long to build.
const PAUSE_FOR_BUILD: u32 = 4;

/// How often a build that strict changes overtook is begun again before the reader is asked to come back.
const ATTEMPTS: usize = 8;

/// Everything that one published letter shows, made in one read of the database.
#[derive(Debug)]
pub struct LetterPages {
    /// Whose pages these are.
    pub letter: LetterId,
    /// The finished pages by their path below `/letters/{slug}`.
    pub pages: HashMap<String, StoredPage>,
    /// The letter and the register, for filtered views.
    pub public: Option<Arc<PublicLetter>>,
    /// Who signed.
    pub register: Arc<Register>,
    /// What is made when somebody first asks. It lives no longer than the pages, so that a strict change forgets both.
    pub files: Files,
    /// Until when these bytes are right by themselves: the closing time, or none.
    pub valid_until: Option<Moment>,
    built: Instant,
    building_took: Duration,
    old: AtomicBool,
}

/// The files of a letter that are made when somebody first asks: with 100,000 names each of them takes longer than all pages.
#[derive(Debug, Default)]
pub struct Files {
    /// `signatories.csv`
    pub csv: OnceCell<StoredPage>,
    /// `signatories.json`
    pub json: OnceCell<StoredPage>,
    /// `letter.docx`
    pub docx: OnceCell<StoredPage>,
    /// `proof.zip`
    pub proof: OnceCell<StoredPage>,
    /// The hash of everything that `letter.pdf` says.
    #[cfg(feature = "pdf")]
    pub letter_content: std::sync::OnceLock<[u8; 32]>,
    /// The same of `card.png`.
    #[cfg(feature = "pdf")]
    pub card_content: std::sync::OnceLock<[u8; 32]>,
}

impl LetterPages {
    /// Pages that were built just now.
    pub fn new(
        letter: LetterId,
        pages: HashMap<String, StoredPage>,
        register: Arc<Register>,
        valid_until: Option<Moment>,
    ) -> LetterPages {
        LetterPages {
            letter,
            pages,
            public: None,
            register,
            files: Files::default(),
            valid_until,
            built: Instant::now(),
            building_took: Duration::ZERO,
            old: AtomicBool::new(false),
        }
    }

    /// With the letter's data, so that filtered views can be made from it.
    pub fn with_letter(self, public: Arc<PublicLetter>) -> LetterPages {
        LetterPages { public: Some(public), ..self }
    }

    fn is_current(&self, now: Moment) -> bool {
        self.valid_until.is_none_or(|until| now < until)
    }

    fn may_be_served(&self) -> bool {
        let pause = BETWEEN_BUILDS.max(self.building_took * PAUSE_FOR_BUILD);
        !self.old.load(Ordering::Acquire) || self.built.elapsed() < pause
    }
}

/// The stored pages of all letters of this instance.
#[derive(Clone, Default)]
pub struct PublicCache(Arc<Inner>);

#[derive(Default)]
struct Inner {
    by_slug: ArcSwap<HashMap<String, Arc<LetterPages>>>,
    /// Raised by each strict change of any letter; a build compares it before it installs.
    strict_changes: Mutex<u64>,
    /// Raised by each addition; pages whose build it overtook are installed, but as old.
    additions: AtomicU64,
    building: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl PublicCache {
    /// An empty cache.
    pub fn new() -> PublicCache {
        PublicCache::default()
    }

    /// Hears what a commit changed, before the caller of that commit is answered. Additions are not shown while `is_held`.
    pub fn after_commit(&self, effects: &Effects, is_held: bool) {
        for (letter, change) in &effects.letters {
            match change {
                PublicChange::Strict => self.forget(letter),
                PublicChange::Addition if is_held => {}
                PublicChange::Addition => self.mark_old(letter),
            }
        }
    }

    /// Removes a letter's pages and lets no build that is under way install its bytes.
    pub fn forget(&self, letter: &LetterId) {
        let mut strict_changes = self.0.strict_changes.lock().unwrap_or_else(PoisonError::into_inner);
        *strict_changes += 1;
        self.0.by_slug.rcu(|map| {
            let mut map = HashMap::clone(map);
            map.retain(|_, pages| pages.letter != *letter);
            map
        });
    }

    /// Removes everything: what changed is not known.
    pub fn forget_all(&self) {
        let mut strict_changes = self.0.strict_changes.lock().unwrap_or_else(PoisonError::into_inner);
        *strict_changes += 1;
        self.0.by_slug.store(Arc::new(HashMap::new()));
    }

    /// Marks a letter's pages as old: the next reader after a quarter of a second causes a build.
    pub fn mark_old(&self, letter: &LetterId) {
        self.0.additions.fetch_add(1, Ordering::AcqRel);
        for pages in self.0.by_slug.load().values().filter(|pages| pages.letter == *letter) {
            pages.old.store(true, Ordering::Release);
        }
    }

    /// The letter's pages if they can be served as they are: the path of nearly every request.
    pub fn hit(&self, slug: &str, now: Moment) -> Option<Arc<LetterPages>> {
        let map = self.0.by_slug.load();
        map.get(slug).filter(|pages| pages.may_be_served() && pages.is_current(now)).cloned()
    }

    /// The letter's pages, built if need be. While one reader builds, the others get the old bytes, or wait when a
    /// strict change removed them. `build` gives `None` when the letter is not public.
    pub async fn get<F, Fut>(&self, slug: &str, now: Moment, build: F) -> Result<Option<Arc<LetterPages>>>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<Option<LetterPages>>>,
    {
        if let Some(pages) = self.hit(slug, now) {
            return Ok(Some(pages));
        }
        let turn = self.turn(slug);
        let _one_build_at_a_time = match (turn.try_lock(), self.old_bytes(slug, now)) {
            (Ok(turn), _) => turn,
            (Err(_), Some(old)) => return Ok(Some(old)),
            (Err(_), None) => turn.lock().await,
        };
        for _ in 0..ATTEMPTS {
            if let Some(pages) = self.hit(slug, now) {
                return Ok(Some(pages));
            }
            let begun_at = (self.strict_changes(), self.0.additions.load(Ordering::Acquire));
            let begun = Instant::now();
            let built = build().await?.map(|pages| LetterPages { building_took: begun.elapsed(), ..pages });
            let Some(pages) = built.map(Arc::new) else {
                self.0.building.lock().unwrap_or_else(PoisonError::into_inner).remove(slug);
                return Ok(None);
            };
            if self.install(slug, &pages, begun_at) {
                return Ok(Some(pages));
            }
        }
        Err(Error::Busy("the public page is changing".into()))
    }

    fn old_bytes(&self, slug: &str, now: Moment) -> Option<Arc<LetterPages>> {
        self.0.by_slug.load().get(slug).filter(|pages| pages.is_current(now)).cloned()
    }

    fn strict_changes(&self) -> u64 {
        *self.0.strict_changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self, slug: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut building = self.0.building.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(building.entry(slug.to_owned()).or_default())
    }

    /// Puts pages in place unless a strict change happened since their build began.
    fn install(&self, slug: &str, pages: &Arc<LetterPages>, (strict_at, additions_at): (u64, u64)) -> bool {
        let strict_changes = self.0.strict_changes.lock().unwrap_or_else(PoisonError::into_inner);
        if *strict_changes != strict_at {
            return false;
        }
        pages.old.store(self.0.additions.load(Ordering::Acquire) != additions_at, Ordering::Release);
        self.0.by_slug.rcu(|map| {
            let mut map = HashMap::clone(map);
            map.insert(slug.to_owned(), Arc::clone(pages));
            map
        });
        true
    }
}
