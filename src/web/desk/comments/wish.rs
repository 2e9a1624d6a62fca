//! What a form of the comments page asks for.

use crate::actions::comment_round::Acceptance;
use crate::clock::Moment;
use crate::domain::comments::{COMMENT_CHARS, Reviewer};
use crate::domain::dates::{LocalTime, When};
use crate::domain::ids::ReviewerId;
use crate::domain::revision::Place;
use crate::domain::text::{TextFault, lines};
use crate::web::desk::Work;
use crate::web::desk::comments::voices::{Read, Voice};
use crate::web::form::FormState;
use crate::web::signing::zone_of;
use crate::web::site::Site;

/// What a form asks for, once it was understood.
pub(super) enum Wish {
    Start(Moment, Vec<Reviewer>),
    Ask(Vec<Reviewer>),
    Move(Moment),
    Close,
    Revoke(ReviewerId),
    Accept(Box<Acceptance>),
    Refuse(ReviewerId, Place, String),
}

/// Reads the form; a fault stands beside its field.
pub(super) fn parse(site: &Site, work: &Work, found: Option<&Read>, form: &mut FormState) -> Option<Wish> {
    let words = site.words();
    let reviewer = ReviewerId(form.value("reviewer").to_owned());
    match form.value("action") {
        "start" => {
            let (end, people) = (end(site, work, form), people(site, form));
            Some(Wish::Start(end?, people?))
        }
        "ask" => people(site, form).map(Wish::Ask),
        "move" => end(site, work, form).map(Wish::Move),
        "close" => Some(Wish::Close),
        "revoke" => Some(Wish::Revoke(reviewer)),
        "refuse" => {
            let reason = long(site, form, "reason", "comments-reason-missing")?;
            Some(Wish::Refuse(reviewer, place(site, form)?, reason))
        }
        "accept" => {
            let place = place(site, form)?;
            let rows = found.map(|read| read.rows(&work.text, &words)).unwrap_or_default();
            let Some(row) = rows.into_iter().find(|row| row.place == place) else {
                form.refuse_whole(words.say("comments-choose"));
                return None;
            };
            let merged = long(site, form, "words", "comments-words-missing")?;
            let chosen: Vec<&Voice> =
                row.voices.iter().filter(|one| form.is("reviewer", &one.id) && !one.said.proposal.is_empty()).collect();
            let Some(now_at) = row.target().filter(|_| !chosen.is_empty()) else {
                form.refuse_whole(words.say("comments-choose"));
                return None;
            };
            Some(Wish::Accept(Box::new(Acceptance {
                place,
                reviewers: chosen.iter().map(|one| one.id.clone()).collect(),
                words: merged,
                seen: row.seen().to_owned(),
                now_at,
                based_on: form.value("based_on").parse().unwrap_or(-1),
                note: words.say("comments-note").text(),
            })))
        }
        _ => {
            form.refuse_whole(words.say("form-no-action"));
            None
        }
    }
}

fn place(site: &Site, form: &mut FormState) -> Option<Place> {
    let place = form.value("place").parse().ok();
    if place.is_none() {
        form.refuse_whole(site.words().say("comments-choose"));
    }
    place
}

fn long(site: &Site, form: &mut FormState, field: &'static str, missing: &'static str) -> Option<String> {
    let words = site.words();
    match lines(form.value(field), COMMENT_CHARS) {
        Ok(text) => return Some(text),
        Err(TextFault::Missing) => match missing {
            "comments-reason-missing" => form.refuse_whole(words.say("comments-reason-missing")),
            _ => form.refuse_whole(words.say("comments-words-missing")),
        },
        Err(fault) => form.refuse_whole(words.say_of("fault", fault.code()).with("limit", COMMENT_CHARS)),
    }
    None
}

/// The pasted lines; the first that cannot be read is named.
fn people(site: &Site, form: &mut FormState) -> Option<Vec<Reviewer>> {
    let words = site.words();
    let mut people = Vec::new();
    let typed = form.value("people").to_owned();
    for (at, line) in typed.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
        let Some(one) = Reviewer::parse(line) else {
            form.refuse("people", words.say("comments-line-fault").with("line", at + 1));
            return None;
        };
        people.push(one);
    }
    if people.is_empty() {
        form.refuse("people", words.say("comments-nobody"));
    }
    (!people.is_empty()).then_some(people)
}

/// The end of the round, in the letter's zone.
fn end(site: &Site, work: &Work, form: &mut FormState) -> Option<Moment> {
    let zone = zone_of(&work.letter);
    let typed = LocalTime::parse(form.value("closes_at").trim());
    let at = typed.and_then(|local| When::typed(local, zone, &work.letter.zone_label)).map(|when| when.at);
    let code = match at {
        Ok(at) if at > site.now() => return Some(at),
        Ok(_) => "time-past",
        Err(fault) => fault.code(),
    };
    form.refuse("closes_at", site.words().say_of("fault", code));
    None
}
