use super::*;

#[test]
fn every_pair_of_status_and_act_has_one_outcome() {
    use Act::*;
    use Status::*;
    let allowed = [
        (Pending, Confirm, Confirmed),
        (Pending, Expire, Expired),
        (Pending, Withdraw, Withdrawn),
        (Confirmed, List, Listed),
        (Confirmed, Refuse, Refused),
        (Confirmed, Suspend, Suspended),
        (Confirmed, Withdraw, Withdrawn),
        (Confirmed, Lapse, Expired),
        (Listed, Lapse, Expired),
        (Listed, Undo, Confirmed),
        (Listed, Suspend, Suspended),
        (Listed, Withdraw, Withdrawn),
        (Refused, Undo, Confirmed),
        (Refused, Withdraw, Withdrawn),
        (Suspended, Release, Confirmed),
        (Suspended, Refuse, Refused),
        (Suspended, Withdraw, Withdrawn),
    ];
    let mut pairs = 0;
    for &status in Status::ALL {
        for &act in Act::ALL {
            let expected = allowed.iter().find(|row| row.0 == status && row.1 == act);
            match expected {
                Some(row) => assert_eq!(status.after(act), Ok(row.2), "{status} {act}"),
                None => assert!(status.after(act).is_err(), "{status} {act}"),
            }
            pairs += 1;
        }
    }
    assert_eq!(pairs, 7 * 9);
}

#[test]
fn nothing_is_listed_that_was_not_confirmed() {
    let listed_from: Vec<_> = Status::ALL.iter().filter(|status| status.after(Act::List).is_ok()).collect();
    assert_eq!(listed_from, [&Status::Confirmed]);
    let confirmed_by_others = Act::ALL.iter().filter(|&&act| Status::Pending.after(act) == Ok(Status::Confirmed));
    assert_eq!(confirmed_by_others.collect::<Vec<_>>(), [&Act::Confirm]);
}

#[test]
fn a_withdrawn_signature_stays_withdrawn() {
    assert!(Act::ALL.iter().all(|&act| Status::Withdrawn.after(act).is_err()));
}

#[test]
fn a_confirmation_link_says_whether_it_was_used_or_came_too_late() {
    assert_eq!(Status::Listed.after(Act::Confirm), Err(Refusal::LinkUsed));
    assert_eq!(Status::Expired.after(Act::Confirm), Err(Refusal::LinkExpired));
}

#[test]
fn an_invited_address_needs_no_second_mail() {
    assert_eq!(Status::at_submission(true), Status::Confirmed);
    assert_eq!(Status::at_submission(false), Status::Pending);
}

fn line(name: &str) -> PrintedLine {
    PrintedLine {
        kind: SignatoryKind::Organisation,
        name: name.to_owned(),
        latin_name: None,
        acronym: None,
        country: Some("KE".to_owned()),
        region: None,
        affiliation: None,
        website: None,
        representative: None,
        role: None,
    }
}

#[test]
fn two_lines_are_the_same_when_they_read_the_same() {
    let composed = line("Associação Verde");
    let decomposed = PrintedLine { acronym: Some(" ".to_owned()), ..line("Associac\u{327}a\u{303}o  Verde ") };
    assert!(composed.same_line(&decomposed));
    assert!(!composed.same_line(&line("Associacao Verde")));
    assert!(!composed.same_line(&PrintedLine { kind: SignatoryKind::Network, ..composed.clone() }));
    assert!(!composed.same_line(&PrintedLine { country: Some("BR".to_owned()), ..composed.clone() }));
}
