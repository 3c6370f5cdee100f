import { Button, Icon } from "@kangban/kit";
import { Button as Pressable } from "react-aria-components";

import type { Chrome, NextCard, QuickItem, TodayView } from "../generated/types/types";
import { Call } from "../parts/Calls";
import { Frame } from "../parts/Frame";
import { SyncRow, Timeline } from "../parts/Rows";
import { Spoken } from "../parts/Spoken";
import { useSend } from "../parts/send";

/** What now, then what later. */
export function Today({ chrome, view }: { chrome: Chrome; view: TodayView }) {
  const { today } = useSend();
  const ward = chrome.calls.find((call) => !call.emergency);
  const sync = <SyncRow line={view.sync} onPress={() => today({ kind: "SyncPressed" })} />;
  return (
    <Frame
      chrome={chrome}
      place="Today"
      under={<p className="detail">{view.date}</p>}
      beside={ward && !chrome.elders ? <Call call={ward} short open /> : null}
    >
      {chrome.elders ? null : sync}
      <Next card={view.next} />
      {chrome.elders ? (
        <div className="doors">
          {view.quick.map((item) => (
            <Quick key={item.id} item={item} />
          ))}
          {ward ? <Call call={ward} open /> : null}
        </div>
      ) : (
        <section className="stack8">
          <h2>{view.quick_title}</h2>
          <div className="quick">
            {view.quick.map((item) => (
              <Quick key={item.id} item={item} />
            ))}
          </div>
        </section>
      )}
      {view.entries.length > 0 ? (
        <section className="stack8">
          <h2>{view.entries_title}</h2>
          <Timeline rows={view.entries} onOpened={(value) => today({ kind: "EntryOpened", value })} />
        </section>
      ) : null}
      {chrome.elders ? sync : null}
    </Frame>
  );
}

function Quick({ item }: { item: QuickItem }) {
  const { today } = useSend();
  return (
    <Pressable className="quick-tile" onPress={() => today({ kind: "QuickPressed", value: item.id })}>
      <Spoken text={item.a11y}>
        <Icon name={item.icon} />
        <span>{item.label}</span>
      </Spoken>
    </Pressable>
  );
}

function Next({ card }: { card: NextCard }) {
  const { today } = useSend();
  const action = card.action;
  return (
    <section className="next-card stack12" aria-label={card.when || card.title}>
      {card.when ? (
        <p className="eyebrow">
          <Icon name="clock" size="s" />
          {card.when}
        </p>
      ) : null}
      <div className="row-plain">
        <span className="disc on-brand-soft">
          <Icon name={card.icon} />
        </span>
        <div className="grow">
          <h2>{card.title}</h2>
          {card.detail ? <p className="detail">{card.detail}</p> : null}
        </div>
      </div>
      {action ? (
        <Button
          kind="primary"
          label={action.label}
          detail={action.detail}
          icon={action.icon}
          onPress={() => today({ kind: "NextPressed", value: action.id })}
        />
      ) : null}
    </section>
  );
}
