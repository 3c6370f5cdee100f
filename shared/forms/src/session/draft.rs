//! What was answered so far, so that it can be taken up again: every answer, disabled ones too.

use serde_json::{Value, json};

use super::{DraftProblem, Origin, Session};
use crate::items::read;

const DRAFT: &str = "kangban-form-draft";

impl Session {
    /// Everything that was answered, where it came from, and what could not be read; pinned to the form's version.
    pub fn draft(&self) -> Value {
        json!({
            "kind": DRAFT,
            "questionnaire": self.form.canonical(),
            "id": self.launch.id,
            "item": self.laid_out(None),
            "aside": self.aside,
            "ui": self.ui,
        })
    }

    /// Lays a draft's answers over a session that has none.
    pub(super) fn take_up(&mut self, draft: &Value) -> Result<(), DraftProblem> {
        if read::text(draft, "kind") != Some(DRAFT) {
            return Err(DraftProblem::NotADraft);
        }
        let canonical = read::text(draft, "questionnaire").unwrap_or_default();
        if canonical != self.form.canonical() {
            return Err(DraftProblem::OtherForm { canonical: canonical.to_owned() });
        }
        if let Some(id) = read::text(draft, "id").filter(|id| !id.is_empty()) {
            id.clone_into(&mut self.launch.id);
            if let Some(live) = self.live.as_object_mut() {
                live.insert("id".into(), id.into());
            }
        }
        let mut aside = read::list(draft, "aside").to_vec();
        // Variables and enablement are there before answers are laid over them.
        self.settle_all();
        self.lay(None, read::list(draft, "item"), &Origin::Patient, &mut aside);
        self.aside = aside;
        if let Some(ui) = draft.get("ui") {
            self.ui = ui.clone();
        }
        Ok(())
    }
}
