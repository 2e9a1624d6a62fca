//! The demo's main letter in its other languages: translated piece by piece, read by a second person, shown to readers.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::actions::translate::{Saving, Typed, add_language, approve_translation, save_pieces, show_translation};
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::domain::ids::{CoordinatorId, LetterId};
use crate::domain::revision::Place;
use crate::domain::translation::Beside;
use crate::error::Result;
use crate::store::revision::{TextStatus, latest_edit};
use crate::store::translation::{self, About};
use crate::store::{Lane, Store, letter};

use super::letter_file::LetterFile;
use super::told_wrong;

/// Adds the languages of these files. `second` is who reads what others translated.
pub(super) fn fill(
    store: &Store,
    files: &[Arc<LetterFile>],
    letter: &LetterId,
    by: &CoordinatorId,
    second: &CoordinatorId,
    at: Moment,
) -> Result<()> {
    for file in files {
        let (file, letter, by, second) = (Arc::clone(file), letter.clone(), by.clone(), second.clone());
        store.write_now(Lane::Desk, move |tx| {
            let row = letter::find(tx, &letter)?;
            let standing = TextStatus::Official;
            let about = About { translator: String::new(), is_credited: false, standing, glossary: String::new() };
            let id = add_language(tx, &row, file.get("language"), &about, &by, at)?;
            let source = latest_edit(tx, &row.id, &row.language)?.text()?;
            let words: BTreeMap<Place, String> =
                file.text().pieces().into_iter().map(|piece| (piece.place, piece.text)).collect();
            let typed: Vec<Typed> = source
                .pieces()
                .into_iter()
                .filter_map(|piece| {
                    let text = words.get(&piece.place)?.clone();
                    Some(Typed { mark: piece.mark(), based_on: 0, text, is_untouched: false })
                })
                .collect();
            let added = translation::find(tx, &id)?;
            let refused = save_pieces(tx, &added, &typed, Saving::Pressed, at)?;
            if !refused.is_empty() {
                return Err(told_wrong("the translation into", file.get("language"), refused));
            }
            let read = Beside::new(&source, &translation::renderings(tx, &id)?).fingerprint(&source);
            approve_translation(tx, &added, &read, &Actor::Coordinator(second.clone()), at)?;
            let approved = translation::find(tx, &id)?;
            show_translation(tx, &approved, &by, at)
        })?;
    }
    Ok(())
}
