//! Who may be the same: reasons, and two signatories side by side with only their differences in ink.

use crate::domain::check::{Compared, Doubt, is_imitation};
use crate::domain::country::CountryCode;
use crate::domain::email::{AddressMatch, EmailAddress, Website};
use crate::domain::ids::OrganisationId;
use crate::domain::signature::{Origin, PrintedLine, Status};
use crate::domain::text::{Likeness, name_key};
use crate::render::name_diff::{Piece, name_diff};
use crate::store::check::Opened;
use crate::web::desk::signatures::facts::Telling;
use crate::web::desk::signatures::read::{Found, Invited};

/// At most so many pairs are laid side by side; the rest is counted.
const PAIRS: usize = 3;

/// Two signatories side by side.
pub struct Pair {
    /// What the other one is: a status word, `invited`, or `wish` for a correction.
    pub other_is: &'static str,
    /// The other one's name.
    pub other_name: String,
    /// Where the other one is shown by itself; empty for a card or a wish.
    pub other_href: String,
    /// Why they may be the same.
    pub reasons: Vec<Likeness>,
    /// The rows.
    pub rows: Vec<PairRow>,
    /// The letters that only look alike, with their code points: left and right.
    pub letters: Option<(String, String)>,
}

/// One fact of both.
pub struct PairRow {
    /// The word of the fact in the catalogue.
    pub word: &'static str,
    /// Whether it is printed on the register.
    pub is_printed: bool,
    /// Whether both are equal.
    pub is_same: bool,
    /// The left one's.
    pub left: Vec<Piece>,
    /// The right one's.
    pub right: Vec<Piece>,
}

/// Everybody whom a signature is compared with, with what is compared of each computed once.
pub struct Others<'a> {
    found: &'a Found,
    standing: Vec<(&'a Opened, Compared)>,
    invited: Vec<(&'a Invited, Compared)>,
}

impl<'a> Others<'a> {
    /// Of everything that was read.
    pub fn new(found: &'a Found) -> Others<'a> {
        let standing = found.standing.iter().filter_map(|one| Some((one, compared(one)?))).collect();
        let invited =
            found.invited.iter().map(|one| (one, Compared::of(&card_line(one), one.email.as_ref()))).collect();
        Others { found, standing, invited }
    }

    /// The doubts about a signature whose name may be seen, strongest first.
    pub fn doubts(&self, one: &Opened) -> Vec<Doubt> {
        let (Some(line), Some(this)) = (&one.line, compared(one)) else { return Vec::new() };
        let address = address_match(one);
        let is_likely = || {
            self.standing.iter().any(|(other, with)| other.row.id != one.row.id && !this.likely_same(with).is_empty())
                || self.cards(one).any(|(_, with)| !this.likely_same(with).is_empty())
        };
        let holds = |doubt: &Doubt| match doubt {
            Doubt::MixedScript => is_imitation(line),
            Doubt::Duplicate => is_likely(),
            Doubt::Late => self.found.facts.is_late(one.row.submitted_at),
            Doubt::NameChanged => {
                self.own_card(one).is_some_and(|card| name_key(&card.card.name) != name_key(&line.name))
            }
            Doubt::OtherDomain => address == Some(AddressMatch::Other),
            Doubt::FreeMail => address == Some(AddressMatch::FreeMail),
            Doubt::Recorded => one.row.origin == Origin::Recorded,
            Doubt::Correction => one.proposal.is_some(),
        };
        Doubt::ALL.iter().copied().filter(|doubt| holds(doubt)).collect()
    }

    /// The card that the signature's own invitation belongs to.
    pub fn own_card(&self, one: &Opened) -> Option<&'a Invited> {
        let own = one.row.organisation_id.as_ref()?;
        self.invited.iter().map(|(invited, _)| *invited).find(|invited| is_card(invited, own))
    }

    /// Cards of others: neither the signature's own nor one whose signature stands among those compared.
    fn cards(&self, one: &Opened) -> impl Iterator<Item = &(&'a Invited, Compared)> {
        let own = one.row.organisation_id.clone();
        self.invited.iter().filter(move |(invited, _)| {
            let is = |card: &Option<_>| card.as_ref().is_some_and(|card| is_card(invited, card));
            !is(&own) && !self.found.standing.iter().any(|other| is(&other.row.organisation_id))
        })
    }

    /// The likely ones, strongest reason first, and how many more there are.
    pub fn pairs(&self, one: &Opened, telling: &Telling<'_>) -> (Vec<Pair>, usize) {
        let Some(this) = compared(one) else { return (Vec::new(), 0) };
        let mut likely: Vec<(Vec<Likeness>, Side<'_>)> = Vec::new();
        for (other, with) in self.standing.iter().filter(|(other, _)| other.row.id != one.row.id) {
            likely.push((this.likely_same(with), Side::Signature(other)));
        }
        for (invited, with) in self.cards(one) {
            likely.push((this.likely_same(with), Side::Card(invited)));
        }
        likely.retain(|(reasons, _)| !reasons.is_empty());
        likely.sort_by(|(one, _), (other, _)| one.cmp(other));
        let more = likely.len().saturating_sub(PAIRS);
        let pairs = likely.into_iter().take(PAIRS).map(|(reasons, side)| telling.pair(one, reasons, side)).collect();
        (pairs, more)
    }
}

/// Whether the invited card is this one, or was merged into it.
fn is_card(invited: &Invited, card: &OrganisationId) -> bool {
    invited.card.id == *card || invited.card.merged_into.as_ref() == Some(card)
}

/// What stands at the right of a pair.
pub enum Side<'a> {
    /// Another signature.
    Signature(&'a Opened),
    /// An invited card.
    Card(&'a Invited),
}

impl Telling<'_> {
    fn pair(&self, one: &Opened, reasons: Vec<Likeness>, side: Side<'_>) -> Pair {
        let left = self.cells(one);
        let (right, other_is, other_name, other_href) = match side {
            Side::Signature(other) => {
                let name = other.line.as_ref().map(|line| line.name.clone()).unwrap_or_default();
                (self.cells(other), other.row.status.as_str(), name, self.href(other))
            }
            Side::Card(invited) => (self.card_cells(invited), "invited", invited.card.name.clone(), String::new()),
        };
        Pair { other_is, other_name, other_href, reasons, rows: rows(&left, &right), letters: letters(&left, &right) }
    }

    /// The line as it is beside the line that the signatory asks for.
    pub fn wish(&self, line: &PrintedLine, wish: &PrintedLine) -> Pair {
        let (left, right) = (self.printed_cells(line), self.printed_cells(wish));
        let rows = rows(&left, &right);
        let letters = letters(&left, &right);
        let (other_name, other_href) = (wish.name.clone(), String::new());
        Pair { other_is: "wish", other_name, other_href, reasons: Vec::new(), rows, letters }
    }

    /// What the register prints of a line, as cells.
    fn printed_cells(&self, line: &PrintedLine) -> Vec<Cell> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            ("name", line.name.clone()),
            ("latin", text(&line.latin_name)),
            ("acronym", text(&line.acronym)),
            ("affiliation", text(&line.affiliation)),
            ("country", self.country(line)),
            ("website", website(line)),
            ("representative", text(&line.representative)),
            ("role", text(&line.role)),
        ]
    }

    fn cells(&self, one: &Opened) -> Vec<Cell> {
        let Some(line) = &one.line else { return Vec::new() };
        let mut cells = self.printed_cells(line);
        let signer = one.signer.clone().unwrap_or_default();
        let who = [signer.name.as_str(), signer.role.as_str()].into_iter().filter(|text| !text.is_empty());
        cells.push(("signed-by", who.collect::<Vec<_>>().join(", ")));
        cells.push(("email", signer.email));
        cells.push(("came-by", self.came_by(&one.row)));
        cells.push(("when", self.here(one.row.submitted_at)));
        cells
    }

    fn card_cells(&self, invited: &Invited) -> Vec<Cell> {
        let mut cells = self.printed_cells(&card_line(invited));
        cells.push(("email", invited.email.as_ref().map(ToString::to_string).unwrap_or_default()));
        cells.push(("when", self.here(invited.since)));
        cells
    }

    /// The country as this letter calls it.
    pub fn country(&self, line: &PrintedLine) -> String {
        let code = line.country.as_deref().and_then(CountryCode::parse);
        code.map_or_else(String::new, |code| self.labels.country(code).to_owned())
    }
}

/// The word of a fact, and the fact.
type Cell = (&'static str, String);

/// Facts that the register prints.
const PRINTED: [&str; 3] = ["name", "latin", "acronym"];

/// Rows in the left one's order; facts that neither has are left out.
fn rows(left: &[Cell], right: &[Cell]) -> Vec<PairRow> {
    const WORDS: [&str; 12] = [
        "name",
        "latin",
        "acronym",
        "affiliation",
        "country",
        "website",
        "representative",
        "role",
        "signed-by",
        "email",
        "came-by",
        "when",
    ];
    let of = |cells: &[Cell], word: &str| {
        cells.iter().find(|(one, _)| *one == word).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let both = WORDS.into_iter().map(|word| (word, of(left, word), of(right, word)));
    both.filter(|(_, left, right)| !left.is_empty() || !right.is_empty())
        .map(|(word, left, right)| {
            let is_printed = PRINTED.contains(&word);
            let is_same = left == right;
            let whole = |text: String| vec![Piece { differs: false, text }];
            // Letters are marked where both have some; "nothing" differs as a whole.
            let (left, right) = match is_printed && !left.is_empty() && !right.is_empty() {
                true => name_diff(&left, &right),
                false => (whole(left), whole(right)),
            };
            PairRow { word, is_printed, is_same, left, right }
        })
        .collect()
}

/// The letters of two names that look alike and are not the same, with their code points.
fn letters(left: &[Cell], right: &[Cell]) -> Option<(String, String)> {
    let name = |cells: &[Cell]| cells.first().map(|(_, name)| name.clone()).unwrap_or_default();
    let (one, other) = (name(left), name(right));
    let looks_alike = one != other && crate::domain::text::skeleton(&one) == crate::domain::text::skeleton(&other);
    let (left, right) = name_diff(&one, &other);
    (looks_alike && name_key(&one) != name_key(&other)).then(|| (code_points(&left), code_points(&right)))
}

fn code_points(pieces: &[Piece]) -> String {
    let letters = pieces.iter().filter(|piece| piece.differs).flat_map(|piece| piece.text.chars());
    letters.map(with_code_point).collect::<Vec<_>>().join(", ")
}

/// A letter and its code point: "А U+0410".
pub fn with_code_point(letter: char) -> String {
    format!("{letter} U+{:04X}", u32::from(letter))
}

fn compared(one: &Opened) -> Option<Compared> {
    let line = one.line.as_ref()?;
    Some(Compared::of(line, address(one).as_ref()))
}

/// The signer's address.
pub fn address(one: &Opened) -> Option<EmailAddress> {
    EmailAddress::parse(&one.signer.as_ref()?.email).ok()
}

/// How the signer's address relates to the website; none for a person, who stands for no body.
pub fn address_match(one: &Opened) -> Option<AddressMatch> {
    let line = one.line.as_ref()?;
    let website = line.website.as_deref().and_then(|text| Website::parse(text).ok());
    Some(AddressMatch::of(&address(one)?, website.as_ref()))
}

fn website(line: &PrintedLine) -> String {
    let parsed = line.website.as_deref().and_then(|text| Website::parse(text).ok());
    let host = parsed.as_ref().map(|site| site.host().trim_start_matches("www.").to_owned());
    host.or_else(|| line.website.clone()).unwrap_or_default()
}

fn card_line(invited: &Invited) -> PrintedLine {
    let card = &invited.card;
    PrintedLine {
        kind: card.kind,
        name: card.name.clone(),
        latin_name: card.latin_name.clone(),
        acronym: card.acronym.clone(),
        country: card.country.clone(),
        region: card.region.clone(),
        affiliation: None,
        website: card.website.clone(),
        representative: None,
        role: None,
    }
}

/// Whether the pair's other one stands on the list.
impl Pair {
    /// Whether the other one is listed.
    pub fn is_listed(&self) -> bool {
        self.other_is == Status::Listed.as_str()
    }
}
