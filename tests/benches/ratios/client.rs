//! A small HTTP/1.1 client for the load: one connection kept open, one request at a time. It costs little, because it shares
//! the cores with the server that is measured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// One connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

/// A status with headers (names in lower case) and body.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// One `name: value` a line.
    pub headers: String,
    /// The bytes as they came.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        let line = self.headers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_default()
    }
}

impl Client {
    /// Connects to a port on this machine.
    pub fn connect(port: u16) -> Client {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_nodelay(true).expect("an option");
        Client { stream: BufReader::new(stream), host: format!("127.0.0.1:{port}") }
    }

    /// Asks for a page; `headers` are whole lines, each ended by CRLF.
    pub fn get(&mut self, path: &str, headers: &str) -> Answer {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.host);
        self.ask(request.as_bytes())
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, form: &str) -> Answer {
        let (host, length) = (&self.host, form.len());
        let head = "Content-Type: application/x-www-form-urlencoded\r\nOrigin: null";
        let request =
            format!("POST {path} HTTP/1.1\r\nHost: {host}\r\n{head}\r\nContent-Length: {length}\r\n\r\n{form}");
        self.ask(request.as_bytes())
    }

    fn ask(&mut self, request: &[u8]) -> Answer {
        self.stream.get_mut().write_all(request).expect("sent");
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("a status line");
        let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        let mut headers = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a header");
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.push_str(&format!("{}: {value}\n", name.to_ascii_lowercase()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        let length = answer.header("content-length").parse().unwrap_or(0);
        answer.body.resize(length, 0);
        self.stream.read_exact(&mut answer.body).expect("a body");
        answer
    }
}
