//! What R4 says about the elements of its resources and types, as extraction asks for it.

use kangban_fhirpath::model::TypeId;

/// One element of a type, by the name it has in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name in JSON; of a choice whose type is open, without the type.
    pub(crate) name: String,
    /// Whether it is a list.
    pub(crate) many: bool,
    /// What it holds.
    pub(crate) holds: Holds,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A type.
    One(TypeId),
    /// One of several types: the name in JSON says which.
    AnyOf(Vec<TypeId>),
}

/// The resource type of this name.
pub(crate) fn resource(name: &str) -> Option<TypeId> {
    let abstract_ones = [TypeId::RESOURCE, TypeId::DOMAIN_RESOURCE];
    TypeId::named(name).filter(|id| id.is_resource() && !abstract_ones.contains(id))
}

/// The element of a type: `Patient` and `birthDate`, `Observation` and `value[x]` or `valueQuantity`,
/// `Patient.contact` and `name`.
pub(crate) fn find(owner: TypeId, name: &str) -> Option<Element> {
    let open = name.strip_suffix("[x]").unwrap_or(name);
    if let Some(element) = owner.element(open) {
        let types: Vec<_> = element.types().collect();
        let holds = match types.as_slice() {
            [only] if !element.is_choice() => Holds::One(*only),
            _ => Holds::AnyOf(types),
        };
        return Some(Element { name: open.to_owned(), many: element.is_list(), holds });
    }
    let (element, kind) = owner.choice(name)?;
    Some(Element { name: name.to_owned(), many: element.is_list(), holds: Holds::One(kind) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> TypeId {
        TypeId::named(name).unwrap()
    }

    fn one(owner: &str, name: &str) -> (bool, String) {
        match find(named(owner), name) {
            Some(Element { many, holds: Holds::One(kind), .. }) => (many, kind.path()),
            other => panic!("{owner}.{name}: {other:?}"),
        }
    }

    #[test]
    fn elements_are_found_with_type_and_cardinality() {
        assert_eq!(one("Patient", "birthDate"), (false, "date".into()));
        assert_eq!(one("Patient", "name"), (true, "HumanName".into()));
        assert_eq!(one("HumanName", "given"), (true, "string".into()));
        assert_eq!(one("Patient", "contact"), (true, "Patient.contact".into()));
        assert_eq!(one("Patient", "text"), (false, "Narrative".into()));
        assert_eq!(find(named("Patient"), "colour"), None);
    }

    #[test]
    fn a_choice_is_found_open_and_with_its_type() {
        assert_eq!(one("Observation", "valueQuantity"), (false, "Quantity".into()));
        assert_eq!(one("Observation", "effectiveDateTime"), (false, "dateTime".into()));
        for open in ["value", "value[x]"] {
            let found = find(named("Observation"), open).unwrap();
            assert!(matches!(found.holds, Holds::AnyOf(types) if types.contains(&TypeId::CODEABLE_CONCEPT)));
        }
        assert_eq!(find(named("Observation"), "valueDecimal"), None);
    }

    #[test]
    fn resources_are_told_from_datatypes() {
        assert!(resource("Patient").is_some() && resource("QuestionnaireResponse").is_some());
        for other in ["HumanName", "Resource", "Patient.contact", "string", "Nonsense", ""] {
            assert_eq!(resource(other), None, "{other}");
        }
    }
}
