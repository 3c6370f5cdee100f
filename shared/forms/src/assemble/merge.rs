//! Where the extensions and contained resources of a part go.

use serde_json::{Value, json};

use super::{AssembleProblem, AssembleProblemKind, extension};
use crate::extract::json::{
    SDC, VARIABLE, choice, expression, list, part, sdc, text, unversioned, value_text,
};

/// Where an extension of a part goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    /// To the whole form, once.
    ToForm,
    /// To the item the part is in.
    ToItem,
    /// It was about the part alone.
    Nowhere,
}

/// Where an extension of a part goes, as SDC says. The extensions for extraction that are younger than SDC's list
/// go where `itemExtractionContext`, which they replace, goes.
pub(super) fn goes(extension: &Value) -> Goes {
    let url = text(extension, "url").unwrap_or_default();
    match url.strip_prefix(SDC) {
        Some(
            "launchContext" | "observationExtract" | "observationLinkPeriod" | "observation-extract-category",
        ) => Goes::ToForm,
        Some(
            "itemPopulationContext"
            | "itemExtractionContext"
            | "definitionExtract"
            | "definitionExtractValue"
            | "templateExtract"
            | "extractAllocateId",
        ) => Goes::ToItem,
        Some(_) => Goes::Nowhere,
        None => match url {
            "http://hl7.org/fhir/StructureDefinition/cqf-library" => Goes::ToForm,
            VARIABLE
            | "http://hl7.org/fhir/StructureDefinition/targetConstraint"
            | "http://hl7.org/fhir/StructureDefinition/questionnaire-constraint" => Goes::ToItem,
            _ => Goes::Nowhere,
        },
    }
}

/// What tells extensions with the same URL apart: the code of a launchContext, the URL of a library.
fn key(extension: &Value) -> Option<&str> {
    part(extension, "name")
        .and_then(choice)
        .and_then(|(_, name)| text(name, "code").or(name.as_str()))
        .or_else(|| value_text(extension).map(unversioned))
}

fn all(element: &mut Value) -> Option<&mut Vec<Value>> {
    element.as_object_mut()?.entry("extension").or_insert_with(|| json!([])).as_array_mut()
}

/// Adds an extension to the form, unless it has the same.
pub(super) fn add_to_form(form: &mut Value, extension: Value) {
    let Some(all) = all(form) else { return };
    let same = |one: &Value| {
        one.get("url") == extension.get("url") && (key(one) == key(&extension) || key(&extension).is_none())
    };
    if !all.iter().any(same) {
        all.push(extension);
    }
}

/// Adds an extension to the item that a part is in.
pub(super) fn adopt(
    element: &mut Value,
    extension: Value,
    link_id: Option<&str>,
    errors: &mut Vec<AssembleProblem>,
) {
    let Some(all) = all(element) else { return };
    if all.contains(&extension) {
        return;
    }
    let mut error = |kind| errors.push(AssembleProblem { link_id: link_id.map(str::to_owned), kind });
    let url = text(&extension, "url").unwrap_or_default();
    let same_url = |one: &&Value| one.get("url") == extension.get("url");
    if url == VARIABLE {
        let name = expression(&extension).and_then(|spoken| spoken.name.map(str::to_owned));
        let known = |one: &&Value| expression(one).and_then(|spoken| spoken.name.map(str::to_owned)) == name;
        if let (Some(name), true) = (&name, all.iter().filter(same_url).any(|one| known(&one))) {
            error(AssembleProblemKind::DuplicateVariable(name.clone()));
            return;
        }
    }
    let single = matches!(url.strip_prefix(SDC), Some("itemPopulationContext" | "itemExtractionContext"));
    if single && all.iter().any(|one| same_url(&one)) {
        let name = url.strip_prefix(SDC).unwrap_or(url).to_owned();
        error(AssembleProblemKind::DuplicateExtension(name));
        return;
    }
    all.push(extension);
}

/// Adds what a part contains to what the form contains, each once.
pub(super) fn contained(
    form: &mut Value,
    resources: Vec<Value>,
    link_id: Option<&str>,
    errors: &mut Vec<AssembleProblem>,
) {
    if resources.is_empty() {
        return;
    }
    let Some(object) = form.as_object_mut() else { return };
    let known = object.entry("contained").or_insert_with(|| json!([]));
    let Some(known) = known.as_array_mut() else { return };
    for resource in resources {
        match known.iter().find(|one| one.get("id") == resource.get("id")) {
            Some(one) if *one == resource => {}
            Some(_) => {
                let id = text(&resource, "id").unwrap_or_default().to_owned();
                let kind = AssembleProblemKind::DuplicateContained(id);
                errors.push(AssembleProblem { link_id: link_id.map(str::to_owned), kind });
            }
            None => known.push(resource),
        }
    }
}

/// Says of the whole form that it is whole now, and what it was made from.
pub(super) fn finish(form: &mut Value, from: &[String]) {
    let expectation = sdc(form, "assemble-expectation").find_map(value_text).map(str::to_owned);
    let Some(all) = all(form) else { return };
    let modular = ["assemble-expectation", "is-modular"];
    all.retain(|one| {
        let name = text(one, "url").and_then(|url| url.strip_prefix(SDC));
        !name.is_some_and(|name| modular.contains(&name))
    });
    // A form that was to be assembled first stands on its own now.
    let independent = expectation.as_deref().and_then(|code| match code {
        "assemble-root" => None,
        code => Some(code.replacen("assemble-", "independent-", 1)),
    });
    all.extend(independent.map(|code| extension("assemble-expectation", "Code", &code)));
    for form in from {
        let said = extension("assembledFrom", "Canonical", form);
        if !all.contains(&said) {
            all.push(said);
        }
    }
    if all.is_empty() {
        form.as_object_mut().map(|object| object.shift_remove("extension"));
        return;
    }
    // Where R4 has it: before the elements of the form itself.
    if let Some(object) = form.as_object_mut()
        && let Some(extensions) = object.shift_remove("extension")
    {
        let first = ["resourceType", "id", "meta", "implicitRules", "language", "text", "contained"];
        let at = object.keys().take_while(|name| first.contains(&name.as_str())).count();
        object.shift_insert(at, "extension".to_owned(), extensions);
    }
    let empty = list(form, "item").is_empty();
    if let Some(object) = form.as_object_mut().filter(|_| empty) {
        object.shift_remove("item");
    }
}
