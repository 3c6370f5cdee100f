//! Which expressions there are, and what they are evaluated on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kangban_fhirpath::{Clock, Expression, Scope, Value};
use serde_json::{Map, Value as Json, json};

/// Everything to be evaluated.
#[derive(Debug, Default)]
pub struct Material {
    /// The resources expressions are evaluated on.
    pub resources: Vec<Json>,
    /// What each is, for people.
    pub names: Vec<String>,
    /// The evaluations.
    pub jobs: Vec<Job>,
    /// How many forms there are.
    pub forms: usize,
    /// How many different expressions there are.
    pub expressions: usize,
}

/// One evaluation.
#[derive(Debug)]
pub struct Job {
    /// The form's file.
    pub file: String,
    /// The expression.
    pub expression: String,
    /// Which resource it is evaluated on.
    pub resource: usize,
    /// The item in focus: its place in the resource.
    pub item: Option<Vec<Json>>,
    /// The variables it reads.
    pub variables: BTreeMap<String, Vec<Json>>,
}

/// A place in a resource as a JSON pointer.
pub(super) fn pointer(place: &[Json]) -> String {
    place.iter().fold(String::new(), |mut text, step| {
        text.push('/');
        match step {
            Json::String(name) => text.push_str(name),
            other => text.push_str(&other.to_string()),
        }
        text
    })
}

/// A form's expression and the linkId of the item it is in.
struct Found {
    expression: String,
    link_id: Option<String>,
}

/// Reads everything below `dir`.
pub(super) fn read(dir: &Path) -> Result<Material, String> {
    let mut files = Vec::new();
    collect(dir, &mut files).map_err(|error| format!("{}: {error}", dir.display()))?;
    files.sort();
    let (mut forms, mut responses) = (Vec::new(), Vec::new());
    for path in files {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let Ok(json) = serde_json::from_str::<Json>(text.trim_start_matches('\u{feff}')) else { continue };
        let name = path.strip_prefix(dir).unwrap_or(&path).display().to_string();
        match json.get("resourceType").and_then(Json::as_str) {
            Some("Questionnaire") => forms.push((name, json)),
            Some("QuestionnaireResponse") => responses.push((name, json)),
            _ => {}
        }
    }
    let mut material = Material::default();
    let mut all = BTreeSet::new();
    for (name, form) in &forms {
        let mut found = Vec::new();
        expressions(form, None, &mut found);
        if found.is_empty() {
            continue;
        }
        material.forms += 1;
        all.extend(found.iter().map(|found| found.expression.clone()));
        let mut contexts =
            vec![(name.clone(), form.clone()), (format!("a made-up response to {name}"), response(form))];
        contexts.extend(responses.iter().filter(|(_, response)| answers(response, form)).cloned());
        for (context, resource) in contexts {
            jobs(&mut material, name, form, &found, context, resource);
        }
    }
    material.expressions = all.len();
    Ok(material)
}

fn jobs(material: &mut Material, file: &str, form: &Json, found: &[Found], context: String, resource: Json) {
    let known = variables(form, &resource);
    let index = material.resources.len();
    let mut seen = BTreeSet::new();
    for found in found {
        let Ok(parsed) = Expression::parse(&found.expression) else {
            // Whether the other takes it is worth knowing too.
            if seen.insert((found.expression.clone(), None)) {
                material.jobs.push(job(file, found, index, None, BTreeMap::new()));
            }
            continue;
        };
        let fixed = ["resource", "rootResource", "context", "ucum", "sct", "loinc"];
        let needed: BTreeMap<String, Vec<Json>> = parsed
            .variables()
            .into_iter()
            .filter(|name| !fixed.contains(name) && !name.starts_with("vs-") && !name.starts_with("ext-"))
            .map(|name| (name.to_owned(), known.get(name).cloned().unwrap_or_default()))
            .collect();
        let mut places = vec![None];
        if let Some(link_id) = &found.link_id {
            places.extend(items(&resource, link_id).into_iter().take(2).map(Some));
        }
        for place in places {
            if seen.insert((found.expression.clone(), place.as_ref().map(|place| pointer(place)))) {
                material.jobs.push(job(file, found, index, place, needed.clone()));
            }
        }
    }
    material.resources.push(resource);
    material.names.push(context);
}

fn job(
    file: &str,
    found: &Found,
    resource: usize,
    item: Option<Vec<Json>>,
    variables: BTreeMap<String, Vec<Json>>,
) -> Job {
    Job { file: file.to_owned(), expression: found.expression.clone(), resource, item, variables }
}

fn collect(place: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(place)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.push(path);
        }
    }
    Ok(())
}

fn text<'a>(json: &'a Json, name: &str) -> Option<&'a str> {
    json.get(name).and_then(Json::as_str)
}

/// Every Expression in `FHIRPath`, and the constraints of R4 that are plain strings.
fn expressions(json: &Json, link_id: Option<&str>, found: &mut Vec<Found>) {
    match json {
        Json::Array(parts) => parts.iter().for_each(|part| expressions(part, link_id, found)),
        Json::Object(parts) => {
            let link_id = text(json, "linkId").or(link_id);
            let expression = if text(json, "language") == Some("text/fhirpath") {
                text(json, "expression")
            } else if text(json, "url") == Some("expression") {
                text(json, "valueString")
            } else {
                None
            };
            if let Some(expression) = expression {
                found.push(Found { expression: expression.to_owned(), link_id: link_id.map(str::to_owned) });
            }
            parts.values().for_each(|part| expressions(part, link_id, found));
        }
        _ => {}
    }
}

/// The form's variables as ours evaluates them on the resource, and what a launch would give.
fn variables(form: &Json, resource: &Json) -> BTreeMap<String, Vec<Json>> {
    let patient = json!({
        "resourceType": "Patient", "id": "lin", "gender": "female", "birthDate": "1974-12-25",
        "name": [{ "use": "official", "family": "Lin", "given": ["Mei", "Hua"] }],
        "telecom": [{ "system": "phone", "value": "5550101", "use": "home" }],
        "address": [{ "use": "home", "line": ["1 Harbour Road"], "city": "Ningbo", "state": "NSW", "postalCode": "2000" }],
        "identifier": [{ "system": "https://example.org/mrn", "value": "0042" }],
    });
    let user = json!({ "resourceType": "Practitioner", "id": "zhao", "name": [{ "family": "Zhao", "given": ["Wei"] }] });
    let encounter = json!({ "resourceType": "Encounter", "id": "e1", "status": "finished", "class": { "code": "AMB" }, "period": { "start": "2026-11-20T09:00:00+08:00" } });
    let mut known = BTreeMap::from([
        ("patient".to_owned(), vec![patient]),
        ("user".to_owned(), vec![user.clone()]),
        ("practitioner".to_owned(), vec![user]),
        ("encounter".to_owned(), vec![encounter]),
        ("questionnaire".to_owned(), vec![form.clone()]),
    ]);
    let mut declared = Vec::new();
    declarations(form, &mut declared);
    let Ok(now) = kangban_fhir::DateTime::parse("2026-11-25T10:30:00+08:00") else { return known };
    for (name, expression) in declared {
        let Ok(parsed) = Expression::parse(&expression) else { continue };
        let values = {
            let mut scope =
                Scope::new(Clock { now: now.clone() }).resource(resource).focus(Value::of(resource));
            for (name, values) in &known {
                scope = scope.variable(name.as_str(), values.iter().map(Value::of).collect());
            }
            parsed
                .evaluate(&scope)
                .map(|found| found.iter().map(Value::to_json).collect())
                .unwrap_or_default()
        };
        known.insert(name, values);
    }
    known
}

fn declarations(json: &Json, found: &mut Vec<(String, String)>) {
    match json {
        Json::Array(parts) => parts.iter().for_each(|part| declarations(part, found)),
        Json::Object(parts) => {
            if text(json, "url") == Some("http://hl7.org/fhir/StructureDefinition/variable")
                && let Some(value) = json.get("valueExpression")
                && let (Some(name), Some(expression)) = (text(value, "name"), text(value, "expression"))
                && text(value, "language") == Some("text/fhirpath")
            {
                found.push((name.to_owned(), expression.to_owned()));
            }
            parts.values().for_each(|part| declarations(part, found));
        }
        _ => {}
    }
}

/// Whether it is a response to the form: by its canonical, with or without a version.
fn answers(response: &Json, form: &Json) -> bool {
    let Some(of) = text(response, "questionnaire") else { return false };
    let of = of.split('|').next().unwrap_or(of);
    text(form, "url") == Some(of)
        || text(form, "id").is_some_and(|id| of.strip_prefix("Questionnaire/") == Some(id))
}

/// The places of the items with this linkId.
fn items(resource: &Json, link_id: &str) -> Vec<Vec<Json>> {
    fn look(json: &Json, link_id: &str, place: &mut Vec<Json>, found: &mut Vec<Vec<Json>>) {
        for name in ["item", "answer"] {
            let parts = json.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            for (index, part) in parts.iter().enumerate() {
                place.extend([Json::from(name), Json::from(index)]);
                if name == "item" && text(part, "linkId") == Some(link_id) {
                    found.push(place.clone());
                }
                look(part, link_id, place, found);
                place.truncate(place.len() - 2);
            }
        }
    }
    let mut found = Vec::new();
    if text(resource, "resourceType") == Some("QuestionnaireResponse") {
        look(resource, link_id, &mut Vec::new(), &mut found);
    }
    found
}

/// A response with an answer to every question, of the type it asks for.
fn response(form: &Json) -> Json {
    let mut made = json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-11-24T21:05:00+08:00" });
    if let (Some(object), Some(url)) = (made.as_object_mut(), text(form, "url")) {
        object.insert("questionnaire".to_owned(), Json::from(url));
    }
    let mut count = 0;
    if let Some(object) = made.as_object_mut() {
        object.insert("item".to_owned(), answered(form, &mut count));
    }
    made
}

fn answered(parent: &Json, count: &mut usize) -> Json {
    let items = parent.get("item").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let made = items.iter().filter(|item| text(item, "type") != Some("display")).map(|item| {
        *count += 1;
        let mut made = Map::new();
        made.insert("linkId".to_owned(), item.get("linkId").cloned().unwrap_or_default());
        if let Some(text) = item.get("text") {
            made.insert("text".to_owned(), text.clone());
        }
        let within = answered(item, count);
        let any = within.as_array().is_some_and(|within| !within.is_empty());
        if text(item, "type") == Some("group") {
            if any {
                made.insert("item".to_owned(), within);
            }
        } else {
            let mut answer = value(item, *count);
            if any && let Some(answer) = answer.as_object_mut() {
                answer.insert("item".to_owned(), within);
            }
            made.insert("answer".to_owned(), json!([answer]));
        }
        Json::Object(made)
    });
    Json::Array(made.collect())
}

fn value(item: &Json, count: usize) -> Json {
    let options = item.get("answerOption").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    if !options.is_empty()
        && let Some(option) = options.get(count % options.len()).and_then(Json::as_object)
    {
        let chosen = option.iter().filter(|(name, _)| name.starts_with("value"));
        return Json::Object(chosen.map(|(name, value)| (name.clone(), value.clone())).collect());
    }
    let number = count % 9;
    match text(item, "type").unwrap_or_default() {
        "boolean" => json!({ "valueBoolean": count.is_multiple_of(2) }),
        "integer" => json!({ "valueInteger": number }),
        "decimal" => json!({ "valueDecimal": 30.5 + f64::from(u8::try_from(number).unwrap_or(0)) }),
        "date" => json!({ "valueDate": format!("2026-11-{:02}", 10 + number) }),
        "dateTime" => json!({ "valueDateTime": format!("2026-11-{:02}T08:30:00Z", 10 + number) }),
        "time" => json!({ "valueTime": format!("0{number}:30:00") }),
        "url" => json!({ "valueUri": "https://example.org/a" }),
        "quantity" => {
            json!({ "valueQuantity": { "value": 60 + number, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg" } })
        }
        "reference" => json!({ "valueReference": { "reference": "Patient/lin" } }),
        "attachment" => json!({ "valueAttachment": { "contentType": "text/plain", "title": "a" } }),
        "choice" | "open-choice" => {
            json!({ "valueCoding": { "system": "http://loinc.org", "code": format!("LA{number}"), "display": "one" } })
        }
        _ => json!({ "valueString": format!("text {number}") }),
    }
}
