import { useState } from "react";
import { Button } from "react-aria-components";

import { type AnsweredForm, type Band, course, type FormRequest, type Line, type Score, type Told } from "../fhir/form";
import { digits } from "../fhir/observation";
import type { Chart } from "../live/chart";
import { day, when } from "../text/time";
import { type Text, useText } from "../text/use";
import { withUnit } from "../text/words";
import { Icon, type IconName } from "../ui/icon";
import { Card } from "../ui/parts";
import { ScoreTrend } from "../ui/score-trend";
import { StartPathway } from "./pathway";

const COMING = 4;
const ANSWERED = 5;

/** What the patient is asked: forms that are due, that come next, that nobody answered; and the pathways behind them. */
export function DueForms({ chart, now }: { chart: Chart; now: number }) {
  const text = useText();
  const { t } = text;
  const by = (state: FormRequest["state"]): FormRequest[] => chart.requests.filter((one) => one.state === state);
  const [due, coming, missed] = [by("due"), by("coming"), by("missed").slice(-COMING)];
  const answered = by("answered").length;
  return (
    <Card title={t("forms-due-title")} small={t("forms-answered-count", { count: answered })}>
      {chart.plans.length > 0 && (
        <p className="pad-list m">
          {t("forms-plans", { plans: chart.plans.map((plan) => text.of(plan.title)).join(t("list-comma")) })}
        </p>
      )}
      {chart.requests.length === 0 && <p className="pad m">{t("forms-none")}</p>}
      {(due.length > 0 || coming.length > 0 || missed.length > 0) && (
        <ul className="requests">
          {[...due, ...coming.slice(0, COMING), ...missed].map((request) => (
            <li key={request.id} className={request.state}>
              <p className="row">
                <Icon name={ICONS[request.state]} />
                <b className="grow">{text.of(request.title)}</b>
                <span className="f">{t("forms-state", { state: request.state })}</span>
              </p>
              <p className="m">{windowWords(text, request, now)}</p>
            </li>
          ))}
        </ul>
      )}
      {coming.length > COMING && <p className="pad m">{t("forms-later", { count: coming.length - COMING })}</p>}
      <div className="pad">
        <StartPathway chart={chart} now={now} />
      </div>
    </Card>
  );
}

const ICONS: Record<FormRequest["state"], IconName> = {
  due: "edit",
  coming: "clock",
  missed: "caution",
  answered: "good",
};

/** From when until when a form can be answered. */
export function windowWords(text: Text, { opens, closes }: FormRequest, now: number): string {
  return text.t("forms-window", { from: when(text, opens, now), to: when(text, closes, now) });
}

/** The forms that were answered, each with every answer in words and its scores over time. */
export function AnsweredForms({ chart, now }: { chart: Chart; now: number }) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  const shown = all ? chart.answered : chart.answered.slice(0, ANSWERED);
  return (
    <Card title={t("answers-title")} small={t("answers-count", { count: chart.answered.length })}>
      {chart.answered.length === 0 && <p className="pad m">{t("answers-empty")}</p>}
      <ul className="answered">
        {shown.map((form, place) => (
          <Answered key={form.id} form={form} all={chart.answered} open={place === 0} now={now} />
        ))}
      </ul>
      {!all && chart.answered.length > ANSWERED && (
        <div className="pad">
          <Button className="btn" onPress={() => setAll(true)}>
            {t("answers-all", { count: chart.answered.length })}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Answered({ form, all, open, now }: { form: AnsweredForm; all: AnsweredForm[]; open: boolean; now: number }) {
  const text = useText();
  const { t } = text;
  const [shown, setShown] = useState(open);
  const title = text.of(form.title);
  const name = title === "" ? t("answers-unknown-form") : title;
  return (
    <li>
      <div className="row">
        <h3 className="grow">
          <Button className="fold" aria-expanded={shown} onPress={() => setShown(!shown)}>
            <Icon name={shown ? "down" : "next"} />
            {name}
          </Button>
        </h3>
        <span className="f">{when(text, form.at, now)}</span>
      </div>
      {form.scores.map((score) => (
        <ScoreLine key={score.key} score={score} form={form} all={all} now={now} />
      ))}
      {form.problems.length > 0 && (
        <div className="note caution">
          <Icon name="caution" />
          <div className="grow">
            <p>{t("answers-problems")}</p>
            <ul className="problems">
              {form.problems.map((one) => (
                <li key={one.key}>
                  {text.of(one.question) === ""
                    ? text.of(one.what)
                    : t("answers-problem", { question: text.of(one.question), what: text.of(one.what) })}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {shown && <Lines lines={form.lines} now={now} label={name} />}
    </li>
  );
}

function Lines({ lines, now, label }: { lines: Line[]; now: number; label: string }) {
  const text = useText();
  const { t } = text;
  if (lines.length === 0) return <p className="m">{t("answers-nothing")}</p>;
  return (
    <dl className="lines" aria-label={label}>
      {lines.map((line) => (
        <div key={line.key} className={line.answers.length === 0 ? "heading" : ""} data-level={Math.min(line.level, 3)}>
          <dt>{text.of(line.question)}</dt>
          <dd>{line.answers.map((told) => toldWords(text, told, now)).join(t("list-comma"))}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An answer in the reader's language. */
function toldWords(text: Text, told: Told, now: number): string {
  switch (told.kind) {
    case "words":
      return text.of(told.words);
    case "yes":
      return text.t("answer-yes", { yes: told.yes ? "yes" : "no" });
    case "number":
      return told.digits;
    case "amount":
      return withUnit(text, digits(told.value, told.code), told.unit);
    case "moment":
      return told.day ? day(text, told.at, now) : when(text, told.at, now);
    case "file":
      return text.t("answer-file", { title: told.title === "" ? "none" : told.title });
  }
}

const MARKS: Record<Band["role"], IconName> = { good: "good", info: "info", caution: "caution", urgent: "urgent" };

function ScoreLine({ score, form, all, now }: { score: Score; form: AnsweredForm; all: AnsweredForm[]; now: number }) {
  const text = useText();
  const { t } = text;
  // Only what was known by then: an old form does not show what came later.
  const until = course(all, form.form, score.key).filter((one) => one.at <= form.at);
  const most = Math.max(...score.bands.map((band) => band.high));
  return (
    <div className="score">
      <p className="row w">
        <span>{text.of(score.title)}</span>
        <b className="big-number">
          {score.bands.length === 0
            ? String(score.value)
            : t("score-of", { value: String(score.value), most: String(most) })}
        </b>
        {score.band && (
          <span className={`band ${score.band.role}`}>
            <Icon name={MARKS[score.band.role]} />
            {text.of(score.band.word)}
          </span>
        )}
      </p>
      {score.band && <p className="m">{text.of(score.band.meaning)}</p>}
      {until.length > 1 && <ScoreTrend points={until} now={now} />}
    </div>
  );
}
