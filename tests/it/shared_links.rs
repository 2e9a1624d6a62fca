//! Links to the open form that coordinators share: made with a label, shown again, taken back.

use undersigned::store::token::{self, Purpose};

use crate::support::Desk;

fn links(desk: &Desk<'_>) -> Vec<String> {
    desk.get("invitations").texts_of("#links td a")
}

on_both! {
    fn a_link_can_be_made_for_each_list_and_is_shown_again(app) {
        let desk = Desk::open(&app);
        desk.submit("invitations", &[("action", "share"), ("label", "Pacific list")]).expect_status(303);
        desk.submit("invitations", &[("action", "share"), ("label", "قائمة")]).expect_status(303);
        let shown = links(&desk);
        assert_eq!(shown.len(), 2);
        assert!(shown.iter().all(|link| link.starts_with(&app.site.config.link("/join/"))), "{shown:?}");
        assert_eq!(links(&desk), shown, "the same links are shown again");
        let secret = shown[0].rsplit('/').next().unwrap().to_owned();
        let found = app.store().read_now(|db| token::find(db, Purpose::Join, &secret)).unwrap().unwrap();
        assert_eq!(found.letter_id, Some(desk.letter.clone()));
        assert!(found.revoked_at.is_none() && found.expires_at.is_none());
    }

    fn a_link_taken_back_is_no_longer_shown_and_no_longer_works(app) {
        let desk = Desk::open(&app);
        desk.submit("invitations", &[("action", "share"), ("label", "Pacific list")]).expect_status(303);
        let secret = links(&desk)[0].rsplit('/').next().unwrap().to_owned();
        let id = desk.get("invitations").hidden("shared_link");
        desk.submit("invitations", &[("action", "unshare"), ("shared_link", &id)]).expect_status(303);
        assert!(links(&desk).is_empty());
        desk.get("invitations").expect_text("Pacific list Taken back");
        let found = app.store().read_now(|db| token::find(db, Purpose::Join, &secret)).unwrap().unwrap();
        assert!(found.revoked_at.is_some());
    }

    fn a_link_needs_a_label_and_belongs_to_its_letter(app) {
        let (mine, theirs) = (Desk::draft(&app), Desk::draft(&app));
        mine.submit("invitations", &[("action", "share"), ("label", " ")]).expect_status(422);
        theirs.submit("invitations", &[("action", "share"), ("label", "Theirs")]).expect_status(303);
        let id = theirs.get("invitations").hidden("shared_link");
        mine.submit("invitations", &[("action", "unshare"), ("shared_link", &id)]).expect_status(404);
        assert_eq!(links(&theirs).len(), 1);
    }
}
