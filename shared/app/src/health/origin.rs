//! Where an entry comes from that another app or a device measured.

use kangban_fhir::{Choice, Observation, terms};

use crate::text::{Lang, t};

/// The source of a reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The device, or empty.
    device: String,
    /// The app, or empty.
    source: String,
    /// Whether a person typed it in there.
    typed: bool,
}

impl Origin {
    /// In a word or two: the device, else the app.
    pub(crate) fn short(&self, lang: Lang) -> String {
        let named = [&self.device, &self.source].into_iter().find(|name| !name.is_empty());
        named.cloned().unwrap_or_else(|| t!(lang, "origin-unknown"))
    }

    /// All that is known.
    pub(crate) fn long(&self, lang: Lang) -> String {
        let mut parts: Vec<String> =
            [&self.device, &self.source].into_iter().filter(|name| !name.is_empty()).cloned().collect();
        if parts.is_empty() {
            parts.push(t!(lang, "origin-unknown"));
        }
        if self.typed {
            parts.push(t!(lang, "origin-typed"));
        }
        parts.join(" · ")
    }
}

/// The source of an Observation; none for what was recorded in this app or by the hospital.
pub(crate) fn origin(observation: &Observation) -> Option<Origin> {
    let identifiers = observation.identifier().unwrap_or_default();
    identifiers.iter().find(|one| one.system.as_deref() == Some(terms::READING))?;
    let device = observation.device().ok().flatten().and_then(|device| device.display);
    let source = match observation.extension(terms::GATEWAY_DEVICE).and_then(|it| it.value) {
        Some(Choice::Reference(app)) => app.display,
        _ => None,
    };
    let method = observation.method().ok().flatten();
    Some(Origin {
        device: device.unwrap_or_default(),
        source: source.unwrap_or_default(),
        typed: method.is_some_and(|method| method.is(terms::READING_METHOD, terms::TYPED)),
    })
}
