//! `GET /fhir/$changes`: what has changed in a feed after a cursor, with long poll.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{RawQuery, State},
    http::StatusCode,
    response::Response,
};
use kangban_fhir::{BundleKind, Id, terms};
use tokio::time::Instant;

use super::{
    Refusal,
    answer::{BundleText, links, quoted, see},
    ask::Pairs,
    audit::{self, Shown},
    http, parameters, read,
};
use crate::{
    access::{self, Home, Interaction},
    auth::Caller,
    server::Hospital,
    store::{Feed, Stored},
};

/// The longest that an empty answer is held. Anything between that closes quiet connections after a minute is
/// survived.
const LONGEST_WAIT: Duration = Duration::from_secs(50);

/// What is asked of a feed.
#[derive(Debug, Clone)]
struct Question {
    name: String,
    feed: Feed,
    after: i64,
    count: usize,
    wait: Duration,
}

/// A piece of a feed.
struct Piece {
    /// What the caller may see of it.
    rows: Vec<Stored>,
    /// Up to which number it goes.
    upto: i64,
    /// Whether there is more now.
    more: bool,
}

/// Answers at once when there is something, and holds the request for as long as was asked when there is not.
pub(super) async fn changes(
    State(hospital): State<Arc<Hospital>>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let pairs: Pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let mut question = question(&caller, &pairs)?;
    let until = Instant::now() + question.wait;
    // Before the first look: what is written after it wakes us.
    let mut changed = hospital.store.watch(&question.feed);
    let piece = loop {
        changed.mark_unchanged();
        let piece = look(&hospital, &caller, &question).await?;
        if !piece.rows.is_empty() || piece.more {
            break piece;
        }
        // What was not for this caller is behind us.
        question.after = piece.upto;
        match tokio::time::timeout_at(until, changed.changed()).await {
            Ok(Ok(())) => {}
            // The time is over, or the store is closed.
            Ok(Err(_)) | Err(_) => break piece,
        }
    };
    answer(&hospital, &caller, &question, &pairs, piece).await
}

fn question(caller: &Caller, pairs: &Pairs) -> Result<Question, Refusal> {
    let text = |wanted: &str| {
        pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let name = text("feed");
    let (feed, mark) = match name.split_once('/').map_or((name, None), |(kind, id)| (kind, Some(id))) {
        ("patient", id) => {
            let own = caller.patient();
            let id = id.or(own).ok_or_else(|| Refusal::invalid("feed is patient/ID for a clinician"))?;
            let id = Id::parse(id).map_err(|_| Refusal::not_found("there is no such feed"))?.to_string();
            if own.is_some_and(|own| own != id) {
                return Err(Refusal::forbidden("not allowed: another patient's feed"));
            }
            (Feed::Home(Home::Patient(id)), 'p')
        }
        ("hospital", None) => (Feed::Home(Home::Hospital), 'h'),
        ("inbox", None) if caller.patient().is_none() => (Feed::Inbox, 'i'),
        ("inbox", None) => return Err(Refusal::forbidden("not allowed: the care team's feed")),
        _ => return Err(Refusal::invalid("feed is patient, patient/ID, hospital or inbox")),
    };
    let number = |wanted: &str, default: u64| match text(wanted) {
        "" => Ok(default),
        text => text.parse().map_err(|_| Refusal::invalid(format!("{wanted} is a number"))),
    };
    let count = match text("_count") {
        "" => parameters::DEFAULT_COUNT,
        text => parameters::count(text)?.max(1),
    };
    let wait = Duration::from_secs(number("wait", 0)?).min(LONGEST_WAIT);
    let after = read_cursor(text("after"), mark)?;
    Ok(Question { name: name.to_owned(), feed, after, count, wait })
}

/// A cursor that we did not write is answered like one that we no longer know: begin again.
fn read_cursor(text: &str, mark: char) -> Result<i64, Refusal> {
    if text.is_empty() {
        return Ok(0);
    }
    let number = text.strip_prefix(mark).and_then(|number| number.parse().ok()).filter(|number| *number >= 0);
    number.ok_or_else(unknown_cursor)
}

fn cursor(feed: &Feed, number: i64) -> String {
    let mark = match feed {
        Feed::Home(Home::Patient(_)) => 'p',
        Feed::Home(Home::Hospital) => 'h',
        Feed::Inbox => 'i',
    };
    format!("{mark}{number}")
}

fn unknown_cursor() -> Refusal {
    Refusal::new(StatusCode::GONE, "expired", "this cursor is not known here; begin without one")
}

async fn look(hospital: &Hospital, caller: &Caller, question: &Question) -> Result<Piece, Refusal> {
    let (question, caller) = (question.clone(), caller.clone());
    let read = hospital.read(move |reader| {
        let head = reader.feed_head(&question.feed)?;
        if question.after > head {
            return Err(unknown_cursor());
        }
        let rows = reader.feed(&question.feed, question.after, question.count)?;
        let upto = rows.last().map_or(question.after, |(seq, _)| *seq);
        let visible = |stored: &Stored| {
            access::reach(&caller, Interaction::Search, &stored.resource_type).covers(&stored.home)
        };
        let more = upto < head && rows.len() == question.count;
        // Nothing in between is missing: numbers that are gone belong to older versions of what comes later.
        let upto = if more { upto } else { head };
        Ok(Piece { rows: rows.into_iter().map(|(_, stored)| stored).filter(visible).collect(), upto, more })
    });
    read.await
}

async fn answer(
    hospital: &Hospital,
    caller: &Caller,
    question: &Question,
    pairs: &Pairs,
    piece: Piece,
) -> Result<Response, Refusal> {
    let base = hospital.auth.base();
    let cursor = cursor(&question.feed, piece.upto);
    let address = format!("{base}/$changes");
    let own = parameters::url(&address, pairs);
    let next: Pairs = vec![
        ("feed".to_owned(), question.name.clone()),
        ("after".to_owned(), cursor.clone()),
        ("_count".to_owned(), question.count.to_string()),
    ];
    let next = piece.more.then(|| parameters::url(&address, &next));
    let all: Vec<(&str, &str)> = [Some(("self", own.as_str())), next.as_deref().map(|next| ("next", next))]
        .into_iter()
        .flatten()
        .collect();
    let identifier = format!("{{\"system\":{},\"value\":{}}}", quoted(terms::FEED_CURSOR), quoted(&cursor));
    let mut bundle =
        BundleText::new(BundleKind::History, &[("identifier", &identifier), ("link", &links(&all))]);
    let mut shown = Shown::new();
    for stored in &piece.rows {
        see(&mut shown, stored);
        read::entry(&mut bundle, base, stored);
    }
    audit::shown(&hospital.store, &hospital.looks, caller, Interaction::Search, shown).await?;
    Ok(http::json(StatusCode::OK, bundle.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_its_own_feed_only() {
        let feed = Feed::Home(Home::Hospital);
        assert_eq!(read_cursor(&cursor(&feed, 42), 'h'), Ok(42));
        assert_eq!(read_cursor("", 'h'), Ok(0));
        for strange in ["42", "p42", "h-1", "hx", "h"] {
            assert_eq!(
                read_cursor(strange, 'h').map_err(|refusal| refusal.status()),
                Err(StatusCode::GONE),
                "{strange}"
            );
        }
    }
}
