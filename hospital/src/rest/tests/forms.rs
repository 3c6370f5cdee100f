//! Forms through the REST face: what phones read, and what they report.

use axum::body::Body;
use kangban_fhir::terms;
use serde_json::json;

use super::{As, House};
use crate::library;

#[tokio::test]
async fn phones_get_forms_and_pathways_with_the_hospitals_feed_and_write_none() {
    let house = House::open().await;
    let store = house.hospital.store.clone();
    tokio::task::spawn_blocking(move || library::stock(&store)).await.expect("joined").expect("stocked");
    let value_set =
        json!({"resourceType": "ValueSet", "id": "v", "status": "active", "url": "http://h.example/v"});
    house.put(As::Doctor, &value_set).await.fine(201);
    let mut types = std::collections::BTreeSet::new();
    let feed = house.get(As::A, "/$changes?feed=hospital&_count=1000").await.fine(200).json();
    for entry in feed["entry"].as_array().expect("entries") {
        types.insert(entry["resource"]["resourceType"].as_str().expect("a type").to_owned());
    }
    for wanted in ["ActivityDefinition", "PlanDefinition", "Questionnaire", "ValueSet"] {
        assert!(types.contains(wanted), "{wanted} is in {types:?}");
    }
    house.get(As::A, "/Questionnaire/phq-9").await.fine(200);
    let found = house
        .get(As::A, "/Questionnaire?url=https://kangban.example/fhir/Questionnaire/phq-9")
        .await
        .fine(200);
    assert_eq!(found.ids(), ["phq-9"]);
    let form = json!({"resourceType": "Questionnaire", "id": "mine", "status": "active"});
    house.put(As::A, &form).await.refused(403);
    house.send(As::A, "DELETE", "/Questionnaire/phq-9", &[], Body::empty()).await.refused(403);
}

#[tokio::test]
async fn a_report_of_a_form_is_kept_and_is_neither_message_nor_alert() {
    let house = House::open().await;
    let report = json!({"resourceType": "Communication", "id": "report", "status": "completed",
        "subject": {"reference": "Patient/a"}, "sender": {"reference": "Patient/a"},
        "category": [{"coding": [{"system": terms::FORM_PROBLEM, "code": "form-problem"}]}],
        "payload": [{"contentString": "x"}]});
    house.put(As::A, &report).await.fine(201);
    let mut message = report.clone();
    message["id"] = json!("message");
    message.as_object_mut().expect("an object").remove("category");
    house.put(As::A, &message).await.fine(201);
    let inbox = house.get(As::Doctor, "/$changes?feed=inbox").await.fine(200);
    assert_eq!(inbox.ids(), ["message"]);
    house.get(As::Doctor, "/Communication/report").await.fine(200);
    let found =
        house.get(As::Doctor, &format!("/Communication?category={}|form-problem", terms::FORM_PROBLEM)).await;
    assert_eq!(found.fine(200).ids(), ["report"]);
    house.get(As::B, "/Communication/report").await.refused(404);
}

#[tokio::test]
async fn the_capability_statement_tells_what_can_be_done_with_forms() {
    let house = House::new();
    let statement = house.get(As::Nobody, "/metadata").await.fine(200).json();
    let of = |resource_type: &str| {
        let all = statement["rest"][0]["resource"].as_array().expect("types");
        all.iter().find(|one| one["type"] == resource_type).expect("the type")["operation"].to_string()
    };
    assert!(of("PlanDefinition").contains("http://hl7.org/fhir/OperationDefinition/PlanDefinition-apply"));
    assert!(of("Questionnaire").contains("Questionnaire-populate"));
    assert!(of("QuestionnaireResponse").contains("QuestionnaireResponse-extract"));
}
