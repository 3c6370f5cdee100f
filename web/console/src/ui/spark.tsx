import { useEffect, useRef } from "react";

import { useDesk } from "../app/desk";
import type { Alert } from "../fhir/alert";
import { digits, series as seriesOf } from "../fhir/observation";
import { daysBetween } from "../fhir/patient";
import { beyond, limitsFor } from "../fhir/rule";
import { useStore } from "../live/store";
import { useText } from "../text/use";
import { entryName } from "../text/words";

const WIDTH = 72;
const HEIGHT = 28;
const EDGE = 4;
const DAY = 86_400_000;

/** Seven days of what fired, in one line of a list: the line, its limit, the last number. */
export function Spark({ alert, now }: { alert: Alert; now: number }) {
  const text = useText();
  const desk = useDesk();
  const loader = desk.week(alert.patient);
  const entries = useStore(loader.store).value ?? [];
  const rules = useStore(desk.rules.store).value ?? [];
  const operation = useStore(desk.directory.store).patients.get(alert.patient)?.operation;
  const holder = useRef<HTMLSpanElement>(null);
  // Only rows that are seen ask, and ask again when their alert has changed.
  useEffect(() => {
    if (holder.current === null) return undefined;
    const observer = new IntersectionObserver(([row]) => {
      if (!row?.isIntersecting) return;
      observer.disconnect();
      void loader.load();
    });
    observer.observe(holder.current);
    return () => observer.disconnect();
  }, [loader, alert.version]);

  const about = alert.findings[0]?.observation;
  const shown = seriesOf(entries).find((series) => series.entries.some((entry) => entry.id === about));
  if (shown === undefined) return <span className="spark" ref={holder} />;
  const since = operation ? Math.floor((now - operation.at) / DAY) : null;
  const limits = limitsFor(rules, shown.keys, shown.unitCode, since).filter((limit) => limit.part === 0);
  const values = [
    ...shown.entries.map((entry) => entry.readings[0]?.value ?? 0),
    ...limits.map((limit) => limit.value),
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (at: number): number => EDGE + ((at - (now - 7 * DAY)) / (7 * DAY)) * (WIDTH - 2 * EDGE);
  const y = (value: number): number =>
    high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE);
  const path = shown.entries.map((entry, index) => {
    const before = shown.entries[index - 1];
    const go = before === undefined || daysBetween(before.at, entry.at) > 1 ? "M" : "L";
    return `${go}${x(entry.at).toFixed(1)} ${y(entry.readings[0]?.value ?? 0).toFixed(1)}`;
  });
  const last = shown.entries.at(-1);
  const value = last?.readings[0];
  if (last === undefined || value === undefined) return <span className="spark" ref={holder} />;
  const over = limits.find((limit) => beyond(value.value, limit));
  const [left, top] = [x(last.at), y(value.value)];
  return (
    <span className="spark" ref={holder}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={text.t("trend-week", { name: entryName(text, shown.code, shown.label) })}
      >
        {limits.map((limit) => (
          <path
            key={`${limit.rule}${limit.value}`}
            className={`limit ${limit.severity}`}
            d={`M0 ${y(limit.value)}H${WIDTH}`}
          />
        ))}
        <path className="line" d={path.join("")} />
        {over ? (
          <path className={`mark ${over.severity}`} d={`M${left} ${top - 4.5}l4.500 4.500-4.500 4.500-4.500-4.500z`} />
        ) : (
          <circle className="mark" cx={left} cy={top} r="3" />
        )}
      </svg>
      <b>{digits(value.value, value.code)}</b>
    </span>
  );
}
