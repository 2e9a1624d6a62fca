//! The log: one line an event on stderr, with its pairs; never an address, a name, a token or an IP address.

/// Starts logging by the filter of `RUST_LOG`, and lets a panic tell its place but not its words, which may hold input.
pub fn start(filter: &str) {
    let started = env_logger::Builder::new()
        .filter_module("actix_server", log::LevelFilter::Warn)
        .parse_filters(filter)
        .format_timestamp_millis()
        .try_init();
    if started.is_err() {
        // Somebody else's logger is there already (tests); it stays.
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        log::error!("panicked at {place}");
    }));
}
