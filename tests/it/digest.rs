//! The daily mail to coordinators: only when something waits, once a day, from the morning on, and it can be stopped.

use chrono::{TimeDelta, Timelike};
use undersigned::jobs::send_digests;
use undersigned::store::outbox::MailKind;

use crate::support::{Plan, TestApp};

fn look(app: &TestApp) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(send_digests::run(app.store(), app.now())).expect("the database")
}

fn digests(app: &TestApp) -> usize {
    app.queued_mail().into_iter().filter(|(kind, _)| *kind == MailKind::Digest).count()
}

/// Moves the clock to this hour of the next day, in UTC; the letters of these tests are in Geneva, one or two hours ahead.
fn wait_until(app: &TestApp, hour: u32) {
    let now = app.now();
    let then = (now.date() + TimeDelta::days(1)).and_hms_opt(hour, 1, 0).expect("a time");
    app.wait(then - now);
    assert_eq!(app.now().hour(), hour);
}

on_both! {
    fn who_has_nothing_to_do_hears_nothing(app) {
        app.operator();
        app.open_letter(&Plan::default());
        wait_until(&app, 10);
        assert_eq!((look(&app), digests(&app)), (0, 0));
    }

    fn what_waits_is_told_once_a_day_from_the_morning_on(app) {
        app.operator();
        let letter = app.open_letter(&Plan::default());
        app.signed(&letter, &[]);
        wait_until(&app, 2);
        assert_eq!(look(&app), 0, "not at night");
        app.wait(TimeDelta::hours(8));
        assert_eq!((look(&app), digests(&app)), (1, 1));
        app.wait(TimeDelta::hours(3));
        assert_eq!(look(&app), 0, "not twice a day");
        wait_until(&app, 10);
        assert_eq!(look(&app), 1, "the next day again");
        app.list(&app.signature(&letter));
        wait_until(&app, 10);
        assert_eq!(look(&app), 0, "nothing waits any more");
    }

    fn the_daily_mail_can_be_stopped_in_the_account(app) {
        let operator = app.operator();
        let letter = app.open_letter(&Plan::default());
        app.signed(&letter, &[]);
        operator.submit("/desk/account", &[("action", "digest_off")]).expect_status(303);
        operator.get("/desk/account").expect_text("You get no mail about what waits.");
        wait_until(&app, 10);
        assert_eq!(look(&app), 0);
        app.operator().submit("/desk/account", &[("action", "digest_on")]).expect_status(303);
        assert_eq!(look(&app), 1);
    }
}
