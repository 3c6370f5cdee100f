import { Checks, Choice, type EntryField, type EntryType, Range, Scale0to10, TextEntry } from "@kangban/kit";
import { useCallback } from "react";

import { FormChoice, type FormControl, FormFile, FormText } from "../../generated/types/types";
import { PhotoExtras, PhotoTile } from "../Photo";
import { useSend } from "../send";
import type { Ids } from "./Control";

/** What a person answers with. */
export function Answer({ control, ids }: { control: FormControl; ids: Ids }) {
  const { forms } = useSend();
  const { path } = control;
  const typed = useTyped("Typed", path);
  switch (control.kind.kind) {
    case "Radio":
    case "Autocomplete":
    case "Reference":
    case "Checks":
      return <Options control={control} ids={ids} />;
    case "DropDown":
      return <DropDown control={control} ids={ids} />;
    case "Scale":
      return control.scale ? (
        <Scale0to10
          question={control.scale.question}
          value={control.scale.value}
          bands={control.scale.bands}
          names={control.scale.a11y}
          labelId={ids.label}
          describedBy={ids.about}
          readOnly={control.read_only}
          required={control.required}
          onChosen={(score) => typed(String(score))}
        />
      ) : null;
    case "Slider":
      return (
        <Range
          labelledBy={ids.label}
          describedBy={ids.about}
          value={control.value}
          unit={control.unit}
          none={control.placeholder}
          low={Number(control.low)}
          high={Number(control.high)}
          step={Number(control.step) || 1}
          lowLabel={control.low_label}
          highLabel={control.high_label}
          readOnly={control.read_only}
          onChosen={typed}
        />
      );
    case "Attachment":
      return control.photo ? (
        <>
          <PhotoTile
            photo={control.photo}
            onPicked={(file) => forms({ kind: "FilePicked", value: new FormFile(path, file) })}
          />
          <PhotoExtras photo={control.photo} onRemoved={() => forms({ kind: "FileRemoved", value: path })} />
        </>
      ) : null;
    default:
      return <Text control={control} ids={ids} />;
  }
}

function useTyped(kind: "Typed" | "OtherTyped" | "OptionFilterTyped", path: string) {
  const { send } = useSend();
  return useCallback(
    (text: string) => send({ kind: "Forms", value: { kind, value: new FormText(path, text) } }),
    [send, kind, path],
  );
}

/** The device's own control, when what stands in it is what that control can show. */
const NATIVE: Record<string, { type: EntryType; shows: RegExp }> = {
  Date: { type: "date", shows: /^(\d{4}-\d{2}-\d{2})?$/ },
  DateTime: { type: "datetime-local", shows: /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})?$/ },
  Time: { type: "time", shows: /^(\d{2}:\d{2})?$/ },
};

function Text({ control, ids }: { control: FormControl; ids: Ids }) {
  const { forms } = useSend();
  const { path } = control;
  const typed = useTyped("Typed", path);
  const native = NATIVE[control.kind.kind];
  const field: EntryField = {
    ...blank(path, control.plain),
    value: control.value,
    unit: control.unit,
    numeric: control.numeric,
    multiline: control.kind.kind === "LongText",
    // It stands above, with the help; here it only marks the field.
    error: control.error,
  };
  return (
    <>
      <TextEntry
        field={field}
        labelledBy={ids.label}
        describedBy={ids.about}
        errorElsewhere
        placeholder={control.placeholder}
        type={native?.shows.test(control.value) ? native.type : "text"}
        readOnly={control.read_only}
        required={control.required !== ""}
        onTyped={typed}
        onLeft={() => forms({ kind: "FieldLeft", value: path })}
      />
      {control.units.length > 0 ? (
        <Choice
          name={control.plain}
          form="segments"
          options={control.units}
          onChosen={(id) => forms({ kind: "UnitChosen", value: new FormChoice(path, id) })}
        />
      ) : null}
    </>
  );
}

function Options({ control, ids }: { control: FormControl; ids: Ids }) {
  const { forms } = useSend();
  const { path, options } = control;
  const filter = useTyped("OptionFilterTyped", path);
  const other = useTyped("OtherTyped", path);
  const several = control.kind.kind === "Checks";
  const shared = {
    name: control.plain,
    options,
    form: control.horizontal ? ("tiles" as const) : ("rows" as const),
    labelledBy: ids.label,
    describedBy: ids.about,
    invalid: control.error !== "",
    readOnly: control.read_only,
    required: control.required !== "",
  };
  return (
    <>
      {control.filter ? <TextEntry field={control.filter} onTyped={filter} /> : null}
      {options.length === 0 ? null : several ? (
        <Checks
          {...shared}
          onToggled={(id) => forms({ kind: "OptionToggled", value: new FormChoice(path, id) })}
        />
      ) : (
        <Choice
          {...shared}
          onChosen={(id) => forms({ kind: "OptionChosen", value: new FormChoice(path, id) })}
        />
      )}
      {control.other ? (
        <TextEntry
          field={control.other}
          onTyped={other}
          onLeft={() => forms({ kind: "FieldLeft", value: path })}
        />
      ) : null}
      {control.kind.kind === "Reference" && options.length === 0 ? <Text control={control} ids={ids} /> : null}
    </>
  );
}

/** The device's own list: on a phone it opens large, whatever the number of options. */
function DropDown({ control, ids }: { control: FormControl; ids: Ids }) {
  const { forms } = useSend();
  const { path, options } = control;
  const filter = useTyped("OptionFilterTyped", path);
  const other = useTyped("OtherTyped", path);
  return (
    <>
      {control.filter ? <TextEntry field={control.filter} onTyped={filter} /> : null}
      <div className="entry-box select-box">
        <select
          aria-labelledby={ids.label}
          aria-describedby={ids.about}
          aria-invalid={control.error !== ""}
          aria-required={control.required !== ""}
          disabled={control.read_only}
          value={options.find((option) => option.chosen)?.id ?? ""}
          onChange={(event) => {
            const id = event.target.value;
            if (id) forms({ kind: "OptionChosen", value: new FormChoice(path, id) });
            else forms({ kind: "Cleared", value: path });
          }}
        >
          <option value="">{control.placeholder}</option>
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {[option.label, option.detail].filter(Boolean).join(" · ")}
            </option>
          ))}
        </select>
      </div>
      {control.other ? (
        <TextEntry
          field={control.other}
          onTyped={other}
          onLeft={() => forms({ kind: "FieldLeft", value: path })}
        />
      ) : null}
    </>
  );
}

function blank(id: string, label: string): EntryField {
  return {
    id,
    label,
    value: "",
    unit: "",
    help: "",
    error: "",
    numeric: false,
    multiline: false,
  };
}
