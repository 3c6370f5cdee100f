//! The way through a response beside its form, once, for all ways of extraction: they share allocated ids.

use std::collections::{HashMap, HashSet};

use kangban_fhirpath::Value as Item;
use serde_json::{Value, json};

use super::{
    ExtractInput, ExtractProblem, ExtractProblemKind, Extracted,
    definition::Target,
    entry::{self, Entry, Request},
    json::{list, part, sdc, text, value_text},
    observation::Inherited,
    world::{Unusable, Variables, World, text_value, variable},
};
use crate::Library;

/// The deepest items that are read; `Form::load` reports deeper ones.
const DEPTH: usize = 48;

/// A resource in the making. It keeps the place in the transaction that it got when it was begun.
pub(super) struct Draft {
    pub(super) entry: Entry,
    /// Whether it says anything.
    pub(super) keep: bool,
    /// Drafts it is derived from, when they are kept.
    pub(super) derived: Vec<usize>,
}

pub(super) struct Walk<'a> {
    pub(super) world: World<'a>,
    pub(super) ids: &'a mut dyn FnMut() -> String,
    pub(super) subject: Option<Value>,
    pub(super) author: Option<Value>,
    pub(super) library: Option<&'a dyn Library>,
    pub(super) drafts: Vec<Draft>,
    pub(super) targets: Vec<Target>,
    pub(super) problems: Vec<ExtractProblem>,
    /// The URNs made for this response.
    made: HashSet<String>,
    /// Whether any expression is evaluated, so that variables matter.
    expressive: bool,
}

/// An item of the form with one instance of it in the response.
#[derive(Clone, Copy)]
pub(super) struct Pair<'p> {
    pub(super) item: &'p Value,
    pub(super) instance: &'p Value,
}

impl<'p> Pair<'p> {
    pub(super) fn link_id(&self) -> &'p str {
        text(self.item, "linkId").unwrap_or_default()
    }

    pub(super) fn kind(&self) -> &'p str {
        text(self.item, "type").unwrap_or_default()
    }

    pub(super) fn answers(&self) -> &'p [Value] {
        list(self.instance, "answer")
    }

    pub(super) fn repeats(&self) -> bool {
        self.item.get("repeats").and_then(Value::as_bool).unwrap_or(false)
    }

    pub(super) fn is_group(&self) -> bool {
        self.kind() == "group"
    }

    /// The instance as the focus of expressions.
    pub(super) fn focus(&self) -> Item<'p> {
        Item::typed(self.instance, "QuestionnaireResponse.item")
    }

    /// Whether it, or anything in it, has an answer.
    pub(super) fn is_answered(&self) -> bool {
        answered(self.instance, 0)
    }
}

fn answered(instance: &Value, depth: usize) -> bool {
    depth <= 2 * DEPTH
        && (!list(instance, "answer").is_empty()
            || list(instance, "item").iter().any(|inner| answered(inner, depth + 1)))
}

/// The items of a level with their instances, in the form's order.
pub(super) fn pairs<'p>(items: &'p [Value], instances: &'p [Value]) -> Vec<Pair<'p>> {
    let mut by_link: HashMap<&str, Vec<&'p Value>> = HashMap::new();
    for instance in instances {
        by_link.entry(text(instance, "linkId").unwrap_or_default()).or_default().push(instance);
    }
    let of = |item: &'p Value| by_link.get(text(item, "linkId").unwrap_or_default());
    items
        .iter()
        .flat_map(|item| {
            of(item).into_iter().flatten().map(move |instance| Pair { item, instance }).collect::<Vec<_>>()
        })
        .collect()
}

/// Goes through the whole response.
pub(super) fn run(form: &Value, response: &Value, input: ExtractInput<'_>) -> Extracted {
    let ExtractInput { ids, clock, subject, author, library, known } = input;
    let mut walk = Walk {
        world: World { form, response, clock: &clock, known },
        ids,
        subject: response.get("subject").cloned().or(subject),
        author: response.get("author").cloned().or(author),
        library,
        drafts: Vec::new(),
        targets: Vec::new(),
        problems: Vec::new(),
        made: HashSet::new(),
        expressive: speaks(form, 0),
    };
    let status = text(response, "status").unwrap_or("completed");
    if matches!(status, "entered-in-error" | "stopped") {
        walk.report(None, ExtractProblemKind::Status(status.to_owned()));
    } else {
        walk.root();
    }
    walk.finish()
}

/// Whether any extension that holds an expression for extraction is in the form.
fn speaks(element: &Value, depth: usize) -> bool {
    const SPEAKING: [&str; 6] = [
        "definitionExtract",
        "definitionExtractValue",
        "templateExtract",
        "templateExtractBundle",
        "observationExtractEntry",
        "itemExtractionContext",
    ];
    depth <= DEPTH
        && (SPEAKING.iter().any(|name| sdc(element, name).next().is_some())
            || list(element, "item").iter().any(|item| speaks(item, depth + 1)))
}

impl Walk<'_> {
    /// Notes something that could not be extracted.
    pub(super) fn report(&mut self, link_id: Option<&str>, kind: ExtractProblemKind) {
        let problem = ExtractProblem { link_id: link_id.map(str::to_owned), kind };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Notes an expression that could not be used.
    pub(super) fn unusable(&mut self, link_id: Option<&str>, what: Unusable) {
        self.report(link_id, ExtractProblemKind::Expression { text: what.text, why: what.why });
    }

    /// Begins a resource.
    pub(super) fn begin(&mut self, entry: Entry, keep: bool) -> usize {
        self.drafts.push(Draft { entry, keep, derived: Vec::new() });
        self.drafts.len() - 1
    }

    fn root(&mut self) {
        let world = self.world;
        let focus = Item::of(world.response);
        let mut variables = Variables::new();
        self.allocate(world.form, &mut variables);
        if self.expressive {
            world.declare(world.form, std::slice::from_ref(&focus), &mut variables);
        }
        if sdc(world.form, "targetStructureMap").next().is_some() {
            self.report(None, ExtractProblemKind::StructureMap);
        }
        let inherited = self.at_root();
        let began = self.begin_targets(world.form, None, &focus, &variables);
        self.extract_values(world.form, None, &focus, &variables, Vec::new());
        let items = list(world.form, "item");
        self.level(items, list(world.response, "item"), &inherited, &variables, 0);
        self.end_targets(began);
        self.templates(world.form, None, &focus, &variables);
    }

    /// One level of items.
    pub(super) fn level(
        &mut self,
        items: &[Value],
        instances: &[Value],
        inherited: &Inherited,
        variables: &Variables,
        depth: usize,
    ) {
        if depth > DEPTH {
            self.report(None, ExtractProblemKind::TooDeep);
            return;
        }
        let pairs = pairs(items, instances);
        let inherited = inherited.with_subject(&pairs);
        for pair in pairs {
            if pair.repeats() && pair.answers().len() > 1 && begins_resources(pair.item) {
                // A repeating question begins its resources anew for each answer.
                for answer in pair.answers() {
                    let mut one = pair.instance.clone();
                    if let Some(object) = one.as_object_mut() {
                        object.insert("answer".to_owned(), json!([answer]));
                    }
                    self.visit(Pair { item: pair.item, instance: &one }, &inherited, variables, depth);
                }
            } else {
                self.visit(pair, &inherited, variables, depth);
            }
        }
    }

    fn visit(&mut self, pair: Pair<'_>, inherited: &Inherited, variables: &Variables, depth: usize) {
        let mut variables = variables.clone();
        self.allocate(pair.item, &mut variables);
        let focus = pair.focus();
        if self.expressive {
            self.world.declare(pair.item, std::slice::from_ref(&focus), &mut variables);
        }
        let link_id = Some(pair.link_id());
        let inherited = self.inherit(pair, inherited);
        let observed = self.observe(pair, &inherited, &variables);
        let answered = pair.is_answered();
        let began = if answered { self.begin_targets(pair.item, link_id, &focus, &variables) } else { 0 };
        let framed = self.define(pair, &focus, &variables);
        if pair.is_group() {
            let below = inherited.below(observed.first().copied().flatten());
            self.level(list(pair.item, "item"), list(pair.instance, "item"), &below, &variables, depth + 1);
        } else {
            for (at, answer) in pair.answers().iter().enumerate() {
                let below = inherited.below(observed.get(at).copied().flatten());
                self.level(list(pair.item, "item"), list(answer, "item"), &below, &variables, depth + 1);
            }
            // Some write the items of a question beside its answer.
            let beside = list(pair.instance, "item");
            if !beside.is_empty() {
                let below = inherited.below(observed.first().copied().flatten());
                self.level(list(pair.item, "item"), beside, &below, &variables, depth + 1);
            }
        }
        self.leave(framed);
        self.end_targets(began);
        if answered {
            self.templates(pair.item, link_id, &focus, &variables);
        }
    }

    /// Gives the ids that an element asks for.
    fn allocate(&mut self, element: &Value, variables: &mut Variables) {
        for extension in sdc(element, "extractAllocateId") {
            if let Some(name) = value_text(extension) {
                let id = self.urn();
                variables.push(variable(name, vec![text_value(&id)]));
            }
        }
    }

    /// A new URN.
    pub(super) fn urn(&mut self) -> String {
        let urn = entry::allocate(self.ids);
        self.made.insert(urn.clone());
        urn
    }

    /// What an extension says of the Bundle entry.
    pub(super) fn request(
        &mut self,
        extension: &Value,
        link_id: Option<&str>,
        focus: &Item<'_>,
        variables: &Variables,
    ) -> Request {
        let world = self.world;
        let mut read = |name: &str| {
            let said = value_text(part(extension, name)?)?;
            match world.text(said, vec![focus.clone()], variables) {
                Ok(text) => text,
                Err(what) => {
                    self.unusable(link_id, what);
                    None
                }
            }
        };
        Request {
            full_url: read("fullUrl"),
            resource_id: read("resourceId").map(|id| id.rsplit('/').next().unwrap_or_default().to_owned()),
            if_none_match: read("ifNoneMatch"),
            if_modified_since: read("ifModifiedSince"),
            if_match: read("ifMatch"),
            if_none_exist: read("ifNoneExist"),
        }
    }

    fn finish(mut self) -> Extracted {
        self.link_derived();
        let drafts = std::mem::take(&mut self.drafts);
        let entries = drafts.into_iter().filter(|draft| draft.keep).map(|draft| draft.entry).collect();
        let problems = &mut self.problems;
        let bundle = entry::bundle(entries, &self.made, self.ids, &mut |link_id, kind| {
            problems.push(ExtractProblem { link_id: link_id.map(str::to_owned), kind });
        });
        Extracted { bundle, problems: self.problems }
    }
}

/// Whether an item begins resources of its own, or ids for them.
fn begins_resources(item: &Value) -> bool {
    ["extractAllocateId", "definitionExtract", "itemExtractionContext", "templateExtract"]
        .iter()
        .any(|name| sdc(item, name).next().is_some())
}
