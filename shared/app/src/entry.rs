//! An entry of the diary: what is shown of an Observation, and how far it has come.

use kangban_fhir::{Choice, Datatype, Decimal, Observation, Resource, terms};

use crate::{
    catalogue::{self, MEASURES, Measure, Part, SLEEP, SYMPTOMS, Symptom},
    effects::vault::{OutboxRow, Stored},
    event::Clock,
    format,
    health::{self, Origin},
    model::Seen,
    text::{Lang, t},
    view::{Delivery, DeliveryMark, Role, TimelineRow, TrailStep},
};

/// What an Observation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Symptom(&'static Symptom),
    Measure(&'static Measure),
    /// Something that the hospital recorded and this version has no screen for.
    Other,
}

impl Kind {
    pub(crate) fn of(observation: &Observation) -> Self {
        let Some(concept) = observation.code().ok().flatten() else { return Self::Other };
        let symptom = SYMPTOMS.iter().find(|one| concept.is(one.system, one.code)).map(Self::Symptom);
        let measure = || {
            let mut known = MEASURES.iter().chain([&SLEEP]);
            known.find(|one| concept.is(terms::LOINC, one.code)).map(Self::Measure)
        };
        // An oximeter's own code stands for oxygen, too.
        let oximeter = || {
            concept.is(terms::LOINC, terms::SPO2).then(|| Measure::with_id("oxygen").map(Self::Measure))?
        };
        symptom.or_else(measure).or_else(oximeter).unwrap_or(Self::Other)
    }

    pub(crate) fn icon(self) -> &'static str {
        match self {
            Self::Symptom(symptom) => symptom.icon,
            Self::Measure(measure) => measure.icon,
            Self::Other => "hospital",
        }
    }
}

/// An Observation with its place in the outbox.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) at_ms: i64,
    pub(crate) kind: Kind,
    pub(crate) observation: Observation,
    pub(crate) outbox: Option<OutboxRow>,
    pub(crate) last_updated: Option<String>,
}

impl Entry {
    /// Reads a stored record; `None` for what is no readable Observation.
    pub(crate) fn read(stored: Stored) -> Option<Self> {
        let observation = Observation::try_from(Resource::parse(&stored.record.json).ok()?).ok()?;
        Some(Self {
            id: stored.record.id,
            at_ms: stored.record.date_ms,
            kind: Kind::of(&observation),
            observation,
            outbox: stored.outbox,
            last_updated: stored.record.last_updated,
        })
    }

    pub(crate) fn withdrawn(&self) -> bool {
        self.observation.status().ok().flatten().as_deref() == Some("entered-in-error")
    }

    /// What it is, as in "wound pain".
    pub(crate) fn title(&self, lang: Lang) -> String {
        match self.kind {
            Kind::Symptom(symptom) => symptom.label(lang),
            Kind::Measure(measure) => measure.label(lang),
            Kind::Other => {
                let concept = self.observation.code().ok().flatten();
                concept.and_then(|concept| concept.label().map(str::to_owned)).unwrap_or_default()
            }
        }
    }

    /// The value in words, as in "8 · severe" or "38.9 °C".
    pub(crate) fn reading(&self, lang: Lang) -> String {
        match self.kind {
            Kind::Symptom(symptom) => match self.score() {
                Some(score) => score_in_words(lang, symptom, score),
                None => String::new(),
            },
            Kind::Measure(measure) if measure.parts.len() > 1 => {
                with_unit(&self.numbers(measure).join("/"), measure.parts[0].shown_unit)
            }
            Kind::Measure(measure) => {
                let shown = measure.parts.first().map_or("", |part| part.shown_unit);
                let quantity = self.observation.value().ok().flatten();
                match quantity.as_ref().and_then(Choice::as_quantity) {
                    // Another unit than ours is shown as it was written.
                    Some(quantity)
                        if quantity.code.as_deref() != measure.parts.first().map(|part| part.unit) =>
                    {
                        with_unit(
                            &quantity.value.as_ref().map(ToString::to_string).unwrap_or_default(),
                            quantity.unit.as_deref().unwrap_or_default(),
                        )
                    }
                    Some(quantity) => with_unit(
                        &quantity.value.as_ref().map(ToString::to_string).unwrap_or_default(),
                        shown,
                    ),
                    None => String::new(),
                }
            }
            Kind::Other => {
                let value = self.observation.value().ok().flatten();
                match value {
                    Some(Choice::Quantity(quantity)) => with_unit(
                        &quantity.value.as_ref().map(ToString::to_string).unwrap_or_default(),
                        quantity.unit.as_deref().unwrap_or_default(),
                    ),
                    Some(Choice::CodeableConcept(concept)) => concept.label().unwrap_or_default().to_owned(),
                    Some(other) => other
                        .number()
                        .map(|number| number.to_string())
                        .or_else(|| other.as_str().map(str::to_owned))
                        .unwrap_or_default(),
                    None => String::new(),
                }
            }
        }
    }

    /// The number of one part of a measurement with several.
    pub(crate) fn part(&self, part: &Part) -> Option<Decimal> {
        self.observation.component_with(terms::LOINC, part.code)?.value?.number()
    }

    /// The numbers of a measurement, in the order of its parts.
    pub(crate) fn numbers(&self, measure: &Measure) -> Vec<String> {
        if measure.parts.len() > 1 {
            measure.parts.iter().filter_map(|part| Some(self.part(part)?.to_string())).collect()
        } else {
            self.observation.number().map(|number| number.to_string()).into_iter().collect()
        }
    }

    /// Whether the patient recorded it.
    pub(crate) fn is_own(&self, patient: &str) -> bool {
        let performers = self.observation.performer().unwrap_or_default();
        performers.iter().any(|performer| performer.id_of("Patient") == Some(patient))
    }

    /// Whether there is a screen on which it can be corrected. What was taken from a form's answers stays as
    /// answered, what a device measured as measured.
    pub(crate) fn can_be_corrected(&self) -> bool {
        !matches!(self.kind, Kind::Other) && !self.is_from_a_form() && self.origin().is_none()
    }

    /// Where it comes from, when another app or a device measured it.
    pub(crate) fn origin(&self) -> Option<Origin> {
        health::origin(&self.observation)
    }

    /// Whether it was taken from a form's answers.
    pub(crate) fn is_from_a_form(&self) -> bool {
        crate::forms::is_from_a_form(&self.observation.derived_from().unwrap_or_default())
    }

    /// Whether it stands in lists: what a form's answers hold beside what can be recorded stands with the form.
    pub(crate) fn is_listed(&self) -> bool {
        !(matches!(self.kind, Kind::Other) && self.is_from_a_form())
    }

    pub(crate) fn score(&self) -> Option<u8> {
        self.observation.number()?.as_str().parse().ok().filter(|score| *score <= 10)
    }

    /// The place of the body in words.
    pub(crate) fn site(&self, lang: Lang) -> Option<String> {
        let site = self.observation.body_site().ok().flatten()?;
        Some(match site.code_in(terms::BODY_SITE) {
            Some(id) => catalogue::place(lang, id),
            None => site.label()?.to_owned(),
        })
    }

    pub(crate) fn site_id(&self) -> Option<String> {
        let site = self.observation.body_site().ok().flatten()?;
        site.code_in(terms::BODY_SITE).map(str::to_owned)
    }

    pub(crate) fn note(&self) -> Option<String> {
        self.observation.note().ok()?.into_iter().find_map(|note| note.text)
    }

    /// The id of the Media that the entry is derived from.
    pub(crate) fn media(&self) -> Option<String> {
        let from = self.observation.derived_from().ok()?;
        from.iter().find_map(|reference| reference.id_of("Media").map(str::to_owned))
    }

    /// How far it has come, in words.
    pub(crate) fn mark(&self, lang: Lang, clock: &Clock, seen: Option<&Seen>) -> DeliveryMark {
        mark(lang, clock, self.outbox.as_ref(), self.last_updated.as_deref(), seen)
    }

    /// The entry as a row; `with_day` writes the day before the time.
    pub(crate) fn row(&self, lang: Lang, clock: &Clock, seen: Option<&Seen>, with_day: bool) -> TimelineRow {
        let time = format::moment_or_time(lang, clock, self.at_ms, with_day);
        let title = self.title(lang);
        let mut detail = vec![self.reading(lang)];
        detail.extend(self.site(lang));
        detail.extend(self.origin().map(|origin| origin.short(lang)));
        let detail: Vec<String> = detail.into_iter().filter(|text| !text.is_empty()).collect();
        let detail = detail.join(" · ");
        let mark = self.mark(lang, clock, seen);
        let a11y = t!(lang, "row-a11y", time = &time, title = &title, detail = &detail, mark = &mark.text);
        let role = if mark.state == Delivery::Refused { Role::Caution } else { Role::Neutral };
        TimelineRow {
            id: self.id.clone(),
            time,
            icon: self.kind.icon().to_owned(),
            title,
            detail,
            role,
            mark,
            a11y,
        }
    }
}

/// How far a record has come, in words: saved, refused, received, seen.
pub(crate) fn mark(
    lang: Lang,
    clock: &Clock,
    outbox: Option<&OutboxRow>,
    last_updated: Option<&str>,
    seen: Option<&Seen>,
) -> DeliveryMark {
    if let Some(row) = outbox {
        return if row.refused.is_some() {
            DeliveryMark { state: Delivery::Refused, text: t!(lang, "mark-refused") }
        } else {
            DeliveryMark { state: Delivery::Saved, text: t!(lang, "mark-saved") }
        };
    }
    if let Some(seen) = seen {
        let time = format::instant(lang, clock, &seen.at);
        return DeliveryMark {
            state: Delivery::Seen,
            text: t!(lang, "mark-seen", name = &seen.by, time = time),
        };
    }
    match last_updated {
        Some(at) => {
            let time = format::instant(lang, clock, at);
            DeliveryMark { state: Delivery::Received, text: t!(lang, "mark-received", time = time) }
        }
        None => DeliveryMark { state: Delivery::Saved, text: t!(lang, "mark-saved") },
    }
}

/// Where a record is, step by step: saved, received, seen.
pub(crate) fn trail(
    lang: Lang,
    clock: &Clock,
    mark: DeliveryMark,
    received_at: Option<&str>,
) -> Vec<TrailStep> {
    let step = |icon: &str, text: String, detail: String, done: bool| TrailStep {
        icon: icon.to_owned(),
        text,
        detail,
        done,
    };
    let saved = step("device", t!(lang, "trail-saved"), String::new(), true);
    let received = received_at.map(|at| {
        let text = t!(lang, "mark-received", time = format::instant(lang, clock, at));
        step("hospital", text, String::new(), true)
    });
    match mark.state {
        Delivery::Refused => {
            vec![saved, step("warning", t!(lang, "trail-refused"), t!(lang, "trail-refused-detail"), false)]
        }
        Delivery::Seen => {
            let seen = step("seen", mark.text, String::new(), true);
            vec![saved].into_iter().chain(received).chain([seen]).collect()
        }
        Delivery::Received => {
            let later = step("seen", t!(lang, "trail-will-see"), String::new(), false);
            vec![saved].into_iter().chain(received).chain([later]).collect()
        }
        Delivery::Saved | Delivery::None => vec![
            saved,
            step("clock", t!(lang, "trail-waiting"), t!(lang, "trail-waiting-detail"), false),
            step("seen", t!(lang, "trail-will-see-later"), String::new(), false),
        ],
    }
}

/// A score with its word, as in "8 · severe".
pub(crate) fn score_in_words(lang: Lang, symptom: &Symptom, score: u8) -> String {
    let word = catalogue::band(lang, symptom, score).0;
    t!(lang, "reading-score", score = score.to_string(), word = word)
}

/// A number and its unit with a no-break space between; none before a percent sign.
pub(crate) fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" => number.to_owned(),
        "%" => format!("{number}%"),
        unit => format!("{number}\u{a0}{unit}"),
    }
}

/// The extension that says who has seen a resource, and when.
pub(crate) fn seen_of(resource: &Resource) -> Option<Seen> {
    let extension = resource.extension(terms::SEEN)?;
    let Some(Choice::Reference(by)) = extension.inner_value("by") else { return None };
    let Some(Choice::Instant(at)) = extension.inner_value("at") else { return None };
    let at = at.write().as_str()?.to_owned();
    Some(Seen { by: by.display.clone().unwrap_or_default(), at })
}
