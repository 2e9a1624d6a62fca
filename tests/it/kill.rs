//! `kill -9` in the middle of signing, fifty times: whoever was told "signed" has signed, once, and hears of it by mail.
//! The real binary, the real database file, a real relay, 64 signers at a time.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel::{SqliteConnection, sql_query};
use undersigned::domain::ids::LetterId;
use undersigned::store::token::{self, Purpose, Subject};
use undersigned::store::{Lane, invitation};

use crate::support::campaign::{Campaign, Draft};
use crate::support::smtp_sink::SmtpSink;
use crate::support::{Browser, Database, Program, TestApp};

const ROUNDS: usize = 50;
const SIGNERS: usize = 64;
/// More than sign in all rounds on a quick machine.
const INVITED: usize = 2000;

/// An invitation with its link.
#[derive(Debug, Clone)]
struct Link {
    organisation: String,
    email: String,
    path: String,
}

/// What the signers were told.
#[derive(Default)]
struct Heard {
    open: Mutex<VecDeque<Link>>,
    signed: Mutex<Vec<Link>>,
    unsure: Mutex<Vec<Link>>,
}

#[test]
fn whoever_was_told_signed_has_signed_once_although_the_server_was_killed_fifty_times() {
    let database = Database::sqlite();
    let sink = SmtpSink::start();
    let heard = Heard { open: Mutex::new(invite(&database).into()), ..Heard::default() };
    let mut program = Program::start(&database, &[("UNDERSIGNED_SMTP_URL", &sink.url())]);
    let mut signers: Vec<Browser> = (0..SIGNERS).map(|_| program.browser()).collect();
    let mut killed_early = 0;
    for round in 0..ROUNDS {
        if round > 0 {
            program.restart();
        }
        let before = heard.signed.lock().unwrap().len();
        let life = Life {
            least: Duration::from_millis(rand::random_range(300..1400)),
            // On a busy machine nobody may have signed by then; every second round waits for somebody.
            signed: if round % 2 == 0 { before + 1 } else { 0 },
        };
        sign_until_killed(&mut program, &mut signers, &heard, life);
        // The next round begins with those who do not know whether they signed: they press the button again.
        let unsure = std::mem::take(&mut *heard.unsure.lock().unwrap());
        let mut open = heard.open.lock().unwrap();
        unsure.into_iter().for_each(|link| open.push_front(link));
        drop(open);
        killed_early += usize::from(heard.signed.lock().unwrap().len() == before);
        check(&database, &heard, round);
    }
    let signed = heard.signed.lock().unwrap().len();
    println!("{signed} were told that they signed; in {killed_early} of {ROUNDS} rounds nobody was");
    assert!(killed_early <= ROUNDS / 2, "the rounds were too short to show anything: {signed} signatures");

    program.restart();
    let outbox = drained(&database);
    program.stop();
    check(&database, &heard, ROUNDS);
    check_mails(&sink, &heard, &outbox);
}

/// A letter with its invited organisations, each with a link that a mail would carry.
fn invite(database: &Database) -> Vec<Link> {
    let key = database.path("keys/undersigned.key").display().to_string();
    let app = TestApp::with(database.again(), &[("UNDERSIGNED_KEY_FILE", &key)]);
    let desk = app.operator();
    let draft = Draft {
        title: "For the rivers we share",
        slug: "the-rivers-we-share",
        signers: "organisations",
        collects: "before_publication",
        body: "We ask the delegates to hear those who live by the river.",
    };
    let letter = Campaign::draft(&desk, &draft);
    letter.open(&desk);
    let rows = (0..INVITED).map(|nth| format!("Circle of valley {nth};office@valley-{nth}.example;KE\n"));
    let list = format!("Organisation;E-mail;Country\n{}", rows.collect::<String>());
    letter.import(&desk, list.as_bytes(), &[], |_| None);
    // A list as long as this one goes on without anybody waiting.
    while app.run_imports() > 0 {}
    let (id, now) = (LetterId(letter.id), app.now());
    let links = app.store().write_now(Lane::Desk, move |tx| {
        let mut links = Vec::new();
        for (row, card, contact) in invitation::list(tx, &id)? {
            let subject = Subject { letter: Some(id.clone()), invitation: Some(row.id), ..Subject::default() };
            let secret = token::mint(tx, Purpose::Sign, subject, None, false, now)?;
            let email = contact.email(tx)?;
            links.push(Link { organisation: card.name, email, path: format!("/sign/{secret}") });
        }
        Ok(links)
    });
    let links = links.expect("links");
    assert_eq!(links.len(), INVITED);
    links
}

/// How long the server lives in a round.
struct Life {
    least: Duration,
    /// Until as many have heard that they signed, in all rounds; within a minute.
    signed: usize,
}

fn sign_until_killed(program: &mut Program, signers: &mut [Browser], heard: &Heard, life: Life) {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for signer in signers {
            let is_over = &is_over;
            scope.spawn(move || {
                while !is_over.load(Ordering::SeqCst) {
                    let Some(link) = heard.open.lock().unwrap().pop_front() else { return };
                    match sign(signer, &link) {
                        Ok(()) => heard.signed.lock().unwrap().push(link),
                        Err(_) => heard.unsure.lock().unwrap().push(link),
                    }
                }
            });
        }
        std::thread::sleep(life.least);
        let limit = Instant::now() + Duration::from_secs(60);
        while heard.signed.lock().unwrap().len() < life.signed && Instant::now() < limit {
            std::thread::sleep(Duration::from_millis(1));
        }
        program.kill();
        is_over.store(true, Ordering::SeqCst);
    });
}

/// Opens the form and presses the button; `Ok` when the server said that it is done.
fn sign(signer: &Browser, link: &Link) -> Result<(), String> {
    let send = |request: reqwest::blocking::RequestBuilder| {
        let answer = request.send().map_err(|fault| fault.to_string())?;
        let status = answer.status().as_u16();
        Ok::<_, String>((status, answer.text().map_err(|fault| fault.to_string())?))
    };
    let (status, page) = send(signer.request("GET", &link.path))?;
    if status == 410 {
        // It went through although the answer was lost; the link says so.
        return Ok(());
    }
    if status == 503 {
        return Err("busy".to_owned());
    }
    assert_eq!(status, 200, "{page}");
    // The token on the first page is the one of the form; that page is quicker to make than a list of countries.
    let (_, rest) = page.split_once("name=\"csrf_token\" value=\"").expect("a hidden field");
    let token = rest.split('"').next().unwrap_or_default();
    let fields = [
        ("csrf_token", token),
        ("revision", "1"),
        ("action", "sign"),
        ("organisation_name", &link.organisation),
        ("country", "KE"),
        ("representative_name", "Amina Wanjiru"),
        ("representative_role", "Director"),
        ("email", &link.email),
        ("listing", "named"),
        ("withheld_place", "none"),
        ("authorised", "yes"),
    ];
    let (status, page) = send(signer.request("POST", &format!("{}/sign", link.path)).form(&fields))?;
    assert!(status == 303 || status == 503, "{status}: {page}");
    if status == 303 { Ok(()) } else { Err("busy".to_owned()) }
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Sentence {
    #[diesel(sql_type = Text)]
    text: String,
}

fn connect(database: &Database) -> SqliteConnection {
    let mut conn = SqliteConnection::establish(database.url.trim_start_matches("sqlite://")).expect("the file");
    diesel::connection::SimpleConnection::batch_execute(&mut conn, "PRAGMA busy_timeout = 5000").expect("a pragma");
    conn
}

/// The file is whole, and who was told "signed" is there exactly once.
fn check(database: &Database, heard: &Heard, round: usize) {
    let mut conn = connect(database);
    let whole = sql_query("SELECT integrity_check AS text FROM pragma_integrity_check");
    let whole: Vec<String> = whole.load::<Sentence>(&mut conn).expect("a check").into_iter().map(|s| s.text).collect();
    assert_eq!(whole, ["ok"], "round {round}");
    let names = sql_query("SELECT name, count(*) AS count FROM signature GROUP BY name");
    let counts: BTreeMap<String, i64> =
        names.load::<Counted>(&mut conn).expect("counts").into_iter().map(|one| (one.name, one.count)).collect();
    let twice: Vec<_> = counts.iter().filter(|(_, count)| **count != 1).collect();
    assert!(twice.is_empty(), "round {round}: more than once: {twice:?}");
    let signed = heard.signed.lock().unwrap();
    let lost: Vec<_> = signed.iter().filter(|link| !counts.contains_key(&link.organisation)).collect();
    assert!(lost.is_empty(), "round {round}: told that they signed, and lost: {lost:?}");
    // Each signature came with its event and its mail in the same commit.
    let alone = sql_query(
        "SELECT s.name AS name, count(DISTINCT e.id) + 10 * count(DISTINCT o.id) AS count FROM signature s \
         LEFT JOIN event e ON e.object_id = s.id AND e.verb = 'sign' \
         LEFT JOIN outbox o ON o.signature_id = s.id AND o.kind = 'receipt' \
         GROUP BY s.id HAVING count(DISTINCT e.id) <> 1 OR count(DISTINCT o.id) <> 1",
    );
    let alone: Vec<_> = alone.load::<Counted>(&mut conn).expect("rows").into_iter().map(|one| one.name).collect();
    assert!(alone.is_empty(), "round {round}: without exactly one event and one mail: {alone:?}");
}

#[derive(QueryableByName, Debug)]
struct Receipt {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Bool)]
    possible_duplicate: bool,
}

/// Waits until nothing waits in the outbox any more, and returns what became of the receipts.
fn drained(database: &Database) -> Vec<Receipt> {
    let limit = Instant::now() + Duration::from_secs(300);
    loop {
        let mut conn = connect(database);
        let rows = sql_query(
            "SELECT s.name, o.state, o.possible_duplicate FROM outbox o JOIN signature s ON s.id = o.signature_id \
             WHERE o.kind = 'receipt'",
        );
        let receipts: Vec<Receipt> = rows.load(&mut conn).expect("receipts");
        let waiting: Vec<_> =
            receipts.iter().filter(|one| ["queued", "leased", "sending"].contains(&one.state.as_str())).collect();
        if waiting.is_empty() {
            return receipts;
        }
        assert!(Instant::now() < limit, "{} receipts still wait, such as {:?}", waiting.len(), waiting[0]);
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Everybody who signed got the receipt; a second copy came only where the outbox says that this is possible.
fn check_mails(sink: &SmtpSink, heard: &Heard, outbox: &[Receipt]) {
    let flagged: HashSet<&str> =
        outbox.iter().filter(|one| one.possible_duplicate).map(|one| one.name.as_str()).collect();
    let unknown: HashSet<&str> =
        outbox.iter().filter(|one| one.state == "unknown").map(|one| one.name.as_str()).collect();
    let mut came: BTreeMap<String, usize> = BTreeMap::new();
    for mail in sink.mails() {
        *came.entry(mail.to).or_default() += 1;
    }
    println!("{} mails came; {} flagged as possibly twice, {} unknown", came.len(), flagged.len(), unknown.len());
    for link in heard.signed.lock().unwrap().iter() {
        let copies = came.get(&link.email).copied().unwrap_or_default();
        let name = link.organisation.as_str();
        assert!(copies >= 1 || unknown.contains(name), "{name} never got its receipt");
        assert!(copies <= 2, "{name} got {copies} receipts");
        assert!(copies == 1 || flagged.contains(name) || unknown.contains(name), "{name} got two, and none is flagged");
    }
}
