//! Signatures that came in, for the tests of what becomes of them. They sign through the product's own action; the pages
//! of signing have tests of their own.

use undersigned::actions::confirm::confirm;
use undersigned::actions::publish::publish;
use undersigned::actions::share_link::share_link;
use undersigned::actions::sign::{Submission, Via, sign};
use undersigned::clock::Moment;
use undersigned::domain::email::EmailAddress;
use undersigned::domain::event::Actor;
use undersigned::domain::ids::{InvitationId, SharedLinkId, SignatureId};
use undersigned::domain::signature::{Listing, PrintedLine, WithheldPlace};
use undersigned::error::Result;
use undersigned::store::letter::Letter;
use undersigned::store::signature::Signer;
use undersigned::store::{Lane, Tx, invitation, letter, revision, signature};

use super::browser::Answer;
use super::inviting::Desk;
use super::letters::organisation_line;

/// Somebody about to sign.
#[derive(Clone)]
pub struct Signing {
    line: PrintedLine,
    email: EmailAddress,
    listing: Listing,
    invitation: Option<InvitationId>,
}

/// The link that is shared on "Pacific list", made at the first use.
fn pacific_list(tx: &mut Tx<'_>, letter: &Letter, now: Moment) -> Result<SharedLinkId> {
    match invitation::shared_links(tx, &letter.id)?.into_iter().next() {
        Some(known) => Ok(known.id),
        None => share_link(tx, &letter.id, "Pacific list", &letter.created_by, now),
    }
}

/// An organisation of this name that signs by a shared link, from this address.
pub fn signing(name: &str, email: &str) -> Signing {
    let line = organisation_line(name, "CA");
    Signing { line, email: EmailAddress::parse(email).expect("an address"), listing: Listing::Named, invitation: None }
}

impl Signing {
    /// With a website.
    pub fn website(mut self, website: &str) -> Signing {
        self.line.website = Some(website.into());
        self
    }

    /// Of another country.
    pub fn country(mut self, code: &str) -> Signing {
        self.line.country = Some(code.into());
        self
    }

    /// With the name withheld.
    pub fn withheld(mut self) -> Signing {
        self.listing = Listing::Withheld;
        self
    }

    /// By a mailed invitation.
    pub fn invited(mut self, invitation: InvitationId) -> Signing {
        self.invitation = Some(invitation);
        self
    }
}

impl<'a> Desk<'a> {
    /// Signs and leaves the address to be confirmed.
    pub fn pending(&self, signing: &Signing) -> SignatureId {
        let (id, now, signing) = (self.letter.clone(), self.app.now(), signing.clone());
        let signed = self.app.store().write_now(Lane::Public, move |tx| {
            let row = letter::find(tx, &id)?;
            let via = match &signing.invitation {
                None => Via::Shared(pacific_list(tx, &row, now)?),
                Some(invited) => Via::Invitation(Box::new(invitation::find(tx, invited)?), signing.email.clone()),
            };
            let email = signing.email.to_string();
            let submission = Submission {
                line: signing.line.clone(),
                signer: Signer { name: "Tom Arsenault-Lund".into(), role: "intern".into(), email },
                email: signing.email.clone(),
                listing: signing.listing,
                withheld_place: WithheldPlace::Region,
                wants_updates: false,
                revision: revision::latest(tx, &id)?.map_or(1, |newest| newest.n),
                language: "en".into(),
                text_sha256: None,
            };
            sign(tx, &row, &via, &submission, now)
        });
        signed.expect("a signature").id
    }

    /// Signs and confirms the address.
    pub fn signed(&self, signing: &Signing) -> SignatureId {
        let signature = self.pending(signing);
        let (id, now, wanted) = (self.letter.clone(), self.app.now(), signature.clone());
        let confirmed = self.app.store().write_now(Lane::Public, move |tx| {
            let row = letter::find(tx, &id)?;
            let signed = signature::find(tx, &wanted)?;
            confirm(tx, &row, &signed, now)
        });
        confirmed.expect("a confirmed address");
        signature
    }

    /// The operator signed in anew, since sessions end when the clock jumps.
    pub fn operator_again(&self) -> super::browser::Browser {
        self.app.operator()
    }

    /// The invitation of the contact with this address.
    pub fn invitation_of(&self, email: &str) -> InvitationId {
        let letter = self.letter.clone();
        let found = self.app.store().read_now(|db| {
            let all = invitation::list(db, &letter)?;
            Ok(all.into_iter().find(|(_, _, contact)| contact.email(db).is_ok_and(|found| found == email)))
        });
        found.expect("the database").expect("an invitation").0.id
    }

    /// Publishes the letter now.
    pub fn publish(&self) {
        let (id, now) = (self.letter.clone(), self.app.now());
        let published = self.app.store().write_now(Lane::Desk, move |tx| {
            let row = letter::find(tx, &id)?;
            publish(tx, &row, &Actor::Server, now)
        });
        published.expect("a public letter");
    }

    /// The path of the public page.
    pub fn public_path(&self) -> String {
        let row = self.app.store().read_now(|db| letter::find(db, &self.letter)).expect("the letter");
        format!("/letters/{}", row.slug)
    }

    /// The signature's row.
    pub fn row(&self, id: &SignatureId) -> signature::Signature {
        self.app.store().read_now(|db| signature::find(db, id)).expect("the signature")
    }

    /// The page of one signature.
    pub fn check(&self, id: &SignatureId) -> Answer {
        self.get(&format!("signatures?signature={id}"))
    }

    /// Presses a button about one signature on a page that shows it.
    pub fn press(&self, page: &Answer, id: &SignatureId, action: &str) -> Answer {
        let seen = page.hiddens("seen").into_iter().find(|seen| seen.starts_with(id.as_str())).unwrap_or_default();
        let fields = [("signature", id.as_str()), ("seen", seen.as_str()), ("action", action)];
        self.browser.post_from(page, &self.path("signatures"), &fields)
    }

    /// Presses a button about one signature on its own page.
    pub fn decide(&self, id: &SignatureId, action: &str) -> Answer {
        self.press(&self.check(id), id, action)
    }

    /// Refuses with a reason.
    pub fn refuse(&self, id: &SignatureId, reason: &str) -> Answer {
        let fields = [("signature", id.as_str()), ("action", "refuse"), ("reason", reason)];
        self.browser.post_from(&self.check(id), &self.path("signatures"), &fields)
    }
}

impl Answer {
    /// The values of all hidden fields of this name.
    pub fn hiddens(&self, name: &str) -> Vec<String> {
        let html = scraper::Html::parse_document(&self.text());
        let field = scraper::Selector::parse(&format!("input[type=hidden][name='{name}']")).expect("a selector");
        html.select(&field).filter_map(|input| input.value().attr("value")).map(str::to_owned).collect()
    }

    /// Every link of the page to this server.
    pub fn links(&self) -> Vec<String> {
        let html = scraper::Html::parse_document(&self.text());
        let link = scraper::Selector::parse("a[href^='/']").expect("a selector");
        html.select(&link).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect()
    }
}
