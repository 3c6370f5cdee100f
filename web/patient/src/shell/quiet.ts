import type { Screen } from "../generated/types/types";

/** Whether nobody is in the middle of anything: the PIN pad waits, with nothing typed and nothing to read first. */
export function isQuiet(screen: Screen): boolean {
  if (screen.kind !== "Lock") return false;
  const { pad, busy, wait, forgot_text } = screen.value;
  return pad.filled === 0 && pad.error === "" && !busy && wait === "" && forgot_text === "";
}
