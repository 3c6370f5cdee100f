import { Button as Pressable } from "react-aria-components";

import { Icon } from "./Icon";

/** What a button is for: one `primary` a screen, `danger` only to confirm what cannot be undone. */
export type ButtonKind = "primary" | "second" | "text" | "danger" | "danger-line";

/** A button that says its result. */
export function Button(props: {
  label: string;
  detail?: string;
  icon?: string;
  kind?: ButtonKind;
  compact?: boolean;
  busy?: boolean;
  /** What is heard, when that is more than what is seen; it holds what is seen. */
  name?: string;
  onPress: () => void;
}) {
  const { label, detail, icon, kind = "second", compact = false, busy = false, name, onPress } = props;
  return (
    <Pressable
      className={`btn ${kind}${compact ? " compact" : ""}`}
      {...(name ? { "aria-label": name } : {})}
      {...(busy ? { "data-pending": true } : { onPress })}
    >
      {icon ? <Icon name={icon} /> : null}
      <span className="btn-words">
        {label}
        {detail ? <span className="btn-detail">{detail}</span> : null}
      </span>
    </Pressable>
  );
}

/** A button with only an icon to see, and its name to hear. */
export function IconButton(props: { name: string; icon: string; onPress: () => void; className?: string }) {
  return (
    <Pressable
      className={`icon-btn ${props.className ?? ""}`.trim()}
      aria-label={props.name}
      onPress={props.onPress}
    >
      <Icon name={props.icon} />
    </Pressable>
  );
}
