import type { Hospital } from "../api/hospital";
import { type Entry, readEntry } from "../fhir/observation";
import { hasCode, type Bilingual, bilingual, concept } from "../fhir/read";
import { NO_KNOWN_ALLERGY, SDC_TASK, TASK } from "../fhir/terms";
import { type AnsweredForm, type FormRequest, readAnswers, readRequest, urlOf } from "../fhir/form";
import { type Plan, readPlan } from "../fhir/pathway";
import type {
  Allergy,
  CarePlan,
  Condition,
  Flag,
  Media,
  MedicationRequest,
  Observation,
  Person,
  Procedure,
  QuestionnaireResponse,
  Task,
} from "../fhir/types";
import type { Forms } from "./forms";

/** An allergy in words. */
export interface AllergyFact {
  id: string;
  what: Bilingual;
  reactions: Bilingual[];
  high: boolean;
}

/** What the hospital says about allergies: `unknown` when it says nothing, which is not "none". */
export type Allergies = { state: "unknown" } | { state: "none" } | { state: "some"; list: AllergyFact[] };

export interface Medicine {
  id: string;
  what: Bilingual;
  how: Bilingual;
}

/** One patient's page, as it was at one moment. */
export interface Chart {
  person: Person;
  procedures: Procedure[];
  entries: Entry[];
  conditions: { id: string; what: Bilingual }[];
  allergies: Allergies;
  medicines: Medicine[];
  /** Flags other than those that go with an alert. */
  flags: { id: string; what: Bilingual }[];
  photos: ReadonlyMap<string, Photo>;
  /** The pathways that the patient is on. */
  plans: Plan[];
  /** Forms that were asked for, by their window. */
  requests: FormRequest[];
  /** Forms that were answered, newest first. */
  answered: AnsweredForm[];
  at: number;
}

/** A photo: where its bytes are. */
export interface Photo {
  url: string;
  type: string;
}

/** Entries older than this are not drawn. */
const MONTHS = 3;

export async function loadChart(hospital: Hospital, forms: Forms, id: string, now: number): Promise<Chart> {
  const since = new Date(now);
  since.setMonth(since.getMonth() - MONTHS);
  const of = { patient: id };
  const [person, procedures, observations, conditions, allergies, medicines, flags, media, plans, tasks, responses] = await Promise.all([
    hospital.read<Person>("Patient", id),
    hospital.search<Procedure>("Procedure", of),
    hospital.search<Observation>("Observation", {
      ...of,
      date: `ge${since.toISOString().slice(0, 10)}`,
      _sort: "-date",
    }),
    hospital.search<Condition>("Condition", of),
    hospital.search<Allergy>("AllergyIntolerance", of),
    hospital.search<MedicationRequest>("MedicationRequest", { ...of, status: "active" }),
    hospital.search<Flag>("Flag", { ...of, status: "active" }),
    hospital.search<Media>("Media", of),
    hospital.search<CarePlan>("CarePlan", { ...of, status: "active" }),
    hospital.search<Task>("Task", { ...of, code: `${SDC_TASK}|complete-questionnaire` }),
    hospital.search<QuestionnaireResponse>("QuestionnaireResponse", { ...of, _sort: "-authored" }),
  ]);
  const known = await forms.of(responses.flatMap((one) => one.questionnaire ?? []));
  return {
    person,
    procedures,
    entries: observations.flatMap((one) => readEntry(one) ?? []).sort((one, other) => other.at - one.at),
    conditions: conditions
      .filter((one) => one.clinicalStatus === undefined || active(one.clinicalStatus))
      .flatMap((one) => (one.id && one.code ? [{ id: one.id, what: concept(one.code) }] : [])),
    allergies: readAllergies(allergies),
    medicines: medicines.flatMap((one) => (one.id && one.medicationCodeableConcept ? [medicine(one.id, one)] : [])),
    flags: flags
      .filter((one) => !hasCode(one.code, TASK, "alert"))
      .flatMap((one) => (one.id && one.code ? [{ id: one.id, what: concept(one.code) }] : [])),
    photos: new Map(media.flatMap((one) => (one.id ? photoOf(one.id, one) : []))),
    plans: plans.flatMap((one) => readPlan(one) ?? []),
    requests: tasks.flatMap((one) => readRequest(one, now) ?? []).sort((one, other) => one.opens - other.opens),
    answered: responses
      .flatMap((one) => readAnswers(one, known.get(urlOf(one.questionnaire))) ?? [])
      .sort((one, other) => other.at - one.at),
    at: now,
  };
}

/** What a patient recorded in the last seven days, for a line in a list. */
export async function loadWeek(hospital: Hospital, patient: string, now: number): Promise<Entry[]> {
  const since = new Date(now - 7 * 86_400_000).toISOString().slice(0, 10);
  const query = { patient, date: `ge${since}`, _sort: "-date" };
  const found = await hospital.search<Observation>("Observation", query);
  return found.flatMap((one) => readEntry(one) ?? []);
}

function active(status: { coding?: { code?: string }[] }): boolean {
  return status.coding?.some((coding) => ["active", "recurrence", "relapse"].includes(coding.code ?? "")) ?? false;
}

export function readAllergies(list: Allergy[]): Allergies {
  const live = list.filter(
    (one) =>
      (one.clinicalStatus === undefined || active(one.clinicalStatus)) &&
      !one.verificationStatus?.coding?.some(
        (coding) => coding.code === "entered-in-error" || coding.code === "refuted",
      ),
  );
  const none = (one: Allergy): boolean => one.code?.coding?.some((coding) => coding.code === NO_KNOWN_ALLERGY) ?? false;
  const facts = live
    .filter((one) => !none(one))
    .flatMap((one) =>
      one.id && one.code
        ? [
            {
              id: one.id,
              what: concept(one.code),
              reactions: (one.reaction ?? []).flatMap((reaction) => (reaction.manifestation ?? []).map(concept)),
              high: one.criticality === "high",
            },
          ]
        : [],
    );
  if (facts.length > 0) return { state: "some", list: facts };
  return { state: live.some(none) ? "none" : "unknown" };
}

function medicine(id: string, request: MedicationRequest): Medicine {
  const dose = request.dosageInstruction?.[0];
  return { id, what: concept(request.medicationCodeableConcept), how: bilingual(dose?.text, dose?._text) };
}

function photoOf(id: string, media: Media): [string, Photo][] {
  const { url, contentType } = media.content ?? {};
  // Only a Binary of this hospital is fetched: a token never goes elsewhere.
  return url !== undefined && /^Binary\/[A-Za-z0-9.-]{1,64}$/.test(url)
    ? [[id, { url, type: contentType ?? "image/*" }]]
    : [];
}
