import { type RefObject, useRef } from "react";
import { Button, Label, TextArea, TextField } from "react-aria-components";

import { useAct } from "../app/act";
import { useDesk } from "../app/desk";
import { reply, type Thread } from "../fhir/message";
import type { Person } from "../fhir/types";
import type { Allergies } from "../live/chart";
import { useStore } from "../live/store";
import { useText } from "../text/use";
import { identity } from "../text/words";
import { Icon } from "../ui/icon";
import { TroubleNote } from "../ui/parts";
import { AllergyFlags } from "./patient-head";

/** A reply. Two identifiers stand over it; what is typed belongs to this patient until it is sent. */
export function Composer({
  patient,
  person,
  thread,
  alert,
  allergies,
  now,
  field,
}: {
  patient: string;
  person: Person;
  thread: Thread | null;
  alert: string | null;
  allergies: Allergies | null;
  now: number;
  field: RefObject<HTMLTextAreaElement | null>;
}) {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const drafts = useStore(desk.drafts.store);
  const draft = drafts.get(patient)?.text ?? "";
  const said = useRef<HTMLParagraphElement>(null);
  const send = useAct(async () => {
    const { id, text: words } = desk.drafts.of(patient);
    const answers = thread?.waiting.at(-1)?.id ?? null;
    const message = reply(id, patient, desk.user, words.trim(), new Date(), alert, answers);
    desk.learn(await desk.hospital.say({ ...message, id }));
    desk.drafts.done(patient, id);
    if (said.current) said.current.textContent = t("reply-sent");
  });
  const press = (): void => {
    if (draft.trim() !== "") void send.run();
    else field.current?.focus();
  };
  return (
    <div
      className="comp"
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !event.ctrlKey) return;
        event.preventDefault();
        press();
      }}
    >
      <TextField value={draft} onChange={(value) => desk.drafts.write(patient, value)} isReadOnly={send.busy}>
        <Label>{t("reply-to", { who: identity(text, person, now) })}</Label>
        <TextArea rows={3} ref={field} />
      </TextField>
      {send.trouble && <TroubleNote trouble={send.trouble} />}
      <div className="row w">
        {allergies && <AllergyFlags allergies={allergies} />}
        <Button className="btn pri lg sp" onPress={press} data-pending={send.busy || undefined}>
          <Icon name="send" />
          {send.busy ? t("reply-busy") : t("reply-act")}
        </Button>
      </div>
      <p className="sr" role="status" ref={said} />
    </div>
  );
}
