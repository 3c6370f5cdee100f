import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from "react";
import { Button, ToggleButton, ToggleButtonGroup } from "react-aria-components";

import { go, href, type Route } from "../app/route";
import type { Trouble } from "../api/trouble";
import type { Alert, Severity } from "../fhir/alert";
import { useText } from "../text/use";
import { clockWords, isLate, stateOf, troubleWords } from "../text/words";
import { Icon, type IconName } from "./icon";

/** Shape, word and colour, in this order. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useText();
  return (
    <span className={`sev ${severity}`}>
      <Icon name={severity} />
      {t("severity", { severity })}
    </span>
  );
}

/** How long an alert may still wait. */
export function AlertClock({ alert, now }: { alert: Alert; now: number }) {
  const words = clockWords(useText(), alert, now);
  if (words === "") return null;
  const late = isLate(alert, now);
  return (
    <span className={late ? "clk late" : "clk"}>
      <Icon name={late ? "urgent" : "clock"} />
      {words}
    </span>
  );
}

/** New, new again, seen, closed. */
export function StateMark({ alert }: { alert: Alert }) {
  const { t } = useText();
  const state = stateOf(alert);
  return (
    <span className={`st is-${state}`}>
      {state === "seen" && <Icon name="eye" />}
      {state === "closed" && <Icon name="check" />}
      {t("alert-state", { state })}
    </span>
  );
}

/** A person of the care team; that there is nobody is said too. */
export function Owner({ name }: { name: string }) {
  const { t } = useText();
  return name === "" ? (
    <span className="who none">{t("owner-none")}</span>
  ) : (
    <span className="who">
      <span className="av" aria-hidden="true">
        {name.slice(0, 1)}
      </span>
      <span className="el">{name}</span>
    </span>
  );
}

/** A link within the console. */
export function To({
  to,
  children,
  ...rest
}: { to: Exclude<Route, { at: "nowhere" }>; children: ReactNode } & Omit<
  AnchorHTMLAttributes<HTMLAnchorElement>,
  "href"
>) {
  const address = href(to);
  const follow = (event: MouseEvent): void => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    go(address);
  };
  return (
    <a {...rest} href={address} onClick={follow}>
      {children}
    </a>
  );
}

/** What went wrong, in words, with one way on. */
export function TroubleNote({ trouble, again }: { trouble: Trouble; again?: () => void }) {
  const text = useText();
  return (
    <div className="note urgent" role="alert">
      <Icon name="info" />
      <p className="grow">{troubleWords(text, trouble)}</p>
      {again && (
        <Button className="btn" onPress={again}>
          {text.t("act-again")}
        </Button>
      )}
    </div>
  );
}

/** A title, a sentence, one useful thing. */
export function Empty({ title, known = true, children }: { title: string; known?: boolean; children?: ReactNode }) {
  return (
    <div className={known ? "empty" : "empty unknown"}>
      <Icon name={known ? "good" : "broken"} large />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** While the first answer is on its way. */
export function Waiting() {
  const { t } = useText();
  return (
    <p className="waiting" role="status">
      {t("waiting")}
    </p>
  );
}

/** One of a few. */
export function Segments<K extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: K;
  options: { id: K; words: string }[];
  onChange: (id: K) => void;
}) {
  return (
    <ToggleButtonGroup
      className="seg"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.id));
        if (chosen) onChange(chosen.id);
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id}>
          {option.words}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

export function Keys({ keys }: { keys: [key: string, words: string][] }) {
  const { t } = useText();
  return (
    <footer className="keys" aria-label={t("keys-label")}>
      {keys.map(([key, words]) => (
        <span key={key}>
          {key.split(" ").map((one) => (
            <kbd key={one}>{one}</kbd>
          ))}
          {words}
        </span>
      ))}
    </footer>
  );
}

export function Card({
  title,
  small,
  aside,
  icon,
  className = "",
  children,
}: {
  title: string;
  small?: string | undefined;
  aside?: ReactNode;
  icon?: IconName;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={`card ${className}`} aria-label={title}>
      <h2>
        {icon && <Icon name={icon} />}
        {title}
        {small ? <small>{small}</small> : null}
        {aside ? <span className="sp">{aside}</span> : null}
      </h2>
      {children}
    </section>
  );
}
