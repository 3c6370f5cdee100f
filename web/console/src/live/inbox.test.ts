import { describe, expect, it } from "vitest";

import { alertTask, finding, seenBy } from "../testing/hospital";
import type { Resource } from "../fhir/types";
import { chosen, EMPTY, type Inbox, reduce } from "./inbox";

const page = (inbox: Inbox, resources: Resource[], gone: string[] = [], complete = true): Inbox =>
  reduce(inbox, { kind: "page", page: { resources, gone, cursor: "1", complete }, at: 1000 });
const version = (resource: Resource, versionId: string): Resource => ({ ...resource, meta: { versionId } });

describe("the inbox", () => {
  it("shows an alert once, however often it is told of it", () => {
    let inbox = page(EMPTY, [version(alertTask("a"), "1"), version(alertTask("a"), "2")]);
    inbox = page(inbox, [version(alertTask("a"), "2")]);
    inbox = reduce(inbox, { kind: "answer", resource: version(alertTask("a"), "2") });
    expect(chosen(inbox, { mine: false, open: true }, null)).toHaveLength(1);
  });

  it("does not let the feed bring back what an answer has overtaken", () => {
    let inbox = page(EMPTY, [version(alertTask("a"), "1")]);
    inbox = reduce(inbox, { kind: "answer", resource: version(alertTask("a", { status: "completed" }), "3") });
    inbox = page(inbox, [version(alertTask("a", { extension: [seenBy("dr-wang")] }), "2")]);
    expect(inbox.alerts.get("a")?.open).toBe(false);
  });

  it("orders by severity, then by whose time runs out first", () => {
    const now = Date.now();
    const at = (minutes: number): Date => new Date(now + minutes * 60_000);
    const caution = alertTask(
      "b",
      { input: [finding("Observation/p", "caution", "疼", "Pain", "8/10", at(-300))] },
      at(-300),
    );
    const inbox = page(EMPTY, [alertTask("late", {}, at(-10)), caution, alertTask("first", {}, at(-90))]);
    expect(chosen(inbox, { mine: false, open: true }, null).map((alert) => alert.id)).toEqual(["first", "late", "b"]);
  });

  it("puts what nobody has looked at before what somebody has", () => {
    const now = Date.now();
    const seen = alertTask("seen", { extension: [seenBy("dr-chen", new Date(now))] }, new Date(now - 3_000_000));
    const inbox = page(EMPTY, [seen, alertTask("new", {}, new Date(now - 60_000))]);
    expect(chosen(inbox, { mine: false, open: true }, null).map((alert) => alert.id)).toEqual(["new", "seen"]);
  });

  it("takes an alert for overdue only when its present time ran out", () => {
    const opened = new Date(Date.now() - 7_200_000);
    const mark = (at: Date) => [
      { url: "https://kangban.example/fhir/StructureDefinition/overdue", valueInstant: at.toISOString() },
    ];
    const overdue = (at: Date): boolean | undefined =>
      page(EMPTY, [alertTask("a", { extension: mark(at) }, opened)]).alerts.get("a")?.overdue;
    expect(overdue(new Date(opened.getTime() + 3_600_001))).toBe(true);
    expect(overdue(opened)).toBe(false);
  });

  it("takes the severity from the gravest finding, not from a priority that escalation has raised", () => {
    const info = alertTask("i", {
      priority: "stat",
      input: [finding("Observation/p", "info", "疼", "Pain", "3/10", new Date())],
    });
    expect(page(EMPTY, [info]).alerts.get("i")?.severity).toBe("info");
  });

  it("counts an alert as unseen again when a finding came after the last look", () => {
    const now = Date.now();
    const seen = seenBy("dr-wang", new Date(now));
    const first = finding("Observation/p", "caution", "疼", "Pain", "8/10", new Date(now - 1000));
    const later = finding("Observation/t", "urgent", "烧", "Fever", "39 °C", new Date(now + 1000));
    expect(page(EMPTY, [alertTask("a", { extension: [seen], input: [first] })]).alerts.get("a")?.allSeen).toBe(true);
    const again = page(EMPTY, [alertTask("a", { extension: [seen], input: [first, later] })]).alerts.get("a");
    expect(again?.allSeen).toBe(false);
    expect(again?.findings.map((one) => one.severity)).toEqual(["urgent", "caution"]);
  });

  it("shows only mine, or all, open or closed", () => {
    const inbox = page(EMPTY, [
      alertTask("mine"),
      alertTask("theirs", { owner: { reference: "Practitioner/dr-chen" } }),
      alertTask("closed", { status: "completed" }),
    ]);
    const ids = (mine: boolean, open: boolean): string[] =>
      chosen(inbox, { mine, open }, "dr-wang").map((alert) => alert.id);
    expect(ids(true, true)).toEqual(["mine"]);
    expect(ids(false, true).sort()).toEqual(["mine", "theirs"]);
    expect(ids(false, false)).toEqual(["closed"]);
  });

  it("passes over Tasks that are no alerts and forgets what was deleted", () => {
    let inbox = page(EMPTY, [
      { resourceType: "Task", id: "other" },
      alertTask("a"),
      {
        resourceType: "Communication",
        id: "m",
        subject: { reference: "Patient/li" },
        payload: [{ contentString: "hi" }],
      } as Resource,
    ]);
    expect([inbox.alerts.size, inbox.messages.size]).toEqual([1, 1]);
    inbox = page(inbox, [], ["Task/a", "Communication/m", "Task/unknown", "nonsense"]);
    expect([inbox.alerts.size, inbox.messages.size]).toEqual([0, 0]);
  });

  it("says since when the hospital was not heard", () => {
    let inbox = page(EMPTY, []);
    inbox = reduce(inbox, { kind: "trouble", trouble: { kind: "offline" }, at: 5000 });
    inbox = reduce(inbox, { kind: "trouble", trouble: { kind: "slow" }, at: 9000 });
    expect(inbox.link).toEqual({ state: "broken", since: 1000, trouble: { kind: "slow" } });
    expect(page(inbox, []).link).toEqual({ state: "live" });
  });

  it("is complete only when everything has come", () => {
    const first = page(EMPTY, [alertTask("a")], [], false);
    expect(first.complete).toBe(false);
    expect(page(first, [], [], true).complete).toBe(true);
  });
});
