-- Sign-in state. Nothing here opens anything by itself: passwords are Argon2id, every token and code is a hash.
-- Times are milliseconds since 1970.

CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

CREATE TABLE account (
  username TEXT PRIMARY KEY,
  fhir_user TEXT NOT NULL,          -- Practitioner/id or Patient/id
  display TEXT NOT NULL,
  password TEXT NOT NULL            -- PHC string
) STRICT;

-- An authorization request whose page is open in some browser.
CREATE TABLE sign_in (
  hash BLOB PRIMARY KEY,
  browser BLOB NOT NULL,            -- hash of the cookie of that browser
  request TEXT NOT NULL,            -- JSON
  expires INTEGER NOT NULL
) STRICT;

CREATE TABLE code (
  hash BLOB PRIMARY KEY,
  request TEXT NOT NULL,            -- JSON: client, redirect_uri, challenge, grant
  expires INTEGER NOT NULL,
  family TEXT                       -- set when it was redeemed
) STRICT;

-- All tokens that descend from one sign-in.
CREATE TABLE family (
  id TEXT PRIMARY KEY,
  grant_json TEXT NOT NULL,
  current BLOB,                     -- the refresh token that was used last; its successors wait for their first use
  expires INTEGER NOT NULL,
  revoked INTEGER
) STRICT;

CREATE TABLE refresh_token (
  hash BLOB PRIMARY KEY,
  family TEXT NOT NULL REFERENCES family (id) ON DELETE CASCADE,
  parent BLOB                       -- the token it was given for; null for the first
) STRICT;
CREATE INDEX refresh_token_family ON refresh_token (family);

CREATE TABLE invitation (
  hash BLOB PRIMARY KEY,            -- Argon2id of the code with the installation's salt
  patient TEXT NOT NULL,
  display TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER,
  device BLOB,                      -- hash of the nonce of the device that used it
  family TEXT
) STRICT;
CREATE INDEX invitation_patient ON invitation (patient);
