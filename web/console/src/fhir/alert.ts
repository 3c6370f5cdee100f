import type { Extension, Task } from "./types";
import { type Bilingual, bilingual, extensions, hasCode, idIn, inner, millis } from "./read";
import { FINDING, OUTCOME, OVERDUE, SEEN, TASK } from "./terms";

/** As the finding says it; the gravest finding speaks for the alert. */
export type Severity = "urgent" | "caution" | "info";
export const SEVERITIES: readonly Severity[] = ["urgent", "caution", "info"];

/** Somebody of the care team, and when. */
export interface Seen {
  by: string;
  /** What the hospital calls them. */
  name: string;
  at: number;
}

/** One rule that fired on one entry. */
export interface Finding {
  key: string;
  observation: string | null;
  severity: Severity;
  title: Bilingual;
  reading: Bilingual;
  ruleId: string | null;
  ruleVersion: string;
  ruleTitle: Bilingual;
  source: Bilingual;
  sourceUrl: string | null;
  limits: { value: number; unit: string; code: string }[];
  at: number | null;
}

/** One alert: one Task with its findings. */
export interface Alert {
  id: string;
  version: string;
  patient: string;
  open: boolean;
  severity: Severity;
  summary: Bilingual;
  findings: Finding[];
  owner: string | null;
  ownerName: string;
  opened: number;
  due: number | null;
  overdue: boolean;
  seen: Seen | null;
  /** Whether everything in it was there when somebody last looked. */
  allSeen: boolean;
  outcome: string | null;
  notes: string[];
  changed: number;
}

const OPEN = new Set(["requested", "received", "accepted", "in-progress", "on-hold", "ready"]);

export function isAlert(task: Task): boolean {
  return hasCode(task.code, TASK, "alert");
}

/** Reads an alert; `null` when it is no alert or names no patient. */
export function readAlert(task: Task): Alert | null {
  const patient = idIn(task.for, "Patient");
  if (!isAlert(task) || task.id === undefined || patient === null) return null;
  const findings = (task.input ?? []).flatMap((input) =>
    extensions(input, FINDING).map((finding) => readFinding(finding, idIn(input.valueReference, "Observation"))),
  );
  findings.sort(byGravity);
  const seen = readSeen(task.extension);
  const last = Math.max(0, ...findings.map((finding) => finding.at ?? 0));
  const opened = millis(task.authoredOn) ?? 0;
  const due = millis(task.restriction?.period?.end);
  return {
    id: task.id,
    version: task.meta?.versionId ?? "",
    patient,
    open: OPEN.has(task.status ?? ""),
    severity: SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? "info",
    summary: bilingual(task.description, task._description),
    findings,
    owner: idIn(task.owner, "Practitioner"),
    ownerName: task.owner?.display ?? "",
    opened,
    due,
    overdue: extensions(task, OVERDUE).some((mark) => (millis(mark.valueInstant) ?? 0) >= (due ?? 0)),
    seen,
    allSeen: seen !== null && seen.at >= last,
    outcome: task.businessStatus?.coding?.find((coding) => coding.system === OUTCOME)?.code ?? null,
    notes: (task.note ?? []).flatMap((note) => (note.text ? [note.text] : [])),
    changed: millis(task.lastModified) ?? millis(task.meta?.lastUpdated) ?? opened,
  };
}

/** The gravest first, and of these the latest. */
function byGravity(one: Finding, other: Finding): number {
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || (other.at ?? 0) - (one.at ?? 0);
}

/** Who has seen a Task or Communication last. */
export function readSeen(list: Extension[] | undefined): Seen | null {
  const all = extensions({ extension: list ?? [] }, SEEN).flatMap((seen) => {
    const at = millis(inner(seen, "at")?.valueInstant);
    const by = inner(seen, "by")?.valueReference;
    return at === null || by?.reference === undefined ? [] : [{ by: by.reference, name: by.display ?? "", at }];
  });
  return all.sort((one, other) => other.at - one.at)[0] ?? null;
}

function readFinding(finding: Extension, observation: string | null): Finding {
  const part = (name: string): Extension | undefined => inner(finding, name);
  const words = (name: string): Bilingual => bilingual(part(name)?.valueString, part(name)?._valueString);
  const [canonical = "", version = ""] = (part("rule")?.valueCanonical ?? "").split("|");
  const severity = part("severity")?.valueCode;
  const limits = (finding.extension ?? []).flatMap((one) =>
    one.url === "limit" && one.valueQuantity?.value !== undefined
      ? [{ value: one.valueQuantity.value, unit: one.valueQuantity.unit ?? "", code: one.valueQuantity.code ?? "" }]
      : [],
  );
  return {
    key: `${observation ?? ""}|${canonical}|${part("action")?.valueString ?? ""}`,
    observation,
    severity: SEVERITIES.find((known) => known === severity) ?? "info",
    title: words("title"),
    reading: words("reading"),
    ruleId: canonical.split("/").at(-1) || null,
    ruleVersion: version,
    ruleTitle: words("ruleTitle"),
    source: words("source"),
    sourceUrl: part("sourceUrl")?.valueUrl ?? null,
    limits,
    at: millis(part("at")?.valueInstant),
  };
}

/** Worst first; then what nobody has looked at, the one whose time runs out first; by id so that nothing flickers. */
export function byUrgency(one: Alert, other: Alert): number {
  return (
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    Number(one.allSeen) - Number(other.allSeen) ||
    (one.due ?? Number.MAX_SAFE_INTEGER) - (other.due ?? Number.MAX_SAFE_INTEGER) ||
    one.opened - other.opened ||
    one.id.localeCompare(other.id)
  );
}

/** The one that changed last first. */
export function byChange(one: Alert, other: Alert): number {
  return other.changed - one.changed || one.id.localeCompare(other.id);
}
