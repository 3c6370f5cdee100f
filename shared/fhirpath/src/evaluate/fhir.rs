//! Functions that know FHIR.

use bigdecimal::BigDecimal;
use serde_json::Value as Json;

use super::{Context, Machine, Outcome, html, single, text, wrong_type};
use crate::{ErrorKind, Node, Value, function::Function, items::Items, model::TypeId, number, program::Step};

const ORDINAL: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
const WEIGHT: &str = "http://hl7.org/fhir/StructureDefinition/itemWeight";
const DEFINITION: &str = "http://hl7.org/fhir/StructureDefinition/";

impl<'a> Machine<'_, 'a> {
    pub(super) fn of_fhir(
        &mut self,
        function: Function,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        use Function as F;
        let name = function.name();
        let argument = match arguments.first() {
            Some(step) => self.eval(step, context)?,
            None => Items::None,
        };
        self.spend_items(input.len())?;
        Ok(match function {
            F::Extension => {
                let Some(url) = text(argument.as_slice(), name)? else { return Ok(Items::None) };
                let mut found = Items::None;
                for value in input {
                    if let Value::Node(node) = value {
                        node.extensions(url, &mut found);
                    }
                }
                found
            }
            F::HasValue => match input {
                [Value::Node(node)] => (node.is_primitive() && node.json.is_some()).into(),
                [Value::Type(_)] => false.into(),
                [_] => true.into(),
                _ => false.into(),
            },
            F::GetValue => match input {
                [Value::Node(node)] if node.is_primitive() => node.system().into(),
                [Value::Node(_)] => Items::None,
                [value] => value.clone().into(),
                _ => Items::None,
            },
            F::Resolve => {
                let mut found = Items::None;
                for value in input {
                    if let Some(resource) = self.resolve(value)? {
                        found.push(Value::of(resource));
                    }
                }
                found
            }
            F::MemberOf => {
                let Some(set) = text(argument.as_slice(), name)? else { return Ok(Items::None) };
                match single(input, name)? {
                    Some(value) => self.member_of(value, set)?.into(),
                    None => Items::None,
                }
            }
            F::Subsumes => return Err(ErrorKind::Unsupported("subsumes()").into()),
            F::SubsumedBy => return Err(ErrorKind::Unsupported("subsumedBy()").into()),
            F::HtmlChecks => match text(input, name)? {
                Some(html) => {
                    self.spend_text(html.len().saturating_mul(4))?;
                    html::is_safe(html).into()
                }
                None => Items::None,
            },
            F::ConformsTo => {
                let (Some(url), Some(value)) = (text(argument.as_slice(), name)?, single(input, name)?)
                else {
                    return Ok(Items::None);
                };
                conforms_to(value, url)?.into()
            }
            _ => {
                let mut found = Items::None;
                for value in input {
                    if let Some(weight) = self.weight(value) {
                        found.push(weight);
                    }
                }
                found
            }
        })
    }

    /// What a reference leads to: a contained resource, one of the Bundle at the root, or what the host knows.
    fn resolve(&mut self, value: &Value<'a>) -> Result<Option<&'a Json>, ErrorKind> {
        let reference = match value {
            Value::Node(node) => match node.json {
                Some(Json::String(text)) => Some(text.as_str()),
                _ => node.text_of("reference"),
            },
            Value::String(_) => value.as_str(),
            _ => None,
        };
        let Some(reference) = reference else { return Ok(None) };
        let scope = self.scope;
        let focus = match scope.focus.as_slice() {
            [Value::Node(node)] => node.json,
            _ => None,
        };
        let root = scope.root.or(scope.resource).or(focus);
        let roots = [root, scope.resource];
        for container in roots.into_iter().flatten() {
            if let Some(id) = reference.strip_prefix('#') {
                if id.is_empty() {
                    return Ok(Some(container));
                }
                let contained = container.get("contained").and_then(Json::as_array);
                for resource in contained.into_iter().flatten() {
                    self.spend(1)?;
                    if resource.get("id").and_then(Json::as_str) == Some(id) {
                        return Ok(Some(resource));
                    }
                }
            } else if container.get("resourceType").and_then(Json::as_str) == Some("Bundle") {
                for entry in container.get("entry").and_then(Json::as_array).into_iter().flatten() {
                    self.spend(1)?;
                    if is_entry(entry, reference) {
                        return Ok(entry.get("resource"));
                    }
                }
            }
        }
        Ok(scope.resolver.and_then(|resolver| resolver.resolve(reference)))
    }

    fn member_of(&mut self, value: &Value<'a>, set: &str) -> Result<Option<bool>, ErrorKind> {
        let terminology = self.scope.terminology.ok_or(ErrorKind::Unsupported("memberOf()"))?;
        let coding = |coding: &Json| {
            let code = coding.get("code").and_then(Json::as_str)?;
            terminology.member_of(set, coding.get("system").and_then(Json::as_str), code)
        };
        if let Some(code) = value.as_str() {
            return Ok(terminology.member_of(set, None, code));
        }
        let Some(json) = value.json() else { return Err(wrong_type("memberOf()", value)) };
        let Some(codings) = json.get("coding").and_then(Json::as_array) else { return Ok(coding(json)) };
        let mut known = true;
        for one in codings {
            self.spend(1)?;
            match coding(one) {
                Some(true) => return Ok(Some(true)),
                Some(false) => {}
                None => known = false,
            }
        }
        Ok((known && !codings.is_empty()).then_some(false))
    }

    /// What an answer counts: its own weight, or by its code what the host knows.
    fn weight(&self, value: &Value<'a>) -> Option<Value<'a>> {
        let Value::Node(node) = value else { return None };
        own_weight(node).or_else(|| {
            let code = node.text_of("code")?;
            let weight = self.scope.items?.weight(node.text_of("system"), code)?;
            Some(weight_value(weight))
        })
    }
}

fn own_weight<'a>(node: &Node<'a>) -> Option<Value<'a>> {
    let extension =
        node.extension_objects(WEIGHT).next().or_else(|| node.extension_objects(ORDINAL).next())?;
    let number = extension.get("valueDecimal").or_else(|| extension.get("valueInteger"))?.as_number()?;
    number::parse(number.as_str()).map(weight_value)
}

fn weight_value(weight: BigDecimal) -> Value<'static> {
    Value::Decimal(weight)
}

/// Whether a reference means this entry: by its `fullUrl`, or by type and id.
fn is_entry(entry: &Json, reference: &str) -> bool {
    let full = entry.get("fullUrl").and_then(Json::as_str);
    if full == Some(reference) {
        return true;
    }
    let Some((kind, id)) = reference.split_once('/') else { return false };
    let resource = entry.get("resource");
    let is = |name: &str, wanted: &str| {
        resource.and_then(|resource| resource.get(name)).and_then(Json::as_str) == Some(wanted)
    };
    is("resourceType", kind) && is("id", id)
}

/// Only the definitions of R4's own types are known here.
fn conforms_to(value: &Value<'_>, url: &str) -> Result<bool, ErrorKind> {
    let wanted = url.strip_prefix(DEFINITION).and_then(TypeId::named);
    let wanted = wanted.ok_or_else(|| ErrorKind::Invalid(format!("the profile {url} is not known")))?;
    Ok(match value {
        Value::Node(node) => node.kind.id().is_some_and(|id| id.is_a(wanted)),
        _ => false,
    })
}
