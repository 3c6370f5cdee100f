use super::*;

async fn with_readings() -> House {
    let house = House::open().await;
    for (id, day, value) in [("o1", "21", "36.5"), ("o2", "23", "38.9"), ("o3", "22", "37.0")] {
        let mut reading = observation(id, "a", value);
        reading["effectiveDateTime"] = json!(format!("2026-11-{day}T08:00:00+08:00"));
        house.put(As::A, &reading).await.fine(201);
    }
    let mut pain = observation("pain", "a", "8");
    pain["code"] = json!({"coding": [{"system": "http://loinc.org", "code": "72514-3"}]});
    pain["category"] = json!([{"coding": [{"system": "s", "code": "survey"}]}]);
    house.put(As::A, &pain).await.fine(201);
    house.put(As::B, &observation("other", "b", "36.5")).await.fine(201);
    house
}

#[tokio::test]
async fn parameters_narrow_a_search_and_sort_orders_it() {
    let house = with_readings().await;
    let ids = async |query: &str| house.get(As::A, &format!("/Observation?{query}")).await.fine(200).ids();
    assert_eq!(ids("code=http://loinc.org|8310-5&_sort=-date").await, ["o2", "o3", "o1"]);
    assert_eq!(ids("code=8310-5&_sort=date").await, ["o1", "o3", "o2"]);
    assert_eq!(ids("category=survey").await, ["pain"]);
    assert_eq!(ids("category=vital-signs&date=ge2026-11-22&date=lt2026-11-23&_sort=date").await, ["o3"]);
    assert_eq!(ids("_id=o1,o2&_sort=date").await, ["o1", "o2"]);
    assert_eq!(ids("patient=a&status=final&code:not=8310-5").await, ["pain"]);
    assert_eq!(
        ids("subject=Patient/a&code=8310-5,72514-3&_sort=_lastUpdated").await,
        ["o1", "o2", "o3", "pain"]
    );
    assert!(ids("patient=b").await.is_empty(), "another patient's are out of reach");
    assert!(ids("date=2027").await.is_empty());
}

#[tokio::test]
async fn persons_and_definitions_are_found_by_their_names() {
    let house = House::open().await;
    let li = json!({"resourceType": "Patient", "id": "li", "identifier": [{"system": "urn:mrn", "value": "7"}],
        "name": [{"text": "李秀英"}, {"family": "Li", "given": ["Xiuying"]}], "generalPractitioner": [{"reference": "Practitioner/d"}]});
    house.put(As::Doctor, &li).await.fine(201);
    let rule =
        json!({"resourceType": "PlanDefinition", "id": "rule", "url": "http://h/rule", "status": "active"});
    house.put(As::Doctor, &rule).await.fine(201);
    let task = json!({"resourceType": "Task", "id": "t", "status": "requested", "intent": "order",
        "for": {"reference": "Patient/li"}, "owner": {"reference": "Practitioner/d"}});
    house.put(As::Doctor, &task).await.fine(201);
    for (query, wanted) in [
        ("Patient?name=%E6%9D%8E", "li"),
        ("Patient?name=xiu", "li"),
        ("Patient?identifier=urn:mrn|7", "li"),
        ("Patient?general-practitioner=Practitioner/d", "li"),
        ("PlanDefinition?url=http://h/rule", "rule"),
        ("Task?owner=Practitioner/d&status=requested", "t"),
        ("Task?patient=li", "t"),
    ] {
        assert_eq!(house.get(As::Doctor, &format!("/{query}")).await.fine(200).ids(), [wanted], "{query}");
    }
}

#[tokio::test]
async fn pages_follow_by_opaque_links_without_loss() {
    let house = House::open().await;
    for number in 0..7 {
        house.put(As::A, &observation(&format!("o{number}"), "a", "37")).await.fine(201);
    }
    let mut page = house.get(As::A, "/Observation?_count=3&_sort=_lastUpdated&code=8310-5").await.fine(200);
    assert!(page.json().get("total").is_none(), "it is not counted unless asked for");
    let mut seen = page.ids();
    while let Some(next) = page.link("next") {
        assert!(next.contains("code=8310-5") && next.contains("_count=3"));
        page = house.get(As::A, next.strip_prefix(BASE).expect("our own link")).await.fine(200);
        seen.extend(page.ids());
    }
    assert_eq!(seen, (0..7).map(|number| format!("o{number}")).collect::<Vec<_>>());
    house.get(As::A, "/Observation?_page=nonsense").await.refused(400);
}

#[tokio::test]
async fn the_number_of_all_is_told_when_asked_for() {
    let house = with_readings().await;
    assert_eq!(house.get(As::A, "/Observation?_count=1&_total=accurate").await.json()["total"], 4);
    assert_eq!(house.get(As::A, "/Observation?_summary=count").await.json()["total"], 4);
    assert_eq!(house.get(As::A, "/Observation?_count=0&code=8310-5").await.json()["total"], 3);
    assert_eq!(house.get(As::A, "/Observation?code=8310-5").await.json()["total"], 3, "all are here anyway");
}

#[tokio::test]
async fn a_search_may_come_as_a_form() {
    let house = with_readings().await;
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let body = "code=8310-5&_sort=-date&_count=1";
    let found =
        house.send(As::A, "POST", "/Observation/_search?status=final", &headers, Body::from(body)).await;
    let found = found.fine(200);
    assert_eq!(found.ids(), ["o2"]);
    assert!(found.link("self").expect("a link").contains("status=final"));
    house
        .send(As::A, "POST", "/Observation/_search", &[("content-type", "text/plain")], Body::from("x"))
        .await
        .refused(415);
}

#[tokio::test]
async fn a_filter_that_is_not_known_is_refused_unless_leniency_is_asked_for() {
    let house = with_readings().await;
    house.get(As::A, "/Observation?colour=red").await.refused(400);
    let lenient = [("prefer", "handling=lenient")];
    let found =
        house.send(As::A, "GET", "/Observation?colour=red&code=72514-3", &lenient, Body::empty()).await;
    assert_eq!(found.fine(200).ids(), ["pain"]);
}

#[tokio::test]
async fn included_targets_come_along_and_are_marked() {
    let house = House::open().await;
    let media = json!({"resourceType": "Media", "id": "m", "status": "completed", "content": {"url": "Binary/x"},
        "subject": {"reference": "Patient/a"}});
    house.put(As::A, &media).await.fine(201);
    let mut with_photo = observation("o", "a", "38");
    with_photo["derivedFrom"] = json!([{"reference": "Media/m"}]);
    house.put(As::A, &with_photo).await.fine(201);
    let found =
        house.get(As::A, "/Observation?_include=Observation:derived-from&_include=Observation:patient").await;
    let json = found.json();
    let modes: Vec<_> =
        json["entry"].as_array().expect("entries").iter().map(|entry| &entry["search"]["mode"]).collect();
    assert_eq!(found.ids(), ["o", "m", "a"]);
    assert_eq!(modes, ["match", "include", "include"]);
    assert_eq!(json["total"], 1, "only matches are counted");
}

#[tokio::test]
async fn what_was_written_since_is_found_by_its_time() {
    let house = House::open().await;
    house.put(As::A, &observation("o1", "a", "1")).await.fine(201);
    house.now_ms.fetch_add(60_000, Ordering::Relaxed);
    let second = house.put(As::A, &observation("o2", "a", "1")).await.fine(201).json();
    let at = text(&second["meta"], "lastUpdated");
    assert_eq!(house.get(As::A, &format!("/Observation?_lastUpdated=ge{at}")).await.ids(), ["o2"]);
    assert_eq!(house.get(As::A, &format!("/Observation?_lastUpdated=lt{at}")).await.ids(), ["o1"]);
}
