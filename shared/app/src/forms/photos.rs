//! Photos as answers: sealed in the vault when they are picked, so that a draft has them after a restart.

use crux_core::Command;
use kangban_forms::input::Input;

use super::{FormsStep, opening::step, sheet::Photo, update::sheet_of};
use crate::{
    diary::{PickedFile, photo_of},
    effects::{
        Cmd, VaultOp, VaultOut,
        vault::{Batch, NewFile, ask},
    },
    model::{Model, Stage},
    record, saving,
};

pub(super) fn picked(model: &mut Model, path: String, file: PickedFile) -> Cmd {
    let Model { ids, look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let Some(form) = open.form.as_deref_mut() else { return Command::done() };
    let task = form.asked.task.clone();
    let Some(sheet) = form.sheet_mut().filter(|sheet| sheet.finishing.is_none()) else {
        return Command::done();
    };
    let photo = match photo_of(file, look.lang) {
        Ok(photo) => photo,
        Err(error) => {
            sheet.photo_errors.insert(path, error);
            return Command::done();
        }
    };
    sheet.photo_errors.remove(&path);
    let size = u64::try_from(photo.bytes.len()).unwrap_or(u64::MAX);
    let kept = Photo { binary: ids.next(), mime: photo.mime.clone(), size };
    let file = NewFile { id: kept.binary.clone(), mime: photo.mime, bytes: photo.bytes };
    // Its record, not for the hospital yet, so that the vault can let both go.
    let record = record::stored(&record::binary(&kept.binary, &open.patient, &kept.mime));
    let batch = Batch { files: vec![file], downloads: vec![record], ..Batch::default() };
    if let Some(sheet) = sheet_of(open, &task) {
        sheet.sealing.insert(path.clone(), kept);
    }
    ask(VaultOp::Write(batch)).then_send(|out| step(FormsStep::FileKept(task, path, out)))
}

/// It is sealed: now it is the answer.
pub(super) fn kept(model: &mut Model, task: &str, path: &str, out: &VaultOut) -> Cmd {
    let Model { clock, look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let Some(sheet) = sheet_of(open, task) else { return Command::done() };
    let Some(photo) = sheet.sealing.remove(path) else { return Command::done() };
    if *out != VaultOut::Done {
        sheet.photo_errors.insert(path.to_owned(), saving::not_saved(look, out));
        return Command::done();
    }
    let file = Input::File {
        mime: photo.mime.clone(),
        name: "photo".to_owned(),
        size: photo.size,
        reference: format!("Binary/{}", photo.binary),
    };
    if !sheet.enter(clock, path, file) {
        return Command::done();
    }
    let before = sheet.photos.insert(path.to_owned(), photo);
    sheet.settle();
    let keep = sheet.keep(task);
    open.data.forms.begin(task);
    keep.and(gone(task, before))
}

pub(super) fn removed(model: &mut Model, path: &str) -> Cmd {
    let Model { clock, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let Some(form) = open.form.as_deref_mut() else { return Command::done() };
    let task = form.asked.task.clone();
    let Some(sheet) = form.sheet_mut().filter(|sheet| sheet.finishing.is_none()) else {
        return Command::done();
    };
    sheet.photo_errors.remove(path);
    sheet.enter(clock, path, Input::Clear);
    let before = sheet.photos.remove(path);
    sheet.settle();
    let keep = sheet.keep(&task);
    keep.and(gone(&task, before))
}

/// Takes a photo out of the vault. The sealed file goes with the record of its id.
fn gone(task: &str, photo: Option<Photo>) -> Cmd {
    let Some(photo) = photo else { return Command::done() };
    let task = task.to_owned();
    let batch = Batch { tombstones: vec![("Binary".to_owned(), photo.binary)], ..Batch::default() };
    ask(VaultOp::Write(batch)).then_send(|out| step(FormsStep::DraftKept(task, out)))
}
