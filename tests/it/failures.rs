//! Faults of ours: a handler that panics, one that fails, one that never ends. The page tells a reference and nothing else,
//! the headers stay, the process lives.

use std::time::{Duration, Instant};

use actix_web::middleware::from_fn;
use actix_web::{HttpResponse, HttpServer, web};
use undersigned::error::Error;
use undersigned::web::edge::edge;
use undersigned::web::{Failure, Site};

use crate::support::{Browser, Database, TestApp};

/// Three handlers as nobody would write them, behind the real edge.
fn serve_badly(app: &TestApp) -> Browser {
    // The edge answers for the base URL only, so the handlers stand behind a Host that is ours.
    let site: web::Data<Site> = app.site.clone();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let factory = move || {
                actix_web::App::new()
                    .app_data(site.clone())
                    .wrap(from_fn(edge))
                    .route("/panic", web::get().to(panics))
                    .route("/fault", web::get().to(fails))
                    .route("/slow", web::get().to(never_ends))
                    .route("/fine", web::get().to(HttpResponse::Ok))
            };
            let server = HttpServer::new(factory).workers(1).disable_signals().bind("127.0.0.1:0").expect("a port");
            tell.send(server.addrs()[0]).expect("the test waits");
            server.run().await.expect("serving");
        });
    });
    Browser::new(&format!("http://{}", told.recv().expect("an address")))
}

async fn panics() -> HttpResponse {
    panic!("the secret herons of nadia@confluence.example")
}

async fn fails() -> undersigned::web::Result<HttpResponse> {
    Err(Failure::Error(Error::Internal("the secret herons".into())))
}

async fn never_ends() -> HttpResponse {
    std::future::pending().await
}

#[test]
fn a_fault_of_ours_shows_a_reference_and_the_server_goes_on() {
    let app = TestApp::from(Database::sqlite());
    let browser = serve_badly(&app);
    let host = app.base.trim_start_matches("http://").to_owned();
    let get = |path: &str| browser.send(browser.request("GET", path).header("host", host.as_str()));
    for path in ["/panic", "/fault", "/panic"] {
        let answer = get(path).expect_status(500).expect_text("Something went wrong on our side");
        assert!(!answer.text().contains("herons"), "{path} tells what it should not");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        let reference = answer.main_text().split("Tell them this reference: ").nth(1).map(str::to_owned);
        assert!(reference.is_some_and(|reference| reference.len() >= 12), "{path}");
        get("/fine").expect_status(200);
    }
    let began = Instant::now();
    let answer = get("/slow").expect_status(503).expect_text("This took too long");
    assert!(began.elapsed() < Duration::from_secs(13), "{:?}", began.elapsed());
    assert!(!answer.header("retry-after").is_empty());
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
}
