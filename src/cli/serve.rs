//! `undersigned serve`.

use super::{Failed, words};
use crate::app::App;
use crate::config::Listen;
use crate::store::setting;

const QUARANTINE: &str = "This is a restored copy in quarantine: no mail leaves and nothing is published by itself. \
     When you have looked at it, run: undersigned restore --release";

/// Runs the server until it is told to stop. The two lines on stdout are for people and for scripts.
pub fn serve(mut app: App) -> Result<(), Failed> {
    // Held until the end: a second server on the same SQLite file is refused.
    let _lock = app.store.lock_for_serving().map_err(|fault| Failed::Told(words(&fault)))?;
    let door = app.bind()?;
    let link = app.set_up_link()?;
    match &app.config.listen {
        Listen::Tcp(_) => println!("Undersigned is listening on {}", app.config.link("")),
        Listen::Unix(path) => {
            println!("Undersigned is listening on unix:{} for {}", path.display(), app.config.link(""))
        }
    }
    if let Some(link) = link {
        println!("Nobody has an account yet. Open this link once to make yours: {link}");
    }
    if app.store.read_now(setting::is_quarantined)? {
        println!("{QUARANTINE}");
    }
    if app.config.smtp.is_none() {
        println!("No mail leaves this server: it is caught and shown at {}", app.config.link("/desk/mailbox"));
    }
    Ok(app.run(door)?)
}
