import { type RefObject, useEffect, useRef } from "react";

/** Where each place was scrolled to, so that going back lands where one was. */
const scrolled = new Map<string, number>();

/**
 * On arrival at another place: its heading gets the focus, which also reads it out, and the page stands where it was
 * left when one has been there before.
 */
export function useArrival(place: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, scrolled.get(place) ?? 0);
    const remember = () => scrolled.set(place, window.scrollY);
    window.addEventListener("scroll", remember, { passive: true });
    return () => window.removeEventListener("scroll", remember);
  }, [place]);
  return heading;
}

/**
 * The browser's own back leaves a task as the button on the screen does. While a task is in front there is one more
 * entry in the browser's history to come back from.
 */
export function useBrowserBack(task: boolean, back: () => void) {
  const armed = useRef(false);
  const latest = useRef(back);
  latest.current = back;
  useEffect(() => {
    if (task && !armed.current) {
      history.pushState({ task: true }, "");
      armed.current = true;
    } else if (!task && armed.current) {
      armed.current = false;
      history.back();
    }
  });
  useEffect(() => {
    const popped = () => {
      // Not armed: we have gone back ourselves, after the task was left.
      if (!armed.current) return;
      armed.current = false;
      latest.current();
    };
    window.addEventListener("popstate", popped);
    return () => window.removeEventListener("popstate", popped);
  }, []);
}
