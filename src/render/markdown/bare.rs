//! Bare web addresses in a text become links; CommonMark alone leaves them as words.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, TextMergeStream};

use super::parsed::followable;

/// Links each `http://…` and `https://…` that stands outside links and code.
pub(super) fn linked<'a>(events: impl Iterator<Item = Event<'a>>) -> impl Iterator<Item = Event<'a>> {
    let mut closed_to_links = 0usize;
    TextMergeStream::new(events).flat_map(move |event| {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => closed_to_links += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => closed_to_links = closed_to_links.saturating_sub(1),
            Event::Text(text) if closed_to_links == 0 && text.contains("://") => return in_text(text),
            _ => {}
        }
        vec![event]
    })
}

fn in_text<'a>(text: &str) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    let mut rest = text;
    let mut plain = String::new();
    while let Some((before, address)) = next_address(rest) {
        plain.push_str(before);
        rest = &rest[before.len() + address.len()..];
        let Some(dest_url) = followable(address) else {
            plain.push_str(address);
            continue;
        };
        events.push(Event::Text(std::mem::take(&mut plain).into()));
        let (dest_url, none) = (CowStr::from(dest_url), CowStr::Borrowed(""));
        events.push(Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, title: none.clone(), id: none }));
        events.push(Event::Text(address.to_owned().into()));
        events.push(Event::End(TagEnd::Link));
    }
    plain.push_str(rest);
    events.push(Event::Text(plain.into()));
    events
}

/// The words before the next address, and the address.
fn next_address(text: &str) -> Option<(&str, &str)> {
    let is_address = |at: usize| {
        let rest = &text[at + "http".len()..];
        rest.strip_prefix('s').unwrap_or(rest).starts_with("://")
            && !text[..at].ends_with(|c: char| c.is_alphanumeric())
    };
    let at = text.match_indices("http").map(|(at, _)| at).find(|&at| is_address(at))?;
    let run = &text[at..];
    let end = run.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"“”«»|`".contains(c)).unwrap_or(run.len());
    Some((&text[..at], without_end_of_sentence(&run[..end])))
}

/// Punctuation that ends a sentence is not part of an address, nor is a bracket that was opened before it.
fn without_end_of_sentence(address: &str) -> &str {
    let surplus = |open: char, close: char| {
        let weigh = |c: char| if c == open { -1 } else { i64::from(c == close) };
        address.chars().map(weigh).sum::<i64>()
    };
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    address.trim_end_matches(|last: char| {
        let surplus = match last {
            ')' => &mut round,
            ']' => &mut square,
            _ => return ".,;:!?'’*_。，、；：！？）」』".contains(last),
        };
        *surplus -= 1;
        *surplus >= 0
    })
}
