//! Keeps the stored pages of several servers in step. The server that answers a request forgets at once; the others hear
//! of it by NOTIFY (PostgreSQL), and in any case within two seconds by asking for the newest public changes, which are
//! rows written in the very transactions, so a crash between commit and NOTIFY loses nothing (design §4).

use std::collections::HashSet;
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use actix_web::rt::{self, time};
use actix_web::web::Data;
use chrono::TimeDelta;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::domain::event::PublicEffect;
use crate::domain::ids::{EventId, LetterId};
use crate::store::{Effects, Notice, PublicChange, event, setting};
use crate::web::site::Site;

/// How often the newest public changes are asked for; the bound that the documentation names.
const POLL: Duration = Duration::from_secs(2);
/// How far back is asked, so that servers whose clocks differ a little, and slow commits, are not missed.
const LOOK_BACK: TimeDelta = TimeDelta::minutes(2);
/// Changes within this time are told together.
const GATHER: Duration = Duration::from_millis(250);

/// Starts watching; the handles end it.
pub fn start(site: &Data<Site>) -> Vec<JoinHandle<()>> {
    let (tell, told) = unbounded_channel();
    site.store.on_commit(move |effects| {
        // A closed channel means that this server is stopping.
        let _ = tell.send(effects.clone());
    });
    let (cache, switches) = (site.public_cache.clone(), site.switches.clone());
    let heard = site.store.on_notify(move |notice| match notice {
        Notice::Message(text) => match text.split_once(' ') {
            Some(("strict", letter)) => cache.forget(&LetterId(letter.to_owned())),
            Some(_) if switches.load().counts_held => {}
            Some((_, letter)) => cache.mark_old(&LetterId(letter.to_owned())),
            None => {}
        },
        Notice::Missed => cache.forget_all(),
    });
    if let Err(fault) = heard {
        log::warn!("other servers' notices are not heard, only asked for: {fault}");
    }
    vec![rt::spawn(poll(site.clone())), rt::spawn(tell_others(site.clone(), told))]
}

/// Asks for the newest public changes for ever; what was seen before is left alone.
async fn poll(site: Data<Site>) {
    let mut seen: HashSet<EventId> = HashSet::new();
    let mut is_first = true;
    loop {
        if let Ok(switches) = site.store.read(setting::switches).await {
            site.switch(switches);
        }
        let since = site.now() - LOOK_BACK;
        match site.store.read(move |db| event::public_changes_since(db, since)).await {
            Ok(changes) => {
                let now_seen: HashSet<EventId> = changes.iter().map(|(id, _, _)| id.clone()).collect();
                for (id, letter, effect) in changes {
                    if !is_first && !seen.contains(&id) {
                        match effect {
                            PublicEffect::Strict => site.public_cache.forget(&letter),
                            PublicEffect::Addition if site.switches.load().counts_held => {}
                            PublicEffect::Addition => site.public_cache.mark_old(&letter),
                            PublicEffect::None => {}
                        }
                    }
                }
                seen = now_seen;
                is_first = false;
            }
            // Not knowing whether a name was withdrawn, nothing stored is served.
            Err(_) => site.public_cache.forget_all(),
        }
        time::sleep(POLL).await;
    }
}

/// Tells the other servers what was committed here, gathered, outside every transaction (NOTIFY inside one costs
/// five times the throughput).
async fn tell_others(site: Data<Site>, mut told: UnboundedReceiver<Effects>) {
    while let Some(first) = told.recv().await {
        let mut gathered = first;
        time::sleep(if has_strict(&gathered) { Duration::ZERO } else { GATHER }).await;
        while let Ok(more) = told.try_recv() {
            for (letter, change) in more.letters {
                let known = gathered.letters.entry(letter).or_insert(change);
                if change == PublicChange::Strict {
                    *known = change;
                }
            }
        }
        for (letter, change) in gathered.letters {
            let word = if change == PublicChange::Strict { "strict" } else { "addition" };
            site.store.notify(format!("{word} {letter}"));
        }
    }
}

fn has_strict(effects: &Effects) -> bool {
    effects.letters.values().any(|change| *change == PublicChange::Strict)
}
