//! Domain types in text columns, and statements that the databases say differently.

use diesel::connection::SimpleConnection;

use super::*;
use crate::domain::ids::LetterId;
use crate::error::Error;
use crate::store::column::text_column;
use crate::store::dialect::Both;

crate::word_enum! {
    /// For these tests.
    Colour { Red => "red", Blue => "blue" }
}
text_column!(Colour);

diesel::table! {
    paint (letter) {
        letter -> Text,
        colour -> Text,
        second -> Nullable<Text>,
    }
}

#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = paint)]
struct Paint {
    letter: LetterId,
    colour: Colour,
    second: Option<Colour>,
}

fn painted(sandbox: &Sandbox) -> &Store {
    let table = "CREATE TABLE paint (letter TEXT PRIMARY KEY NOT NULL, colour TEXT NOT NULL, second TEXT)";
    sandbox.store.write_now(Lane::Desk, |tx| Ok(tx.conn.batch_execute(table)?)).unwrap();
    &sandbox.store
}

#[test]
fn ids_and_words_come_back_as_they_were_stored() {
    for sandbox in everywhere(Limits::default()) {
        let store = painted(&sandbox);
        let rows = [
            Paint { letter: LetterId::new(), colour: Colour::Red, second: None },
            Paint { letter: LetterId::new(), colour: Colour::Blue, second: Some(Colour::Red) },
        ];
        let stored = rows.clone();
        store
            .write_now(Lane::Desk, move |tx| {
                stored
                    .iter()
                    .try_for_each(|row| diesel::insert_into(paint::table).values(row).execute(tx.conn).map(drop))?;
                Ok(())
            })
            .unwrap();
        let wanted = rows[1].letter.clone();
        let found = store.read_now(move |db| {
            let query = paint::table.filter(paint::letter.eq(&wanted)).filter(paint::second.eq(Some(Colour::Red)));
            Ok(query.select(Paint::as_select()).load(db.conn)?)
        });
        assert_eq!(found.unwrap(), rows[1..]);
        let any_of = store.read_now(|db| {
            Ok(paint::table.filter(paint::colour.eq_any([Colour::Red])).select(Paint::as_select()).load(db.conn)?)
        });
        assert_eq!(any_of.unwrap(), rows[..1]);
    }
}

#[test]
fn a_word_the_program_does_not_know_is_an_error_that_does_not_repeat_it() {
    for sandbox in everywhere(Limits::default()) {
        let store = painted(&sandbox);
        let bad = "INSERT INTO paint (letter, colour) VALUES ('1', 'octarine')";
        store.write_now(Lane::Desk, |tx| Ok(tx.conn.batch_execute(bad)?)).unwrap();
        let read = store.read_now(|db| Ok(paint::table.select(Paint::as_select()).load(db.conn)?));
        assert!(
            matches!(&read, Err(Error::Internal(why)) if why.contains("Colour") && !why.contains("octarine")),
            "{read:?}"
        );
    }
}

#[test]
fn an_upsert_runs_on_both_databases() {
    for sandbox in everywhere(Limits::default()) {
        let store = painted(&sandbox);
        let letter = LetterId::new();
        for colour in [Colour::Red, Colour::Blue] {
            let row = Paint { letter: letter.clone(), colour, second: None };
            let upsert = store.write_now(Lane::Desk, move |tx| {
                let insert = diesel::insert_into(paint::table).values(&row).on_conflict(paint::letter).do_update();
                Ok(Both(insert.set(paint::colour.eq(row.colour))).execute(tx.conn)?)
            });
            assert_eq!(upsert.unwrap(), 1);
        }
        let rows: Vec<Paint> = store.read_now(|db| Ok(paint::table.load(db.conn)?)).unwrap();
        assert_eq!(rows, [Paint { letter, colour: Colour::Blue, second: None }]);
    }
}
