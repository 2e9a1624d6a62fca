//! Mail: one connection of ours against a client that sends all commands of a mail at once, and how long the confirmation of
//! somebody who signs waits while ten thousand invitations leave.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use undersigned::mail::message::Envelope;
use undersigned::mail::transport::{Outcome, SmtpSettings, Transport};

use super::client::Client;
use super::measure::median;
use super::seed;
use super::server::Server;
use super::sink::Sink;

/// Mails of one round on one connection.
const MAILS: usize = 2_000;
const ROUNDS: usize = 3;
/// Invitations that wait while people sign.
const WAITING: usize = 10_000;
/// People who sign meanwhile, one after the other.
const SIGNERS: usize = 10;
/// What the relay takes for each reply while the invitations leave.
const REPLY: Duration = Duration::from_millis(5);
const LIMIT: Duration = Duration::from_secs(120);

/// What was measured.
pub struct Mailing {
    ours: Vec<f64>,
    pipelined: Vec<f64>,
    /// From the press of the button to the relay's having the mail, in milliseconds.
    confirmations: Vec<f64>,
    /// Invitations a second that left meanwhile.
    invitations: f64,
}

/// Measures all of it.
pub fn compare(folder: &Path) -> Mailing {
    let (mut ours, mut pipelined) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        pipelined.push(pipelined_round());
        ours.push(our_round());
    }
    let own = folder.join("mailing");
    std::fs::create_dir(&own).expect("a folder");
    seed::database(&own);
    let join = seed::mailing(&own, WAITING);
    let sink = Sink::start(REPLY);
    let server = Server::start_mailing(&own, sink.port);
    let begun = Instant::now();
    sink.wait_for(50, LIMIT);
    let mut confirmations: Vec<f64> = (0..SIGNERS).map(|nth| sign_up(&server, &sink, &join, nth)).collect();
    confirmations.sort_by(f64::total_cmp);
    assert!(sink.count() < WAITING, "the invitations had left before everybody had signed");
    let invitations = (sink.count() - SIGNERS) as f64 / begun.elapsed().as_secs_f64();
    Mailing { ours, pipelined, confirmations, invitations }
}

/// 1.9 kB in two parts, like an invitation.
fn letter(nth: usize) -> Vec<u8> {
    let line = "We ask the delegates for an independent mechanism that reports in public.\r\n";
    let part = |kind: &str| format!("--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{}\r\n", line.repeat(10));
    let head = format!(
        "Message-ID: <{nth}@bench.example>\r\nSubject: Please sign\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    );
    format!("{head}{}{}--b--\r\n", part("plain"), part("html")).into_bytes()
}

fn our_round() -> f64 {
    let sink = Sink::start(Duration::ZERO);
    let settings = SmtpSettings::parse(&format!("smtp://127.0.0.1:{}", sink.port)).expect("a relay");
    let mut sender = Transport::Smtp(settings).sender().expect("a sender");
    let begun = Instant::now();
    for nth in 0..MAILS {
        let envelope =
            Envelope { from: "bench@undersigned.example".into(), to: format!("office@valley-{nth}.example") };
        let outcome = sender.send(&envelope, &letter(nth));
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    }
    MAILS as f64 / begun.elapsed().as_secs_f64()
}

/// The yardstick: each mail's commands in one piece, its content in another, and as many replies read as were asked for.
fn pipelined_round() -> f64 {
    let sink = Sink::start(Duration::ZERO);
    let mut stream = TcpStream::connect(("127.0.0.1", sink.port)).expect("a connection");
    stream.set_nodelay(true).expect("an option");
    let mut replies = BufReader::new(stream.try_clone().expect("a second handle"));
    let mut read = |lines: usize| {
        let mut line = String::new();
        for _ in 0..lines {
            line.clear();
            replies.read_line(&mut line).expect("a reply");
        }
    };
    read(1);
    stream.write_all(b"EHLO bench.example\r\n").expect("sent");
    read(4);
    let begun = Instant::now();
    for nth in 0..MAILS {
        let commands =
            format!("MAIL FROM:<bench@undersigned.example>\r\nRCPT TO:<office@valley-{nth}.example>\r\nDATA\r\n");
        stream.write_all(commands.as_bytes()).expect("sent");
        read(3);
        let mut content = letter(nth);
        content.extend_from_slice(b".\r\n");
        stream.write_all(&content).expect("sent");
        read(1);
    }
    MAILS as f64 / begun.elapsed().as_secs_f64()
}

/// Somebody signs by a shared link, so a confirmation is mailed; how long it took to leave, in milliseconds.
fn sign_up(server: &Server, sink: &Sink, join: &str, nth: usize) -> f64 {
    let mut client = Client::connect(server.port);
    let email = format!("person-{nth}@joiner-{nth}.example");
    let path = format!("/join/{join}/sign");
    let page = client.get(&path, "");
    assert_eq!(page.status, 200);
    let page = String::from_utf8_lossy(&page.body).into_owned();
    let (_, rest) = page.split_once("name=\"csrf_token\" value=\"").expect("a token");
    let token = rest.split('"').next().unwrap_or_default();
    let form = format!(
        "csrf_token={token}&action=sign&revision=1&organisation_name=Joiner+{nth}&country=KE&\
         representative_name=Amina+Wanjiru&representative_role=Director&email={}&\
         listing=named&withheld_place=none&authorised=yes",
        email.replace('@', "%40")
    );
    let pressed = Instant::now();
    let answer = client.post(&path, &form);
    assert_eq!(answer.status, 303, "{}", String::from_utf8_lossy(&answer.body));
    loop {
        if let Some(at) = sink.taken_at(&email) {
            return at.duration_since(pressed).as_secs_f64() * 1000.0;
        }
        assert!(pressed.elapsed() < LIMIT, "no confirmation left");
        std::thread::sleep(Duration::from_millis(1));
    }
}

impl Mailing {
    fn ratio(&self) -> f64 {
        median(self.ours.clone()) / median(self.pipelined.clone())
    }

    fn slowest(&self) -> f64 {
        self.confirmations.last().copied().unwrap_or_default()
    }

    /// The ratio, and the wait beside what one reply of the relay takes.
    pub fn print_ratio(&self) {
        println!("  {:5.2} mails a second on one connection, against a client that pipelines", self.ratio());
        println!(
            "  {:5.2} of the second that a confirmation may take while {WAITING} invitations wait",
            self.slowest() / 1000.0
        );
    }

    /// The numbers behind it.
    pub fn print(&self) {
        println!("  {:<34} {:8.0}/s", "mail, our connection", median(self.ours.clone()));
        println!("  {:<34} {:8.0}/s", "mail, pipelined", median(self.pipelined.clone()));
        println!("  {:<34} {:8.0}/s", "invitations, all senders", self.invitations);
        println!(
            "  {:<34} {:8.1} ms at most, {:.1} ms in the middle",
            "confirmations meanwhile",
            self.slowest(),
            median(self.confirmations.clone())
        );
    }

    /// For the report.
    pub fn json(&self) -> Value {
        json!({
            "ratio": self.ratio(), "ours_per_second": self.ours, "pipelined_per_second": self.pipelined,
            "waiting": WAITING, "reply_ms": REPLY.as_millis(), "confirmation_ms": self.confirmations,
            "invitations_per_second": self.invitations,
        })
    }
}
