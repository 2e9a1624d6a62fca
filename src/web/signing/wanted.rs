//! What the address of a page of signing asks for behind its question mark: a language of the text, and in whose name to
//! sign. Anything else there, or nonsense, is as if it were not there.

use actix_web::HttpRequest;
use url::form_urlencoded;

use crate::domain::signature::SignsAs;

/// `?lang=fr&as=individual&late=yes`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// BCP 47 tag of the text.
    pub language: Option<String>,
    /// In whose name.
    pub signs_as: Option<SignsAs>,
    /// Whether somebody asks to be added after closing.
    pub is_late: bool,
}

impl Wanted {
    /// What a request's address asks for.
    pub fn of(request: &HttpRequest) -> Wanted {
        Wanted::read(request.query_string())
    }

    fn read(query: &str) -> Wanted {
        let mut wanted = Wanted::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "lang" => wanted.language = Some(value.into_owned()),
                "as" => wanted.signs_as = value.parse().ok(),
                "late" => wanted.is_late = value == "yes",
                _ => {}
            }
        }
        wanted
    }

    /// The same in a language, as the end of an address; empty when nothing is asked for.
    pub fn query_in(&self, language: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(tag) = language {
            query.append_pair("lang", tag);
        }
        if let Some(signs_as) = self.signs_as {
            query.append_pair("as", signs_as.as_str());
        }
        if self.is_late {
            query.append_pair("late", "yes");
        }
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_behind_the_question_mark_is_left_aside() {
        let wanted = Wanted::read("lang=fr&as=individual&utm=x");
        assert_eq!(wanted.query_in(wanted.language.as_deref()), "?lang=fr&as=individual");
        assert_eq!(Wanted::read("late=yes&lang=fr").query_in(None), "?late=yes");
        assert_eq!(Wanted::read("as=king&late=maybe&%ff=%00"), Wanted::default());
        assert_eq!(Wanted::default().query_in(None), "");
    }
}
