//! A language nobody speaks: English with accents, about 40 % longer, laid out from right to left.
//! A screen in it shows at a glance what was hard-coded, what is cut off and what does not mirror.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use fluent_syntax::{parser, serializer};

/// The private-use tag that asks for the pseudo-language; no link offers it.
pub const PSEUDO_LANGUAGE: &str = "qps-plocm";

/// The whole catalogue in the pseudo-language. Placeables and selectors stay as they are.
pub fn translate(source: &str) -> String {
    let mut resource: Resource<String> = match parser::parse(source.to_owned()) {
        Ok(resource) => resource,
        Err((readable, _)) => readable,
    };
    for entry in &mut resource.body {
        let pattern = match entry {
            Entry::Message(message) => message.value.as_mut(),
            Entry::Term(term) => Some(&mut term.value),
            _ => None,
        };
        if let Some(pattern) = pattern {
            stretch(pattern);
        }
    }
    serializer::serialize(&resource)
}

fn stretch(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = accent(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter_mut().for_each(|variant| stretch(&mut variant.value));
            }
            PatternElement::Placeable { expression: Expression::Inline(InlineExpression::Placeable { .. }) } => {}
            PatternElement::Placeable { .. } => {}
        }
    }
}

/// Accents every letter and doubles the vowels, which are about two letters in five.
fn accent(text: &str) -> String {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const MARKED: &str = "áƀçđéƒğĥíĵķłɱñóþɋŕšťúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶŁṀÑÓÞɊŔŠŤÚṼŴẊÝŽ";
    let mut longer = String::with_capacity(text.len() * 3);
    for letter in text.chars() {
        let marked = PLAIN.chars().position(|plain| plain == letter).and_then(|at| MARKED.chars().nth(at));
        longer.push(marked.unwrap_or(letter));
        if "aeiouAEIOU".contains(letter) {
            longer.extend(marked.into_iter().flat_map(char::to_lowercase));
        }
    }
    longer
}
