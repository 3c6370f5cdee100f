//! Ids from a seed: the same seed and the same taps give the same ids.

use uuid::Uuid;

/// A source of UUIDs. Every run starts from 32 fresh random bytes of the device, so that ids never repeat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ids {
    seed: Vec<u8>,
    count: u64,
}

impl Ids {
    pub(crate) fn new(seed: Vec<u8>) -> Self {
        Self { seed, count: 0 }
    }

    /// The next id: a version 5 UUID of seed and counter.
    pub(crate) fn next(&mut self) -> String {
        self.count += 1;
        let mut name = self.seed.clone();
        name.extend(self.count.to_be_bytes());
        Uuid::new_v5(&Uuid::NAMESPACE_OID, &name).to_string()
    }

    /// A number for spreading pauses.
    pub(crate) fn chance(&mut self) -> u64 {
        let id = self.next();
        Uuid::parse_str(&id).map_or(self.count, |id| id.as_u64_pair().1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_another_gives_others() {
        let (mut one, mut same, mut other) =
            (Ids::new(vec![1; 32]), Ids::new(vec![1; 32]), Ids::new(vec![2; 32]));
        let first = one.next();
        assert_eq!(first, same.next());
        assert_ne!(first, one.next());
        assert_ne!(first, other.next());
        assert!(kangban_fhir::Id::parse(first).is_ok());
    }
}
