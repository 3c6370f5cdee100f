import type { ReactNode } from "react";

import { useChart } from "../app/chart";
import { useDesk } from "../app/desk";
import type { Alert } from "../fhir/alert";
import { lastOperation, recordNumber } from "../fhir/patient";
import { nameIn } from "../fhir/read";
import type { Chart } from "../live/chart";
import { useStore } from "../live/store";
import { useText } from "../text/use";
import { recovery, sexAndAge } from "../text/words";
import { Icon } from "../ui/icon";
import { AlertClock, SeverityBadge, To, TroubleNote, Waiting } from "../ui/parts";
import { Trends } from "../ui/trend";
import { EntryList } from "./entries";
import { Findings, SeenLine } from "./findings";
import { AllergyFlags, ConditionFlags } from "./patient-head";

/** Entries this near to a finding belong to the same answer. */
const NEAR_MS = 30 * 60_000;

/** The alert beside the list: enough to decide without leaving it. */
export function AlertPanel({ alert, now }: { alert: Alert; now: number }) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const patient = useStore(desk.directory.store).patients.get(alert.patient);
  const chart = useChart(alert.patient);
  const person = chart.value?.person ?? patient?.person;
  return (
    <aside className="card panel" aria-label={t("panel-label", { name: nameIn(person?.name, text.language) })}>
      <div className="top">
        {person && (
          <p className="row">
            <b className="nm20">{nameIn(person.name, text.language)}</b>
            <span className="m">{sexAndAge(text, person, now)}</span>
            <span className="f">{recordNumber(person)}</span>
          </p>
        )}
        <p className="m">{recovery(text, patient, now)}</p>
        {chart.value && (
          <p className="row w flags">
            <AllergyFlags allergies={chart.value.allergies} />
            <ConditionFlags chart={chart.value} />
          </p>
        )}
      </div>
      <div className="in">
        <p className="row">
          <SeverityBadge severity={alert.severity} />
          <AlertClock alert={alert} now={now} />
        </p>
        {chart.trouble && <TroubleNote trouble={chart.trouble} again={chart.again} />}
        {chart.value ? <Fired alert={alert} chart={chart.value} now={now} /> : chart.trouble === null && <Waiting />}
        <Findings alert={alert} now={now} />
        <SeenLine alert={alert} now={now} />
        {chart.value && <Same alert={alert} chart={chart.value} now={now} />}
      </div>
      <div className="act">
        <To className="btn pri lg" to={{ at: "patient", id: alert.patient, alert: alert.id }}>
          {t("act-open-patient")}
        </To>
        <div className="row">
          <Reply patient={alert.patient}>{t("act-reply")}</Reply>
        </div>
      </div>
    </aside>
  );
}

function Reply({ patient, children }: { patient: string; children: ReactNode }) {
  return (
    <To className="btn grow" to={{ at: "messages", id: patient }}>
      <Icon name="message" />
      {children}
    </To>
  );
}

/** The trend of what made it as grave as it is. */
function Fired({ alert, chart, now }: { alert: Alert; chart: Chart; now: number }) {
  const rules = useStore(useDesk().rules.store).value ?? [];
  const about = new Set(
    alert.findings.filter((finding) => finding.severity === alert.severity).map((finding) => finding.observation),
  );
  const keys = [...new Set(chart.entries.filter((entry) => about.has(entry.id)).flatMap((entry) => entry.keys))];
  if (keys.length === 0) return null;
  return (
    <Trends entries={chart.entries} rules={rules} operation={lastOperation(chart.procedures)} now={now} only={keys} />
  );
}

/** What was answered at the same time, with notes and photos. */
function Same({ alert, chart, now }: { alert: Alert; chart: Chart; now: number }) {
  const { t } = useText();
  const about = new Set(alert.findings.map((finding) => finding.observation));
  const fired = chart.entries.filter((entry) => about.has(entry.id));
  const same = chart.entries.filter((entry) => fired.some((one) => Math.abs(one.at - entry.at) <= NEAR_MS));
  if (same.length === 0) return null;
  return (
    <>
      <h2>{t("panel-same")}</h2>
      <EntryList entries={same} chart={chart} now={now} />
    </>
  );
}
