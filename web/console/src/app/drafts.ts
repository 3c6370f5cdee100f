import { createStore, type Store } from "../live/store";

/** What somebody has begun to write to a patient, and the id under which it will be stored. */
export interface Draft {
  text: string;
  id: string;
}

const KEPT = "kangban.console.drafts";

/**
 * Unsent replies, each in its patient's own place. They live in memory. Only when a sign-in runs out and its owner
 * goes to the sign-in page do they rest in this tab's sessionStorage, and only the same person gets them back.
 */
export class Drafts {
  readonly store: Store<ReadonlyMap<string, Draft>> = createStore(new Map<string, Draft>());

  of(patient: string): Draft {
    return this.store.get().get(patient) ?? { text: "", id: crypto.randomUUID() };
  }

  write(patient: string, text: string): void {
    const draft = { ...this.of(patient), text };
    this.store.update((now) => new Map(now).set(patient, draft));
  }

  done(patient: string, id: string): void {
    this.store.update((now) => {
      if (now.get(patient)?.id !== id) return now;
      const next = new Map(now);
      next.delete(patient);
      return next;
    });
  }

  /** Whether something would be lost by leaving. */
  any(): boolean {
    return [...this.store.get().values()].some((draft) => draft.text.trim() !== "");
  }

  /** Before going to the sign-in page. */
  rest(storage: Storage, user: string): void {
    if (this.any()) storage.setItem(KEPT, JSON.stringify({ user, drafts: [...this.store.get()] }));
  }

  /** After coming back. */
  wake(storage: Storage, user: string): void {
    const text = storage.getItem(KEPT);
    storage.removeItem(KEPT);
    if (text === null) return;
    try {
      const kept = JSON.parse(text) as { user: string; drafts: [string, Draft][] };
      if (kept.user === user) this.store.set(new Map(kept.drafts));
    } catch {
      // Not ours to read.
    }
  }
}
