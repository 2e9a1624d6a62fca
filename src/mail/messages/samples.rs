//! An invented example of every mail, for the tests that render and look at them.

use super::*;
use crate::domain::comments::Outcome;
use crate::domain::letter::Kind;
use crate::domain::mailing::MailingKind;
use crate::domain::revision::Silence;
use crate::domain::revision::{LetterText, Officer};

fn full_text() -> Option<FullText> {
    let text = LetterText {
        title: title(),
        salutation: "Excellencies,".into(),
        body: "We, the undersigned organisations, work with people who live beside rivers that cross a border.\n\n\
               We ask you\n\n1. to set up an **independent** body[^1];\n2. to open the [measuring stations](https://gauges.example/list).\n\n\
               [^1]: As proposed in 2024.\n"
            .into(),
        closing: "Respectfully,".into(),
        officers: vec![Officer { name: "Ilse Amberg".into(), title: "Chair, River Witness Network".into() }],
        ..LetterText::default()
    };
    FullText::of(&text, "en", &Words::english())
}

fn title() -> String {
    "For an independent international mechanism to protect the rivers we share".into()
}

fn link(path: &str) -> String {
    format!("https://letters.confluence.example/{path}/kZ3uY0m7Qf1cW8x2Bv5nR4tL6sD9aE-hJgKpOiUyT_A")
}

fn about(is_discreet: bool) -> AboutLetter {
    AboutLetter { t: Words::english(), is_discreet, title: title(), takes_answers: true }
}

impl Wanted {
    /// An invitation to an ordinary letter.
    pub fn sample() -> Wanted {
        Wanted {
            t: Words::english(),
            purpose: MailingKind::Invitation,
            is_discreet: false,
            from_name: "Ilse Amberg, River Witness Network".into(),
            kind: Kind::OpenLetter,
            organisation: "جمعية ضفاف".into(),
            subject: "Sign by 20 Nov: joint letter on the rivers we share".into(),
            message: "Dear Salma,\n\nWill جمعية ضفاف sign a letter to the Assembly of Riparian States? We ask for a body \
                      that may observe shared rivers, hear complaints and report in public. Your records of the northern \
                      tributary are one reason why we can.\n\nWith thanks,\nIlse Amberg"
                .into(),
            title: title(),
            addressees: vec![
                "The Secretary-General".into(),
                "Noor Haddad, High Commissioner for Shared Waters".into(),
                "Member States".into(),
            ],
            deadline: Some("Fri 20 Nov 2026, 18:00 Geneva (17:00 UTC)".into()),
            left: None,
            version: 3,
            is_public: false,
            names_at: Some("Wed 25 Nov 2026, 10:00 Geneva (09:00 UTC)".into()),
            link: link("sign"),
            code: Some(TypedCode {
                page: "letters.confluence.example/code".into(),
                letter: "K7QF".into(),
                code: "4F2M-9XTC".into(),
            }),
            passed_on_by: None,
            stop_link: Some(link("unsubscribe")),
            full_text: full_text(),
        }
    }

    /// An invitation to a high-risk letter, as careless code might fill it.
    pub fn discreet_sample() -> Wanted {
        Wanted { is_discreet: true, full_text: None, ..Wanted::sample() }
    }
}

impl Invitation {
    /// For the tests.
    pub fn sample() -> Invitation {
        Invitation(Wanted::sample())
    }
}

impl Reminder {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> Reminder {
        let first = if is_discreet { Wanted::discreet_sample() } else { Wanted::sample() };
        Reminder(Wanted { purpose: MailingKind::LastCall, left: Some("2 days 4 hours".into()), ..first })
    }
}

impl News {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> News {
        News {
            t: Words::english(),
            is_discreet,
            is_test: false,
            from_name: "Ilse Amberg, River Witness Network".into(),
            subject: "The letter on the rivers we share is public".into(),
            message: "Dear Salma,\n\nthe letter that جمعية ضفاف signed is public since this morning. Thank you.".into(),
            title: title(),
            public_link: (!is_discreet).then(|| "https://letters.confluence.example/letters/rivers".into()),
            offers_proof: !is_discreet,
            link: link("mine"),
            stop_link: Some(link("unsubscribe")),
        }
    }
}

impl JobDone {
    /// For the tests.
    pub fn sample() -> JobDone {
        JobDone {
            t: Words::english(),
            site: "Confluence Network".into(),
            name: "Nadia Benali".into(),
            subject: "387 mails have left".into(),
            what: "Your mailing “Sign by 20 Nov: joint letter on the rivers we share” is through:".into(),
            counts: vec![("Sent".into(), 387), ("Failed".into(), 9), ("Unknown".into(), 2)],
            link: "https://letters.confluence.example/desk/jobs/0190".into(),
        }
    }
}

impl TestInvitation {
    /// For the tests.
    pub fn sample() -> TestInvitation {
        TestInvitation(Wanted { stop_link: None, ..Wanted::sample() })
    }
}

impl HandedOver {
    /// For the tests.
    pub fn sample(wanted: Wanted) -> HandedOver {
        HandedOver { wanted: Wanted { passed_on_by: Some("Salma al-Wadi".into()), ..wanted } }
    }
}

impl ConfirmAddress {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> ConfirmAddress {
        ConfirmAddress {
            about: about(is_discreet),
            name: (!is_discreet).then(|| "Asociación Río Abajo".into()),
            until: Some("Sat 21 Nov 2026, 18:00 Geneva (17:00 UTC)".into()),
            link: link("confirm"),
        }
    }
}

impl Receipt {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> Receipt {
        Receipt {
            about: about(is_discreet),
            line: (!is_discreet).then(|| "Asociación Río Abajo (ARA)".into()),
            is_checked_first: true,
            version: 3,
            text_sha256: "9f86d081".repeat(8),
            record_sha256: (!is_discreet).then(|| "90b1f6ac".repeat(8)),
            signed_at: "Thu 12 Nov 2026, 09:14 UTC".into(),
            link: link("mine"),
            full_text: full_text().filter(|_| !is_discreet),
        }
    }
}

impl AlreadySigned {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> AlreadySigned {
        AlreadySigned { about: about(is_discreet), link: link("mine") }
    }
}

impl SignatureRefused {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> SignatureRefused {
        SignatureRefused {
            about: about(is_discreet),
            line: (!is_discreet).then(|| "Asociación Río Abajo".into()),
            reason: "Your national federation signed for all its members.\n\nWe are glad to add you to the next one."
                .into(),
            link: link("mine"),
        }
    }
}

impl ApprovalRequest {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> ApprovalRequest {
        ApprovalRequest {
            about: about(is_discreet),
            person: "Karim Haddad".into(),
            contact: "Salma al-Wadi".into(),
            note: "Our board saw the draft in June.\n\nCan you decide this week?".into(),
            line: (!is_discreet).then(|| "Asociación Río Abajo".into()),
            deadline: Some("Fri 20 Nov 2026, 18:00 Geneva (17:00 UTC)".into()),
            version: 3,
            is_reminder: is_discreet,
            is_changed: is_discreet,
            signed_for: None,
            link: link("approve"),
        }
    }
}

impl CommentRequest {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> CommentRequest {
        CommentRequest {
            about: about(is_discreet),
            person: "Salma al-Wadi".into(),
            from: "Nadia Benali".into(),
            deadline: "Fri 20 Nov 2026, 18:00 Geneva (17:00 UTC)".into(),
            link: link("comment"),
        }
    }
}

impl TranslationRequest {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> TranslationRequest {
        TranslationRequest {
            about: about(is_discreet),
            person: "ليلى حداد".into(),
            from: "Nadia Benali".into(),
            language: "العربية".into(),
            is_draft: true,
            is_to_read: false,
            link: link("translate"),
        }
    }
}

impl ProposalDecided {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> ProposalDecided {
        ProposalDecided {
            about: about(is_discreet),
            person: "Salma al-Wadi".into(),
            from: "Nadia Benali".into(),
            outcome: if is_discreet { Outcome::Accepted } else { Outcome::Refused },
            reason: "Three networks cannot sign that.".into(),
            link: link("comment"),
        }
    }
}

impl ApprovalRefused {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> ApprovalRefused {
        ApprovalRefused {
            about: about(is_discreet),
            person: "Karim Haddad".into(),
            reason: "We sign nothing before our assembly.".into(),
            was_signed: false,
            link: link("sign"),
        }
    }
}

impl ApproverComment {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> ApproverComment {
        ApproverComment {
            about: about(is_discreet),
            person: "Karim Haddad".into(),
            organisation: (!is_discreet).then(|| "Asociación Río Abajo".into()),
            words: "The date in the third paragraph is wrong.".into(),
            link: "https://letters.confluence.example/desk/letters/1/invitations".into(),
        }
    }
}

impl ColleagueSigned {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> ColleagueSigned {
        ColleagueSigned {
            about: about(is_discreet),
            line: (!is_discreet).then(|| "Asociación Río Abajo".into()),
            signer: "Salma al-Wadi, Director".into(),
            link: link("suspend"),
        }
    }
}

impl LateAsked {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> LateAsked {
        LateAsked {
            about: about(is_discreet),
            line: (!is_discreet).then(|| "Asociación Río Abajo".into()),
            link: link("mine"),
        }
    }
}

impl ListingChanged {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> ListingChanged {
        let note = ListingChangeNote {
            change: ListingChange::Corrected,
            before: Some("Asociacion Rio Abajo".into()),
            after: Some("Asociación Río Abajo".into()),
        };
        ListingChanged { about: about(is_discreet), note, link: link("mine") }
    }
}

impl TextChanged {
    /// For the tests.
    pub fn sample(is_discreet: bool) -> TextChanged {
        TextChanged {
            about: about(is_discreet),
            silence: Silence::Out,
            until: "Thu 19 Nov 2026, 18:00 Geneva (17:00 UTC)".into(),
            note: "The demand on warnings now names a time.".into(),
            changes: vec![(
                "We ask for warnings.".into(),
                "We ask for warnings within two hours, in جمعية ضفاف’s words.".into(),
            )],
            left_out: 2,
            link: link("mine"),
        }
    }
}

impl PasswordLink {
    /// For the tests.
    pub fn sample() -> PasswordLink {
        let (site, name) = ("Confluence Network".into(), "Nadia Benali".into());
        PasswordLink { t: Words::english(), site, name, minutes: 30, link: link("password") }
    }
}

impl CoordinatorInvited {
    /// For the tests.
    pub fn sample() -> CoordinatorInvited {
        let (site, name) = ("Confluence Network".into(), "Nadia Benali".into());
        CoordinatorInvited { t: Words::english(), site, name, days: 7, link: link("password") }
    }
}

impl PasswordChanged {
    /// For the tests.
    pub fn sample() -> PasswordChanged {
        PasswordChanged {
            t: Words::english(),
            site: "Confluence Network".into(),
            name: "Nadia Benali".into(),
            changed_at: "Thu 12 Nov 2026, 09:14 UTC".into(),
            link: "https://letters.confluence.example/forgot".into(),
        }
    }
}

impl Digest {
    /// For the tests.
    pub fn sample() -> Digest {
        let letter = |title: &str, needs| DigestLetter {
            title: title.into(),
            link: "https://letters.confluence.example/desk/letters/0190".into(),
            needs,
        };
        Digest {
            t: Words::english(),
            site: "Confluence Network".into(),
            name: "Nadia Benali".into(),
            letters: vec![
                letter("For the rivers we share", vec![("to-check", 6), ("suspended", 0), ("failed-mails", 9)]),
                letter("A letter with a high risk for its signers", vec![("suspended", 1)]),
            ],
            desk: "https://letters.confluence.example/desk".into(),
            account: "https://letters.confluence.example/desk/account".into(),
        }
    }
}

/// Every mail under the name of its folder; those about a letter also as they are for a high-risk one.
pub fn all() -> Vec<(&'static str, Written)> {
    let write = |mail: &dyn Write| mail.write().expect("a template");
    let mut mails = vec![
        ("invitation", write(&Invitation::sample())),
        ("invitation discreet", write(&Invitation(Wanted::discreet_sample()))),
        ("test_invitation", write(&TestInvitation::sample())),
        ("test_invitation discreet", write(&TestInvitation(Wanted { stop_link: None, ..Wanted::discreet_sample() }))),
        ("handed_over", write(&HandedOver::sample(Wanted::sample()))),
        ("handed_over discreet", write(&HandedOver::sample(Wanted::discreet_sample()))),
        ("new_link", write(&NewLink { wanted: Wanted::sample() })),
        ("new_link discreet", write(&NewLink { wanted: Wanted::discreet_sample() })),
        ("reminder", write(&Reminder::sample(false))),
        ("reminder discreet", write(&Reminder::sample(true))),
        ("news", write(&News::sample(false))),
        ("news discreet", write(&News::sample(true))),
        ("job_done", write(&JobDone::sample())),
        ("password_link", write(&PasswordLink::sample())),
        ("coordinator_invited", write(&CoordinatorInvited::sample())),
        ("password_changed", write(&PasswordChanged::sample())),
        ("digest", write(&Digest::sample())),
    ];
    for (is_discreet, name) in [(false, ""), (true, " discreet")] {
        let about_letter: [(&'static str, &'static str, Written); 17] = [
            ("confirm_address", "confirm_address discreet", write(&ConfirmAddress::sample(is_discreet))),
            ("receipt", "receipt discreet", write(&Receipt::sample(is_discreet))),
            ("already_signed", "already_signed discreet", write(&AlreadySigned::sample(is_discreet))),
            ("signature_refused", "signature_refused discreet", write(&SignatureRefused::sample(is_discreet))),
            ("listing_changed", "listing_changed discreet", write(&ListingChanged::sample(is_discreet))),
            ("text_changed", "text_changed discreet", write(&TextChanged::sample(is_discreet))),
            ("approval_request", "approval_request discreet", write(&ApprovalRequest::sample(is_discreet))),
            (
                "approval_again",
                "approval_again discreet",
                write(&ApprovalRequest {
                    is_changed: true,
                    signed_for: Some("Asociación Río Abajo".into()),
                    ..ApprovalRequest::sample(is_discreet)
                }),
            ),
            ("comment_request", "comment_request discreet", write(&CommentRequest::sample(is_discreet))),
            ("translation_request", "translation_request discreet", write(&TranslationRequest::sample(is_discreet))),
            (
                "translation_request_to_read",
                "translation_request_to_read discreet",
                write(&TranslationRequest {
                    is_to_read: true,
                    link: link("read"),
                    ..TranslationRequest::sample(is_discreet)
                }),
            ),
            ("proposal_decided", "proposal_decided discreet", write(&ProposalDecided::sample(is_discreet))),
            ("approval_refused", "approval_refused discreet", write(&ApprovalRefused::sample(is_discreet))),
            ("approver_comment", "approver_comment discreet", write(&ApproverComment::sample(is_discreet))),
            ("colleague_signed", "colleague_signed discreet", write(&ColleagueSigned::sample(is_discreet))),
            (
                "approval_refused_again",
                "approval_refused_again discreet",
                write(&ApprovalRefused { was_signed: true, ..ApprovalRefused::sample(is_discreet) }),
            ),
            ("late_asked", "late_asked discreet", write(&LateAsked::sample(is_discreet))),
        ];
        mails
            .extend(about_letter.map(|(plain, discreet, mail)| (if name.is_empty() { plain } else { discreet }, mail)));
    }
    mails
}
