import { Button, ToggleRow } from "@kangban/kit";

import type { SwitchRow } from "../generated/types/types";
import { Wrong } from "./Rows";
import { useSend } from "./send";

/** What this device may do for the patient, each on or off, with what stands in its way. */
export function Switches({ title, rows }: { title: string; rows: SwitchRow[] }) {
  const { settings } = useSend();
  if (rows.length === 0) return null;
  return (
    <section className="stack8">
      <h2>{title}</h2>
      {rows.map((row) => (
        <div key={row.id} className="card flush">
          <ToggleRow
            option={{ ...row, chosen: row.on }}
            onToggled={() => settings({ kind: "SwitchToggled", value: row.id })}
          />
          <Wrong text={row.problem} />
          {row.fix ? (
            <Button label={row.fix} onPress={() => settings({ kind: "FixPressed", value: row.id })} />
          ) : null}
        </div>
      ))}
    </section>
  );
}
