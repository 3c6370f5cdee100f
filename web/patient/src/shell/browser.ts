import type { Tap } from "../generated/types/types";
import { encodeTap } from "./codec";
import type { BetweenTabs, FromCore, GivenFile, ToCore } from "./protocol";
import { LEADER, Session, type SessionEvents } from "./session";

/** Whether this browser has what the core stands on. */
export function canRun(): boolean {
  return (
    typeof WebAssembly === "object" &&
    typeof Worker === "function" &&
    typeof BroadcastChannel === "function" &&
    "locks" in navigator
  );
}

/** A session over the real browser. */
export function openSession(events: SessionEvents): Session {
  const channel = new BroadcastChannel("kangban");
  const session = new Session(
    {
      lead: (whenLeading) => void navigator.locks.request(LEADER, whenLeading),
      channel: {
        postMessage: (message: BetweenTabs) => channel.postMessage(message),
        get onmessage() {
          return channel.onmessage as never;
        },
        set onmessage(heard) {
          channel.onmessage = heard as never;
        },
      },
      start: startWorker,
      inFront: () => document.visibilityState === "visible",
      tab: crypto.randomUUID(),
      now: () => performance.now(),
      online: () => navigator.onLine,
      taps: {
        tick: encodeTap({ kind: "Tick" }),
        hidden: encodeTap({ kind: "Hidden" }),
        online: encodeTap({ kind: "Network", value: true }),
        offline: encodeTap({ kind: "Network", value: false }),
      },
    },
    events,
  );
  document.addEventListener("visibilitychange", () => session.visibility());
  window.addEventListener("online", () => session.network());
  window.addEventListener("offline", () => session.network());
  return session;
}

function startWorker(said: (message: FromCore) => void) {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<FromCore>) => {
    // A place in our code or an error's name: nothing of the patient.
    if (data.kind === "stopped") console.error("the core stopped at", data.where);
    if (data.kind === "unable") console.error("the core cannot run:", data.why);
    said(data);
  };
  // The script or a file that it needs did not load, or it threw.
  worker.onerror = (event) => said({ kind: "stopped", where: `${event.filename}:${event.lineno}` });
  return {
    tap: (bytes: Uint8Array<ArrayBuffer>) => worker.postMessage({ tap: bytes } satisfies ToCore),
    end: () => worker.terminate(),
  };
}

/** Sends a tap from this tab. */
export type Send = (tap: Tap) => void;

/** Offers a file to save. */
export function give(file: GivenFile) {
  const url = URL.createObjectURL(new Blob([file.bytes], { type: file.mime }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  // The download has taken the blob by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
