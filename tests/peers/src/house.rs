//! A hospital and a phone to measure, with whatever is to be in them.

use std::path::PathBuf;

use kangban_journeys::{Doctor, Hospital, Link, Mode, Outcome, Phone, Trouble};
use kangban_vault::{Batch, Storage, Vault, Vaults, ready};
use tempfile::TempDir;

use crate::data;

pub(crate) const PIN: &str = "380412";

/// The load comes from one caller at one address, which stand for many.
const UNLIMITED: &str = r#"{"limits": {
    "caller": {"per_second": 1000000, "burst": 1000000}, "address": {"per_second": 1000000, "burst": 1000000}}}"#;

/// A demo hospital, the network to it, and the folder of a phone that is activated and closed.
pub(crate) struct House {
    pub(crate) hospital: Hospital,
    pub(crate) link: Link,
    folder: TempDir,
}

impl House {
    /// Starts the hospital.
    pub(crate) fn open() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let config = folder.path().join("config.json");
        std::fs::write(&config, UNLIMITED)?;
        let hospital = Hospital::start_configured(&folder.path().join("hospital"), &config)?;
        let link = Link::to(hospital.address())?;
        Ok(Self { hospital, link, folder })
    }

    /// A clinician at it.
    pub(crate) fn doctor(&self) -> Outcome<Doctor> {
        Doctor::sign_in(&self.hospital.origin(), &self.hospital.login("dr-wang")?)
    }

    /// Where the phone's records lie.
    pub(crate) fn phone_folder(&self) -> PathBuf {
        self.folder.path().join("phone")
    }

    /// Activates the phone, waits until it has its record, and closes it; from then on the network is cut.
    pub(crate) fn activate(&self) -> Outcome {
        let phone = Phone::open(&self.phone_folder(), &self.link.base())?;
        phone.activate(&self.hospital.invitation("李秀英")?, PIN)?;
        phone.see("the ward's number", |view| {
            view.chrome.calls.iter().any(|call| !call.emergency).then_some(())
        })?;
        self.link.set(Mode::Cut);
        Ok(())
    }

    /// The closed phone's vaults.
    pub(crate) fn vaults(&self) -> Outcome<Vaults> {
        Ok(ready(Vaults::open(&Storage::at(self.phone_folder())))?)
    }

    /// The closed phone's vault, opened past the app.
    pub(crate) fn vault(&self) -> Outcome<Vault> {
        let mut vaults = self.vaults()?;
        Ok(ready(vaults.unlock(&account(&vaults)?, PIN, data::now_ms()))?)
    }
}

/// The one account of a phone.
pub(crate) fn account(vaults: &Vaults) -> Outcome<String> {
    let accounts = vaults.accounts(data::now_ms())?;
    accounts.into_iter().next().map(|one| one.account).ok_or_else(|| Trouble::new("the phone has no account"))
}

/// Fills a vault with temperatures, as if they had come from the hospital or as entries that wait for it.
pub(crate) fn fill(vault: &mut Vault, batch: u16, count: u32, waiting: bool) -> Outcome {
    for from in (0..count).step_by(1_000) {
        let records = (from..count.min(from + 1_000))
            .map(|nth| {
                let mut record = data::record(&data::temperature(batch, nth, data::PATIENT), nth);
                if !waiting {
                    record.version_id = Some("1".to_owned());
                    record.last_updated = Some(data::instant(record.date_ms));
                }
                record
            })
            .collect();
        let (entries, downloads) = if waiting { (records, Vec::new()) } else { (Vec::new(), records) };
        ready(vault.write(&Batch { entries, downloads, ..Batch::default() }))?;
    }
    Ok(())
}
