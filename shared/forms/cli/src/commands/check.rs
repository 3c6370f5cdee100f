use std::path::Path;

use kangban_forms::{Form, assemble, validate};
use serde_json::{Value, json};

use crate::{Done, Failure, files, table::table};

/// One thing that is wrong with a form.
struct Wrong {
    error: bool,
    item: String,
    code: String,
    detail: String,
    expression: String,
}

/// Lists what is wrong with a form.
pub(crate) fn run(path: &Path, as_json: bool) -> Result<Done, Failure> {
    let questionnaire = files::read_as(path, "Questionnaire")?;
    let library = files::beside(path);
    let mut found = Vec::new();
    let mut whole = questionnaire;
    if assemble::is_modular(&whole) {
        let of = |error: bool, problem: &assemble::AssembleProblem| Wrong {
            error,
            item: problem.link_id.clone().unwrap_or_default(),
            code: "modular".to_owned(),
            detail: problem.kind.to_string(),
            expression: String::new(),
        };
        match assemble::assemble(&whole, &library) {
            Ok(assembled) => {
                found.extend(assembled.warnings.iter().map(|problem| of(false, problem)));
                whole = assembled.questionnaire;
            }
            Err(errors) => found.extend(errors.iter().map(|problem| of(true, problem))),
        }
    }
    let form = Form::load(&whole, &library)?;
    found.extend(form.problems().iter().map(|problem| Wrong {
        error: problem.code.is_error(),
        item: problem.link_id.clone().unwrap_or_default(),
        code: problem.code.as_str().to_owned(),
        detail: problem.detail.clone(),
        expression: problem.expression.clone().unwrap_or_default(),
    }));
    found.extend(validate::check_form(&whole).iter().map(|issue| Wrong {
        error: issue.refuses(),
        item: issue.link_id.clone(),
        code: issue.detail.key.clone().unwrap_or_else(|| issue.code.code().to_owned()),
        detail: said(issue),
        expression: issue.detail.rule.clone().unwrap_or_default(),
    }));
    let errors = found.iter().filter(|one| one.error).count();
    let done = if as_json { Done::json(&listed(&found)) } else { Done::text(shown(&form, &found)) };
    Ok(Done { well: errors == 0, ..done })
}

/// The words of an issue for a form's author.
fn said(issue: &validate::Issue) -> String {
    let outcome = validate::outcome(std::slice::from_ref(issue), "en");
    let text = outcome.pointer("/issue/0/details/text").and_then(Value::as_str);
    text.unwrap_or_else(|| issue.code.display()).to_owned()
}

fn severity(one: &Wrong) -> &'static str {
    if one.error { "error" } else { "warning" }
}

fn listed(found: &[Wrong]) -> Value {
    let all = found.iter().map(|one| {
        let mut entry = json!({ "severity": severity(one), "code": one.code, "detail": one.detail });
        for (name, text) in [("item", &one.item), ("expression", &one.expression)] {
            if let Some(object) = entry.as_object_mut().filter(|_| !text.is_empty()) {
                object.insert(name.to_owned(), Value::from(text.as_str()));
            }
        }
        entry
    });
    Value::Array(all.collect())
}

fn shown(form: &Form, found: &[Wrong]) -> String {
    let items = form.items().len();
    if found.is_empty() {
        return format!("{items} items, nothing wrong");
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|one| {
            let cells = [severity(one), &one.item, &one.code, &one.detail, &one.expression];
            cells.map(str::to_owned).to_vec()
        })
        .collect();
    let errors = found.iter().filter(|one| one.error).count();
    let list = table(&["severity", "item", "code", "detail", "expression"], &rows);
    format!("{list}{items} items, {errors} errors, {} warnings", found.len() - errors)
}
