//! What the hospital's answer about one entry means.

use kangban_fhir::{EntryResponse, Instant, Resource};

/// Why the hospital does not take an entry as it is. Each becomes a sentence that the patient can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// 400, 422 …: something in it is wrong.
    Invalid,
    /// 403: this patient may not write it.
    Forbidden,
    /// 413: it is too large.
    TooLarge,
    /// 409, 412, and what the hospital has differs.
    Conflict,
    /// 404, 410: what it corrects is gone.
    Gone,
    /// 405, 415, 501 …: the hospital does not take this kind of entry.
    Unsupported,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Invalid, Self::Forbidden, Self::TooLarge, Self::Conflict, Self::Gone, Self::Unsupported];

    /// Its code, as the outbox keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Forbidden => "forbidden",
            Self::TooLarge => "too-large",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::Unsupported => "unsupported",
        }
    }

    /// The refusal with that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }
}

/// How an upload ended for one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The entry's type.
    pub resource_type: String,
    /// The entry's id.
    pub id: String,
    /// The change counter it was sent with.
    pub sent: u32,
    /// How it ended.
    pub end: SettledEnd,
}

/// The hospital's word about one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettledEnd {
    /// It has it.
    Confirmed {
        /// As this version, opaque.
        version_id: String,
        /// Since this moment, by the hospital's clock.
        last_updated: String,
    },
    /// It does not take it as it is.
    Refused(Refusal),
}

/// What an answer about one entry means for the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Settled(SettledEnd),
    /// Read what the hospital has, and compare.
    Compare,
    /// Try again later.
    Later,
    /// Sign in again first.
    Token,
}

/// The verdict of a status, for one entry alone.
pub(crate) fn of_status(status: u16) -> Verdict {
    match status {
        401 => Verdict::Token,
        403 => Verdict::Settled(SettledEnd::Refused(Refusal::Forbidden)),
        404 | 410 => Verdict::Settled(SettledEnd::Refused(Refusal::Gone)),
        200..=299 | 409 | 412 => Verdict::Compare,
        413 => Verdict::Settled(SettledEnd::Refused(Refusal::TooLarge)),
        405 | 406 | 415 | 501 => Verdict::Settled(SettledEnd::Refused(Refusal::Unsupported)),
        408 | 425 | 429 => Verdict::Later,
        400..=499 => Verdict::Settled(SettledEnd::Refused(Refusal::Invalid)),
        _ => Verdict::Later,
    }
}

/// The verdict of an entry's answer in a batch.
pub(crate) fn of_entry(response: &EntryResponse) -> Verdict {
    let Some(status) = response.code() else { return Verdict::Later };
    if (200..300).contains(&status)
        && let (Some(version), Some(at)) = (response.version_id(), &response.last_modified)
    {
        return Verdict::Settled(confirmed(version, at));
    }
    of_status(status)
}

/// The verdict of what the hospital has, beside what was sent.
pub(crate) fn of_comparison(sent: &Resource, theirs: &Resource) -> Verdict {
    if !same_content(sent, theirs) {
        return Verdict::Settled(SettledEnd::Refused(Refusal::Conflict));
    }
    match (theirs.version_id(), theirs.last_updated()) {
        (Some(version), Some(at)) => Verdict::Settled(confirmed(version, &at)),
        // A server that names no version still has it; the entry is its own version.
        (version, at) => Verdict::Settled(SettledEnd::Confirmed {
            version_id: version.unwrap_or("1").to_owned(),
            last_updated: at.map(|at| at.as_str().to_owned()).unwrap_or_default(),
        }),
    }
}

/// Whether the hospital has what was sent. A Binary's bytes never change under its id, and the device holds them apart.
fn same_content(sent: &Resource, theirs: &Resource) -> bool {
    if sent.resource_type() != "Binary" {
        return sent.says_the_same_as(theirs);
    }
    let without_data = |binary: &Resource| {
        let mut binary = binary.clone();
        binary.json_mut().shift_remove("data");
        binary
    };
    without_data(sent).says_the_same_as(&without_data(theirs))
}

pub(crate) fn confirmed(version: &str, at: &Instant) -> SettledEnd {
    SettledEnd::Confirmed { version_id: version.to_owned(), last_updated: at.as_str().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_meaning_and_none_loses_the_entry() {
        let refused = |refusal| Verdict::Settled(SettledEnd::Refused(refusal));
        for (status, wanted) in [
            (200, Verdict::Compare),
            (401, Verdict::Token),
            (400, refused(Refusal::Invalid)),
            (422, refused(Refusal::Invalid)),
            (403, refused(Refusal::Forbidden)),
            (404, refused(Refusal::Gone)),
            (410, refused(Refusal::Gone)),
            (409, Verdict::Compare),
            (412, Verdict::Compare),
            (413, refused(Refusal::TooLarge)),
            (415, refused(Refusal::Unsupported)),
            (429, Verdict::Later),
            (500, Verdict::Later),
            (503, Verdict::Later),
            (302, Verdict::Later),
        ] {
            assert_eq!(of_status(status), wanted, "{status}");
        }
    }

    #[test]
    fn every_refusal_is_found_again_by_its_code() {
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::from_code(refusal.code()), Some(refusal));
        }
    }

    #[test]
    fn what_the_hospital_has_decides_after_a_conflict() {
        let read = |text: &str| Resource::parse(text).unwrap();
        let ours = read(r#"{"resourceType":"Observation","id":"1","valueInteger":8}"#);
        let same = read(
            r#"{"resourceType":"Observation","id":"1","meta":{"versionId":"2","lastUpdated":"2026-11-22T08:00:00Z"},"valueInteger":8}"#,
        );
        let other = read(r#"{"resourceType":"Observation","id":"1","valueInteger":3}"#);
        assert_eq!(
            of_comparison(&ours, &same),
            Verdict::Settled(SettledEnd::Confirmed {
                version_id: "2".to_owned(),
                last_updated: "2026-11-22T08:00:00Z".to_owned()
            })
        );
        assert_eq!(of_comparison(&ours, &other), Verdict::Settled(SettledEnd::Refused(Refusal::Conflict)));
    }
}
