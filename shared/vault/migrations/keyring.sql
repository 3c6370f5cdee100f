-- No patient data: which vaults there are, their sealed keys, and how often a PIN was wrong.
create table if not exists account (
    account   text primary key,
    file      text    not null unique,
    hint      text    not null,
    key_id    text    not null,
    failures  integer not null default 0,
    failed_ms integer not null default 0
) strict, without rowid;

create table if not exists envelope (
    account text    not null references account (account),
    purpose text    not null,
    salt    blob    not null,
    memory  integer not null,
    passes  integer not null,
    lanes   integer not null,
    sealed  blob    not null,
    primary key (account, purpose)
) strict, without rowid;
