//! A form as it stands on a page: filled, ticked and sent as a browser without scripts does it. What a person could not type
//! or choose there (a field that is missing, an option that is not offered) fails the test.

use reqwest::blocking::multipart;
use scraper::{ElementRef, Html, Selector};

use super::browser::{Answer, Browser};

/// One control with the value that it would send.
#[derive(Debug, Clone)]
struct Control {
    name: String,
    value: String,
    kind: Kind,
    is_sent: bool,
}

/// What can be done with a control.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Text,
    Hidden,
    Tick,
    Radio,
    List(Vec<(String, String)>),
    File,
}

/// A form with what is typed so far.
#[derive(Debug, Clone)]
pub struct Form {
    page: String,
    path: String,
    is_multipart: bool,
    controls: Vec<Control>,
    pressed: Option<(String, String)>,
    files: Vec<(String, String, Vec<u8>)>,
}

fn all<'a>(root: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    root.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn attribute(element: &ElementRef<'_>, name: &str) -> String {
    element.value().attr(name).unwrap_or_default().to_owned()
}

fn words(element: &ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Answer {
    /// The first form of the page with a button of this verb (`name="action"`); the button is then pressed by
    /// [`Browser::send_form`].
    #[track_caller]
    pub fn form(&self, verb: &str) -> Form {
        self.form_where(verb, |_| true)
    }

    /// Whether the page offers a button of this verb.
    pub fn offers(&self, verb: &str) -> bool {
        let html = Html::parse_document(&self.text());
        !all(html.root_element(), &format!("button[name='action'][value='{verb}']")).is_empty()
    }

    /// As [`Answer::form`], among several such forms the one that fits.
    #[track_caller]
    pub fn form_where(&self, verb: &str, fits: impl Fn(&Form) -> bool) -> Form {
        let html = Html::parse_document(&self.text());
        let root = html.root_element();
        for form in all(root, "form") {
            let id = attribute(&form, "id");
            let mut buttons = all(form, "button");
            if !id.is_empty() {
                buttons.extend(all(root, &format!("button[form='{id}']")));
            }
            let wanted =
                buttons.iter().find(|one| attribute(one, "name") == "action" && attribute(one, "value") == verb);
            let Some(button) = wanted else { continue };
            let found = Form::read(self, root, &form, button);
            if fits(&found) {
                return found;
            }
        }
        panic!("{}: no form with a button {verb:?} in\n{}", self.asked, self.main_text())
    }
}

impl Form {
    fn read(page: &Answer, root: ElementRef<'_>, form: &ElementRef<'_>, button: &ElementRef<'_>) -> Form {
        let id = attribute(form, "id");
        let mut elements = all(*form, "input, select, textarea");
        if !id.is_empty() {
            elements
                .extend(all(root, "input, select, textarea").into_iter().filter(|one| attribute(one, "form") == id));
        }
        let own = [attribute(button, "formaction"), attribute(form, "action")];
        let action = own.into_iter().find(|action| !action.is_empty()).unwrap_or_default();
        Form {
            page: page.asked.clone(),
            path: if action.is_empty() { page.path().to_owned() } else { action },
            is_multipart: attribute(form, "enctype") == "multipart/form-data",
            controls: elements.iter().filter_map(Control::read).collect(),
            pressed: Some((attribute(button, "name"), attribute(button, "value"))),
            files: Vec::new(),
        }
    }

    /// Whether there is a control of this name.
    pub fn has(&self, name: &str) -> bool {
        self.controls.iter().any(|one| one.name == name)
    }

    /// What the first control of this name would send.
    pub fn value(&self, name: &str) -> &str {
        let found = self.controls.iter().find(|one| one.name == name && one.is_sent);
        found.map_or("", |one| one.value.as_str())
    }

    /// What all controls of this name hold, ticked or not.
    pub fn values(&self, name: &str) -> Vec<String> {
        self.controls.iter().filter(|one| one.name == name).map(|one| one.value.clone()).collect()
    }

    /// The options of the first list of this name, as value and words.
    #[track_caller]
    pub fn options(&self, name: &str) -> Vec<(String, String)> {
        let lists = self.controls.iter().filter(|one| one.name == name).filter_map(|one| match &one.kind {
            Kind::List(options) => Some(options.clone()),
            _ => None,
        });
        lists.into_iter().next().unwrap_or_else(|| self.lacks(name))
    }

    /// Types into the first field of this name, chooses from a list or among radio buttons.
    #[track_caller]
    pub fn set(self, name: &str, value: &str) -> Form {
        self.set_nth(name, 0, value)
    }

    /// As [`Form::set`], for the n-th control of this name (radio buttons count as one).
    #[track_caller]
    pub fn set_nth(mut self, name: &str, nth: usize, value: &str) -> Form {
        if self.controls.iter().any(|one| one.name == name && one.kind == Kind::Radio) {
            let offered = self.controls.iter().any(|one| one.name == name && one.value == value);
            assert!(offered, "{}: {name} does not offer {value:?}", self.page);
            for one in self.controls.iter_mut().filter(|one| one.name == name) {
                one.is_sent = one.value == value;
            }
            return self;
        }
        let page = self.page.clone();
        let Some(control) = self.controls.iter_mut().filter(|one| one.name == name).nth(nth) else { self.lacks(name) };
        if let Kind::List(options) = &control.kind {
            assert!(options.iter().any(|(one, _)| one == value), "{page}: {name} does not offer {value:?}");
        }
        assert!(control.kind != Kind::Hidden, "{page}: {name} is hidden");
        assert!(control.kind != Kind::Tick, "{page}: {name} is ticked, not typed");
        control.value = value.to_owned();
        control.is_sent = true;
        self
    }

    /// Ticks the box of this name and value; an empty value means the only one.
    #[track_caller]
    pub fn tick(mut self, name: &str, value: &str) -> Form {
        let wanted =
            |one: &&mut Control| one.name == name && one.kind == Kind::Tick && (value.is_empty() || one.value == value);
        let Some(control) = self.controls.iter_mut().find(wanted) else { self.lacks(name) };
        control.is_sent = true;
        self
    }

    /// Takes the tick from every box of this name.
    pub fn untick(mut self, name: &str) -> Form {
        for one in self.controls.iter_mut().filter(|one| one.name == name && one.kind == Kind::Tick) {
            one.is_sent = false;
        }
        self
    }

    /// Chooses a file.
    #[track_caller]
    pub fn attach(mut self, name: &str, file_name: &str, bytes: &[u8]) -> Form {
        let is_offered =
            self.is_multipart && self.controls.iter().any(|one| one.name == name && one.kind == Kind::File);
        assert!(is_offered, "{}: no file can be chosen for {name}", self.page);
        self.files.push((name.to_owned(), file_name.to_owned(), bytes.to_vec()));
        self
    }

    /// What would be sent, the pressed button last.
    pub fn fields(&self) -> Vec<(String, String)> {
        let sent = self.controls.iter().filter(|one| one.is_sent && one.kind != Kind::File);
        let mut fields: Vec<_> = sent.map(|one| (one.name.clone(), one.value.clone())).collect();
        fields.extend(self.pressed.clone());
        fields
    }

    #[track_caller]
    fn lacks(&self, name: &str) -> ! {
        let names: Vec<_> = self.controls.iter().map(|one| one.name.as_str()).collect();
        panic!("{}: no field {name}; there are {names:?}", self.page)
    }
}

impl Control {
    fn read(element: &ElementRef<'_>) -> Option<Control> {
        let name = attribute(element, "name");
        if name.is_empty() || element.value().attr("disabled").is_some() {
            return None;
        }
        let is_checked = element.value().attr("checked").is_some();
        let value = || element.value().attr("value").unwrap_or("on").to_owned();
        let (value, kind, is_sent) = match (element.value().name(), attribute(element, "type").as_str()) {
            ("select", _) => {
                let options = all(*element, "option");
                let chosen = options.iter().find(|one| one.value().attr("selected").is_some()).or(options.first());
                let of = |one: &ElementRef<'_>| one.value().attr("value").map_or_else(|| words(one), str::to_owned);
                let value = chosen.map(of).unwrap_or_default();
                (value, Kind::List(options.iter().map(|one| (of(one), words(one))).collect()), true)
            }
            ("textarea", _) => {
                let text: String = element.text().collect();
                (text.strip_prefix('\n').unwrap_or(&text).to_owned(), Kind::Text, true)
            }
            (_, "hidden") => (attribute(element, "value"), Kind::Hidden, true),
            (_, "checkbox") => (value(), Kind::Tick, is_checked),
            (_, "radio") => (value(), Kind::Radio, is_checked),
            (_, "file") => (String::new(), Kind::File, false),
            (_, "submit" | "button" | "image" | "reset") => return None,
            _ => (attribute(element, "value"), Kind::Text, true),
        };
        Some(Control { name, value, kind, is_sent })
    }
}

impl Browser {
    /// Presses the form's button.
    pub fn send_form(&self, form: &Form) -> Answer {
        let request = self.request("POST", &form.path);
        if !form.is_multipart {
            return self.send(request.form(&form.fields()));
        }
        let mut parts = multipart::Form::new();
        for (name, value) in form.fields() {
            parts = parts.text(name, value);
        }
        for (name, file_name, bytes) in form.files.clone() {
            parts = parts.part(name, multipart::Part::bytes(bytes).file_name(file_name));
        }
        self.send(request.multipart(parts))
    }

    /// Presses the button, expects to be sent on, and opens where that leads.
    #[track_caller]
    pub fn press(&self, form: &Form) -> Answer {
        let answer = self.send_form(form).expect_status(303);
        self.open(&answer.location().expect("a redirect")).expect_status(200)
    }
}
