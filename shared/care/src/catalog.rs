//! The forms and pathways that come with Kangban, until a hospital has its own. Phones get them from the hospital.

use kangban_fhir::{Bundle, Resource};

/// The files of `forms/`, in the order of their names.
const FORMS: &[&str] = &[
    include_str!("../forms/chemotherapy-check.json"),
    include_str!("../forms/diabetes-check.json"),
    include_str!("../forms/discharge-check.json"),
    include_str!("../forms/gad-7.json"),
    include_str!("../forms/heart-failure-check.json"),
    include_str!("../forms/hypertension-check.json"),
    include_str!("../forms/phq-2.json"),
    include_str!("../forms/phq-9.json"),
    include_str!("../forms/postoperative-check.json"),
    include_str!("../forms/preoperative-checklist.json"),
    include_str!("../forms/satisfaction.json"),
];

/// The files of `pathways/`, in the order of their names.
const PATHWAYS: &[&str] = &[
    include_str!("../pathways/chemotherapy-pathway.json"),
    include_str!("../pathways/chronic-pathway.json"),
    include_str!("../pathways/discharge-pathway.json"),
    include_str!("../pathways/pregnancy-pathway.json"),
    include_str!("../pathways/surgery-pathway.json"),
];

/// The default forms: Questionnaires and what they need.
pub fn forms() -> Vec<Resource> {
    read(FORMS)
}

/// The default pathways: `PlanDefinitions` with the `ActivityDefinitions` that they name.
pub fn pathways() -> Vec<Resource> {
    read(PATHWAYS)
}

/// Each file is one resource or a Bundle of them; what several files share comes once.
fn read(files: &[&str]) -> Vec<Resource> {
    let mut all: Vec<Resource> = Vec::new();
    // The tests below read every file: none is left out here.
    for resource in files.iter().filter_map(|text| Resource::parse(text).ok()) {
        let inner = match Bundle::try_from(resource.clone()) {
            Ok(bundle) => {
                bundle.entries().unwrap_or_default().into_iter().filter_map(|entry| entry.resource).collect()
            }
            Err(_) => vec![resource],
        };
        for one in inner {
            if !all.iter().any(|known| known.reference() == one.reference()) {
                all.push(one);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{is_pathway, library};
    use kangban_fhir::terms;
    use serde_json::Value;

    fn files(folder: &str) -> usize {
        std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap().count()
    }

    fn canonical(resource: &Resource) -> &str {
        resource.json()["url"].as_str().unwrap()
    }

    /// Every `linkId` of a form.
    fn link_ids(items: &Value, found: &mut Vec<String>) {
        for item in items.as_array().into_iter().flatten() {
            found.push(item["linkId"].as_str().unwrap().to_owned());
            link_ids(&item["item"], found);
        }
    }

    #[test]
    fn every_file_is_in_the_list_and_can_be_read() {
        assert_eq!((FORMS.len(), PATHWAYS.len()), (files("forms"), files("pathways")));
        assert!(FORMS.iter().chain(PATHWAYS).all(|text| Resource::parse(text).is_ok()));
        let questionnaires = forms().iter().filter(|one| one.resource_type() == "Questionnaire").count();
        assert_eq!(questionnaires, FORMS.len());
        assert_eq!(pathways().iter().filter(|one| is_pathway(one)).count(), PATHWAYS.len());
    }

    #[test]
    fn every_form_is_active_has_a_version_and_a_source_in_both_languages() {
        for form in forms().iter().filter(|one| one.resource_type() == "Questionnaire") {
            let json = form.json();
            assert_eq!(json["status"], "active", "{}", canonical(form));
            assert!(json["version"].is_string() && json["title"].is_string(), "{}", canonical(form));
            assert!(json["_title"].to_string().contains(terms::TRANSLATION), "{}", canonical(form));
            assert_eq!(canonical(form), format!("{}/Questionnaire/{}", terms::KANGBAN, form.id().unwrap()));
        }
    }

    #[test]
    fn a_pathway_asks_for_forms_that_are_here_or_that_a_hospital_loads() {
        let (forms, pathways) = (forms(), pathways());
        for activity in pathways.iter().filter(|one| one.resource_type() == "ActivityDefinition") {
            let form = activity.extension(terms::COLLECT_WITH).unwrap().value.unwrap();
            let form = form.as_str().unwrap().to_owned();
            let here = forms.iter().any(|one| canonical(one) == form);
            assert!(here || form.ends_with("/epds"), "{form}");
        }
    }

    #[test]
    fn every_question_that_a_rule_reads_is_in_the_form_that_it_names() {
        let forms = forms();
        for rule in library() {
            let text = rule.to_json();
            let Some(form) =
                forms.iter().find(|form| text.contains(&format!("startsWith('{}')", canonical(form))))
            else {
                assert!(!text.contains("linkId"), "{:?} names no form of ours", rule.id());
                continue;
            };
            let mut known = Vec::new();
            link_ids(&form.json()["item"], &mut known);
            for part in text.split("linkId = '").skip(1) {
                let link_id = part.split('\'').next().unwrap();
                assert!(known.iter().any(|one| one == link_id), "{:?}: {link_id}", rule.id());
            }
        }
    }
}
