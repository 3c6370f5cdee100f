import { beforeEach, describe, expect, it, vi } from "vitest";

import { type Place, Session } from "./session";

const KEPT = "kangban.console.session";

class Storage implements Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem"> {
  readonly map = new Map<string, string>();
  getItem = (key: string): string | null => this.map.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.map.set(key, value);
  removeItem = (key: string): void => void this.map.delete(key);
}

let storage: Storage;
let went: string[];
let now: number;
const answer = vi.fn<(form: URLSearchParams) => Response | Promise<Response>>();

function place(more: Partial<Place> = {}): Place {
  return {
    origin: "https://h.test",
    storage: storage as unknown as globalThis.Storage,
    fetcher: (_, init) => Promise.resolve(answer(new URLSearchParams(String(init?.body)))),
    go: (url) => void went.push(url),
    claim: () => Promise.resolve(true),
    now: () => now,
    ...more,
  };
}

const tokens = (n: number): Response =>
  Response.json({ access_token: `a${n}`, refresh_token: `r${n}`, expires_in: 600, fhirUser: "Practitioner/dr-wang" });

async function signedIn(more: Partial<Place> = {}): Promise<Session> {
  answer.mockImplementation(() => tokens(1));
  const session = new Session(place(more));
  await session.begin("zh-CN", "/console/rules");
  const state = new URL(went.at(-1) ?? "").searchParams.get("state") ?? "";
  expect(await session.start(new URLSearchParams({ state, code: "c" }))).toBe("/console/rules");
  return session;
}

beforeEach(() => {
  storage = new Storage();
  went = [];
  now = 1_000_000;
  answer.mockReset();
});

describe("a session", () => {
  it("begins at the hospital's page with PKCE and a state, and comes back to where it was", async () => {
    const session = await signedIn();
    const asked = new URL(went[0] ?? "").searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: "code",
      client_id: "kangban-console",
      redirect_uri: "https://h.test/console/",
      code_challenge_method: "S256",
      ui_locales: "zh-CN",
    });
    const form = answer.mock.calls[0]?.[0];
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(form?.get("code_verifier") ?? ""));
    const challenge = Buffer.from(digest).toString("base64url");
    expect(asked.get("code_challenge")).toBe(challenge);
    expect(session.status.get()).toEqual({ state: "in", user: "Practitioner/dr-wang" });
  });

  it("keeps the access token out of storage", async () => {
    const session = await signedIn();
    expect(await session.token()).toBe("a1");
    expect([...storage.map.values()].join()).not.toContain("a1");
  });

  it("refuses a code that it did not ask for", async () => {
    const session = new Session(place());
    await session.start(new URLSearchParams({ state: "somebody's", code: "c" }));
    expect(session.status.get()).toEqual({ state: "out", why: "refused" });
    expect(answer).not.toHaveBeenCalled();
  });

  it("knows when somebody turned back on the sign-in page", async () => {
    const session = new Session(place());
    await session.begin("en", "/console/");
    const state = new URL(went[0] ?? "").searchParams.get("state") ?? "";
    await session.start(new URLSearchParams({ state, error: "access_denied" }));
    expect(session.status.get()).toEqual({ state: "out", why: "cancelled" });
  });

  it("survives a reload", async () => {
    await signedIn();
    answer.mockImplementation(() => tokens(2));
    const again = new Session(place());
    await again.start(new URLSearchParams());
    expect(again.status.get()).toEqual({ state: "in", user: "Practitioner/dr-wang" });
    expect(answer.mock.lastCall?.[0].get("refresh_token")).toBe("r1");
    expect(storage.map.get(KEPT)).toContain("r2");
  });

  it("does not use the refresh token of the tab that it was duplicated from", async () => {
    await signedIn();
    answer.mockClear();
    const twin = new Session(place({ claim: () => Promise.resolve(false) }));
    await twin.start(new URLSearchParams());
    expect(twin.status.get()).toEqual({ state: "out", why: "fresh" });
    expect(answer).not.toHaveBeenCalled();
  });

  it("renews before the end, once for many that ask at the same time", async () => {
    const session = await signedIn();
    answer.mockImplementation(() => tokens(2));
    answer.mockClear();
    now += 580_000;
    expect(await Promise.all([session.token(), session.token(), session.renew("a1")])).toEqual(["a2", "a2", "a2"]);
    expect(answer).toHaveBeenCalledTimes(1);
  });

  it("ends when the hospital refuses the refresh token, and not when it cannot be reached", async () => {
    const session = await signedIn();
    now += 700_000;
    answer.mockImplementation(() => Promise.reject(new TypeError("offline")));
    await session.token();
    expect(session.status.get().state).toBe("in");
    answer.mockImplementation(() => Response.json({ error: "invalid_grant" }, { status: 400 }));
    expect(await session.token()).toBeNull();
    expect(session.status.get()).toEqual({ state: "out", why: "ended" });
    expect(storage.map.has(KEPT)).toBe(false);
  });

  it("revokes the sign-in on leaving", async () => {
    const session = await signedIn();
    answer.mockImplementation(() => new Response(null));
    await session.leave();
    expect(answer.mock.lastCall?.[0].get("token")).toBe("r1");
    expect(session.status.get()).toEqual({ state: "out", why: "left" });
    expect(storage.map.size).toBe(0);
  });
});
