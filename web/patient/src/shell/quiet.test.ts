// @vitest-environment node
import { describe, expect, it } from "vitest";

import type { LockView, Screen } from "../generated/types/types";
import { samples } from "../testing/samples";
import { isQuiet } from "./quiet";

const views = samples("en");
const lock = (change: (view: LockView) => void): Screen => {
  const { screen } = samples("en").Lock;
  if (screen.kind !== "Lock") throw new Error("no lock");
  Object.assign(screen.value.pad, { filled: 0, error: "" });
  change(screen.value);
  return screen;
};

describe("a new version of the page is taken", () => {
  it("while the PIN pad waits with nothing typed", () => {
    expect(isQuiet(lock(() => undefined))).toBe(true);
  });

  it("never over half a PIN, a vault that is being opened, or a sentence that was not read", () => {
    expect(isQuiet(lock((view) => (view.pad.filled = 1)))).toBe(false);
    expect(isQuiet(lock((view) => (view.busy = true)))).toBe(false);
    expect(isQuiet(lock((view) => (view.pad.error = "Wrong PIN")))).toBe(false);
    expect(isQuiet(lock((view) => (view.wait = "Wait 30 seconds")))).toBe(false);
    expect(isQuiet(lock((view) => (view.forgot_text = "Ask the ward")))).toBe(false);
  });

  it("on no other screen", () => {
    for (const [kind, view] of Object.entries(views)) {
      if (kind !== "Lock") expect(isQuiet(view.screen), kind).toBe(false);
    }
  });
});
