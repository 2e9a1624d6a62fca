//! What every page needs around its own matter: words, site name, navigation, banners, the form's token.
//! Every page struct begins with `shell: Shell`; the layouts read nothing else.

use super::assets;
use super::words::Words;

/// Around every page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The catalogue of the page's language.
    pub t: Words,
    /// The name of this server, printed at the top.
    pub site: String,
    /// The absolute base of links, without a final slash (`UNDERSIGNED_BASE_URL`).
    pub base_url: String,
    /// The token of the session, for every form. `None` on pages that are stored and sent to everybody.
    pub csrf: Option<String>,
    /// The signed-in coordinator, on the desk.
    pub coordinator: Option<SignedIn>,
    /// The menu of the letter that a desk page belongs to.
    pub menu: Option<LetterMenu>,
    /// Sentences above the page: saved, refused, no mail leaves this server.
    pub banners: Vec<Banner>,
    /// The same page in other languages; empty when there is only one.
    pub languages: Vec<LanguageLink>,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Printed at the top of the desk.
    pub name: String,
    /// Whether the operator's pages are shown.
    pub is_operator: bool,
    /// Whether there is caught mail to look at.
    pub sees_mailbox: bool,
}

/// A sentence above the page.
#[derive(Debug, Clone)]
pub struct Banner {
    /// What it is about; chosen together with a word, never by colour alone.
    pub tone: Tone,
    /// The finished sentence.
    pub text: String,
    /// Where to go from here: address and words.
    pub link: Option<(String, String)>,
}

/// How a banner looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It was done.
    Done,
    /// Look here.
    Look,
    /// It was not done.
    Fault,
}

impl Tone {
    /// The class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Done => "done",
            Tone::Look => "look",
            Tone::Fault => "fault",
        }
    }
}

/// A link to the same page in another language (U-20: native name, no flag).
#[derive(Debug, Clone)]
pub struct LanguageLink {
    /// BCP 47.
    pub tag: String,
    /// The language's own name.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// Whether this is the page being read.
    pub is_current: bool,
}

impl LanguageLink {
    /// `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        super::words::direction_of(&self.tag)
    }
}

/// The left menu on the desk's pages about one letter.
#[derive(Debug, Clone)]
pub struct LetterMenu {
    /// The letter's id, for the links.
    pub letter_id: String,
    /// The letter's title, shown above the page's own heading.
    pub title: String,
    /// The word of the current page: `overview` or a word of [`LetterMenu::PAGES`].
    pub current: &'static str,
    /// What stands behind a menu word, e.g. `("invitations", "598")`.
    pub notes: Vec<(&'static str, String)>,
}

impl LetterMenu {
    /// The pages below `/desk/letters/{id}/` that exist, in the order of the menu (contract, URLs).
    pub const PAGES: &'static [&'static str] = &[
        "text",
        "details",
        "comments",
        "dates",
        "languages",
        "invitations",
        "mail",
        "signatures",
        "press",
        "publish",
        "people",
        "safety",
        "log",
    ];

    /// The page's path: the letter itself for `overview`.
    pub fn href(&self, page: &str) -> String {
        match page {
            "overview" => format!("/desk/letters/{}", self.letter_id),
            other => format!("/desk/letters/{}/{other}", self.letter_id),
        }
    }

    /// The words of the menu, `overview` first.
    pub fn pages(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once("overview").chain(Self::PAGES.iter().copied())
    }

    /// What stands behind a word; empty when nothing does.
    pub fn note(&self, page: &str) -> &str {
        self.notes.iter().find(|(word, _)| *word == page).map_or("", |(_, note)| note)
    }
}

impl Shell {
    /// A shell for a page that everybody may see, without session.
    pub fn new(t: Words, site: impl Into<String>, base_url: impl Into<String>) -> Shell {
        Shell {
            t,
            site: site.into(),
            base_url: base_url.into(),
            csrf: None,
            coordinator: None,
            menu: None,
            banners: Vec::new(),
            languages: Vec::new(),
        }
    }

    /// With one more sentence above the page.
    pub fn with_banner(mut self, tone: Tone, text: impl Into<String>) -> Shell {
        self.banners.push(Banner { tone, text: text.into(), link: None });
        self
    }

    /// With one more sentence above the page, and a link behind it.
    pub fn with_linked_banner(mut self, tone: Tone, text: impl Into<String>, href: &str, words: String) -> Shell {
        self.banners.push(Banner { tone, text: text.into(), link: Some((href.to_owned(), words)) });
        self
    }

    /// The URL of a static file, for templates: `shell.asset("css/site.css")`.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }

    /// A shell for the samples that a test renders and checks.
    pub fn sample() -> Shell {
        Shell::new(Words::english(), "Confluence Network", "https://letters.confluence.example")
    }

    /// The same with a coordinator signed in.
    pub fn desk_sample() -> Shell {
        Shell {
            csrf: Some("sample-token".into()),
            coordinator: Some(SignedIn { name: "Nadia Benali".into(), is_operator: true, sees_mailbox: true }),
            ..Shell::sample()
        }
    }
}
