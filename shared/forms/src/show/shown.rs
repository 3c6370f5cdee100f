//! The controls of one page, ready to draw.

use kangban_fhir::terms;
use serde_json::Value;

use super::{
    Kind, Page, Rich, facts,
    here::Here,
    kind::{is_part_of_question, kind, number},
    rich::safe_href,
    value::{field, option_words, spoken},
};
use crate::{
    Instance, ItemPath, Origin, Session,
    items::{AnswerOption, Bound, Control, Item, ItemKind, Label, Orientation, answer_key, read},
    texts::{self, Sentence, say},
    translate::{self, Lang},
    validate::{Issue, IssueCode},
};

/// One control, or one text, of a page.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own that a screen shows.
pub struct Shown {
    /// Where it is. With an index it can be one answer of a question that repeats; [`crate::input::read`] knows.
    pub path: ItemPath,
    /// How deep it lies on the page.
    pub level: usize,
    /// How it is drawn.
    pub kind: Kind,
    /// Its text.
    pub label: Rich,
    /// What stands before it: `1.`
    pub prefix: String,
    /// Help for it.
    pub help: Rich,
    /// A shorter text, or empty.
    pub short: String,
    /// The unit after the field, or empty.
    pub unit: String,
    /// Units to choose from: key and name, and which is chosen.
    pub units: Vec<ShownUnit>,
    /// Options to choose from.
    pub options: Vec<ShownOption>,
    /// Options beside each other where there is room.
    pub horizontal: bool,
    /// The answer that is none of the options; `None` where only options are taken.
    pub other: Option<String>,
    /// What the free answer is called.
    pub other_label: String,
    /// The value as it stands in a field: as it was typed when it could not be read.
    pub text: String,
    /// What a value looks like.
    pub placeholder: String,
    /// It has to be answered.
    pub required: bool,
    /// It cannot be answered by hand.
    pub read_only: bool,
    /// It is worked out from other answers.
    pub calculated: bool,
    /// Where the answer is from, when the patient did not enter it.
    pub known: Option<String>,
    /// The answer of last time, when it may be taken again.
    pub as_last: Option<AsLast>,
    /// The least value, as text.
    pub low: String,
    /// The greatest value, as text.
    pub high: String,
    /// The step of a slider, as text.
    pub step: String,
    /// What the least value means.
    pub low_label: String,
    /// What the greatest value means.
    pub high_label: String,
    /// The most characters.
    pub max_length: Option<u64>,
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// A picture, film or sound.
    pub media: Option<Media>,
    /// Pages with more about it: words and address.
    pub links: Vec<(String, String)>,
    /// Numbers to call ([`Kind::Calls`]).
    pub calls: Vec<Call>,
    /// Kinds of files that are taken ([`Kind::Attachment`]); any when empty.
    pub mime_types: Vec<String>,
    /// One more can be added ([`Kind::AddInstance`]).
    pub can_add: bool,
    /// This one can be taken away.
    pub can_remove: bool,
}

/// One option.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShownOption {
    /// What comes back when it is chosen.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// A line below that, or empty.
    pub detail: String,
    /// What stands before it, or empty.
    pub prefix: String,
    /// It is the answer, or one of them.
    pub chosen: bool,
    /// It can be chosen now.
    pub enabled: bool,
    /// It stands alone.
    pub exclusive: bool,
    /// A picture.
    pub media: Option<Media>,
}

/// One unit to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownUnit {
    /// What comes back when it is chosen.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// The value is in it.
    pub chosen: bool,
}

/// The answer of last time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AsLast {
    /// The answer in words.
    pub text: String,
    /// When it was given, in words; empty when that is not known.
    pub day: String,
}

/// A picture, film or sound that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Media {
    /// Its media type.
    pub mime: String,
    /// `https:`, or `data:` of a picture.
    pub url: String,
    /// What it shows.
    pub alt: String,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Call {
    /// Who answers.
    pub label: String,
    /// The number.
    pub number: String,
}

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

struct Draw<'a> {
    session: &'a Session,
    language: &'a str,
    here: Here,
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

    fn question(&self, instance: &Instance<'_>, options: &[AnswerOption], shown: &mut Shown) {
        let item = instance.item;
        shown.calculated = item.expressions.calculated.is_some();
        shown.required = (item.required || item.min_occurs.is_some_and(|least| least > 0)) && !item.read_only;
        shown.read_only = item.read_only || shown.calculated;
        shown.placeholder = self.words(item.entry_format.as_ref());
        shown.max_length = item.max_length;
        shown.mime_types.clone_from(&item.mime_types);
        shown.horizontal = item.orientation == Some(Orientation::Horizontal);
        shown.low = self.bound(&instance.path, item.min_value.as_ref());
        shown.high = self.bound(&instance.path, item.max_value.as_ref());
        shown.step = item.slider_step.as_ref().map(ToString::to_string).unwrap_or_default();
        if shown.step.is_empty() && shown.kind == Kind::Slider && item.kind == ItemKind::Integer {
            "1".clone_into(&mut shown.step);
        }
        self.parts(instance, shown);
        self.field(shown, item, instance.answers.first());
        if shown.kind.has_options() {
            self.options(instance, options, shown);
        }
        if shown.kind == Kind::ShortText && item.kind == ItemKind::OpenChoice {
            shown.other = Some(shown.text.clone());
        }
        self.units(item, instance.answers.first(), shown);
        shown.known = self.known(&instance.path, instance.answers);
        shown.as_last = self.as_last(instance);
        if shown.kind.has_options() && item.options.list.is_empty() && shown.options.is_empty() {
            shown.errors.push(say(self.lang(), Sentence::FormOptions, &[]));
        }
    }

    /// A bound as text: written out, or what its expression gives now.
    fn bound(&self, path: &ItemPath, bound: Option<&Bound>) -> String {
        let Some(bound) = bound else { return String::new() };
        if let Some(number) = number(Some(bound)) {
            return number.to_string();
        }
        if let Some(text) = bound.value.as_ref().and_then(Value::as_str) {
            return text.to_owned();
        }
        let given = bound.expression.and_then(|ix| self.session.evaluate(path, ix).ok());
        let value = given.and_then(|values| values.first().map(|value| value.value().to_json()));
        match value {
            Some(Value::String(text)) => text,
            Some(Value::Number(number)) => number.to_string(),
            Some(quantity) => match quantity.get("value") {
                Some(Value::Number(number)) => number.to_string(),
                _ => String::new(),
            },
            None => String::new(),
        }
    }

    /// What stands in the field: what was typed when it could not be read, else the answer.
    fn field(&self, shown: &mut Shown, item: &Item, answer: Option<&Value>) {
        shown.text = match self.session.typed(&shown.path) {
            Some(kept) => kept.text.clone(),
            None => answer.map(|answer| field(answer, self.here.offset)).unwrap_or_default(),
        };
        if item.kind == ItemKind::Boolean || shown.kind.has_options() {
            shown.text.clear();
        }
    }

    /// Help, unit, ends of a slider: display items within the question.
    fn parts(&self, instance: &Instance<'_>, shown: &mut Shown) {
        let form = self.session.form();
        for ix in &instance.item.children {
            let child = form.item(*ix);
            if child.hidden || !is_part_of_question(child) {
                continue;
            }
            let path = instance.path.child(child.link_id.clone(), 0);
            let conditional = !child.enable_when.is_empty() || child.expressions.enable.is_some();
            if conditional && !self.session.is_enabled(&path) {
                continue;
            }
            let rich = match self.session.text_of(&path) {
                Some(text) => Rich::plain(&text),
                None => {
                    child.text.as_ref().map(|text| Rich::of_label(text, self.language)).unwrap_or_default()
                }
            };
            match child.control {
                Control::Unit => shown.unit = rich.to_text(),
                Control::Lower => shown.low_label = rich.to_text(),
                Control::Upper => shown.high_label = rich.to_text(),
                _ => shown.help.append(rich),
            }
            shown.links.extend(self.links(child));
        }
    }

    fn options(&self, instance: &Instance<'_>, options: &[AnswerOption], shown: &mut Shown) {
        let item = instance.item;
        let chosen: Vec<String> = instance.answers.iter().filter_map(key_of).collect();
        if item.kind == ItemKind::Boolean {
            let answers = if shown.kind == Kind::Checks { &[true][..] } else { &[true, false] };
            shown.options = answers
                .iter()
                .map(|yes| ShownOption {
                    key: yes.to_string(),
                    label: say(self.lang(), if *yes { Sentence::Yes } else { Sentence::No }, &[]),
                    chosen: chosen.iter().any(|key| *key == yes.to_string()),
                    enabled: true,
                    ..ShownOption::default()
                })
                .collect();
            return;
        }
        shown.options = options
            .iter()
            .map(|option| {
                let words = option_words(option, self.language);
                let (label, detail) = self.columns(item, option).unwrap_or(words);
                ShownOption {
                    label,
                    detail,
                    prefix: self.words(option.prefix.as_ref()),
                    chosen: chosen.contains(&option.key),
                    enabled: option.enabled,
                    exclusive: option.exclusive,
                    media: option.media.as_ref().and_then(|media| self.media(media)),
                    key: option.key.clone(),
                }
            })
            .collect();
        // What is no option is shown all the same: an answer never becomes invisible.
        let others: Vec<&Value> = instance
            .answers
            .iter()
            .filter(|answer| key_of(answer).is_none_or(|key| !options.iter().any(|option| option.key == key)))
            .collect();
        if item.options.open || item.kind == ItemKind::OpenChoice {
            let kept = self.session.typed(&instance.path).map(|kept| kept.text.clone());
            let other = others.first().map(|other| field(other, self.here.offset));
            shown.other = Some(kept.or(other).unwrap_or_default());
            shown.other_label = item
                .options
                .open_label
                .as_ref()
                .map(|label| self.words(Some(label)))
                .filter(|label| !label.is_empty())
                .unwrap_or_else(|| say(self.lang(), Sentence::Other, &[]));
        } else {
            shown.options.extend(others.into_iter().filter_map(|other| {
                let key = key_of(other)?;
                let label =
                    spoken(self.session, &instance.path, item, std::slice::from_ref(other), self.language);
                Some(ShownOption { key, label, chosen: true, enabled: false, ..ShownOption::default() })
            }));
        }
    }

    /// An option's words where its author chose columns: those for display first, the others below with their titles.
    fn columns(&self, item: &Item, option: &AnswerOption) -> Option<(String, String)> {
        let columns = &item.options.columns;
        let (_, value) = read::choice(&option.value, "value")?;
        // The option's own words are in its label, translated.
        let words = |path: &str| match path {
            "display" => Some(option_words(option, self.language).0),
            _ => read::text(value, path).map(str::to_owned),
        };
        let of = |shown: bool| columns.iter().filter(move |column| column.for_display == shown);
        let label: Vec<String> = of(true).filter_map(|column| words(&column.path)).collect();
        if label.is_empty() {
            return None;
        }
        let below = of(false).filter_map(|column| {
            let text = words(&column.path)?;
            let title = self.words(column.label.as_ref());
            Some(if title.is_empty() { text } else { format!("{title}: {text}") })
        });
        Some((label.join(" · "), below.collect::<Vec<_>>().join(" · ")))
    }

    fn units(&self, item: &Item, answer: Option<&Value>, shown: &mut Shown) {
        let name = |unit: &Value| translate::unit_name(unit, self.language).unwrap_or_default();
        let current = answer.and_then(|answer| answer.get("valueQuantity"));
        let offered = facts::units(self.session, item);
        if shown.unit.is_empty() {
            let unit = current
                .filter(|quantity| read::text(quantity, "code").or(read::text(quantity, "unit")).is_some());
            let unit = unit.or(item.unit.as_ref()).or(offered.first());
            shown.unit = unit.map(name).unwrap_or_default();
        }
        if item.kind != ItemKind::Quantity || offered.len() < 2 {
            return;
        }
        let preferred = facts::preferred_unit(self.session, &shown.path);
        let now = current.and_then(unit_key).or(preferred).or_else(|| item.unit.as_ref().and_then(unit_key));
        shown.units = offered
            .iter()
            .enumerate()
            .filter_map(|(at, unit)| {
                let key = unit_key(unit)?;
                let chosen = now.as_ref().map_or(at == 0, |now| *now == key);
                Some(ShownUnit { label: name(unit), chosen, key })
            })
            .collect();
    }

    fn known(&self, path: &ItemPath, answers: &[Value]) -> Option<String> {
        if answers.is_empty() {
            return None;
        }
        let lang = self.lang();
        match self.session.origin(path) {
            Origin::Known { when, .. } => {
                let day = when.and_then(|when| {
                    let day = kangban_fhir::DateTime::parse(&when).ok()?;
                    let day = day.moment().map_or_else(
                        || when.clone(),
                        |moment| moment.with_timezone(&self.here.offset).date_naive().to_string(),
                    );
                    texts::day(&day, Some(self.here.year()), lang)
                });
                Some(match day {
                    Some(day) => say(lang, Sentence::KnownOn, &[("day", &day)]),
                    None => say(lang, Sentence::Known, &[]),
                })
            }
            Origin::AsLast => Some(say(lang, Sentence::AsLast, &[])),
            Origin::Calculated => Some(say(lang, Sentence::Calculated, &[])),
            Origin::Patient | Origin::Initial => None,
        }
    }

    /// The answer of last time, where its author says that it may be taken again and nothing is answered yet.
    fn as_last(&self, instance: &Instance<'_>) -> Option<AsLast> {
        let json = self.session.form().json(instance.item.ix);
        let allowed = read::extension_value(json, terms::AS_LAST) == Some(&Value::Bool(true));
        if !allowed || !instance.answers.is_empty() || instance.item.read_only {
            return None;
        }
        let answers = facts::last_answers(self.session, &instance.path);
        let text = spoken(self.session, &instance.path, instance.item, &answers, self.language);
        if text.is_empty() {
            return None;
        }
        let day = facts::last_at(self.session).and_then(|at| {
            let day = at.moment()?;
            let day = day.with_timezone(&self.here.offset).date_naive().to_string();
            texts::day(&day, Some(self.here.year()), self.lang())
        });
        Some(AsLast { text, day: day.unwrap_or_default() })
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

    fn label(&self, instance: &Instance<'_>) -> Rich {
        match self.session.text_of(&instance.path) {
            Some(text) => Rich::markdown(&text),
            None => instance
                .item
                .text
                .as_ref()
                .map(|text| Rich::of_label(text, self.language))
                .unwrap_or_default(),
        }
    }

    fn words(&self, label: Option<&Label>) -> String {
        label.map(|label| Rich::of_label(label, self.language).to_text()).unwrap_or_default()
    }

    fn lang(&self) -> Lang {
        Lang::of(self.language)
    }

    fn links(&self, item: &Item) -> Vec<(String, String)> {
        let link = |url: &String| {
            let url = safe_href(url)?;
            let host =
                url.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or(&url);
            Some((say(self.lang(), Sentence::MoreAt, &[("host", host)]), url))
        };
        item.support_links.iter().filter_map(link).collect()
    }

    fn calls(&self, json: &Value) -> Vec<Call> {
        read::extensions(json, terms::HELP_LINE)
            .filter_map(|line| {
                let part = |name: &'static str| read::extension(line, name);
                let number = part("number").and_then(|part| read::text(part, "valueString"))?.trim();
                let dialled = number.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
                let label = part("label").and_then(|label| translate::extension_text(label, self.language));
                (dialled && number.contains(|c: char| c.is_ascii_digit()))
                    .then(|| Call { label: label.unwrap_or(number).to_owned(), number: number.to_owned() })
            })
            .collect()
    }

    fn media(&self, attachment: &Value) -> Option<Media> {
        // A picture in a form is a few thousand bytes; more would make every page heavy.
        const MOST: usize = 200_000;
        let mime = read::text(attachment, "contentType")?;
        let kinds = ["image/", "audio/", "video/"];
        if !kinds.iter().any(|kind| mime.starts_with(kind))
            || mime.contains(|c: char| c == ',' || c.is_whitespace())
        {
            return None;
        }
        let alt = translate::text(attachment, "title", self.language).unwrap_or_default().to_owned();
        let url = match (read::text(attachment, "url"), read::text(attachment, "data")) {
            (Some(url), _) => safe_href(url).filter(|url| url.starts_with("https:"))?,
            // An SVG is a program; a photo is not.
            (None, Some(data))
                if mime.starts_with("image/") && !mime.contains("svg") && data.len() <= MOST =>
            {
                let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
                data.bytes().all(base64).then(|| format!("data:{mime};base64,{data}"))?
            }
            _ => return None,
        };
        Some(Media { mime: mime.to_owned(), url, alt })
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
