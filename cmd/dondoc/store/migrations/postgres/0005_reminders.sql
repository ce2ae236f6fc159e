-- +goose Up
-- Moments are milliseconds since 1970 UTC, 0 for none. Days are "2023-05-31", '' for none.

-- "revision" counts the changes of all that is planned from; "sending_from" is when sending was switched on, 0 while off.
CREATE TABLE setting (
    key   TEXT   PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO setting (key, value) VALUES ('revision', 0), ('sending_from', 0);

CREATE TABLE board (
    id          BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        TEXT    NOT NULL,
    agency      TEXT    NOT NULL,
    above       BIGINT  NOT NULL,
    secretariat BOOLEAN NOT NULL
);

CREATE TABLE subscriber (
    id              BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    board           BIGINT  NOT NULL REFERENCES board (id),
    channel         TEXT    NOT NULL,
    chat            TEXT    NOT NULL,
    is_group        BOOLEAN NOT NULL,
    follows         TEXT    NOT NULL,
    rule            TEXT    NOT NULL,
    since           BIGINT  NOT NULL,
    paused          TEXT    NOT NULL,
    planned_through TEXT    NOT NULL,
    UNIQUE (channel, chat)
);
CREATE INDEX subscriber_board ON subscriber (board);

-- Only the hash of a feed's secret is kept: who reads the database cannot read the feed's address out of it.
CREATE TABLE feed (
    sha256     TEXT   PRIMARY KEY,
    board      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL
);
CREATE INDEX feed_board ON feed (board);

CREATE TABLE holiday (
    day     TEXT    PRIMARY KEY,
    name    TEXT    NOT NULL,
    working BOOLEAN NOT NULL,
    source  TEXT    NOT NULL
);

-- Tasks and Milestones are never deleted: "gone" is the day on which they vanished.
CREATE TABLE register_task (
    seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           TEXT   NOT NULL UNIQUE,
    corpus_id    TEXT   NOT NULL,
    document_id  TEXT   NOT NULL,
    document     TEXT   NOT NULL,
    issuer       TEXT   NOT NULL,
    issued       TEXT   NOT NULL,
    plan_year    BIGINT NOT NULL,
    draft        BOOLEAN NOT NULL,
    section      TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    text         TEXT   NOT NULL,
    lead         TEXT   NOT NULL,
    coordinating TEXT   NOT NULL,
    recurring    TEXT   NOT NULL,
    board        BIGINT NOT NULL,
    gone         TEXT   NOT NULL
);
CREATE INDEX register_task_board ON register_task (board) WHERE board <> 0;

CREATE TABLE register_milestone (
    id        TEXT   PRIMARY KEY,
    task      TEXT   NOT NULL REFERENCES register_task (id),
    position  BIGINT NOT NULL,
    label     TEXT   NOT NULL,
    phrase    TEXT   NOT NULL,
    start_day TEXT   NOT NULL,
    due       TEXT   NOT NULL,
    published TEXT   NOT NULL,
    moved     TEXT   NOT NULL,
    gone      TEXT   NOT NULL
);
CREATE INDEX register_milestone_task ON register_milestone (task);

CREATE TABLE register_change (
    seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        TEXT   NOT NULL UNIQUE,
    kind       TEXT   NOT NULL,
    day        TEXT   NOT NULL,
    task       TEXT   NOT NULL,
    milestone  TEXT   NOT NULL,
    due        TEXT   NOT NULL,
    was        TEXT   NOT NULL,
    was_due    TEXT   NOT NULL,
    changed_by TEXT   NOT NULL,
    past       TEXT   NOT NULL
);
CREATE INDEX register_change_day ON register_change (day);

-- A row without a state was only acknowledged. The chats say whose names they are: see Forget.
CREATE TABLE progress (
    milestone    TEXT   NOT NULL REFERENCES register_milestone (id),
    agency       TEXT   NOT NULL,
    due          TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    said_by      TEXT   NOT NULL,
    said_channel TEXT   NOT NULL,
    said_chat    TEXT   NOT NULL,
    said_at      BIGINT NOT NULL,
    report       TEXT   NOT NULL,
    file         TEXT   NOT NULL,
    note         TEXT   NOT NULL,
    until_day    TEXT   NOT NULL,
    decision     TEXT   NOT NULL,
    seen_by      TEXT   NOT NULL,
    seen_channel TEXT   NOT NULL,
    seen_chat    TEXT   NOT NULL,
    seen_at      BIGINT NOT NULL,
    paused_until TEXT   NOT NULL,
    PRIMARY KEY (milestone, agency, due)
);
CREATE INDEX progress_said ON progress (said_chat) WHERE said_chat <> '';
CREATE INDEX progress_seen ON progress (seen_chat) WHERE seen_chat <> '';

-- Rows are only added, and of these only names and chats are ever blanked.
CREATE TABLE progress_log (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what         TEXT   NOT NULL,
    who          TEXT   NOT NULL,
    channel      TEXT   NOT NULL,
    chat         TEXT   NOT NULL,
    said_at      BIGINT NOT NULL,
    milestone    TEXT   NOT NULL,
    agency       TEXT   NOT NULL,
    due          TEXT   NOT NULL,
    extension    BIGINT NOT NULL,
    state_before TEXT   NOT NULL,
    state_after  TEXT   NOT NULL
);
CREATE INDEX progress_log_work ON progress_log (milestone, agency, due, id);
CREATE INDEX progress_log_chat ON progress_log (channel, chat) WHERE chat <> '';

CREATE TABLE extension (
    id              BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    milestone       TEXT    NOT NULL REFERENCES register_milestone (id),
    agency          TEXT    NOT NULL,
    due             TEXT    NOT NULL,
    board           BIGINT  NOT NULL,
    until_day       TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    asked_by        TEXT    NOT NULL,
    asked_channel   TEXT    NOT NULL,
    asked_chat      TEXT    NOT NULL,
    asked_at        BIGINT  NOT NULL,
    accepted        BOOLEAN NOT NULL,
    granted_day     TEXT    NOT NULL,
    decision        TEXT    NOT NULL,
    decided_by      TEXT    NOT NULL,
    decided_channel TEXT    NOT NULL,
    decided_chat    TEXT    NOT NULL,
    decided_at      BIGINT  NOT NULL
);
CREATE INDEX extension_decided ON extension (decided_at);
CREATE INDEX extension_asked_chat ON extension (asked_chat) WHERE asked_chat <> '';
CREATE INDEX extension_decided_chat ON extension (decided_chat) WHERE decided_chat <> '';

-- The ledger. Its rows outlive the subscriber, so nothing refers to one, and are not deleted, but for what a clock that
-- was far ahead has planned for days to come.
CREATE TABLE delivery (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscriber  BIGINT NOT NULL,
    channel     TEXT   NOT NULL,
    chat        TEXT   NOT NULL,
    purpose     TEXT   NOT NULL,
    day         TEXT   NOT NULL,
    due_at      BIGINT NOT NULL,
    until_at    BIGINT NOT NULL,
    status      TEXT   NOT NULL,
    attempts    BIGINT NOT NULL,
    unknown     BIGINT NOT NULL,
    part        BIGINT NOT NULL,
    parts       BYTEA,
    next_at     BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    sent_at     BIGINT NOT NULL,
    owner       TEXT   NOT NULL,
    lease_until BIGINT NOT NULL,
    UNIQUE (channel, chat, day, purpose)
);
CREATE INDEX delivery_subscriber ON delivery (subscriber, status, id);
CREATE INDEX delivery_status ON delivery (status, due_at);

-- A row without a delivery goes into the next daily one of its subscriber.
CREATE TABLE reminder (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscriber  BIGINT NOT NULL,
    channel     TEXT   NOT NULL,
    key         TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    day         TEXT   NOT NULL,
    task        TEXT   NOT NULL,
    milestone   TEXT   NOT NULL,
    agency      TEXT   NOT NULL,
    work_due    TEXT   NOT NULL,
    due         TEXT   NOT NULL,
    step        TEXT   NOT NULL,
    detail      TEXT   NOT NULL,
    delivery_id BIGINT REFERENCES delivery (id),
    UNIQUE (subscriber, channel, key)
);
CREATE INDEX reminder_delivery ON reminder (delivery_id, id);
CREATE INDEX reminder_unattached ON reminder (subscriber, day) WHERE delivery_id IS NULL;

-- What became of each try. Rows are only added.
CREATE TABLE delivery_log (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id BIGINT NOT NULL REFERENCES delivery (id),
    logged_at   BIGINT NOT NULL,
    status      TEXT   NOT NULL,
    part        BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    unknown     BIGINT NOT NULL,
    owner       TEXT   NOT NULL,
    reason      TEXT   NOT NULL
);
CREATE INDEX delivery_log_delivery ON delivery_log (delivery_id, id);

-- next_at is the first free slot, booked_at when the last one was booked: a moment in the future means that the clock
-- has been put back.
CREATE TABLE send_rate (
    channel   TEXT   PRIMARY KEY,
    next_at   BIGINT NOT NULL,
    booked_at BIGINT NOT NULL,
    month     TEXT   NOT NULL,
    used      BIGINT NOT NULL
);

CREATE TABLE chat_rate (
    channel   TEXT   NOT NULL,
    chat      TEXT   NOT NULL,
    next_at   BIGINT NOT NULL,
    booked_at BIGINT NOT NULL,
    PRIMARY KEY (channel, chat)
);
CREATE INDEX chat_rate_next ON chat_rate (next_at);

-- +goose Down
DROP TABLE chat_rate;
DROP TABLE send_rate;
DROP TABLE delivery_log;
DROP TABLE reminder;
DROP TABLE delivery;
DROP TABLE extension;
DROP TABLE progress_log;
DROP TABLE progress;
DROP TABLE register_change;
DROP TABLE register_milestone;
DROP TABLE register_task;
DROP TABLE holiday;
DROP TABLE feed;
DROP TABLE subscriber;
DROP TABLE board;
DROP TABLE setting;
