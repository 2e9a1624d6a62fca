//! The audit trail's words: who did what. Rows carry ids only, so a purge never breaks the trail.

use crate::domain::ids::CoordinatorId;
use crate::word_enum;

word_enum! {
    /// Who acted, as a kind.
    ActorKind {
        /// A signed-in person.
        Coordinator => "coordinator",
        /// Whoever holds a mailed link or filled in the open form.
        Signer => "signer",
        /// The server's own jobs: closing, publishing, purging.
        Server => "server",
        /// The command line.
        Command => "command",
    }
}

word_enum! {
    /// Whether what happened shows in public.
    PublicEffect {
        /// It does not.
        None => "none",
        /// A name was added; readers may see it a moment later.
        Addition => "addition",
        /// Something must be gone at once.
        Strict => "strict",
    }
}

word_enum! {
    /// What was done.
    Verb {
        /// A coordinator's account was made.
        AddCoordinator => "add_coordinator",
        /// A coordinator was shut out.
        DisableCoordinator => "disable_coordinator",
        /// A coordinator was let in again.
        EnableCoordinator => "enable_coordinator",
        /// A password was set by a mailed or printed link.
        SetPassword => "set_password",
        /// A coordinator signed in.
        SignIn => "sign_in",
        /// A sign-in was refused.
        RefuseSignIn => "refuse_sign_in",
        /// A coordinator signed out everywhere.
        SignOutEverywhere => "sign_out_everywhere",
        /// A letter was begun.
        Begin => "begin",
        /// A draft was saved.
        Save => "save",
        /// The dates were set.
        SetDates => "set_dates",
        /// The safety switches or country labels were set.
        SetSafety => "set_safety",
        /// Saved what journalists find beside the letter.
        SetPress => "set_press",
        /// Made a journalist's link to a letter under embargo.
        MakePreview => "make_preview",
        /// Took such a link back.
        RevokePreview => "revoke_preview",
        /// A language of the letter was added.
        AddLanguage => "add_language",
        /// What is known of a translation was changed: standing, credit, glossary.
        SetTranslation => "set_translation",
        /// A translator's link was taken back.
        RevokeTranslator => "revoke_translator",
        /// A translator got another link.
        NewTranslatorLink => "new_translator_link",
        /// Somebody was asked by mail to translate.
        AskTranslator => "ask_translator",
        /// Somebody was asked by mail to read a translation as a second person.
        AskReader => "ask_reader",
        /// A second reader's link was taken back.
        RevokeReader => "revoke_reader",
        /// A second reader said what must change.
        RemarkTranslation => "remark_translation",
        /// A translator saved.
        Translate => "translate",
        /// A second person read a translation and approved it.
        ApproveTranslation => "approve_translation",
        /// Readers see a translation, or its newest words.
        ShowTranslation => "show_translation",
        /// A translation is not shown any more.
        HideTranslation => "hide_translation",
        /// Wrote a correction note.
        AddNote => "add_note",
        /// Took a correction note back.
        WithdrawNote => "withdraw_note",
        /// A public letter got another address; the old one leads there.
        Rename => "rename",
        /// Letters were said to belong together, or no more.
        LinkLetters => "link_letters",
        /// A coordinator was given rights on a letter.
        AddMember => "add_member",
        /// A coordinator's rights on a letter were taken back.
        RemoveMember => "remove_member",
        /// A wording was frozen and signing opened.
        Open => "open",
        /// A signatory stands by its signature for a new text.
        Keep => "keep",
        /// A signatory wants to talk before it answers.
        AskToTalk => "ask_to_talk",
        /// A coordinator took a signature off a text that it does not stand for.
        LeaveOff => "leave_off",
        /// The answers to a new text were put into effect.
        Settle => "settle",
        /// A later wording was frozen.
        Revise => "revise",
        /// A list was imported.
        Import => "import",
        /// An imported list was taken out again.
        UndoImport => "undo_import",
        /// Held an import.
        PauseImport => "pause_import",
        /// Let an import go on.
        ResumeImport => "resume_import",
        /// Gave up the rest of an import.
        StopImport => "stop_import",
        /// Contacts of the address book were invited.
        InviteKnown => "invite_known",
        /// A card of the address book was made or changed.
        SaveCard => "save_card",
        /// A contact of the address book was made, changed or taken off.
        SaveContact => "save_contact",
        /// Two cards were made one.
        MergeCards => "merge_cards",
        /// Two cards that were made one are two again.
        SplitCards => "split_cards",
        /// An invitation was taken back.
        RevokeInvitation => "revoke_invitation",
        /// A mailing was sent.
        Send => "send",
        /// A mailing was stopped before its mails left.
        CancelSending => "cancel_sending",
        /// A mailing was set for a later day.
        Plan => "plan",
        /// A mailing was paused.
        PauseSending => "pause_sending",
        /// A paused mailing went on.
        ResumeSending => "resume_sending",
        /// The closing time was moved to a later one.
        Extend => "extend",
        /// Somebody who is invited was called.
        Call => "call",
        /// What is known of somebody who is invited was noted.
        Note => "note",
        /// A shared link was made.
        ShareLink => "share_link",
        /// A shared link was taken back.
        RevokeLink => "revoke_link",
        /// A consent that was given elsewhere was recorded.
        Record => "record",
        /// Somebody signed.
        Sign => "sign",
        /// An invitation was declined.
        Decline => "decline",
        /// A decline was taken back.
        UndoDecline => "undo_decline",
        /// Somebody asked another person of the organisation to approve.
        AskApproval => "ask_approval",
        /// That request was taken back.
        WithdrawRequest => "withdraw_request",
        /// A person of the organisation approved.
        Approve => "approve",
        /// A person of the organisation said no.
        RefuseApproval => "refuse_approval",
        /// A person who is asked to approve wrote to the conveners.
        Comment => "comment",
        /// A round of comments on the draft was opened.
        StartRound => "start_round",
        /// More people were asked to comment on the draft.
        AskReviewers => "ask_reviewers",
        /// The round of comments got another end.
        MoveRound => "move_round",
        /// The round of comments ended.
        CloseRound => "close_round",
        /// A reviewer's link was taken back.
        RevokeReviewer => "revoke_reviewer",
        /// A reviewer saved what it says about the draft.
        Review => "review",
        /// A proposed wording entered the draft.
        AcceptProposal => "accept_proposal",
        /// A proposed wording was refused.
        RefuseProposal => "refuse_proposal",
        /// What reviewers said was taken out as a table.
        ExportComments => "export_comments",
        /// Who is asked to approve was reminded.
        RemindApprover => "remind_approver",
        /// An invitation was passed on to a colleague.
        HandOver => "hand_over",
        /// Another link was mailed to the invited address.
        MailLink => "mail_link",
        /// Somebody asked to be added after closing.
        AskLate => "ask_late",
        /// An address was confirmed.
        Confirm => "confirm",
        /// A signatory asked for another printed line.
        Correct => "correct",
        /// A correction was taken over.
        AcceptCorrection => "accept_correction",
        /// A correction was not taken over.
        DropCorrection => "drop_correction",
        /// A signatory had its name withheld.
        Withhold => "withhold",
        /// A signatory had a withheld name printed.
        ShowName => "show_name",
        /// A signatory withdrew.
        Withdraw => "withdraw",
        /// The mailbox's owner said that it was not them.
        Suspend => "suspend",
        /// Mails about a letter were stopped.
        StopMails => "stop_mails",
        /// Mails to an address came back for good, or it complained: it gets no more mailings.
        SuppressAddress => "suppress_address",
        /// A coordinator let mailings go to such an address again.
        ReleaseAddress => "release_address",
        /// A signature was put on the list.
        List => "list",
        /// A signature was refused.
        Refuse => "refuse",
        /// A listing or refusal was taken back.
        Undo => "undo",
        /// Signing was closed.
        Close => "close",
        /// Publication was armed.
        Schedule => "schedule",
        /// Publication was disarmed.
        Unschedule => "unschedule",
        /// The letter became public.
        Publish => "publish",
        /// The conveners withdrew the letter.
        WithdrawLetter => "withdraw_letter",
        /// All names were hidden.
        Hide => "hide",
        /// Hidden names were shown again.
        Unhide => "unhide",
        /// Withheld names were looked at.
        SeeWithheld => "see_withheld",
        /// Personal data was erased on schedule.
        Purge => "purge",
        /// The operator's switches for all letters were set.
        SetSwitches => "set_switches",
        /// A signature waiting for its confirmation ran out of time.
        Expire => "expire",
        /// A backup was restored.
        Restore => "restore",
        /// Every sealed field has another key.
        RotateKey => "rotate_key",
        /// A restored copy was released.
        Release => "release",
    }
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    Coordinator(CoordinatorId),
    /// Whoever holds a mailed link or filled in the open form.
    Signer,
    /// The server's own jobs.
    Server,
    /// The command line.
    Command,
}

impl Actor {
    /// The kind as stored.
    pub fn kind(&self) -> ActorKind {
        match self {
            Actor::Coordinator(_) => ActorKind::Coordinator,
            Actor::Signer => ActorKind::Signer,
            Actor::Server => ActorKind::Server,
            Actor::Command => ActorKind::Command,
        }
    }

    /// The coordinator, when one acted.
    pub fn coordinator(&self) -> Option<&CoordinatorId> {
        match self {
            Actor::Coordinator(id) => Some(id),
            _ => None,
        }
    }
}
