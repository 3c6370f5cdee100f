//! Keys, and sealing under them.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Key as AeadKey, Nonce, Payload},
};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::VaultError;

const NONCE: usize = 12;

/// A 256-bit key. Never printed, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) fn random() -> Result<Self, VaultError> {
        let mut key = Self([0; 32]);
        getrandom::fill(&mut key.0)?;
        Ok(key)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// How a PIN is stretched. Kept beside each envelope, so that it can be raised later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretching {
    /// KiB of memory.
    pub(crate) memory: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl Stretching {
    /// Above OWASP's least for Argon2id (19 MiB, 2 passes); a third of a second in a browser.
    pub(crate) const NOW: Self = Self { memory: 32 * 1024, passes: 2, lanes: 1 };

    pub(crate) fn stretch(self, pin: &str, salt: &[u8]) -> Result<Key, VaultError> {
        let fault = |_| VaultError::Damaged("the parameters of the PIN's envelope");
        let params = Params::new(self.memory, self.passes, self.lanes, Some(32)).map_err(fault)?;
        let mut key = Key([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(pin.as_bytes(), salt, &mut key.0)
            .map_err(fault)?;
        Ok(key)
    }
}

/// Random bytes, as for salts and names.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// AES-256-GCM with a random 96-bit nonce in front; `about` is authenticated with it.
pub(crate) fn seal(key: &Key, about: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let cipher = Aes256Gcm::new(&AeadKey::<Aes256Gcm>::from(*key.bytes()));
    let nonce = random::<NONCE>()?;
    let mut out = nonce.to_vec();
    let payload = Payload { msg: plain, aad: about.as_bytes() };
    let sealed = cipher
        .encrypt(&Nonce::<Aes256Gcm>::from(nonce), payload)
        .map_err(|_| VaultError::Failed("too large to seal".to_owned()))?;
    out.extend(sealed);
    Ok(out)
}

/// `None` when the key is another, or anything was changed.
pub(crate) fn open(key: &Key, about: &str, sealed: &[u8]) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE>()?;
    let cipher = Aes256Gcm::new(&AeadKey::<Aes256Gcm>::from(*key.bytes()));
    let payload = Payload { msg: body, aad: about.as_bytes() };
    cipher.decrypt(&Nonce::<Aes256Gcm>::from(*nonce), payload).ok().map(zeroize::Zeroizing::new)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_only_with_its_key_and_what_it_is_about() {
        let key = Key::random().unwrap();
        let mut sealed = seal(&key, "a|b", b"words").unwrap();
        assert_eq!(open(&key, "a|b", &sealed).unwrap().as_slice(), b"words");
        assert!(open(&key, "a|c", &sealed).is_none());
        assert!(open(&Key::random().unwrap(), "a|b", &sealed).is_none());
        *sealed.last_mut().unwrap() ^= 1;
        assert!(open(&key, "a|b", &sealed).is_none());
        assert!(open(&key, "a|b", &sealed[..5]).is_none());
    }

    #[test]
    fn two_seals_of_the_same_differ() {
        let key = Key::random().unwrap();
        assert_ne!(seal(&key, "", b"words").unwrap(), seal(&key, "", b"words").unwrap());
    }
}
