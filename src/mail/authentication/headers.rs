//! The header of a mail that arrived: what the receiving server says that it checked.

use super::{Finding, aligned, tidy};
use crate::mail::incoming::fields::Fields;

/// One check of the receiving server, such as `dkim=pass header.d=example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Checked {
    method: String,
    result: String,
    /// The domain it was about.
    domain: String,
}

/// Explains the header of a received mail, or a whole mail.
pub fn explain_headers(text: &str) -> Vec<Finding> {
    let text = text.trim_start_matches(['\u{feff}', '\r', '\n']);
    let header = Fields::read(text);
    let from = domain_in(header.get("From"));
    if from.is_empty() {
        return vec![Finding::fix(
            "header: there is no From line in it",
            "save the whole header of the mail that arrived (\"show original\", \"view source\"), not only its text",
        )];
    }
    let checks = checks(&header);
    let mut found = vec![Finding::ok(format!("From: the mail comes from {from}"))];
    if checks.is_empty() {
        found.push(not_checked(&header, &from));
        return found;
    }
    let passes = |method: &str| checks.iter().find(|one| one.is(method) && one.passes() && aligned(&one.domain, &from));
    let (spf, dkim) = (passes("spf").is_some(), passes("dkim").is_some());
    found.push(about_spf(&checks, &from, spf, dkim));
    found.push(about_dkim(&checks, &from, spf, dkim));
    found.push(about_dmarc(&checks, &from, spf || dkim));
    found
}

impl Checked {
    fn is(&self, method: &str) -> bool {
        self.method == method
    }

    fn passes(&self) -> bool {
        self.result == "pass"
    }
}

fn not_checked(header: &Fields, from: &str) -> Finding {
    let signed = domain_of_signature(header.get("DKIM-Signature"));
    let signed = match signed.is_empty() {
        true => "it carries no DKIM signature".to_owned(),
        false if aligned(&signed, from) => format!("it carries a DKIM signature of {signed}, which fits"),
        false => format!("it carries a DKIM signature of {signed}, which is not {from}"),
    };
    Finding::fix(
        format!("check: the receiving server does not say what it checked (no Authentication-Results); {signed}"),
        "send the test mail to an address at a large provider and save the header that it shows there, or paste your DNS records into doctor --dns",
    )
}

fn about_spf(checks: &[Checked], from: &str, spf: bool, dkim: bool) -> Finding {
    let Some(check) = best(checks, "spf", from) else {
        return Finding::note("SPF: the receiving server does not say whether it looked");
    };
    let (result, domain) = (&check.result, &check.domain);
    let whose = if domain.is_empty() { "the return path".to_owned() } else { domain.clone() };
    match result.as_str() {
        _ if spf => Finding::ok(format!("SPF: this server may send for {whose}, and that fits the From {from}")),
        "pass" if dkim => Finding::note(format!(
            "SPF: passes for {whose}, which is not {from}; DMARC rests on DKIM alone, which is enough"
        )),
        "pass" => Finding::fix(
            format!("SPF: passes for {whose}, which is not {from}, so it does not count for DMARC"),
            format!("set UNDERSIGNED_BOUNCE_ADDRESS to an address at {from} that your relay accepts as return path"),
        ),
        "fail" | "softfail" => Finding::fix(
            format!("SPF: {whose} does not list the server that handed the mail over ({result})"),
            format!("add your relay to the TXT record of {whose} that begins with v=spf1"),
        ),
        "none" | "neutral" => Finding::fix(
            format!("SPF: {whose} says nothing about who may send for it ({result})"),
            format!("publish a TXT record at {whose}: v=spf1 and your relay's include: or ip4:, then -all"),
        ),
        "permerror" => Finding::fix(
            format!("SPF: the record of {whose} cannot be read (permerror)"),
            "paste your records into doctor --dns; it says what is wrong with them",
        ),
        _ => Finding::note(format!("SPF: could not be checked just now ({result}); send another test mail")),
    }
}

fn about_dkim(checks: &[Checked], from: &str, spf: bool, dkim: bool) -> Finding {
    let Some(check) = best(checks, "dkim", from).filter(|check| check.result != "none") else {
        return Finding::fix(
            "DKIM: the mail is not signed",
            format!("have your relay sign with a key of {from}, and publish the key that it names"),
        );
    };
    let (result, domain) = (&check.result, &check.domain);
    match result.as_str() {
        _ if dkim => Finding::ok(format!("DKIM: signed by {domain}, and that fits the From {from}")),
        "pass" if spf => Finding::note(format!(
            "DKIM: signed by {domain}, which is not {from}; DMARC rests on SPF alone, which breaks when a mail is forwarded"
        )),
        "pass" => Finding::fix(
            format!("DKIM: signed by {domain}, which is not {from}, so it does not count for DMARC"),
            format!("have your relay sign with a key of {from}; most call it a verified or custom domain"),
        ),
        "fail" | "policy" | "permerror" | "neutral" => Finding::fix(
            format!("DKIM: the signature of {domain} does not fit the mail or its key ({result})"),
            "compare the published key with the one your relay signs with, and see that nothing changes the mail behind it",
        ),
        _ => Finding::note(format!("DKIM: could not be checked just now ({result}); send another test mail")),
    }
}

fn about_dmarc(checks: &[Checked], from: &str, counts: bool) -> Finding {
    let result = checks.iter().find(|one| one.is("dmarc")).map_or("", |one| one.result.as_str());
    let remedy = "mend what is said above about SPF or DKIM: one of them must pass for the domain in From";
    match (result, counts) {
        ("pass" | "bestguesspass", _) => {
            Finding::ok(format!("DMARC: pass; mailboxes can trust that it comes from {from}"))
        }
        ("fail", _) => Finding::fix(format!("DMARC: fail; neither SPF nor DKIM passes for {from}"), remedy),
        ("none", true) => Finding::fix(
            format!("DMARC: {from} has no policy, though the mail would pass"),
            format!("publish a TXT record at _dmarc.{from}: v=DMARC1; p=none; rua=mailto:you@{from}"),
        ),
        ("", true) => Finding::ok(format!(
            "DMARC: the server does not say, but SPF or DKIM passes for {from}, which is what it asks"
        )),
        _ => Finding::fix(format!("DMARC: neither SPF nor DKIM passes for {from}"), remedy),
    }
}

/// The check that speaks best for the domain in From: a mail may carry several signatures.
fn best<'c>(checks: &'c [Checked], method: &str, from: &str) -> Option<&'c Checked> {
    let rank = |one: &&Checked| (!(one.passes() && aligned(&one.domain, from)), !one.passes());
    checks.iter().filter(|one| one.is(method)).min_by_key(rank)
}

/// What the server that delivered the mail says, which stands on top; what stands below it may be forged (RFC 8601 §7.1).
fn checks(header: &Fields) -> Vec<Checked> {
    let all: Vec<String> = header.all("Authentication-Results").map(without_comments).collect();
    let server = |value: &String| value.split(';').next().unwrap_or_default().trim().to_lowercase();
    let first = all.first().map(server).unwrap_or_default();
    // Some large providers name no server: their value begins with the first check.
    let names_nobody = first.contains('=');
    let own = all.iter().enumerate().filter(|(nth, value)| *nth == 0 || (!names_nobody && server(value) == first));
    own.flat_map(|(_, value)| value.split(';').filter_map(check).collect::<Vec<_>>()).collect()
}

/// One part between semicolons: a method, its result, and what it was about.
fn check(part: &str) -> Option<Checked> {
    let mut words = part.split_whitespace();
    let (method, result) = words.next()?.split_once('=')?;
    let method = method.split('/').next().unwrap_or_default().to_lowercase();
    let told: Vec<(String, &str)> =
        words.filter_map(|word| word.split_once('=')).map(|(name, value)| (name.to_lowercase(), value)).collect();
    let value = |name: &str| told.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim_matches('"'));
    let about = match method.as_str() {
        "spf" => value("smtp.mailfrom").or(value("smtp.mail")).or(value("smtp.helo")),
        "dkim" => value("header.d").or(value("header.i")),
        _ => value("header.from"),
    };
    let about = about.unwrap_or_default();
    let domain = tidy(about.rsplit('@').next().unwrap_or_default());
    Some(Checked { method, result: result.to_lowercase(), domain })
}

fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// The domain of the address in a From line.
fn domain_in(value: &str) -> String {
    let address = value.rsplit_once('<').map_or(value, |(_, rest)| rest).split('>').next().unwrap_or_default();
    tidy(address.rsplit_once('@').map_or("", |(_, domain)| domain))
}

fn domain_of_signature(value: &str) -> String {
    let mut tags = value.split(';').filter_map(|tag| tag.split_once('='));
    tidy(tags.find(|(name, _)| name.trim() == "d").map_or("", |(_, domain)| domain))
}
