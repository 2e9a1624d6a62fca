//! Times for people: date, time, place and UTC, and how far away they are. Every word comes from the catalogue.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use super::say::{Say, Value};
use crate::clock::Moment;
use crate::domain::dates::{PREVIEW_ZONES, When};

/// The pieces of a time, each finished; a page puts `label` (typed by a coordinator) into `<bdi>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// "Fri 4 Sep 2026"
    pub date: String,
    /// "18:00"
    pub time: String,
    /// "Geneva"
    pub label: String,
    /// "16:00 UTC", or "Thu 3 Sep 2026, 23:00 UTC" where the day in UTC is another.
    pub utc: String,
    /// For `<time datetime>`: "2026-09-04T16:00:00Z".
    pub iso: String,
}

impl Shown {
    /// The pieces of `when`.
    pub fn of(when: &When, words: &dyn Say) -> Shown {
        let local = when.local.naive();
        Shown {
            date: date(local, words),
            time: clock(local, words),
            label: when.label.clone(),
            utc: utc(when.at, local, words),
            iso: iso(when.at),
        }
    }

    /// All in one line for plain text: "Fri 4 Sep 2026, 18:00 Geneva (16:00 UTC)".
    pub fn line(&self, words: &dyn Say) -> String {
        let values = [
            ("date", Value::Text(&self.date)),
            ("time", Value::Text(&self.time)),
            ("label", Value::Text(&self.label)),
            ("utc", Value::Text(&self.utc)),
        ];
        words.say("time-full", &values)
    }
}

/// A moment as UTC alone says it: "Fri 4 Sep 2026, 16:00 UTC".
pub fn in_utc(at: Moment, words: &dyn Say) -> String {
    let (date, time) = (date(at, words), clock(at, words));
    words.say("time-utc-day", &[("date", Value::Text(&date)), ("time", Value::Text(&time))])
}

/// The moment in the zones of the dates page, each under the name of its place.
pub fn in_other_zones(at: Moment, words: &dyn Say) -> Vec<Shown> {
    let shown = |place: &crate::domain::dates::PreviewZone| {
        let label = words.say_of("zone", &place.word, &[]);
        Shown::of(&When::of(at, place.zone, &label), words)
    };
    PREVIEW_ZONES.iter().map(shown).collect()
}

/// "in 1 day 19 hours" or "3 hours 5 minutes ago": the two largest units, cut and not rounded.
pub fn from_now(at: Moment, now: Moment, words: &dyn Say) -> String {
    let distance = distance(at, now, words);
    let values = [("distance", Value::Text(&distance))];
    if at >= now { words.say("time-in", &values) } else { words.say("time-ago", &values) }
}

/// "1 day 19 hours" between two moments, whichever is first.
pub fn distance(one: Moment, other: Moment, words: &dyn Say) -> String {
    let minutes = (one - other).num_minutes().abs();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let say_days = || words.say("time-days", &[("count", Value::Number(days))]);
    let say_hours = || words.say("time-hours", &[("count", Value::Number(hours))]);
    let say_minutes = || words.say("time-minutes", &[("count", Value::Number(minutes))]);
    let (first, second) = match (days, hours, minutes) {
        (0, 0, 0) => return words.say("time-under-a-minute", &[]),
        (0, 0, _) => return say_minutes(),
        (0, _, 0) => return say_hours(),
        (0, _, _) => (say_hours(), say_minutes()),
        (_, 0, _) => return say_days(),
        (_, _, _) => (say_days(), say_hours()),
    };
    words.say("time-two-units", &[("first", Value::Text(&first)), ("second", Value::Text(&second))])
}

/// "Fri 4 Sep 2026".
pub fn date(day: NaiveDateTime, words: &dyn Say) -> String {
    let weekday = words.say_of("weekday", &day.weekday().number_from_monday(), &[]);
    let month = words.say_of("month", &day.month(), &[]);
    // As text, so that no language groups the digits of a year.
    let (number, year) = (day.day().to_string(), day.year().to_string());
    let values = [
        ("weekday", Value::Text(&weekday)),
        ("day", Value::Text(&number)),
        ("month", Value::Text(&month)),
        ("year", Value::Text(&year)),
    ];
    words.say("time-date", &values)
}

/// "4 Sep", where the year is plain from what stands around it.
pub fn day_and_month(day: NaiveDate, words: &dyn Say) -> String {
    let month = words.say_of("month", &day.month(), &[]);
    let number = day.day().to_string();
    words.say("time-day-month", &[("day", Value::Text(&number)), ("month", Value::Text(&month))])
}

/// For `<time datetime>`: the moment in UTC, to the second.
pub fn iso(at: Moment) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn clock(time: NaiveDateTime, words: &dyn Say) -> String {
    let (hour, minute) = (format!("{:02}", time.hour()), format!("{:02}", time.minute()));
    words.say("time-clock", &[("hour", Value::Text(&hour)), ("minute", Value::Text(&minute))])
}

fn utc(at: Moment, local: NaiveDateTime, words: &dyn Say) -> String {
    if at.date() == local.date() {
        words.say("time-utc", &[("time", Value::Text(&clock(at, words)))])
    } else {
        in_utc(at, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dates::{LocalTime, parse_zone};
    use crate::render::say::tests::english;

    fn when(local: &str, zone: &str, label: &str) -> When {
        let zone = parse_zone(zone).expect("zone");
        When::typed(LocalTime::parse(local).expect("time"), zone, label).expect("exists")
    }

    #[test]
    fn a_time_is_shown_as_date_time_place_and_utc() {
        let shown = Shown::of(&when("2026-09-04T18:00", "Europe/Zurich", "Geneva"), &english());
        assert_eq!(shown.date, "Fri 4 Sep 2026");
        assert_eq!(shown.time, "18:00");
        assert_eq!(shown.utc, "16:00 UTC");
        assert_eq!(shown.iso, "2026-09-04T16:00:00Z");
        assert_eq!(shown.line(&english()), "Fri 4 Sep 2026, 18:00 Geneva (16:00 UTC)");
    }

    #[test]
    fn the_day_in_utc_is_told_where_it_is_another() {
        let auckland = Shown::of(&when("2026-01-01T09:05", "Pacific/Auckland", "Auckland"), &english());
        assert_eq!(auckland.line(&english()), "Thu 1 Jan 2026, 09:05 Auckland (Wed 31 Dec 2025, 20:05 UTC)");
        let new_york = Shown::of(&when("2026-12-31T21:00", "America/New_York", "New York"), &english());
        assert_eq!(new_york.utc, "Fri 1 Jan 2027, 02:00 UTC");
    }

    #[test]
    fn the_dates_page_shows_five_places_and_utc() {
        let shown = in_other_zones(when("2026-09-04T18:00", "Europe/Zurich", "Geneva").at, &english());
        let lines: Vec<_> = shown.iter().map(|place| format!("{} {}", place.time, place.label)).collect();
        assert_eq!(
            lines,
            ["12:00 New York", "17:00 London", "19:00 Nairobi", "21:30 Delhi", "00:00 Manila", "16:00 UTC"]
        );
        assert_eq!(shown[4].date, "Sat 5 Sep 2026");
    }

    #[test]
    fn a_distance_names_its_two_largest_units() {
        let now = when("2026-09-02T23:00", "UTC", "").at;
        let table = [
            ("2026-09-04T18:00", "in 1 day 19 hours"),
            ("2026-09-04T23:00", "in 2 days"),
            ("2026-09-04T23:59", "in 2 days"),
            ("2026-09-03T00:01", "in 1 hour 1 minute"),
            ("2026-09-03T01:00", "in 2 hours"),
            ("2026-09-02T23:59", "in 59 minutes"),
            ("2026-09-02T23:00", "in less than a minute"),
            ("2026-09-02T22:59", "1 minute ago"),
            ("2026-09-01T21:30", "1 day 1 hour ago"),
        ];
        for (local, words) in table {
            assert_eq!(from_now(when(local, "UTC", "").at, now, &english()), words);
        }
    }
}
