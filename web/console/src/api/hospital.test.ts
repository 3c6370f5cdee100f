import { describe, expect, it } from "vitest";

import { reply } from "../fhir/message";
import { alertTask, FakeHospital, json } from "../testing/hospital";
import { Hospital } from "./hospital";
import { Http } from "./http";

function desk(): { fake: FakeHospital; hospital: Hospital } {
  const fake = new FakeHospital();
  const bearer = { token: () => Promise.resolve("t"), renew: () => Promise.resolve(null) };
  return { fake, hospital: new Hospital(new Http("http://hospital.test/fhir", bearer, fake.fetch)) };
}

describe("what the console asks of the hospital", () => {
  it("follows next links of a search below our own base and nowhere else", async () => {
    const { fake, hospital } = desk();
    const page = (next: string | null) => () =>
      json({
        resourceType: "Bundle",
        link: next ? [{ relation: "next", url: next }] : [],
        entry: [{ resource: { resourceType: "Flag", id: next ?? "last" } }],
      });
    fake.instead.set("cursor=2", page("http://evil.test/fhir/Flag?cursor=3"));
    fake.instead.set("Flag?", page("http://hospital.test/fhir/Flag?cursor=2"));
    expect(await hospital.search("Flag", {})).toHaveLength(2);
    expect(fake.asked).toHaveLength(2);
  });

  it("closes an alert only as it was seen", async () => {
    const { fake, hospital } = desk();
    fake.put(alertTask("a"));
    await hospital.close("a", "1", "advised", "came today");
    const asked = fake.asked.at(-1);
    expect(asked?.path).toBe("Task/a/$close");
    expect(asked?.headers.get("if-match")).toBe('W/"1"');
    expect(asked?.body).toEqual({
      resourceType: "Parameters",
      parameter: [
        { name: "outcome", valueCode: "advised" },
        { name: "note", valueString: "came today" },
      ],
    });
  });

  it("stores a reply once, however often it is sent", async () => {
    const { fake, hospital } = desk();
    const message = { ...reply("m1", "li", "Practitioner/dr-wang", "来院", new Date(), "a", "q1"), id: "m1" };
    const first = await hospital.say(message);
    const second = await hospital.say(message);
    expect(second).toEqual(first);
    expect(fake.resources).toHaveLength(1);
    expect(fake.asked[0]?.headers.get("if-none-match")).toBe("*");
    expect(first).toMatchObject({
      status: "completed",
      inResponseTo: [{ reference: "Communication/q1" }],
      about: [{ reference: "Task/a" }],
    });
  });

  it("sends a threshold with the digits that were typed", async () => {
    let sent = "";
    const bearer = { token: () => Promise.resolve("t"), renew: () => Promise.resolve(null) };
    const exact = new Hospital(
      new Http("http://hospital.test/fhir", bearer, (_, init) => {
        sent = String(init?.body);
        return Promise.resolve(json({ resourceType: "PlanDefinition", id: "p" }));
      }),
    );
    await exact.setThreshold("p", "3", "high", "38.20");
    expect(sent).toContain('"valueDecimal":38.20}');
    expect(JSON.parse(sent)).toMatchObject({
      parameter: [
        { name: "name", valueString: "high" },
        { name: "value", valueDecimal: 38.2 },
      ],
    });
  });

  it("takes an answer of another kind for no answer", async () => {
    const { fake, hospital } = desk();
    fake.instead.set("Task/a", () => json({ resourceType: "Patient", id: "a" }));
    await expect(hospital.seen("Task", "a")).rejects.toMatchObject({ trouble: { kind: "unreadable" } });
    fake.instead.set("$changes", () => json({ resourceType: "Bundle", type: "history", entry: [] }));
    await expect(hospital.changes("", false, new AbortController().signal)).rejects.toMatchObject({
      trouble: { kind: "unreadable" },
    });
  });

  it("reads deletions from the feed", async () => {
    const { fake, hospital } = desk();
    const identifier = { system: "https://kangban.example/fhir/feed-cursor", value: "9" };
    fake.instead.set("$changes", () =>
      json({ resourceType: "Bundle", identifier, entry: [{ request: { method: "DELETE", url: "Task/a" } }] }),
    );
    const page = await hospital.changes("8", true, new AbortController().signal);
    expect(page).toEqual({ resources: [], gone: ["Task/a"], cursor: "9", complete: true });
    expect(fake.asked[0]?.path).toContain("feed=inbox&after=8&_count=200&wait=25");
  });
});
