//! What a handler may use: settings, database, clock, keys, limits. One value per server, made by `app`.

use std::sync::Arc;

use actix_web::HttpRequest;
use arc_swap::ArcSwap;

use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::domain::switches::Switches;
use crate::render::shell::Shell;
use crate::render::words::Words;
use crate::store::keys::Keys;
use crate::store::{Store, setting};
use crate::web::csrf;
use crate::web::hosts::Hosts;
use crate::web::limits::Limits;
use crate::web::metrics::Metrics;
use crate::web::passwords::Passwords;
use crate::web::public_cache::PublicCache;

/// The server's parts, shared by all its threads as `web::Data<Site>`.
pub struct Site {
    /// The operator's settings.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// The time; tests move it.
    pub clock: Clock,
    /// For form tokens and receipts; the store has the same.
    pub keys: Arc<Keys>,
    /// Hashing of passwords, a few at a time.
    pub passwords: Passwords,
    /// How often one client may try.
    pub limits: Limits,
    /// The stored pages of the public letters.
    pub public_cache: PublicCache,
    /// Their PDFs and cards.
    #[cfg(feature = "pdf")]
    pub papers: crate::web::papers::Papers,
    /// What the operator has switched off.
    pub switches: Arc<ArcSwap<Switches>>,
    /// What `/metrics` shows.
    pub metrics: Metrics,
    /// The only `Host` values that are answered.
    pub hosts: Hosts,
}

impl Site {
    /// Puts the parts together.
    pub fn new(config: Config, store: Store, clock: Clock, keys: Arc<Keys>) -> Site {
        let hosts = Hosts::of(&config.base_url);
        let passwords = Passwords::new();
        let public_cache = PublicCache::new();
        // A database that cannot be read yet has nothing switched off; the next look is two seconds away.
        let switches = Arc::new(ArcSwap::from_pointee(store.read_now(setting::switches).unwrap_or_default()));
        let (heard, held) = (public_cache.clone(), Arc::clone(&switches));
        store.on_commit(move |effects| heard.after_commit(effects, held.load().counts_held));
        Site {
            config,
            store,
            clock,
            keys,
            passwords,
            limits: Limits::default(),
            switches,
            metrics: Metrics::default(),
            hosts,
            public_cache,
            #[cfg(feature = "pdf")]
            papers: crate::web::papers::Papers::default(),
        }
    }

    /// Takes over what the operator switched.
    pub fn switch(&self, wanted: Switches) {
        let before = self.switches.swap(Arc::new(wanted));
        if before.counts_held && !wanted.counts_held {
            // What was listed meanwhile is shown now.
            self.public_cache.forget_all();
        }
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The catalogue of the interface's language.
    pub fn words(&self) -> Words {
        Words::for_language(&self.config.language)
    }

    /// The shell of a page that is the same for everybody: no form, nobody signed in.
    pub fn shell(&self) -> Shell {
        let base_url = self.config.base_url.as_str().trim_end_matches('/');
        Shell::new(self.words(), self.config.site_name.clone(), base_url)
    }

    /// The shell of a page with a form for somebody who is not signed in: a mailed link, the sign-in, an open form.
    /// Sets the form's cookie where nothing else can carry the token (see [`csrf`]).
    pub fn form_shell(&self, request: &HttpRequest) -> Shell {
        Shell { csrf: Some(csrf::token(self, request)), ..self.shell() }
    }
}
