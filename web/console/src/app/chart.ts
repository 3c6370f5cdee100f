import { useEffect } from "react";

import type { Chart } from "../live/chart";
import type { Loaded } from "../live/loaded";
import { useStore } from "../live/store";
import { useDesk } from "./desk";

const EVERY_MS = 30_000;
/** Walking through a list does not ask for every patient passed on the way. */
const SETTLE_MS = 120;

/** A patient's chart, asked for again when their alerts or messages change, and now and then. */
export function useChart(patient: string): Loaded<Chart> & { again: () => void } {
  const desk = useDesk();
  const loader = desk.chart(patient);
  const loaded = useStore(loader.store);
  const inbox = useStore(desk.inbox);
  let stamp = 0;
  for (const alert of inbox.alerts.values()) if (alert.patient === patient) stamp = Math.max(stamp, alert.changed);
  for (const message of inbox.messages.values()) if (message.patient === patient) stamp = Math.max(stamp, message.sent);
  useEffect(() => {
    const first = setTimeout(() => void loader.load(), SETTLE_MS);
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void loader.load();
    }, EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [loader, stamp]);
  return { ...loaded, again: () => void loader.load() };
}
