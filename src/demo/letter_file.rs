//! One file of `letters/`: lines of `key: value`, a line `---`, and the body in Markdown (README.md there).

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;

use crate::clock::Moment;
use crate::domain::dates::{Dates, DatesForm, LocalTime, parse_zone};
use crate::domain::letter::{Occasion, Particulars, Source};
use crate::domain::press::MediaContact;
use crate::domain::revision::{Addressee, LetterText, Officer, Quote};
use crate::error::Result;

use super::told_wrong;

/// A letter as its file tells it.
#[derive(Debug)]
pub(super) struct LetterFile {
    keys: Vec<(&'static str, &'static str)>,
    body: &'static str,
}

impl LetterFile {
    /// Reads a file.
    pub(super) fn parse(text: &'static str) -> Result<LetterFile> {
        let (head, body) = text.split_once("\n---\n").ok_or_else(|| told_wrong("no body in", text, ()))?;
        let keys = head
            .lines()
            .map(|line| line.split_once(": ").ok_or_else(|| told_wrong("a line", line, "no key")))
            .collect::<Result<Vec<_>>>()?;
        Ok(LetterFile { keys, body: body.trim() })
    }

    /// Every value of a key, in order.
    pub(super) fn all(&self, key: &str) -> impl Iterator<Item = &'static str> {
        self.keys.iter().filter(move |(name, _)| *name == key).map(|(_, value)| *value)
    }

    /// The one value of a key, or empty.
    pub(super) fn get(&self, key: &str) -> &'static str {
        self.all(key).next().unwrap_or_default()
    }

    /// The one value of a key as a word of the product.
    pub(super) fn word<T: std::str::FromStr>(&self, key: &str) -> Result<T>
    where
        T::Err: std::fmt::Debug,
    {
        self.get(key).parse().map_err(|fault| told_wrong(key, self.get(key), fault))
    }

    pub(super) fn text(&self) -> LetterText {
        LetterText {
            title: self.get("title").to_owned(),
            addressees: self.all("addressee").map(addressee).collect(),
            re_line: self.get("re_line").to_owned(),
            salutation: self.get("salutation").to_owned(),
            body: self.body.to_owned(),
            quotes: self.all("quote").map(quote).collect(),
            asks: self.all("ask").map(str::to_owned).collect(),
            background_heading: self.get("background_heading").to_owned(),
            background: self.all("background").collect::<Vec<_>>().join("\n\n"),
            closing: self.get("closing").to_owned(),
            officers: self.all("officer").map(officer).collect(),
        }
    }

    /// What stands around the text, by kind.
    pub(super) fn particulars(&self, today: NaiveDate) -> Particulars {
        let day = |text: &str| moved(text, today).map_or_else(|| text.to_owned(), printed);
        let parts = |key: &str| parts::<4>(self.get(key));
        let [what, place, dated, link] = parts("event");
        let occasion = Occasion { what, place, dated: day(&dated), link };
        let [title, publisher, dated, link] = parts("source");
        let source = Source { title, publisher, dated: day(&dated), link };
        Particulars { occasion, source, tags: self.all("tag").map(str::to_owned).collect() }
    }

    /// Whom journalists may ask.
    pub(super) fn contacts(&self) -> Vec<MediaContact> {
        let contact = |value: &'static str| {
            let [person, languages, email, phone] = parts(value);
            let (name, city) = person.split_once(", ").unwrap_or((&person, ""));
            let (name, city) = (name.to_owned(), city.to_owned());
            MediaContact { name, city, languages, email, phone, ..MediaContact::default() }
        };
        self.all("press_contact").map(contact).collect()
    }

    pub(super) fn zone(&self) -> Result<Tz> {
        parse_zone(self.get("time_zone")).map_err(|fault| told_wrong("a zone", self.get("time_zone"), fault))
    }

    /// A time that moves with the day of the demo, as the form has it: `@-12 10:00` is ten o'clock twelve days ago.
    fn local(&self, key: &str, today: NaiveDate) -> Result<Option<String>> {
        let value = self.get(key);
        if value.is_empty() {
            return Ok(None);
        }
        let time = value.split_once(' ').and_then(|(day, time)| Some((moved(day, today)?, time)));
        let (day, time) = time.ok_or_else(|| told_wrong(key, value, "not a moving time"))?;
        Ok(Some(format!("{day}T{time}")))
    }

    /// The same as a moment.
    pub(super) fn moment(&self, key: &str, today: NaiveDate) -> Result<Option<Moment>> {
        let Some(local) = self.local(key, today)? else { return Ok(None) };
        let zone = self.zone()?;
        let at = LocalTime::parse(&local).and_then(|local| local.in_zone(zone));
        at.map(Some).map_err(|fault| told_wrong(key, &local, fault))
    }

    /// The dates form of this letter.
    pub(super) fn dates(&self, today: NaiveDate) -> Result<Dates> {
        let [due, closes, publishes] = ["due_at", "closes_at", "publishes_at"].map(|key| self.local(key, today));
        let (due, mut closes, publishes) = (due?, closes?, publishes?);
        // A text of its conveners alone is closed when it appears.
        if closes.is_none() && self.get("state") == "published" {
            closes.clone_from(&publishes);
        }
        let form = DatesForm {
            due_at: due.as_deref().unwrap_or_default(),
            closes_at: closes.as_deref().unwrap_or_default(),
            publishes_at: publishes.as_deref().unwrap_or_default(),
            time_zone: self.get("time_zone"),
            zone_label: self.get("zone_label"),
            collects: self.get("collects"),
        };
        Dates::parse(&form).map_err(|fault| told_wrong("the dates of", self.get("slug"), fault))
    }

    /// The printed day.
    pub(super) fn dated(&self, today: NaiveDate) -> String {
        moved(self.get("dated"), today).map(printed).unwrap_or_default()
    }
}

fn printed(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// The parts of a value between ` | `; those that are not there are empty.
fn parts<const N: usize>(value: &str) -> [String; N] {
    let mut parts = value.split('|').map(|part| part.trim().to_owned());
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

fn quote(value: &str) -> Quote {
    let [text, name, title, organisation] = parts(value);
    // A paragraph ends where the file says so: its values are single lines.
    Quote { text: text.replace(" ¶ ", "\n\n"), name, title, organisation }
}

fn moved(day: &str, today: NaiveDate) -> Option<NaiveDate> {
    let days: i64 = day.strip_prefix('@')?.parse().ok()?;
    let distance = Days::new(days.unsigned_abs());
    if days < 0 { today.checked_sub_days(distance) } else { today.checked_add_days(distance) }
}

/// An office without a person stands where the name would.
fn addressee(value: &str) -> Addressee {
    let [name, role, body, place] = parts(value);
    if name.is_empty() {
        Addressee { name: role, role: String::new(), body, place }
    } else {
        Addressee { name, role, body, place }
    }
}

fn officer(value: &str) -> Officer {
    let (name, title) = value.split_once('|').unwrap_or((value, ""));
    Officer { name: name.trim().to_owned(), title: title.trim().to_owned() }
}
