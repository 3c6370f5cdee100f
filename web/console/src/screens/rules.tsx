import { useEffect } from "react";

import { useDesk, useNow } from "../app/desk";
import type { Route } from "../app/route";
import { SEVERITIES, type Severity } from "../fhir/alert";
import type { Rule } from "../fhir/rule";
import { millis } from "../fhir/read";
import { useStore } from "../live/store";
import { day } from "../text/time";
import { useText } from "../text/use";
import { sign, thresholdValue } from "../text/words";
import { Icon } from "../ui/icon";
import { Card, SeverityBadge, To, TroubleNote, Waiting } from "../ui/parts";
import { Head } from "./frame";
import { ThresholdEditor } from "./threshold";

/** The rules in force, and what a clinician can change in them. */
export function RulesScreen({ route }: { route: Route & { at: "rules" } }) {
  const text = useText();
  const { t } = text;
  const { rules } = useDesk();
  const { value, trouble } = useStore(rules.store);
  useEffect(() => void rules.load(), [rules]);
  const all = value ?? [];
  const chosen = all.find((rule) => rule.id === route.id);
  const active = all.filter((rule) => rule.status === "active").length;
  const groups = SEVERITIES.map((severity) => ({
    severity,
    rules: all.filter((rule) => gravest(rule) === severity),
  })).filter((group) => group.rules.length > 0);
  return (
    <>
      <Head
        title={t("nav-rules")}
        facts={value ? <span>{t("rules-count", { active, waiting: all.length - active })}</span> : null}
      />
      <main className={route.id === null ? "page body split" : "page body split picked"}>
        <section className="card queue rlist" aria-label={t("nav-rules")}>
          {trouble && <TroubleNote trouble={trouble} again={() => void rules.load()} />}
          {value === null && trouble === null && <Waiting />}
          {groups.map((group) => (
            <div key={group.severity} role="group" aria-label={t("severity", { severity: group.severity })}>
              <p className={`grp ${group.severity}`}>
                <Icon name={group.severity} />
                {t("severity", { severity: group.severity })}
              </p>
              <ul>
                {group.rules.map((rule) => (
                  <li key={rule.id}>
                    <To
                      to={{ at: "rules", id: rule.id }}
                      {...(rule.id === route.id ? { "aria-current": "true" as const } : {})}
                    >
                      <span className="row">
                        <b className="grow">{text.of(rule.title)}</b>
                        <span className="f">
                          {rule.status === "active"
                            ? t("rule-version", { version: rule.version })
                            : t("rule-status", { status: rule.status })}
                        </span>
                      </span>
                      <span className="m">
                        {rule.thresholds
                          .map(
                            (one) => `${one.comparison ? `${sign(one.comparison)} ` : ""}${thresholdValue(text, one)}`,
                          )
                          .join(" · ")}
                      </span>
                    </To>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
        {chosen ? (
          <RuleView key={chosen.id} rule={chosen} />
        ) : (
          <section className="card conv rest">
            <p className="m">{route.id !== null && value !== null ? t("rules-missing") : t("rules-choose")}</p>
          </section>
        )}
      </main>
    </>
  );
}

export function gravest(rule: Rule): Severity {
  return SEVERITIES.find((severity) => rule.acts.some((act) => act.severity === severity)) ?? "info";
}

function RuleView({ rule }: { rule: Rule }) {
  const text = useText();
  const { t } = text;
  const now = useNow();
  const date = millis(rule.date);
  return (
    <div className="rmid">
      <To className="btn narrow" to={{ at: "rules", id: null }}>
        <Icon name="back" />
        {t("nav-rules")}
      </To>
      <section className="card" aria-label={text.of(rule.title)}>
        <div className="hd">
          <h2>{text.of(rule.title)}</h2>
          <SeverityBadge severity={gravest(rule)} />
          <span className={rule.status === "active" ? "flag good" : "flag caution"}>
            {t("rule-status", { status: rule.status })}
          </span>
          <small>{t("rule-version", { version: rule.version })}</small>
        </div>
        <div className="pad">
          <p>{text.of(rule.description)}</p>
          <div className="thresholds">
            {rule.thresholds.map((threshold) => (
              <ThresholdEditor key={threshold.name} rule={rule} threshold={threshold} />
            ))}
          </div>
        </div>
      </section>
      <div className="cols2">
        <Card title={t("rule-acts")}>
          <ul className="acts">
            {rule.acts.map((act) => (
              <li key={act.id}>
                <p className="row w">
                  <SeverityBadge severity={act.severity} />
                  <b>{text.of(act.title)}</b>
                </p>
                <p className="quote">{text.of(act.advice)}</p>
              </li>
            ))}
          </ul>
        </Card>
        <Card title={t("rule-sources")} icon="book">
          <ul className="acts">
            {rule.citations.map((citation) => (
              <li key={citation.text.zh}>
                <p>{text.of(citation.text)}</p>
                {citation.url !== null && (
                  <a href={citation.url} target="_blank" rel="noreferrer">
                    {t("source-open")}
                  </a>
                )}
              </li>
            ))}
            <li className="f">
              {date === null
                ? t("rule-by", { who: rule.publisher })
                : t("rule-by-on", { who: rule.publisher, date: day(text, date, now) })}
            </li>
          </ul>
        </Card>
      </div>
    </div>
  );
}
