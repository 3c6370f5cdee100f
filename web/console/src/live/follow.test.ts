import { describe, expect, it } from "vitest";

import type { Page } from "../api/hospital";
import { ApiError, type Trouble } from "../api/trouble";
import { follow, pauseAfter } from "./follow";

describe("following a feed", () => {
  it("asks for everything first, then waits, from where it was, through failures", async () => {
    const stop = new AbortController();
    const asked: [string, boolean][] = [];
    const paused: number[] = [];
    const seen: string[] = [];
    const answers: (Page | Trouble)[] = [
      { resources: [], gone: [], cursor: "a", complete: false },
      { kind: "offline" },
      { kind: "broken", status: 500 },
      { resources: [], gone: [], cursor: "b", complete: true },
      { resources: [], gone: [], cursor: "c", complete: true },
    ];
    await follow({
      ask: (cursor, wait) => {
        asked.push([cursor, wait]);
        const next = answers.shift();
        if (next === undefined) throw new Error("asked too often");
        return "kind" in next ? Promise.reject(new ApiError(next)) : Promise.resolve(next);
      },
      page: (page) => {
        seen.push(page.cursor);
        if (page.cursor === "c") stop.abort();
      },
      trouble: (trouble) => seen.push(trouble.kind),
      pause: (ms) => Promise.resolve(void paused.push(ms)),
      chance: () => 1,
      signal: stop.signal,
    });
    expect(asked).toEqual([
      ["", false],
      ["a", false],
      ["a", false],
      ["a", false],
      ["b", true],
    ]);
    expect(seen).toEqual(["a", "offline", "broken", "b", "c"]);
    expect(paused).toEqual([1000, 2000]);
  });

  it("begins again when the hospital does not know the cursor any more", async () => {
    const stop = new AbortController();
    const asked: string[] = [];
    await follow({
      ask: (cursor) => {
        asked.push(cursor);
        if (asked.length === 2) return Promise.reject(new ApiError({ kind: "missing" }));
        return Promise.resolve({ resources: [], gone: [], cursor: `c${asked.length}`, complete: true });
      },
      page: () => (asked.length === 3 ? stop.abort() : undefined),
      trouble: (trouble) => expect.fail(trouble.kind),
      pause: () => Promise.reject(new Error("it paused")),
      chance: () => 0,
      signal: stop.signal,
    });
    expect(asked).toEqual(["", "c1", ""]);
  });

  it("stops when nobody is signed in", async () => {
    let asked = 0;
    await follow({
      ask: () => {
        asked += 1;
        return Promise.reject(new ApiError({ kind: "signed-out" }));
      },
      page: () => undefined,
      trouble: () => undefined,
      pause: () => Promise.reject(new Error("it paused")),
      chance: () => 0,
      signal: new AbortController().signal,
    });
    expect(asked).toBe(1);
  });

  it("waits as long as it was asked to, and never longer than half a minute on its own", () => {
    expect(pauseAfter(0, { kind: "busy", seconds: 45 }, 0)).toBe(45_000);
    expect(pauseAfter(50, { kind: "offline" }, 1)).toBe(30_000);
    expect(pauseAfter(0, { kind: "offline" }, 0)).toBe(500);
  });
});
