//! What holds for every form and every response.

use kangban_fhir::conformance;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const KINDS: [&str; 14] = [
    "boolean",
    "integer",
    "decimal",
    "date",
    "dateTime",
    "time",
    "string",
    "text",
    "url",
    "choice",
    "open-choice",
    "quantity",
    "reference",
    "group",
];
const PATHS: [&str; 9] = [
    "name.family",
    "name.given",
    "birthDate",
    "gender",
    "telecom.value",
    "address.city",
    "active",
    "contact.name.text",
    "deceased[x]",
];

/// A source of chance that a seed repeats.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }
}

fn value(item: &Value, chance: &mut Chance) -> Value {
    let options = json::list(item, "answerOption");
    if !options.is_empty() {
        let option = options[chance.below(options.len())].clone();
        let (suffix, value) = json::choice(&option).expect("an option has a value");
        return json!({(format!("value{suffix}")): value});
    }
    match json::text(item, "type").unwrap_or_default() {
        "boolean" => json!({"valueBoolean": chance.below(2) == 0}),
        "integer" => json!({"valueInteger": chance.below(200)}),
        "decimal" => json!({"valueDecimal": 36.60}),
        "date" => json!({"valueDate": "1958-05-01"}),
        "dateTime" => json!({"valueDateTime": "2026-11-25T08:00:00+08:00"}),
        "time" => json!({"valueTime": "08:00:00"}),
        "url" => json!({"valueUri": "http://a.example"}),
        "choice" => json!({"valueCoding": {"system": "http://s", "code": "c", "display": "C"}}),
        "quantity" => {
            json!({"valueQuantity": {"value": 1.5, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}})
        }
        "reference" => json!({"valueReference": {"reference": "Patient/x"}}),
        "attachment" => json!({"valueAttachment": {"contentType": "image/png", "url": "http://a.example/1"}}),
        _ => json!({"valueString": "a"}),
    }
}

/// Random items of a response to these items.
fn fill(items: &[Value], chance: &mut Chance, depth: usize) -> Vec<Value> {
    let mut filled = Vec::new();
    for item in items {
        let kind = json::text(item, "type").unwrap_or_default();
        if kind == "display" || depth > 12 || chance.below(4) == 0 {
            continue;
        }
        let below = json::list(item, "item");
        let repeats = item["repeats"] == true;
        let link_id = &item["linkId"];
        let times = if repeats { 1 + chance.below(3) } else { 1 };
        if kind == "group" {
            for _ in 0..times {
                let inner = fill(below, chance, depth + 1);
                if !inner.is_empty() {
                    filled.push(json!({"linkId": link_id, "item": inner}));
                }
            }
            continue;
        }
        let answers: Vec<_> = (0..times)
            .map(|_| {
                let mut answer = value(item, chance);
                let inner = fill(below, chance, depth + 1);
                if !inner.is_empty() {
                    answer["item"] = json!(inner);
                }
                answer
            })
            .collect();
        filled.push(json!({"linkId": link_id, "answer": answers}));
    }
    filled
}

/// A random form that extracts in every way.
fn random_form(chance: &mut Chance) -> Value {
    let mut count = 0;
    let mut form = form(json!(random_items(chance, 0, &mut count)));
    form["extension"] = json!([
        {"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-definitionExtract",
         "extension": [{"url": "definition", "valueCanonical": "http://hl7.org/fhir/StructureDefinition/Patient"}]},
    ]);
    form
}

fn random_items(chance: &mut Chance, depth: usize, count: &mut usize) -> Vec<Value> {
    let mut items = Vec::new();
    for _ in 0..=chance.below(4) {
        *count += 1;
        let kind = KINDS[chance.below(if depth > 2 { 13 } else { 14 })];
        let mut item = json!({"linkId": format!("i{count}"), "type": kind, "repeats": chance.below(3) == 0});
        let mut extensions = Vec::new();
        if chance.below(2) == 0 {
            item["code"] = code(&format!("c{count}"));
            extensions.push(match chance.below(5) {
                0 => yes(),
                1 => related("component"),
                2 => related("member"),
                3 => related("derived"),
                _ => json!({"url": EXTRACT, "valueBoolean": false}),
            });
        }
        if kind != "group" && chance.below(2) == 0 {
            let path = PATHS[chance.below(PATHS.len())];
            item["definition"] =
                json!(format!("http://hl7.org/fhir/StructureDefinition/Patient#Patient.{path}"));
        }
        if chance.below(3) == 0 && *count > 1 {
            let question = format!("i{}", 1 + chance.below(*count - 1));
            let wanted = chance.below(2) == 0;
            item["enableWhen"] =
                json!([{"question": question, "operator": "exists", "answerBoolean": wanted}]);
        }
        item["extension"] = json!(extensions);
        if depth < 3 && (kind == "group" || chance.below(4) == 0) {
            item["item"] = json!(random_items(chance, depth + 1, count));
        }
        items.push(item);
    }
    items
}

/// What every extraction keeps.
fn keeps_the_rules(form: &Value, answers: &Value, name: &str) {
    let once = run(form, answers);
    assert_eq!(once, run(form, answers), "{name}: the same twice");
    let text = once.bundle.to_string();
    assert_eq!(conformance::check(&text), Ok(()), "{name}: {text}");
    let entries = json::list(&once.bundle, "entry");
    let mut urls: Vec<_> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    let count = urls.len();
    urls.sort_unstable();
    urls.dedup();
    assert_eq!(urls.len(), count, "{name}: each has its own URL");
    for entry in entries {
        let resource = &entry["resource"];
        let (kind, id) = (resource["resourceType"].as_str().unwrap(), resource["id"].as_str().unwrap());
        if entry["request"]["method"] == "PUT" {
            assert_eq!(entry["request"]["url"], format!("{kind}/{id}"), "{name}");
        }
        assert!(r4::resource(kind).is_some(), "{name}: {kind}");
        unknown_elements(resource, r4::resource(kind).unwrap(), name);
    }
}

/// Every element that is written is one that R4 has, and a list where R4 has a list.
fn unknown_elements(json: &Value, kind: kangban_fhirpath::model::TypeId, name: &str) {
    for (element, value) in json.as_object().into_iter().flatten() {
        let element = element.strip_prefix('_').unwrap_or(element);
        if element == "resourceType" {
            continue;
        }
        let found = r4::find(kind, element).unwrap_or_else(|| panic!("{name}: {kind:?} has no {element}"));
        assert_eq!(value.is_array(), found.many, "{name}: {kind:?}.{element}");
        let r4::Holds::One(inner) = found.holds else { panic!("{name}: {kind:?}.{element} has no type") };
        if inner.is_resource() {
            continue;
        }
        match value {
            Value::Array(all) => all.iter().for_each(|one| unknown_elements(one, inner, name)),
            one => unknown_elements(one, inner, name),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_response_extracts_to_the_same_valid_r4(seed in any::<u64>()) {
        let mut chance = Chance(seed);
        let form = random_form(&mut chance);
        let answers = fill(json::list(&form, "item"), &mut chance, 0);
        keeps_the_rules(&form, &response(json!(answers)), &seed.to_string());
    }

    #[test]
    fn no_form_and_no_response_makes_it_panic(
        form in "[\\[\\]{}\":,a-zA-Z0-9]{0,80}", seed in any::<u64>()
    ) {
        // A response to another form, and JSON that is no form at all.
        let mut chance = Chance(seed);
        let other = random_form(&mut chance);
        let answers = response(json!(fill(json::list(&random_form(&mut chance), "item"), &mut chance, 0)));
        let _ = run(&other, &answers);
        let nonsense: Value = serde_json::from_str(&form).unwrap_or(Value::String(form));
        let _ = run(&nonsense, &answers);
        let _ = run(&other, &nonsense);
    }
}

#[test]
fn random_responses_to_every_form_of_the_corpus_extract_to_valid_r4() {
    let corpus =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/questionnaires");
    let Ok(folders) = std::fs::read_dir(&corpus) else {
        eprintln!("skipped: no corpus");
        return;
    };
    let files = folders.filter_map(|folder| std::fs::read_dir(folder.ok()?.path()).ok()).flatten();
    let (mut forms, mut extracted) = (0, 0);
    for path in
        files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "json"))
    {
        let Ok(form) = serde_json::from_str::<Value>(&std::fs::read_to_string(&path).unwrap()) else {
            continue;
        };
        if form["resourceType"] != "Questionnaire" {
            continue;
        }
        forms += 1;
        for seed in 0..3 {
            let answers = fill(json::list(&form, "item"), &mut Chance(seed), 0);
            let answers = response(json!(answers));
            keeps_the_rules(&form, &answers, &path.display().to_string());
            extracted += resources(&run(&form, &answers)).len();
        }
    }
    assert!(forms > 100 && extracted > 50, "{forms} forms, {extracted} resources");
}

#[test]
fn every_form_that_ships_extracts_without_a_problem() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../care/forms");
    let mut observations = 0;
    for path in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let form: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for seed in 0..8 {
            let answers = response(json!(fill(json::list(&form, "item"), &mut Chance(seed), 0)));
            keeps_the_rules(&form, &answers, &path.display().to_string());
            let extracted = run(&form, &answers);
            assert_eq!(extracted.problems, [], "{}", path.display());
            observations += resources(&extracted).len();
        }
    }
    assert!(observations > 100, "{observations}");
}
