//! Opening 50,000 records on a native device, to the first view.

use std::time::Instant;

use kangban_app::{LockEvent, Screen, Tap};
use kangban_journeys::{Outcome, Phone};
use kangban_vault::{WrappingKey, ready};

use crate::{
    data,
    house::{House, PIN, account, fill},
    table::{Bar, Better, Row},
};

/// How many records the bars are about.
pub(crate) const RECORDS: u32 = 50_000;
const ROUNDS: usize = 7;

pub(crate) fn run() -> Outcome<Vec<Row>> {
    let house = House::open()?;
    house.activate()?;
    fill(&mut house.vault()?, 1, RECORDS, false)?;
    let mut stretches = stretch(&house)?;
    let stretch = data::percentile(&mut stretches, 50);
    let mut opens = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let phone = Phone::open(&house.phone_folder(), &house.link.base())?;
        phone.see("the lock screen", |view| match &view.screen {
            Screen::Lock(lock) => lock.pad.ready.then_some(()),
            _ => None,
        })?;
        for digit in PIN.bytes() {
            phone.tap(Tap::Lock(LockEvent::Digit(digit - b'0')));
        }
        phone.see("Today", |view| matches!(view.screen, Screen::Today(_)).then_some(()))?;
        opens.push(data::ms(began.elapsed()) - stretch);
    }
    Ok(vec![
        Row {
            name: "open 50,000 records to the first view, native, without PIN stretching, p50",
            ours: data::percentile(&mut opens, 50),
            unit: "ms",
            better: Better::Lower,
            against: None,
            bar: Bar::Figure(100.0),
        },
        Row {
            name: "PIN stretching (Argon2id, 32 MiB, 2 passes), native, p50",
            ours: stretch,
            unit: "ms",
            better: Better::Lower,
            against: None,
            bar: Bar::None,
        },
    ])
}

/// What the PIN's deliberate slowness costs: opening with it, less opening with the device's key.
fn stretch(house: &House) -> Outcome<Vec<f64>> {
    let mut vaults = house.vaults()?;
    let account = account(&vaults)?;
    let key = || WrappingKey::new([7; 32]);
    vaults.add_device_key(&account, PIN, &key(), data::now_ms())?;
    let mut stretches = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        ready(vaults.unlock_with_device(&account, &key(), data::now_ms()))?.lock();
        let by_key = began.elapsed();
        let began = Instant::now();
        ready(vaults.unlock(&account, PIN, data::now_ms()))?.lock();
        stretches.push(data::ms(began.elapsed().saturating_sub(by_key)));
    }
    vaults.remove_device_key(&account)?;
    Ok(stretches)
}
