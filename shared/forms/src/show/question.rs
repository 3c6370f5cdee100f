//! Draws a question: its field, options, units, where its answer is from.

use kangban_fhir::terms;
use serde_json::Value;

use super::{
    AsLast, Kind, Rich, Shown, ShownOption, ShownUnit,
    draw::{Draw, key_of, unit_key},
    facts,
    kind::{is_part_of_question, number},
    value::{field, option_words, spoken},
};
use crate::{
    Instance, ItemPath, Origin,
    items::{AnswerOption, Bound, Control, Item, ItemKind, Orientation, read},
    texts::{self, Sentence, say},
    translate,
};

impl Draw<'_> {
    pub(super) fn question(&self, instance: &Instance<'_>, options: &[AnswerOption], shown: &mut Shown) {
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
    pub(super) fn field(&self, shown: &mut Shown, item: &Item, answer: Option<&Value>) {
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

    pub(super) fn known(&self, path: &ItemPath, answers: &[Value]) -> Option<String> {
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
    pub(super) fn as_last(&self, instance: &Instance<'_>) -> Option<AsLast> {
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
}
