//! What the operator switches off for every letter at once.

use crate::support::campaign::{Campaign, Draft};
use crate::support::signatories::Who;
use crate::support::{Browser, TestApp};

fn letter(app: &TestApp) -> (Browser, Campaign) {
    let desk = app.operator();
    let draft = Draft {
        title: "For the rivers we share",
        slug: "the-rivers-we-share",
        signers: "both",
        collects: "in_public",
        body: "We ask the delegates to hear those who live by the river.",
    };
    let letter = Campaign::draft(&desk, &draft);
    letter.open(&desk);
    letter.publish(&desk);
    (desk, letter)
}

fn switch(desk: &Browser, on: &[&str]) {
    let page = desk.get("/desk/operator/switches").expect_status(200);
    let form = page.form("save");
    let form = ["signing_paused", "counts_held", "search_off"].iter().fold(form, |form, name| form.untick(name));
    desk.press(&on.iter().fold(form, |form, name| form.tick(name, "yes")));
}

on_both! {
    fn who_signs_while_signing_is_paused_loses_nothing(app) {
        let (desk, letter) = letter(&app);
        switch(&desk, &["signing_paused"]);
        let reader = app.browser();
        let page = reader.get(&letter.public("sign")).expect_status(200);
        let form = crate::support::campaign::filled(page.form("check"), "Kestrel Field Workers", "office@kestrel.example", "KE");
        let check = reader.send_form(&form).expect_status(200);
        let refused = reader.send_form(&check.form("sign"));
        assert_eq!((refused.status, refused.header("retry-after")), (503, "5"));
        assert!(refused.text().contains("Signing is paused on this server"), "{}", refused.text());
        switch(&desk, &[]);
        reader.send_form(&refused.form("sign")).expect_status(303);
    }

    fn held_pages_show_nobody_new_and_still_lose_who_leaves(app) {
        let (desk, letter) = letter(&app);
        let leaving = app.signatory(&letter, &Who::named("Olive Terrace Women", "LB"), true);
        let reader = app.browser();
        let names = || reader.get(&letter.public("signatories.csv")).expect_status(200).text();
        app.site.public_cache.forget_all();
        assert!(names().contains("Olive Terrace"));
        switch(&desk, &["counts_held"]);
        app.signatory(&letter, &Who::named("Kestrel Field Workers", "KE"), true);
        std::thread::sleep(std::time::Duration::from_millis(600));
        assert!(!names().contains("Kestrel"), "the pages are held");
        let page = app.browser().get(&format!("{}/withdraw", leaving.mine)).expect_status(200);
        app.browser().send_form(&page.form("withdraw")).expect_status(303);
        assert!(!names().contains("Olive Terrace"), "what is taken back goes at once");
        switch(&desk, &[]);
        assert!(names().contains("Kestrel"));
    }

    fn without_search_the_list_and_its_file_stay(app) {
        let (desk, letter) = letter(&app);
        app.signatory(&letter, &Who::named("Kestrel Field Workers", "KE"), true);
        app.site.public_cache.forget_all();
        switch(&desk, &["search_off"]);
        let reader = app.browser();
        for asked in ["signatories?q=kestrel", "signatories?country=KE", "signatories.csv?q=kestrel"] {
            let refused = reader.get(&letter.public(asked));
            assert_eq!((refused.status, refused.header("retry-after")), (503, "300"), "{asked}");
            assert!(refused.main_text().contains("not searched just now"));
        }
        for asked in ["signatories", "signatories.csv", "signatories.json"] {
            assert!(reader.get(&letter.public(asked)).expect_status(200).text().contains("Kestrel"), "{asked}");
        }
        let hidden = reader.get("/letters/never-was/signatories?q=kestrel");
        assert_eq!(hidden.status, 404, "a letter that is not public stays unknown");
        switch(&desk, &[]);
        reader.get(&letter.public("signatories?q=kestrel")).expect_status(200);
    }
}
