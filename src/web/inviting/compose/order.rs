//! From the compose form to an order: every fault is told beside its field, before anything is sent.

use super::rows::{Choice, Rows};
use crate::actions::send_mailing::Order;
use crate::clock::Moment;
use crate::domain::dates::{LocalTime, parse_zone};
use crate::domain::email::EMAIL_CHARS;
use crate::domain::mailing::{Covering, CoveringFault, Translation};
use crate::mail::placeholders;
use crate::web::desk::Work;
use crate::web::form::FormState;
use crate::web::site::Site;

/// Reads the form; `None` when something in it is refused.
pub(super) fn parse(site: &Site, work: &Work, choice: &Choice, rows: &Rows, form: &mut FormState) -> Option<Order> {
    let language = form.value("language").to_owned();
    if !rows.text_languages.contains(&language) {
        form.refuse("language", site.words().say("compose-language-missing"));
    }
    let covering = covering(site, form, &language, "subject", "message");
    let mut translations = Vec::new();
    for tag in rows.text_languages.iter().filter(|tag| **tag != language) {
        let (subject, message) = (format!("subject_{tag}"), format!("message_{tag}"));
        if form.value(&subject).trim().is_empty() && form.value(&message).trim().is_empty() {
            continue;
        }
        if let Some(Covering { subject, message, .. }) = self::covering(site, form, tag, &subject, &message) {
            translations.push(Translation { language: tag.clone(), subject, message });
        }
    }
    let starts_at = if form.is("action", "plan") { day(site, work, form) } else { None };
    let covering = covering.filter(|_| !form.has_errors())?;
    Some(Order { kind: choice.kind, covering, translations, audience: choice.audience.clone(), starts_at })
}

/// The words of an order in each of its languages.
pub(super) fn languages(order: &Order) -> impl Iterator<Item = Covering> + '_ {
    let further = order.translations.iter().map(|one| Covering {
        language: one.language.clone(),
        subject: one.subject.clone(),
        message: one.message.clone(),
        ..order.covering.clone()
    });
    std::iter::once(order.covering.clone()).chain(further)
}

fn covering(site: &Site, form: &mut FormState, language: &str, subject: &str, message: &str) -> Option<Covering> {
    let words = site.words();
    let parsed = Covering::parse(
        language,
        form.value("from_name"),
        form.value("reply_to"),
        form.value(subject),
        form.value(message),
    );
    match &parsed {
        Err(faults) => {
            for fault in faults {
                let (field, code, limit) = match fault {
                    CoveringFault::Text("subject", fault, limit) => (subject, fault.code(), *limit),
                    CoveringFault::Text("message", fault, limit) => (message, fault.code(), *limit),
                    CoveringFault::Text(field, fault, limit) => (*field, fault.code(), *limit),
                    CoveringFault::ReplyTo(fault) => ("reply_to", fault.code(), EMAIL_CHARS),
                };
                form.refuse(field, words.say_of("fault", code).with("limit", limit));
            }
        }
        Ok(covering) => {
            let checks = [
                (subject, placeholders::check_subject(&covering.subject)),
                (message, placeholders::check(&covering.message)),
            ];
            for (field, check) in checks {
                if let Err(unknown) = check {
                    form.refuse(field, words.say("compose-unknown-placeholder").with("words", unknown.join(", ")));
                }
            }
        }
    }
    parsed.ok()
}

/// The day and time that was set, in the letter's zone: to come, and before signing ends.
fn day(site: &Site, work: &Work, form: &mut FormState) -> Option<Moment> {
    let words = site.words();
    let zone = parse_zone(&work.letter.time_zone);
    let typed = LocalTime::parse(form.value("starts_at"));
    let at = typed.and_then(|local| zone.and_then(|zone| local.in_zone(zone)));
    match at {
        Err(fault) => form.refuse("starts_at", words.say_of("fault", fault.code()).with("limit", 0)),
        Ok(at) if at <= site.now() => form.refuse("starts_at", words.say("compose-day-past")),
        Ok(at) if work.letter.facts().accepts_submission(at).is_err() => {
            form.refuse("starts_at", words.say("compose-day-closed"));
        }
        Ok(at) => return Some(at),
    }
    None
}
