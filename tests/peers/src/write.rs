//! A durable diary write beside one raw SQLCipher commit of the same bytes.

use std::time::Instant;

use kangban_journeys::Outcome;
use kangban_vault::{Batch, Storage, Vaults, ready};

use crate::{
    data::{self, PATIENT},
    house::PIN,
    raw,
    table::{Bar, Better, Row},
};

const ROUNDS: u32 = 400;

pub(crate) fn run() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let mut vaults = ready(Vaults::open(&Storage::at(folder.path().join("vault"))))?;
    let mut vault = ready(vaults.create(PATIENT, PIN, "", &Batch::default()))?;
    let plain = raw::sqlcipher(&folder.path().join("plain.db"))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // In turn, so that the disk's moods strike both alike.
    for nth in 0..ROUNDS {
        let record = data::record(&data::temperature(1, nth, PATIENT), nth);
        let json = record.json.clone();
        let batch = Batch { entries: vec![record], ..Batch::default() };
        let began = Instant::now();
        ready(vault.write(&batch))?;
        ours.push(data::ms(began.elapsed()));
        let began = Instant::now();
        plain.execute("insert into document(json) values (?1)", [&json])?;
        theirs.push(data::ms(began.elapsed()));
    }
    Ok(vec![Row {
        name: "durable diary write, p50",
        ours: data::percentile(&mut ours, 50),
        unit: "ms",
        better: Better::Lower,
        against: Some(("one SQLCipher commit of the same bytes", data::percentile(&mut theirs, 50))),
        bar: Bar::Ratio(1.5),
    }])
}
