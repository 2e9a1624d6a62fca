//! A person's browser without JavaScript: keeps cookies, sends forms with the token of the page they stand on, and does not
//! follow redirects by itself, so that tests see each answer.

use std::cell::RefCell;
use std::time::Duration;

use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;

/// One browser with its cookies.
pub struct Browser {
    client: Client,
    base: String,
    last: RefCell<Option<Answer>>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was asked for, for messages.
    pub asked: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Browser {
    /// A browser with an empty jar.
    pub fn new(base: &str) -> Browser {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).timeout(Duration::from_secs(60));
        Browser { client: client.build().expect("a client"), base: base.to_owned(), last: RefCell::new(None) }
    }

    /// The whole URL of a path.
    pub fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) }
    }

    /// For requests with headers or bodies of their own; end with [`Browser::send`].
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.client.request(method.parse().expect("a method"), self.url(path))
    }

    /// Sends a request and keeps its answer as the page that the person sees.
    pub fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().expect("a request");
        let url = request.url();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let asked = format!("{} {}{query}", request.method(), url.path());
        let answer = Answer::read(asked, self.client.execute(request).expect("an answer"));
        *self.last.borrow_mut() = Some(answer.clone());
        answer
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path))
    }

    /// Opens a page again and again, at most two seconds, until it says so: what is added to a public page may be gathered first.
    pub fn wait_for_text(&self, path: &str, text: &str) -> Answer {
        for _ in 0..80 {
            if self.get(path).text().contains(text) {
                break;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        self.get(path).expect_text(text)
    }

    /// Opens a page and follows redirects to its end.
    pub fn open(&self, path: &str) -> Answer {
        let mut answer = self.get(path);
        for _ in 0..5 {
            let Some(next) = answer.location() else { break };
            answer = self.get(&next);
        }
        answer
    }

    /// Sends a form with exactly these fields.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.request("POST", path).form(fields))
    }

    /// Opens a page and sends its form to the same path, with the page's token.
    pub fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path).expect_status(200);
        self.post_from(&page, path, fields)
    }

    /// Sends a form that stands on `page`.
    pub fn post_from(&self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = page.csrf_token();
        let mut all = vec![("csrf_token", token.as_str())];
        all.extend_from_slice(fields);
        self.post(path, &all)
    }

    /// Signs in by the form.
    pub fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.submit("/signin", &[("email", email), ("password", password)])
    }
}

impl Answer {
    fn read(asked: String, response: Response) -> Answer {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { asked, status, headers, bytes: response.bytes().expect("a body").to_vec() }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("UTF-8")
    }

    /// The path and query that were asked for.
    pub fn path(&self) -> &str {
        self.asked.split_once(' ').map_or("", |(_, path)| path)
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// Where a redirect leads, as a path.
    pub fn location(&self) -> Option<String> {
        (self.status == 303).then(|| self.header("location").to_owned())
    }

    /// The token of the first form on the page.
    pub fn csrf_token(&self) -> String {
        self.hidden("csrf_token")
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> String {
        let html = scraper::Html::parse_document(&self.text());
        let field = scraper::Selector::parse(&format!("input[name='{name}']")).expect("a selector");
        let found = html.select(&field).next().and_then(|input| input.value().attr("value")).map(str::to_owned);
        found.unwrap_or_else(|| panic!("{}: no field {name} in\n{}", self.asked, self.text()))
    }

    /// What a browser would send of the first form that fits: every field with its value, unticked boxes left out.
    pub fn fields_of(&self, form: &str) -> Vec<(String, String)> {
        let html = scraper::Html::parse_document(&self.text());
        let selector = |css: &str| scraper::Selector::parse(css).expect("a selector");
        let form = html.select(&selector(form)).next().unwrap_or_else(|| panic!("{}: no {form}", self.asked));
        let (controls, options) = (selector("input[name],textarea[name],select[name]"), selector("option"));
        let mut fields = Vec::new();
        for control in form.select(&controls) {
            let attribute = |name: &str| control.value().attr(name).unwrap_or_default();
            let value = match (control.value().name(), attribute("type")) {
                ("input", "checkbox" | "radio") if control.value().attr("checked").is_none() => continue,
                ("input", "file" | "submit") => continue,
                ("input", _) => attribute("value").to_owned(),
                ("textarea", _) => control.text().collect::<String>().trim_start_matches('\n').to_owned(),
                _ => {
                    let all: Vec<_> = control.select(&options).collect();
                    let chosen = all.iter().find(|option| option.value().attr("selected").is_some()).or(all.first());
                    chosen.and_then(|option| option.value().attr("value")).unwrap_or_default().to_owned()
                }
            };
            fields.push((attribute("name").to_owned(), value));
        }
        fields
    }

    /// The texts of all elements that fit, with white space folded.
    pub fn texts_of(&self, css: &str) -> Vec<String> {
        let html = scraper::Html::parse_document(&self.text());
        let selector = scraper::Selector::parse(css).expect("a selector");
        let folded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        html.select(&selector).map(|element| folded(element.text().collect())).collect()
    }

    /// Where the links that this CSS selector finds lead, in the order of the page.
    pub fn hrefs_of(&self, css: &str) -> Vec<String> {
        let html = scraper::Html::parse_document(&self.text());
        let selector = scraper::Selector::parse(css).expect("a selector");
        html.select(&selector).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect()
    }

    /// Where the link that this CSS selector finds leads.
    #[track_caller]
    pub fn href_of(&self, selector: &str) -> String {
        let html = scraper::Html::parse_document(&self.text());
        let selector = scraper::Selector::parse(selector).expect("a selector");
        let found = html.select(&selector).next().and_then(|link| link.value().attr("href")).map(str::to_owned);
        found.unwrap_or_else(|| panic!("{}: no link {selector:?}", self.asked))
    }

    /// The text of the page's main part, with white space folded.
    pub fn main_text(&self) -> String {
        let html = scraper::Html::parse_document(&self.text());
        let main = scraper::Selector::parse("main").expect("a selector");
        let text = html.select(&main).next().map(|main| main.text().collect::<String>()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Fails with the page's words when the status is another one.
    #[track_caller]
    pub fn expect_status(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{} answered\n{}", self.asked, String::from_utf8_lossy(&self.bytes));
        self
    }

    /// Fails when the main part does not say this.
    #[track_caller]
    pub fn expect_text(self, words: &str) -> Answer {
        let text = self.main_text();
        assert!(text.contains(words), "{}: {words:?} is not in\n{text}", self.asked);
        self
    }
}
