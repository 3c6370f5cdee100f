//! The systems, codes and extension URLs that Kangban writes, each in one place.

/// Everything of ours lives below this URL.
pub const KANGBAN: &str = "https://kangban.example/fhir";

/// UCUM units.
pub const UCUM: &str = "http://unitsofmeasure.org";
/// LOINC codes.
pub const LOINC: &str = "http://loinc.org";
/// SNOMED CT codes.
pub const SNOMED: &str = "http://snomed.info/sct";
/// HL7's categories of observations.
pub const OBSERVATION_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
/// HL7's types of PlanDefinitions.
pub const PLAN_DEFINITION_TYPE: &str = "http://terminology.hl7.org/CodeSystem/plan-definition-type";
/// HL7's extension for a text in another language (`lang`, `content`).
pub const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

/// Symptoms graded 0 to 10 that have no LOINC code in use here.
pub const SYMPTOM: &str = "https://kangban.example/fhir/CodeSystem/symptom";
/// Places of the body that a patient can choose.
pub const BODY_SITE: &str = "https://kangban.example/fhir/CodeSystem/body-site";
/// Kinds of Tasks: `alert`, and of their inputs: `finding`.
pub const TASK: &str = "https://kangban.example/fhir/CodeSystem/task";
/// How an alert ended.
pub const OUTCOME: &str = "https://kangban.example/fhir/CodeSystem/alert-outcome";
/// The identifier system of a change feed's cursor.
pub const FEED_CURSOR: &str = "https://kangban.example/fhir/feed-cursor";

/// The identifier system of a reading that another app or a device took: the platform's own id.
pub const READING: &str = "https://kangban.example/fhir/platform-reading";
/// How such a reading came about.
pub const READING_METHOD: &str = "https://kangban.example/fhir/CodeSystem/reading-method";
/// Of [`READING_METHOD`]: a person typed it into the other app.
pub const TYPED: &str = "typed";
/// HL7's extension on an Observation: through what it came, here the other app.
pub const GATEWAY_DEVICE: &str = "http://hl7.org/fhir/StructureDefinition/observation-gatewayDevice";

/// Extension: a threshold of a rule (`name`, `value`, `low`, `high`).
pub const THRESHOLD: &str = "https://kangban.example/fhir/StructureDefinition/threshold";
/// Extension: who has seen a Task or Communication, and when (`by`, `at`).
pub const SEEN: &str = "https://kangban.example/fhir/StructureDefinition/seen";
/// Extension: one finding of an alert (`rule`, `action`, `severity`, `at`, `title`, `source`).
pub const FINDING: &str = "https://kangban.example/fhir/StructureDefinition/finding";

/// Extension on an item that holds a score: its bands (`band`: `low`, `high`, `word`, `meaning`, `nextStep`, `role`).
pub const SCORE: &str = "https://kangban.example/fhir/StructureDefinition/score";
/// Extension on a display item: a number to call now (`label`, `number`).
pub const HELP_LINE: &str = "https://kangban.example/fhir/StructureDefinition/help-line";
/// Extension on an item: the answer of last time may be offered again.
pub const AS_LAST: &str = "https://kangban.example/fhir/StructureDefinition/as-last";
/// Extension on a `QuestionnaireResponse`: the Task it answers.
pub const ANSWERS_TASK: &str = "https://kangban.example/fhir/StructureDefinition/answers-task";
/// Extension on an answer: where it came from when the patient did not enter it (`known`, `as-last`, `calculated`).
pub const ORIGIN: &str = "https://kangban.example/fhir/StructureDefinition/origin";
/// Extension: what was wrong with a form as it was shown.
pub const FORM_PROBLEM: &str = "https://kangban.example/fhir/StructureDefinition/form-problem";
/// Extension on a pathway: what its day 0 is (`procedure`, `discharge`, `start`, `due-date`).
pub const ANCHOR: &str = "https://kangban.example/fhir/StructureDefinition/anchor";
/// Extension on a pathway's action: when its window `opens` and `closes`, from the start of its day.
pub const WINDOW: &str = "https://kangban.example/fhir/StructureDefinition/window";
/// SDC's codes for Tasks that ask for a form, and for their inputs and outputs.
pub const SDC_TASK: &str = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp";
/// CPG's extension on an `ActivityDefinition`: the Questionnaire to collect with.
pub const COLLECT_WITH: &str = "http://hl7.org/fhir/uv/cpg/StructureDefinition/cpg-collectWith";

/// LOINC: pain severity, 0 to 10.
pub const PAIN: &str = "72514-3";
/// LOINC: body temperature.
pub const TEMPERATURE: &str = "8310-5";
/// LOINC: blood pressure panel.
pub const BLOOD_PRESSURE: &str = "85354-9";
/// LOINC: systolic blood pressure.
pub const SYSTOLIC: &str = "8480-6";
/// LOINC: diastolic blood pressure.
pub const DIASTOLIC: &str = "8462-4";
/// LOINC: heart rate.
pub const HEART_RATE: &str = "8867-4";
/// LOINC: oxygen saturation by pulse oximetry.
pub const SPO2: &str = "59408-5";
/// LOINC: oxygen saturation in arterial blood, the code that R4's vital-signs profile asks for.
pub const OXYGEN_SATURATION: &str = "2708-6";
/// LOINC: glucose in capillary blood by glucometer, moles per volume.
pub const GLUCOSE: &str = "14745-4";
/// LOINC: glucose in blood, moles per volume.
pub const GLUCOSE_BLOOD: &str = "15074-8";
/// LOINC: body weight.
pub const WEIGHT: &str = "29463-7";
/// LOINC: how long somebody slept.
pub const SLEEP_DURATION: &str = "93832-4";
