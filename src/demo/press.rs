//! What journalists find beside the demo's public letter.

use crate::actions::set_press::set_press;
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::domain::ids::{CoordinatorId, LetterId};
use crate::domain::press::{MediaContact, PressKit, Quote};
use crate::error::Result;
use crate::store::{Lane, Store, letter};

const CONTACTS: [[&str; 7]; 3] = [
    [
        "Marta Oyelowa-Brandt",
        "Both Banks Coalition",
        "Geneva",
        "English, Deutsch, Yorùbá",
        "+41 22 555 01 44 (mobile)",
        "press@bothbanks.example",
        "8:00–20:00, Geneva time",
    ],
    ["Rafael Quispe Luna", "Abogadas Aguas Arriba", "Bogotá", "Español, Português", "+57 1 555 0138", "", ""],
    ["", "Delta Radio Collective", "Dhaka", "বাংলা, English", "", "desk@deltaradio.example", "weekdays"],
];
const QUOTES: [[&str; 4]; 2] = [
    [
        "A river does not stop at a customs post, and neither does what is poured into it.\n\nWe ask for one body that \
         measures, reports in public and hears those who drink the water.",
        "Marta Oyelowa-Brandt",
        "speaker",
        "Both Banks Coalition",
    ],
    ["Our nets told us two years before any report did.", "Rafael Quispe Luna", "counsel", "Abogadas Aguas Arriba"],
];

/// Saves it.
pub(super) fn fill(store: &Store, letter: &LetterId, by: &CoordinatorId, at: Moment) -> Result<()> {
    let contact = |parts: [&str; 7]| {
        let [name, organisation, city, languages, phone, email, hours] = parts.map(str::to_owned);
        MediaContact { name, organisation, city, languages, phone, email, hours }
    };
    let quote = |parts: [&str; 4]| {
        let [text, name, title, organisation] = parts.map(str::to_owned);
        Quote { text, name, title, organisation, approval: "by mail".to_owned() }
    };
    let kit = PressKit {
        contacts: CONTACTS.map(contact).to_vec(),
        quotes: QUOTES.map(quote).to_vec(),
        checked: String::new(),
    };
    let (letter, by) = (letter.clone(), Actor::Coordinator(by.clone()));
    store.write_now(Lane::Desk, move |tx| {
        let row = letter::find(tx, &letter)?;
        set_press(tx, &row, &kit, 0, &by, at)
    })
}
