import { describe, expect, it, vi } from "vitest";

import { json, outcome } from "../testing/hospital";
import { type Bearer, Http } from "./http";
import { ApiError, type Trouble } from "./trouble";

const bearer = (first: string | null = "one", second: string | null = null): Bearer => ({
  token: () => Promise.resolve(first),
  renew: () => Promise.resolve(second),
});

async function troubleWith(answer: () => Response | Promise<Response>, who = bearer()): Promise<Trouble> {
  const http = new Http("http://h.test/fhir", who, () => Promise.resolve(answer()));
  try {
    await http.json("Patient/a");
  } catch (error) {
    if (error instanceof ApiError) return error.trouble;
    throw error;
  }
  throw new Error("it succeeded");
}

describe("the API client", () => {
  it("sends the token and FHIR JSON, and reads the answer", async () => {
    const fetcher = vi.fn<typeof fetch>(() => Promise.resolve(json({ resourceType: "Patient" })));
    const http = new Http("http://h.test/fhir", bearer(), fetcher);
    expect((await http.json("Patient", { method: "POST", body: { a: 1 } })).json).toEqual({ resourceType: "Patient" });
    const [url, init] = fetcher.mock.calls[0] ?? [];
    expect(url).toBe("http://h.test/fhir/Patient");
    expect(new Headers(init?.headers).get("authorization")).toBe("Bearer one");
    expect(new Headers(init?.headers).get("content-type")).toBe("application/fhir+json");
  });

  it("renews a refused token once and asks again", async () => {
    const fetcher = vi.fn<typeof fetch>((_, init) =>
      Promise.resolve(new Headers(init?.headers).get("authorization") === "Bearer two" ? json({}) : outcome(401)),
    );
    await new Http("http://h.test/fhir", bearer("one", "two"), fetcher).json("metadata");
    expect(fetcher).toHaveBeenCalledTimes(2);
  });

  it("says that one has to sign in when there is no other token", async () => {
    expect(await troubleWith(() => outcome(401))).toEqual({ kind: "signed-out" });
    expect(await troubleWith(() => json({}), bearer(null))).toEqual({ kind: "signed-out" });
  });

  it("tells apart what a person can do something about", async () => {
    expect(await troubleWith(() => outcome(403))).toEqual({ kind: "forbidden" });
    expect(await troubleWith(() => outcome(404))).toEqual({ kind: "missing" });
    expect(await troubleWith(() => outcome(410))).toEqual({ kind: "missing" });
    expect(await troubleWith(() => outcome(409))).toEqual({ kind: "changed" });
    expect(await troubleWith(() => outcome(412))).toEqual({ kind: "changed" });
    expect(await troubleWith(() => outcome(413))).toEqual({ kind: "too-large" });
    expect(await troubleWith(() => outcome(422))).toEqual({ kind: "refused", detail: "for an engineer" });
    expect(await troubleWith(() => outcome(429, { "retry-after": "7" }))).toEqual({ kind: "busy", seconds: 7 });
    expect(await troubleWith(() => outcome(503))).toEqual({ kind: "busy", seconds: 0 });
    expect(await troubleWith(() => outcome(500))).toEqual({ kind: "broken", status: 500 });
  });

  it("does not take a page of a proxy or half an answer for an answer", async () => {
    const html = (status: number) => () => new Response("<html>hello</html>", { status });
    expect(await troubleWith(html(200))).toEqual({ kind: "unreadable" });
    expect(await troubleWith(html(502))).toEqual({ kind: "broken", status: 502 });
    expect(await troubleWith(() => new Response('{"resourceType":"Pat'))).toEqual({ kind: "unreadable" });
    const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError("cut")) });
    expect(await troubleWith(() => new Response(broken))).toEqual({ kind: "unreadable" });
  });

  it("tells a missing network from a hospital that does not answer", async () => {
    expect(await troubleWith(() => Promise.reject(new TypeError("Failed to fetch")))).toEqual({ kind: "offline" });
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    const http = new Http("http://h.test/fhir", bearer(), never);
    await expect(http.json("Patient", { timeoutMs: 5 })).rejects.toMatchObject({ trouble: { kind: "slow" } });
  });

  it("gives a picture's bytes, raw or wrapped in a Binary", async () => {
    const raw = new Http("http://h.test/fhir", bearer(), () =>
      Promise.resolve(new Response("abc", { headers: { "content-type": "image/png" } })),
    );
    expect((await raw.blob("Binary/a", "image/png")).size).toBe(3);
    const wrapped = new Http("http://h.test/fhir", bearer(), () =>
      Promise.resolve(json({ resourceType: "Binary", contentType: "image/png", data: btoa("abc") })),
    );
    const blob = await wrapped.blob("Binary/a", "image/png");
    expect([blob.type, blob.size]).toEqual(["image/png", 3]);
  });
});
