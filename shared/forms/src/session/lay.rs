//! Laying answers over the instances: a response that was populated, or the answers of a draft.

use serde_json::{Map, Value};

use super::{
    Origin, Session,
    state::InstanceIx,
    values::{takes, weigh},
};
use crate::{Form, ItemKind, input::Typed, items::read};

impl Session {
    /// Lays items over the set they belong to; answers that do not say where they came from are of origin `from`.
    /// What fits nowhere goes aside.
    pub(super) fn lay(
        &mut self,
        within: Option<(InstanceIx, usize)>,
        items: &[Value],
        from: &Origin,
        aside: &mut Vec<Value>,
    ) {
        let form = self.form.clone();
        let parent = within.map(|(id, _)| self.state.get(id).item);
        let mut seen: Vec<(&str, usize)> = Vec::new();
        for json in items {
            let link_id = read::text(json, "linkId").unwrap_or_default();
            let Some(ix) = form.child(parent, link_id) else {
                aside.push(json.clone());
                continue;
            };
            let nth = if let Some((_, count)) = seen.iter_mut().find(|(known, _)| *known == link_id) {
                *count += 1;
                *count
            } else {
                seen.push((link_id, 0));
                0
            };
            let id = self.instance(&form, within, ix, nth);
            match id {
                Some(id) if form.item(ix).kind == ItemKind::Group => {
                    self.lay(Some((id, 0)), read::list(json, "item"), from, aside);
                }
                Some(id) => self.lay_question(&form, id, json, from, aside),
                None => aside.push(json.clone()),
            }
        }
    }

    /// The n-th instance of an item in a set, made when it may be.
    fn instance(
        &mut self,
        form: &Form,
        within: Option<(InstanceIx, usize)>,
        ix: crate::ItemIx,
        nth: usize,
    ) -> Option<InstanceIx> {
        let slot = self.state.slot(within, ix)?;
        if let Some(id) = slot.list.get(nth) {
            return Some(*id);
        }
        if !form.item(ix).is_repeating_group() {
            return None;
        }
        self.state.add(form, within, ix)
    }

    fn lay_question(
        &mut self,
        form: &Form,
        id: InstanceIx,
        json: &Value,
        from: &Origin,
        aside: &mut Vec<Value>,
    ) {
        let item = form.item(self.state.get(id).item);
        let (mut answers, mut inner) = (Vec::new(), Vec::new());
        let mut origin = origin_of(json);
        for answer in read::list(json, "answer") {
            let mut bare = bare(answer);
            let fits = takes(item, &bare) && (item.repeats || answers.is_empty());
            if !fits {
                let mut lost = Map::new();
                lost.insert("linkId".into(), item.link_id.as_str().into());
                lost.insert("answer".into(), Value::Array(vec![answer.clone()]));
                aside.push(Value::Object(lost));
                continue;
            }
            origin = origin.or_else(|| origin_of_answer(answer));
            weigh(item, &mut bare);
            answers.push(bare);
            inner.push(read::list(answer, "item").to_vec());
        }
        if inner.is_empty() {
            inner.push(read::list(json, "item").to_vec());
        }
        let unmarked = if answers.is_empty() { Origin::default() } else { from.clone() };
        if !answers.is_empty() {
            self.state.put(form, id, answers);
        }
        if let Some(instance) = self.state.get_mut(id) {
            instance.origin = origin.unwrap_or(unmarked);
            let raw: Vec<(usize, Typed)> = read::list(json, "typed")
                .iter()
                .filter_map(|typed| {
                    let at = usize::try_from(read::whole(typed.get("at")?)?).ok()?;
                    Some((at, Typed::from_json(typed)?))
                })
                .collect();
            instance.raw = (!raw.is_empty()).then(|| Box::new(raw));
        }
        for (answer, items) in inner.into_iter().enumerate() {
            if !items.is_empty() {
                self.lay(Some((id, answer)), &items, from, aside);
            }
        }
    }

    /// All answers of a set, enabled or not, in the form of a response's items.
    pub(super) fn laid_out(&self, within: Option<(InstanceIx, usize)>) -> Vec<Value> {
        let mut items = Vec::new();
        for slot in self.state.slots(within) {
            let several = slot.list.len() > 1;
            for id in &slot.list {
                let instance = self.state.get(*id);
                let item = self.form.item(instance.item);
                let mut json = Map::new();
                json.insert("linkId".into(), item.link_id.as_str().into());
                if item.kind == ItemKind::Group {
                    let inner = self.laid_out(Some((*id, 0)));
                    if inner.is_empty() && !several {
                        continue;
                    }
                    json.insert("item".into(), Value::Array(inner));
                    items.push(Value::Object(json));
                    continue;
                }
                let answers: Vec<Value> = instance
                    .answers
                    .iter()
                    .enumerate()
                    .map(|(at, answer)| {
                        let mut answer = answer.clone();
                        let inner = self.laid_out(Some((*id, at)));
                        if let Some(object) = answer.as_object_mut().filter(|_| !inner.is_empty()) {
                            object.insert("item".into(), Value::Array(inner));
                        }
                        answer
                    })
                    .collect();
                if answers.is_empty() {
                    let inner = self.laid_out(Some((*id, 0)));
                    if !inner.is_empty() {
                        json.insert("item".into(), Value::Array(inner));
                    }
                } else {
                    json.insert("answer".into(), Value::Array(answers));
                }
                if let Some(origin) = origin_json(&instance.origin) {
                    json.insert("origin".into(), origin);
                }
                if let Some(raw) = &instance.raw {
                    let typed = raw.iter().map(|(at, typed)| {
                        let mut json = typed.to_json();
                        if let Some(object) = json.as_object_mut() {
                            object.insert("at".into(), (*at).into());
                        }
                        json
                    });
                    json.insert("typed".into(), typed.collect());
                }
                if json.len() > 1 {
                    items.push(Value::Object(json));
                }
            }
        }
        items
    }
}

/// An answer without what is within it and where it came from.
fn bare(answer: &Value) -> Value {
    let mut bare = answer.clone();
    if let Some(object) = bare.as_object_mut() {
        object.shift_remove("item");
        if let Some(extensions) = object.get_mut("extension").and_then(Value::as_array_mut) {
            extensions.retain(|extension| read::text(extension, "url") != Some(kangban_fhir::terms::ORIGIN));
            if extensions.is_empty() {
                object.shift_remove("extension");
            }
        }
    }
    bare
}

fn origin_json(origin: &Origin) -> Option<Value> {
    let mut json = Map::new();
    json.insert("code".into(), origin.code()?.into());
    if let Origin::Known { what, when } = origin {
        json.insert("what".into(), what.as_str().into());
        if let Some(when) = when {
            json.insert("when".into(), when.as_str().into());
        }
    }
    Some(Value::Object(json))
}

/// Where a draft's answers came from.
fn origin_of(json: &Value) -> Option<Origin> {
    let origin = json.get("origin")?;
    Some(match read::text(origin, "code")? {
        "initial" => Origin::Initial,
        "known" => Origin::Known {
            what: read::text(origin, "what").unwrap_or_default().to_owned(),
            when: read::text(origin, "when").map(str::to_owned),
        },
        "calculated" => Origin::Calculated,
        "as-last" => Origin::AsLast,
        _ => Origin::Patient,
    })
}

/// Where a populated answer came from.
fn origin_of_answer(answer: &Value) -> Option<Origin> {
    let extension = read::extension(answer, kangban_fhir::terms::ORIGIN)?;
    let part = |name: &str| read::extension_value(extension, name).and_then(Value::as_str);
    let code = extension.get("valueCode").and_then(Value::as_str).or_else(|| part("code"))?;
    Some(match code {
        "known" => Origin::Known {
            what: part("what").unwrap_or_default().to_owned(),
            when: part("when").map(str::to_owned),
        },
        "calculated" => Origin::Calculated,
        _ => Origin::Initial,
    })
}
