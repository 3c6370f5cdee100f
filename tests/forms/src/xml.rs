//! FHIR's XML form, read into its JSON form.

use kangban_fhirpath::model::TypeId;
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Map, Number, Value};

/// Reads a resource in XML.
///
/// # Errors
/// What is wrong with it, when it is no FHIR XML.
pub fn read(text: &str) -> Result<Value, String> {
    let options = ParsingOptions { nodes_limit: 2_000_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    resource(text, document.root_element(), 0)
}

fn resource(source: &str, node: Node<'_, '_>, depth: usize) -> Result<Value, String> {
    let name = node.tag_name().name();
    let mut fields = Map::new();
    fields.insert("resourceType".to_owned(), Value::from(name));
    fill(source, node, TypeId::named(name), &mut fields, depth)?;
    Ok(Value::Object(fields))
}

/// What R4 says of a child element: its type, and whether it is a list. R5's additions are not known.
fn shape(of: Option<TypeId>, name: &str) -> (Option<TypeId>, bool) {
    let Some(of) = of else { return (None, false) };
    if let Some(element) = of.element(name).filter(|element| !element.is_choice()) {
        return (element.only_type(), element.is_list());
    }
    of.choice(name).map_or((None, false), |(element, kind)| (Some(kind), element.is_list()))
}

fn fill(
    source: &str,
    node: Node<'_, '_>,
    of: Option<TypeId>,
    fields: &mut Map<String, Value>,
    depth: usize,
) -> Result<(), String> {
    if depth > 100 {
        return Err("the elements are nested too deep".to_owned());
    }
    for attribute in node.attributes().filter(|attribute| attribute.name() != "value") {
        if attribute.namespace().is_none() {
            fields.insert(attribute.name().to_owned(), Value::from(attribute.value()));
        }
    }
    let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let mut done: Vec<&str> = Vec::new();
    for child in &children {
        let name = child.tag_name().name();
        if done.contains(&name) {
            continue;
        }
        done.push(name);
        let same: Vec<&Node<'_, '_>> =
            children.iter().filter(|other| other.tag_name().name() == name).collect();
        let (kind, list) = shape(of, name);
        let list = list || same.len() > 1;
        let mut values = Vec::with_capacity(same.len());
        let mut extras = Vec::with_capacity(same.len());
        for one in same {
            let (value, extra) = element(source, *one, kind, depth)?;
            values.push(value.unwrap_or(Value::Null));
            extras.push(extra.unwrap_or(Value::Null));
        }
        put(fields, name.to_owned(), values, list);
        put(fields, format!("_{name}"), extras, list);
    }
    Ok(())
}

fn put(fields: &mut Map<String, Value>, name: String, mut values: Vec<Value>, list: bool) {
    if values.iter().all(Value::is_null) {
        return;
    }
    let value = if list { Value::Array(values) } else { values.swap_remove(0) };
    fields.insert(name, value);
}

/// An element's value, and what stands beside it when it is a primitive (`_name`).
fn element(
    source: &str,
    node: Node<'_, '_>,
    kind: Option<TypeId>,
    depth: usize,
) -> Result<(Option<Value>, Option<Value>), String> {
    if node.tag_name().namespace() == Some("http://www.w3.org/1999/xhtml") {
        let text = source.get(node.range()).unwrap_or_default();
        return Ok((Some(Value::from(text)), None));
    }
    let inner: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let value = node.attribute("value");
    let primitive = match kind {
        Some(kind) => kind.is_primitive(),
        None => value.is_some() || inner.is_empty(),
    };
    if primitive {
        let mut beside = Map::new();
        fill(source, node, TypeId::named("Element"), &mut beside, depth + 1)?;
        let beside = (!beside.is_empty()).then_some(Value::Object(beside));
        return Ok((value.map(|value| typed(value, kind)), beside));
    }
    if kind.is_some_and(TypeId::is_resource)
        && let [only] = inner.as_slice()
    {
        return Ok((Some(resource(source, *only, depth + 1)?), None));
    }
    let mut fields = Map::new();
    fill(source, node, kind, &mut fields, depth + 1)?;
    Ok((Some(Value::Object(fields)), None))
}

fn typed(text: &str, kind: Option<TypeId>) -> Value {
    let Some(kind) = kind else { return Value::from(text) };
    let plain = text.trim();
    if kind.is_a(TypeId::BOOLEAN) {
        return plain.parse::<bool>().map_or_else(|_| Value::from(text), Value::from);
    }
    if kind.is_a(TypeId::INTEGER) || kind.is_a(TypeId::DECIMAL) {
        return plain.parse::<Number>().map_or_else(|_| Value::from(text), Value::Number);
    }
    Value::from(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn xml_is_read_with_its_types_lists_and_extensions() {
        let text = r#"<Questionnaire xmlns="http://hl7.org/fhir">
            <id value="q"/>
            <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p></div></text>
            <contained><ValueSet><id value="v"/></ValueSet></contained>
            <item>
              <extension url="http://e"><valueDecimal value="1.50"/></extension>
              <linkId value="1"/><text value="One"><extension url="http://t"><valueString value="一"/></extension></text>
              <type value="integer"/><required value="true"/>
              <initial><valueInteger value="3"/></initial>
            </item>
          </Questionnaire>"#;
        assert_eq!(
            read(text).unwrap(),
            json!({
                "resourceType": "Questionnaire", "id": "q",
                "text": {"status": "generated", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a</p></div>"},
                "contained": [{"resourceType": "ValueSet", "id": "v"}],
                "item": [{
                    "extension": [{"url": "http://e", "valueDecimal": serde_json::from_str::<Value>("1.50").unwrap()}],
                    "linkId": "1", "text": "One",
                    "_text": {"extension": [{"url": "http://t", "valueString": "一"}]},
                    "type": "integer", "required": true, "initial": [{"valueInteger": 3}]
                }]
            })
        );
        assert!(read("<Questionnaire").is_err());
    }
}
