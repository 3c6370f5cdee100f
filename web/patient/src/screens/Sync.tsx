import { Button, Icon } from "@kangban/kit";

import type { Chrome, RefusedRow, SyncView } from "../generated/types/types";
import { Frame } from "../parts/Frame";
import { Timeline } from "../parts/Rows";
import { useSend } from "../parts/send";

/** Where the entries are; one that the hospital refused in plain words, with what can be done about it. */
export function Sync({ chrome, view }: { chrome: Chrome; view: SyncView }) {
  const { sync, today } = useSend();
  return (
    <Frame chrome={chrome} place="Sync">
      <div className={`card row-plain sync-${view.line.state.kind.toLowerCase()}`}>
        <span className="disc">
          <Icon name={view.line.icon} />
        </span>
        <div className="grow">
          <p className="row-title">{view.line.text}</p>
          {view.last ? <p className="detail">{view.last}</p> : null}
        </div>
      </div>
      {view.retry ? (
        <Button label={view.retry} icon="refresh" onPress={() => sync({ kind: "RetryPressed" })} />
      ) : null}
      {view.refused.length > 0 ? (
        <section className="stack12">
          <h2>{view.refused_title}</h2>
          {view.refused.map((row) => (
            <Refused key={row.id} row={row} />
          ))}
        </section>
      ) : null}
      {view.waiting.length > 0 ? (
        <section className="stack8">
          <h2>{view.waiting_title}</h2>
          <Timeline rows={view.waiting} onOpened={(value) => today({ kind: "EntryOpened", value })} />
        </section>
      ) : null}
    </Frame>
  );
}

function Refused({ row }: { row: RefusedRow }) {
  const { sync } = useSend();
  const { id } = row;
  return (
    <article className="card stack12">
      <div className="row-plain">
        <span className="disc role-caution">
          <Icon name="warning" />
        </span>
        <div className="grow">
          <h3>{row.title}</h3>
          <p>{row.reason}</p>
        </div>
      </div>
      {row.correct ? (
        <Button
          kind="primary"
          label={row.correct}
          icon="edit"
          onPress={() => sync({ kind: "CorrectPressed", value: id })}
        />
      ) : null}
      <div className="pair">
        <Button
          label={row.retry}
          icon="refresh"
          onPress={() => sync({ kind: "RequeuePressed", value: id })}
        />
        <Button
          label={row.export_copy}
          icon="export"
          onPress={() => sync({ kind: "ExportPressed", value: id })}
        />
      </div>
    </article>
  );
}
