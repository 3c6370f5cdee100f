-- The hospital's records. Every key begins with the patient ('' stands for the hospital itself), and every hot
-- statement names it: that is what a sharded database shards by. Times are milliseconds since 1970.

-- One row a patient: the number of the last write. Taking the next number in the writing transaction orders the
-- patient's writes and leaves no gaps, so that the number is the change feed's cursor.
CREATE TABLE feed_head (
  patient TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Where each resource stands now. Deleted ones stay, so that their ids are never used again.
CREATE TABLE resource (
  patient TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  PRIMARY KEY (patient, type, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX resource_identity ON resource (type, id);
CREATE UNIQUE INDEX resource_seq ON resource (patient, seq);
CREATE INDEX resource_updated ON resource (patient, type, updated, id);
CREATE INDEX resource_type_updated ON resource (type, updated, id);

-- Every version there ever was, as it was written; null for a deletion.
CREATE TABLE version (
  patient TEXT NOT NULL,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  method TEXT NOT NULL,
  json TEXT,
  PRIMARY KEY (patient, seq)
) STRICT;
CREATE UNIQUE INDEX version_identity ON version (type, id, version);
CREATE INDEX version_updated ON version (type, updated, seq);

-- What a search looks at.
CREATE TABLE token (
  patient TEXT NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  code TEXT NOT NULL,
  system TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (patient, type, name, code, system, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_type ON token (type, name, code, system, id);
CREATE INDEX token_resource ON token (type, id);

CREATE TABLE moment (
  patient TEXT NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (patient, type, name, low, high, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX moment_type ON moment (type, name, low, id);
CREATE INDEX moment_resource ON moment (type, id, name);

CREATE TABLE link (
  patient TEXT NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  target TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (patient, type, name, target, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_target ON link (target, type, name, id);
CREATE INDEX link_resource ON link (type, id);

-- The care team's feed: where each alert and message of every patient stands in it. Its numbers come from a feed head
-- of its own, so that they have no gaps either.
CREATE TABLE inbox (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  patient TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX inbox_seq ON inbox (seq);

-- Follow-up work, written in the transaction of its cause. What is done is gone.
CREATE TABLE job (
  patient TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'parked')),
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (patient, kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_due ON job (due) WHERE state = 'waiting';
