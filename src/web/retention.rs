//! `/desk/operator/retention`: what is erased next, letter by letter. Numbers and dates only; nothing of it opens a name.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::clock::Moment;
use crate::domain::event::Verb;
use crate::render::shell::Shell;
use crate::render::when::{date, in_utc, iso};
use crate::render::words::Words;
use crate::store::purge::{self, Due, Upcoming};
use crate::store::{event, revision};
use crate::web::answer;
use crate::web::error::Result;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// What is erased next.
#[derive(Template)]
#[template(path = "operator/retention.html")]
pub struct RetentionPage {
    /// Around the page.
    pub shell: Shell,
    /// Kinds of what is due now, with how many.
    pub due: Vec<(&'static str, usize)>,
    /// How many in all.
    pub due_count: usize,
    /// Letters of which something is still to be erased.
    pub letters: Vec<LetterRow>,
    /// When something was last erased, in UTC.
    pub last: Option<String>,
}

/// A letter, with what is still to be erased of it.
pub struct LetterRow {
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: String,
    /// Kinds, with how many and when.
    pub cells: Vec<Cell>,
}

/// How many of one kind are erased, and when.
pub struct Cell {
    /// How many.
    pub count: i64,
    /// The day, and the moment for machines; none while no end is known.
    pub on: Option<(String, String)>,
}

impl RetentionPage {
    fn new(shell: Shell, due: &Due, letters: Vec<(Upcoming, String)>, last: Option<Moment>) -> RetentionPage {
        let words = shell.t.clone();
        let kinds = [
            ("contacts", due.contacts.len()),
            ("withheld", due.withheld.len()),
            ("invitations", due.invitations.len()),
            ("ended", due.ended.len()),
            ("traces", due.traces),
        ];
        RetentionPage {
            due: kinds.into_iter().filter(|(_, count)| *count > 0).collect(),
            due_count: due.total(),
            letters: letters.into_iter().map(|(one, title)| letter_row(&words, one, title)).collect(),
            last: last.map(|at| in_utc(at, &words)),
            shell,
        }
    }

    /// For the test that renders every page.
    pub fn sample() -> RetentionPage {
        let cell = |count, day: &str| {
            let on = (!day.is_empty()).then(|| (day.to_owned(), "2027-01-01T00:00:00Z".to_owned()));
            Cell { count, on }
        };
        let row = |title: &str, cells| LetterRow { title: title.into(), language: "en".into(), cells };
        RetentionPage {
            shell: Shell::desk_sample(),
            due: vec![("ended", 3), ("traces", 120)],
            due_count: 123,
            letters: vec![
                row(
                    "Our rivers cross borders",
                    vec![cell(321, "Tue 23 Feb 2027"), cell(2, "Fri 25 Dec 2026"), cell(277, "Fri 25 Dec 2026")],
                ),
                row("Half the seats", vec![cell(44, ""), cell(0, ""), cell(61, "")]),
            ],
            last: Some("Sun 22 Nov 2026, 04:00 UTC".into()),
        }
    }
}

fn letter_row(words: &Words, one: Upcoming, title: String) -> LetterRow {
    let cell = |count, at: Option<Moment>| Cell { count, on: at.map(|at| (date(at, words), iso(at))) };
    LetterRow {
        cells: vec![
            cell(one.contacts, one.dates.contacts),
            cell(one.withheld, one.dates.withheld),
            cell(one.invitations, one.dates.invitations),
        ],
        language: one.letter.language,
        title,
    }
}

/// `GET /desk/operator/retention`
pub async fn page(site: Data<Site>, who: SignedIn) -> Result<HttpResponse> {
    who.as_operator()?;
    let now = site.now();
    let read = site.store.read(move |db| {
        let due = purge::due(db, now)?;
        let mut letters = Vec::new();
        for one in purge::upcoming(db)? {
            let title = revision::latest_edit(db, &one.letter.id, &one.letter.language)?.text()?.title;
            letters.push((one, title));
        }
        Ok((due, letters, event::newest(db, Verb::Purge)?.map(|event| event.at)))
    });
    let (due, letters, last) = read.await?;
    answer::ok(&RetentionPage::new(who.shell(&site), &due, letters, last))
}
