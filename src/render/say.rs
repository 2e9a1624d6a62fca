//! What renderers need of a catalogue: a key and values in, a sentence out. They know no more of it.

use std::fmt::Display;

/// A value in a sentence. Numbers choose the plural form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Text, taken as it is.
    Text(&'a str),
    /// A whole number.
    Number(i64),
}

/// The values of a sentence by name.
pub type Values<'a> = [(&'static str, Value<'a>)];

/// Says sentences in one language.
pub trait Say {
    /// The sentence under `key` with its values.
    fn say(&self, key: &str, values: &Values<'_>) -> String;

    /// The sentence under `prefix-word`, for keys that are composed at run time.
    fn say_of(&self, prefix: &str, word: &dyn Display, values: &Values<'_>) -> String {
        self.say(&format!("{prefix}-{word}"), values)
    }
}

impl<F: Fn(&str, &Values<'_>) -> String> Say for F {
    fn say(&self, key: &str, values: &Values<'_>) -> String {
        self(key, values)
    }
}

/// The sentence for a fault's code (`DateFault`, `TextFaultKind`, `SlugFault`), with the limit that was passed, if any.
pub fn fault(words: &dyn Say, code: &str, limit: usize) -> String {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    words.say_of("fault", &code, &[("limit", Value::Number(limit))])
}

#[cfg(test)]
pub(crate) mod tests {
    use std::borrow::Cow;

    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

    use super::*;

    /// The English catalogue, for the tests of this layer; a missing sentence or value fails the test.
    pub(crate) fn english() -> impl Say {
        let source = include_str!("../../templates/locales/en.ftl").to_owned();
        let resource = FluentResource::try_new(source).expect("en.ftl has no syntax fault");
        let mut bundle = FluentBundle::new(vec![unic_langid::langid!("en")]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no key twice");
        move |key: &str, values: &Values<'_>| {
            let pattern = bundle
                .get_message(key)
                .and_then(|message| message.value())
                .unwrap_or_else(|| panic!("no sentence {key}"));
            let mut args = FluentArgs::new();
            for (name, value) in values {
                let value = match value {
                    Value::Text(text) => FluentValue::String(Cow::Owned((*text).to_owned())),
                    Value::Number(number) => FluentValue::from(*number),
                };
                args.set(*name, value);
            }
            let mut faults = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
            assert!(faults.is_empty(), "{key} lacks a value: {faults:?}");
            text
        }
    }

    #[test]
    fn every_fault_has_a_sentence() {
        use crate::domain::{dates::DateFault, email, import, letter::SlugFault, revision::TextFaultKind, text};
        let dates = DateFault::ALL.iter().map(|fault| fault.code());
        let slugs = SlugFault::ALL.iter().map(|fault| fault.code());
        let texts = TextFaultKind::ALL.iter().map(|fault| fault.code());
        let lines = text::TextFault::ALL.iter().map(|fault| fault.code());
        let addresses = email::EmailFault::ALL.iter().map(|fault| fault.code());
        let websites = email::WebsiteFault::ALL.iter().map(|fault| fault.code());
        let lists = import::ImportFault::ALL.iter().map(|fault| fault.code()).chain(["row-ragged"]);
        for code in dates.chain(slugs).chain(texts).chain(lines).chain(addresses).chain(websites).chain(lists) {
            assert!(fault(&english(), code, 60).len() > 10, "{code}");
        }
    }
}
