//! Signatures a second: 64 signers press the button of the check page at once, with the writer as it is and with a writer that
//! gives each its own transaction. Two rounds of each, taking turns.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::Client;
use super::measure::{cpu_micros, median};
use super::seed;
use super::server::Server;

const SIGNERS: usize = 64;
/// How long one round presses buttons, at most.
const ROUND: Duration = Duration::from_secs(5);
/// Invitations for one round.
const INVITED: usize = 6_000;
/// The writer's own limit, and the one of a transaction for each.
const BATCHES: [usize; 2] = [512, 1];

/// What one writer reached.
#[derive(Debug, Default, Clone)]
struct Reached {
    rates: Vec<f64>,
    cpu: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
}

/// Both writers.
pub struct Signing {
    together: Reached,
    alone: Reached,
}

/// Measures both.
pub fn compare(folder: &Path) -> Signing {
    let mut reached = [Reached::default(), Reached::default()];
    for round in 0..2 {
        for (which, batch) in BATCHES.into_iter().enumerate() {
            let own = folder.join(format!("signing-{batch}-{round}"));
            std::fs::create_dir(&own).expect("a folder");
            seed::database(&own);
            let secrets = seed::invitations(&own, INVITED);
            let server = Server::start(&own, batch);
            press(&server, &secrets, &mut reached[which]);
        }
    }
    let [together, alone] = reached;
    Signing { together, alone }
}

/// A signer's ready request: the page was read before.
struct Ready {
    path: String,
    form: String,
}

fn press(server: &Server, secrets: &[String], reached: &mut Reached) {
    let invited: Vec<(usize, &String)> = secrets.iter().enumerate().collect();
    let ready: Vec<Vec<Ready>> = in_parallel(invited.chunks(invited.len().div_ceil(SIGNERS)), |invited| {
        let mut client = Client::connect(server.port);
        invited.iter().map(|(nth, secret)| read(&mut client, *nth, secret)).collect()
    });
    let pids = [server.child.id()];
    let (cpu, start) = (cpu_micros(&pids), Instant::now());
    let times: Vec<Vec<f64>> = in_parallel(ready.iter(), |ready| {
        let mut client = Client::connect(server.port);
        let mut times = Vec::new();
        for one in ready {
            if start.elapsed() > ROUND {
                break;
            }
            let pressed = Instant::now();
            let answer = client.post(&one.path, &one.form);
            assert_eq!(answer.status, 303, "{}", String::from_utf8_lossy(&answer.body));
            times.push(pressed.elapsed().as_secs_f64() * 1000.0);
        }
        times
    });
    let seconds = start.elapsed().as_secs_f64();
    let mut times: Vec<f64> = times.into_iter().flatten().collect();
    times.sort_by(f64::total_cmp);
    let count = times.len();
    reached.rates.push(count as f64 / seconds);
    reached.cpu.push((cpu_micros(&pids) - cpu) as f64 / count as f64);
    reached.p50.push(times[count / 2]);
    reached.p99.push(times[count * 99 / 100]);
}

/// The invited address signs, so nothing waits for a confirmation.
fn read(client: &mut Client, nth: usize, secret: &str) -> Ready {
    let page = client.get(&format!("/sign/{secret}"), "");
    assert_eq!(page.status, 200);
    let page = String::from_utf8_lossy(&page.body).into_owned();
    let (_, rest) = page.split_once("name=\"csrf_token\" value=\"").expect("a token");
    let token = rest.split('"').next().unwrap_or_default();
    let form = format!(
        "csrf_token={token}&action=sign&revision=1&organisation_name=Circle+{nth}&country=KE&\
         representative_name=Amina+Wanjiru&representative_role=Director&email=office%40valley-{nth}.example&\
         listing=named&withheld_place=none&authorised=yes"
    );
    Ready { path: format!("/sign/{secret}/sign"), form }
}

fn in_parallel<T: Send, R: Send>(parts: impl Iterator<Item = T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a signer")).collect()
    })
}

impl Signing {
    /// The ratio, and what the disk alone would allow.
    pub fn print_ratio(&self, fsyncs: f64) {
        let (together, alone) = (median(self.together.rates.clone()), median(self.alone.rates.clone()));
        println!("  {:5.2} signatures a second, {SIGNERS} at once, against one transaction for each", together / alone);
        println!("  {:5.2} signatures for each fdatasync that the disk could do", together / fsyncs);
    }

    /// The numbers behind it.
    pub fn print(&self) {
        for (name, one) in
            [("signatures, shared commits", &self.together), ("signatures, one commit each", &self.alone)]
        {
            println!(
                "  {name:<34} {:8.0}/s  p50 {:6.1} ms  p99 {:6.1} ms  {:6.0} us CPU each",
                median(one.rates.clone()),
                median(one.p50.clone()),
                median(one.p99.clone()),
                median(one.cpu.clone()),
            );
        }
    }

    /// For the report.
    pub fn json(&self) -> Value {
        let of = |one: &Reached| {
            json!({
                "per_second": one.rates, "cpu_us": one.cpu, "p50_ms": one.p50, "p99_ms": one.p99,
            })
        };
        let ratio = median(self.together.rates.clone()) / median(self.alone.rates.clone());
        json!({
            "concurrent": SIGNERS, "ratio": ratio,
            "shared_commits": of(&self.together), "one_transaction_each": of(&self.alone),
        })
    }
}
