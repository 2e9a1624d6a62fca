//! Ratios in one run, on whatever machine this is: the stored public page against nginx serving the same bytes, signatures a
//! second against one transaction for each, and mail against a client that pipelines. Started by `tests/bench`, which installs nginx and wrk. All load stays
//! on the loopback interface and is bounded in time and count.

#[path = "ratios/client.rs"]
mod client;
#[path = "ratios/mailing.rs"]
mod mailing;
#[path = "ratios/measure.rs"]
mod measure;
#[path = "ratios/page.rs"]
mod page;
#[path = "ratios/seed.rs"]
mod seed;
#[path = "ratios/server.rs"]
mod server;
#[path = "ratios/signing.rs"]
mod signing;
#[path = "ratios/sink.rs"]
mod sink;

use serde_json::json;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|one| one == "serve") {
        return server::serve(&arguments[at + 1..]);
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    // On the disk of the project, not in memory: what is compared is how often it must wait for the disk.
    let folder = tempfile::tempdir_in(root.join("target")).expect("a folder in target/");
    let load_before = measure::load();
    let fsync_before = measure::fsyncs_per_second(folder.path());
    let page = page::compare(folder.path());
    let signing = signing::compare(folder.path());
    let mailing = mailing::compare(folder.path());
    let fsync_after = measure::fsyncs_per_second(folder.path());

    println!("\nRatios");
    page.iter().for_each(page::Compared::print_ratio);
    signing.print_ratio(fsync_before.max(1.0));
    mailing.print_ratio();
    println!("\nNumbers of this run");
    page.iter().for_each(page::Compared::print);
    signing.print();
    mailing.print();
    let load = [load_before, measure::load()];
    let is_noisy = load.iter().any(|one| *one > 2.0);
    println!("machine: {}; load {:.1} before, {:.1} after{}", measure::machine(), load[0], load[1], noise(is_noisy));
    println!("disk: {fsync_before:.0} fdatasync/s before, {fsync_after:.0} after; commit {}", measure::commit(root));

    let report = json!({
        "commit": measure::commit(root), "machine": measure::machine(), "load": load, "noisy": is_noisy,
        "fdatasync_per_second": [fsync_before, fsync_after],
        "page": page.iter().map(page::Compared::json).collect::<Vec<_>>(),
        "signing": signing.json(),
        "mailing": mailing.json(),
    });
    let path = root.join("target/bench.json");
    std::fs::write(&path, format!("{report:#}\n")).expect("target/bench.json");
    println!("written: target/bench.json");
}

fn noise(is_noisy: bool) -> &'static str {
    if is_noisy { " (noisy: trust the ratios and the CPU time, not the absolute numbers)" } else { "" }
}
