import { Icon } from "@kangban/kit";

import type { CallButton } from "../generated/types/types";
import { Spoken } from "./Spoken";
import { useSend } from "./send";

/** A number as a telephone dials it. */
function dial(number: string): string {
  return `tel:${number.replace(/[^\d+*#]/g, "")}`;
}

/** What is heard holds what is seen, so that it can be pressed by saying it. */
function spoken({ label, a11y }: CallButton): string {
  return a11y.includes(label) ? a11y : `${label} · ${a11y}`;
}

/** A way to a person: the phone's own dialler, without a network and without a PIN. */
export function Call(props: { call: CallButton; solid?: boolean; short?: boolean; open: boolean }) {
  const { call, solid = false, short = false, open } = props;
  const { today } = useSend();
  const kind = call.emergency ? "danger-line" : solid ? "primary" : "second";
  return (
    <a
      className={`btn ${kind}${short ? " compact" : ""}`}
      href={dial(call.number)}
      {...(open ? { onClick: () => today({ kind: "CallPressed" }) } : {})}
    >
      <Spoken text={spoken(call)}>
        <Icon name="call" />
        <span className="btn-words">
          {call.label}
          {!short && call.detail ? <span className="btn-detail">{call.detail}</span> : null}
        </span>
      </Spoken>
    </a>
  );
}

/** All the ways to a person, side by side. */
export function Calls(props: { calls: CallButton[]; solid?: boolean; open: boolean }) {
  return (
    <div className="calls">
      {props.calls.map((call) => (
        <Call key={call.number} call={call} solid={props.solid ?? false} open={props.open} />
      ))}
    </div>
  );
}
