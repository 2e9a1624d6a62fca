//! What is no report: automatic answers, bounces in plain words (qmail, Exim and many appliances), and letters of people.

use mail_parser::{Message, PartType};

use super::{Fields, News, Traces, parts, sender, text_of};
use crate::domain::delivery::{Status, classify};

/// The most lines of a bounce that are read; what servers have to say stands above the returned mail.
const LINES_AT_MOST: usize = 2000;
/// Names under which mail systems write.
const SYSTEMS: &[&str] =
    &["mailer-daemon", "mailerdaemon", "mail-daemon", "postmaster", "mail.daemon", "mailer_daemon"];
/// Where the returned mail begins, in small letters.
const COPY_BEGINS: &[&str] = &[
    "--- below this line is a copy",
    "------ this is a copy of",
    "--- original message",
    "---- original message",
    "-----original message",
    "--- the header of the original message",
    "--- returned message",
    "return-path:",
    "received:",
    "message-id:",
];
/// Words of a server that has not given up.
const STILL_TRYING: &[&str] = &[
    "will be retried",
    "will keep trying",
    "still trying",
    "continue trying",
    "continue to try",
    "has not yet been delivered",
    "has been delayed",
    "is delayed",
    "do not need to resend",
    "don't need to resend",
    "this is a warning message only",
];

/// Reads a message that is no report.
pub(super) fn read(message: &Message<'_>, outer: &Fields, traces: &mut Traces) -> News {
    let from_system = is_from_a_system(message, outer);
    if is_automatic_answer(message, outer, from_system) {
        return News::AutomaticAnswer;
    }
    if !from_system {
        return News::Other;
    }
    let (words, copy) = split(message);
    look_for_traces(message, &words, &copy, traces);
    // Without a word about one of our mails it may be anything that a mail system has to say.
    if traces.addresses.is_empty() && traces.message_ids.is_empty() {
        return News::Other;
    }
    let small = words.to_lowercase();
    let status = Status::find(&words);
    let is_final = status.is_some_and(|status| status.class == 5) || reply_code(&words).is_some_and(|code| code >= 500);
    if STILL_TRYING.iter().any(|phrase| small.contains(phrase)) && !is_final {
        return News::Delayed;
    }
    News::CameBack(classify(reply_code(&words), status, &words))
}

/// Bounces come from the null sender (RFC 5321 §4.5.5), and so do automatic answers; only mail systems sign as one or name
/// the recipients that failed, as Exim does.
fn is_from_a_system(message: &Message<'_>, outer: &Fields) -> bool {
    let from = sender(message);
    let local = from.rsplit_once('@').map_or(from.as_str(), |(local, _)| local);
    SYSTEMS.contains(&local) || outer.has("X-Failed-Recipients")
}

/// RFC 3834 §5, and what was usual before it. Exim's bounces carry the mark too; they say more in their text.
fn is_automatic_answer(message: &Message<'_>, outer: &Fields, from_system: bool) -> bool {
    let auto = outer.get("Auto-Submitted").split([';', ' ']).next().unwrap_or_default().to_lowercase();
    let precedence = outer.get("Precedence").to_lowercase();
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let says_so = ["automatic reply", "auto reply", "autoreply", "auto-reply", "out of office", "out of the office"]
        .iter()
        .any(|words| subject.starts_with(words));
    let is_marked = outer.has("X-Autoreply") || outer.has("X-Autorespond") || precedence.contains("auto_reply");
    !from_system && (!matches!(auto.as_str(), "" | "no") || is_marked || says_so)
}

/// What the server says, and the beginning of the returned mail.
fn split(message: &Message<'_>) -> (String, String) {
    let first = parts(message).find(|part| matches!(part.body, PartType::Text(_) | PartType::Html(_)));
    let text = first.map(|part| text_of(part).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().take(LINES_AT_MOST).collect();
    let begins = |line: &&str| {
        let line = line.trim_start_matches(['>', ' ', '\t']).to_lowercase();
        COPY_BEGINS.iter().any(|words| line.starts_with(words))
    };
    let at = lines.iter().position(begins).unwrap_or(lines.len());
    (lines[..at].join("\n"), lines[at..].join("\n"))
}

fn look_for_traces(message: &Message<'_>, words: &str, copy: &str, traces: &mut Traces) {
    for part in parts(message) {
        if let PartType::Message(returned) = &part.body {
            traces.add_header_of(&Fields::of(returned));
        }
    }
    words.lines().for_each(|line| traces.add_addresses(line));
    for line in copy.lines() {
        let line = line.trim_start_matches(['>', ' ', '\t']);
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("message-id") => traces.add_message_id(value),
            Some((name, value)) if name.eq_ignore_ascii_case("return-path") => traces.add_addresses(value),
            _ => {}
        }
    }
}

/// The first word of three digits that is a "no" or "not now".
fn reply_code(words: &str) -> Option<u16> {
    let mut all = words.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    all.find_map(|word| (word.len() == 3).then(|| word.parse::<u16>().ok())?.filter(|code| (400..600).contains(code)))
}
