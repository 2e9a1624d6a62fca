//! The address book as a whole: every card of a team with what a list shows of it. Nothing sealed is opened here.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::prelude::*;

use crate::domain::ids::{ContactId, OrganisationId, TeamId};
use crate::domain::signature::SignatoryKind;
use crate::error::Result;
use crate::store::Db;
use crate::store::schema::{contact, organisation, organisation_tag};

/// A card in a list, with what the cards say that were merged into it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The card.
    pub id: OrganisationId,
    /// The printed name; may be empty for an individual.
    pub name: String,
    /// The name in Latin letters.
    pub latin_name: Option<String>,
    /// The acronym.
    pub acronym: Option<String>,
    /// The country's code.
    pub country: Option<String>,
    /// The part of the world, where the country is `regional`.
    pub region: Option<String>,
    /// Organisation, network or individual.
    pub kind: SignatoryKind,
    /// The website.
    pub website: Option<String>,
    /// Its tags, by their keys.
    pub tags: Vec<(String, String)>,
    /// Its contacts and those of cards merged into it, the oldest first.
    pub contacts: Vec<Reached>,
    /// The names of cards merged into it, by which it is found too.
    pub also: Vec<String>,
}

/// A contact without what is sealed.
#[derive(Debug, Clone)]
pub struct Reached {
    /// The contact.
    pub id: ContactId,
    /// The keyed hash of its address.
    pub email_index: String,
    /// The language to write in.
    pub language: Option<String>,
}

type CardRow = (
    OrganisationId,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    SignatoryKind,
    Option<String>,
    Option<OrganisationId>,
);

/// Every card of the team that is not merged into another, in the order they were made.
pub fn all(db: &mut Db<'_>, team: &TeamId) -> Result<Vec<Listed>> {
    let rows: Vec<CardRow> = organisation::table
        .filter(organisation::team_id.eq(team))
        .order(organisation::id)
        .select((
            organisation::id,
            organisation::name,
            organisation::latin_name,
            organisation::acronym,
            organisation::country,
            organisation::region,
            organisation::kind,
            organisation::website,
            organisation::merged_into,
        ))
        .load(db.conn)?;
    let roots = Roots::new(rows.iter().map(|row| (row.0.clone(), row.8.clone())));
    let mut cards: Vec<Listed> = Vec::with_capacity(rows.len());
    let mut merged: Vec<(OrganisationId, String)> = Vec::new();
    for (id, name, latin_name, acronym, country, region, kind, website, merged_into) in rows {
        if merged_into.is_some() {
            merged.push((roots.of(&id).clone(), name));
            continue;
        }
        let (tags, contacts, also) = (Vec::new(), Vec::new(), Vec::new());
        cards.push(Listed { id, name, latin_name, acronym, country, region, kind, website, tags, contacts, also });
    }
    let at: HashMap<OrganisationId, usize> = cards.iter().enumerate().map(|(at, card)| (card.id.clone(), at)).collect();
    for (root, name) in merged {
        if let Some(at) = at.get(&root) {
            cards[*at].also.push(name);
        }
    }
    let tags: Vec<(OrganisationId, String, String)> = organisation_tag::table
        .inner_join(organisation::table.on(organisation::id.eq(organisation_tag::organisation_id)))
        .filter(organisation::team_id.eq(team))
        .order((organisation_tag::organisation_id, organisation_tag::tag_key))
        .select((organisation_tag::organisation_id, organisation_tag::tag_key, organisation_tag::tag))
        .load(db.conn)?;
    for (card, key, tag) in tags {
        // A merged card's own tags wait for it to be parted again.
        if let Some(at) = at.get(&card) {
            cards[*at].tags.push((key, tag));
        }
    }
    let contacts: Vec<(OrganisationId, ContactId, String, Option<String>)> = contact::table
        .inner_join(organisation::table.on(organisation::id.eq(contact::organisation_id)))
        .filter(organisation::team_id.eq(team))
        .order(contact::id)
        .select((contact::organisation_id, contact::id, contact::email_index, contact::language))
        .load(db.conn)?;
    for (card, id, email_index, language) in contacts {
        if let Some(at) = at.get(roots.of(&card)) {
            let contacts = &mut cards[*at].contacts;
            if !contacts.iter().any(|known| known.email_index == email_index) {
                contacts.push(Reached { id, email_index, language });
            }
        }
    }
    Ok(cards)
}

/// To which card each one leads.
struct Roots(HashMap<OrganisationId, OrganisationId>);

impl Roots {
    fn new(cards: impl Iterator<Item = (OrganisationId, Option<OrganisationId>)>) -> Roots {
        Roots(cards.filter_map(|(id, merged_into)| Some((id, merged_into?))).collect())
    }

    fn of<'a>(&'a self, id: &'a OrganisationId) -> &'a OrganisationId {
        let mut root = id;
        // No circle is ever made; a damaged database must not hang the page.
        for _ in 0..=self.0.len() {
            match self.0.get(root) {
                Some(next) => root = next,
                None => break,
            }
        }
        root
    }
}

/// The card itself and every card that was merged into it, at whatever distance.
pub fn family(db: &mut Db<'_>, id: &OrganisationId) -> Result<Vec<OrganisationId>> {
    let mut family = vec![id.clone()];
    let mut seen: BTreeSet<OrganisationId> = family.iter().cloned().collect();
    let mut newest = family.clone();
    while !newest.is_empty() {
        let asked: Vec<Option<OrganisationId>> = newest.drain(..).map(Some).collect();
        let children: Vec<OrganisationId> = organisation::table
            .filter(organisation::merged_into.eq_any(asked))
            .order(organisation::id)
            .select(organisation::id)
            .load(db.conn)?;
        newest = children.into_iter().filter(|child| seen.insert(child.clone())).collect();
        family.extend(newest.iter().cloned());
    }
    Ok(family)
}

/// The card that a card leads to: itself, or the one it was merged into, at whatever distance.
pub fn root(db: &mut Db<'_>, id: &OrganisationId) -> Result<OrganisationId> {
    let mut root = id.clone();
    let mut seen = HashSet::new();
    while seen.insert(root.clone()) {
        let next: Option<OrganisationId> =
            organisation::table.find(&root).select(organisation::merged_into).first(db.conn)?;
        match next {
            Some(next) => root = next,
            None => break,
        }
    }
    Ok(root)
}

/// The cards that these lead to, each once.
pub fn roots(db: &mut Db<'_>, cards: Vec<OrganisationId>) -> Result<Vec<OrganisationId>> {
    let merged: Vec<(OrganisationId, Option<OrganisationId>)> = organisation::table
        .filter(organisation::merged_into.is_not_null())
        .select((organisation::id, organisation::merged_into))
        .load(db.conn)?;
    let roots = Roots::new(merged.into_iter());
    let all: BTreeSet<OrganisationId> = cards.iter().map(|card| roots.of(card).clone()).collect();
    Ok(all.into_iter().collect())
}
