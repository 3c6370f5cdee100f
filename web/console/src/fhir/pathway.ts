import { type FormRequest, readRequest } from "./form";
import { type Bilingual, bilingual, extensions, hasCode } from "./read";
import { ANCHOR, PLAN_TYPE } from "./terms";
import type { Bundle, CarePlan, PlanDefinition, Task } from "./types";

/** What a pathway counts its days from. */
export type AnchorKind = "procedure" | "discharge" | "start" | "due-date";

/** A pathway that a patient can be put on. */
export interface Pathway {
  id: string;
  title: Bilingual;
  description: Bilingual;
  anchor: AnchorKind;
}

const KINDS = ["procedure", "discharge", "start", "due-date"] as const;

export function readPathway(plan: PlanDefinition): Pathway | null {
  if (plan.id === undefined || plan.status !== "active" || !hasCode(plan.type, PLAN_TYPE, "clinical-protocol"))
    return null;
  const said = extensions(plan, ANCHOR)[0]?.valueCode;
  return {
    id: plan.id,
    title: bilingual(plan.title, plan._title),
    description: bilingual(plan.description, plan._description),
    anchor: KINDS.find((one) => one === said) ?? "start",
  };
}

/** What putting a patient on a pathway would ask, and how many of its forms the hospital does not have. */
export interface Preview {
  requests: FormRequest[];
  missing: number;
}

/** The answer of `$apply` with `preview`. */
export function readPreview(bundle: Bundle, now: number): Preview {
  const preview: Preview = { requests: [], missing: 0 };
  for (const { resource } of bundle.entry ?? []) {
    if (resource?.resourceType === "Task") {
      const request = readRequest(resource as Task, now);
      if (request) preview.requests.push(request);
    }
    if (resource?.resourceType === "CarePlan") {
      const outcomes = (resource as CarePlan).contained ?? [];
      preview.missing += outcomes.flatMap((one) => one.issue ?? []).length;
    }
  }
  preview.requests.sort((one, other) => one.opens - other.opens);
  return preview;
}

/** A patient's plan that was made from a pathway. */
export interface Plan {
  id: string;
  title: Bilingual;
}

export function readPlan(plan: CarePlan): Plan | null {
  return plan.id === undefined || plan.status !== "active" || plan.instantiatesCanonical === undefined
    ? null
    : { id: plan.id, title: bilingual(plan.title, plan._title) };
}
