//! The rows of the table of invitations: opened, filtered, sorted, a page at a time.

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::domain::country;
use crate::domain::invitation::Standing;
use crate::domain::text::{Collation, name_key};
use crate::render::words::Words;
use crate::store::answered::Signed;
use crate::store::invitation;
use crate::store::letter::{Letter, LetterMember};
use crate::store::{Db, invitee};
use crate::web::form::FormState;
use crate::web::inviting::{Named, country_name, language_name};

/// How many rows one page shows.
pub const ROWS_A_PAGE: usize = 200;

/// One invitation in the table.
#[derive(Debug, Clone)]
pub struct InviteeRow {
    /// Its id, for the checkbox.
    pub id: String,
    /// Who.
    pub named: Named,
    /// What the country is called; empty when it is asked at signing.
    pub country: String,
    /// What a list said about the country where it was not recognised.
    pub country_as_written: String,
    /// What the language is called; empty when unknown.
    pub language: String,
    /// The word of where it stands.
    pub standing: Standing,
    /// When the mail left, was refused, or the answer came (a day).
    pub at: Option<Moment>,
    /// Why it was declined; only for those who may see answers.
    pub reason: String,
    code: String,
    region: Option<&'static str>,
    tag: String,
}

/// What the page shows of all rows.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// This page's.
    pub shown: Vec<InviteeRow>,
    /// How many fit the filter.
    pub fitting: usize,
    /// How many there are at all, taken back ones left out.
    pub invited: usize,
    /// How many stand where, in the order of the words; those that occur.
    pub standings: Vec<(Standing, usize)>,
    /// How many were asked and have not answered, whatever else is known of them.
    pub silent: usize,
    /// Countries that occur, with how many, for the filter.
    pub countries: Vec<(String, String, usize)>,
    /// Languages that occur, with how many, for the filter.
    pub languages: Vec<(String, String, usize)>,
    /// The last row of this page, if more follow.
    pub next_after: Option<String>,
}

/// Reads the rows of a letter that fit a filter (`q`, `status`, `region`, `country`, `language`, `after`).
pub fn read(
    db: &mut Db<'_>,
    letter: &Letter,
    member: &LetterMember,
    filter: &FormState,
    choices: &[(String, String)],
    words: &Words,
) -> crate::error::Result<Rows> {
    let mailed = invitee::mailed(db, &letter.id)?;
    let signed = Signed::read(db, &letter.id, member.sees_withheld)?;
    let steps = invitee::steps(db, letter, member.sees_withheld)?;
    let mut rows = Vec::new();
    for (row, card, contact) in invitation::list(db, &letter.id)? {
        let (mailed, signed) = (mailed.get(&row.id).copied(), signed.at(db, &row.id));
        let reason =
            row.reason_sealed.as_ref().filter(|_| member.sees_withheld && row.answer.is_some() && signed.is_none());
        let reason = reason.map(|sealed| db.keys.open("invitation", "reason", row.id.as_str(), sealed)).transpose()?;
        rows.push(InviteeRow {
            named: Named::of(db, &card, &contact)?,
            country: card.country.as_deref().map(|code| country_name(choices, code)).unwrap_or_default(),
            country_as_written: row.country_as_written.clone().unwrap_or_default(),
            language: contact.language.as_deref().map(language_name).unwrap_or_default(),
            standing: row.standing(mailed, signed.is_some(), &steps, member.sees_withheld),
            at: signed.or(row.answered_at).or(mailed.and_then(|mailed| mailed.at)),
            reason: reason.unwrap_or_default(),
            region: country::region_of(card.country.as_deref(), card.region.as_deref()),
            code: card.country.unwrap_or_default(),
            tag: contact.language.unwrap_or_default(),
            id: row.id.0,
        });
    }
    Ok(arrange(rows, filter, words))
}

fn arrange(mut rows: Vec<InviteeRow>, filter: &FormState, words: &Words) -> Rows {
    let count = |standing: Standing| rows.iter().filter(|row| row.standing == standing).count();
    let standings = Standing::ALL.iter().map(|standing| (*standing, count(*standing)));
    let mut arranged = Rows {
        invited: rows.len() - count(Standing::Revoked),
        silent: rows.iter().filter(|row| row.standing.is_silent()).count(),
        standings: standings.filter(|(_, count)| *count > 0).collect(),
        countries: tally(rows.iter().map(|row| (&row.code, &row.country)), words),
        languages: tally(rows.iter().map(|row| (&row.tag, &row.language)), words),
        ..Rows::default()
    };
    let wanted = Wanted::of(filter);
    rows.retain(|row| wanted.fits(row));
    let collation = Collation::for_language(words.lang());
    collation.sort_by_name(&mut rows, |row| row.named.title());
    arranged.fitting = rows.len();
    let after = filter.value("after");
    let start = rows.iter().position(|row| row.id == after).map_or(0, |at| at + 1);
    arranged.shown = rows.into_iter().skip(start).take(ROWS_A_PAGE).collect();
    if start + arranged.shown.len() < arranged.fitting {
        arranged.next_after = arranged.shown.last().map(|row| row.id.clone());
    }
    arranged
}

/// What a filter asks for.
struct Wanted {
    words: Vec<String>,
    standing: Option<Standing>,
    is_silent: bool,
    region: String,
    country: String,
    language: String,
}

impl Wanted {
    fn of(filter: &FormState) -> Wanted {
        Wanted {
            words: name_key(filter.value("q")).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            standing: filter.value("status").parse().ok(),
            is_silent: filter.is("status", "silent"),
            region: filter.value("region").to_owned(),
            country: filter.value("country").to_owned(),
            language: filter.value("language").to_owned(),
        }
    }

    fn fits(&self, row: &InviteeRow) -> bool {
        // Taken back ones are shown only when asked for.
        let standing = match self.standing {
            Some(standing) => row.standing == standing,
            None if self.is_silent => row.standing.is_silent(),
            None => row.standing != Standing::Revoked,
        };
        let named = &row.named;
        let text = || {
            let plain = format!("{} {} {} {}", named.organisation, named.latin_name, named.person, named.email);
            name_key(&plain)
        };
        standing
            && (self.region.is_empty() || self.region == row.region.unwrap_or("-"))
            && (self.country.is_empty() || row.code == self.country || (self.country == "-" && row.code.is_empty()))
            && (self.language.is_empty() || row.tag == self.language || (self.language == "-" && row.tag.is_empty()))
            && (self.words.is_empty() || {
                let text = text();
                self.words.iter().all(|word| text.contains(word.as_str()))
            })
    }
}

/// Counts values that occur, by what they are called; `-` stands for none.
fn tally<'r>(values: impl Iterator<Item = (&'r String, &'r String)>, words: &Words) -> Vec<(String, String, usize)> {
    let mut counts: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for (code, name) in values {
        let entry = counts.entry(code.as_str()).or_insert((name.as_str(), 0));
        entry.1 += 1;
    }
    let nothing = words.say("invitations-filter-none").to_string();
    let named = |(code, (name, count)): (&str, (&str, usize))| match code {
        "" => ("-".to_owned(), nothing.clone(), count),
        code => (code.to_owned(), name.to_owned(), count),
    };
    let mut tally: Vec<(String, String, usize)> = counts.into_iter().map(named).collect();
    Collation::for_language(words.lang()).sort_by_name(&mut tally, |(_, name, _)| name.as_str());
    tally
}
