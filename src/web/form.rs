//! The state of a form: what was typed, what is wrong with each field, what is wrong with the whole.
//! The same type fills a form for the first time and shows a refused one again, with everything still there.

use std::collections::BTreeMap;

/// A form as a template sees it.
#[derive(Debug, Clone, Default)]
pub struct FormState {
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldError>,
    form_errors: Vec<String>,
}

/// What is wrong with one field.
#[derive(Debug, Clone)]
pub struct FieldError {
    /// The field's name; its element has the id `f-<field>`.
    pub field: String,
    /// The finished sentence: what is missing, what to do.
    pub message: String,
}

impl FormState {
    /// A form with nothing in it.
    pub fn new() -> FormState {
        FormState::default()
    }

    /// A form as it was sent. Names may repeat (checkboxes of rows, addressees).
    pub fn sent<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> FormState {
        let mut form = FormState::new();
        for (name, value) in pairs {
            form.values.entry(name.into()).or_default().push(value.into());
        }
        form
    }

    /// Fills a field in advance. Called again for the same name it adds a value.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> FormState {
        self.values.entry(name.to_owned()).or_default().push(value.into());
        self
    }

    /// Puts one value in the place of all that a field has.
    pub fn replaced(mut self, name: &str, value: impl Into<String>) -> FormState {
        self.values.insert(name.to_owned(), vec![value.into()]);
        self
    }

    /// Takes a field out.
    pub fn without(mut self, name: &str) -> FormState {
        self.values.remove(name);
        self
    }

    /// Lets two values of a repeated field change places; where one is missing, nothing changes.
    pub fn swapped(mut self, name: &str, one: usize, other: usize) -> FormState {
        if let Some(values) = self.values.get_mut(name)
            && one.max(other) < values.len()
        {
            values.swap(one, other);
        }
        self
    }

    /// The first value of a field, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.value_at(name, 0)
    }

    /// The value of the `at`-th field of this name, from 0.
    pub fn value_at(&self, name: &str, at: impl std::borrow::Borrow<usize>) -> &str {
        self.all(name).get(*at.borrow()).map_or("", String::as_str)
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every field with every value, sorted by name; values of one name keep their order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    /// Whether one of the field's values is `value`: the choice is made, the box is ticked.
    pub fn is(&self, name: &str, value: impl std::fmt::Display) -> bool {
        let value = value.to_string();
        self.all(name).contains(&value)
    }

    /// Notes what is wrong with a field; the first word on a field stands.
    pub fn refuse(&mut self, field: &str, message: impl ToString) {
        if self.error(field).is_none() {
            self.errors.push(FieldError { field: field.to_owned(), message: message.to_string() });
        }
    }

    /// Notes what is wrong with the whole form.
    pub fn refuse_whole(&mut self, message: impl ToString) {
        self.form_errors.push(message.to_string());
    }

    /// What is wrong with this field.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    /// What is wrong, field by field, in the order found.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// What is wrong with the whole.
    pub fn form_errors(&self) -> &[String] {
        &self.form_errors
    }

    /// Whether anything is wrong: answer 422 and show the form again.
    pub fn has_errors(&self) -> bool {
        self.fault_count() > 0
    }

    /// How many things are wrong, for the heading of the summary.
    pub fn fault_count(&self) -> usize {
        self.errors.len() + self.form_errors.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_keeps_everything_that_was_typed() {
        let mut form = FormState::sent([("listing", "withheld"), ("signature", "a"), ("signature", "b")]);
        form.refuse("representative_role", "Write your role");
        form.refuse("representative_role", "a second word on it");
        form.refuse_whole("The letter closed meanwhile");
        assert!(form.is("listing", "withheld") && !form.is("listing", "named"));
        assert_eq!(form.all("signature"), ["a", "b"]);
        assert_eq!((form.value("nothing"), form.value_at("signature", 1)), ("", "b"));
        assert_eq!(form.error("representative_role"), Some("Write your role"));
        assert_eq!(form.fault_count(), 2);
    }
}
