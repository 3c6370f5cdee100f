import { Button, Sheet } from "@kangban/kit";
import { useEffect, useState } from "react";

import type { Chrome, EntryView } from "../generated/types/types";
import { Frame } from "../parts/Frame";
import { Facts, Trail } from "../parts/Rows";
import { useSend } from "../parts/send";

/** One entry. The core knows which: its id comes back with the screen's own buttons. */
export function Entry({ chrome, view }: { chrome: Chrome; view: EntryView }) {
  const { diary } = useSend();
  const { id } = view;
  const cancel = () => diary({ kind: "WithdrawCancelled" });
  return (
    <Frame chrome={chrome} place={`Entry ${id}`}>
      <Facts rows={view.rows} />
      {view.note ? <p className="card note">{view.note}</p> : null}
      <Photo view={view} />
      {view.advice ? (
        <Button label={view.advice} icon="info" onPress={() => diary({ kind: "AdvicePressed", value: id })} />
      ) : null}
      <Trail title={view.trail_title} steps={view.trail} />
      {view.correct ? (
        <Button
          label={view.correct}
          icon="edit"
          onPress={() => diary({ kind: "CorrectPressed", value: id })}
        />
      ) : null}
      {view.withdraw ? (
        <Button
          kind="text"
          label={view.withdraw}
          onPress={() => diary({ kind: "WithdrawPressed", value: id })}
        />
      ) : null}
      <Sheet title={view.confirm} open={view.confirm !== ""} onClosed={cancel}>
        <Button
          kind="danger"
          label={view.confirm_yes}
          onPress={() => diary({ kind: "WithdrawConfirmed", value: id })}
        />
        <Button label={view.confirm_no} onPress={cancel} />
      </Sheet>
    </Frame>
  );
}

function Photo({ view }: { view: EntryView }) {
  const { diary } = useSend();
  const url = useObjectUrl(view.photo_bytes, view.photo_mime);
  if (url) return <img className="photo" src={url} alt={view.photo_a11y} />;
  if (!view.photo) return null;
  return (
    <Button
      label={view.photo_show}
      icon="camera"
      onPress={() => diary({ kind: "PhotoWanted", value: view.photo })}
    />
  );
}

/** An address for bytes, taken back when the picture is left. */
function useObjectUrl(bytes: number[], mime: string): string {
  const [url, setUrl] = useState("");
  const { length } = bytes;
  useEffect(() => {
    if (length === 0) {
      setUrl("");
      return undefined;
    }
    const made = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: mime }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
    // A photo does not change: another one has another length, or another screen around it.
  }, [length, mime]);
  return url;
}
