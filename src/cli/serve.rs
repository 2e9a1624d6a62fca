//! `undersigned serve`.

use super::Failed;
use crate::app::App;
use crate::config::Listen;
use crate::error::Error;

/// Runs the server until it is told to stop. The two lines on stdout are for people and for scripts.
pub fn serve(mut app: App) -> Result<(), Failed> {
    // Held until the end: a second server on the same SQLite file is refused.
    let _lock = app.store.lock_for_serving().map_err(|fault| Failed::Told(sentence(&fault)))?;
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
    if app.config.smtp.is_none() {
        println!("No mail leaves this server: it is caught and shown at {}", app.config.link("/desk/mailbox"));
    }
    let runtime = actix_web::rt::System::new();
    runtime.block_on(app.serve(door))?;
    Ok(())
}

fn sentence(fault: &Error) -> String {
    match fault {
        Error::Busy(words) | Error::Internal(words) => words.clone(),
        other => other.to_string(),
    }
}
