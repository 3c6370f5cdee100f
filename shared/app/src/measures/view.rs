use super::update::{unusual, values};
use crate::{
    catalogue::{MEASURES, Measure},
    entry::with_unit,
    format,
    model::{Model, Open},
    text::t,
    view::{ChoiceRow, Field, MeasureView, Screen},
};

pub(crate) fn view(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let draft = &open.measure;
    let correcting = draft.corrects.is_some();
    let kinds =
        MEASURES.iter().filter(|kind| !correcting || *kind == draft.kind).map(|kind: &Measure| ChoiceRow {
            id: kind.id.to_owned(),
            label: kind.label(lang),
            icon: kind.icon.to_owned(),
            chosen: kind == draft.kind,
            ..ChoiceRow::default()
        });
    let fields = draft.kind.parts.iter().map(|part| Field {
        id: part.id.to_owned(),
        label: part.label(lang),
        value: draft.text(part.id).to_owned(),
        unit: part.shown_unit.to_owned(),
        error: draft.wrong.get(part.id).cloned().unwrap_or_default(),
        numeric: true,
        ..Field::default()
    });
    let ready = values(draft, lang);
    let answer = ready.as_ref().map(|values| {
        let numbers: Vec<String> = values.iter().map(ToString::to_string).collect();
        with_unit(&numbers.join("/"), draft.kind.parts[0].shown_unit)
    });
    let confirm = ready.as_ref().filter(|_| draft.asked).and_then(|values| unusual(draft.kind, values)).map(
        |(part, value)| {
            let shown = with_unit(&value.to_string(), part.shown_unit);
            t!(lang, "measure-unusual", label = part.label(lang), value = shown)
        },
    );
    let when = match (draft.when.chosen_ms, answer.is_some()) {
        (Some(at), true) if !format::same_day(&model.clock, at, model.clock.wall_ms) => {
            Some(format::moment(lang, &model.clock, at))
        }
        _ => None,
    };
    let save = match answer {
        Some(answer) => {
            let answer = [Some(answer), when].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            t!(lang, "save-answer", answer = answer)
        }
        None => t!(lang, "save"),
    };
    Screen::Measure(MeasureView {
        correcting,
        kinds: kinds.collect(),
        kinds_title: t!(lang, "measure-kinds-title"),
        fields: fields.collect(),
        when: draft.when.row(lang, &model.clock, open.data.last_confirmed.as_deref()),
        error: draft.error.clone(),
        confirm: confirm.unwrap_or_default(),
        save,
        save_detail: if correcting { t!(lang, "save-detail-correct") } else { t!(lang, "save-detail") },
        busy: open.saving.is_some(),
    })
}
