import type { Alert, Finding } from "../fhir/alert";
import type { Rule } from "../fhir/rule";
import { staffName } from "../live/people";
import { useStore } from "../live/store";
import { useDesk } from "../app/desk";
import { when } from "../text/time";
import { useText } from "../text/use";
import { findingWords, limitWords, thresholdValue } from "../text/words";
import { Icon } from "../ui/icon";
import { To } from "../ui/parts";

/** What was answered, which rule fired on it, and where the rule comes from. */
export function Findings({ alert, now }: { alert: Alert; now: number }) {
  const rules = useStore(useDesk().rules.store).value ?? [];
  return (
    <ul className="findings">
      {alert.findings.map((finding) => (
        <FindingItem
          key={finding.key}
          finding={finding}
          rule={rules.find((rule) => rule.id === finding.ruleId)}
          now={now}
        />
      ))}
    </ul>
  );
}

function FindingItem({ finding, rule, now }: { finding: Finding; rule: Rule | undefined; now: number }) {
  const text = useText();
  const { t } = text;
  const limits = finding.limits.map((limit) => {
    const threshold = rule?.thresholds.find((one) => one.value === limit.value && one.code === limit.code);
    return threshold?.comparison
      ? limitWords(text, { ...limit, comparison: threshold.comparison })
      : thresholdValue(text, { ...limit, name: "", low: null, high: null, comparison: null });
  });
  return (
    <li className={finding.severity}>
      <p className="answer">
        <Icon name={finding.severity} />
        <b>{findingWords(text, finding)}</b>
        {finding.at !== null && <span className="f sp">{when(text, finding.at, now)}</span>}
      </p>
      <p className="m">
        {finding.ruleId !== null ? (
          <To to={{ at: "rules", id: finding.ruleId }}>{text.of(finding.ruleTitle)}</To>
        ) : (
          text.of(finding.ruleTitle)
        )}
        {limits.length > 0 && <span>{t("finding-limits", { limits: limits.join(" · ") })}</span>}
        <span>{t("rule-version", { version: finding.ruleVersion })}</span>
      </p>
      {text.of(finding.source) !== "" && (
        <p className="f source">
          <Icon name="book" />
          <span>
            {finding.sourceUrl === null ? (
              t("source", { source: text.of(finding.source) })
            ) : (
              <a href={finding.sourceUrl} target="_blank" rel="noreferrer">
                {t("source", { source: text.of(finding.source) })}
              </a>
            )}
          </span>
        </p>
      )}
    </li>
  );
}

/** Who has looked, when. */
export function SeenLine({ alert, now }: { alert: Alert; now: number }) {
  const text = useText();
  const people = useStore(useDesk().directory.store);
  if (alert.seen === null) return <p className="f">{text.t("seen-nobody")}</p>;
  const name = staffName(people, alert.seen.by, alert.seen.name, text.language);
  const words = { name, when: when(text, alert.seen.at, now) };
  return (
    <p className="m seen">
      <Icon name="eye" />
      <span>{alert.allSeen ? text.t("seen-by", words) : text.t("seen-before", words)}</span>
    </p>
  );
}
