import type { PlanAction, PlanDefinition } from "./types";
import { type Bilingual, bilingual, extensions, hasCode, inner, keyOf } from "./read";
import { PLAN_TYPE, SYSTOLIC, THRESHOLD } from "./terms";
import type { Severity } from "./alert";

export type Comparison = ">=" | ">" | "<=" | "<";

/** A value of a rule that a clinician can change. */
export interface Threshold {
  name: string;
  /** `null` while the hospital has to set it first. */
  value: number | null;
  unit: string;
  code: string;
  low: number | null;
  high: number | null;
  /** How the rule compares with it, where it says so plainly. */
  comparison: Comparison | null;
}

/** What happens when a rule fires. */
export interface Act {
  id: string;
  severity: Severity;
  title: Bilingual;
  advice: Bilingual;
  /** The names of the thresholds that its conditions use. */
  uses: string[];
}

/** A rule: an eca-rule PlanDefinition. */
export interface Rule {
  id: string;
  /** The version of the stored resource, for `If-Match`. */
  stored: string;
  title: Bilingual;
  description: Bilingual;
  version: string;
  status: string;
  date: string;
  publisher: string;
  citations: { text: Bilingual; url: string | null }[];
  thresholds: Threshold[];
  acts: Act[];
  /** `system|code` of the entries it looks at. */
  codes: string[];
  limits: Limit[];
}

/** A line on a chart: a reading beyond it fires the rule without anything else having to hold. */
export interface Limit {
  rule: string;
  title: Bilingual;
  severity: Severity;
  comparison: Comparison;
  value: number;
  unit: string;
  code: string;
  /** Which number of the entry: 1 is the lower one of a blood pressure. */
  part: 0 | 1;
  /** The rule holds for so many days after an operation, and only then. */
  days: number | null;
}

export function isRule(plan: PlanDefinition): boolean {
  return hasCode(plan.type, PLAN_TYPE, "eca-rule");
}

const SEVERITY: Record<string, Severity> = { stat: "urgent", asap: "urgent", urgent: "caution", routine: "info" };

export function readRule(plan: PlanDefinition): Rule | null {
  if (!isRule(plan) || plan.id === undefined) return null;
  const top = plan.action?.[0];
  const conditions = [...(plan.action ?? []), ...(top?.action ?? [])].flatMap(expressions);
  const thresholds = extensions(plan, THRESHOLD).flatMap((extension) => {
    const name = inner(extension, "name")?.valueString;
    const value = inner(extension, "value")?.valueQuantity;
    if (name === undefined) return [];
    return [
      {
        name,
        value: value?.value ?? null,
        unit: value?.unit ?? "",
        code: value?.code ?? "",
        low: inner(extension, "low")?.valueDecimal ?? null,
        high: inner(extension, "high")?.valueDecimal ?? null,
        comparison: comparisonWith(name, conditions),
      },
    ];
  });
  const acts = (top?.action ?? []).map((action) => ({
    id: action.id ?? "",
    severity: SEVERITY[action.priority ?? ""] ?? "info",
    title: bilingual(action.title, action._title),
    advice: bilingual(action.description, action._description),
    uses: expressions(action).flatMap((text) => [...text.matchAll(/%(\w+)/g)].flatMap((match) => match[1] ?? [])),
  }));
  const rule: Rule = {
    id: plan.id,
    stored: plan.meta?.versionId ?? "",
    title: bilingual(plan.title, plan._title),
    description: bilingual(plan.description, plan._description),
    version: plan.version ?? "",
    status: plan.status ?? "",
    date: plan.date ?? "",
    publisher: plan.publisher ?? "",
    citations: (plan.relatedArtifact ?? []).flatMap((one) =>
      one.citation ? [{ text: bilingual(one.citation, one._citation), url: one.url ?? one.document?.url ?? null }] : [],
    ),
    thresholds,
    acts,
    codes: (top?.trigger ?? []).flatMap((trigger) =>
      (trigger.data ?? []).flatMap((data) =>
        (data.codeFilter ?? []).flatMap((filter) => (filter.code ?? []).map(keyOf)),
      ),
    ),
    limits: [],
  };
  rule.limits = top === undefined ? [] : limitsOf(rule, top);
  return rule;
}

function expressions(action: PlanAction): string[] {
  return (action.condition ?? []).flatMap((condition) => condition.expression?.expression ?? []);
}

function comparisonWith(name: string, conditions: string[]): Comparison | null {
  const found = new RegExp(`(>=|<=|>|<)\\s*%${name}\\b`);
  for (const text of conditions) {
    const match = found.exec(text);
    if (match) return match[1] as Comparison;
  }
  return null;
}

const WINDOW = /^%daysAfterSurgery <= %(\w+)$/;
const PLAIN = /^%new\.value (>=|<=|>|<) %(\w+)$/;
const PART = /^%new\.component\.where\(code\.coding\.exists\(code = '(\d+-\d)'\)\)\.value (>=|<=|>|<) %(\w+)$/;

/** Only conditions that compare the new value itself become lines. Whatever else a rule asks is not judged here. */
function limitsOf(rule: Rule, top: PlanAction): Limit[] {
  const frame = expressions(top);
  const window = frame.length === 1 ? WINDOW.exec(frame[0] ?? "") : null;
  if (frame.length > 0 && window === null) return [];
  const days = window === null ? null : (rule.thresholds.find((one) => one.name === window[1])?.value ?? null);
  return (top.action ?? []).flatMap((action) => {
    const conditions = expressions(action);
    if (conditions.length !== 1) return [];
    const parts = (conditions[0] ?? "").split(" or ").map((text) => compared(text.trim()));
    if (!parts.every((part) => part !== null)) return [];
    const severity = SEVERITY[action.priority ?? ""] ?? "info";
    return parts.flatMap(({ comparison, name, part }) => {
      const threshold = rule.thresholds.find((one) => one.name === name);
      if (threshold === undefined || threshold.value === null) return [];
      const { value, unit, code } = threshold;
      return [
        {
          rule: rule.id,
          title: bilingual(action.title, action._title),
          severity,
          comparison,
          value,
          unit,
          code,
          part,
          days,
        },
      ];
    });
  });
}

function compared(text: string): { comparison: Comparison; name: string; part: 0 | 1 } | null {
  const plain = PLAIN.exec(text);
  if (plain) return { comparison: plain[1] as Comparison, name: plain[2] ?? "", part: 0 };
  const part = PART.exec(text);
  return part && { comparison: part[2] as Comparison, name: part[3] ?? "", part: part[1] === SYSTOLIC ? 0 : 1 };
}

/** Whether a reading is at or beyond a line. */
export function beyond(value: number, limit: Limit): boolean {
  switch (limit.comparison) {
    case ">=":
      return value >= limit.value;
    case ">":
      return value > limit.value;
    case "<=":
      return value <= limit.value;
    case "<":
      return value < limit.value;
  }
}

/** The lines for a series of entries of a patient who was operated on so many days ago (`null`: never). */
export function limitsFor(rules: Rule[], keys: string[], unitCode: string, daysAfterSurgery: number | null): Limit[] {
  return rules
    .filter((rule) => rule.status === "active" && rule.codes.some((code) => keys.includes(code)))
    .flatMap((rule) => rule.limits)
    .filter((limit) => limit.days === null || (daysAfterSurgery !== null && daysAfterSurgery <= limit.days))
    .filter((limit) => limit.code === unitCode || limit.code === "1" || unitCode === "");
}
