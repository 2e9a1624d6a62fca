use super::*;

fn said(code: u16, text: &str) -> FailureReason {
    classify(Some(code), None, text)
}

#[test]
fn a_final_no_is_told_in_words_that_a_coordinator_can_act_on() {
    for (code, text, expected) in [
        (550, "5.1.1 <salma@ngo.example> unknown", FailureReason::NoMailbox),
        (550, "no such user", FailureReason::NoMailbox),
        (550, "5.1.2 bad destination system", FailureReason::NoDomain),
        (556, "5.1.10 Recipient address has null MX", FailureReason::NoDomain),
        (550, "5.4.4 Host or domain name not found", FailureReason::NoDomain),
        (551, "5.1.6 the user has moved", FailureReason::Moved),
        (550, "5.2.1 The email account that you tried to reach is disabled", FailureReason::MailboxClosed),
        (552, "5.2.2 over quota", FailureReason::MailboxFull),
        (550, "Sorry, the mailbox is full", FailureReason::MailboxFull),
        (554, "5.7.1 looks like spam", FailureReason::TakenForSpam),
        (550, "5.7.26 unauthenticated", FailureReason::SenderBlocked),
        (
            554,
            "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.example",
            FailureReason::SenderBlocked,
        ),
        (550, "1.2.3.4 is listed", FailureReason::SenderBlocked),
        (550, "5.7.1 <a@b.example>: Recipient address rejected: User unknown", FailureReason::NoMailbox),
        (550, "5.7.28 unusual rate of mail", FailureReason::TooMany),
        (552, "5.3.4 Message size exceeds fixed limit", FailureReason::TooBig),
        (554, "transaction failed", FailureReason::TakenForSpam),
        (550, "5.7.1 no", FailureReason::TakenForSpam),
        (521, "no mail here", FailureReason::Refused),
        (550, "5.6.0 other", FailureReason::Refused),
        (550, "no", FailureReason::Refused),
        (553, "relaying denied from your location", FailureReason::Refused),
    ] {
        assert_eq!(said(code, text), expected, "{code} {text}");
    }
}

#[test]
fn not_now_says_why_too() {
    for (code, text, expected) in [
        (450, "4.2.0 <a@b.example>: Recipient address rejected: Greylisted, see help", FailureReason::AsksToWait),
        (451, "4.7.1 Please try again later", FailureReason::AsksToWait),
        (451, "later, please", FailureReason::AsksToWait),
        (421, "4.7.28 our system has detected an unusual rate", FailureReason::TooMany),
        (421, "too many connections from your host", FailureReason::TooMany),
        (452, "4.2.2 mailbox full", FailureReason::MailboxFull),
        (450, "4.1.1 unverified address: user lookup pending, try again", FailureReason::AsksToWait),
        (451, "4.4.1 Connection timed out", FailureReason::TheirServerAway),
    ] {
        assert_eq!(said(code, text), expected, "{code} {text}");
    }
}

#[test]
fn only_what_is_wrong_with_an_address_stops_further_mail_to_it() {
    let about: Vec<&str> =
        FailureReason::ALL.iter().filter(|one| one.is_about_the_address()).map(|one| one.as_str()).collect();
    assert_eq!(about, ["no_mailbox", "no_domain", "mailbox_closed", "moved"]);
}

#[test]
fn a_status_is_found_among_other_numbers_and_an_address_of_a_machine_is_none() {
    let status = |class, subject, detail| Some(Status { class, subject, detail });
    assert_eq!(Status::find("550-5.1.1 no"), status(5, 1, 1));
    assert_eq!(Status::find("host mx.example[192.0.2.1] said: 550 5.7.1 (#5.2.1)"), status(5, 7, 1));
    assert_eq!(Status::find("the server at 5.1.1.9 said no"), None);
    assert_eq!(Status::find("2.0.0 ok"), None);
    assert_eq!(Status::find("5.1.1."), status(5, 1, 1));
    assert_eq!(Status::parse("5.1234.1"), None);
    assert_eq!(Status::parse("５.1.1"), None);
}
