//! The stations of a letter as a coordinator and a signer walk them: pages opened, forms filled, buttons pressed. Only the
//! contract's URLs, field names and verbs are used, so a test that is built on these goes through the front door.

use chrono::{TimeDelta, Utc};

use super::app::OPERATOR;
use super::browser::{Answer, Browser};
use super::form::Form;
use super::smtp_sink::SmtpSink;

/// A letter on its way.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// Its id, as in `/desk/letters/{id}`.
    pub id: String,
    /// Its short name, as in `/letters/{slug}`.
    pub slug: String,
}

/// What a letter says.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The title.
    pub title: &'a str,
    /// The short name.
    pub slug: &'a str,
    /// `organisations`, `individuals` or `both`.
    pub signers: &'a str,
    /// `before_publication` or `in_public`.
    pub collects: &'a str,
    /// The Markdown.
    pub body: &'a str,
}

/// A local time in UTC so many days from now, as the form takes it.
pub fn in_days(days: i64) -> String {
    (Utc::now() + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M").to_string()
}

impl Campaign {
    /// Begins a letter and saves its details, text and dates.
    pub fn draft(desk: &Browser, draft: &Draft<'_>) -> Campaign {
        let page = desk.get("/desk/letters/new").expect_status(200);
        let begun =
            page.form("save").set("title", draft.title).set("kind", "open_letter").set("signers", draft.signers);
        let overview =
            desk.send_form(&begun.set("language", "en")).expect_status(303).location().expect("its overview");
        let id = overview.trim_start_matches("/desk/letters/").to_owned();
        let campaign = Campaign { id, slug: draft.slug.to_owned() };
        let details = desk.get(&campaign.desk("details")).expect_status(200).form("save");
        let details = details
            .set("slug", draft.slug)
            .set("place", "Geneva")
            .set("addressee_name", "All delegations")
            .set("convener_name", "Confluence Network")
            .set("convener_website", "https://confluence.example");
        desk.press(&details);
        let text = desk.get(&campaign.desk("text")).expect_status(200).form("save");
        desk.press(&text.set("salutation", "Dear delegates,").set("body", draft.body).set("closing", "Sincerely,"));
        let dates = desk.get(&campaign.desk("dates")).expect_status(200).form("save");
        let dates = dates.set("collects", draft.collects).set("time_zone", "Etc/UTC").set("zone_label", "Geneva");
        let dates = dates.set("due_at", &in_days(5)).set("closes_at", &in_days(7));
        let publishes = if draft.collects == "in_public" { String::new() } else { in_days(9) };
        desk.press(&dates.set("publishes_at", &publishes));
        campaign
    }

    /// A page of the letter's desk.
    pub fn desk(&self, page: &str) -> String {
        format!("/desk/letters/{}/{page}", self.id)
    }

    /// A page of the public letter; empty for the letter itself.
    pub fn public(&self, page: &str) -> String {
        let slug = &self.slug;
        if page.is_empty() { format!("/letters/{slug}") } else { format!("/letters/{slug}/{page}") }
    }

    /// Freezes version 1 and opens for signature.
    pub fn open(&self, desk: &Browser) {
        let page = desk.get(&self.desk("publish")).expect_status(200);
        desk.press(&page.form("open"));
    }

    /// Publishes now.
    pub fn publish(&self, desk: &Browser) -> Answer {
        let page = desk.get(&self.desk("publish")).expect_status(200);
        desk.press(&page.form("publish").set("confirm", &self.slug))
    }

    /// Uploads a list, lets the columns stand as guessed unless `columns` says otherwise (name of the field, heading), chooses
    /// the countries that were not recognised, and imports. Returns the spellings that had to be chosen.
    pub fn import(
        &self,
        desk: &Browser,
        csv: &[u8],
        columns: &[(&str, &str)],
        choose: impl Fn(&str) -> Option<&'static str>,
    ) -> Vec<String> {
        let upload = desk.get(&self.desk("invitations/import")).expect_status(200).form("upload");
        let mut heads = desk.press(&upload.attach("file", "invitees.csv", csv)).form("check");
        for (field, heading) in columns {
            let options = heads.options(field);
            let option = options.iter().find(|(_, words)| words.contains(heading));
            let (value, _) = option.unwrap_or_else(|| panic!("no column {heading} for {field}: {options:?}"));
            heads = heads.set(field, value);
        }
        let mut check = desk.press(&heads).form("import");
        let spellings = check.values("spelling");
        for (nth, spelling) in spellings.iter().enumerate() {
            if let Some(code) = choose(spelling) {
                check = check.set_nth("country", nth, code);
            }
        }
        desk.press(&check);
        spellings
    }

    /// Writes the covering mail and sends it to everybody who was not asked yet; returns the job's path.
    pub fn send(&self, desk: &Browser) -> String {
        let page = desk.get(&self.desk("mail")).expect_status(200);
        let form = compose(&page, "send");
        let answer = desk.send_form(&form);
        let sent = match answer.status {
            303 => answer,
            // A page in between says to how many it goes.
            _ => desk.send_form(&answer.expect_status(200).form("send")).expect_status(303),
        };
        sent.location().expect("the job's page")
    }

    /// Makes an unguessable link to share on lists, and returns its path.
    pub fn shared_link(&self, desk: &Browser, label: &str) -> String {
        let page = desk.get(&self.desk("invitations")).expect_status(200);
        let form = ["share", "save"].into_iter().find(|verb| page.offers(verb)).map(|verb| page.form(verb));
        let form = form.expect("a form that makes a shared link").set("label", label);
        let page = desk.press(&form);
        let text = page.text();
        let from = text.find("/join/").unwrap_or_else(|| panic!("no shared link on\n{}", page.main_text()));
        let end = text[from..].find(|c: char| !(c.is_alphanumeric() || "/-_".contains(c))).unwrap_or(0);
        text[from..from + end].to_owned()
    }

    /// Does one thing to every signature that waits at the check desk, page by page.
    pub fn check_all(&self, desk: &Browser, verb: &str) -> usize {
        let mut done = 0;
        loop {
            let page = desk.get(&self.desk("signatures")).expect_status(200);
            if !page.offers_boxes(verb) {
                return done;
            }
            let mut form = page.form_where(verb, |form| !form.boxes("signature").is_empty());
            let waiting = form.boxes("signature");
            for id in &waiting {
                form = form.tick("signature", id);
            }
            done += waiting.len();
            assert!(done < 10_000, "signatures stay in the queue");
            desk.press(&form);
        }
    }
}

/// The covering mail with words in it.
pub fn compose(page: &Answer, verb: &str) -> Form {
    let mut form = page.form(verb);
    for (name, words) in [
        ("from_name", "Nadia Benali, Confluence Network"),
        ("reply_to", OPERATOR),
        ("subject", "Please sign our letter"),
        ("message", "Dear friends,\n\nplease read the letter and sign it by Friday."),
    ] {
        if form.value(name).is_empty() || name == "subject" {
            form = form.set(name, words);
        }
    }
    form
}

/// The path of a link in a mail, to be opened by a [`Browser`] of the same server.
pub fn path_of(link: &str) -> String {
    let url = url::Url::parse(link).expect("a link");
    url.path().to_owned()
}

/// The path of the newest link of this kind (`/sign/`, `/confirm/`, `/mine/`) that was mailed to an address.
pub fn mailed_link(sink: &SmtpSink, address: &str, kind: &str) -> String {
    let has = |mail: &&super::smtp_sink::Mail| mail.links().iter().any(|link| link.contains(kind));
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        if let Some(mail) = sink.mails_to(address).iter().rfind(has) {
            return path_of(&mail.link(kind));
        }
        assert!(std::time::Instant::now() < limit, "no mail with {kind} to {address}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// The form behind a link to sign: from the page that asks to the page that is filled in.
pub fn sign_form(browser: &Browser, link: &str) -> Form {
    let page = browser.get(link).expect_status(200);
    if page.offers("check") {
        return page.form("check");
    }
    browser.get(&format!("{link}/sign")).expect_status(200).form("check")
}

/// Fills in what a signer of an organisation must say; what is known already stands.
pub fn filled(form: Form, name: &str, email: &str, country: &str) -> Form {
    let mut form = form;
    for (field, value) in [("organisation_name", name), ("email", email), ("representative_name", "Amina Wanjiru")] {
        if form.value(field).is_empty() {
            form = form.set(field, value);
        }
    }
    if form.value("country").is_empty() {
        form = form.set("country", country);
    }
    form.set("representative_role", "Director").set("listing", "named").tick("authorised", "")
}

/// From the filled form over the check page to the signature.
pub fn sign(browser: &Browser, form: &Form) -> Answer {
    let check = browser.send_form(form).expect_status(200);
    browser.send_form(&check.form("sign")).expect_status(303)
}
