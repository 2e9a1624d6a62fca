-- The first migration: everything that cannot be put right later (teams, frozen texts by language, signatures with
-- their own printed line, sealed fields, event rows, purge dates). Both databases read the same statements.
-- Times are UTC. Columns ending in _sealed are XChaCha20-Poly1305 fields, those ending in _index keyed hashes.

CREATE TABLE setting (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE team (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE coordinator (
    id TEXT PRIMARY KEY NOT NULL,
    team_id TEXT NOT NULL REFERENCES team (id),
    name TEXT NOT NULL,
    email_sealed TEXT NOT NULL,
    email_index TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    second_factor_sealed TEXT,
    second_factor_step BIGINT,
    is_operator BOOLEAN NOT NULL,
    wants_digest BOOLEAN NOT NULL DEFAULT TRUE,
    digest_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY NOT NULL,
    coordinator_id TEXT NOT NULL REFERENCES coordinator (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP NOT NULL
);
CREATE INDEX session_by_coordinator ON session (coordinator_id);

CREATE TABLE letter (
    id TEXT PRIMARY KEY NOT NULL,
    team_id TEXT NOT NULL REFERENCES team (id),
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('open_letter', 'joint_statement', 'letter', 'press_release', 'reaction')),
    language TEXT NOT NULL,
    signers TEXT NOT NULL CHECK (signers IN ('organisations', 'individuals', 'both')),
    listing_rule TEXT NOT NULL DEFAULT 'check_first' CHECK (listing_rule IN ('check_first', 'automatic')),
    asks_representative BOOLEAN NOT NULL DEFAULT FALSE,
    -- What stands in no canonical text and may change after freezing.
    place TEXT NOT NULL DEFAULT '',
    dated TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    conveners TEXT NOT NULL DEFAULT '[]',
    -- As JSON: what the document answers, what it is an excerpt of, tags.
    particulars TEXT NOT NULL DEFAULT '{}',
    -- Letters with the same value belong together: the id of the one by which the set was begun.
    set_id TEXT,
    countries_noun TEXT NOT NULL DEFAULT '',
    details_version INTEGER NOT NULL DEFAULT 0,
    -- Dates: UTC to act on, local time, zone and label to print.
    collects TEXT NOT NULL DEFAULT 'before_publication' CHECK (collects IN ('before_publication', 'in_public')),
    due_at TIMESTAMP,
    due_local TEXT,
    closes_at TIMESTAMP,
    closes_local TEXT,
    publishes_at TIMESTAMP,
    publishes_local TEXT,
    time_zone TEXT NOT NULL DEFAULT 'UTC',
    zone_label TEXT NOT NULL DEFAULT 'UTC',
    dates_version INTEGER NOT NULL DEFAULT 0,
    -- What happened. The state of a letter is read off these facts.
    created_by TEXT NOT NULL REFERENCES coordinator (id),
    created_at TIMESTAMP NOT NULL,
    opened_at TIMESTAMP,
    closed_at TIMESTAMP,
    scheduled_at TIMESTAMP,
    published_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    withdrawal_reason TEXT,
    held_at TIMESTAMP,
    signing_paused BOOLEAN NOT NULL DEFAULT FALSE,
    published_revision INTEGER,
    published_counts TEXT,
    -- Switches for the signers' safety.
    high_risk BOOLEAN NOT NULL DEFAULT FALSE,
    names_hidden BOOLEAN NOT NULL DEFAULT FALSE,
    -- Raised in the transaction of each strict change: hide, withhold, withdraw, suspend, unpublish.
    public_version BIGINT NOT NULL DEFAULT 0,
    -- The last public change, strict or not; printed as "as of".
    changed_at TIMESTAMP,
    -- Retention: when contacts, withheld names and unanswered invitations are erased.
    contacts_purge_at TIMESTAMP,
    withheld_purge_at TIMESTAMP,
    invitations_purge_at TIMESTAMP,
    CHECK (published_at IS NULL OR published_revision IS NOT NULL),
    CHECK (published_at IS NULL OR opened_at IS NOT NULL)
);
CREATE INDEX letter_by_team ON letter (team_id, created_at);
CREATE INDEX letter_by_set ON letter (set_id) WHERE set_id IS NOT NULL;

CREATE TABLE letter_member (
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    coordinator_id TEXT NOT NULL REFERENCES coordinator (id) ON DELETE CASCADE,
    -- The words of what somebody may do, with a space between them.
    rights TEXT NOT NULL CHECK (rights <> ''),
    sees_withheld BOOLEAN NOT NULL,
    added_at TIMESTAMP NOT NULL,
    PRIMARY KEY (letter_id, coordinator_id)
);
CREATE INDEX letter_member_by_coordinator ON letter_member (coordinator_id);

CREATE TABLE country_label (
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (letter_id, code)
);

-- A saved draft state: every save is one row, so the loser of two savers finds both texts.
CREATE TABLE edit (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    n INTEGER NOT NULL,
    content TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    author_id TEXT REFERENCES coordinator (id),
    created_at TIMESTAMP NOT NULL,
    -- Saved by the page while somebody wrote; goes on in the same row for some minutes, under a higher number.
    is_autosave BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (letter_id, language, n)
);

-- Who writes in a letter's text now, and in which of their tabs; an old one counts for nothing.
CREATE TABLE edit_lock (
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    coordinator_id TEXT NOT NULL REFERENCES coordinator (id) ON DELETE CASCADE,
    tab TEXT NOT NULL,
    taken_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    -- The edit that this tab saved last.
    saved_n INTEGER,
    PRIMARY KEY (letter_id, language)
);
CREATE INDEX edit_lock_by_coordinator ON edit_lock (coordinator_id);

CREATE TABLE revision (
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    n INTEGER NOT NULL CHECK (n > 0),
    change TEXT NOT NULL CHECK (change IN ('first', 'minor', 'substantive')),
    note TEXT NOT NULL DEFAULT '',
    frozen_at TIMESTAMP NOT NULL,
    frozen_by TEXT NOT NULL REFERENCES coordinator (id),
    -- A substantive change asks every signatory again: what silence means, until when, and when the answers were put into effect.
    silence TEXT CHECK (silence IN ('in', 'out')),
    answer_by TIMESTAMP,
    settled_at TIMESTAMP,
    PRIMARY KEY (letter_id, n),
    CHECK ((n = 1) = (change = 'first')),
    CHECK ((change = 'substantive') = (silence IS NOT NULL)),
    CHECK ((silence IS NULL) = (answer_by IS NULL))
);
CREATE INDEX revision_unsettled ON revision (answer_by) WHERE answer_by IS NOT NULL AND settled_at IS NULL;

CREATE TABLE revision_text (
    letter_id TEXT NOT NULL,
    n INTEGER NOT NULL,
    language TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('signed', 'official', 'unofficial')),
    content TEXT NOT NULL,
    canonical_text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    stale TEXT NOT NULL DEFAULT '',
    credit TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (letter_id, n, language),
    FOREIGN KEY (letter_id, n) REFERENCES revision (letter_id, n) ON DELETE CASCADE
);

CREATE TABLE organisation (
    id TEXT PRIMARY KEY NOT NULL,
    team_id TEXT NOT NULL REFERENCES team (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    latin_name TEXT,
    acronym TEXT,
    country TEXT,
    region TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'network', 'individual')),
    website TEXT,
    notes_sealed TEXT,
    merged_into TEXT REFERENCES organisation (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX organisation_by_name ON organisation (team_id, name_key);
CREATE INDEX organisation_by_merger ON organisation (merged_into) WHERE merged_into IS NOT NULL;

-- Words by which the team finds cards again. The key is the folded tag, so that each stands once on a card.
CREATE TABLE organisation_tag (
    organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    tag_key TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (organisation_id, tag_key)
);
CREATE INDEX organisation_tag_by_key ON organisation_tag (tag_key);

-- Two cards made one. Both rows stay; `merged_into` of the second leads to the first until this is undone.
CREATE TABLE organisation_merge (
    id TEXT PRIMARY KEY NOT NULL,
    team_id TEXT NOT NULL REFERENCES team (id),
    kept_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    merged_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    -- What undoing needs, sealed: it ties withheld signatures to a card.
    undo_sealed TEXT NOT NULL,
    merged_by TEXT NOT NULL REFERENCES coordinator (id),
    merged_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP
);
CREATE INDEX organisation_merge_by_kept ON organisation_merge (kept_id);
CREATE INDEX organisation_merge_by_merged ON organisation_merge (merged_id);

CREATE TABLE contact (
    id TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    email_sealed TEXT NOT NULL,
    email_index TEXT NOT NULL,
    name_sealed TEXT,
    phone_sealed TEXT,
    role TEXT,
    language TEXT,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (organisation_id, email_index)
);
CREATE INDEX contact_by_email ON contact (email_index);

CREATE TABLE import (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    file_name TEXT NOT NULL DEFAULT '',
    encoding TEXT NOT NULL,
    delimiter TEXT NOT NULL,
    rows_sealed TEXT,
    column_map TEXT NOT NULL,
    has_header BOOLEAN NOT NULL,
    created_by TEXT NOT NULL REFERENCES coordinator (id),
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    imported_count INTEGER NOT NULL DEFAULT 0,
    -- The import as a job: what a person chose in the check, how many rows it has, how many are behind it, and up to which.
    choices_sealed TEXT,
    ready_count INTEGER NOT NULL DEFAULT 0,
    taken_count INTEGER NOT NULL DEFAULT 0,
    last_row INTEGER NOT NULL DEFAULT 0,
    begun_by TEXT REFERENCES coordinator (id),
    begun_at TIMESTAMP,
    paused_at TIMESTAMP,
    stopped_at TIMESTAMP,
    told_at TIMESTAMP
);
CREATE INDEX import_begun ON import (begun_at) WHERE begun_at IS NOT NULL AND told_at IS NULL;

-- That somebody signed is not noted here: beside the register it would tell who is withheld. It is read off the keyed
-- signature.invitation_index. Only a decline is an answer that this table knows.
CREATE TABLE invitation (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    contact_id TEXT NOT NULL REFERENCES contact (id),
    import_id TEXT REFERENCES import (id),
    country_as_written TEXT,
    note_sealed TEXT,
    created_at TIMESTAMP NOT NULL,
    visited_at TIMESTAMP,
    answer TEXT CHECK (answer IN ('declined')),
    answered_at TIMESTAMP,
    reason_sealed TEXT,
    stopped_at TIMESTAMP,
    revoked_at TIMESTAMP,
    UNIQUE (letter_id, contact_id),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX invitation_by_organisation ON invitation (organisation_id);
CREATE INDEX invitation_by_import ON invitation (import_id);
CREATE INDEX invitation_by_contact ON invitation (contact_id);

CREATE TABLE shared_link (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    token_sealed TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES coordinator (id),
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX shared_link_by_letter ON shared_link (letter_id);

-- The printed line is the signature's own copy: merging cards never rewrites what was published.
-- A withheld signature keeps its whole line sealed and no plain link to its card or invitation; the keyed
-- *_index columns carry the uniqueness instead.
CREATE TABLE signature (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('pending', 'confirmed', 'listed', 'refused', 'withdrawn', 'suspended', 'expired')),
    origin TEXT NOT NULL CHECK (origin IN ('invited', 'shared', 'open', 'recorded')),
    listing TEXT NOT NULL CHECK (listing IN ('named', 'withheld')),
    withheld_place TEXT NOT NULL DEFAULT 'none' CHECK (withheld_place IN ('none', 'region', 'country')),
    revision INTEGER NOT NULL,
    language TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    wave TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'network', 'individual')),
    name TEXT,
    name_key TEXT,
    latin_name TEXT,
    acronym TEXT,
    country TEXT,
    region TEXT,
    affiliation TEXT,
    role TEXT,
    website TEXT,
    representative TEXT,
    line_sealed TEXT,
    contact_sealed TEXT,
    proposal_sealed TEXT,
    email_index TEXT NOT NULL,
    name_index TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisation (id),
    organisation_index TEXT,
    invitation_index TEXT,
    shared_link_id TEXT REFERENCES shared_link (id),
    address_confirmed BOOLEAN NOT NULL,
    wants_updates BOOLEAN NOT NULL DEFAULT FALSE,
    consent_note_sealed TEXT,
    reason_sealed TEXT,
    submitted_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    listed_at TIMESTAMP,
    ended_at TIMESTAMP,
    checked_by TEXT REFERENCES coordinator (id),
    purged_at TIMESTAMP,
    CHECK ((listing = 'withheld' AND name IS NULL AND name_key IS NULL AND organisation_id IS NULL AND country IS NULL)
        OR (listing = 'named' AND (name IS NOT NULL OR purged_at IS NOT NULL))),
    CHECK (listing = 'named' OR line_sealed IS NOT NULL OR purged_at IS NOT NULL),
    CHECK (status <> 'listed' OR listed_at IS NOT NULL),
    CHECK (status = 'pending' OR confirmed_at IS NOT NULL OR status IN ('expired', 'withdrawn', 'refused', 'suspended')),
    FOREIGN KEY (letter_id, revision, language) REFERENCES revision_text (letter_id, n, language)
);
CREATE INDEX signature_by_letter ON signature (letter_id, status);
-- Look-ups by keyed hash have indexes of their own: a statement with bound statuses cannot use the partial ones below.
CREATE INDEX signature_by_invitation ON signature (invitation_index) WHERE invitation_index IS NOT NULL;
CREATE INDEX signature_by_address ON signature (email_index);
CREATE INDEX signature_by_organisation ON signature (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX signature_by_shared_link ON signature (shared_link_id) WHERE shared_link_id IS NOT NULL;
CREATE INDEX signature_by_end ON signature (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX signature_unconfirmed ON signature (submitted_at) WHERE confirmed_at IS NULL;
CREATE UNIQUE INDEX one_listed_signature_per_organisation ON signature (letter_id, organisation_index)
    WHERE status = 'listed' AND organisation_index IS NOT NULL;
CREATE UNIQUE INDEX one_signature_per_invitation ON signature (letter_id, invitation_index)
    WHERE status IN ('pending', 'confirmed', 'listed', 'suspended') AND invitation_index IS NOT NULL;
CREATE UNIQUE INDEX one_signature_per_address_and_name ON signature (letter_id, email_index, name_index)
    WHERE status IN ('pending', 'confirmed', 'listed', 'suspended');

-- Who inside an organisation must say yes before its signature counts. Name, address, the note to that person and its
-- answer in words are sealed.
CREATE TABLE approval (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    signature_id TEXT NOT NULL REFERENCES signature (id) ON DELETE CASCADE,
    person_sealed TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    reminded_at TIMESTAMP,
    decision TEXT CHECK (decision IN ('approved', 'refused')),
    decided_at TIMESTAMP,
    words_sealed TEXT,
    revoked_at TIMESTAMP,
    CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX approval_by_signature ON approval (signature_id);
CREATE INDEX approval_by_letter ON approval (letter_id);

-- Whether a signature of an older text stands for a new one: one row for each signatory that is asked. Without `mail_id` nobody
-- could be written to, and a coordinator asks.
CREATE TABLE question (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    signature_id TEXT NOT NULL REFERENCES signature (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    mail_id TEXT,
    answer TEXT CHECK (answer IN ('in', 'talk')),
    by_silence BOOLEAN NOT NULL DEFAULT FALSE,
    answered_at TIMESTAMP,
    note_sealed TEXT,
    UNIQUE (signature_id, revision),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX question_by_letter ON question (letter_id, revision);

-- A journalist's personal link to a letter under embargo. Without an end of its own it works until publication; how often its
-- button was pressed is counted, and nothing else is noted of whoever pressed it.
CREATE TABLE preview (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    journalist_sealed TEXT NOT NULL,
    token_sealed TEXT NOT NULL,
    expires_at TIMESTAMP,
    opened_count INTEGER NOT NULL DEFAULT 0,
    created_by TEXT NOT NULL REFERENCES coordinator (id),
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX preview_by_letter ON preview (letter_id, created_at);

-- What the conveners say, with its date, about an error in a public letter. A note that was taken back keeps its row.
CREATE TABLE correction_note (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    at TIMESTAMP NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES coordinator (id),
    withdrawn_at TIMESTAMP
);
CREATE INDEX correction_note_by_letter ON correction_note (letter_id, at);

-- The addresses that a public letter had before; they lead to it for ever.
CREATE TABLE old_slug (
    slug TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    replaced_at TIMESTAMP NOT NULL
);
CREATE INDEX old_slug_by_letter ON old_slug (letter_id);

-- The letter's words in another language. Who translates and who reads it as a second person is sealed, because
-- they may be at risk; NULL once erased. `approved_by` is NULL where the second person had a link and no account.
-- `approved_sha256` is the fingerprint of exactly the two texts that a second person read beside each other.
CREATE TABLE translation (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    translator_sealed TEXT,
    email_sealed TEXT,
    token_sealed TEXT,
    is_credited BOOLEAN NOT NULL DEFAULT FALSE,
    standing TEXT NOT NULL CHECK (standing IN ('official', 'unofficial')),
    glossary TEXT NOT NULL DEFAULT '',
    is_shown BOOLEAN NOT NULL DEFAULT FALSE,
    approved_sha256 TEXT,
    approved_by TEXT REFERENCES coordinator (id),
    approved_at TIMESTAMP,
    created_by TEXT NOT NULL REFERENCES coordinator (id),
    created_at TIMESTAMP NOT NULL,
    asked_by TEXT REFERENCES coordinator (id),
    asked_at TIMESTAMP,
    revoked_at TIMESTAMP,
    reader_sealed TEXT,
    remark_sealed TEXT,
    reader_asked_by TEXT REFERENCES coordinator (id),
    reader_asked_at TIMESTAMP,
    UNIQUE (letter_id, language),
    CHECK ((approved_at IS NULL) = (approved_sha256 IS NULL))
);

-- What a translator saved, every save a row, by the mark of the source words it was made from.
CREATE TABLE translation_piece (
    translation_id TEXT NOT NULL REFERENCES translation (id) ON DELETE CASCADE,
    mark TEXT NOT NULL,
    n INTEGER NOT NULL,
    place TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    is_autosave BOOLEAN NOT NULL DEFAULT FALSE,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (translation_id, mark, n)
);

-- A translation of a frozen text that readers saw before it was mended: somebody may have signed it.
CREATE TABLE replaced_text (
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    language TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    status TEXT NOT NULL,
    content TEXT NOT NULL,
    canonical_text TEXT NOT NULL,
    stale TEXT NOT NULL,
    replaced_at TIMESTAMP NOT NULL,
    PRIMARY KEY (letter_id, n, language, text_sha256)
);

-- Comments on a draft: one round about one saved edit, until its closing time.
CREATE TABLE comment_round (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    edit_n INTEGER NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    closes_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    created_by TEXT NOT NULL REFERENCES coordinator (id)
);
CREATE INDEX comment_round_by_letter ON comment_round (letter_id, opened_at);
CREATE INDEX comment_round_by_end ON comment_round (closes_at);
CREATE UNIQUE INDEX one_running_round ON comment_round (letter_id) WHERE closed_at IS NULL;

-- Who is asked to comment, and what each said. Person, answer, what came after the end and the decisions on it are sealed.
CREATE TABLE reviewer (
    id TEXT PRIMARY KEY NOT NULL,
    round_id TEXT NOT NULL REFERENCES comment_round (id) ON DELETE CASCADE,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    person_sealed TEXT NOT NULL,
    email_index TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    answered_at TIMESTAMP,
    answer_sealed TEXT,
    late_sealed TEXT,
    decisions_sealed TEXT,
    UNIQUE (round_id, email_index)
);
CREATE INDEX reviewer_by_letter ON reviewer (letter_id);

-- Only keyed hashes of mailed secrets are here; `used_at` is set when the link's one act is done.
CREATE TABLE token (
    id TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign', 'join', 'confirm', 'mine', 'password', 'unsubscribe', 'approve', 'suspend', 'code', 'preview', 'comment', 'translate', 'read_translation')),
    hash TEXT NOT NULL UNIQUE,
    letter_id TEXT REFERENCES letter (id) ON DELETE CASCADE,
    invitation_id TEXT REFERENCES invitation (id) ON DELETE CASCADE,
    signature_id TEXT REFERENCES signature (id) ON DELETE CASCADE,
    shared_link_id TEXT REFERENCES shared_link (id) ON DELETE CASCADE,
    coordinator_id TEXT REFERENCES coordinator (id) ON DELETE CASCADE,
    approval_id TEXT REFERENCES approval (id) ON DELETE CASCADE,
    preview_id TEXT REFERENCES preview (id) ON DELETE CASCADE,
    translation_id TEXT REFERENCES translation (id) ON DELETE CASCADE,
    reviewer_id TEXT REFERENCES reviewer (id) ON DELETE CASCADE,
    is_test BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP,
    used_at TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE INDEX token_by_invitation ON token (invitation_id);
CREATE INDEX token_by_signature ON token (signature_id);
CREATE INDEX token_by_coordinator ON token (coordinator_id);
CREATE INDEX token_by_approval ON token (approval_id);
CREATE INDEX token_by_shared_link ON token (shared_link_id);
CREATE INDEX token_by_reviewer ON token (reviewer_id) WHERE reviewer_id IS NOT NULL;
CREATE INDEX token_by_preview ON token (preview_id) WHERE preview_id IS NOT NULL;
CREATE INDEX token_by_translation ON token (translation_id) WHERE translation_id IS NOT NULL;
CREATE INDEX token_by_expiry ON token (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE mailing (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reminder', 'last_call', 'thanks', 'free', 'extension')),
    language TEXT NOT NULL,
    from_name TEXT NOT NULL,
    reply_to_sealed TEXT NOT NULL,
    subject TEXT NOT NULL,
    message TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES coordinator (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX mailing_by_letter ON mailing (letter_id, created_at);

-- The same words in the letter's other languages.
CREATE TABLE mailing_text (
    mailing_id TEXT NOT NULL REFERENCES mailing (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (mailing_id, language)
);

-- What journalists find beside a letter: whom to ask, and quotes. One row for each letter that has any; the id is the letter's.
CREATE TABLE press_kit (
    id TEXT PRIMARY KEY NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    kit_sealed TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

CREATE TABLE job (
    id TEXT PRIMARY KEY NOT NULL,
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('send')),
    mailing_id TEXT REFERENCES mailing (id) ON DELETE CASCADE,
    created_by TEXT NOT NULL REFERENCES coordinator (id),
    created_at TIMESTAMP NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    cancelled_at TIMESTAMP,
    -- To whom, as JSON; who that is, is found when the mails are written.
    audience TEXT NOT NULL,
    queued_at TIMESTAMP,
    paused_at TIMESTAMP,
    told_at TIMESTAMP,
    UNIQUE (mailing_id)
);
CREATE INDEX job_by_letter ON job (letter_id, created_at);

CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL,
    lane INTEGER NOT NULL,
    kind TEXT NOT NULL,
    letter_id TEXT REFERENCES letter (id) ON DELETE CASCADE,
    job_id TEXT REFERENCES job (id) ON DELETE CASCADE,
    invitation_id TEXT REFERENCES invitation (id) ON DELETE CASCADE,
    signature_id TEXT REFERENCES signature (id) ON DELETE CASCADE,
    coordinator_id TEXT REFERENCES coordinator (id) ON DELETE CASCADE,
    recipient_sealed TEXT,
    recipient_index TEXT NOT NULL,
    parameters_sealed TEXT,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0,
    fence INTEGER NOT NULL DEFAULT 0,
    lease_owner TEXT,
    lease_until TIMESTAMP,
    next_at TIMESTAMP NOT NULL,
    reply_code INTEGER,
    failure TEXT,
    possible_duplicate BOOLEAN NOT NULL DEFAULT FALSE,
    -- How often it came back after the relay had taken it; it has failed then.
    came_back INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX outbox_by_recipient ON outbox (recipient_index);
CREATE INDEX outbox_due ON outbox (state, lane, next_at, id);
CREATE INDEX outbox_by_letter ON outbox (letter_id, state);
CREATE INDEX outbox_by_invitation ON outbox (invitation_id) WHERE invitation_id IS NOT NULL;
CREATE INDEX outbox_by_signature ON outbox (signature_id) WHERE signature_id IS NOT NULL;
CREATE INDEX outbox_by_job ON outbox (job_id, state) WHERE job_id IS NOT NULL;
CREATE INDEX outbox_by_end ON outbox (ended_at) WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX outbox_once_per_job ON outbox (job_id, invitation_id)
    WHERE job_id IS NOT NULL AND invitation_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_once_per_job_and_signature ON outbox (job_id, signature_id)
    WHERE job_id IS NOT NULL AND signature_id IS NOT NULL;

-- Mail of a server without SMTP settings, shown to operators.
CREATE TABLE caught_mail (
    id TEXT PRIMARY KEY NOT NULL,
    recipient_sealed TEXT NOT NULL,
    subject_sealed TEXT NOT NULL,
    message_sealed TEXT NOT NULL,
    caught_at TIMESTAMP NOT NULL
);
CREATE INDEX caught_mail_by_time ON caught_mail (caught_at);

-- Addresses that take no more mailings, until a coordinator releases them.
CREATE TABLE suppression (
    email_index TEXT PRIMARY KEY NOT NULL,
    reason TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- The hash that stands in the proof for a listed signature whose name is withheld (id: the signature's). The salt goes with the
-- record; then nobody can tell any more what was hashed.
CREATE TABLE commitment (
    id TEXT PRIMARY KEY NOT NULL REFERENCES signature (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    salt_sealed TEXT
);

-- One row for each public state of a letter that was asked for as a proof; its bytes are made from the letter.
CREATE TABLE manifest (
    letter_id TEXT NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    n INTEGER NOT NULL CHECK (n > 0),
    content_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (letter_id, n)
);

-- Counters that must survive a restart and hold across instances; keys are keyed hashes.
CREATE TABLE limit_counter (
    key TEXT NOT NULL,
    window_start TIMESTAMP NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (key, window_start)
);
CREATE INDEX limit_counter_by_time ON limit_counter (window_start);

-- Written plain in the transaction of the act; a job seals rows afterwards into a hash chain (seq, hash).
CREATE TABLE event (
    id TEXT PRIMARY KEY NOT NULL,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('coordinator', 'signer', 'server', 'command')),
    coordinator_id TEXT,
    verb TEXT NOT NULL,
    letter_id TEXT,
    object_kind TEXT,
    object_id TEXT,
    detail TEXT NOT NULL DEFAULT '{}',
    public_change TEXT NOT NULL DEFAULT 'none' CHECK (public_change IN ('none', 'addition', 'strict')),
    seq BIGINT UNIQUE,
    hash TEXT
);
CREATE INDEX event_by_letter ON event (letter_id, at);
CREATE INDEX event_by_time ON event (at);
