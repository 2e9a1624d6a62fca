//! A relay that takes every mail and notes when: several connections at once, each reply after a set time. It announces
//! PIPELINING, so that the yardstick may send all commands of a mail at once.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A running relay.
#[derive(Clone)]
pub struct Sink {
    /// Its port on 127.0.0.1.
    pub port: u16,
    taken: Arc<Mutex<Vec<(String, Instant)>>>,
}

impl Sink {
    /// Starts one that waits so long before each reply.
    pub fn start(delay: Duration) -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let sink = Sink { port, taken: Arc::default() };
        let taken = Arc::clone(&sink.taken);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let taken = Arc::clone(&taken);
                // A connection that breaks is the other side's matter.
                std::thread::spawn(move || talk(stream, delay, &taken).ok());
            }
        });
        sink
    }

    /// How many mails it took.
    pub fn count(&self) -> usize {
        self.taken.lock().expect("the list").len()
    }

    /// When it took the first mail to this address.
    pub fn taken_at(&self, address: &str) -> Option<Instant> {
        let taken = self.taken.lock().expect("the list");
        taken.iter().find(|(to, _)| to == address).map(|(_, at)| *at)
    }

    /// Waits until it took so many.
    pub fn wait_for(&self, count: usize, limit: Duration) {
        let begun = Instant::now();
        while self.count() < count {
            assert!(begun.elapsed() < limit, "{} of {count} mails came", self.count());
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

fn talk(stream: TcpStream, delay: Duration, taken: &Mutex<Vec<(String, Instant)>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    let mut to = String::new();
    let mut say = |text: &str| {
        if !delay.is_zero() {
            std::thread::sleep(delay);
        }
        out.write_all(text.as_bytes())
    };
    say("220 sink.example ESMTP\r\n")?;
    let mut line = String::new();
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => say("250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                say("250 ok\r\n")?;
            }
            "DATA" => {
                say("354 go on\r\n")?;
                while line != ".\r\n" {
                    line.clear();
                    if lines.read_line(&mut line)? == 0 {
                        return Ok(());
                    }
                }
                taken.lock().expect("the list").push((std::mem::take(&mut to), Instant::now()));
                say("250 taken\r\n")?;
            }
            "QUIT" => return say("221 bye\r\n"),
            _ => say("250 ok\r\n")?,
        }
    }
}
