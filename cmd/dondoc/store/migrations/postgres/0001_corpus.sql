-- +goose Up
CREATE TABLE corpus_content (
    sha256  TEXT PRIMARY KEY,
    content BYTEA NOT NULL
);

CREATE TABLE corpus_version (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin     TEXT   NOT NULL,
    hash       TEXT   NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE corpus_version_file (
    version_id BIGINT NOT NULL REFERENCES corpus_version (id),
    position   BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    sha256     TEXT   NOT NULL REFERENCES corpus_content (sha256),
    PRIMARY KEY (version_id, position)
);

-- The row with the highest id names the version in force, so there is never more than one.
CREATE TABLE corpus_publication (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_id   BIGINT NOT NULL REFERENCES corpus_version (id),
    published_at BIGINT NOT NULL
);
CREATE INDEX corpus_publication_version ON corpus_publication (version_id, id);

-- +goose Down
DROP TABLE corpus_publication;
DROP TABLE corpus_version_file;
DROP TABLE corpus_version;
DROP TABLE corpus_content;
