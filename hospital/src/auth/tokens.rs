//! Access tokens: signed, short-lived, checked without a look in the database.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError, RwLock},
};

use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use super::{AuthError, Caller, grant::Grant, keys::SigningKey, secrets};

/// The claims of an access token (RFC 9068 with SMART's).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    pub(crate) sub: String,
    pub(crate) client_id: String,
    pub(crate) scope: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) patient: Option<String>,
    pub(crate) name: String,
    /// The family, so that a revoked sign-in ends at once.
    pub(crate) sid: String,
    pub(crate) jti: String,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

#[derive(Serialize)]
struct IdClaims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    #[serde(rename = "fhirUser")]
    fhir_user: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    iat: i64,
    exp: i64,
}

/// Signs and verifies.
pub(crate) struct Tokens {
    key: SigningKey,
    /// The FHIR base URL: issuer and audience.
    base: String,
    lifetime: i64,
    /// Callers of tokens that were verified, by digest. Verifying a signature costs more than most reads.
    verified: Mutex<HashMap<Vec<u8>, (Caller, String, i64)>>,
    /// Revoked families, until the last of their access tokens is over.
    revoked: RwLock<HashMap<String, i64>>,
}

const REMEMBERED: usize = 20_000;

impl Tokens {
    pub(crate) fn new(key: SigningKey, base: String, lifetime_s: u32) -> Self {
        Self {
            key,
            base,
            lifetime: i64::from(lifetime_s),
            verified: Mutex::new(HashMap::new()),
            revoked: RwLock::new(HashMap::new()),
        }
    }

    pub(crate) fn key(&self) -> &SigningKey {
        &self.key
    }

    pub(crate) fn lifetime(&self) -> i64 {
        self.lifetime
    }

    pub(crate) fn access(
        &self,
        grant: &Grant,
        scope: &str,
        family: &str,
        now_ms: i64,
    ) -> Result<String, AuthError> {
        let now = now_ms / 1000;
        self.sign(&Claims {
            iss: self.base.clone(),
            aud: self.base.clone(),
            sub: grant.fhir_user.clone(),
            client_id: grant.client.clone(),
            scope: scope.to_owned(),
            patient: grant.patient.clone(),
            name: grant.display.clone(),
            sid: family.to_owned(),
            jti: secrets::random_token()?,
            iat: now,
            exp: now + self.lifetime,
        })
    }

    pub(crate) fn id(&self, grant: &Grant, now_ms: i64) -> Result<String, AuthError> {
        let now = now_ms / 1000;
        self.sign(&IdClaims {
            iss: &self.base,
            aud: &grant.client,
            sub: &grant.fhir_user,
            fhir_user: format!("{}/{}", self.base, grant.fhir_user),
            name: &grant.display,
            nonce: grant.nonce.as_deref(),
            iat: now,
            exp: now + self.lifetime,
        })
    }

    fn sign(&self, claims: &impl Serialize) -> Result<String, AuthError> {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.key.id.clone());
        Ok(jsonwebtoken::encode(&header, claims, &self.key.sign)?)
    }

    /// Reads the claims of a token that we signed and that is not over.
    pub(crate) fn claims(&self, token: &str, now_ms: i64) -> Option<Claims> {
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_issuer(&[&self.base]);
        validation.set_audience(&[&self.base]);
        // Time comes from our own clock, below.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.key.verify, &validation).ok()?.claims;
        (claims.exp > now_ms / 1000 && !self.is_revoked(&claims.sid)).then_some(claims)
    }

    /// The caller whom a token speaks for, if it is good.
    pub(crate) fn caller(&self, token: &str, now_ms: i64) -> Option<Caller> {
        let digest = secrets::digest(token);
        let known = self.verified.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned();
        if let Some((caller, family, exp)) = known {
            return (exp > now_ms / 1000 && !self.is_revoked(&family)).then_some(caller);
        }
        let claims = self.claims(token, now_ms)?;
        let grant = Grant {
            client: claims.client_id,
            fhir_user: claims.sub,
            display: claims.name,
            scope: String::new(),
            patient: claims.patient,
            nonce: None,
        };
        let caller = grant.caller(&claims.scope)?;
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if verified.len() >= REMEMBERED {
            verified.retain(|_, (_, _, exp)| *exp > now_ms / 1000);
            if verified.len() >= REMEMBERED {
                verified.clear();
            }
        }
        verified.insert(digest, (caller.clone(), claims.sid, claims.exp));
        Some(caller)
    }

    fn is_revoked(&self, family: &str) -> bool {
        self.revoked.read().unwrap_or_else(PoisonError::into_inner).contains_key(family)
    }

    /// Ends the access tokens of a family at once.
    pub(crate) fn revoke(&self, family: &str, now_ms: i64) {
        let now = now_ms / 1000;
        let mut revoked = self.revoked.write().unwrap_or_else(PoisonError::into_inner);
        revoked.retain(|_, until| *until > now);
        revoked.insert(family.to_owned(), now + self.lifetime + 1);
    }
}
