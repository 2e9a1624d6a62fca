//! From a request's bytes to a form's fields: decoded once, strictly, before any rule looks at them (ASVS 1.1.1).

use actix_multipart::{Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::HeaderMap;
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::web::error::{BadInput, Failure, Result};
use crate::web::form::FormState;

/// More fields than the largest of our forms has (5,000 ticked rows).
const FIELD_LIMIT: usize = 6_000;

/// What a form brought.
#[derive(Debug, Default)]
pub struct Sent {
    /// The fields.
    pub form: FormState,
    /// The files.
    pub files: Vec<Upload>,
}

/// One uploaded file, in memory; its name is the client's word and only ever shown.
#[derive(Debug)]
pub struct Upload {
    /// The field's name.
    pub field: String,
    /// The file's name as the browser gave it; may be empty.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads `application/x-www-form-urlencoded`.
pub async fn urlencoded(mut payload: Payload, limit: usize) -> Result<Sent> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(payload_failure)?;
        if body.len() + chunk.len() > limit {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    let pairs = body[..].split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let fields = pairs.map(decode_pair).collect::<Result<Vec<_>>>()?;
    Ok(Sent { form: form_of(fields)?, files: Vec::new() })
}

/// Reads `multipart/form-data`; a part with a file name is a file.
pub async fn multipart(headers: &HeaderMap, payload: Payload, limit: usize) -> Result<Sent> {
    let mut parts = Multipart::new(headers, payload);
    let (mut fields, mut files, mut size) = (Vec::new(), Vec::new(), 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|fault| multipart_failure(&fault))?;
        let disposition = part.content_disposition();
        let name = disposition.and_then(|about| about.get_name()).unwrap_or_default().to_owned();
        let file_name = disposition.and_then(|about| about.get_filename()).map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk: Bytes = chunk.map_err(|fault| multipart_failure(&fault))?;
            size += chunk.len();
            if size > limit {
                return Err(Failure::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        match file_name {
            Some(file_name) => files.push(Upload { field: checked(name)?, file_name: checked(file_name)?, bytes }),
            None => fields.push((checked(name)?, text(bytes)?)),
        }
        if fields.len() + files.len() > FIELD_LIMIT {
            return Err(Failure::BadInput(BadInput::Fields));
        }
    }
    Ok(Sent { form: form_of(fields)?, files })
}

fn form_of(fields: Vec<(String, String)>) -> Result<FormState> {
    if fields.len() > FIELD_LIMIT {
        return Err(Failure::BadInput(BadInput::Fields));
    }
    Ok(FormState::sent(fields))
}

fn decode_pair(pair: &[u8]) -> Result<(String, String)> {
    let mut halves = pair.splitn(2, |byte| *byte == b'=');
    let name = halves.next().unwrap_or_default();
    let value = halves.next().unwrap_or_default();
    Ok((text(decode(name))?, text(decode(value))?))
}

/// Percent-decoding as forms do it: `+` is a space, a lone `%` stands for itself (URL standard).
fn decode(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        decoded.push(match first {
            b'+' => b' ',
            b'%' => match tail.first_chunk::<2>().and_then(hex) {
                Some(byte) => {
                    rest = &tail[2..];
                    byte
                }
                None => b'%',
            },
            other => *other,
        });
    }
    decoded
}

fn hex(digits: &[u8; 2]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(value(digits[0])? * 16 + value(digits[1])?).ok()
}

fn text(bytes: Vec<u8>) -> Result<String> {
    let text = String::from_utf8(bytes).map_err(|_| Failure::BadInput(BadInput::Encoding))?;
    checked(text)
}

fn checked(text: String) -> Result<String> {
    if text.contains('\0') { Err(Failure::BadInput(BadInput::Nul)) } else { Ok(text) }
}

fn payload_failure(fault: PayloadError) -> Failure {
    match fault {
        PayloadError::Overflow => Failure::TooLarge,
        _ => Failure::BadInput(BadInput::Shape),
    }
}

fn multipart_failure(fault: &MultipartError) -> Failure {
    match fault {
        MultipartError::Payload(PayloadError::Overflow) => Failure::TooLarge,
        _ => Failure::BadInput(BadInput::Shape),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(body: &'static str) -> Result<Sent> {
        urlencoded(Payload::from(Bytes::from_static(body.as_bytes())), 100).await
    }

    #[actix_web::test]
    async fn a_form_is_decoded_once_and_keeps_repeated_fields() {
        let sent = read("signature=a&signature=b&name=Caf%C3%A9+%26+Co&odd=100%&twice=%2541&flag&&").await.unwrap();
        assert_eq!(sent.form.all("signature"), ["a", "b"]);
        assert_eq!(sent.form.value("name"), "Café & Co");
        assert_eq!((sent.form.value("odd"), sent.form.value("twice")), ("100%", "%41"));
        assert_eq!(sent.form.all("flag"), [""]);
    }

    #[actix_web::test]
    async fn bytes_that_are_not_text_are_refused() {
        assert!(matches!(read("name=%FF%FE").await, Err(Failure::BadInput(BadInput::Encoding))));
        assert!(matches!(read("name=a%00b").await, Err(Failure::BadInput(BadInput::Nul))));
        assert!(matches!(read("%C0%AF=overlong").await, Err(Failure::BadInput(BadInput::Encoding))));
        let long = "n=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        assert!(matches!(read(long).await, Err(Failure::TooLarge)));
    }
}
