//! Reports in a form that machines read: multipart/report with a delivery status (RFC 3464) or a complaint (ARF, RFC 5965).

use mail_parser::{Message, PartType};

use super::{Fields, News, Traces, parts, text_of, type_of};
use crate::domain::delivery::{FailureReason, Status, classify};

/// Which report it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// RFC 3464.
    Delivery,
    /// RFC 5965.
    Complaint,
}

/// Which report a message is, by its parts: some servers forget to say it at the top.
pub(super) fn kind(message: &Message<'_>) -> Option<Kind> {
    parts(message).find_map(|part| match type_of(part).as_str() {
        "message/delivery-status" | "message/global-delivery-status" => Some(Kind::Delivery),
        "message/feedback-report" => Some(Kind::Complaint),
        _ => None,
    })
}

/// What a delivery report says of the one recipient that each of our mails has.
pub(super) fn delivery(message: &Message<'_>, traces: &mut Traces) -> News {
    look_for_traces(message, traces);
    let status = parts(message).find(|part| type_of(part).ends_with("delivery-status"));
    let groups = status.map(|part| Fields::groups(&text_of(part))).unwrap_or_default();
    for group in &groups {
        group.all("X-Postfix-Sender").for_each(|value| traces.add_addresses(value));
        group.all("X-Original-Message-ID").for_each(|value| traces.add_message_id(value));
    }
    let told: Vec<News> = groups.iter().filter_map(of_recipient).collect();
    let worst = |news: &News| match news {
        News::CameBack(_) => 0,
        News::Delayed => 1,
        _ => 2,
    };
    told.into_iter().min_by_key(worst).unwrap_or(News::Other)
}

/// One group of per-recipient fields; `None` for the group about the message.
fn of_recipient(group: &Fields) -> Option<News> {
    if !group.has("Action") && !group.has("Status") {
        return None;
    }
    let status = Status::parse(group.get("Status").split(' ').next().unwrap_or_default());
    let action = group.get("Action").split(' ').next().unwrap_or_default().to_lowercase();
    Some(match (action.as_str(), status.map(|status| status.class)) {
        ("failed", _) | ("", Some(4 | 5)) => News::CameBack(reason(status, group.get("Diagnostic-Code"))),
        ("delayed", _) => News::Delayed,
        ("delivered" | "relayed" | "expanded", _) | ("", Some(2)) => News::Delivered,
        _ => News::Other,
    })
}

/// The other server's own words (RFC 3464 §2.3.6) say more than a status that says only "other" (x.0.0).
fn reason(status: Option<Status>, diagnostic: &str) -> FailureReason {
    let words = diagnostic.split_once(';').map_or(diagnostic, |(_, words)| words).trim();
    let code = words.get(..3).and_then(|code| code.parse::<u16>().ok()).filter(|code| (400..600).contains(code));
    let telling = status.filter(|status| (status.subject, status.detail) != (0, 0));
    classify(code, telling.or_else(|| Status::find(words)).or(status), words)
}

/// A complaint; reports of other kinds say nothing about a recipient's wish.
pub(super) fn complaint(message: &Message<'_>, traces: &mut Traces) -> News {
    look_for_traces(message, traces);
    let report = parts(message).find(|part| type_of(part) == "message/feedback-report");
    let fields = report.map(|part| Fields::read(&text_of(part))).unwrap_or_default();
    traces.add_addresses(fields.get("Original-Mail-From"));
    match fields.get("Feedback-Type").to_lowercase().as_str() {
        "abuse" | "fraud" | "opt-out" | "opt-out-list" | "other" => News::Complaint,
        _ => News::Other,
    }
}

/// The mail that came back, whole or its header only.
fn look_for_traces(message: &Message<'_>, traces: &mut Traces) {
    for part in parts(message) {
        match (&part.body, type_of(part).as_str()) {
            (PartType::Message(returned), _) => traces.add_header_of(&Fields::of(returned)),
            (_, "text/rfc822-headers" | "message/rfc822-headers" | "message/global-headers" | "message/rfc822") => {
                traces.add_header_of(&Fields::read(&text_of(part)));
            }
            _ => {}
        }
    }
}
