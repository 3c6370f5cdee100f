//! The rules that come with Kangban, until a hospital has its own.

use kangban_fhir::Resource;

/// The files of `library/`, in the order of their names.
const FILES: &[&str] = &[
    include_str!("../library/chemotherapy-fever.json"),
    include_str!("../library/chemotherapy-toxicity.json"),
    include_str!("../library/diabetes-check-signs.json"),
    include_str!("../library/discharge-worse.json"),
    include_str!("../library/gad-7-score.json"),
    include_str!("../library/heart-failure-blood-pressure.json"),
    include_str!("../library/heart-failure-check-signs.json"),
    include_str!("../library/heart-failure-heart-rate.json"),
    include_str!("../library/heart-failure-weight.json"),
    include_str!("../library/home-blood-pressure.json"),
    include_str!("../library/hypertension-check-signs.json"),
    include_str!("../library/low-glucose.json"),
    include_str!("../library/low-oxygen.json"),
    include_str!("../library/night-heart-rate.json"),
    include_str!("../library/phq-2-score.json"),
    include_str!("../library/phq-9-item-9.json"),
    include_str!("../library/phq-9-score.json"),
    include_str!("../library/postoperative-bowel.json"),
    include_str!("../library/postoperative-cough.json"),
    include_str!("../library/postoperative-dyspnoea.json"),
    include_str!("../library/postoperative-fatigue.json"),
    include_str!("../library/postoperative-pain.json"),
    include_str!("../library/postoperative-sleep.json"),
    include_str!("../library/postoperative-temperature.json"),
    include_str!("../library/postoperative-warning.json"),
    include_str!("../library/postoperative-wound.json"),
    include_str!("../library/preoperative-fitness.json"),
    include_str!("../library/symptom-grade.json"),
    include_str!("../library/symptom-worse.json"),
];

/// The default rules, as FHIR PlanDefinitions. Each cites its source; a rule without a value that only the hospital
/// can set is a `draft`.
pub fn library() -> Vec<Resource> {
    // The tests below read every file: none is left out here.
    FILES.iter().filter_map(|text| Resource::parse(text).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RuleSet;

    #[test]
    fn every_file_of_the_library_is_a_rule_that_can_be_used() {
        let there = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/library")).unwrap().count();
        assert_eq!(library().len(), there, "a file of library/ is not in the list");
        let drafts = library()
            .iter()
            .filter(|plan| plan.element::<Option<String>>("status").unwrap().as_deref() == Some("draft"))
            .count();
        let (rules, problems) = RuleSet::from_plan_definitions(&library());
        assert_eq!(problems, []);
        assert_eq!(rules.rules().len(), there - drafts);
    }

    #[test]
    fn every_rule_cites_its_source_and_speaks_both_languages() {
        let (rules, _) = RuleSet::from_plan_definitions(&library());
        for rule in rules.rules() {
            let source = &rule.source().text;
            assert!(!source.zh.is_empty() && !source.en.is_empty(), "{}", rule.canonical());
            assert!(source.zh.chars().any(|letter| letter > '\u{2e80}'), "{} in Chinese", rule.canonical());
            assert!(source.en.chars().all(|letter| letter < '\u{2e80}'), "{} in English", rule.canonical());
            assert!(!rule.title().zh.is_empty() && !rule.title().en.is_empty(), "{}", rule.canonical());
            // What was answered is a code; only amounts and scores have values to set.
            assert!(!rule.thresholds().is_empty() || rule.forms().is_some(), "{}", rule.canonical());
        }
    }

    #[test]
    fn the_published_values_are_the_ones_in_the_library() {
        for (rule, name, value, unit) in [
            ("postoperative-pain", "score", "4", "1"),
            ("postoperative-fatigue", "score", "4", "1"),
            ("postoperative-sleep", "score", "4", "1"),
            ("postoperative-dyspnoea", "score", "4", "1"),
            ("postoperative-cough", "score", "4", "1"),
            ("symptom-grade", "grade", "3", "1"),
            ("symptom-grade", "rise", "2", "1"),
            ("postoperative-temperature", "high", "38.0", "Cel"),
            ("postoperative-temperature", "veryHigh", "38.5", "Cel"),
            ("home-blood-pressure", "systolicMean", "135", "mm[Hg]"),
            ("home-blood-pressure", "diastolicMean", "85", "mm[Hg]"),
            ("home-blood-pressure", "systolicVeryHigh", "180", "mm[Hg]"),
            ("home-blood-pressure", "diastolicVeryHigh", "110", "mm[Hg]"),
            ("low-glucose", "low", "3.9", "mmol/L"),
            ("low-glucose", "veryLow", "3.0", "mmol/L"),
            ("heart-failure-weight", "dayGain", "3", "[lb_av]"),
            ("heart-failure-weight", "weekGain", "6", "[lb_av]"),
            ("heart-failure-blood-pressure", "systolicLow", "90", "mm[Hg]"),
            ("heart-failure-blood-pressure", "systolicHigh", "160", "mm[Hg]"),
            ("heart-failure-heart-rate", "rateLow", "50", "/min"),
            ("heart-failure-heart-rate", "rateHigh", "100", "/min"),
            ("low-oxygen", "low", "95", "%"),
        ] {
            let plan = library().into_iter().find(|plan| plan.id() == Some(rule)).unwrap();
            let thresholds = crate::thresholds(&plan.try_into().unwrap());
            let found = thresholds.into_iter().find(|one| one.name == name).unwrap().value.unwrap();
            assert_eq!(found.value.unwrap().as_str(), value, "{rule} {name}");
            assert_eq!(found.code.as_deref(), Some(unit), "{rule} {name}");
        }
    }
}
