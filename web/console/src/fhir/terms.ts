/** The systems, codes and extension URLs that Kangban writes; the twin of `shared/fhir/src/terms.rs`. */
const KANGBAN = "https://kangban.example/fhir";

export const TASK = `${KANGBAN}/CodeSystem/task`;
export const OUTCOME = `${KANGBAN}/CodeSystem/alert-outcome`;
export const SYMPTOM = `${KANGBAN}/CodeSystem/symptom`;
export const FEED_CURSOR = `${KANGBAN}/feed-cursor`;
export const THRESHOLD = `${KANGBAN}/StructureDefinition/threshold`;
export const SEEN = `${KANGBAN}/StructureDefinition/seen`;
export const FINDING = `${KANGBAN}/StructureDefinition/finding`;
export const OVERDUE = `${KANGBAN}/StructureDefinition/overdue`;
export const SCORE = `${KANGBAN}/StructureDefinition/score`;
export const ANSWER_PROBLEM = `${KANGBAN}/StructureDefinition/answer-problem`;
export const ANSWERS_TASK = `${KANGBAN}/StructureDefinition/answers-task`;
export const FORM_PROBLEM = `${KANGBAN}/StructureDefinition/form-problem`;
export const ANCHOR = `${KANGBAN}/StructureDefinition/anchor`;
/** SDC's codes for Tasks that ask for a form. */
export const SDC_TASK = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp";
export const PLAN_TYPE = "http://terminology.hl7.org/CodeSystem/plan-definition-type";
export const HIDDEN = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
export const TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation";
export const LOINC = "http://loinc.org";
/** LOINC: the two numbers of a blood pressure. */
export const SYSTOLIC = "8480-6";
export const DIASTOLIC = "8462-4";
/** SNOMED CT: no known allergy. */
export const NO_KNOWN_ALLERGY = "716186003";
