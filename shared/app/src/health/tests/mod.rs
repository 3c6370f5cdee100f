mod mapping;
mod sifting;
mod taking;

use crate::{HealthKind, HealthReading, support::millis};

/// A reading of a home device that took no time.
fn reading(id: &str, kind: HealthKind, at: &str, values: &[i64]) -> HealthReading {
    HealthReading {
        id: id.to_owned(),
        kind,
        start_ms: millis(at),
        end_ms: millis(at),
        values: values.to_vec(),
        device: "OMRON HEM-7136".to_owned(),
        source: "Omron Connect".to_owned(),
        typed: false,
    }
}
