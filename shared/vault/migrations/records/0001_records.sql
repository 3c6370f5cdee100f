-- The records of one patient, what waits for the hospital, and what belongs to this device only.

CREATE TABLE record (
    pk            INTEGER PRIMARY KEY,
    resource_type TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    code          TEXT    NOT NULL,
    date_ms       INTEGER NOT NULL,
    version_id    TEXT,
    last_updated  TEXT,
    json          TEXT    NOT NULL,
    UNIQUE (resource_type, id)
) STRICT;

CREATE INDEX record_by_date ON record (resource_type, date_ms, id);
CREATE INDEX record_by_code ON record (resource_type, code, date_ms, id);

-- One row for each record that the hospital has not confirmed. A record with a row here can be neither overwritten
-- by a download nor deleted.
CREATE TABLE outbox (
    seq           INTEGER PRIMARY KEY,
    record_pk     INTEGER NOT NULL UNIQUE REFERENCES record (pk) ON DELETE RESTRICT,
    base_version  TEXT,
    changes       INTEGER NOT NULL CHECK (changes > 0),
    refused       TEXT
) STRICT;

CREATE INDEX outbox_refused ON outbox (seq) WHERE refused IS NOT NULL;

-- Sealed files: the key and nonce of each, used once.
CREATE TABLE file (
    id            TEXT    PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    mime          TEXT    NOT NULL,
    size          INTEGER NOT NULL,
    key           BLOB    NOT NULL CHECK (length(key) = 32),
    nonce         BLOB    NOT NULL CHECK (length(nonce) = 12)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    seq           INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    json          TEXT    NOT NULL,
    UNIQUE (kind, id)
) STRICT;

CREATE INDEX document_by_kind ON document (kind, seq);

CREATE TABLE value (
    key           TEXT    PRIMARY KEY,
    value         TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
