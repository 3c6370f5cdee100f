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

/** A labelled field. What is wrong stands below it, in words, and is read out with it. */
export function TextEntry(props: {
  field: EntryField;
  onTyped: (text: string) => void;
  onSubmit?: () => void;
  code?: boolean;
  hiddenLabel?: boolean;
}) {
  const { field, onTyped, onSubmit, code = false, hiddenLabel = false } = props;
  const draft = useDraft(field.value, onTyped);
  const unit = useId();
  return (
    <TextField
      className={`entry${field.multiline ? " several" : ""}`}
      value={draft.value}
      onChange={draft.onChange}
      onFocus={draft.onFocus}
      onBlur={draft.onBlur}
      isInvalid={field.error !== ""}
      {...(field.numeric ? { inputMode: "decimal" as const } : {})}
      autoComplete="off"
      {...(hiddenLabel ? { "aria-label": field.label } : {})}
    >
      {hiddenLabel ? null : <Label>{field.label}</Label>}
      <div className="entry-box">
        {field.multiline ? (
          <TextArea rows={hiddenLabel ? 1 : 3} {...(hiddenLabel ? { placeholder: field.label } : {})} />
        ) : (
          <Input
            className={code ? "code-input" : ""}
            {...(field.unit ? { "aria-describedby": unit } : {})}
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
      <FieldError className="wrong">
        {() => (
          <>
            <Icon name="warning" size="s" />
            <span>{field.error}</span>
          </>
        )}
      </FieldError>
    </TextField>
  );
}
