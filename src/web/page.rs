//! What every page struct of this layer needs: its shell and its form, under one roof.

pub use crate::render::shell::{Banner, LanguageLink, LetterMenu, Shell, SignedIn, Tone};
pub use crate::web::form::FormState;
