//! `undersigned purge`.

use super::Failed;
use crate::app::App;
use crate::jobs;
use crate::store::purge::Due;

/// Erases what is due, or only counts it.
pub fn purge(app: &App, dry_run: bool) -> Result<(), Failed> {
    let now = app.clock.now();
    let due = super::block_on(async {
        if dry_run { jobs::purge::dry_run(&app.store, now).await } else { jobs::purge::run(&app.store, now).await }
    })??;
    println!("{}", if dry_run { "To be erased now (nothing was):" } else { "Erased:" });
    print(&due);
    Ok(())
}

/// One line for each kind.
pub fn print(due: &Due) {
    for (count, what) in [
        (due.contacts.len(), "names and addresses of those who signed"),
        (due.withheld.len(), "withheld names"),
        (due.ended.len(), "signatures that expired, were refused or withdrawn"),
        (due.invitations.len(), "invitations that were declined or never answered"),
        (due.traces, "traces: sent mails, uploaded lists, old links, sessions, counters"),
    ] {
        println!("{count:8} {what}");
    }
}
