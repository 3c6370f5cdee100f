import type { Page } from "../api/hospital";
import { type Trouble, troubleOf } from "../api/trouble";

/** What following a feed needs. */
export interface Following {
  ask(cursor: string, wait: boolean, signal: AbortSignal): Promise<Page>;
  page(page: Page): void;
  trouble(trouble: Trouble): void;
  /** Ends early when there is a reason to hope: the network came back, the page came to the front. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Between 0 and 1. */
  chance(): number;
  signal: AbortSignal;
}

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** Follows the inbox until the signal ends it: everything there is, then whatever comes. Signed out, it stops. */
export async function follow(following: Following): Promise<void> {
  const { signal } = following;
  let cursor = "";
  let complete = false;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const page = await following.ask(cursor, complete, signal);
      if (signal.aborted) return;
      following.page(page);
      ({ cursor, complete } = page);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      const trouble = troubleOf(error);
      if (trouble.kind === "missing" && cursor !== "") {
        // The hospital does not know this cursor any more: begin again. What is known already stays.
        cursor = "";
        complete = false;
        continue;
      }
      following.trouble(trouble);
      if (trouble.kind === "signed-out") return;
      await following.pause(pauseAfter(failures, trouble, following.chance()), signal);
      failures += 1;
    }
  }
}

/** Doubling, with jitter between half and all of it; what the server asked for counts when it is longer. */
export function pauseAfter(failures: number, trouble: Trouble, chance: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 5));
  const asked = trouble.kind === "busy" ? trouble.seconds * 1000 : 0;
  return Math.max(asked, whole * (0.5 + chance / 2));
}

/** Waits in a browser; `online` and coming to the front end the wait. */
export function browserPause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      document.removeEventListener("visibilitychange", front);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const front = (): void => {
      if (document.visibilityState === "visible") done();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
    document.addEventListener("visibilitychange", front);
    signal.addEventListener("abort", done);
  });
}
