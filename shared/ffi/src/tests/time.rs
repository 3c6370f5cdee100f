use std::time::{Duration, Instant};

use crux_time::{TimeRequest, TimeResponse, TimerId};

use crate::time::{Timers, serve};

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(future)
}

fn after(id: usize, ms: u64) -> TimeRequest {
    TimeRequest::NotifyAfter { id: TimerId(id), duration: crux_time::Duration::from_millis(ms) }
}

#[test]
fn a_timer_rings_when_its_time_has_come_and_is_forgotten() {
    let timers = Timers::default();
    let started = Instant::now();
    let rang = run(serve(&timers, &after(7, 30)));
    assert_eq!(rang, Some(TimeResponse::DurationElapsed { id: TimerId(7) }));
    assert!(started.elapsed() >= Duration::from_millis(30));
    assert!(timers.lock().unwrap().is_empty());
}

#[test]
fn a_cleared_timer_does_not_ring_and_the_others_do() {
    let timers = Timers::default();
    let (one, two) = (after(1, 60_000), after(2, 20));
    let clear = async {
        tokio::time::sleep(Duration::from_millis(5)).await;
        serve(&timers, &TimeRequest::Clear { id: TimerId(1) }).await
    };
    let ended = run(async { tokio::join!(serve(&timers, &one), serve(&timers, &two), clear) });
    let rang = Some(TimeResponse::DurationElapsed { id: TimerId(2) });
    let cleared = Some(TimeResponse::Cleared { id: TimerId(1) });
    assert_eq!(ended, (None, rang, cleared));
}

#[test]
fn a_moment_that_is_past_has_arrived() {
    let timers = Timers::default();
    let request = TimeRequest::NotifyAt { id: TimerId(3), instant: crux_time::Instant::new(1, 0) };
    let rang = run(serve(&timers, &request));
    assert_eq!(rang, Some(TimeResponse::InstantArrived { id: TimerId(3) }));
}
