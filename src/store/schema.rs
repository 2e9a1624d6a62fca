//! Both databases' tables, kept by hand: printing them from one would give types the other lacks. A test reads each table on both.

use super::copy::{all_tables, table};

table! {
    setting (name) {
        name -> Text,
        value -> Text,
    }
}

table! {
    team (id) {
        id -> Text,
        name -> Text,
        created_at -> Timestamp,
    }
}

table! {
    coordinator (id) {
        id -> Text,
        team_id -> Text,
        name -> Text,
        email_sealed -> Text,
        email_index -> Text,
        password_hash -> Nullable<Text>,
        second_factor_sealed -> Nullable<Text>,
        second_factor_step -> Nullable<BigInt>,
        is_operator -> Bool,
        wants_digest -> Bool,
        digest_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
    }
}

table! {
    session (token_hash) {
        token_hash -> Text,
        coordinator_id -> Text,
        created_at -> Timestamp,
        last_used_at -> Timestamp,
    }
}

table! {
    letter (id) {
        id -> Text,
        team_id -> Text,
        slug -> Text,
        kind -> Text,
        language -> Text,
        signers -> Text,
        listing_rule -> Text,
        asks_representative -> Bool,
        place -> Text,
        dated -> Text,
        summary -> Text,
        conveners -> Text,
        particulars -> Text,
        set_id -> Nullable<Text>,
        countries_noun -> Text,
        details_version -> Integer,
        collects -> Text,
        due_at -> Nullable<Timestamp>,
        due_local -> Nullable<Text>,
        closes_at -> Nullable<Timestamp>,
        closes_local -> Nullable<Text>,
        publishes_at -> Nullable<Timestamp>,
        publishes_local -> Nullable<Text>,
        time_zone -> Text,
        zone_label -> Text,
        dates_version -> Integer,
        created_by -> Text,
        created_at -> Timestamp,
        opened_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        scheduled_at -> Nullable<Timestamp>,
        published_at -> Nullable<Timestamp>,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawal_reason -> Nullable<Text>,
        held_at -> Nullable<Timestamp>,
        signing_paused -> Bool,
        published_revision -> Nullable<Integer>,
        published_counts -> Nullable<Text>,
        high_risk -> Bool,
        names_hidden -> Bool,
        public_version -> BigInt,
        changed_at -> Nullable<Timestamp>,
        contacts_purge_at -> Nullable<Timestamp>,
        withheld_purge_at -> Nullable<Timestamp>,
        invitations_purge_at -> Nullable<Timestamp>,
    }
}

table! {
    letter_member (letter_id, coordinator_id) {
        letter_id -> Text,
        coordinator_id -> Text,
        rights -> Text,
        sees_withheld -> Bool,
        added_at -> Timestamp,
    }
}

table! {
    country_label (letter_id, code) {
        letter_id -> Text,
        code -> Text,
        label -> Text,
    }
}

table! {
    edit (id) {
        id -> Text,
        letter_id -> Text,
        language -> Text,
        n -> Integer,
        content -> Text,
        note -> Text,
        author_id -> Nullable<Text>,
        created_at -> Timestamp,
        is_autosave -> Bool,
    }
}

table! {
    edit_lock (letter_id, language) {
        letter_id -> Text,
        language -> Text,
        coordinator_id -> Text,
        tab -> Text,
        taken_at -> Timestamp,
        last_seen_at -> Timestamp,
        saved_n -> Nullable<Integer>,
    }
}

table! {
    revision (letter_id, n) {
        letter_id -> Text,
        n -> Integer,
        change -> Text,
        note -> Text,
        frozen_at -> Timestamp,
        frozen_by -> Text,
        silence -> Nullable<Text>,
        answer_by -> Nullable<Timestamp>,
        settled_at -> Nullable<Timestamp>,
    }
}

table! {
    question (id) {
        id -> Text,
        letter_id -> Text,
        signature_id -> Text,
        revision -> Integer,
        asked_at -> Timestamp,
        mail_id -> Nullable<Text>,
        answer -> Nullable<Text>,
        by_silence -> Bool,
        answered_at -> Nullable<Timestamp>,
        note_sealed -> Nullable<Text>,
    }
}

table! {
    revision_text (letter_id, n, language) {
        letter_id -> Text,
        n -> Integer,
        language -> Text,
        status -> Text,
        content -> Text,
        canonical_text -> Text,
        text_sha256 -> Text,
        stale -> Text,
        credit -> Text,
    }
}

table! {
    organisation (id) {
        id -> Text,
        team_id -> Text,
        name -> Text,
        name_key -> Text,
        latin_name -> Nullable<Text>,
        acronym -> Nullable<Text>,
        country -> Nullable<Text>,
        region -> Nullable<Text>,
        kind -> Text,
        website -> Nullable<Text>,
        notes_sealed -> Nullable<Text>,
        merged_into -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

table! {
    organisation_tag (organisation_id, tag_key) {
        organisation_id -> Text,
        tag_key -> Text,
        tag -> Text,
    }
}

table! {
    organisation_merge (id) {
        id -> Text,
        team_id -> Text,
        kept_id -> Text,
        merged_id -> Text,
        undo_sealed -> Text,
        merged_by -> Text,
        merged_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

table! {
    contact (id) {
        id -> Text,
        organisation_id -> Text,
        email_sealed -> Text,
        email_index -> Text,
        name_sealed -> Nullable<Text>,
        phone_sealed -> Nullable<Text>,
        role -> Nullable<Text>,
        language -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

table! {
    import (id) {
        id -> Text,
        letter_id -> Text,
        file_name -> Text,
        encoding -> Text,
        delimiter -> Text,
        rows_sealed -> Nullable<Text>,
        column_map -> Text,
        has_header -> Bool,
        created_by -> Text,
        created_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        imported_count -> Integer,
        choices_sealed -> Nullable<Text>,
        ready_count -> Integer,
        taken_count -> Integer,
        last_row -> Integer,
        begun_by -> Nullable<Text>,
        begun_at -> Nullable<Timestamp>,
        paused_at -> Nullable<Timestamp>,
        stopped_at -> Nullable<Timestamp>,
        told_at -> Nullable<Timestamp>,
    }
}

table! {
    press_kit (id) {
        id -> Text,
        kit_sealed -> Text,
        version -> Integer,
        changed_at -> Timestamp,
    }
}

table! {
    invitation (id) {
        id -> Text,
        letter_id -> Text,
        organisation_id -> Text,
        contact_id -> Text,
        import_id -> Nullable<Text>,
        country_as_written -> Nullable<Text>,
        note_sealed -> Nullable<Text>,
        created_at -> Timestamp,
        visited_at -> Nullable<Timestamp>,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        reason_sealed -> Nullable<Text>,
        stopped_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    shared_link (id) {
        id -> Text,
        letter_id -> Text,
        label -> Text,
        token_sealed -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    signature (id) {
        id -> Text,
        letter_id -> Text,
        status -> Text,
        origin -> Text,
        listing -> Text,
        withheld_place -> Text,
        revision -> Integer,
        language -> Text,
        text_sha256 -> Text,
        wave -> Nullable<Text>,
        kind -> Text,
        name -> Nullable<Text>,
        name_key -> Nullable<Text>,
        latin_name -> Nullable<Text>,
        acronym -> Nullable<Text>,
        country -> Nullable<Text>,
        region -> Nullable<Text>,
        affiliation -> Nullable<Text>,
        role -> Nullable<Text>,
        website -> Nullable<Text>,
        representative -> Nullable<Text>,
        line_sealed -> Nullable<Text>,
        contact_sealed -> Nullable<Text>,
        proposal_sealed -> Nullable<Text>,
        email_index -> Text,
        name_index -> Text,
        organisation_id -> Nullable<Text>,
        organisation_index -> Nullable<Text>,
        invitation_index -> Nullable<Text>,
        shared_link_id -> Nullable<Text>,
        address_confirmed -> Bool,
        wants_updates -> Bool,
        consent_note_sealed -> Nullable<Text>,
        reason_sealed -> Nullable<Text>,
        submitted_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        listed_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        checked_by -> Nullable<Text>,
        purged_at -> Nullable<Timestamp>,
    }
}

table! {
    approval (id) {
        id -> Text,
        letter_id -> Text,
        signature_id -> Text,
        person_sealed -> Text,
        asked_at -> Timestamp,
        reminded_at -> Nullable<Timestamp>,
        decision -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        words_sealed -> Nullable<Text>,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    preview (id) {
        id -> Text,
        letter_id -> Text,
        journalist_sealed -> Text,
        token_sealed -> Text,
        expires_at -> Nullable<Timestamp>,
        opened_count -> Integer,
        created_by -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    correction_note (id) {
        id -> Text,
        letter_id -> Text,
        at -> Timestamp,
        note -> Text,
        created_by -> Text,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

table! {
    old_slug (slug) {
        slug -> Text,
        letter_id -> Text,
        replaced_at -> Timestamp,
    }
}

table! {
    translation (id) {
        id -> Text,
        letter_id -> Text,
        language -> Text,
        translator_sealed -> Nullable<Text>,
        email_sealed -> Nullable<Text>,
        token_sealed -> Nullable<Text>,
        is_credited -> Bool,
        standing -> Text,
        glossary -> Text,
        is_shown -> Bool,
        approved_sha256 -> Nullable<Text>,
        approved_by -> Nullable<Text>,
        approved_at -> Nullable<Timestamp>,
        created_by -> Text,
        created_at -> Timestamp,
        asked_by -> Nullable<Text>,
        asked_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
        reader_sealed -> Nullable<Text>,
        remark_sealed -> Nullable<Text>,
        reader_asked_by -> Nullable<Text>,
        reader_asked_at -> Nullable<Timestamp>,
    }
}

table! {
    translation_piece (translation_id, mark, n) {
        translation_id -> Text,
        mark -> Text,
        n -> Integer,
        place -> Text,
        source -> Text,
        text -> Text,
        is_autosave -> Bool,
        saved_at -> Timestamp,
    }
}

table! {
    replaced_text (letter_id, n, language, text_sha256) {
        letter_id -> Text,
        n -> Integer,
        language -> Text,
        text_sha256 -> Text,
        status -> Text,
        content -> Text,
        canonical_text -> Text,
        stale -> Text,
        replaced_at -> Timestamp,
    }
}

table! {
    comment_round (id) {
        id -> Text,
        letter_id -> Text,
        language -> Text,
        edit_n -> Integer,
        opened_at -> Timestamp,
        closes_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        created_by -> Text,
    }
}

table! {
    reviewer (id) {
        id -> Text,
        round_id -> Text,
        letter_id -> Text,
        person_sealed -> Text,
        email_index -> Text,
        asked_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        answered_at -> Nullable<Timestamp>,
        answer_sealed -> Nullable<Text>,
        late_sealed -> Nullable<Text>,
        decisions_sealed -> Nullable<Text>,
    }
}

table! {
    token (id) {
        id -> Text,
        purpose -> Text,
        hash -> Text,
        letter_id -> Nullable<Text>,
        invitation_id -> Nullable<Text>,
        signature_id -> Nullable<Text>,
        shared_link_id -> Nullable<Text>,
        coordinator_id -> Nullable<Text>,
        approval_id -> Nullable<Text>,
        preview_id -> Nullable<Text>,
        translation_id -> Nullable<Text>,
        reviewer_id -> Nullable<Text>,
        is_test -> Bool,
        created_at -> Timestamp,
        expires_at -> Nullable<Timestamp>,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    mailing (id) {
        id -> Text,
        letter_id -> Text,
        kind -> Text,
        language -> Text,
        from_name -> Text,
        reply_to_sealed -> Text,
        subject -> Text,
        message -> Text,
        created_by -> Text,
        created_at -> Timestamp,
    }
}

table! {
    mailing_text (mailing_id, language) {
        mailing_id -> Text,
        language -> Text,
        subject -> Text,
        message -> Text,
    }
}

table! {
    job (id) {
        id -> Text,
        letter_id -> Text,
        kind -> Text,
        mailing_id -> Nullable<Text>,
        created_by -> Text,
        created_at -> Timestamp,
        starts_at -> Timestamp,
        cancelled_at -> Nullable<Timestamp>,
        audience -> Text,
        queued_at -> Nullable<Timestamp>,
        paused_at -> Nullable<Timestamp>,
        told_at -> Nullable<Timestamp>,
    }
}

table! {
    outbox (id) {
        id -> Text,
        lane -> Integer,
        kind -> Text,
        letter_id -> Nullable<Text>,
        job_id -> Nullable<Text>,
        invitation_id -> Nullable<Text>,
        signature_id -> Nullable<Text>,
        coordinator_id -> Nullable<Text>,
        recipient_sealed -> Nullable<Text>,
        recipient_index -> Text,
        parameters_sealed -> Nullable<Text>,
        message_id -> Text,
        state -> Text,
        attempts -> Integer,
        fence -> Integer,
        lease_owner -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        next_at -> Timestamp,
        reply_code -> Nullable<Integer>,
        failure -> Nullable<Text>,
        possible_duplicate -> Bool,
        came_back -> Integer,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

table! {
    caught_mail (id) {
        id -> Text,
        recipient_sealed -> Text,
        subject_sealed -> Text,
        message_sealed -> Text,
        caught_at -> Timestamp,
    }
}

table! {
    suppression (email_index) {
        email_index -> Text,
        reason -> Text,
        created_at -> Timestamp,
    }
}

table! {
    commitment (id) {
        id -> Text,
        hash -> Text,
        salt_sealed -> Nullable<Text>,
    }
}

table! {
    manifest (letter_id, n) {
        letter_id -> Text,
        n -> Integer,
        content_sha256 -> Text,
        sha256 -> Text,
        created_at -> Timestamp,
    }
}

table! {
    limit_counter (key, window_start) {
        key -> Text,
        window_start -> Timestamp,
        count -> Integer,
    }
}

table! {
    event (id) {
        id -> Text,
        at -> Timestamp,
        actor -> Text,
        coordinator_id -> Nullable<Text>,
        verb -> Text,
        letter_id -> Nullable<Text>,
        object_kind -> Nullable<Text>,
        object_id -> Nullable<Text>,
        detail -> Text,
        public_change -> Text,
        seq -> Nullable<BigInt>,
        hash -> Nullable<Text>,
    }
}

diesel::joinable!(invitation -> organisation (organisation_id));
diesel::joinable!(invitation -> contact (contact_id));
diesel::joinable!(signature -> letter (letter_id));
diesel::joinable!(commitment -> signature (id));
diesel::joinable!(approval -> signature (signature_id));
diesel::joinable!(question -> signature (signature_id));
diesel::joinable!(old_slug -> letter (letter_id));
diesel::joinable!(preview -> letter (letter_id));
diesel::joinable!(translation -> letter (letter_id));

all_tables!(
    setting,
    team,
    coordinator,
    session,
    letter,
    letter_member,
    country_label,
    press_kit,
    edit,
    edit_lock,
    revision,
    revision_text,
    organisation,
    organisation_tag,
    organisation_merge,
    contact,
    import,
    invitation,
    shared_link,
    signature,
    question,
    approval,
    commitment,
    manifest,
    preview,
    correction_note,
    old_slug,
    translation,
    translation_piece,
    replaced_text,
    comment_round,
    reviewer,
    token,
    mailing,
    mailing_text,
    job,
    outbox,
    caught_mail,
    suppression,
    limit_counter,
    event,
);
