import { Button, Choice, TextEntry } from "@kangban/kit";
import { useCallback } from "react";

import { type Chrome, type Field, type MeasureView, TypedField } from "../generated/types/types";
import { Frame } from "../parts/Frame";
import { Wrong } from "../parts/Rows";
import { When } from "../parts/When";
import { useSend } from "../parts/send";

/** What a device read. */
export function Measure({ chrome, view }: { chrome: Chrome; view: MeasureView }) {
  const { measures } = useSend();
  const save = () => measures({ kind: "SavePressed" });
  return (
    <Frame
      chrome={chrome}
      place="Measure"
      dock={
        <>
          <Wrong text={view.error} />
          {view.confirm ? (
            <p role="alert" className="card role-caution">
              {view.confirm}
            </p>
          ) : null}
          <Button kind="primary" label={view.save} busy={view.busy} onPress={save} />
          {view.save_detail ? <p className="detail centred-text">{view.save_detail}</p> : null}
        </>
      }
    >
      {view.kinds.length > 0 ? (
        <Choice
          name={view.kinds_title}
          shown
          form="tiles"
          options={view.kinds}
          onChosen={(value) => measures({ kind: "KindChosen", value })}
        />
      ) : null}
      {view.fields.map((field) => (
        <Reading key={field.id} field={field} onSubmit={save} />
      ))}
      <When when={view.when} onChanged={(value) => measures({ kind: "WhenChanged", value })} />
    </Frame>
  );
}

function Reading({ field, onSubmit }: { field: Field; onSubmit: () => void }) {
  const { send } = useSend();
  const typed = useCallback(
    (text: string) =>
      send({ kind: "Measures", value: { kind: "FieldTyped", value: new TypedField(field.id, text) } }),
    [send, field.id],
  );
  return <TextEntry field={field} onTyped={typed} onSubmit={onSubmit} />;
}
