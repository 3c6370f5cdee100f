import { Icon } from "@kangban/kit";
import { Button as Pressable } from "react-aria-components";

import type {
  ChoiceRow,
  DeliveryMark,
  DetailRow,
  SyncLine,
  TimelineRow,
  TrailStep,
} from "../generated/types/types";
import { Spoken } from "./Spoken";

const deliveryIcons = {
  None: "",
  Saved: "device",
  Received: "done",
  Seen: "seen",
  Refused: "warning",
} as const;

/** How far an entry or a message has come, in words beside an icon. */
export function Mark({ mark }: { mark: DeliveryMark }) {
  if (mark.text === "") return null;
  const icon = deliveryIcons[mark.state.kind];
  return (
    <span className={`mark mark-${mark.state.kind.toLowerCase()}`}>
      {icon ? <Icon name={icon} size="s" /> : null}
      <span>{mark.text}</span>
    </span>
  );
}

/** The line that says where the entries are; it leads to more about that. */
export function SyncRow({ line, onPress }: { line: SyncLine; onPress: () => void }) {
  return (
    <Pressable className={`sync-row sync-${line.state.kind.toLowerCase()}`} onPress={onPress}>
      <Icon name={line.icon} size="s" />
      <span className="grow">{line.text}</span>
      <Icon name="next" size="s" />
    </Pressable>
  );
}

/** A time of day stands in a column of its own; a longer one, with its day, stands above the title. */
const TIME_OF_DAY = 5;

/** Entries, one below the other; each is read in one breath. One without an id leads nowhere. */
export function Timeline({ rows, onOpened }: { rows: TimelineRow[]; onOpened: (id: string) => void }) {
  return (
    <ul className="card flush">
      {rows.map((row, i) => (
        <li key={row.id || i} className="row-item">
          {row.id ? (
            <Pressable className="row" onPress={() => onOpened(row.id)}>
              <TimelineWords row={row} />
            </Pressable>
          ) : (
            <div className="row">
              <TimelineWords row={row} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function TimelineWords({ row }: { row: TimelineRow }) {
  return (
    <Spoken text={row.a11y}>
      {row.time === "" || row.time.length > TIME_OF_DAY ? null : <time>{row.time}</time>}
      <span className={`disc small role-${row.role.kind.toLowerCase()}`}>
        <Icon name={row.icon} size="s" />
      </span>
      <span className="grow">
        {row.time.length > TIME_OF_DAY ? <time className="detail">{row.time}</time> : null}
        <span className="row-title">{row.title}</span>
        {row.detail ? <span className="detail">{row.detail}</span> : null}
        <Mark mark={row.mark} />
      </span>
      {row.id ? <Icon name="next" size="s" /> : null}
    </Spoken>
  );
}

/** Things to choose from that lead somewhere at once. */
export function DoorRows({ rows, onPressed }: { rows: ChoiceRow[]; onPressed: (id: string) => void }) {
  return (
    <ul className="card flush">
      {rows.map((row) => (
        <li key={row.id} className="row-item">
          <Pressable className="row" onPress={() => onPressed(row.id)}>
            {row.icon ? (
              <span className="disc small role-neutral">
                <Icon name={row.icon} size="s" />
              </span>
            ) : null}
            <span className="grow">
              <span className="row-title">{row.label}</span>
              {row.detail ? <span className="detail">{row.detail}</span> : null}
            </span>
            <Icon name="next" size="s" />
          </Pressable>
        </li>
      ))}
    </ul>
  );
}

/** A small tile that leads to a detail and says what that is now. */
export function DetailTile(props: { row: DetailRow; open?: boolean; onPress: () => void }) {
  const { row, open, onPress } = props;
  return (
    <Pressable
      className="detail-tile"
      onPress={onPress}
      {...(open === undefined ? {} : { "aria-expanded": open })}
    >
      <Icon name={row.icon} />
      <span className="grow">
        <span className="row-title">{row.label}</span>
        <span className="detail">{row.value}</span>
      </span>
    </Pressable>
  );
}

/** Facts, one a row. */
export function Facts({ rows }: { rows: DetailRow[] }) {
  return (
    <dl className="card flush">
      {rows.map((row, i) => (
        <div key={i} className="fact">
          {row.icon ? <Icon name={row.icon} /> : null}
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where the record of an entry has got to. */
export function Trail({ title, steps }: { title: string; steps: TrailStep[] }) {
  if (steps.length === 0) return null;
  return (
    <section className="stack8">
      <h2>{title}</h2>
      <ol className="trail">
        {steps.map((step, i) => (
          <li key={i} className={step.done ? "done" : "ahead"}>
            <Icon name={step.icon} />
            <span>
              {step.text}
              {step.detail ? <span className="detail">{step.detail}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What is wrong, where it is wrong. */
export function Wrong({ text }: { text: string }) {
  return (
    <div role="alert" className="wrong-box">
      {text ? (
        <p className="wrong">
          <Icon name="warning" size="s" />
          <span>{text}</span>
        </p>
      ) : null}
    </div>
  );
}
