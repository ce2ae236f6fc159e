-- +goose Up
CREATE TABLE inbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- counts up as updates arrive
    channel    TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    chat       TEXT    NOT NULL,
    ord        INTEGER NOT NULL,
    payload    BLOB,
    owner      TEXT    NOT NULL, -- the same for all that waits of a chat
    begun      INTEGER NOT NULL DEFAULT 0,
    handled_at INTEGER
) STRICT;
CREATE UNIQUE INDEX inbox_key ON inbox (channel, key);
CREATE INDEX inbox_pending ON inbox (channel, chat) WHERE handled_at IS NULL;
CREATE INDEX inbox_handled ON inbox (handled_at) WHERE handled_at IS NOT NULL;

-- The copies of the program that take updates.
CREATE TABLE inbox_owner (
    channel     TEXT    NOT NULL,
    owner       TEXT    NOT NULL,
    lease_until INTEGER NOT NULL,
    PRIMARY KEY (channel, owner)
) STRICT;

INSERT INTO inbox (channel, key, chat, ord, payload, owner, handled_at)
SELECT channel, CAST(inbox_update.id AS TEXT), chat, inbox_update.id, payload, '', handled_at FROM inbox_update ORDER BY channel, inbox_update.id;
DROP TABLE inbox_update;
-- From now on the highest of what has expired; the rest is in the inbox.
ALTER TABLE inbox_channel RENAME COLUMN last_id TO last_ord;

-- +goose Down
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
ALTER TABLE inbox_channel RENAME COLUMN last_ord TO last_id;
-- The release before knows updates by numbers only.
INSERT INTO inbox_update (channel, id, chat, payload, handled_at)
SELECT channel, ord, chat, payload, handled_at FROM inbox WHERE key = CAST(ord AS TEXT);
INSERT INTO inbox_channel (channel, last_id) SELECT channel, max(id) FROM inbox_update WHERE true GROUP BY channel
ON CONFLICT (channel) DO UPDATE SET last_id = excluded.last_id WHERE excluded.last_id > inbox_channel.last_id;
DROP TABLE inbox_owner;
DROP TABLE inbox;
