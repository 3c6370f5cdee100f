-- What the patient entered and what the hospital has, as FHIR JSON, with what it is found by.
create table record (
    seq          integer primary key,
    type         text    not null,
    id           text    not null,
    code         text    not null,
    date_ms      integer not null,
    version_id   text,
    last_updated text,
    json         text    not null,
    unique (type, id)
) strict;
create index record_by_date on record (type, date_ms desc, id desc);
create index record_by_code on record (type, code, date_ms desc, id desc);

-- What the hospital has not confirmed. `changes` counts what the row stands for: an upload takes off what it sent.
create table outbox (
    seq          integer primary key autoincrement,
    type         text    not null,
    id           text    not null,
    changes      integer not null check (changes > 0),
    base_version text,
    refused      text,
    unique (type, id)
) strict;

-- What concerns this device only.
create table document (
    seq  integer primary key autoincrement,
    kind text not null,
    id   text not null,
    json text not null,
    unique (kind, id)
) strict;

create table value (
    key   text primary key,
    value text not null
) strict, without rowid;

-- Sealed files, each with a key of its own that is used once.
create table file (
    id     text primary key,
    name   text    not null unique,
    mime   text    not null,
    key    blob    not null,
    size   integer not null
) strict, without rowid;
