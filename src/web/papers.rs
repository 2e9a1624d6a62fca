//! `letter.pdf` and `card.png` of public letters: set off the request path by one thread of low priority, and kept by what was set. A
//! reader gets bytes only if the letter still says what they say, so a name that was withdrawn is gone from them at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use crate::error::Error;
use crate::render::paper::{self, Paper};
use crate::render::public::PublicLetter;
use crate::render::shell::Shell;
use crate::web::answer;
use crate::web::error::Result;
use crate::web::letters;
use crate::web::public_cache::LetterPages;
use crate::web::site::Site;
use crate::web::stored_page::{FileKind, StoredPage};

/// How long a request waits for the file before it is told that it is being made.
const PATIENCE: Duration = Duration::from_millis(1500);

/// After how many seconds the reader's browser asks again.
const ASK_AGAIN: u32 = 3;

/// So many files are kept; the oldest goes first. A PDF of 321 names has about 300 kB.
const KEPT: usize = 64;

/// What is set: the path of whose page, which, and the hash of everything it says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Wanted {
    slug: String,
    paper: Paper,
    content: [u8; 32],
}

/// The files of this server.
#[derive(Clone, Default)]
pub struct Papers(Arc<Inner>);

#[derive(Default)]
struct Inner {
    shelf: Mutex<Shelf>,
    made: Notify,
}

#[derive(Default)]
struct Shelf {
    /// The newest of each letter, with when it was made.
    made: HashMap<(String, Paper), (Wanted, Arc<StoredPage>, u64)>,
    making: Vec<Wanted>,
    /// What was asked for last of each; whatever waits to be set of an older one is not set any more.
    newest: HashMap<(String, Paper), [u8; 32]>,
    clock: u64,
}

impl Papers {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file, if it was made of exactly this content.
    fn find(&self, wanted: &Wanted) -> Option<Arc<StoredPage>> {
        let shelf = self.shelf();
        let (made, page, _) = shelf.made.get(&(wanted.slug.clone(), wanted.paper))?;
        (made == wanted).then(|| Arc::clone(page))
    }

    /// Has it made, unless that has begun.
    fn make(&self, wanted: &Wanted, data: String) {
        let mut shelf = self.shelf();
        if shelf.making.contains(wanted) {
            return;
        }
        shelf.making.push(wanted.clone());
        shelf.newest.insert((wanted.slug.clone(), wanted.paper), wanted.content);
        drop(shelf);
        let (papers, wanted) = (self.clone(), wanted.clone());
        press().spawn(move || {
            if !papers.is_still_wanted(&wanted) {
                return;
            }
            let set = std::panic::catch_unwind(|| paper::set(wanted.paper, &data));
            let set = set.unwrap_or_else(|_| Err(Error::Internal("typesetting failed".into())));
            papers.put(wanted, set);
        });
    }

    /// Whether nothing newer was asked for while this waited for its turn: a letter whose list grows every second must not fill the
    /// line with what nobody would get.
    fn is_still_wanted(&self, wanted: &Wanted) -> bool {
        let mut shelf = self.shelf();
        let is_newest = shelf.newest.get(&(wanted.slug.clone(), wanted.paper)) == Some(&wanted.content);
        if !is_newest {
            shelf.making.retain(|one| one != wanted);
            drop(shelf);
            self.0.made.notify_waiters();
        }
        is_newest
    }

    fn put(&self, wanted: Wanted, set: crate::error::Result<Vec<u8>>) {
        let mut shelf = self.shelf();
        shelf.making.retain(|one| *one != wanted);
        match set {
            Ok(bytes) => {
                shelf.clock += 1;
                let (now, kind) = (shelf.clock, file_kind(wanted.paper));
                let page = Arc::new(StoredPage::new(kind, bytes));
                shelf.made.insert((wanted.slug.clone(), wanted.paper), (wanted, page, now));
                if shelf.made.len() > KEPT {
                    let oldest = shelf.made.iter().min_by_key(|(_, (_, _, at))| *at).map(|(key, _)| key.clone());
                    oldest.map(|key| shelf.made.remove(&key));
                }
            }
            Err(fault) => log::error!("{}: {fault}", wanted.slug),
        }
        drop(shelf);
        self.0.made.notify_waiters();
    }

    /// The file if it is at hand or made within [`PATIENCE`].
    async fn get<F>(&self, wanted: &Wanted, data: F) -> crate::error::Result<Option<Arc<StoredPage>>>
    where
        F: FnOnce() -> crate::error::Result<String>,
    {
        if let Some(page) = self.find(wanted) {
            return Ok(Some(page));
        }
        self.make(wanted, data()?);
        let made = async {
            loop {
                // Listened for before looking, or a file made in between would go unheard.
                let next = self.0.made.notified();
                if let Some(page) = self.find(wanted) {
                    return Some(page);
                }
                if !self.shelf().making.contains(wanted) {
                    return None;
                }
                next.await;
            }
        };
        Ok(tokio::time::timeout(PATIENCE, made).await.ok().flatten())
    }
}

/// The one thread that sets type: typst would take every core, and readers come first.
fn press() -> &'static rayon::ThreadPool {
    static PRESS: std::sync::OnceLock<rayon::ThreadPool> = std::sync::OnceLock::new();
    PRESS.get_or_init(|| {
        // On Linux this is the priority of the calling thread alone.
        let quiet = |_| _ = rustix::process::setpriority_process(None, 10).ok();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).thread_name(|_| "press".into()).start_handler(quiet);
        // It fails only where no thread can be started at all.
        #[allow(clippy::expect_used, reason = "a server without threads does not run")]
        pool.build().expect("a thread")
    })
}

fn file_kind(paper: Paper) -> FileKind {
    match paper {
        Paper::Letter => FileKind::Pdf,
        Paper::Card => FileKind::Png,
    }
}

/// The page while the file is being made.
#[derive(Template)]
#[template(path = "letters/being_made.html")]
pub struct BeingMadePage {
    pub shell: Shell,
    pub seconds: u32,
    /// Where the letter stands.
    pub letter: String,
}

fn data_of(site: &Site, paper: Paper, letter: &PublicLetter, pages: &LetterPages) -> crate::error::Result<String> {
    match paper {
        Paper::Letter => paper::letter_data(&site.shell(), letter, &pages.register),
        Paper::Card => paper::card_data(&site.shell(), letter, &pages.register),
    }
}

/// What the file of these pages says; written out once for as long as the pages stand.
fn wanted(site: &Site, paper: Paper, letter: &PublicLetter, pages: &LetterPages) -> crate::error::Result<Wanted> {
    let known = match paper {
        Paper::Letter => &pages.files.letter_content,
        Paper::Card => &pages.files.card_content,
    };
    let content = match known.get() {
        Some(content) => *content,
        None => {
            let content = Sha256::digest(data_of(site, paper, letter, pages)?.as_bytes()).into();
            *known.get_or_init(|| content)
        }
    };
    Ok(Wanted { slug: letter.path(""), paper, content })
}

async fn serve(site: &Data<Site>, slug: &str, paper: Paper, request: &HttpRequest) -> Result<HttpResponse> {
    let pages = letters::find(site, slug).await?;
    let letter = pages.public.clone().ok_or(Error::NotFound)?;
    let asked = wanted(site, paper, &letter, &pages)?;
    let made = site.papers.get(&asked, || data_of(site, paper, &letter, &pages)).await?;
    // The letter may have changed while this request waited: a name may have been withdrawn, or all of it hidden.
    let now = letters::find(site, slug).await?;
    let is_still_so = Arc::ptr_eq(&now, &pages) || {
        let letter = now.public.clone().ok_or(Error::NotFound)?;
        wanted(site, paper, &letter, &now)? == asked
    };
    if let Some(page) = made.filter(|_| is_still_so) {
        return Ok(page.respond(request, site.config.cdn_seconds));
    }
    let page = BeingMadePage { shell: site.shell(), seconds: ASK_AGAIN, letter: letter.path("") };
    let mut response = answer::page(StatusCode::SERVICE_UNAVAILABLE, &page)?;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(ASK_AGAIN));
    Ok(response)
}

/// `GET /letters/{slug}/letter.pdf`
pub async fn letter_pdf(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    serve(&site, &slug, Paper::Letter, &request).await
}

/// `GET /letters/{slug}/card.png`
pub async fn card(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    serve(&site, &slug, Paper::Card, &request).await
}

/// Both files of a letter, for a folder.
pub fn files(
    site: &Site,
    letter: &PublicLetter,
    pages: &LetterPages,
) -> crate::error::Result<[(&'static str, Vec<u8>); 2]> {
    let set = |paper| paper::set(paper, &data_of(site, paper, letter, pages)?);
    Ok([("letter.pdf", set(Paper::Letter)?), ("card.png", set(Paper::Card)?)])
}
