//! Definition-based extraction: an item says which element of a resource it is.

use kangban_fhirpath::{Value as Item, model::TypeId};
use serde_json::{Value, json};

use super::{
    ExtractProblemKind,
    entry::{Entry, Request},
    json::{
        UNIT, choice, expression, extensions, list, overlay, part, prune, sdc, text, type_of_suffix,
        unversioned,
    },
    place::{Frame, Segment, Step, Write, segments},
    profile,
    r4::{self, Holds},
    walk::{Pair, Walk},
    world::{Found, Variables},
};

const BASE: [&str; 2] = ["http://hl7.org/fhir/StructureDefinition/", "http://hl7.org/fhir/"];

/// A resource being made from definitions.
pub(super) struct Target {
    draft: usize,
    pub(super) json: Value,
    /// The resources that are changed: the one whose id is answered, of the whole form also the only one.
    bases: Vec<Value>,
    kind: TypeId,
    /// The profile it is made for; definitions that name it belong here. None: any definition of its type does.
    canonical: Option<String>,
    request: Request,
    link_id: Option<String>,
    /// Where items write: the resource, and inside it the element of each group on the way.
    pub(super) frames: Vec<Frame>,
    /// The slices that were made, to be completed from the profile.
    pub(super) slices: Vec<(Vec<Step>, Vec<Segment>)>,
}

impl Target {
    /// The resource that is changed, if one is.
    fn base(&mut self) -> Option<Value> {
        let id = text(&self.json, "id");
        let at = match id {
            Some(id) => self.bases.iter().position(|one| text(one, "id") == Some(id))?,
            None if self.bases.len() == 1 && self.link_id.is_none() => 0,
            None => return None,
        };
        Some(self.bases.swap_remove(at))
    }
}

/// Frames to be left after an item: which targets have one more.
pub(super) type Framed = Vec<usize>;

/// Where a definition leads: the target, its frame, and the way from there.
struct Lead {
    target: usize,
    frame: usize,
    way: Vec<Segment>,
}

impl Walk<'_> {
    /// Begins the resources that an element asks for; how many.
    pub(super) fn begin_targets(
        &mut self,
        element: &Value,
        link_id: Option<&str>,
        focus: &Item<'_>,
        variables: &Variables,
    ) -> usize {
        let before = self.targets.len();
        for extension in sdc(element, "definitionExtract") {
            // Some write the definition as the extension's own value.
            let said = part(extension, "definition").unwrap_or(extension);
            let Some((suffix, Value::String(said))) = choice(said) else {
                self.report(link_id, ExtractProblemKind::Incomplete("definitionExtract"));
                continue;
            };
            let request = self.request(extension, link_id, focus, variables);
            if suffix == "Code" {
                self.begin_target(said, None, request, link_id);
            } else {
                let kind = self.type_of_profile(element, said);
                match kind {
                    Some(kind) => self.begin_target(&kind, Some(said), request, link_id),
                    None => self.report(link_id, ExtractProblemKind::Profile(said.clone())),
                }
            }
        }
        for name in ["itemExtractionContext", "itemContext"] {
            for extension in sdc(element, name) {
                self.begin_context(extension, link_id, focus, variables);
            }
        }
        self.targets.len() - before
    }

    /// The older extension: a type, or an expression for resources to be changed.
    fn begin_context(
        &mut self,
        extension: &Value,
        link_id: Option<&str>,
        focus: &Item<'_>,
        variables: &Variables,
    ) {
        let Some((suffix, value)) = choice(extension) else {
            self.report(link_id, ExtractProblemKind::Incomplete("itemExtractionContext"));
            return;
        };
        if let Some(kind) = value.as_str() {
            if suffix == "Code" || r4::resource(kind).is_some() {
                self.begin_target(kind, None, Request::default(), link_id);
            }
            return;
        }
        let Some(spoken) = expression(extension) else {
            self.report(link_id, ExtractProblemKind::Incomplete("itemExtractionContext"));
            return;
        };
        if spoken.is_fhirpath() {
            match self.world.find(spoken.text, vec![focus.clone()], variables) {
                Ok(found) => {
                    let resources: Vec<_> = found.into_iter().map(|one| one.json).collect();
                    let kind = resources.iter().find_map(|one| text(one, "resourceType")).map(str::to_owned);
                    if let Some(kind) = kind {
                        self.begin_target(&kind, None, Request::default(), link_id);
                        self.start_from(resources);
                    }
                }
                Err(what) => self.unusable(link_id, what),
            }
        } else if spoken.is_query() {
            let kind = spoken.text.trim_start_matches('/').split(['?', '/']).next().unwrap_or_default();
            self.begin_target(kind, None, Request::default(), link_id);
            // The resources that the query would find are changed, when the host gave them. A type alone asks for
            // a new one.
            let asks = spoken.text.contains(['?', '/']);
            let found = asks.then(|| crate::populate::query::ask(&self.world, spoken.text, &[], variables));
            let found = found.and_then(Result::ok);
            self.start_from(found.unwrap_or_default());
        } else {
            self.report(link_id, ExtractProblemKind::Language(spoken.language.to_owned()));
        }
    }

    fn start_from(&mut self, resources: Vec<Value>) {
        if let Some(target) = self.targets.last_mut() {
            let kind = target.kind.name();
            target.bases = resources;
            target.bases.retain(|one| text(one, "resourceType") == Some(kind));
        }
    }

    fn begin_target(&mut self, kind: &str, canonical: Option<&str>, request: Request, link_id: Option<&str>) {
        let Some(kind) = r4::resource(kind) else {
            self.report(link_id, ExtractProblemKind::ResourceType(kind.to_owned()));
            return;
        };
        let json = json!({ "resourceType": kind.name() });
        let entry = Entry {
            resource: super::json::Object::new(),
            request: Request::default(),
            link_id: link_id.map(str::to_owned),
        };
        let draft = self.begin(entry, false);
        let root = vec![Segment { name: kind.name().to_owned(), slice: None }];
        self.targets.push(Target {
            draft,
            json,
            bases: Vec::new(),
            kind,
            canonical: canonical.map(str::to_owned),
            request,
            link_id: link_id.map(str::to_owned),
            frames: vec![Frame::new(root, Vec::new(), kind)],
            slices: Vec::new(),
        });
    }

    /// The resource type of a profile: as the library says, as its URL says when it is R4's own, or as the
    /// definitions below it say.
    fn type_of_profile(&self, element: &Value, canonical: &str) -> Option<String> {
        let known = self.library.and_then(|library| library.find(canonical));
        if let Some(kind) = known.and_then(|profile| text(profile, "type")) {
            return Some(kind.to_owned());
        }
        let own = BASE.iter().find_map(|base| unversioned(canonical).strip_prefix(base));
        if let Some(kind) = own.filter(|kind| r4::resource(kind).is_some()) {
            return Some(kind.to_owned());
        }
        named_below(element, unversioned(canonical), 0)
    }

    /// Ends the last `count` resources.
    pub(super) fn end_targets(&mut self, count: usize) {
        for _ in 0..count {
            let Some(mut target) = self.targets.pop() else { return };
            let found = target.canonical.as_deref().and_then(|canonical| self.library?.find(canonical));
            if let Some(profile) = found {
                profile::complete(profile, &mut target.json, &target.slices);
                let own = target.canonical.as_deref().map(unversioned).unwrap_or_default();
                let base = BASE.iter().any(|base| own.strip_prefix(base) == Some(target.kind.name()));
                if let Some(object) = target.json.as_object_mut().filter(|_| !base) {
                    let meta = object.entry("meta").or_insert_with(|| json!({}));
                    if let Some(meta) = meta.as_object_mut() {
                        meta.insert("profile".to_owned(), json!([own]));
                    }
                }
            }
            prune(&mut target.json);
            if let Some(mut base) = target.base() {
                overlay(&mut base, target.json);
                target.json = base;
            }
            let Value::Object(resource) = target.json else { continue };
            let says = resource.keys().any(|name| !matches!(name.as_str(), "resourceType" | "id" | "meta"));
            if let Some(draft) = self.drafts.get_mut(target.draft) {
                draft.entry = Entry { resource, request: target.request, link_id: target.link_id };
                draft.keep = says;
            }
        }
    }

    /// Where a definition leads, from the innermost resource and element outwards.
    fn lead(&self, definition: &str) -> Option<Lead> {
        let (canonical, path) = match definition.split_once('#') {
            Some((canonical, path)) => (Some(unversioned(canonical)), path),
            None if definition.contains("://") => return None,
            None => (None, definition),
        };
        let way = segments(path);
        let root = way.first()?;
        let targets = || self.targets.iter().enumerate().rev();
        // First the resource for exactly this profile, then one of its type, then a part of a datatype.
        let exact = targets().find(|(_, target)| {
            let own = target.canonical.as_deref().map(unversioned);
            own.is_some() && own == canonical && target.kind.name() == root.name
        });
        let loose = || targets().find(|(_, target)| target.kind.name() == root.name);
        if let Some((at, target)) = exact.or_else(loose) {
            let frame = target.frames.iter().rposition(|frame| frame.holds(&way))?;
            let done = target.frames.get(frame)?.at.len();
            return Some(Lead { target: at, frame, way: way.get(done..)?.to_vec() });
        }
        targets().find_map(|(at, target)| {
            let frame = target.frames.iter().rposition(|frame| frame.kind.name() == root.name)?;
            (way.len() > 1).then(|| Lead { target: at, frame, way: way[1..].to_vec() })
        })
    }

    /// Writes what an element's `definitionExtractValue`s say, together with what an answer says.
    pub(super) fn extract_values(
        &mut self,
        element: &Value,
        link_id: Option<&str>,
        focus: &Item<'_>,
        variables: &Variables,
        answers: Vec<(String, Vec<Found>)>,
    ) {
        let mut said = self.values(element, link_id, focus, variables);
        said.extend(answers);
        let unit = extensions(element, UNIT).next().and_then(|extension| extension.get("valueCoding"));
        let mut by_place: Vec<((usize, usize), Vec<Write>)> = Vec::new();
        for (definition, found) in said {
            let Some(lead) = self.lead(&definition) else {
                self.report(link_id, ExtractProblemKind::Definition(definition));
                continue;
            };
            let Some(target) = self.targets.get(lead.target) else { continue };
            let Some(frame) = target.frames.get(lead.frame) else { continue };
            match Write::new(frame.kind, lead.way, &found, unit) {
                Ok(write) => {
                    let place = (lead.target, lead.frame);
                    match by_place.iter_mut().find(|(known, _)| *known == place) {
                        Some((_, writes)) => writes.push(write),
                        None => by_place.push((place, vec![write])),
                    }
                }
                Err(None) => self.report(link_id, ExtractProblemKind::Definition(definition)),
                Err(Some(kind)) => self.report(link_id, kind),
            }
        }
        for ((target, frame), writes) in by_place {
            self.write(target, frame, &writes, link_id);
        }
    }

    fn write(&mut self, target: usize, frame: usize, writes: &[Write], link_id: Option<&str>) {
        let library = self.library;
        let Some(one) = self.targets.get_mut(target) else { return };
        let profile = one.canonical.as_deref().and_then(|canonical| library?.find(canonical));
        let mut problems = Vec::new();
        one.apply(frame, writes, profile, &mut problems);
        for problem in problems {
            self.report(link_id, problem);
        }
    }

    /// The definitions and values of an element's `definitionExtractValue`s.
    fn values(
        &mut self,
        element: &Value,
        link_id: Option<&str>,
        focus: &Item<'_>,
        variables: &Variables,
    ) -> Vec<(String, Vec<Found>)> {
        let mut values = Vec::new();
        for extension in sdc(element, "definitionExtractValue") {
            let definition = part(extension, "definition").and_then(super::json::value_text);
            let fixed = part(extension, "fixed-value").and_then(choice);
            let spoken = part(extension, "expression").and_then(expression);
            let (Some(definition), true) = (definition, fixed.is_some() || spoken.is_some()) else {
                self.report(link_id, ExtractProblemKind::Incomplete("definitionExtractValue"));
                continue;
            };
            if let Some((suffix, value)) = fixed {
                let found = Found { json: value.clone(), kind: type_of_suffix(suffix) };
                values.push((definition.to_owned(), vec![found]));
                continue;
            }
            let Some(spoken) = spoken else { continue };
            if !spoken.is_fhirpath() {
                self.report(link_id, ExtractProblemKind::Language(spoken.language.to_owned()));
                continue;
            }
            match self.world.find(spoken.text, vec![focus.clone()], variables) {
                Ok(found) if found.is_empty() => {}
                Ok(found) => values.push((definition.to_owned(), found)),
                Err(what) => self.unusable(link_id, what),
            }
        }
        values
    }

    /// Writes what one item says into the resources, and enters the elements that its inner items belong to.
    pub(super) fn define(&mut self, pair: Pair<'_>, focus: &Item<'_>, variables: &Variables) -> Framed {
        let link_id = Some(pair.link_id());
        if !pair.is_answered() {
            return Framed::new();
        }
        if self.targets.is_empty() {
            // A value for a resource that nothing begins: each says so.
            self.extract_values(pair.item, link_id, focus, variables, Vec::new());
            return Framed::new();
        }
        let definition = text(pair.item, "definition");
        if pair.is_group() {
            let framed = self.enter(pair, definition);
            self.extract_values(pair.item, link_id, focus, variables, Vec::new());
            return framed;
        }
        let answers: Vec<Found> = pair
            .answers()
            .iter()
            .filter_map(choice)
            .map(|(suffix, value)| Found { json: value.clone(), kind: type_of_suffix(suffix) })
            .collect();
        // An element's definition may be only documentation: without a resource of its kind it says nothing here.
        let Some((definition, lead)) = definition.and_then(|said| Some((said, self.lead(said)?))) else {
            self.extract_values(pair.item, link_id, focus, variables, Vec::new());
            return Framed::new();
        };
        let many = self.targets.get(lead.target).and_then(|target| target.frames.get(lead.frame));
        let many = many.is_some_and(|frame| super::place::is_list(frame.kind, &lead.way));
        if many || answers.is_empty() {
            self.extract_values(pair.item, link_id, focus, variables, vec![(definition.to_owned(), answers)]);
        } else {
            for answer in answers {
                let one = vec![(definition.to_owned(), vec![answer])];
                self.extract_values(pair.item, link_id, focus, variables, one);
            }
        }
        if list(pair.item, "item").is_empty() {
            return Framed::new();
        }
        self.enter_last(&lead)
    }

    /// A group's own element, or fresh places for a group that repeats without being an element.
    fn enter(&mut self, pair: Pair<'_>, definition: Option<&str>) -> Framed {
        if let Some(lead) = definition.and_then(|definition| self.lead(definition)) {
            if !lead.way.is_empty() {
                let mut problems = Vec::new();
                let library = self.library;
                if let Some(target) = self.targets.get_mut(lead.target) {
                    let profile = target.canonical.as_deref().and_then(|canonical| library?.find(canonical));
                    let entered = target.enter(lead.frame, &lead.way, profile, &mut problems);
                    for problem in problems {
                        self.report(Some(pair.link_id()), problem);
                    }
                    return if entered { vec![lead.target] } else { Framed::new() };
                }
            }
            return Framed::new();
        }
        if !pair.repeats() {
            return Framed::new();
        }
        for target in &mut self.targets {
            target.refresh();
        }
        (0..self.targets.len()).collect()
    }

    /// The element that an answer was just written to, for the items below the question.
    fn enter_last(&mut self, lead: &Lead) -> Framed {
        let Some(target) = self.targets.get_mut(lead.target) else { return Framed::new() };
        if target.reenter(lead.frame, &lead.way) { vec![lead.target] } else { Framed::new() }
    }

    /// Leaves what [`Walk::define`] entered.
    pub(super) fn leave(&mut self, framed: Framed) {
        for target in framed {
            if let Some(target) = self.targets.get_mut(target) {
                target.frames.pop();
            }
        }
    }
}

/// The type that definitions of a profile begin with, somewhere below an element.
fn named_below(element: &Value, canonical: &str, depth: usize) -> Option<String> {
    let of = |definition: &str| {
        let (said, path) = definition.split_once('#')?;
        let kind = path.split(['.', ':']).next().filter(|_| unversioned(said) == canonical)?;
        r4::resource(kind).map(|_| kind.to_owned())
    };
    if depth > 64 {
        return None;
    }
    let own = text(element, "definition").and_then(of);
    let values = || {
        sdc(element, "definitionExtractValue")
            .filter_map(|extension| super::json::value_text(part(extension, "definition")?))
            .find_map(of)
    };
    let below = || list(element, "item").iter().find_map(|item| named_below(item, canonical, depth + 1));
    own.or_else(values).or_else(below)
}

/// The type of an element that holds but one.
pub(super) fn only(holds: &Holds) -> Option<TypeId> {
    match holds {
        Holds::One(kind) => Some(*kind),
        Holds::AnyOf(_) => None,
    }
}
