import type { Extension, Resource, Task } from "../fhir/types";
import { FINDING, SDC_TASK, SEEN, TASK, TRANSLATION } from "../fhir/terms";

/** A hospital of a few resources that answers as ours does, and remembers what it was asked. */
export class FakeHospital {
  readonly asked: { method: string; path: string; headers: Headers; body: unknown }[] = [];
  resources: Resource[] = [];
  /** Answers in place of the usual ones, by a piece of the path; each is used as long as it is there. */
  instead = new Map<string, () => Response | Promise<Response>>();
  private waiting: (() => void)[] = [];
  private log: Resource[] = [];

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input), "http://hospital.test");
    const path = url.pathname.replace("/fhir/", "") + url.search;
    const method = init?.method ?? "GET";
    const text = typeof init?.body === "string" ? init.body : String(init?.body ?? "");
    const body: unknown = text.startsWith("{") ? JSON.parse(text) : text;
    this.asked.push({ method, path, headers: new Headers(init?.headers), body });
    for (const [piece, answer] of this.instead) if (path.includes(piece)) return answer();
    if (url.pathname.endsWith("$changes")) return this.changes(url, init?.signal ?? null);
    const [type = "", id, operation] = url.pathname.replace("/fhir/", "").split("/");
    if (method === "POST" && operation !== undefined && id !== undefined)
      return this.operate(type, id, operation, body);
    if (method === "PUT") {
      if (this.find(type, id)) return outcome(412);
      return json(this.put(body as Resource), 201);
    }
    if (id !== undefined) {
      const found = this.find(type, id);
      return found ? json(found) : outcome(404);
    }
    return json({
      resourceType: "Bundle",
      type: "searchset",
      entry: this.search(type, url.searchParams).map((resource) => ({ resource })),
    });
  };

  /** Stores a new version and wakes who waits. */
  put<T extends Resource>(resource: T): T {
    const known = this.find(resource.resourceType, resource.id);
    const versionId = String(Number(known?.meta?.versionId ?? "0") + 1);
    const stored = { ...resource, meta: { versionId, lastUpdated: new Date().toISOString() } };
    this.resources = [...this.resources.filter((one) => one !== known), stored];
    this.log.push(stored);
    for (const wake of this.waiting.splice(0)) wake();
    return stored;
  }

  find(type: string, id: string | undefined): Resource | undefined {
    return this.resources.find((one) => one.resourceType === type && one.id === id);
  }

  private search(type: string, query: URLSearchParams): Resource[] {
    const ids = query.get("_id")?.split(",");
    const patients = query
      .get("patient")
      ?.split(",")
      .map((id) => `Patient/${id}`);
    return this.resources.filter((one) => {
      const holder = one as unknown as Record<"subject" | "patient" | "for", { reference?: string } | undefined>;
      const of = (holder.subject ?? holder.patient ?? holder.for)?.reference ?? "";
      return one.resourceType === type && (!ids || ids.includes(one.id ?? "")) && (!patients || patients.includes(of));
    });
  }

  private async changes(url: URL, signal: AbortSignal | null): Promise<Response> {
    const after = Number(url.searchParams.get("after") || "0");
    const inbox = (): Resource[] =>
      this.log.slice(after).filter((one) => ["Task", "Communication"].includes(one.resourceType));
    if (inbox().length === 0 && url.searchParams.get("wait") !== "0") {
      await new Promise<void>((resolve, reject) => {
        this.waiting.push(resolve);
        signal?.addEventListener("abort", () => reject(new DOMException("gone", "AbortError")));
      });
    }
    const entry = inbox().map((resource) => ({
      resource,
      request: { method: "PUT", url: `${resource.resourceType}/${resource.id}` },
    }));
    const identifier = { system: "https://kangban.example/fhir/feed-cursor", value: String(this.log.length) };
    return json({ resourceType: "Bundle", type: "history", identifier, entry });
  }

  /** Two forms, ten and twenty days from now; what is only shown is not stored. */
  private apply(id: string, given: { name: string; valueString?: string; valueBoolean?: boolean }[]): Response {
    const subject = { reference: given.find((one) => one.name === "subject")?.valueString ?? "" };
    const plan = { resourceType: "CarePlan", id: `plan-${id}`, status: "active", subject, title: "手术随访",
      instantiatesCanonical: [`https://kangban.example/fhir/PlanDefinition/${id}|1.0.0`] };
    const tasks = [10, 20].map((days) => formTask(`form-${days}`, { for: subject }, days * 24, days * 24 + 36));
    if (given.some((one) => one.name === "preview" && one.valueBoolean === true))
      return json({ resourceType: "Bundle", type: "collection", entry: [plan, ...tasks].map((resource) => ({ resource })) });
    for (const task of tasks) this.put(task);
    return json(this.put(plan));
  }

  private operate(type: string, id: string, operation: string, body: unknown): Response {
    const found = this.find(type, id);
    if (!found) return outcome(404);
    const given =
      (body as { parameter?: { name: string; valueCode?: string; valueString?: string; valueBoolean?: boolean }[] })
        .parameter ?? [];
    if (operation === "$seen")
      return json(this.put({ ...found, extension: [...(found.extension ?? []), seenBy("dr-wang")] }));
    if (operation === "$close") {
      const code = given.find((one) => one.name === "outcome")?.valueCode ?? "";
      const coding = [{ system: "https://kangban.example/fhir/CodeSystem/alert-outcome", code }];
      return json(this.put({ ...found, status: "completed", businessStatus: { coding } } as Task));
    }
    if (operation === "$apply") return this.apply(id, given);
    if (operation === "$invite") {
      const parameter = [
        { name: "code", valueString: "ABCD-2345" },
        { name: "expires", valueInstant: new Date(Date.now() + 7 * 86_400_000).toISOString() },
      ];
      return json({ resourceType: "Parameters", parameter });
    }
    return json(this.put(found));
  }
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/fhir+json" } });
}

export function outcome(status: number, headers: Record<string, string> = {}): Response {
  const body = {
    resourceType: "OperationOutcome",
    issue: [{ severity: "error", code: "processing", diagnostics: "for an engineer" }],
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/fhir+json", ...headers },
  });
}

export function seenBy(id: string, at = new Date()): Extension {
  return {
    url: SEEN,
    extension: [
      { url: "by", valueReference: { reference: `Practitioner/${id}`, display: "王建国" } },
      { url: "at", valueInstant: at.toISOString() },
    ],
  };
}

/** A finding as the hospital's care engine writes it. */
export function finding(
  about: string,
  severity: string,
  zh: string,
  en: string,
  reading: string,
  at: Date,
): Required<Task>["input"][number] {
  return {
    extension: [
      {
        url: FINDING,
        extension: [
          {
            url: "rule",
            valueCanonical: "https://kangban.example/fhir/PlanDefinition/postoperative-temperature|1.0.0",
          },
          { url: "action", valueString: severity },
          { url: "severity", valueCode: severity },
          { url: "at", valueInstant: at.toISOString() },
          translated("title", zh, en),
          translated("ruleTitle", "术后体温", "Temperature after surgery"),
          { url: "source", valueString: "A book" },
          { url: "sourceUrl", valueUrl: "https://example.org/book" },
          { url: "reading", valueString: reading },
          { url: "limit", valueQuantity: { value: 38.5, unit: "°C", code: "Cel" } },
        ],
      },
    ],
    valueReference: { reference: about },
  };
}

function translated(url: string, zh: string, en: string): Extension {
  const extension = [
    { url: "lang", valueCode: "en" },
    { url: "content", valueString: en },
  ];
  return { url, valueString: zh, _valueString: { extension: [{ url: TRANSLATION, extension }] } };
}

export function alertTask(id: string, more: Partial<Task> = {}, opened = new Date()): Task {
  return {
    resourceType: "Task",
    id,
    status: "requested",
    code: { coding: [{ system: TASK, code: "alert" }] },
    description: "体温偏高：38.9 °C",
    for: { reference: "Patient/li" },
    owner: { reference: "Practitioner/dr-wang", display: "王建国" },
    authoredOn: opened.toISOString(),
    lastModified: opened.toISOString(),
    restriction: { period: { end: new Date(opened.getTime() + 3_600_000).toISOString() } },
    input: [finding("Observation/t1", "urgent", "体温偏高", "High temperature", "38.9 °C", opened)],
    ...more,
  };
}

/** A request for a form whose window opens and closes so many hours from now. */
export function formTask(id: string, more: Partial<Task> = {}, opens = -2, closes = 34): Task {
  const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  const extension = [
    { url: "lang", valueCode: "en" },
    { url: "content", valueString: "Day 3 questions" },
  ];
  return {
    resourceType: "Task",
    id,
    status: "requested",
    code: { coding: [{ system: SDC_TASK, code: "complete-questionnaire" }] },
    description: "术后第 3 天问卷",
    _description: { extension: [{ url: TRANSLATION, extension }] },
    for: { reference: "Patient/li" },
    restriction: { period: { start: at(opens), end: at(closes) } },
    ...more,
  };
}
