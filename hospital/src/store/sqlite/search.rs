//! From a query to SQL. Every value is bound, never written into the text.
//!
//! What is slow or fast at a hospital's size is decided here and not left to the planner, which knows nothing of the
//! data. A patient's own search reads that patient's rows. In a search over all patients the narrowest condition leads
//! (its ids are listed), and the others are looked up for each of these.

use rusqlite::{Connection, params_from_iter, types::Value as Sql};

use super::read::{COLUMNS, stored, within};
use crate::{
    access::Reach,
    store::{DateTest, Filter, Key, Page, Query, StoreError, TokenTest, index},
};

/// A piece of SQL with the values that it binds.
#[derive(Default)]
struct Part {
    sql: String,
    values: Vec<Sql>,
}

/// So many entries of an index are counted to find the condition that leads.
const PROBE: usize = 1000;

fn text(value: &str) -> Sql {
    Sql::Text(value.to_owned())
}

fn bind(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// What a filter asks of its index table: the table, its parameter, and the condition on an entry.
fn asks(filter: &Filter) -> Option<(&'static str, &str, Part)> {
    let mut values = Vec::new();
    let (table, name, sql) = match filter {
        Filter::Id(_) | Filter::Updated(_) => return None,
        Filter::Token { name, any, .. } => {
            let alternatives: Vec<String> = any.iter().map(|test| token(test, &mut values)).collect();
            ("token", name, any_of(&alternatives))
        }
        Filter::Date { name, test } => ("moment", name, date(*test, "low", "high", &mut values)),
        Filter::Reference { name, any } => {
            values.extend(any.iter().map(|target| text(target)));
            ("link", name, format!("target IN ({})", bind(any.len())))
        }
        Filter::Text { name, any } => {
            let begins = |prefix: &String| {
                let prefix = index::fold(prefix);
                values.extend([text(&prefix), text(&prefix)]);
                "substr(code, 1, length(?)) = ?".to_owned()
            };
            let alternatives: Vec<String> = any.iter().map(begins).collect();
            ("token", name, any_of(&alternatives))
        }
    };
    Some((table, name, Part { sql, values }))
}

/// Lists the ids that a filter finds, of one patient where there is one.
fn listed(query: &Query, filter: &Filter) -> Option<Part> {
    let (table, name, test) = asks(filter)?;
    let mut sql = format!("SELECT id FROM {table} WHERE type = ? AND name = ?");
    let mut values = vec![text(&query.resource_type), text(name)];
    if let Reach::Patient(id) = &query.reach {
        sql.push_str(" AND patient = ?");
        values.push(text(id));
    }
    sql = format!("{sql} AND ({})", test.sql);
    values.extend(test.values);
    Some(Part { sql, values })
}

/// Looks a filter up for one resource, in the index of what that resource has.
fn looked_up(filter: &Filter) -> Option<Part> {
    let (table, name, test) = asks(filter)?;
    let sql = format!(
        "EXISTS (SELECT 1 FROM {table} INDEXED BY {table}_resource
                 WHERE type = r.type AND id = r.id AND +name = ? AND ({}))",
        test.sql
    );
    let values = [text(name)].into_iter().chain(test.values).collect();
    Some(Part { sql, values })
}

fn is_negative(filter: &Filter) -> bool {
    matches!(filter, Filter::Token { not: true, .. })
}

/// Which filter leads a search over all patients; `None`: none can.
fn leader(connection: &Connection, query: &Query) -> Result<Option<usize>, StoreError> {
    if let Some(at) = query.filters.iter().position(|filter| matches!(filter, Filter::Id(_))) {
        return Ok(Some(at));
    }
    // A date alone is rarely narrow, and finding out would cost as much as searching.
    let can =
        |filter: &Filter| !is_negative(filter) && !matches!(filter, Filter::Updated(_) | Filter::Date { .. });
    let able: Vec<usize> =
        query.filters.iter().enumerate().filter(|(_, filter)| can(filter)).map(|(at, _)| at).collect();
    if let [] | [_] = able.as_slice() {
        return Ok(able.first().copied());
    }
    let mut narrowest = None;
    for at in able {
        let Some(list) = listed(query, &query.filters[at]) else { continue };
        let sql = format!("SELECT COUNT(*) FROM ({} LIMIT {PROBE})", list.sql);
        let count: i64 =
            connection.prepare_cached(&sql)?.query_row(params_from_iter(list.values), |row| row.get(0))?;
        if narrowest.is_none_or(|(fewest, _)| count < fewest) {
            narrowest = Some((count, at));
        }
    }
    Ok(narrowest.map(|(_, at)| at))
}

/// The WHERE of a query, and whether one of its conditions leads.
fn conditions(connection: &Connection, query: &Query) -> Result<(Part, bool), StoreError> {
    let mut all =
        Part { sql: "r.type = ? AND r.deleted = 0".to_owned(), values: vec![text(&query.resource_type)] };
    let own = matches!(query.reach, Reach::Patient(_));
    let leader = if own { None } else { leader(connection, query)? };
    let reach = within(&query.reach, "r.patient", &mut all.values);
    all.sql = format!("{} AND {reach}", all.sql);
    for (at, filter) in query.filters.iter().enumerate() {
        let part = match filter {
            Filter::Id(ids) => {
                let values = ids.iter().map(|id| text(id)).collect();
                Some(Part { sql: format!("r.id IN ({})", bind(ids.len())), values })
            }
            Filter::Updated(test) => {
                let mut values = Vec::new();
                let sql = date(*test, "r.updated", "r.updated", &mut values);
                Some(Part { sql, values })
            }
            _ if (own && !is_negative(filter)) || leader == Some(at) => {
                listed(query, filter).map(|list| Part { sql: format!("r.id IN ({})", list.sql), ..list })
            }
            _ => looked_up(filter),
        };
        if let Some(part) = part {
            let not = if is_negative(filter) { "NOT " } else { "" };
            all.sql = format!("{} AND {not}{}", all.sql, part.sql);
            all.values.extend(part.values);
        }
    }
    Ok((all, leader.is_some()))
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
    let (conditions, is_led) = conditions(connection, query)?;
    let mut all = Vec::new();
    let key = match &query.sort.key {
        // The plus keeps the planner from walking all of a type in order when one condition leads to a few.
        Key::Updated if is_led => "+r.updated".to_owned(),
        Key::Updated => "r.updated".to_owned(),
        Key::Date(name) => {
            all.push(text(name));
            // What has no such date comes as if it were the oldest.
            "COALESCE((SELECT MAX(m.low) FROM moment m INDEXED BY moment_resource
                       WHERE m.type = r.type AND m.id = r.id AND m.name = ?), -9223372036854775808)"
                .to_owned()
        }
    };
    all.extend(conditions.values);
    let (direction, beyond) = if query.sort.descending { ("DESC", "<") } else { ("ASC", ">") };
    let mut outer = String::new();
    if let Some((at, id)) = &query.after {
        outer = format!("WHERE (sort, id) {beyond} (?, ?)");
        all.extend([Sql::Integer(*at), text(id)]);
    }
    let wanted = query.count;
    // One more than asked for shows whether there is a next page.
    all.push(Sql::Integer(i64::try_from(wanted).unwrap_or(i64::MAX - 1) + 1));
    let sql = format!(
        "SELECT {COLUMNS}, found.sort FROM (
           SELECT * FROM (SELECT r.patient, r.seq, r.id, {key} AS sort FROM resource r WHERE {}) {outer}
           ORDER BY sort {direction}, id {direction} LIMIT ?
         ) found JOIN version v ON v.patient = found.patient AND v.seq = found.seq
         ORDER BY found.sort {direction}, v.id {direction}",
        conditions.sql
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
    let (conditions, _) = conditions(connection, query)?;
    let sql = format!("SELECT COUNT(*) FROM resource r WHERE {}", conditions.sql);
    let mut statement = connection.prepare_cached(&sql)?;
    let count: i64 = statement.query_row(params_from_iter(conditions.values), |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}
