use std::path::Path;

use kangban_fhirpath::Clock;
use kangban_forms::extract::{self, ExtractInput};
use serde_json::Value;
use uuid::Uuid;

use crate::{Done, Failure, files};

/// Prints what a response says as resources. Extracting the same response again gives the same ids.
pub(crate) fn run(
    form: &Path,
    response: &Path,
    patient: Option<&Path>,
    clock: Clock,
) -> Result<Done, Failure> {
    let opened = files::open(form)?;
    let response = files::read_as(response, "QuestionnaireResponse")?;
    let known: Vec<(String, Value)> = match patient {
        Some(path) => vec![("patient".to_owned(), files::read_as(path, "Patient")?)],
        None => Vec::new(),
    };
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, response.to_string().as_bytes());
    let mut count = 0_u64;
    let mut ids = || {
        count += 1;
        Uuid::new_v5(&space, &count.to_be_bytes()).to_string()
    };
    let input =
        ExtractInput { library: Some(&opened.library), known: &known, ..ExtractInput::new(&mut ids, clock) };
    let extracted = extract::extract(&opened.form, &response, input);
    let notes = opened.notes.into_iter().chain(extracted.problems.iter().map(ToString::to_string)).collect();
    Ok(Done { notes, ..Done::json(&extracted.bundle) })
}
