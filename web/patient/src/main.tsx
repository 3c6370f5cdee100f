import { createRoot } from "react-dom/client";

import "virtual:kangban/tokens.css";
import "@kangban/kit/kit.css";
import "./patient.css";
import "./form.css";

import { App } from "./App";
import type { ViewModel } from "./generated/types/types";
import { canRun, give, openSession } from "./shell/browser";
import { encodeTap, readView } from "./shell/codec";
import { isQuiet } from "./shell/quiet";
import { keepOffline } from "./shell/update";

const host = document.getElementById("root");
if (!host) throw new Error("the page has no root");

if (canRun()) run(host);
else sayUnable(host);

function run(host: HTMLElement) {
  const root = createRoot(host);
  const offline = keepOffline();
  const unable = () => {
    root.unmount();
    sayUnable(host);
  };
  const session = openSession({
    view: (bytes) => {
      const view = readView(bytes);
      // Opening the page again brings the version that knows it.
      if (view) draw(view);
      else unable();
    },
    given: give,
    unable,
  });
  const send = (tap: Parameters<typeof encodeTap>[0]) => session.tap(encodeTap(tap));
  let kept = false;

  function draw(view: ViewModel) {
    root.render(<App view={view} send={send} />);
    offline.quiet(isQuiet(view.screen));
    // Records are in this browser's storage now: ask it not to clear them away when the disk gets full.
    if (view.screen.kind === "Today" && !kept) {
      kept = true;
      void navigator.storage.persist?.();
    }
  }
}

/** The core speaks for itself, but not where it cannot run: the page carries a sentence for that in both languages. */
function sayUnable(host: HTMLElement) {
  const words = document.getElementById("unable");
  if (words instanceof HTMLTemplateElement) host.replaceChildren(words.content.cloneNode(true));
}
