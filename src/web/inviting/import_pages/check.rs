//! The third step of an import: what can be done with each row, and what a person still has to say.

use askama::Template;

use super::{Checking, ROWS_SHOWN};
use crate::actions::import_list::{Known, Meets};
use crate::domain::import::Column;
use crate::web::desk::Work;
use crate::web::form::FormState;
use crate::web::inviting::import::explain;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// Faulty, repeated or known rows that the page lists; the download has all faulty ones.
const LISTED_AT_MOST: usize = 100;
/// Unrecognised spellings with a list of countries beside each; further ones are asked at signing.
const SPELLINGS_ASKED: usize = 40;

/// A row that is not imported as it stands.
pub struct LeftRow {
    /// Its number in the list.
    number: usize,
    /// What is wrong, each in a sentence; or whose row it repeats.
    sentences: Vec<String>,
}

/// A country spelling with what may be meant.
pub struct Spelling {
    spelling: String,
    count: usize,
    suggested: Vec<(String, String)>,
    chosen: String,
}

#[derive(Template)]
#[template(path = "inviting/import_check.html")]
pub struct CheckPage {
    shell: Shell,
    form: FormState,
    list: String,
    columns: Vec<(String, String)>,
    ready: usize,
    faulty: Vec<LeftRow>,
    faulty_count: usize,
    repeated: Vec<LeftRow>,
    repeated_count: usize,
    known: Vec<String>,
    known_count: usize,
    spellings: Vec<Spelling>,
    more_spellings: usize,
    countries: Vec<(String, String)>,
    unknown_languages: Vec<String>,
    unknown_kinds: Vec<String>,
    sample: Vec<Sample>,
    same_cards: usize,
    known_cards: Vec<KnownRow>,
    more_known_cards: usize,
    back: String,
    faulty_href: String,
}

/// A row whose organisation the address book may have, with what may be meant.
pub struct KnownRow {
    /// The row's number.
    number: usize,
    /// What the list calls it.
    title: String,
    /// The card's id.
    card: String,
    /// The card's name and country.
    name: String,
    country: String,
    /// Why they meet.
    meets: Meets,
    /// Whether the card is chosen.
    is_chosen: bool,
}

/// A ready row as it will stand in the list of invitations.
pub struct Sample {
    title: String,
    email: String,
    country: String,
}

impl CheckPage {
    /// The third step.
    pub fn new(site: &Site, who: &SignedIn, work: &Work, checking: Checking, form: FormState) -> CheckPage {
        let shell = work.shell(site, who, "invitations");
        let Checking { import, columns, checked, countries, known, .. } = checking;
        let (asked, more) =
            checked.unrecognised_countries.split_at(checked.unrecognised_countries.len().min(SPELLINGS_ASKED));
        let named = |code: &str| countries.iter().find(|(known, _)| known == code).cloned();
        let spellings = asked.iter().map(|one| Spelling {
            suggested: one.suggestions.iter().filter_map(|code| named(code.as_str())).collect(),
            chosen: chosen_before(&form, &one.spelling),
            spelling: one.spelling.clone(),
            count: one.count,
        });
        let faulty = checked.faulty.iter().take(LISTED_AT_MOST).map(|row| LeftRow {
            number: row.row_number,
            sentences: row.faults.iter().map(|fault| explain(fault, &shell.t)).collect(),
        });
        let repeated = checked.repeated.iter().take(LISTED_AT_MOST).map(|row| LeftRow {
            number: row.row.row_number,
            sentences: vec![shell.t.say("import-repeats").with("row", row.first_row).to_string()],
        });
        let sample = checked.ready.iter().take(ROWS_SHOWN).map(|row| Sample {
            title: row.organisation.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default(),
            email: row.email.display(),
            country: row.country.and_then(|code| named(code.as_str())).map(|(_, name)| name).unwrap_or_default(),
        });
        let (same, asked_about): (Vec<&Known>, Vec<&Known>) = known.iter().partition(|one| one.meets == Meets::Both);
        let titled = |number: usize| {
            let row = checked.ready.iter().find(|row| row.row_number == number);
            let name = row.and_then(|row| row.organisation.as_ref()).map(|name| name.as_str().to_owned());
            name.or_else(|| row.map(|row| row.email.display())).unwrap_or_default()
        };
        let known_rows = asked_about.iter().take(LISTED_AT_MOST).map(|one| KnownRow {
            number: one.row_number,
            title: titled(one.row_number),
            card: one.card.to_string(),
            name: one.name.clone(),
            country: one.country.as_deref().and_then(named).map(|(_, name)| name).unwrap_or_default(),
            meets: one.meets,
            is_chosen: card_before(&form, one),
        });
        let chosen = |column: &Column| {
            let index = columns.get(*column).map(|index| index.to_string()).unwrap_or_default();
            (format!("column_{column}"), index)
        };
        let spelled = |unknown: &[crate::domain::import::Unrecognised]| -> Vec<String> {
            unknown.iter().take(SPELLINGS_ASKED).map(|one| one.spelling.clone()).collect()
        };
        CheckPage {
            list: import.id.to_string(),
            columns: Column::ALL.iter().map(chosen).collect(),
            ready: checked.ready.len(),
            faulty_count: checked.faulty.len(),
            faulty: faulty.collect(),
            repeated_count: checked.repeated.len(),
            repeated: repeated.collect(),
            known_count: checked.already_invited.len(),
            known: checked.already_invited.iter().take(LISTED_AT_MOST).map(|row| row.email.display()).collect(),
            spellings: spellings.collect(),
            more_spellings: more.len(),
            unknown_languages: spelled(&checked.unrecognised_languages),
            unknown_kinds: spelled(&checked.unrecognised_kinds),
            sample: sample.collect(),
            same_cards: same.len(),
            known_cards: known_rows.collect(),
            more_known_cards: asked_about.len().saturating_sub(LISTED_AT_MOST),
            back: format!("{}?list={}", work.path("invitations/import"), import.id),
            faulty_href: format!("{}?list={}", work.path("invitations/import/faulty.csv"), import.id),
            countries,
            shell,
            form,
        }
    }

    /// Everything that stands in the list already: twice in the file, or invited before.
    fn in_list_count(&self) -> usize {
        self.repeated_count + self.known_count
    }
}

/// What was chosen for a spelling in a form that came back.
fn chosen_before(form: &FormState, spelling: &str) -> String {
    let at = form.all("spelling").iter().position(|one| one == spelling);
    at.map(|at| form.value_at("country", at).to_owned()).unwrap_or_default()
}

/// Whether the card was chosen in a form that came back; else whether it usually is.
fn card_before(form: &FormState, known: &Known) -> bool {
    let number = known.row_number.to_string();
    let at = form.all("card_row").iter().position(|row| *row == number);
    at.map_or(known.is_usual, |at| form.value_at("card", at) == known.card.as_str())
}
