//! What the overview draws: the pace of signatures, and where answers are missing. Each drawing has its table.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::domain::country::{self, Region};
use crate::domain::dates::LocalTime;
use crate::domain::invitation::Standing;
use crate::domain::text::Collation;
use crate::render::pace::{Drawn, Pace};
use crate::render::when::day_and_month;
use crate::render::words::Words;
use crate::store::answered::Signed;
use crate::store::letter::{Letter, LetterMember};
use crate::store::pace::{self, History};
use crate::store::{Db, invitation, invitee};
use crate::web::inviting::{country_choices, country_name, language_name};
use crate::word_enum;

word_enum! {
    /// By what the gaps are told apart.
    GapsBy {
        /// The five regions of UN M49.
        Region => "region",
        /// Countries that occur.
        Country => "country",
        /// The contacts' languages that occur.
        Language => "language",
    }
}

/// A place on the time axis with its words.
pub struct MarkShown {
    /// Per cent from the left.
    pub x: u32,
    /// What happened.
    pub word: &'static str,
    /// "9 Nov".
    pub day: String,
}

/// A row of the table of the pace.
pub struct Day {
    /// "9 Nov".
    pub day: String,
    /// Signatures of that day.
    pub added: usize,
    /// Signatures up to its end.
    pub total: usize,
}

/// The pace, drawn and as a table.
pub struct PaceShown {
    /// The drawing.
    pub drawn: Pace,
    /// What stands below it.
    pub marks: Vec<MarkShown>,
    /// Days on which somebody signed.
    pub days: Vec<Day>,
}

/// A row of the gaps.
pub struct Gap {
    /// What the filter of the invitations calls it; `-` where it is not known.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Invitations, those taken back left out.
    pub invited: usize,
    /// Signed, as far as the reader may know.
    pub signed: usize,
    /// Mailed and without an answer.
    pub silent: usize,
}

impl Gap {
    /// Signed of the invited, in per cent.
    pub fn rate(&self) -> usize {
        self.signed * 100 / self.invited.max(1)
    }
}

/// Reads and draws the pace of an opened letter.
///
/// # Errors
/// What the database says.
pub fn pace(
    db: &mut Db<'_>,
    letter: &Letter,
    member: &LetterMember,
    now: Moment,
    words: &Words,
) -> crate::error::Result<Option<PaceShown>> {
    let Some(opened_at) = letter.opened_at else { return Ok(None) };
    let history = pace::history(db, letter, &member.coordinator_id)?;
    let ends_at = [letter.closes_at, letter.publishes_at].into_iter().flatten().max().unwrap_or(now);
    let mut marks: Vec<(Moment, &'static str)> = vec![(opened_at, "opened")];
    marks.extend(history.mailings.iter().filter(|(at, _)| *at <= now).map(|(at, kind)| (*at, kind.as_str())));
    marks.extend(letter.closes_at.map(|at| (at, "closes")));
    marks.extend(letter.publishes_at.map(|at| (at, "public")));
    marks.sort_by_key(|(at, _)| *at);
    let drawn = Pace::draw(&Drawn {
        opened_at,
        ends_at,
        now,
        signed: &history.signed,
        before: history.before.as_ref().map(|(opened_at, signed)| (*opened_at, signed.as_slice())),
        marks: &marks,
    });
    let day = |at: Moment| day_and_month(local(letter, at), words);
    let marks = drawn.marks.iter().map(|mark| MarkShown { x: mark.x, word: mark.word, day: day(mark.at) }).collect();
    Ok(Some(PaceShown { marks, days: days(letter, &history, words), drawn }))
}

fn days(letter: &Letter, history: &History, words: &Words) -> Vec<Day> {
    let mut by_day: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for at in &history.signed {
        *by_day.entry(local(letter, *at)).or_default() += 1;
    }
    let mut total = 0;
    let mut row = |(day, added): (NaiveDate, usize)| {
        total += added;
        Day { day: day_and_month(day, words), added, total }
    };
    by_day.into_iter().map(&mut row).collect()
}

fn local(letter: &Letter, at: Moment) -> NaiveDate {
    let zone = crate::domain::dates::parse_zone(&letter.time_zone).unwrap_or(chrono_tz::UTC);
    LocalTime::of(at, zone).naive().date()
}

/// Reads where answers are missing; regions to which nobody was invited are rows too.
///
/// # Errors
/// What the database says.
pub fn gaps(
    db: &mut Db<'_>,
    letter: &Letter,
    member: &LetterMember,
    by: GapsBy,
    words: &Words,
) -> crate::error::Result<Vec<Gap>> {
    let mailed = invitee::mailed(db, &letter.id)?;
    let signed = Signed::read(db, &letter.id, member.sees_withheld)?;
    let steps = invitee::steps(db, letter, member.sees_withheld)?;
    let choices = country_choices(db, &letter.id, words)?;
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    if by == GapsBy::Region {
        counts.extend(Region::ALL.iter().map(|region| (region.as_str().to_owned(), Default::default())));
    }
    for (row, card, contact) in invitation::list(db, &letter.id)? {
        let has_signed = signed.at(db, &row.id).is_some();
        let standing = row.standing(mailed.get(&row.id).copied(), has_signed, &steps, member.sees_withheld);
        if standing == Standing::Revoked {
            continue;
        }
        let code = match by {
            GapsBy::Region => {
                country::region_of(card.country.as_deref(), card.region.as_deref()).unwrap_or_default().to_owned()
            }
            GapsBy::Country => card.country.unwrap_or_default(),
            GapsBy::Language => contact.language.unwrap_or_default(),
        };
        let count = counts.entry(code).or_default();
        count.0 += 1;
        count.1 += usize::from(standing == Standing::Signed);
        count.2 += usize::from(standing.is_silent());
    }
    let name = |code: &str| match by {
        _ if code.is_empty() => words.say("invitations-filter-none").to_string(),
        GapsBy::Region => code
            .parse::<Region>()
            .map_or_else(|_| code.to_owned(), |region| country::region_name(region, words.lang()).to_owned()),
        GapsBy::Country => country_name(&choices, code),
        GapsBy::Language => language_name(code),
    };
    let gap = |(code, (invited, signed, silent)): (String, (usize, usize, usize))| Gap {
        name: name(&code),
        code: if code.is_empty() { "-".to_owned() } else { code },
        invited,
        signed,
        silent,
    };
    let mut gaps: Vec<Gap> = counts.into_iter().map(gap).collect();
    Collation::for_language(words.lang()).sort_by_name(&mut gaps, |gap| gap.name.as_str());
    Ok(gaps)
}
