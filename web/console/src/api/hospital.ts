import { ApiError } from "./trouble";
import type { Http } from "./http";
import type { Bundle, CarePlan, Communication, Organization, Person, PlanDefinition, Resource, Task } from "../fhir/types";
import { FEED_CURSOR } from "../fhir/terms";

/** One page of a change feed. */
export interface Page {
  resources: Resource[];
  /** What was deleted, as `Type/id`. */
  gone: string[];
  cursor: string;
  /** Whether this was all that there is now. */
  complete: boolean;
}

/** An invitation for a patient's device. */
export interface Invitation {
  code: string;
  expires: string;
}

/** How an alert can end (`terms::OUTCOME`). */
export const OUTCOMES = ["contacted", "advised", "seen-in-clinic", "admitted", "no-action"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const PAGE = 200;
/** A search of one patient is followed for so many pages; 2,000 of a kind is more than a screen can say. */
const PAGES = 10;
/** The hospital may hold an empty answer for so long. */
export const WAIT_S = 25;
const LONG_POLL_MS = (WAIT_S + 15) * 1000;

/** What the console asks of the hospital, each in one place. */
export class Hospital {
  constructor(private readonly http: Http) {}

  /** The alerts and messages that changed after the cursor; waits for some when `wait` is set. */
  async changes(cursor: string, wait: boolean, signal: AbortSignal): Promise<Page> {
    const query = new URLSearchParams({
      feed: "inbox",
      after: cursor,
      _count: String(PAGE),
      wait: String(wait ? WAIT_S : 0),
    });
    const { json } = await this.http.json(`$changes?${query}`, { signal, timeoutMs: LONG_POLL_MS });
    const bundle = asBundle(json);
    const next = bundle.identifier?.system === FEED_CURSOR ? bundle.identifier.value : undefined;
    if (next === undefined) throw new ApiError({ kind: "unreadable" });
    const page: Page = { resources: [], gone: [], cursor: next, complete: nextOf(bundle) === null };
    for (const entry of bundle.entry ?? []) {
      if (entry.request?.method === "DELETE") page.gone.push(entry.request.url ?? "");
      else if (entry.resource) page.resources.push(entry.resource);
    }
    return page;
  }

  /** All matches, page after page. */
  async search<T extends Resource>(
    type: T["resourceType"],
    query: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<T[]> {
    const found: T[] = [];
    let path: string | null = `${type}?${new URLSearchParams({ _count: String(PAGE), ...query })}`;
    for (let page = 0; path !== null && page < PAGES; page += 1) {
      const bundle: Bundle = asBundle((await this.http.json(path, signal ? { signal } : {})).json);
      for (const entry of bundle.entry ?? []) {
        if (entry.resource?.resourceType === type) found.push(entry.resource as T);
      }
      path = this.local(nextOf(bundle));
    }
    return found;
  }

  /** A next link is followed only below our own base: a token never goes elsewhere. */
  private local(url: string | null): string | null {
    if (url === null) return null;
    const absolute = new URL(url, `${this.http.base}/`).href;
    const base = new URL(`${this.http.base}/`, globalThis.location?.href).href;
    return absolute.startsWith(base) ? absolute.slice(base.length) : null;
  }

  async read<T extends Resource>(type: T["resourceType"], id: string, signal?: AbortSignal): Promise<T> {
    return asResource<T>(
      (await this.http.json(`${type}/${encodeURIComponent(id)}`, signal ? { signal } : {})).json,
      type,
    );
  }

  practitioners(): Promise<Person[]> {
    return this.search<Person>("Practitioner", {});
  }

  organizations(): Promise<Organization[]> {
    return this.search<Organization>("Organization", {});
  }

  rules(signal?: AbortSignal): Promise<PlanDefinition[]> {
    return this.search<PlanDefinition>("PlanDefinition", {}, signal);
  }

  /** A picture's bytes; `path` is what a Media says, `Binary/id`. */
  picture(path: string, type: string, signal: AbortSignal): Promise<Blob> {
    return this.http.blob(path, type, signal);
  }

  async seen<T extends Task | Communication>(type: "Task" | "Communication", id: string): Promise<T> {
    const { json } = await this.http.json(`${type}/${encodeURIComponent(id)}/$seen`, {
      method: "POST",
      body: parameters([]),
    });
    return asResource<T>(json, type);
  }

  /** Closes an alert, if nothing has changed in it since `version`. */
  async close(id: string, version: string, outcome: Outcome, note: string): Promise<Task> {
    const given: Parameter[] = [{ name: "outcome", valueCode: outcome }];
    if (note !== "") given.push({ name: "note", valueString: note });
    const { json } = await this.http.json(`Task/${encodeURIComponent(id)}/$close`, {
      method: "POST",
      body: parameters(given),
      headers: ifMatch(version),
    });
    return asResource<Task>(json, "Task");
  }

  /** Stores a reply under its own id. Sent twice it is stored once: the second answer says that it is there. */
  async say(message: Communication & { id: string }): Promise<Communication> {
    try {
      const { json } = await this.http.json(`Communication/${message.id}`, {
        method: "PUT",
        body: message,
        headers: { "if-none-match": "*", prefer: "return=representation" },
      });
      if (isResource(json, "Communication")) return json as Communication;
    } catch (error) {
      if (!(error instanceof ApiError && error.trouble.kind === "changed")) throw error;
    }
    return this.read<Communication>("Communication", message.id);
  }

  /** Changes one value of a rule. `digits` is the number as it was typed: 38.20 stays 38.20. */
  async setThreshold(id: string, version: string, name: string, digits: string): Promise<PlanDefinition> {
    const body = `{"resourceType":"Parameters","parameter":[{"name":"name","valueString":${JSON.stringify(name)}},{"name":"value","valueDecimal":${digits}}]}`;
    const { json } = await this.http.json(`PlanDefinition/${encodeURIComponent(id)}/$set-threshold`, {
      method: "POST",
      body,
      headers: ifMatch(version),
    });
    return asResource<PlanDefinition>(json, "PlanDefinition");
  }

  /** What a pathway would ask of a patient; nothing is written. */
  async previewPathway(id: string, patient: string, anchor: AnchorDay): Promise<Bundle> {
    const given: Parameter[] = [...applying(patient, anchor), { name: "preview", valueBoolean: true }];
    const { json } = await this.http.json(`PlanDefinition/${encodeURIComponent(id)}/$apply`, {
      method: "POST",
      body: parameters(given),
    });
    return asBundle(json);
  }

  /** Puts a patient on a pathway. Sent twice it is done once. */
  async startPathway(id: string, patient: string, anchor: AnchorDay): Promise<CarePlan> {
    const { json } = await this.http.json(`PlanDefinition/${encodeURIComponent(id)}/$apply`, {
      method: "POST",
      body: parameters(applying(patient, anchor)),
    });
    return asResource<CarePlan>(json, "CarePlan");
  }

  async invite(patient: string): Promise<Invitation> {
    const { json } = await this.http.json(`Patient/${encodeURIComponent(patient)}/$invite`, {
      method: "POST",
      body: parameters([]),
    });
    const given = (json as { parameter?: Parameter[] } | null)?.parameter ?? [];
    const code = given.find((one) => one.name === "code")?.valueString;
    const expires = given.find((one) => one.name === "expires")?.valueInstant;
    if (code === undefined || expires === undefined) throw new ApiError({ kind: "unreadable" });
    return { code, expires };
  }
}

/** What day 0 of a pathway is: a day, or that of a Procedure as `Procedure/id`. */
export type AnchorDay = { day: string } | { of: string };

function applying(patient: string, anchor: AnchorDay): Parameter[] {
  return [
    { name: "subject", valueString: `Patient/${patient}` },
    "day" in anchor
      ? { name: "anchor", valueDate: anchor.day }
      : { name: "anchor", valueReference: { reference: anchor.of } },
  ];
}

interface Parameter {
  name: string;
  valueBoolean?: boolean;
  valueDate?: string;
  valueReference?: { reference: string };
  valueCode?: string;
  valueString?: string;
  valueInstant?: string;
}

function parameters(parameter: Parameter[]): object {
  return parameter.length === 0 ? { resourceType: "Parameters" } : { resourceType: "Parameters", parameter };
}

function ifMatch(version: string): Record<string, string> {
  return version === "" ? {} : { "if-match": `W/"${version}"` };
}

function isResource(json: unknown, type: string): boolean {
  return typeof json === "object" && json !== null && (json as Resource).resourceType === type;
}

function asResource<T extends Resource>(json: unknown, type: string): T {
  if (!isResource(json, type)) throw new ApiError({ kind: "unreadable" });
  return json as T;
}

function asBundle(json: unknown): Bundle {
  return asResource<Bundle>(json, "Bundle");
}

function nextOf(bundle: Bundle): string | null {
  return bundle.link?.find((link) => link.relation === "next")?.url ?? null;
}
