use serde_json::json;

use super::*;

fn text(name: &str, zh: &str, en: &str) -> Value {
    json!({"url": name, "valueString": zh, "_valueString": {"extension": [{"url": terms::TRANSLATION, "extension": [
        {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}]}]}})
}

fn band(low: i32, high: i32, zh: &str, en: &str, role: &str) -> Value {
    json!({"url": "band", "extension": [
        {"url": "low", "valueDecimal": low}, {"url": "high", "valueDecimal": high},
        text("word", zh, en), text("meaning", zh, en), text("nextStep", zh, en),
        {"url": "role", "valueCode": role}]})
}

fn form() -> Form {
    let questionnaire = json!({
        "resourceType": "Questionnaire", "url": "http://x/q", "status": "active",
        "item": [{"linkId": "g", "type": "group", "item": [
            {"linkId": "score", "type": "integer", "text": "总分", "readOnly": true, "extension": [
                {"url": terms::SCORE, "extension": [
                    band(5, 9, "轻", "mild", "caution"), band(0, 4, "好", "well", "good"),
                    band(10, 27, "重", "much", "urgent")]}]},
            {"linkId": "plain", "type": "integer"}]}]});
    Form::load(&questionnaire, &()).unwrap()
}

fn response(id: &str, authored: &str, score: &str) -> Value {
    let value: Value = serde_json::from_str(score).unwrap();
    json!({"resourceType": "QuestionnaireResponse", "id": id, "status": "completed", "authored": authored,
        "questionnaire": "http://x/q|1",
        "item": [{"linkId": "g", "item": [{"linkId": "score", "answer": [{"valueDecimal": value}]}]}]})
}

#[test]
fn a_score_has_its_band_and_its_meaning_in_both_languages() {
    let now = response("b", "2026-11-22T08:00:00+08:00", "7");
    for (language, word) in [("zh-CN", "轻"), ("en", "mild")] {
        let scores = scores(&form(), &now, &[], language);
        assert_eq!(scores.len(), 1);
        let band = scores[0].band().unwrap();
        assert_eq!((band.word.as_str(), band.role), (word, BandRole::Caution));
        assert_eq!((scores[0].low.clone(), scores[0].high.clone()), (Some(0.into()), Some(27.into())));
    }
}

#[test]
fn between_two_bands_the_more_serious_one_counts() {
    let now = response("b", "2026-11-22T08:00:00+08:00", "4.5");
    assert_eq!(scores(&form(), &now, &[], "en")[0].band().unwrap().word, "mild");
    let beyond = response("b", "2026-11-22T08:00:00+08:00", "30");
    assert!(scores(&form(), &beyond, &[], "en")[0].band().is_none());
}

#[test]
fn the_trend_is_of_finished_older_responses_to_the_same_form() {
    let now = response("now", "2026-11-22T08:00:00+08:00", "7");
    let mut draft = response("draft", "2026-11-21T08:00:00+08:00", "1");
    draft["status"] = json!("in-progress");
    let mut other = response("other", "2026-11-21T08:00:00+08:00", "1");
    other["questionnaire"] = json!("http://x/other");
    let earlier = [
        response("late", "2026-11-23T08:00:00+08:00", "1"),
        response("b", "2026-11-20T08:00:00+08:00", "11"),
        response("a", "2026-11-01T08:00:00+08:00", "15"),
        now.clone(),
        draft,
        other,
    ];
    let score = &scores(&form(), &now, &earlier, "en")[0];
    assert_eq!(
        score.earlier.iter().map(|one| one.response.as_deref().unwrap()).collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(score.change, Some((-4).into()));
}

#[test]
fn a_score_that_was_not_answered_is_no_score() {
    let empty = json!({"resourceType": "QuestionnaireResponse", "item": [{"linkId": "g"}]});
    assert!(scores(&form(), &empty, &[], "en").is_empty());
    assert!(scores(&form(), &json!(null), &[json!(1)], "en").is_empty());
}

#[test]
fn a_place_on_the_length_is_exact_and_stays_on_it() {
    let at = |value: i64| permille(&value.into(), &0.into(), &27.into());
    assert_eq!(at(27), Some(1000));
    assert_eq!(at(9), Some(333));
    assert_eq!(at(40), Some(1000));
    assert_eq!(permille(&1.into(), &1.into(), &1.into()), None);
}
