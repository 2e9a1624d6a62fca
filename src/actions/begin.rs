//! Beginning a letter: a title and a language are enough; everything else can come later.

use crate::clock::Moment;
use crate::domain::dates::Collects;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId, TeamId};
use crate::domain::letter::{Kind, ListingRule, Signers, Slug};
use crate::domain::refusal::Refusal;
use crate::domain::revision::LetterText;
use crate::error::Result;
use crate::store::letter::{self, Letter};
use crate::store::revision::latest_edit;
use crate::store::{Tx, event, old_slug};

use super::save_draft;

/// How many numbered slugs are tried when the title's own is taken.
const SLUG_TRIES: u32 = 50;

/// What a new letter starts from.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// The team that owns it.
    pub team: TeamId,
    /// Its creator, who becomes its owner.
    pub creator: CoordinatorId,
    /// What kind of text it is.
    pub kind: Kind,
    /// The title, one line.
    pub title: String,
    /// BCP 47 tag of the language it is signed in.
    pub language: String,
    /// Who may sign.
    pub signers: Signers,
}

/// What the first text of a new letter is.
#[derive(Debug, Clone)]
pub enum Start {
    /// Nothing but the title.
    Empty,
    /// These words, under the new title.
    Text(Box<LetterText>),
    /// The text and the conveners of a letter that the creator works on. Dates, invitations and signatures stay where they are.
    CopyOf(LetterId),
}

/// Begins an empty letter.
///
/// # Errors
/// As [`begin_with`].
pub fn begin(tx: &mut Tx<'_>, beginning: &Beginning, now: Moment) -> Result<LetterId> {
    begin_with(tx, beginning, &Start::Empty, now)
}

/// Begins a letter with its first edit; the slug is made from the title and can be changed until opening.
///
/// # Errors
/// `SlugTaken` when fifty slugs like the title's are taken; `NotFound` when the letter to copy is none of the creator's.
pub fn begin_with(tx: &mut Tx<'_>, beginning: &Beginning, start: &Start, now: Moment) -> Result<LetterId> {
    let id = LetterId::new();
    // Only the fallback for titles without a Latin letter uses the seed; the id is as unlike others as any number.
    let seed = id.as_str().bytes().fold(0_u64, |seed, byte| seed.rotate_left(7) ^ u64::from(byte));
    let slug = Slug::from_title(&beginning.title, seed);
    let mut row = new_letter(id.clone(), beginning, slug.as_str(), now);
    let text = match start {
        Start::Empty => LetterText::default(),
        Start::Text(text) => (**text).clone(),
        Start::CopyOf(other) => {
            let (other, _) = letter::find_for(tx, other, &beginning.creator)?;
            row.conveners.clone_from(&other.conveners);
            latest_edit(tx, &other.id, &other.language)?.text()?
        }
    };
    let mut number = 1;
    // The address that another letter had is as good as taken.
    while old_slug::is_of_another(tx, &row.slug, &id)? || letter::insert(tx, &row)?.is_none() {
        number += 1;
        if number > SLUG_TRIES {
            return Err(Refusal::SlugTaken.into());
        }
        row.slug = slug.numbered(number).as_str().to_owned();
    }
    let text = LetterText { title: beginning.title.clone(), ..text };
    save_draft::first(tx, &row, &text, &beginning.creator, now)?;
    let actor = Actor::Coordinator(beginning.creator.clone());
    event::record(tx, now, &actor, Verb::Begin, Some(&id), None, PublicEffect::None)?;
    Ok(id)
}

fn new_letter(id: LetterId, beginning: &Beginning, slug: &str, now: Moment) -> Letter {
    Letter {
        id,
        team_id: beginning.team.clone(),
        slug: slug.to_owned(),
        kind: beginning.kind,
        language: beginning.language.clone(),
        signers: beginning.signers,
        listing_rule: ListingRule::CheckFirst,
        asks_representative: false,
        place: String::new(),
        dated: String::new(),
        summary: String::new(),
        conveners: "[]".to_owned(),
        particulars: "{}".to_owned(),
        set_id: None,
        countries_noun: String::new(),
        details_version: 0,
        collects: Collects::BeforePublication,
        due_at: None,
        due_local: None,
        closes_at: None,
        closes_local: None,
        publishes_at: None,
        publishes_local: None,
        time_zone: "UTC".to_owned(),
        zone_label: "UTC".to_owned(),
        dates_version: 0,
        created_by: beginning.creator.clone(),
        created_at: now,
        opened_at: None,
        closed_at: None,
        scheduled_at: None,
        published_at: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        held_at: None,
        signing_paused: false,
        published_revision: None,
        published_counts: None,
        high_risk: false,
        names_hidden: false,
        public_version: 0,
        changed_at: None,
        contacts_purge_at: None,
        withheld_purge_at: None,
        invitations_purge_at: None,
    }
}
