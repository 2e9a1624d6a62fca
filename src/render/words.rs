//! The words a person reads: one Fluent catalogue per language, embedded, and the way templates ask it.
//! Nothing visible is written anywhere else; user text passed in is never interpreted.

#[cfg(test)]
mod guard;
mod message;
mod pseudo;

use std::sync::{Arc, LazyLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::say::{Say, Value, Values};
pub use message::{Argument, HtmlMessage, Message};
pub use pseudo::PSEUDO_LANGUAGE;

const ENGLISH: &str = include_str!("../../templates/locales/en.ftl");

static CATALOGUES: LazyLock<Vec<Words>> = LazyLock::new(|| {
    vec![Words::read("en", ENGLISH.to_owned()), Words::read(PSEUDO_LANGUAGE, pseudo::translate(ENGLISH))]
});

/// One language's catalogue. Cheap to clone; every page's [`crate::render::shell::Shell`] carries one as `t`.
#[derive(Clone)]
pub struct Words(Arc<Catalogue>);

struct Catalogue {
    tag: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The catalogue for a BCP 47 tag: the same tag, else the same language, else English.
    pub fn for_language(tag: &str) -> Words {
        let language = tag.split('-').next().unwrap_or(tag);
        CATALOGUES
            .iter()
            .find(|words| words.lang().eq_ignore_ascii_case(tag))
            .or_else(|| CATALOGUES.iter().find(|words| words.lang().eq_ignore_ascii_case(language)))
            .unwrap_or(&CATALOGUES[0])
            .clone()
    }

    /// English, the language every key exists in.
    pub fn english() -> Words {
        Words::for_language("en")
    }

    /// The tag for the `lang` attribute of what these words fill.
    pub fn lang(&self) -> &'static str {
        self.0.tag
    }

    /// `ltr` or `rtl`, for the `dir` attribute.
    pub fn dir(&self) -> &'static str {
        direction_of(self.0.tag)
    }

    /// The sentence under `key`; give it its values with [`Message::with`] and print it.
    pub fn say(&self, key: &str) -> Message<'_> {
        Message::new(self, key.to_owned())
    }

    /// The sentence under `prefix-word`, for keys that are composed at run time (`letter-kind-open_letter`).
    /// The guard test counts every key that begins with the literal `prefix` as used.
    pub fn say_of(&self, prefix: &str, word: impl std::fmt::Display) -> Message<'_> {
        Message::new(self, format!("{prefix}-{word}"))
    }

    /// Formats one message; an unknown key shows itself as `‹key›` and is logged, a page never breaks over it.
    fn format(&self, key: &str, args: &FluentArgs<'static>) -> String {
        let Some(pattern) = self.0.bundle.get_message(key).and_then(|message| message.value()) else {
            log::error!(key; "the catalogue lacks a message");
            return format!("‹{key}›");
        };
        let mut faults = Vec::new();
        let text = self.0.bundle.format_pattern(pattern, Some(args), &mut faults).into_owned();
        if !faults.is_empty() {
            log::error!(key; "the message lacks a value");
        }
        text
    }

    fn read(tag: &'static str, source: String) -> Words {
        let locale: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks would end up in mail subjects and file names; user text is isolated by <bdi> instead.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source).unwrap_or_else(|(readable, faults)| {
            log::error!("the catalogue {tag} has {} faults", faults.len());
            readable
        });
        if bundle.add_resource(resource).is_err() {
            log::error!("the catalogue {tag} names a message twice");
        }
        Words(Arc::new(Catalogue { tag, bundle }))
    }
}

impl Say for Words {
    fn say(&self, key: &str, values: &Values<'_>) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            match value {
                Value::Text(text) => args.set(*name, text.value()),
                Value::Number(number) => args.set(*name, number.value()),
            }
        }
        self.format(key, &args)
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.0.tag)
    }
}

/// `rtl` where the tag's script, or its language's usual script, runs from right to left; else `ltr`.
pub fn direction_of(tag: &str) -> &'static str {
    const SCRIPTS: [&str; 10] = ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand", "samr", "mend"];
    const LANGUAGES: [&str; 16] =
        ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi", "azb", "lrc"];
    let lower = tag.to_ascii_lowercase();
    if lower == PSEUDO_LANGUAGE {
        return "rtl";
    }
    let mut parts = lower.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.chars().all(|letter| letter.is_ascii_alphabetic()));
    let rtl = match script {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&language),
    };
    if rtl { "rtl" } else { "ltr" }
}
