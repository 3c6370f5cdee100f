//! The key that signs tokens (ES256), kept in the data directory and readable by its owner only.

use std::{fs, io, io::Write as _, path::Path};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, EncodingKey};
use p256::{
    SecretKey,
    elliptic_curve::sec1::ToEncodedPoint as _,
    pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{AuthError, secrets};

const FILE: &str = "signing-key.pem";

/// The signing key with its public half in both forms.
pub(crate) struct SigningKey {
    pub(crate) id: String,
    pub(crate) sign: EncodingKey,
    pub(crate) verify: DecodingKey,
    x: String,
    y: String,
}

impl SigningKey {
    /// Opens the key in `directory`, or makes it there on first start.
    pub(crate) fn open(directory: &Path) -> Result<Self, AuthError> {
        let path = directory.join(FILE);
        let secret = match fs::read_to_string(&path) {
            Ok(pem) => SecretKey::from_pkcs8_pem(&pem).map_err(|_| AuthError::SigningKey)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let secret = generate()?;
                let pem = secret.to_pkcs8_pem(LineEnding::LF).map_err(|_| AuthError::SigningKey)?;
                write_private(&path, pem.as_bytes())?;
                secret
            }
            Err(error) => return Err(error.into()),
        };
        Self::new(&secret)
    }

    fn new(secret: &SecretKey) -> Result<Self, AuthError> {
        let pem = secret.to_pkcs8_pem(LineEnding::LF).map_err(|_| AuthError::SigningKey)?;
        let point = secret.public_key().to_encoded_point(false);
        let coordinate = |bytes: Option<&p256::FieldBytes>| {
            bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).ok_or(AuthError::SigningKey)
        };
        let (x, y) = (coordinate(point.x())?, coordinate(point.y())?);
        // RFC 7638: the thumbprint of the public key's required members in order.
        let thumbprint = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        Ok(Self {
            id: URL_SAFE_NO_PAD.encode(Sha256::digest(thumbprint.as_bytes())),
            sign: EncodingKey::from_ec_pem(pem.as_bytes())?,
            verify: DecodingKey::from_ec_components(&x, &y)?,
            x,
            y,
        })
    }

    /// The public key as a JSON Web Key Set.
    pub(crate) fn jwks(&self) -> Value {
        json!({"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256",
            "kid": self.id, "x": self.x, "y": self.y}]})
    }
}

fn generate() -> Result<SecretKey, AuthError> {
    // All but one in 2^32 draws are valid scalars.
    for _ in 0..16 {
        if let Ok(secret) = SecretKey::from_slice(&secrets::random::<32>()?) {
            return Ok(secret);
        }
    }
    Err(AuthError::NoRandomness)
}

/// Writes a new file that only its owner may read, and puts it in place whole.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(draft, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_reads_it() {
        let directory = tempfile::tempdir().expect("a directory");
        let first = SigningKey::open(directory.path()).expect("a new key");
        let second = SigningKey::open(directory.path()).expect("the same key");
        assert_eq!(first.id, second.id);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(directory.path().join(FILE)).expect("the file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(first.jwks()["keys"][0].get("d").is_none());
    }

    #[test]
    fn a_damaged_key_is_an_error_and_is_left_alone() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join(FILE);
        fs::write(&path, "not a key").expect("written");
        assert!(matches!(SigningKey::open(directory.path()), Err(AuthError::SigningKey)));
        assert_eq!(fs::read_to_string(path).expect("still there"), "not a key");
    }
}
