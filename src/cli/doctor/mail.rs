//! The relay: it can be reached, the way there is protected, it lets us in. A mail is sent only when one was asked for.

use std::time::Duration;

use super::Report;
use crate::clock::Moment;
use crate::config::Config;
use crate::domain::email::EmailAddress;
use crate::domain::ids::OutboxId;
use crate::mail::message::{Mailbox, Message, message_id};
use crate::mail::transport::{Outcome, Security, Sender, SmtpSettings, Transport};

/// An operator waits for this.
const PATIENCE: Duration = Duration::from_secs(15);

/// Tries the relay.
pub(super) fn check(config: &Config, now: Moment, mail_to: Option<&str>, report: &mut Report) {
    let Some(settings) = &config.smtp else {
        report.note("mail: no relay is set, so mail is caught and shown at /desk/mailbox (UNDERSIGNED_SMTP_URL)");
        if mail_to.is_some() {
            report.fix("test mail: without a relay none can be sent", "set UNDERSIGNED_SMTP_URL");
        }
        return;
    };
    let place = format!("{}:{}", settings.host, settings.port);
    let patient = SmtpSettings { timeout: PATIENCE, ..settings.clone() };
    let mut sender = match Transport::Smtp(patient).sender() {
        Ok(sender) => sender,
        Err(fault) => return report.fix("mail: its certificates cannot be read", fault.to_string()),
    };
    match sender.try_out(&config.mail_from.address) {
        Ok(()) => report.ok(format!("mail: {place} {}", let_in(settings))),
        Err(fault) => {
            let remedy =
                "check host, port, user and password in UNDERSIGNED_SMTP_URL, and that this machine may reach it";
            return report.fix(format!("mail: {place} does not let us in ({fault})"), remedy);
        }
    }
    if config.mail_from.domain() == "localhost" {
        report.fix(
            "mail: it would come from an address at localhost, which most relays refuse",
            "set UNDERSIGNED_MAIL_FROM to an address of your domain",
        );
    }
    if let Some(address) = mail_to {
        send(&mut sender, config, address, now, report);
    }
}

fn let_in(settings: &SmtpSettings) -> String {
    let way = match settings.security {
        Security::Plain => "answers on this machine, without TLS",
        Security::StartTls | Security::Tls => "answers with TLS and a certificate for its name",
    };
    let signed_in = if settings.credentials.is_some() { ", and takes our password" } else { "" };
    format!("{way}{signed_in}")
}

fn send(sender: &mut Sender, config: &Config, address: &str, now: Moment, report: &mut Report) {
    let Ok(to) = EmailAddress::parse(address) else {
        return report.fix("test mail: this is no mail address", "write it as name@example.org");
    };
    let message = Message {
        message_id: message_id(&OutboxId::new(), config.mail_from.domain()),
        from: config.mail_from.clone(),
        reply_to: None,
        to: Mailbox::bare(to.as_str()),
        subject: format!("A test mail of {}", config.site_name),
        text: format!(
            "This mail was sent by `undersigned doctor --mail-to` on the server of {}.\n\
             If you can read it in your inbox, the relay works.\n\
             Save its whole header to a file (\"show original\", \"view source\") and run\n\
             `undersigned doctor --headers FILE`: it explains SPF, DKIM and DMARC of {}.\n",
            config.link(""),
            config.mail_from.domain()
        ),
        html: None,
        list_unsubscribe: None,
        auto_submitted: true,
        envelope_from: match &config.return_path {
            Some(path) => path.address(),
            None => config.mail_from.address.clone(),
        },
    };
    let parcel = match message.build(now) {
        Ok(parcel) => parcel,
        Err(fault) => return report.fix("test mail: it cannot be written", fault.to_string()),
    };
    match sender.send(&parcel.envelope, &parcel.bytes) {
        Outcome::Accepted { reply } => {
            sender.rest();
            report.ok(format!("test mail: the relay took it ({reply}); see whether it arrives, and explain its header by doctor --headers FILE"));
        }
        Outcome::Deferred { code, text } => {
            report.fix(format!("test mail: not now ({code} {text})"), "try again in some minutes");
        }
        Outcome::Rejected { code, text } => {
            let remedy = "see whether the address is right and the relay lets UNDERSIGNED_MAIL_FROM send";
            report.fix(format!("test mail: refused ({code} {text})"), remedy);
        }
        Outcome::Unreachable { text } => report.fix(format!("test mail: the relay was lost ({text})"), "try again"),
        Outcome::Unknown => report.fix("test mail: the relay took it and did not answer", "look whether it arrived"),
    }
}
