use super::*;

const CREATE: (&str, &str) = ("if-none-match", "*");

#[tokio::test]
async fn a_new_id_is_made_and_told() {
    let house = House::open().await;
    let made = house.post(As::A, &observation("mine", "a", "38.60")).await.fine(201);
    let id = text(&made.json(), "id").to_owned();
    assert_ne!(id, "mine", "the server chooses on POST");
    assert_eq!(made.header("location"), format!("{BASE}/Observation/{id}/_history/1"));
    assert_eq!(made.header("etag"), "W/\"1\"");
    house.get(As::A, &format!("/Observation/{id}")).await.fine(200);
}

#[tokio::test]
async fn an_entry_that_is_sent_twice_is_stored_once() {
    let house = House::open().await;
    let entry = observation("o", "a", "38.60");
    house.put_if(As::A, &entry, &[CREATE]).await.fine(201);
    let again = house.put_if(As::A, &entry, &[CREATE]).await;
    assert_eq!(again.refused(412).header("etag"), "W/\"1\"");
    assert_eq!(house.get(As::A, "/Observation/o").await.json()["meta"]["versionId"], "1");
}

#[tokio::test]
async fn an_id_that_was_deleted_is_not_used_again_by_a_late_copy() {
    let house = House::open().await;
    let entry = observation("o", "a", "38.60");
    house.put_if(As::A, &entry, &[CREATE]).await.fine(201);
    house.send(As::Doctor, "DELETE", "/Observation/o", &[], Body::empty()).await.fine(204);
    for headers in [&[CREATE][..], &[], &[("if-match", "W/\"1\"")]] {
        house.put_if(As::A, &entry, headers).await.refused(410);
        house.put_if(As::Doctor, &entry, headers).await.refused(410);
    }
    house.get(As::A, "/Observation/o").await.refused(410);
    house.send(As::Doctor, "DELETE", "/Observation/o", &[], Body::empty()).await.fine(204);
    house.send(As::Doctor, "DELETE", "/Observation/never", &[], Body::empty()).await.refused(404);
}

#[tokio::test]
async fn a_change_of_a_stale_version_is_refused() {
    let house = House::open().await;
    house.put(As::A, &observation("o", "a", "38")).await.fine(201);
    house.put_if(As::A, &observation("o", "a", "39"), &[("if-match", "W/\"1\"")]).await.fine(200);
    let stale = house.put_if(As::A, &observation("o", "a", "40"), &[("if-match", "W/\"1\"")]).await;
    assert_eq!(stale.refused(412).header("etag"), "W/\"2\"");
    house.put_if(As::A, &observation("new", "a", "40"), &[("if-match", "W/\"1\"")]).await.refused(412);
    house.put_if(As::A, &observation("o", "a", "40"), &[("if-match", "W/\"2\""), CREATE]).await.refused(400);
    let delete = [("if-match", "W/\"1\"")];
    house.send(As::Doctor, "DELETE", "/Observation/o", &delete, Body::empty()).await.refused(412);
}

#[tokio::test]
async fn of_two_who_change_the_same_version_at_once_one_wins() {
    let house = House::open().await;
    house.put(As::A, &observation("o", "a", "38")).await.fine(201);
    let (one, other) = (observation("o", "a", "39"), observation("o", "a", "40"));
    let guard = [("if-match", "W/\"1\"")];
    let (one, other) = tokio::join!(house.put_if(As::A, &one, &guard), house.put_if(As::A, &other, &guard));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn the_writer_chooses_what_comes_back() {
    let house = House::open().await;
    let prefer = async |id: &str, wish: &str| {
        house.put_if(As::A, &observation(id, "a", "38"), &[("prefer", wish)]).await.fine(201)
    };
    let minimal = prefer("o1", "return=minimal").await;
    assert!(minimal.bytes.is_empty() && !minimal.header("location").is_empty());
    assert_eq!(prefer("o2", "return=representation").await.json()["id"], "o2");
    assert_eq!(prefer("o3", "return=OperationOutcome").await.json()["resourceType"], "OperationOutcome");
}

#[tokio::test]
async fn the_address_and_the_resource_have_to_agree() {
    let house = House::open().await;
    let entry = observation("o", "a", "38");
    house.write(As::A, "PUT", "/Observation/other", &[], &entry).await.refused(400);
    house.write(As::A, "PUT", "/Patient/o", &[], &entry).await.refused(400);
    house.write(As::A, "POST", "/Media", &[], &entry).await.refused(400);
    house.write(As::A, "PUT", "/Observation/a%20b", &[], &entry).await.refused(400);
    house.write(As::A, "PUT", "/Observation", &[], &entry).await.refused(400);
}

#[tokio::test]
async fn a_conditional_create_makes_one_only() {
    let house = House::open().await;
    let mut patient = json!({"resourceType": "Patient", "identifier": [{"system": "urn:mrn", "value": "7"}]});
    let condition = [("if-none-exist", "identifier=urn:mrn|7")];
    let made = house.write(As::Doctor, "POST", "/Patient", &condition, &patient).await.fine(201);
    let found = house.write(As::Doctor, "POST", "/Patient", &condition, &patient).await.fine(200);
    assert_eq!(made.json()["id"], found.json()["id"]);
    patient["gender"] = json!("female");
    house.post(As::Doctor, &patient).await.fine(201);
    house.write(As::Doctor, "POST", "/Patient", &condition, &patient).await.refused(412);
    house.write(As::Doctor, "POST", "/Patient", &[("if-none-exist", "")], &patient).await.refused(400);
    house
        .write(As::Doctor, "POST", "/Patient", &[("if-none-exist", "colour=red")], &patient)
        .await
        .refused(400);
}

#[tokio::test]
async fn thirty_who_create_on_the_same_condition_at_once_make_one() {
    let house = House::open().await;
    let patient = json!({"resourceType": "Patient", "identifier": [{"system": "urn:mrn", "value": "7"}]});
    let condition = [("if-none-exist", "identifier=urn:mrn|7")];
    let all = (0..30).map(|_| house.write(As::Doctor, "POST", "/Patient", &condition, &patient));
    let answers = futures::future::join_all(all).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::CREATED).count(), 1);
    assert_eq!(house.get(As::Doctor, "/Patient?identifier=urn:mrn|7").await.ids().len(), 1);
}

#[tokio::test]
async fn a_conditional_update_changes_the_one_it_finds() {
    let house = House::open().await;
    let person = |gender: &str| json!({"resourceType": "Patient", "gender": gender, "identifier": [{"system": "urn:mrn", "value": "7"}]});
    let path = "/Patient?identifier=urn:mrn|7";
    let made = house.write(As::Doctor, "PUT", path, &[], &person("male")).await.fine(201).json();
    let changed = house.write(As::Doctor, "PUT", path, &[], &person("female")).await.fine(200).json();
    assert_eq!((&made["id"], &changed["meta"]["versionId"]), (&changed["id"], &json!("2")));
    let mut other = person("male");
    other["id"] = json!("another");
    house.write(As::Doctor, "PUT", path, &[], &other).await.refused(400);
}

#[tokio::test]
async fn a_resource_stays_with_its_patient() {
    let house = House::open().await;
    house.put(As::Doctor, &observation("o", "a", "38")).await.fine(201);
    house.put(As::Doctor, &observation("o", "b", "38")).await.refused(422);
}

#[tokio::test]
async fn any_document_is_answered_and_none_breaks_the_server() {
    let house = House::open().await;
    let deep = format!("{{\"resourceType\":\"Basic\",\"a\":{}", "[".repeat(100_000));
    let bodies = [
        deep.into_bytes(),
        vec![0xff, 0xfe, 0x00],
        b"null".to_vec(),
        b"{\"resourceType\":\"Observation\",\"status\":7,\"code\":[]}".to_vec(),
        b"{\"resourceType\":\"Observation\",\"meta\":[],\"status\":\"final\",\"code\":{}}".to_vec(),
        b"{\"resourceType\":\"Binary\",\"contentType\":\"x\",\"data\":\"!\"}".to_vec(),
    ];
    for body in bodies {
        let headers = [("content-type", "application/fhir+json")];
        let path = if body.starts_with(b"{\"resourceType\":\"Binary") { "/Binary" } else { "/Observation" };
        let answer = house.send(As::Doctor, "POST", path, &headers, Body::from(body)).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert_eq!(answer.json()["resourceType"], "OperationOutcome");
    }
    house.put(As::A, &observation("o", "a", "38")).await.fine(201);
}
