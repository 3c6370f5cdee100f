import type { Page } from "../api/hospital";
import type { Trouble } from "../api/trouble";
import { type Alert, byChange, byUrgency, readAlert } from "../fhir/alert";
import { type Message, readMessage } from "../fhir/message";
import type { Communication, Resource, Task } from "../fhir/types";

/** Whether the page knows of everything that happens. */
export type Link = { state: "connecting" } | { state: "live" } | { state: "broken"; since: number; trouble: Trouble };

/** What the care team's inbox knows. */
export interface Inbox {
  alerts: ReadonlyMap<string, Alert>;
  messages: ReadonlyMap<string, Message>;
  cursor: string;
  /** Whether everything that was there has come. */
  complete: boolean;
  link: Link;
  /** When the hospital was last heard. */
  heard: number;
}

export const EMPTY: Inbox = {
  alerts: new Map(),
  messages: new Map(),
  cursor: "",
  complete: false,
  link: { state: "connecting" },
  heard: 0,
};

/** What happens to it. */
export type Event =
  | { kind: "page"; page: Page; at: number }
  | { kind: "answer"; resource: Resource }
  | { kind: "trouble"; trouble: Trouble; at: number };

/** The inbox after that. A resource is known by its id: told twice, it is there once. */
export function reduce(inbox: Inbox, event: Event): Inbox {
  switch (event.kind) {
    case "page": {
      const { resources, gone, cursor, complete } = event.page;
      const known = copy(inbox);
      for (const resource of resources) learn(known, resource);
      for (const reference of gone) forget(known, reference);
      return {
        ...inbox,
        ...known,
        cursor,
        complete: inbox.complete || complete,
        link: { state: "live" },
        heard: event.at,
      };
    }
    case "answer": {
      const known = copy(inbox);
      learn(known, event.resource);
      return { ...inbox, ...known };
    }
    case "trouble": {
      const since = inbox.link.state === "broken" ? inbox.link.since : inbox.heard || event.at;
      return { ...inbox, link: { state: "broken", since, trouble: event.trouble } };
    }
  }
}

interface Known {
  alerts: Map<string, Alert>;
  messages: Map<string, Message>;
}

function copy(inbox: Inbox): Known {
  return { alerts: new Map(inbox.alerts), messages: new Map(inbox.messages) };
}

function learn({ alerts, messages }: Known, resource: Resource): void {
  if (resource.id === undefined) return;
  if (resource.resourceType === "Task") {
    const alert = readAlert(resource as Task);
    const known = alerts.get(resource.id);
    // The answer to an act can overtake the feed, and the feed brings what we know already.
    if (alert !== null && !(known !== undefined && older(alert.version, known.version))) alerts.set(alert.id, alert);
  } else if (resource.resourceType === "Communication") {
    const message = readMessage(resource as Communication);
    if (message === null) messages.delete(resource.id);
    else if (message.seen !== null || !messages.get(message.id)?.seen) messages.set(message.id, message);
  }
}

/** Our hospital counts versions; any other server's are opaque, and then the later to arrive wins. */
function older(version: string, known: string): boolean {
  return /^\d+$/.test(version) && /^\d+$/.test(known) && Number(version) < Number(known);
}

function forget({ alerts, messages }: Known, reference: string): void {
  const [type, id = ""] = reference.split("/");
  if (type === "Task") alerts.delete(id);
  if (type === "Communication") messages.delete(id);
}

/** Which alerts a list shows. */
export interface Choice {
  mine: boolean;
  open: boolean;
}

/** Those alerts, in their order. */
export function chosen(inbox: Inbox, choice: Choice, me: string | null): Alert[] {
  const list = [...inbox.alerts.values()].filter(
    (alert) => alert.open === choice.open && (!choice.mine || alert.owner === me),
  );
  return list.sort(choice.open ? byUrgency : byChange);
}
