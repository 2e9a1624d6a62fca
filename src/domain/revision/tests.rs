use proptest::prelude::*;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::*;

fn addressee(name: &str, role: &str, body: &str, place: &str) -> Addressee {
    let [name, role, body, place] = [name, role, body, place].map(str::to_owned);
    Addressee { name, role, body, place }
}

fn call() -> LetterText {
    LetterText {
        title: "Global call on river rights".to_owned(),
        addressees: vec![
            addressee("Ana Lindqvist", "Commissioner for Water, Soil and Air", "River Council", "Nairobi"),
            addressee("Member States of the River Council", "", "", ""),
            addressee("Office R&D", "", "Basin Authority 7/8", ""),
        ],
        re_line: "Draft treaty, article 12".to_owned(),
        salutation: "Dear Commissioner,\r\ndear delegates,".to_owned(),
        body: "\r\nWe, the undersigned, call for:\r\n\r\n1. clean water;\r\n2. *public* data.\r\n\r\n".to_owned(),
        closing: "Yours sincerely,".to_owned(),
        officers: vec![Officer { name: "J. O. Okello".to_owned(), title: "Chair, River Coalition".to_owned() }],
        ..LetterText::default()
    }
}

#[test]
fn quotes_demands_and_background_are_part_of_what_is_signed() {
    let text = LetterText {
        title: "On the dam".to_owned(),
        body: "Asked about the dam, she said:".to_owned(),
        quotes: vec![
            Quote {
                text: "It leaks.\r\n\r\nEverybody *knows*.".to_owned(),
                name: "Ana_Lindqvist_".to_owned(),
                title: String::new(),
                organisation: "River Council".to_owned(),
            },
            Quote { text: "No.".to_owned(), ..Quote::default() },
        ],
        asks: vec!["Close\nthe gate.".to_owned(), " ".to_owned(), "Pay.".to_owned()],
        background_heading: "Background #".to_owned(),
        background: "Built in 1962.".to_owned(),
        ..LetterText::default()
    };
    let expected = "\
Asked about the dam, she said:

> It leaks.
>
> Everybody *knows*.
>
> — Ana\\_Lindqvist\\_, River Council

> No.

1) Close the gate.
2) Pay.

## Background \\#

Built in 1962.";
    assert_eq!(text.whole_body(), expected);
    assert_eq!(text.canonical(), format!("# On the dam\n\n---\n\n{expected}\n\n---\n"));
    assert_eq!(text.tidied().canonical(), text.canonical());
    let bare = LetterText { background_heading: String::new(), ..text };
    assert!(bare.whole_body().ends_with("2) Pay.\n\n* * *\n\nBuilt in 1962."));
}

#[test]
fn a_quote_without_words_is_told_in_its_row() {
    let quotes = vec![
        Quote { text: "Yes.".to_owned(), ..Quote::default() },
        Quote { name: "Ana".to_owned(), ..Quote::default() },
    ];
    let text = LetterText { title: "On the dam".to_owned(), quotes, ..LetterText::default() };
    let fault = TextFault { field: "quote_text", row: Some(1), kind: TextFaultKind::Empty, limit: 0 };
    assert_eq!(text.faults(), [fault]);
}

#[test]
fn the_canonical_text_reads_like_the_letter() {
    let expected = "\
# Global call on river rights

- Ana Lindqvist, Commissioner for Water\\, Soil and Air; River Council / Nairobi
- Member States of the River Council
- Office R\\&D; Basin Authority 7\\/8

**Draft treaty, article 12**

Dear Commissioner,\\
dear delegates,

---

We, the undersigned, call for:

1. clean water;
2. *public* data.

---

Yours sincerely,

- J. O. Okello, Chair\\, River Coalition
";
    assert_eq!(call().canonical(), expected);
}

#[test]
fn the_hash_of_a_text_never_changes() {
    // Made with another program; a change here breaks every stored hash.
    let hash = text_sha256(&call().canonical());
    assert_eq!(hash, "e1abf0400fd31bae6848c3a610c017143dd8d21a74482e74553dc40c1fbed61b");
    assert_eq!(text_sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

#[test]
fn a_statement_without_addressees_is_a_title_and_a_body() {
    let text = LetterText { title: "Statement".to_owned(), body: "We object.".to_owned(), ..LetterText::default() };
    assert_eq!(text.canonical(), "# Statement\n\n---\n\nWe object.\n\n---\n");
}

#[test]
fn moving_words_between_parts_changes_the_canonical_text() {
    let base = || LetterText { title: "T".to_owned(), body: "B".to_owned(), ..LetterText::default() };
    let one = |name: &str, role: &str, body: &str, place: &str| LetterText {
        addressees: vec![addressee(name, role, body, place)],
        ..base()
    };
    let s = str::to_owned;
    let pairs = [
        (LetterText { salutation: s("Dear all"), ..base() }, LetterText { body: s("Dear all\n\nB"), ..base() }),
        (LetterText { closing: s("Bye"), ..base() }, LetterText { body: s("B\n\nBye"), ..base() }),
        (LetterText { closing: s("Bye"), ..base() }, LetterText { body: s("B\n\n---\n\nBye"), ..base() }),
        (LetterText { salutation: s("Hi"), ..base() }, LetterText { body: s("Hi\n\n---\n\nB"), ..base() }),
        (LetterText { re_line: s("Hi"), ..base() }, LetterText { salutation: s("**Hi**"), ..base() }),
        (LetterText { salutation: s("- X"), ..base() }, one("X", "", "", "")),
        (LetterText { salutation: s("---"), ..base() }, base()),
        (LetterText { title: s("T\n\n- X"), ..base() }, one("X", "", "", "")),
        (one("X, Y", "", "", ""), one("X", "Y", "", "")),
        (one("X", "Y; Z", "", ""), one("X", "Y", "Z", "")),
        (one("X", "", "Y / Z", ""), one("X", "", "Y", "Z")),
        (one("X", "Y", "", ""), one("X", "", "Y", "")),
        (one("X\\", "Y", "", ""), one("X\\, Y", "", "", "")),
        (
            one("X\n- Y", "", "", ""),
            LetterText { addressees: vec![addressee("X", "", "", ""), addressee("Y", "", "", "")], ..base() },
        ),
        (
            LetterText { closing: s("Bye\n- A, B"), ..base() },
            LetterText { closing: s("Bye"), officers: vec![Officer { name: s("A"), title: s("B") }], ..base() },
        ),
    ];
    for (left, right) in pairs {
        assert_ne!(left.canonical(), right.canonical());
    }
}

#[test]
fn a_signature_counts_while_only_minor_changes_lie_between() {
    use Change::*;
    let changes = [(1, First), (2, Minor), (3, Substantive), (4, Minor)];
    let table = [
        (1, 1, true),
        (1, 2, true),
        (1, 3, false),
        (1, 4, false),
        (2, 3, false),
        (3, 3, true),
        (3, 4, true),
        (4, 3, false),
        (4, 5, false),
    ];
    for (signed, revision, counts) in table {
        assert_eq!(counts_for(signed, revision, &changes), counts, "{signed} for {revision}");
    }
}

#[test]
fn limits_are_told_by_field() {
    let told = |text: &LetterText| -> Vec<_> {
        text.faults().iter().map(|fault| (fault.field, fault.row, fault.kind.code())).collect()
    };
    assert_eq!(told(&call()), []);
    assert_eq!(told(&LetterText::default()), [("title", None, "text-empty")]);
    let long = LetterText { title: "é".repeat(401), body: "é".repeat(51_201), ..call() };
    assert_eq!(told(&long), [("title", None, "text-too-long"), ("body", None, "text-too-long")]);
    let at_limit = LetterText { title: "é".repeat(400), body: "é".repeat(51_200), ..call() };
    assert_eq!(told(&at_limit), []);
    let control =
        LetterText { re_line: "a\r\nBcc: b".to_owned(), closing: "a\0".to_owned(), body: "\u{7}".to_owned(), ..call() };
    let expected =
        [("re_line", None, "text-control"), ("body", None, "text-control"), ("closing", None, "text-control")];
    assert_eq!(told(&control), expected);
    let nameless =
        LetterText { addressees: vec![addressee("", "", "", ""), addressee(" ", "Chair", "", "")], ..call() };
    assert_eq!(told(&nameless), [("addressee_name", Some(1), "text-empty")]);
    let empty = LetterText { body: " \n".to_owned(), ..call() };
    assert_eq!(empty.faults(), []);
    assert_eq!(empty.faults_to_open()[0].field, "body");
}

/// What an outsider would write from the doc comment alone: takes a canonical text apart again.
fn taken_apart(text: &str) -> LetterText {
    let lines: Vec<&str> = text.strip_suffix('\n').expect("ends in LF").split('\n').collect();
    let first = lines.iter().position(|line| *line == "---").expect("first rule");
    let last = lines.iter().rposition(|line| *line == "---").expect("last rule");
    assert!(first < last);
    let (head, tail) = (&lines[..first], &lines[last + 1..]);
    let rows = |part: &[&str]| -> Vec<[String; 4]> {
        part.iter().filter_map(|line| line.strip_prefix("- ")).map(row_taken_apart).collect()
    };
    let words = |part: &[&str]| -> String {
        let of_words = part.iter().filter(|line| {
            !line.is_empty()
                && !line.starts_with("- ")
                && !line.starts_with("# ")
                && !line.starts_with("**")
                && **line != "#"
        });
        let all: Vec<&str> = of_words.copied().collect();
        let count = all.len();
        let ends = all
            .iter()
            .enumerate()
            .map(|(n, line)| if n + 1 < count { line.strip_suffix('\\').expect("more lines") } else { line });
        ends.map(unescaped).collect::<Vec<_>>().join("\n")
    };
    let re_line = head.iter().find_map(|line| line.strip_prefix("**")?.strip_suffix("**"));
    LetterText {
        title: unescaped(head[0].strip_prefix("# ").expect("title")),
        addressees: rows(head)
            .into_iter()
            .map(|[name, role, body, place]| Addressee { name, role, body, place })
            .collect(),
        re_line: unescaped(re_line.unwrap_or_default()),
        salutation: words(head),
        body: lines[first + 1..last].join("\n").trim_start_matches('\n').trim_end().to_owned(),
        closing: words(tail),
        officers: rows(tail).into_iter().map(|[name, title, ..]| Officer { name, title }).collect(),
        ..LetterText::default()
    }
}

fn row_taken_apart(line: &str) -> [String; 4] {
    let mut pieces = [const { String::new() }; 4];
    let mut at = 0;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => pieces[at].extend(rest.next()),
            ',' => at = 1,
            ';' => at = 2,
            '/' => at = 3,
            c => pieces[at].push(c),
        }
    }
    pieces.map(|piece| piece.trim().to_owned())
}

fn unescaped(line: &str) -> String {
    let mut rest = line.chars();
    let mut plain = String::new();
    while let Some(c) = rest.next() {
        if c == '\\' { plain.extend(rest.next()) } else { plain.push(c) }
    }
    plain
}

/// Texts full of what Markdown and our form read as marks.
fn odd_text() -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        Just("-"),
        Just("--- "),
        Just("---"),
        Just("\n"),
        Just("\r\n"),
        Just("\n\n"),
        Just(", "),
        Just("; "),
        Just(" / "),
        Just("\\"),
        Just("**"),
        Just("#"),
        Just("# "),
        Just("- "),
        Just(" "),
        Just("1."),
        Just("&amp;"),
        Just("a"),
        Just("e\u{301}"),
        Just("é"),
        Just("\u{338}"),
        Just("="),
        Just(">"),
        Just("\u{1100}\u{1161}"),
        Just("ق"),
        Just("\t"),
        Just("~~~"),
        Just("\u{2028}"),
    ];
    prop::collection::vec(odd, 0..8).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn letter()(
        [title, re_line, salutation, body, closing] in [odd_text(), odd_text(), odd_text(), odd_text(), odd_text()],
        addressees in prop::collection::vec([odd_text(), odd_text(), odd_text(), odd_text()], 0..3),
        officers in prop::collection::vec([odd_text(), odd_text()], 0..3),
    ) -> LetterText {
        let addressees = addressees.into_iter().map(|[name, role, body, place]| Addressee { name, role, body, place }).collect();
        let officers = officers.into_iter().map(|[name, title]| Officer { name, title }).collect();
        LetterText { title, addressees, re_line, salutation, body, closing, officers, ..LetterText::default() }
    }
}

fn changed(text: &LetterText, change: impl Fn(&str) -> String) -> LetterText {
    LetterText {
        title: change(&text.title),
        addressees: text
            .addressees
            .iter()
            .map(|a| addressee(&change(&a.name), &change(&a.role), &change(&a.body), &change(&a.place)))
            .collect(),
        re_line: change(&text.re_line),
        salutation: change(&text.salutation),
        body: change(&text.body),
        closing: change(&text.closing),
        officers: text.officers.iter().map(|o| Officer { name: change(&o.name), title: change(&o.title) }).collect(),
        ..LetterText::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_canonical_text_says_which_words_stand_in_which_part(text in letter()) {
        // Taking it apart gives the text back, so no two texts share one canonical text.
        prop_assert_eq!(taken_apart(&text.canonical()), text.tidied());
    }

    #[test]
    fn how_accents_and_line_ends_are_encoded_makes_no_difference(text in letter()) {
        let canonical = text.canonical();
        prop_assert_eq!(&changed(&text, |part| part.nfd().collect()).canonical(), &canonical);
        prop_assert_eq!(&changed(&text, |part| part.replace("\r\n", "\n").replace('\n', "\r\n")).canonical(), &canonical);
        prop_assert_eq!(&text.tidied().canonical(), &canonical);
        prop_assert_eq!(text.tidied().tidied(), text.tidied());
    }

    #[test]
    fn the_canonical_text_is_composed_and_ends_in_one_line_end(text in letter()) {
        let canonical = text.canonical();
        prop_assert!(is_nfc(&canonical));
        prop_assert!(!canonical.contains('\r'));
        prop_assert!(canonical.ends_with('\n') && !canonical.ends_with("\n\n"));
    }
}
