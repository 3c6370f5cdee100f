//! What the hospital has not confirmed.

use kangban_vault::{Batch, Counts, OutboxRow, Record, SettlementEnd, Stored, Vault};

use crate::home::{Home, NOW, confirmed, downloaded, downloads, entries, observation, settled, write};

fn row(vault: &Vault, id: &str) -> Option<OutboxRow> {
    vault.get("Observation", id).unwrap().unwrap().outbox
}

fn json(vault: &Vault, id: &str) -> String {
    vault.get("Observation", id).unwrap().unwrap().record.json
}

fn ids(rows: &[Stored]) -> Vec<&str> {
    rows.iter().map(|row| row.record.id.as_str()).collect()
}

#[test]
fn an_entry_waits_with_its_record_until_the_hospital_confirms_it() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([observation("o1", NOW, "one")]));
    let waiting = vault.waiting(9).unwrap();
    let expected = OutboxRow { seq: 1, changes: 1, base_version: None, refused: None };
    assert_eq!(waiting[0].record.json, observation("o1", NOW, "one").json);
    assert_eq!(waiting[0].outbox, Some(expected));

    write(&mut vault, &settled("o1", 1, confirmed("7")));
    assert!(vault.waiting(9).unwrap().is_empty());
    let stored = vault.get("Observation", "o1").unwrap().unwrap();
    assert_eq!(stored.outbox, None);
    assert_eq!(stored.record.version_id.as_deref(), Some("7"));
    assert_eq!(stored.record.last_updated.as_deref(), Some("2026-11-24T08:00:00Z"));
}

#[test]
fn a_change_made_during_an_upload_stays_in_the_outbox() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([observation("o1", NOW, "one")]));
    let sent = row(&vault, "o1").unwrap().changes;
    write(&mut vault, &entries([observation("o1", NOW, "two")]));
    write(&mut vault, &settled("o1", sent, confirmed("1")));

    let left = row(&vault, "o1").unwrap();
    assert_eq!((left.changes, left.base_version.as_deref()), (1, Some("1")), "made on what is now there");
    assert_eq!(json(&vault, "o1"), observation("o1", NOW, "two").json);
    write(&mut vault, &settled("o1", 1, confirmed("2")));
    assert_eq!(row(&vault, "o1"), None);
}

#[test]
fn a_change_of_what_the_hospital_has_names_the_version_it_was_made_on() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &downloads([downloaded("o1", "4", "theirs")]));
    write(&mut vault, &entries([observation("o1", NOW, "ours")]));
    assert_eq!(row(&vault, "o1").unwrap().base_version.as_deref(), Some("4"));
}

#[test]
fn neither_a_download_nor_a_tombstone_takes_what_waits() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([observation("o1", NOW, "ours"), observation("o2", NOW, "ours")]));
    let page = Batch {
        tombstones: vec![("Observation".into(), "o2".into())],
        values: vec![("cursor".into(), Some("12".into()))],
        ..downloads([downloaded("o1", "5", "theirs"), downloaded("o3", "1", "theirs")])
    };
    write(&mut vault, &page);
    for id in ["o1", "o2"] {
        assert_eq!(json(&vault, id), observation(id, NOW, "ours").json);
    }
    assert_eq!(ids(&vault.waiting(9).unwrap()), ["o1", "o2"]);
    assert_eq!(json(&vault, "o3"), downloaded("o3", "1", "theirs").json);
    assert_eq!(vault.value("cursor").unwrap().as_deref(), Some("12"));

    // Once confirmed, the hospital's word counts again, also in the same transaction.
    let batch = Batch { downloads: vec![downloaded("o1", "6", "later")], ..settled("o1", 1, confirmed("5")) };
    write(&mut vault, &batch);
    assert_eq!(json(&vault, "o1"), downloaded("o1", "6", "later").json);
    write(&mut vault, &Batch { tombstones: vec![("Observation".into(), "o1".into())], ..Batch::default() });
    assert_eq!(vault.get("Observation", "o1").unwrap(), None);
}

#[test]
fn a_refused_entry_is_put_aside_with_its_reason_and_does_not_stop_the_others() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries(["o1", "o2", "o3"].map(|id| observation(id, NOW, ""))));
    write(&mut vault, &settled("o2", 1, SettlementEnd::Refused("invalid".into())));
    assert_eq!(ids(&vault.waiting(9).unwrap()), ["o1", "o3"]);
    let refused = vault.refused(9).unwrap();
    assert_eq!(ids(&refused), ["o2"]);
    assert_eq!(refused[0].outbox.as_ref().unwrap().refused.as_deref(), Some("invalid"));
    assert_eq!(refused[0].record.json, observation("o2", NOW, "").json, "it can be exported");
    assert_eq!(vault.counts().unwrap(), Counts { waiting: 2, refused: 1 });

    write(&mut vault, &settled("o2", 1, SettlementEnd::Requeue));
    assert_eq!(ids(&vault.waiting(9).unwrap()), ["o1", "o2", "o3"]);
    assert_eq!(vault.counts().unwrap(), Counts { waiting: 3, refused: 0 });
}

#[test]
fn editing_a_refused_entry_sends_it_again_and_an_edit_on_its_way_is_not_refused() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([observation("o1", NOW, "bad")]));
    write(&mut vault, &settled("o1", 1, SettlementEnd::Refused("invalid".into())));
    write(&mut vault, &entries([observation("o1", NOW, "better")]));
    assert_eq!(ids(&vault.waiting(9).unwrap()), ["o1"]);
    assert_eq!(row(&vault, "o1").unwrap().refused, None);

    // The answer to the first version comes late.
    write(&mut vault, &settled("o1", 1, SettlementEnd::Refused("invalid".into())));
    assert_eq!(row(&vault, "o1").unwrap().refused, None);
    assert_eq!(vault.counts().unwrap(), Counts { waiting: 1, refused: 0 });
}

#[test]
fn settling_what_is_settled_already_changes_nothing() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([observation("o1", NOW, "")]));
    write(&mut vault, &settled("o1", 1, confirmed("1")));
    let before = vault.get("Observation", "o1").unwrap();
    write(&mut vault, &settled("o1", 1, confirmed("0")));
    write(&mut vault, &settled("o1", 1, SettlementEnd::Refused("invalid".into())));
    write(&mut vault, &settled("none", 1, confirmed("1")));
    assert_eq!(vault.get("Observation", "o1").unwrap(), before);
    assert_eq!(vault.counts().unwrap(), Counts::default());
}

fn naming(resource_type: &str, id: &str, reference: &str) -> Record {
    Record {
        resource_type: resource_type.into(),
        id: id.into(),
        json: format!(
            r#"{{"resourceType":"{resource_type}","part":[{{"x":{{"reference":"{reference}"}}}}]}}"#
        ),
        ..Record::default()
    }
}

#[test]
fn a_record_is_sent_after_the_waiting_records_that_it_refers_to() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([naming("Observation", "o1", "Patient/p"), naming("Observation", "o2", "")]));
    // An edit lets the older record refer to newer ones.
    write(
        &mut vault,
        &entries([
            naming("Media", "m1", "Binary/b1"),
            naming("Binary", "b1", ""),
            naming("Observation", "o1", "Media/m1"),
        ]),
    );
    assert_eq!(ids(&vault.waiting(9).unwrap()), ["b1", "m1", "o1", "o2"]);
    assert_eq!(ids(&vault.waiting(2).unwrap()), ["b1", "m1"], "a short page has what must go first");
}

#[test]
fn records_that_refer_to_each_other_are_all_sent_once() {
    let home = Home::new();
    let (_vaults, mut vault) = home.with_vault();
    write(&mut vault, &entries([naming("Task", "a", "Task/b"), naming("Task", "b", "Task/a")]));
    let waiting = vault.waiting(9).unwrap();
    let mut sent = ids(&waiting);
    sent.sort_unstable();
    assert_eq!(sent, ["a", "b"]);
}
