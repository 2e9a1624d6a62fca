//! `/feed.atom` (RFC 4287), `/sitemap.xml` and `/robots.txt`: what is public, for programs. They go through the same gate as the
//! front page, so nothing is told of a letter before its time.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::web::Data;
use askama::Template;

use crate::domain::ids::LetterId;
use crate::error::Error;
use crate::render::public::Phrases;
use crate::render::when;
use crate::store::correction_note::{self, CorrectionNote};
use crate::store::{Db, letter};
use crate::web::error::Result;
use crate::web::letters::{Published, published};
use crate::web::site::Site;

/// A letter in the feed and the sitemap.
struct Entry {
    link: String,
    title: String,
    language: String,
    summary: String,
    published: String,
    updated: String,
}

#[derive(Template)]
#[template(path = "letters/feed.xml")]
struct Feed {
    site: String,
    base_url: String,
    updated: String,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "letters/sitemap.xml")]
struct Sitemap {
    entries: Vec<Entry>,
}

async fn entries(site: &Data<Site>) -> Result<Vec<Entry>> {
    let words = site.words();
    let entry = |Published { row, title, counts, as_of }: Published| Entry {
        link: site.config.link(&format!("/letters/{}", row.slug)),
        title,
        summary: Phrases::new(&words, counts, &row.countries_noun).signatories_in_countries(),
        published: row.published_at.map(when::iso).unwrap_or_default(),
        updated: when::iso(as_of),
        language: row.language,
    };
    Ok(published(site).await?.into_iter().map(entry).collect())
}

/// The correction notes that stand, of all public letters, each with its own entry.
async fn notes(site: &Data<Site>) -> Result<Vec<Entry>> {
    let titles: Vec<(LetterId, String)> =
        published(site).await?.into_iter().map(|one| (one.row.id, one.title)).collect();
    let read = move |db: &mut Db<'_>| {
        let mut all = Vec::new();
        for (id, title) in titles {
            let row = letter::find(db, &id)?;
            // It may have been hidden since.
            if row.facts().is_public() {
                let standing = correction_note::list(db, &id)?.into_iter().filter(|note| note.withdrawn_at.is_none());
                all.extend(standing.map(|note| (row.slug.clone(), row.language.clone(), title.clone(), note)));
            }
        }
        Ok(all)
    };
    let words = site.words();
    let entry = |(slug, language, title, note): (String, String, String, CorrectionNote)| Entry {
        link: site.config.link(&format!("/letters/{slug}/changes#note-{}", note.id)),
        title: words.say("feed-correction").with("title", title).text(),
        published: when::iso(note.at),
        updated: when::iso(note.at),
        summary: note.note,
        language,
    };
    Ok(site.store.read(read).await?.into_iter().map(entry).collect())
}

/// `GET /feed.atom`
pub async fn feed(site: Data<Site>) -> Result<HttpResponse> {
    let mut entries = entries(&site).await?;
    entries.extend(notes(&site).await?);
    let updated = entries.iter().map(|one| one.updated.clone()).max().unwrap_or_else(|| when::iso(site.now()));
    let base_url = site.config.link("/").trim_end_matches('/').to_owned();
    let feed = Feed { site: site.config.site_name.clone(), base_url, updated, entries };
    xml(&feed, "application/atom+xml; charset=utf-8")
}

/// `GET /sitemap.xml`
pub async fn sitemap(site: Data<Site>) -> Result<HttpResponse> {
    xml(&Sitemap { entries: entries(&site).await? }, "application/xml; charset=utf-8")
}

/// `GET /robots.txt`: where the sitemap is, and that the desk is nobody's business. Mailed links are not named here; their pages
/// say `noindex` themselves.
pub async fn robots(site: Data<Site>) -> HttpResponse {
    let text = format!("User-agent: *\nDisallow: /desk\nSitemap: {}\n", site.config.link("/sitemap.xml"));
    HttpResponse::Ok().insert_header((CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))).body(text)
}

fn xml(file: &impl Template, kind: &'static str) -> Result<HttpResponse> {
    let text = file.render().map_err(|fault| Error::internal("writing a list of letters", fault))?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, HeaderValue::from_static(kind))).body(text))
}
