import type { Score } from "../fhir/form";
import { day } from "../text/time";
import { useText } from "../text/use";

const WIDTH = 360;
const HEIGHT = 84;
const EDGE = 10;
/** Room for the last number. */
const RIGHT = 36;

/** A score over time: its bands as lines, each answer as a point, and the same in words. */
export function ScoreTrend({ points, now }: { points: { at: number; score: Score }[]; now: number }) {
  const text = useText();
  const { t } = text;
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const bands = last.score.bands;
  const ends = [...bands.flatMap((band) => [band.low, band.high]), ...points.map((point) => point.score.value)];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const x = (at: number): number =>
    last.at === first.at ? EDGE : EDGE + ((at - first.at) / (last.at - first.at)) * (WIDTH - EDGE - RIGHT);
  const y = (value: number): number =>
    high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE);
  const path = points.map((point, place) => {
    const move = place === 0 ? "M" : "L";
    return `${move}${x(point.at).toFixed(1)} ${y(point.score.value).toFixed(1)}`;
  });
  const words = points.map((point) =>
    t("score-point", { date: day(text, point.at, now), value: String(point.score.value) }),
  );
  const said = words.join(t("list-comma"));
  return (
    <figure className="score-trend">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t("score-trend", { name: text.of(last.score.title), points: said })}
      >
        {bands
          .filter((band) => band.low > low)
          .map((band) => (
            <path key={band.low} className={`limit ${band.role}`} d={`M0 ${y(band.low).toFixed(1)}H${WIDTH - RIGHT}`} />
          ))}
        <path className="line" d={path.join("")} />
        {points.map((point) => (
          <circle key={point.at} className="mark" cx={x(point.at)} cy={y(point.score.value)} r="3.5" />
        ))}
        <text x={x(last.at) + 8} y={y(last.score.value)} dominantBaseline="middle">
          {String(last.score.value)}
        </text>
      </svg>
      <figcaption className="f">{said}</figcaption>
    </figure>
  );
}
