//! A letter's Markdown as safe HTML, as plain text for mails, and as a short summary.
//! Raw HTML is shown as the text it is, images by their description, links only to the web and to mailboxes.

mod bare;
mod html;
mod parsed;
mod plain;
mod safe;
mod tree;

pub use html::{HtmlOptions, SafeHtml, to_html};
pub use plain::{MAIL_WIDTH, summary, to_plain};
pub use tree::{Node, to_tree};

#[cfg(test)]
mod tests;
