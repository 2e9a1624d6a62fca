use super::*;

fn zurich() -> Tz {
    parse_zone("Europe/Zurich").expect("a zone")
}

fn form() -> DatesForm<'static> {
    DatesForm {
        due_at: "2026-09-03T18:00",
        closes_at: "2026-09-04T18:00",
        publishes_at: "2026-09-09T09:00",
        time_zone: "Europe/Zurich",
        zone_label: "Geneva",
        collects: "before_publication",
    }
}

fn codes(result: Result<Dates, Vec<FieldFault>>) -> Vec<(&'static str, &'static str)> {
    let faults = result.expect_err("faults");
    faults.iter().map(|fault| (fault.field.as_str(), fault.fault.code())).collect()
}

#[test]
fn a_local_time_becomes_the_right_moment() {
    let summer = LocalTime::parse("2026-09-04T18:00").and_then(|time| time.in_zone(zurich()));
    assert_eq!(summer.map(|at| at.to_string()), Ok("2026-09-04 16:00:00".to_owned()));
    let winter = LocalTime::parse("2026-12-04T18:00").and_then(|time| time.in_zone(zurich()));
    assert_eq!(winter.map(|at| at.to_string()), Ok("2026-12-04 17:00:00".to_owned()));
}

#[test]
fn a_time_that_the_clocks_jump_over_is_refused() {
    for (text, zone) in [("2026-03-29T02:30", "Europe/Zurich"), ("2026-03-08T02:00", "America/New_York")] {
        let time = LocalTime::parse(text).expect("form");
        assert_eq!(time.in_zone(parse_zone(zone).expect("zone")), Err(DateFault::Never), "{text} {zone}");
    }
    let just_before = LocalTime::parse("2026-03-29T01:59").expect("form");
    let just_after = LocalTime::parse("2026-03-29T03:00").expect("form");
    let gap = just_after.in_zone(zurich()).expect("exists") - just_before.in_zone(zurich()).expect("exists");
    assert_eq!(gap.num_minutes(), 1);
}

#[test]
fn a_time_that_comes_twice_is_refused() {
    for text in ["2026-10-25T02:00", "2026-10-25T02:59"] {
        assert_eq!(LocalTime::parse(text).expect("form").in_zone(zurich()), Err(DateFault::Twice));
    }
    for text in ["2026-10-25T01:59", "2026-10-25T03:00"] {
        assert!(LocalTime::parse(text).expect("form").in_zone(zurich()).is_ok());
    }
}

#[test]
fn only_the_form_of_the_date_field_is_read() {
    let odd = [
        "",
        "2026-09-04",
        "2026-09-04 18:00",
        "2026-09-04T18:00:00",
        "2026-9-4T18:00",
        "04.09.2026 18:00",
        "2026-02-30T10:00",
        "2026-09-04T24:00",
        "2026-09-04T18:60",
        "1999-12-31T23:59",
        "2200-01-01T00:00",
        "+026-09-04T18:0",
        "２０２６-09-04T18",
        "2026-09-04T18:0\0",
    ];
    for text in odd {
        assert_eq!(LocalTime::parse(text), Err(DateFault::Form), "{text:?}");
    }
    assert_eq!(LocalTime::parse(" 2028-02-29T00:00 ").map(|time| time.to_string()), Ok("2028-02-29T00:00".to_owned()));
}

#[test]
fn a_moment_shows_what_the_clocks_of_the_zone_show() {
    let when = When::of(LocalTime::parse("2026-09-04T16:00").expect("form").naive(), zurich(), "Geneva");
    assert_eq!(when.local.to_string(), "2026-09-04T18:00");
    let auckland = When::of(when.at, parse_zone("Pacific/Auckland").expect("zone"), "Auckland");
    assert_eq!(auckland.local.to_string(), "2026-09-05T04:00");
}

#[test]
fn the_usual_dates_are_taken() {
    let dates = Dates::parse(&form()).expect("fine");
    assert_eq!(dates.closes.expect("closing").label, "Geneva");
    assert_eq!(dates.collects, Collects::BeforePublication);
    let equal = DatesForm { due_at: "2026-09-04T18:00", publishes_at: "2026-09-04T18:00", ..form() };
    assert!(Dates::parse(&equal).is_ok(), "all three may be one moment");
    let empty = DatesForm { due_at: "", closes_at: "", publishes_at: " ", zone_label: "", ..form() };
    assert_eq!(Dates::parse(&empty).expect("a draft may be without dates").zone_label, "Zurich");
}

#[test]
fn every_contradiction_is_told_beside_its_field() {
    let due = DatesForm { due_at: "2026-09-04T18:01", ..form() };
    assert_eq!(codes(Dates::parse(&due)), [("due_at", "due-after-closing")]);
    let early = DatesForm { publishes_at: "2026-09-04T17:59", ..form() };
    assert_eq!(codes(Dates::parse(&early)), [("publishes_at", "publishes-before-closing")]);
    let in_public = DatesForm { collects: "in_public", ..form() };
    assert_eq!(codes(Dates::parse(&in_public)), [("closes_at", "closes-before-publication")]);
    let same = DatesForm { publishes_at: "2026-09-04T18:00", ..in_public };
    assert_eq!(codes(Dates::parse(&same)), [("closes_at", "closes-before-publication")]);
    let later = DatesForm { closes_at: "2026-09-30T18:00", ..in_public };
    assert!(Dates::parse(&later).is_ok());
    let endless = DatesForm { closes_at: "", ..in_public };
    assert!(Dates::parse(&endless).is_ok());
}

#[test]
fn all_faults_are_told_at_once() {
    let form = DatesForm {
        due_at: "soon",
        closes_at: "2026-03-29T02:30",
        publishes_at: "2026-10-25T02:30",
        time_zone: "Europe/Zurich",
        zone_label: "Gen\neva",
        collects: "maybe",
    };
    let told = codes(Dates::parse(&form));
    let expected = [
        ("collects", "collects-unknown"),
        ("zone_label", "zone-label-form"),
        ("due_at", "time-form"),
        ("closes_at", "time-never"),
        ("publishes_at", "time-twice"),
    ];
    assert_eq!(told, expected);
    let nowhere = DatesForm { time_zone: "Europe/Geneva", due_at: "x", ..self::form() };
    assert_eq!(codes(Dates::parse(&nowhere)), [("time_zone", "zone-unknown"), ("due_at", "time-form")]);
}

#[test]
fn opening_needs_a_closing_time_unless_the_letter_collects_in_public() {
    let no_end = DatesForm { closes_at: "", due_at: "", ..form() };
    let missing = Dates::parse(&no_end).expect("may be saved").missing_to_open();
    assert_eq!(missing, [FieldFault { field: DateField::ClosesAt, fault: DateFault::ClosingMissing }]);
    let in_public = DatesForm { collects: "in_public", ..no_end };
    assert!(Dates::parse(&in_public).expect("fine").missing_to_open().is_empty());
}

#[test]
fn times_that_are_over_are_named() {
    let dates = Dates::parse(&form()).expect("fine");
    let now = LocalTime::parse("2026-09-04T18:00").and_then(|time| time.in_zone(zurich())).expect("now");
    let fields: Vec<_> = dates.past(now).iter().map(|fault| fault.field).collect();
    assert_eq!(fields, [DateField::DueAt, DateField::ClosesAt]);
    assert!(dates.missing_to_schedule(now).is_empty());
    let published = dates.publishes.clone().expect("set").at;
    assert_eq!(dates.missing_to_schedule(published)[0].fault, DateFault::Past);
}

#[test]
fn a_zone_without_a_label_is_called_by_its_city() {
    assert_eq!(default_label(Tz::America__Argentina__Buenos_Aires), "Buenos Aires");
    assert_eq!(default_label(Tz::UTC), "UTC");
    assert_eq!(zone_label(&"x".repeat(61)), Err(DateFault::LabelTooLong));
}
