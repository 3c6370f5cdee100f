use super::*;

#[tokio::test]
async fn a_resource_is_read_with_its_version_and_every_digit() {
    let house = House::open().await;
    house.put(As::A, &observation("o", "a", "38.60")).await.fine(201);
    let read = house.get(As::A, "/Observation/o").await.fine(200);
    assert!(String::from_utf8_lossy(&read.bytes).contains("38.60"));
    assert_eq!(read.header("etag"), "W/\"1\"");
    assert_eq!(read.header("content-type"), "application/fhir+json; charset=utf-8");
    assert!(read.header("last-modified").ends_with(" GMT"));
    assert_eq!(read.header("cache-control"), "no-store");
    assert_eq!(read.json()["meta"]["versionId"], "1");
}

#[tokio::test]
async fn a_version_that_is_known_is_not_sent_again() {
    let house = House::open().await;
    house.put(As::A, &observation("o", "a", "38")).await.fine(201);
    let send = async |name: &str, value: &str| {
        house.send(As::A, "GET", "/Observation/o", &[(name, value)], Body::empty()).await.status.as_u16()
    };
    assert_eq!(send("if-none-match", "W/\"1\"").await, 304);
    assert_eq!(send("if-none-match", "W/\"2\"").await, 200);
    assert_eq!(send("if-modified-since", "Wed, 01 Jan 2031 00:00:00 GMT").await, 304);
    assert_eq!(send("if-modified-since", "Wed, 01 Jan 2020 00:00:00 GMT").await, 200);
}

#[tokio::test]
async fn old_versions_are_read_and_what_was_deleted_is_gone() {
    let house = House::open().await;
    house.put(As::A, &observation("o", "a", "38.0")).await.fine(201);
    house.put(As::A, &observation("o", "a", "39.0")).await.fine(200);
    let old = house.get(As::A, "/Observation/o/_history/1").await.fine(200);
    assert!(String::from_utf8_lossy(&old.bytes).contains("38.0"));
    house.get(As::A, "/Observation/o/_history/9").await.refused(404);
    house.get(As::A, "/Observation/o/_history/x").await.refused(404);
    house.get(As::A, "/Observation/never").await.refused(404);
    house.send(As::Doctor, "DELETE", "/Observation/o", &[], Body::empty()).await.fine(204);
    let gone = house.get(As::A, "/Observation/o").await;
    assert_eq!(gone.refused(410).header("etag"), "W/\"3\"");
    house.get(As::A, "/Observation/o/_history/3").await.refused(410);
    house.get(As::A, "/Observation/o/_history/2").await.fine(200);
}

#[tokio::test]
async fn a_history_tells_what_happened_newest_first_and_page_by_page() {
    let house = House::open().await;
    for value in ["1", "2", "3", "4"] {
        house.put(As::A, &observation("o", "a", value)).await;
    }
    house.send(As::Doctor, "DELETE", "/Observation/o", &[], Body::empty()).await.fine(204);
    let first = house.get(As::A, "/Observation/o/_history?_count=2").await.fine(200);
    let json = first.json();
    assert_eq!(json["type"], "history");
    assert_eq!(json["entry"][0]["request"], json!({"method": "DELETE", "url": "Observation/o"}));
    assert!(json["entry"][0].get("resource").is_none());
    assert_eq!(json["entry"][1]["response"]["etag"], "W/\"4\"");
    let mut versions = Vec::new();
    let mut next = first.link("next");
    while let Some(url) = next {
        let page = house.get(As::A, url.strip_prefix(BASE).expect("our own link")).await.fine(200);
        let json = page.json();
        versions.extend(
            json["entry"]
                .as_array()
                .expect("entries")
                .iter()
                .map(|entry| entry["resource"]["meta"]["versionId"].as_str().expect("a version").to_owned()),
        );
        next = page.link("next");
    }
    assert_eq!(versions, ["3", "2", "1"]);
    house.get(As::A, "/Observation/never/_history").await.refused(404);
    house.get(As::A, "/Observation/o/_history?_page=nonsense").await.refused(400);
}

#[tokio::test]
async fn a_history_of_a_type_goes_back_to_a_moment() {
    let house = House::open().await;
    house.put(As::A, &observation("o1", "a", "1")).await.fine(201);
    house.now_ms.fetch_add(60_000, Ordering::Relaxed);
    let second = house.put(As::A, &observation("o2", "a", "1")).await.fine(201).json();
    let since = text(&second["meta"], "lastUpdated").replace('+', "%2B");
    let found = house.get(As::A, &format!("/Observation/_history?_since={since}")).await.fine(200);
    assert_eq!(found.ids(), ["o2"]);
    assert_eq!(house.get(As::A, "/Observation/_history").await.ids(), ["o2", "o1"]);
    house.get(As::A, "/Observation/_history?_since=yesterday").await.refused(400);
}

#[tokio::test]
async fn bytes_come_as_they_are_and_as_json_to_who_asks_for_it() {
    let house = House::open().await;
    let headers = [("content-type", "image/png"), ("x-security-context", "Patient/a")];
    let made = house
        .send(As::A, "PUT", "/Binary/photo", &headers, Body::from(vec![0, 159, 146, 150]))
        .await
        .fine(201);
    assert_eq!(made.json()["resourceType"], "Binary");
    let raw = house.send(As::A, "GET", "/Binary/photo", &[("accept", "*/*")], Body::empty()).await.fine(200);
    assert_eq!(raw.bytes, [0, 159, 146, 150]);
    assert_eq!(raw.header("content-type"), "image/png");
    assert_eq!(raw.header("content-disposition"), "attachment");
    assert!(raw.header("content-security-policy").contains("sandbox"));
    let json = house
        .send(As::A, "GET", "/Binary/photo", &[("accept", "application/fhir+json")], Body::empty())
        .await;
    assert_eq!(json.json()["data"], "AJ+Slg==");
    assert_eq!(house.get(As::A, "/Binary/photo?_format=json").await.json()["resourceType"], "Binary");
    // Without a word about whose they are, they are nobody's, and a patient may not leave such things behind.
    house
        .send(As::A, "PUT", "/Binary/x", &[("content-type", "image/png")], Body::from(vec![1]))
        .await
        .refused(403);
}

#[tokio::test]
async fn the_server_describes_itself_to_anybody() {
    let house = House::new();
    let json = house.get(As::Nobody, "/metadata").await.fine(200).json();
    assert_eq!(
        (&json["resourceType"], &json["fhirVersion"]),
        (&json!("CapabilityStatement"), &json!("4.0.1"))
    );
    let resources = json["rest"][0]["resource"].as_array().expect("resources");
    assert_eq!(resources.len(), 143);
    let of = |name: &str| resources.iter().find(|one| one["type"] == name).expect("the type").clone();
    assert!(of("Observation")["searchParam"].to_string().contains("\"code\""));
    assert!(!of("AuditEvent")["interaction"].to_string().contains("create"));
    assert!(of("Task")["operation"].to_string().contains("close"));
    let smart = house.get(As::Nobody, "/.well-known/smart-configuration").await.fine(200).json();
    assert_eq!(smart["token_endpoint"], format!("{ORIGIN}/oauth/token"));
}

#[tokio::test]
async fn whatever_goes_wrong_is_told_as_an_operation_outcome() {
    let house = House::open().await;
    for (method, path, status) in [
        ("GET", "/Nonsense", 404),
        ("GET", "/Nonsense/1", 404),
        ("GET", "/Observation/a%20b", 404),
        ("GET", "/Observation/1/2/3/4/5", 404),
        ("GET", "/", 405),
        ("GET", "", 405),
        ("PATCH", "/Observation/1", 405),
        ("DELETE", "/Observation", 405),
        ("POST", "/metadata", 405),
        ("GET", "/Observation?colour=red", 400),
        ("GET", "/$changes?feed=nonsense", 400),
        ("GET", "/Observation?_format=xml", 406),
    ] {
        let answer = house.send(As::Doctor, method, path, &[], Body::empty()).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        answer.refused(status);
    }
    house
        .send(As::Doctor, "GET", "/Observation", &[("accept", "application/fhir+xml")], Body::empty())
        .await
        .refused(406);
    let send = async |kind: &str, body: &str| {
        let headers = [("content-type", kind)];
        house.send(As::Doctor, "POST", "/Observation", &headers, Body::from(body.to_owned())).await
    };
    send("application/fhir+xml", "<x/>").await.refused(415);
    send("application/fhir+json", "{\"resourceType\":").await.refused(400);
    send("application/fhir+json", "[]").await.refused(400);
    send("application/fhir+json", "").await.refused(400);
    send("application/json", "{\"resourceType\":\"Nonsense\"}").await.refused(400);
    let named = send("application/json", "{\"resourceType\":\"Observation\",\"status\":\"final\"}").await;
    assert_eq!(named.refused(422).json()["issue"][0]["expression"], json!(["Observation.code"]));
    let nobody = house.get(As::Nobody, "/Observation").await;
    assert_eq!(nobody.refused(401).header("www-authenticate"), "Bearer");
    let headers = [("authorization", "Bearer nonsense")];
    house.send(As::Nobody, "GET", "/Patient/a", &headers, Body::empty()).await.refused(401);
}
