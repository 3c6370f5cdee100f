import { useEffect, useRef } from "react";

import { useDesk } from "../app/desk";
import type { Communication } from "../fhir/types";
import { type Message, thread as threadOf, type Thread } from "../fhir/message";
import { daysBetween } from "../fhir/patient";
import { patientName, staffName } from "../live/people";
import { useStore } from "../live/store";
import { day, when } from "../text/time";
import { useText } from "../text/use";
import { Icon } from "../ui/icon";

export function useThread(patient: string): Thread | null {
  const { messages } = useStore(useDesk().inbox);
  return threadOf(
    patient,
    [...messages.values()].filter((message) => message.patient === patient),
  );
}

/** Looking at a message is recorded: each one of the patient's is marked seen once, while the page is in front. */
export function useSeenMessages(thread: Thread | null): void {
  const desk = useDesk();
  const asked = useRef(new Set<string>());
  const unseen =
    thread?.messages.filter((message) => message.fromPatient && message.seen === null).map((message) => message.id) ??
    [];
  const key = unseen.join();
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState !== "visible" || key === "") return;
      for (const id of key.split(",")) {
        if (asked.current.has(id)) continue;
        asked.current.add(id);
        desk.hospital.seen<Communication>("Communication", id).then(
          (seen) => desk.learn(seen),
          // Not seen as far as anybody knows: the next look tries again.
          () => asked.current.delete(id),
        );
      }
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [desk, key]);
}

/** A conversation in the order in which it was written. */
export function ThreadView({ thread, patient, now }: { thread: Thread | null; patient: string; now: number }) {
  const text = useText();
  const { t } = text;
  const end = useRef<HTMLDivElement>(null);
  const count = thread?.messages.length ?? 0;
  useEffect(() => {
    const list = end.current?.parentElement;
    if (list) list.scrollTop = list.scrollHeight;
  }, [count]);
  if (thread === null) return <p className="pad m grow">{t("thread-empty")}</p>;
  return (
    <div className="th" role="log" aria-label={t("thread-label")} tabIndex={0}>
      {thread.messages.map((message, index) => {
        const before = thread.messages[index - 1];
        const first = before === undefined || daysBetween(before.sent, message.sent) !== 0;
        return (
          <div key={message.id} className="turn">
            {first && <p className="day">{dayWords(text, message.sent, now)}</p>}
            <Bubble message={message} patient={patient} now={now} />
          </div>
        );
      })}
      <div ref={end} />
    </div>
  );
}

function dayWords(text: ReturnType<typeof useText>, at: number, now: number): string {
  const days = daysBetween(at, now);
  return days === 0 ? text.t("day-today") : days === 1 ? text.t("day-yesterday") : day(text, at, now);
}

function Bubble({ message, patient, now }: { message: Message; patient: string; now: number }) {
  const text = useText();
  const { t } = text;
  const people = useStore(useDesk().directory.store);
  const sender = message.fromPatient
    ? patientName(people, patient, text.language) || message.senderName
    : staffName(people, message.sender, message.senderName, text.language);
  const seer = message.seen
    ? staffName(people, message.seen.by, message.seen.name, text.language) ||
      patientName(people, patient, text.language)
    : "";
  return (
    <article className={message.fromPatient ? "bub in" : "bub out"}>
      <p className="words">{message.text}</p>
      <p className="f">
        {t("message-by", { name: sender, when: when(text, message.sent, now) })}
        {message.seen ? (
          <span className="seen">
            <Icon name="eye" /> {t("seen-by", { name: seer, when: when(text, message.seen.at, now) })}
          </span>
        ) : (
          message.fromPatient && <span>{t("message-unseen")}</span>
        )}
      </p>
    </article>
  );
}
