//! `GET /fhir/metadata`: what this server can do. It is built from what the code does, so that it stays true.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::SecondsFormat;
use serde_json::{Value, json};

use super::{http, types};
use crate::{
    access,
    server::Hospital,
    store::{ParameterKind, parameters},
};

/// Operations on one resource: type, name.
const OPERATIONS: &[(&str, &[&str])] = &[
    ("Communication", &["seen"]),
    ("Patient", &["invite"]),
    ("PlanDefinition", &["apply", "set-threshold"]),
    ("Questionnaire", &["populate"]),
    ("QuestionnaireResponse", &["extract"]),
    ("Task", &["seen", "close"]),
];

pub(super) async fn metadata(State(hospital): State<Arc<Hospital>>) -> Response {
    http::json(StatusCode::OK, statement(&hospital).to_string())
}

fn statement(hospital: &Hospital) -> Value {
    let base = hospital.auth.base();
    let origin = base.trim_end_matches("/fhir");
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": hospital.clock.now().to_rfc3339_opts(SecondsFormat::Secs, true),
        "kind": "instance",
        "software": {"name": "Kangban hospital", "version": env!("CARGO_PKG_VERSION")},
        "implementation": {"description": "Kangban hospital", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [{
            "mode": "server",
            "security": {
                "extension": [{
                    "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                    "extension": [
                        {"url": "authorize", "valueUri": format!("{origin}/oauth/authorize")},
                        {"url": "token", "valueUri": format!("{origin}/oauth/token")},
                    ],
                }],
                "cors": true,
                "service": [{"coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                    "code": "SMART-on-FHIR",
                    "display": "SMART-on-FHIR",
                }]}],
            },
            "resource": types::all().map(resource).collect::<Vec<_>>(),
            "interaction": [{"code": "batch"}, {"code": "transaction"}],
            "searchParam": [
                {"name": "_id", "type": "token"},
                {"name": "_lastUpdated", "type": "date"},
            ],
            "operation": [operation("changes", None)],
        }],
    })
}

fn resource(resource_type: &'static str) -> Value {
    let reads = ["read", "vread", "history-instance", "history-type", "search-type"];
    let writes = ["create", "update", "delete"];
    let is_trail = access::is_trail(resource_type);
    let interactions: Vec<Value> = reads
        .into_iter()
        .chain(writes.into_iter().filter(|_| !is_trail))
        .map(|code| json!({"code": code}))
        .collect();
    let searched: Vec<Value> = [("_id", ParameterKind::Token), ("_lastUpdated", ParameterKind::Date)]
        .into_iter()
        .chain(parameters(resource_type))
        .map(|(name, kind)| json!({"name": name, "type": code(kind)}))
        .collect();
    let mut json = json!({
        "type": resource_type,
        "interaction": interactions,
        "versioning": "versioned-update",
        "readHistory": true,
        "updateCreate": !is_trail,
        "conditionalCreate": !is_trail,
        "conditionalRead": "full-support",
        "conditionalUpdate": !is_trail,
        "conditionalDelete": "not-supported",
        "referencePolicy": ["literal"],
        "searchParam": searched,
    });
    let included: Vec<Value> = parameters(resource_type)
        .filter(|(_, kind)| *kind == ParameterKind::Reference)
        .map(|(name, _)| Value::from(format!("{resource_type}:{name}")))
        .collect();
    let operations =
        OPERATIONS.iter().find(|(name, _)| *name == resource_type).map_or(&[][..], |(_, names)| names);
    let operations: Vec<Value> = operations.iter().map(|name| operation(name, Some(resource_type))).collect();
    // FHIR knows no empty lists.
    for (name, list) in [("searchInclude", included), ("operation", operations)] {
        if !list.is_empty() {
            json[name] = Value::Array(list);
        }
    }
    json
}

/// Operations that FHIR and SDC define.
const KNOWN: &[(&str, &str)] = &[
    ("apply", "http://hl7.org/fhir/OperationDefinition/PlanDefinition-apply"),
    ("extract", "http://hl7.org/fhir/uv/sdc/OperationDefinition/QuestionnaireResponse-extract"),
    ("populate", "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-populate"),
];

fn operation(name: &str, on: Option<&str>) -> Value {
    if let Some((_, definition)) = KNOWN.iter().find(|(known, _)| *known == name) {
        return json!({"name": name, "definition": definition});
    }
    let place = on.map_or_else(String::new, |on| format!("{on}-"));
    let definition = format!("{}/OperationDefinition/{place}{name}", kangban_fhir::terms::KANGBAN);
    json!({"name": name, "definition": definition})
}

fn code(kind: ParameterKind) -> &'static str {
    match kind {
        ParameterKind::Token => "token",
        ParameterKind::Date => "date",
        ParameterKind::Reference => "reference",
        ParameterKind::Text => "string",
    }
}
