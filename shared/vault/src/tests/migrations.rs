//! The schema, and moving from one to the next.

use rusqlite::Connection;
use tempfile::TempDir;

use super::{ACCOUNT, NOW, PIN, entry, open, with_vault};
use crate::{
    Part, VaultError, ready,
    schema::{KEYRING, RECORDS, Schema},
};

fn schema_of(db: &Connection) -> String {
    let mut query = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
    let sql: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    sql.join(";\n\n")
}

fn made(schema: &Schema) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    schema.create(&mut db).unwrap();
    db
}

#[test]
fn the_schema_of_the_records_is_the_released_one() {
    insta::assert_snapshot!(schema_of(&made(&RECORDS)));
}

#[test]
fn the_schema_of_the_keyring_is_the_released_one() {
    insta::assert_snapshot!(schema_of(&made(&KEYRING)));
}

/// What a next version could be: a column more on the records.
const NEXT: Schema = Schema {
    application_id: RECORDS.application_id,
    migrations: &[RECORDS.migrations[0], "ALTER TABLE record ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;"],
    part: Part::Records,
};

/// One whose last statement fails.
const BROKEN: Schema = Schema {
    application_id: RECORDS.application_id,
    migrations: &[RECORDS.migrations[0], "DELETE FROM record; DELETE FROM outbox; SELECT * FROM nowhere;"],
    part: Part::Records,
};

fn version(db: &Connection) -> u32 {
    db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn a_store_moves_to_the_next_schema_and_its_outbox_with_it() {
    let home = TempDir::new().unwrap();
    let mut vault = with_vault(&home);
    ready(vault.write(&entry("o1", 10))).unwrap();
    NEXT.migrate(&mut vault.db).unwrap();
    assert_eq!(version(&vault.db), 2);
    assert_eq!(vault.waiting(9).unwrap().len(), 1);
    NEXT.migrate(&mut vault.db).unwrap();
    assert_eq!(version(&vault.db), 2, "each migration runs once");

    // The present program now meets a store of a newer one.
    vault.lock();
    let opened = ready(open(&home).unlock(ACCOUNT, PIN, NOW));
    assert_eq!(opened.err(), Some(VaultError::NewerSchema { found: 2, known: 1 }));
}

#[test]
fn a_migration_that_fails_leaves_everything_as_it_was() {
    let home = TempDir::new().unwrap();
    let mut vault = with_vault(&home);
    ready(vault.write(&entry("o1", 10))).unwrap();
    BROKEN.migrate(&mut vault.db).unwrap_err();
    assert_eq!(version(&vault.db), 1);
    assert_eq!(vault.waiting(9).unwrap().len(), 1);
}

#[test]
fn a_database_that_is_not_ours_is_left_alone() {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE theirs (x)").unwrap();
    assert_eq!(RECORDS.migrate(&mut db), Err(VaultError::Damaged(Part::Records)));
    assert_eq!(KEYRING.migrate(&mut made(&RECORDS)), Err(VaultError::Damaged(Part::Keyring)));
    assert_eq!(schema_of(&db), "CREATE TABLE theirs (x)");
}

#[test]
fn a_record_cannot_be_deleted_while_it_waits_whatever_the_program_does() {
    let home = TempDir::new().unwrap();
    let mut vault = with_vault(&home);
    ready(vault.write(&entry("o1", 10))).unwrap();
    vault.db.execute("DELETE FROM record", []).unwrap_err();
    assert_eq!(vault.waiting(9).unwrap().len(), 1);
}
