//! The pages of a signer: mailed link, form, check, receipt, confirmation, one's own signature, links that ended.

use super::*;
use crate::actions::sign::Submission;
use crate::domain::email::EmailAddress;
use crate::domain::revision::{Silence, Stand};
use crate::domain::signature::{Listing, PrintedLine, SignatoryKind, SignsAs, Status, WithheldPlace};
use crate::render::diff::diff;
use crate::render::seal::{fingerprint, short_fingerprint};
use crate::store::signature::Signer;
use crate::web::confirming::ConfirmPage;
use crate::web::mine::{AskedAgain, MinePage, WithdrawPage};
use crate::web::receipt::{DonePage, Told};
use crate::web::signing::{
    CheckPage, Choice, DeclinePage, EndedPage, FormPage, LandingPage, Other, Proof, country_choices, fields,
    listing_choices, place_choices, region_choices,
};
use crate::web::unsubscribe::UnsubscribePage;

const PATH: &str = "/sign/sample/sign";

fn line() -> PrintedLine {
    PrintedLine {
        kind: SignatoryKind::Organisation,
        name: "جمعية ضفاف النهر".into(),
        latin_name: Some("River Banks Association".into()),
        acronym: None,
        country: Some("LB".into()),
        region: None,
        affiliation: None,
        website: Some("https://riverbanks.example/".into()),
        representative: None,
        role: None,
    }
}

fn signer() -> Signer {
    Signer { name: "سلمى الوادي".into(), role: "Director".into(), email: "salma@riverbanks.example".into() }
}

fn typed() -> FormState {
    FormState::new()
        .with("signs_as", "organisation")
        .with("organisation_name", "جمعية ضفاف النهر")
        .with("latin_name", "River Banks Association")
        .with("country", "LB")
        .with("representative_name", "سلمى الوادي")
        .with("email", "salma@riverbanks.example")
        .with("listing", "named")
        .with("withheld_place", "none")
        .with("revision", "3")
}

struct Samples<'a> {
    t: &'a Words,
    shell: Shell,
    letter: Arc<crate::render::public::PublicLetter>,
}

impl Samples<'_> {
    fn landing(&self, shell: Shell) -> askama::Result<String> {
        let shown = |local: &str| Some(self.letter.shown(&samples::moment(local), self.t));
        LandingPage {
            shell,
            letter: self.letter.clone(),
            asker: "Still Waters Network".into(),
            sender: "Nadia Benali".into(),
            contact: Some("nadia@confluence.example".into()),
            organisation: "جمعية ضفاف النهر".into(),
            latin_name: "River Banks Association".into(),
            kind: "open_letter",
            sign_by: shown("2026-11-20T17:00"),
            closes: shown("2026-12-04T17:00"),
            publishes: shown("2026-11-25T09:00"),
            comes: shown("2026-11-20T17:00"),
            is_invited: true,
            has_declined: false,
            is_test: false,
            form_path: PATH.into(),
            decline_path: "/sign/sample/decline".into(),
            ask_path: "/sign/sample/approve-request".into(),
            hand_over_path: "/sign/sample/hand-over".into(),
        }
        .render()
    }

    fn form(&self, form: FormState, signs_as: SignsAs, is_high_risk: bool) -> FormPage {
        let other = match signs_as {
            SignsAs::Organisation => None,
            SignsAs::Individual => Some(Other {
                label: self.t.say_of("sign-instead", SignsAs::Organisation).text(),
                path: format!("{PATH}?as=organisation"),
            }),
        };
        FormPage {
            shell: self.shell.clone(),
            form,
            title: self.letter.text.title.clone(),
            language: self.letter.language.clone(),
            version: 3,
            path: PATH.into(),
            text_path: "/sign/sample".into(),
            letter: self.letter.clone(),
            comes: is_high_risk.then(|| self.letter.shown(&samples::moment("2026-11-20T17:00"), self.t)),
            shows_text: is_high_risk,
            signs_as,
            other,
            countries: country_choices(self.t, &std::collections::BTreeMap::new()),
            regions: region_choices(self.t),
            listings: listing_choices(self.t, is_high_risk),
            places: place_choices(self.t),
            asks_representative: true,
            is_high_risk,
            is_test: is_high_risk,
            erased: self.t.say("sign-withheld-erased").with("days", 30).text(),
            contact: None,
            changes: Vec::new(),
        }
    }

    fn proof(&self, register: Option<&crate::render::register::Register>) -> Proof {
        Proof::new(&line(), self.t.lang(), &std::collections::BTreeMap::new(), register)
    }

    fn check(&self, listing: Listing, proof: Option<Proof>) -> askama::Result<String> {
        CheckPage {
            shell: self.shell.clone(),
            form: typed(),
            path: PATH.into(),
            text_path: "/sign/sample".into(),
            submission: Submission {
                line: line(),
                signer: signer(),
                email: EmailAddress::parse(&signer().email).expect("an address"),
                listing,
                withheld_place: WithheldPlace::Region,
                wants_updates: false,
                revision: 3,
                language: "en".into(),
                text_sha256: None,
            },
            proof,
            version: 3,
            fingerprint: short_fingerprint(&self.letter.text_sha256),
            publishes: Some(self.letter.shown(&samples::moment("2026-11-25T09:00"), self.t)),
            letter: self.letter.clone(),
            comes: None,
            shows_text: false,
            is_test: false,
            is_late: false,
            is_confirmed_later: true,
            erased: String::new(),
            fields: fields::FIELDS,
        }
        .render()
    }

    fn mine(&self, status: Status, is_withheld: bool) -> askama::Result<String> {
        let places: Vec<Choice> = place_choices(self.t);
        MinePage {
            shell: self.shell.clone(),
            form: typed(),
            path: "/mine/sample".into(),
            title: self.letter.text.title.clone(),
            language: self.letter.language.clone(),
            proof: Some(self.proof(None)),
            proposal: Some(self.proof(None)).filter(|_| !is_withheld),
            status,
            is_withheld,
            withheld_place: "region",
            is_organisation: true,
            asks_representative: true,
            wants_updates: true,
            version: 3,
            fingerprint: fingerprint(&self.letter.text_sha256),
            signed_at: "Mon 16 Nov 2026, 09:12 UTC".into(),
            record: Some(fingerprint(&self.letter.text_sha256)),
            has_proof: true,
            countries: country_choices(self.t, &std::collections::BTreeMap::new()),
            regions: region_choices(self.t),
            places,
            text_path: Some("/letters/rivers-we-share/versions/3".into()),
            asked: Some(AskedAgain {
                version: 4,
                note: "The demand on warnings now names a time.".into(),
                changes: diff("We ask for warnings.", "We ask for warnings in time."),
                until: None,
                silence: Silence::Out,
                is_over: is_withheld,
                answer: (status == Status::Confirmed).then_some(Stand::Talk),
                missing: if status == Status::Confirmed { "كريم حداد".into() } else { String::new() },
                may_talk: true,
            }),
        }
        .render()
    }

    fn confirm(&self, is_withheld: bool) -> askama::Result<String> {
        ConfirmPage {
            shell: self.shell.clone(),
            title: self.letter.text.title.clone(),
            language: self.letter.language.clone(),
            version: 3,
            proof: self.proof(None),
            is_withheld,
            withheld_place: "none",
            signer: signer(),
            letter: self.letter.clone(),
        }
        .render()
    }
}

pub(super) fn all(t: &Words, languages: &Shell) -> Vec<(&'static str, askama::Result<String>)> {
    let shell = Shell { t: t.clone(), csrf: Some("sample-token".into()), ..Shell::sample() };
    let samples = Samples { t, shell: shell.clone(), letter: Arc::new(samples::letter()) };
    let register = samples::register(t.lang());
    let mut refused = typed();
    refused.refuse("representative_role", t.say("sign-missing-representative_role"));
    refused.refuse("authorised", t.say("sign-missing-authorised"));
    let organisation = |form| samples.form(form, SignsAs::Organisation, false);
    let changes = diff("We ask for an independent body.", "We demand an independent body, and soon.");
    let person = FormState::new().with("signs_as", "individual").with("person_name", "Ana Ruiz Vega");
    vec![
        ("sign_landing", samples.landing(Shell { csrf: shell.csrf.clone(), ..languages.clone() })),
        ("sign_form", organisation(typed()).render()),
        ("sign_form_refused", organisation(refused).render()),
        ("sign_form_stale", organisation(typed()).with_changes(changes).render()),
        ("sign_form_person_at_risk", samples.form(person, SignsAs::Individual, true).render()),
        ("sign_check", samples.check(Listing::Named, Some(samples.proof(Some(&register))))),
        ("sign_check_embargo", samples.check(Listing::Named, Some(samples.proof(None)))),
        ("sign_check_withheld", samples.check(Listing::Withheld, None)),
        (
            "sign_decline",
            DeclinePage {
                shell: shell.clone(),
                form: FormState::new(),
                text_path: "/sign/sample".into(),
                title: samples.letter.text.title.clone(),
                language: "en".into(),
            }
            .render(),
        ),
        ("sign_used", EndedPage::sample(shell.clone()).render()),
        ("done_receipt", DonePage::sample(shell.clone(), Told::Nothing).render()),
        ("done_mail", DonePage::sample(shell.clone(), Told::Mail).render()),
        ("confirm", samples.confirm(false)),
        ("confirm_withheld", samples.confirm(true)),
        ("mine_listed", samples.mine(Status::Listed, false)),
        ("mine_withheld", samples.mine(Status::Confirmed, true)),
        (
            "mine_withdraw",
            WithdrawPage {
                shell: shell.clone(),
                path: "/mine/sample".into(),
                title: samples.letter.text.title.clone(),
                language: "en".into(),
                name: line().name,
                is_public: true,
            }
            .render(),
        ),
        ("unsubscribe", UnsubscribePage { shell, is_stopped: false }.render()),
    ]
}
