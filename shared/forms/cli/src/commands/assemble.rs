use std::path::Path;

use kangban_forms::assemble;

use crate::{Done, Failure, files};

/// Prints the form made whole; lists what keeps it from that.
pub(crate) fn run(path: &Path) -> Result<Done, Failure> {
    let questionnaire = files::read_as(path, "Questionnaire")?;
    match assemble::assemble(&questionnaire, &files::beside(path)) {
        Ok(assembled) => {
            let notes = assembled.warnings.iter().map(|one| format!("warning: {one}")).collect();
            Ok(Done { notes, ..Done::json(&assembled.questionnaire) })
        }
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(|one| format!("error: {one}")).collect();
            Ok(Done { well: false, ..Done::text(lines.join("\n")) })
        }
    }
}
