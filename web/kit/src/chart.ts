import type uPlot from "uplot";

/** One reading. */
export interface ChartPoint {
  /** Seconds since 1970. */
  at: number;
  /** In thousandths. */
  value_milli: number;
  /** At or beyond a limit. */
  beyond: boolean;
  /** The value in words. */
  label: string;
  /** The time in words. */
  when: string;
}

/** A limit's dashed line. */
export interface ChartLimit {
  value_milli: number;
  label: string;
}

/** What a chart draws. */
export interface ChartData {
  points: ChartPoint[];
  limits: ChartLimit[];
  low_milli: number;
  high_milli: number;
}

/** A line is broken where readings are further apart than this, in seconds: a day and a half. A gap stays a gap. */
const GAP = 36 * 3600;
/** Room before the first and after the last reading, in seconds: half a day. */
const MARGIN = 12 * 3600;

/** The readings as uPlot wants them, with a hole in every gap. `index` says which reading stands at each place. */
export function series(points: ChartPoint[]): {
  x: number[];
  y: (number | null)[];
  index: (number | null)[];
} {
  const x: number[] = [];
  const y: (number | null)[] = [];
  const index: (number | null)[] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (before && point.at - before.at > GAP) {
      x.push((point.at + before.at) / 2);
      y.push(null);
      index.push(null);
    }
    x.push(point.at);
    y.push(point.value_milli / 1000);
    index.push(i);
  });
  return { x, y, index };
}

/** Whether limits lie so close that their words would lie over each other: then they stand below the drawing. */
export function crowded({ limits, low_milli, high_milli }: ChartData): boolean {
  const values = limits.map((limit) => limit.value_milli).sort((a, b) => a - b);
  const room = (high_milli - low_milli) * 0.16;
  return values.some((value, i) => i > 0 && value - (values[i - 1] ?? value) < room);
}

/** A colour of the theme in force. */
function token(root: Element, name: string): string {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}

function fontOf(root: Element, strong: boolean): string {
  const style = getComputedStyle(root);
  const size = Number.parseFloat(style.fontSize) * devicePixelRatio;
  return `${strong ? 600 : 400} ${size}px ${style.fontFamily}`;
}

/** uPlot's options for a chart whose text is of the size of `root`. */
export function options(
  root: HTMLElement,
  data: () => ChartData,
  selected: () => number,
  width: number,
  height: number,
): uPlot.Options {
  const ink = (name: string) => () => token(root, name);
  const size = Number.parseFloat(getComputedStyle(root).fontSize);
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [size * 1.6, size * 1.2, size * 0.4, 0],
    scales: {
      x: {
        time: false,
        range: (_, min, max) => [min - MARGIN, max + MARGIN],
      },
      y: { range: () => [data().low_milli / 1000, data().high_milli / 1000] },
    },
    axes: [
      { show: false },
      {
        stroke: ink("ink-2"),
        font: fontOf(root, false).replace(/[\d.]+px/, `${size}px`),
        size: size * 3,
        gap: 6,
        space: size * 2.6,
        incrs: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100],
        grid: { stroke: ink("line"), width: 1 },
        ticks: { show: false },
      },
    ],
    series: [{}, { stroke: ink("brand"), width: 2.5, points: { show: false }, spanGaps: false }],
    hooks: {
      drawClear: [(u) => shadeSelected(u, root, data(), selected())],
      draw: [(u) => drawOver(u, root, data())],
    },
  };
}

function shadeSelected(u: uPlot, root: Element, data: ChartData, selected: number) {
  const point = data.points[selected];
  if (!point) return;
  const x = u.valToPos(point.at, "x", true);
  const half = 10 * devicePixelRatio;
  u.ctx.fillStyle = token(root, "brand-soft");
  u.ctx.fillRect(x - half, u.bbox.top, half * 2, u.bbox.height);
}

/** Limits as dashed lines with words; a mark for each reading, of another shape when it is beyond; some values. */
function drawOver(u: uPlot, root: Element, data: ChartData) {
  const { ctx, bbox } = u;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.textBaseline = "bottom";
  for (const limit of data.limits) {
    const y = u.valToPos(limit.value_milli / 1000, "y", true);
    if (y < bbox.top - 1 || y > bbox.top + bbox.height + 1) continue;
    ctx.strokeStyle = token(root, "caution");
    ctx.lineWidth = 1.5 * unit;
    ctx.setLineDash([6 * unit, 4 * unit]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.setLineDash([]);
    if (crowded(data)) continue;
    ctx.font = fontOf(root, true);
    const onRight = roomOnRight(u, data, limit, ctx.measureText(limit.label).width);
    ctx.textAlign = onRight ? "right" : "left";
    write(ctx, limit.label, onRight ? bbox.left + bbox.width : bbox.left, y - 3 * unit, root, "caution");
  }
  const last = data.points.length - 1;
  data.points.forEach((point, i) => {
    const x = u.valToPos(point.at, "x", true);
    const y = u.valToPos(point.value_milli / 1000, "y", true);
    mark(ctx, x, y, point.beyond, token(root, point.beyond ? "caution" : "brand"), token(root, "surface"));
    if (!(point.beyond || i === 0 || i === last)) return;
    ctx.font = fontOf(root, true);
    ctx.textAlign = i === 0 && last > 0 ? "left" : i === last && last > 0 ? "right" : "center";
    // On the side where the line does not go.
    const beside = data.points[i === 0 ? 1 : i - 1];
    const below = !point.beyond && beside !== undefined && beside.value_milli > point.value_milli;
    ctx.textBaseline = below ? "top" : "bottom";
    write(ctx, String(point.value_milli / 1000), x, y + (below ? 8 : -8) * unit, root);
  });
  ctx.restore();
}

/** Whether a limit's words at the right end would cover no reading. At the left end is the other place. */
function roomOnRight(u: uPlot, data: ChartData, limit: ChartLimit, width: number): boolean {
  const from = u.bbox.left + u.bbox.width - width;
  const y = u.valToPos(limit.value_milli / 1000, "y", true);
  const height = 28 * devicePixelRatio;
  return !data.points.some((point) => {
    const at = u.valToPos(point.value_milli / 1000, "y", true);
    return u.valToPos(point.at, "x", true) >= from && at < y + 4 && at > y - height;
  });
}

/** Text with an edge in the colour of the ground, so that a line behind it does not run into it. */
function write(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  root: Element,
  ink = "ink",
) {
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.strokeStyle = token(root, "surface");
  ctx.strokeText(text, x, y);
  ctx.fillStyle = token(root, ink);
  ctx.fillText(text, x, y);
}

function mark(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  diamond: boolean,
  fill: string,
  edge: string,
) {
  const r = (diamond ? 7 : 4.5) * devicePixelRatio;
  ctx.beginPath();
  if (diamond) {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - r, y);
    ctx.closePath();
  } else {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  }
  ctx.fillStyle = fill;
  ctx.strokeStyle = edge;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.fill();
  ctx.stroke();
}
