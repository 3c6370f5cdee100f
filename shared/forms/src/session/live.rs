//! The response as it stands: one JSON value, patched in place as answers come and go. It holds what is enabled and
//! answered, and nothing else; expressions are evaluated on it.

use serde_json::{Map, Value};

use super::state::{InstanceIx, State};
use crate::{Form, ItemKind};

impl State {
    /// Where an instance stands among those of its set that are in the response.
    fn place(&self, id: InstanceIx) -> usize {
        let instance = self.get(id);
        let mut place = 0;
        for slot in self.slots(instance.parent) {
            for one in &slot.list {
                if *one == id {
                    return place;
                }
                if self.get(*one).present {
                    place += 1;
                }
            }
        }
        place
    }

    /// An instance's JSON in the response; `None` when it is not there.
    pub(crate) fn node<'a>(&self, live: &'a Value, id: InstanceIx) -> Option<&'a Value> {
        let instance = self.get(id);
        if !instance.present {
            return None;
        }
        let holder = match instance.parent {
            None => live,
            Some((parent, answer)) => {
                let node = self.node(live, parent)?;
                match node.get("answer") {
                    Some(answers) => answers.get(answer)?,
                    None => node,
                }
            }
        };
        holder.get("item")?.get(self.place(id))
    }

    /// One of a question's answers in a response laid out like the live one.
    pub(crate) fn answer_mut<'a>(
        &self,
        live: &'a mut Value,
        id: InstanceIx,
        answer: usize,
    ) -> Option<&'a mut Value> {
        self.node_mut(live, id)?.get_mut("answer")?.get_mut(answer)
    }

    fn node_mut<'a>(&self, live: &'a mut Value, id: InstanceIx) -> Option<&'a mut Value> {
        let place = self.place(id);
        self.holder_mut(live, id)?.get_mut("item")?.get_mut(place)
    }

    /// What holds the `item` list that an instance is, or would be, in.
    fn holder_mut<'a>(&self, live: &'a mut Value, id: InstanceIx) -> Option<&'a mut Value> {
        match self.get(id).parent {
            None => Some(live),
            Some((parent, answer)) => {
                let node = self.node_mut(live, parent)?;
                if node.get("answer").is_some() {
                    return node.get_mut("answer")?.get_mut(answer);
                }
                Some(node)
            }
        }
    }

    /// Brings the response up to date with one instance.
    pub(crate) fn refresh(&mut self, form: &Form, live: &mut Value, id: InstanceIx) {
        let instance = self.get(id);
        let (wanted, present) = (!instance.effective().is_empty(), instance.present);
        let kind = form.item(instance.item).kind;
        match (kind, wanted, present) {
            // A group comes with the first thing in it, and goes with the last or when it is disabled.
            (ItemKind::Group, _, true) if !instance.enabled => self.take_out(live, id),
            (ItemKind::Group | ItemKind::Display, ..) | (_, false, false) => {}
            (_, false, true) => self.take_out(live, id),
            (_, true, false) => {
                if self.put_in(form, live, id) {
                    self.write_answers(form, live, id);
                }
            }
            (_, true, true) => self.write_answers(form, live, id),
        }
    }

    /// Puts an instance into the response, and what it is in before it.
    fn put_in(&mut self, form: &Form, live: &mut Value, id: InstanceIx) -> bool {
        if let Some((parent, _)) = self.get(id).parent {
            let holder = self.get(parent);
            let is_group = form.item(holder.item).kind == ItemKind::Group;
            if !holder.enabled || (!holder.present && !is_group) {
                return false;
            }
            if !holder.present && !self.put_in(form, live, parent) {
                return false;
            }
        }
        let place = self.place(id);
        let Some(holder) = self.holder_mut(live, id).and_then(Value::as_object_mut) else { return false };
        let list = holder.entry("item").or_insert_with(|| Value::Array(Vec::new()));
        let Some(list) = list.as_array_mut() else { return false };
        let item = form.item(self.get(id).item);
        let mut node = Map::new();
        node.insert("linkId".into(), item.link_id.as_str().into());
        if let Some(text) = item.text.as_ref().filter(|label| !label.text.is_empty()) {
            node.insert("text".into(), text.text.as_str().into());
        }
        list.insert(place.min(list.len()), Value::Object(node));
        if let Some(instance) = self.get_mut(id) {
            instance.present = true;
        }
        true
    }

    fn write_answers(&mut self, form: &Form, live: &mut Value, id: InstanceIx) {
        let answers: Vec<Value> = self.get(id).answers.clone();
        let nests = !self.get(id).sets.is_empty();
        let Some(node) = self.node_mut(live, id).and_then(Value::as_object_mut) else { return };
        node.insert("answer".into(), Value::Array(answers));
        if !nests {
            return;
        }
        // What is within is written anew: it may have moved with its answer.
        let within: Vec<InstanceIx> =
            self.get(id).sets.iter().flatten().flat_map(|slot| slot.list.iter().copied()).collect();
        for inner in &within {
            self.forget(*inner);
        }
        for inner in within {
            self.write(form, live, inner);
        }
    }

    /// Writes an instance and all that is within that is enabled and answered.
    fn write(&mut self, form: &Form, live: &mut Value, id: InstanceIx) {
        self.refresh(form, live, id);
        if form.item(self.get(id).item).kind == ItemKind::Group {
            let within: Vec<InstanceIx> =
                self.get(id).sets.iter().flatten().flat_map(|slot| slot.list.iter().copied()).collect();
            for inner in within {
                self.write(form, live, inner);
            }
        }
    }

    /// Takes an instance out of the response, and what it was in when nothing is left there.
    pub(crate) fn take_out(&mut self, live: &mut Value, id: InstanceIx) {
        if !self.get(id).present {
            return;
        }
        let place = self.place(id);
        let mut is_empty = false;
        let mut holds_answers = false;
        if let Some(holder) = self.holder_mut(live, id).and_then(Value::as_object_mut) {
            if let Some(list) = holder.get_mut("item").and_then(Value::as_array_mut) {
                if place < list.len() {
                    list.remove(place);
                }
                is_empty = list.is_empty();
            }
            if is_empty {
                holder.shift_remove("item");
            }
            holds_answers = !holder.contains_key("linkId");
        }
        self.forget(id);
        let parent = self.get(id).parent;
        if let Some((parent, _)) = parent.filter(|_| is_empty && !holds_answers) {
            self.take_out(live, parent);
        }
    }

    /// Notes that an instance and all within are not in the response.
    fn forget(&mut self, id: InstanceIx) {
        let mut gone = Vec::new();
        self.visit(id, &mut |inner| gone.push(inner));
        for inner in gone {
            if let Some(inner) = self.get_mut(inner) {
                inner.present = false;
            }
        }
    }
}
