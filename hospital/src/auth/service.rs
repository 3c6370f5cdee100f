//! The authority itself: what may be asked of it, without HTTP.

use std::{net::IpAddr, path::PathBuf, sync::Arc};

use serde::Deserialize;

use super::{
    AuthError, Caller, Client, FailureLimit, PATIENT_APP,
    clients::{self, Audience},
    grant::{self, Grant},
    invitation,
    keys::SigningKey,
    secrets,
    store::{Account, AuthStore, CodeOutcome, NewFamily, Rotation},
    throttle::Throttle,
    tokens::Tokens,
};
use crate::{auth::Scopes, clock::Clock};

/// How long things last, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lifetimes {
    /// An access token.
    pub access: u32,
    /// A patient's sign-in since it was last used.
    pub patient: u32,
    /// A clinician's sign-in since it was last used.
    pub clinician: u32,
    /// An invitation.
    pub invitation: u32,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self { access: 600, patient: 180 * 86_400, clinician: 12 * 3600, invitation: 7 * 86_400 }
    }
}

/// An authorization code lasts long enough for a slow network, and no longer.
const CODE_MS: i64 = 120_000;
/// A sign-in page may stay open for as long.
const PAGE_MS: i64 = 30 * 60_000;
/// For so long the device that used an invitation may ask again, when the answer got lost.
const LOST_ANSWER_MS: i64 = 15 * 60_000;

/// What the authority has to be told.
#[derive(Debug, Clone)]
pub struct AuthSettings {
    /// Where its database and key live.
    pub data: PathBuf,
    /// Where browsers find the hospital, as in `https://hospital.example`.
    pub origin: String,
    /// Apps beside our own two pages.
    pub clients: Vec<Client>,
    /// How long things last.
    pub lifetimes: Lifetimes,
    /// When guessing is slowed down.
    pub sign_in_failures: FailureLimit,
}

/// The authority. Cheap to clone.
#[derive(Clone)]
pub struct Auth(Arc<Inner>);

struct Inner {
    store: AuthStore,
    tokens: Tokens,
    clients: Vec<Client>,
    origin: String,
    base: String,
    lifetimes: Lifetimes,
    throttle: Throttle,
    clock: Clock,
    code_salt: Vec<u8>,
    /// A hash of no password, verified when a name is unknown, so that time does not tell which names exist.
    decoy: String,
}

/// A new invitation. The code is told once and kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationIssued {
    /// The code in two groups.
    pub code: String,
    /// Until when it is good, in milliseconds since 1970.
    pub expires_ms: i64,
}

/// Why an invitation code was refused: the words of `kangban_reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InvitationRefusal {
    Unknown,
    Expired,
    Used,
    TooManyAttempts { wait_s: u64 },
}

/// Why a password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PasswordRefusal {
    Wrong,
    /// The person exists but this app is not for them.
    NotForThisApp,
    TooManyAttempts {
        wait_s: u64,
    },
}

/// What goes into an authorization code.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct CodeRequest {
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) grant: Grant,
}

/// Tokens to hand out.
#[derive(Debug, Clone)]
pub(crate) struct TokenSet {
    pub(crate) access: String,
    pub(crate) refresh: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) grant: Grant,
    pub(crate) scope: String,
    pub(crate) expires_in: i64,
}

impl Auth {
    /// Opens the authority's state, making it on first start.
    pub fn open(settings: AuthSettings, clock: Clock) -> Result<Self, AuthError> {
        std::fs::create_dir_all(&settings.data)?;
        let store = AuthStore::open(&settings.data.join("auth.db"))?;
        let base = format!("{}/fhir", settings.origin);
        let key = SigningKey::open(&settings.data)?;
        let tokens = Tokens::new(key, base.clone(), settings.lifetimes.access);
        let now = clock.now_ms();
        for family in store.revoked_since(now - i64::from(settings.lifetimes.access) * 1000)? {
            tokens.revoke(&family, now);
        }
        let code_salt = store.secret("invitation-salt", || Ok(secrets::random::<16>()?.to_vec()))?;
        let mut clients = clients::our_own(&settings.origin);
        clients.extend(settings.clients);
        Ok(Self(Arc::new(Inner {
            store,
            tokens,
            clients,
            base,
            origin: settings.origin,
            lifetimes: settings.lifetimes,
            throttle: Throttle::new(settings.sign_in_failures),
            decoy: secrets::hash_password(&secrets::random_token()?)?,
            clock,
            code_salt,
        })))
    }

    /// Who a bearer token speaks for, if it is good now.
    pub fn caller(&self, token: &str) -> Option<Caller> {
        self.0.tokens.caller(token, self.0.clock.now_ms())
    }

    /// An access token as a sign-in gives it, for tests of what lies behind the sign-in.
    #[cfg(test)]
    pub(crate) fn token_for(&self, client: &str, fhir_user: &str, scope: &str) -> String {
        let grant = Grant {
            client: client.to_owned(),
            fhir_user: fhir_user.to_owned(),
            display: fhir_user.to_owned(),
            scope: scope.to_owned(),
            patient: fhir_user.strip_prefix("Patient/").map(str::to_owned),
            nonce: None,
        };
        self.0.tokens.access(&grant, scope, "test", self.now_ms()).unwrap_or_default()
    }

    /// The FHIR base URL, which is also the issuer.
    pub fn base(&self) -> &str {
        &self.0.base
    }

    /// Makes or replaces a login. `fhir_user` is `Practitioner/id` or `Patient/id`.
    pub fn put_account(
        &self,
        username: &str,
        password: &str,
        fhir_user: &str,
        display: &str,
    ) -> Result<(), AuthError> {
        grant::role(fhir_user).ok_or(AuthError::FhirUser)?;
        let account = Account {
            fhir_user: fhir_user.to_owned(),
            display: display.to_owned(),
            password: secrets::hash_password(password)?,
        };
        self.0.store.put_account(&username.to_lowercase(), &account)
    }

    /// Issues a new invitation for a patient; an earlier one that was not used ends.
    pub fn invite(&self, patient: &str, display: &str) -> Result<InvitationIssued, AuthError> {
        self.invite_with(&invitation::new_code()?, patient, display)
    }

    /// Issues an invitation with a given code: for a demo, whose code is printed and public anyway.
    pub fn invite_with(
        &self,
        code: &str,
        patient: &str,
        display: &str,
    ) -> Result<InvitationIssued, AuthError> {
        let now = self.0.clock.now_ms();
        let expires_ms = now + i64::from(self.0.lifetimes.invitation) * 1000;
        let plain = invitation::normalise(code).ok_or(AuthError::Hashing)?;
        let hash = secrets::stretch(&plain, &self.0.code_salt)?;
        self.0.store.put_invitation(&hash, patient, display, now, expires_ms)?;
        Ok(InvitationIssued { code: code.to_owned(), expires_ms })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.0.origin
    }

    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.0.clients.iter().find(|client| client.id == id)
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.0.clock.now_ms()
    }

    /// The origins from which registered apps call.
    pub fn app_origins(&self) -> Vec<String> {
        let origin = |uri: &String| {
            let (scheme, rest) = uri.split_once("://")?;
            let host = rest.split('/').next()?;
            (scheme == "https" || scheme == "http").then(|| format!("{scheme}://{host}"))
        };
        let mut origins: Vec<String> =
            self.0.clients.iter().flat_map(|client| client.redirect_uris.iter().filter_map(origin)).collect();
        origins.sort();
        origins.dedup();
        origins
    }

    // The sign-in page

    /// Keeps a request while its page is open. Gives the page's id; `browser` is the cookie of that browser.
    pub(crate) fn open_page(&self, request: &str, browser: &str) -> Result<String, AuthError> {
        let page = secrets::random_token()?;
        let now = self.now_ms();
        self.0.store.put_sign_in(
            &secrets::digest(&page),
            &secrets::digest(browser),
            request,
            now,
            now + PAGE_MS,
        )?;
        Ok(page)
    }

    /// The request of an open page, if it is open in this browser.
    pub(crate) fn page(&self, page: &str, browser: &str) -> Result<Option<String>, AuthError> {
        self.0.store.sign_in(&secrets::digest(page), &secrets::digest(browser), self.now_ms())
    }

    /// Closes a page with an authorization code.
    pub(crate) fn issue_code(&self, page: &str, request: &CodeRequest) -> Result<String, AuthError> {
        let code = secrets::random_token()?;
        let text = serde_json::to_string(request)?;
        self.0.store.put_code(
            &secrets::digest(page),
            &secrets::digest(&code),
            &text,
            self.now_ms() + CODE_MS,
        )?;
        Ok(code)
    }

    /// Judges a name and password at an app.
    pub(crate) fn check_password(
        &self,
        username: &str,
        password: &str,
        audience: Audience,
        from: IpAddr,
    ) -> Result<Result<(String, String), PasswordRefusal>, AuthError> {
        let now = self.now_ms();
        let username = username.trim().to_lowercase();
        let keys = [format!("name {username}"), format!("address {from}")];
        if let Some(wait_s) = keys.iter().filter_map(|key| self.0.throttle.wait(key, now)).max() {
            return Ok(Err(PasswordRefusal::TooManyAttempts { wait_s }));
        }
        let account = self.0.store.account(&username)?;
        let phc = account.as_ref().map_or(&self.0.decoy, |account| &account.password);
        let right = secrets::verify_password(password, phc);
        let Some(account) = account.filter(|_| right) else {
            for key in &keys {
                self.0.throttle.failed(key, now);
            }
            return Ok(Err(PasswordRefusal::Wrong));
        };
        let fits = match audience {
            Audience::Patient => account.fhir_user.starts_with("Patient/"),
            Audience::Clinician => account.fhir_user.starts_with("Practitioner/"),
        };
        self.0.throttle.succeeded(&keys[0]);
        Ok(if fits { Ok((account.fhir_user, account.display)) } else { Err(PasswordRefusal::NotForThisApp) })
    }

    // Grants

    /// Redeems an invitation for tokens.
    pub(crate) fn redeem_invitation(
        &self,
        code: &str,
        device: Option<&str>,
        scope: &str,
        from: IpAddr,
    ) -> Result<Result<TokenSet, InvitationRefusal>, AuthError> {
        let scope = self.scopes_for(PATIENT_APP, scope);
        let judged = self.judge_invitation(code, device, from, |patient, display| Grant {
            client: PATIENT_APP.to_owned(),
            fhir_user: format!("Patient/{patient}"),
            display: display.to_owned(),
            scope,
            patient: Some(patient.to_owned()),
            nonce: None,
        })?;
        judged
            .map(|(grant, family, refresh)| self.token_set(grant, &family, Some(refresh)))
            .transpose_result()
    }

    /// Uses an invitation on the sign-in page of an app.
    pub(crate) fn sign_in_with_invitation(
        &self,
        code: &str,
        browser: &str,
        from: IpAddr,
    ) -> Result<Result<(String, String), InvitationRefusal>, AuthError> {
        let judged = self.judge_invitation(code, Some(browser), from, |patient, display| Grant {
            client: PATIENT_APP.to_owned(),
            fhir_user: format!("Patient/{patient}"),
            display: display.to_owned(),
            scope: String::new(),
            patient: Some(patient.to_owned()),
            nonce: None,
        })?;
        Ok(judged.map(|(grant, _, _)| (grant.fhir_user, grant.display)))
    }

    fn judge_invitation(
        &self,
        code: &str,
        device: Option<&str>,
        from: IpAddr,
        grant: impl FnOnce(&str, &str) -> Grant,
    ) -> Result<Result<(Grant, String, String), InvitationRefusal>, AuthError> {
        let now = self.now_ms();
        let key = format!("invitation {from}");
        if let Some(wait_s) = self.0.throttle.wait(&key, now) {
            return Ok(Err(InvitationRefusal::TooManyAttempts { wait_s }));
        }
        let Some(plain) = invitation::normalise(code) else {
            self.0.throttle.failed(&key, now);
            return Ok(Err(InvitationRefusal::Unknown));
        };
        let hash = secrets::stretch(&plain, &self.0.code_salt)?;
        let device = device.filter(|nonce| !nonce.is_empty()).map(secrets::digest);
        let (family_id, refresh) = (secrets::random_token()?, secrets::random_token()?);
        let family = NewFamily {
            id: &family_id,
            refresh: &secrets::digest(&refresh),
            expires: &|grant| self.rests_until(grant, now),
        };
        let outcome = self.0.store.redeem_invitation(
            &hash,
            device.as_deref(),
            now,
            |invitation, arrived| {
                let invitation = invitation.ok_or(InvitationRefusal::Unknown)?;
                if let Some(used) = invitation.used {
                    let same_device = device.is_some() && invitation.device == device;
                    if !same_device || arrived || now - used > LOST_ANSWER_MS {
                        return Err(InvitationRefusal::Used);
                    }
                } else if invitation.expires < now {
                    return Err(InvitationRefusal::Expired);
                }
                Ok(grant(&invitation.patient, &invitation.display))
            },
            &family,
        )?;
        Ok(match outcome {
            Ok((grant, earlier)) => {
                if let Some(earlier) = earlier {
                    self.0.tokens.revoke(&earlier, now);
                }
                self.0.throttle.succeeded(&key);
                Ok((grant, family_id, refresh))
            }
            Err(refusal) => {
                self.0.throttle.failed(&key, now);
                Err(refusal)
            }
        })
    }

    /// Redeems an authorization code. `None`: refused.
    pub(crate) fn redeem_code(
        &self,
        code: &str,
        client: &str,
        redirect_uri: &str,
        verifier: &str,
    ) -> Result<Option<TokenSet>, AuthError> {
        let now = self.now_ms();
        let (family_id, refresh) = (secrets::random_token()?, secrets::random_token()?);
        let check = |text: &str| {
            let request: CodeRequest = serde_json::from_str(text).ok()?;
            (request.grant.client == client
                && request.redirect_uri == redirect_uri
                && secrets::pkce_matches(verifier, &request.challenge))
            .then_some(request.grant)
        };
        let family = NewFamily {
            id: &family_id,
            refresh: &secrets::digest(&refresh),
            expires: &|grant| self.rests_until(grant, now),
        };
        match self.0.store.redeem_code(&secrets::digest(code), now, check, &family)? {
            CodeOutcome::Redeemed(grant) => {
                let keeps = self.keeps_signed_in(&grant);
                Ok(Some(self.token_set(grant, &family_id, keeps.then_some(refresh))?))
            }
            CodeOutcome::Refused => Ok(None),
            CodeOutcome::Replayed { family } => {
                self.0.tokens.revoke(&family, now);
                Ok(None)
            }
        }
    }

    /// Exchanges a refresh token; `scope` may narrow the access token. `None`: refused.
    pub(crate) fn refresh(
        &self,
        refresh: &str,
        client: Option<&str>,
        scope: Option<&str>,
    ) -> Result<Option<TokenSet>, AuthError> {
        let now = self.now_ms();
        let next = secrets::random_token()?;
        let (old, new) = (secrets::digest(refresh), secrets::digest(&next));
        let outcome = self.0.store.rotate(&old, client, &new, now, |grant| self.rests_until(grant, now))?;
        match outcome {
            Rotation::Rotated { family, mut grant } => {
                let granted = Scopes::parse(&grant.scope);
                let scope = scope
                    .map_or(granted.clone(), |asked| Scopes::parse(asked).limited_to(&granted))
                    .to_string();
                grant.nonce = None;
                let mut set = self.token_set(grant, &family, Some(next))?;
                if scope != set.scope {
                    set.access = self.0.tokens.access(&set.grant, &scope, &family, now)?;
                    set.scope = scope;
                }
                Ok(Some(set))
            }
            Rotation::Unknown => Ok(None),
            Rotation::Reused { family } => {
                self.0.tokens.revoke(&family, now);
                tracing::warn!(
                    client,
                    "a refresh token came back after its successor was used; its family is revoked"
                );
                Ok(None)
            }
        }
    }

    /// Revokes whatever a refresh or access token belongs to. Gives whether there was anything.
    pub(crate) fn revoke(&self, token: &str) -> Result<bool, AuthError> {
        let now = self.now_ms();
        let family = match self.0.store.revoke_by_refresh(&secrets::digest(token), now)? {
            Some(family) => Some(family),
            None => match self.0.tokens.claims(token, now) {
                Some(claims) => {
                    self.0.store.revoke(&claims.sid, now)?;
                    Some(claims.sid)
                }
                None => None,
            },
        };
        if let Some(family) = &family {
            self.0.tokens.revoke(family, now);
        }
        Ok(family.is_some())
    }

    /// What a client gets of what it asks for.
    pub(crate) fn scopes_for(&self, client: &str, asked: &str) -> String {
        let Some(client) = self.client(client) else { return String::new() };
        let allowed = Scopes::parse(&client.scopes);
        // No scope at all means the client's own; a scope that we do not know means nothing.
        let asked = if asked.trim().is_empty() { allowed.clone() } else { Scopes::parse(asked) };
        asked.limited_to(&allowed).to_string()
    }

    /// Until when a sign-in stays good without being used.
    fn rests_until(&self, grant: &Grant, now: i64) -> i64 {
        let lifetimes = self.0.lifetimes;
        let seconds = match grant::role(&grant.fhir_user) {
            Some(super::Role::Patient(_)) => lifetimes.patient,
            _ => lifetimes.clinician,
        };
        now + i64::from(seconds) * 1000
    }

    /// Whether a sign-in outlives its access token: the app asked for it, or the page is our own.
    fn keeps_signed_in(&self, grant: &Grant) -> bool {
        let scopes = Scopes::parse(&grant.scope);
        scopes.has("offline_access")
            || scopes.has("online_access")
            || self.client(&grant.client).is_some_and(|client| !client.ask)
    }

    fn token_set(&self, grant: Grant, family: &str, refresh: Option<String>) -> Result<TokenSet, AuthError> {
        let now = self.now_ms();
        let scopes = Scopes::parse(&grant.scope);
        let id = if scopes.has("openid") { Some(self.0.tokens.id(&grant, now)?) } else { None };
        Ok(TokenSet {
            access: self.0.tokens.access(&grant, &grant.scope, family, now)?,
            refresh,
            id,
            scope: grant.scope.clone(),
            grant,
            expires_in: self.0.tokens.lifetime(),
        })
    }
}

/// Turns an inner failure out: `Result<Result<T, E>, R>` to `Result<Result<T, R>, E>`.
trait TransposeResult<T, E, R> {
    fn transpose_result(self) -> Result<Result<T, R>, E>;
}

impl<T, E, R> TransposeResult<T, E, R> for Result<Result<T, E>, R> {
    fn transpose_result(self) -> Result<Result<T, R>, E> {
        match self {
            Ok(Ok(value)) => Ok(Ok(value)),
            Ok(Err(error)) => Err(error),
            Err(refusal) => Ok(Err(refusal)),
        }
    }
}
