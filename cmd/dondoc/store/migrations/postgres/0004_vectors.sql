-- +goose Up
-- What an embedding model made of a text: a cache, which may be emptied at any time.
CREATE TABLE embedding (
    model  TEXT  NOT NULL,
    sha256 TEXT  NOT NULL,
    vector BYTEA NOT NULL,
    PRIMARY KEY (model, sha256)
);

-- +goose Down
DROP TABLE embedding;
