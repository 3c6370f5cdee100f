import type { Bearer } from "./http";
import { prove, randomText } from "./pkce";
import { createStore } from "../live/store";

/** Where this tab stands with the hospital. */
export type SignIn = { state: "starting" } | { state: "out"; why: SignedOutBecause } | { state: "in"; user: string };

/** `fresh`: nobody was signed in. `cancelled`, `refused`, `unreachable`: the sign-in did not come to an end. */
export type SignedOutBecause = "fresh" | "ended" | "left" | "cancelled" | "refused" | "unreachable";

const CLIENT = "kangban-console";
const SCOPE = "openid fhirUser online_access user/*.cruds";
/** In sessionStorage: it belongs to this tab and goes with it. */
const KEPT = "kangban.console.session";
const PENDING = "kangban.console.sign-in";
/** A token is renewed this long before its end. */
const EARLY_MS = 30_000;

interface Kept {
  refresh: string;
  user: string;
  tab: string;
}

interface Pending {
  state: string;
  verifier: string;
  back: string;
}

interface TokenAnswer {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  fhirUser: string;
}

/** What the session needs of the browser. */
export interface Place {
  origin: string;
  storage: Storage;
  fetcher: typeof fetch;
  go(url: string): void;
  /** Whether this tab may hold that name; a duplicated tab may not. */
  claim(name: string): Promise<boolean>;
  now(): number;
}

/**
 * Signing in with SMART: authorization code and PKCE. The access token lives in memory only; the refresh token in
 * this tab's sessionStorage, so that a reload does not throw a doctor out and a closed tab does.
 */
export class Session implements Bearer {
  readonly status = createStore<SignIn>({ state: "starting" });
  private access: { token: string; until: number } | null = null;
  private kept: Kept | null = null;
  private renewal: Promise<string | null> | null = null;
  /** Who was signed in last in this page. */
  lastUser: string | null = null;

  constructor(private readonly place: Place) {}

  /** The address that the hospital sends the browser back to. */
  private get home(): string {
    return `${this.place.origin}/console/`;
  }

  /** Goes to the hospital's sign-in page. `back` is a path below the console. */
  async begin(language: string, back: string): Promise<void> {
    const proof = await prove();
    const state = randomText();
    this.place.storage.setItem(PENDING, JSON.stringify({ state, verifier: proof.verifier, back } satisfies Pending));
    const query = new URLSearchParams({
      response_type: "code",
      client_id: CLIENT,
      redirect_uri: this.home,
      scope: SCOPE,
      state,
      aud: `${this.place.origin}/fhir`,
      code_challenge: proof.challenge,
      code_challenge_method: "S256",
      ui_locales: language,
    });
    this.place.go(`${this.place.origin}/oauth/authorize?${query}`);
  }

  /** Takes up where this tab was. Gives the path to go on with when the browser came back from the sign-in page. */
  async start(query: URLSearchParams): Promise<string | null> {
    if (query.has("state")) return this.complete(query);
    this.kept = read<Kept>(this.place.storage, KEPT);
    if (this.kept === null) {
      this.out("fresh");
    } else if (!(await this.place.claim(this.kept.tab))) {
      // A duplicated tab: its twin owns the refresh token, and using it twice would end both.
      this.forget();
      this.out("fresh");
    } else if ((await this.renew("")) !== null) {
      this.status.set({ state: "in", user: this.kept.user });
    } else if (this.status.get().state === "starting") {
      this.out("unreachable");
    }
    return null;
  }

  private async complete(query: URLSearchParams): Promise<string> {
    const pending = read<Pending>(this.place.storage, PENDING);
    this.place.storage.removeItem(PENDING);
    const back = pending?.back ?? "/";
    const code = query.get("code");
    if (pending === null || pending.state !== query.get("state")) {
      this.out("refused");
    } else if (code === null) {
      this.out(query.get("error") === "access_denied" ? "cancelled" : "refused");
    } else {
      const form = { grant_type: "authorization_code", code, redirect_uri: this.home, code_verifier: pending.verifier };
      const answer = await this.ask(form);
      if (answer === "unreachable" || answer === "refused") {
        this.out(answer);
      } else {
        const tab = randomText();
        await this.place.claim(tab);
        this.take(answer, tab);
        this.status.set({ state: "in", user: answer.fhirUser });
      }
    }
    return back;
  }

  async token(): Promise<string | null> {
    if (this.access !== null && this.access.until - EARLY_MS > this.place.now()) return this.access.token;
    return this.kept === null ? null : this.renew(this.access?.token ?? "");
  }

  renew(refused: string): Promise<string | null> {
    if (this.access !== null && this.access.token !== refused && this.access.until > this.place.now()) {
      return Promise.resolve(this.access.token);
    }
    this.renewal ??= this.refresh().finally(() => {
      this.renewal = null;
    });
    return this.renewal;
  }

  private async refresh(): Promise<string | null> {
    const kept = this.kept;
    if (kept === null) return null;
    const answer = await this.ask({ grant_type: "refresh_token", refresh_token: kept.refresh });
    if (this.kept !== kept) return null;
    if (answer === "unreachable") {
      // The old token may still be good; if not, the request itself will say so.
      return this.access !== null && this.access.until > this.place.now() ? this.access.token : this.unreachable();
    }
    if (answer === "refused") {
      this.forget();
      this.out("ended");
      return null;
    }
    this.take(answer, kept.tab);
    return answer.access_token;
  }

  /** No token and no hospital: requests fail as they would without a network, and the sign-in stays. */
  private unreachable(): string | null {
    return this.status.get().state === "in" ? "" : null;
  }

  /** Ends the sign-in at the hospital and here. */
  async leave(): Promise<void> {
    const refresh = this.kept?.refresh;
    this.forget();
    this.out("left");
    if (refresh === undefined) return;
    const body = new URLSearchParams({ token: refresh, client_id: CLIENT });
    // Offline the token dies of age; this tab has forgotten it already.
    await this.place.fetcher(`${this.place.origin}/oauth/revoke`, { method: "POST", body }).catch(() => undefined);
  }

  private async ask(form: Record<string, string>): Promise<TokenAnswer | "refused" | "unreachable"> {
    const body = new URLSearchParams({ ...form, client_id: CLIENT });
    try {
      const response = await this.place.fetcher(`${this.place.origin}/oauth/token`, { method: "POST", body });
      if (response.status >= 500 || response.status === 429) return "unreachable";
      if (!response.ok) return "refused";
      const answer = (await response.json()) as Partial<TokenAnswer>;
      return typeof answer.access_token === "string" && typeof answer.fhirUser === "string"
        ? { expires_in: 60, ...answer, access_token: answer.access_token, fhirUser: answer.fhirUser }
        : "unreachable";
    } catch {
      return "unreachable";
    }
  }

  private take(answer: TokenAnswer, tab: string): void {
    this.access = { token: answer.access_token, until: this.place.now() + answer.expires_in * 1000 };
    if (answer.refresh_token === undefined) return;
    this.lastUser = answer.fhirUser;
    this.kept = { refresh: answer.refresh_token, user: answer.fhirUser, tab };
    this.place.storage.setItem(KEPT, JSON.stringify(this.kept));
  }

  private forget(): void {
    this.access = null;
    this.kept = null;
    this.place.storage.removeItem(KEPT);
  }

  private out(why: SignedOutBecause): void {
    this.status.set({ state: "out", why });
  }
}

function read<T>(storage: Storage, key: string): T | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

/** This browser. */
export function browser(): Place {
  return {
    origin: location.origin,
    storage: sessionStorage,
    fetcher: (input, init) => fetch(input, init),
    go: (url) => location.assign(url),
    claim,
    now: () => Date.now(),
  };
}

const held = new Set<string>();

/** Holds a lock for as long as this document lives. A reload may have to wait a moment for its former self. */
function claim(name: string): Promise<boolean> {
  if (held.has(name)) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(`kangban.console.${name}`, { signal: AbortSignal.timeout(1500) }, () => {
        held.add(name);
        resolve(true);
        return new Promise(() => undefined);
      })
      .catch(() => resolve(false));
  });
}
