import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { readAllergies } from "../live/chart";
import { bilingual, concept, idIn, millis, nameIn } from "./read";
import { threads, readMessage } from "./message";
import { readEntry, series } from "./observation";
import { age, daysBetween, lastOperation } from "./patient";
import { limitsFor, readRule, type Rule } from "./rule";
import type { Communication, Observation, PlanDefinition } from "./types";

const library = join(import.meta.dirname, "../../../../shared/care/library");
const rules: Rule[] = readdirSync(library).flatMap(
  (name) => readRule(JSON.parse(readFileSync(join(library, name), "utf8")) as PlanDefinition) ?? [],
);
const rule = (id: string): Rule => rules.find((one) => one.id === id) ?? expect.fail(`no rule ${id}`);

describe("rules", () => {
  it("of the hospital's library are all read, with severities, sources and thresholds", () => {
    expect(rules.length).toBe(readdirSync(library).length);
    for (const one of rules) {
      expect(one.acts.length, one.id).toBeGreaterThan(0);
      expect(one.citations.length, one.id).toBeGreaterThan(0);
      // What was answered is a code; only amounts and scores have values to set.
      if (one.codes.length > 0) expect(one.thresholds.length, one.id).toBeGreaterThan(0);
      expect(one.title.en, one.id).not.toBe(one.title.zh);
      for (const threshold of one.thresholds)
        expect(threshold.comparison, `${one.id} ${threshold.name}`).not.toBeNull();
    }
  });

  it("draw a line only where the new value alone decides", () => {
    const limits = (key: string, unit: string, days: number | null): string[] =>
      limitsFor(rules, [key], unit, days).map((one) => `${one.severity} ${one.part} ${one.comparison} ${one.value}`);
    const temperature = "http://loinc.org|8310-5";
    expect(limits(temperature, "Cel", 3)).toEqual(["urgent 0 >= 38.5", "caution 0 >= 38"]);
    expect(limits(temperature, "Cel", 31)).toEqual([]);
    expect(limits(temperature, "Cel", null)).toEqual([]);
    // The mean of a week, and what holds for heart failure with symptoms, are no lines.
    expect(limits("http://loinc.org|85354-9", "mm[Hg]", null)).toEqual(["urgent 0 >= 180", "urgent 1 >= 110"]);
    expect(limits("http://loinc.org|29463-7", "kg", null)).toEqual([]);
    expect(limits("http://loinc.org|72514-3", "", 3)).toEqual(["caution 0 >= 4"]);
  });

  it("that wait for the hospital's value draw nothing and say so", () => {
    const night = rule("night-heart-rate");
    expect([night.status, night.thresholds[0]?.value, night.limits]).toEqual(["draft", null, []]);
  });
});

describe("entries", () => {
  const observation = (more: Partial<Observation>): Observation => ({
    resourceType: "Observation",
    id: "o",
    status: "final",
    effectiveDateTime: "2026-11-25T09:00:00+08:00",
    code: { coding: [{ system: "http://loinc.org", code: "8310-5" }] },
    ...more,
  });

  it("without a value, without a time, or withdrawn are none", () => {
    expect(readEntry(observation({}))).toBeNull();
    expect(readEntry({ ...observation({ valueInteger: 1 }), effectiveDateTime: "yesterday" })).toBeNull();
    expect(readEntry(observation({ valueInteger: 1, status: "entered-in-error" }))).toBeNull();
  });

  it("of a blood pressure are two numbers or none", () => {
    const part = (code: string, value: number) => ({
      code: { coding: [{ system: "http://loinc.org", code }] },
      valueQuantity: { value, unit: "mmHg", code: "mm[Hg]" },
    });
    const whole = readEntry(observation({ component: [part("8462-4", 78), part("8480-6", 132)] }));
    expect(whole?.readings.map((one) => one.value)).toEqual([132, 78]);
    expect(readEntry(observation({ component: [part("8480-6", 132)] }))).toBeNull();
  });

  it("become series, pain and temperature first", () => {
    const entry = (id: string, code: string, value: number) =>
      readEntry(observation({ id, code: { coding: [{ system: "http://loinc.org", code }] }, valueInteger: value }));
    const all = [entry("1", "29463-7", 60), entry("2", "8310-5", 38), entry("3", "72514-3", 4)].flatMap(
      (one) => one ?? [],
    );
    expect(series(all).map((one) => one.code)).toEqual(["72514-3", "8310-5", "29463-7"]);
  });
});

describe("patients", () => {
  it("are as old as their last birthday", () => {
    const at = new Date(2026, 10, 25).getTime();
    expect(age("1958-11-25", at)).toBe(68);
    expect(age("1958-11-26", at)).toBe(67);
    expect(age("1958", at)).toBe(68);
    expect(age(undefined, at)).toBeNull();
  });

  it("count days from the day of the last operation that was done", () => {
    const procedure = (status: string, at: string) => ({ resourceType: "Procedure", status, performedDateTime: at });
    const last = lastOperation([
      procedure("completed", "2026-11-01"),
      procedure("completed", "2026-11-22T23:00:00"),
      procedure("preparation", "2026-12-01"),
    ]);
    expect(daysBetween(last?.at ?? 0, new Date(2026, 10, 25, 1).getTime())).toBe(3);
    expect(lastOperation([])).toBeNull();
  });

  it("without a word about allergies are not said to have none", () => {
    const allergy = (code: string, status = "active") => ({
      resourceType: "AllergyIntolerance",
      id: code,
      clinicalStatus: { coding: [{ code: status }] },
      code: { coding: [{ code }], text: code },
    });
    expect(readAllergies([]).state).toBe("unknown");
    expect(readAllergies([allergy("716186003")]).state).toBe("none");
    expect(readAllergies([allergy("716186003"), allergy("764146007")])).toMatchObject({
      state: "some",
      list: [{ id: "764146007" }],
    });
    expect(readAllergies([allergy("764146007", "resolved")]).state).toBe("unknown");
  });

  it("have a name in the reader's language", () => {
    const names = [{ text: "李秀英" }, { text: "Li Xiuying" }];
    expect([
      nameIn(names, "zh-CN"),
      nameIn(names, "en"),
      nameIn([{ family: "Smith", given: ["Ann"] }], "zh-CN"),
      nameIn(undefined, "en"),
    ]).toEqual(["李秀英", "Li Xiuying", "Smith Ann", ""]);
  });
});

describe("messages", () => {
  const message = (id: string, patient: string, from: string, sent: string): Communication => ({
    resourceType: "Communication",
    id,
    subject: { reference: `Patient/${patient}` },
    sender: { reference: from },
    sent,
    payload: [{ contentString: id }],
  });

  it("wait from the first that nobody has answered, the longest waiting first", () => {
    const list = [
      message("1", "a", "Patient/a", "2026-11-25T08:00:00Z"),
      message("2", "a", "Practitioner/w", "2026-11-25T08:10:00Z"),
      message("3", "a", "Patient/a", "2026-11-25T08:20:00Z"),
      message("4", "b", "Patient/b", "2026-11-25T08:15:00Z"),
      message("5", "c", "Practitioner/w", "2026-11-25T09:00:00Z"),
    ].flatMap((one) => readMessage(one) ?? []);
    expect(threads(list).map((thread) => [thread.patient, thread.waiting.map((one) => one.id)])).toEqual([
      ["b", ["4"]],
      ["a", ["3"]],
      ["c", []],
    ]);
  });

  it("that were withdrawn are not shown", () => {
    expect(readMessage({ ...message("1", "a", "Patient/a", ""), status: "entered-in-error" })).toBeNull();
  });
});

describe("reading FHIR", () => {
  it("finds ids in relative, absolute and versioned references of the right type only", () => {
    expect(idIn("Patient/a", "Patient")).toBe("a");
    expect(idIn({ reference: "https://h.test/fhir/Patient/a/_history/3" }, "Patient")).toBe("a");
    expect(idIn("Practitioner/a", "Patient")).toBeNull();
    expect(idIn("#a", "Patient")).toBeNull();
  });

  it("takes a display for English where a text has no translation", () => {
    expect(concept({ text: "右上腹", coding: [{ display: "Right upper abdomen" }] })).toEqual({
      zh: "右上腹",
      en: "Right upper abdomen",
    });
    expect(bilingual("疼", undefined)).toEqual({ zh: "疼", en: "疼" });
  });

  it("reads a date as a day of this place, and nonsense as no time", () => {
    expect(millis("2026-11-25")).toBe(new Date(2026, 10, 25).getTime());
    expect(millis("soon")).toBeNull();
  });
});
