//! The app's types in the vault's, and back. They are twins by design: neither crate knows the other.

use kangban_app::effects::vault as app;
use kangban_vault as store;

pub(super) fn batch(batch: app::Batch) -> store::Batch {
    store::Batch {
        settlements: batch.settlements.into_iter().map(settlement).collect(),
        entries: batch.entries.into_iter().map(record_in).collect(),
        downloads: batch.downloads.into_iter().map(record_in).collect(),
        tombstones: batch.tombstones,
        files: batch.files.into_iter().map(file).collect(),
        documents: batch.documents,
        values: batch.values,
    }
}

fn record_in(record: app::Record) -> store::Record {
    let app::Record { resource_type, id, code, date_ms, version_id, last_updated, json } = record;
    store::Record { resource_type, id, code, date_ms, version_id, last_updated, json }
}

fn record_out(record: store::Record) -> app::Record {
    let store::Record { resource_type, id, code, date_ms, version_id, last_updated, json } = record;
    app::Record { resource_type, id, code, date_ms, version_id, last_updated, json }
}

fn file(file: app::NewFile) -> store::NewFile {
    let app::NewFile { id, mime, bytes } = file;
    store::NewFile { id, mime, bytes }
}

fn settlement(settlement: app::Settlement) -> store::Settlement {
    let app::Settlement { resource_type, id, sent, end } = settlement;
    let end = match end {
        app::SettlementEnd::Confirmed { version_id, last_updated } => {
            store::SettlementEnd::Confirmed { version_id, last_updated }
        }
        app::SettlementEnd::Refused(reason) => store::SettlementEnd::Refused(reason),
        app::SettlementEnd::Requeue => store::SettlementEnd::Requeue,
    };
    store::Settlement { resource_type, id, sent, end }
}

pub(super) fn stored(stored: store::Stored) -> app::Stored {
    let outbox = stored.outbox.map(|row| {
        let store::OutboxRow { seq, changes, base_version, refused } = row;
        app::OutboxRow { seq, changes, base_version, refused }
    });
    app::Stored { record: record_out(stored.record), outbox }
}

pub(super) fn account(account: store::Account) -> app::Account {
    app::Account {
        account: account.account,
        hint: account.hint,
        wait_ms: account.wait_ms,
        device_key: account.device_key,
    }
}
