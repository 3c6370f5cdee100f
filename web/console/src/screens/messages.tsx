import { type RefObject, useRef } from "react";

import { useChart } from "../app/chart";
import { useDesk, useNow } from "../app/desk";
import { go, href, type Route } from "../app/route";
import { lastOperation, recordNumber } from "../fhir/patient";
import { nameIn } from "../fhir/read";
import { type Thread, threads } from "../fhir/message";
import { patientName } from "../live/people";
import { useStore } from "../live/store";
import { span, when } from "../text/time";
import { useText } from "../text/use";
import { answers, recovery, sexAndAge } from "../text/words";
import { Icon } from "../ui/icon";
import { useKeys } from "../ui/keyboard";
import { Empty, Keys, To, TroubleNote, Waiting } from "../ui/parts";
import { Trends } from "../ui/trend";
import { Composer } from "./composer";
import { Head } from "./frame";
import { Heard } from "./inbox";
import { AllergyFlags } from "./patient-head";
import { ThreadView, useSeenMessages, useThread } from "./thread";

/** All conversations: who has waited longest for an answer comes first. */
export function MessagesScreen({ route }: { route: Route & { at: "messages" } }) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const inbox = useStore(desk.inbox);
  const now = useNow();
  const all = threads(inbox.messages.values());
  const waiting = all.filter((thread) => thread.waiting.length > 0);
  const writing = useRef<HTMLTextAreaElement>(null);
  const step = (by: number): void => {
    const at = all.findIndex((thread) => thread.patient === route.id);
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    if (next) go(href({ at: "messages", id: next.patient }));
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    r: () => writing.current?.focus(),
    Escape: () => go(href({ at: "messages", id: null })),
  });
  return (
    <>
      <Head
        title={t("nav-messages")}
        facts={inbox.complete ? <span>{t("messages-waiting", { count: waiting.length })}</span> : null}
      />
      <main className={route.id === null ? "page body split" : "page body split picked"}>
        <section className="card queue" aria-label={t("messages-list")}>
          {!inbox.complete && <Waiting />}
          {inbox.complete && all.length === 0 && (
            <Empty title={t("messages-none")}>
              <Heard />
            </Empty>
          )}
          <ul>
            {all.map((thread) => (
              <QueueRow key={thread.patient} thread={thread} here={thread.patient === route.id} now={now} />
            ))}
          </ul>
        </section>
        {route.id === null ? (
          <section className="card conv rest">
            <p className="m">{t("messages-choose")}</p>
          </section>
        ) : (
          <Conversation key={route.id} patient={route.id} now={now} field={writing} />
        )}
      </main>
      <Keys
        keys={[
          ["J K", t("key-step")],
          ["R", t("act-reply")],
          ["Ctrl Enter", t("reply-act")],
        ]}
      />
    </>
  );
}

function QueueRow({ thread, here, now }: { thread: Thread; here: boolean; now: number }) {
  const text = useText();
  const { t } = text;
  const people = useStore(useDesk().directory.store);
  const patient = people.patients.get(thread.patient);
  const first = thread.waiting[0];
  return (
    <li>
      <To
        to={{ at: "messages", id: thread.patient }}
        className={thread.unseen > 0 ? "unread" : ""}
        {...(here ? { "aria-current": "true" as const } : {})}
      >
        <span className="row">
          <span className="nm">{patientName(people, thread.patient, text.language)}</span>
          <span className="m">{patient ? sexAndAge(text, patient.person, now) : ""}</span>
          <span className="f sp">{when(text, thread.last.sent, now)}</span>
        </span>
        <span className="el">
          {thread.last.fromPatient ? thread.last.text : t("messages-yours", { text: thread.last.text })}
        </span>
        <span className="row">
          {first ? (
            <span className="clk">{t("messages-wait", { span: span(text, now - first.sent) })}</span>
          ) : (
            <span className="f">{t("messages-answered")}</span>
          )}
          {thread.unseen > 0 && <span className="cnt">{t("messages-unseen", { count: thread.unseen })}</span>}
        </span>
      </To>
    </li>
  );
}

function Conversation({
  patient,
  now,
  field,
}: {
  patient: string;
  now: number;
  field: RefObject<HTMLTextAreaElement | null>;
}) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const thread = useThread(patient);
  useSeenMessages(thread);
  const chart = useChart(patient);
  const known = useStore(desk.directory.store).patients.get(patient);
  const rules = useStore(desk.rules.store).value ?? [];
  const alerts = [...useStore(desk.inbox).alerts.values()].filter((alert) => alert.patient === patient && alert.open);
  const person = chart.value?.person ?? known?.person;
  return (
    <>
      <section className="card conv" aria-label={t("thread-label")}>
        <div className="ctop">
          <To className="btn icon narrow" to={{ at: "messages", id: null }} aria-label={t("act-back")}>
            <Icon name="back" />
          </To>
          {person && (
            <p className="row w">
              <b className="nm20">{nameIn(person.name, text.language)}</b>
              <b>{sexAndAge(text, person, now)}</b>
              <span className="m">{t("person-number", { number: recordNumber(person) })}</span>
              <span className="m">{recovery(text, known, now)}</span>
            </p>
          )}
          <To className="btn sp" to={{ at: "patient", id: patient, alert: null }}>
            {t("act-open-patient")}
          </To>
        </div>
        {chart.trouble && <TroubleNote trouble={chart.trouble} again={chart.again} />}
        <ThreadView thread={thread} patient={patient} now={now} />
        {person && (
          <Composer
            patient={patient}
            person={person}
            thread={thread}
            alert={alerts[0]?.id ?? null}
            allergies={chart.value?.allergies ?? null}
            now={now}
            field={field}
          />
        )}
      </section>
      {chart.value && (
        <aside className="card rcol" aria-label={t("messages-facts")}>
          <h2>{t("messages-facts")}</h2>
          <p className="row w flags pad">
            <AllergyFlags allergies={chart.value.allergies} />
          </p>
          {alerts.map((alert) => (
            <p key={alert.id} className="pad">
              <To to={{ at: "patient", id: patient, alert: alert.id }}>{answers(text, alert)}</To>
            </p>
          ))}
          <Trends
            entries={chart.value.entries}
            rules={rules}
            operation={lastOperation(chart.value.procedures)}
            now={now}
            only={chart.value.entries.flatMap((entry) => entry.keys)}
          />
        </aside>
      )}
    </>
  );
}
