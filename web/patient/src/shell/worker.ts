/// <reference lib="webworker" />
// The core's own thread. Only here do its storage handles work, and a slow key derivation never stops a frame.

import init, { WebCore } from "../generated/core/kangban_core.js";
import coreUrl from "../generated/core/kangban_core_bg.wasm?url";
import { Started, type Tap } from "../generated/types/types";
import { clockNow, decodeTap, encodeEvent } from "./codec";
import { carryOut } from "./effects";
import type { FromCore, GivenFile, ToCore } from "./protocol";

declare const self: DedicatedWorkerGlobalScope;

const TICK = 60_000;
/** The name of the folder in this origin's private file system. */
const STORE = "kangban";

const waiting: Tap[] = [];
let core: WebCore | undefined;
let viewDue = false;

function tell(message: FromCore) {
  self.postMessage(message);
}

function enter(tap: Tap) {
  if (core) core.update(encodeEvent(clockNow(), tap));
  else waiting.push(tap);
}

/** Several renders in one turn become one view. */
function renderSoon() {
  if (viewDue) return;
  viewDue = true;
  setTimeout(() => {
    viewDue = false;
    if (core) tell({ kind: "view", bytes: core.view() });
  });
}

const home = {
  render: renderSoon,
  give: (file: GivenFile) => tell({ kind: "export", file }),
  answer: (id: number, bytes: Uint8Array) => core?.resolve(id, bytes),
};

function started(): Tap {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const base = `${self.location.origin}/fhir`;
  return { kind: "Started", value: new Started([...seed], [...navigator.languages], base, navigator.onLine, []) };
}

/** Whether a page is in front, by what the pages told last: minutes are counted for somebody only. */
let inFront = true;

self.onmessage = ({ data }: MessageEvent<ToCore>) => {
  const tap = decodeTap(data.tap);
  if (tap.kind !== "Network") inFront = tap.kind !== "Hidden";
  enter(tap);
};

try {
  await init({ module_or_path: fetch(coreUrl) });
  core = WebCore.open(STORE, (effects: Uint8Array) => carryOut(effects, home), (where: string) => tell({ kind: "stopped", where }));
  enter(started());
  for (const tap of waiting.splice(0)) enter(tap);
  setInterval(() => {
    if (inFront) enter({ kind: "Tick" });
  }, TICK);
} catch (error) {
  tell({ kind: "unable", why: error instanceof Error ? error.name : typeof error });
}
