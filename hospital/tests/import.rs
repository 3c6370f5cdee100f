//! Import of FHIR Bundles into a store.
#![allow(clippy::expect_used)]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use kangban_fhir::Resource;
use kangban_hospital::{
    access::Reach,
    clock::Clock,
    import::{ImportError, Imported, import_file},
    store::{Query, SqliteStore},
};
use serde_json::{Value, json};

struct House {
    store: SqliteStore,
    directory: tempfile::TempDir,
}

fn house() -> House {
    let directory = tempfile::tempdir().expect("a directory");
    House { store: SqliteStore::open(directory.path(), Clock::system()).expect("a store"), directory }
}

impl House {
    fn import(&self, content: &str) -> Result<Imported, ImportError> {
        let file = self.directory.path().join("bundle.json");
        fs::write(&file, content).expect("a file");
        import_file(&self.store, &file)
    }

    fn refused(&self, content: &str) -> String {
        let text = self.import(content).expect_err("refused").to_string();
        text.rsplit_once("bundle.json: ").map(|(_, what)| what.to_owned()).expect("the file is named")
    }

    fn get(&self, resource_type: &str, id: &str) -> Option<Resource> {
        let stored = self.store.read_now(|reader| reader.get(resource_type, id)).expect("read");
        stored.and_then(|stored| stored.resource().expect("readable"))
    }

    fn count(&self, resource_type: &str) -> u64 {
        let query = Query::all(resource_type, Reach::All, 1);
        self.store.read_now(|reader| reader.count(&query)).expect("counted")
    }
}

fn bundle(kind: &str, entries: &[Value]) -> String {
    json!({"resourceType": "Bundle", "type": kind, "entry": entries}).to_string()
}

fn two() -> Vec<Value> {
    vec![
        json!({"fullUrl": "urn:uuid:0d0e6b8a-0000-4000-8000-000000000001",
            "resource": {"resourceType": "Patient", "name": [{"text": "甲"}]}, "request": {"method": "POST", "url": "Patient"}}),
        json!({"fullUrl": "https://elsewhere.example/fhir/Observation/o1",
            "resource": {"resourceType": "Observation", "id": "o1", "status": "final",
                "contained": [{"resourceType": "Device", "id": "d"}], "device": {"reference": "#d"},
                "subject": {"reference": "urn:uuid:0d0e6b8a-0000-4000-8000-000000000001"}}}),
    ]
}

#[test]
fn references_between_entries_lead_to_the_stored_resources() {
    let house = house();
    for kind in ["transaction", "batch", "collection"] {
        house.import(&bundle(kind, &two())).expect("imported");
    }
    let observation = house.get("Observation", "o1").expect("there");
    assert_eq!(observation.json()["subject"]["reference"], "Patient/0d0e6b8a-0000-4000-8000-000000000001");
    assert_eq!(observation.json()["device"]["reference"], "#d");
    assert_eq!((house.count("Patient"), observation.version_id()), (1, Some("1")));
}

#[test]
fn importing_again_changes_only_what_is_different() {
    let house = house();
    assert_eq!(
        house.import(&bundle("batch", &two())).expect("imported"),
        Imported { written: 2, unchanged: 0, ..Imported::default() }
    );
    assert_eq!(
        house.import(&bundle("batch", &two())).expect("imported"),
        Imported { written: 0, unchanged: 2, ..Imported::default() }
    );
    let mut changed = two();
    changed[1]["resource"]["status"] = json!("amended");
    assert_eq!(
        house.import(&bundle("batch", &changed)).expect("imported"),
        Imported { written: 1, unchanged: 1, ..Imported::default() }
    );
}

#[test]
fn a_file_with_a_fault_is_refused_whole_with_its_place() {
    let house = house();
    let with = |entry: Value| bundle("transaction", &[two(), vec![entry]].concat());
    let dangling = json!({"resource": {"resourceType": "Condition", "id": "c", "subject": {"reference": "urn:uuid:nobody"}}});
    assert_eq!(
        house.refused(&with(dangling)),
        "entry 2 (Condition/c): its reference 'urn:uuid:nobody' leads nowhere"
    );
    let search = json!({"resource": {"resourceType": "Condition", "id": "c",
        "subject": {"reference": "Patient?identifier=s|1"}}});
    assert!(house.refused(&with(search)).ends_with("its reference 'Patient?identifier=s|1' leads nowhere"));
    let delete = json!({"resource": {"resourceType": "Patient", "id": "p"}, "request": {"method": "DELETE", "url": "Patient/p"}});
    assert_eq!(house.refused(&with(delete)), "entry 2 (Patient/p): an import does not DELETE");
    assert!(house.refused(&with(json!({"fullUrl": "x"}))).starts_with("entry 2 (no resource):"));
    assert!(
        house
            .refused(&with(json!({"resource": {"id": "p"}})))
            .starts_with("entry 2 (unreadable): Bundle.entry[2]")
    );
    let long = json!({"resource": {"resourceType": "Patient", "id": "x".repeat(65)}});
    assert!(house.refused(&with(long)).contains("its id:"));
    assert_eq!((house.count("Patient"), house.count("Observation")), (0, 0));
}

#[test]
fn what_is_no_bundle_is_told_in_a_sentence() {
    let house = house();
    assert!(house.refused("{").starts_with("is no FHIR JSON:"));
    assert!(
        house
            .refused(r#"{"resourceType":"Patient"}"#)
            .starts_with("a Patient was found; a transaction, batch or collection")
    );
    assert!(house.refused(&bundle("searchset", &[])).starts_with("a Bundle of type searchset was found"));
    let missing = import_file(&house.store, Path::new("nowhere.json")).expect_err("no file").to_string();
    assert!(missing.starts_with("nowhere.json: cannot be read:"), "{missing}");
}

/// A form as a licensee would get one: alone in its file, with an answer list of its own.
fn licensed() -> Value {
    json!({"resourceType": "Questionnaire", "id": "made-up-scale", "status": "active", "version": "1.0",
        "url": "https://kangban.example/fhir/Questionnaire/epds", "title": "Made-up scale", "copyright": "Licensed",
        "item": [
            {"linkId": "1", "type": "choice", "text": "How are you?", "required": true, "answerOption": [
                {"valueCoding": {"code": "good", "display": "Good"}}, {"valueCoding": {"code": "bad", "display": "Bad"}}]},
            {"linkId": "2", "type": "integer", "text": "How often?"}]})
}

#[test]
fn a_licensed_form_goes_in_alone_and_may_go_in_again() {
    let house = house();
    let first = house.import(&licensed().to_string()).expect("imported");
    assert_eq!(first, Imported { written: 1, ..Imported::default() });
    assert_eq!(house.import(&licensed().to_string()).expect("again").unchanged, 1);
    assert_eq!(house.get("Questionnaire", "made-up-scale").expect("there").json()["title"], "Made-up scale");
}

#[test]
fn what_is_wrong_with_a_form_is_said_and_the_form_is_there_all_the_same() {
    let house = house();
    let mut broken = licensed();
    broken["item"][0]["answerOption"] = json!([]);
    broken["item"][0]["answerValueSet"] = json!("http://nowhere.example/ValueSet/x");
    broken["item"][1]["extension"] = json!([{
        "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": "%resource.item.where("}}]);
    let imported = house.import(&broken.to_string()).expect("imported");
    assert_eq!(imported.written, 1);
    let told = imported.form_problems.join("\n");
    assert!(
        told.contains("Questionnaire/made-up-scale 1:") && told.contains("http://nowhere.example/ValueSet/x"),
        "{told}"
    );
    assert!(told.contains("Questionnaire/made-up-scale 2:"), "{told}");
}

#[test]
fn a_search_by_identifier_finds_who_was_there_before() {
    let house = house();
    let practitioner = json!({"resource": {"resourceType": "Practitioner", "id": "d",
        "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "99"}]}});
    let encounter = json!({"resource": {"resourceType": "Encounter", "id": "e", "status": "finished",
        "subject": {"reference": "Patient/p"},
        "participant": [{"individual": {"reference": "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|99"}}]}});
    house.import(&bundle("transaction", &[practitioner, encounter])).expect("imported");
    let encounter = house.get("Encounter", "e").expect("there");
    assert_eq!(encounter.json()["participant"][0]["individual"]["reference"], "Practitioner/d");
}

#[test]
fn synthea_bundles_go_in_whole_and_lose_nothing() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/synthea");
    let Ok(files) = fs::read_dir(&corpus) else {
        eprintln!("skipped: no corpus");
        return;
    };
    let files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    let house = house();
    let started = Instant::now();
    let mut written = 0;
    for file in &files {
        written += import_file(&house.store, file).unwrap_or_else(|error| panic!("{error}")).written;
    }
    eprintln!("{written} resources of {} files in {:?}", files.len(), started.elapsed());
    assert_eq!(house.count("Patient"), files.len() as u64);
    for file in &files {
        let bundle: Value = serde_json::from_str(&fs::read_to_string(file).expect("a file")).expect("JSON");
        for entry in bundle["entry"].as_array().expect("entries") {
            let original = Resource::from_value(entry["resource"].clone()).expect("a resource");
            let stored = house.get(original.resource_type(), original.id().expect("an id")).expect("stored");
            assert_eq!(members(&stored), members(&original), "{:?}", original.id());
        }
        assert_eq!(
            import_file(&house.store, file).expect("again").written,
            0,
            "nothing is new the second time"
        );
    }
}

/// Everything in a resource but its `meta` and where its references lead, in its own digits.
fn members(resource: &Resource) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.remove("reference");
                object.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut json = resource.json().clone();
    json.remove("meta");
    let mut value = Value::Object(json);
    strip(&mut value);
    value
}
