import { createContext, useContext, useSyncExternalStore } from "react";

import type { Hospital } from "../api/hospital";
import type { Session } from "../api/session";
import { type Pathway, readPathway } from "../fhir/pathway";
import { readRule, type Rule } from "../fhir/rule";
import type { Communication, PlanDefinition, Task } from "../fhir/types";
import type { Entry } from "../fhir/observation";
import { type Chart, loadChart, loadWeek } from "../live/chart";
import { Forms } from "../live/forms";
import { browserPause, follow } from "../live/follow";
import { EMPTY, type Inbox, reduce } from "../live/inbox";
import { Loader } from "../live/loaded";
import { Directory } from "../live/people";
import { createStore, type Store } from "../live/store";
import type { Drafts } from "./drafts";

/** Everything a signed-in clinician works with. */
export class Desk {
  readonly inbox: Store<Inbox> = createStore(EMPTY);
  readonly directory: Directory;
  readonly rules: Loader<Rule[]>;
  readonly pathways: Loader<Pathway[]>;
  private readonly forms: Forms;
  private readonly charts = new Map<string, Loader<Chart>>();
  private readonly weeks = new Map<string, Loader<Entry[]>>();

  constructor(
    readonly hospital: Hospital,
    readonly session: Session,
    readonly drafts: Drafts,
    /** The signed-in person, as `Practitioner/id`. */
    readonly user: string,
  ) {
    this.directory = new Directory(hospital);
    this.forms = new Forms(hospital);
    this.pathways = new Loader(async () => (await hospital.rules()).flatMap((plan) => readPathway(plan) ?? []));
    this.rules = new Loader(async () => sorted((await hospital.rules()).flatMap((plan) => readRule(plan) ?? [])));
  }

  /** One patient's chart; the last ones looked at are kept, so that a list can be walked through. */
  chart(patient: string): Loader<Chart> {
    const known = this.charts.get(patient);
    const loader = known ?? new Loader(() => loadChart(this.hospital, this.forms, patient, Date.now()));
    this.charts.delete(patient);
    this.charts.set(patient, loader);
    const oldest = this.charts.keys().next().value;
    if (this.charts.size > CHARTS && oldest !== undefined) this.charts.delete(oldest);
    return loader;
  }

  /** The signed-in person's id. */
  get me(): string {
    return this.user.split("/").at(-1) ?? "";
  }

  /** One patient's last seven days. */
  week(patient: string): Loader<Entry[]> {
    const loader = this.weeks.get(patient) ?? new Loader(() => loadWeek(this.hospital, patient, Date.now()));
    this.weeks.set(patient, loader);
    return loader;
  }

  /** Follows the hospital until the signal ends it. */
  start(signal: AbortSignal): void {
    void this.directory.start().catch(() => undefined);
    void this.rules.load();
    void follow({
      ask: (cursor, wait, until) => whileOnline(until, (stop) => this.hospital.changes(cursor, wait, stop)),
      page: (page) => {
        this.inbox.update((now) => reduce(now, { kind: "page", page, at: Date.now() }));
        this.askForPatients();
      },
      trouble: (trouble) => this.inbox.update((now) => reduce(now, { kind: "trouble", trouble, at: Date.now() })),
      pause: browserPause,
      chance: Math.random,
      signal,
    });
  }

  private askForPatients(): void {
    const { alerts, messages } = this.inbox.get();
    const ids = new Set<string>();
    for (const alert of alerts.values()) ids.add(alert.patient);
    for (const message of messages.values()) ids.add(message.patient);
    this.directory.want(ids);
  }

  /** Reads an alert anew. What cannot be read now, the feed will bring. */
  async look(alert: string): Promise<void> {
    await this.hospital.read<Task>("Task", alert).then(
      (task) => this.learn(task),
      () => undefined,
    );
  }

  /** Takes in a rule's new version. */
  learnRule(plan: PlanDefinition): void {
    const rule = readRule(plan);
    if (rule) this.rules.put((now) => sorted([...now.filter((one) => one.id !== rule.id), rule]));
  }

  /** Takes in what the hospital answered to an act. */
  learn(resource: Task | Communication): void {
    this.inbox.update((now) => reduce(now, { kind: "answer", resource }));
  }
}

/** Gives up at once when the browser says that the network is gone: a held answer would hide it for half a minute. */
async function whileOnline<T>(signal: AbortSignal, ask: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const gone = new AbortController();
  const drop = (): void => gone.abort();
  window.addEventListener("offline", drop);
  try {
    return await ask(AbortSignal.any([signal, gone.signal]));
  } finally {
    window.removeEventListener("offline", drop);
  }
}

/** So many charts are kept. */
const CHARTS = 20;

function sorted(rules: Rule[]): Rule[] {
  return rules.sort((one, other) => one.id.localeCompare(other.id));
}

const Context = createContext<Desk | null>(null);
export const DeskProvider = Context;

export function useDesk(): Desk {
  const desk = useContext(Context);
  if (desk === null) throw new Error("no DeskProvider");
  return desk;
}

const MINUTE = 60_000;
const ticks = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(listener: () => void): () => void {
  ticks.add(listener);
  timer ??= setInterval(() => ticks.forEach((one) => one()), 15_000);
  return () => {
    ticks.delete(listener);
    if (ticks.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time, to the minute: all clocks of a page tick together. */
export function useNow(): number {
  return useSyncExternalStore(tick, () => Math.floor(Date.now() / MINUTE) * MINUTE) + MINUTE - 1;
}
