//! All that was answered, to look at before it is sent.

use super::{Paging, Rich, facts, kind::is_part_of_question, value::spoken};
use crate::{Instance, ItemPath, Session, items::ItemKind};

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewRow {
    /// Where it is.
    pub path: ItemPath,
    /// The group it is in, or empty.
    pub section: String,
    /// The question, shortest wording.
    pub label: String,
    /// The answer in words; empty when there is none.
    pub value: String,
    /// The page it is on; empty when it is on none.
    pub page_key: String,
    /// It has to be answered and is not.
    pub missing: bool,
    /// It is in a field but could not be read.
    pub unread: bool,
    /// It can be changed by hand.
    pub can_change: bool,
}

/// Every question that is asked now, with its answer.
pub fn review(session: &Session, paging: &Paging) -> Vec<ReviewRow> {
    let language = session.language();
    let mut rows = Vec::new();
    let mut groups: Vec<(ItemPath, String)> = Vec::new();
    for instance in facts::visible(session) {
        while groups.last().is_some_and(|(group, _)| !super::draw::is_within(&instance.path, group)) {
            groups.pop();
        }
        let item = instance.item;
        if item.kind == ItemKind::Group {
            groups.push((instance.path.clone(), words(session, &instance)));
        }
        if !item.kind.is_question() || is_part_of_question(item) {
            continue;
        }
        let value = spoken(session, &instance.path, item, instance.answers, language);
        let by_hand = !item.read_only && item.expressions.calculated.is_none();
        if value.is_empty() && !by_hand {
            continue;
        }
        let page_key =
            paging.of(&instance.path).and_then(|at| paging.pages().get(at)).map(|page| page.key.clone());
        let typed = session.typed(&instance.path);
        let required = item.required || item.min_occurs.is_some_and(|least| least > 0);
        rows.push(ReviewRow {
            label: words(session, &instance),
            section: groups.last().map(|(_, title)| title.clone()).unwrap_or_default(),
            missing: required && by_hand && instance.answers.is_empty(),
            unread: typed.is_some(),
            value: match typed {
                Some(typed) if value.is_empty() => typed.text.clone(),
                _ => value,
            },
            page_key: page_key.unwrap_or_default(),
            can_change: by_hand,
            path: instance.path,
        });
    }
    rows
}

fn words(session: &Session, instance: &Instance<'_>) -> String {
    let language = session.language();
    let item = instance.item;
    let text = match (session.text_of(&instance.path), &item.short_text) {
        (_, Some(short)) => Rich::of_label(short, language),
        (Some(text), None) => Rich::markdown(&text),
        (None, None) => item.text.as_ref().map(|text| Rich::of_label(text, language)).unwrap_or_default(),
    };
    text.to_text().replace('\n', " ")
}
