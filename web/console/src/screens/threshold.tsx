import { useState } from "react";
import { Button, FieldError, Input, Label, TextField } from "react-aria-components";

import { useAct } from "../app/act";
import { useDesk } from "../app/desk";
import { digits } from "../fhir/observation";
import type { Rule, Threshold } from "../fhir/rule";
import { useText } from "../text/use";
import { sign, thresholdValue, unitName, withUnit } from "../text/words";
import { Icon } from "../ui/icon";
import { SeverityBadge, TroubleNote } from "../ui/parts";

/** A number as it is typed, also with full-width digits; `null` when it is none. */
export function typed(text: string): string | null {
  const plain = text.normalize("NFKC").replace("。", ".").trim();
  return /^-?(0|[1-9]\d{0,8})(\.\d{1,6})?$/.test(plain) ? plain : null;
}

/** One value of a rule: what it is now, what it may be, and the change before it is made. */
export function ThresholdEditor({ rule, threshold }: { rule: Rule; threshold: Threshold }) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const now = threshold.value === null ? "" : digits(threshold.value, threshold.code);
  const [entry, setEntry] = useState<string | null>(null);
  const [wrong, setWrong] = useState("");
  const [done, setDone] = useState("");
  const shown = entry ?? now;
  const number = typed(shown);
  const changed = entry !== null && number !== now;
  const name = t("threshold-name", { name: threshold.name });
  const low = threshold.low === null ? "" : digits(threshold.low, threshold.code);
  const high = threshold.high === null ? "" : digits(threshold.high, threshold.code);
  const save = useAct(async (value: string) => {
    try {
      desk.learnRule(await desk.hospital.setThreshold(rule.id, rule.stored, threshold.name, value));
    } catch (error) {
      await desk.rules.load();
      throw error;
    }
    setEntry(null);
    setDone(t("threshold-done", { name, value: withUnit(text, value, threshold.unit) }));
  });
  const press = (): void => {
    setDone("");
    const value = number === null ? Number.NaN : Number(number);
    const fits =
      !Number.isNaN(value) &&
      !(threshold.low !== null && value < threshold.low) &&
      !(threshold.high !== null && value > threshold.high);
    setWrong(number === null ? t("threshold-no-number") : fits ? "" : t("threshold-range-wrong", { low, high }));
    if (number !== null && fits) void save.run(number);
  };
  return (
    <form
      className="threshold"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) press();
      }}
    >
      <TextField
        value={shown}
        onChange={(value) => {
          setEntry(value);
          setWrong("");
          save.clear();
        }}
        isInvalid={wrong !== ""}
        inputMode="decimal"
        autoComplete="off"
        validationBehavior="aria"
      >
        <Label>
          {name}
          {threshold.comparison && <b>{sign(threshold.comparison)}</b>}
        </Label>
        <div className="row">
          <Input />
          <span className="m">{threshold.unit === "" ? "" : unitName(text, threshold.unit)}</span>
        </div>
        <FieldError className="wrong">{wrong}</FieldError>
      </TextField>
      <p className="f">{t("threshold-range", { low, high })}</p>
      {rule.acts
        .filter((act) => act.uses.includes(threshold.name))
        .map((act) => (
          <p key={act.id} className="row w">
            <SeverityBadge severity={act.severity} />
            {text.of(act.title)}
          </p>
        ))}
      {changed && (
        <p className="row w">
          <del>{thresholdValue(text, threshold)}</del>
          <ins>{number === null ? shown : withUnit(text, number, threshold.unit)}</ins>
          <Button type="submit" className="btn" data-pending={save.busy || undefined}>
            <Icon name="check" />
            {save.busy ? t("threshold-busy") : t("threshold-act", { value: number ?? shown })}
          </Button>
          <Button
            className="btn"
            onPress={() => {
              setEntry(null);
              setWrong("");
              save.clear();
            }}
          >
            {t("act-undo")}
          </Button>
        </p>
      )}
      {save.trouble && <TroubleNote trouble={save.trouble} />}
      <p className="done" role="status">
        {done}
      </p>
    </form>
  );
}
