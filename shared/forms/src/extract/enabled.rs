//! Which items of a response are enabled: answers to others are never extracted.

use std::cmp::Ordering;

use kangban_fhirpath::{Clock, Value as Item};
use serde_json::Value;

use super::{
    json::{choice, expression, list, sdc, text},
    walk::{Pair, pairs},
    world::{Variables, World, parse},
};
use crate::{
    compare,
    items::{EnableWhen, Operator},
};

/// How often conditions are evaluated anew until nothing changes; conditions that never settle are a form's fault.
const ROUNDS: usize = 32;
const DEPTH: usize = 48;

/// An instance of an item.
struct Node<'a> {
    pair: Pair<'a>,
    parent: Option<usize>,
    /// Under which answer of its parent it is.
    answer: Option<usize>,
    /// Where it is in the response: names and indices.
    pointer: String,
    enabled: bool,
}

/// The response without the items that are not enabled.
pub(super) fn only(form: &Value, response: &Value, clock: &Clock, known: &[(String, Value)]) -> Value {
    let mut nodes = Vec::new();
    collect(list(form, "item"), list(response, "item"), (None, None), "", 0, &mut nodes);
    if !nodes.iter().any(|node| is_conditional(node.pair.item)) {
        return response.clone();
    }
    for _ in 0..ROUNDS {
        let view = without(response, &nodes);
        let world = World { form, response: &view, clock, known };
        let fresh: Vec<bool> = (0..nodes.len()).map(|at| is_enabled(at, &nodes, &world)).collect();
        let mut changed = false;
        for (node, enabled) in nodes.iter_mut().zip(fresh) {
            changed |= node.enabled != enabled;
            node.enabled = enabled;
        }
        if !changed {
            break;
        }
    }
    without(response, &nodes)
}

fn is_conditional(item: &Value) -> bool {
    !list(item, "enableWhen").is_empty() || sdc(item, "enableWhenExpression").next().is_some()
}

fn collect<'a>(
    items: &'a [Value],
    instances: &'a [Value],
    (parent, answer): (Option<usize>, Option<usize>),
    place: &str,
    depth: usize,
    nodes: &mut Vec<Node<'a>>,
) {
    if depth > DEPTH {
        return;
    }
    for pair in pairs(items, instances) {
        let at = instances.iter().position(|one| std::ptr::eq(one, pair.instance)).unwrap_or_default();
        let pointer = format!("{place}/item/{at}");
        let own = nodes.len();
        nodes.push(Node { pair, parent, answer, pointer: pointer.clone(), enabled: true });
        let below = list(pair.item, "item");
        collect(below, list(pair.instance, "item"), (Some(own), Some(0)), &pointer, depth + 1, nodes);
        for (index, answer) in pair.answers().iter().enumerate() {
            let place = format!("{pointer}/answer/{index}");
            collect(below, list(answer, "item"), (Some(own), Some(index)), &place, depth + 1, nodes);
        }
    }
}

/// Whether a node and all it is in are enabled.
fn is_visible(at: usize, nodes: &[Node<'_>]) -> bool {
    line(at, nodes).all(|at| nodes.get(at).is_some_and(|node| node.enabled))
}

fn without(response: &Value, nodes: &[Node<'_>]) -> Value {
    let mut rest = response.clone();
    let mut gone: Vec<&str> =
        nodes.iter().filter(|node| !node.enabled).map(|node| node.pointer.as_str()).collect();
    // From the end of each list, so that the places of the others hold.
    gone.sort_by_key(|pointer| std::cmp::Reverse(place(pointer)));
    for pointer in gone {
        let Some((list, at)) = pointer.rsplit_once('/') else { continue };
        let Ok(at) = at.parse::<usize>() else { continue };
        if let Some(list) = rest.pointer_mut(list).and_then(Value::as_array_mut)
            && at < list.len()
        {
            list.remove(at);
        }
    }
    prune_lists(&mut rest, 0);
    rest
}

fn place(pointer: &str) -> Vec<usize> {
    pointer.split('/').filter_map(|step| step.parse().ok()).collect()
}

/// Takes away lists of items that became empty.
fn prune_lists(json: &mut Value, depth: usize) {
    if depth > 2 * DEPTH {
        return;
    }
    let Some(object) = json.as_object_mut() else { return };
    for name in ["item", "answer"] {
        for inner in object.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten() {
            prune_lists(inner, depth + 1);
        }
    }
    if object.get("item").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        object.shift_remove("item");
    }
}

fn is_enabled(at: usize, nodes: &[Node<'_>], world: &World<'_>) -> bool {
    let Some(node) = nodes.get(at) else { return false };
    let item = node.pair.item;
    let said = sdc(item, "enableWhenExpression").find_map(expression);
    let conditions = list(item, "enableWhen").iter().map(|condition| {
        EnableWhen::read(condition).is_ok_and(|condition| is_met(&condition, at, nodes, world.form))
    });
    let mut all = conditions.chain(said.map(|said| is_true(said.text, at, nodes, world))).peekable();
    if all.peek().is_none() {
        return true;
    }
    match text(item, "enableBehavior") {
        Some("all") => all.all(|met| met),
        _ => all.any(|met| met),
    }
}

/// Whether an expression holds. One that cannot be evaluated hides nothing: the form's problems name it.
fn is_true(said: &str, at: usize, nodes: &[Node<'_>], world: &World<'_>) -> bool {
    let Ok(parsed) = parse(said) else { return true };
    let mut variables = Variables::new();
    let mut above: Vec<usize> = line(at, nodes).collect();
    above.reverse();
    world.declare(world.form, &[Item::of(world.response)], &mut variables);
    for one in above.into_iter().filter_map(|at| nodes.get(at)) {
        world.declare(one.pair.item, &[one.pair.focus()], &mut variables);
    }
    match world.evaluate(&parsed, vec![Item::of(world.response)], &variables).as_deref() {
        Ok([]) => false,
        Ok([one]) => one.as_bool().unwrap_or(true),
        _ => true,
    }
}

fn is_met(condition: &EnableWhen, at: usize, nodes: &[Node<'_>], form: &Value) -> bool {
    if !list(form, "item").iter().any(|item| asks(item, &condition.question, 0)) {
        return false;
    }
    let answers = answers_to(&condition.question, at, nodes);
    let any = |wanted: fn(Ordering) -> bool| {
        answers.iter().filter_map(choice).any(|given| {
            compare::condition(given, (&condition.suffix, &condition.answer)).is_some_and(wanted)
        })
    };
    match condition.operator {
        Operator::Exists => condition.answer.as_bool() == Some(!answers.is_empty()),
        Operator::Equal => any(Ordering::is_eq),
        // R4: true when no answer is equal, none at all included.
        Operator::NotEqual => !any(Ordering::is_eq),
        Operator::Greater => any(Ordering::is_gt),
        Operator::Less => any(Ordering::is_lt),
        Operator::GreaterOrEqual => any(Ordering::is_ge),
        Operator::LessOrEqual => any(Ordering::is_le),
    }
}

/// A node and what it is in, from the inside out.
fn line<'n>(at: usize, nodes: &'n [Node<'_>]) -> impl Iterator<Item = usize> + 'n {
    std::iter::successors(Some(at), |at| nodes.get(*at)?.parent)
}

/// The answers to a question as an item sees them: the answer it is under, else those of the last instance before
/// it, else of the first after it, within the innermost thing that both are in.
fn answers_to<'a>(question: &str, at: usize, nodes: &[Node<'a>]) -> &'a [Value] {
    let mut inner = at;
    for above in line(at, nodes).skip(1) {
        let Some(node) = nodes.get(above) else { return &[] };
        if node.pair.link_id() == question {
            let under = nodes.get(inner).and_then(|node| node.answer);
            return under.and_then(|at| node.pair.answers().get(at)).map_or(&[], std::slice::from_ref);
        }
        inner = above;
    }
    let scope = line(at, nodes)
        .skip(1)
        .find(|at| nodes.get(*at).is_some_and(|node| asks(node.pair.item, question, 0)));
    let mut all = nodes.iter().enumerate().filter(|(other, node)| {
        node.pair.link_id() == question && scope.is_none_or(|scope| line(*other, nodes).any(|at| at == scope))
    });
    let (mut before, mut after) = (None, None);
    for (other, node) in all.by_ref() {
        if other < at {
            before = Some((other, node));
        } else {
            after = after.or(Some((other, node)));
        }
    }
    match before.or(after) {
        Some((other, node)) if is_visible(other, nodes) => node.pair.answers(),
        _ => &[],
    }
}

/// Whether an item, or one in it, has this linkId.
fn asks(item: &Value, question: &str, depth: usize) -> bool {
    depth <= DEPTH
        && (text(item, "linkId") == Some(question)
            || list(item, "item").iter().any(|item| asks(item, question, depth + 1)))
}
