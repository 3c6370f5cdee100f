use std::{collections::BTreeMap, time::Duration};

use super::*;

fn cursor(answer: &Answer) -> String {
    let json = answer.json();
    assert_eq!(json["identifier"]["system"], kangban_fhir::terms::FEED_CURSOR);
    json["identifier"]["value"].as_str().expect("a cursor").to_owned()
}

#[tokio::test]
async fn a_feed_tells_what_changed_once_as_it_is_now_and_goes_on_from_its_cursor() {
    let house = House::open().await;
    house.put(As::A, &observation("o1", "a", "1")).await.fine(201);
    house.put(As::A, &observation("o2", "a", "1")).await.fine(201);
    house.put(As::A, &observation("o1", "a", "2")).await.fine(200);
    let all = house.get(As::A, "/$changes?feed=patient/a&after=&_count=200&wait=0").await.fine(200);
    assert_eq!(all.json()["type"], "history");
    assert_eq!(all.ids(), ["a", "o2", "o1"]);
    assert!(all.link("next").is_none());
    house.send(As::Doctor, "DELETE", "/Observation/o2", &[], Body::empty()).await.fine(204);
    let more = house.get(As::A, &format!("/$changes?feed=patient/a&after={}", cursor(&all))).await.fine(200);
    let json = more.json();
    assert_eq!(json["entry"][0]["request"], json!({"method": "DELETE", "url": "Observation/o2"}));
    assert_eq!(json["entry"].as_array().map(Vec::len), Some(1));
    let nothing =
        house.get(As::A, &format!("/$changes?feed=patient/a&after={}", cursor(&more))).await.fine(200);
    assert!(nothing.json().get("entry").is_none());
    assert_eq!(cursor(&nothing), cursor(&more));
}

#[tokio::test]
async fn a_long_feed_comes_in_pieces() {
    let house = House::open().await;
    for number in 0..5 {
        house.put(As::A, &observation(&format!("o{number}"), "a", "1")).await.fine(201);
    }
    let (mut after, mut seen, mut pieces) = (String::new(), Vec::new(), 0);
    loop {
        let piece =
            house.get(As::A, &format!("/$changes?feed=patient/a&after={after}&_count=2")).await.fine(200);
        seen.extend(piece.ids());
        after = cursor(&piece);
        pieces += 1;
        let Some(next) = piece.link("next") else { break };
        assert!(
            next.starts_with(&format!("{BASE}/$changes?"))
                || next.starts_with(&format!("{BASE}/%24changes?"))
        );
        assert!(house.get(As::A, next.strip_prefix(BASE).expect("ours")).await.status.is_success());
    }
    assert_eq!((seen.len(), pieces), (6, 3));
}

#[tokio::test]
async fn a_cursor_that_is_not_known_is_answered_gone() {
    let house = House::open().await;
    for strange in ["p999", "h1", "nonsense", "2026-11-25T00:00:00Z"] {
        house.get(As::A, &format!("/$changes?feed=patient/a&after={strange}")).await.refused(410);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_waiting_feed_is_woken_by_a_write_and_by_nothing_else() {
    let house = Arc::new(House::open().await);
    let first = house.get(As::A, "/$changes?feed=patient/a").await;
    let path = format!("/$changes?feed=patient/a&after={}&wait=30", cursor(&first));
    let waiting = tokio::spawn({
        let house = Arc::clone(&house);
        async move { house.get(As::A, &path).await }
    });
    tokio::time::sleep(Duration::from_millis(150)).await;
    house.put(As::B, &observation("other", "b", "1")).await.fine(201);
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert!(!waiting.is_finished(), "another patient's entry wakes nobody here");
    house.put(As::A, &observation("o", "a", "1")).await.fine(201);
    let woken =
        tokio::time::timeout(Duration::from_secs(5), waiting).await.expect("in time").expect("no panic");
    assert_eq!(woken.ids(), ["o"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_waiting_feed_ends_empty_when_its_time_is_over_and_at_once_when_the_hospital_closes() {
    let house = Arc::new(House::open().await);
    let first = house.get(As::A, "/$changes?feed=patient/a").await;
    let empty = house
        .get(As::A, &format!("/$changes?feed=patient/a&after={}&wait=1", cursor(&first)))
        .await
        .fine(200);
    assert_eq!(cursor(&empty), cursor(&first));
    let path = format!("/$changes?feed=patient/a&after={}&wait=50", cursor(&first));
    let waiting = tokio::spawn({
        let house = Arc::clone(&house);
        async move { house.get(As::A, &path).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    house.hospital.close();
    let ended =
        tokio::time::timeout(Duration::from_secs(5), waiting).await.expect("in time").expect("no panic");
    assert_eq!(ended.refused(503).header("retry-after"), "1");
}

#[tokio::test]
async fn the_care_teams_feed_has_the_alerts_and_messages_of_all_patients_and_nothing_else() {
    let house = House::open().await;
    let task = |id: &str, patient: &str, code: &str| {
        json!({"resourceType": "Task", "id": id, "status": "requested", "intent": "order",
            "code": {"coding": [{"system": kangban_fhir::terms::TASK, "code": code}]},
            "for": {"reference": format!("Patient/{patient}")}})
    };
    house.put(As::Doctor, &task("alert-a", "a", "alert")).await.fine(201);
    house.put(As::Doctor, &task("form-a", "a", "form")).await.fine(201);
    house.put(As::A, &observation("o", "a", "1")).await.fine(201);
    let message = json!({"resourceType": "Communication", "id": "m", "status": "completed",
        "subject": {"reference": "Patient/b"}, "sender": {"reference": "Patient/b"}});
    house.put(As::B, &message).await.fine(201);
    let inbox = house.get(As::Doctor, "/$changes?feed=inbox").await.fine(200);
    assert_eq!(inbox.ids(), ["alert-a", "m"]);
    let mut closed = task("alert-a", "a", "alert");
    closed["status"] = json!("completed");
    house.put(As::Doctor, &closed).await.fine(200);
    let more =
        house.get(As::Doctor, &format!("/$changes?feed=inbox&after={}", cursor(&inbox))).await.fine(200);
    assert_eq!(more.ids(), ["alert-a"]);
    house.send(As::Doctor, "DELETE", "/Communication/m", &[], Body::empty()).await.fine(204);
    let last =
        house.get(As::Doctor, &format!("/$changes?feed=inbox&after={}", cursor(&more))).await.fine(200);
    assert_eq!(last.json()["entry"][0]["request"]["method"], "DELETE");
}

#[tokio::test]
async fn the_hospitals_feed_has_its_definitions_and_not_the_trail() {
    let house = House::open().await;
    let rule = json!({"resourceType": "PlanDefinition", "id": "rule", "status": "active"});
    house.put(As::Doctor, &rule).await.fine(201);
    assert_eq!(house.get(As::A, "/$changes?feed=hospital").await.ids(), ["rule"]);
    assert_eq!(house.get(As::Doctor, "/$changes?feed=hospital").await.ids(), ["rule"]);
}

/// A reader that follows the feed while many write sees the last version of everything, whatever the interleaving.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_follows_a_feed_while_many_write_misses_nothing() {
    const WRITERS: usize = 8;
    const WRITES: usize = 25;
    let house = Arc::new(House::open().await);
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let house = Arc::clone(&house);
            tokio::spawn(async move {
                for number in 0..WRITES {
                    // Every other write changes one that is there, so that places in the feed move.
                    let id = format!("w{writer}-{}", number / 2);
                    let answer = house.put(As::A, &observation(&id, "a", &number.to_string())).await;
                    assert!(answer.status.is_success());
                }
            })
        })
        .collect();
    let (mut after, mut seen) = (String::new(), BTreeMap::new());
    let wanted = WRITERS * WRITES.div_ceil(2);
    let is_last = |seen: &BTreeMap<String, String>| {
        let last = (WRITES - 1).to_string();
        let done = seen
            .iter()
            .filter(|(id, value)| id.ends_with(&format!("-{}", (WRITES - 1) / 2)) && **value == last);
        seen.len() == wanted + 1 && done.count() == WRITERS
    };
    let follow = async {
        while !is_last(&seen) {
            let piece = house
                .get(As::A, &format!("/$changes?feed=patient/a&after={after}&_count=7&wait=5"))
                .await
                .fine(200);
            for entry in piece.json()["entry"].as_array().into_iter().flatten() {
                let resource = &entry["resource"];
                seen.insert(text(resource, "id").to_owned(), resource["valueQuantity"]["value"].to_string());
            }
            after = cursor(&piece);
        }
    };
    tokio::time::timeout(Duration::from_mins(1), follow).await.expect("everything arrives");
    for writer in writers {
        writer.await.expect("no panic");
    }
    let now = house.get(As::A, "/Observation?_count=1000").await.fine(200).json();
    for entry in now["entry"].as_array().expect("entries") {
        let resource = &entry["resource"];
        assert_eq!(seen[text(resource, "id")], resource["valueQuantity"]["value"].to_string());
    }
}
