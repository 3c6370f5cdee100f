import { Icon } from "@kangban/kit";
import { useEffect } from "react";
import { Button as Pressable } from "react-aria-components";

import type { PinPad as Pad } from "../generated/types/types";
import { useSend } from "./send";

const KEYS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The keys of a PIN. Digits are never spoken back: only how many there are. */
export function PinPad({ pad }: { pad: Pad }) {
  const { lock } = useSend();
  const press = (digit: number) => lock({ kind: "Digit", value: digit });
  usePhysicalKeys(press, () => lock({ kind: "Erased" }));
  return (
    <div className="pin">
      <div className="dots" aria-hidden="true">
        {Array.from({ length: pad.length }, (_, i) => (
          <i key={i} className={i < pad.filled ? "on" : ""} />
        ))}
      </div>
      <p className="vh" role="status">
        {pad.progress}
      </p>
      <p className="pin-error" role="alert">
        {pad.error}
      </p>
      <div className={`keys${pad.ready ? "" : " off"}`}>
        {KEYS.map((digit) => (
          <Key key={digit} ready={pad.ready} onPress={() => press(digit)} digit={digit} />
        ))}
        <span />
        <Key ready={pad.ready} onPress={() => press(0)} digit={0} />
        <Pressable
          className="key plain"
          aria-label={pad.backspace}
          isDisabled={!pad.ready}
          onPress={() => lock({ kind: "Erased" })}
        >
          <Icon name="backspace" />
        </Pressable>
      </div>
    </div>
  );
}

function Key({ digit, ready, onPress }: { digit: number; ready: boolean; onPress: () => void }) {
  return (
    <Pressable className="key" isDisabled={!ready} onPress={onPress}>
      {digit}
    </Pressable>
  );
}

/** A keyboard types the PIN too, wherever the focus is. */
function usePhysicalKeys(digit: (digit: number) => void, erase: () => void) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^\d$/.test(event.key)) digit(Number(event.key));
      else if (event.key === "Backspace") erase();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
}
