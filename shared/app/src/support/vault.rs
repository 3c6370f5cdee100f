//! A vault in memory that does what the real one does, and fails when told to.

use std::collections::BTreeMap;

use crate::effects::{
    VaultOp, VaultOut,
    vault::{Account, Answer, Batch, OutboxRow, Query, Record, SettlementEnd, Stored, VaultFault},
};

type Key = (String, String);

#[derive(Debug, Default)]
pub(crate) struct FakeVault {
    /// Account, PIN, hint.
    pub(crate) account: Option<(String, String, String)>,
    pub(crate) is_open: bool,
    /// The key of the device's hardware that opens it too.
    pub(crate) device_key: Option<Vec<u8>>,
    wrong: u32,
    wait_until: i64,
    pub(crate) records: BTreeMap<Key, Record>,
    pub(crate) outbox: BTreeMap<Key, OutboxRow>,
    seq: i64,
    pub(crate) documents: Vec<(String, String, String)>,
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) files: BTreeMap<String, (String, Vec<u8>)>,
    /// What every write (or everything, when it says so) fails with.
    pub(crate) writes_fail: Option<VaultFault>,
    pub(crate) all_fails: Option<VaultFault>,
    /// How many records of a type it says it has, beyond those that are there: to claim a long history.
    pub(crate) writes: usize,
}

const PAUSES_MS: [u64; 5] = [0, 0, 30_000, 60_000, 300_000];

impl FakeVault {
    pub(crate) fn handle(&mut self, op: &VaultOp) -> VaultOut {
        match self.try_handle(op) {
            Ok(out) => out,
            Err(fault) => VaultOut::Failed(fault),
        }
    }

    fn try_handle(&mut self, op: &VaultOp) -> Result<VaultOut, VaultFault> {
        if let Some(fault) = &self.all_fails {
            return Err(fault.clone());
        }
        Ok(match op {
            VaultOp::Accounts { now_ms } => {
                let wait_ms = u64::try_from(self.wait_until - now_ms).unwrap_or_default();
                let account = |(account, _, hint): &(String, String, String)| Account {
                    account: account.clone(),
                    hint: hint.clone(),
                    wait_ms,
                    device_key: self.device_key.is_some(),
                };
                VaultOut::Accounts(self.account.iter().map(account).collect())
            }
            VaultOp::Create { account, pin, hint, batch } => {
                if self.account.is_some() {
                    return Err(VaultFault::AccountExists);
                }
                self.can_write()?;
                self.account = Some((account.clone(), pin.digits().to_owned(), hint.clone()));
                self.is_open = true;
                self.write(batch);
                VaultOut::Done
            }
            VaultOp::Unlock { account, pin, now_ms } => self.unlock(account, pin.digits(), *now_ms)?,
            VaultOp::UnlockWithDevice { account, key, now_ms } => {
                if self.account.as_ref().is_none_or(|(known, ..)| known != account) {
                    return Err(VaultFault::NoAccount);
                }
                self.pause(*now_ms)?;
                if self.device_key.as_ref() != Some(&key.bytes) {
                    return Err(VaultFault::DeviceKey);
                }
                self.is_open = true;
                VaultOut::Done
            }
            VaultOp::AddDeviceKey { pin, key, now_ms } => {
                self.must_be_open()?;
                self.check_pin(pin.digits(), *now_ms)?;
                self.can_write()?;
                self.device_key = Some(key.bytes.clone());
                VaultOut::Done
            }
            VaultOp::RemoveDeviceKey(_) => {
                self.can_write()?;
                self.device_key = None;
                VaultOut::Done
            }
            VaultOp::Lock => {
                self.is_open = false;
                VaultOut::Done
            }
            VaultOp::ChangePin { old, new, now_ms } => {
                self.check_pin(old.digits(), *now_ms)?;
                self.can_write()?;
                if let Some(account) = &mut self.account {
                    new.digits().clone_into(&mut account.1);
                }
                VaultOut::Done
            }
            VaultOp::SetHint(hint) => {
                self.must_be_open()?;
                self.can_write()?;
                if let Some(account) = &mut self.account {
                    account.2.clone_from(hint);
                }
                VaultOut::Done
            }
            VaultOp::Write(batch) => {
                self.must_be_open()?;
                self.can_write()?;
                self.write(batch);
                VaultOut::Done
            }
            VaultOp::Read(queries) => {
                self.must_be_open()?;
                VaultOut::Answers(queries.iter().map(|query| self.answer(query)).collect())
            }
        })
    }

    fn must_be_open(&self) -> Result<(), VaultFault> {
        if self.is_open { Ok(()) } else { Err(VaultFault::Locked) }
    }

    fn can_write(&self) -> Result<(), VaultFault> {
        self.writes_fail.clone().map_or(Ok(()), Err)
    }

    fn unlock(&mut self, account: &str, pin: &str, now_ms: i64) -> Result<VaultOut, VaultFault> {
        if self.account.as_ref().is_none_or(|(known, ..)| known != account) {
            return Err(VaultFault::NoAccount);
        }
        self.check_pin(pin, now_ms)?;
        self.is_open = true;
        Ok(VaultOut::Done)
    }

    fn pause(&self, now_ms: i64) -> Result<(), VaultFault> {
        match u64::try_from(self.wait_until - now_ms).unwrap_or_default() {
            0 => Ok(()),
            wait_ms => Err(VaultFault::Wait { wait_ms }),
        }
    }

    fn check_pin(&mut self, pin: &str, now_ms: i64) -> Result<(), VaultFault> {
        self.pause(now_ms)?;
        if self.account.as_ref().is_some_and(|(_, known, _)| known == pin) {
            self.wrong = 0;
            return Ok(());
        }
        let wait_ms = PAUSES_MS[(self.wrong as usize).min(PAUSES_MS.len() - 1)];
        self.wrong += 1;
        self.wait_until = now_ms + i64::try_from(wait_ms).unwrap();
        Err(VaultFault::WrongPin { wait_ms })
    }

    fn write(&mut self, batch: &Batch) {
        self.writes += 1;
        for settlement in &batch.settlements {
            let key = (settlement.resource_type.clone(), settlement.id.clone());
            let Some(row) = self.outbox.get_mut(&key) else { continue };
            let left = row.changes.saturating_sub(settlement.sent);
            match &settlement.end {
                SettlementEnd::Confirmed { version_id, last_updated } => {
                    let record = self.records.get_mut(&key).unwrap();
                    record.version_id = Some(version_id.clone());
                    record.last_updated = Some(last_updated.clone());
                    if left == 0 {
                        self.outbox.remove(&key);
                    } else {
                        row.changes = left;
                        row.base_version = Some(version_id.clone());
                        row.refused = None;
                    }
                }
                SettlementEnd::Refused(reason) if left == 0 => row.refused = Some(reason.clone()),
                SettlementEnd::Refused(_) => {}
                SettlementEnd::Requeue => row.refused = None,
            }
        }
        for entry in &batch.entries {
            let key = (entry.resource_type.clone(), entry.id.clone());
            let known = self.records.get(&key);
            let version_id = known.and_then(|known| known.version_id.clone());
            let last_updated = known.and_then(|known| known.last_updated.clone());
            let record = Record { version_id: version_id.clone(), last_updated, ..entry.clone() };
            self.records.insert(key.clone(), record);
            self.seq += 1;
            let fresh = OutboxRow { seq: self.seq, changes: 0, base_version: version_id, refused: None };
            let row = self.outbox.entry(key).or_insert(fresh);
            row.changes += 1;
            row.refused = None;
        }
        for record in &batch.downloads {
            let key = (record.resource_type.clone(), record.id.clone());
            if !self.outbox.contains_key(&key) {
                self.records.insert(key, record.clone());
            }
        }
        for key in &batch.tombstones {
            if !self.outbox.contains_key(key) {
                self.records.remove(key);
            }
        }
        for file in &batch.files {
            self.files.insert(file.id.clone(), (file.mime.clone(), file.bytes.clone()));
        }
        for (kind, id, json) in &batch.documents {
            self.documents.retain(|(of, it, _)| (of, it) != (kind, id));
            self.documents.extend(json.as_ref().map(|json| (kind.clone(), id.clone(), json.clone())));
        }
        for (key, value) in &batch.values {
            match value {
                Some(value) => self.values.insert(key.clone(), value.clone()),
                None => self.values.remove(key),
            };
        }
    }

    pub(crate) fn stored(&self, record: &Record) -> Stored {
        let key = (record.resource_type.clone(), record.id.clone());
        Stored { record: record.clone(), outbox: self.outbox.get(&key).cloned() }
    }

    fn answer(&self, query: &Query) -> Answer {
        match query {
            Query::Get { resource_type, id } => {
                let found = self.records.get(&(resource_type.clone(), id.clone()));
                Answer::Record(found.map(|record| Box::new(self.stored(record))))
            }
            Query::Window { resource_type, codes, since_ms, before, limit } => {
                let mut found: Vec<&Record> = self
                    .records
                    .values()
                    .filter(|record| record.resource_type == *resource_type)
                    .filter(|record| codes.is_empty() || codes.contains(&record.code))
                    .filter(|record| since_ms.is_none_or(|since| record.date_ms >= since))
                    .filter(|record| {
                        before.as_ref().is_none_or(|(at, id)| (record.date_ms, &record.id) < (*at, id))
                    })
                    .collect();
                found.sort_by(|a, b| (b.date_ms, &b.id).cmp(&(a.date_ms, &a.id)));
                found.truncate(*limit as usize);
                Answer::Records(found.into_iter().map(|record| self.stored(record)).collect())
            }
            Query::Outbox { refused, limit } => {
                let mut rows: Vec<_> =
                    self.outbox.iter().filter(|(_, row)| row.refused.is_some() == *refused).collect();
                rows.sort_by_key(|(_, row)| row.seq);
                let stored = rows.into_iter().map(|(key, _)| self.stored(&self.records[key]));
                Answer::Records(stored.take(*limit as usize).collect())
            }
            Query::Counts => {
                let refused = self.outbox.values().filter(|row| row.refused.is_some()).count();
                let waiting = self.outbox.len() - refused;
                Answer::Counts(u32::try_from(waiting).unwrap(), u32::try_from(refused).unwrap())
            }
            Query::Documents { kind, limit } => {
                let of_kind = self.documents.iter().rev().filter(|(of, ..)| of == kind);
                Answer::Documents(
                    of_kind.take(*limit as usize).map(|(_, id, json)| (id.clone(), json.clone())).collect(),
                )
            }
            Query::Document { kind, id } => {
                let found = self.documents.iter().find(|(of, it, _)| (of, it) == (kind, id));
                Answer::Text(found.map(|(_, _, json)| json.clone()))
            }
            Query::Value(key) => Answer::Text(self.values.get(key).cloned()),
            Query::File(id) => Answer::File(self.files.get(id).cloned()),
        }
    }
}
