//! The phone is killed without warning, at any moment.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use kangban_app::{Delivery, Tap};
use kangban_journeys::{Doctor, Hospital, Link, Mode, Phone, until};

const PIN: &str = "380412";

/// A phone in a process of its own.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn child(folder: &Path, link: &Link, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_phone"))
        .arg(folder)
        .args([&link.base(), PIN])
        .args(more)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What it has said first.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line.trim().to_owned()
}

#[test]
fn what_was_saved_is_there_after_a_kill_and_arrives_once() {
    let folder = tempfile::tempdir().unwrap();
    let hospital = Hospital::start(&folder.path().join("hospital")).unwrap();
    let link = Link::to(hospital.address()).unwrap();
    let phone_folder = folder.path().join("phone");

    let code = hospital.invitation("李秀英").unwrap();
    let mut first = child(&phone_folder, &link, &["--activate", &code]);
    assert_eq!(first_line(&mut first), "open");
    first.kill().unwrap();
    first.wait().unwrap();

    link.set(Mode::Cut);
    let mut second = child(&phone_folder, &link, &["--pain", "被关掉之前写的"]);
    let said = first_line(&mut second);
    let id = said.strip_prefix("saved ").unwrap_or_else(|| panic!("{said}")).to_owned();
    second.kill().unwrap();
    second.wait().unwrap();

    let phone = Phone::open(&phone_folder, &link.base()).unwrap();
    phone.unlock(PIN).unwrap();
    let entry = phone.entry(&id).unwrap();
    assert_eq!(entry.note, "被关掉之前写的");
    phone.see_delivery(&id, Delivery::Saved).unwrap();
    link.set(Mode::Up);
    phone.tap(Tap::Network(true));
    phone.see_delivery(&id, Delivery::Received).unwrap();

    let doctor = Doctor::sign_in(&hospital.origin(), &hospital.login("dr-wang").unwrap()).unwrap();
    assert_eq!(doctor.search(&format!("Observation/{id}/_history")).unwrap().len(), 1);
    let about = format!("Observation/{id}");
    let alerts = until("the alert", Duration::from_secs(20), || {
        let alerts = doctor.open_alerts("li-xiuying")?;
        let ours = alerts.iter().filter(|task| task["input"].to_string().contains(&about)).count();
        Ok((ours > 0).then_some(ours))
    });
    assert_eq!(alerts.unwrap(), 1);
}

#[test]
fn a_kill_at_any_moment_leaves_a_record_that_opens_with_each_entry_whole_or_absent() {
    let folder = tempfile::tempdir().unwrap();
    let hospital = Hospital::start(&folder.path().join("hospital")).unwrap();
    let link = Link::to(hospital.address()).unwrap();
    let phone_folder = folder.path().join("phone");
    let code = hospital.invitation("李秀英").unwrap();
    let phone = Phone::open(&phone_folder, &link.base()).unwrap();
    phone.activate(&code, PIN).unwrap();
    let record =
        |view: &kangban_app::ViewModel| view.chrome.calls.iter().any(|call| !call.emergency).then_some(());
    phone.see("the record that the hospital has", record).unwrap();
    drop(phone);
    link.set(Mode::Cut);

    for wait_ms in [120, 250, 400, 600, 900, 1_300] {
        let mut killed = child(&phone_folder, &link, &["--pain", "整条或没有"]);
        std::thread::sleep(Duration::from_millis(wait_ms));
        killed.kill().unwrap();
        killed.wait().unwrap();
        let phone = Phone::open(&phone_folder, &link.base()).unwrap();
        phone.unlock(PIN).unwrap();
        let waiting: Vec<String> = phone
            .history()
            .unwrap()
            .into_iter()
            .filter(|row| row.mark.state == Delivery::Saved)
            .map(|row| row.id)
            .collect();
        for id in waiting {
            let entry = phone.entry(&id).unwrap();
            assert_eq!(entry.note, "整条或没有", "killed after {wait_ms} ms");
            assert!(!entry.photo.is_empty(), "killed after {wait_ms} ms: the photo goes with its entry");
        }
    }
}
