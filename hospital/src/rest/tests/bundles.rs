use super::*;

#[tokio::test]
async fn each_entry_of_a_batch_is_answered_alone_and_in_its_place() {
    let house = House::open().await;
    house.put(As::A, &observation("there", "a", "1")).await.fine(201);
    let mut again = entry("PUT", "Observation/there", observation("there", "a", "1"));
    again["request"]["ifNoneMatch"] = json!("*");
    let answer = house
        .bundle(
            As::A,
            "batch",
            json!([
                entry("PUT", "Observation/new", observation("new", "a", "38.60")),
                again,
                entry(
                    "PUT",
                    "Observation/wrong",
                    json!({"resourceType": "Observation", "id": "wrong", "status": "final"})
                ),
                entry("PUT", "Observation/theirs", observation("theirs", "b", "1")),
                entry("GET", "Observation/there", Value::Null),
                entry("GET", "Nonsense/1", Value::Null),
                json!({"resource": {}}),
                entry("PUT", "Observation/last", observation("last", "a", "1")),
            ]),
        )
        .await
        .fine(200)
        .json();
    assert_eq!(answer["type"], "batch-response");
    let entries = answer["entry"].as_array().expect("entries");
    let statuses: Vec<&str> =
        entries.iter().map(|entry| &entry["response"]["status"].as_str().expect("a status")[..3]).collect();
    assert_eq!(statuses, ["201", "412", "422", "403", "200", "404", "400", "201"]);
    let made = &entries[0]["response"];
    assert_eq!(made["etag"], "W/\"1\"");
    assert_eq!(made["location"], format!("{BASE}/Observation/new/_history/1"));
    let stored = house.get(As::A, "/Observation/new").await.json();
    assert_eq!(made["lastModified"], stored["meta"]["lastUpdated"]);
    assert!(entries[0].get("resource").is_none(), "what was sent does not come back unless asked for");
    assert_eq!(entries[1]["response"]["etag"], "W/\"1\"");
    assert_eq!(entries[2]["response"]["outcome"]["issue"][0]["expression"], json!(["Observation.code"]));
    assert_eq!(entries[4]["resource"]["id"], "there");
}

#[tokio::test]
async fn a_batch_gives_back_what_it_stored_when_asked() {
    let house = House::open().await;
    let bundle = json!({"resourceType": "Bundle", "type": "batch",
        "entry": [entry("PUT", "Observation/o", observation("o", "a", "38.60"))]});
    let answer =
        house.write(As::A, "POST", "/", &[("prefer", "return=representation")], &bundle).await.fine(200);
    assert_eq!(answer.ids(), ["o"]);
    let empty = house.bundle(As::A, "batch", json!([])).await.fine(200).json();
    assert!(empty.get("entry").is_none(), "FHIR knows no empty lists");
}

#[tokio::test]
async fn a_transaction_links_its_entries_to_each_other() {
    let house = House::open().await;
    house.put(As::Doctor, &json!({"resourceType": "Practitioner", "id": "d", "identifier": [{"system": "s", "value": "9"}]})).await.fine(201);
    let mut patient = entry("POST", "Patient", json!({"resourceType": "Patient"}));
    patient["fullUrl"] = json!("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0");
    let mut reading = observation("ignored", "x", "38.60");
    reading["subject"]["reference"] = patient["fullUrl"].clone();
    reading["performer"] = json!([{"reference": "Practitioner?identifier=s|9"}]);
    // The entry that refers comes before the one it refers to.
    let answer = house
        .bundle(As::Doctor, "transaction", json!([entry("POST", "Observation", reading), patient]))
        .await;
    let answer = answer.fine(200).json();
    assert_eq!(answer["type"], "transaction-response");
    let path = |index: usize| {
        let location = answer["entry"][index]["response"]["location"].as_str().expect("a location");
        location.strip_prefix(BASE).expect("ours").split("/_history").next().expect("a path").to_owned()
    };
    let stored = house.get(As::Doctor, &path(0)).await.fine(200).json();
    assert_eq!(format!("/{}", text(&stored["subject"], "reference")), path(1));
    assert_eq!(stored["performer"][0]["reference"], "Practitioner/d");
}

#[tokio::test]
async fn a_transaction_is_kept_whole_or_not_at_all() {
    let house = House::open().await;
    house.put(As::Doctor, &observation("old", "a", "1")).await.fine(201);
    for (bad, status, at) in [
        (
            entry(
                "PUT",
                "Observation/x",
                json!({"resourceType": "Observation", "id": "x", "status": "final"}),
            ),
            422,
            "Bundle.entry[2].code",
        ),
        (entry("PUT", "Observation/good", observation("good", "a", "2")), 400, "Bundle.entry[2]"),
        (entry("DELETE", "Observation/never", Value::Null), 404, "Bundle.entry[2]"),
        (
            entry(
                "POST",
                "Observation",
                json!({"resourceType": "Observation", "status": "final", "code": {},
            "subject": {"reference": "urn:uuid:nowhere"}}),
            ),
            400,
            "Bundle.entry[2].resource.subject.reference",
        ),
        (
            entry(
                "POST",
                "Observation",
                json!({"resourceType": "Observation", "status": "final", "code": {},
            "subject": {"reference": "Patient?identifier=s|none"}}),
            ),
            412,
            "Bundle.entry[2].resource.subject.reference",
        ),
        (entry("GET", "Observation/never", Value::Null), 404, "Bundle.entry[2]"),
        (json!({"request": {"url": "Observation"}}), 400, "Bundle.entry[2].request.method"),
    ] {
        let answer = house
            .bundle(
                As::Doctor,
                "transaction",
                json!([
                    entry("PUT", "Observation/good", observation("good", "a", "1")),
                    entry("DELETE", "Observation/old", Value::Null),
                    bad
                ]),
            )
            .await;
        assert_eq!(answer.refused(status).json()["issue"][0]["expression"], json!([at]));
        house.get(As::Doctor, "/Observation/good").await.refused(404);
        house.get(As::Doctor, "/Observation/old").await.fine(200);
    }
}

#[tokio::test]
async fn conditions_hold_inside_a_transaction() {
    let house = House::open().await;
    let person = || json!({"resourceType": "Patient", "identifier": [{"system": "urn:mrn", "value": "7"}]});
    let mut create = entry("POST", "Patient", person());
    create["request"]["ifNoneExist"] = json!("identifier=urn:mrn|7");
    create["fullUrl"] = json!("urn:uuid:p");
    let mut reading = observation("x", "x", "37");
    reading["subject"]["reference"] = json!("urn:uuid:p");
    let entries = json!([create, entry("POST", "Observation", reading)]);
    let first = house.bundle(As::Doctor, "transaction", entries.clone()).await.fine(200).json();
    let second = house.bundle(As::Doctor, "transaction", entries).await.fine(200).json();
    assert_eq!(first["entry"][0]["response"]["status"], "201 Created");
    assert_eq!(second["entry"][0]["response"]["status"], "200 OK");
    let found = house.get(As::Doctor, "/Patient?identifier=urn:mrn|7").await.ids();
    assert_eq!(found.len(), 1);
    let readings = house.get(As::Doctor, &format!("/Observation?patient={}", found[0])).await.ids();
    assert_eq!(readings.len(), 2, "both readings are the one patient's");
    let stale = json!([{"resource": {"resourceType": "Patient", "id": "a"},
        "request": {"method": "PUT", "url": "Patient/a", "ifMatch": "W/\"9\""}}]);
    house.bundle(As::Doctor, "transaction", stale).await.refused(412);
}

#[tokio::test]
async fn a_bundle_that_is_none_is_refused() {
    let house = House::open().await;
    house.write(As::A, "POST", "", &[], &observation("o", "a", "1")).await.refused(400);
    house.bundle(As::A, "collection", json!([])).await.refused(400);
    house.bundle(As::A, "nonsense", json!([])).await.refused(400);
    house.bundle(As::A, "transaction", json!({})).await.refused(400);
}

#[tokio::test]
async fn a_large_batch_shares_its_commits() {
    let house = House::open().await;
    let entries: Vec<Value> = (0..600)
        .map(|number| {
            let id = format!("o{number}");
            entry("PUT", &format!("Observation/{id}"), observation(&id, "a", "37"))
        })
        .collect();
    let answer = house.bundle(As::A, "batch", json!(entries)).await.fine(200).json();
    let entries = answer["entry"].as_array().expect("entries");
    assert!(entries.iter().all(|entry| entry["response"]["status"] == "201 Created"));
    assert_eq!(house.get(As::A, "/Observation?_summary=count").await.json()["total"], 600);
}
