/** A file that the core gives to the person. */
export interface GivenFile {
  name: string;
  mime: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What the worker tells the tab that started it. */
export type FromCore =
  | { kind: "view"; bytes: Uint8Array }
  | { kind: "export"; file: GivenFile }
  /** The core has stopped on a fault of its own. All that it said was saved is on disk. */
  | { kind: "stopped"; where: string }
  /** The core cannot run in this browser. */
  | { kind: "unable"; why: string };

/** What a tab tells the worker. */
export interface ToCore {
  tap: Uint8Array<ArrayBuffer>;
}

/** What tabs tell each other. */
export type BetweenTabs =
  /** A new tab wants to see the view. */
  | { kind: "hello" }
  | { kind: "tap"; tab: string; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "view"; bytes: Uint8Array }
  | { kind: "export"; tab: string; file: GivenFile }
  | { kind: "unable" }
  /** A tab went to the background. Is another one in front? */
  | { kind: "hidden" }
  | { kind: "is-one-in-front" }
  | { kind: "in-front" };
