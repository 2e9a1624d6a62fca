//! A public letter as a static site: the same pages that readers get, with relative links, so that any web server, or no server
//! at all, shows them. What needs this server (signing, filters, other pages) is linked there by its full address.

use std::collections::{BTreeMap, VecDeque};

use actix_web::web::Data;

use crate::actions::prove::prove;
use crate::error::{Error, Result};
use crate::render::assets;
use crate::render::docx::letter_docx;
use crate::render::files::signatories_csv;
use crate::render::register::RegisterFilter;
use crate::web::letters;
use crate::web::site::Site;

/// Contents by their path below the folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A folder that is being filled.
#[derive(Default)]
struct Folder {
    files: Files,
    /// Where each address of the server lies in the folder.
    places: BTreeMap<String, String>,
}

impl Folder {
    fn add(&mut self, address: String, file: String, content: Vec<u8>) {
        self.places.insert(address, file.clone());
        self.files.insert(file, content);
    }
}

/// Everything of one public letter, its translations in folders of their own.
///
/// # Errors
/// `NotFound` when it is not public, like a letter that never existed.
pub async fn export(site: Site, slug: &str) -> Result<Files> {
    let site = Data::new(site);
    let mut folder = Folder::default();
    add_letter(&site, slug, "", &mut folder).await?;
    for tag in letters::translations(&site, slug).await? {
        add_letter(&site, &format!("{slug}/{tag}"), &format!("{tag}/"), &mut folder).await?;
    }
    let base = format!("/letters/{slug}");
    let proof = prove(&site.store, slug, &site.config.link(&base), site.now())?;
    folder.add(format!("{base}/proof.zip"), "proof.zip".to_owned(), proof);
    for asset in assets::all() {
        folder.add(asset.url.clone(), asset.url.trim_start_matches('/').to_owned(), asset.identity.clone());
    }
    let Folder { mut files, places } = folder;
    let server = site.config.link("");
    for (path, content) in files.iter_mut().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(content);
        *content = relinked(&html, path, &places, server.trim_end_matches('/')).into_bytes();
    }
    Ok(files)
}

/// The letter in one language: its pages and files below `below`.
async fn add_letter(site: &Data<Site>, slug: &str, below: &str, folder: &mut Folder) -> Result<()> {
    let pages = letters::build(site, slug).await?.ok_or(Error::NotFound)?;
    let letter = pages.public.clone().ok_or(Error::NotFound)?;
    let base = letter.path("");
    for (name, page) in &pages.pages {
        let (address, file) = match name.as_str() {
            "" => (base.clone(), "index.html".to_owned()),
            letters::REGISTER | letters::CHANGES => (format!("{base}/{name}"), format!("{name}.html")),
            file => (format!("{base}/{name}"), file.to_owned()),
        };
        folder.add(address, format!("{below}{file}"), page.content().to_vec());
    }
    let names = [
        ("signatories.csv", signatories_csv(pages.register.named())?),
        ("letter.docx", letter_docx(&site.shell(), &letter, &pages.register)?),
        ("signatories.json", letters::json_of(site, &letter, &pages.register)?),
    ];
    #[cfg(feature = "pdf")]
    let names = names.into_iter().chain(crate::web::papers::files(site, &letter, &pages)?);
    for (name, content) in names {
        folder.add(format!("{base}/{name}"), format!("{below}{name}"), content);
    }
    more_register_pages(site, &pages, below, folder)?;
    for n in 1..=letter.version {
        let (page, text) = match letters::version_files(site, slug, n).await {
            // Nobody translated that one.
            Err(Error::NotFound) if !below.is_empty() => continue,
            found => found?,
        };
        folder.add(format!("{base}/versions/{n}"), format!("{below}versions/{n}.html"), page);
        folder.add(format!("{base}/versions/{n}.md"), format!("{below}versions/{n}.md"), text.into_bytes());
    }
    Ok(())
}

/// The pages of a register that is too long for one, as far as "more" leads.
fn more_register_pages(
    site: &Data<Site>,
    pages: &crate::web::public_cache::LetterPages,
    below: &str,
    folder: &mut Folder,
) -> Result<()> {
    let Some(letter) = &pages.public else { return Ok(()) };
    let mut next = VecDeque::from([RegisterFilter::default()]);
    let mut n = 1;
    while let Some(filter) = next.pop_front() {
        let Some(after) = pages.register.view(&filter).next else { break };
        let filter = RegisterFilter { after: Some(after.to_string()), ..RegisterFilter::default() };
        n += 1;
        let address = letter.path(&format!("/{}{}", letters::REGISTER, filter.query()));
        let page = letters::rendered(&letters::register_page(site, letter, &pages.register, filter.clone()))?;
        folder.add(address, format!("{below}{}-{n}.html", letters::REGISTER), page);
        next.push_back(filter);
    }
    Ok(())
}

/// The page with every address of this server turned: to a file beside it, else to the server itself.
fn relinked(html: &str, path: &str, places: &BTreeMap<String, String>, server: &str) -> String {
    let up = "../".repeat(path.matches('/').count());
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, attribute, after)) = next_address(rest) {
        out.push_str(before);
        out.push_str(attribute);
        let end = after.find('"').unwrap_or(after.len());
        let (address, tail) = after.split_at(end);
        // Templates write "&" in attributes as a character reference, which has a "#" of its own.
        let address_read = address.replace("&#38;", "&").replace("&amp;", "&");
        let (plain, fragment) =
            address_read.split_once('#').map_or((address_read.as_str(), None), |(one, two)| (one, Some(two)));
        // A form needs this server.
        let place = places.get(plain).filter(|_| attribute != "action=\"");
        match place {
            Some(file) => {
                out.push_str(&up);
                out.push_str(file);
                if let Some(fragment) = fragment {
                    out.push('#');
                    out.push_str(fragment);
                }
            }
            None => {
                out.push_str(server);
                out.push_str(address);
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// What stands before the next address that begins at this server's root, the attribute up to its quote, and the rest.
fn next_address(html: &str) -> Option<(&str, &str, &str)> {
    let found = ["href=\"", "src=\"", "action=\""]
        .into_iter()
        .filter_map(|attribute| {
            let at = html.find(&format!("{attribute}/"))?;
            Some((at, attribute.len()))
        })
        .min()?;
    let (at, length) = found;
    Some((&html[..at], &html[at..at + length], &html[at + length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files_beside_the_page_or_to_the_server() {
        let places = BTreeMap::from([
            ("/letters/water".to_owned(), "index.html".to_owned()),
            ("/letters/water/signatories?after=a&q=b".to_owned(), "signatories-2.html".to_owned()),
        ]);
        let html = r##"<a href="/letters/water#names"><a href="#top"><a href="https://else.example/"><form action="/letters/water/sign">
<a href="/letters/water/signatories?after=a&#38;q=b">"##;
        let told = relinked(html, "versions/1.html", &places, "https://letters.example");
        let wanted = r##"<a href="../index.html#names"><a href="#top"><a href="https://else.example/"><form action="https://letters.example/letters/water/sign">
<a href="../signatories-2.html">"##;
        assert_eq!(told, wanted);
    }
}
