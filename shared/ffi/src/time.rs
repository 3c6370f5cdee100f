//! The time lane: timers, and the device's clock for an app that asks.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_channel::{Receiver, Sender};
use crux_core::Request;
use crux_time::{Instant, TimeRequest, TimeResponse, TimerId};
use futures::{
    StreamExt,
    future::{AbortHandle, abortable},
};

use crate::lanes::{Input, hand_over};

/// The running timers.
pub(crate) type Timers = Arc<Mutex<HashMap<usize, AbortHandle>>>;

/// Serves until the lane is closed.
pub(crate) async fn run(jobs: Receiver<Request<TimeRequest>>, inputs: Sender<Input>) {
    let timers = Timers::default();
    jobs.for_each_concurrent(None, |request| {
        let (timers, inputs) = (Arc::clone(&timers), inputs.clone());
        async move {
            if let Some(answer) = serve(&timers, &request.operation).await {
                hand_over(&inputs, Input::Time(request, answer));
            }
        }
    })
    .await;
}

/// None for a timer that was cleared: the app waits for the answer to the clearing instead.
pub(crate) async fn serve(timers: &Timers, request: &TimeRequest) -> Option<TimeResponse> {
    match *request {
        TimeRequest::Now => Some(TimeResponse::Now { instant: platform::now() }),
        TimeRequest::NotifyAfter { id, duration } => {
            sleep(timers, id, duration.into()).await?;
            Some(TimeResponse::DurationElapsed { id })
        }
        TimeRequest::NotifyAt { id, instant } => {
            sleep(timers, id, until(platform::now(), instant)).await?;
            Some(TimeResponse::InstantArrived { id })
        }
        TimeRequest::Clear { id } => {
            if let Some(timer) = forget(timers, id) {
                timer.abort();
            }
            Some(TimeResponse::Cleared { id })
        }
    }
}

async fn sleep(timers: &Timers, id: TimerId, duration: Duration) -> Option<()> {
    let (timer, handle) = abortable(platform::sleep(duration));
    timers.lock().unwrap_or_else(PoisonError::into_inner).insert(id.0, handle);
    let ended = timer.await;
    forget(timers, id);
    ended.ok()
}

fn forget(timers: &Timers, id: TimerId) -> Option<AbortHandle> {
    timers.lock().unwrap_or_else(PoisonError::into_inner).remove(&id.0)
}

/// From one moment to another; nothing when that is past.
fn until(now: Instant, then: Instant) -> Duration {
    let (now, then) = (since_epoch(now), since_epoch(then));
    then.saturating_sub(now)
}

fn since_epoch(instant: Instant) -> Duration {
    std::time::SystemTime::from(instant).duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
}

#[cfg(not(target_family = "wasm"))]
mod platform {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use crux_time::Instant;

    pub(super) fn now() -> Instant {
        // A clock before 1970 is as good as 1970.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::new(now.as_secs(), now.subsec_nanos())
    }

    pub(super) async fn sleep(duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

#[cfg(target_family = "wasm")]
mod platform {
    use std::time::Duration;

    use crux_time::Instant;
    use js_sys::{Function, Promise};
    use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
    use wasm_bindgen_futures::JsFuture;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = setTimeout)]
        fn set_timeout(callback: &Function, ms: i32) -> JsValue;
    }

    /// The longest that a browser's timer runs.
    const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

    pub(super) fn now() -> Instant {
        let ms = js_sys::Date::now().max(0.0);
        let now = Duration::from_secs_f64(ms / 1000.0);
        Instant::new(now.as_secs(), now.subsec_nanos())
    }

    pub(super) async fn sleep(mut duration: Duration) {
        while !duration.is_zero() {
            let part = duration.min(LONGEST);
            let ms = i32::try_from(part.as_millis()).unwrap_or(i32::MAX);
            let timer = Promise::new(&mut |resolve, _| drop(set_timeout(&resolve, ms)));
            // It has no way to be rejected.
            JsFuture::from(timer).await.ok();
            duration -= part;
        }
    }
}
