//! Where sign-in state rests: `auth.db` in the data directory, apart from the clinical records.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::{AuthError, grant::Grant};

/// Numbered and never changed once released.
const MIGRATIONS: &[&str] = &[include_str!("sql/001.sql")];
const DAY_MS: i64 = 86_400_000;

/// The sign-in database.
pub(crate) struct AuthStore {
    connection: Mutex<Connection>,
}

/// A person who can sign in with a password.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) fhir_user: String,
    pub(crate) display: String,
    pub(crate) password: String,
}

/// An invitation as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Invitation {
    pub(crate) patient: String,
    pub(crate) display: String,
    pub(crate) expires: i64,
    pub(crate) used: Option<i64>,
    pub(crate) device: Option<Vec<u8>>,
    pub(crate) family: Option<String>,
}

/// What became of an authorization code that was sent in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CodeOutcome {
    /// It was good; its family stands.
    Redeemed(Grant),
    /// It is unknown, over, or was not sent by the one who asked for it.
    Refused,
    /// It had been redeemed before. The family of the first time is revoked now.
    Replayed { family: String },
}

/// What became of a refresh token that was sent in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// The next one is in place.
    Rotated { family: String, grant: Grant },
    /// Nobody was given this token, or its time is over, or it was revoked.
    Unknown,
    /// A token that had been replaced and whose successor is in use: somebody else has a copy. All of its family
    /// are revoked now.
    Reused { family: String },
}

impl AuthStore {
    /// Opens the database, making or migrating it as needed.
    pub(crate) fn open(path: &Path) -> Result<Self, AuthError> {
        let connection = Connection::open(path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
        }
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let store = Self { connection: Mutex::new(connection) };
        store.migrate()?;
        Ok(store)
    }

    fn migrate(&self) -> Result<(), AuthError> {
        self.write(|transaction| {
            let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            let done = usize::try_from(version).map_err(|_| AuthError::NewerDatabase)?;
            let waiting = MIGRATIONS.get(done..).ok_or(AuthError::NewerDatabase)?;
            for (sql, version) in waiting.iter().zip(version + 1..) {
                transaction.execute_batch(sql)?;
                transaction.pragma_update(None, "user_version", version)?;
            }
            Ok(())
        })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic in another thread rolled its transaction back; the connection itself is sound.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, AuthError>) -> Result<T, AuthError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// A secret of this installation, made by `make` when it is first asked for.
    pub(crate) fn secret(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Vec<u8>, AuthError>,
    ) -> Result<Vec<u8>, AuthError> {
        self.write(|transaction| {
            let known = transaction
                .query_row("SELECT value FROM secret WHERE name = ?1", [name], |row| row.get(0))
                .optional()?;
            if let Some(value) = known {
                return Ok(value);
            }
            let value = make()?;
            transaction.execute("INSERT INTO secret (name, value) VALUES (?1, ?2)", params![name, value])?;
            Ok(value)
        })
    }

    /// Makes or replaces an account.
    pub(crate) fn put_account(&self, username: &str, account: &Account) -> Result<(), AuthError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO account (username, fhir_user, display, password) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (username) DO UPDATE SET fhir_user = ?2, display = ?3, password = ?4",
                params![username, account.fhir_user, account.display, account.password],
            )?;
            Ok(())
        })
    }

    pub(crate) fn account(&self, username: &str) -> Result<Option<Account>, AuthError> {
        Ok(self
            .lock()
            .query_row(
                "SELECT fhir_user, display, password FROM account WHERE username = ?1",
                [username],
                |row| Ok(Account { fhir_user: row.get(0)?, display: row.get(1)?, password: row.get(2)? }),
            )
            .optional()?)
    }

    /// Keeps an authorization request while its page is open, and forgets those that are over.
    pub(crate) fn put_sign_in(
        &self,
        hash: &[u8],
        browser: &[u8],
        request: &str,
        now: i64,
        expires: i64,
    ) -> Result<(), AuthError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM sign_in WHERE expires < ?1", [now])?;
            transaction.execute("DELETE FROM code WHERE expires < ?1", [now - DAY_MS])?;
            transaction.execute("DELETE FROM family WHERE expires < ?1", [now - DAY_MS])?;
            transaction.execute(
                "INSERT INTO sign_in (hash, browser, request, expires) VALUES (?1, ?2, ?3, ?4)",
                params![hash, browser, request, expires],
            )?;
            Ok(())
        })
    }

    /// The request of an open page, if this is the browser that opened it.
    pub(crate) fn sign_in(&self, hash: &[u8], browser: &[u8], now: i64) -> Result<Option<String>, AuthError> {
        Ok(self
            .lock()
            .query_row(
                "SELECT request FROM sign_in WHERE hash = ?1 AND browser = ?2 AND expires >= ?3",
                params![hash, browser, now],
                |row| row.get(0),
            )
            .optional()?)
    }

    /// Turns an open page into an authorization code.
    pub(crate) fn put_code(
        &self,
        page: &[u8],
        hash: &[u8],
        request: &str,
        expires: i64,
    ) -> Result<(), AuthError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM sign_in WHERE hash = ?1", [page])?;
            transaction.execute(
                "INSERT INTO code (hash, request, expires) VALUES (?1, ?2, ?3)",
                params![hash, request, expires],
            )?;
            Ok(())
        })
    }

    /// Redeems an authorization code. `check` sees its request and gives the grant, or refuses and leaves the code
    /// as it was. A code that comes a second time costs the first its tokens (RFC 6749 §4.1.2).
    pub(crate) fn redeem_code(
        &self,
        hash: &[u8],
        now: i64,
        check: impl FnOnce(&str) -> Option<Grant>,
        family: &NewFamily<'_>,
    ) -> Result<CodeOutcome, AuthError> {
        self.write(|transaction| {
            let row: Option<(String, i64, Option<String>)> = transaction
                .query_row("SELECT request, expires, family FROM code WHERE hash = ?1", [hash], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()?;
            let Some((request, expires, redeemed)) = row else { return Ok(CodeOutcome::Refused) };
            if let Some(family) = redeemed {
                revoke(transaction, &family, now)?;
                return Ok(CodeOutcome::Replayed { family });
            }
            if expires < now {
                return Ok(CodeOutcome::Refused);
            }
            let Some(grant) = check(&request) else { return Ok(CodeOutcome::Refused) };
            transaction.execute("UPDATE code SET family = ?2 WHERE hash = ?1", params![hash, family.id])?;
            insert_family(transaction, family, &grant)?;
            Ok(CodeOutcome::Redeemed(grant))
        })
    }

    /// Puts an invitation in place of whatever its code stood for; earlier open ones of the patient end.
    pub(crate) fn put_invitation(
        &self,
        hash: &[u8],
        patient: &str,
        display: &str,
        now: i64,
        expires: i64,
    ) -> Result<(), AuthError> {
        self.write(|transaction| {
            transaction.execute(
                "UPDATE invitation SET expires = MIN(expires, ?2) WHERE patient = ?1 AND used IS NULL",
                params![patient, now - 1],
            )?;
            transaction.execute(
                "INSERT INTO invitation (hash, patient, display, created, expires) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (hash) DO UPDATE SET patient = ?2, display = ?3, created = ?4, expires = ?5,
                 used = NULL, device = NULL, family = NULL",
                params![hash, patient, display, now, expires],
            )?;
            Ok(())
        })
    }

    /// Redeems an invitation. `decide` judges it; when it accepts, the invitation is used by `device` and the
    /// family stands. The family of an earlier answer that was lost is revoked, and named beside the grant.
    pub(crate) fn redeem_invitation<E>(
        &self,
        hash: &[u8],
        device: Option<&[u8]>,
        now: i64,
        decide: impl FnOnce(Option<&Invitation>, bool) -> Result<Grant, E>,
        family: &NewFamily<'_>,
    ) -> Result<Result<(Grant, Option<String>), E>, AuthError> {
        self.write(|transaction| {
            let invitation = transaction
                .query_row(
                    "SELECT patient, display, expires, used, device, family FROM invitation WHERE hash = ?1",
                    [hash],
                    |row| {
                        Ok(Invitation {
                            patient: row.get(0)?,
                            display: row.get(1)?,
                            expires: row.get(2)?,
                            used: row.get(3)?,
                            device: row.get(4)?,
                            family: row.get(5)?,
                        })
                    },
                )
                .optional()?;
            // Tokens that were already used show that the first answer did arrive.
            let arrived = match invitation.as_ref().and_then(|invitation| invitation.family.as_deref()) {
                Some(earlier) => transaction
                    .query_row("SELECT current IS NOT NULL FROM family WHERE id = ?1", [earlier], |row| {
                        row.get(0)
                    })
                    .optional()?
                    .unwrap_or(true),
                None => false,
            };
            let grant = match decide(invitation.as_ref(), arrived) {
                Ok(grant) => grant,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let earlier = invitation.and_then(|invitation| invitation.family);
            if let Some(earlier) = &earlier {
                revoke(transaction, earlier, now)?;
            }
            transaction.execute(
                "UPDATE invitation SET used = COALESCE(used, ?2), device = ?3, family = ?4 WHERE hash = ?1",
                params![hash, now, device, family.id],
            )?;
            insert_family(transaction, family, &grant)?;
            Ok(Ok((grant, earlier)))
        })
    }

    /// Exchanges a refresh token for the next one.
    ///
    /// The last used token of a family stays good until one of its successors is used, so that an answer that got
    /// lost never locks anybody out. Whatever is older is a copy in the wrong hands.
    pub(crate) fn rotate(
        &self,
        hash: &[u8],
        client: Option<&str>,
        next: &[u8],
        now: i64,
        rests_until: impl FnOnce(&Grant) -> i64,
    ) -> Result<Rotation, AuthError> {
        self.write(|transaction| {
            type Row = (String, Option<Vec<u8>>, String, Option<Vec<u8>>, i64, Option<i64>);
            let row: Option<Row> = transaction
                .query_row(
                    "SELECT r.family, r.parent, f.grant_json, f.current, f.expires, f.revoked
                     FROM refresh_token r JOIN family f ON f.id = r.family WHERE r.hash = ?1",
                    [hash],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)),
                )
                .optional()?;
            let Some((family, parent, grant, current, expires, revoked)) = row else {
                return Ok(Rotation::Unknown);
            };
            let grant: Grant = serde_json::from_str(&grant)?;
            if revoked.is_some() || expires < now || client.is_some_and(|client| client != grant.client) {
                return Ok(Rotation::Unknown);
            }
            let again = current.as_deref() == Some(hash);
            if !again && parent != current {
                revoke(transaction, &family, now)?;
                return Ok(Rotation::Reused { family });
            }
            transaction.execute(
                "UPDATE family SET current = ?2, expires = ?3 WHERE id = ?1",
                params![family, hash, rests_until(&grant)],
            )?;
            transaction.execute(
                "INSERT INTO refresh_token (hash, family, parent) VALUES (?1, ?2, ?3)",
                params![next, family, hash],
            )?;
            Ok(Rotation::Rotated { family, grant })
        })
    }

    /// Revokes the family of a refresh token, if there is one. Gives its id.
    pub(crate) fn revoke_by_refresh(&self, hash: &[u8], now: i64) -> Result<Option<String>, AuthError> {
        self.write(|transaction| {
            let family: Option<String> = transaction
                .query_row("SELECT family FROM refresh_token WHERE hash = ?1", [hash], |row| row.get(0))
                .optional()?;
            if let Some(family) = &family {
                revoke(transaction, family, now)?;
            }
            Ok(family)
        })
    }

    /// Revokes a family.
    pub(crate) fn revoke(&self, family: &str, now: i64) -> Result<(), AuthError> {
        self.write(|transaction| revoke(transaction, family, now))
    }

    /// The families that were revoked at or after a time.
    pub(crate) fn revoked_since(&self, since: i64) -> Result<Vec<String>, AuthError> {
        let connection = self.lock();
        let mut statement = connection.prepare("SELECT id FROM family WHERE revoked >= ?1")?;
        let families = statement.query_map([since], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(families)
    }
}

/// A family about to be made, with the hash of its first refresh token when it gets one.
pub(crate) struct NewFamily<'a> {
    pub(crate) id: &'a str,
    pub(crate) refresh: &'a [u8],
    /// Until when it rests unused, by what was granted.
    pub(crate) expires: &'a dyn Fn(&Grant) -> i64,
}

fn insert_family(
    transaction: &Transaction<'_>,
    family: &NewFamily<'_>,
    grant: &Grant,
) -> Result<(), AuthError> {
    transaction.execute(
        "INSERT INTO family (id, grant_json, expires) VALUES (?1, ?2, ?3)",
        params![family.id, serde_json::to_string(grant)?, (family.expires)(grant)],
    )?;
    transaction.execute(
        "INSERT INTO refresh_token (hash, family) VALUES (?1, ?2)",
        params![family.refresh, family.id],
    )?;
    Ok(())
}

fn revoke(transaction: &Transaction<'_>, family: &str, now: i64) -> Result<(), AuthError> {
    transaction
        .execute("UPDATE family SET revoked = COALESCE(revoked, ?2) WHERE id = ?1", params![family, now])?;
    Ok(())
}
