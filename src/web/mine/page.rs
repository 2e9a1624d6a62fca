//! The pages of one's own signature.

use actix_web::HttpRequest;
use askama::Template;

use crate::domain::dates::When;
use crate::domain::revision::{Silence, Stand};
use crate::domain::signature::{Listing, SignsAs, Status};
use crate::render::diff::DiffBlock;
use crate::render::seal::fingerprint;
use crate::render::shell::Shell;
use crate::render::when::{self, Shown};
use crate::store::signature::ALIVE;
use crate::web::form::FormState;
use crate::web::mine::Mine;
use crate::web::signing::{Choice, Proof, country_choices, place_choices, region_choices};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "mine/mine.html")]
pub struct MinePage {
    pub shell: Shell,
    pub form: FormState,
    /// Where the forms are sent, and the page that asks before withdrawing.
    pub path: String,
    pub title: String,
    pub language: String,
    /// The line as it is printed, or would be if it were not withheld; none once erased.
    pub proof: Option<Proof>,
    /// The line that was asked for and that nobody has looked at.
    pub proposal: Option<Proof>,
    pub status: Status,
    pub is_withheld: bool,
    pub withheld_place: &'static str,
    pub is_organisation: bool,
    pub asks_representative: bool,
    pub wants_updates: bool,
    pub version: i32,
    pub fingerprint: String,
    pub signed_at: String,
    /// SHA-256 of the record as the proof has it, in groups.
    pub record: Option<String>,
    /// Whether there is a path from this signature to the published list.
    pub has_proof: bool,
    pub countries: Vec<(String, String)>,
    pub regions: Vec<(String, String)>,
    pub places: Vec<Choice>,
    /// The exact text, while it is public.
    pub text_path: Option<String>,
    /// Whether it stands for a new text, while that is asked.
    pub asked: Option<AskedAgain>,
}

/// What a signer is asked after the text changed.
pub struct AskedAgain {
    /// The new version.
    pub version: i32,
    /// What the conveners say about it.
    pub note: String,
    /// From the text that was signed to the new one.
    pub changes: Vec<DiffBlock>,
    /// Until when.
    pub until: Option<Shown>,
    /// The word of what silence means.
    pub silence: Silence,
    /// Whether the time is over.
    pub is_over: bool,
    /// What was answered.
    pub answer: Option<Stand>,
    /// Whose approval is missing, in one line; empty where the signer decides.
    pub missing: String,
    /// Whether talking first is still possible.
    pub may_talk: bool,
}

impl AskedAgain {
    fn of(site: &Site, mine: &Mine) -> Option<AskedAgain> {
        let asked = mine.asked.as_ref()?;
        let (question, revision) = (&asked.open.question, &asked.open.revision);
        let zone = mine.letter.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let shown = |at| Shown::of(&When::of(at, zone, &mine.letter.zone_label), &site.words());
        Some(AskedAgain {
            version: asked.newest,
            note: revision.note.clone(),
            changes: asked.changes.clone(),
            until: revision.answer_by.map(shown),
            silence: revision.silence.unwrap_or(Silence::Out),
            is_over: revision.settled_at.is_some() || revision.answer_by.is_some_and(|end| end <= site.now()),
            answer: question.answer,
            missing: asked.missing.join(", "),
            may_talk: revision.settled_at.is_none() && mine.row.status != Status::Expired,
        })
    }
}

/// Whether a signature in this status can be taken back.
pub(super) fn can_end(status: Status) -> bool {
    !matches!(status, Status::Withdrawn | Status::Expired)
}

impl MinePage {
    pub(super) fn new(site: &Site, shell: Shell, mine: Mine, secret: &str, form: FormState) -> MinePage {
        let words = shell.t.clone();
        let proof = |line| Proof::new(line, words.lang(), &mine.labels, None);
        let in_language =
            if mine.row.language == mine.letter.language { String::new() } else { format!("/{}", mine.row.language) };
        let text_path = format!("/letters/{}{in_language}/versions/{}", mine.letter.slug, mine.row.revision);
        MinePage {
            path: format!("/mine/{secret}"),
            proof: mine.line.as_ref().map(proof),
            proposal: mine.proposal.as_ref().map(proof),
            countries: country_choices(&words, &mine.labels),
            regions: region_choices(&words),
            places: place_choices(&words),
            status: mine.row.status,
            is_withheld: mine.row.listing == Listing::Withheld,
            withheld_place: mine.row.withheld_place.as_str(),
            is_organisation: mine.row.kind.signs_as() == SignsAs::Organisation,
            asks_representative: mine.letter.asks_representative,
            wants_updates: mine.row.wants_updates,
            version: mine.row.revision,
            fingerprint: fingerprint(&mine.row.text_sha256),
            signed_at: when::in_utc(mine.row.submitted_at, &site.words()),
            record: mine.leaf.as_deref().map(fingerprint),
            has_proof: mine.has_proof(),
            text_path: mine.is_shown.then_some(text_path),
            asked: AskedAgain::of(site, &mine),
            title: mine.title,
            language: mine.row.language,
            form,
            shell,
        }
    }

    fn is_alive(&self) -> bool {
        ALIVE.contains(&self.status) && self.proof.is_some()
    }

    /// Whether the signer said that it stands.
    fn has_kept(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.answer == Some(Stand::In))
    }

    /// Counted, or about to be. What is suspended, refused or over must not be told so.
    fn is_on_its_way(&self) -> bool {
        matches!(self.status, Status::Pending | Status::Confirmed | Status::Listed)
    }

    fn can_end(&self) -> bool {
        can_end(self.status)
    }

    /// A listed, named line changes only when a coordinator has looked.
    fn is_looked_at(&self) -> bool {
        self.status == Status::Listed && !self.is_withheld
    }
}

/// What the forms of the page show at first: the line asked for last, else the one that stands.
pub(super) fn filled(mine: &Mine) -> FormState {
    let form = FormState::new().with("withheld_place", mine.row.withheld_place.as_str());
    let Some(line) = mine.proposal.as_ref().or(mine.line.as_ref()) else { return form };
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let form = form
        .with("organisation_name", &*line.name)
        .with("person_name", &*line.name)
        .with("latin_name", known(&line.latin_name))
        .with("acronym", known(&line.acronym))
        .with("country", known(&line.country))
        .with("region", known(&line.region))
        .with("website", known(&line.website))
        .with("affiliation", known(&line.affiliation))
        .with("representative_role", known(&line.role));
    if line.representative.is_some() { form.with("publish_representative", "yes") } else { form }
}

#[derive(Template)]
#[template(path = "mine/withdraw.html")]
pub struct WithdrawPage {
    pub shell: Shell,
    pub path: String,
    pub title: String,
    pub language: String,
    /// The name, while it is not erased.
    pub name: String,
    /// Whether the letter is public: its printed copies cannot be called back.
    pub is_public: bool,
}

impl WithdrawPage {
    pub(super) fn new(site: &Site, request: &HttpRequest, mine: &Mine, secret: &str) -> WithdrawPage {
        WithdrawPage {
            shell: site.form_shell(request),
            path: format!("/mine/{secret}"),
            title: mine.title.clone(),
            language: mine.row.language.clone(),
            name: mine.line.as_ref().map(|line| line.name.clone()).unwrap_or_default(),
            is_public: mine.letter.facts().is_public(),
        }
    }
}
