//! The page of the check desk, built from what was read.

use askama::Template;

use crate::domain::check::Doubt;
use crate::domain::signature::{SignsAs, Status};
use crate::render::register::Labels;
use crate::store::check::{Opened, Sight, fingerprint};
use crate::web::desk::Work;
use crate::web::desk::answers::Summary;
use crate::web::desk::signatures::asked::TABS;
use crate::web::desk::signatures::compare::Others;
use crate::web::desk::signatures::facts::{ChosenView, Telling};
use crate::web::desk::signatures::read::Found;
use crate::web::form::FormState;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// `/desk/letters/{id}/signatures`.
#[derive(Template)]
#[template(path = "desk/signatures.html")]
pub struct SignaturesPage {
    /// Around the page.
    pub shell: Shell,
    /// What a refused form had in it.
    pub form: FormState,
    /// The page's path.
    pub path: String,
    /// The tab's status word.
    pub show: &'static str,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// How many are in this tab.
    pub count: i64,
    /// How signatories answered to a changed text, while that is open.
    pub answers: Option<Summary>,
    /// How many wait for the check, for the heading of every tab.
    pub to_check: i64,
    /// The rows of the queue.
    pub rows: Vec<RowView>,
    /// The next page of the queue, or empty.
    pub more: String,
    /// Whether this is not its first page.
    pub is_continued: bool,
    /// What ticked rows can have done: `list`, `undo` or nothing.
    pub bulk: &'static str,
    /// The signature at the right.
    pub chosen: Option<ChosenView>,
    /// What was just done.
    pub told: Option<ToldView>,
    /// Whether the asker may see withheld names.
    pub sees_withheld: bool,
    /// Whether a signature that came another way can be added now.
    pub may_record: bool,
}

/// A tab with its number.
pub struct Tab {
    /// The status word.
    pub word: &'static str,
    /// How many.
    pub count: i64,
    /// Whether it is the present one.
    pub is_current: bool,
}

/// A row of the queue.
pub struct RowView {
    /// The signature.
    pub id: String,
    /// What of it was read, for the form.
    pub seen: String,
    /// Where it is shown.
    pub href: String,
    /// The name; none while it is withheld or erased.
    pub name: Option<String>,
    /// When it came, short.
    pub at: String,
    /// The word under the name: a doubt, `withheld`, `erased`, `clear`.
    pub note: &'static str,
    /// Whether the word asks for a look.
    pub is_doubt: bool,
    /// Whether it is the one at the right.
    pub is_current: bool,
    /// Whether it can be ticked.
    pub may_tick: bool,
}

/// What was just done.
pub struct ToldView {
    /// The deed's word.
    pub word: &'static str,
    /// To how many.
    pub count: usize,
    /// To whom, when it was one whose name may be seen.
    pub name: Option<String>,
    /// The signature that can be taken back from here, or empty.
    pub undo: String,
    /// Those that were left: name, and the word that says why.
    pub missed: Vec<(Option<String>, String)>,
    /// How many were left.
    pub missed_count: usize,
}

impl SignaturesPage {
    pub(super) fn new(site: &Site, who: &SignedIn, work: &Work, mut found: Found, form: FormState) -> SignaturesPage {
        let answers = found.answers.take();
        let words = site.words();
        let letter = &work.letter;
        let telling = Telling {
            words: &words,
            labels: Labels::new(&letter.language, found.country_labels.clone()),
            found: &found,
            zone: (letter.time_zone.parse().unwrap_or(chrono_tz::UTC), letter.zone_label.clone()),
            path: work.path("signatures"),
            now: site.now(),
        };
        let sees_withheld = work.member.sees_withheld;
        let others = Others::new(&found);
        let may_compare = sees_withheld && found.sight == Sight::Named && work.withheld > 0;
        let chosen = found.chosen.as_ref().map(|chosen| ChosenView::new(&telling, &others, chosen, may_compare));
        let chosen_id = chosen.as_ref().map(|chosen| chosen.id.as_str());
        let bulk = match found.show {
            Status::Confirmed => "list",
            Status::Listed => "undo",
            _ => "",
        };
        let rows = found.rows.iter().map(|one| {
            let note = note(&others, one, found.show);
            RowView {
                id: one.row.id.to_string(),
                seen: format!("{} {}", one.row.id, fingerprint(&one.row)),
                href: format!("{}?show={}&signature={}#chosen", telling.path, found.show, one.row.id),
                name: one.line.as_ref().map(|line| line.name.clone()),
                at: telling.short(one.row.submitted_at),
                is_doubt: note.parse::<Doubt>().is_ok(),
                note,
                is_current: chosen_id == Some(one.row.id.as_str()),
                may_tick: !bulk.is_empty() && one.row.purged_at.is_none() && (!one.is_masked() || sees_withheld),
            }
        });
        let more = found.more.as_ref().map(|after| format!("{}?show={}&after={after}", telling.path, found.show));
        let may_record = letter.facts().accepts_submission(telling.now).is_ok();
        SignaturesPage {
            answers,
            may_record: may_record && letter.signers.allow(SignsAs::Organisation),
            rows: rows.collect(),
            more: more.unwrap_or_default(),
            is_continued: found.is_continued,
            tabs: tabs(work, found.show),
            count: work.count(found.show),
            to_check: work.count(Status::Confirmed),
            show: found.show.as_str(),
            bulk,
            chosen,
            told: told(&found),
            sees_withheld,
            path: work.path("signatures"),
            shell: work.shell(site, who, "signatures"),
            form,
        }
    }
}

fn tabs(work: &Work, show: Status) -> Vec<Tab> {
    let tab = |status: &Status| Tab { word: status.as_str(), count: work.count(*status), is_current: *status == show };
    TABS.iter().map(tab).filter(|tab| tab.word != Status::Expired.as_str() || tab.count > 0 || tab.is_current).collect()
}

/// The one word under a name in the queue.
fn note(others: &Others<'_>, one: &Opened, show: Status) -> &'static str {
    if one.row.purged_at.is_some() {
        return "erased";
    }
    if one.is_masked() {
        return "withheld";
    }
    if show != Status::Confirmed {
        let asks = one.proposal.is_some();
        return if asks { Doubt::Correction.as_str() } else { one.row.kind.as_str() };
    }
    others.doubts(one).first().map_or("clear", |doubt| doubt.as_str())
}

fn told(found: &Found) -> Option<ToldView> {
    let deed = found.told.deed?;
    let name = found.last.as_ref().and_then(|last| last.line.as_ref()).map(|line| line.name.clone());
    // Only what still stands as it was left can be taken back.
    let can_undo =
        |last: &Opened| matches!(last.row.status, Status::Listed | Status::Refused) && deed_ends_in(deed, last);
    let missed = found.missed.iter().map(|(one, why)| (one.line.as_ref().map(|line| line.name.clone()), why.clone()));
    Some(ToldView {
        word: deed.as_str(),
        count: found.told.count,
        name,
        undo: found.last.as_ref().filter(|last| can_undo(last)).map(|last| last.row.id.to_string()).unwrap_or_default(),
        missed: missed.collect(),
        missed_count: found.told.missed_count,
    })
}

fn deed_ends_in(deed: super::told::Deed, last: &Opened) -> bool {
    use super::told::Deed;
    match deed {
        Deed::List => last.row.status == Status::Listed,
        Deed::Refuse => last.row.status == Status::Refused,
        Deed::Undo | Deed::AcceptCorrection | Deed::DropCorrection => false,
    }
}
