//! Counts in words, so that every page says them alike.

use crate::render::register::Counts;
use crate::render::words::Words;

/// A number and its noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountItem {
    /// The number.
    pub number: usize,
    /// Its noun in the right form.
    pub noun: String,
}

/// The counts of one letter in the words of one page.
#[derive(Debug)]
pub struct Phrases<'a> {
    t: &'a Words,
    /// The counts themselves.
    pub counts: Counts,
    country_noun: &'a str,
}

impl<'a> Phrases<'a> {
    /// The words for these counts; an empty `country_noun` means the catalogue's.
    pub fn new(t: &'a Words, counts: Counts, country_noun: &'a str) -> Phrases<'a> {
        Phrases { t, counts, country_noun }
    }

    /// Numbers with nouns in the order of the page: who signed, from how many countries, how many are not named.
    pub fn items(&self) -> Vec<CountItem> {
        let Counts { organisations, individuals, countries, withheld } = self.counts;
        let mut items = Vec::new();
        if organisations > 0 || individuals == 0 {
            items.push(self.item("organisations", organisations));
        }
        if individuals > 0 {
            items.push(self.item("individuals", individuals));
        }
        if countries > 0 {
            let noun = Some(self.country_noun.to_owned()).filter(|noun| !noun.is_empty());
            let item = self.item("countries", countries);
            items.push(CountItem { noun: noun.unwrap_or(item.noun), ..item });
        }
        if withheld > 0 {
            items.push(self.item("withheld", withheld));
        }
        items
    }

    fn item(&self, word: &str, number: usize) -> CountItem {
        CountItem { number, noun: self.t.say_of("counts-noun", word).with("count", number).text() }
    }

    /// "321 organisations and 14 individuals".
    pub fn signatories(&self) -> String {
        let organisations = self.t.say("counts-organisations").with("count", self.counts.organisations);
        let individuals = self.t.say("counts-individuals").with("count", self.counts.individuals);
        match (self.counts.organisations, self.counts.individuals) {
            (_, 0) => organisations.text(),
            (0, _) => individuals.text(),
            _ => self.t.say("counts-both").with("one", organisations).with("other", individuals).text(),
        }
    }

    /// "321 organisations in 63 countries".
    pub fn signatories_in_countries(&self) -> String {
        if self.counts.countries == 0 {
            return self.signatories();
        }
        let countries = match self.country_noun {
            "" => self.t.say("counts-countries").with("count", self.counts.countries).text(),
            noun => format!("{} {noun}", self.counts.countries),
        };
        self.t.say("counts-in-countries").with("signatories", self.signatories()).with("countries", countries).text()
    }

    /// The number at publication, if it is told and differs from today's.
    pub fn at_publication(&self, then: Option<Counts>) -> Option<usize> {
        then.map(|then| then.signatories()).filter(|then| *then > 0 && *then != self.counts.signatories())
    }
}
