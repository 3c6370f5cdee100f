//! Who sees what: each way in, tried by each who may not use it.

use super::*;

/// Everything of patient `b` and of the staff that patient `a` could try to reach.
async fn furnished() -> House {
    let house = House::open().await;
    house.put(As::B, &observation("theirs", "b", "38.60")).await.fine(201);
    house.put(As::A, &observation("mine", "a", "38.60")).await.fine(201);
    let context = [("content-type", "image/png"), ("x-security-context", "Patient/b")];
    house.send(As::B, "PUT", "/Binary/photo", &context, Body::from(vec![1, 2, 3])).await.fine(201);
    let task = json!({"resourceType": "Task", "id": "alert", "status": "requested", "intent": "order",
        "code": {"coding": [{"system": kangban_fhir::terms::TASK, "code": "alert"}]},
        "for": {"reference": "Patient/b"}, "owner": {"reference": "Practitioner/d"}});
    house.put(As::Doctor, &task).await.fine(201);
    let staff = json!({"resourceType": "Practitioner", "id": "d", "name": [{"text": "d"}]});
    house.put(As::Doctor, &staff).await.fine(201);
    house
}

#[tokio::test]
async fn a_patient_never_reads_another_patients_data_by_any_way() {
    let house = furnished().await;
    for path in [
        "/Observation/theirs",
        "/Observation/theirs/_history",
        "/Observation/theirs/_history/1",
        "/Patient/b",
        "/Patient/b/_history",
        "/Binary/photo",
        "/Binary/photo?_format=json",
        "/Binary/photo/_history/1",
        "/Task/alert",
    ] {
        let theirs = house.get(As::A, path).await;
        assert_eq!(theirs.status.as_u16(), 404, "{path}");
        // What is out of reach looks exactly like what never was.
        let absent = house
            .get(
                As::A,
                &path
                    .replace("theirs", "no")
                    .replace("/b", "/no")
                    .replace("photo", "no")
                    .replace("alert", "no"),
            )
            .await;
        assert_eq!(theirs.json(), absent.json(), "{path}");
    }
    for path in [
        "/Observation",
        "/Observation?patient=b",
        "/Observation?subject=Patient/b",
        "/Observation?_id=theirs",
        "/Observation?status:not=x&_count=1000",
        "/Observation/_history",
        "/Patient",
        "/Patient?name=b",
        "/Patient/_history",
        "/Binary",
        "/Task",
        "/Task?owner=Practitioner/d",
        "/Observation?_include=Observation:subject",
        "/$changes?feed=patient",
        "/$changes?feed=patient/a",
        "/$changes?feed=hospital",
    ] {
        let answer = house.get(As::A, path).await.fine(200);
        for entry in answer.json()["entry"].as_array().into_iter().flatten() {
            let text = entry.to_string();
            assert!(!text.contains("Patient/b") && !text.contains("theirs"), "{path}");
        }
    }
    assert_eq!(house.get(As::A, "/Observation?_summary=count").await.json()["total"], 1);
    house.get(As::A, "/$changes?feed=patient/b").await.refused(403);
    house.get(As::A, "/$changes?feed=inbox").await.refused(403);
}

#[tokio::test]
async fn a_link_from_ones_own_data_does_not_open_another_patients() {
    let house = furnished().await;
    let mut reading = observation("sly", "a", "38");
    reading["derivedFrom"] = json!([{"reference": "Observation/theirs"}]);
    house.put(As::A, &reading).await.fine(201);
    let found = house.get(As::A, "/Observation?_id=sly&_include=Observation:derived-from").await.fine(200);
    assert_eq!(found.ids(), ["sly"]);
}

#[tokio::test]
async fn a_patient_never_writes_another_patients_data_by_any_way() {
    let house = furnished().await;
    house.put(As::A, &observation("theirs", "a", "1")).await.refused(403);
    house.put(As::A, &observation("theirs", "b", "1")).await.refused(403);
    house.put(As::A, &observation("new", "b", "1")).await.refused(403);
    house.post(As::A, &observation("x", "b", "1")).await.refused(403);
    let mut as_them = observation("new", "a", "1");
    as_them["performer"] = json!([{"reference": "Patient/b"}]);
    house.put(As::A, &as_them).await.refused(403);
    let message = json!({"resourceType": "Communication", "id": "m", "status": "completed",
        "subject": {"reference": "Patient/a"}, "sender": {"reference": "Practitioner/d"}});
    house.put(As::A, &message).await.refused(403);
    house.send(As::A, "DELETE", "/Observation/theirs", &[], Body::empty()).await.refused(403);
    house.send(As::A, "DELETE", "/Observation/mine", &[], Body::empty()).await.refused(403);
    house.put(As::A, &json!({"resourceType": "Patient", "id": "a"})).await.refused(403);
    house
        .put(As::A, &json!({"resourceType": "PlanDefinition", "id": "p", "status": "active"}))
        .await
        .refused(403);
    // A condition finds nothing of another's, so it neither tells nor changes anything of theirs.
    let condition = [("if-none-exist", "_id=theirs")];
    house.write(As::A, "POST", "/Observation", &condition, &observation("x", "a", "1")).await.fine(201);
    let update =
        house.write(As::A, "PUT", "/Observation?_id=theirs", &[], &observation("theirs", "a", "1")).await;
    update.refused(403);
    assert!(String::from_utf8_lossy(&house.get(As::B, "/Observation/theirs").await.bytes).contains("38.60"));
    assert_eq!(house.get(As::B, "/Observation/theirs").await.header("etag"), "W/\"1\"");
}

#[tokio::test]
async fn a_bundle_opens_no_other_door() {
    let house = furnished().await;
    let batch = json!([
        entry("GET", "Observation/theirs", Value::Null),
        entry("GET", "Observation?patient=b", Value::Null),
        entry("GET", "Binary/photo", Value::Null),
        entry("PUT", "Observation/theirs", observation("theirs", "a", "1")),
        entry("GET", "Observation/theirs/_history", Value::Null),
    ]);
    let answer = house.bundle(As::A, "batch", batch).await.fine(200);
    assert!(!String::from_utf8_lossy(&answer.bytes).contains("38.60"));
    let json = answer.json();
    let status =
        |index: usize| json["entry"][index]["response"]["status"].as_str().expect("a status").to_owned();
    assert_eq!(
        [&status(0)[..3], &status(2)[..3], &status(3)[..3], &status(4)[..3]],
        ["404", "404", "403", "404"]
    );
    assert_eq!(json["entry"][1]["resource"]["total"], 0);
    for bad in [
        entry("PUT", "Observation/theirs", observation("theirs", "b", "1")),
        entry("GET", "Observation/theirs", Value::Null),
        entry("POST", "Observation", {
            let mut sly = observation("x", "a", "1");
            sly["derivedFrom"] = json!([{"reference": "Observation?_id=theirs"}]);
            sly
        }),
    ] {
        let answer = house.bundle(As::A, "transaction", json!([bad])).await;
        assert!(answer.status.is_client_error());
        assert_eq!(answer.json()["resourceType"], "OperationOutcome");
    }
}

#[tokio::test]
async fn an_app_sees_the_types_that_it_was_given_and_no_others() {
    let house = furnished().await;
    let message = json!({"resourceType": "Communication", "id": "m", "status": "completed",
        "subject": {"reference": "Patient/a"}, "sender": {"reference": "Patient/a"}});
    house.put(As::A, &message).await.fine(201);
    assert_eq!(house.get(As::App, "/Observation").await.fine(200).ids(), ["mine"]);
    house.get(As::App, "/Communication/m").await.refused(403);
    house.get(As::App, "/Patient/a").await.refused(403);
    house.put(As::App, &observation("x", "a", "1")).await.refused(403);
    let feed = house.get(As::App, "/$changes?feed=patient").await.fine(200);
    assert_eq!(feed.ids(), ["mine"], "the feed holds back what the app may not see");
    let found = house.get(As::App, "/Observation?_include=Observation:patient").await.fine(200);
    assert_eq!(found.ids(), ["mine"], "what comes along is judged by its own type");
}

#[tokio::test]
async fn the_care_team_sees_all_patients_and_the_trail_and_writes_no_trail() {
    let house = furnished().await;
    assert_eq!(house.get(As::Doctor, "/Observation").await.ids().len(), 2);
    house.get(As::Doctor, "/Binary/photo").await.fine(200);
    assert!(!house.get(As::Doctor, "/AuditEvent").await.fine(200).ids().is_empty());
    house.get(As::A, "/AuditEvent").await.refused(403);
    let forged = json!({"resourceType": "AuditEvent", "id": "x", "type": {}, "recorded": "2026-11-25T00:00:00Z",
        "agent": [], "source": {}});
    house.put(As::Doctor, &forged).await.refused(403);
}

#[tokio::test]
async fn nobody_gets_nothing() {
    let house = furnished().await;
    for (method, path) in [
        ("GET", "/Observation/mine"),
        ("GET", "/Observation"),
        ("PUT", "/Observation/mine"),
        ("POST", ""),
        ("GET", "/$changes?feed=patient/a"),
        ("DELETE", "/Observation/mine"),
        ("GET", "/nowhere/at/all/or/so"),
    ] {
        house.send(As::Nobody, method, path, &[], Body::empty()).await.refused(401);
    }
}
