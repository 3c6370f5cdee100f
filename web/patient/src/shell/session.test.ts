// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { BetweenTabs, FromCore, GivenFile } from "./protocol";
import { Session, type SessionEnv, type TabChannel } from "./session";

type Bytes = Uint8Array<ArrayBuffer>;
const bytes = (...all: number[]): Bytes => Uint8Array.from(all);
const TICK = bytes(1);
const HIDDEN = bytes(2);
const ONLINE = bytes(3);
const OFFLINE = bytes(4);

/** A browser with some tabs: one lock with its queue, and a channel that everybody but the sender hears. */
class Browser {
  private queue: { tab: string; lead: () => Promise<void> }[] = [];
  private holder: string | undefined;
  private channels = new Map<string, TabChannel>();
  readonly tabs = new Map<string, Tab>();

  open(name: string): Tab {
    const tab = new Tab(name, this);
    this.tabs.set(name, tab);
    tab.begin();
    return tab;
  }

  close(name: string) {
    this.tabs.get(name)?.die();
    this.tabs.delete(name);
    this.channels.delete(name);
    this.queue = this.queue.filter((waiting) => waiting.tab !== name);
    if (this.holder === name) this.holder = undefined;
    this.grant();
  }

  request(tab: string, lead: () => Promise<void>) {
    this.queue.push({ tab, lead });
    this.grant();
  }

  channel(name: string): TabChannel {
    const channel: TabChannel = {
      onmessage: null,
      postMessage: (message: BetweenTabs) => {
        for (const [other, there] of this.channels) {
          if (other !== name) there.onmessage?.({ data: structuredClone(message) });
        }
      },
    };
    this.channels.set(name, channel);
    return channel;
  }

  private grant() {
    if (this.holder !== undefined) return;
    const next = this.queue.shift();
    if (!next) return;
    this.holder = next.tab;
    void next.lead();
  }
}

class Tab {
  front = true;
  online = true;
  views: number[] = [];
  files: GivenFile[] = [];
  unable = 0;
  /** The cores that this tab started, each with the taps that it got. */
  cores: { taps: number[]; network: number[]; say: (message: FromCore) => void; ended: boolean }[] = [];
  now = 0;
  session!: Session;

  constructor(
    readonly name: string,
    private readonly browser: Browser,
  ) {}

  begin() {
    const env: SessionEnv = {
      lead: (whenLeading) => this.browser.request(this.name, whenLeading),
      channel: this.browser.channel(this.name),
      start: (said) => {
        const core = { taps: [] as number[], network: [] as number[], say: said, ended: false };
        this.cores.push(core);
        return {
          tap: (tap: Bytes) => {
            const what = tap[0] ?? -1;
            if (what === ONLINE[0] || what === OFFLINE[0]) core.network.push(what);
            else core.taps.push(what);
          },
          end: () => {
            core.ended = true;
          },
        };
      },
      inFront: () => this.front,
      tab: this.name,
      now: () => this.now,
      online: () => this.online,
      taps: { tick: TICK, hidden: HIDDEN, online: ONLINE, offline: OFFLINE },
    };
    this.session = new Session(env, {
      view: (view) => this.views.push(view[0] ?? -1),
      given: (file) => this.files.push(file),
      unable: () => {
        this.unable += 1;
      },
    });
  }

  get core() {
    const core = this.cores.at(-1);
    if (!core) throw new Error(`${this.name} has no core`);
    return core;
  }

  die() {
    for (const core of this.cores) core.ended = true;
  }
}

describe("one core for all tabs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("runs the core in the first tab and in no other", () => {
    const browser = new Browser();
    const first = browser.open("first");
    const second = browser.open("second");
    expect(first.cores).toHaveLength(1);
    expect(second.cores).toHaveLength(0);
  });

  it("shows a tab that comes later what is on the screen", () => {
    const browser = new Browser();
    const first = browser.open("first");
    first.core.say({ kind: "view", bytes: bytes(7) });
    const second = browser.open("second");
    expect(second.views).toEqual([7]);
  });

  it("brings a tap of a follower to the core, and the view to both", () => {
    const browser = new Browser();
    const first = browser.open("first");
    const second = browser.open("second");
    second.session.tap(bytes(9));
    expect(first.core.taps).toEqual([9]);
    first.core.say({ kind: "view", bytes: bytes(8) });
    expect(first.views).toEqual([8]);
    expect(second.views).toEqual([8]);
  });

  it("lets a follower take over when the leading tab closes", () => {
    const browser = new Browser();
    browser.open("first");
    const second = browser.open("second");
    const third = browser.open("third");
    browser.close("first");
    expect(second.cores).toHaveLength(1);
    expect(third.cores).toHaveLength(0);
    third.session.tap(bytes(5));
    expect(second.core.taps).toEqual([5]);
  });

  it("gives a file to the tab that asked for it", () => {
    const browser = new Browser();
    const first = browser.open("first");
    const second = browser.open("second");
    const file = { name: "entry.json", mime: "application/fhir+json", bytes: bytes(1, 2) };
    second.session.tap(bytes(9));
    first.core.say({ kind: "export", file });
    expect(first.files).toEqual([]);
    expect(second.files).toEqual([file]);
    first.session.tap(bytes(9));
    first.core.say({ kind: "export", file });
    expect(first.files).toEqual([file]);
    expect(second.files).toHaveLength(1);
  });

  it("starts a new core when one stops on a fault, and hears no more of the old one", () => {
    const browser = new Browser();
    const tab = browser.open("only");
    const old = tab.core;
    old.say({ kind: "stopped", where: "src/x.rs:1" });
    expect(old.ended).toBe(true);
    expect(tab.cores).toHaveLength(2);
    old.say({ kind: "view", bytes: bytes(1) });
    expect(tab.views).toEqual([]);
    tab.core.say({ kind: "view", bytes: bytes(2) });
    expect(tab.views).toEqual([2]);
  });

  it("says that it cannot run, in every tab, when the core keeps stopping", () => {
    const browser = new Browser();
    const first = browser.open("first");
    const second = browser.open("second");
    for (let i = 0; i < 4; i += 1) first.core.say({ kind: "stopped", where: "src/x.rs:1" });
    expect(first.unable).toBe(1);
    expect(second.unable).toBe(1);
    const third = browser.open("third");
    expect(third.unable).toBe(1);
  });

  it("goes on starting a core that stops once an hour", () => {
    const browser = new Browser();
    const tab = browser.open("only");
    for (let i = 0; i < 10; i += 1) {
      tab.now += 3_600_000;
      tab.core.say({ kind: "stopped", where: "src/x.rs:1" });
    }
    expect(tab.unable).toBe(0);
    expect(tab.cores).toHaveLength(11);
  });

  it("tells the core of the background only when no tab is in front", () => {
    const browser = new Browser();
    const first = browser.open("first");
    const second = browser.open("second");
    first.front = false;
    first.session.visibility();
    vi.advanceTimersByTime(1000);
    expect(first.core.taps).toEqual([]);
    second.front = false;
    second.session.visibility();
    vi.advanceTimersByTime(1000);
    expect(first.core.taps).toEqual([2]);
    second.front = true;
    second.session.visibility();
    expect(first.core.taps).toEqual([2, 1]);
  });

  it("tells a new core whether there is a network, and later when that changes, once", () => {
    const browser = new Browser();
    const first = browser.open("first");
    const second = browser.open("second");
    expect(first.core.network).toEqual([3]);
    for (const tab of [first, second]) {
      tab.online = false;
      tab.session.network();
    }
    expect(first.core.network).toEqual([3, 4]);
    browser.close("first");
    expect(second.core.network).toEqual([4]);
  });

  it("does not call a change from one tab to another the background", () => {
    const browser = new Browser();
    const first = browser.open("first");
    const second = browser.open("second");
    second.front = false;
    first.front = false;
    first.session.visibility();
    vi.advanceTimersByTime(100);
    second.front = true;
    second.session.visibility();
    first.session.visibility();
    vi.advanceTimersByTime(1000);
    expect(first.core.taps).not.toContain(2);
  });
});
