//! The commands as they are typed, through the built binary.
// Test data is written in place, so helpers take it by value; a test fails by panicking.
#![allow(clippy::needless_pass_by_value, clippy::unwrap_used)]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";
const SCORE: &str = "https://kangban.example/fhir/StructureDefinition/score";

/// A folder with files, and the commands run in it.
struct Desk(TempDir);

impl Desk {
    fn with(files: &[(&str, Value)]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, json) in files {
            desk.put(name, &json.to_string());
        }
        desk
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.0.path(), arguments)
    }
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(folder: &Path, arguments: &[&str]) -> Self {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_kangban-forms"))
            .current_dir(folder)
            .args(["--now", "2026-11-25T08:00:00+08:00"])
            .args(arguments)
            .output()
            .unwrap();
        Self {
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("no JSON: {} {}", self.out, self.err))
    }
}

fn form(items: Value) -> Value {
    json!({"resourceType": "Questionnaire", "url": "http://q", "version": "1", "name": "Q", "status": "active", "item": items})
}

fn response(items: Value) -> Value {
    json!({"resourceType": "QuestionnaireResponse", "id": "r", "questionnaire": "http://q|1", "status": "completed",
           "authored": "2026-11-25T07:30:00+08:00", "item": items})
}

fn expression(name: &str, text: &str) -> Value {
    json!([{"url": format!("{SDC}{name}"), "valueExpression": {"language": "text/fhirpath", "expression": text}}])
}

#[test]
fn check_says_that_nothing_is_wrong_and_exits_with_0() {
    let desk = Desk::with(&[("q.json", form(json!([{"linkId": "1", "text": "A", "type": "string"}])))]);
    let ran = desk.run(&["check", "q.json"]);
    assert_eq!((ran.code, ran.out.trim()), (0, "1 items, nothing wrong"), "{}", ran.err);
}

#[test]
fn check_names_item_and_expression_and_exits_with_1_on_errors() {
    let items = json!([
        {"linkId": "a", "text": "A", "type": "integer", "extension": expression("calculatedExpression", "%resource.item.where(linkId='b').answer.value + 1")},
        {"linkId": "b", "text": "B", "type": "integer", "extension": expression("calculatedExpression", "%resource.item.where(linkId='a').answer.value + 1")},
        {"linkId": "c", "text": "C", "type": "string", "extension": expression("initialExpression", "1 +")}
    ]);
    let desk = Desk::with(&[("q.json", form(items))]);
    let ran = desk.run(&["check", "q.json"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    for said in ["cycle", "bad-expression", "1 +"] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    let listed = desk.run(&["check", "q.json", "--json"]).json();
    let bad = listed.as_array().unwrap().iter().find(|one| one["code"] == "bad-expression").unwrap();
    assert_eq!(
        (&bad["item"], &bad["expression"], &bad["severity"]),
        (&json!("c"), &json!("1 +"), &json!("error"))
    );
}

#[test]
fn check_finds_value_sets_and_parts_beside_the_form() {
    let set = json!({"resourceType": "ValueSet", "url": "http://vs", "status": "active",
        "compose": {"include": [{"system": "http://s", "concept": [{"code": "a", "display": "A"}]}]}});
    let part = json!({"resourceType": "Questionnaire", "url": "http://part", "name": "P", "status": "active",
        "item": [{"linkId": "p", "text": "P", "type": "choice", "answerValueSet": "http://vs"}]});
    let root = form(json!([{"linkId": "sub", "type": "display", "text": "part is missing",
        "extension": [{"url": format!("{SDC}subQuestionnaire"), "valueCanonical": "http://part"}]}]));
    let desk = Desk::with(&[("root.json", root)]);
    let alone = desk.run(&["check", "root.json"]);
    assert_eq!(alone.code, 1);
    assert!(alone.out.contains("http://part is not at hand"), "{}", alone.out);
    desk.put("part.json", &part.to_string());
    assert!(desk.run(&["check", "root.json"]).out.contains("http://vs"), "the value set is still missing");
    desk.put("vs.json", &set.to_string());
    let whole = desk.run(&["check", "root.json"]);
    assert_eq!((whole.code, whole.out.trim()), (0, "1 items, nothing wrong"), "{}", whole.err);
    assert_eq!(desk.run(&["assemble", "root.json"]).json()["item"][0]["linkId"], "p");
}

#[test]
fn validate_prints_an_outcome_and_exits_with_1_when_the_response_is_refused() {
    let desk = Desk::with(&[
        ("q.json", form(json!([{"linkId": "1", "text": "Age", "type": "integer", "required": true}]))),
        ("good.json", response(json!([{"linkId": "1", "answer": [{"valueInteger": 3}]}]))),
        ("bad.json", response(json!([{"linkId": "1", "answer": [{"valueString": "three"}]}]))),
    ]);
    let good = desk.run(&["validate", "q.json", "good.json"]);
    assert_eq!((good.code, &good.json()["resourceType"]), (0, &json!("OperationOutcome")));
    let bad = desk.run(&["validate", "q.json", "bad.json"]);
    assert_eq!(bad.code, 1);
    assert!(
        ["error", "fatal"].contains(&bad.json()["issue"][0]["severity"].as_str().unwrap()),
        "{}",
        bad.out
    );
    let (english, chinese) =
        (bad.out, desk.run(&["validate", "q.json", "bad.json", "--language", "zh-CN"]).out);
    assert_ne!(english, chinese, "the texts are in the language asked for");
}

#[test]
fn populate_fills_in_from_a_patient_and_a_bundle() {
    let items = json!([
        {"linkId": "born", "type": "date", "extension": expression("initialExpression", "%patient.birthDate")},
        {"linkId": "kg", "type": "decimal", "code": [{"system": "http://loinc.org", "code": "29463-7"}], "extension": [
            {"url": format!("{SDC}observationLinkPeriod"), "valueDuration": {"value": 1, "code": "a"}},
            {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"code": "kg"}}]},
        {"linkId": "bad", "type": "string", "extension": expression("initialExpression", "%nobody.name")}
    ]);
    let weight = json!({"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}, "effectiveDateTime": "2026-11-01",
        "valueQuantity": {"value": serde_json::from_str::<Value>("61.50").unwrap(), "code": "kg"}});
    let desk = Desk::with(&[
        ("q.json", form(items)),
        ("p.json", json!({"resourceType": "Patient", "id": "p", "birthDate": "1958-05-01"})),
        ("b.json", json!({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": weight}]})),
    ]);
    let ran = desk.run(&["populate", "q.json", "--patient", "p.json", "--resources", "b.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let made = ran.json();
    assert_eq!(made["item"][0]["answer"][0]["valueDate"], "1958-05-01");
    assert_eq!(made["item"][1]["answer"][0]["valueDecimal"].to_string(), "61.50");
    assert_eq!(
        (&made["subject"]["reference"], &made["questionnaire"]),
        (&json!("Patient/p"), &json!("http://q|1"))
    );
    assert!(ran.err.contains("bad") && ran.err.contains("%nobody.name"), "{}", ran.err);
}

#[test]
fn extract_prints_one_transaction_with_the_same_ids_each_time() {
    let items = json!([
        {"linkId": "pain", "text": "Pain", "type": "integer", "code": [{"system": "http://loinc.org", "code": "72514-3"}],
         "extension": [{"url": format!("{SDC}observationExtract"), "valueBoolean": true}]},
        {"linkId": "photo", "type": "attachment", "code": [{"code": "x"}],
         "extension": [{"url": format!("{SDC}observationExtract"), "valueBoolean": true}]}
    ]);
    let answers = json!([{"linkId": "pain", "answer": [{"valueInteger": 7}]}, {"linkId": "photo", "answer": [{"valueAttachment": {"url": "http://a"}}]}]);
    let desk = Desk::with(&[("q.json", form(items)), ("r.json", response(answers))]);
    let ran = desk.run(&["extract", "q.json", "r.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let bundle = ran.json();
    assert_eq!((&bundle["type"], bundle["entry"].as_array().unwrap().len()), (&json!("transaction"), 1));
    assert_eq!(bundle["entry"][0]["resource"]["valueInteger"], 7);
    assert_eq!(bundle["entry"][0]["request"]["method"], "PUT");
    assert!(ran.err.contains("photo: an Observation cannot hold"), "{}", ran.err);
    assert_eq!(desk.run(&["extract", "q.json", "r.json"]).out, ran.out);
}

#[test]
fn score_prints_value_band_meaning_and_change_in_both_languages() {
    let text = |name: &str, english: &str, chinese: &str| {
        json!({"url": name, "valueString": chinese, "_valueString": {"extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/translation",
            "extension": [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": english}]}]}})
    };
    let band = |low: i32, high: i32, word: (&str, &str), role: &str| {
        json!({"url": "band", "extension": [{"url": "low", "valueDecimal": low}, {"url": "high", "valueDecimal": high},
            text("word", word.0, word.1), text("meaning", "What it means", "含义"), text("nextStep", "What to do", "下一步"),
            {"url": "role", "valueCode": role}]})
    };
    let mut questionnaire = form(json!([{"linkId": "total", "text": "总分", "type": "decimal",
        "extension": [{"url": SCORE, "extension": [band(0, 4, ("low", "低"), "good"), band(5, 27, ("high", "高"), "urgent")]}]}]));
    questionnaire["language"] = json!("zh-CN");
    let answered = |value: i32, at: &str| {
        let mut response = response(json!([{"linkId": "total", "answer": [{"valueDecimal": value}]}]));
        response["authored"] = json!(at);
        response["id"] = json!(format!("r{value}"));
        response
    };
    let desk = Desk::with(&[
        ("q.json", questionnaire),
        ("now.json", answered(9, "2026-11-25T07:30:00+08:00")),
        ("before.json", answered(4, "2026-10-25T07:30:00+08:00")),
    ]);
    let ran = desk.run(&["score", "q.json", "now.json", "before.json", "--language", "en"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in ["9", "high", "urgent", "What it means", "What to do", "+5"] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    assert!(desk.run(&["score", "q.json", "now.json", "--language", "zh-CN"]).out.contains("高"));
    let listed = desk.run(&["score", "q.json", "now.json", "before.json", "--json"]).json();
    assert_eq!(
        (&listed[0]["value"], &listed[0]["role"], &listed[0]["change"]),
        (&json!(9), &json!("urgent"), &json!(5))
    );
}

#[test]
fn eval_prints_each_result_with_its_type() {
    let desk = Desk::with(&[(
        "p.json",
        json!({"resourceType": "Patient", "name": [{"given": ["A", "B"]}], "birthDate": "1958-05-01"}),
    )]);
    let ran = desk.run(&["eval", "name.given | birthDate", "p.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out, "FHIR.string\tA\nFHIR.string\tB\nFHIR.date\t1958-05-01\n");
    assert_eq!(desk.run(&["eval", "38.6 'Cel' > 100 '[degF]'", "p.json"]).out, "System.Boolean\ttrue\n");
    assert_eq!(desk.run(&["eval", "%resource.birthDate.is(date)", "p.json"]).out, "System.Boolean\ttrue\n");
    let wrong = desk.run(&["eval", "name.where(", "p.json"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("not an expression: line 1, column"), "{}", wrong.err);
}

#[test]
fn what_cannot_be_read_is_said_in_plain_words_and_exits_with_2() {
    let desk = Desk::with(&[("p.json", json!({"resourceType": "Patient"}))]);
    desk.put("broken.json", "{\n \"resourceType\": ");
    desk.put("list.json", "[]");
    for (arguments, said) in [
        (vec!["check", "gone.json"], "cannot read gone.json: "),
        (vec!["check", "broken.json"], "broken.json is not JSON: line 2, column"),
        (vec!["check", "list.json"], "list.json holds no FHIR resource"),
        (vec!["check", "p.json"], "p.json holds a Patient, but a Questionnaire is needed"),
        (vec!["--now", "soon", "check", "p.json"], "--now"),
    ] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn the_forms_of_the_corpus_are_checked_and_filled_in_without_a_crash() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpus/questionnaires");
    if !corpus.is_dir() {
        eprintln!("skipped: no corpus");
        return;
    }
    let files = [
        "sdc-ig/input__resources__extract-complex-template.json",
        "lforms/test__data__R4__phq9.json",
        "smart-forms/apps__smart-forms-app__src__data__resources__Questionnaire__TestAssembled715.json",
    ];
    for file in files {
        for command in ["check", "populate"] {
            let path = corpus.join(file).display().to_string();
            let ran = Ran::of(&corpus, &[command, &path]);
            assert!(ran.code < 2, "{command} {file}: {}", ran.err);
        }
    }
}
