//! The only map from what went wrong to a status and a page. Handlers return [`Result`]; `?` takes domain refusals and
//! [`crate::Error`]. The page itself is put around the status in [`super::edge`], where the request is known.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};

use crate::domain::refusal::Refusal;
use crate::error::Error;

/// What a handler returns.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What the layers below said.
    #[error(transparent)]
    Error(#[from] Error),
    /// The request is not text as forms send it: invalid UTF-8, NUL, a cut-off body (400).
    #[error("bad input: {0}")]
    BadInput(BadInput),
    /// The form was not sent by our own page, or the page is too old (403).
    #[error("forged or stale form")]
    Forged,
    /// More bytes than this page takes (413).
    #[error("too large")]
    TooLarge,
    /// Too many tries; again after so many seconds (429).
    #[error("too many tries")]
    TooMany(u64),
    /// A `Host` that is not ours (421).
    #[error("foreign host")]
    ForeignHost,
    /// A method that this address does not know (405).
    #[error("unknown method")]
    Method,
    /// The request took longer than the server waits (503).
    #[error("too slow")]
    TooSlow,
    /// A panic in a handler; the process lives (500).
    #[error("a handler panicked")]
    Panic,
    /// Not a fault: the finished answer to give instead.
    #[error("answered otherwise")]
    Instead(Instead),
    /// Any other refusal by the web framework, with its status.
    #[error("refused with {0}")]
    Status(StatusCode),
}

/// What was wrong with the bytes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadInput {
    /// Not UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// A NUL character.
    #[error("a NUL character")]
    Nul,
    /// Neither of the two ways in which forms are sent, or cut off.
    #[error("not a form")]
    Shape,
    /// More fields than any of our forms has.
    #[error("too many fields")]
    Fields,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Error(Error::Refused(refusal))
    }
}

impl Failure {
    /// The word under which the catalogue has `error-<word>-heading` and `error-<word>-text`.
    pub fn word(&self) -> &'static str {
        match self {
            Failure::Error(Error::Refused(_)) => "refused",
            Failure::Error(Error::NotFound) => "not-found",
            Failure::Error(Error::NotAllowed) => "not-allowed",
            Failure::Error(Error::Busy(_)) => "busy",
            Failure::Error(Error::Internal(_)) | Failure::Panic => "internal",
            Failure::BadInput(_) => "bad-input",
            Failure::Forged => "forged",
            Failure::TooLarge => "too-large",
            Failure::TooMany(_) => "too-many",
            Failure::ForeignHost => "foreign-host",
            Failure::Method => "method",
            Failure::TooSlow => "too-slow",
            Failure::Status(StatusCode::NOT_FOUND) => "not-found",
            Failure::Status(StatusCode::METHOD_NOT_ALLOWED) => "method",
            Failure::Status(StatusCode::PAYLOAD_TOO_LARGE) => "too-large",
            Failure::Status(status) if status.is_server_error() => "internal",
            Failure::Status(_) | Failure::Instead(_) => "bad-input",
        }
    }

    /// The refusal whose own sentence the page shows.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Failure::Error(Error::Refused(refusal)) => Some(*refusal),
            _ => None,
        }
    }

    /// Whether this is a fault of ours, told in the log once under a reference that the page shows.
    pub fn is_ours(&self) -> bool {
        self.word() == "internal"
    }

    /// Seconds after which trying again makes sense.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Failure::TooMany(seconds) => Some(*seconds),
            Failure::Error(Error::Refused(Refusal::TooMany)) => Some(60),
            Failure::Error(Error::Busy(_)) | Failure::TooSlow => Some(5),
            _ => None,
        }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        match self {
            Failure::Error(Error::Refused(refusal)) => status_of(*refusal),
            Failure::Error(Error::NotFound) => StatusCode::NOT_FOUND,
            Failure::Error(Error::NotAllowed) | Failure::Forged => StatusCode::FORBIDDEN,
            Failure::Error(Error::Busy(_)) | Failure::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Failure::Error(Error::Internal(_)) | Failure::Panic => StatusCode::INTERNAL_SERVER_ERROR,
            Failure::BadInput(_) => StatusCode::BAD_REQUEST,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Failure::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Failure::Method => StatusCode::METHOD_NOT_ALLOWED,
            Failure::Status(status) => *status,
            Failure::Instead(instead) => instead.status(),
        }
    }

    fn error_response(&self) -> HttpResponse {
        if let Failure::Instead(instead) = self {
            return instead.answer();
        }
        let mut answer = HttpResponse::build(self.status_code());
        if let Some(seconds) = self.retry_after() {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Failure::Method = self {
            answer.insert_header((header::ALLOW, "GET, HEAD, POST"));
        }
        answer.finish()
    }
}

/// The status of a refusal that stands alone, without its form (contract, Forms).
pub fn status_of(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::EditedMeanwhile
        | Refusal::RevisionChanged
        | Refusal::AddressSuppressed
        | Refusal::AlreadyListed
        | Refusal::BothListed
        | Refusal::AlreadyRecorded
        | Refusal::WrongStatus
        | Refusal::LineChanged
        | Refusal::TextToCome
        | Refusal::WrongLetterState => StatusCode::CONFLICT,
        Refusal::LetterClosed
        | Refusal::NotCollecting
        | Refusal::LinkUsed
        | Refusal::LinkExpired
        | Refusal::LinkRevoked
        | Refusal::TestLink => StatusCode::GONE,
        Refusal::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Refusal::NotReady
        | Refusal::SlugNotConfirmed
        | Refusal::SlugTaken
        | Refusal::SignInFailed
        | Refusal::AddressTaken
        | Refusal::LastOne
        | Refusal::Undecided => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// An answer that is finished although it travels as an error: a redirect to the sign-in, a page made by an extractor.
#[derive(Debug)]
pub enum Instead {
    /// Load this path of ours with GET.
    SeeOther(String),
    /// A finished HTML page.
    Page(StatusCode, String),
    /// The answer to a script of ours, as JSON.
    Json(StatusCode, serde_json::Value),
}

impl Instead {
    fn status(&self) -> StatusCode {
        match self {
            Instead::SeeOther(_) => StatusCode::SEE_OTHER,
            Instead::Page(status, _) | Instead::Json(status, _) => *status,
        }
    }

    fn answer(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status());
        match self {
            Instead::SeeOther(path) => answer.insert_header((header::LOCATION, path.as_str())).finish(),
            Instead::Page(_, html) => answer.content_type("text/html; charset=utf-8").body(html.clone()),
            Instead::Json(_, data) => answer.json(data),
        }
    }
}
