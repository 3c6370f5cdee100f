//! Random histories of writes, uploads, downloads and restarts, against a model that is simple enough to be believed.

use std::collections::BTreeMap;

use kangban_vault::{Batch, Settlement, SettlementEnd, Vault, ready};
use proptest::prelude::*;

use crate::home::{Home, NOW, confirmed, downloaded, observation};

#[derive(Clone, Debug)]
enum Step {
    /// The patient writes or changes a record.
    Write(u8, u8),
    /// An upload of a record starts.
    Send(u8),
    /// The latest upload of a record ends.
    Confirm(u8, u8),
    Refuse(u8),
    Requeue(u8),
    Download(u8, u8),
    Tombstone(u8),
    /// Everything is closed and opened again.
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let id = 0..5_u8;
    prop_oneof![
        4 => (id.clone(), any::<u8>()).prop_map(|(id, text)| Step::Write(id, text)),
        4 => id.clone().prop_map(Step::Send),
        4 => (id.clone(), any::<u8>()).prop_map(|(id, version)| Step::Confirm(id, version)),
        1 => id.clone().prop_map(Step::Refuse),
        1 => id.clone().prop_map(Step::Requeue),
        3 => (id.clone(), any::<u8>()).prop_map(|(id, version)| Step::Download(id, version)),
        2 => id.prop_map(Step::Tombstone),
        1 => Just(Step::Restart),
    ]
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    json: String,
    version: Option<String>,
    outbox: Option<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    changes: u32,
    base: Option<String>,
    refused: Option<String>,
}

#[derive(Default)]
struct Model {
    records: BTreeMap<u8, Entry>,
    /// How many changes each upload under way carries.
    sent: BTreeMap<u8, u32>,
}

impl Model {
    /// Does a step, and says what to ask of the vault.
    fn step(&mut self, step: &Step) -> Batch {
        let mut batch = Batch::default();
        match step {
            Step::Write(id, text) => {
                let record = observation(&name(*id), NOW, &text.to_string());
                let before = self.records.remove(id);
                let version = before.as_ref().and_then(|entry| entry.version.clone());
                let outbox = match before.and_then(|entry| entry.outbox) {
                    Some(row) => Row { changes: row.changes + 1, base: row.base, refused: None },
                    None => Row { changes: 1, base: version.clone(), refused: None },
                };
                let entry = Entry { json: record.json.clone(), version, outbox: Some(outbox) };
                self.records.insert(*id, entry);
                batch.entries.push(record);
            }
            Step::Send(id) => {
                if let Some(row) = self.records.get(id).and_then(|entry| entry.outbox.as_ref()) {
                    self.sent.insert(*id, row.changes);
                }
            }
            Step::Confirm(id, version) => {
                let Some(sent) = self.sent.remove(id) else { return batch };
                let version = format!("c{version}");
                if let Some(entry) = self.records.get_mut(id)
                    && let Some(row) = entry.outbox.take()
                {
                    entry.version = Some(version.clone());
                    if row.changes > sent {
                        let changes = row.changes - sent;
                        entry.outbox = Some(Row { changes, base: Some(version.clone()), refused: None });
                    }
                }
                batch.settlements.push(settlement(*id, sent, confirmed(&version)));
            }
            Step::Refuse(id) => {
                let Some(sent) = self.sent.remove(id) else { return batch };
                if let Some(row) = self.records.get_mut(id).and_then(|entry| entry.outbox.as_mut())
                    && row.changes <= sent
                {
                    row.refused = Some("invalid".into());
                }
                batch.settlements.push(settlement(*id, sent, SettlementEnd::Refused("invalid".into())));
            }
            Step::Requeue(id) => {
                if let Some(row) = self.records.get_mut(id).and_then(|entry| entry.outbox.as_mut()) {
                    row.refused = None;
                }
                batch.settlements.push(settlement(*id, 0, SettlementEnd::Requeue));
            }
            Step::Download(id, version) => {
                let record = downloaded(&name(*id), &format!("d{version}"), "theirs");
                if self.records.get(id).is_none_or(|entry| entry.outbox.is_none()) {
                    let entry =
                        Entry { json: record.json.clone(), version: record.version_id.clone(), outbox: None };
                    self.records.insert(*id, entry);
                }
                batch.downloads.push(record);
            }
            Step::Tombstone(id) => {
                if self.records.get(id).is_some_and(|entry| entry.outbox.is_none()) {
                    self.records.remove(id);
                }
                batch.tombstones.push(("Observation".into(), name(*id)));
            }
            Step::Restart => {}
        }
        batch
    }
}

fn name(id: u8) -> String {
    format!("o{id}")
}

fn settlement(id: u8, sent: u32, end: SettlementEnd) -> Settlement {
    Settlement { resource_type: "Observation".into(), id: name(id), sent, end }
}

/// What the vault has, in the model's terms.
fn seen(vault: &Vault) -> BTreeMap<u8, Entry> {
    let stored = (0..5).filter_map(|id| {
        let stored = vault.get("Observation", &name(id)).unwrap()?;
        let outbox = stored.outbox.map(|row| Row {
            changes: row.changes,
            base: row.base_version,
            refused: row.refused,
        });
        Some((id, Entry { json: stored.record.json, version: stored.record.version_id, outbox }))
    });
    stored.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_history_of_writes_uploads_and_downloads_loses_or_invents_anything(
        steps in proptest::collection::vec(step(), 1..60)
    ) {
        let home = Home::new();
        let (vaults, mut vault) = home.with_vault();
        drop(vaults);
        let mut model = Model::default();
        for step in &steps {
            let batch = model.step(step);
            ready(vault.write(&batch)).unwrap();
            if matches!(step, Step::Restart) {
                vault.lock();
                vault = home.unlock().unwrap();
            }
            prop_assert_eq!(&seen(&vault), &model.records, "after {:?}", step);
        }
        let rows: Vec<&Row> = model.records.values().filter_map(|entry| entry.outbox.as_ref()).collect();
        let refused = rows.iter().filter(|row| row.refused.is_some()).count();
        let counts = vault.counts().unwrap();
        prop_assert_eq!(counts.refused as usize, refused);
        prop_assert_eq!(counts.waiting as usize, rows.len() - refused);
        prop_assert_eq!(vault.waiting(100).unwrap().len(), rows.len() - refused);
        prop_assert_eq!(vault.refused(100).unwrap().len(), refused);
    }
}
