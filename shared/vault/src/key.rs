//! Keys: random, wiped when dropped, never printed.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::VaultError;

/// The length of every key here.
pub(crate) const KEY_BYTES: usize = 32;

/// A key of 256 bits. It stays where it was made until it is wiped: moving bytes would leave copies behind.
#[derive(Clone)]
pub(crate) struct Key(Box<Zeroizing<[u8; KEY_BYTES]>>);

impl Key {
    /// A new random key.
    pub(crate) fn random() -> Result<Self, VaultError> {
        Self::derive(fill)
    }

    /// Takes the bytes of a key; none when there are not exactly 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != KEY_BYTES {
            return None;
        }
        let mut key = Self(Box::default());
        key.0.copy_from_slice(bytes);
        Some(key)
    }

    /// Lets a derivation write the key in place.
    pub(crate) fn derive<E>(write: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut key = Self(Box::default());
        write(&mut **key.0)?;
        Ok(key)
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// The statement that opens a database with this as its raw key, without stretching.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // Room for all of it at once: a string that grows leaves copies behind.
        let mut sql = Zeroizing::new(String::with_capacity(2 * KEY_BYTES + 24));
        sql.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter() {
            sql.push(char::from(DIGITS[usize::from(byte >> 4)]));
            sql.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        sql.push_str("'\";");
        sql
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The key that the device's secure hardware hands over to wrap a vault's key with. The shell gets it from the
/// Keychain or the Keystore; it is wiped when dropped.
#[derive(Clone)]
pub struct WrappingKey(Key);

impl WrappingKey {
    /// Takes the 32 bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Key(Box::new(Zeroizing::new(bytes))))
    }

    pub(crate) fn key(&self) -> &Key {
        &self.0
    }
}

impl fmt::Debug for WrappingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrappingKey(…)")
    }
}

/// Fills with random bytes of the system.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|_| VaultError::NoRandomness)
}

/// A random name of 32 hexadecimal digits.
pub(crate) fn random_name() -> Result<String, VaultError> {
    let mut bytes = [0_u8; 16];
    fill(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Whether this can be a [`random_name`].
pub(crate) fn is_random_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_raw_key_to_the_database_and_a_secret_to_a_log() {
        let key = Key::from_slice(&[0xa5; 32]).unwrap();
        assert_eq!(key.pragma().as_str(), format!("PRAGMA key = \"x'{}'\";", "a5".repeat(32)));
        assert_eq!(format!("{key:?}"), "Key(…)");
        assert_eq!(format!("{:?}", WrappingKey::new([7; 32])), "WrappingKey(…)");
    }

    #[test]
    fn no_two_random_keys_are_the_same() {
        assert_ne!(Key::random().unwrap().bytes(), Key::random().unwrap().bytes());
        assert!(is_random_name(&random_name().unwrap()));
    }
}
