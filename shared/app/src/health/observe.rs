//! From a reading to an Observation: the same codes and units as what the patient types, and where it comes from.

use kangban_fhir::{
    Choice, CodeableConcept, Coding, Decimal, Extension, Identifier, Observation, Period, Reference, terms,
};
use uuid::Uuid;

use crate::{
    catalogue::{Measure, Part, SLEEP},
    effects::{HealthKind, HealthReading},
    event::Clock,
    format, record,
};

/// A clock that runs a little fast is no reason to turn a reading down.
const AHEAD_MS: i64 = 10 * 60 * 1_000;
/// How much longer than from start to end a sleep may be: both are rounded.
const ROUNDING: i64 = 20;
/// A device's or an app's name is cut to so many characters.
const LONGEST_NAME: usize = 80;

/// Why a reading cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unusable {
    #[error("it has no id")]
    NoId,
    #[error("it has more or fewer values than its kind")]
    Values,
    #[error("a value is impossible")]
    Impossible,
    #[error("it ends before it begins, or has not been yet")]
    Time,
}

/// What is measured, as the diary knows it.
pub(super) fn measure(kind: HealthKind) -> Option<&'static Measure> {
    match kind {
        HealthKind::BloodPressure => Measure::with_id("pressure"),
        HealthKind::Glucose => Measure::with_id("glucose"),
        HealthKind::Weight => Measure::with_id("weight"),
        HealthKind::HeartRate => Measure::with_id("heart-rate"),
        HealthKind::OxygenSaturation => Measure::with_id("oxygen"),
        HealthKind::Temperature => Measure::with_id("temperature"),
        HealthKind::Sleep => Some(&SLEEP),
    }
}

/// The id of a reading's Observation. It comes from the platform's id and not from this run's seed: so the same reading
/// is the same entry after a restart and on a second device, too.
pub(super) fn id(patient: &str, reading: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("kangban-reading:{patient}:{reading}").as_bytes()).to_string()
}

/// The entry that a reading becomes.
pub(super) fn observation(
    reading: &HealthReading,
    patient: &str,
    clock: &Clock,
) -> Result<Observation, Unusable> {
    if reading.id.is_empty() {
        return Err(Unusable::NoId);
    }
    let measure = measure(reading.kind).ok_or(Unusable::Values)?;
    let values = values(reading, measure)?;
    if reading.end_ms < reading.start_ms || reading.end_ms > clock.wall_ms.saturating_add(AHEAD_MS) {
        return Err(Unusable::Time);
    }
    let at = format::fhir_moment(clock, reading.start_ms);
    let head = record::Head { id: id(patient, &reading.id), patient, at: at.clone() };
    let mut observation = record::measure(&head, measure, &values);
    if reading.kind == HealthKind::Sleep {
        let night = Period { start: Some(at), end: Some(format::fhir_moment(clock, reading.end_ms)) };
        Choice::clear(observation.json_mut(), "effective");
        Choice::Period(night).put(observation.json_mut(), "effective");
        let activity = Coding::new(terms::OBSERVATION_CATEGORY, "activity").with_display("Activity");
        observation.set("category", &vec![CodeableConcept::from(activity)]);
    }
    name_source(&mut observation, reading);
    Ok(observation)
}

/// The values in the order of the measurement's parts.
fn values(reading: &HealthReading, measure: &Measure) -> Result<Vec<Decimal>, Unusable> {
    if reading.values.len() != measure.parts.len() {
        return Err(Unusable::Values);
    }
    let is_possible = |(value, part): (&i64, &Part)| (part.low * 10..=part.high * 10).contains(value);
    if !reading.values.iter().zip(measure.parts).all(is_possible) {
        return Err(Unusable::Impossible);
    }
    let out_of_order = matches!(reading.values.as_slice(), [upper, lower] if upper <= lower);
    let span = reading.end_ms.saturating_sub(reading.start_ms) / 3_600;
    let longer_than_the_night =
        reading.kind == HealthKind::Sleep && reading.values.iter().any(|hours| *hours > span + ROUNDING);
    if out_of_order || longer_than_the_night {
        return Err(Unusable::Impossible);
    }
    let pairs = reading.values.iter().zip(measure.parts);
    pairs.map(|(value, part)| decimal(*value, part.decimals).ok_or(Unusable::Impossible)).collect()
}

/// Thousandths as a number with at most one digit more than people type: the rest comes from converting units.
fn decimal(thousandths: i64, decimals: usize) -> Option<Decimal> {
    let step = if decimals == 0 { 100 } else { 10 };
    let rounded = (thousandths + step / 2) / step * step;
    let text = format!("{}.{:03}", rounded / 1_000, rounded % 1_000);
    Decimal::parse(text.trim_end_matches('0').trim_end_matches('.')).ok()
}

/// Says by which device and which app it came, and whether a person typed it in there.
fn name_source(observation: &mut Observation, reading: &HealthReading) {
    let named = |name: &str| Reference::default().with_display(name);
    let identifier = Identifier {
        system: Some(terms::READING.to_owned()),
        value: Some(reading.id.clone()),
        ..Identifier::default()
    };
    observation.set("identifier", &vec![identifier]);
    let (device, source) = (tidy(&reading.device), tidy(&reading.source));
    observation.set("device", &(!device.is_empty()).then(|| named(&device)));
    if !source.is_empty() {
        let app = Choice::Reference(named(&source));
        observation.set_extension(&Extension::value(terms::GATEWAY_DEVICE, app));
    }
    if reading.typed {
        let typed = Coding::new(terms::READING_METHOD, terms::TYPED).with_display("Typed in by a person");
        let method = CodeableConcept::from(typed).with_text("在别的应用里手动填写");
        observation.set("method", &Some(method));
    }
}

/// A name on one line, not longer than a name.
fn tidy(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let name = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    name.chars().take(LONGEST_NAME).collect()
}
