import "uplot/dist/uPlot.min.css";

import { useEffect, useRef, useState } from "react";

import { type Entry, type Series, series as seriesOf } from "../fhir/observation";
import type { Operation } from "../fhir/patient";
import { beyond, type Limit, limitsFor, type Rule } from "../fhir/rule";
import { day, when } from "../text/time";
import { useText } from "../text/use";
import { entryName, entryValue, limitWords, unitName } from "../text/words";
import { plot } from "./plot";
import { Segments } from "./parts";

const DAY = 86_400_000;
const SPANS = [7, 30, 90] as const;

interface Shared {
  from: number;
  to: number;
  now: number;
  operation: Operation | null;
}

/** How each measurement went: a sentence, a chart with the limits in force, and the same as a table. */
export function Trends({
  entries,
  rules,
  operation,
  now,
  only,
}: {
  entries: Entry[];
  rules: Rule[];
  operation: Operation | null;
  now: number;
  only?: string[];
}) {
  const { t } = useText();
  const all = seriesOf(entries).filter((one) => only === undefined || one.keys.some((key) => only.includes(key)));
  const [view, setView] = useState<"chart" | "table">("chart");
  const [days, setDays] = useState<number | null>(null);
  if (all.length === 0) return <p className="pad m">{t("trend-empty")}</p>;
  const fits =
    SPANS.find((span) => all.every((one) => one.entries.every((entry) => now - entry.at <= span * DAY))) ?? 90;
  const chosen = days ?? (only ? 7 : Math.min(fits, 30));
  const from = now - chosen * DAY;
  const shown = all.flatMap((one) => within(one, from) ?? []);
  const since = operation ? Math.floor((now - operation.at) / DAY) : null;
  return (
    <div className="trends">
      {!only && (
        <div className="row w pad">
          <Segments
            label={t("trend-view")}
            value={view}
            options={[
              { id: "chart", words: t("trend-chart") },
              { id: "table", words: t("trend-table") },
            ]}
            onChange={setView}
          />
          <Segments
            label={t("trend-span")}
            value={String(chosen)}
            options={SPANS.map((span) => ({ id: String(span), words: t("trend-days", { days: span }) }))}
            onChange={(id) => setDays(Number(id))}
          />
        </div>
      )}
      {shown.length === 0 && <p className="pad m">{t("trend-empty-span", { days: chosen })}</p>}
      {shown.map((one, index) => {
        const limits = limitsFor(rules, one.keys, one.unitCode, since);
        const shared = { from, to: now + DAY / 4, now, operation };
        return (
          <Trend
            key={one.key}
            series={one}
            limits={limits}
            view={view}
            shared={shared}
            axis={index === shown.length - 1}
            compact={only !== undefined}
          />
        );
      })}
    </div>
  );
}

function within(series: Series, from: number): Series | null {
  const entries = series.entries.filter((entry) => entry.at >= from);
  return entries.length === 0 ? null : { ...series, entries };
}

function Trend({
  series,
  limits,
  view,
  shared,
  axis,
  compact,
}: {
  series: Series;
  limits: Limit[];
  view: "chart" | "table";
  shared: Shared;
  axis: boolean;
  compact: boolean;
}) {
  const text = useText();
  const { t } = text;
  const [at, setAt] = useState<number | null>(null);
  const name = entryName(text, series.code, series.label);
  const last = series.entries.at(-1);
  const shown = (at === null ? undefined : series.entries[at]) ?? last;
  const reached = shown && limits.some((limit) => beyond(shown.readings[limit.part]?.value ?? Number.NaN, limit));
  return (
    <figure className="trend">
      <figcaption>
        <b>{name}</b>
        {series.unit !== "" && <span className="f">{unitName(text, series.unit)}</span>}
        {shown && (
          <span className="sp">
            <b className={reached ? "over" : ""}>{entryValue(text, shown)}</b>{" "}
            <span className="f">{when(text, shown.at, shared.now)}</span>
          </span>
        )}
      </figcaption>
      {!compact && <p className="f says">{sentence(text, series, limits)}</p>}
      {view === "chart" ? (
        <Plot
          series={series}
          limits={limits}
          shared={shared}
          axis={axis}
          onRead={setAt}
          label={t("trend-label", { name })}
        />
      ) : (
        <TrendTable series={series} limits={limits} now={shared.now} label={name} />
      )}
    </figure>
  );
}

function sentence(text: ReturnType<typeof useText>, series: Series, limits: Limit[]): string {
  const firsts = series.entries.toSorted(
    (one, other) => (one.readings[0]?.value ?? 0) - (other.readings[0]?.value ?? 0),
  );
  const [low, high] = [firsts[0], firsts.at(-1)];
  if (!low || !high) return "";
  const over = series.entries.filter((entry) =>
    limits.some((limit) => beyond(entry.readings[limit.part]?.value ?? Number.NaN, limit)),
  );
  return text.t("trend-says", {
    count: series.entries.length,
    low: entryValue(text, low),
    high: entryValue(text, high),
    over: over.length,
    limits: limits.length,
  });
}

function Plot({
  series,
  limits,
  shared,
  axis,
  onRead,
  label,
}: {
  series: Series;
  limits: Limit[];
  shared: Shared;
  axis: boolean;
  onRead: (index: number | null) => void;
  label: string;
}) {
  const text = useText();
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const theme = useTheme();
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = holder.current;
    if (element === null || width < 40) return undefined;
    const words = limits.map((limit) => ({ limit, words: limitWords(text, limit) }));
    const event = shared.operation ? { at: shared.operation.at, words: text.t("trend-operation") } : null;
    const drawn = {
      series,
      limits: words,
      from: shared.from,
      to: shared.to,
      event,
      missing: text.t("trend-missing"),
      ticks: (moment: number) => day(text, moment, shared.now),
      axis,
      width,
    };
    const chart = plot(element, drawn, onRead);
    return () => chart.destroy();
  }, [series, limits, shared.from, shared.to, shared.now, shared.operation, axis, onRead, text, width, theme]);
  return <div className="plot" ref={holder} role="img" aria-label={label} />;
}

/** Changes when the page's colours do. */
function useTheme(): string {
  const [theme, setTheme] = useState("");
  useEffect(() => {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const look = (): void => setTheme(`${document.documentElement.dataset["theme"] ?? ""}${dark.matches}`);
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme", "lang"] });
    dark.addEventListener("change", look);
    look();
    return () => {
      observer.disconnect();
      dark.removeEventListener("change", look);
    };
  }, []);
  return theme;
}

function TrendTable({ series, limits, now, label }: { series: Series; limits: Limit[]; now: number; label: string }) {
  const text = useText();
  const { t } = text;
  return (
    <div className="scroll-x">
      <table className="d" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t("column-when")}</th>
            <th scope="col" className="num">
              {t("column-value")}
            </th>
            <th scope="col">{t("column-limit")}</th>
          </tr>
        </thead>
        <tbody>
          {series.entries.toReversed().map((entry) => {
            const over = limits.filter((limit) => beyond(entry.readings[limit.part]?.value ?? Number.NaN, limit));
            return (
              <tr key={entry.id}>
                <td>{when(text, entry.at, now)}</td>
                <td className="num">{entryValue(text, entry)}</td>
                <td>
                  {over.length === 0 ? t("limit-none") : over.map((limit) => limitWords(text, limit)).join(" · ")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
