-- +goose Up
-- Who was given a role; "role" is a word of package people. A board that is no more counts as none.
CREATE TABLE account (
    channel    TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    board      INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    granted_by TEXT    NOT NULL,
    since      INTEGER NOT NULL,
    PRIMARY KEY (channel, person)
) STRICT;

-- Only the hash of a code is kept: who reads the database cannot use it. "used_at" is 0 until it is used.
CREATE TABLE pairing_code (
    hash         TEXT    PRIMARY KEY,
    role         TEXT    NOT NULL,
    board        INTEGER NOT NULL,
    is_group     INTEGER NOT NULL,
    made_by      TEXT    NOT NULL,
    made_at      INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_channel TEXT    NOT NULL,
    used_person  TEXT    NOT NULL,
    used_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX pairing_code_expires ON pairing_code (expires_at);

-- The chats that were told what is stored of them. "seen_at" follows the chat by a month at most.
CREATE TABLE chat_contact (
    channel  TEXT    NOT NULL,
    chat     TEXT    NOT NULL,
    first_at INTEGER NOT NULL,
    seen_at  INTEGER NOT NULL,
    PRIMARY KEY (channel, chat)
) STRICT;
CREATE INDEX chat_contact_seen ON chat_contact (seen_at);

-- +goose Down
DROP TABLE chat_contact;
DROP TABLE pairing_code;
DROP TABLE account;
