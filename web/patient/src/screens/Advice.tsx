import type { AdviceView, CallButton, Chrome } from "../generated/types/types";
import { Advised } from "../parts/AdviceCard";
import { Call } from "../parts/Calls";
import { Frame } from "../parts/Frame";
import { Trail } from "../parts/Rows";

/** A rule fired: whom to call, then why, then what else. */
export function Advice({ chrome, view }: { chrome: Chrome; view: AdviceView }) {
  return (
    <Frame
      chrome={chrome}
      place="Advice"
      {...(chrome.elders ? {} : { dock: <CallDock calls={chrome.calls} /> })}
    >
      {view.cards.map((card, i) => (
        <Advised
          key={`${card.id} ${i}`}
          card={card}
          chrome={chrome}
          first={i === 0}
          more={i === 0 ? view.more : ""}
        />
      ))}
      <Trail title={view.trail_title} steps={view.trail} />
      <p className="detail">{view.disclaimer}</p>
    </Frame>
  );
}

function CallDock({ calls }: { calls: CallButton[] }) {
  return (
    <div className="call-dock">
      {calls.map((call) => (
        <Call key={call.number} call={call} solid open />
      ))}
    </div>
  );
}
