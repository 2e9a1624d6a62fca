//! Addresses pasted from a mail program, a web page or a list: one a line, or parted by commas and semicolons.

use super::{EmailAddress, EmailFault};

/// One piece of pasted text that was meant as an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedAddress {
    /// The line it stands in, from 1.
    pub line: usize,
    /// The piece as pasted, trimmed.
    pub written: String,
    /// The display name before `<…>`, without its quotes; not checked.
    pub name: Option<String>,
    /// The address, or why it is none.
    pub address: Result<EmailAddress, EmailFault>,
}

/// Finds the addresses in pasted text. Every piece of text comes back, good or not, so that nothing is lost unseen;
/// a comma inside quotes or before `<` in "Last, First <a@b>" does not part.
pub fn find_addresses(pasted: &str) -> Vec<PastedAddress> {
    let lines = pasted.split(['\n', '\r', '\u{2028}', '\u{2029}']).enumerate();
    lines.flat_map(|(index, line)| pieces(line).into_iter().map(move |piece| read(index + 1, piece))).collect()
}

/// Parts a line at commas, semicolons and tabs outside quotes and angle brackets; a piece without `@` that stands
/// directly before one with `<` belongs to it, since it is the first half of "Last, First".
fn pieces(line: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let (mut piece, mut quoted, mut bracketed) = (String::new(), false, false);
    let quotes_pair = line.matches('"').count().is_multiple_of(2);
    for c in line.chars() {
        match c {
            '"' if quotes_pair => quoted = !quoted,
            '<' => bracketed = true,
            '>' => bracketed = false,
            ',' | ';' | '\t' if !quoted && !bracketed => {
                close(&mut pieces, &mut piece, c);
                continue;
            }
            _ => {}
        }
        piece.push(c);
    }
    close(&mut pieces, &mut piece, '\n');
    pieces
}

/// Ends a piece; `parted_by` stays on a piece without `@` after a comma, in case it is half a name.
fn close(pieces: &mut Vec<String>, piece: &mut String, parted_by: char) {
    let text = std::mem::take(piece).trim().to_owned();
    let half_before = pieces.last().is_some_and(|last| last.ends_with(','));
    if half_before {
        let half = pieces.pop().unwrap_or_default();
        if text.contains('<') && !text.starts_with('<') {
            pieces.push(format!("{half} {text}"));
            return;
        }
        pieces.push(half.trim_end_matches(',').to_owned());
    }
    if text.is_empty() {
        return;
    }
    pieces.push(if parted_by == ',' && !text.contains('@') { format!("{text},") } else { text });
}

fn read(line: usize, written: String) -> PastedAddress {
    let written = written.trim_end_matches(',').to_owned();
    let (name, address) = match written.rsplit_once('<') {
        Some((name, rest)) => (Some(name), rest.strip_suffix('>').unwrap_or(rest)),
        None => (None, written.as_str()),
    };
    let address = address.trim().strip_prefix("mailto:").unwrap_or(address.trim());
    let name = name.map(|name| name.trim().trim_matches(['"', '\'', '“', '”']).trim().to_owned());
    PastedAddress { line, address: EmailAddress::parse(address), name: name.filter(|name| !name.is_empty()), written }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pasted: &str) -> Vec<(usize, Option<String>, Option<String>)> {
        let found = find_addresses(pasted).into_iter();
        found.map(|one| (one.line, one.name, one.address.ok().map(|address| address.as_str().to_owned()))).collect()
    }

    fn good(line: usize, name: Option<&str>, address: &str) -> (usize, Option<String>, Option<String>) {
        (line, name.map(str::to_owned), Some(address.to_owned()))
    }

    #[test]
    fn addresses_are_found_one_a_line_or_parted_by_commas_and_semicolons() {
        let pasted = "ann@example.org\r\n\r\nbo@example.org, cy@example.org; di@example.org;\nmailto:ed@example.org";
        let lines: Vec<_> = found(pasted).into_iter().filter_map(|(_, _, address)| address).collect();
        let expected = ["ann@example.org", "bo@example.org", "cy@example.org", "di@example.org", "ed@example.org"];
        assert_eq!(lines, expected);
    }

    #[test]
    fn names_before_angle_brackets_are_kept() {
        let table = [
            ("Ann Lee <ann@example.org>", good(1, Some("Ann Lee"), "ann@example.org")),
            ("\"Lee, Ann\" <ann@example.org>", good(1, Some("Lee, Ann"), "ann@example.org")),
            ("Lee, Ann <ann@example.org>", good(1, Some("Lee, Ann"), "ann@example.org")),
            ("<ann@example.org>", good(1, None, "ann@example.org")),
            ("محمد <m@example.org>", good(1, Some("محمد"), "m@example.org")),
        ];
        for (pasted, expected) in table {
            assert_eq!(found(pasted), [expected], "{pasted}");
        }
        let two = found("Ann <ann@example.org>, Bo <bo@example.org>");
        assert_eq!(two, [good(1, Some("Ann"), "ann@example.org"), good(1, Some("Bo"), "bo@example.org")]);
    }

    #[test]
    fn what_is_no_address_comes_back_with_its_fault() {
        let found = find_addresses("ann@example.org\ninfo@exampl\nnot one, ann at example\n\"broken, x@example.org");
        let faults: Vec<_> = found
            .iter()
            .filter_map(|one| one.address.clone().err().map(|fault| (one.line, one.written.as_str(), fault)))
            .collect();
        let expected = [
            (2, "info@exampl", EmailFault::Domain),
            (3, "not one", EmailFault::At),
            (3, "ann at example", EmailFault::At),
            (4, "\"broken", EmailFault::At),
        ];
        assert_eq!(faults, expected);
        assert_eq!(found.len(), 6);
    }

    proptest::proptest! {
        #[test]
        fn any_pasted_text_is_read_without_a_fault(pasted in "[\\PC\r\n\t,;<>\"@a-c.]{0,80}") {
            let _ = find_addresses(&pasted);
        }
    }
}
