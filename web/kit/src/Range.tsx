import { useState } from "react";
import { Slider, SliderThumb, SliderTrack } from "react-aria-components";

/**
 * A number between two ends. Until one is chosen the thumb stands at the lower end, drawn as not chosen; letting go of
 * it there chooses it.
 */
export function Range(props: {
  labelledBy: string;
  describedBy?: string;
  value: string;
  unit: string;
  /** What is said and shown while nothing is chosen. */
  none: string;
  low: number;
  high: number;
  step: number;
  lowLabel: string;
  highLabel: string;
  readOnly?: boolean;
  onChosen: (value: string) => void;
}) {
  const { low, high, step, onChosen } = props;
  const known = Number.parseFloat(props.value);
  const chosen = Number.isFinite(known);
  const [moving, setMoving] = useState<number | null>(null);
  const at = moving ?? (chosen ? known : low);
  const words = moving === null && !chosen ? props.none : [at, props.unit].filter((it) => it !== "").join(" ");
  return (
    <Slider
      className={`range${chosen || moving !== null ? " chosen" : ""}`}
      aria-labelledby={props.labelledBy}
      {...(props.describedBy ? { "aria-describedby": props.describedBy } : {})}
      value={at}
      minValue={low}
      maxValue={high}
      step={step}
      isDisabled={props.readOnly ?? false}
      onChange={(next) => setMoving(Number(next))}
      onChangeEnd={(next) => {
        setMoving(null);
        onChosen(String(next));
      }}
    >
      <output className="range-value">{words}</output>
      <SliderTrack className="range-track">
        <SliderThumb className="range-thumb" aria-labelledby={props.labelledBy} />
      </SliderTrack>
      <div className="range-ends">
        <span>{[low, props.lowLabel].filter((it) => it !== "").join(" · ")}</span>
        <span>{[high, props.highLabel].filter((it) => it !== "").join(" · ")}</span>
      </div>
    </Slider>
  );
}
