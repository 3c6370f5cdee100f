import { type ReactNode, useId, useState } from "react";

import type { WhenRow } from "../generated/types/types";
import { DetailTile, Wrong } from "./Rows";

/**
 * When something was: a tile with what it says in words, and behind it the device's own control for a date and a time.
 * `beside` stands in the same grid.
 */
export function When(props: { when: WhenRow; onChanged: (local: string) => void; beside?: ReactNode }) {
  const { when, onChanged, beside } = props;
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <div className="detail-tiles">
        <DetailTile row={when.row} open={open} onPress={() => setOpen(!open)} />
        {beside}
      </div>
      {open ? (
        <div className="when">
          <label className="vh" htmlFor={id}>
            {when.row.label}
          </label>
          <input
            id={id}
            type="datetime-local"
            value={when.input}
            max={when.latest}
            aria-invalid={when.error !== ""}
            onChange={(event) => {
              // Half a date is no date yet.
              if (event.target.value) onChanged(event.target.value);
            }}
          />
        </div>
      ) : null}
      <Wrong text={when.error} />
    </>
  );
}
