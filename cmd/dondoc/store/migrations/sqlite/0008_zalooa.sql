-- +goose Up
-- Moments are milliseconds since 1970 UTC, 0 for none.

-- The one pair of tokens of the Official Account, sealed by the channel: the database alone does not tell them. The
-- serial counts the pairs; the lease is that of the copy which is renewing.
CREATE TABLE zalo_oa_token (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    serial      INTEGER NOT NULL,
    sealed      BLOB,
    saved_at    INTEGER NOT NULL,
    lease_by    TEXT    NOT NULL,
    lease_until INTEGER NOT NULL
) STRICT;

-- Who may be written to: see ZaloUsers.
CREATE TABLE zalo_oa_user (
    id         TEXT    PRIMARY KEY,
    follows    INTEGER NOT NULL,
    follows_at INTEGER NOT NULL,
    last_at    INTEGER NOT NULL
) STRICT;

-- +goose Down
DROP TABLE zalo_oa_user;
DROP TABLE zalo_oa_token;
