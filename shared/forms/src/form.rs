use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use kangban_fhir::Decimal;
use serde_json::{Value, json};

use crate::{
    Control, FormProblem, Item, ItemIx, ItemKind, Library, ProblemCode,
    expr::{self, Expr, ExprIx, Role, Source, VariableSource, VariableUse},
    graph::Graph,
    items::{
        AnswerOption, Constraint, EnableBehavior, Expressions, Label, Options, Parser, ValueSets, Variable,
        options::weight_extension, read, urls, valueset::Finder,
    },
};

/// A Questionnaire, read once. It never changes; share it in an [`Arc`].
#[derive(Debug)]
pub struct Form {
    questionnaire: Value,
    items: Vec<Item>,
    root: Vec<ItemIx>,
    by_link_id: HashMap<String, ItemIx>,
    pub(crate) expressions: Vec<Expr>,
    variables: Vec<Variable>,
    constraints: Vec<Constraint>,
    pub(crate) launched: Vec<Launched>,
    problems: Vec<FormProblem>,
    pub(crate) graph: Graph,
    weights: HashMap<String, Decimal>,
    /// What a context that has no answer yet is in expressions, by item.
    pub(crate) stubs: Vec<Value>,
    value_sets: ValueSets,
    nothing: Item,
    no_expression: Expr,
}

/// A variable that a session is started with.
#[derive(Debug, Clone)]
pub(crate) struct Launched {
    pub(crate) name: String,
    pub(crate) what: LaunchedAs,
}

/// Where it comes from.
#[derive(Debug, Clone)]
pub(crate) enum LaunchedAs {
    Patient,
    User,
    Encounter,
    /// A resource of one of these types.
    Kind(Vec<String>),
    /// The answers to a batch of queries.
    Batch(Vec<ExprIx>),
}

impl Form {
    /// Reads a Questionnaire. What is wrong with it is in [`Form::problems`].
    ///
    /// # Errors
    /// Only when it is no Questionnaire at all.
    pub fn load(questionnaire: &Value, library: &dyn Library) -> Result<Self, FormProblem> {
        let kind = read::text(questionnaire, "resourceType");
        if kind != Some("Questionnaire") {
            let detail = kind.unwrap_or("no resource").to_owned();
            return Err(FormProblem::new(ProblemCode::NotAQuestionnaire, detail));
        }
        let finder = Finder::new(questionnaire, library);
        let mut parser = Parser::new(&finder);
        let root = parser.items(questionnaire, None, &[], 0);
        let variables = parser.variables(questionnaire, None);
        let constraints = parser.constraints(questionnaire, None, None);
        let launched = launched(questionnaire, &mut parser);
        parser.list_member_sets();
        let Parser { items, expressions, problems, by_link_id, value_sets, .. } = parser;
        let mut form = Self {
            questionnaire: questionnaire.clone(),
            stubs: items.iter().map(|item| json!({"linkId": item.link_id})).collect(),
            weights: weights(&items),
            items,
            root,
            by_link_id,
            expressions,
            variables,
            constraints,
            launched,
            problems,
            graph: Graph::default(),
            value_sets,
            nothing: nothing(),
            no_expression: Expr {
                text: String::new(),
                language: String::new(),
                role: Role::Variable,
                owner: None,
                source: Source::Nothing,
                uses: Vec::new(),
            },
        };
        form.resolve_questions();
        form.resolve_variables();
        form.graph = Graph::build(&form);
        let cycles = form.graph.problems(&form);
        form.problems.extend(cycles);
        Ok(form)
    }

    /// What is wrong with it.
    pub fn problems(&self) -> &[FormProblem] {
        &self.problems
    }

    /// The Questionnaire itself.
    pub fn questionnaire(&self) -> &Value {
        &self.questionnaire
    }

    /// Its canonical URL.
    pub fn url(&self) -> Option<&str> {
        read::text(&self.questionnaire, "url")
    }

    /// Its version.
    pub fn version(&self) -> Option<&str> {
        read::text(&self.questionnaire, "version")
    }

    /// What a response to it names: `url|version`; `Questionnaire/id` where there is no URL.
    pub fn canonical(&self) -> String {
        match (self.url(), self.version(), read::text(&self.questionnaire, "id")) {
            (Some(url), Some(version), _) => format!("{url}|{version}"),
            (Some(url), None, _) => url.to_owned(),
            (None, _, Some(id)) => format!("Questionnaire/{id}"),
            (None, _, None) => String::new(),
        }
    }

    /// Its title, or its name.
    pub fn title(&self) -> Option<Label> {
        Label::of(&self.questionnaire, "title").or_else(|| Label::of(&self.questionnaire, "name"))
    }

    /// Every item, in the order of the document.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The items that are in no other.
    pub fn root(&self) -> &[ItemIx] {
        &self.root
    }

    /// An item by its number.
    pub fn item(&self, ix: ItemIx) -> &Item {
        self.items.get(ix.index()).unwrap_or(&self.nothing)
    }

    /// The items within an item; those of the form for `None`.
    pub fn children(&self, of: Option<ItemIx>) -> &[ItemIx] {
        match of {
            Some(ix) => &self.item(ix).children,
            None => &self.root,
        }
    }

    /// The first item with this linkId.
    pub fn with_link_id(&self, id: &str) -> Option<ItemIx> {
        self.by_link_id.get(id).copied()
    }

    /// The item with this linkId directly within another (or at the root).
    pub fn child(&self, of: Option<ItemIx>, link_id: &str) -> Option<ItemIx> {
        let first = self.with_link_id(link_id)?;
        if self.item(first).parent == of {
            return Some(first);
        }
        self.children(of).iter().copied().find(|ix| self.item(*ix).link_id == link_id)
    }

    /// An item's JSON in the Questionnaire.
    pub fn json(&self, ix: ItemIx) -> &Value {
        let mut json = &self.questionnaire;
        for at in &self.item(ix).place {
            match json.get("item").and_then(|items| items.get(*at as usize)) {
                Some(item) => json = item,
                None => return &Value::Null,
            }
        }
        json
    }

    /// An expression by its number.
    pub fn expression(&self, ix: ExprIx) -> &Expr {
        self.expressions.get(ix.index()).unwrap_or(&self.no_expression)
    }

    /// The form's own variables.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The form's own constraints.
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// What an option with this code counts in a score, in any of the form's questions.
    pub fn weight(&self, system: Option<&str>, code: &str) -> Option<&Decimal> {
        self.weights.get(&weight_key(system, code))
    }

    /// What a value set holds, as far as it can be listed, and whether that is all; `None` when it is not at hand.
    /// Those that the form's items and expressions name are known.
    pub fn value_set(&self, canonical: &str) -> Option<(&[AnswerOption], bool)> {
        let (options, complete) = self.value_sets.get(canonical)?.as_ref()?;
        Some((options.as_slice(), *complete))
    }

    /// The item and everything within it, as numbers.
    pub(crate) fn subtree(&self, ix: ItemIx) -> std::ops::Range<u32> {
        ix.0..self.item(ix).end.max(ix.0)
    }

    fn resolve_questions(&mut self) {
        let mut problems = Vec::new();
        for item in &mut self.items {
            let link_id = &item.link_id;
            for condition in &mut item.enable_when {
                condition.question_ix = self.by_link_id.get(&condition.question).copied();
                if condition.question_ix.is_none() {
                    let problem = FormProblem::new(ProblemCode::UnknownQuestion, condition.question.clone());
                    problems.push(problem.on(link_id.clone()));
                }
            }
        }
        self.problems.extend(problems);
    }

    fn resolve_variables(&mut self) {
        let mut resolved: Vec<Vec<VariableUse>> = Vec::with_capacity(self.expressions.len());
        let mut problems = Vec::new();
        for (at, expression) in (0u32..).zip(&self.expressions) {
            let mut uses: Vec<VariableUse> = Vec::new();
            for piece in expression.pieces() {
                let own = reads_own(piece);
                for name in piece.variables() {
                    if uses.iter().any(|known| known.name == name) {
                        continue;
                    }
                    let from = if own.contains(&name) {
                        VariableSource::BuiltIn
                    } else {
                        self.variable_source(name, expression.owner, ExprIx(at))
                    };
                    if from == VariableSource::Unknown {
                        let mut problem = FormProblem::new(ProblemCode::UnknownVariable, format!("%{name}"));
                        problem.link_id = expression.owner.map(|ix| self.item(ix).link_id.clone());
                        problems.push(problem.about(expression.text.clone()));
                    }
                    uses.push(VariableUse { name: name.to_owned(), from });
                }
            }
            resolved.push(uses);
        }
        for (expression, uses) in self.expressions.iter_mut().zip(resolved) {
            expression.uses = uses;
        }
        self.problems.extend(problems);
    }

    /// Where a name leads, seen from an item: inner names hide outer ones; a variable does not see itself.
    pub(crate) fn variable_source(
        &self,
        name: &str,
        owner: Option<ItemIx>,
        reader: ExprIx,
    ) -> VariableSource {
        if expr::is_built_in(name) {
            return VariableSource::BuiltIn;
        }
        let named = |variables: &[Variable]| {
            variables.iter().rposition(|known| known.name == name && known.expression != reader)
        };
        let mut at = owner;
        while let Some(ix) = at {
            let item = self.item(ix);
            if let Some(found) = named(&item.expressions.variables) {
                return VariableSource::Item(ix, found);
            }
            if item
                .expressions
                .population
                .as_ref()
                .is_some_and(|known| known.name == name && known.expression != reader)
            {
                return VariableSource::Population(ix);
            }
            at = item.parent;
        }
        if let Some(found) = named(&self.variables) {
            return VariableSource::Form(found);
        }
        if let Some(found) = self.launched.iter().position(|known| known.name == name) {
            return VariableSource::Launch(found);
        }
        match name {
            "qitem" | "qItem" => VariableSource::Qitem,
            "questionnaire" => VariableSource::Questionnaire,
            _ => VariableSource::Unknown,
        }
    }
}

fn weight_key(system: Option<&str>, code: &str) -> String {
    format!("{}|{code}", system.unwrap_or_default())
}

/// Names that an expression defines itself (`defineVariable('x', …)`).
fn reads_own(expression: &kangban_fhirpath::Expression) -> Vec<&str> {
    use kangban_fhirpath::ast::{Kind, Literal};
    let mut own = Vec::new();
    expression.syntax().walk(&mut |node| {
        if let Kind::Call { name, arguments, .. } = &node.kind
            && name == "defineVariable"
            && let Some(Kind::Literal(Literal::String(name))) =
                arguments.first().map(|argument| &argument.kind)
        {
            own.push(name.as_str());
        }
    });
    own
}

fn weights(items: &[Item]) -> HashMap<String, Decimal> {
    let mut weights = HashMap::new();
    let mut open = HashSet::new();
    for item in items {
        for option in item.options.list.iter() {
            let Some(coding) = option.value.get("valueCoding") else { continue };
            let Some(code) = read::text(coding, "code") else { continue };
            let Some(weight) = option.weight.clone().filter(|_| weight_extension(coding).is_some()) else {
                continue;
            };
            let key = weight_key(read::text(coding, "system"), code);
            // A code that counts differently in two questions counts only where its coding says so.
            match weights.get(&key) {
                Some(known) if *known != weight => {
                    open.insert(key);
                }
                Some(_) => {}
                None => {
                    weights.insert(key, weight);
                }
            }
        }
    }
    weights.retain(|key, _| !open.contains(key));
    weights
}

fn launched(questionnaire: &Value, parser: &mut Parser<'_>) -> Vec<Launched> {
    let mut launched: Vec<Launched> = Vec::new();
    let mut add = |name: &str, what: LaunchedAs| {
        if !launched.iter().any(|known| known.name == name) {
            launched.push(Launched { name: name.to_owned(), what });
        }
    };
    for context in read::extensions(questionnaire, urls::LAUNCH_CONTEXT) {
        let name = read::extension_value(context, "name").and_then(|name| match name {
            Value::String(name) => Some(name.as_str()),
            coding => read::text(coding, "code"),
        });
        let kinds: Vec<String> = read::extensions(context, "type")
            .filter_map(|kind| read::choice(kind, "value"))
            .filter_map(|(_, value)| value.as_str().map(str::to_owned))
            .collect();
        let Some(name) = name else { continue };
        let is = |kind: &str| kinds.iter().any(|known| known == kind);
        let what = match name {
            "patient" => LaunchedAs::Patient,
            "user" => LaunchedAs::User,
            "encounter" => LaunchedAs::Encounter,
            _ if is("Patient") => LaunchedAs::Patient,
            _ if is("Encounter") => LaunchedAs::Encounter,
            _ => LaunchedAs::Kind(kinds),
        };
        add(name, what);
    }
    for (name, what) in
        [("patient", LaunchedAs::Patient), ("user", LaunchedAs::User), ("encounter", LaunchedAs::Encounter)]
    {
        add(name, what);
    }
    for source in read::extensions(questionnaire, urls::SOURCE_QUERIES) {
        let reference = source.get("valueReference").and_then(|reference| read::text(reference, "reference"));
        let Some(id) = reference.and_then(|reference| reference.strip_prefix('#')) else { continue };
        let contained = read::list(questionnaire, "contained");
        let Some(bundle) = contained.iter().find(|resource| read::text(resource, "id") == Some(id)) else {
            continue;
        };
        let queries = read::list(bundle, "entry")
            .iter()
            .map(|entry| {
                entry.get("request").and_then(|request| read::text(request, "url")).unwrap_or_default()
            })
            .map(|url| parser.expression_text(urls::FHIR_QUERY, url, Role::SourceQuery, None, None))
            .collect();
        add(id, LaunchedAs::Batch(queries));
    }
    launched
}

/// What stands where no item is.
fn nothing() -> Item {
    Item {
        ix: ItemIx(u32::MAX),
        link_id: String::new(),
        kind: ItemKind::Unknown,
        parent: None,
        children: Vec::new(),
        end: 0,
        level: 0,
        place: Vec::new(),
        text: None,
        prefix: None,
        short_text: None,
        code: Vec::new(),
        definition: None,
        required: false,
        repeats: false,
        read_only: true,
        hidden: true,
        max_length: None,
        min_length: None,
        min_occurs: None,
        max_occurs: None,
        regex: None,
        entry_format: None,
        min_value: None,
        max_value: None,
        max_decimal_places: None,
        max_size: None,
        mime_types: Vec::new(),
        reference_types: Vec::new(),
        unit: None,
        unit_options: Vec::new(),
        unit_value_set: None,
        unit_open: false,
        slider_step: None,
        enable_when: Vec::new(),
        enable_behavior: EnableBehavior::Any,
        expressions: Expressions::default(),
        constraints: Vec::new(),
        control: Control::Unset,
        other_control: None,
        display_category: None,
        orientation: None,
        options: Options { list: Arc::new(Vec::<AnswerOption>::new()), ..Options::default() },
        initial: Vec::new(),
        media: None,
        support_links: Vec::new(),
    }
}
