//! Filling in what is known before anybody answers (SDC, form population): by expressions and queries over what the
//! host gives, and by Observations with an item's code.

mod answer;
mod observation;
mod problem;
pub(crate) mod query;

use std::cell::Cell;

use kangban_fhir::terms;
use kangban_fhirpath::{Owned, Value as Item};
use serde_json::{Value, json};

use observation::latest;
pub use problem::PopulateProblem;

use crate::{
    Form, Launch,
    extract::{
        json::{self, Object, VARIABLE, choice, expression, extensions, list, part, sdc, text, value_text},
        world::{Found, Unusable, Variables, World, parse, variable},
    },
};

/// The deepest items that are filled in.
const DEPTH: usize = 48;
/// How often answers that build on answers are filled in anew.
const ROUNDS: usize = 4;
/// The most instances of a group that are made from what is known.
const INSTANCES: usize = 1000;

/// A response with what is known filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Populated {
    /// A `QuestionnaireResponse`, in-progress. Answers that were known carry the extension [`terms::ORIGIN`].
    pub response: Value,
    /// What could not be filled in, and why.
    pub problems: Vec<PopulateProblem>,
}

/// Fills in what is known.
pub fn populate(form: &Form, launch: &Launch) -> Populated {
    let questionnaire = form.questionnaire();
    let patient = launch.patient.as_ref();
    let mut response = Object::new();
    let mut put = |name: &str, value: Value| response.insert(name.to_owned(), value);
    put("resourceType", Value::from("QuestionnaireResponse"));
    put("id", Value::from(launch.id.as_str()));
    put("questionnaire", Value::from(form.canonical()));
    put("status", Value::from("in-progress"));
    if let Some(id) = patient.and_then(|patient| text(patient, "id")) {
        put("subject", json!({ "reference": format!("Patient/{id}") }));
    }
    if let Some(id) = launch.encounter.as_ref().and_then(|encounter| text(encounter, "id")) {
        put("encounter", json!({ "reference": format!("Encounter/{id}") }));
    }
    put("authored", Value::from(launch.clock.now.as_str()));
    if let Some(author) = &launch.authored_by {
        put("author", author.clone());
    }
    let head = Value::Object(response);
    let (known, nothing) = launched(questionnaire, launch);
    let (mut response, mut problems) = (head.clone(), Vec::new());
    // An expression may read answers that others fill in, so filling in is repeated until nothing changes.
    for _ in 0..ROUNDS {
        let world = World { form: questionnaire, response: &response, clock: &launch.clock, known: &known };
        let mut filling = Filling {
            world,
            form,
            resources: &launch.resources,
            patient,
            problems: Vec::new(),
            looked: Cell::new(false),
        };
        let items = filling.root(&nothing);
        let looked = filling.looked.get();
        problems = filling.problems;
        let mut next = head.clone();
        if let Some(object) = next.as_object_mut().filter(|_| !items.is_empty()) {
            object.insert("item".to_owned(), Value::Array(items));
        }
        let changed = response != next;
        response = next;
        if !(changed && looked) {
            break;
        }
    }
    Populated { response, problems }
}

/// The resources that expressions may name, and the names that were promised but not given.
fn launched(questionnaire: &Value, launch: &Launch) -> (Vec<(String, Value)>, Vec<String>) {
    let mut known: Vec<(String, Value)> = Vec::new();
    let given = [("patient", &launch.patient), ("user", &launch.user), ("encounter", &launch.encounter)];
    for (name, resource) in given {
        if let Some(resource) = resource {
            known.push((name.to_owned(), resource.clone()));
        }
    }
    let mut nothing = Vec::new();
    for context in sdc(questionnaire, "launchContext") {
        let name =
            part(context, "name").and_then(choice).and_then(|(_, name)| text(name, "code").or(name.as_str()));
        let Some(name) = name.filter(|name| known.iter().all(|(known, _)| known != name)) else { continue };
        let kinds: Vec<_> = extensions(context, "type").filter_map(value_text).collect();
        let given = given.into_iter().filter_map(|(_, resource)| resource.as_ref());
        let found = given
            .chain(&launch.resources)
            .find(|one| text(one, "resourceType").is_some_and(|kind| kinds.contains(&kind)));
        match found {
            Some(found) => known.push((name.to_owned(), found.clone())),
            None => nothing.push(name.to_owned()),
        }
    }
    (known, nothing)
}

struct Filling<'a> {
    world: World<'a>,
    form: &'a Form,
    resources: &'a [Value],
    patient: Option<&'a Value>,
    problems: Vec<PopulateProblem>,
    /// Whether an expression read the response itself.
    looked: Cell<bool>,
}

/// What an item's answer comes from.
struct Context<'c> {
    variables: &'c Variables,
    /// The Observation that an item above is answered from.
    observation: Option<&'c Value>,
    depth: usize,
}

impl Filling<'_> {
    fn report(&mut self, link_id: Option<&str>, expression: Option<&str>, why: impl Into<String>) {
        let problem = PopulateProblem {
            link_id: link_id.map(str::to_owned),
            expression: expression.map(str::to_owned),
            why: why.into(),
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn unusable(&mut self, link_id: Option<&str>, what: &Unusable) {
        self.report(link_id, Some(&what.text), what.why.as_str());
    }

    fn root(&mut self, nothing: &[String]) -> Vec<Value> {
        let form = self.world.form;
        let mut variables: Variables = nothing.iter().map(|name| variable(name, Vec::new())).collect();
        for extension in sdc(form, "sourceQueries") {
            let reference =
                extension.get("valueReference").and_then(|reference| text(reference, "reference"));
            let id = reference.unwrap_or_default().trim_start_matches('#');
            let batch = list(form, "contained").iter().find(|one| text(one, "id") == Some(id));
            match batch {
                Some(batch) => {
                    let answered = self.batch(batch, &variables);
                    variables.push(variable(id, vec![Item::of(&answered).to_owned()]));
                }
                None => self.report(None, None, format!("the queries {id} are not contained in the form")),
            }
        }
        self.declare(form, None, &mut variables);
        let context = Context { variables: &variables, observation: None, depth: 0 };
        self.items(list(form, "item"), &context)
    }

    /// Answers a batch of queries, entry by entry.
    fn batch(&mut self, batch: &Value, variables: &Variables) -> Value {
        let entries: Vec<_> = list(batch, "entry")
            .iter()
            .map(|entry| {
                let said = entry.get("request").and_then(|request| text(request, "url")).unwrap_or_default();
                match query::bundle(&self.world, said, self.resources, variables) {
                    Ok(found) => json!({ "resource": found }),
                    Err(what) => {
                        self.unusable(None, &what);
                        json!({ "resource": { "resourceType": "Bundle", "type": "searchset", "total": 0 } })
                    }
                }
            })
            .collect();
        json!({ "resourceType": "Bundle", "type": "batch-response", "entry": entries })
    }

    /// Adds the variables that an element declares, in their order.
    fn declare(&mut self, element: &Value, link_id: Option<&str>, variables: &mut Variables) {
        for extension in extensions(element, VARIABLE) {
            let Some(spoken) = expression(extension) else { continue };
            let Some(name) = spoken.name else { continue };
            let found = if spoken.is_fhirpath() {
                self.values(spoken.text, variables)
            } else if spoken.is_query() {
                self.look(spoken.text);
                query::bundle(&self.world, spoken.text, self.resources, variables)
                    .map(|found| vec![Item::of(&found).to_owned()])
            } else {
                self.report(link_id, Some(spoken.text), format!("{} is not evaluated here", spoken.language));
                continue;
            };
            // What fails is nothing, so that those who read it are filled in as far as they can be.
            let found = found.unwrap_or_else(|what| {
                self.unusable(link_id, &what);
                Vec::new()
            });
            variables.push(variable(name, found));
        }
    }

    /// Notes an expression that reads answers: only that can be different once more of them are filled in.
    fn look(&self, said: &str) {
        if ["item", "%resource", "%rootResource", "%context"].iter().any(|read| said.contains(read)) {
            self.looked.set(true);
        }
    }

    fn values(&self, said: &str, variables: &Variables) -> Result<Vec<Owned>, Unusable> {
        let parsed = parse(said)?;
        self.look(said);
        let focus = vec![Item::of(self.world.response)];
        let found = self.world.evaluate(&parsed, focus, variables)?;
        Ok(found.iter().map(Item::to_owned).collect())
    }

    fn items(&mut self, items: &[Value], context: &Context<'_>) -> Vec<Value> {
        if context.depth > DEPTH {
            return Vec::new();
        }
        items.iter().flat_map(|item| self.item(item, context)).collect()
    }

    fn item(&mut self, item: &Value, context: &Context<'_>) -> Vec<Value> {
        let link_id = text(item, "linkId").unwrap_or_default();
        match text(item, "type").unwrap_or_default() {
            "display" => return Vec::new(),
            "group" => return self.group(item, link_id, context),
            _ => {}
        }
        let mut variables = context.variables.clone();
        self.declare(item, Some(link_id), &mut variables);
        let linked = latest(
            item,
            self.world.form,
            self.patient,
            self.resources,
            self.world.clock,
            context.observation,
        );
        let mut answers = self.initial(item, link_id, &variables);
        if let (true, Some(known)) = (answers.is_empty(), &linked) {
            let found = Found { json: known.value.clone(), kind: known.kind.clone() };
            if let Some(answer) = self.answer(item, link_id, &found) {
                answers.push(from(answer, known.observation));
            }
        }
        if answers.is_empty() {
            answers = list(item, "initial").to_vec();
            let selected =
                |option: &&Value| option.get("initialSelected").and_then(Value::as_bool) == Some(true);
            if answers.is_empty() {
                answers = list(item, "answerOption").iter().filter(selected).filter_map(only_value).collect();
            }
        }
        let repeats = item.get("repeats").and_then(Value::as_bool).unwrap_or(false);
        if answers.len() > 1 && !repeats {
            self.report(Some(link_id), None, "there are several values for one answer; the first is taken");
            answers.truncate(1);
        }
        if answers.is_empty() {
            return Vec::new();
        }
        let observation = linked.as_ref().map(|known| known.observation).or(context.observation);
        let below = Context { variables: &variables, observation, depth: context.depth + 1 };
        let inner = self.items(list(item, "item"), &below);
        if let Some(first) = answers.first_mut().and_then(Value::as_object_mut).filter(|_| !inner.is_empty())
        {
            first.insert("item".to_owned(), Value::Array(inner));
        }
        vec![instance(item, "answer", answers)]
    }

    fn group(&mut self, item: &Value, link_id: &str, context: &Context<'_>) -> Vec<Value> {
        let repeats = item.get("repeats").and_then(Value::as_bool).unwrap_or(false);
        let mut rows: Vec<Option<(String, Vec<Owned>)>> = vec![None];
        for extension in sdc(item, "itemPopulationContext") {
            let Some(spoken) = expression(extension) else { continue };
            let found = if spoken.is_fhirpath() {
                self.values(spoken.text, context.variables)
            } else if spoken.is_query() {
                self.look(spoken.text);
                query::ask(&self.world, spoken.text, self.resources, context.variables)
                    .map(|found| found.iter().map(|one| Item::of(one).to_owned()).collect())
            } else {
                self.report(
                    Some(link_id),
                    Some(spoken.text),
                    format!("{} is not evaluated here", spoken.language),
                );
                continue;
            };
            let found = found.unwrap_or_else(|what| {
                self.unusable(Some(link_id), &what);
                Vec::new()
            });
            let Some(name) = spoken.name.map(str::to_owned) else { continue };
            rows = if repeats && !found.is_empty() {
                if found.len() > INSTANCES {
                    self.report(
                        Some(link_id),
                        None,
                        format!("only the first {INSTANCES} instances are made"),
                    );
                }
                found.into_iter().take(INSTANCES).map(|one| Some((name.clone(), vec![one]))).collect()
            } else {
                vec![Some((name, found))]
            };
        }
        let known = observation::of_group(
            item,
            self.world.form,
            self.patient,
            self.resources,
            self.world.clock,
            context.observation,
        );
        let mut made = Vec::new();
        for row in rows {
            let mut variables = context.variables.clone();
            variables.extend(row.map(|(name, values)| variable(&name, values)));
            self.declare(item, Some(link_id), &mut variables);
            let observation = known.or(context.observation);
            let below = Context { variables: &variables, observation, depth: context.depth + 1 };
            let inner = self.items(list(item, "item"), &below);
            if !inner.is_empty() {
                made.push(instance(item, "item", inner));
            }
        }
        made
    }

    /// What an item's initialExpression gives, as answers.
    fn initial(&mut self, item: &Value, link_id: &str, variables: &Variables) -> Vec<Value> {
        let Some(spoken) = sdc(item, "initialExpression").find_map(expression) else { return Vec::new() };
        let found = if spoken.is_fhirpath() {
            self.values(spoken.text, variables)
                .map(|found| found.iter().map(|one| Found::of(&one.value())).collect::<Vec<_>>())
        } else if spoken.is_query() {
            self.look(spoken.text);
            query::ask(&self.world, spoken.text, self.resources, variables).map(|found| {
                let found = found.iter().map(|one| Found::of(&Item::of(one)));
                found.collect()
            })
        } else {
            self.report(
                Some(link_id),
                Some(spoken.text),
                format!("{} is not evaluated here", spoken.language),
            );
            return Vec::new();
        };
        match found {
            Ok(found) => {
                let answers: Vec<_> =
                    found.iter().filter_map(|one| self.answer(item, link_id, one)).collect();
                answers.into_iter().map(marked).collect()
            }
            Err(what) => {
                self.unusable(Some(link_id), &what);
                Vec::new()
            }
        }
    }

    /// A value as an answer to an item.
    fn answer(&mut self, item: &Value, link_id: &str, found: &Found) -> Option<Value> {
        let options: Vec<Value> = self.form.with_link_id(link_id).map_or_else(Vec::new, |ix| {
            self.form.item(ix).options.list.iter().map(|option| option.value.clone()).collect()
        });
        let answer = answer::fit(item, found, &options);
        if answer.is_none() {
            let kind = text(item, "type").unwrap_or_default();
            self.report(
                Some(link_id),
                None,
                format!("a {} is no answer to a question of type {kind}", found.kind),
            );
        }
        answer
    }
}

/// An answer with the mark that it was known.
fn marked(mut answer: Value) -> Value {
    if let Some(object) = answer.as_object_mut() {
        object.insert("extension".to_owned(), json!([{ "url": terms::ORIGIN, "valueCode": "known" }]));
    }
    answer
}

/// An answer with the mark that it was known, from which Observation, and from when.
fn from(mut answer: Value, observation: &Value) -> Value {
    let mut parts = vec![json!({ "url": "code", "valueCode": "known" })];
    let what = text(observation, "id").map_or("Observation".to_owned(), |id| format!("Observation/{id}"));
    parts.push(json!({ "url": "what", "valueString": what }));
    let when = text(observation, "effectiveDateTime")
        .or_else(|| text(observation, "effectiveInstant"))
        .or_else(|| text(observation, "issued"));
    parts.extend(when.map(|when| json!({ "url": "when", "valueDateTime": when })));
    if let Some(object) = answer.as_object_mut() {
        object.insert("extension".to_owned(), json!([{ "url": terms::ORIGIN, "extension": parts }]));
    }
    answer
}

fn only_value(option: &Value) -> Option<Value> {
    let (kind, value) = choice(option)?;
    Some(json!({ (format!("value{kind}")): value }))
}

fn instance(item: &Value, name: &str, content: Vec<Value>) -> Value {
    let mut instance = Object::new();
    for copied in ["linkId", "text"] {
        if let Some(value) = item.get(copied) {
            instance.insert(copied.to_owned(), value.clone());
        }
    }
    instance.insert(name.to_owned(), Value::Array(content));
    let mut instance = Value::Object(instance);
    json::prune(&mut instance);
    instance
}

#[cfg(test)]
mod tests;
