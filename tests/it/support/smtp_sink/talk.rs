//! The sink's side of the conversation (RFC 5321), without PIPELINING.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{Line, Mail, SLOW, Shared, Tls};

/// What a command leads to.
enum Next {
    Reply(String),
    StartTls,
    Data,
    Close(Option<&'static str>),
}

/// One client's state.
struct Talk<'a> {
    shared: &'a Shared,
    encrypted: bool,
    signed_in: bool,
    from: Option<String>,
    to: Option<String>,
}

/// Speaks without TLS; gives the socket back when the client wants TLS, nothing when the talk is over.
pub(super) fn until_tls(shared: &Shared, mut line: BufReader<TcpStream>) -> io::Result<Option<TcpStream>> {
    let mut talk = Talk::new(shared, false);
    say(&mut line, shared.setup.greeting)?;
    match talk.run(&mut line)? {
        false => Ok(None),
        true if shared.setup.tls == Tls::Injected => {
            line.get_mut().write_all(b"220 go ahead\r\n250 forged\r\n")?;
            Ok(Some(line.into_inner()))
        }
        true => {
            say(&mut line, "220 go ahead")?;
            Ok(Some(line.into_inner()))
        }
    }
}

/// Speaks inside TLS; with TLS from the start the greeting comes now.
pub(super) fn encrypted(shared: &Shared, line: Box<dyn Line>) -> io::Result<()> {
    let mut line = BufReader::new(line);
    if shared.setup.tls == Tls::FromTheStart {
        say(&mut line, shared.setup.greeting)?;
    }
    Talk::new(shared, true).run(&mut line).map(|_| ())
}

fn say<S: Read + Write>(line: &mut BufReader<S>, text: &str) -> io::Result<()> {
    line.get_mut().write_all(format!("{text}\r\n").as_bytes())?;
    line.get_mut().flush()
}

fn hear<S: Read + Write>(line: &mut BufReader<S>) -> io::Result<Option<String>> {
    let mut text = String::new();
    let heard = line.read_line(&mut text)?;
    Ok((heard > 0).then(|| text.trim_end().to_owned()))
}

impl<'a> Talk<'a> {
    fn new(shared: &'a Shared, encrypted: bool) -> Talk<'a> {
        Talk { shared, encrypted, signed_in: false, from: None, to: None }
    }

    /// Answers commands until the end; true when STARTTLS was asked for.
    fn run<S: Read + Write>(&mut self, line: &mut BufReader<S>) -> io::Result<bool> {
        while let Some(command) = hear(line)? {
            self.shared.commands.lock().unwrap().push(command.clone());
            match self.answer(&command) {
                Next::Reply(text) => say(line, &text)?,
                Next::StartTls => return Ok(true),
                Next::Close(word) => return word.map_or(Ok(()), |word| say(line, word)).map(|()| false),
                Next::Data => {
                    if !self.content(line)? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(false)
    }

    fn answer(&mut self, command: &str) -> Next {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        let reply = |text: &str| Next::Reply(text.to_owned());
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => Next::Reply(self.offers()),
            "STARTTLS" if !self.encrypted && matches!(self.shared.setup.tls, Tls::Offered | Tls::Injected) => {
                Next::StartTls
            }
            "AUTH" => self.sign_in(rest),
            "MAIL" if self.shared.setup.account.is_some() && !self.signed_in => reply("530 5.7.0 sign in first"),
            "MAIL" => {
                self.from = Some(address_in(rest));
                reply(self.shared.setup.mail_answer)
            }
            "RCPT" if self.from.is_none() => reply("503 MAIL first"),
            "RCPT" => self.recipient(address_in(rest)),
            "DATA" if self.to.is_none() => reply("503 RCPT first"),
            "DATA" if self.recipient_is("hangup") => Next::Close(None),
            "DATA" => Next::Data,
            "RSET" => {
                (self.from, self.to) = (None, None);
                reply("250 forgotten")
            }
            "NOOP" => reply("250 fine"),
            "QUIT" => Next::Close(Some("221 bye")),
            _ => reply("502 unknown"),
        }
    }

    fn offers(&self) -> String {
        let setup = &self.shared.setup;
        let mut lines = vec!["sink.example", "8BITMIME"];
        if setup.smtputf8 {
            lines.push("SMTPUTF8");
        }
        if !self.encrypted && matches!(setup.tls, Tls::Offered | Tls::Injected) {
            lines.push("STARTTLS");
        }
        if setup.account.is_some() {
            lines.push("AUTH PLAIN LOGIN");
        }
        let (last, first) = lines.split_last().expect("two lines at least");
        first.iter().map(|line| format!("250-{line}\r\n")).collect::<String>() + "250 " + last
    }

    /// AUTH PLAIN with its first answer in the same line (RFC 4954), which is how clients do it.
    fn sign_in(&mut self, rest: &str) -> Next {
        let given = rest.strip_prefix("PLAIN ").and_then(|text| BASE64_STANDARD.decode(text).ok()).unwrap_or_default();
        let wanted = self.shared.setup.account.map(|(user, password)| format!("\0{user}\0{password}").into_bytes());
        self.signed_in = wanted.as_deref() == Some(given.as_slice());
        Next::Reply(if self.signed_in { "235 welcome" } else { "535 5.7.8 wrong user or password" }.to_owned())
    }

    fn recipient(&mut self, address: String) -> Next {
        let fresh = self.shared.grey_seen.lock().unwrap().insert(address.clone());
        self.to = Some(address);
        match () {
            () if self.recipient_is("reject") => Next::Reply("550 5.1.1 no such mailbox".into()),
            () if self.recipient_is("policy") => Next::Reply("550 5.7.1 message blocked by policy".into()),
            () if self.recipient_is("busy") => Next::Reply("450 4.2.0 greylisted, come back in five minutes".into()),
            () if self.recipient_is("grey") && fresh => Next::Reply("451 4.7.1 try again later".into()),
            () if self.recipient_is("later") => Next::Reply("451 4.3.0 try again later".into()),
            () if self.recipient_is("goodbye") => Next::Close(Some("421 4.3.2 shutting down")),
            () => Next::Reply("250 recipient taken".into()),
        }
    }

    fn recipient_is(&self, prefix: &str) -> bool {
        self.to.as_deref().is_some_and(|to| to.starts_with(prefix))
    }

    /// Takes the content; false when the connection is to be closed.
    fn content<S: Read + Write>(&mut self, line: &mut BufReader<S>) -> io::Result<bool> {
        say(line, "354 end with a dot")?;
        if self.recipient_is("cut") {
            line.read_exact(&mut [0; 16])?;
            return Ok(false);
        }
        let mut bytes = Vec::new();
        loop {
            let mut row = Vec::new();
            if line.read_until(b'\n', &mut row)? == 0 {
                return Ok(false);
            }
            if row == b".\r\n" {
                break;
            }
            bytes.extend_from_slice(row.strip_prefix(b".").unwrap_or(&row));
        }
        self.taken(line, bytes)
    }

    fn taken<S: Read + Write>(&mut self, line: &mut BufReader<S>, bytes: Vec<u8>) -> io::Result<bool> {
        if self.recipient_is("spam") {
            return say(line, "554 5.7.1 we do not want this").map(|()| true);
        }
        if self.recipient_is("quota") {
            return say(line, "552 5.2.2 over quota").map(|()| true);
        }
        if self.recipient_is("full") {
            return say(line, "452 4.2.2 mailbox full").map(|()| true);
        }
        if self.recipient_is("slow") {
            std::thread::sleep(SLOW);
        }
        let (lost, mute) = (self.recipient_is("lost"), self.recipient_is("mute"));
        let (from, to) = (self.from.take().unwrap_or_default(), self.to.take().unwrap_or_default());
        let mut mails = self.shared.mails.lock().unwrap();
        mails.push(Mail { from, to, bytes, encrypted: self.encrypted });
        let number = mails.len();
        drop(mails);
        self.shared.arrived.notify_all();
        if mute {
            let _ = line.read(&mut [0; 16])?;
        }
        if lost || mute || self.shared.closing.load(Ordering::SeqCst) {
            return Ok(false);
        }
        say(line, &format!("250 2.0.0 queued as {number}")).map(|()| true)
    }
}

/// The address between the angle brackets.
fn address_in(rest: &str) -> String {
    let inner = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(rest, |(inner, _)| inner).to_owned()
}
