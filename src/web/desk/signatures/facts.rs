//! The chosen signature as the page tells it: every fact a finished sentence or value.

use crate::clock::Moment;
use crate::domain::check::is_imitation;
use crate::domain::dates::When;
use crate::domain::email::{AddressMatch, Website};
use crate::domain::language::name_of;
use crate::domain::letter::Wave;
use crate::domain::revision::{Change, counts_for};
use crate::domain::signature::{Listing, Origin, Status};
use crate::domain::text::odd_letters;
use crate::render::register::{Labels, PublicSignatory};
use crate::render::when::Shown;
use crate::render::words::Words;
use crate::store::check::{Opened, fingerprint};
use crate::store::signature::Signature;
use crate::web::desk::signatures::compare::{Others, Pair, address, address_match, with_code_point};
use crate::web::desk::signatures::read::{Chosen, Found};

/// What every fact is told with: words, places, the letter's zone.
pub struct Telling<'a> {
    /// The catalogue.
    pub words: &'a Words,
    /// The letter's names of countries.
    pub labels: Labels,
    /// What shared links are called.
    pub found: &'a Found,
    /// The letter's zone and its printed name.
    pub zone: (chrono_tz::Tz, String),
    /// The page's path.
    pub path: String,
    /// The present.
    pub now: Moment,
}

impl Telling<'_> {
    /// A moment in the letter's zone.
    pub fn shown(&self, at: Moment) -> Shown {
        Shown::of(&When::of(at, self.zone.0, &self.zone.1), self.words)
    }

    /// "Mon 23 Nov 2026, 09:40 Geneva".
    pub fn here(&self, at: Moment) -> String {
        let shown = self.shown(at);
        format!("{}, {} {}", shown.date, shown.time, shown.label)
    }

    /// "09:40" today, else "23 Nov".
    pub fn short(&self, at: Moment) -> String {
        use chrono::Datelike;
        let local = |at| When::of(at, self.zone.0, &self.zone.1).local.naive().date();
        if local(at) == local(self.now) {
            return self.shown(at).time;
        }
        let day = local(at);
        let month = self.words.say_of("month", day.month()).to_string();
        self.words.say("check-day").with("day", day.day().to_string()).with("month", month).to_string()
    }

    /// How a signature came.
    pub fn came_by(&self, row: &Signature) -> String {
        let label = row.shared_link_id.as_ref().and_then(|id| self.found.link_labels.get(id));
        match (row.origin, label) {
            (Origin::Shared, Some(label)) => self.words.say("check-came-link").with("label", label).to_string(),
            (origin, _) => self.words.say_of("check-came", origin).to_string(),
        }
    }

    /// The page of one signature.
    pub fn href(&self, one: &Opened) -> String {
        format!("{}?signature={}#chosen", self.path, one.row.id)
    }
}

/// The chosen signature.
pub struct ChosenView {
    /// Its id.
    pub id: String,
    /// What of it was read, for the form.
    pub seen: String,
    /// Where it stands.
    pub status: &'static str,
    /// The name; none while it is withheld from the asker or erased.
    pub name: Option<String>,
    /// Organisation, network or individual.
    pub kind: &'static str,
    /// When it came.
    pub at: Shown,
    /// Whether the name is withheld in public.
    pub is_withheld: bool,
    /// Whether the name is withheld from the asker now.
    pub is_masked: bool,
    /// Whether everything personal was erased on schedule.
    pub is_erased: bool,
    /// The line as the register will print it.
    pub printed: Option<PublicSignatory>,
    /// What may be said about a withheld one's place.
    pub place: &'static str,
    /// The website: as a link and as printed.
    pub website: Option<(String, String)>,
    /// Who signed.
    pub signer: String,
    /// The signer's address.
    pub email: String,
    /// The word of how the address relates to the website.
    pub address: &'static str,
    /// Whether it is worth a look.
    pub address_is_odd: bool,
    /// How it came.
    pub came_by: String,
    /// Which wording was signed, in which language.
    pub revision: i32,
    /// The language's own name.
    pub language: String,
    /// Sentences to look at first.
    pub warnings: Vec<String>,
    /// Who may be the same.
    pub pairs: Vec<Pair>,
    /// How many more may be.
    pub more_pairs: usize,
    /// The correction that is asked for.
    pub wish: Option<Pair>,
    /// What became of it, and when.
    pub decided: Option<Decided>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// How consent was given.
    pub consent_note: Option<String>,
    /// Until when a refusal can be taken back before the signer hears of it.
    pub told_at: Option<Shown>,
    /// Whether withheld names can be compared too.
    pub may_compare_withheld: bool,
}

/// What became of a signature: the words of `check-decided-…`.
pub struct Decided {
    /// A status, or `rule` for one that the letter's rule listed.
    pub word: &'static str,
    /// Who listed it.
    pub name: String,
    /// When, in the letter's zone.
    pub time: String,
}

impl ChosenView {
    /// Of what was read.
    pub fn new(telling: &Telling<'_>, others: &Others<'_>, chosen: &Chosen, may_compare_withheld: bool) -> ChosenView {
        let (one, row) = (&chosen.opened, &chosen.opened.row);
        let line = one.line.as_ref();
        let signer = one.signer.clone().unwrap_or_default();
        let who = [signer.name.as_str(), signer.role.as_str()].into_iter().filter(|text| !text.is_empty());
        let (pairs, more_pairs) = others.pairs(one, telling);
        let address = invited_or(one, others);
        ChosenView {
            id: row.id.to_string(),
            seen: format!("{} {}", row.id, fingerprint(row)),
            status: row.status.as_str(),
            name: line.map(|line| line.name.clone()),
            kind: row.kind.as_str(),
            at: telling.shown(row.submitted_at),
            is_withheld: row.listing == Listing::Withheld,
            is_masked: one.is_masked(),
            is_erased: row.purged_at.is_some(),
            printed: line.map(|line| {
                let is_recorded = row.origin == Origin::Recorded;
                PublicSignatory::new(line.clone(), Wave::Initial, is_recorded, &telling.labels)
            }),
            place: row.withheld_place.as_str(),
            website: line.and_then(|line| website(line.website.as_deref()?)),
            signer: who.collect::<Vec<_>>().join(", "),
            email: signer.email.clone(),
            address,
            address_is_odd: matches!(address, "other" | "free-mail"),
            came_by: if one.is_masked() { String::new() } else { telling.came_by(row) },
            revision: row.revision,
            language: name_of(&row.language).to_owned(),
            warnings: warnings(telling, one),
            pairs,
            more_pairs,
            wish: line.zip(one.proposal.as_ref()).map(|(line, wish)| telling.wish(line, wish)),
            decided: decided(telling, chosen),
            reason: chosen.reason.clone().filter(|reason| !reason.is_empty()),
            consent_note: chosen.consent_note.clone(),
            told_at: chosen.told_at.map(|at| telling.shown(at)),
            may_compare_withheld,
        }
    }

    /// Whether it waits for the check, and the asker may decide.
    pub fn may_list(&self) -> bool {
        self.status == Status::Confirmed.as_str() && !self.is_masked
    }

    /// Whether it can be refused from here.
    pub fn may_refuse(&self) -> bool {
        !self.is_masked && (self.may_list() || self.status == Status::Suspended.as_str())
    }

    /// Whether what was decided can be taken back.
    pub fn may_undo(&self) -> bool {
        let decided = [Status::Listed, Status::Refused, Status::Suspended];
        !self.is_masked && !self.is_erased && decided.iter().any(|status| self.status == status.as_str())
    }
}

/// The word of the address: an invited one needs no other proof.
fn invited_or(one: &Opened, others: &Others<'_>) -> &'static str {
    let invited = others.own_card(one).and_then(|card| card.email.as_ref());
    match (address(one), address_match(one)) {
        (Some(address), _) if invited.is_some_and(|invited| invited.canonical() == address.canonical()) => "invited",
        (Some(_), Some(verdict)) => verdict.as_str(),
        _ => AddressMatch::NoWebsite.as_str(),
    }
}

/// An address to open and its host as read; only what parses becomes a link.
fn website(text: &str) -> Option<(String, String)> {
    let website = Website::parse(text).ok()?;
    Some((website.as_url().to_owned(), website.host().trim_start_matches("www.").to_owned()))
}

fn warnings(telling: &Telling<'_>, one: &Opened) -> Vec<String> {
    let Some(line) = &one.line else { return Vec::new() };
    let words = telling.words;
    let mut warnings = Vec::new();
    if is_imitation(line) {
        let names = [Some(&line.name), line.latin_name.as_ref(), line.acronym.as_ref(), line.affiliation.as_ref()];
        let letters = names.into_iter().flatten().flat_map(|name| odd_letters(name));
        let letters: Vec<String> = letters.map(with_code_point).collect();
        warnings.push(words.say("check-mixed-script").with("letters", letters.join(", ")).to_string());
    }
    let hosts = [
        line.website.as_deref().and_then(website).map(|(_, host)| host),
        address(one).map(|mail| mail.domain().to_owned()),
    ];
    for host in hosts.into_iter().flatten().filter(|host| host.split('.').any(|label| label.starts_with("xn--"))) {
        let shown = crate::domain::email::unicode_host(&host);
        warnings.push(words.say("check-punycode").with("host", host).with("shown", shown).to_string());
    }
    if telling.found.facts.is_late(one.row.submitted_at) {
        let is_public = telling.found.facts.is_public();
        let word = if is_public { "published" } else { "closed" };
        warnings.push(words.say_of("check-late-request", word).to_string());
    }
    if !counts(&telling.found.changes, one.row.revision) {
        warnings.push(words.say("check-older-version").with("n", one.row.revision).to_string());
    }
    warnings
}

/// Whether a signature under this revision counts for the newest one.
fn counts(changes: &[(i32, Change)], signed: i32) -> bool {
    let newest = changes.iter().map(|(n, _)| *n).max().unwrap_or(signed);
    counts_for(signed, newest, changes)
}

fn decided(telling: &Telling<'_>, chosen: &Chosen) -> Option<Decided> {
    let row = &chosen.opened.row;
    let (word, at) = match row.status {
        Status::Listed if chosen.checked_by.is_none() => ("rule", row.listed_at?),
        Status::Listed => ("listed", row.listed_at?),
        Status::Pending | Status::Confirmed => return None,
        ended => (ended.as_str(), row.ended_at?),
    };
    Some(Decided { word, name: chosen.checked_by.clone().unwrap_or_default(), time: telling.here(at) })
}
