//! How much the hospital takes and gives: entries written in transactions, and reads.

use std::time::{Duration, Instant};

use futures::future;
use kangban_journeys::Outcome;
use reqwest::Client;

use crate::{
    data::{self, PATIENT},
    house::House,
    table::{Bar, Better, Row},
};

const LASTS: Duration = Duration::from_secs(5);
const WRITERS: u16 = 8;
const READERS: u32 = 16;
const ENTRIES: u32 = 100;

pub(crate) fn run() -> Outcome<Vec<Row>> {
    let house = House::open()?;
    let doctor = house.doctor()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let base = format!("{}/fhir", house.hospital.origin());
    let (written, read) = runtime.block_on(async {
        let http = Client::new();
        let written = writes(&http, &base, doctor.token()).await?;
        let read = reads(&http, &base, doctor.token()).await?;
        Outcome::Ok((written, read))
    })?;
    let row =
        |name, ours, unit| Row { name, ours, unit, better: Better::Higher, against: None, bar: Bar::None };
    Ok(vec![
        row("hospital: entries written in transactions of 100, 8 writers", written, "entries/s"),
        row("hospital: reads of one Observation, 16 readers", read, "reads/s"),
    ])
}

/// Entries a second, each acknowledged after it is on disk.
async fn writes(http: &Client, base: &str, token: &str) -> Outcome<f64> {
    let began = Instant::now();
    let writers = (0..WRITERS).map(|writer| async move {
        let mut count = 0;
        while began.elapsed() < LASTS {
            let entries: Vec<_> =
                (count..count + ENTRIES).map(|nth| data::temperature(16 + writer, nth, PATIENT)).collect();
            let body = data::bundle("transaction", &entries).to_string();
            let request = http.post(base).bearer_auth(token).header("content-type", "application/fhir+json");
            request.body(body).send().await?.error_for_status()?.bytes().await?;
            count += ENTRIES;
        }
        Outcome::Ok(count)
    });
    let counts = future::try_join_all(writers).await?;
    Ok(f64::from(counts.iter().sum::<u32>()) / began.elapsed().as_secs_f64())
}

/// Reads a second of Observations that were just written.
async fn reads(http: &Client, base: &str, token: &str) -> Outcome<f64> {
    let began = Instant::now();
    let readers = (0..READERS).map(|reader| async move {
        let mut count = 0;
        while began.elapsed() < LASTS {
            let id = data::id(16, (reader * 7 + count) % ENTRIES);
            let request = http.get(format!("{base}/Observation/{id}")).bearer_auth(token);
            request.send().await?.error_for_status()?.bytes().await?;
            count += 1;
        }
        Outcome::Ok(count)
    });
    let counts = future::try_join_all(readers).await?;
    Ok(f64::from(counts.iter().sum::<u32>()) / began.elapsed().as_secs_f64())
}
