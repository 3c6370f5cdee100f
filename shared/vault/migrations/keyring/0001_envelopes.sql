-- What must be read before any key is there: sealed envelopes, salts and counters. Nothing of a record.

CREATE TABLE account (
    pk            INTEGER PRIMARY KEY,
    account       TEXT    NOT NULL UNIQUE,
    -- Names the folder of this account's store, and its key: random, so that a folder's name tells nobody whose it is.
    key_id        TEXT    NOT NULL UNIQUE,
    hint          TEXT    NOT NULL,
    wrong_pins    INTEGER NOT NULL DEFAULT 0 CHECK (wrong_pins >= 0),
    -- The wall clock at the latest wrong PIN.
    wrong_at_ms   INTEGER
) STRICT;

CREATE TABLE envelope (
    account_pk    INTEGER NOT NULL REFERENCES account (pk) ON DELETE CASCADE,
    purpose       TEXT    NOT NULL CHECK (purpose IN ('pin', 'device')),
    -- The cost of Argon2id and its salt; none where the wrapping key comes from the device.
    memory_kib    INTEGER,
    passes        INTEGER,
    lanes         INTEGER,
    salt          BLOB,
    nonce         BLOB    NOT NULL,
    sealed        BLOB    NOT NULL,
    -- SHA-256 of the columns above: tells a damaged envelope from a wrong PIN.
    checksum      BLOB    NOT NULL,
    PRIMARY KEY (account_pk, purpose)
) STRICT, WITHOUT ROWID;

-- Stores that are being made. One that is still here at the next start never held anything that was acknowledged.
CREATE TABLE unfinished (
    key_id        TEXT    PRIMARY KEY
) STRICT, WITHOUT ROWID;
