//! Header fields as name and value, unfolded: of a message, of the groups of a report, of a header that was sent as text.

use mail_parser::Message;

/// More fields than this are passed over.
const FIELDS_AT_MOST: usize = 200;
/// Longer values are cut.
const VALUE_LIMIT: usize = 4000;

/// Fields in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The header of a message.
    pub fn of(message: &Message<'_>) -> Fields {
        // The parser's own accessors take the first part for granted.
        if message.parts.is_empty() {
            return Fields::default();
        }
        let fields = message.headers_raw().take(FIELDS_AT_MOST);
        Fields(fields.map(|(name, value)| (name.to_lowercase(), tidy(value))).collect())
    }

    /// One group of fields written as text; ends at the first empty line.
    pub fn read(text: &str) -> Fields {
        Fields::groups(text).into_iter().next().unwrap_or_default()
    }

    /// Groups of fields with empty lines between them (RFC 3464 §2.1).
    pub fn groups(text: &str) -> Vec<Fields> {
        let mut groups = vec![Fields::default()];
        let mut total = 0;
        for line in text.lines() {
            if line.trim().is_empty() {
                groups.push(Fields::default());
                continue;
            }
            let Some(group) = groups.last_mut() else { break };
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = group.0.last_mut().filter(|(_, value)| value.len() < VALUE_LIMIT) {
                    value.push(' ');
                    value.push_str(&tidy(line));
                }
            } else if let Some((name, value)) = line.split_once(':')
                && total < FIELDS_AT_MOST
            {
                total += 1;
                group.0.push((name.trim().to_lowercase(), tidy(value)));
            }
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first value of a field, or nothing.
    pub fn get<'f>(&'f self, name: &str) -> &'f str {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether the field is there.
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Every value of a field.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// On one line and of limited length.
fn tidy(value: &str) -> String {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    value.chars().take(VALUE_LIMIT).collect()
}
