//! The register as it is printed: by country within initials when it is long, in one flow when it is short.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::domain::country::CountryCode;
use crate::domain::letter::Wave;

use super::order::Section;
use super::{PublicSignatory, Register, RegisterFilter, Row};

/// How many lines one page shows before a link continues.
pub const PAGE_LINES: usize = 1000;

/// Up to this many organisations stand in one flow, without initials.
const FLOW_MAX: usize = 80;

/// A country with more names than this spans the columns, so that it need not be torn apart between them.
const LONG_COUNTRY: usize = 15;

/// One page of the register under a filter.
#[derive(Debug)]
pub struct View<'r> {
    /// How many lines the filter takes, on all pages.
    pub matching: usize,
    /// Organisations by country within initials; empty when [`View::flow`] is used.
    pub initials: Vec<InitialGroup<'r>>,
    /// Organisations by country, when they are few.
    pub flow: Vec<CountryGroup<'r>>,
    /// Persons, by name.
    pub individuals: Vec<&'r PublicSignatory>,
    /// Lines listed after publication, by day.
    pub late: Vec<LateGroup<'r>>,
    /// The value of `after` for the next page.
    pub next: Option<String>,
}

/// The countries under one initial.
#[derive(Debug)]
pub struct InitialGroup<'r> {
    /// A capital; empty for bodies of no single country, which stand last.
    pub initial: String,
    /// In the order of the language.
    pub countries: Vec<CountryGroup<'r>>,
}

/// The names of one country.
#[derive(Debug)]
pub struct CountryGroup<'r> {
    /// The country's code; empty without one.
    pub code: &'static str,
    /// The heading.
    pub heading: String,
    /// The lines.
    pub lines: Vec<&'r PublicSignatory>,
}

impl CountryGroup<'_> {
    /// Whether it spans the columns.
    pub fn is_long(&self) -> bool {
        self.lines.len() > LONG_COUNTRY
    }
}

/// The lines that were listed on one day after publication.
#[derive(Debug)]
pub struct LateGroup<'r> {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// The lines, by name.
    pub lines: Vec<&'r PublicSignatory>,
}

impl Register {
    /// The page that a filter asks for.
    pub fn view(&self, filter: &RegisterFilter) -> View<'_> {
        self.view_of(filter, PAGE_LINES)
    }

    /// Everything on one page, for print.
    pub fn printed(&self) -> View<'_> {
        self.view_of(&RegisterFilter::default(), usize::MAX)
    }

    fn view_of(&self, filter: &RegisterFilter, most: usize) -> View<'_> {
        let matching = self.matching(filter);
        let place = filter.after.as_deref().and_then(|cursor| self.key_of_cursor(cursor));
        let start = place.map_or(0, |key| matching.partition_point(|row| row.key <= key));
        let rest = &matching[start..];
        let page = &rest[..page_end(rest, most)];
        let next = page.last().filter(|_| rest.len() > page.len()).map(|row| Register::cursor(&row.public));

        let part = |section: Section| {
            page.iter().filter(move |row| Section::of(&row.public) == section).map(|row: &&'_ Row| &row.public)
        };
        let countries = by_country(part(Section::Organisations));
        let few = countries.iter().map(|country| country.lines.len()).sum::<usize>() <= FLOW_MAX;
        let (initials, flow) = if few { (Vec::new(), countries) } else { by_initial(countries) };
        View {
            matching: matching.len(),
            initials,
            flow,
            individuals: part(Section::Individuals).collect(),
            late: by_day(part(Section::Late)),
            next,
        }
    }
}

/// How many of the lines stand on this page. A cursor names a line, so lines that are equal in the order stay together: those at
/// the end go to the next page, unless they alone are more than one page has room for.
fn page_end(rest: &[&Row], most: usize) -> usize {
    let Some(next) = rest.get(most) else { return rest.len() };
    match rest.partition_point(|row| row.key < next.key) {
        0 => rest.partition_point(|row| row.key <= next.key),
        before => before,
    }
}

fn by_country<'r>(lines: impl Iterator<Item = &'r PublicSignatory>) -> Vec<CountryGroup<'r>> {
    let mut groups: Vec<CountryGroup<'r>> = Vec::new();
    for line in lines {
        let heading = line.heading();
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.lines.push(line),
            None => {
                let code = line.code.map_or("", |code| code.as_str());
                groups.push(CountryGroup { code, heading, lines: vec![line] });
            }
        }
    }
    groups
}

/// Groups by initial, unless the script has so many that initials would not help (Chinese): then all stay in one flow.
fn by_initial(countries: Vec<CountryGroup<'_>>) -> (Vec<InitialGroup<'_>>, Vec<CountryGroup<'_>>) {
    let total = countries.len();
    let mut groups: Vec<InitialGroup<'_>> = Vec::new();
    for country in countries {
        let is_country = CountryCode::parse(country.code).is_some_and(CountryCode::is_counted);
        let initial = if is_country { initial(&country.heading) } else { String::new() };
        match groups.last_mut().filter(|group| group.initial == initial) {
            Some(group) => group.countries.push(country),
            None => groups.push(InitialGroup { initial, countries: vec![country] }),
        }
    }
    if total > 8 && groups.len() * 10 > total * 7 {
        return (Vec::new(), groups.into_iter().flat_map(|group| group.countries).collect());
    }
    (groups, Vec::new())
}

fn initial(heading: &str) -> String {
    heading.nfd().find(|letter| letter.is_alphabetic()).map_or(String::new(), |letter| letter.to_uppercase().collect())
}

fn by_day<'r>(lines: impl Iterator<Item = &'r PublicSignatory>) -> Vec<LateGroup<'r>> {
    let mut groups: Vec<LateGroup<'r>> = Vec::new();
    for line in lines {
        let Wave::Late(day) = line.wave else { continue };
        match groups.last_mut().filter(|group| group.day == day) {
            Some(group) => group.lines.push(line),
            None => groups.push(LateGroup { day, lines: vec![line] }),
        }
    }
    groups
}
