//! What is drawn while a symptom is recorded.

use super::draft::{LARGEST_PHOTO, LONGEST_EDGE, answer};
use crate::{
    catalogue::{self, BANDS, PLACES, SYMPTOMS, Symptom},
    model::{Model, Open},
    text::{Lang, t},
    view::{Band, BodySiteView, ChoiceRow, DetailRow, Field, LogSymptomView, PhotoRow, Scale, Screen},
};

/// How many symptoms are in front in elders' mode; the others are behind "other".
const FIRST_FEW: usize = 5;

pub(crate) fn log_symptom(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let draft = &open.symptom;
    let correcting = draft.corrects.is_some();
    let step = match (model.look.elders && !correcting, draft.second_step) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    };
    let answer = answer(draft, lang, model.clock.wall_ms, &model.clock);
    let save = match answer {
        _ if step == 1 => t!(lang, "log-next"),
        Some(answer) => t!(lang, "save-answer", answer = answer),
        None => t!(lang, "save"),
    };
    let hospital = open.data.last_confirmed.as_deref();
    Screen::LogSymptom(LogSymptomView {
        correcting,
        step,
        symptoms_title: t!(lang, "log-symptoms-title"),
        symptoms: symptoms(lang, draft.symptom, model.look.elders && !draft.all_symptoms, correcting),
        scale: scale(lang, draft.symptom, draft.score),
        when: draft.when.row(lang, &model.clock, hospital),
        site: site_row(lang, draft.site.as_deref(), draft.site_as_before),
        photo: PhotoRow {
            row: DetailRow {
                icon: "camera".to_owned(),
                label: t!(lang, "photo-label"),
                value: if draft.photo.is_some() {
                    t!(lang, "photo-chosen")
                } else {
                    t!(lang, "photo-optional")
                },
            },
            max_bytes: u32::try_from(LARGEST_PHOTO).unwrap_or(u32::MAX),
            max_edge: LONGEST_EDGE,
            chosen: draft.photo.is_some(),
            remove: t!(lang, "photo-remove"),
            error: draft.photo_error.clone(),
        },
        note: Field {
            id: "note".to_owned(),
            label: t!(lang, "note-label"),
            value: draft.note.clone(),
            help: t!(lang, "note-help"),
            error: super::draft::too_long(lang, draft.note.trim()).unwrap_or_default(),
            multiline: true,
            ..Field::default()
        },
        note_open: draft.note_open,
        note_row: DetailRow {
            icon: "note".to_owned(),
            label: t!(lang, "note-label"),
            value: if draft.note.trim().is_empty() {
                t!(lang, "note-optional")
            } else {
                t!(lang, "note-written")
            },
        },
        error: draft.error.clone(),
        save,
        save_detail: if correcting { t!(lang, "save-detail-correct") } else { t!(lang, "save-detail") },
        busy: open.saving.is_some(),
    })
}

/// The symptoms to choose from. While correcting, what it was about stays.
fn symptoms(lang: Lang, chosen: Option<&Symptom>, few: bool, correcting: bool) -> Vec<ChoiceRow> {
    let row = |symptom: &Symptom| ChoiceRow {
        id: symptom.id.to_owned(),
        label: symptom.label(lang),
        icon: symptom.icon.to_owned(),
        chosen: chosen == Some(symptom),
        ..ChoiceRow::default()
    };
    if correcting {
        return chosen.map(row).into_iter().collect();
    }
    if !few {
        return SYMPTOMS.iter().map(row).collect();
    }
    let more = ChoiceRow {
        id: "more".to_owned(),
        label: t!(lang, "symptom-more"),
        icon: "more".to_owned(),
        ..ChoiceRow::default()
    };
    SYMPTOMS.iter().take(FIRST_FEW).map(row).chain([more]).collect()
}

pub(crate) fn scale(lang: Lang, symptom: Option<&Symptom>, value: Option<u8>) -> Scale {
    // Before a symptom is chosen the words that fit any are shown.
    let symptom = symptom.unwrap_or(&SYMPTOMS[SYMPTOMS.len() - 1]);
    let bands = BANDS.map(|(icon, from, to)| {
        let (word, detail) = catalogue::band(lang, symptom, from);
        Band { icon: icon.to_owned(), word, detail, from, to }
    });
    let spoken = |score: u8| {
        let word = catalogue::band(lang, symptom, score).0;
        t!(lang, "scale-a11y", score = score.to_string(), word = word)
    };
    let question = match symptom.id {
        "pain" => t!(lang, "scale-question-pain"),
        "sleep" => t!(lang, "scale-question-sleep"),
        _ => t!(lang, "scale-question"),
    };
    Scale { question, value, bands: bands.to_vec(), a11y: (0..=10).map(spoken).collect() }
}

fn site_row(lang: Lang, site: Option<&str>, as_before: bool) -> DetailRow {
    let value = match site {
        Some(id) if as_before => t!(lang, "site-as-before", place = catalogue::place(lang, id)),
        Some(id) => catalogue::place(lang, id),
        None => t!(lang, "site-optional"),
    };
    DetailRow { icon: "body".to_owned(), label: t!(lang, "site-label"), value }
}

pub(crate) fn body_site(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let back = open.diary.back_side;
    let side = |id: &str, label: String, chosen: bool| ChoiceRow {
        id: id.to_owned(),
        label,
        chosen,
        ..ChoiceRow::default()
    };
    let places = PLACES.iter().filter(|(_, on_back)| *on_back == back).map(|(id, _)| ChoiceRow {
        id: (*id).to_owned(),
        label: catalogue::place(lang, id),
        chosen: open.symptom.site.as_deref() == Some(*id),
        ..ChoiceRow::default()
    });
    Screen::BodySite(BodySiteView {
        sides: vec![side("front", t!(lang, "side-front"), !back), side("back", t!(lang, "side-back"), back)],
        places: places.collect(),
        none: t!(lang, "site-none"),
    })
}
