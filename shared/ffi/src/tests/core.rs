//! The whole core, with its threads.

use std::{
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use crux_core::bridge::{BincodeFfiFormat, FfiFormat};
use kangban_app::{Clock, Envelope, Event, Started, Tap, ViewModel};
use tempfile::TempDir;

use crate::{
    mobile,
    native::{Core, CoreError, Told},
};

const SOON: Duration = Duration::from_secs(20);

fn started() -> Event {
    let clock = Clock { wall_ms: 1_790_000_000_000, mono_ms: 1, zone: "Asia/Shanghai".into() };
    let tap = Tap::Started(Started {
        seed: vec![7; 32],
        languages: vec!["en".into()],
        base_url: "http://127.0.0.1:9/fhir".into(),
        online: false,
        skills: Vec::new(),
    });
    Event::Shell(Envelope { clock, tap })
}

fn bytes_of(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    BincodeFfiFormat::serialize(&mut bytes, value).unwrap();
    bytes
}

#[test]
fn an_event_becomes_a_view_and_the_folder_is_free_once_the_core_is_dropped() {
    let home = TempDir::new().unwrap();
    for _ in 0..3 {
        let (told, news) = channel();
        let core = Core::open(home.path(), move |what| drop(told.send(what))).unwrap();
        core.update(started()).unwrap();
        assert!(matches!(news.recv_timeout(SOON), Ok(Told::Render)));
        core.view().unwrap();
        drop(core);
        assert!(!matches!(news.try_iter().last(), Some(Told::Stopped)));
    }
}

#[test]
fn a_panic_is_told_once_and_from_then_on_the_core_says_that_it_has_stopped() {
    let home = TempDir::new().unwrap();
    let (told, news) = channel();
    let core = Core::open(home.path(), move |what| {
        let rendered = matches!(what, Told::Render);
        told.send(what).unwrap();
        assert!(!rendered, "a shell with a fault");
    })
    .unwrap();
    core.update(started()).unwrap();
    assert!(matches!(news.recv_timeout(SOON), Ok(Told::Render)));
    assert!(matches!(news.recv_timeout(SOON), Ok(Told::Stopped)));
    assert!(matches!(core.update(started()), Err(CoreError::Stopped)));
    assert!(matches!(core.view(), Err(CoreError::Stopped)));
    drop(core);
    assert!(news.try_recv().is_err());
    assert!(Core::open(home.path(), |_| {}).is_ok(), "another takes over");
}

struct Listener(Mutex<Sender<Vec<u8>>>);

impl mobile::Shell for Listener {
    fn handle(&self, effects: Vec<u8>) {
        self.0.lock().unwrap().send(effects).unwrap();
    }

    fn stopped(&self) {
        panic!("it stopped");
    }
}

fn open(home: &TempDir) -> (Arc<mobile::Core>, Receiver<Vec<u8>>) {
    let (told, news) = channel();
    let folder = home.path().to_str().unwrap().to_owned();
    (mobile::Core::new(folder, Arc::new(Listener(Mutex::new(told)))).unwrap(), news)
}

#[test]
fn bytes_in_become_bytes_out() {
    let home = TempDir::new().unwrap();
    let (core, news) = open(&home);
    core.update(bytes_of(&started())).unwrap();
    // One request: its number of 4 bytes, and a variant of 4 bytes that is Render's.
    let effects = news.recv_timeout(SOON).unwrap();
    assert_eq!((effects.len(), &effects[..8], &effects[12..]), (16, &1_u64.to_le_bytes()[..], &[0; 4][..]));
    let view: ViewModel = BincodeFfiFormat::deserialize(&core.view().unwrap()).unwrap();
    assert_eq!(bytes_of(&view), core.view().unwrap());
}

#[test]
fn bytes_that_are_no_event_are_refused_and_an_answer_that_nobody_awaits_changes_nothing() {
    let home = TempDir::new().unwrap();
    let (core, news) = open(&home);
    for nonsense in [vec![], vec![0; 3], vec![255; 64], bytes_of(&started())[..20].to_vec()] {
        assert!(matches!(core.update(nonsense), Err(CoreError::NotAnEvent)));
    }
    core.resolve(12_345, vec![1, 2, 3]).unwrap();
    core.update(bytes_of(&started())).unwrap();
    assert!(news.recv_timeout(SOON).is_ok(), "it goes on");
}
