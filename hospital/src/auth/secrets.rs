//! Random secrets and how they are kept: as hashes only.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::AuthError;

/// A random secret of 256 bits in URL-safe text.
pub(crate) fn random_token() -> Result<String, AuthError> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], AuthError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| AuthError::NoRandomness)?;
    Ok(bytes)
}

/// The hash under which a random secret is kept. It needs no stretching: it has 256 bits.
pub(crate) fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Whether `verifier` is the one whose S256 challenge was given (RFC 7636).
pub(crate) fn pkce_matches(verifier: &str, challenge: &str) -> bool {
    let well_formed = (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    well_formed && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == challenge
}

/// 19 MiB and two passes, the OWASP password storage recommendation for Argon2id.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// A password as a PHC string.
pub(crate) fn hash_password(password: &str) -> Result<String, AuthError> {
    let salt = random::<16>()?;
    let hash =
        argon2().hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| AuthError::Hashing)?;
    Ok(hash.to_string())
}

/// Whether a password is the one behind a PHC string.
pub(crate) fn verify_password(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// A short code stretched with the installation's salt, so that it can be looked up but not read back.
pub(crate) fn stretch(code: &str, salt: &[u8]) -> Result<Vec<u8>, AuthError> {
    let mut out = vec![0; 32];
    argon2().hash_password_into(code.as_bytes(), salt, &mut out).map_err(|_| AuthError::Hashing)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_verified_and_never_kept_in_plain() {
        let phc = hash_password("correct horse").expect("it hashes");
        assert!(phc.starts_with("$argon2id$"));
        assert!(!phc.contains("correct"));
        assert!(verify_password("correct horse", &phc));
        assert!(!verify_password("correct house", &phc));
        assert!(!verify_password("correct horse", "not a hash"));
    }

    #[test]
    fn pkce_follows_the_example_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert!(pkce_matches(verifier, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        assert!(!pkce_matches("short", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        assert!(!pkce_matches(&verifier.replace('d', "e"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
    }
}
