//! Draws a page: the controls on it, in order.

use serde_json::Value;

use super::{
    Kind, Page, Rich, Shown, facts,
    here::Here,
    kind::{is_part_of_question, kind},
};
use crate::{
    Instance, ItemPath, Session,
    items::{Control, ItemKind, answer_key, read},
    texts::{self, Sentence, say},
    validate::{Issue, IssueCode},
};

/// The controls of a page, in order.
pub fn page(session: &Session, page: &Page) -> Vec<Shown> {
    page_with(session, page, &[])
}

/// The same, with what is wrong beside each control.
pub fn page_with(session: &Session, page: &Page, issues: &[Issue]) -> Vec<Shown> {
    let draw = Draw { session, language: session.language(), here: Here::of(session), issues };
    let instances = facts::visible(session);
    let base =
        instances.iter().filter(|instance| page.holds(&instance.path)).map(|instance| instance.level).min();
    let base = base.unwrap_or(0) + usize::from(page.has_own_title());
    let mut out = Vec::new();
    let mut closing: Vec<(ItemPath, Shown)> = Vec::new();
    for instance in &instances {
        // A group is over when something outside of it comes: then its button for one more stands.
        while closing.last().is_some_and(|(group, _)| !is_within(&instance.path, group)) {
            out.extend(closing.pop().map(|(_, add)| add));
        }
        let shown_here = page.holds(&instance.path) || draw.is_at_edge(instance, page);
        if !shown_here || draw.is_drawn_elsewhere(instance) {
            continue;
        }
        let level = instance.level.saturating_sub(base);
        if !page.is_titled_by(&instance.path) {
            draw.instance(instance, level, &mut out);
        }
        if let Some(add) = draw.add(instance, level)
            && (page.whole || page.adds.contains(&instance.path))
        {
            closing.push((instance.path.clone(), add));
        }
    }
    out.extend(closing.into_iter().rev().map(|(_, add)| add));
    for path in page.adds.iter().filter(|path| !page.whole && !page.holds(path)) {
        let group = instances.iter().find(|instance| instance.path == *path);
        out.extend(group.and_then(|group| draw.add(group, 0)));
    }
    out
}

/// Whether `path` is `group` or lies in it.
pub(crate) fn is_within(path: &ItemPath, group: &ItemPath) -> bool {
    path.steps().starts_with(group.steps())
}

pub(super) struct Draw<'a> {
    pub(super) session: &'a Session,
    pub(super) language: &'a str,
    pub(super) here: Here,
    issues: &'a [Issue],
}

impl Draw<'_> {
    /// Headers stand at the top of every page and footers at the bottom: the walk passes them in that order, because
    /// authors put them first and last.
    fn is_at_edge(&self, instance: &Instance<'_>, page: &Page) -> bool {
        let form = self.session.form();
        let mut at = Some(instance.item.ix);
        while let Some(ix) = at {
            let item = form.item(ix);
            if matches!(item.control, Control::Header | Control::Footer) {
                return page.whole || page.first;
            }
            at = item.parent;
        }
        false
    }

    /// Whether it is a part of its question (help, unit …), which draws it.
    fn is_drawn_elsewhere(&self, instance: &Instance<'_>) -> bool {
        let parent = instance.item.parent.map(|ix| self.session.form().item(ix));
        is_part_of_question(instance.item) && parent.is_some_and(|parent| parent.kind.is_question())
    }

    fn instance(&self, instance: &Instance<'_>, level: usize, out: &mut Vec<Shown>) {
        let item = instance.item;
        let json = self.session.form().json(item.ix);
        let options = if item.kind.is_question() { self.session.options(&instance.path) } else { Vec::new() };
        let kind = kind(item, json, options.len());
        let label = self.label(instance);
        if kind == Kind::Heading && label.is_empty() && instance.of <= 1 {
            return;
        }
        let mut shown = Shown {
            path: instance.path.clone(),
            level,
            kind,
            label,
            prefix: self.words(item.prefix.as_ref()),
            short: self.words(item.short_text.as_ref()),
            links: self.links(item),
            media: item.media.as_ref().and_then(|media| self.media(media)),
            ..Shown::default()
        };
        match kind {
            Kind::Heading => self.heading(instance, &mut shown),
            Kind::Calls => shown.calls = self.calls(json),
            Kind::Display | Kind::Help => {
                if item.kind == ItemKind::Unknown {
                    shown.errors.push(say(self.lang(), Sentence::FormShown, &[]));
                }
            }
            _ => self.question(instance, &options, &mut shown),
        }
        self.wrong(&mut shown, instance);
        let one_by_one = item.repeats && kind.is_question() && !kind.has_options();
        if one_by_one { self.fields(instance, &shown, out) } else { out.push(shown) }
    }

    /// A question that takes several answers has a field for each, and an empty one.
    fn fields(&self, instance: &Instance<'_>, shown: &Shown, out: &mut Vec<Shown>) {
        let most = instance.item.max_occurs.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let count = (instance.answers.len() + 1).min(most.max(1));
        for at in 0..count {
            let mut one = shown.clone();
            one.path = shown.path.clone().at(at);
            let answer = instance.answers.get(at);
            one.can_remove = answer.is_some() && instance.answers.len() > 1;
            self.field(&mut one, instance.item, answer);
            if at > 0 {
                let number = (at + 1).to_string();
                let number = say(self.lang(), Sentence::Row, &[("number", &number)]);
                one.label = Rich::plain(&format!("{} · {number}", shown.label.to_text().replace('\n', " ")));
                one.required = false;
                one.errors.clear();
                one.as_last = None;
                one.known = None;
                one.help = Rich::default();
                one.media = None;
                one.links.clear();
            }
            if let Some(kept) = self.session.typed(&one.path) {
                one.errors.insert(0, kept.problem(self.language));
            }
            out.push(one);
        }
    }

    fn heading(&self, instance: &Instance<'_>, shown: &mut Shown) {
        let item = instance.item;
        if item.repeats {
            let least = item.min_occurs.and_then(|least| usize::try_from(least).ok()).unwrap_or(0).max(1);
            shown.can_remove = instance.of > least && !item.read_only;
            if instance.of > 1 {
                let number = (instance.index + 1).to_string();
                let number = say(self.lang(), Sentence::Row, &[("number", &number)]);
                let title = shown.label.to_text();
                let title = if title.is_empty() { number } else { format!("{title} · {number}") };
                shown.label = Rich::plain(&title);
            }
        }
        shown.required = item.required;
        shown.read_only = item.read_only;
    }

    /// The button for one more of a repeating group, after its last instance.
    fn add(&self, instance: &Instance<'_>, level: usize) -> Option<Shown> {
        let item = instance.item;
        if item.kind != ItemKind::Group
            || !item.repeats
            || item.read_only
            || instance.index + 1 != instance.of
        {
            return None;
        }
        let can_add = item.max_occurs.is_none_or(|most| u64::try_from(instance.of).is_ok_and(|of| of < most));
        can_add.then(|| Shown {
            path: instance.path.clone().at(0),
            level,
            kind: Kind::AddInstance,
            label: self.label(instance),
            can_add,
            ..Shown::default()
        })
    }

    fn wrong(&self, shown: &mut Shown, instance: &Instance<'_>) {
        let repeats = instance.item.repeats && !shown.kind.has_options();
        if let Some(kept) = self.session.typed(&shown.path).filter(|_| !repeats) {
            shown.errors.push(kept.problem(self.language));
        }
        // That a text could not be read has been said, and better.
        let said = |issue: &Issue| issue.code == IssueCode::InvalidValue && !shown.errors.is_empty();
        let issues = self.issues.iter().filter(|issue| issue.path == instance.path && !said(issue));
        for issue in issues.collect::<Vec<_>>() {
            let text = texts::issue_text(issue, self.language);
            if !shown.errors.contains(&text) {
                shown.errors.push(text);
            }
        }
    }
}

/// What names an answer among options.
pub(crate) fn key_of(answer: &Value) -> Option<String> {
    let (suffix, value) = read::choice(answer, "value")?;
    answer_key(&format!("value{suffix}"), value)
}

/// What names a unit: its code, else its words. Of a Coding or a Quantity.
pub(crate) fn unit_key(unit: &Value) -> Option<String> {
    ["code", "unit", "display"].iter().find_map(|name| read::text(unit, name)).map(str::to_owned)
}
