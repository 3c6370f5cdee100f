import { Button, Icon } from "@kangban/kit";
import type { CSSProperties } from "react";

import type { AdviceCard, Chrome } from "../generated/types/types";
import { Call } from "./Calls";
import { useSend } from "./send";

/** The first card holds the calls in elders' mode, and where nothing else on the screen does. */
export function Advised(props: {
  card: AdviceCard;
  chrome: Chrome;
  first: boolean;
  more: string;
  holdsCalls?: boolean;
}) {
  const { card, chrome, first, more, holdsCalls = false } = props;
  const { diary } = useSend();
  const role = card.role.kind.toLowerCase();
  const here = (chrome.elders || holdsCalls) && first ? chrome.calls : [];
  const emergency = here.filter((call) => call.emergency);
  const others = here.filter((call) => !call.emergency || !card.emergency);
  return (
    <article className="stack16">
      <div role="alert" className={`card advice role-${role}`}>
        <div className="row-plain">
          <span className="disc">
            <Icon name={card.icon} />
          </span>
          <div className="grow">
            <p className="tag">{card.tag}</p>
            <p className="reading" style={{ "--length": card.value.length } as CSSProperties}>
              {card.value}
            </p>
            <p className="detail">{card.when}</p>
          </div>
        </div>
        <h2>{card.title}</h2>
        <p>{card.why}</p>
      </div>
      {others.map((call) => (
        <Call key={call.number} call={call} solid open />
      ))}
      {more ? (
        <Button label={more} icon="down" onPress={() => diary({ kind: "AdviceMorePressed" })} />
      ) : (
        <Steps card={card} />
      )}
      {card.emergency ? (
        <div className="card role-urgent">
          <h3>{card.emergency_title}</h3>
          <p>{card.emergency}</p>
          {emergency.map((call) => (
            <Call key={call.number} call={call} open />
          ))}
        </div>
      ) : null}
      {card.source ? <p className="detail">{card.source}</p> : null}
    </article>
  );
}

function Steps({ card }: { card: AdviceCard }) {
  if (card.steps.length === 0) return null;
  return (
    <section className="stack8">
      <h2>{card.steps_title}</h2>
      <ol className="steps">
        {card.steps.map((step, i) => (
          <li key={i}>{step}</li>
        ))}
      </ol>
    </section>
  );
}
