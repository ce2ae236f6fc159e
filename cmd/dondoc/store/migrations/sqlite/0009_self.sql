-- +goose Up
-- A chat that came by its own wish goes with the role of who wished it. Those that are there count as linked by an
-- administrator, or only follow.
ALTER TABLE subscriber ADD COLUMN self INTEGER NOT NULL DEFAULT 0;

-- Who it was whose name "granted_by" and "made_by" show to people; '' for the command line.
ALTER TABLE account ADD COLUMN by_channel TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN by_person TEXT NOT NULL DEFAULT '';
ALTER TABLE pairing_code ADD COLUMN by_channel TEXT NOT NULL DEFAULT '';
ALTER TABLE pairing_code ADD COLUMN by_person TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE pairing_code DROP COLUMN by_person;
ALTER TABLE pairing_code DROP COLUMN by_channel;
ALTER TABLE account DROP COLUMN by_person;
ALTER TABLE account DROP COLUMN by_channel;
ALTER TABLE subscriber DROP COLUMN self;
