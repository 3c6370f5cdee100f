use crux_core::Command;

use super::{
    TodayEvent,
    view::{FORM, MESSAGES, MORE, SYNC},
};
use crate::{
    diary::{self, Section},
    effects::Cmd,
    forms, messages,
    model::{Model, Paging, Place, Stage},
    view::Tab,
};

pub(crate) fn update(model: &mut Model, event: TodayEvent) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    match event {
        TodayEvent::QuickPressed(id) | TodayEvent::NextPressed(id) => match id.as_str() {
            MORE => {
                open.tab = Tab::Diary;
                open.diary.section = Section::Record;
                open.diary.older = Paging::default();
            }
            MESSAGES => {
                open.tab = Tab::Messages;
                return messages::mark_read(open);
            }
            SYNC => open.go(Place::Sync),
            item if item.starts_with(FORM) => {
                return forms::open(model, &item[FORM.len()..]);
            }
            item => diary::open_item(open, item),
        },
        TodayEvent::EntryOpened(id) => {
            return diary::update(model, crate::DiaryEvent::EntryOpened(id));
        }
        TodayEvent::SyncPressed => open.go(Place::Sync),
        // The shell dials; there is nothing to write down of a call in this version.
        TodayEvent::CallPressed => {}
    }
    Command::done()
}
