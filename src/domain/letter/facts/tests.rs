use super::*;

fn at(text: &str) -> Moment {
    Moment::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").expect("a moment in a test")
}

/// Opened on 1 September, closes on the 4th at 16:00 UTC, publishes on the 9th at 07:00.
fn usual() -> LetterFacts {
    LetterFacts {
        opened_at: Some(at("2026-09-01 08:00:00")),
        closes_at: Some(at("2026-09-04 16:00:00")),
        publishes_at: Some(at("2026-09-09 07:00:00")),
        ..LetterFacts::draft(Collects::BeforePublication)
    }
}

/// Published on 9 September and collecting until the 30th.
fn in_public() -> LetterFacts {
    LetterFacts {
        opened_at: Some(at("2026-09-01 08:00:00")),
        closes_at: Some(at("2026-09-30 16:00:00")),
        publishes_at: Some(at("2026-09-09 07:00:00")),
        published_at: Some(at("2026-09-09 07:00:02")),
        ..LetterFacts::draft(Collects::InPublic)
    }
}

#[test]
fn a_draft_collects_nothing_and_nobody_reads_it() {
    let now = at("2026-09-01 08:00:00");
    let letter = LetterFacts::draft(Collects::InPublic);
    assert_eq!(letter.state(now), LetterState::Draft);
    assert_eq!(letter.accepts_submission(now), Err(Refusal::NotCollecting));
    assert_eq!(letter.accepts_confirmation(now), Err(Refusal::NotCollecting));
    assert_eq!(letter.wave(now), Err(Refusal::WrongLetterState));
    assert!(!letter.is_public());
}

#[test]
fn the_closing_moment_is_the_last_at_which_a_signature_is_taken() {
    let letter = usual();
    for in_time in ["2026-09-01 08:00:00", "2026-09-04 15:59:59", "2026-09-04 16:00:00"] {
        assert_eq!(letter.accepts_submission(at(in_time)), Ok(()), "{in_time}");
        assert_eq!(letter.state(at(in_time)), LetterState::Open);
    }
    for late in ["2026-09-04 16:00:00.000001", "2026-09-04 16:00:01", "2026-09-05 00:00:00"] {
        assert_eq!(letter.accepts_submission(at(late)), Err(Refusal::LetterClosed), "{late}");
        assert_eq!(letter.state(at(late)), LetterState::Closed);
    }
}

#[test]
fn closing_by_hand_ends_signing_at_once() {
    let letter = LetterFacts { closed_at: Some(at("2026-09-02 10:00:00")), ..usual() };
    assert_eq!(letter.accepts_submission(at("2026-09-02 10:00:00")), Err(Refusal::LetterClosed));
    assert_eq!(letter.closing(), Some(at("2026-09-02 10:00:00")));
}

#[test]
fn an_address_is_confirmed_until_a_day_after_closing() {
    let letter = usual();
    assert_eq!(letter.accepts_confirmation(at("2026-09-05 16:00:00")), Ok(()));
    assert_eq!(letter.accepts_confirmation(at("2026-09-05 16:00:00.000001")), Err(Refusal::LetterClosed));
}

#[test]
fn publication_ends_confirming_when_it_comes_before_the_day_is_over() {
    let tight = LetterFacts { publishes_at: Some(at("2026-09-05 07:00:00")), ..usual() };
    let unarmed = at("2026-09-05 09:00:00");
    assert_eq!(tight.accepts_confirmation(unarmed), Ok(()), "a plan that is not armed ends nothing");
    let armed = LetterFacts { scheduled_at: Some(at("2026-09-04 17:00:00")), ..tight.clone() };
    assert_eq!(armed.accepts_confirmation(at("2026-09-05 06:59:59")), Ok(()));
    assert_eq!(armed.accepts_confirmation(at("2026-09-05 07:00:00")), Err(Refusal::LetterClosed));
    let published = LetterFacts { published_at: Some(at("2026-09-04 18:00:00")), ..tight };
    assert_eq!(published.accepts_confirmation(at("2026-09-04 18:00:00")), Err(Refusal::LetterClosed));
}

#[test]
fn a_letter_that_collects_in_public_confirms_across_its_publication() {
    let letter = in_public();
    assert_eq!(letter.accepts_confirmation(at("2026-09-09 07:00:02")), Ok(()));
    assert_eq!(letter.accepts_confirmation(at("2026-10-01 16:00:00")), Ok(()));
    assert_eq!(letter.accepts_confirmation(at("2026-10-01 16:00:01")), Err(Refusal::LetterClosed));
    let endless = LetterFacts { closes_at: None, ..letter };
    assert_eq!(endless.accepts_confirmation(at("2030-01-01 00:00:00")), Ok(()));
    assert_eq!(endless.confirms_until(), None);
}

#[test]
fn only_a_public_letter_that_still_collects_has_a_public_form() {
    let public = in_public();
    assert_eq!(public.accepts_public_submission(at("2026-09-10 00:00:00")), Ok(()));
    assert_eq!(public.accepts_public_submission(at("2026-09-30 16:00:01")), Err(Refusal::LetterClosed));
    let hidden = LetterFacts { published_at: None, ..public };
    assert_eq!(hidden.accepts_submission(at("2026-09-08 00:00:00")), Ok(()));
    assert_eq!(hidden.accepts_public_submission(at("2026-09-08 00:00:00")), Err(Refusal::NotCollecting));
}

#[test]
fn who_is_listed_by_publication_stands_in_the_first_wave_and_later_ones_bear_their_day() {
    let letter = LetterFacts { published_at: Some(at("2026-09-09 07:00:00")), ..usual() };
    assert_eq!(usual().wave(at("2026-09-08 12:00:00")), Ok(Wave::Initial));
    assert_eq!(letter.wave(at("2026-09-09 07:00:00")), Ok(Wave::Initial));
    let late = letter.wave(at("2026-09-11 23:59:59"));
    assert_eq!(late.map(|wave| wave.to_string()), Ok("2026-09-11".to_owned()));
    assert_eq!("2026-09-11".parse::<Wave>(), late.map_err(|_| unreachable!()));
    assert_eq!("initial".parse(), Ok(Wave::Initial));
    assert!("soon".parse::<Wave>().is_err());
}

#[test]
fn states_follow_the_way_of_a_letter() {
    let after = at("2026-09-05 12:00:00");
    let armed = LetterFacts { scheduled_at: Some(after), ..usual() };
    assert_eq!(armed.state(after), LetterState::Scheduled);
    assert_eq!(armed.state(at("2026-09-03 12:00:00")), LetterState::Open, "arming early does not stop signing");
    let public = LetterFacts { published_at: Some(after), ..armed };
    assert_eq!(public.state(after), LetterState::Published { collecting: false });
    assert_eq!(in_public().state(at("2026-09-20 12:00:00")), LetterState::Published { collecting: true });
    let held = LetterFacts { held_at: Some(after), ..public.clone() };
    assert_eq!(held.state(after), LetterState::OnHold);
    let withdrawn = LetterFacts { withdrawn_at: Some(after), ..held };
    assert_eq!(withdrawn.state(after), LetterState::Withdrawn);
}

#[test]
fn a_withdrawn_or_held_letter_is_not_public_and_takes_nothing() {
    let now = at("2026-09-20 12:00:00");
    let withdrawn = LetterFacts { withdrawn_at: Some(now), ..in_public() };
    let held = LetterFacts { held_at: Some(now), ..in_public() };
    for letter in [&withdrawn, &held] {
        assert!(!letter.is_public());
        assert!(letter.accepts_submission(now).is_err());
        assert!(letter.accepts_confirmation(now).is_err());
        assert_eq!(letter.wave(now), Err(Refusal::WrongLetterState));
    }
    assert!(withdrawn.shows_withdrawal());
    let never_public = LetterFacts { published_at: None, ..withdrawn };
    assert!(!never_public.shows_withdrawal(), "a letter that nobody could read leaves no trace");
}

#[test]
fn a_pause_stops_signing_but_not_confirming() {
    let now = at("2026-09-02 12:00:00");
    let letter = LetterFacts { signing_paused: true, ..usual() };
    assert_eq!(letter.accepts_submission(now), Err(Refusal::NotCollecting));
    assert_eq!(letter.accepts_confirmation(now), Ok(()));
    assert_eq!(letter.accepts_submission(at("2026-09-05 12:00:00")), Err(Refusal::LetterClosed));
}

#[test]
fn the_clock_publishes_only_what_was_armed_and_is_due() {
    let due = at("2026-09-09 07:00:00");
    assert!(!usual().is_publication_due(due), "not armed");
    let armed = LetterFacts { scheduled_at: Some(at("2026-09-05 12:00:00")), ..usual() };
    assert!(!armed.is_publication_due(at("2026-09-09 06:59:59.999999")));
    assert!(armed.is_publication_due(due));
    assert!(!LetterFacts { held_at: Some(due), ..armed.clone() }.is_publication_due(due));
    assert!(!LetterFacts { published_at: Some(due), ..armed.clone() }.is_publication_due(due));
    let at_once = LetterFacts { publishes_at: armed.closes_at, ..armed };
    assert!(at_once.is_publication_due(at("2026-09-04 16:00:00")), "closing and publication may be one moment");
}

#[test]
fn the_clock_notes_a_closing_once() {
    assert!(!usual().is_closing_due(at("2026-09-04 16:00:00")));
    assert!(usual().is_closing_due(at("2026-09-04 16:00:01")));
    let noted = LetterFacts { closed_at: Some(at("2026-09-04 16:00:02")), ..usual() };
    assert!(!noted.is_closing_due(at("2026-09-04 16:00:03")));
    assert_eq!(noted.closing(), usual().closes_at);
}
