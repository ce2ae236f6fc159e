-- +goose Up
CREATE TABLE chat_turn (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel    TEXT   NOT NULL,
    chat       TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    text       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX chat_turn_chat ON chat_turn (channel, chat, id);
-- For expiry, which would otherwise read every chat.
CREATE INDEX chat_turn_created ON chat_turn (created_at);

CREATE TABLE chat_choice (
    channel    TEXT   NOT NULL,
    chat       TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    label      TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    argument   TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (channel, chat, key)
);
CREATE INDEX chat_choice_expires ON chat_choice (expires_at);

-- +goose Down
DROP TABLE chat_choice;
DROP TABLE chat_turn;
