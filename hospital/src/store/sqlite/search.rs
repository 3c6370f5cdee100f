//! From a query to SQL. Every value is bound, never written into the text.

use rusqlite::{Connection, params_from_iter, types::Value as Sql};

use super::read::{COLUMNS, stored, within};
use crate::{
    access::Reach,
    store::{DateTest, Filter, Key, Page, Query, StoreError, TokenTest, index},
};

/// The WHERE of a query.
struct Where {
    conditions: Vec<String>,
    values: Vec<Sql>,
}

fn text(value: &str) -> Sql {
    Sql::Text(value.to_owned())
}

fn conditions(query: &Query) -> Where {
    let mut built = Where {
        conditions: vec!["r.type = ?".to_owned(), "r.deleted = 0".to_owned()],
        values: vec![text(&query.resource_type)],
    };
    let reach = within(&query.reach, "r.patient", &mut built.values);
    built.conditions.push(reach);
    for filter in &query.filters {
        let condition = condition(query, filter, &mut built.values);
        built.conditions.push(condition);
    }
    built
}

/// An index table's part of a condition: this type, this parameter, and this patient where one is given.
fn indexed(query: &Query, table: &str, name: &str, values: &mut Vec<Sql>) -> String {
    values.extend([text(&query.resource_type), text(name)]);
    let mut sql = format!("r.id IN (SELECT id FROM {table} WHERE type = ? AND name = ?");
    if let Reach::Patient(id) = &query.reach {
        values.push(text(id));
        sql.push_str(" AND patient = ?");
    }
    sql
}

fn condition(query: &Query, filter: &Filter, values: &mut Vec<Sql>) -> String {
    match filter {
        Filter::Id(ids) => {
            values.extend(ids.iter().map(|id| text(id)));
            format!("r.id IN ({})", vec!["?"; ids.len()].join(", "))
        }
        Filter::Updated(test) => date(*test, "r.updated", "r.updated", values),
        Filter::Token { name, any, not } => {
            let start = indexed(query, "token", name, values);
            let alternatives: Vec<String> = any.iter().map(|test| token(test, values)).collect();
            let sql = format!("{start} AND ({}))", any_of(&alternatives));
            if *not { format!("NOT ({sql})") } else { sql }
        }
        Filter::Date { name, test } => {
            let start = indexed(query, "moment", name, values);
            format!("{start} AND {})", date(*test, "low", "high", values))
        }
        Filter::Reference { name, any } => {
            let start = indexed(query, "link", name, values);
            values.extend(any.iter().map(|target| text(target)));
            format!("{start} AND target IN ({}))", vec!["?"; any.len()].join(", "))
        }
        Filter::Text { name, any } => {
            let start = indexed(query, "token", name, values);
            let alternatives: Vec<String> = any
                .iter()
                .map(|prefix| {
                    let prefix = index::fold(prefix);
                    values.push(Sql::Text(prefix.clone()));
                    values.push(Sql::Text(prefix));
                    "substr(code, 1, length(?)) = ?".to_owned()
                })
                .collect();
            format!("{start} AND ({}))", any_of(&alternatives))
        }
    }
}

fn any_of(alternatives: &[String]) -> String {
    if alternatives.is_empty() { "0".to_owned() } else { alternatives.join(" OR ") }
}

fn token(test: &TokenTest, values: &mut Vec<Sql>) -> String {
    let mut parts = Vec::new();
    for (column, value) in [("code", &test.code), ("system", &test.system)] {
        if let Some(value) = value {
            values.push(text(value));
            parts.push(format!("{column} = ?"));
        }
    }
    if parts.is_empty() { "1".to_owned() } else { format!("({})", parts.join(" AND ")) }
}

fn date(test: DateTest, low: &str, high: &str, values: &mut Vec<Sql>) -> String {
    let (sql, bound) = match test {
        DateTest::Within(from, to) => (format!("({low} >= ? AND {high} <= ?)"), vec![from, to]),
        DateTest::NotWithin(from, to) => (format!("NOT ({low} >= ? AND {high} <= ?)"), vec![from, to]),
        DateTest::After(to) => (format!("{high} > ?"), vec![to]),
        DateTest::Before(from) => (format!("{low} < ?"), vec![from]),
        DateTest::From(from) => (format!("{high} >= ?"), vec![from]),
        DateTest::Until(to) => (format!("{low} <= ?"), vec![to]),
        DateTest::BeginsAfter(to) => (format!("{low} > ?"), vec![to]),
        DateTest::EndsBefore(from) => (format!("{high} < ?"), vec![from]),
    };
    values.extend(bound.into_iter().map(Sql::Integer));
    sql
}

pub(super) fn search(connection: &Connection, query: &Query) -> Result<Page, StoreError> {
    let Where { mut conditions, values } = conditions(query);
    let mut all = Vec::new();
    let key = match &query.sort.key {
        Key::Updated => "r.updated".to_owned(),
        Key::Date(name) => {
            all.extend([text(&query.resource_type), text(name)]);
            // What has no such date comes as if it were the oldest.
            "COALESCE((SELECT MAX(m.low) FROM moment m WHERE m.type = ? AND m.id = r.id AND m.name = ?), -9223372036854775808)"
                .to_owned()
        }
    };
    all.extend(values);
    let (direction, beyond) = if query.sort.descending { ("DESC", "<") } else { ("ASC", ">") };
    let mut outer = String::new();
    if let Some((at, id)) = &query.after {
        outer = format!("WHERE (sort, id) {beyond} (?, ?)");
        all.extend([Sql::Integer(*at), text(id)]);
    }
    let wanted = query.count;
    // One more than asked for shows whether there is a next page.
    all.push(Sql::Integer(i64::try_from(wanted).unwrap_or(i64::MAX - 1) + 1));
    conditions.retain(|condition| condition != "1");
    let sql = format!(
        "SELECT {COLUMNS}, found.sort FROM (
           SELECT * FROM (SELECT r.patient, r.seq, r.id, {key} AS sort FROM resource r WHERE {}) {outer}
           ORDER BY sort {direction}, id {direction} LIMIT ?
         ) found JOIN version v ON v.patient = found.patient AND v.seq = found.seq
         ORDER BY found.sort {direction}, v.id {direction}",
        conditions.join(" AND ")
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(all), |row| Ok((stored(row)?, row.get::<_, i64>(8)?)))?;
    let mut found: Vec<_> = rows.collect::<Result<_, _>>()?;
    let more = found.len() > wanted;
    found.truncate(wanted);
    let next = found.last().filter(|_| more).map(|(last, sort)| (*sort, last.id.clone()));
    Ok(Page { found: found.into_iter().map(|(stored, _)| stored).collect(), next })
}

pub(super) fn count(connection: &Connection, query: &Query) -> Result<u64, StoreError> {
    let Where { conditions, values } = conditions(query);
    let sql = format!("SELECT COUNT(*) FROM resource r WHERE {}", conditions.join(" AND "));
    let mut statement = connection.prepare_cached(&sql)?;
    let count: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}
