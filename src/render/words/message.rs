//! A sentence on its way to the page: key and values now, text when it is printed.

use std::borrow::Cow;
use std::fmt;

use askama::filters::HtmlSafe;
use fluent_bundle::{FluentArgs, FluentValue};

use super::Words;

/// A message waiting for its values. In an HTML template askama escapes what it prints, values included.
pub struct Message<'w> {
    words: &'w Words,
    key: String,
    args: FluentArgs<'static>,
}

impl<'w> Message<'w> {
    pub(super) fn new(words: &'w Words, key: String) -> Message<'w> {
        Message { words, key, args: FluentArgs::new() }
    }

    /// Fills `{ $name }`. Numbers choose the plural form.
    pub fn with(mut self, name: &'static str, value: impl Argument) -> Message<'w> {
        self.args.set(name, value.value());
        self
    }

    /// Fills `{ $name }` with text a user wrote, inside `<bdi>`, so that its direction cannot disturb the sentence.
    /// For HTML only: from here on the message escapes itself. In text templates use [`Message::with`].
    pub fn user(self, name: &'static str, value: impl fmt::Display) -> HtmlMessage<'w> {
        HtmlMessage(self).user(name, value)
    }

    /// The finished text.
    pub fn text(&self) -> String {
        self.words.format(&self.key, &self.args)
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// A message with user text in it, as escaped HTML.
pub struct HtmlMessage<'w>(Message<'w>);

/// Two private-use characters mark where user text begins and ends until the whole sentence is escaped.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

impl<'w> HtmlMessage<'w> {
    /// Fills `{ $name }` with text of ours or a number.
    pub fn with(self, name: &'static str, value: impl Argument) -> HtmlMessage<'w> {
        HtmlMessage(self.0.with(name, value))
    }

    /// Fills `{ $name }` with text a user wrote, inside `<bdi>`.
    pub fn user(self, name: &'static str, value: impl fmt::Display) -> HtmlMessage<'w> {
        let clean = value.to_string().replace([OPEN, CLOSE], "");
        HtmlMessage(self.0.with(name, format!("{OPEN}{clean}{CLOSE}")))
    }
}

impl fmt::Display for HtmlMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.text().chars() {
            match letter {
                OPEN => f.write_str("<bdi>")?,
                CLOSE => f.write_str("</bdi>")?,
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => fmt::Write::write_char(f, other)?,
            }
        }
        Ok(())
    }
}

impl HtmlSafe for HtmlMessage<'_> {}

/// What can stand in a message: text, whole numbers, another message, and references to these.
pub trait Argument {
    /// The value as Fluent wants it.
    fn value(&self) -> FluentValue<'static>;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

impl Argument for str {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self.to_owned()))
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'static> {
        self.as_str().value()
    }
}

impl Argument for Cow<'_, str> {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

impl Argument for Message<'_> {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self.text()))
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Argument for $number {
            fn value(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        }
    )+};
}
numbers!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);
