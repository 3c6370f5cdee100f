//! What is wrong with a form: whether it hinders, and the report about it, once per version of the form.

use crux_core::Command;
use kangban_forms::{Form, ProblemCode};

use super::{
    FormsStep,
    names::split_canonical,
    opening::step,
    report::{self, Wrong},
};
use crate::{
    effects::{
        Cmd, VaultOp,
        vault::{Batch, ask},
    },
    format,
    model::{Model, Stage},
    record,
};

/// Followed by the form's URL: which version of it was reported.
const REPORTED: &str = "form-reported.";

/// The name of the value that says which version of a form was reported.
pub(super) fn value_name(url: &str) -> String {
    format!("{REPORTED}{url}")
}

/// Something that is wrong.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) wrong: Wrong,
    /// Whether something cannot be shown or answered because of it.
    pub(super) hinders: bool,
}

/// What is wrong with a form.
pub(super) fn of(form: &Form, part_missing: bool) -> Vec<Found> {
    let part = part_missing.then(|| Found {
        wrong: Wrong {
            code: ProblemCode::MissingSubQuestionnaire.as_str().to_owned(),
            link_id: String::new(),
            what: ProblemCode::MissingSubQuestionnaire.as_str().to_owned(),
        },
        hinders: true,
    });
    let own = form.problems().iter().map(|problem| Found {
        wrong: Wrong {
            code: problem.code.as_str().to_owned(),
            link_id: problem.link_id.clone().unwrap_or_default(),
            what: problem.to_string(),
        },
        hinders: problem.code.is_error(),
    });
    part.into_iter().chain(own).collect()
}

/// Tells the hospital, when this version was not reported yet.
pub(super) fn tell(model: &mut Model, canonical: &str, reported: Option<&str>, found: &[Found]) -> Cmd {
    let Model { clock, ids, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let found: Vec<&Found> = found.iter().filter(|one| one.hinders).collect();
    if found.is_empty() || reported == Some(canonical) {
        return Command::done();
    }
    let head = record::Head {
        id: ids.next(),
        patient: &open.patient,
        at: format::fhir_moment(clock, clock.wall_ms),
    };
    let wrong: Vec<Wrong> = found.iter().map(|one| one.wrong.clone()).collect();
    let report = report::report(&head, canonical, &wrong);
    let batch = Batch {
        entries: vec![record::stored(&report)],
        values: vec![(value_name(split_canonical(canonical).0), Some(canonical.to_owned()))],
        ..Batch::default()
    };
    ask(VaultOp::Write(batch)).then_send(|out| step(FormsStep::Reported(out)))
}
