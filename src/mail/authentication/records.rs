//! Records of the DNS as people paste them: lines of a zone file, of `dig` or `host`, or the bare text.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{Finding, aligned, tidy};

/// More look-ups than this and receivers refuse the record (RFC 7208 §4.6.4).
const LOOKUPS_AT_MOST: usize = 10;
/// Bytes of a published RSA key with 1024 bits, and with 2048.
const KEY_1024: usize = 150;
const KEY_2048: usize = 290;
/// More records than this are passed over.
const RECORDS_AT_MOST: usize = 500;

/// From where this server's mail comes.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The domain in From.
    pub from: String,
    /// The domain of the return path.
    pub return_path: String,
    /// The relay's name, where mail leaves through one.
    pub relay: Option<String>,
}

/// A TXT record.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    /// Where it stands; empty where the text came alone.
    name: String,
    text: String,
}

/// Explains pasted TXT records for this sender.
pub fn explain_records(text: &str, sender: &Sender) -> Vec<Finding> {
    let records = records(text);
    let mut found = Vec::new();
    spf(&records, sender, &mut found);
    dkim(&records, sender, &mut found);
    dmarc(&records, sender, &mut found);
    found
}

fn spf(records: &[Record], sender: &Sender, found: &mut Vec<Finding>) {
    let at = &sender.return_path;
    let own: Vec<&Record> = records.iter().filter(|one| one.begins("v=spf1") && one.stands_at(at)).collect();
    let record = match own.as_slice() {
        [] => {
            return found.push(Finding::fix(
                format!("SPF: there is no record that begins with v=spf1 for {at}"),
                format!("publish a TXT record at {at}: v=spf1 and what your relay tells you to include, then -all"),
            ));
        }
        [one] => one,
        _ => {
            return found.push(Finding::fix(
                format!("SPF: {at} has {} records that begin with v=spf1, so none of them counts", own.len()),
                "make one record of them",
            ));
        }
    };
    let terms: Vec<String> = record.text.split_whitespace().skip(1).map(str::to_lowercase).collect();
    let plain = |term: &str| term.trim_start_matches(['+', '-', '~', '?']).to_owned();
    let asks = |term: &&String| {
        let name = plain(term);
        let name = name.split([':', '=', '/']).next().unwrap_or_default();
        matches!(name, "include" | "a" | "mx" | "ptr" | "exists" | "redirect")
    };
    let lookups = terms.iter().filter(asks).count();
    let all = terms.iter().find(|term| plain(term) == "all").map(String::as_str);
    let relay = sender.relay.as_deref().unwrap_or("your relay");
    match all {
        Some("all" | "+all") => found.push(Finding::fix(
            format!("SPF: the record of {at} lets everybody send ({})", all.unwrap_or_default()),
            "end it with -all or ~all",
        )),
        _ if lookups > LOOKUPS_AT_MOST => found.push(Finding::fix(
            format!("SPF: the record of {at} asks for {lookups} look-ups; receivers stop after {LOOKUPS_AT_MOST}"),
            "take out what does not send for you any more, or name addresses by ip4: and ip6:",
        )),
        None | Some("?all") if !terms.iter().any(|term| term.starts_with("redirect=")) => {
            found.push(Finding::note(format!(
                "SPF: the record of {at} does not say what to do with mail from elsewhere; end it with -all or ~all"
            )));
        }
        _ => found.push(Finding::ok(format!("SPF: {at} says who may send for it; see that {relay} is among them"))),
    }
    if !aligned(at, &sender.from) {
        found.push(Finding::note(format!(
            "SPF: it is asked of {at}, the return path, which is not {}; DMARC then rests on DKIM alone",
            sender.from
        )));
    }
}

fn dkim(records: &[Record], sender: &Sender, found: &mut Vec<Finding>) {
    let keys: Vec<&Record> = records.iter().filter(|one| one.is_key()).collect();
    if keys.is_empty() {
        return found.push(Finding::fix(
            format!("DKIM: there is no key (a TXT record at SELECTOR._domainkey.{})", sender.from),
            "ask your relay for its selector and publish the key it gives you; where it gives you a CNAME, paste what that leads to",
        ));
    }
    for key in keys {
        let name = if key.name.is_empty() { "the key" } else { key.name.as_str() };
        let domain = key.name.split_once("._domainkey.").map_or("", |(_, domain)| domain);
        let public = key.tag("p").unwrap_or_default().split_whitespace().collect::<String>();
        let is_rsa = key.tag("k").is_none_or(|kind| kind.eq_ignore_ascii_case("rsa"));
        let bytes = BASE64_STANDARD.decode(&public);
        found.push(match bytes {
            _ if public.is_empty() => Finding::fix(
                format!("DKIM: {name} is revoked: its p= is empty"),
                "publish the key that your relay signs with now",
            ),
            Err(_) => Finding::fix(
                format!("DKIM: {name} cannot be read: what stands behind p= is not whole"),
                "publish it again in one piece; long keys are written as several quoted texts in one record",
            ),
            Ok(_) if !domain.is_empty() && !aligned(domain, &sender.from) => Finding::note(format!(
                "DKIM: {name} is a key of {domain}, which is not {}, and does not count for DMARC",
                sender.from
            )),
            Ok(bytes) if is_rsa && bytes.len() < KEY_1024 => Finding::fix(
                format!("DKIM: {name} is shorter than 1024 bits, and receivers pass it over"),
                "make a new key with 2048 bits",
            ),
            Ok(bytes) if is_rsa && bytes.len() < KEY_2048 => {
                Finding::note(format!("DKIM: {name} is a key, but a short one; 2048 bits are usual today"))
            }
            Ok(_) if key.tag("t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "y")) => {
                Finding::note(format!("DKIM: {name} is marked as a test (t=y); receivers may pass it over"))
            }
            Ok(_) => Finding::ok(format!("DKIM: {name} is a key that receivers can use")),
        });
    }
}

fn dmarc(records: &[Record], sender: &Sender, found: &mut Vec<Finding>) {
    let from = &sender.from;
    let at = format!("_dmarc.{from}");
    let above = format!("_dmarc.{}", super::organisational(from));
    let fits = |one: &&Record| one.begins("v=DMARC1") && (one.stands_at(&at) || one.stands_at(&above));
    let own: Vec<&Record> = records.iter().filter(fits).collect();
    let record = match own.as_slice() {
        [] => {
            return found.push(Finding::fix(
                format!("DMARC: there is no policy (a TXT record at {at})"),
                format!("publish one there: v=DMARC1; p=none; rua=mailto:you@{from}"),
            ));
        }
        [one] => one,
        _ => {
            return found.push(Finding::fix(
                format!("DMARC: {at} has {} records, so none of them counts", own.len()),
                "keep one",
            ));
        }
    };
    let policy = record.tag("p").unwrap_or_default().to_lowercase();
    let is_strict = |tag: &str| record.tag(tag).is_some_and(|value| value.eq_ignore_ascii_case("s"));
    found.push(match policy.as_str() {
        "reject" | "quarantine" => Finding::ok(format!("DMARC: receivers are asked to {policy} what only pretends to come from {from}")),
        "none" => Finding::note(format!(
            "DMARC: the policy of {from} is to watch only (p=none); when the reports show nothing of yours failing, ask for quarantine"
        )),
        _ => Finding::fix(
            format!("DMARC: the record at {at} has no policy that receivers know"),
            "write p=none, p=quarantine or p=reject behind v=DMARC1;",
        ),
    });
    if is_strict("aspf") && sender.return_path != *from {
        found.push(Finding::note(format!(
            "DMARC: aspf=s asks for exactly {from} in the return path, which has {}; DMARC then rests on DKIM alone",
            sender.return_path
        )));
    }
    if is_strict("adkim") {
        found.push(Finding::note(format!("DMARC: adkim=s asks for a signature by exactly {from}")));
    }
}

impl Record {
    fn begins(&self, word: &str) -> bool {
        let first = self.text.split([';', ' ']).next().unwrap_or_default();
        first.eq_ignore_ascii_case(word)
    }

    /// A text that came alone may stand anywhere.
    fn stands_at(&self, name: &str) -> bool {
        self.name.is_empty() || self.name == tidy(name)
    }

    fn is_key(&self) -> bool {
        self.name.contains("._domainkey") || self.begins("v=DKIM1")
    }

    fn tag(&self, name: &str) -> Option<&str> {
        let mut tags = self.text.split(';').filter_map(|tag| tag.split_once('='));
        tags.find(|(known, _)| known.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// Every TXT record in a pasted text.
fn records(text: &str) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    for line in text.lines().map(|line| line.trim().trim_start_matches('\u{feff}')) {
        if line.is_empty() || line.starts_with([';', '#']) || records.len() >= RECORDS_AT_MOST {
            continue;
        }
        let (before, quoted) = match line.split_once('"') {
            Some((before, rest)) => (before, Some(pieces(rest))),
            None => (line, None),
        };
        match (quoted, before.split_whitespace().next()) {
            // A long record goes on in the next lines.
            (Some(text), None | Some("(" | ")")) if goes_on(records.last(), &text) => {
                if let Some(last) = records.last_mut() {
                    last.text.push_str(&text);
                }
            }
            (Some(text), name) => records.push(Record { name: name_of(name), text }),
            (None, _) => records.extend(unquoted(line)),
        }
    }
    records.retain(|record| !record.text.is_empty());
    records
}

/// The quoted texts of one line, put together (RFC 7208 §3.3); `rest` begins inside the first.
fn pieces(rest: &str) -> String {
    rest.split('"').step_by(2).collect()
}

/// Whether a text that stands alone in its line belongs to the record above.
fn goes_on(last: Option<&Record>, text: &str) -> bool {
    let small = text.to_ascii_lowercase();
    let begins = ["v=spf1", "v=dmarc1", "v=dkim1"].iter().any(|word| small.starts_with(word));
    last.is_some_and(|last| last.text.is_empty() || !begins)
}

fn unquoted(line: &str) -> Option<Record> {
    let small = line.to_ascii_lowercase();
    let at = ["v=spf1", "v=dmarc1", "v=dkim1", "k=rsa", "p="].iter().filter_map(|word| small.find(word)).min();
    match at {
        Some(at) => Some(Record { name: name_of(line[..at].split_whitespace().next()), text: line[at..].to_owned() }),
        // `name IN TXT (` with its text in the next lines.
        None => {
            line.ends_with('(').then(|| Record { name: name_of(line.split_whitespace().next()), text: String::new() })
        }
    }
}

fn name_of(word: Option<&str>) -> String {
    let name = tidy(word.unwrap_or_default());
    if name.contains('.') { name } else { String::new() }
}
