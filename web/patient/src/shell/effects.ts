import { decodeEffects } from "./codec";
import { declined } from "./device";
import type { GivenFile } from "./protocol";

/** Where the core's effects go on a page. */
export interface Home {
  /** There is another view to draw. */
  render(): void;
  /** Offers a file to save. */
  give(file: GivenFile): void;
  /** Answers the request with this id. */
  answer(id: number, bytes: Uint8Array): void;
}

/** Carries out the effects in those bytes. One without a home does not compile. */
export function carryOut(effects: Uint8Array, home: Home) {
  for (const { id, effect } of decodeEffects(effects)) {
    switch (effect.kind) {
      case "Render":
        home.render();
        break;
      case "Export": {
        const { name, mime, bytes } = effect.value;
        home.give({ name, mime, bytes: Uint8Array.from(bytes) });
        break;
      }
      case "Secret":
      case "Notify":
      case "Health":
        home.answer(id, declined(effect.kind));
        break;
      case "Open":
        // A browser's settings have no address.
        break;
      default:
        effect satisfies never;
    }
  }
}
