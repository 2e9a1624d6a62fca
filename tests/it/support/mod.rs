//! What the tests share: databases to run on, a relay that records, and (in files of their own, as they come) the
//! running program and its builders.

#![allow(dead_code, reason = "a helper may be there before the second test that needs it")]

pub mod app;
pub mod asking;
pub mod browser;
pub mod campaign;
pub mod checking;
pub mod database;
pub mod dump;
pub mod filled;
pub mod form;
pub mod inviting;
pub mod letters;
pub mod post;
pub mod program;
pub mod signatories;
pub mod smtp_sink;
pub mod tls_front;

pub use app::TestApp;
pub use browser::{Answer, Browser};
pub use database::Database;
pub use inviting::{Desk, fixture};
pub use letters::{Guest, Plan, TYPED, changed};
pub use program::Program;

/// Runs one body on SQLite and once more on PostgreSQL, as the tests `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// on_both! {
///     fn a_letter_can_be_drafted(app) { … }            // app: support::TestApp
///     fn the_schema_is_complete(database: Database) { … }
/// }
/// ```
/// Any type that can be made `From<Database>` can stand as the argument's type.
macro_rules! on_both {
    () => {};
    ($(#[$meta:meta])* fn $name:ident($app:ident) $body:block $($rest:tt)*) => {
        on_both! { $(#[$meta])* fn $name($app: crate::support::TestApp) $body $($rest)* }
    };
    ($(#[$meta:meta])* fn $name:ident($app:ident: $kind:ty) $body:block $($rest:tt)*) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn body($app: $kind) $body

            $(#[$meta])*
            #[test]
            fn sqlite() {
                body(<$kind>::from(crate::support::Database::sqlite()));
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                body(<$kind>::from(crate::support::Database::postgres()));
            }
        }
        on_both! { $($rest)* }
    };
}
