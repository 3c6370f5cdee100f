import { type Trouble, troubleOf } from "../api/trouble";
import { createStore, type Store } from "./store";

/** Something that the hospital is asked for. What was there stays on screen while it is asked for again. */
export interface Loaded<T> {
  value: T | null;
  trouble: Trouble | null;
  busy: boolean;
}

export const NOTHING: Loaded<never> = { value: null, trouble: null, busy: true };

/** Asks, keeps the answer, and asks again when told to. One question at a time: a second waits for its turn. */
export class Loader<T> {
  readonly store: Store<Loaded<T>> = createStore<Loaded<T>>(NOTHING);
  private running = false;
  private again = false;

  constructor(private readonly ask: () => Promise<T>) {}

  async load(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    this.store.update((now) => ({ ...now, busy: true }));
    try {
      const value = await this.ask();
      this.store.set({ value, trouble: null, busy: false });
    } catch (error) {
      const trouble = troubleOf(error);
      this.store.update((now) => ({ ...now, trouble, busy: false }));
    } finally {
      this.running = false;
    }
    if (this.again) {
      this.again = false;
      await this.load();
    }
  }

  /** Takes in a value that an act has brought. */
  put(change: (now: T) => T): void {
    this.store.update((now) => (now.value === null ? now : { ...now, value: change(now.value) }));
  }
}
