use kangban_app::effects::{
    SecretKey, VaultOp, VaultOut,
    vault::{Answer, Batch, NewFile, Pin, Query, Record, Settlement, SettlementEnd, VaultFault},
};
use kangban_vault::{Storage, ready};
use tempfile::TempDir;

use crate::vault::VaultLane;

const NOW: i64 = 1_790_000_000_000;

fn pin(digits: &str) -> Pin {
    Pin::new(digits.into())
}

fn record(id: &str) -> Record {
    Record {
        resource_type: "Observation".into(),
        id: id.into(),
        code: "http://loinc.org|72514-3".into(),
        date_ms: NOW,
        json: format!(r#"{{"resourceType":"Observation","id":"{id}"}}"#),
        ..Record::default()
    }
}

fn create(batch: Batch) -> VaultOp {
    VaultOp::Create { account: "Patient/1".into(), pin: pin("204681"), hint: "李".into(), batch }
}

fn unlock(digits: &str) -> VaultOp {
    VaultOp::Unlock { account: "Patient/1".into(), pin: pin(digits), now_ms: NOW }
}

fn lane(home: &TempDir) -> VaultLane {
    VaultLane::new(Storage::at(home.path()))
}

fn ask(lane: &mut VaultLane, op: VaultOp) -> VaultOut {
    ready(lane.serve(op))
}

fn read(lane: &mut VaultLane, query: Query) -> Answer {
    let VaultOut::Answers(mut answers) = ask(lane, VaultOp::Read(vec![query])) else { panic!("no answers") };
    answers.pop().unwrap()
}

#[test]
fn everything_the_app_writes_comes_back_as_it_was_after_locking_and_a_restart() {
    let home = TempDir::new().unwrap();
    let mut first = lane(&home);
    assert_eq!(ask(&mut first, create(Batch::default())), VaultOut::Done);
    let batch = Batch {
        entries: vec![record("a"), record("b")],
        downloads: vec![Record {
            version_id: Some("3".into()),
            last_updated: Some("t".into()),
            ..record("c")
        }],
        files: vec![NewFile { id: "p".into(), mime: "image/jpeg".into(), bytes: vec![5; 1000] }],
        documents: vec![("advice".into(), "a".into(), Some("{}".into()))],
        values: vec![("cursor".into(), Some("9".into()))],
        ..Batch::default()
    };
    assert_eq!(ask(&mut first, VaultOp::Write(batch)), VaultOut::Done);
    let confirmed = SettlementEnd::Confirmed { version_id: "1".into(), last_updated: "t".into() };
    let settlement =
        Settlement { resource_type: "Observation".into(), id: "a".into(), sent: 1, end: confirmed };
    let refused =
        Settlement { id: "b".into(), end: SettlementEnd::Refused("invalid".into()), ..settlement.clone() };
    let batch = Batch { settlements: vec![settlement, refused], ..Batch::default() };
    assert_eq!(ask(&mut first, VaultOp::Write(batch)), VaultOut::Done);
    drop(first);

    let mut lane = lane(&home);
    let VaultOut::Accounts(accounts) = ask(&mut lane, VaultOp::Accounts { now_ms: NOW }) else {
        panic!("no accounts")
    };
    assert_eq!((accounts[0].account.as_str(), accounts[0].hint.as_str()), ("Patient/1", "李"));
    assert_eq!(ask(&mut lane, unlock("204681")), VaultOut::Done);
    let get = |id: &str| Query::Get { resource_type: "Observation".into(), id: id.into() };
    let Answer::Record(Some(found)) = read(&mut lane, get("a")) else { panic!("no record") };
    assert_eq!(
        found.record,
        Record { version_id: Some("1".into()), last_updated: Some("t".into()), ..record("a") }
    );
    assert_eq!(found.outbox, None);
    assert_eq!(read(&mut lane, get("x")), Answer::Record(None));
    let Answer::Records(refused) = read(&mut lane, Query::Outbox { refused: true, limit: 9 }) else {
        panic!("no rows")
    };
    assert_eq!(refused[0].outbox.as_ref().unwrap().refused.as_deref(), Some("invalid"));
    assert_eq!(read(&mut lane, Query::Outbox { refused: false, limit: 9 }), Answer::Records(Vec::new()));
    assert_eq!(read(&mut lane, Query::Counts), Answer::Counts(0, 1));
    let window = Query::Window {
        resource_type: "Observation".into(),
        codes: vec!["http://loinc.org|72514-3".into()],
        since_ms: Some(NOW),
        before: None,
        limit: 2,
    };
    let Answer::Records(window) = read(&mut lane, window) else { panic!("no window") };
    assert_eq!(window.iter().map(|row| row.record.id.as_str()).collect::<Vec<_>>(), ["c", "b"]);
    assert_eq!(
        read(&mut lane, Query::File("p".into())),
        Answer::File(Some(("image/jpeg".into(), vec![5; 1000])))
    );
    let documents = Query::Documents { kind: "advice".into(), limit: 5 };
    assert_eq!(read(&mut lane, documents), Answer::Documents(vec![("a".into(), "{}".into())]));
    let document = Query::Document { kind: "advice".into(), id: "a".into() };
    assert_eq!(read(&mut lane, document), Answer::Text(Some("{}".into())));
    assert_eq!(read(&mut lane, Query::Value("cursor".into())), Answer::Text(Some("9".into())));
}

#[test]
fn what_fails_is_said_in_the_apps_words_and_the_lane_goes_on() {
    let home = TempDir::new().unwrap();
    let mut lane = lane(&home);
    assert_eq!(ask(&mut lane, VaultOp::Read(vec![Query::Counts])), VaultOut::Failed(VaultFault::Locked));
    assert_eq!(ask(&mut lane, unlock("204681")), VaultOut::Failed(VaultFault::NoAccount));
    assert_eq!(ask(&mut lane, create(Batch::default())), VaultOut::Done);
    assert_eq!(ask(&mut lane, create(Batch::default())), VaultOut::Failed(VaultFault::AccountExists));
    assert_eq!(ask(&mut lane, unlock("000000")), VaultOut::Failed(VaultFault::WrongPin { wait_ms: 0 }));
    assert_eq!(
        ask(&mut lane, VaultOp::Write(Batch::default())),
        VaultOut::Failed(VaultFault::Locked),
        "a wrong PIN opens nothing, and what was open is closed"
    );
    assert_eq!(ask(&mut lane, unlock("204681")), VaultOut::Done);
    let change = VaultOp::ChangePin { old: pin("204681"), new: pin("975310"), now_ms: NOW };
    assert_eq!(ask(&mut lane, change), VaultOut::Done);
    assert_eq!(ask(&mut lane, VaultOp::Lock), VaultOut::Done);
    assert_eq!(ask(&mut lane, unlock("204681")), VaultOut::Failed(VaultFault::WrongPin { wait_ms: 0 }));
    assert_eq!(ask(&mut lane, unlock("975310")), VaultOut::Done);

    let mut second = VaultLane::new(Storage::at(home.path()));
    let accounts = VaultOp::Accounts { now_ms: NOW };
    assert_eq!(ask(&mut second, accounts.clone()), VaultOut::Failed(VaultFault::HeldElsewhere));
    drop(lane);
    assert!(matches!(ask(&mut second, accounts), VaultOut::Accounts(_)), "it asks anew each time");
}

#[test]
fn the_devices_key_opens_the_vault_beside_the_pin_and_one_that_cannot_be_it_is_named() {
    let home = TempDir::new().unwrap();
    let mut lane = lane(&home);
    let key = |bytes: Vec<u8>| SecretKey { bytes };
    let add = |bytes| VaultOp::AddDeviceKey { pin: pin("204681"), key: key(bytes), now_ms: NOW };
    let by_device =
        |bytes| VaultOp::UnlockWithDevice { account: "Patient/1".into(), key: key(bytes), now_ms: NOW };
    let has_key = |lane: &mut VaultLane| {
        let VaultOut::Accounts(accounts) = ask(lane, VaultOp::Accounts { now_ms: NOW }) else { panic!() };
        accounts[0].device_key
    };
    assert_eq!(ask(&mut lane, create(Batch::default())), VaultOut::Done);
    assert!(!has_key(&mut lane));
    assert_eq!(ask(&mut lane, by_device(vec![7; 32])), VaultOut::Failed(VaultFault::DeviceKey));
    assert_eq!(ask(&mut lane, add(vec![7; 32])), VaultOut::Failed(VaultFault::Locked), "the try closed it");
    assert_eq!(ask(&mut lane, unlock("204681")), VaultOut::Done);
    assert_eq!(ask(&mut lane, add(vec![7; 31])), VaultOut::Failed(VaultFault::DeviceKey));
    assert_eq!(ask(&mut lane, add(vec![7; 32])), VaultOut::Done);
    assert!(has_key(&mut lane));

    for wrong in [vec![8; 32], vec![7; 33], vec![]] {
        assert_eq!(ask(&mut lane, by_device(wrong)), VaultOut::Failed(VaultFault::DeviceKey));
    }
    assert_eq!(ask(&mut lane, by_device(vec![7; 32])), VaultOut::Done);
    assert_eq!(read(&mut lane, Query::Counts), Answer::Counts(0, 0), "it is open");
    assert_eq!(ask(&mut lane, VaultOp::RemoveDeviceKey("Patient/1".into())), VaultOut::Done);
    assert_eq!(ask(&mut lane, VaultOp::Lock), VaultOut::Done);
    assert_eq!(ask(&mut lane, by_device(vec![7; 32])), VaultOut::Failed(VaultFault::DeviceKey));
    assert_eq!(ask(&mut lane, unlock("204681")), VaultOut::Done);
}
