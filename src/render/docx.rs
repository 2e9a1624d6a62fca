//! `letter.docx` (ECMA-376): text and names as a file that an addressee's registry can take in and edit. The same tree of the text as
//! the PDF's, the same list as the page's; the same letter gives the same bytes.

mod text;

use crate::error::{Error, Result};
use crate::render::markdown::to_tree;
use crate::render::proof::zip;
use crate::render::public::{Phrases, PublicLetter};
use crate::render::register::{PublicSignatory, Register};
use crate::render::shell::Shell;
use crate::render::when;

use text::{Writer, escaped};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The file.
///
/// # Errors
/// `Internal` when it would be larger than a zip file may be.
pub fn letter_docx(shell: &Shell, letter: &PublicLetter, register: &Register) -> Result<Vec<u8>> {
    let mut writer = Writer::new(&letter.language, letter.dir() == "rtl");
    head(&mut writer, shell, letter, register);
    body(&mut writer, letter);
    around(&mut writer, shell, letter);
    list(&mut writer, shell, letter, register);
    let t = &shell.t;
    let foot = format!(
        "{} · sha256 {} · {}{}",
        t.say("letter-version-final").with("version", letter.version).text(),
        letter.text_sha256,
        shell.base_url,
        letter.path("")
    );
    let (document, notes, links) = writer.finish();
    let file = |name: &str, content: String| (name.to_owned(), content.into_bytes());
    let files = vec![
        file("[Content_Types].xml", content_types()),
        file("_rels/.rels", root_relations()),
        file("docProps/core.xml", properties(letter, register)),
        file("word/document.xml", document),
        file("word/footnotes.xml", notes),
        file("word/footer1.xml", footer(&foot)),
        file("word/numbering.xml", NUMBERING.replace("WORD", WORD)),
        file("word/styles.xml", STYLES.replace("WORD", WORD)),
        file("word/_rels/document.xml.rels", relations(&links)),
    ];
    zip::write(&files).ok_or_else(|| Error::Internal("letter.docx is too large".into()))
}

fn head(writer: &mut Writer, shell: &Shell, letter: &PublicLetter, register: &Register) {
    let t = &shell.t;
    let phrases = Phrases::new(t, register.counts(), &letter.country_noun);
    writer.styled("Label", &t.say_of("letter-kind", letter.kind).text());
    writer.styled("Title", &letter.text.title);
    for one in &letter.text.addressees {
        writer.plain(&one.line(&letter.language));
    }
    if phrases.counts.signatories() > 0 {
        writer.styled("Small", &phrases.signatories_in_countries());
    }
    let conveners: Vec<&str> = letter.conveners.iter().map(|one| one.name.as_str()).collect();
    writer.some("Small", &conveners.join(" · "));
    if let Some(occasion) = letter.printed_occasion() {
        writer.linked("Normal", &t.say("kind-occasion").text(), &occasion);
    }
    for line in letter.printed_translation(t) {
        writer.styled("Small", &line);
    }
    writer.some("Normal", &letter.place_and_date());
}

/// What it is taken from, and what belongs to it.
fn around(writer: &mut Writer, shell: &Shell, letter: &PublicLetter) {
    let t = &shell.t;
    if let Some(source) = letter.printed_source(t) {
        writer.linked("Small", "", &source);
    }
    for related in letter.printed_related(t, &shell.base_url) {
        writer.linked("Small", &t.say("kind-related").text(), &related);
    }
    if !letter.particulars.tags.is_empty() {
        writer.styled("Small", &format!("{}: {}", t.say("kind-tags").text(), letter.particulars.tags.join(", ")));
    }
}

fn body(writer: &mut Writer, letter: &PublicLetter) {
    writer.some("Strong", &letter.text.re_line);
    letter.text.salutation.lines().for_each(|line| writer.plain(line));
    writer.blocks(&to_tree(&letter.text.whole_body()));
    letter.text.closing.lines().for_each(|line| writer.plain(line));
    for officer in &letter.text.officers {
        writer.plain(&officer.name);
        writer.some("Small", &officer.title);
    }
}

fn list(writer: &mut Writer, shell: &Shell, letter: &PublicLetter, register: &Register) {
    let t = &shell.t;
    let phrases = Phrases::new(t, register.counts(), &letter.country_noun);
    writer.styled("Heading2", &t.say("letter-signatories").text());
    let counts: Vec<String> =
        phrases.items().into_iter().map(|item| format!("{} {}", item.number, item.noun)).collect();
    writer.plain(&counts.join(" · "));
    let shown = letter.shown(&register.as_of, t);
    let as_of =
        format!("{} {}, {} {} ({})", t.say("counts-as-of").text(), shown.date, shown.time, shown.label, shown.utc);
    writer.styled("Small", &as_of);
    if register.names_hidden {
        writer.plain(&t.say("register-hidden").text());
    }
    let view = register.printed();
    for group in view.initials.iter().flat_map(|block| &block.countries).chain(&view.flow) {
        writer.styled("Heading3", &format!("{} ({})", group.heading, group.lines.len()));
        group.lines.iter().for_each(|one| name(writer, shell, one, false));
    }
    if !view.individuals.is_empty() {
        writer.styled("Heading3", &t.say("register-individuals").text());
        view.individuals.iter().for_each(|one| name(writer, shell, one, false));
    }
    for wave in &view.late {
        let day = when::date(wave.day.and_time(chrono::NaiveTime::MIN), t);
        writer.styled("Heading3", &t.say("register-late").with("day", day).text());
        wave.lines.iter().for_each(|one| name(writer, shell, one, true));
    }
    for one in register.withheld_places() {
        writer.styled(
            "Small",
            &match one.place {
                Some(place) => t.say("withheld-from").with("count", one.count).with("place", place).text(),
                None => t.say("withheld-nowhere").with("count", one.count).text(),
            },
        );
    }
}

fn name(writer: &mut Writer, shell: &Shell, one: &PublicSignatory, with_place: bool) {
    let acronym = one.acronym_apart().map(|acronym| format!(" ({acronym})")).unwrap_or_default();
    let recorded = one.is_recorded.then(|| shell.t.say("register-recorded").text());
    let heading = with_place.then(|| one.heading()).filter(|heading| !heading.is_empty());
    let person = if one.is_individual() { [&one.role, &one.affiliation] } else { [&one.representative, &one.role] };
    let notes = [one.latin_name.clone(), person[0].clone(), person[1].clone(), heading, recorded];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    writer.name(&format!("{}{acronym}", one.name), &notes.join(", "));
}

fn content_types() -> String {
    let part = |name: &str, kind: &str| {
        let kind = format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml");
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{kind}\"/>")
    };
    format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/>{}{}{}{}{}<Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>",
        part("document", "document.main"),
        part("footnotes", "footnotes"),
        part("footer1", "footer"),
        part("numbering", "numbering"),
        part("styles", "styles"),
    )
}

fn root_relations() -> String {
    format!(
        "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"word/document.xml\"/><Relationship Id=\"r2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/></Relationships>"
    )
}

fn relations(links: &[String]) -> String {
    let part = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let links: String = links
        .iter()
        .enumerate()
        .map(|(at, to)| {
            let to = escaped(to);
            format!("<Relationship Id=\"l{at}\" Type=\"{OFFICE}/hyperlink\" Target=\"{to}\" TargetMode=\"External\"/>")
        })
        .collect();
    format!(
        "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{}{}{}{}{links}</Relationships>",
        part("s1", "styles", "styles.xml"),
        part("s2", "numbering", "numbering.xml"),
        part("s3", "footnotes", "footnotes.xml"),
        part("s4", "footer", "footer1.xml"),
    )
}

fn properties(letter: &PublicLetter, register: &Register) -> String {
    let conveners: Vec<&str> = letter.conveners.iter().map(|one| one.name.as_str()).collect();
    let at = when::iso(register.as_of);
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>{}</dc:language>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:modified></cp:coreProperties>",
        escaped(&letter.text.title),
        escaped(&conveners.join(", ")),
        escaped(&letter.language),
    )
}

fn footer(words: &str) -> String {
    format!(
        "{XML}<w:ftr xmlns:w=\"{WORD}\"><w:p><w:pPr><w:pStyle w:val=\"Small\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>\
         </w:p></w:ftr>",
        escaped(words)
    )
}

const NUMBERING: &str = include_str!("docx/numbering.xml");
const STYLES: &str = include_str!("docx/styles.xml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::public::samples::{arabic_letter, letter, register};
    use crate::render::words::Words;

    fn file(letter: &PublicLetter, register: &Register) -> zip::Files {
        let shell = Shell::new(Words::for_language("en"), "Letters".to_owned(), "https://letters.example");
        let bytes = letter_docx(&shell, letter, register).expect("a file");
        assert_eq!(bytes, letter_docx(&shell, letter, register).expect("a file"), "the same bytes for the same letter");
        zip::read(&bytes).expect("a zip file")
    }

    fn part(files: &zip::Files, name: &str) -> String {
        let (_, content) = files.iter().find(|(own, _)| own == name).expect("a part");
        String::from_utf8(content.clone()).expect("UTF-8")
    }

    #[test]
    fn everybody_on_the_list_is_in_the_file() {
        let register = register("en");
        let document = part(&file(&letter(), &register), "word/document.xml");
        for one in register.named() {
            assert!(document.contains(&*escaped(&one.name)), "{}", one.name);
        }
    }

    #[test]
    fn a_letter_from_right_to_left_says_so_in_every_paragraph_of_its_text() {
        let document = part(&file(&arabic_letter(), &register("ar")), "word/document.xml");
        assert!(document.contains("<w:bidi/>") && document.contains("<w:rtl/>") && document.contains("w:bidi=\"ar\""));
        assert!(!part(&file(&letter(), &register("en")), "word/document.xml").contains("<w:pPr><w:bidi/>"));
    }

    #[test]
    fn what_people_write_stays_text() {
        let mut letter = letter();
        letter.text.title = "<w:p>&\u{0}\u{b}\"]]>".into();
        letter.text.body = "</w:t> & <script> [x](https://a.example/?b=\"c\"&d)".into();
        let files = file(&letter, &register("en"));
        let document = part(&files, "word/document.xml");
        assert!(document.contains("&lt;w:p&gt;&amp;") && document.contains("&lt;script&gt;"));
        assert!(!document.contains('\u{b}') && !document.contains('\0'));
        for (name, content) in &files {
            let text = std::str::from_utf8(content).expect("UTF-8");
            let open = text.matches('<').count();
            assert_eq!(open, text.matches('>').count(), "{name} is not well-formed");
        }
    }
}
