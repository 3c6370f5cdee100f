import type { ReactNode } from "react";
import { Label, Radio, RadioGroup, Switch } from "react-aria-components";

import { Icon } from "./Icon";

/** An option of a list. */
export interface Option {
  id: string;
  label: string;
  detail: string;
  icon: string;
  chosen: boolean;
}

/** How the options of a choice stand: segments in a bar, tiles in a grid, rows one below the other. */
export type ChoiceForm = "segments" | "tiles" | "rows";

/** One of several. Its name is read out; it is shown too unless something else on the screen already says it. */
export function Choice(props: {
  name: string;
  options: Option[];
  form: ChoiceForm;
  shown?: boolean;
  onChosen: (id: string) => void;
}) {
  const { name, options, form, shown = false, onChosen } = props;
  const chosen = options.find((option) => option.chosen)?.id ?? null;
  return (
    <RadioGroup
      className="choice-group"
      value={chosen}
      onChange={onChosen}
      {...(shown ? {} : { "aria-label": name })}
    >
      {shown ? <Label className="question">{name}</Label> : null}
      <div className={form}>
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className={`option in-${form}`}>
            {form === "rows" ? <span className="ring" aria-hidden="true" /> : null}
            <OptionIcon option={option} form={form} />
            <span className="option-words">
              <span>{option.label}</span>
              {option.detail ? <span className="detail">{option.detail}</span> : null}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** A chosen tile carries a tick where it has no icon of its own, so that colour is not the only sign. */
function OptionIcon({ option, form }: { option: Option; form: ChoiceForm }): ReactNode {
  if (option.icon) return <Icon name={option.icon} size={form === "segments" ? "s" : "m"} />;
  return option.chosen && form === "tiles" ? <Icon name="check" size="s" /> : null;
}

/** On or off, as a whole row. */
export function ToggleRow(props: { option: Option; onToggled: () => void }) {
  const { option, onToggled } = props;
  return (
    <Switch className="toggle-row" isSelected={option.chosen} onChange={onToggled}>
      {option.icon ? <Icon name={option.icon} /> : null}
      <span className="option-words">
        <span>{option.label}</span>
        {option.detail ? <span className="detail">{option.detail}</span> : null}
      </span>
      <span className="track" aria-hidden="true">
        <span className="thumb" />
      </span>
    </Switch>
  );
}
