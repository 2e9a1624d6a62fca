//! Mail that comes back, from the front door: `undersigned bounce` reads what a mail server hands over, the coordinator sees
//! why a contact was not reached, and may let mails go there again. What is forged, foreign or broken changes nothing.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use undersigned::domain::ids::LetterId;
use undersigned::domain::letter::Rights;
use undersigned::jobs::take_in_mail;
use undersigned::store::outbox::{self, State};

use crate::support::campaign::compose;
use crate::support::post::Post;
use crate::support::program::{Finished, run_with};
use crate::support::smtp_sink::Mail;
use crate::support::{Answer, Database, Desk, Program, fixture};

const CONTACT: &str = "salma@difaf.example";
const SETTINGS: [(&str, &str); 2] =
    [("UNDERSIGNED_BOUNCE_ADDRESS", "bounces@confluence.example"), ("RUST_LOG", "debug")];

/// One contact was invited and its mail was taken by the relay.
struct Sent {
    post: Post,
    letter: LetterId,
    mail: Mail,
}

impl From<Database> for Sent {
    fn from(database: Database) -> Sent {
        let mut post = Post::with(database, &SETTINGS[..1]);
        let desk = Desk::open(&post.app);
        let letter = desk.letter.clone();
        desk.invite("Difaf", CONTACT);
        desk.browser.send_form(&compose(&desk.get("mail"), "send")).expect_status(303);
        drop(desk);
        post.start();
        post.wait_and_look(TimeDelta::seconds(61));
        let mail = post.sink.wait_for_mail_to(CONTACT);
        let row = post.rows().remove(0);
        post.wait_for_state(&row.id, State::Sent);
        Sent { post, letter, mail }
    }
}

impl Sent {
    /// An invented message of `fixtures/bounces` about the mail.
    fn about_it(&self, name: &str) -> Vec<u8> {
        let message_id = self.mail.header("Message-ID").expect("an id");
        message(name, &self.mail.from, message_id.trim_matches(['<', '>']))
    }

    /// Hands a message to the command; no word of what it says stands in the log.
    fn bounce(&self, message: &[u8]) -> Finished {
        let told = run_with(&self.post.app.database, &SETTINGS, &["bounce"], message);
        for private in [CONTACT, "@", "both-banks", "Amina", "Salma"] {
            assert!(!told.out.contains(private) && !told.err.contains(private), "{private}: {told:?}");
        }
        told
    }

    fn refused(&self, message: &[u8], words: &str) {
        let before = self.post.app.dump();
        let told = self.bounce(message);
        assert_eq!((told.code, told.out.as_str()), (1, ""), "{told:?}");
        assert!(told.err.contains(words) && !told.err.contains("panic"), "{words}: {told:?}");
        assert!(self.post.app.dump() == before, "{words}: something changed");
    }

    fn passed_over(&self, message: &[u8], words: &str) {
        let before = self.post.app.dump();
        let told = self.bounce(message);
        assert_eq!(told.code, 0, "{told:?}");
        assert!(told.out.contains(words), "{words}: {told:?}");
        assert!(self.post.app.dump() == before, "{words}: something changed");
    }

    fn desk(&self) -> Desk<'_> {
        Desk { app: &self.post.app, browser: self.post.app.operator(), letter: self.letter.clone() }
    }

    fn page(&self) -> Answer {
        self.desk().get("invitations")
    }

    fn is_stopped(&self) -> bool {
        let index = self.post.rows()[0].recipient_index.clone();
        self.post.app.store().read_now(move |db| outbox::is_suppressed(db, &index)).expect("the database")
    }

    /// How many mails another letter would send to the same contact.
    fn offers_another(&self) -> Vec<String> {
        let other = Desk::open(&self.post.app);
        other.invite("Difaf", CONTACT);
        other.get("mail").texts_of("button[value=send]")
    }
}

fn message(name: &str, return_path: &str, message_id: &str) -> Vec<u8> {
    let text = String::from_utf8(fixture(&format!("bounces/{name}.eml"))).expect("plain text");
    text.replace("RETURN_PATH", return_path).replace("MESSAGE_ID", message_id).into_bytes()
}

/// The watcher on the server's store, as the server runs it, until the folder `new` is empty; then it ends, as at a stop.
fn watch(sent: &Sent, maildir: &Path) {
    let (store, clock) = (sent.post.app.store().clone(), sent.post.app.site.clock.clone());
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let watcher = runtime.spawn(take_in_mail::run(store, clock, maildir.to_owned()));
    let limit = Instant::now() + Duration::from_secs(20);
    while std::fs::read_dir(maildir.join("new")).expect("the folder").count() > 0 {
        assert!(Instant::now() < limit, "the Maildir was not emptied");
        std::thread::sleep(Duration::from_millis(20));
    }
    watcher.abort();
    runtime.shutdown_timeout(Duration::from_secs(10));
}

fn maildir(inside: &Path) -> std::path::PathBuf {
    let maildir = inside.join("Maildir");
    for folder in ["new", "cur", "tmp"] {
        std::fs::create_dir_all(maildir.join(folder)).expect("a folder");
    }
    maildir
}

on_both! {
    fn each_mail_has_a_return_path_of_its_own(sent: Sent) {
        assert!(sent.mail.from.starts_with("bounces+") && sent.mail.from.ends_with("@confluence.example"));
        assert_eq!(sent.mail.addresses("From"), ["letters@confluence.example"], "readers see none of it");
    }

    fn an_address_that_nobody_has_gets_no_more_mails_and_the_coordinator_reads_why(sent: Sent) {
        let told = sent.bounce(&sent.about_it("postfix_unknown"));
        assert_eq!(told.code, 0, "{told:?}");
        assert!(told.out.contains("There is no such mailbox. No more mailings go to that address."), "{told:?}");
        let page = sent.page().expect_text("Mail came back").expect_text("There is no such mailbox.");
        assert!(page.offers("release"));
        assert!(sent.is_stopped());
        let job = sent.post.rows()[0].job_id.clone().expect("a job");
        sent.desk().browser.get(&format!("/desk/jobs/{job}")).expect_text("Mail came back: There is no such mailbox");
        sent.desk().get("log").expect_text("an address was taken out of mailings");
        assert_eq!(sent.offers_another(), Vec::<String>::new(), "no other letter writes there either");
        sent.passed_over(&sent.about_it("postfix_unknown"), "known already");
        let looked = run_with(&sent.post.app.database, &SETTINGS, &["doctor", "--deep"], b"");
        assert_eq!(looked.code, 0, "the data still agree: {looked:?}");
    }

    fn a_bounce_that_shows_only_the_message_id_counts_too(sent: Sent) {
        assert_eq!(sent.bounce(&sent.about_it("only_message_id")).code, 0);
        assert!(sent.is_stopped());
    }

    fn the_recipient_that_the_mail_server_names_is_enough(sent: Sent) {
        let text = message("spam_plain", "nobody@confluence.example", "nothing@nowhere.example");
        let told = run_with(&sent.post.app.database, &SETTINGS, &["bounce", "--recipient", &sent.mail.from], &text);
        assert!(told.code == 0 && told.out.contains("came back"), "{told:?}");
    }

    fn a_full_mailbox_is_told_and_stops_nothing(sent: Sent) {
        let told = sent.bounce(&sent.about_it("exchange_full"));
        assert!(told.code == 0 && !told.out.contains("No more"), "{told:?}");
        let page = sent.page().expect_text("The mailbox is full.");
        assert!(!page.offers("release") && !sent.is_stopped());
        assert_eq!(sent.offers_another(), ["Send to 1"]);
    }

    fn a_delay_and_a_delivery_change_nothing(sent: Sent) {
        sent.passed_over(&sent.about_it("postfix_delayed"), "goes on trying");
        sent.passed_over(&sent.about_it("delivered"), "it arrived");
    }

    fn who_complains_gets_no_more_mails(sent: Sent) {
        let told = sent.bounce(&sent.about_it("complaint"));
        assert!(told.code == 0 && told.out.contains("its recipient complained"), "{told:?}");
        assert!(sent.is_stopped());
        sent.page().expect_text("Stopped").expect_text("The contact marked one of these mails as unwanted.");
        assert_eq!(sent.offers_another(), Vec::<String>::new());
        sent.passed_over(&sent.about_it("complaint"), "known already");
        sent.passed_over(&sent.about_it("not_spam"), "Not a bounce");
    }

    fn automatic_answers_and_letters_of_people_change_nothing(sent: Sent) {
        sent.passed_over(&sent.about_it("vacation"), "An automatic answer");
        sent.passed_over(&sent.about_it("vacation_old"), "An automatic answer");
        for name in ["person", "newsletter", "read_receipt"] {
            sent.passed_over(&sent.about_it(name), "Not a bounce and not a complaint");
        }
    }

    fn a_bounce_about_a_mail_that_nobody_sent_is_refused(sent: Sent) {
        let tag = "abcdefghijklmnopqrstuvwxyz234567abcdefg";
        let from = format!("bounces+{tag}@confluence.example");
        let id = "01924f5e-0000-7000-8000-000000000001@confluence.example";
        for name in ["postfix_unknown", "complaint", "exim_plain"] {
            sent.refused(&message(name, &from, id), "about no mail that this server knows");
        }
    }

    fn a_return_path_that_somebody_made_up_stops_nobody(sent: Sent) {
        // The mail is the right one; the keyed check behind its id is not.
        let (tag, domain) = sent.mail.from.split_once('@').expect("an address");
        let other = if tag.contains("aaaaaa") { "bbbbbb" } else { "aaaaaa" };
        let forged = format!("{}{other}a@{domain}", &tag[..tag.len() - 7]);
        assert_eq!(forged.len(), sent.mail.from.len());
        for name in ["postfix_unknown", "complaint"] {
            sent.refused(&message(name, &forged, "made-up@nowhere.example"), "about no mail that this server knows");
        }
        assert!(!sent.is_stopped());
    }

    fn what_is_no_mail_is_refused_in_words(sent: Sent) {
        sent.refused(b"", "Nothing came on standard input");
        sent.refused(b"\n\n\n", "no header");
        let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let told = sent.bounce(&noise);
        assert!(matches!(told.code, 0 | 1) && !told.err.contains("panic"), "{told:?}");
        let mut long = sent.about_it("postfix_unknown");
        long.resize(10 << 20, b'x');
        sent.refused(&long, "longer than 1 MB");
        sent.refused(&vec![0; 10 << 20], "longer than 1 MB");
        sent.refused("Content-Type: message/rfc822\n\n".repeat(20_000).as_bytes(), "mails within mails");
        assert!(!sent.is_stopped());
    }

    fn after_a_release_mails_go_there_again(sent: Sent) {
        sent.bounce(&sent.about_it("postfix_unknown"));
        assert!(sent.is_stopped());
        let desk = sent.desk();
        let none = desk.submit("invitations", &[("action", "release")]).expect_status(422);
        none.expect_text("Nothing stops the mails to the ticked addresses.");
        let id = desk.invitation_of(CONTACT).to_string();
        desk.submit("invitations", &[("action", "release"), ("invitation", &id)]).expect_status(303);
        assert!(!sent.is_stopped());
        desk.get("log").expect_text("let mails go to an address again");
        let page = desk.get("invitations");
        assert!(!page.offers("release"), "{}", page.main_text());
        let other = Desk::open(&sent.post.app);
        other.invite("Difaf", CONTACT);
        other.browser.send_form(&compose(&other.get("mail"), "send")).expect_status(303);
        sent.post.wait_and_look(TimeDelta::seconds(61));
        let newest = sent.post.rows().pop().expect("a mail").id;
        sent.post.wait_for_state(&newest, State::Sent);
        assert_eq!(sent.post.sink.mails_to(CONTACT).len(), 2);
    }

    fn who_may_not_write_to_contacts_cannot_release_an_address(sent: Sent) {
        sent.bounce(&sent.about_it("postfix_unknown"));
        let checker = sent.desk().member("Rita Checker", "rita@confluence.example", Rights::CHECKER, false);
        let id = sent.desk().invitation_of(CONTACT).to_string();
        let (account, path) = (checker.browser.get("/desk/account").expect_status(200), checker.path("invitations"));
        let answer = checker.browser.post_from(&account, &path, &[("action", "release"), ("invitation", &id)]);
        assert!(matches!(answer.status, 403 | 404), "{}", answer.status);
        assert!(sent.is_stopped());
    }

    fn the_maildir_is_taken_in_exactly_once_across_a_restart(sent: Sent) {
        let maildir = maildir(sent.post.app.database.folder.path());
        let put = |name: &str, text: Vec<u8>| std::fs::write(maildir.join("new").join(name), text).expect("space");
        put("1.bounce", sent.about_it("postfix_unknown"));
        put("2.person", sent.about_it("person"));
        put("3.noise", vec![0xff; 3 << 20]);
        watch(&sent, &maildir);
        assert!(sent.is_stopped());
        sent.page().expect_text("There is no such mailbox.");
        let mut aside: Vec<_> = std::fs::read_dir(maildir.join("cur")).unwrap().map(|one| one.unwrap().file_name()).collect();
        aside.sort();
        assert_eq!(aside, ["2.person:2,", "3.noise:2,"], "for a person to read; the bounce, which holds an address, is gone");
        // As if the server had died between its commit and the removal of the file.
        let before = sent.post.app.dump();
        put("1.bounce", sent.about_it("postfix_unknown"));
        watch(&sent, &maildir);
        assert!(sent.post.app.dump() == before, "a second time it changes nothing");
    }
}

#[test]
fn the_server_watches_the_maildir_and_its_log_names_nobody() {
    let database = Database::sqlite();
    let maildir = maildir(database.folder.path());
    let from = "bounces+abcdefghijklmnopqrstuvwxyz234567abcdefg@confluence.example";
    for (nth, name) in ["person", "postfix_unknown", "vacation", "complaint"].iter().enumerate() {
        let text = message(name, from, "01924f5e-0000-7000-8000-000000000001@confluence.example");
        std::fs::write(maildir.join(format!("new/{nth}.needle")), text).expect("space");
    }
    let folder = maildir.display().to_string();
    let mut program = Program::start(&database, &[("UNDERSIGNED_BOUNCE_MAILDIR", &folder), ("RUST_LOG", "debug")]);
    let limit = Instant::now() + Duration::from_secs(20);
    while std::fs::read_dir(maildir.join("cur")).unwrap().count() < 4 {
        assert!(Instant::now() < limit, "{}", program.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    program.stop();
    let log = program.log();
    assert!(log.contains("taken=automatic_answer") && log.contains("taken=unknown"), "{log}");
    for private in ["@", "needle", "Amina", "both-banks", "abcdefghijkl"] {
        assert!(!log.contains(private), "{private:?} is in the log:\n{log}");
    }
}
