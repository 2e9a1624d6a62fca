//! `/static/…`: files whose name carries their hash, kept by browsers for ever.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::render::assets;

/// A year, which every cache understands as "for ever".
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Answers `GET /static/{path:.*}`.
pub async fn serve(request: HttpRequest, path: web::Path<String>) -> HttpResponse {
    let Some(asset) = assets::find(&path) else {
        return HttpResponse::NotFound().insert_header((header::CACHE_CONTROL, "no-store")).finish();
    };
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, asset.content_type));
    answer.insert_header((header::CACHE_CONTROL, FOR_EVER));
    let packed = [("br", &asset.brotli), ("gzip", &asset.gzip)]
        .into_iter()
        .find_map(|(encoding, bytes)| accepts(accepted, encoding).then_some((encoding, bytes.as_ref()?)));
    if asset.gzip.is_some() {
        answer.insert_header((header::VARY, "Accept-Encoding"));
    }
    match packed {
        Some((encoding, bytes)) => answer.insert_header((header::CONTENT_ENCODING, encoding)).body(&bytes[..]),
        None => answer.body(&asset.identity[..]),
    }
}

/// Whether a request's `Accept-Encoding` takes `encoding` (RFC 9110, 12.5.3; `q=0` refuses).
pub fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts
            .filter_map(|part| part.strip_prefix("q="))
            .any(|weight| weight.trim().parse::<f32>().is_ok_and(|weight| weight == 0.0));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, web};

    use super::*;

    #[actix_web::test]
    async fn a_static_file_is_sent_compressed_and_kept_for_ever() {
        let app = init_service(App::new().route("/static/{path:.*}", web::get().to(serve))).await;
        let url = assets::url("css/site.css");
        let asset = assets::find(url.trim_start_matches("/static/")).expect("the style sheet");
        for (accepted, encoding, body) in [
            ("gzip, br;q=0.9", Some("br"), asset.brotli.as_ref()),
            ("gzip, br;q=0", Some("gzip"), asset.gzip.as_ref()),
            ("identity", None, Some(&asset.identity)),
        ] {
            let request = TestRequest::get().uri(url).insert_header(("accept-encoding", accepted)).to_request();
            let answer = call_service(&app, request).await;
            let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("text").to_owned());
            assert_eq!(header("content-encoding").as_deref(), encoding);
            assert_eq!(header("content-type").as_deref(), Some("text/css; charset=utf-8"));
            assert_eq!(header("cache-control").as_deref(), Some(FOR_EVER));
            assert_eq!(header("vary").as_deref(), Some("Accept-Encoding"));
            assert_eq!(Some(&read_body(answer).await.to_vec()), body);
        }
    }

    #[actix_web::test]
    async fn an_unknown_static_name_is_not_found_and_not_kept() {
        let app = init_service(App::new().route("/static/{path:.*}", web::get().to(serve))).await;
        for path in ["/static/css/site.css", "/static/../Cargo.toml", "/static/fonts/make"] {
            let answer = call_service(&app, TestRequest::get().uri(path).to_request()).await;
            assert_eq!(answer.status(), 404, "{path}");
            assert_eq!(answer.headers().get("cache-control").expect("kept or not"), "no-store");
        }
    }
}
