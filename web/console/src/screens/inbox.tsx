import { useEffect, useMemo, useRef, useState } from "react";
import { Button, GridList, GridListHeader, GridListItem, GridListSection } from "react-aria-components";

import { useDesk, useNow } from "../app/desk";
import { go, href, INBOX, type Route } from "../app/route";
import { type Alert, SEVERITIES } from "../fhir/alert";
import { chosen } from "../live/inbox";
import { patientName, type People, staffName } from "../live/people";
import { useStore } from "../live/store";
import { clockSeconds, span, when } from "../text/time";
import { type Text, useText } from "../text/use";
import { answers, clockWords, isLate, recovery, sexAndAge, stateOf } from "../text/words";
import { Icon } from "../ui/icon";
import { useKeys } from "../ui/keyboard";
import { AlertClock, Empty, Keys, Owner, Segments, SeverityBadge, StateMark, To, Waiting } from "../ui/parts";
import { Spark } from "../ui/spark";
import { AlertPanel } from "./alert-panel";
import { Head } from "./frame";
import { useArrivals } from "./arrivals";

/** The alerts: worst first, then the one whose time runs out first. */
export function InboxScreen({ route }: { route: Route & { at: "inbox" } }) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const inbox = useStore(desk.inbox);
  const people = useStore(desk.directory.store);
  const now = useNow();
  const list = useRef<HTMLDivElement>(null);
  const current = useMemo(() => chosen(inbox, route, desk.me), [inbox, route, desk.me]);
  const { shown, arrived, show } = useArrivals(current, list, `${route.mine}${route.open}`);
  const [picked, setPicked] = useState<string | null>(null);
  const selected = shown.find((alert) => alert.id === picked) ?? shown[0];
  const open = [...inbox.alerts.values()].filter((alert) => alert.open);
  const wide = useWide("(min-width: 1000px)");
  const widest = useWide("(min-width: 1440px)");

  const openPatient = (alert: Alert | undefined): void => {
    if (alert) go(href({ at: "patient", id: alert.patient, alert: alert.id }));
  };
  const step = (by: number): void => {
    const at = shown.findIndex((alert) => alert.id === selected?.id);
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
    if (!next) return;
    setPicked(next.id);
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.id)}"]`)?.focus();
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    o: () => openPatient(selected),
    m: () => go(href({ ...route, mine: !route.mine })),
    n: show,
  });
  const choose = (change: Partial<Pick<typeof route, "mine" | "open">>): void => go(href({ ...route, ...change }));

  return (
    <>
      <Head title={t("nav-inbox")} facts={inbox.complete ? <Facts open={open} people={people} now={now} /> : null} />
      <main className="page">
        <div className="filters">
          <Segments
            label={t("inbox-whose")}
            value={route.mine ? "mine" : "all"}
            options={[
              { id: "mine", words: t("inbox-mine", { count: open.filter((alert) => alert.owner === desk.me).length }) },
              { id: "all", words: t("inbox-all", { count: open.length }) },
            ]}
            onChange={(id) => choose({ mine: id === "mine" })}
          />
          <Segments
            label={t("inbox-state")}
            value={route.open ? "open" : "closed"}
            options={[
              { id: "open", words: t("inbox-open") },
              { id: "closed", words: t("inbox-closed") },
            ]}
            onChange={(id) => choose({ open: id === "open" })}
          />
        </div>
        <div className="body">
          <section className="card list" aria-label={t("inbox-list")} ref={list}>
            {!inbox.complete && <Waiting />}
            {inbox.complete && shown.length === 0 && <Nothing route={route} others={open.length} />}
            {shown.length > 0 && (
              <>
                <div className="cols" aria-hidden="true">
                  <span>{t("column-severity")}</span>
                  <span>{t("column-patient")}</span>
                  <span>{t("column-answer")}</span>
                  <span className="own">{t("column-trend")}</span>
                  <span className="own">{t("column-owner")}</span>
                  <span>{t("column-state")}</span>
                </div>
                <GridList
                  className="rows"
                  aria-label={t("inbox-list")}
                  selectionMode={wide ? "single" : "none"}
                  selectionBehavior="replace"
                  disallowEmptySelection
                  selectedKeys={selected ? [selected.id] : []}
                  onSelectionChange={(keys) => {
                    const key = keys === "all" ? undefined : [...keys][0];
                    if (key !== undefined) setPicked(String(key));
                  }}
                  onAction={(key) => openPatient(shown.find((alert) => alert.id === key))}
                >
                  {groups(shown, route.open).map((group) => (
                    <GridListSection key={group.id} id={group.id}>
                      <GridListHeader className={`grp ${group.id}`}>
                        {route.open
                          ? t("inbox-group", { severity: group.id, count: group.alerts.length })
                          : t("inbox-group-closed", { count: group.alerts.length })}
                      </GridListHeader>
                      {group.alerts.map((alert) => (
                        <Row key={alert.id} alert={alert} people={people} now={now} widest={widest} />
                      ))}
                    </GridListSection>
                  ))}
                </GridList>
              </>
            )}
            {arrived.length > 0 && (
              <div className="newbar" role="status">
                <Icon name="bell" />
                <b>
                  {t("inbox-new", {
                    count: arrived.length,
                    urgent: arrived.filter((alert) => alert.severity === "urgent").length,
                  })}
                </b>
                <span className="m">{t("inbox-still")}</span>
                <Button className="btn sp" onPress={show}>
                  {t("inbox-show")}
                </Button>
              </div>
            )}
          </section>
          {wide && selected && <AlertPanel key={selected.id} alert={selected} now={now} />}
        </div>
      </main>
      <Keys
        keys={[
          ["J K", t("key-step")],
          ["O", t("key-open")],
          ["M", t("key-mine")],
          ["N", t("key-new")],
        ]}
      />
    </>
  );
}

function groups(alerts: Alert[], open: boolean): { id: string; alerts: Alert[] }[] {
  if (!open) return [{ id: "closed", alerts }];
  return SEVERITIES.map((severity) => ({
    id: severity,
    alerts: alerts.filter((alert) => alert.severity === severity),
  })).filter((group) => group.alerts.length > 0);
}

/** How many, how many of them urgent, and who has waited longest. */
function Facts({ open, people, now }: { open: Alert[]; people: People; now: number }) {
  const text = useText();
  const { t } = text;
  const urgent = open.filter((alert) => alert.severity === "urgent").length;
  const oldest = open.filter((alert) => !alert.allSeen).sort((one, other) => one.opened - other.opened)[0];
  return (
    <>
      <span>{t("facts-open", { count: open.length })}</span>
      {urgent > 0 && <span className="urgent-text">{t("facts-urgent", { count: urgent })}</span>}
      {oldest && (
        <span className="wide">
          {t("facts-oldest", {
            span: span(text, now - oldest.opened),
            name: patientName(people, oldest.patient, text.language),
          })}
        </span>
      )}
    </>
  );
}

/** Nothing to do is a good state, and it says how it knows. */
function Nothing({ route, others }: { route: Route & { at: "inbox" }; others: number }) {
  const { t } = useText();
  const { link } = useStore(useDesk().inbox);
  if (!route.open) return <Empty title={t("inbox-none-closed")} />;
  const elsewhere = route.mine && others > 0;
  return (
    <Empty title={elsewhere ? t("inbox-none-mine") : t("inbox-none")} known={link.state !== "broken"}>
      <Heard />
      {elsewhere && (
        <To className="btn" to={{ ...INBOX, mine: false }}>
          {t("inbox-others", { count: others })}
        </To>
      )}
    </Empty>
  );
}

/** Proof that somebody listens; without a connection, that nobody knows. */
export function Heard() {
  const { t } = useText();
  const { link, heard } = useStore(useDesk().inbox);
  const time = clockSeconds(heard);
  return <p className="m">{link.state === "broken" ? t("inbox-unknown", { time }) : t("inbox-proof", { time })}</p>;
}

function Row({ alert, people, now, widest }: { alert: Alert; people: People; now: number; widest: boolean }) {
  const text = useText();
  const { t } = text;
  const patient = people.patients.get(alert.patient);
  const name = patientName(people, alert.patient, text.language);
  const about = patient ? sexAndAge(text, patient.person, now) : "";
  const first = alert.findings.find((finding) => finding.severity === alert.severity) ?? alert.findings[0];
  const owner = staffName(people, alert.owner, alert.ownerName, text.language);
  return (
    <GridListItem
      id={alert.id}
      textValue={spoken(text, alert, now, [name, about, owner])}
      className={`alert-row is-${stateOf(alert)}${isLate(alert, now) ? " late" : ""}`}
    >
      <span className="k-sev">
        <SeverityBadge severity={alert.severity} />
        {alert.open ? (
          <AlertClock alert={alert} now={now} />
        ) : (
          <span className="f">{when(text, alert.changed, now)}</span>
        )}
      </span>
      <span className="k-pat">
        <span className="l1">
          <b className="nm">{name}</b> <span className="m">{about}</span>
        </span>
        <span className="l2">{recovery(text, patient, now)}</span>
      </span>
      <span className="k-ans">
        <span className="l1">{answers(text, alert)}</span>
        <span className="l2">{first ? text.of(first.ruleTitle) : ""}</span>
      </span>
      <span className="own">{widest && <Spark alert={alert} now={now} />}</span>
      <span className="k-own own">
        <Owner name={owner} />
      </span>
      <span className="k-st">
        <StateMark alert={alert} />
        {alert.outcome !== null && <span className="l2">{t("outcome", { outcome: alert.outcome })}</span>}
      </span>
    </GridListItem>
  );
}

/** The row in one breath: level, clock, who, what was answered, whose, state. */
function spoken(text: Text, alert: Alert, now: number, who: string[]): string {
  return [
    text.t("severity", { severity: alert.severity }),
    clockWords(text, alert, now),
    ...who,
    answers(text, alert),
    text.t("alert-state", { state: stateOf(alert) }),
  ]
    .filter((part) => part !== "")
    .join(text.t("list-comma"));
}

/** Whether there is room: from 1000 for the panel beside the list, from 1440 for all columns. */
function useWide(room: string): boolean {
  const [wide, setWide] = useState(() => window.matchMedia(room).matches);
  useEffect(() => {
    const query = window.matchMedia(room);
    const change = (): void => setWide(query.matches);
    change();
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, [room]);
  return wide;
}
