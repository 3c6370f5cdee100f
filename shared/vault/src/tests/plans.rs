//! Every question has an index: none walks through all records or sorts them.

use std::cell::RefCell;

use rusqlite::trace::{TraceEvent, TraceEventCodes};
use tempfile::TempDir;

use super::with_vault;
use crate::{Batch, NewFile, Record, Settlement, SettlementEnd, Vault, Window, ready};

thread_local! {
    static ASKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

#[allow(clippy::needless_pass_by_value, reason = "the signature that the database calls")]
fn remember(event: TraceEvent<'_>) {
    if let TraceEvent::Stmt(_, sql) = event {
        ASKED.with_borrow_mut(|asked| asked.push(sql.to_owned()));
    }
}

/// How the database goes about all that `f` asks of it: statement and plan.
fn plans(f: impl FnOnce(&mut Vault)) -> Vec<(String, String)> {
    let home = TempDir::new().unwrap();
    let mut vault = with_vault(&home);
    vault.db.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(remember)).unwrap();
    f(&mut vault);
    vault.db.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>).unwrap();
    let asked = ASKED.with_borrow_mut(std::mem::take);
    let queries = asked
        .into_iter()
        .filter(|sql| ["SELECT", "INSERT", "UPDATE", "DELETE"].iter().any(|verb| sql.starts_with(verb)));
    let explain = |sql: String| {
        let mut query = vault.db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = query.raw_query();
        let mut plan = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            plan.push(row.get::<_, String>(3).unwrap());
        }
        (sql, plan.join("; "))
    };
    queries.map(explain).collect()
}

fn everything(vault: &mut Vault) {
    let record = |id: &str| Record { resource_type: "Binary".into(), id: id.into(), ..Record::default() };
    let settlement =
        |id: &str, end| Settlement { resource_type: "Binary".into(), id: id.into(), sent: 1, end };
    let confirmed = SettlementEnd::Confirmed { version_id: "1".into(), last_updated: String::new() };
    let first = Batch {
        entries: vec![record("a"), record("b")],
        downloads: vec![record("c")],
        files: vec![NewFile { id: "c".into(), ..NewFile::default() }],
        documents: vec![("k".into(), "1".into(), Some("{}".into())), ("k".into(), "2".into(), None)],
        values: vec![("v".into(), Some(String::new())), ("w".into(), None)],
        ..Batch::default()
    };
    let second = Batch {
        settlements: vec![
            settlement("a", confirmed),
            settlement("b", SettlementEnd::Refused(String::new())),
            settlement("b", SettlementEnd::Requeue),
        ],
        tombstones: vec![("Binary".into(), "c".into())],
        ..Batch::default()
    };
    ready(vault.write(&first)).unwrap();
    ready(vault.write(&second)).unwrap();
    vault.get("Binary", "a").unwrap();
    for codes in [vec![], vec!["s|c".to_owned()], vec!["s|c".to_owned(), "s|d".to_owned()]] {
        for before in [None, Some((9, "x".to_owned()))] {
            let window = Window {
                resource_type: "Binary".into(),
                codes: codes.clone(),
                before,
                limit: 5,
                since_ms: Some(1),
            };
            vault.window(&window).unwrap();
        }
    }
    vault.waiting(9).unwrap();
    vault.refused(9).unwrap();
    vault.documents("k", 9).unwrap();
    vault.document("k", "1").unwrap();
    vault.value("v").unwrap();
    ready(vault.file("c")).unwrap();
}

#[test]
fn nothing_that_is_asked_walks_through_all_records_or_sorts_them() {
    let plans = plans(everything);
    assert!(plans.len() > 25, "the statements were seen: {plans:#?}");
    for (sql, plan) in &plans {
        for bad in ["SCAN record", "SCAN document", "SCAN value", "SCAN file", "TEMP B-TREE"] {
            assert!(!plan.contains(bad), "{sql}\n{plan}");
        }
    }
}

#[test]
fn a_question_without_an_index_would_be_found_out() {
    let plans = plans(|vault| {
        vault.db.query_row("SELECT count(*) FROM record WHERE json = 'x'", [], |_| Ok(())).unwrap();
    });
    assert!(plans.iter().any(|(_, plan)| plan.contains("SCAN record")), "{plans:?}");
}
