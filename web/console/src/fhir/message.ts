import type { Communication } from "./types";
import { hasCode, idIn, millis } from "./read";
import { type Seen, readSeen } from "./alert";
import { FORM_PROBLEM } from "./terms";

/** One message between a patient and the care team. */
export interface Message {
  id: string;
  patient: string;
  fromPatient: boolean;
  sender: string | null;
  senderName: string;
  text: string;
  sent: number;
  seen: Seen | null;
  /** The alert it answers, if it says so. */
  about: string | null;
}

export function readMessage(communication: Communication): Message | null {
  const patient = idIn(communication.subject, "Patient");
  if (communication.id === undefined || patient === null || communication.status === "entered-in-error") return null;
  // A phone's report of a form that it could not show is no word of the patient's.
  if (communication.category?.some((one) => hasCode(one, FORM_PROBLEM, "form-problem"))) return null;
  const text = (communication.payload ?? [])
    .flatMap((part) => (part.contentString ? [part.contentString] : []))
    .join("\n");
  const sender = communication.sender?.reference ?? null;
  return {
    id: communication.id,
    patient,
    fromPatient: idIn(communication.sender, "Patient") !== null,
    sender,
    senderName: communication.sender?.display ?? "",
    text,
    sent: millis(communication.sent) ?? millis(communication.meta?.lastUpdated) ?? 0,
    seen: readSeen(communication.extension),
    about: communication.about?.map((one) => idIn(one, "Task")).find((id) => id !== null) ?? null,
  };
}

/** All messages with one patient, in the order in which they were sent. */
export interface Thread {
  patient: string;
  messages: Message[];
  last: Message;
  /** Messages of the patient since the care team last wrote. */
  waiting: Message[];
  unseen: number;
}

/** The threads: those that wait for an answer first, the longest waiting at the top; then the latest. */
export function threads(messages: Iterable<Message>): Thread[] {
  const by = new Map<string, Message[]>();
  for (const message of messages) {
    const list = by.get(message.patient);
    if (list) list.push(message);
    else by.set(message.patient, [message]);
  }
  return [...by].flatMap(([patient, list]) => thread(patient, list) ?? []).sort(byWaiting);
}

export function thread(patient: string, list: Message[]): Thread | null {
  const messages = list.toSorted((one, other) => one.sent - other.sent || one.id.localeCompare(other.id));
  const last = messages.at(-1);
  if (last === undefined) return null;
  const answered = messages.findLastIndex((message) => !message.fromPatient);
  const unseen = messages.filter((message) => message.fromPatient && message.seen === null).length;
  return { patient, messages, last, waiting: messages.slice(answered + 1), unseen };
}

function byWaiting(one: Thread, other: Thread): number {
  const [mine, theirs] = [one.waiting[0], other.waiting[0]];
  if (mine && theirs) return mine.sent - theirs.sent || one.patient.localeCompare(other.patient);
  if (mine || theirs) return mine ? -1 : 1;
  return other.last.sent - one.last.sent || one.patient.localeCompare(other.patient);
}

/** A reply as FHIR. Its id is made here once, so that sending it again stores it once. */
export function reply(
  id: string,
  patient: string,
  sender: string,
  text: string,
  sent: Date,
  alert: string | null,
  answers: string | null,
): Communication {
  return {
    resourceType: "Communication",
    id,
    ...(answers === null ? {} : { inResponseTo: [{ reference: `Communication/${answers}` }] }),
    status: "completed",
    subject: { reference: `Patient/${patient}` },
    ...(alert === null ? {} : { about: [{ reference: `Task/${alert}` }] }),
    sent: sent.toISOString(),
    recipient: [{ reference: `Patient/${patient}` }],
    sender: { reference: sender },
    payload: [{ contentString: text }],
  };
}
