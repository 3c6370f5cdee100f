import { HealthOut, NotifyOut, type SecretOut, serializeSecretOut } from "../generated/types/types";
import { Writer } from "./codec";

/** What only a phone can do. The page tells the core so at its start, and answers whoever asks all the same. */
export type PhoneOnly = "Secret" | "Notify" | "Health";

/** The answer that this device cannot, as bincode. */
export function declined(effect: PhoneOnly): Uint8Array {
  const writer = new Writer();
  answers[effect](writer);
  return writer.getBytes();
}

const answers: Record<PhoneOnly, (writer: Writer) => void> = {
  Secret: (writer) => {
    const out: SecretOut = { kind: "Unavailable" };
    serializeSecretOut(out, writer);
  },
  Notify: (writer) => new NotifyOut({ kind: "Unavailable" }, false).serialize(writer),
  Health: (writer) => new HealthOut({ kind: "Unavailable" }, [], false).serialize(writer),
};
