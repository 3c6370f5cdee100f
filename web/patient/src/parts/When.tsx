import { Icon } from "@kangban/kit";
import { useId } from "react";

import type { WhenRow } from "../generated/types/types";
import { Wrong } from "./Rows";

/** When something was: the device's own control for a date and a time, and what it says in words. */
export function When({ when, onChanged }: { when: WhenRow; onChanged: (local: string) => void }) {
  const id = useId();
  return (
    <div className="when">
      <label htmlFor={id}>
        <Icon name={when.row.icon} />
        <span className="grow">
          <span className="row-title">{when.row.label}</span>
          <span className="detail">{when.row.value}</span>
        </span>
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
      <Wrong text={when.error} />
    </div>
  );
}
