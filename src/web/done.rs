//! The sentence above a page after a form was taken: `?done=<word>` on the redirect, `done-<word>` in the catalogue. Only
//! known words show anything, so a link cannot put words on our page.

use actix_web::HttpRequest;
use serde::Deserialize;
use url::form_urlencoded;

use crate::render::shell::{Shell, Tone};
use crate::word_enum;

word_enum! {
    /// What was done.
    Done {
        /// A password was set by a link; sign in with it.
        PasswordSet => "password_set",
        /// The password was changed by its owner.
        PasswordChanged => "password_changed",
        /// The name was changed.
        NameSaved => "name_saved",
        /// The daily mail is on.
        DigestOn => "digest_on",
        /// The daily mail is off.
        DigestOff => "digest_off",
        /// Signed out on every machine.
        SignedOutEverywhere => "signed_out_everywhere",
        /// A coordinator was invited.
        Invited => "invited",
        /// A coordinator was shut out.
        Disabled => "disabled",
        /// A coordinator was let in again.
        Enabled => "enabled",
        /// A colleague was added to a letter.
        MemberAdded => "member_added",
        /// A colleague was taken off a letter.
        MemberRemoved => "member_removed",
        /// What a colleague may do was changed.
        RightsSaved => "rights_saved",
        /// A translation was saved.
        TranslationSaved => "translation_saved",
        /// A second person approved a translation.
        TranslationApproved => "translation_approved",
        /// Readers see a translation as it is now.
        TranslationShown => "translation_shown",
        /// Readers do not see a translation any more.
        TranslationHidden => "translation_hidden",
        /// A translator is asked by mail.
        TranslatorAsked => "translator_asked",
        /// A second reader is asked by mail.
        ReaderAsked => "reader_asked",
        /// A second reader's link was taken back.
        ReaderRevoked => "reader_revoked",
        /// A second reader said what must change.
        RemarkSent => "remark_sent",
        /// A translator's link was taken back.
        TranslatorRevoked => "translator_revoked",
        /// An earlier text is the newest one again.
        TextBroughtBack => "text_brought_back",
        /// The operator's switches were set.
        SwitchesSaved => "switches_saved",
        /// One's own printed line was changed.
        Corrected => "corrected",
        /// Another printed line was asked for.
        CorrectionAsked => "correction_asked",
        /// One's own name was withheld.
        NameWithheld => "name_withheld",
        /// A withheld name is to be printed again.
        NameAsked => "name_asked",
        /// Those whose approval is missing were reminded.
        Reminded => "reminded",
        /// They were reminded a short while ago.
        RemindedBefore => "reminded_before",
        /// A request to approve was taken back.
        RequestTakenBack => "request_taken_back",
        /// One's signature stands for the new text.
        Kept => "kept",
        /// One wants to talk before answering.
        TalkAsked => "talk_asked",
        /// Those who had not answered were asked once more.
        AskedAgain => "asked_again",
        /// A yes that was given elsewhere is noted.
        AnswerNoted => "answer_noted",
        /// A signature was taken off a text that it does not stand for.
        LeftOff => "left_off",
        /// News of a letter were stopped.
        UpdatesStopped => "updates_stopped",
    }
}

/// `?done=…` of a page.
#[derive(Debug, Default, Deserialize)]
pub struct After {
    done: Option<String>,
}

impl After {
    /// What a request's address says was done.
    pub fn of(request: &HttpRequest) -> After {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes());
        After { done: pairs.filter(|(name, _)| name == "done").map(|(_, word)| word.into_owned()).next() }
    }

    /// The shell with the sentence, if there is one.
    pub fn tell(&self, shell: Shell) -> Shell {
        let Some(done) = self.done.as_deref().and_then(|word| word.parse::<Done>().ok()) else { return shell };
        let text = shell.t.say_of("done", done).to_string();
        shell.with_banner(Tone::Done, text)
    }
}

impl Done {
    /// The path of a page that will tell it.
    pub fn at(self, path: &str) -> String {
        format!("{path}?done={self}")
    }
}
