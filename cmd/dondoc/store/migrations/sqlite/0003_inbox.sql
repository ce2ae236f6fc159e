-- +goose Up
CREATE TABLE inbox_update (
    channel    TEXT    NOT NULL,
    id         INTEGER NOT NULL,
    chat       TEXT    NOT NULL,
    payload    BLOB,
    handled_at INTEGER,
    PRIMARY KEY (channel, id)
) STRICT;
CREATE INDEX inbox_update_pending ON inbox_update (channel, id) WHERE handled_at IS NULL;
CREATE INDEX inbox_update_handled ON inbox_update (handled_at) WHERE handled_at IS NOT NULL;

-- Outlives the expiry of the updates: a channel is asked for what comes after last_id.
CREATE TABLE inbox_channel (
    channel TEXT    PRIMARY KEY,
    last_id INTEGER NOT NULL
) STRICT;

-- +goose Down
DROP TABLE inbox_channel;
DROP TABLE inbox_update;
