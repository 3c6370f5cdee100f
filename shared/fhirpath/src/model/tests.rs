use super::*;

fn named(name: &str) -> TypeId {
    TypeId::named(name).unwrap()
}

#[test]
fn the_known_numbers_are_the_tables() {
    for (id, name) in TypeId::KNOWN {
        assert_eq!(TypeId::named(name), Some(*id), "{name}");
    }
}

#[test]
fn choices_know_their_types_and_their_names_in_json() {
    let value = named("Observation").element("value").unwrap();
    assert!(value.is_choice() && !value.is_list());
    assert_eq!(value.types().count(), 11);
    assert!(
        value.json_names().any(|(name, id)| name == "valueCodeableConcept" && id == TypeId::CODEABLE_CONCEPT)
    );
    let (element, id) = named("Observation").choice("valueDateTime").unwrap();
    assert_eq!((element.name(), id), ("value", TypeId::DATE_TIME));
    assert_eq!(named("Observation").choice("valueAddress"), None);
    assert_eq!(TypeId::EXTENSION.choice("valuePositiveInt").unwrap().1.name(), "positiveInt");
    assert_eq!(TypeId::of_suffix("DateTime"), Some(TypeId::DATE_TIME));
    assert_eq!(TypeId::of_suffix("Quantity"), Some(TypeId::QUANTITY));
    assert_eq!(
        (TypeId::of_suffix("dateTime2"), TypeId::of_suffix(""), TypeId::of_suffix("É")),
        (None, None, None)
    );
    for (at, name) in NAMES.iter().enumerate() {
        assert_eq!(at >= FIRST_PRIMITIVE, name.starts_with(|c: char| c.is_ascii_lowercase()), "{name}");
    }
    assert_eq!(named("Patient").choice("multipleBirthInteger").unwrap().1, TypeId::INTEGER);
}

#[test]
fn an_element_defined_by_another_ones_content_is_that_one() {
    let item = named("Questionnaire.item");
    assert_eq!(named("Questionnaire.item.item.item"), item);
    assert_eq!(item.path(), "Questionnaire.item");
    assert_eq!(item.name(), "BackboneElement");
    assert!(item.is_a(TypeId::BACKBONE_ELEMENT) && item.is_a(TypeId::ELEMENT) && item.is_component());
    assert_eq!(
        named("QuestionnaireResponse.item.answer").element("item").unwrap().only_type(),
        TypeId::named("QuestionnaireResponse.item")
    );
    assert_eq!(
        named("Observation").element("component").unwrap().only_type().unwrap().path(),
        "Observation.component"
    );
    assert_eq!(named("Observation.component.referenceRange"), named("Observation.referenceRange"));
}

#[test]
fn kinds_of_kinds_are_known() {
    assert!(named("Age").is_a(TypeId::QUANTITY));
    assert!(named("code").is_a(TypeId::STRING) && named("id").is_a(TypeId::STRING));
    assert!(named("markdown").is_a(TypeId::STRING) && !named("string").is_a(TypeId::CODE));
    assert!(
        named("canonical").is_a(TypeId::URI)
            && named("oid").is_a(TypeId::URI)
            && named("uuid").is_a(TypeId::URI)
    );
    assert!(named("positiveInt").is_a(TypeId::INTEGER));
    assert!(named("Patient").is_a(TypeId::DOMAIN_RESOURCE) && named("Patient").is_a(TypeId::RESOURCE));
    assert!(!named("Bundle").is_a(TypeId::DOMAIN_RESOURCE) && named("Bundle").is_resource());
    assert_eq!(TypeId::named("Nothing"), None);
    assert_eq!(TypeId::named("Patient.nothing"), None);
}

#[test]
fn inherited_elements_are_found() {
    let patient = named("Patient");
    assert_eq!(patient.element("id").unwrap().only_type(), Some(TypeId::ID));
    assert_eq!(patient.element("contained").unwrap().only_type(), Some(TypeId::RESOURCE));
    assert!(patient.element("extension").unwrap().is_list());
    assert!(patient.element("name").unwrap().is_list());
    assert_eq!(TypeId::EXTENSION.element("url").unwrap().only_type(), Some(TypeId::URI));
    assert_eq!(named("Narrative").element("div").unwrap().only_type(), Some(TypeId::XHTML));
    assert_eq!(patient.element("birthDate").unwrap().only_type(), Some(TypeId::DATE));
    assert_eq!(patient.element("value"), None);
    assert!(patient.elements().any(|element| element.name() == "meta"));
}

#[test]
fn values_count_as_the_types_of_system() {
    assert_eq!(named("unsignedInt").system(), Some(System::Integer));
    assert_eq!(named("url").system(), Some(System::String));
    assert_eq!(named("instant").system(), Some(System::DateTime));
    assert_eq!(named("Duration").system(), Some(System::Quantity));
    assert_eq!(named("HumanName").system(), None);
}

#[test]
fn every_element_has_types_and_every_type_elements_or_a_value() {
    for number in 0..TYPES.len() {
        let id = TypeId(u16::try_from(number).unwrap());
        assert!(id.is_primitive() || id.elements().count() > 0, "{id:?}");
        for element in id.elements() {
            assert!(element.types().count() > 0, "{id:?}.{}", element.name());
            assert!(element.is_choice() || element.types().count() == 1, "{id:?}.{}", element.name());
        }
        assert_eq!(TypeId::named(&id.path()), Some(id));
    }
}
