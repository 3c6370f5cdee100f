import type { Trouble } from "../api/trouble";
import type { Alert, Finding } from "../fhir/alert";
import { digits, type Entry } from "../fhir/observation";
import { age, daysBetween, type Patient, recordNumber } from "../fhir/patient";
import type { Comparison, Limit, Threshold } from "../fhir/rule";
import { nameIn } from "../fhir/read";
import type { Person } from "../fhir/types";
import type { Text } from "./use";
import { span, when } from "./time";

/** What went wrong, where the work is, and what to do. */
export function troubleWords({ t }: Text, trouble: Trouble): string {
  switch (trouble.kind) {
    case "offline":
      return t("trouble-offline");
    case "slow":
      return t("trouble-slow");
    case "signed-out":
      return t("trouble-signed-out");
    case "forbidden":
      return t("trouble-forbidden");
    case "missing":
      return t("trouble-missing");
    case "changed":
      return t("trouble-changed");
    case "refused":
      return t("trouble-refused");
    case "too-large":
      return t("trouble-too-large");
    case "busy":
      return t("trouble-busy", { seconds: trouble.seconds });
    case "broken":
      return t("trouble-broken", { status: trouble.status });
    case "unreadable":
      return t("trouble-unreadable");
  }
}

/** 女 68 岁. */
export function sexAndAge({ t }: Text, person: Person, now: number): string {
  const years = age(person.birthDate, now);
  const sex = person.gender === "male" || person.gender === "female" ? person.gender : "other";
  return years === null ? t("person-sex", { sex }) : t("person-sex-age", { sex, years });
}

/** 第 3 天 after the operation, with what it was; empty without one. */
export function recovery(text: Text, patient: Patient | undefined, now: number): string {
  if (!patient?.operation) return "";
  const days = daysBetween(patient.operation.at, now);
  const what = text.of(patient.operation.what);
  return days >= 0 ? text.t("person-day", { days, what }) : text.t("person-before", { days: -days, what });
}

/** Two identifiers, for beside every act: 李秀英（女 68 岁 · KH-0045812）. */
export function identity(text: Text, person: Person, now: number): string {
  return text.t("person-identity", {
    name: nameIn(person.name, text.language),
    facts: sexAndAge(text, person, now),
    number: recordNumber(person),
  });
}

/** 体温 38.9 °C, as the finding says it. */
export function findingWords(text: Text, finding: Finding): string {
  const title = text.of(finding.title);
  const reading = text.of(finding.reading);
  return reading === "" ? title : text.t("finding-words", { title, reading });
}

/** What was answered, the gravest first; the alert's own words when it holds no finding. */
export function answers(text: Text, alert: Alert): string {
  const all = alert.findings.map((finding) => findingWords(text, finding));
  return all.length === 0 ? text.of(alert.summary) : all.join(text.t("list-semicolon"));
}

/** Only what made it as grave as it is. */
export function headline(text: Text, alert: Alert): string {
  const gravest = alert.findings.filter((finding) => finding.severity === alert.severity);
  return gravest.length === 0
    ? text.of(alert.summary)
    : gravest.map((finding) => findingWords(text, finding)).join(text.t("list-semicolon"));
}

/** An entry's name: ours for the codes that the patient page writes, else the hospital's own words. */
export function entryName(text: Text, code: string, label: { zh: string; en: string }): string {
  return text.t("entry-name", { name: NAMES[code] ?? code, other: text.of(label) });
}

/** The LOINC codes that patient pages write, by what they are called here. */
const NAMES: Record<string, string> = {
  "72514-3": "pain",
  "8310-5": "temperature",
  "85354-9": "pressure",
  "8867-4": "heart-rate",
  "2708-6": "oxygen",
  "59408-5": "oxygen",
  "14745-4": "glucose",
  "15074-8": "glucose",
  "29463-7": "weight",
};

/** Units that are words in one of the languages. */
const UNITS: Record<string, string> = {
  "次/分": "per-minute",
  "/min": "per-minute",
  天: "days",
  d: "days",
  分: "points",
  级: "grades",
  次: "times",
  lb: "pounds",
};

/** A unit as it is written in the reader's language. */
export function unitName({ t }: Pick<Text, "t">, unit: string): string {
  return t("unit-name", { name: UNITS[unit] ?? "other", unit });
}

/** An entry's value with its unit. */
export function entryValue(text: Text, entry: Entry): string {
  const [first, second] = entry.readings;
  if (first === undefined) return entry.words ? text.of(entry.words) : "";
  const number =
    second === undefined
      ? digits(first.value, first.code)
      : `${digits(first.value, first.code)}/${digits(second.value, second.code)}`;
  return entry.scale ? text.t("value-of-ten", { number }) : withUnit(text, number, first.unit);
}

export function withUnit(text: Pick<Text, "t">, number: string, unit: string): string {
  return unit === "" ? number : text.t("value-unit", { number, unit: unitName(text, unit) });
}

/** ≥ 38.5 °C. */
export function limitWords(text: Text, limit: Pick<Limit, "comparison" | "value" | "unit" | "code">): string {
  const number = digits(limit.value, limit.code);
  return text.t("limit-words", {
    sign: sign(limit.comparison),
    amount: limit.code === "1" ? number : withUnit(text, number, limit.unit),
  });
}

export function sign(comparison: Comparison | null): string {
  return { ">=": "≥", "<=": "≤", ">": ">", "<": "<" }[comparison ?? ">="];
}

/** A threshold's value with its unit; what is not set yet says so. */
export function thresholdValue(text: Text, threshold: Threshold): string {
  if (threshold.value === null) return text.t("threshold-unset");
  return withUnit(text, digits(threshold.value, threshold.code), threshold.unit);
}

/** 还剩 42 分, or 已超时 8 分; of a closed alert, nothing. */
export function clockWords(text: Text, alert: Alert, now: number): string {
  if (!alert.open || alert.due === null) return "";
  if (alert.allSeen) return text.t("clock-opened", { when: when(text, alert.opened, now) });
  return alert.due > now
    ? text.t("clock-left", { span: span(text, alert.due - now) })
    : text.t("clock-late", { span: span(text, now - alert.due) });
}

/** Whether an alert's time ran out before anybody looked. */
export function isLate(alert: Alert, now: number): boolean {
  return alert.open && !alert.allSeen && (alert.overdue || (alert.due !== null && alert.due <= now));
}

export type AlertState = "new" | "again" | "seen" | "closed";

export function stateOf(alert: Alert): AlertState {
  if (!alert.open) return "closed";
  if (alert.seen === null) return "new";
  return alert.allSeen ? "seen" : "again";
}
