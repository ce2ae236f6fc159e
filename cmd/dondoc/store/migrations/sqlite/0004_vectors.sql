-- +goose Up
-- What an embedding model made of a text: a cache, which may be emptied at any time.
CREATE TABLE embedding (
    model  TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (model, sha256)
) STRICT;

-- +goose Down
DROP TABLE embedding;
