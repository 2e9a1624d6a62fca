//! The secrets in mailed, shared and printed links. The table has only keyed hashes; the secret itself is made here, put
//! into a link once, and forgotten.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::code;
use crate::domain::ids::{
    ApprovalId, CoordinatorId, InvitationId, LetterId, PreviewId, ReviewerId, SharedLinkId, SignatureId, TokenId,
    TranslationId,
};
use crate::error::Result;
use crate::store::keys::Keys;
use crate::store::schema::{self, token};
use crate::store::{Db, Tx};
use crate::word_enum;

word_enum! {
    /// What a link is for; a link of one purpose is unknown under every other.
    Purpose {
        /// `/sign/{token}`: an invitation.
        Sign => "sign",
        /// `/join/{token}`: an open form behind a shared link.
        Join => "join",
        /// `/confirm/{token}`: confirms an address.
        Confirm => "confirm",
        /// `/mine/{token}`: one's own signature.
        Mine => "mine",
        /// `/setup/{token}` (nobody's yet) and `/password/{token}` (a coordinator's).
        Password => "password",
        /// `/unsubscribe/{token}`.
        Unsubscribe => "unsubscribe",
        /// `/approve/{token}`: one approver's own answer.
        Approve => "approve",
        /// `/suspend/{token}`: a colleague says that a signature was not agreed.
        Suspend => "suspend",
        /// The code of a mail, typed at `/code`; leads to the signing page and nowhere else.
        Code => "code",
        /// `/preview/{token}`: a journalist reads a letter under embargo.
        Preview => "preview",
        /// `/translate/{token}`: a translator works on the text.
        Translate => "translate",
        /// `/read/{token}`: a second reader approves a translation.
        ReadTranslation => "read_translation",
        /// `/comment/{token}`: one reviewer's comments on a draft.
        Comment => "comment",
    }
}

/// 32 random bytes in base64url without padding.
const TOKEN_CHARS: usize = 43;

/// What a link is about.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    pub letter: Option<LetterId>,
    pub invitation: Option<InvitationId>,
    pub signature: Option<SignatureId>,
    pub shared_link: Option<SharedLinkId>,
    pub coordinator: Option<CoordinatorId>,
    pub approval: Option<ApprovalId>,
    pub preview: Option<PreviewId>,
    pub translation: Option<TranslationId>,
    pub reviewer: Option<ReviewerId>,
}

/// A link as the database knows it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::token)]
pub struct TokenRow {
    pub id: TokenId,
    pub purpose: Purpose,
    pub hash: String,
    pub letter_id: Option<LetterId>,
    pub invitation_id: Option<InvitationId>,
    pub signature_id: Option<SignatureId>,
    pub shared_link_id: Option<SharedLinkId>,
    pub coordinator_id: Option<CoordinatorId>,
    pub approval_id: Option<ApprovalId>,
    pub preview_id: Option<PreviewId>,
    pub translation_id: Option<TranslationId>,
    pub reviewer_id: Option<ReviewerId>,
    /// It came with a test mail: it shows the pages and cannot act.
    pub is_test: bool,
    pub created_at: Moment,
    pub expires_at: Option<Moment>,
    /// When its one act was done.
    pub used_at: Option<Moment>,
    /// When it was taken back.
    pub revoked_at: Option<Moment>,
}

impl TokenRow {
    /// Whether its time is over.
    pub fn is_expired(&self, now: Moment) -> bool {
        self.expires_at.is_some_and(|end| now >= end)
    }
}

/// A new secret: 256 random bits from the process's generator (ChaCha, seeded by the system), 43 characters.
pub fn new_secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Whether a text could be one of our secrets at all. Others need no look-up.
pub fn is_well_formed(secret: &str) -> bool {
    secret.len() == TOKEN_CHARS
        && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Makes a link's secret and keeps its hash; the caller puts the secret into a mail or a terminal, and nowhere else.
pub fn mint(
    tx: &mut Tx<'_>,
    purpose: Purpose,
    subject: Subject,
    expires_at: Option<Moment>,
    is_test: bool,
    now: Moment,
) -> Result<String> {
    let secret = new_secret();
    let hash = hash(tx.keys, purpose, &secret);
    insert(tx, purpose, hash, subject, expires_at, is_test, now)?;
    Ok(secret)
}

fn insert(
    tx: &mut Tx<'_>,
    purpose: Purpose,
    hash: String,
    subject: Subject,
    expires_at: Option<Moment>,
    is_test: bool,
    now: Moment,
) -> Result<()> {
    let row = TokenRow {
        id: TokenId::new(),
        purpose,
        hash,
        letter_id: subject.letter,
        invitation_id: subject.invitation,
        signature_id: subject.signature,
        shared_link_id: subject.shared_link,
        coordinator_id: subject.coordinator,
        approval_id: subject.approval,
        preview_id: subject.preview,
        translation_id: subject.translation,
        reviewer_id: subject.reviewer,
        is_test,
        created_at: now,
        expires_at,
        used_at: None,
        revoked_at: None,
    };
    diesel::insert_into(token::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// The link with this secret and purpose, in whatever state; `None` for what never was one.
pub fn find(db: &mut Db<'_>, purpose: Purpose, secret: &str) -> Result<Option<TokenRow>> {
    if !is_well_formed(secret) {
        return Ok(None);
    }
    let wanted = hash(db.keys, purpose, secret);
    Ok(token::table
        .filter(token::hash.eq(wanted))
        .filter(token::purpose.eq(purpose))
        .select(TokenRow::as_select())
        .first(db.conn)
        .optional()?)
}

/// Uses a link up: true for exactly one caller, and only while it is neither used, revoked nor too old.
pub fn use_once(tx: &mut Tx<'_>, id: &TokenId, now: Moment) -> Result<bool> {
    let usable = token::table
        .filter(token::id.eq(id))
        .filter(token::used_at.is_null())
        .filter(token::revoked_at.is_null())
        .filter(token::expires_at.is_null().or(token::expires_at.gt(now)));
    Ok(diesel::update(usable).set(token::used_at.eq(Some(now))).execute(tx.conn)? == 1)
}

/// Forgets a link that nobody received.
pub fn forget(tx: &mut Tx<'_>, purpose: Purpose, secret: &str) -> Result<()> {
    let unsent = hash(tx.keys, purpose, secret);
    diesel::delete(token::table.filter(token::hash.eq(unsent)).filter(token::purpose.eq(purpose))).execute(tx.conn)?;
    Ok(())
}

/// Takes back every link of an invitation.
pub fn revoke_for_invitation(tx: &mut Tx<'_>, invitation: &InvitationId, now: Moment) -> Result<usize> {
    let living = token::table.filter(token::invitation_id.eq(invitation)).filter(token::revoked_at.is_null());
    Ok(diesel::update(living).set(token::revoked_at.eq(Some(now))).execute(tx.conn)?)
}

/// Takes back every link of a signature with this purpose.
pub fn revoke_for_signature(tx: &mut Tx<'_>, purpose: Purpose, signature: &SignatureId, now: Moment) -> Result<usize> {
    let living = token::table
        .filter(token::signature_id.eq(signature))
        .filter(token::purpose.eq(purpose))
        .filter(token::revoked_at.is_null());
    Ok(diesel::update(living).set(token::revoked_at.eq(Some(now))).execute(tx.conn)?)
}

/// Takes back every link of a shared link.
pub fn revoke_for_shared_link(tx: &mut Tx<'_>, shared_link: &SharedLinkId, now: Moment) -> Result<usize> {
    let living = token::table.filter(token::shared_link_id.eq(shared_link)).filter(token::revoked_at.is_null());
    Ok(diesel::update(living).set(token::revoked_at.eq(Some(now))).execute(tx.conn)?)
}

/// Takes back the link of a preview.
pub fn revoke_for_preview(tx: &mut Tx<'_>, preview: &PreviewId, now: Moment) -> Result<usize> {
    let living = token::table.filter(token::preview_id.eq(preview)).filter(token::revoked_at.is_null());
    Ok(diesel::update(living).set(token::revoked_at.eq(Some(now))).execute(tx.conn)?)
}

/// Takes back the link of a translator.
pub fn revoke_for_translation(tx: &mut Tx<'_>, translation: &TranslationId, now: Moment) -> Result<usize> {
    let own = token::translation_id.eq(translation).and(token::purpose.eq(Purpose::Translate));
    let living = token::table.filter(own).filter(token::revoked_at.is_null());
    Ok(diesel::update(living).set(token::revoked_at.eq(Some(now))).execute(tx.conn)?)
}

/// Takes back every password link of a coordinator, or, with `None`, every set-up link of an empty server.
pub fn revoke_password_links(tx: &mut Tx<'_>, coordinator: Option<&CoordinatorId>, now: Moment) -> Result<usize> {
    let living = token::purpose.eq(Purpose::Password).and(token::revoked_at.is_null()).and(token::used_at.is_null());
    let set = token::revoked_at.eq(Some(now));
    Ok(match coordinator {
        Some(id) => diesel::update(token::table.filter(living).filter(token::coordinator_id.eq(id)))
            .set(set)
            .execute(tx.conn)?,
        None => diesel::update(token::table.filter(living).filter(token::coordinator_id.is_null()))
            .set(set)
            .execute(tx.conn)?,
    })
}

fn hash(keys: &Keys, purpose: Purpose, secret: &str) -> String {
    keys.token_hash(purpose.as_str(), secret)
}

/// A new code to type: eight characters, each equally likely.
fn new_code() -> String {
    let mut bytes = Vec::with_capacity(code::CODE_CHARS);
    while bytes.len() < code::CODE_CHARS {
        bytes.extend(Some(rand::random::<u8>()).filter(|byte| *byte < code::FAIR));
    }
    code::from_bytes(&bytes)
}

/// The letter's own code, the same in every mail: no secret, made from its id with the key.
pub fn letter_code(db: &Db<'_>, letter: &LetterId) -> String {
    code::from_bytes(&db.keys.mac("letter code", letter.as_str().as_bytes())[..code::LETTER_CHARS])
}

/// Makes the code of an invitation, to be typed beside its letter's; keeps only its hash. Without end, as the letter's own
/// times decide.
pub fn mint_code(tx: &mut Tx<'_>, letter: &LetterId, subject: Subject, is_test: bool, now: Moment) -> Result<String> {
    loop {
        let secret = new_code();
        let hash = code_hash(tx.keys, letter, &secret);
        let taken = token::table.filter(token::hash.eq(&hash)).select(token::id).first::<TokenId>(tx.conn);
        if taken.optional()?.is_some() {
            continue;
        }
        insert(tx, Purpose::Code, hash, subject, None, is_test, now)?;
        return Ok(secret);
    }
}

/// Forgets a code that nobody received.
pub fn forget_code(tx: &mut Tx<'_>, letter: &LetterId, secret: &str) -> Result<()> {
    let unsent = code_hash(tx.keys, letter, secret);
    diesel::delete(token::table.filter(token::hash.eq(unsent)).filter(token::purpose.eq(Purpose::Code)))
        .execute(tx.conn)?;
    Ok(())
}

/// The code that somebody typed, in whatever state; `None` for what never was one of this letter.
pub fn find_code(db: &mut Db<'_>, letter: &LetterId, typed: &str) -> Result<Option<TokenRow>> {
    let wanted = code_hash(db.keys, letter, typed);
    Ok(token::table
        .filter(token::hash.eq(wanted))
        .filter(token::purpose.eq(Purpose::Code))
        .select(TokenRow::as_select())
        .first(db.conn)
        .optional()?)
}

/// Bound to its letter, so that a guess counts for one letter only.
fn code_hash(keys: &Keys, letter: &LetterId, secret: &str) -> String {
    keys.token_hash(Purpose::Code.as_str(), &format!("{letter} {secret}"))
}
