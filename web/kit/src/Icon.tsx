import { strokes } from "./icons";

/** A line drawing that stands beside a word; a screen reader passes it by. */
export function Icon({ name, size = "m" }: { name: string; size?: "s" | "m" | "l" }) {
  return (
    <svg className={`icon icon-${size}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={strokes(name)} />
    </svg>
  );
}
