//! What can be recorded: symptoms, measurements, places of the body; with their codes and limits of what is possible.
//!
//! The limits here say what can be typed in earnest; what is too high or too low for a patient is in the clinical rules.

use kangban_fhir::{CodeableConcept, Coding, terms};

use crate::text::{Lang, t};

/// A symptom that is rated from 0 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Symptom {
    pub(crate) id: &'static str,
    pub(crate) system: &'static str,
    pub(crate) code: &'static str,
    pub(crate) icon: &'static str,
    /// The display in the code system, for other systems' eyes.
    pub(crate) display: &'static str,
}

pub(crate) const SYMPTOMS: [Symptom; 9] = [
    symptom(
        "pain",
        terms::LOINC,
        terms::PAIN,
        "wound",
        "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
    ),
    symptom("bloating", terms::SYMPTOM, "bloating", "bloat", "Bloating"),
    symptom("nausea", terms::SYMPTOM, "nausea", "nausea", "Nausea"),
    symptom("dizziness", terms::SYMPTOM, "dizziness", "dizzy", "Dizziness"),
    symptom("dyspnoea", terms::SYMPTOM, "dyspnoea", "warning", "Shortness of breath"),
    symptom("cough", terms::SYMPTOM, "cough", "speak", "Cough"),
    symptom("fatigue", terms::SYMPTOM, "fatigue", "face3", "Tiredness"),
    symptom("sleep", terms::SYMPTOM, "sleep", "clock", "Poor sleep"),
    symptom("other", terms::SYMPTOM, "other", "more", "Other symptom"),
];

const fn symptom(
    id: &'static str,
    system: &'static str,
    code: &'static str,
    icon: &'static str,
    display: &'static str,
) -> Symptom {
    Symptom { id, system, code, icon, display }
}

impl Symptom {
    pub(crate) fn with_id(id: &str) -> Option<&'static Self> {
        SYMPTOMS.iter().find(|symptom| symptom.id == id)
    }

    pub(crate) fn label(&self, lang: Lang) -> String {
        match self.id {
            "pain" => t!(lang, "symptom-pain"),
            "bloating" => t!(lang, "symptom-bloating"),
            "nausea" => t!(lang, "symptom-nausea"),
            "dizziness" => t!(lang, "symptom-dizziness"),
            "dyspnoea" => t!(lang, "symptom-dyspnoea"),
            "cough" => t!(lang, "symptom-cough"),
            "fatigue" => t!(lang, "symptom-fatigue"),
            "sleep" => t!(lang, "symptom-sleep"),
            _ => t!(lang, "symptom-other"),
        }
    }

    pub(crate) fn key(&self) -> String {
        format!("{}|{}", self.system, self.code)
    }

    pub(crate) fn concept(&self) -> CodeableConcept {
        CodeableConcept::from(Coding::new(self.system, self.code).with_display(self.display))
            .with_text(self.label(Lang::Zh))
    }
}

/// The word for a score from 0 to 10 of a symptom, and what it means in a day.
pub(crate) fn band(lang: Lang, symptom: &Symptom, score: u8) -> (String, String) {
    let pain = symptom.id == "pain";
    match score {
        0 if pain => (t!(lang, "pain-none"), String::new()),
        0 => (t!(lang, "band-none"), String::new()),
        1..=3 if pain => (t!(lang, "pain-mild"), t!(lang, "band-mild-detail")),
        1..=3 => (t!(lang, "band-mild"), t!(lang, "band-mild-detail")),
        4..=6 if pain => (t!(lang, "pain-moderate"), t!(lang, "band-moderate-detail")),
        4..=6 => (t!(lang, "band-moderate"), t!(lang, "band-moderate-detail")),
        7..=9 if pain => (t!(lang, "pain-severe"), t!(lang, "band-severe-detail")),
        7..=9 => (t!(lang, "band-severe"), t!(lang, "band-severe-detail")),
        _ if pain => (t!(lang, "pain-worst"), String::new()),
        _ => (t!(lang, "band-worst"), String::new()),
    }
}

/// The bands of the scale: icon, first, last.
pub(crate) const BANDS: [(&str, u8, u8); 5] =
    [("face0", 0, 0), ("face1", 1, 3), ("face2", 4, 6), ("face3", 7, 9), ("face4", 10, 10)];

/// One number of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) id: &'static str,
    pub(crate) code: &'static str,
    pub(crate) display: &'static str,
    /// UCUM.
    pub(crate) unit: &'static str,
    /// As people write it.
    pub(crate) shown_unit: &'static str,
    /// What is possible, from and to, in hundredths.
    pub(crate) low: i64,
    pub(crate) high: i64,
    /// Outside of this it is asked about before it is saved: more often a slip of the finger than a reading.
    pub(crate) usual_low: i64,
    pub(crate) usual_high: i64,
    pub(crate) decimals: usize,
}

/// Something that a device at home measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Measure {
    pub(crate) id: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) code: &'static str,
    pub(crate) display: &'static str,
    /// One part is the value itself; two are components.
    pub(crate) parts: &'static [Part],
}

const fn part(
    id: &'static str,
    code: &'static str,
    display: &'static str,
    units: (&'static str, &'static str),
    possible: (i64, i64),
    usual: (i64, i64),
    decimals: usize,
) -> Part {
    let (unit, shown_unit) = units;
    let ((low, high), (usual_low, usual_high)) = (possible, usual);
    Part { id, code, display, unit, shown_unit, low, high, usual_low, usual_high, decimals }
}

pub(crate) const MEASURES: [Measure; 6] = [
    Measure {
        id: "temperature",
        icon: "temperature",
        code: terms::TEMPERATURE,
        display: "Body temperature",
        parts: &[part(
            "temperature",
            terms::TEMPERATURE,
            "Body temperature",
            ("Cel", "°C"),
            (3_000, 4_500),
            (3_450, 4_150),
            1,
        )],
    },
    Measure {
        id: "pressure",
        icon: "chart",
        code: terms::BLOOD_PRESSURE,
        display: "Blood pressure panel with all children optional",
        parts: &[
            part(
                "systolic",
                terms::SYSTOLIC,
                "Systolic blood pressure",
                ("mm[Hg]", "mmHg"),
                (4_000, 30_000),
                (7_000, 22_000),
                0,
            ),
            part(
                "diastolic",
                terms::DIASTOLIC,
                "Diastolic blood pressure",
                ("mm[Hg]", "mmHg"),
                (2_000, 20_000),
                (4_000, 13_000),
                0,
            ),
        ],
    },
    Measure {
        id: "heart-rate",
        icon: "chart",
        code: terms::HEART_RATE,
        display: "Heart rate",
        parts: &[part(
            "heart-rate",
            terms::HEART_RATE,
            "Heart rate",
            ("/min", "/min"),
            (2_000, 30_000),
            (3_500, 18_000),
            0,
        )],
    },
    Measure {
        id: "oxygen",
        icon: "water",
        code: terms::OXYGEN_SATURATION,
        display: "Oxygen saturation in Arterial blood",
        parts: &[part(
            "oxygen",
            terms::OXYGEN_SATURATION,
            "Oxygen saturation in Arterial blood",
            ("%", "%"),
            (3_000, 10_000),
            (7_500, 10_000),
            0,
        )],
    },
    Measure {
        id: "glucose",
        icon: "water",
        code: terms::GLUCOSE,
        display: "Glucose [Moles/volume] in Capillary blood by Glucometer",
        parts: &[part(
            "glucose",
            terms::GLUCOSE,
            "Glucose [Moles/volume] in Capillary blood by Glucometer",
            ("mmol/L", "mmol/L"),
            (50, 5_000),
            (200, 3_000),
            1,
        )],
    },
    Measure {
        id: "weight",
        icon: "table",
        code: terms::WEIGHT,
        display: "Body weight",
        parts: &[part(
            "weight",
            terms::WEIGHT,
            "Body weight",
            ("kg", "kg"),
            (200, 30_000),
            (2_500, 20_000),
            1,
        )],
    },
];

/// How long a night's sleep was. A device tells; nobody types it.
pub(crate) static SLEEP: Measure = Measure {
    id: "sleep-duration",
    icon: "clock",
    code: terms::SLEEP_DURATION,
    display: "Sleep duration",
    parts: &[part(
        "sleep-duration",
        terms::SLEEP_DURATION,
        "Sleep duration",
        ("h", "h"),
        (10, 2_400),
        (10, 2_400),
        1,
    )],
};

impl Measure {
    pub(crate) fn with_id(id: &str) -> Option<&'static Self> {
        MEASURES.iter().find(|measure| measure.id == id)
    }

    pub(crate) fn label(&self, lang: Lang) -> String {
        match self.id {
            "temperature" => t!(lang, "measure-temperature"),
            "pressure" => t!(lang, "measure-pressure"),
            "heart-rate" => t!(lang, "measure-heart-rate"),
            "oxygen" => t!(lang, "measure-oxygen"),
            "glucose" => t!(lang, "measure-glucose"),
            "sleep-duration" => t!(lang, "measure-sleep-duration"),
            _ => t!(lang, "measure-weight"),
        }
    }

    /// What its records are found by: `system|code`, each that may come first.
    pub(crate) fn keys(&self) -> Vec<String> {
        let own = format!("{}|{}", terms::LOINC, self.code);
        let oximeter = || format!("{}|{}", terms::LOINC, terms::SPO2);
        if self.code == terms::OXYGEN_SATURATION { vec![own, oximeter()] } else { vec![own] }
    }

    pub(crate) fn concept(&self) -> CodeableConcept {
        let mut concept =
            CodeableConcept::from(Coding::new(terms::LOINC, self.code).with_display(self.display));
        if self.code == terms::OXYGEN_SATURATION {
            // The code of a pulse oximeter, beside the one that R4's vital-signs profile asks for.
            let oximeter = Coding::new(terms::LOINC, terms::SPO2);
            concept
                .coding
                .push(oximeter.with_display("Oxygen saturation in Arterial blood by Pulse oximetry"));
        }
        concept.with_text(self.label(Lang::Zh))
    }
}

impl Part {
    pub(crate) fn label(&self, lang: Lang) -> String {
        match self.id {
            "systolic" => t!(lang, "part-systolic"),
            "diastolic" => t!(lang, "part-diastolic"),
            "temperature" => t!(lang, "measure-temperature"),
            "heart-rate" => t!(lang, "measure-heart-rate"),
            "oxygen" => t!(lang, "measure-oxygen"),
            "glucose" => t!(lang, "measure-glucose"),
            "sleep-duration" => t!(lang, "measure-sleep-duration"),
            _ => t!(lang, "measure-weight"),
        }
    }
}

/// A place of the body: id, whether it is on the back.
pub(crate) const PLACES: [(&str, bool); 16] = [
    ("head", false),
    ("throat", false),
    ("chest", false),
    ("belly-upper-right", false),
    ("belly-upper", false),
    ("navel", false),
    ("belly-lower", false),
    ("groin", false),
    ("arm-right", false),
    ("arm-left", false),
    ("leg-right", false),
    ("leg-left", false),
    ("neck", true),
    ("shoulder", true),
    ("back-upper", true),
    ("back-lower", true),
];

/// A place in words, always from the patient's own side.
pub(crate) fn place(lang: Lang, id: &str) -> String {
    match id {
        "head" => t!(lang, "place-head"),
        "throat" => t!(lang, "place-throat"),
        "chest" => t!(lang, "place-chest"),
        "belly-upper-right" => t!(lang, "place-belly-upper-right"),
        "belly-upper" => t!(lang, "place-belly-upper"),
        "navel" => t!(lang, "place-navel"),
        "belly-lower" => t!(lang, "place-belly-lower"),
        "groin" => t!(lang, "place-groin"),
        "arm-right" => t!(lang, "place-arm-right"),
        "arm-left" => t!(lang, "place-arm-left"),
        "leg-right" => t!(lang, "place-leg-right"),
        "leg-left" => t!(lang, "place-leg-left"),
        "neck" => t!(lang, "place-neck"),
        "shoulder" => t!(lang, "place-shoulder"),
        "back-upper" => t!(lang, "place-back-upper"),
        "back-lower" => t!(lang, "place-back-lower"),
        other => other.to_owned(),
    }
}
