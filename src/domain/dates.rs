//! Times as coordinators type them: local, in one zone per letter, with a printed label.
//! The rules between due, closing and publication time; showing them is `render::when`'s.

mod plan;
mod zones;

use std::str::FromStr;

use chrono::{LocalResult, NaiveDateTime, TimeZone, Timelike};
use chrono_tz::Tz;

use crate::clock::Moment;

pub use plan::{Collects, DateField, Dates, DatesForm, FieldFault};
pub use zones::{PREVIEW_ZONES, PreviewZone, ZONE_LABEL_MAX, default_label, parse_zone, zone_label};

/// The form of a local time, as `<input type="datetime-local">` sends it (HTML, "local date and time string").
const LOCAL_FORM: &str = "%Y-%m-%dT%H:%M";

/// Why a time or a set of times is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateFault {
    /// Not `YYYY-MM-DDTHH:MM`, no day of the calendar, or not between 2000 and 2199.
    Form,
    /// The clocks jump over this time.
    Never,
    /// The clocks are set back: this time comes twice.
    Twice,
    /// No zone of the IANA database.
    ZoneUnknown,
    /// The printed label is empty.
    LabelEmpty,
    /// The printed label has more than [`ZONE_LABEL_MAX`] characters.
    LabelTooLong,
    /// The printed label has control characters.
    LabelForm,
    /// The word says neither `before_publication` nor `in_public`.
    CollectsUnknown,
    /// The due time is later than the closing time.
    DueAfterClosing,
    /// Closes before publication, yet the publication time comes first.
    PublishesBeforeClosing,
    /// Collects in public, yet closes before or at publication.
    ClosesBeforePublication,
    /// Closes before publication, and no closing time is set.
    ClosingMissing,
    /// A publication time is needed and not set.
    PublicationMissing,
    /// The time is over.
    Past,
}

impl DateFault {
    /// Every variant: the catalogue has a sentence for each under `fault-` + code.
    pub const ALL: &'static [DateFault] = &[
        DateFault::Form,
        DateFault::Never,
        DateFault::Twice,
        DateFault::ZoneUnknown,
        DateFault::LabelEmpty,
        DateFault::LabelTooLong,
        DateFault::LabelForm,
        DateFault::CollectsUnknown,
        DateFault::DueAfterClosing,
        DateFault::PublishesBeforeClosing,
        DateFault::ClosesBeforePublication,
        DateFault::ClosingMissing,
        DateFault::PublicationMissing,
        DateFault::Past,
    ];

    /// The stable code: message keys use it.
    pub const fn code(self) -> &'static str {
        match self {
            DateFault::Form => "time-form",
            DateFault::Never => "time-never",
            DateFault::Twice => "time-twice",
            DateFault::ZoneUnknown => "zone-unknown",
            DateFault::LabelEmpty => "zone-label-empty",
            DateFault::LabelTooLong => "zone-label-too-long",
            DateFault::LabelForm => "zone-label-form",
            DateFault::CollectsUnknown => "collects-unknown",
            DateFault::DueAfterClosing => "due-after-closing",
            DateFault::PublishesBeforeClosing => "publishes-before-closing",
            DateFault::ClosesBeforePublication => "closes-before-publication",
            DateFault::ClosingMissing => "closing-missing",
            DateFault::PublicationMissing => "publication-missing",
            DateFault::Past => "time-past",
        }
    }
}

impl std::fmt::Display for DateFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for DateFault {}

/// A time on the wall of some place, to the minute; which place is not known to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime(NaiveDateTime);

impl LocalTime {
    /// Reads `YYYY-MM-DDTHH:MM` exactly; years 2000 to 2199.
    pub fn parse(text: &str) -> Result<LocalTime, DateFault> {
        let text = text.trim();
        if text.len() != "YYYY-MM-DDTHH:MM".len() {
            return Err(DateFault::Form);
        }
        let time = NaiveDateTime::parse_from_str(text, LOCAL_FORM).map_err(|_| DateFault::Form)?;
        if !(2000..2200).contains(&chrono::Datelike::year(&time)) {
            return Err(DateFault::Form);
        }
        Ok(LocalTime(time))
    }

    /// What the clocks of `zone` show at `at`; seconds are cut off.
    pub fn of(at: Moment, zone: Tz) -> LocalTime {
        let local = zone.from_utc_datetime(&at).naive_local();
        LocalTime(local.with_second(0).and_then(|time| time.with_nanosecond(0)).unwrap_or(local))
    }

    /// The moment at which the clocks of `zone` show this time; a time that never comes or comes twice is refused.
    pub fn in_zone(self, zone: Tz) -> Result<Moment, DateFault> {
        match zone.from_local_datetime(&self.0) {
            LocalResult::Single(moment) => Ok(moment.naive_utc()),
            LocalResult::Ambiguous(..) => Err(DateFault::Twice),
            LocalResult::None => Err(DateFault::Never),
        }
    }

    /// The calendar day and time of day.
    pub fn naive(self) -> NaiveDateTime {
        self.0
    }
}

impl std::fmt::Display for LocalTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format(LOCAL_FORM))
    }
}

impl FromStr for LocalTime {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<LocalTime, DateFault> {
        LocalTime::parse(text)
    }
}

/// One moment as a letter speaks of it: in UTC, on the wall of its zone, with the zone's printed label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The moment.
    pub at: Moment,
    /// What was typed, or what the clocks of the zone show.
    pub local: LocalTime,
    /// The zone.
    pub zone: Tz,
    /// The printed label, e.g. "Geneva".
    pub label: String,
}

impl When {
    /// A time that was typed: local in `zone`.
    pub fn typed(local: LocalTime, zone: Tz, label: &str) -> Result<When, DateFault> {
        Ok(When { at: local.in_zone(zone)?, local, zone, label: label.to_owned() })
    }

    /// A moment that happened (or was stored), as the clocks of `zone` show it.
    pub fn of(at: Moment, zone: Tz, label: &str) -> When {
        When { at, local: LocalTime::of(at, zone), zone, label: label.to_owned() }
    }
}

#[cfg(test)]
mod tests;
