import { Button, Icon } from "@kangban/kit";

import type { Chrome, FormResultView, ScoreCard } from "../generated/types/types";
import { Advised } from "../parts/AdviceCard";
import { Calls } from "../parts/Calls";
import { worded } from "../parts/form/Around";
import { AnswerRows } from "../parts/form/Rows";
import { Frame } from "../parts/Frame";
import { Facts, Trail } from "../parts/Rows";
import { Trend } from "../parts/Trend";
import { useSend } from "../parts/send";

/** A finished form: what to do now, the scores, what comes next, where the answers are. */
export function FormResult({ chrome, view }: { chrome: Chrome; view: FormResultView }) {
  const { forms } = useSend();
  return (
    <Frame
      chrome={chrome}
      place={`FormResult ${view.id}`}
      dock={<Button kind="primary" {...worded(view.close)} onPress={() => forms({ kind: "ResultClosed" })} />}
    >
      {view.form_title !== chrome.title ? <p className="detail">{view.form_title}</p> : null}
      {view.done ? <p>{view.done}</p> : null}
      {view.cards.map((card, i) => (
        <Advised key={`${card.id} ${i}`} card={card} chrome={chrome} first={i === 0} more="" holdsCalls />
      ))}
      {view.calls.length > 0 ? <Calls calls={view.calls} open /> : null}
      {view.scores.map((score) => (
        <Score key={score.title} score={score} view={view} />
      ))}
      {view.next.length > 0 ? (
        <section className="stack8">
          <h2>{view.next_title}</h2>
          <Facts rows={view.next} />
        </section>
      ) : null}
      <Trail title={view.trail_title} steps={view.trail} />
      {view.answers_show ? (
        <Button label={view.answers_show} icon="table" onPress={() => forms({ kind: "AnswersPressed" })} />
      ) : null}
      {view.answers.length > 0 ? (
        <section className="stack8">
          <h2>{view.answers_title}</h2>
          <AnswerRows rows={view.answers} earlier={view.earlier_rows} later={view.later_rows} />
        </section>
      ) : null}
      <p className="detail">{view.disclaimer}</p>
    </Frame>
  );
}

function Score({ score, view }: { score: ScoreCard; view: FormResultView }) {
  const role = score.role.kind.toLowerCase();
  return (
    <section className="stack12">
      <div className="card stack12">
        <h2>{score.title}</h2>
        <p className="vh">{score.a11y}</p>
        <div className="row-plain" aria-hidden="true">
          <span className="score-value">{score.value}</span>
          {score.out_of ? <span className="detail">{score.out_of}</span> : null}
          <span className="grow" />
          {score.word ? (
            <span className={`tag role-${role}`}>
              <Icon name={score.icon} size="s" />
              {score.word}
            </span>
          ) : null}
        </div>
        {score.bands.length > 0 ? <Bands score={score} /> : null}
        {score.meaning ? <p>{score.meaning}</p> : null}
        {score.moved ? <p>{score.moved}</p> : null}
        {score.next_step ? <p className="score-next">{score.next_step}</p> : null}
      </div>
      {score.chart ? <Trend chart={score.chart} words={view} /> : null}
    </section>
  );
}

/** Where the score sits. The same is said in words beside it. */
function Bands({ score }: { score: ScoreCard }) {
  return (
    <div className="score-bands" aria-hidden="true">
      <p
        className={`score-marker${score.marker_permille > 500 ? " left" : ""}`}
        style={{ insetInlineStart: `${score.marker_permille / 10}%` }}
      >
        {score.marker}
      </p>
      <div className="score-line">
        {score.bands.map((band) => (
          <span
            key={band.from_permille}
            className={band.current ? "current" : ""}
            style={{ flexGrow: Math.max(band.to_permille - band.from_permille, 40) }}
            title={band.a11y}
          />
        ))}
      </div>
      <ul className="score-words">
        {score.bands.map((band) => (
          <li key={band.from_permille} className={band.current ? "current" : ""}>
            {band.a11y}
          </li>
        ))}
      </ul>
    </div>
  );
}
