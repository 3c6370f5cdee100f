//! Observation-based extraction: an answer is the value of an Observation with the item's codes.

use kangban_fhir::{DateTime, Instant, terms};
use serde_json::{Value, json};

use super::{
    ExtractProblemKind,
    entry::{Entry, Request},
    json::{Object, UNIT, choice, extensions, list, part, sdc, text, type_of_suffix, value_text},
    walk::{Pair, Walk},
    world::Variables,
};

/// `isSubject` on an item of a response.
const IS_SUBJECT: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaireresponse-isSubject";

/// How an item's Observation belongs to the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// It is not extracted.
    Off,
    /// It stands on its own.
    Independent,
    /// It is a component of the one above.
    Component,
    /// The one above has it as a member.
    Member,
    /// It is derived from the one above.
    Derived,
}

/// What an item takes over from those above it.
#[derive(Debug, Clone)]
pub(super) struct Inherited {
    relation: Relation,
    /// Whether the item itself says so.
    own: bool,
    categories: Vec<Value>,
    subject: Option<Value>,
    parent: Option<usize>,
}

impl Inherited {
    /// The same for the items below, whose parent is the draft just made, or the one there was.
    pub(super) fn below(&self, draft: Option<usize>) -> Self {
        let relation = match self.relation {
            Relation::Off => Relation::Off,
            // How one item belongs to its parent says nothing of those below it.
            _ => Relation::Independent,
        };
        Self { relation, own: false, parent: draft.or(self.parent), ..self.clone() }
    }

    /// A reference answer of an item that names the subject holds for its whole level.
    pub(super) fn with_subject(&self, pairs: &[Pair<'_>]) -> Self {
        let names = |pair: &&Pair<'_>| {
            // The form says it, or the response itself.
            let said = sdc(pair.item, "isSubject").chain(extensions(pair.instance, IS_SUBJECT));
            said.filter_map(choice).any(|(_, value)| value.as_bool() == Some(true))
        };
        let subject =
            pairs.iter().filter(names).find_map(|pair| pair.answers().first()?.get("valueReference"));
        Self { subject: subject.cloned().or_else(|| self.subject.clone()), ..self.clone() }
    }
}

impl Walk<'_> {
    /// What the form itself says for all its items.
    pub(super) fn at_root(&mut self) -> Inherited {
        let relation = self.relation(self.world.form, None).unwrap_or(Relation::Off);
        let relation = if relation == Relation::Off { relation } else { Relation::Independent };
        Inherited {
            relation,
            own: false,
            categories: categories(self.world.form).unwrap_or_default(),
            subject: self.subject.clone(),
            parent: None,
        }
    }

    /// What holds for one item.
    pub(super) fn inherit(&mut self, pair: Pair<'_>, above: &Inherited) -> Inherited {
        let own = self.relation(pair.item, Some(pair.link_id()));
        Inherited {
            relation: own.unwrap_or(above.relation),
            own: own.is_some(),
            categories: categories(pair.item).unwrap_or_else(|| above.categories.clone()),
            ..above.clone()
        }
    }

    /// What `observationExtract` on an element says.
    fn relation(&mut self, element: &Value, link_id: Option<&str>) -> Option<Relation> {
        let said: Vec<_> = sdc(element, "observationExtract").filter_map(choice).collect();
        let flag = said.iter().find_map(|(_, value)| value.as_bool());
        let code = said.iter().find_map(|(_, value)| value.as_str());
        if flag.is_some() && code.is_some() {
            let why = "both a yes or no and a relation; the relation is taken".to_owned();
            self.report(link_id, ExtractProblemKind::Relation(why));
        }
        match code {
            Some("component") => Some(Relation::Component),
            Some("member") => Some(Relation::Member),
            Some("derived") => Some(Relation::Derived),
            Some("independent") => Some(Relation::Independent),
            Some(other) => {
                self.report(
                    link_id,
                    ExtractProblemKind::Relation(format!("`{other}`, which is no relation")),
                );
                None
            }
            None => flag.map(|yes| if yes { Relation::Independent } else { Relation::Off }),
        }
    }

    /// Makes the Observations of one item: for each answer the draft, for a group its one draft.
    pub(super) fn observe(
        &mut self,
        pair: Pair<'_>,
        inherited: &Inherited,
        variables: &Variables,
    ) -> Vec<Option<usize>> {
        let link_id = Some(pair.link_id());
        let (codes, tagged) = codes(pair.item);
        let relation = match inherited.relation {
            Relation::Off if tagged && !inherited.own => Relation::Independent,
            relation => relation,
        };
        if relation == Relation::Off {
            return Vec::new();
        }
        if pair.kind() == "display" {
            if inherited.own {
                self.report(link_id, ExtractProblemKind::Display);
            }
            return Vec::new();
        }
        if codes.is_empty() {
            if inherited.own && (pair.is_group() || !pair.answers().is_empty()) {
                self.report(link_id, ExtractProblemKind::NoCode);
            }
            return Vec::new();
        }
        let code = concept(pair.item, &codes);
        if pair.is_group() {
            // A group's Observation is there for what belongs to it: without that it is not kept.
            let draft = self.draft(pair, code, inherited, variables);
            let related = self.relate(draft, relation, inherited, link_id);
            return vec![related.or(Some(draft))];
        }
        let mut drafts = Vec::new();
        for answer in pair.answers() {
            let made = if is_known(pair.item, answer, self.world.form) {
                None
            } else {
                self.answer(pair, answer, &code, relation, inherited, variables)
            };
            drafts.push(made);
        }
        drafts
    }

    fn answer(
        &mut self,
        pair: Pair<'_>,
        answer: &Value,
        code: &Value,
        relation: Relation,
        inherited: &Inherited,
        variables: &Variables,
    ) -> Option<usize> {
        let link_id = Some(pair.link_id());
        let (suffix, value) = choice(answer)?;
        let Some((name, value)) = observed(suffix, value, pair.item) else {
            let kind = ExtractProblemKind::ObservationValue(type_of_suffix(suffix));
            self.report(link_id, kind);
            return None;
        };
        let parent = inherited.parent;
        if relation == Relation::Component {
            if let Some(parent) = parent.and_then(|at| self.drafts.get_mut(at)) {
                let component = json!({ "code": code, (name): value });
                push(&mut parent.entry.resource, "component", component);
                parent.keep = true;
                // What is below a component belongs to the Observation that holds it.
                return None;
            }
            self.report(link_id, ExtractProblemKind::NoParent);
        }
        let draft = self.draft(pair, code.clone(), inherited, variables);
        if let Some(one) = self.drafts.get_mut(draft) {
            one.entry.resource.insert(name, value);
            one.keep = true;
        }
        if relation != Relation::Component {
            self.relate(draft, relation, inherited, link_id);
        }
        Some(draft)
    }

    /// Ties an Observation to the one above it. Gives that one when the Observation itself has no life of its own.
    fn relate(
        &mut self,
        draft: usize,
        relation: Relation,
        inherited: &Inherited,
        link_id: Option<&str>,
    ) -> Option<usize> {
        match (relation, inherited.parent) {
            (Relation::Member, Some(parent)) => {
                let full_url = self.drafts.get(draft)?.entry.request.full_url.clone()?;
                let above = self.drafts.get_mut(parent)?;
                push(&mut above.entry.resource, "hasMember", json!({ "reference": full_url }));
                above.keep = true;
                None
            }
            (Relation::Derived, Some(parent)) => {
                self.drafts.get_mut(draft)?.derived.push(parent);
                None
            }
            // A group that is a component has no Observation: its items are components of the one above.
            (Relation::Component, Some(parent)) => Some(parent),
            (Relation::Member | Relation::Derived | Relation::Component, None) => {
                self.report(link_id, ExtractProblemKind::NoParent);
                None
            }
            _ => None,
        }
    }

    fn draft(&mut self, pair: Pair<'_>, code: Value, inherited: &Inherited, variables: &Variables) -> usize {
        let link_id = pair.link_id();
        let mut request = match sdc(pair.item, "observationExtractEntry").next() {
            Some(said) => self.request(said, Some(link_id), &pair.focus(), variables),
            None => Request::default(),
        };
        if request.full_url.is_none() {
            request.full_url = Some(self.urn());
        }
        let resource = self.observation(code, inherited);
        self.begin(Entry { resource, request, link_id: Some(link_id.to_owned()) }, false)
    }

    /// An Observation with everything but its value.
    fn observation(&self, code: Value, inherited: &Inherited) -> Object {
        let response = self.world.response;
        let mut object = Object::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                object.insert(name.to_owned(), value);
            }
        };
        put("resourceType", Some(Value::from("Observation")));
        put("basedOn", response.get("basedOn").cloned());
        put("partOf", part_of(response));
        let status = match text(response, "status") {
            Some("amended") => "amended",
            Some("in-progress") => "preliminary",
            _ => "final",
        };
        put("status", Some(Value::from(status)));
        let categories = if inherited.categories.is_empty() {
            vec![json!({ "coding": [{ "system": terms::OBSERVATION_CATEGORY, "code": "survey" }] })]
        } else {
            inherited.categories.clone()
        };
        put("category", Some(Value::Array(categories)));
        put("code", Some(code));
        put("subject", inherited.subject.clone());
        put("encounter", response.get("encounter").cloned());
        let authored = text(response, "authored").filter(|authored| DateTime::parse(authored).is_ok());
        let moment = authored.unwrap_or(self.world.clock.now.as_str());
        put("effectiveDateTime", Some(Value::from(moment)));
        put("issued", Instant::parse(moment).is_ok().then(|| Value::from(moment)));
        put("performer", self.author.clone().map(|author| json!([author])));
        let source =
            text(response, "id").map(|id| json!([{ "reference": format!("QuestionnaireResponse/{id}") }]));
        put("derivedFrom", source);
        object
    }

    /// Ties what is derived to those above it that are kept.
    pub(super) fn link_derived(&mut self) {
        for at in 0..self.drafts.len() {
            let Some(draft) = self.drafts.get(at) else { continue };
            let sources: Vec<_> = draft
                .derived
                .iter()
                .filter_map(|parent| self.drafts.get(*parent).filter(|parent| parent.keep))
                .filter_map(|parent| parent.entry.request.full_url.clone())
                .collect();
            if let Some(draft) = self.drafts.get_mut(at) {
                for source in sources {
                    push(&mut draft.entry.resource, "derivedFrom", json!({ "reference": source }));
                }
            }
        }
    }
}

fn push(object: &mut Object, name: &str, value: Value) {
    let all = object.entry(name.to_owned()).or_insert_with(|| json!([]));
    if let Some(all) = all.as_array_mut() {
        all.push(value);
    }
}

/// The categories that an element says, when it says any.
fn categories(element: &Value) -> Option<Vec<Value>> {
    let said: Vec<_> = sdc(element, "observation-extract-category")
        .filter_map(|extension| extension.get("valueCodeableConcept").cloned())
        .collect();
    (!said.is_empty()).then_some(said)
}

/// The codes to extract an item with, and whether they themselves say that they are to be extracted. When some of
/// an item's codes are marked, only those count.
fn codes(item: &Value) -> (Vec<Value>, bool) {
    let marked = |code: &&Value| {
        let said = sdc(code, "observationExtract").next().and_then(choice);
        said.is_some_and(|(_, value)| value.as_bool().unwrap_or(value.is_string()))
    };
    let all = list(item, "code");
    let tagged: Vec<_> = all.iter().filter(marked).collect();
    let some = !tagged.is_empty();
    let chosen = if some { tagged } else { all.iter().collect() };
    (chosen.into_iter().map(without_mark).collect(), some)
}

fn without_mark(code: &Value) -> Value {
    let mut code = code.clone();
    if let Some(object) = code.as_object_mut() {
        let rest: Vec<_> = list(&Value::Object(object.clone()), "extension")
            .iter()
            .filter(|one| !text(one, "url").is_some_and(|url| url.ends_with("-observationExtract")))
            .cloned()
            .collect();
        object.shift_remove("extension");
        if !rest.is_empty() {
            object.insert("extension".to_owned(), Value::Array(rest));
        }
    }
    code
}

fn concept(item: &Value, codes: &[Value]) -> Value {
    let mut concept = json!({ "coding": codes });
    if let (Some(text), Some(object)) = (text(item, "text"), concept.as_object_mut()) {
        object.insert("text".to_owned(), Value::from(text));
    }
    concept
}

/// Whether an answer is what an Observation said already: filled in from it, and left as it was.
fn is_known(item: &Value, answer: &Value, form: &Value) -> bool {
    let linked = [item, form].iter().any(|element| sdc(element, "observationLinkPeriod").next().is_some());
    let says = |origin| value_text(origin).or_else(|| value_text(part(origin, "code")?));
    let known = || extensions(answer, terms::ORIGIN).any(|origin| says(origin) == Some("known"));
    linked && known()
}

/// `partOf` as far as an Observation may have it: not of another Observation.
fn part_of(response: &Value) -> Option<Value> {
    let allowed = |part: &&Value| {
        let to = text(part, "reference").unwrap_or_default();
        text(part, "type") != Some("Observation") && !to.split('/').any(|step| step == "Observation")
    };
    let parts: Vec<_> = list(response, "partOf").iter().filter(allowed).cloned().collect();
    (!parts.is_empty()).then_some(Value::Array(parts))
}

/// An answer as an Observation's `value[x]`: the element's name and its value.
fn observed(suffix: &str, value: &Value, item: &Value) -> Option<(String, Value)> {
    let unit = extensions(item, UNIT).next().and_then(|extension| extension.get("valueCoding"));
    let (suffix, value) = match suffix {
        "Decimal" => ("Quantity", quantity(json!({ "value": value }), unit)),
        "Integer" if unit.is_some() => ("Quantity", quantity(json!({ "value": value }), unit)),
        "Quantity" => ("Quantity", quantity(value.clone(), unit)),
        "Coding" => {
            let mut concept = json!({ "coding": [value] });
            if let (Some(text), Some(object)) = (text(value, "display"), concept.as_object_mut()) {
                object.insert("text".to_owned(), Value::from(text));
            }
            ("CodeableConcept", concept)
        }
        // What a patient writes instead of choosing is the same answer, only not coded.
        "String" if text(item, "type") == Some("open-choice") => {
            ("CodeableConcept", json!({ "text": value }))
        }
        "String" | "Uri" | "Url" => ("String", value.clone()),
        "Date" | "DateTime" => ("DateTime", value.clone()),
        "Boolean" | "Integer" | "Time" => (suffix, value.clone()),
        _ => return None,
    };
    Some((format!("value{suffix}"), value))
}

/// A quantity with the item's unit, where it has none itself.
fn quantity(mut value: Value, unit: Option<&Value>) -> Value {
    let (Some(object), Some(unit)) = (value.as_object_mut(), unit) else { return value };
    if object.contains_key("unit") || object.contains_key("code") {
        return value;
    }
    if let Some(said) = text(unit, "display").or(text(unit, "code")) {
        object.insert("unit".to_owned(), Value::from(said));
    }
    for name in ["system", "code"] {
        if let Some(said) = text(unit, name) {
            object.insert(name.to_owned(), Value::from(said));
        }
    }
    value
}
