use super::*;

async fn events(house: &House, query: &str) -> Vec<Value> {
    let found =
        house.get(As::Doctor, &format!("/AuditEvent?_sort=date&_count=1000{query}")).await.fine(200).json();
    let entries = found["entry"].as_array().cloned().unwrap_or_default();
    entries.into_iter().map(|entry| entry["resource"].clone()).collect()
}

#[tokio::test]
async fn what_a_clinician_reads_and_writes_is_on_the_trail() {
    let house = House::open().await;
    house.put(As::A, &observation("o", "a", "1")).await.fine(201);
    let before = events(&house, "").await.len();
    house.get(As::Doctor, "/Observation/o").await.fine(200);
    house.put(As::Doctor, &observation("o2", "a", "1")).await.fine(201);
    house.send(As::Doctor, "DELETE", "/Observation/o2", &[], Body::empty()).await.fine(204);
    let new = events(&house, "").await.split_off(before);
    let actions: Vec<&str> = new.iter().map(|event| text(event, "action")).collect();
    assert_eq!(actions, ["R", "C", "D"]);
    for event in &new {
        assert_eq!(event["agent"][0]["who"]["reference"], "Practitioner/d");
        assert_eq!(event["agent"][0]["altId"], "kangban-console");
        assert!(event["entity"].to_string().contains("Patient/a"), "{event}");
    }
    assert!(new[1]["entity"].to_string().contains("Observation/o2"));
    assert_eq!(events(&house, "&patient=Patient/b").await.len(), 1, "b was only created");
}

#[tokio::test]
async fn a_search_names_the_patients_it_showed_and_one_look_is_one_line() {
    let house = House::open().await;
    house.put(As::A, &observation("o", "a", "1")).await.fine(201);
    let before = events(&house, "").await.len();
    for _ in 0..5 {
        house.get(As::Doctor, "/Observation?patient=a").await.fine(200);
    }
    house.get(As::Doctor, "/Observation?patient=b").await.fine(200);
    let new = events(&house, "").await.split_off(before);
    assert_eq!(new.len(), 1, "an empty list shows nobody, and a look a minute is enough");
    assert_eq!(text(&new[0], "action"), "E");
    let entities = new[0]["entity"].to_string();
    assert!(
        entities.contains("Patient/a")
            && entities.contains("\"Observation\"")
            && !entities.contains("Patient/b")
    );
    house.now_ms.fetch_add(61_000, Ordering::Relaxed);
    house.get(As::Doctor, "/Observation?patient=a").await.fine(200);
    assert_eq!(events(&house, "").await.len(), before + 2);
}

#[tokio::test]
async fn what_patients_do_with_their_own_is_not_watched_and_a_refused_write_leaves_no_trace() {
    let house = House::open().await;
    let before = events(&house, "").await.len();
    house.put(As::A, &observation("o", "a", "1")).await.fine(201);
    house.get(As::A, "/Observation").await.fine(200);
    house.put_if(As::Doctor, &observation("o", "a", "2"), &[("if-match", "W/\"9\"")]).await.refused(412);
    assert_eq!(events(&house, "").await.len(), before);
}

#[tokio::test]
async fn a_sign_in_is_on_the_trail_whether_it_succeeds_or_not() {
    let house = House::open().await;
    let invitation = house.hospital.auth.invite("a", "a").expect("an invitation");
    for code in ["WRNG-WRNG", invitation.code.as_str()] {
        let grant = crate::auth::INVITATION_GRANT.replace(':', "%3A").replace('/', "%2F");
        let body = format!("grant_type={grant}&client_id=kangban-patient&device=x&code={code}");
        let request = Request::post("/oauth/token")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        house.raw(request).await;
    }
    let found = events(&house, "&type=110114").await;
    let outcomes: Vec<&str> = found.iter().map(|event| text(event, "outcome")).collect();
    assert_eq!(outcomes, ["8", "0"]);
    assert_eq!(found[1]["agent"][0]["who"]["reference"], "Patient/a");
}
