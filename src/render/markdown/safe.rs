//! The second lock: whatever the writer made, only these tags and attributes leave.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Said of every link in a user's text: we do not vouch for it and do not tell where the reader came from.
const REL: &str = "nofollow noopener noreferrer";

const TAGS: [&str; 19] = [
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "code",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "a",
    "br",
    "hr",
    "sup",
    "section",
];

static ALLOWLIST: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut list = Builder::empty();
    list.tags(HashSet::from(TAGS))
        .generic_attributes(HashSet::from(["dir", "id"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "role", "aria-label"])),
            ("ol", HashSet::from(["start"])),
            ("section", HashSet::from(["role", "aria-label"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(only_within_the_page)))
        .link_rel(Some(REL));
    list
});

/// Passes HTML through the allowlist.
pub(super) fn cleaned(html: &str) -> String {
    ALLOWLIST.clean(html).to_string()
}

/// Our own links from notes to text and back; a user's relative links have become text before.
fn only_within_the_page(address: &str) -> Option<Cow<'_, str>> {
    address.starts_with('#').then_some(Cow::Borrowed(address))
}
