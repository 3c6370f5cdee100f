//! Pages: what stands together, as far as it is asked now.

use std::collections::HashMap;

use super::{Rich, draw::is_within, facts, kind::is_part_of_question};
use crate::{
    Form, Instance, ItemPath, Session,
    items::{Control, Item, ItemIx, ItemKind},
    texts::{Sentence, say},
    translate::Lang,
};

/// Loose questions at the root stand together up to this many.
const TOGETHER: usize = 7;
/// Forms up to this many questions are asked one by one.
const SHORT: usize = 12;

/// How a form is cut into pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// By its author's pages, else by its groups.
    #[default]
    Pages,
    /// One question a page.
    OneQuestion,
}

impl Mode {
    /// The mode that suits a form: one by one in elders' mode and for short forms whose author cut no pages.
    pub fn suggested(form: &Form, elders: bool) -> Self {
        let questions = form.items().iter().filter(|item| item.kind.is_question() && !item.hidden).count();
        let cut =
            form.items().iter().any(|item| matches!(item.control, Control::Page | Control::TabContainer));
        if elders || (!cut && questions <= SHORT) { Self::OneQuestion } else { Self::Pages }
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What names it: stays the same while the form is filled in.
    pub key: String,
    /// Its title, or empty.
    pub title: String,
    /// What is on it: groups with all within, or in [`Mode::OneQuestion`] exactly these.
    pub paths: Vec<ItemPath>,
    pub(crate) whole: bool,
    pub(crate) first: bool,
    /// The group whose text is the title.
    pub(crate) titled: Option<ItemPath>,
    /// Groups that can get one more instance here.
    pub(crate) adds: Vec<ItemPath>,
    /// The place of its first item in the form.
    order: usize,
}

impl Page {
    /// Whether a path is on it.
    pub fn holds(&self, path: &ItemPath) -> bool {
        if self.whole {
            self.paths.iter().any(|root| is_within(path, root))
        } else {
            self.paths.contains(path)
        }
    }

    /// Whether this group's text is the page's title.
    pub(crate) fn is_titled_by(&self, path: &ItemPath) -> bool {
        self.titled.as_ref() == Some(path)
    }

    /// Whether the title is a group on the page, so that what is in it begins at the margin.
    pub(crate) fn has_own_title(&self) -> bool {
        self.whole
            && self.titled.as_ref().is_some_and(|titled| self.paths.len() == 1 && self.paths.contains(titled))
    }
}

/// The pages of a form as it is filled in now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paging {
    pages: Vec<Page>,
    /// For every linkId the place of its item in the form.
    order: HashMap<String, usize>,
}

impl Paging {
    /// Cuts a form into pages; pages with nothing to see are left out.
    pub fn new(session: &Session, mode: Mode) -> Self {
        let form = session.form();
        let instances: Vec<Instance<'_>> =
            facts::visible(session).into_iter().filter(|instance| !is_edge(form, instance.item)).collect();
        let mut pages = match mode {
            Mode::Pages => whole_pages(session, &instances),
            Mode::OneQuestion => single_pages(session, &instances),
        };
        if let Some(first) = pages.first_mut() {
            first.first = true;
        }
        // Two items of one linkId are a fault of the form; their pages have a name each all the same.
        let mut names: HashMap<String, usize> = HashMap::new();
        for page in &mut pages {
            let count = names.entry(page.key.clone()).or_default();
            *count += 1;
            if *count > 1 {
                page.key = format!("{}#{count}", page.key);
            }
        }
        let order = form.items().iter().map(|item| (item.link_id.clone(), item.ix.index())).collect();
        Self { pages, order }
    }

    /// The pages, in order.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The place of the page with this key; when it is not there (any more), of the nearest one after it, else the last.
    /// `None` when there are no pages.
    pub fn find(&self, key: &str) -> Option<usize> {
        if let Some(at) = self.pages.iter().position(|page| page.key == key) {
            return Some(at);
        }
        let path: Option<ItemPath> = key.parse().ok();
        let link_id = path.as_ref().and_then(ItemPath::link_id)?;
        let last = self.pages.len().checked_sub(1)?;
        let Some(order) = self.order.get(link_id) else { return Some(0) };
        Some(self.pages.iter().position(|page| page.order >= *order).unwrap_or(last))
    }

    /// The place of the page that a path is on.
    pub fn of(&self, path: &ItemPath) -> Option<usize> {
        let exact = self.pages.iter().position(|page| page.holds(path));
        // What belongs to a question (an answer's place, a part of it) is on the question's page.
        exact.or_else(|| {
            let question = path.clone().at(0);
            self.pages.iter().position(|page| page.holds(&question)).or_else(|| self.of(&path.parent()?))
        })
    }
}

/// Whether an item stands at the edge of every page: a header or footer, or within one.
pub(crate) fn is_edge(form: &Form, item: &Item) -> bool {
    let mut at = Some(item.ix);
    while let Some(ix) = at {
        let item = form.item(ix);
        if matches!(item.control, Control::Header | Control::Footer) {
            return true;
        }
        at = item.parent;
    }
    false
}

/// A page of the definition.
#[derive(Default)]
struct Cut {
    /// The group whose text is the title.
    title: Option<ItemIx>,
    roots: Vec<ItemIx>,
}

/// Cuts the definition into pages: what is on which page never depends on answers.
fn cut(form: &Form) -> Vec<Cut> {
    let paged = paged(form);
    let by_author = paged.iter().any(|paged| *paged);
    let mut cuts = Vec::new();
    cut_within(form, form.root(), None, &paged, by_author, &mut cuts);
    // Texts go with what comes after them; the last ones with what came before.
    let mut joined: Vec<Cut> = Vec::new();
    let mut texts: Vec<ItemIx> = Vec::new();
    for mut cut in cuts {
        if cut.title.is_none() && cut.roots.iter().all(|ix| form.item(*ix).kind == ItemKind::Display) {
            texts.append(&mut cut.roots);
        } else {
            texts.append(&mut cut.roots);
            cut.roots = std::mem::take(&mut texts);
            joined.push(cut);
        }
    }
    match joined.last_mut() {
        Some(last) => last.roots.append(&mut texts),
        None if !texts.is_empty() => joined.push(Cut { title: None, roots: texts }),
        None => {}
    }
    joined
}

/// For each item whether its author made a page of it, or of something within.
fn paged(form: &Form) -> Vec<bool> {
    let mut paged = vec![false; form.items().len()];
    // Children come after their parents: from the back each parent hears of its children in time.
    for item in form.items().iter().rev() {
        let own =
            item.kind == ItemKind::Group && matches!(item.control, Control::Page | Control::TabContainer);
        let within = paged.get(item.ix.index()).copied().unwrap_or(false);
        if own && let Some(flag) = paged.get_mut(item.ix.index()) {
            *flag = true;
        }
        if (own || within)
            && let Some(flag) = item.parent.and_then(|parent| paged.get_mut(parent.index()))
        {
            *flag = true;
        }
    }
    paged
}

fn cut_within(
    form: &Form,
    children: &[ItemIx],
    title: Option<ItemIx>,
    paged: &[bool],
    by_author: bool,
    cuts: &mut Vec<Cut>,
) {
    let mut loose = Cut { title, roots: Vec::new() };
    let mut questions = 0;
    let flush = |loose: &mut Cut, cuts: &mut Vec<Cut>| {
        if !loose.roots.is_empty() {
            cuts.push(std::mem::replace(loose, Cut { title, roots: Vec::new() }));
        }
    };
    for ix in children {
        let item = form.item(*ix);
        if item.hidden || is_edge(form, item) {
            continue;
        }
        let is_group = item.kind == ItemKind::Group;
        let parts = item.children.iter().any(|child| paged.get(child.index()).copied().unwrap_or(false));
        let tabs = item.control == Control::TabContainer;
        if is_group && !item.repeats && (parts || tabs) {
            flush(&mut loose, cuts);
            if tabs && !parts {
                for child in &item.children {
                    let one = form.item(*child);
                    let title = if one.kind == ItemKind::Group { *child } else { *ix };
                    cuts.push(Cut { title: Some(title), roots: vec![*child] });
                }
            } else {
                cut_within(form, &item.children, Some(*ix), paged, by_author, cuts);
            }
        } else if is_group && (item.control == Control::Page || (!by_author && title.is_none())) {
            flush(&mut loose, cuts);
            cuts.push(Cut { title: Some(*ix), roots: vec![*ix] });
        } else {
            if !by_author && item.kind.is_question() {
                if questions == TOGETHER {
                    flush(&mut loose, cuts);
                    questions = 0;
                }
                questions += 1;
            }
            loose.roots.push(*ix);
        }
    }
    flush(&mut loose, cuts);
}

fn whole_pages(session: &Session, instances: &[Instance<'_>]) -> Vec<Page> {
    let form = session.form();
    let cuts = cut(form);
    let mut page_of: Vec<Option<usize>> = vec![None; form.items().len()];
    for (at, cut) in cuts.iter().enumerate() {
        for ix in &cut.roots {
            for item in form.subtree(*ix) {
                if let Some(slot) = page_of.get_mut(item as usize) {
                    *slot = Some(at);
                }
            }
        }
    }
    let mut pages: Vec<Page> = cuts
        .iter()
        .map(|cut| {
            let first = cut.roots.first().copied();
            let named = cut.title.filter(|title| cut.roots.contains(title)).or(first);
            let link_id = named.map(|ix| form.item(ix).link_id.clone()).unwrap_or_default();
            Page {
                key: ItemPath::root().child(link_id, 0).to_string(),
                title: String::new(),
                paths: Vec::new(),
                whole: true,
                first: false,
                titled: None,
                adds: Vec::new(),
                order: first.map_or(usize::MAX, ItemIx::index),
            }
        })
        .collect();
    let mut seen = vec![false; pages.len()];
    for instance in instances {
        let ix = instance.item.ix;
        let Some(at) = page_of.get(ix.index()).copied().flatten() else {
            continue;
        };
        let (Some(page), Some(cut), Some(seen)) = (pages.get_mut(at), cuts.get(at), seen.get_mut(at)) else {
            continue;
        };
        if cut.roots.contains(&ix) {
            if cut.title == Some(ix) && page.title.is_empty() {
                page.title = words_of(session, instance);
                // Of several instances each has a heading of its own.
                page.titled = (instance.of <= 1).then(|| instance.path.clone());
            }
            page.paths.push(instance.path.clone());
        }
        *seen |= instance.item.kind != ItemKind::Group;
    }
    let containers: HashMap<usize, String> = instances
        .iter()
        .filter(|instance| instance.item.kind == ItemKind::Group)
        .map(|instance| (instance.item.ix.index(), title_of(session, instance)))
        .collect();
    for (page, cut) in pages.iter_mut().zip(&cuts) {
        // A group cut into pages lends its title to its own loose questions.
        if page.title.is_empty()
            && let Some(title) = cut.title.filter(|title| !cut.roots.contains(title))
        {
            page.title = containers.get(&title.index()).cloned().unwrap_or_default();
        }
    }
    pages
        .into_iter()
        .zip(seen)
        .filter(|(page, seen)| *seen && !page.paths.is_empty())
        .map(|(page, _)| page)
        .collect()
}

fn single_pages(session: &Session, instances: &[Instance<'_>]) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    // What goes with the next question: texts, what is worked out, the title of an instance.
    let mut waiting: Vec<ItemPath> = Vec::new();
    let mut groups: Vec<&Instance<'_>> = Vec::new();
    let mut adds: Vec<(ItemPath, ItemPath)> = Vec::new();
    for instance in instances {
        while groups.last().is_some_and(|group| !is_within(&instance.path, &group.path)) {
            groups.pop();
        }
        let item = instance.item;
        if item.kind == ItemKind::Group {
            if item.repeats {
                // Of several instances each has a heading, with the button that takes it away.
                if instance.of > 1 {
                    waiting.push(instance.path.clone());
                }
                if instance.index + 1 == instance.of {
                    adds.push((instance.path.clone(), instance.path.clone()));
                }
            }
            groups.push(instance);
            continue;
        }
        let parent = item.parent.map(|ix| session.form().item(ix));
        if is_part_of_question(item) && parent.is_some_and(|parent| parent.kind.is_question()) {
            continue;
        }
        waiting.push(instance.path.clone());
        let asked = item.kind.is_question() && !item.read_only && item.expressions.calculated.is_none();
        if !asked {
            continue;
        }
        let named = groups.iter().rev().find(|group| !title_of(session, group).is_empty());
        pages.push(Page {
            key: instance.path.to_string(),
            title: named.map(|group| title_of(session, group)).unwrap_or_default(),
            paths: std::mem::take(&mut waiting),
            whole: false,
            first: false,
            titled: None,
            adds: Vec::new(),
            order: item.ix.index(),
        });
    }
    if pages.is_empty()
        && let Some(first) = waiting.iter().find(|path| path.link_id().is_some())
    {
        pages.push(Page {
            key: first.to_string(),
            title: String::new(),
            paths: std::mem::take(&mut waiting),
            whole: false,
            first: false,
            titled: None,
            adds: Vec::new(),
            order: 0,
        });
    }
    if let Some(last) = pages.last_mut() {
        last.paths.append(&mut waiting);
    }
    // One more of a group is offered where its last instance ends.
    for (group, within) in adds {
        let page = pages.iter_mut().rev().find(|page| page.paths.iter().any(|path| is_within(path, &within)));
        if let Some(page) = page {
            page.adds.push(group);
        }
    }
    pages
}

/// A group's words, with its number where there are several.
fn title_of(session: &Session, instance: &Instance<'_>) -> String {
    let text = words_of(session, instance);
    if instance.of <= 1 || text.is_empty() {
        return text;
    }
    let number = (instance.index + 1).to_string();
    format!("{text} · {}", say(Lang::of(session.language()), Sentence::Row, &[("number", &number)]))
}

fn words_of(session: &Session, instance: &Instance<'_>) -> String {
    let language = session.language();
    let text = match session.text_of(&instance.path) {
        Some(text) => Rich::markdown(&text),
        None => instance.item.text.as_ref().map(|text| Rich::of_label(text, language)).unwrap_or_default(),
    };
    text.to_text().replace('\n', " ")
}
