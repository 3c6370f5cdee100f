import { type RefObject, useState } from "react";
import { Button, Label, Radio, RadioGroup, TextArea, TextField } from "react-aria-components";

import { OUTCOMES, type Outcome } from "../api/hospital";
import { useAct } from "../app/act";
import { useDesk } from "../app/desk";
import type { Alert } from "../fhir/alert";
import type { Person } from "../fhir/types";
import { useText } from "../text/use";
import { identity } from "../text/words";
import { Icon } from "../ui/icon";
import { TroubleNote } from "../ui/parts";

/** An alert ends by a person, with an outcome and a line for the next colleague. No outcome is chosen beforehand. */
export function CloseAlert({
  alert,
  person,
  now,
  first,
}: {
  alert: Alert;
  person: Person;
  now: number;
  first: RefObject<HTMLDivElement | null>;
}) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const close = useAct(async (chosen: Outcome) => {
    try {
      desk.learn(await desk.hospital.close(alert.id, alert.version, chosen, note.trim()));
    } catch (error) {
      // Somebody was quicker, or a new finding came: show what is there now before anything is closed over it.
      await desk.look(alert.id);
      throw error;
    }
  });
  const press = (): void => {
    setMissing(outcome === null);
    if (outcome !== null) void close.run(outcome);
  };
  return (
    <div
      className="close-alert"
      ref={first}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.ctrlKey) press();
      }}
    >
      <p className="m">{t("close-whose", { who: identity(text, person, now) })}</p>
      <RadioGroup
        value={outcome ?? ""}
        onChange={(value) => {
          setOutcome(OUTCOMES.find((one) => one === value) ?? null);
          setMissing(false);
        }}
        isInvalid={missing}
      >
        <Label>{t("close-outcome")}</Label>
        {OUTCOMES.map((one) => (
          <Radio key={one} value={one} className="radio">
            <span className="ring" aria-hidden="true" />
            {t("outcome", { outcome: one })}
          </Radio>
        ))}
      </RadioGroup>
      <TextField value={note} onChange={setNote}>
        <Label>{t("close-note")}</Label>
        <TextArea rows={2} />
      </TextField>
      {missing && (
        <p className="wrong" role="alert">
          <Icon name="caution" /> {t("close-missing")}
        </p>
      )}
      {close.trouble && <TroubleNote trouble={close.trouble} />}
      <Button className="btn lg" onPress={press} data-pending={close.busy || undefined}>
        <Icon name="check" />
        {close.busy ? t("close-busy") : outcome === null ? t("close-act") : t("close-act-as", { outcome })}
      </Button>
    </div>
  );
}
