import type { CodeableConcept, Observation, Quantity } from "./types";
import { type Bilingual, bilingual, concept, idIn, keyOf, millis } from "./read";
import { DIASTOLIC, LOINC, SYMPTOM, SYSTOLIC } from "./terms";

/** A number with its unit, as it is drawn and written. */
export interface Reading {
  value: number;
  unit: string;
  code: string;
}

/** One entry: what was felt or measured. */
export interface Entry {
  id: string;
  /** `system|code` of every coding; the first is the one it is grouped by. */
  keys: string[];
  code: string;
  label: Bilingual;
  at: number;
  /** One number, or two for a blood pressure. */
  readings: Reading[];
  /** What was answered when it was no number. */
  words: Bilingual | null;
  /** Rated from 0 to 10. */
  scale: boolean;
  site: Bilingual | null;
  notes: string[];
  photos: string[];
  byPatient: boolean;
  amended: boolean;
}

const PAIN = "72514-3";
const GONE = new Set(["entered-in-error", "cancelled"]);

/** Reads an entry; `null` when it was withdrawn, has no time or holds no value. */
export function readEntry(observation: Observation): Entry | null {
  const at = millis(observation.effectiveDateTime);
  const codings = observation.code?.coding ?? [];
  if (observation.id === undefined || at === null || GONE.has(observation.status ?? "")) return null;
  const readings = readingsOf(observation);
  const words = wordsOf(observation);
  if (readings.length === 0 && words === null) return null;
  return {
    id: observation.id,
    keys: codings.map(keyOf),
    code: codings[0]?.code ?? "",
    label: concept(observation.code),
    at,
    readings,
    words,
    scale: codings.some((coding) => coding.system === SYMPTOM || (coding.system === LOINC && coding.code === PAIN)),
    site: observation.bodySite ? concept(observation.bodySite) : null,
    notes: (observation.note ?? []).flatMap((note) => (note.text ? [note.text] : [])),
    photos: (observation.derivedFrom ?? []).flatMap((reference) => idIn(reference, "Media") ?? []),
    byPatient: observation.performer?.some((one) => idIn(one, "Patient") !== null) ?? false,
    amended: observation.status === "amended" || observation.status === "corrected",
  };
}

function readingsOf(observation: Observation): Reading[] {
  if (observation.valueInteger !== undefined) return [{ value: observation.valueInteger, unit: "", code: "" }];
  const own = reading(observation.valueQuantity);
  if (own) return [own];
  const part = (code: string): Reading | null => {
    const found = observation.component?.find((one) => coded(one.code, code));
    return reading(found?.valueQuantity);
  };
  const pair = [part(SYSTOLIC), part(DIASTOLIC)];
  return pair.every((one) => one !== null) ? pair : [];
}

function coded(concept: CodeableConcept | undefined, code: string): boolean {
  return concept?.coding?.some((coding) => coding.system === LOINC && coding.code === code) ?? false;
}

function reading(quantity: Quantity | undefined): Reading | null {
  if (quantity?.value === undefined) return null;
  return { value: quantity.value, unit: quantity.unit ?? quantity.code ?? "", code: quantity.code ?? "" };
}

function wordsOf(observation: Observation): Bilingual | null {
  if (observation.valueCodeableConcept) return concept(observation.valueCodeableConcept);
  return observation.valueString ? bilingual(observation.valueString, undefined) : null;
}

/** Units whose instruments read in tenths: 38.0 says more than 38. */
const TENTHS = new Set(["Cel", "mmol/L", "kg", "[lb_av]"]);

/** A number with the digits that its instrument has. */
export function digits(value: number, code: string): string {
  return TENTHS.has(code) && Number.isInteger(value * 10) ? value.toFixed(1) : String(value);
}

/** One series for a chart, oldest first. */
export interface Series {
  key: string;
  keys: string[];
  code: string;
  label: Bilingual;
  unit: string;
  unitCode: string;
  scale: boolean;
  entries: Entry[];
}

/** What first on a chart of recovery; the rest in the order of their last entry. */
const FIRST = [PAIN, "8310-5"];

/** The entries that are numbers, one series a code. */
export function series(entries: Entry[]): Series[] {
  const by = new Map<string, Series>();
  for (const entry of entries.toSorted((one, other) => one.at - other.at)) {
    const key = entry.keys[0];
    const first = entry.readings[0];
    if (key === undefined || first === undefined) continue;
    const known = by.get(key);
    if (known) {
      known.entries.push(entry);
      for (const other of entry.keys) if (!known.keys.includes(other)) known.keys.push(other);
    } else {
      by.set(key, {
        key,
        keys: [...entry.keys],
        code: entry.code,
        label: entry.label,
        unit: first.unit,
        unitCode: first.code,
        scale: entry.scale,
        entries: [entry],
      });
    }
  }
  const place = (one: Series): number => (FIRST.includes(one.code) ? FIRST.indexOf(one.code) : FIRST.length);
  const latest = (one: Series): number => one.entries.at(-1)?.at ?? 0;
  return [...by.values()].sort((one, other) => place(one) - place(other) || latest(other) - latest(one));
}
