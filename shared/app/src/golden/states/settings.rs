//! Settings.

use super::{Book, with_skills};
use crate::{Screen, SettingsEvent, SwitchRow, Tab, Tap, support::Phone};

pub(super) fn states(book: &mut Book) {
    let mut phone = book.phone();
    to(&mut phone);
    book.keep("standard", &phone);
    phone.tap(Tap::Settings(SettingsEvent::ThemeChosen("dark".to_owned())));
    book.keep("dark", &phone);
    phone.cut_the_network();
    phone.log("cough", 4);
    to(&mut phone);
    book.keep("dark, offline", &phone);
    let mut phone = book.phone().for_elders();
    to(&mut phone);
    book.keep("elders' mode", &phone);
    let mut phone = with_skills(book.phone());
    to(&mut phone);
    book.keep("on a phone that is covered", &phone);
    let mut view = phone.view();
    if let Screen::Settings(settings) = &mut view.screen {
        book.says("这台手机", "This phone").clone_into(&mut settings.device_title);
        settings.switches = switches(book);
    }
    book.add_made("switches, two with a problem", view);
}

fn to(phone: &mut Phone) {
    phone.tap(Tap::TabChosen(Tab::Me));
}

fn switches(book: &Book) -> Vec<SwitchRow> {
    let row = |id: &str, icon: &str, label: [&str; 2], detail: [&str; 2], on: bool| SwitchRow {
        id: id.to_owned(),
        label: book.says(label[0], label[1]).to_owned(),
        detail: book.says(detail[0], detail[1]).to_owned(),
        icon: icon.to_owned(),
        on,
        ..SwitchRow::default()
    };
    let problem = |row: SwitchRow, problem: [&str; 2]| SwitchRow {
        problem: book.says(problem[0], problem[1]).to_owned(),
        fix: book.says("去系统设置", "Open the system's settings").to_owned(),
        ..row
    };
    let quick = ["用指纹或面容打开", "Open with your finger or face"];
    let notices = ["提醒", "Reminders"];
    let health = ["读取其他设备的测量", "Read what other devices measure"];
    let cover = ["允许截屏", "Allow screenshots"];
    vec![
        row("quick", "lock", quick, ["密码一直可以用", "The PIN always works"], true),
        problem(
            row("notices", "clock", notices, ["到时间提醒您", "At the time that was agreed"], true),
            ["系统不让显示提醒，所以不会响", "The system does not let reminders through, so none will come"],
        ),
        problem(
            row("health", "heart", health, ["血压计、体温计", "Blood pressure, temperature"], false),
            ["还没有允许读取", "Reading is not allowed yet"],
        ),
        row("screenshots", "camera", cover, ["", ""], false),
    ]
}
