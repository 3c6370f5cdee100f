import uPlot from "uplot";

import { digits, type Series } from "../fhir/observation";
import { daysBetween } from "../fhir/patient";
import { beyond, type Limit } from "../fhir/rule";

/** Everything a plot draws; words and colours come ready. */
export interface Drawn {
  series: Series;
  limits: { limit: Limit; words: string }[];
  /** First and last moment, shared by all plots of a page. */
  from: number;
  to: number;
  event: { at: number; words: string } | null;
  missing: string;
  ticks: (at: number) => string;
  axis: boolean;
  width: number;
}

type Column = (number | null)[];

const DAY = 86_400_000;
const HEIGHT = 116;
const AXIS = 28;
const EDGE = 56;

/** The columns of a plot: times in seconds, then one or two rows of values. Days without a reading break the line. */
export function columns(series: Series): [number[], ...Column[]] {
  const times: number[] = [];
  const rows: Column[] = series.entries[0]?.readings.map(() => []) ?? [[]];
  let before: number | null = null;
  for (const entry of series.entries) {
    if (before !== null && daysBetween(before, entry.at) > 1) {
      times.push((before + entry.at) / 2000);
      for (const row of rows) row.push(null);
    }
    times.push(entry.at / 1000);
    rows.forEach((row, part) => row.push(entry.readings[part]?.value ?? null));
    before = entry.at;
  }
  return [times, ...rows];
}

/** From and to of whole days without a reading between the first and the last one. */
export function gaps(series: Series): [number, number][] {
  const found: [number, number][] = [];
  series.entries.forEach((entry, index) => {
    const before = series.entries[index - 1];
    if (before === undefined || daysBetween(before.at, entry.at) < 2) return;
    const start = new Date(before.at);
    start.setHours(24, 0, 0, 0);
    const end = new Date(entry.at);
    end.setHours(0, 0, 0, 0);
    found.push([start.getTime(), end.getTime()]);
  });
  return found;
}

/** The lowest and the highest number that has to be seen, with some air. */
export function range({ series, limits }: Pick<Drawn, "series" | "limits">): [number, number] {
  if (series.scale) return [0, 10];
  const values = series.entries.flatMap((entry) => entry.readings.map((reading) => reading.value));
  for (const { limit } of limits) values.push(limit.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = Math.max((high - low) * 0.15, Math.abs(high) * 0.005, 0.2);
  return [low - air, high + air];
}

interface Colours {
  ink: string;
  faint: string;
  line: string;
  brand: string;
  second: string;
  surface: string;
  hatch: string;
  urgent: string;
  caution: string;
  info: string;
  font: string;
}

function colours(holder: HTMLElement): Colours {
  const style = getComputedStyle(holder);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim() || "currentColor";
  return {
    ink: of("ink"),
    faint: of("ink-3"),
    line: of("line"),
    brand: of("brand"),
    second: of("chart-2"),
    surface: of("surface"),
    hatch: of("hatch"),
    urgent: of("urgent"),
    caution: of("caution"),
    info: of("info"),
    font: style.fontFamily,
  };
}

/** Draws one series. `read` hears which entry the pointer is at, `null` when it left. */
export function plot(holder: HTMLElement, drawn: Drawn, read: (index: number | null) => void): uPlot {
  const tint = colours(holder);
  const font = `14px ${tint.font}`;
  const data = columns(drawn.series);
  const lines: uPlot.Series[] = data.slice(1).map((_, part) => ({
    stroke: part === 0 ? tint.brand : tint.second,
    width: 2,
    points: { show: false },
  }));
  const options: uPlot.Options = {
    width: drawn.width,
    height: HEIGHT + (drawn.axis ? AXIS : 0),
    padding: [10, EDGE, drawn.axis ? 0 : 8, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false }, sync: { key: "trend" } },
    scales: { x: { time: true, range: [drawn.from / 1000, drawn.to / 1000] }, y: { range: () => range(drawn) } },
    series: [{}, ...lines],
    axes: [
      {
        show: drawn.axis,
        size: AXIS,
        stroke: tint.faint,
        font,
        grid: { show: false },
        ticks: { show: false },
        space: 64,
        incrs: [1, 2, 3, 7, 14, 28].map((days) => (days * DAY) / 1000),
        values: (_, splits) => splits.map((at) => drawn.ticks(at * 1000)),
      },
      { size: 48, stroke: tint.faint, font, grid: { stroke: tint.line, width: 1 }, ticks: { show: false }, space: 36 },
    ],
    hooks: {
      drawClear: [(u) => background(u, drawn, tint)],
      draw: [(u) => foreground(u, drawn, tint)],
      setCursor: [(u) => read(nearest(drawn.series, u))],
    },
  };
  return new uPlot(options, data as uPlot.AlignedData, holder);
}

function nearest(series: Series, u: uPlot): number | null {
  if (u.cursor.left === undefined || u.cursor.left < 0) return null;
  const at = u.posToVal(u.cursor.left, "x") * 1000;
  let best: number | null = null;
  series.entries.forEach((entry, index) => {
    const known = best === null ? undefined : series.entries[best];
    if (known === undefined || Math.abs(entry.at - at) < Math.abs(known.at - at)) best = index;
  });
  return best;
}

/** Under the line: days without a reading, the operation. */
function background(u: uPlot, drawn: Drawn, tint: Colours): void {
  const { ctx, bbox } = u;
  const x = (at: number): number => u.valToPos(at / 1000, "x", true);
  const unit = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const [from, to] of gaps(drawn.series)) {
    const [left, right] = [x(from), x(to)];
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.clip();
    ctx.strokeStyle = tint.hatch;
    ctx.lineWidth = unit;
    ctx.beginPath();
    for (let at = left - bbox.height; at < right; at += 6 * unit) {
      ctx.moveTo(at, bbox.top + bbox.height);
      ctx.lineTo(at + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
    if (right - left > 56 * unit)
      write(ctx, drawn.missing, (left + right) / 2, bbox.top + bbox.height / 2, "center", tint.faint, tint, 400);
  }
  if (drawn.event && drawn.event.at >= drawn.from) {
    const at = x(drawn.event.at);
    ctx.strokeStyle = tint.faint;
    ctx.lineWidth = unit;
    ctx.setLineDash([2 * unit, 3 * unit]);
    ctx.beginPath();
    ctx.moveTo(at, bbox.top);
    ctx.lineTo(at, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    write(ctx, drawn.event.words, at + 4 * unit, bbox.top + bbox.height - 8 * unit, "left", tint.faint, tint, 400);
  }
  ctx.restore();
}

/** Over the line: limits with their number, every reading as a point, the last one in words. */
function foreground(u: uPlot, drawn: Drawn, tint: Colours): void {
  const { ctx, bbox } = u;
  const unit = devicePixelRatio;
  ctx.save();
  const labels: { at: number; end: number }[] = [];
  for (const { limit, words } of drawn.limits) {
    const at = Math.round(u.valToPos(limit.value, "y", true));
    ctx.strokeStyle = tint[limit.severity];
    ctx.lineWidth = 1.5 * unit;
    ctx.setLineDash([5 * unit, 4 * unit]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, at);
    ctx.lineTo(bbox.left + bbox.width, at);
    ctx.stroke();
    ctx.setLineDash([]);
    // Lines that lie close together have their numbers side by side.
    const beside = labels.filter((label) => Math.abs(label.at - at) < 16 * unit).map((label) => label.end);
    const left = Math.max(bbox.left, ...beside) + 4 * unit;
    write(ctx, words, left, at - 8 * unit, "left", tint[limit.severity], tint, 600);
    labels.push({ at, end: left + ctx.measureText(words).width + 8 * unit });
  }
  drawn.series.entries.forEach((entry, index) => {
    entry.readings.forEach((reading, part) => {
      const left = u.valToPos(entry.at / 1000, "x", true);
      const top = u.valToPos(reading.value, "y", true);
      const over = drawn.limits
        .map((one) => one.limit)
        .find((limit) => limit.part === part && beyond(reading.value, limit));
      const colour = over ? tint[over.severity] : part === 0 ? tint.brand : tint.second;
      mark(ctx, left, top, over !== undefined, colour, tint.surface, unit);
      if (index === drawn.series.entries.length - 1) {
        write(
          ctx,
          digits(reading.value, reading.code),
          bbox.left + bbox.width + 6 * unit,
          top,
          "left",
          over ? colour : tint.ink,
          tint,
          600,
        );
      }
    });
  });
  ctx.restore();
}

/** A ring; a filled diamond at or beyond a limit, so that it is told apart without colour. */
function mark(
  ctx: CanvasRenderingContext2D,
  left: number,
  top: number,
  over: boolean,
  colour: string,
  inside: string,
  unit: number,
): void {
  ctx.beginPath();
  if (over) {
    const half = 6 * unit;
    ctx.moveTo(left, top - half);
    ctx.lineTo(left + half, top);
    ctx.lineTo(left, top + half);
    ctx.lineTo(left - half, top);
    ctx.closePath();
  } else {
    ctx.arc(left, top, 3 * unit, 0, 2 * Math.PI);
  }
  ctx.fillStyle = over ? colour : inside;
  ctx.fill();
  ctx.strokeStyle = over ? inside : colour;
  ctx.lineWidth = (over ? 1 : 2) * unit;
  ctx.stroke();
}

function write(
  ctx: CanvasRenderingContext2D,
  words: string,
  left: number,
  top: number,
  align: CanvasTextAlign,
  colour: string,
  tint: Colours,
  weight: number,
): void {
  const unit = devicePixelRatio;
  ctx.font = `${weight} ${14 * unit}px ${tint.font}`;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 * unit;
  ctx.strokeStyle = tint.surface;
  ctx.strokeText(words, left, top);
  ctx.fillStyle = colour;
  ctx.fillText(words, left, top);
}
