//! A phone in a process of its own, so that a test can kill it without warning.
//!
//! `phone FOLDER BASE PIN [--activate CODE] [--pain NOTE]`: opens the app, activates it if told to, logs pain if told
//! to, prints `saved ID` (or `open`), and stays until it is killed.
#![forbid(unsafe_code)]

use std::{path::Path, process::ExitCode, time::Duration};

use kangban_app::{Delivery, Tap};
use kangban_journeys::{Outcome, Pain, Phone, Trouble, story::PHOTO};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            println!("trouble: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Outcome {
    let [folder, base, pin, rest @ ..] = words else {
        return Err(Trouble::new("usage: phone FOLDER BASE PIN [--activate CODE] [--pain NOTE]"));
    };
    let option = |name: &str| rest.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1].as_str());
    let phone = Phone::open(Path::new(folder), base)?;
    match option("--activate") {
        Some(code) => {
            phone.activate(code, pin)?;
            phone.see("the record that the hospital has", |view| {
                view.chrome.calls.iter().any(|call| !call.emergency).then_some(())
            })?;
        }
        None => phone.unlock(pin)?,
    }
    if let Some(note) = option("--pain") {
        phone.tap(Tap::Network(false));
        let felt = Pain { score: 8, site: true, note, photo: Some(("image/png", PHOTO)) };
        let (id, _) = phone.log_pain(&felt)?;
        phone.see_delivery(&id, Delivery::Saved)?;
        println!("saved {id}");
    } else {
        println!("open");
    }
    loop {
        std::thread::sleep(Duration::from_hours(1));
    }
}
