import type { ReactNode } from "react";
import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup, Switch } from "react-aria-components";

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

/** What names and explains a control that stands elsewhere on the screen: ids of elements. */
export interface Described {
  labelledBy?: string;
  describedBy?: string;
  invalid?: boolean;
  readOnly?: boolean;
  required?: boolean;
}

/** The props of a group of options that is described elsewhere. */
function described({ labelledBy, describedBy, invalid, readOnly, required }: Described) {
  return {
    ...(labelledBy ? { "aria-labelledby": labelledBy } : {}),
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
    isInvalid: invalid ?? false,
    isReadOnly: readOnly ?? false,
    isRequired: required ?? false,
    // The core says what is missing, in its own words.
    validationBehavior: "aria" as const,
  };
}

/** One of several. Its name is read out; it is shown too unless something else on the screen already says it. */
export function Choice(
  props: {
    name: string;
    options: Option[];
    form: ChoiceForm;
    shown?: boolean;
    onChosen: (id: string) => void;
  } & Described,
) {
  const { name, options, form, shown = false, onChosen } = props;
  const chosen = options.find((option) => option.chosen)?.id ?? null;
  return (
    <RadioGroup
      className="choice-group"
      value={chosen}
      onChange={onChosen}
      {...described(props)}
      {...(shown || props.labelledBy ? {} : { "aria-label": name })}
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

/** Any of several. */
export function Checks(
  props: { name: string; options: Option[]; form: ChoiceForm; onToggled: (id: string) => void } & Described,
) {
  const { name, options, form, onToggled } = props;
  const chosen = options.filter((option) => option.chosen).map((option) => option.id);
  // The group tells all that are chosen; the core wants to know which one was touched.
  const touched = (next: string[]) => {
    const id = [...next, ...chosen].find((one) => next.includes(one) !== chosen.includes(one));
    if (id !== undefined) onToggled(id);
  };
  return (
    <CheckboxGroup
      className="choice-group"
      value={chosen}
      onChange={touched}
      {...described(props)}
      {...(props.labelledBy ? {} : { "aria-label": name })}
    >
      <div className={form}>
        {options.map((option) => (
          <Checkbox key={option.id} value={option.id} className={`option in-${form}`}>
            <span className="box" aria-hidden="true">
              {option.chosen ? <Icon name="check" size="s" /> : null}
            </span>
            <OptionIcon option={option} form="rows" />
            <span className="option-words">
              <span>{option.label}</span>
              {option.detail ? <span className="detail">{option.detail}</span> : null}
            </span>
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
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
