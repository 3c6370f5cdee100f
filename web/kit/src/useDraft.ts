import { useCallback, useEffect, useRef, useState } from "react";

/** Props of an input whose text also lives somewhere slower. */
export interface Draft {
  value: string;
  onChange: (text: string) => void;
  onFocus: () => void;
  onBlur: () => void;
}

/** How long after a field was left the core's text is waited for, in milliseconds. */
const SETTLE = 400;

/**
 * Keeps what is being typed at hand while the core hears of every keystroke a moment later.
 *
 * The core's answer to an earlier keystroke must not move the cursor or break a Chinese input method in the middle of
 * a word. So its text is taken over only when nothing typed here is still on its way, or when the field was left.
 */
export function useDraft(known: string, onTyped: (text: string) => void): Draft {
  const [text, setText] = useState(known);
  const latest = useRef(known);
  const sent = useRef<string | null>(null);
  const focused = useRef(false);
  const settling = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  latest.current = known;

  useEffect(() => {
    if (sent.current === known) sent.current = null;
    if (sent.current === null || !focused.current) setText(known);
  }, [known]);
  useEffect(() => () => clearTimeout(settling.current), []);

  const onChange = useCallback(
    (next: string) => {
      sent.current = next;
      setText(next);
      onTyped(next);
    },
    [onTyped],
  );
  const onFocus = useCallback(() => {
    focused.current = true;
    clearTimeout(settling.current);
  }, []);
  const onBlur = useCallback(() => {
    focused.current = false;
    settling.current = setTimeout(() => {
      sent.current = null;
      setText(latest.current);
    }, SETTLE);
  }, []);

  return { value: text, onChange, onFocus, onBlur };
}
