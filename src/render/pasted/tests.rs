use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::to_markdown;
use crate::render::markdown::{HtmlOptions, to_html};
use crate::render::words::Words;

fn read(html: &str) -> String {
    to_markdown(html, "").markdown
}

fn dropped(html: &str) -> Vec<(&'static str, usize)> {
    to_markdown(html, "").dropped.into_iter().collect()
}

#[test]
fn headings_bold_italic_links_lists_and_quotes_of_a_page_stay() {
    let html = "<h1>Our <b>rivers</b></h1>\n<p>We <strong>ask</strong> you, <em>now</em>, to read <a href='https://x.example/a(b)'>this</a>.\
        <ul><li>one<ol><li>first<li>second</ol><li>two</ul><blockquote><p>Said.</p><p>Again.</p></blockquote>";
    assert_eq!(
        read(html),
        "# Our rivers\n\nWe **ask** you, *now*, to read [this](https://x.example/a%28b%29).\n\n- one\n  1. first\n  2. second\n- two\n\n> Said.\n>\n> Again."
    );
}

#[test]
fn lists_and_footnotes_of_word_stay() {
    let html = "<p class=MsoTitle>Rivers</p><p class=MsoListParagraph style='margin-left:1cm;mso-list:l0 level1 lfo1'><![if !supportLists]>\
        <span style='mso-list:Ignore'>1.<span style='font:7.0pt'>&nbsp;&nbsp; </span></span><![endif]>First<o:p></o:p></p>\
        <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>&middot;<span>&nbsp; </span></span>under it</p>\
        <p class=MsoNormal>Water<a style='mso-footnote-id:ftn1' href=\"#_ftn1\" name=\"_ftnref1\"><span class=MsoFootnoteReference>[1]</span></a> is low.</p>\
        <div style='mso-element:footnote-list'><hr align=left size=1 width=\"33%\"><div style='mso-element:footnote' id=ftn1>\
        <p class=MsoFootnoteText><a href=\"#_ftnref1\" name=\"_ftn1\">[1]</a> Measured in May.</p><p class=MsoFootnoteText>And June.</p></div></div>";
    assert_eq!(
        read(html),
        "# Rivers\n\n1. First\n   - under it\n\nWater[^1] is low.\n\n[^1]: Measured in May.\n\n    And June."
    );
}

#[test]
fn footnotes_of_google_docs_and_libreoffice_stay_also_in_a_heading() {
    let google = "<b style=\"font-weight:normal\" id=\"docs-internal-guid-1\"><h2><span style=\"font-weight:400\">Water</span><sup><a href=\"#ftnt1\" id=\"ftnt_ref1\">[1]</a></sup></h2>\
        <p><span style=\"font-weight:700\">Bold</span><span style=\"font-weight:400\"> not</span></p><hr><div><p><a href=\"#ftnt_ref1\" id=\"ftnt1\">[1]</a><span> Low.</span></p></div></b>";
    assert_eq!(read(google), "## Water[^1]\n\n**Bold** not\n\n[^1]: Low.");
    let libre = "<p>Water<a class=\"sdfootnoteanc\" name=\"sdfootnote1anc\" href=\"#sdfootnote1sym\"><sup>1</sup></a></p>\
        <div id=\"sdfootnote1\"><p class=\"sdfootnote\"><a class=\"sdfootnotesym\" name=\"sdfootnote1sym\" href=\"#sdfootnote1anc\">1</a>Low.</p></div>";
    assert_eq!(read(libre), "Water[^1]\n\n[^1]: Low.");
    assert_eq!(to_markdown(libre, "Before[^1] and[^2].").markdown, "Water[^3]\n\n[^3]: Low.");
    let shown = to_html("## Water[^1]\n\n[^1]: Low.", &HtmlOptions::default(), &Words::english());
    assert!(shown.as_str().contains("Water<sup"), "{shown}");
}

#[test]
fn what_goes_is_counted() {
    let html = "<p><span style='font-family:Arial'>a</span><img src=x><del cite='mailto:x'>gone</del><ins>new</ins><s>struck</s>\
        <a class=msocomanchor href='#_msocom_1'>[NB1]</a><a href='#_ftn9'>[9]</a></p><table><tr><td><p>one</p><td>two</table>\
        <div style='mso-element:comment-list'><div style='mso-element:comment'><p>a secret remark</p></div></div>";
    assert_eq!(read(html), "anewstruck\n\none · two");
    let counts = [
        ("comments", 0),
        ("deletions", 1),
        ("fonts", 1),
        ("images", 1),
        ("insertions", 1),
        ("notes", 1),
        ("struck", 1),
        ("tables", 1),
    ];
    for (what, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        assert!(dropped(html).contains(&(what, count)), "{what}: {:?}", dropped(html));
    }
}

#[test]
fn what_only_looks_like_markdown_stays_text() {
    assert_eq!(
        read("<p>1. May &amp;amp; *June* &lt;b&gt; [x] a_b _c_</p>"),
        "1\\. May \\&amp; \\*June\\* \\<b> \\[x] a_b \\_c\\_"
    );
    assert_eq!(read("<p># no<br>- no<br>&gt; no</p>"), "\\# no\\\n\\- no\\\n\\> no");
    assert_eq!(read("<a href='javascript:alert(1)'>x</a><script>alert(2)</script><style>p{}</style>"), "x");
}

#[test]
fn two_megabytes_and_a_depth_of_hundreds_of_thousands_take_time_in_proportion_and_no_stack() {
    const SIZE: usize = 2 * 1024 * 1024;
    let inputs = |bytes: usize| {
        let part = |text: &str| text.repeat(bytes / text.len());
        [
            part("<div>"),
            part("<b>x"),
            part("</b>"),
            part("<p>x"),
            part("<ul><li>"),
            part("<"),
            part("&"),
            part("<!--"),
            format!("<p {}>x", part("a ")),
            part("<a href='#_ftn1'>"),
            part("<script>"),
            part("<blockquote>"),
            part("<p>**_x"),
            part("<p class=MsoNormal style='mso-list:l0 level9 lfo1'><span lang=EN-GB>Word </span><o:p></o:p></p>\n"),
        ]
    };
    let took = |html: &str| {
        let started = Instant::now();
        to_markdown(html, "");
        started.elapsed()
    };
    for (html, eighth) in inputs(SIZE).iter().zip(&inputs(SIZE / 8)) {
        // Eight times as much may take some eight times as long, also beside other work; what grows by the square takes 64 times.
        let (whole, eighth) = (took(html), took(eighth));
        assert!(whole < eighth * 40 + Duration::from_secs(2), "{}: {whole:?} for {eighth:?}", &html[..40]);
    }
    let deep = format!("{}words{}", "<div><b>".repeat(1_000), "</b></div>".repeat(1_000));
    assert_eq!(read(&deep), "**words**");
}

proptest! {
    #[test]
    fn no_word_is_lost_and_nothing_becomes_html(words in "[a-c*_<>&#\\[\\]()!~.:|+=1-3`\\\\\" -]{1,40}") {
        let html = format!("<p>{}</p>", words.replace('&', "&amp;").replace('<', "&lt;"));
        let markdown = read(&html);
        let shown = to_html(&markdown, &HtmlOptions::default(), &Words::english());
        let plain: String = scraper::Html::parse_fragment(shown.as_str()).root_element().text().collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(squeezed(&plain), squeezed(&words), "{}", markdown);
    }

    #[test]
    fn tags_in_any_order_never_lose_a_word(parts in proptest::collection::vec(0_usize..24, 0..40)) {
        const TAGS: [&str; 12] = ["p", "b", "i", "ul", "ol", "li", "h2", "blockquote", "td", "tr", "div", "span"];
        let html: String = parts.iter().enumerate().map(|(at, part)| {
            let tag = TAGS[part / 2];
            if part % 2 == 0 { format!("<{tag}>word{at} ") } else { format!("</{tag}>end{at} ") }
        }).collect();
        let shown = to_html(&read(&html), &HtmlOptions::default(), &Words::english());
        for (at, part) in parts.iter().enumerate() {
            let word = if part % 2 == 0 { format!("word{at}") } else { format!("end{at}") };
            prop_assert!(shown.as_str().contains(&word), "{word}: {html}\n{shown}");
        }
        prop_assert!(!shown.as_str().contains("&lt;"), "{}", shown);
    }
}
