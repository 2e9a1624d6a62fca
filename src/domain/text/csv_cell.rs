//! A cell that a spreadsheet will show and not run.

use std::borrow::Cow;

/// Puts `'` before a cell that Excel, LibreOffice or Numbers would take for a formula (OWASP "CSV Injection",
/// ASVS 1.2.10): one that begins with `=`, `+`, `-`, `@`, their full-width twins, or a control character. Quoting for
/// RFC 4180 is the writer's work and comes after this.
pub fn formula_safe(cell: &str) -> Cow<'_, str> {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}') => {
            Cow::Owned(format!("'{cell}"))
        }
        Some(c) if c.is_control() => Cow::Owned(format!("'{cell}")),
        _ => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
        for cell in ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1"] {
            assert_eq!(formula_safe(cell), format!("'{cell}"));
        }
        for cell in ["", "Kenya", "350.org", "a=b", "'=1", "日本"] {
            assert_eq!(formula_safe(cell), cell);
        }
    }
}
