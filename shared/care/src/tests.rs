//! Each threshold of the library: at it, just below and just above, through the whole evaluation.

use chrono::{DateTime, Utc};
use kangban_fhir::{Coding, Observation, Resource, terms};
use serde_json::{Value, json};

use crate::{EvalInput, Evaluation, PatientContext, RuleSet, Severity, library};

const NOW: &str = "2026-11-22T16:05:00+08:00";

fn observation(code: (&str, &str), value: Value, at: &str) -> Observation {
    let mut json = json!({
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": code.0, "code": code.1}]},
        "effectiveDateTime": at,
    });
    let Value::Object(members) = value else { panic!("the value's elements are expected") };
    json.as_object_mut().unwrap().extend(members);
    Resource::from_value(json).unwrap().try_into().unwrap()
}

fn score(value: i64) -> Value {
    json!({"valueInteger": value})
}

fn amount(text: &str, code: &str) -> Value {
    serde_json::from_str(&format!(
        r#"{{"valueQuantity":{{"value":{text},"system":"{}","code":"{code}"}}}}"#,
        terms::UCUM
    ))
    .unwrap()
}

fn pressure(systolic: u32, diastolic: u32) -> Value {
    let part = |code: &str, value: u32| {
        json!({
            "code": {"coding": [{"system": terms::LOINC, "code": code}]},
            "valueQuantity": {"value": value, "system": terms::UCUM, "code": "mm[Hg]"},
        })
    };
    json!({"component": [part(terms::SYSTOLIC, systolic), part(terms::DIASTOLIC, diastolic)]})
}

fn three_days_after_surgery() -> PatientContext {
    let surgery = DateTime::parse_from_rfc3339("2026-11-19T09:00:00+08:00").unwrap().with_timezone(&Utc);
    PatientContext { surgery: Some(surgery), conditions: Vec::new() }
}

fn with_heart_failure() -> PatientContext {
    PatientContext { surgery: None, conditions: vec![Coding::new(terms::SNOMED, "84114007")] }
}

fn evaluate(new: &Observation, history: &[Observation], context: &PatientContext) -> Evaluation {
    let (rules, problems) = RuleSet::from_plan_definitions(&library());
    assert_eq!(problems, []);
    rules.evaluate(EvalInput { observation: new, history, context })
}

/// What fired, as "rule/action", without rules about getting worse.
fn fired(new: &Observation, history: &[Observation], context: &PatientContext) -> Vec<String> {
    let out = evaluate(new, history, context);
    assert_eq!(out.problems, []);
    let name = |url: &str| url.rsplit('/').next().unwrap_or_default().to_owned();
    out.findings.iter().map(|one| format!("{}/{}", name(&one.rule), one.action)).collect()
}

#[test]
fn a_symptom_after_surgery_fires_at_four_and_not_below() {
    for (code, rule) in [
        ((terms::LOINC, terms::PAIN), "postoperative-pain/score"),
        ((terms::SYMPTOM, "fatigue"), "postoperative-fatigue/score"),
        ((terms::SYMPTOM, "sleep"), "postoperative-sleep/score"),
        ((terms::SYMPTOM, "dyspnoea"), "postoperative-dyspnoea/score"),
        ((terms::SYMPTOM, "cough"), "postoperative-cough/score"),
    ] {
        let context = three_days_after_surgery();
        assert_eq!(fired(&observation(code, score(4), NOW), &[], &context), [rule]);
        assert!(fired(&observation(code, score(3), NOW), &[], &context).is_empty());
        assert!(
            fired(&observation(code, score(9), NOW), &[], &PatientContext::default()).is_empty(),
            "no surgery"
        );
    }
}

#[test]
fn the_window_after_surgery_ends() {
    let pain = |at: &str| observation((terms::LOINC, terms::PAIN), score(8), at);
    let context = three_days_after_surgery();
    assert_eq!(fired(&pain("2026-12-19T10:00:00+08:00"), &[], &context).len(), 1);
    assert!(fired(&pain("2026-12-20T10:00:00+08:00"), &[], &context).is_empty());
    assert!(fired(&pain("2026-11-18T10:00:00+08:00"), &[], &context).is_empty(), "before surgery");
}

#[test]
fn a_temperature_fires_the_worse_of_its_two_actions_only() {
    let context = three_days_after_surgery();
    for (value, code, wanted) in [
        ("37.9", "Cel", None),
        ("38.0", "Cel", Some(("high", Severity::Caution))),
        ("38.4", "Cel", Some(("high", Severity::Caution))),
        ("38.50", "Cel", Some(("veryHigh", Severity::Urgent))),
        ("38.9", "Cel", Some(("veryHigh", Severity::Urgent))),
        ("101.3", "[degF]", Some(("veryHigh", Severity::Urgent))),
    ] {
        let out = evaluate(
            &observation((terms::LOINC, terms::TEMPERATURE), amount(value, code), NOW),
            &[],
            &context,
        );
        let found: Vec<_> = out.findings.iter().map(|one| (one.action.as_str(), one.severity)).collect();
        assert_eq!(found, wanted.into_iter().collect::<Vec<_>>(), "{value} {code}");
    }
}

#[test]
fn a_unit_that_cannot_be_compared_is_a_problem_and_not_a_silence() {
    let out = evaluate(
        &observation((terms::LOINC, terms::TEMPERATURE), amount("39", "kg"), NOW),
        &[],
        &three_days_after_surgery(),
    );
    assert!(out.findings.is_empty());
    assert_eq!(out.problems.len(), 1);
}

#[test]
fn a_pulse_beside_a_blood_pressure_is_no_wrong_unit() {
    let mut members = pressure(120, 80);
    let pulse = json!({
        "code": {"coding": [{"system": terms::LOINC, "code": terms::HEART_RATE}]},
        "valueQuantity": {"value": 70, "system": terms::UCUM, "code": "/min"},
    });
    members["component"].as_array_mut().unwrap().push(pulse);
    let new = observation((terms::LOINC, terms::BLOOD_PRESSURE), members, NOW);
    assert!(fired(&new, &[], &PatientContext::default()).is_empty());
}

#[test]
fn blood_pressure_fires_on_one_very_high_reading_or_on_the_mean_of_enough() {
    let at = |systolic, diastolic, when: &str| {
        observation((terms::LOINC, terms::BLOOD_PRESSURE), pressure(systolic, diastolic), when)
    };
    let context = PatientContext::default();
    let new = |systolic, diastolic| at(systolic, diastolic, NOW);
    assert_eq!(fired(&new(180, 80), &[], &context), ["home-blood-pressure/veryHigh"]);
    assert_eq!(fired(&new(120, 110), &[], &context), ["home-blood-pressure/veryHigh"]);
    assert!(fired(&new(179, 109), &[], &context).is_empty());
    let week: Vec<_> = (17..22).map(|day| at(135, 80, &format!("2026-11-{day}T08:00:00+08:00"))).collect();
    assert_eq!(fired(&new(135, 80), &week, &context), ["home-blood-pressure/meanHigh"]);
    assert!(fired(&new(134, 80), &week, &context).is_empty(), "the mean is below");
    assert!(fired(&new(135, 80), &week[1..], &context).is_empty(), "too few readings");
}

#[test]
fn glucose_fires_below_its_thresholds_in_either_unit() {
    let context = PatientContext::default();
    for (value, code, wanted) in [
        ("3.9", "mmol/L", None),
        ("3.89", "mmol/L", Some("low-glucose/low")),
        ("3.0", "mmol/L", Some("low-glucose/low")),
        ("2.9", "mmol/L", Some("low-glucose/veryLow")),
        ("70", "mg/dL", Some("low-glucose/low")),
        ("54", "mg/dL", Some("low-glucose/veryLow")),
    ] {
        let new = observation((terms::LOINC, terms::GLUCOSE), amount(value, code), NOW);
        assert_eq!(fired(&new, &[], &context), wanted.into_iter().collect::<Vec<_>>(), "{value} {code}");
    }
}

#[test]
fn heart_failure_weight_fires_on_three_pounds_a_day_or_six_a_week() {
    let weight = |value: &str, at: &str| observation((terms::LOINC, terms::WEIGHT), amount(value, "kg"), at);
    let context = with_heart_failure();
    let yesterday = weight("60.0", "2026-11-21T16:05:00+08:00");
    let last_week = weight("60.0", "2026-11-16T08:00:00+08:00");
    assert_eq!(
        fired(&weight("61.4", NOW), std::slice::from_ref(&yesterday), &context),
        ["heart-failure-weight/dayGain"]
    );
    assert!(fired(&weight("61.3", NOW), std::slice::from_ref(&yesterday), &context).is_empty());
    assert_eq!(
        fired(&weight("62.8", NOW), std::slice::from_ref(&last_week), &context),
        ["heart-failure-weight/weekGain"]
    );
    assert!(fired(&weight("62.7", NOW), std::slice::from_ref(&last_week), &context).is_empty());
    assert!(
        fired(&weight("65", NOW), &[yesterday], &PatientContext::default()).is_empty(),
        "no heart failure"
    );
}

#[test]
fn heart_failure_pressure_and_rate_fire_only_with_symptoms() {
    let context = with_heart_failure();
    let dizzy = observation((terms::SYMPTOM, "dizziness"), score(2), "2026-11-22T10:00:00+08:00");
    let low = observation((terms::LOINC, terms::BLOOD_PRESSURE), pressure(89, 60), NOW);
    let at_limit = observation((terms::LOINC, terms::BLOOD_PRESSURE), pressure(90, 60), NOW);
    assert_eq!(fired(&low, std::slice::from_ref(&dizzy), &context), ["heart-failure-blood-pressure/beyond"]);
    assert!(fired(&at_limit, std::slice::from_ref(&dizzy), &context).is_empty());
    assert!(fired(&low, &[], &context).is_empty(), "no symptoms");
    for (rate, fires) in [("49", true), ("50", false), ("100", false), ("101", true)] {
        let new = observation((terms::LOINC, terms::HEART_RATE), amount(rate, "/min"), NOW);
        assert_eq!(!fired(&new, std::slice::from_ref(&dizzy), &context).is_empty(), fires, "{rate}");
    }
}

#[test]
fn oxygen_fires_below_ninety_five() {
    let context = PatientContext::default();
    let oxygen = |value: &str| observation((terms::LOINC, terms::SPO2), amount(value, "%"), NOW);
    assert_eq!(fired(&oxygen("94"), &[], &context), ["low-oxygen/low"]);
    assert!(fired(&oxygen("95"), &[], &context).is_empty());
}

#[test]
fn a_grade_fires_at_three_or_when_worse_by_two() {
    let grade = |value, at: &str| observation((terms::SYMPTOM, "grade"), score(value), at);
    let context = PatientContext::default();
    let before = grade(0, "2026-11-20T08:00:00+08:00");
    assert_eq!(fired(&grade(3, NOW), &[], &context), ["symptom-grade/grade"]);
    assert_eq!(fired(&grade(2, NOW), std::slice::from_ref(&before), &context), ["symptom-grade/worse"]);
    assert!(fired(&grade(1, NOW), &[before], &context).is_empty());
}

#[test]
fn a_symptom_that_grew_by_two_is_told() {
    let nausea = |value, at: &str| observation((terms::SYMPTOM, "nausea"), score(value), at);
    let context = PatientContext::default();
    let before = [nausea(3, "2026-11-20T08:00:00+08:00")];
    assert_eq!(fired(&nausea(5, NOW), &before, &context), ["symptom-worse/worse"]);
    assert!(fired(&nausea(4, NOW), &before, &context).is_empty());
}

#[test]
fn night_heart_rate_waits_for_the_hospitals_limit_and_then_needs_three_nights() {
    let code = ("https://kangban.example/fhir/CodeSystem/measurement", "night-heart-rate");
    let night = |value: &str, at: &str| observation(code, amount(value, "/min"), at);
    let nights = [night("92", "2026-11-20T03:00:00+08:00"), night("95", "2026-11-21T03:00:00+08:00")];
    let new = night("91", "2026-11-22T03:00:00+08:00");
    let context = PatientContext::default();
    assert!(fired(&new, &nights, &context).is_empty(), "no limit is set");

    let plan = library().into_iter().find(|plan| plan.id() == Some("night-heart-rate")).unwrap();
    let mut plan = plan.try_into().unwrap();
    crate::set_threshold(&mut plan, "limit", &kangban_fhir::Decimal::from(90)).unwrap();
    let (rules, problems) = RuleSet::from_plan_definitions(&[plan.into_resource()]);
    assert_eq!(problems, []);
    let fires = |history: &[Observation]| {
        !rules.evaluate(EvalInput { observation: &new, history, context: &context }).findings.is_empty()
    };
    assert!(fires(&nights));
    assert!(!fires(&nights[1..]), "two nights are not three");
}

#[test]
fn an_entry_in_error_and_one_of_another_kind_fire_nothing() {
    let mut pain = observation((terms::LOINC, terms::PAIN), score(10), NOW);
    pain.set("status", &Some("entered-in-error".to_owned()));
    assert!(fired(&pain, &[], &three_days_after_surgery()).is_empty());
    let other = observation((terms::LOINC, "8302-2"), amount("170", "cm"), NOW);
    assert!(fired(&other, &[], &three_days_after_surgery()).is_empty());
}

#[test]
fn the_record_says_when_the_last_operation_was_and_which_diseases_there_are() {
    fn read<T: TryFrom<Resource>>(json: Value) -> T {
        T::try_from(Resource::from_value(json).unwrap()).ok().unwrap()
    }
    let procedure = |at: &str, status: &str, category: Value| {
        read(
            json!({"resourceType": "Procedure", "status": status, "performedDateTime": at, "category": category}),
        )
    };
    let kind = |code: &str| json!({"coding": [{"system": terms::SNOMED, "code": code}]});
    let condition = |code: &str, verification: &str| {
        let system = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
        read(
            json!({"resourceType": "Condition", "code": {"coding": [{"system": terms::SNOMED, "code": code}]},
            "verificationStatus": {"coding": [{"system": system, "code": verification}]}}),
        )
    };
    let context = PatientContext::of(
        &[
            procedure("2026-11-10T09:00:00+08:00", "completed", kind("387713003")),
            procedure("2026-11-19T09:00:00+08:00", "completed", json!({"text": "手术"})),
            procedure("2026-11-20T09:00:00+08:00", "completed", kind("409063005")),
            procedure("2026-11-21T09:00:00+08:00", "not-done", kind("387713003")),
        ],
        &[condition("84114007", "confirmed"), condition("44054006", "entered-in-error")],
    );
    assert_eq!(context.surgery, three_days_after_surgery().surgery);
    assert_eq!(context.conditions, with_heart_failure().conditions);
    assert_eq!(PatientContext::of(&[], &[]), PatientContext::default());
}

#[test]
fn one_broken_rule_never_blocks_the_others() {
    let mut plans = library();
    let broken = Resource::parse(
        r#"{"resourceType":"PlanDefinition","id":"broken","status":"active","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/plan-definition-type","code":"eca-rule"}]}}"#,
    );
    plans.insert(0, broken.unwrap());
    let (rules, problems) = RuleSet::from_plan_definitions(&plans);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].rule, "broken");
    assert!(rules.rules().len() > 10);
}

#[test]
fn the_history_that_is_needed_is_named() {
    let (rules, _) = RuleSet::from_plan_definitions(&library());
    let new = observation((terms::LOINC, terms::HEART_RATE), amount("70", "/min"), NOW);
    let needed = rules.history_needed(&new);
    assert!(
        needed.iter().any(|query| query.code == format!("{}|dyspnoea", terms::SYMPTOM) && query.hours == 24)
    );
}

#[test]
fn a_chart_shows_the_limits_of_rules_that_apply_to_this_patient_only() {
    let (rules, _) = RuleSet::from_plan_definitions(&library());
    let pressure = observation((terms::LOINC, terms::BLOOD_PRESSURE), pressure(120, 80), NOW);
    let watching = |context: &PatientContext| {
        let input = EvalInput { observation: &pressure, history: &[], context };
        rules.watching(input).iter().any(|rule| rule.canonical().contains("heart-failure"))
    };
    assert!(watching(&with_heart_failure()));
    assert!(!watching(&three_days_after_surgery()));
}
