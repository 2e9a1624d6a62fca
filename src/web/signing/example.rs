//! Whom a test mail's link shows when nobody is invited yet: an example, of which nothing is stored and nothing can sign.

use crate::domain::email::EmailAddress;
use crate::domain::ids::{ContactId, OrganisationId};
use crate::domain::signature::SignatoryKind;
use crate::render::words::Words;
use crate::store::invitation::Invitation;
use crate::store::letter::Letter;
use crate::store::organisation::Organisation;
use crate::store::token::TokenRow;
use crate::web::signing::Invited;

/// An invited organisation that is nobody's, for the letter of a test link.
pub(super) fn of(letter: &Letter, link: &TokenRow) -> crate::error::Result<Invited> {
    let t = Words::for_language(&letter.language);
    let name = t.say("mail-test-organisation").text();
    let email = EmailAddress::parse("name@example.org")
        .map_err(|fault| crate::Error::internal("an example's address", fault))?;
    let organisation_id = OrganisationId::new();
    let card = Organisation {
        id: organisation_id.clone(),
        team_id: letter.team_id.clone(),
        name_key: String::new(),
        name,
        latin_name: None,
        acronym: None,
        country: None,
        region: None,
        kind: SignatoryKind::Organisation,
        website: None,
        notes_sealed: None,
        merged_into: None,
        created_at: link.created_at,
    };
    let invitation = Invitation::new(&letter.id, &organisation_id, &ContactId::new(), link.created_at);
    Ok(Invited {
        has_signed: false,
        invitation,
        card,
        email,
        name: String::new(),
        role: String::new(),
        language: None,
        sender: String::new(),
        is_test: true,
        asked: Vec::new(),
    })
}
