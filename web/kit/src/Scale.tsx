import { Label, Radio, RadioGroup } from "react-aria-components";

import { Icon } from "./Icon";

/** A band of the scale: a face, a word, its numbers. */
export interface ScaleBand {
  icon: string;
  word: string;
  detail: string;
  from: number;
  to: number;
}

/** Eleven radios in five bands; arrows move by one. */
export function Scale0to10(props: {
  question: string;
  value: number | null;
  bands: ScaleBand[];
  names: string[];
  /** The id that the question gets, for whoever else is named by it. */
  labelId?: string;
  describedBy?: string;
  readOnly?: boolean;
  /** The words that say it has to be answered. */
  required?: string;
  onChosen: (score: number) => void;
}) {
  const { question, value, bands, names, labelId, describedBy, required, onChosen } = props;
  return (
    <RadioGroup
      className="choice-group"
      value={value === null ? null : String(value)}
      onChange={(score) => onChosen(Number(score))}
      isReadOnly={props.readOnly ?? false}
      {...(describedBy ? { "aria-describedby": describedBy } : {})}
    >
      <Label className="question" {...(labelId ? { id: labelId } : {})}>
        {question}
        {required ? <span className="detail form-required"> {required}</span> : null}
      </Label>
      <div className="scale">
        {bands.map((band) => {
          const on = value !== null && value >= band.from && value <= band.to;
          const numbers = Array.from({ length: band.to - band.from + 1 }, (_, i) => band.from + i);
          return (
            <div key={band.from} className={`band${on ? " on" : ""}`}>
              <div className="band-words" aria-hidden="true">
                <Icon name={band.icon} size="l" />
                <span>
                  <b>{band.word}</b>
                  {band.detail ? <span className="detail">{band.detail}</span> : null}
                </span>
              </div>
              <div className="band-numbers">
                {numbers.map((score) => (
                  <Radio
                    key={score}
                    value={String(score)}
                    aria-label={names[score] ?? String(score)}
                    className={`score${numbers.length === 1 ? " alone" : ""}`}
                  >
                    {score === value ? <Icon name="check" size="s" /> : null}
                    {score}
                  </Radio>
                ))}
              </div>
            </div>
          );
        })}
      </div>
    </RadioGroup>
  );
}
