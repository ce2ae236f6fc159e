-- +goose Up
-- Moments are milliseconds since 1970 UTC, 0 for none. The names of people ("by_name") stand beside who they are, so that
-- they can be forgotten; all three are '' for the program, the command line and who is forgotten.

-- What is in force is the last publication, as before. "state" is 'candidate', 'published', 'replaced' or 'discarded'; what
-- was stored and never published was to be published at once.
ALTER TABLE corpus_version ADD COLUMN state TEXT NOT NULL DEFAULT 'replaced';
ALTER TABLE corpus_version ADD COLUMN base INTEGER NOT NULL DEFAULT 0;
ALTER TABLE corpus_version ADD COLUMN edits INTEGER NOT NULL DEFAULT 0;
-- Of corpus_content, from which nothing is deleted; NULL without edits.
ALTER TABLE corpus_version ADD COLUMN edits_sha256 TEXT;
ALTER TABLE corpus_version ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE corpus_version ADD COLUMN by_channel TEXT NOT NULL DEFAULT '';
ALTER TABLE corpus_version ADD COLUMN by_person TEXT NOT NULL DEFAULT '';
UPDATE corpus_version SET state = 'published' WHERE EXISTS (SELECT 1 FROM corpus_publication p WHERE p.version_id = corpus_version.id);
CREATE UNIQUE INDEX corpus_version_candidate ON corpus_version (state) WHERE state = 'candidate';

ALTER TABLE corpus_publication ADD COLUMN replaces INTEGER NOT NULL DEFAULT 0;
ALTER TABLE corpus_publication ADD COLUMN kind TEXT NOT NULL DEFAULT 'publish';
ALTER TABLE corpus_publication ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE corpus_publication ADD COLUMN by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE corpus_publication ADD COLUMN by_channel TEXT NOT NULL DEFAULT '';
ALTER TABLE corpus_publication ADD COLUMN by_person TEXT NOT NULL DEFAULT '';
UPDATE corpus_publication SET replaces = coalesce(
    (SELECT p.version_id FROM corpus_publication p WHERE p.id < corpus_publication.id ORDER BY p.id DESC LIMIT 1), 0);

-- Who changes versions locks it first.
INSERT INTO setting (key, value) VALUES ('shelf', 0);

CREATE TABLE corpus_review (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES corpus_version (id),
    against    INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    UNIQUE (version_id, against)
) STRICT;

-- The people that the audit log speaks of, apart from it: they may be forgotten, what was done not.
CREATE TABLE audit_person (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT    NOT NULL,
    person  TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    place   TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_person_who ON audit_person (channel, person);

CREATE TABLE audit_log (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    actor   INTEGER NOT NULL REFERENCES audit_person (id),
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    about   INTEGER REFERENCES audit_person (id),
    before  TEXT    NOT NULL,
    after   TEXT    NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_person_update BEFORE UPDATE ON audit_person
WHEN NEW.id <> OLD.id OR NEW.channel <> '' OR NEW.person <> '' OR NEW.name <> '' OR NEW.place <> OLD.place
BEGIN SELECT RAISE(ABORT, 'people of the audit log can only be forgotten'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_person_delete BEFORE DELETE ON audit_person BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
-- +goose StatementEnd

-- Only hashes are kept of links and sessions: who reads the database cannot use them.
CREATE TABLE console_link (
    hash       TEXT    PRIMARY KEY,
    channel    TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE console_session (
    hash       TEXT    PRIMARY KEY,
    channel    TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX console_session_person ON console_session (channel, person);

CREATE TABLE console_password (
    login      TEXT    PRIMARY KEY,
    channel    TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    hash       TEXT    NOT NULL,
    secret     BLOB    NOT NULL,
    step       INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (channel, person)
) STRICT;

-- Questions that went badly. "hash" is that of the text.
CREATE TABLE complaint (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT    NOT NULL,
    chat    TEXT    NOT NULL,
    fault   TEXT    NOT NULL,
    hash    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    text    TEXT    NOT NULL,
    answer  TEXT    NOT NULL,
    done    INTEGER NOT NULL,
    UNIQUE (channel, chat, fault, hash)
) STRICT;
CREATE INDEX complaint_at ON complaint (at, id);

-- Questions whose right answer is known, as package golden writes them.
CREATE TABLE golden_question (
    id         TEXT    PRIMARY KEY,
    record     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    by_name    TEXT    NOT NULL,
    by_channel TEXT    NOT NULL,
    by_person  TEXT    NOT NULL
) STRICT;

-- +goose Down
DROP TABLE golden_question;
DROP TABLE complaint;
DROP TABLE console_password;
DROP TABLE console_session;
DROP TABLE console_link;
DROP TABLE audit_log;
DROP TABLE audit_person;
DROP TABLE corpus_review;
DELETE FROM setting WHERE key = 'shelf';
ALTER TABLE corpus_publication DROP COLUMN by_person;
ALTER TABLE corpus_publication DROP COLUMN by_channel;
ALTER TABLE corpus_publication DROP COLUMN by_name;
ALTER TABLE corpus_publication DROP COLUMN reason;
ALTER TABLE corpus_publication DROP COLUMN kind;
ALTER TABLE corpus_publication DROP COLUMN replaces;
DROP INDEX corpus_version_candidate;
ALTER TABLE corpus_version DROP COLUMN by_person;
ALTER TABLE corpus_version DROP COLUMN by_channel;
ALTER TABLE corpus_version DROP COLUMN by_name;
ALTER TABLE corpus_version DROP COLUMN edits_sha256;
ALTER TABLE corpus_version DROP COLUMN edits;
ALTER TABLE corpus_version DROP COLUMN base;
ALTER TABLE corpus_version DROP COLUMN state;
