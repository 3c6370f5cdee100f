/// <reference lib="webworker" />
// The core's own thread. Only here do its storage handles work, and a slow key derivation never stops a frame.

import init, { WebCore } from "../generated/core/kangban_core.js";
import coreUrl from "../generated/core/kangban_core_bg.wasm?url";
import { Started, type Tap } from "../generated/types/types";
import { clockNow, decodeEffects, decodeTap, encodeEvent } from "./codec";
import { declined } from "./device";
import type { FromCore, ToCore } from "./protocol";

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

function serve(effects: Uint8Array) {
  for (const { id, effect } of decodeEffects(effects)) {
    switch (effect.kind) {
      case "Render":
        renderSoon();
        break;
      case "Export": {
        const { name, mime, bytes } = effect.value;
        tell({ kind: "export", file: { name, mime, bytes: Uint8Array.from(bytes) } });
        break;
      }
      case "Secret":
      case "Notify":
      case "Health":
        core?.resolve(id, declined(effect.kind));
        break;
      case "Open":
        // A browser's settings have no address.
        break;
      default:
        effect satisfies never;
    }
  }
}

function started(): Tap {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const base = `${self.location.origin}/fhir`;
  return { kind: "Started", value: new Started([...seed], [...navigator.languages], base, navigator.onLine, []) };
}

self.onmessage = ({ data }: MessageEvent<ToCore>) => enter(decodeTap(data.tap));

try {
  await init({ module_or_path: fetch(coreUrl) });
  core = WebCore.open(STORE, serve, (where: string) => tell({ kind: "stopped", where }));
  enter(started());
  for (const tap of waiting.splice(0)) enter(tap);
  setInterval(() => enter({ kind: "Tick" }), TICK);
} catch (error) {
  tell({ kind: "unable", why: error instanceof Error ? error.name : typeof error });
}
