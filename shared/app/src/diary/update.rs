use crux_core::Command;
use kangban_fhir::{Media, Resource};

use super::{
    DiaryEvent, DiaryStep, Section, SymptomDraft,
    draft::{correct, last_site, save},
    trends::{read_trends, trends_came},
};
use crate::{
    advice,
    catalogue::{Measure, PLACES, Symptom},
    effects::{
        Cmd, VaultOp, VaultOut,
        vault::{Answer, Query, ask},
    },
    entry::Entry,
    event::{Event, Step},
    loading::{self, ENTRIES},
    measures::MeasureDraft,
    model::{Model, Open, Paging, Place, Stage},
    saving,
};

fn step(step: DiaryStep) -> Event {
    Step::Diary(step).into()
}

pub(crate) fn update(model: &mut Model, event: DiaryEvent) -> Cmd {
    let elders = model.look.elders;
    let Model { look, clock, stage: Stage::Open(open), .. } = model else { return Command::done() };
    match event {
        DiaryEvent::SectionChosen(id) => return section(open, &id),
        DiaryEvent::ItemPressed(id) => open_item(open, &id),
        DiaryEvent::EntryOpened(id) => return open_entry(open, &id),
        DiaryEvent::OlderPressed => return older(open),
        DiaryEvent::NewerPressed => return newer(open),
        DiaryEvent::SymptomChosen(id) if id == "more" => open.symptom.all_symptoms = true,
        DiaryEvent::SymptomChosen(id) => {
            if let Some(symptom) = Symptom::with_id(&id)
                && open.symptom.corrects.is_none()
            {
                let site = last_site(open, symptom);
                open.symptom.choose(symptom, site);
                open.symptom.second_step = elders;
            }
        }
        DiaryEvent::ScoreChosen(score) => {
            if score <= 10 {
                open.symptom.score = Some(score);
                open.symptom.error.clear();
            }
        }
        DiaryEvent::WhenChanged(text) => {
            open.symptom.when.typed(clock, &text);
            open.symptom.error.clear();
        }
        DiaryEvent::SitePressed => {
            let site = open.symptom.site.as_deref();
            open.diary.back_side = PLACES.iter().any(|(id, back)| Some(*id) == site && *back);
            open.go(Place::BodySite);
        }
        DiaryEvent::SideChosen(side) => open.diary.back_side = side == "back",
        DiaryEvent::SiteChosen(id) => {
            open.symptom.site =
                PLACES.iter().find(|(place, _)| *place == id).map(|(place, _)| (*place).to_owned());
            open.symptom.site_as_before = false;
            open.places.retain(|place| *place != Place::BodySite);
        }
        DiaryEvent::NotePressed => open.symptom.note_open = !open.symptom.note_open,
        DiaryEvent::NoteTyped(note) => {
            open.symptom.note = note;
            open.symptom.error.clear();
        }
        DiaryEvent::PhotoChosen(file) => open.symptom.pick(file, look.lang),
        DiaryEvent::PhotoRemoved => {
            open.symptom.photo = None;
            open.symptom.photo_error.clear();
        }
        DiaryEvent::StepPressed => next_step(open, look.lang),
        DiaryEvent::SavePressed if elders && !open.symptom.second_step => next_step(open, look.lang),
        DiaryEvent::SavePressed => return save(model),
        DiaryEvent::CorrectPressed(id) => correct(open, &id),
        DiaryEvent::WithdrawPressed(id) => open.diary.withdrawing = Some(id),
        DiaryEvent::WithdrawConfirmed(id) => return saving::withdraw(open, &id),
        DiaryEvent::WithdrawCancelled => open.diary.withdrawing = None,
        DiaryEvent::PhotoWanted(media) => {
            let query = Query::Get { resource_type: "Media".to_owned(), id: media.clone() };
            return ask(VaultOp::Read(vec![query])).then_send(|out| step(DiaryStep::Media(media, out)));
        }
        DiaryEvent::AdvicePressed(id) => {
            if !open.advice(&id).is_empty() {
                open.go(Place::Advice(id));
            }
        }
        DiaryEvent::AdviceMorePressed => open.diary.advice_more = true,
    }
    Command::done()
}

/// Opens what can be recorded, by its id; keeps a draft that has something in it.
pub(crate) fn open_item(open: &mut Open, id: &str) {
    if let Some(symptom) = Symptom::with_id(id) {
        if open.symptom.corrects.is_some() || !open.symptom.has_content() {
            open.symptom = SymptomDraft::default();
        }
        let site = last_site(open, symptom);
        open.symptom.choose(symptom, site);
        open.symptom.second_step = true;
        open.go(Place::LogSymptom);
    } else if let Some(measure) = Measure::with_id(id) {
        if open.measure.kind != measure || open.measure.corrects.is_some() {
            open.measure = MeasureDraft::of(measure);
        }
        open.go(Place::Measure);
    } else if id == "unwell" {
        if open.symptom.corrects.is_some() || !open.symptom.has_content() {
            open.symptom = SymptomDraft::default();
        }
        open.go(Place::LogSymptom);
    }
}

fn next_step(open: &mut Open, lang: crate::text::Lang) {
    if open.symptom.symptom.is_some() {
        open.symptom.second_step = true;
    } else {
        open.symptom.error = crate::text::t!(lang, "log-symptom-missing");
    }
}

fn section(open: &mut Open, id: &str) -> Cmd {
    let Some(section) = Section::with_id(id) else { return Command::done() };
    open.diary.section = section;
    open.diary.older = Paging::default();
    if section == Section::Trends { read_trends() } else { Command::done() }
}

fn open_entry(open: &mut Open, id: &str) -> Cmd {
    if open.entry(id).is_some() {
        open.diary.photo = None;
        open.diary.withdrawing = None;
        open.go(Place::Entry(id.to_owned()));
    }
    read_entry(id)
}

/// Reads an entry and the advice that was given with it: either may be older than the window.
pub(crate) fn read_entry(id: &str) -> Cmd {
    let queries = vec![
        Query::Get { resource_type: "Observation".to_owned(), id: id.to_owned() },
        Query::Document { kind: advice::KIND.to_owned(), id: id.to_owned() },
    ];
    let id = id.to_owned();
    ask(VaultOp::Read(queries)).then_send(|out| step(DiaryStep::Opened(id, out)))
}

fn older(open: &mut Open) -> Cmd {
    let shown = if open.diary.older.is_behind() { &open.diary.older.rows } else { &open.data.entries };
    let more = if open.diary.older.is_behind() { open.diary.older.more } else { open.data.more_entries };
    let Some(last) = shown.last().filter(|_| more) else { return Command::done() };
    let before = (last.at_ms, last.id.clone());
    open.diary.older.cursors.push(before.clone());
    read_page(before)
}

fn newer(open: &mut Open) -> Cmd {
    open.diary.older.cursors.pop();
    if let Some(before) = open.diary.older.cursors.last().cloned() {
        read_page(before)
    } else {
        open.diary.older = Paging::default();
        Command::done()
    }
}

fn read_page(before: (i64, String)) -> Cmd {
    ask(loading::page("Observation", before, ENTRIES)).then_send(|out| step(DiaryStep::Page(out)))
}

pub(crate) fn came(model: &mut Model, came: DiaryStep) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    match came {
        DiaryStep::Page(out) => match loading::read_page(out, ENTRIES) {
            Some((rows, more)) => {
                open.diary.older.rows = loading::entries(rows);
                open.diary.older.more = more;
            }
            None => open.diary.older = Paging::default(),
        },
        DiaryStep::Trends(out) => trends_came(open, out),
        DiaryStep::Opened(id, VaultOut::Answers(answers)) => opened(open, &id, answers),
        DiaryStep::Media(media, VaultOut::Answers(answers)) => {
            return photo_of(media, answers);
        }
        DiaryStep::Photo(media, VaultOut::Answers(answers)) => {
            if let Some(Answer::File(Some((mime, bytes)))) = answers.into_iter().next() {
                open.diary.photo = Some((media, mime, bytes));
            }
        }
        DiaryStep::Opened(..) | DiaryStep::Media(..) | DiaryStep::Photo(..) => {}
    }
    Command::done()
}

fn opened(open: &mut Open, id: &str, answers: Vec<Answer>) {
    let mut answers = answers.into_iter();
    // One that was known is in front already, or was left since.
    let known = open.entry(id).is_some();
    if let Some(entry) = loading::records(answers.next()).into_iter().next().and_then(Entry::read) {
        open.diary.opened = Some(entry);
        let is_it =
            |place: Option<&Place>| matches!(place, Some(Place::Entry(it) | Place::Advice(it)) if it == id);
        if !known && !is_it(open.place()) {
            open.go(Place::Entry(id.to_owned()));
        }
    }
    if let Some(json) = loading::text(answers.next()) {
        open.diary.advice.insert(id.to_owned(), advice::read(&json));
    }
}

/// Asks for the file that a Media names.
fn photo_of(media: String, answers: Vec<Answer>) -> Cmd {
    let stored = loading::records(answers.into_iter().next()).into_iter().next();
    let read = stored.and_then(|stored| Media::try_from(Resource::parse(&stored.record.json).ok()?).ok());
    let url = read.and_then(|media| media.content().ok().flatten()?.url);
    let Some(binary) = url.as_deref().and_then(|url| url.rsplit('/').next()).map(str::to_owned) else {
        return Command::done();
    };
    ask(VaultOp::Read(vec![Query::File(binary)])).then_send(|out| step(DiaryStep::Photo(media, out)))
}
