//! `/desk/letters/{id}/signatures`: the check. A queue beside the chosen signature and those it may be one with; list,
//! refuse, undo, corrections. A withheld name is shown only after a button, to those who may see it, and that is recorded.

mod asked;
mod compare;
mod facts;
mod page;
mod read;
mod told;

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};

use crate::actions::check::{self, Decision, Seen};
use crate::domain::refusal::Refusal;
use crate::domain::text::lines;
use crate::error::Error;
use crate::store::Lane;
use crate::store::check::Sight;
use crate::web::answer;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::session::SignedIn;
use crate::web::site::Site;

use asked::Asked;
pub use page::SignaturesPage;
use told::Told;

/// The longest reason for a refusal, in characters.
const REASON_MAX: usize = 1000;
/// The rows of one page of the queue; a form can tick that many.
pub const PAGE: usize = 200;

/// `GET /desk/letters/{id}/signatures?show=listed&signature=…&after=…`
pub async fn show(
    site: Data<Site>,
    who: SignedIn,
    id: Path<String>,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse> {
    let work = find(&site, &who, &id).await?;
    let asked = Asked::read(|name| query.get(name).map(String::as_str));
    let told = Told::read(|name| query.get(name).map(String::as_str));
    let found = read::find(&site, &work, &asked, &told, Sight::Named).await?;
    answer::ok(&SignaturesPage::new(&site, &who, &work, found, FormState::new()))
}

/// `POST /desk/letters/{id}/signatures`: `list`, `refuse`, `undo`, `accept_correction`, `drop_correction` for each
/// `signature`; `show_withheld` for one.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = find(&site, &who, &id).await?;
    let asked = Asked::read(|name| Some(form.value(name)));
    let (letter, checker, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    if let (true, Some(of)) = (form.is("action", "show_withheld"), asked.signature.clone()) {
        site.store.write(Lane::Desk, move |tx| check::see_withheld(tx, &letter, &of, &checker, now)).await?;
        let found = read::find(&site, &work, &asked, &Told::default(), Sight::All).await?;
        return answer::ok(&SignaturesPage::new(&site, &who, &work, found, FormState::new()));
    }
    let seen = seen(&form);
    let decision = match parse(&site, &mut form) {
        Some(decision) if !seen.is_empty() => decision,
        _ => {
            if seen.is_empty() && !form.has_errors() {
                form.refuse_whole(site.words().say("check-nothing-ticked"));
            }
            return again(&site, &who, &id, &asked, form, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let decided = decision.clone();
    if let [one] = seen.as_slice() {
        let (one, id_of_one) = (one.clone(), one.id.clone());
        let done = site.store.write(Lane::Desk, move |tx| check::decide(tx, &letter, &one, &decided, &checker, now));
        return match done.await {
            Ok(()) => Ok(answer::see_other(&Told::one(&decision, id_of_one).at(&work, &asked))),
            Err(Error::Refused(refusal)) => late(&site, &who, &id, &asked, form, refusal).await,
            Err(fault) => Err(fault.into()),
        };
    }
    let count = seen.len();
    let done = site.store.write(Lane::Desk, move |tx| check::decide_all(tx, &letter, &seen, &decided, &checker, now));
    let missed = done.await?;
    Ok(answer::see_other(&Told::many(&decision, count, missed).at(&work, &asked)))
}

/// The letter, for its checkers: signers' addresses are nobody else's.
async fn find(site: &Site, who: &SignedIn, id: &str) -> Result<Work> {
    let work = Work::find(site, who, id).await?;
    if work.member.rights.may_check() { Ok(work) } else { Err(Error::NotAllowed.into()) }
}

/// The signatures that the form speaks of, as they were on its page.
fn seen(form: &FormState) -> Vec<Seen> {
    let fingerprints: BTreeMap<&str, &str> = form.all("seen").iter().filter_map(|pair| pair.split_once(' ')).collect();
    let mut ids: Vec<&String> = form.all("signature").iter().filter(|id| !id.is_empty()).collect();
    ids.sort();
    ids.dedup();
    ids.into_iter()
        .map(|id| Seen {
            fingerprint: fingerprints.get(id.as_str()).map(|fingerprint| (*fingerprint).to_owned()),
            id: crate::domain::ids::SignatureId(id.clone()),
        })
        .collect()
}

fn parse(site: &Site, form: &mut FormState) -> Option<Decision> {
    let words = site.words();
    match form.value("action") {
        "list" => Some(Decision::List),
        "undo" => Some(Decision::Undo),
        "accept_correction" => Some(Decision::AcceptCorrection),
        "drop_correction" => Some(Decision::DropCorrection),
        "refuse" => match lines(form.value("reason"), REASON_MAX) {
            Ok(reason) if !reason.is_empty() => Some(Decision::Refuse(reason)),
            Ok(_) => {
                form.refuse("reason", words.say("check-reason-missing"));
                None
            }
            Err(fault) => {
                form.refuse("reason", words.say_of("text", fault.code()).with("limit", REASON_MAX));
                None
            }
        },
        _ => {
            form.refuse_whole(words.say("form-no-action"));
            None
        }
    }
}

/// Somebody was faster, or something changed: the same page says how it stands now.
async fn late(
    site: &Data<Site>,
    who: &SignedIn,
    id: &str,
    asked: &Asked,
    mut form: FormState,
    refusal: Refusal,
) -> Result<HttpResponse> {
    let words = site.words();
    let sentence = match refusal {
        Refusal::WrongStatus => words.say("check-late").to_string(),
        Refusal::AlreadyListed => words.say("check-card-listed").to_string(),
        other => words.say_of("refusal", other).to_string(),
    };
    form.refuse_whole(sentence);
    again(site, who, id, asked, form, StatusCode::CONFLICT).await
}

async fn again(
    site: &Data<Site>,
    who: &SignedIn,
    id: &str,
    asked: &Asked,
    form: FormState,
    status: StatusCode,
) -> Result<HttpResponse> {
    let work = find(site, who, id).await?;
    let found = read::find(site, &work, asked, &Told::default(), Sight::Named).await?;
    answer::page(status, &SignaturesPage::new(site, who, &work, found, form))
}
