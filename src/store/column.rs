//! Lets domain types stand in text columns of both databases without the domain knowing diesel.

/// Makes types with `as_str()` and `FromStr` (ids, word enums, addresses) usable in `Text` and nullable `Text` columns.
/// A text that the type refuses is an error of the query that read it.
macro_rules! text_column {
    ($($type:ty),+ $(,)?) => {$(
        const _: () = {
            #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
            #[diesel(foreign_derive, sql_type = diesel::sql_types::Text)]
            #[allow(dead_code)]
            struct Column($type);

            impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $type
            where
                DB: diesel::backend::Backend,
                str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
            {
                fn to_sql<'b>(
                    &'b self,
                    out: &mut diesel::serialize::Output<'b, '_, DB>,
                ) -> diesel::serialize::Result {
                    <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(self.as_str(), out)
                }
            }

            impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $type
            where
                DB: diesel::backend::Backend,
                String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
            {
                fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                    let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes)?;
                    // The text itself stays out of the message: it may be what nobody should read in a log.
                    text.parse::<$type>().map_err(|fault| format!("a column for {}: {fault}", stringify!($type)).into())
                }
            }
        };
    )+};
}

#[allow(unused_imports)] // the files of the table groups use it
pub(crate) use text_column;

use crate::domain::approval::Decision;
use crate::domain::dates::Collects;
use crate::domain::event::{ActorKind, PublicEffect, Verb};
use crate::domain::ids::{
    ApprovalId, ContactId, CoordinatorId, EditId, EventId, ImportId, InvitationId, JobId, LetterId, MailingId, MergeId,
    NoteId, OrganisationId, OutboxId, PreviewId, QuestionId, ReviewerId, RoundId, SharedLinkId, SignatureId, TeamId,
    TokenId, TranslationId,
};
use crate::domain::letter::{Kind, ListingRule, Rights, Signers};
use crate::domain::revision::{Change, Silence, Stand};
use crate::domain::signature::{Listing, Origin, SignatoryKind, Status, WithheldPlace};
use crate::store::invitation::Answer;
use crate::store::mailing::MailingKind;
use crate::store::outbox::{MailKind, State};
use crate::store::revision::TextStatus;
use crate::store::token::Purpose;

text_column!(
    TeamId,
    CoordinatorId,
    LetterId,
    RoundId,
    ReviewerId,
    OrganisationId,
    ContactId,
    InvitationId,
    SignatureId,
    SharedLinkId,
    JobId,
    ImportId,
    MailingId,
    MergeId,
    OutboxId,
    EventId,
    TokenId,
    ApprovalId,
    PreviewId,
    TranslationId,
    QuestionId,
    NoteId,
    EditId,
    Collects,
    ActorKind,
    PublicEffect,
    Verb,
    Kind,
    ListingRule,
    Rights,
    Signers,
    Change,
    Silence,
    Stand,
    Listing,
    Origin,
    SignatoryKind,
    Status,
    WithheldPlace,
    Answer,
    Decision,
    MailingKind,
    MailKind,
    State,
    TextStatus,
    Purpose,
);
