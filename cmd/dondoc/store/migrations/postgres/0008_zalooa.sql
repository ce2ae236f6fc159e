-- +goose Up
-- Moments are milliseconds since 1970 UTC, 0 for none.

-- The one pair of tokens of the Official Account, sealed by the channel: the database alone does not tell them. The
-- serial counts the pairs; the lease is that of the copy which is renewing.
CREATE TABLE zalo_oa_token (
    id          BIGINT PRIMARY KEY CHECK (id = 1),
    serial      BIGINT NOT NULL,
    sealed      BYTEA,
    saved_at    BIGINT NOT NULL,
    lease_by    TEXT   NOT NULL,
    lease_until BIGINT NOT NULL
);

-- Who may be written to: see ZaloUsers.
CREATE TABLE zalo_oa_user (
    id         TEXT    PRIMARY KEY,
    follows    BOOLEAN NOT NULL,
    follows_at BIGINT  NOT NULL,
    last_at    BIGINT  NOT NULL
);

-- +goose Down
DROP TABLE zalo_oa_user;
DROP TABLE zalo_oa_token;
