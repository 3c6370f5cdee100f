import { useSyncExternalStore } from "react";

/** A place in the console. Ids only: nothing of a patient stands in an address. */
export type Route =
  | { at: "inbox"; mine: boolean; open: boolean }
  | { at: "patients" }
  | { at: "patient"; id: string; alert: string | null }
  | { at: "messages"; id: string | null }
  | { at: "rules"; id: string | null }
  | { at: "nowhere" };

/** What the console lives below. */
const BASE = "/console";
const listeners = new Set<() => void>();

export function parse(path: string, search: string): Route {
  const [first, second, more] = path
    .replace(/^\/console/, "")
    .split("/")
    .filter(Boolean)
    .map(decodeURIComponent);
  const query = new URLSearchParams(search);
  if (more !== undefined) return { at: "nowhere" };
  switch (first) {
    case undefined:
      return { at: "inbox", mine: query.get("whose") !== "all", open: query.get("state") !== "closed" };
    case "patients":
      return second === undefined ? { at: "patients" } : { at: "patient", id: second, alert: query.get("alert") };
    case "messages":
      return { at: "messages", id: second ?? null };
    case "rules":
      return { at: "rules", id: second ?? null };
    default:
      return { at: "nowhere" };
  }
}

export function href(route: Exclude<Route, { at: "nowhere" }>): string {
  const id = (value: string | null): string => (value === null ? "" : `/${encodeURIComponent(value)}`);
  switch (route.at) {
    case "inbox": {
      const query = new URLSearchParams();
      if (!route.mine) query.set("whose", "all");
      if (!route.open) query.set("state", "closed");
      return `${BASE}/${query.size > 0 ? `?${query}` : ""}`;
    }
    case "patients":
      return `${BASE}/patients`;
    case "patient":
      return `${BASE}/patients${id(route.id)}${route.alert === null ? "" : `?alert=${encodeURIComponent(route.alert)}`}`;
    case "messages":
      return `${BASE}/messages${id(route.id)}`;
    case "rules":
      return `${BASE}/rules${id(route.id)}`;
  }
}

export const INBOX: Route & { at: "inbox" } = { at: "inbox", mine: true, open: true };

/** Goes to an address of the console. */
export function go(to: string, how: "push" | "replace" = "push"): void {
  if (to !== location.pathname + location.search) {
    if (how === "push") history.pushState(null, "", to);
    else history.replaceState(null, "", to);
  }
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const [path = "", search = ""] = address.split("?");
  return parse(path, search);
}
