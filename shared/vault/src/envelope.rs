//! Envelopes: a vault's key, sealed under a PIN or under a key of the device.
//!
//! AES-256-GCM with a random nonce of 96 bits. The associated data is `format|account|purpose|key id`, so that an
//! envelope opens nowhere but in its own place.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    error::{Part, VaultError},
    key::{self, Key},
};

/// Changes when what an envelope holds, or how, does.
const FORMAT: &str = "kangban-envelope-1";

const NONCE_BYTES: usize = 12;
const SALT_BYTES: usize = 16;

/// What an envelope is opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A key made of the PIN.
    Pin,
    /// A key of the device's secure hardware.
    Device,
}

impl Purpose {
    /// Its name in the keyring and in the associated data.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Device => "device",
        }
    }
}

/// What Argon2id costs. Stored in the envelope, so that it can grow without locking anybody out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl Cost {
    /// What new envelopes get: OWASP's Password Storage Cheat Sheet asks for at least 19 MiB, 2 passes, 1 lane.
    pub(crate) const NOW: Self = Self { memory_kib: 32 * 1024, passes: 2, lanes: 1 };

    /// More than this never came from us, and could exhaust a phone.
    const MOST: Self = Self { memory_kib: 256 * 1024, passes: 16, lanes: 4 };

    /// Makes the wrapping key of a PIN.
    fn stretch(self, pin: &str, salt: &[u8]) -> Result<Key, VaultError> {
        let damaged = || VaultError::Damaged(Part::Envelope);
        if self.memory_kib > Self::MOST.memory_kib
            || self.passes > Self::MOST.passes
            || self.lanes > Self::MOST.lanes
        {
            return Err(damaged());
        }
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| damaged())?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Key::derive(|out| argon2.hash_password_into(pin.as_bytes(), salt, out)).map_err(|_| damaged())
    }
}

/// Where an envelope belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) account: &'a str,
    pub(crate) key_id: &'a str,
}

impl Place<'_> {
    /// No part has a `|` in it: accounts are checked when they are made, the rest is ours.
    fn associated_data(&self, purpose: Purpose) -> String {
        format!("{FORMAT}|{}|{}|{}", self.account, purpose.name(), self.key_id)
    }
}

/// A sealed key, as the keyring has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Envelope {
    /// How the PIN is stretched; none for the device's key.
    pub(crate) stretch: Option<(Cost, Vec<u8>)>,
    pub(crate) nonce: Vec<u8>,
    pub(crate) sealed: Vec<u8>,
}

impl Envelope {
    /// Seals a vault's key under a PIN.
    pub(crate) fn under_pin(key: &Key, pin: &str, place: Place<'_>) -> Result<Self, VaultError> {
        let mut salt = vec![0; SALT_BYTES];
        key::fill(&mut salt)?;
        let wrapping = Cost::NOW.stretch(pin, &salt)?;
        Self::seal(key, &wrapping, Purpose::Pin, place, Some((Cost::NOW, salt)))
    }

    /// Seals a vault's key under a key of the device.
    pub(crate) fn under_device(key: &Key, wrapping: &Key, place: Place<'_>) -> Result<Self, VaultError> {
        Self::seal(key, wrapping, Purpose::Device, place, None)
    }

    /// Opens it with a PIN; none when the PIN is wrong.
    pub(crate) fn open_with_pin(&self, pin: &str, place: Place<'_>) -> Result<Option<Key>, VaultError> {
        let (cost, salt) = self.stretch.as_ref().ok_or(VaultError::Damaged(Part::Envelope))?;
        let wrapping = cost.stretch(pin, salt)?;
        self.open(&wrapping, Purpose::Pin, place)
    }

    /// Opens it with the device's key; none when that is another one.
    pub(crate) fn open_with_device(
        &self,
        wrapping: &Key,
        place: Place<'_>,
    ) -> Result<Option<Key>, VaultError> {
        self.open(wrapping, Purpose::Device, place)
    }

    /// A checksum of all of it: tells damage from a wrong PIN. It protects against accidents, the seal against people.
    pub(crate) fn checksum(&self, purpose: Purpose) -> Vec<u8> {
        let mut sum = Sha256::new();
        let mut part = |bytes: &[u8]| {
            sum.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            sum.update(bytes);
        };
        part(purpose.name().as_bytes());
        if let Some((cost, salt)) = &self.stretch {
            for number in [cost.memory_kib, cost.passes, cost.lanes] {
                part(&number.to_be_bytes());
            }
            part(salt);
        }
        part(&self.nonce);
        part(&self.sealed);
        sum.finalize().to_vec()
    }

    fn seal(
        key: &Key,
        wrapping: &Key,
        purpose: Purpose,
        place: Place<'_>,
        stretch: Option<(Cost, Vec<u8>)>,
    ) -> Result<Self, VaultError> {
        let (nonce, sealed) = seal(wrapping, &place.associated_data(purpose), key.bytes())?;
        Ok(Self { stretch, nonce, sealed })
    }

    fn open(&self, wrapping: &Key, purpose: Purpose, place: Place<'_>) -> Result<Option<Key>, VaultError> {
        let Some(bytes) = open(wrapping, &self.nonce, &place.associated_data(purpose), &self.sealed) else {
            return Ok(None);
        };
        let bytes = Zeroizing::new(bytes);
        // What opened under the right key but is no key was never written by us.
        Key::from_slice(&bytes).map(Some).ok_or(VaultError::Damaged(Part::Envelope))
    }
}

/// Seals bytes under a key: gives the random nonce, and the ciphertext with its tag.
pub(crate) fn seal(key: &Key, place: &str, plain: &[u8]) -> Result<(Vec<u8>, Vec<u8>), VaultError> {
    let mut nonce = [0; NONCE_BYTES];
    key::fill(&mut nonce)?;
    let sealed = Aes256Gcm::new(key.bytes().into())
        .encrypt(&nonce.into(), Payload { msg: plain, aad: place.as_bytes() })
        // Only a message beyond 64 GiB can fail.
        .map_err(|_| VaultError::Damaged(Part::File))?;
    Ok((nonce.to_vec(), sealed))
}

/// Opens what [`seal`] made; none when the key, the place, the nonce or a byte of it is another.
pub(crate) fn open(key: &Key, nonce: &[u8], place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    Aes256Gcm::new(key.bytes().into())
        .decrypt(&nonce.into(), Payload { msg: sealed, aad: place.as_bytes() })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'static> = Place { account: "li", key_id: "k1" };

    fn sealed() -> (Key, Envelope) {
        let key = Key::random().unwrap();
        let envelope = Envelope::under_pin(&key, "204681", HERE).unwrap();
        (key, envelope)
    }

    #[test]
    fn the_right_pin_opens_and_a_wrong_one_does_not() {
        let (key, envelope) = sealed();
        assert_eq!(envelope.open_with_pin("204681", HERE).unwrap().unwrap().bytes(), key.bytes());
        assert!(envelope.open_with_pin("204682", HERE).unwrap().is_none());
    }

    #[test]
    fn an_envelope_opens_only_for_its_account_its_key_and_its_purpose() {
        let (key, envelope) = sealed();
        for place in [Place { account: "wu", ..HERE }, Place { key_id: "k2", ..HERE }] {
            assert!(envelope.open_with_pin("204681", place).unwrap().is_none());
        }
        let wrapping = Key::random().unwrap();
        let device = Envelope::under_device(&key, &wrapping, HERE).unwrap();
        assert_eq!(device.open_with_device(&wrapping, HERE).unwrap().unwrap().bytes(), key.bytes());
        assert!(device.open(&wrapping, Purpose::Pin, HERE).unwrap().is_none());
    }

    #[test]
    fn no_changed_byte_of_an_envelope_passes() {
        let (_, envelope) = sealed();
        let wrapping =
            envelope.stretch.as_ref().map(|(cost, salt)| cost.stretch("204681", salt).unwrap()).unwrap();
        for at in 0..envelope.sealed.len() {
            let mut changed = envelope.clone();
            changed.sealed[at] ^= 1;
            assert!(changed.open(&wrapping, Purpose::Pin, HERE).unwrap().is_none(), "byte {at}");
            assert_ne!(changed.checksum(Purpose::Pin), envelope.checksum(Purpose::Pin));
        }
        for at in 0..envelope.nonce.len() {
            let mut changed = envelope.clone();
            changed.nonce[at] ^= 1;
            assert!(changed.open(&wrapping, Purpose::Pin, HERE).unwrap().is_none(), "nonce byte {at}");
        }
    }

    #[test]
    fn no_two_envelopes_share_a_salt_or_a_nonce() {
        let key = Key::random().unwrap();
        let one = Envelope::under_pin(&key, "204681", HERE).unwrap();
        let two = Envelope::under_pin(&key, "204681", HERE).unwrap();
        assert_ne!(one.stretch, two.stretch);
        assert_ne!(one.nonce, two.nonce);
        assert_ne!(one.sealed, two.sealed);
    }

    #[test]
    fn a_cost_that_would_exhaust_the_phone_is_damage() {
        let huge = Cost { memory_kib: 4 * 1024 * 1024, passes: 1, lanes: 1 };
        assert_eq!(huge.stretch("204681", &[0; 16]).unwrap_err(), VaultError::Damaged(Part::Envelope));
    }
}
