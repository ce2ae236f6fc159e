-- +goose Up
CREATE TABLE corpus_content (
    sha256  TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE corpus_version (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    origin     TEXT    NOT NULL,
    hash       TEXT    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE corpus_version_file (
    version_id INTEGER NOT NULL REFERENCES corpus_version (id),
    position   INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    sha256     TEXT    NOT NULL REFERENCES corpus_content (sha256),
    PRIMARY KEY (version_id, position)
) STRICT;

-- The row with the highest id names the version in force, so there is never more than one.
CREATE TABLE corpus_publication (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id   INTEGER NOT NULL REFERENCES corpus_version (id),
    published_at INTEGER NOT NULL
) STRICT;
CREATE INDEX corpus_publication_version ON corpus_publication (version_id, id);

-- +goose Down
DROP TABLE corpus_publication;
DROP TABLE corpus_version_file;
DROP TABLE corpus_version;
DROP TABLE corpus_content;
