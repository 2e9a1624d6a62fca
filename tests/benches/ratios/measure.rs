//! What the machine says: CPU time of processes, load, the disk's speed.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// CPU time that these processes used so far, in microseconds (`/proc/PID/stat`, fields 14 and 15, in ticks of 10 ms).
pub fn cpu_micros(pids: &[u32]) -> u64 {
    let ticks = |pid: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let field = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or_default();
        field(11) + field(12)
    };
    pids.iter().map(ticks).sum::<u64>() * 10_000
}

/// The load average of the last minute.
pub fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or_default()
}

/// How often this disk can be told to keep 4 KiB for good, measured for a second.
pub fn fsyncs_per_second(folder: &Path) -> f64 {
    let mut file = std::fs::File::create(folder.join("probe")).expect("a probe file");
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 4096]).expect("written");
        file.sync_data().expect("kept");
        count += 1;
    }
    f64::from(count) / start.elapsed().as_secs_f64()
}

/// Processor and number of cores.
pub fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{}, {cores} cores", model.trim_start_matches([' ', '\t', ':']))
}

/// The commit that is measured; with a plus sign when files differ from it.
pub fn commit(root: &Path) -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(root).output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
    };
    let changed = !git(&["status", "--porcelain", "--untracked-files=no"]).is_empty();
    format!("{}{}", git(&["rev-parse", "--short", "HEAD"]), if changed { "+" } else { "" })
}

/// The middle one of a few numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}
