import type { BetweenTabs, FromCore, GivenFile } from "./protocol";

/** The lock that the leading tab holds. */
export const LEADER = "kangban-leader";
/** How long other tabs may take to say that they are in front, in milliseconds. */
const ANSWER = 300;
/** How often the core may stop on a fault within this time before we say that it cannot run. */
const RESTARTS = 3;
const RESTART_SPAN = 60_000;

/** A running core. */
export interface RunningCore {
  tap(bytes: Uint8Array<ArrayBuffer>): void;
  end(): void;
}

/** A channel to the other tabs of this origin. */
export interface TabChannel {
  postMessage(message: BetweenTabs): void;
  onmessage: ((event: { data: BetweenTabs }) => void) | null;
}

/** What a session needs of the browser. */
export interface SessionEnv {
  /** Calls back when this tab leads, and holds the lead until the promise settles. */
  lead(whenLeading: () => Promise<void>): void;
  channel: TabChannel;
  /** Starts the core in a worker of this tab. */
  start(said: (message: FromCore) => void): RunningCore;
  inFront(): boolean;
  tab: string;
  now(): number;
  online(): boolean;
  /** Taps that the session itself makes. */
  taps: {
    tick: Uint8Array<ArrayBuffer>;
    hidden: Uint8Array<ArrayBuffer>;
    online: Uint8Array<ArrayBuffer>;
    offline: Uint8Array<ArrayBuffer>;
  };
}

/** What a session shows. */
export interface SessionEvents {
  view(bytes: Uint8Array): void;
  given(file: GivenFile): void;
  unable(): void;
}

/**
 * One core for all tabs. A browser lets one tab open the storage, so one leads: it runs the core and sends every view
 * to the others, which send it their taps. When it closes, the next tab in the queue for the lock leads.
 */
export class Session {
  private core: RunningCore | undefined;
  private leading = false;
  private failed = false;
  private lastView: Uint8Array | undefined;
  private lastTab: string;
  private stops: number[] = [];
  private nobody: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly env: SessionEnv,
    private readonly events: SessionEvents,
  ) {
    this.lastTab = env.tab;
    env.channel.onmessage = ({ data }) => this.heard(data);
    env.channel.postMessage({ kind: "hello" });
    env.lead(() => {
      this.leading = true;
      this.startCore();
      // Held until this tab is gone.
      return new Promise<void>(() => undefined);
    });
  }

  /** A person did something in this tab. */
  tap(bytes: Uint8Array<ArrayBuffer>) {
    if (this.leading) this.take(this.env.tab, bytes);
    else this.env.channel.postMessage({ kind: "tap", tab: this.env.tab, bytes });
  }

  /** This tab came to the front or went to the background. */
  visibility() {
    if (this.env.inFront()) {
      this.tap(this.env.taps.tick);
    } else if (this.leading) {
      this.askWhoIsInFront();
    } else {
      this.env.channel.postMessage({ kind: "hidden" });
    }
  }

  /** The device got a network or lost it. All tabs hear of that: the leading one tells the core. */
  network() {
    const { online, offline } = this.env.taps;
    if (this.leading) this.core?.tap(this.env.online() ? online : offline);
  }

  private take(tab: string, bytes: Uint8Array<ArrayBuffer>) {
    this.lastTab = tab;
    this.core?.tap(bytes);
  }

  private startCore() {
    const core = this.env.start((message) => {
      if (core === this.core) this.said(message);
    });
    this.core = core;
    // A worker is not told of the network in every browser.
    this.network();
  }

  private said(message: FromCore) {
    switch (message.kind) {
      case "view":
        this.lastView = message.bytes;
        this.events.view(message.bytes);
        this.env.channel.postMessage({ kind: "view", bytes: message.bytes });
        break;
      case "export":
        if (this.lastTab === this.env.tab) this.events.given(message.file);
        else this.env.channel.postMessage({ kind: "export", tab: this.lastTab, file: message.file });
        break;
      case "stopped":
        this.restart();
        break;
      case "unable":
        this.giveUp();
        break;
      default:
        message satisfies never;
    }
  }

  /** What was acknowledged is on disk, so a new core goes on from there; but not for ever. */
  private restart() {
    const now = this.env.now();
    this.stops = [...this.stops.filter((at) => now - at < RESTART_SPAN), now];
    if (this.stops.length > RESTARTS) return this.giveUp();
    this.core?.end();
    this.startCore();
  }

  private giveUp() {
    this.failed = true;
    this.core?.end();
    this.core = undefined;
    this.events.unable();
    this.env.channel.postMessage({ kind: "unable" });
  }

  private heard(message: BetweenTabs) {
    switch (message.kind) {
      case "view":
        if (!this.leading) this.events.view(message.bytes);
        break;
      case "export":
        if (message.tab === this.env.tab) this.events.given(message.file);
        break;
      case "unable":
        if (!this.leading) this.events.unable();
        break;
      case "is-one-in-front":
        if (this.env.inFront()) this.env.channel.postMessage({ kind: "in-front" });
        break;
      case "hello":
        this.greet();
        break;
      case "tap":
        if (this.leading) this.take(message.tab, message.bytes);
        break;
      case "hidden":
        if (this.leading) this.askWhoIsInFront();
        break;
      case "in-front":
        clearTimeout(this.nobody);
        break;
      default:
        message satisfies never;
    }
  }

  private greet() {
    if (!this.leading) return;
    if (this.failed) this.env.channel.postMessage({ kind: "unable" });
    else if (this.lastView) this.env.channel.postMessage({ kind: "view", bytes: this.lastView });
  }

  /** The app is in the background only when none of its tabs is in front. */
  private askWhoIsInFront() {
    clearTimeout(this.nobody);
    if (this.env.inFront()) return;
    this.nobody = setTimeout(() => {
      if (!this.env.inFront()) this.core?.tap(this.env.taps.hidden);
    }, ANSWER);
    this.env.channel.postMessage({ kind: "is-one-in-front" });
  }
}
