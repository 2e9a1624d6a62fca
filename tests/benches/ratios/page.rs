//! The stored public page against nginx, which serves the very bytes that the program sent: brotli, gzip, identity, 304. wrk
//! asks both in turn, three rounds; the middle one counts.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::Client;
use super::measure::{cpu_micros, median};
use super::seed;
use super::server::{Server, free_port};

const PATH: &str = "/letters/the-public-letter";
const ROUNDS: usize = 3;
const ROUND: &str = "3s";

/// What one server reached with one kind of request.
#[derive(Debug, Default, Clone)]
struct Reached {
    rates: Vec<f64>,
    cpu: Vec<f64>,
    wrong: u64,
}

/// One kind of request on both servers.
pub struct Compared {
    name: &'static str,
    bytes: usize,
    ours: Reached,
    nginx: Reached,
}

/// Measures all kinds.
pub fn compare(folder: &Path) -> Vec<Compared> {
    let own = folder.join("page");
    std::fs::create_dir(&own).expect("a folder");
    seed::database(&own);
    let server = Server::start(&own, 512);
    let mut client = Client::connect(server.port);
    let mut asked = |coding: &str| client.get(PATH, &format!("Accept-Encoding: {coding}\r\n"));
    let stored = [("brotli", "br", "br"), ("gzip", "gzip", "gz"), ("identity", "identity", "html")];
    let answers = stored.map(|(name, coding, ending)| (name, coding, ending, asked(coding)));
    let nginx = Nginx::start(&own, &answers.each_ref().map(|(_, _, ending, answer)| (*ending, answer.body.as_slice())));

    let mut kinds: Vec<(Compared, String, String)> = Vec::new();
    for (name, coding, _, answer) in &answers {
        assert_eq!(answer.status, 200);
        let header = format!("Accept-Encoding: {coding}");
        kinds.push((Compared::new(name, answer.body.len()), header.clone(), header));
    }
    let theirs = Client::connect(nginx.port).get("/page.html", "Accept-Encoding: identity\r\n");
    let fresh = |answer: &super::client::Answer| format!("If-None-Match: {}", answer.header("etag"));
    kinds.push((Compared::new("304 (unchanged)", 0), fresh(&answers[2].3), fresh(&theirs)));

    for _ in 0..ROUNDS {
        for (kind, our_header, their_header) in &mut kinds {
            let page = format!("http://127.0.0.1:{}{PATH}", server.port);
            kind.ours.add(&[server.child.id()], &page, our_header);
            kind.nginx.add(&nginx.pids(), &format!("http://127.0.0.1:{}/page.html", nginx.port), their_header);
        }
    }
    kinds.into_iter().map(|(kind, _, _)| kind).collect()
}

impl Reached {
    fn add(&mut self, pids: &[u32], url: &str, header: &str) {
        let before = cpu_micros(pids);
        let output = Command::new("wrk").args(["-t2", "-c64", "-d", ROUND, "-H", header, url]).output().expect("wrk");
        let cpu = cpu_micros(pids) - before;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let after = |label: &str| text.split_once(label).map(|(_, rest)| rest.trim_start());
        let rate = after("Requests/sec:").and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        let first = |line: &str| line.trim().split(' ').next().and_then(|word| word.parse::<f64>().ok());
        let requests = text.lines().find(|line| line.contains(" requests in ")).and_then(first);
        let (Some(rate), Some(requests)) = (rate, requests) else { panic!("wrk said:\n{text}") };
        self.rates.push(rate);
        self.cpu.push(cpu as f64 / requests);
        let wrong = after("Non-2xx or 3xx responses:").and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        self.wrong += wrong.unwrap_or(0_u64);
    }
}

impl Compared {
    fn new(name: &'static str, bytes: usize) -> Compared {
        Compared { name, bytes, ours: Reached::default(), nginx: Reached::default() }
    }

    fn ratios(&self) -> (f64, f64) {
        let ratio = |of: fn(&Reached) -> &Vec<f64>| median(of(&self.ours).clone()) / median(of(&self.nginx).clone());
        (ratio(|one| &one.rates), ratio(|one| &one.cpu))
    }

    /// Requests a second and CPU time against nginx.
    pub fn print_ratio(&self) {
        let (rate, cpu) = self.ratios();
        println!("  {rate:5.2} public page, {}, requests a second against nginx (CPU a request: {cpu:.2})", self.name);
    }

    /// The numbers behind it.
    pub fn print(&self) {
        for (who, one) in [("undersigned", &self.ours), ("nginx", &self.nginx)] {
            let what = format!("{who}, {}", self.name);
            let (rate, cpu) = (median(one.rates.clone()), median(one.cpu.clone()));
            println!("  {what:<34} {rate:8.0}/s  {cpu:6.1} us CPU each  {} bytes  {} wrong", self.bytes, one.wrong);
        }
    }

    /// For the report.
    pub fn json(&self) -> Value {
        let of = |one: &Reached| json!({"per_second": one.rates, "cpu_us": one.cpu, "wrong": one.wrong});
        let (rate, cpu) = self.ratios();
        json!({
            "what": self.name, "bytes": self.bytes, "ratio": rate, "cpu_ratio": cpu,
            "ours": of(&self.ours), "nginx": of(&self.nginx),
        })
    }
}

/// nginx with as many workers as there are cores, on files with the given bytes.
struct Nginx {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Nginx {
    fn start(folder: &Path, files: &[(&str, &[u8])]) -> Nginx {
        let (folder, port) = (folder.join("nginx"), free_port());
        std::fs::create_dir_all(folder.join("files")).expect("a folder");
        for (ending, bytes) in files {
            let name = if *ending == "html" { "page.html".to_owned() } else { format!("page.html.{ending}") };
            std::fs::write(folder.join("files").join(name), bytes).expect("a file");
        }
        let here = folder.display();
        let user = if is_root() { "user root;" } else { "" };
        let config = format!(
            "{user} daemon off; worker_processes auto; pid {here}/pid; error_log {here}/error.log;\n\
             include /etc/nginx/modules-enabled/*.conf;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=10;\n\
             client_body_temp_path {here}/t1; proxy_temp_path {here}/t2; fastcgi_temp_path {here}/t3;\n\
             uwsgi_temp_path {here}/t4; scgi_temp_path {here}/t5; types {{ text/html html; }}\n\
             gzip_static on; brotli_static on;\n\
             server {{ listen 127.0.0.1:{port}; root {here}/files; }} }}\n"
        );
        std::fs::write(folder.join("nginx.conf"), config).expect("a file");
        let child = Command::new("nginx").arg("-c").arg(folder.join("nginx.conf")).stderr(Stdio::inherit()).spawn();
        let nginx = Nginx { child: child.expect("nginx"), port, folder };
        let limit = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = nginx.folder.join("error.log");
            assert!(Instant::now() < limit, "{}", std::fs::read_to_string(log).unwrap_or_default());
            std::thread::sleep(Duration::from_millis(20));
        }
        nginx
    }

    /// The master and its workers.
    fn pids(&self) -> Vec<u32> {
        let master = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{master}/task/{master}/children")).unwrap_or_default();
        children.split_whitespace().filter_map(|pid| pid.parse().ok()).chain([master]).collect()
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|of| std::os::unix::fs::MetadataExt::uid(&of) == 0)
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked to end, it ends its workers.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
