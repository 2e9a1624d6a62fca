//! `undersigned demo`: a server of its own in a folder that goes when it ends.

use std::collections::BTreeMap;

use super::{Failed, block_on, logging};
use crate::app::{App, StartFault};
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::{self, Demo};
use crate::web::passwords::Passwords;

/// What a demo takes from the environment. Not the database, the key or the relay: it must touch nothing real.
const OWN_SETTINGS: [&str; 4] = ["UNDERSIGNED_LISTEN", "UNDERSIGNED_BASE_URL", "UNDERSIGNED_LANGUAGE", "RUST_LOG"];

/// Serves the invented letters until it is told to stop.
pub fn demo() -> Result<(), Failed> {
    let folder = tempfile::Builder::new().prefix("undersigned-demo-").tempdir();
    let folder = folder.map_err(|fault| Failed::Told(format!("No folder can be made for the demo: {fault}.")))?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut environment: BTreeMap<String, String> =
        OWN_SETTINGS.iter().filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?))).collect();
    environment.insert("DATABASE_URL".into(), format!("sqlite://{}", path("data/demo.db")));
    environment.insert("UNDERSIGNED_KEY_FILE".into(), path("keys/demo.key"));
    environment.insert("UNDERSIGNED_SITE_NAME".into(), "Both Banks Coalition (demo)".into());
    environment.entry("RUST_LOG".into()).or_insert_with(|| "warn".into());
    let config = Config::read(&environment, None).map_err(StartFault::Settings)?;
    logging::start(&config.log_filter);
    let mut app = App::build(config, Clock::system())?;
    // Before the long part, so that a taken port is told at once.
    let door = app.bind()?;
    eprintln!("Writing the invented letters …");
    let hash = block_on(Passwords::new().hash(demo::PASSWORD.to_owned()))??;
    let told = demo::build(&app.store, &hash, app.clock.now())?;
    print(&app, &told);
    // The folder goes when this returns, whether by SIGTERM or Ctrl+C.
    Ok(app.run(door)?)
}

fn print(app: &App, demo: &Demo) {
    println!("Everything here is invented, and gone when you stop it (Ctrl+C). No mail leaves.");
    println!();
    println!("Undersigned is listening on {}", app.config.link(""));
    println!("Sign in at {} with the password: {}", app.config.link("/signin"), demo::PASSWORD);
    for (name, email, is_operator) in &demo.people {
        println!("  {email}  {name}{}", if *is_operator { ", operator" } else { "" });
    }
    println!("Mail that would have left: {}", app.config.link("/desk/mailbox"));
    println!();
    for (title, state, path) in &demo.letters {
        let place = path.as_ref().map_or_else(|| "at the desk only".to_owned(), |path| app.config.link(path));
        println!("  {state:10}  {title}");
        println!("              {place}");
    }
}
