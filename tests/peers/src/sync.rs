//! 10,000 Observations up and down, beside raw HTTP and JSON of the same bytes.

use std::time::{Duration, Instant};

use kangban_app::{Screen, SyncState, Tab, Tap, TodayEvent};
use kangban_journeys::{Mode, Outcome, Phone, Trouble};
use serde_json::Value;

use crate::{
    data::{self, PATIENT},
    house::{House, PIN, fill},
    raw,
    table::{Bar, Better, Row},
};

const RECORDS: u32 = 10_000;
/// As many as the app sends and asks for at once.
const UP: usize = 50;
const DOWN: usize = 200;
const LAST: &str = "这是最后一条。";
const PATIENCE: Duration = Duration::from_mins(10);

pub(crate) fn run() -> Outcome<Vec<Row>> {
    let house = House::open()?;
    house.activate()?;
    fill(&mut house.vault()?, 2, RECORDS, true)?;
    let up = upload(&house)?;
    let down = download(&house)?;
    let observations: Vec<Value> = (0..RECORDS).map(|nth| data::temperature(2, nth, PATIENT)).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (raw_up, raw_down) = runtime.block_on(carry(&observations))?;
    let row = |name, ours: Duration, theirs: Duration| Row {
        name,
        ours: ours.as_secs_f64(),
        unit: "s",
        better: Better::Lower,
        against: Some(("raw HTTP and JSON of the same bytes", theirs.as_secs_f64())),
        bar: Bar::Ratio(2.0),
    };
    Ok(vec![
        row("upload 10,000 Observations, until each is confirmed and settled", up, raw_up),
        row("download 10,000 Observations into the vault", down, raw_down),
    ])
}

fn upload(house: &House) -> Outcome<Duration> {
    let mut phone = Phone::open(&house.phone_folder(), &house.link.base())?;
    phone.be_patient_for(PATIENCE);
    phone.unlock(PIN)?;
    phone.tap(Tap::Network(false));
    phone.tap(Tap::Today(TodayEvent::SyncPressed));
    let state = |view: &kangban_app::ViewModel| match &view.screen {
        Screen::Sync(sync) => Some(sync.line.state),
        _ => None,
    };
    phone.see("what waits", |view| (state(view)? == SyncState::Waiting).then_some(()))?;
    house.link.set(Mode::Up);
    let began = Instant::now();
    phone.tap(Tap::Network(true));
    let end = phone.see("all to be confirmed", |view| {
        state(view).filter(|state| matches!(state, SyncState::Received | SyncState::Attention))
    })?;
    let took = began.elapsed();
    if end == SyncState::Attention {
        return Err(Trouble::new("the hospital refused some of them"));
    }
    Ok(took)
}

/// A second phone of the same patient gets everything; the last in the feed is a message, which shows.
fn download(house: &House) -> Outcome<Duration> {
    let doctor = house.doctor()?;
    doctor.reply(PATIENT, &format!("Patient/{PATIENT}"), LAST, &data::instant(data::now_ms()))?;
    let invited = doctor.operation(&format!("Patient/{PATIENT}/$invite"), &[])?;
    let code = invited["parameter"]
        .as_array()
        .into_iter()
        .flatten()
        .find_map(|one| (one["name"] == "code").then(|| one["valueString"].as_str())?)
        .ok_or_else(|| Trouble::new("there is no code in the invitation"))?
        .to_owned();
    let folder = tempfile::tempdir()?;
    let mut phone = Phone::open(folder.path(), &house.link.base())?;
    phone.be_patient_for(PATIENCE);
    phone.activate(&code, PIN)?;
    let began = Instant::now();
    phone.tap(Tap::TabChosen(Tab::Messages));
    phone.see("the last message", |view| match &view.screen {
        Screen::Messages(messages) => messages.bubbles.iter().any(|bubble| bubble.text == LAST).then_some(()),
        _ => None,
    })?;
    Ok(began.elapsed())
}

/// The least that carrying them can cost: the same batches posted to, and pages fetched from, a server that only
/// parses and keeps.
async fn carry(observations: &[Value]) -> Outcome<(Duration, Duration)> {
    let pages =
        observations.chunks(DOWN).map(|page| data::bundle("history", page).to_string()).collect::<Vec<_>>();
    let count = pages.len();
    let origin = format!("http://{}", raw::server(pages).await?);
    let http = reqwest::Client::new();
    let began = Instant::now();
    for batch in observations.chunks(UP) {
        let body = data::bundle("batch", batch).to_string();
        http.post(format!("{origin}/up")).body(body).send().await?.error_for_status()?.bytes().await?;
    }
    let up = began.elapsed();
    let began = Instant::now();
    for page in 0..count {
        let text = http.get(format!("{origin}/page/{page}")).send().await?.error_for_status()?.text().await?;
        let parsed: Value = serde_json::from_str(&text)?;
        if parsed["entry"].as_array().is_none_or(Vec::is_empty) {
            return Err(Trouble::new("a page is empty"));
        }
    }
    Ok((up, began.elapsed()))
}
