//! A symptom that is being recorded: what can be typed, and how it becomes an entry.

use crux_core::Command;

use super::{Photo, PickedFile, SymptomDraft};
use crate::{
    catalogue::{self, Symptom},
    effects::{Cmd, vault::NewFile},
    entry::Kind,
    event::Clock,
    format,
    measures::MeasureDraft,
    model::{Look, Model, Open, Place, Stage},
    record, saving,
    text::{Lang, t},
    when::When,
};

/// The longest note, in characters. A longer one is not cut: the patient is asked to shorten it.
pub(crate) const LONGEST_NOTE: usize = 20_000;
/// The largest photo that is taken from the shell, in bytes.
pub(crate) const LARGEST_PHOTO: usize = 2 * 1024 * 1024;
/// The longest edge that a photo needs for a wound to be judged, in pixels.
pub(crate) const LONGEST_EDGE: u32 = 1_600;
const PICTURES: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];

/// What is too long, in words; none when it is not.
pub(crate) fn too_long(lang: Lang, text: &str) -> Option<String> {
    let count = text.chars().count();
    (count > LONGEST_NOTE)
        .then(|| t!(lang, "text-too-long", count = count.to_string(), limit = LONGEST_NOTE.to_string()))
}

impl SymptomDraft {
    /// Chooses a symptom, with the place it had last time.
    pub(super) fn choose(&mut self, symptom: &'static Symptom, last_site: Option<String>) {
        if self.symptom == Some(symptom) {
            return;
        }
        self.symptom = Some(symptom);
        if self.site.is_none() || self.site_as_before {
            self.site_as_before = last_site.is_some();
            self.site = last_site;
        }
        self.error.clear();
    }

    /// Takes a photo, or says why not.
    pub(super) fn pick(&mut self, file: PickedFile, lang: Lang) {
        self.photo_error = match photo_of(file, lang) {
            Ok(photo) => {
                self.photo = Some(photo);
                String::new()
            }
            Err(error) => error,
        };
    }
}

/// A picked file as a photo, or why it is none.
pub(crate) fn photo_of(file: PickedFile, lang: Lang) -> Result<Photo, String> {
    let megabytes = |bytes: usize| (bytes.div_ceil(1024 * 1024)).to_string();
    let original = usize::try_from(file.original_bytes).unwrap_or(usize::MAX);
    let limit = megabytes(LARGEST_PHOTO);
    if file.bytes.len() > LARGEST_PHOTO || (file.bytes.is_empty() && original > LARGEST_PHOTO) {
        Err(t!(lang, "photo-too-large", size = megabytes(original.max(file.bytes.len())), limit = limit))
    } else if file.bytes.is_empty() || !PICTURES.contains(&file.mime.as_str()) {
        Err(t!(lang, "photo-unreadable"))
    } else {
        Ok(Photo { mime: file.mime, bytes: file.bytes })
    }
}

/// Saves what was entered, or says what is missing.
pub(super) fn save(model: &mut Model) -> Cmd {
    let Model { clock, ids, look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    if open.saving.is_some() {
        return Command::done();
    }
    let draft = &mut open.symptom;
    let checked = check(draft, look, clock);
    let (symptom, score, at_ms) = match checked {
        Ok(checked) => checked,
        Err(error) => {
            draft.error = error;
            return Command::done();
        }
    };
    draft.error.clear();
    let head = record::Head { id: ids.next(), patient: &open.patient, at: format::fhir_moment(clock, at_ms) };
    let note = draft.note.trim();
    let site = draft.site.as_deref();
    if let Some(original) = &draft.corrects {
        let observation = record::corrected_symptom(original, &head, symptom, score, site, note);
        return saving::begin(open, clock, observation, Vec::new(), Vec::new(), true);
    }
    let (mut companions, mut files, mut media) = (Vec::new(), Vec::new(), None);
    if let Some(photo) = draft.photo.take() {
        let (media_id, binary_id) = (ids.next(), ids.next());
        companions.push(record::binary(&binary_id, &open.patient, &photo.mime));
        companions.push(record::media(&media_id, &head, &binary_id, &photo.mime, photo.bytes.len()));
        files.push(NewFile { id: binary_id, mime: photo.mime, bytes: photo.bytes });
        media = Some(media_id);
    }
    let observation = record::symptom(&head, symptom, score, site, note, media.as_deref());
    saving::begin(open, clock, observation, companions, files, false)
}

fn check(draft: &SymptomDraft, look: &Look, clock: &Clock) -> Result<(&'static Symptom, u8, i64), String> {
    let lang = look.lang;
    let symptom = draft.symptom.ok_or_else(|| t!(lang, "log-symptom-missing"))?;
    let score = draft.score.ok_or_else(|| t!(lang, "log-score-missing"))?;
    let at_ms = draft.when.at(lang, clock)?;
    match too_long(lang, draft.note.trim()) {
        Some(error) => Err(error),
        None => Ok((symptom, score, at_ms)),
    }
}

/// Opens an entry for correction: with everything that was entered.
pub(crate) fn correct(open: &mut Open, id: &str) {
    let Some(entry) = open.entry(id) else { return };
    let observation = entry.observation.clone();
    let when = When { chosen_ms: Some(entry.at_ms), unreadable: None };
    match entry.kind {
        Kind::Symptom(symptom) => {
            let note = entry.note().unwrap_or_default();
            open.symptom = SymptomDraft {
                symptom: Some(symptom),
                score: entry.score(),
                when,
                site: entry.site_id(),
                note_open: !note.is_empty(),
                note,
                second_step: true,
                corrects: Some(observation),
                ..SymptomDraft::default()
            };
            open.go(Place::LogSymptom);
        }
        Kind::Measure(measure) => {
            let values = entry.numbers(measure);
            let typed = measure.parts.iter().map(|part| part.id.to_owned()).zip(values).collect();
            let draft = MeasureDraft::of(measure);
            open.measure = MeasureDraft { typed, when, corrects: Some(observation), ..draft };
            open.go(Place::Measure);
        }
        Kind::Other => {}
    }
}

/// The place that a symptom had last time.
pub(super) fn last_site(open: &Open, symptom: &Symptom) -> Option<String> {
    let same = |kind: Kind| matches!(kind, Kind::Symptom(one) if one == symptom);
    let site = open.data.entries.iter().find(|entry| same(entry.kind))?.site_id()?;
    catalogue::PLACES.iter().any(|(id, _)| *id == site).then_some(site)
}

/// What the save button answers with, as in "8 · severe".
pub(super) fn answer(draft: &SymptomDraft, lang: Lang, now_ms: i64, clock: &Clock) -> Option<String> {
    let words = crate::entry::score_in_words(lang, draft.symptom?, draft.score?);
    let day = |ms: i64| format::same_day(clock, ms, now_ms);
    Some(match draft.when.chosen_ms {
        Some(at) if !day(at) => format!("{words} · {}", format::moment(lang, clock, at)),
        _ => words,
    })
}
