import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";

import "uplot/dist/uPlot.min.css";

import { IconButton } from "./Button";
import { type ChartData, type ChartLimit, type ChartPoint, crowded, options, series } from "./chart";

export type { ChartLimit, ChartPoint };

/**
 * A chart of one measurement. A stepper moves the readout above it. The drawing itself is hidden from a screen
 * reader: the sentence and the table say the same.
 */
export function TrendChart(
  props: ChartData & { title: string; unit: string; earlier: string; later: string },
) {
  const { title, unit, points, earlier, later } = props;
  const last = points.length - 1;
  const [chosen, setChosen] = useState<number | null>(null);
  const at = Math.min(chosen ?? last, last);
  const canvas = useChart(props, at, setChosen);
  const shown = points[at];
  const [first, end] = [points[0], points[last]];
  return (
    <figure className="trend">
      <figcaption>
        <span className="trend-title">{title}</span>
        {unit ? <span className="detail">{unit}</span> : null}
      </figcaption>
      <div className="stepper">
        <IconButton name={earlier} icon="back" onPress={() => setChosen(Math.max(0, at - 1))} />
        <p className="readout" aria-live="polite">
          <b>{shown?.label}</b>
          <span className="detail">{shown?.when}</span>
        </p>
        <IconButton name={later} icon="next" onPress={() => setChosen(Math.min(last, at + 1))} />
      </div>
      <div className="plot" ref={canvas} aria-hidden="true" />
      <div className="trend-ends detail" aria-hidden="true">
        <span>{first?.when}</span>
        {last > 0 ? <span>{end?.when}</span> : null}
      </div>
      {crowded(props) ? (
        <ul className="trend-limits">
          {props.limits.map((limit) => (
            <li key={limit.value_milli}>{limit.label}</li>
          ))}
        </ul>
      ) : null}
    </figure>
  );
}

/** Draws into the element it gives a ref for, again when the data, the choice, the size or the theme changes. */
function useChart(data: ChartData, selected: number, choose: (index: number) => void) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const now = useRef({ data, selected });
  now.current = { data, selected };

  useEffect(() => {
    const root = host.current;
    if (!root) return undefined;
    const height = () => Math.max(180, Number.parseFloat(getComputedStyle(root).fontSize) * 13);
    const { x, y, index } = series(now.current.data.points);
    const u = new uPlot(
      options(
        root,
        () => now.current.data,
        () => now.current.selected,
        root.clientWidth || 320,
        height(),
      ),
      [x, y],
      root,
    );
    plot.current = u;
    const pick = (event: PointerEvent) => {
      const left = event.clientX - u.over.getBoundingClientRect().left;
      const place = index[u.posToIdx(left)];
      if (typeof place === "number") choose(place);
    };
    u.over.addEventListener("pointerdown", pick);
    const resized = new ResizeObserver(() => u.setSize({ width: root.clientWidth || 320, height: height() }));
    resized.observe(root);
    const redraw = () => u.redraw(false, true);
    const themed = new MutationObserver(redraw);
    themed.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme", "data-mode"],
    });
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", redraw);
    return () => {
      plot.current = null;
      resized.disconnect();
      themed.disconnect();
      dark.removeEventListener("change", redraw);
      u.destroy();
    };
    // A chart is small and made in a millisecond: made anew when its readings are others.
  }, [data.points, data.limits, data.low_milli, data.high_milli, choose]);

  useEffect(() => {
    plot.current?.redraw(false, false);
  }, [selected]);
  return host;
}
