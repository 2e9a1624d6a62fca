//! `/desk/letters/{id}/people`: who works on the letter and what each may do. Owners add colleagues who have an account;
//! accounts are the operators' matter.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;

use crate::actions::set_members::{Grant, remove_member, set_member};
use crate::domain::ids::CoordinatorId;
use crate::domain::letter::{Right, Rights};
use crate::error::Error;
use crate::store::coordinator::Coordinator;
use crate::store::letter::LetterMember;
use crate::store::{Db, Lane, Tx, member};
use crate::web::answer::{page, see_other};
use crate::web::desk::Work;
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// Somebody who works on the letter.
pub struct MemberRow {
    id: String,
    name: String,
    rights: Rights,
    sees_withheld: bool,
    is_me: bool,
    /// Shut out of the server.
    is_disabled: bool,
    /// Invited, and without a password yet.
    is_invited: bool,
}

impl MemberRow {
    /// Whether the box of a right is ticked.
    fn has(&self, right: &Right) -> bool {
        self.rights.has(*right)
    }
}

#[derive(Template)]
#[template(path = "desk/people.html")]
struct PeoplePage {
    shell: Shell,
    form: FormState,
    members: Vec<MemberRow>,
    /// Colleagues who could be added: the empty choice first.
    others: Vec<(String, String)>,
    /// Every right: itself, its name, what it is.
    rights: Vec<(Right, String, String)>,
    is_owner: bool,
    gives_withheld: bool,
    is_operator: bool,
}

impl PeoplePage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, shell: Shell, form: FormState) -> Result<PeoplePage> {
        let (id, team) = (work.letter.id.clone(), work.letter.team_id.clone());
        let read = move |db: &mut Db<'_>| Ok((member::list(db, &id)?, member::team(db, &team)?));
        let (members, team) = site.store.read(read).await?;
        let is_member = |one: &Coordinator| members.iter().any(|(_, account)| account.id == one.id);
        let mut others = vec![(String::new(), shell.t.say("people-choose").text())];
        others.extend(team.iter().filter(|one| !is_member(one)).map(|one| (one.id.to_string(), one.name.clone())));
        let told = |right: &Right| {
            let note = shell.t.say_of("people-rights-note", right).text();
            (*right, shell.t.say_of("people-rights", right).text(), note)
        };
        Ok(PeoplePage {
            others,
            rights: Right::ALL.iter().map(told).collect(),
            is_owner: work.member.rights.may_publish(),
            gives_withheld: work.member.sees_withheld,
            is_operator: who.coordinator.is_operator,
            members: members.into_iter().map(|(member, account)| row(member, account, who)).collect(),
            shell,
            form,
        })
    }
}

fn row(member: LetterMember, account: Coordinator, who: &SignedIn) -> MemberRow {
    MemberRow {
        is_me: account.id == who.coordinator.id,
        is_disabled: account.disabled_at.is_some(),
        is_invited: account.password_hash.is_none(),
        id: account.id.to_string(),
        name: account.name,
        rights: member.rights,
        sees_withheld: member.sees_withheld,
    }
}

/// `GET /desk/letters/{id}/people`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, after: Query<After>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let shell = after.tell(work.shell(&site, &who, "people"));
    let form = FormState::new().with("rights", Rights::EDITOR.as_str());
    page(StatusCode::OK, &PeoplePage::load(&site, &who, &work, shell, form).await?)
}

/// `POST /desk/letters/{id}/people`: `add`, `save`, `remove`; the field `coordinator` says whom.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_own()?;
    let (letter, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    let them = CoordinatorId(form.value("coordinator").to_owned());
    let is_me = them == by;
    let (written, done) = match form.value("action") {
        "remove" => {
            let act = move |tx: &mut Tx<'_>| remove_member(tx, &letter, &by, &them, now);
            (site.store.write(Lane::Desk, act).await, Done::MemberRemoved)
        }
        action @ ("add" | "save") => {
            let done = if action == "add" { Done::MemberAdded } else { Done::RightsSaved };
            let Some(grant) = parse(&site, &mut form, them) else { return refused(&site, &who, &work, form).await };
            let act = move |tx: &mut Tx<'_>| set_member(tx, &letter, &by, &grant, now);
            (site.store.write(Lane::Desk, act).await, done)
        }
        _ => {
            form.refuse_whole(site.words().say("form-no-action"));
            return refused(&site, &who, &work, form).await;
        }
    };
    match written {
        // Who took themselves off cannot see the page any more.
        Ok(()) if is_me && done == Done::MemberRemoved => Ok(see_other("/desk")),
        Ok(()) => Ok(see_other(&done.at(&work.path("people")))),
        Err(Error::Refused(refusal)) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            refused(&site, &who, &work, form).await
        }
        Err(fault) => Err(fault.into()),
    }
}

fn parse(site: &Site, form: &mut FormState, who: CoordinatorId) -> Option<Grant> {
    let words = site.words();
    if who.as_str().is_empty() {
        form.refuse("coordinator", words.say("people-choose-missing"));
    }
    let rights = form.all("rights").iter().map(|word| word.parse::<Right>()).collect::<Result<Rights, _>>();
    let rights = rights.ok().filter(|rights| !rights.is_empty());
    if rights.is_none() {
        form.refuse("rights", words.say("people-rights-missing"));
    }
    if form.has_errors() {
        return None;
    }
    Some(Grant { who, rights: rights?, sees_withheld: form.is("sees_withheld", "yes") })
}

async fn refused(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<HttpResponse> {
    let shell = work.shell(site, who, "people");
    // What was typed into the row of a member is not for the form that adds one.
    let form = if form.is("action", "add") { form } else { form.replaced("coordinator", "") };
    page(StatusCode::UNPROCESSABLE_ENTITY, &PeoplePage::load(site, who, work, shell, form).await?)
}
