import { type RefObject, useState } from "react";

import type { Alert } from "../fhir/alert";

/** What a list shows, and what waits behind its bar. */
export interface Arrivals {
  shown: Alert[];
  arrived: Alert[];
  show: () => void;
}

/**
 * Nothing moves under a pointer or a focus: while somebody is at the list, new rows wait until they are asked for and
 * the order stays. A list that nobody touches, or that was empty, shows them at once.
 */
export function useArrivals(current: Alert[], list: RefObject<HTMLElement | null>, choice: string): Arrivals {
  const [held, setHeld] = useState<{ choice: string; ids: string[] }>({ choice, ids: [] });
  const order =
    held.choice === choice ? settle(current, held.ids, busy(list.current)) : current.map((alert) => alert.id);
  if (held.choice !== choice || order.join() !== held.ids.join()) setHeld({ choice, ids: order });
  const known = new Map(current.map((alert) => [alert.id, alert]));
  return {
    shown: order.flatMap((id) => known.get(id) ?? []),
    arrived: current.filter((alert) => !order.includes(alert.id)),
    show: () => setHeld({ choice, ids: current.map((alert) => alert.id) }),
  };
}

/** The order to show: the held one without what is gone, while somebody is at it; else the current one. */
export function settle(current: Alert[], held: string[], isBusy: boolean): string[] {
  const ids = current.map((alert) => alert.id);
  const kept = held.filter((id) => ids.includes(id));
  return isBusy && kept.length > 0 ? kept : ids;
}

function busy(list: HTMLElement | null): boolean {
  const rows = list?.querySelector(".rows");
  return rows !== null && rows !== undefined && (rows.matches(":hover") || rows.contains(document.activeElement));
}
