//! Which column holds what: guessed first, then changed by the coordinator (contract: `column_organisation` …).

use serde::{Deserialize, Serialize};

crate::word_enum!(
    /// What a column can hold; the form field is `column_` + the word.
    Column {
        /// The organisation's name as printed.
        Organisation => "organisation",
        /// The contact's address.
        Email => "email",
        /// The organisation's country.
        Country => "country",
        /// The language in which the contact is written to.
        Language => "language",
        /// The contact's name.
        Name => "name",
        /// Organisation, network or individual.
        Kind => "kind",
        /// The organisation's acronym.
        Acronym => "acronym",
        /// The organisation's name in Latin letters.
        LatinName => "latin_name",
        /// The organisation's website.
        Website => "website",
    }
);

/// The column of each meaning, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Columns {
    pub organisation: Option<usize>,
    pub email: Option<usize>,
    pub country: Option<usize>,
    pub language: Option<usize>,
    pub name: Option<usize>,
    pub kind: Option<usize>,
    pub acronym: Option<usize>,
    pub latin_name: Option<usize>,
    pub website: Option<usize>,
}

impl Columns {
    /// Where a meaning stands.
    pub fn get(&self, column: Column) -> Option<usize> {
        match column {
            Column::Organisation => self.organisation,
            Column::Email => self.email,
            Column::Country => self.country,
            Column::Language => self.language,
            Column::Name => self.name,
            Column::Kind => self.kind,
            Column::Acronym => self.acronym,
            Column::LatinName => self.latin_name,
            Column::Website => self.website,
        }
    }

    /// Puts a meaning to a column, or to none.
    pub fn set(&mut self, column: Column, index: Option<usize>) {
        *match column {
            Column::Organisation => &mut self.organisation,
            Column::Email => &mut self.email,
            Column::Country => &mut self.country,
            Column::Language => &mut self.language,
            Column::Name => &mut self.name,
            Column::Kind => &mut self.kind,
            Column::Acronym => &mut self.acronym,
            Column::LatinName => &mut self.latin_name,
            Column::Website => &mut self.website,
        } = index;
    }

    /// What a column means, if anything.
    pub fn meaning(&self, index: usize) -> Option<Column> {
        Column::ALL.iter().copied().find(|column| self.get(*column) == Some(index))
    }
}
