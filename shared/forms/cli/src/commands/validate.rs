use std::path::Path;

use kangban_fhirpath::Clock;
use kangban_forms::validate::{self, Checks, Issue};

use crate::{Done, Failure, files};

/// Prints what is wrong with a response.
pub(crate) fn run(form: &Path, response: &Path, language: &str, clock: Clock) -> Result<Done, Failure> {
    let opened = files::open(form)?;
    let response = files::read_as(response, "QuestionnaireResponse")?;
    let issues = validate::validate(&opened.form, &response, &Checks::new(&opened.library, clock));
    let well = !issues.iter().any(Issue::refuses);
    Ok(Done { well, notes: opened.notes, ..Done::json(&validate::outcome(&issues, language)) })
}
