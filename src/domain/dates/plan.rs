//! The three times of a letter together, and what may not contradict.

use chrono_tz::Tz;

use super::{DateFault, LocalTime, When, default_label, parse_zone, zone_label};
use crate::clock::Moment;
use crate::word_enum;

word_enum!(
    /// Whether a letter collects before or in the public's eye.
    Collects {
        /// Closes, then publishes; the usual.
        BeforePublication => "before_publication",
        /// Published while collecting.
        InPublic => "in_public",
    }
);

word_enum!(
    /// The fields of the dates form.
    DateField {
        /// The soft deadline that is shown.
        DueAt => "due_at",
        /// The hard end of signing.
        ClosesAt => "closes_at",
        /// The end of the embargo.
        PublishesAt => "publishes_at",
        /// The IANA zone.
        TimeZone => "time_zone",
        /// The zone's printed label.
        ZoneLabel => "zone_label",
        /// Before publication or in public.
        Collects => "collects",
    }
);

/// A fault and the field beside which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldFault {
    /// The field.
    pub field: DateField,
    /// What is wrong.
    pub fault: DateFault,
}

/// The dates form as it came in; every field may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct DatesForm<'a> {
    /// `YYYY-MM-DDTHH:MM` or empty.
    pub due_at: &'a str,
    /// `YYYY-MM-DDTHH:MM` or empty.
    pub closes_at: &'a str,
    /// `YYYY-MM-DDTHH:MM` or empty.
    pub publishes_at: &'a str,
    /// An IANA name.
    pub time_zone: &'a str,
    /// Empty: the city of the zone's name.
    pub zone_label: &'a str,
    /// `before_publication` or `in_public`.
    pub collects: &'a str,
}

/// The times of a letter; they do not contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// The soft deadline.
    pub due: Option<When>,
    /// The hard end of signing.
    pub closes: Option<When>,
    /// The end of the embargo.
    pub publishes: Option<When>,
    /// The one zone of the letter.
    pub zone: Tz,
    /// Its printed label.
    pub zone_label: String,
    /// Before publication or in public.
    pub collects: Collects,
}

impl Dates {
    /// Reads the form; every fault is told, not only the first.
    pub fn parse(form: &DatesForm<'_>) -> Result<Dates, Vec<FieldFault>> {
        let mut faults = Faults::default();
        let zone = faults.note(DateField::TimeZone, parse_zone(form.time_zone));
        let collects = form.collects.trim().parse().map_err(|_| DateFault::CollectsUnknown);
        let collects = faults.note(DateField::Collects, collects);
        let label = match (zone, form.zone_label.trim()) {
            (Some(zone), "") => Some(default_label(zone)),
            (None, "") => None,
            (_, typed) => faults.note(DateField::ZoneLabel, zone_label(typed)),
        };
        let shown = label.as_deref().unwrap_or_default();
        let mut read = |field, text| faults.note(field, read_time(text, zone, shown)).flatten();
        let due = read(DateField::DueAt, form.due_at);
        let closes = read(DateField::ClosesAt, form.closes_at);
        let publishes = read(DateField::PublishesAt, form.publishes_at);

        let (Some(zone), Some(zone_label), Some(collects)) = (zone, label, collects) else {
            return Err(faults.0);
        };
        let dates = Dates { due, closes, publishes, zone, zone_label, collects };
        faults.0.extend(dates.contradictions());
        if faults.0.is_empty() { Ok(dates) } else { Err(faults.0) }
    }

    /// What contradicts: told when the dates are saved.
    pub fn contradictions(&self) -> Vec<FieldFault> {
        let [due, closes, publishes] =
            [&self.due, &self.closes, &self.publishes].map(|time| time.as_ref().map(|when| when.at));
        let later =
            |first: Option<Moment>, second: Option<Moment>| matches!((first, second), (Some(a), Some(b)) if a > b);
        let mut faults = Faults::default();
        if later(due, closes) {
            faults.add(DateField::DueAt, DateFault::DueAfterClosing);
        }
        match self.collects {
            Collects::BeforePublication if later(closes, publishes) => {
                faults.add(DateField::PublishesAt, DateFault::PublishesBeforeClosing);
            }
            Collects::InPublic if publishes.is_some() && closes.is_some() && !later(closes, publishes) => {
                faults.add(DateField::ClosesAt, DateFault::ClosesBeforePublication);
            }
            _ => {}
        }
        faults.0
    }

    /// What opening for signature still needs: a closing time, unless the letter collects in public.
    pub fn missing_to_open(&self) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        if self.collects == Collects::BeforePublication && self.closes.is_none() {
            faults.add(DateField::ClosesAt, DateFault::ClosingMissing);
        }
        faults.0
    }

    /// What arming the publication still needs: all that opening needs, and a publication time to come.
    pub fn missing_to_schedule(&self, now: Moment) -> Vec<FieldFault> {
        let mut faults = Faults(self.missing_to_open());
        match &self.publishes {
            None => faults.add(DateField::PublishesAt, DateFault::PublicationMissing),
            Some(when) if when.at <= now => faults.add(DateField::PublishesAt, DateFault::Past),
            Some(_) => {}
        }
        faults.0
    }

    /// Times that are over: warned about when a letter is opened.
    pub fn past(&self, now: Moment) -> Vec<FieldFault> {
        let times = [
            (DateField::DueAt, &self.due),
            (DateField::ClosesAt, &self.closes),
            (DateField::PublishesAt, &self.publishes),
        ];
        let over = times.into_iter().filter(|(_, time)| time.as_ref().is_some_and(|when| when.at <= now));
        over.map(|(field, _)| FieldFault { field, fault: DateFault::Past }).collect()
    }
}

#[derive(Default)]
struct Faults(Vec<FieldFault>);

impl Faults {
    fn add(&mut self, field: DateField, fault: DateFault) {
        self.0.push(FieldFault { field, fault });
    }

    fn note<T>(&mut self, field: DateField, read: Result<T, DateFault>) -> Option<T> {
        read.map_err(|fault| self.add(field, fault)).ok()
    }
}

/// An empty field is no time. Without a known zone only the form can be judged.
fn read_time(text: &str, zone: Option<Tz>, label: &str) -> Result<Option<When>, DateFault> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let local = LocalTime::parse(text)?;
    zone.map(|zone| When::typed(local, zone, label)).transpose()
}
