import { useCallback, useState } from "react";

import { type Trouble, troubleOf } from "../api/trouble";

/** Something a person does that the hospital has to carry out. */
export interface Act<A extends unknown[]> {
  run: (...given: A) => Promise<boolean>;
  busy: boolean;
  trouble: Trouble | null;
  clear: () => void;
}

/** Runs an act once at a time; a failure stays until the next attempt. */
export function useAct<A extends unknown[]>(act: (...given: A) => Promise<void>): Act<A> {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const run = async (...given: A): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setTrouble(null);
    try {
      await act(...given);
      return true;
    } catch (error) {
      setTrouble(troubleOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const clear = useCallback(() => setTrouble(null), []);
  return { run, busy, trouble, clear };
}
