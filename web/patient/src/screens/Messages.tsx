import { Button, Icon, IconButton, Sheet, TextEntry } from "@kangban/kit";
import { useEffect, useRef } from "react";

import type { Bubble, Chrome, MessagesView, UrgentCheck } from "../generated/types/types";
import { Call, Calls } from "../parts/Calls";
import { Frame } from "../parts/Frame";
import { Mark } from "../parts/Rows";
import { useSend } from "../parts/send";

/** The care team, with an honest clock. */
export function Messages({ chrome, view }: { chrome: Chrome; view: MessagesView }) {
  const { messages } = useSend();
  const ward = chrome.calls.find((call) => !call.emergency);
  const emergency = chrome.calls.find((call) => call.emergency);
  const newest = view.bubbles.at(-1)?.id ?? "";
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [newest]);
  return (
    <Frame
      chrome={chrome}
      place="Messages"
      beside={ward && !chrome.elders ? <Call call={ward} short open /> : null}
      notice={
        <div className="notice">
          <Icon name="clock" size="s" />
          <p className="grow">{view.rule}</p>
          {ward && chrome.elders ? <Call call={ward} short open /> : null}
          {emergency ? <Call call={emergency} short open /> : null}
        </div>
      }
      dock={<Composer view={view} />}
    >
      {view.older ? <Button label={view.older} onPress={() => messages({ kind: "OlderPressed" })} /> : null}
      {view.empty ? <p className="empty">{view.empty}</p> : null}
      <div className="thread" role="log" aria-label={chrome.title}>
        {view.bubbles.map((bubble) => (
          <Message key={bubble.id} bubble={bubble} />
        ))}
      </div>
      {view.newer ? <Button label={view.newer} onPress={() => messages({ kind: "NewerPressed" })} /> : null}
      <div ref={end} className="thread-end" />
      {view.urgent ? <Urgent check={view.urgent} chrome={chrome} /> : null}
    </Frame>
  );
}

function Message({ bubble }: { bubble: Bubble }) {
  return (
    <article className={`message${bubble.own ? " own" : ""}`}>
      <p className="detail">
        {bubble.author} · {bubble.when}
      </p>
      <p className="bubble">{bubble.text}</p>
      {bubble.mark ? <Mark mark={bubble.mark} /> : null}
    </article>
  );
}

function Composer({ view }: { view: MessagesView }) {
  const { messages } = useSend();
  return (
    <div className="composer">
      <TextEntry field={view.draft} hiddenLabel onTyped={(value) => messages({ kind: "Typed", value })} />
      <IconButton
        name={view.send}
        icon="send"
        className="solid"
        onPress={() => messages({ kind: "SendPressed" })}
      />
    </div>
  );
}

/** Stops an emergency from waiting in a thread. */
function Urgent({ check, chrome }: { check: UrgentCheck; chrome: Chrome }) {
  const { messages, send } = useSend();
  const calling = check.call_title !== "";
  return (
    <Sheet title={calling ? check.call_title : check.title} open onClosed={() => send({ kind: "Back" })}>
      {calling ? (
        <Calls calls={chrome.calls} solid open />
      ) : (
        <>
          <ul className="signs">
            {check.signs.map((sign, i) => (
              <li key={i}>{sign}</li>
            ))}
          </ul>
          <Button
            kind="danger-line"
            icon="call"
            label={check.yes}
            onPress={() => messages({ kind: "UrgentYes" })}
          />
          <Button
            kind="primary"
            icon="send"
            label={check.no}
            onPress={() => messages({ kind: "UrgentNo" })}
          />
        </>
      )}
    </Sheet>
  );
}
