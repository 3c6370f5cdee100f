import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";

import { useAct } from "../app/act";
import { useChart } from "../app/chart";
import { useDesk, useNow } from "../app/desk";
import { go, href, INBOX, type Route } from "../app/route";
import { type Alert, byChange, byUrgency } from "../fhir/alert";
import { lastOperation } from "../fhir/patient";
import { nameIn } from "../fhir/read";
import type { Person, Task } from "../fhir/types";
import type { Chart } from "../live/chart";
import { chosen } from "../live/inbox";
import { useStore } from "../live/store";
import { when } from "../text/time";
import { useText } from "../text/use";
import { answers, headline } from "../text/words";
import { Icon } from "../ui/icon";
import { useKeys } from "../ui/keyboard";
import { AlertClock, Card, Keys, SeverityBadge, StateMark, To, TroubleNote, Waiting } from "../ui/parts";
import { Trends } from "../ui/trend";
import { CloseAlert } from "./close-alert";
import { Composer } from "./composer";
import { EntryList } from "./entries";
import { Findings, SeenLine } from "./findings";
import { AnsweredForms, DueForms } from "./forms";
import { Head } from "./frame";
import { Invite } from "./invite";
import { PatientFacts } from "./patient-head";
import { ThreadView, useSeenMessages, useThread } from "./thread";

/** One patient: what changed, why it fired, the answer, the end of the alert. */
export function PatientScreen({ route }: { route: Route & { at: "patient" } }) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const now = useNow();
  const inbox = useStore(desk.inbox);
  const rules = useStore(desk.rules.store).value ?? [];
  const chart = useChart(route.id);
  const thread = useThread(route.id);
  useSeenMessages(thread);
  const writing = useRef<HTMLTextAreaElement>(null);
  const closing = useRef<HTMLDivElement>(null);
  const own = [...inbox.alerts.values()].filter((alert) => alert.patient === route.id);
  const open = own.filter((alert) => alert.open).sort(byUrgency);
  const closed = own.filter((alert) => !alert.open).sort(byChange);
  const queue = chosen(inbox, INBOX, desk.me);
  const place = queue.findIndex((alert) => alert.id === (route.alert ?? open[0]?.id));
  const neighbour = (by: number): void => {
    const next = queue[place + by];
    if (place >= 0 && next) go(href({ at: "patient", id: next.patient, alert: next.id }));
  };
  useKeys({
    r: () => writing.current?.focus(),
    e: () => closing.current?.querySelector<HTMLElement>("input")?.focus(),
    "[": () => neighbour(-1),
    "]": () => neighbour(1),
    Escape: () => go(href(INBOX)),
  });
  const person = chart.value?.person ?? desk.directory.store.get().patients.get(route.id)?.person;
  const name = nameIn(person?.name, text.language);
  return (
    <>
      <Head
        title={name === "" ? t("patient-title") : name}
        before={
          <To className="btn icon" to={INBOX} aria-label={t("act-back")}>
            <Icon name="back" />
          </To>
        }
      >
        {queue.length > 1 && place >= 0 && (
          <span className="row wide">
            <span className="m">{t("patient-place", { place: place + 1, count: queue.length })}</span>
            <Button className="btn icon" aria-label={t("act-previous")} onPress={() => neighbour(-1)}>
              <Icon name="up" />
            </Button>
            <Button className="btn icon" aria-label={t("act-next")} onPress={() => neighbour(1)}>
              <Icon name="down" />
            </Button>
          </span>
        )}
        {person && <Invite patient={route.id} person={person} now={now} />}
      </Head>
      <main className="page">
        {chart.value && <PatientFacts chart={chart.value} now={now} />}
        {chart.trouble && (
          <div className="pad-x">
            <TroubleNote trouble={chart.trouble} again={chart.again} />
          </div>
        )}
        {chart.value === null && chart.trouble === null && <Waiting />}
        {chart.value && (
          <div className="body pt">
            <div className="col a">
              {open.map((alert) => (
                <OpenAlert
                  key={alert.id}
                  alert={alert}
                  person={chart.value?.person ?? null}
                  now={now}
                  closing={alert === open[0] ? closing : undefined}
                  onReply={() => writing.current?.focus()}
                />
              ))}
              {open.length === 0 && (
                <Card title={t("patient-no-alert")} icon="good">
                  <p className="pad m">{t("patient-no-alert-means")}</p>
                </Card>
              )}
              <DueForms chart={chart.value} now={now} />
              {closed.length > 0 && <ClosedAlerts alerts={closed} now={now} />}
            </div>
            <div className="col b">
              <Card title={t("trend-title")} small={t("trend-small")}>
                <Trends
                  entries={chart.value.entries}
                  rules={rules}
                  operation={lastOperation(chart.value.procedures)}
                  now={now}
                />
              </Card>
              <AnsweredForms chart={chart.value} now={now} />
              <Entries chart={chart.value} alerts={own} now={now} />
            </div>
            <div className="col c">
              <Card
                title={t("nav-messages")}
                className="msgs"
                aside={
                  thread && thread.waiting.length > 0 ? t("thread-waiting", { count: thread.waiting.length }) : null
                }
              >
                <ThreadView thread={thread} patient={route.id} now={now} />
                <Composer
                  patient={route.id}
                  person={chart.value.person}
                  thread={thread}
                  alert={open[0]?.id ?? null}
                  allergies={chart.value.allergies}
                  now={now}
                  field={writing}
                />
              </Card>
            </div>
          </div>
        )}
      </main>
      <Keys
        keys={[
          ["R", t("act-reply")],
          ["E", t("key-close")],
          ["[ ]", t("key-neighbours")],
          ["Esc", t("key-back")],
        ]}
      />
    </>
  );
}

/** An open alert. Its responsible doctor's looking at it is recorded by itself; anybody else says so. */
function OpenAlert({
  alert,
  person,
  now,
  closing,
  onReply,
}: {
  alert: Alert;
  person: Person | null;
  now: number;
  closing: RefObject<HTMLDivElement | null> | undefined;
  onReply: () => void;
}) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const none = useRef<HTMLDivElement>(null);
  const look = useAct(async () => desk.learn(await desk.hospital.seen<Task>("Task", alert.id)));
  const mine = alert.owner === desk.me;
  const [front, setFront] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const change = (): void => setFront(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", change);
    return () => document.removeEventListener("visibilitychange", change);
  }, []);
  const run = useRef(look.run);
  useEffect(() => {
    run.current = look.run;
  });
  useEffect(() => {
    if (mine && front && !alert.allSeen) void run.current();
  }, [mine, front, alert.allSeen, alert.version]);
  return (
    <section className={`card al ${alert.severity}`} aria-label={t("alert-label")}>
      <p className="row w">
        <SeverityBadge severity={alert.severity} />
        <AlertClock alert={alert} now={now} />
        <span className="sp">
          <StateMark alert={alert} />
        </span>
      </p>
      <h2 className="big">{headline(text, alert)}</h2>
      <div className="row">
        <Button className="btn lg grow" onPress={onReply}>
          <Icon name="message" />
          {t("act-reply")}
        </Button>
        <Button
          className="btn lg grow"
          onPress={() => (closing ?? none).current?.querySelector<HTMLElement>("input")?.focus()}
        >
          <Icon name="check" />
          {t("act-close")}
        </Button>
      </div>
      <Findings alert={alert} now={now} />
      <SeenLine alert={alert} now={now} />
      {look.trouble && <TroubleNote trouble={look.trouble} again={() => void look.run()} />}
      {!alert.allSeen && !mine && (
        <Button className="btn lg" onPress={() => void look.run()} data-pending={look.busy || undefined}>
          <Icon name="eye" />
          {t("act-seen")}
        </Button>
      )}
      {person && <CloseAlert alert={alert} person={person} now={now} first={closing ?? none} />}
    </section>
  );
}

function ClosedAlerts({ alerts, now }: { alerts: Alert[]; now: number }) {
  const text = useText();
  const { t } = text;
  return (
    <Card title={t("closed-title")} small={t("closed-count", { count: alerts.length })}>
      <ul className="closed">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <p className="row w">
              <SeverityBadge severity={alert.severity} />
              <span className="f sp">{when(text, alert.changed, now)}</span>
            </p>
            <p>{answers(text, alert)}</p>
            <p className="m">
              {alert.outcome === null
                ? t("alert-state", { state: "closed" })
                : t("closed-as", { outcome: alert.outcome })}
            </p>
            {alert.notes.map((note) => (
              <p key={note} className="quote">
                {note}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

const FIRST = 20;

function Entries({ chart, alerts, now }: { chart: Chart; alerts: Alert[]; now: number }) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const shown = all ? chart.entries : chart.entries.slice(0, FIRST);
  return (
    <Card title={t("entries-title")} small={t("entries-count", { count: chart.entries.length })}>
      {chart.entries.length === 0 ? (
        <p className="pad m">{t("entries-empty")}</p>
      ) : (
        <EntryList entries={shown} chart={chart} now={now} alerts={alerts} />
      )}
      {!all && chart.entries.length > FIRST && (
        <div className="pad">
          <Button className="btn" onPress={() => setAll(true)}>
            {t("entries-all", { count: chart.entries.length })}
          </Button>
        </div>
      )}
    </Card>
  );
}
