import { Button } from "@kangban/kit";
import { useRef, useState } from "react";

import type { PhotoRow, PickedFile } from "../generated/types/types";
import { preparePhoto } from "../shell/photo";
import { DetailTile, Wrong } from "./Rows";

/** The tile that picks a photo. */
export function PhotoTile({ photo, onPicked }: { photo: PhotoRow; onPicked: (file: PickedFile) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);

  async function pick(file: File) {
    setBusy(true);
    try {
      onPicked(await preparePhoto(file, { maxBytes: photo.max_bytes, maxEdge: photo.max_edge }));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="photo-tile" aria-busy={busy}>
      <DetailTile row={photo.row} onPress={() => input.current?.click()} />
      <input
        ref={input}
        className="vh"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-label={photo.row.label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file can be picked again after it was taken away.
          event.target.value = "";
          if (file) void pick(file);
        }}
      />
    </div>
  );
}

/** What is wrong with a photo, and the button that takes it away. */
export function PhotoExtras({ photo, onRemoved }: { photo: PhotoRow; onRemoved: () => void }) {
  return (
    <>
      <Wrong text={photo.error} />
      {photo.chosen ? (
        <Button
          kind="second"
          icon="close"
          label={photo.remove}
          onPress={onRemoved}
        />
      ) : null}
    </>
  );
}
