import { useId } from "react";
import { FieldError, Input, Label, Text, TextArea, TextField } from "react-aria-components";

import { Icon } from "./Icon";
import { useDraft } from "./useDraft";

/** A field of text or of a number, with its help and what is wrong with it. */
export interface EntryField {
  id: string;
  label: string;
  value: string;
  unit: string;
  help: string;
  error: string;
  numeric: boolean;
  multiline: boolean;
}

/** What a field holds, where the device has a control of its own for it. */
export type EntryType = "text" | "date" | "datetime-local" | "time" | "url";

/** A labelled field. What is wrong stands below it, in words, and is read out with it. */
export function TextEntry(props: {
  field: EntryField;
  onTyped: (text: string) => void;
  onSubmit?: () => void;
  onLeft?: () => void;
  code?: boolean;
  hiddenLabel?: boolean;
  /** The id of what names it, where that stands elsewhere on the screen. */
  labelledBy?: string;
  describedBy?: string;
  placeholder?: string;
  type?: EntryType;
  readOnly?: boolean;
  required?: boolean;
  /** What is wrong stands elsewhere on the screen, in `describedBy`. */
  errorElsewhere?: boolean;
}) {
  const { field, onTyped, onSubmit, onLeft, code = false, hiddenLabel = false, labelledBy } = props;
  const draft = useDraft(field.value, onTyped);
  const unit = useId();
  const placeholder = props.placeholder ?? (hiddenLabel && field.multiline ? field.label : "");
  const beside = [props.describedBy, field.unit ? unit : ""].filter(Boolean).join(" ");
  return (
    <TextField
      className={`entry${field.multiline ? " several" : ""}`}
      value={draft.value}
      onChange={draft.onChange}
      onFocus={draft.onFocus}
      onBlur={() => {
        draft.onBlur();
        onLeft?.();
      }}
      isInvalid={field.error !== ""}
      isReadOnly={props.readOnly ?? false}
      isRequired={props.required ?? false}
      validationBehavior="aria"
      {...(field.numeric ? { inputMode: "decimal" as const } : {})}
      autoComplete="off"
      {...(labelledBy ? { "aria-labelledby": labelledBy } : hiddenLabel ? { "aria-label": field.label } : {})}
      {...(beside ? { "aria-describedby": beside } : {})}
    >
      {hiddenLabel || labelledBy ? null : <Label>{field.label}</Label>}
      <div className="entry-box">
        {field.multiline ? (
          <TextArea rows={hiddenLabel ? 1 : 3} {...(placeholder ? { placeholder } : {})} />
        ) : (
          <Input
            className={code ? "code-input" : ""}
            type={props.type ?? "text"}
            {...(placeholder ? { placeholder } : {})}
            {...(code ? { autoCapitalize: "characters", spellCheck: false } : {})}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.nativeEvent.isComposing) onSubmit?.();
            }}
          />
        )}
        {field.unit ? (
          <span id={unit} className="unit">
            {field.unit}
          </span>
        ) : null}
      </div>
      {field.help ? (
        <Text slot="description" className="detail">
          {field.help}
        </Text>
      ) : null}
      {/* Shown whenever the core says something is wrong, not only after the browser's own validation. */}
      {props.errorElsewhere ? null : (
        <FieldError className="wrong">
          {() => (
            <>
              <Icon name="warning" size="s" />
              <span>{field.error}</span>
            </>
          )}
        </FieldError>
      )}
    </TextField>
  );
}
