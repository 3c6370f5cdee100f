// Every golden state, drawn by the real page: each text is found, nothing else is drawn, and each action tells the
// bytes that the core expects.

import { act, fireEvent, render, waitFor } from "@testing-library/react";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";

import { App } from "./App";
import {
  HealthOut,
  NotifyOut,
  PickedFile,
  type Tap,
  type ViewModel,
  deserializeSecretOut,
  serializeSecretOut,
} from "./generated/types/types";
import { Reader, Writer, decodeView, encodeTap, readView } from "./shell/codec";
import { carryOut } from "./shell/effects";
import {
  type GoldenAction,
  type GoldenState,
  drawnTexts,
  fields,
  goldenEffects,
  goldenScreens,
  groups,
  isDeclared,
  newerView,
  packed,
  plain,
  pressable,
  unpacked,
  writeParity,
} from "./testing/golden";

// uPlot draws on a canvas, which jsdom has not.
vi.mock("uplot", () => ({
  default: class {
    over = document.createElement("div");
    redraw() {}
    setSize() {}
    destroy() {}
  },
}));

// jsdom decodes no pictures: what a device hands over stands in the README of the golden files.
vi.mock("./shell/photo", () => ({ preparePhoto: async () => new PickedFile("image/jpeg", [1, 2, 3], 3) }));

const taps: Tap[] = [];
const send = (tap: Tap) => taps.push(tap);
const screens: Record<string, { states: number; texts: number; actions: number }> = {};
const effects: Record<string, string> = {};

beforeEach(() => {
  taps.length = 0;
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  URL.createObjectURL = () => "blob:photo";
  URL.revokeObjectURL = () => undefined;
  vi.stubGlobal("speechSynthesis", { cancel: () => undefined });
});

// A link to the telephone would leave the page.
document.addEventListener("click", (event) => event.preventDefault());

afterAll(() => writeParity({ without: ["camera", "dictation"], screens, effects }));

/** A page has no dictation and no camera of its own: it never says that it has, so it is never asked for them. */
function isOurs(action: GoldenAction, view: ViewModel): boolean {
  if (action.kind === "dictate") return false;
  return action.kind !== "photo" || action.input !== view.chrome.take_photo;
}

function texts(state: GoldenState, view: ViewModel): string[] {
  return state.shown.filter((text) => text !== view.chrome.dictate);
}

describe.each(goldenScreens())("$screen", ({ screen, states }) => {
  it.each(states)("$name: says all that it should and nothing else", (state) => {
    const view = decodeView(unpacked(state.view));
    expect(view.screen.kind).toBe(screen);
    render(<App view={view} send={send} />);
    const drawn = drawnTexts(document.body);
    const whole = plain(document.body.textContent);
    const missing = texts(state, view).map(plain);
    expect(missing.filter((text) => !whole.includes(text) && !drawn.some((one) => one.includes(text)))).toEqual([]);
    const declared = [...state.shown, ...state.behind].map(plain);
    expect(drawn.filter((text) => !isDeclared(text, declared))).toEqual([]);
  });

  it.each(states)("$name: tells what is done", async (state) => {
    const view = decodeView(unpacked(state.view));
    render(<App view={view} send={send} />);
    const wrong: string[] = [];
    const actions = state.actions.filter((action) => isOurs(action, view));
    for (const action of actions) {
      taps.length = 0;
      const { kind, at, input } = action;
      try {
        await done(action);
      } catch (error) {
        wrong.push(`${kind} ${at} ${input}: ${error instanceof Error ? error.message : "?"}`);
        continue;
      }
      const told = taps.map((tap) => packed(encodeTap(tap)));
      const expected = action.event === "" ? [] : [action.event];
      if (told.join() !== expected.join()) wrong.push(`${kind} ${at} ${input}: told ${JSON.stringify(taps)}`);
    }
    expect(wrong).toEqual([]);
    const sum = (screens[screen] ??= { states: 0, texts: 0, actions: 0 });
    sum.states += 1;
    sum.texts += texts(state, view).length;
    sum.actions += actions.length;
  });
});

function one<E>(found: E[], nth: number): E {
  const element = found[nth];
  if (element === undefined) throw new Error(`there are ${found.length}, not ${nth + 1}`);
  return element;
}

function press(element: HTMLElement) {
  fireEvent.click(element.querySelector("input") ?? element);
}

async function done({ kind, at, nth, input }: GoldenAction) {
  switch (kind) {
    case "press": {
      const control = one(pressable(at), nth);
      if (input !== "") expect(control.getAttribute("href")).toBe(`tel:${input.replace(/[^\d+*#]/g, "")}`);
      return press(control);
    }
    case "type":
      return void fireEvent.change(one(fields(at), nth), { target: { value: input } });
    case "leave": {
      const field = one(fields(at), nth);
      act(() => field.focus());
      taps.length = 0;
      return act(() => field.blur());
    }
    case "set": {
      if (fields(at).length === 0) press(one(pressable(at), 0));
      const field = one(fields(at), nth);
      if (field.type !== "range") return void fireEvent.change(field, { target: { value: input } });
      act(() => field.focus());
      fireEvent.keyDown(field, { key: "ArrowRight" });
      return void fireEvent.keyUp(field, { key: "ArrowRight" });
    }
    case "pick": {
      const list = fields(input).filter((field) => field instanceof HTMLSelectElement)[nth];
      if (!list) return press(one(pressable(at, one(groups(input), nth)), 0));
      const options = [...(list as HTMLSelectElement).options];
      const option = options.find((one) => plain(one.textContent).startsWith(plain(at)));
      return void fireEvent.change(list, { target: { value: option?.value ?? "" } });
    }
    case "photo": {
      const tile = one(pressable(at), nth);
      const picker = tile.parentElement?.querySelector<HTMLInputElement>('input[type="file"]');
      if (!picker) throw new Error("it picks no file");
      const opened = vi.spyOn(picker, "click").mockImplementation(() => undefined);
      press(tile);
      expect(opened).toHaveBeenCalledTimes(1);
      fireEvent.change(picker, { target: { files: [new File([], "photo.jpg")] } });
      return waitFor(() => expect(taps).toHaveLength(1));
    }
    case "back":
      return act(() => void window.dispatchEvent(new PopStateEvent("popstate")));
    case "dictate":
      throw new Error("a page does not listen");
    default:
      kind satisfies never;
  }
}

it("a view of a newer core is not drawn by halves: the page says how to get the version that knows it", () => {
  expect(readView(newerView())).toBeUndefined();
});

describe("an effect", () => {
  it.each(goldenEffects())("$name is carried out, or answered that a page cannot", ({ name, request, answer }) => {
    const home = { render: vi.fn(), give: vi.fn(), answer: vi.fn() };
    carryOut(unpacked(request), home);
    const done = [home.render.mock.calls, home.give.mock.calls, home.answer.mock.calls];
    const effect = name.split(".")[0] ?? "";
    switch (effect) {
      case "Render":
        expect(done).toEqual([[[]], [], []]);
        effects[name] = "carried out";
        break;
      case "Export": {
        expect(done).toEqual([[], [[expect.anything()]], []]);
        const { name: file, mime, bytes } = home.give.mock.calls[0]?.[0] ?? {};
        expect([file, mime]).toEqual(["kangban-record.json", "application/fhir+json"]);
        expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({ resourceType: "Observation" });
        effects[name] = "carried out";
        break;
      }
      case "Open":
        expect(done).toEqual([[], [], []]);
        effects[name] = "no such page";
        break;
      default: {
        expect(done).toEqual([[], [], [[REQUEST, expect.anything()]]]);
        expect(readAnswer(effect, home.answer.mock.calls[0]?.[1]).says).toBe("Unavailable");
        // What a phone answers is read the same here.
        expect(packed(readAnswer(effect, unpacked(answer)).again)).toBe(answer);
        effects[name] = "answered: unavailable";
      }
    }
  });
});

/** The id of every golden request. */
const REQUEST = 7;

/** What those bytes answer, and the same bytes written again. */
function readAnswer(effect: string, bytes: Uint8Array): { says: string; again: Uint8Array } {
  const writer = new Writer();
  const reader = new Reader(bytes);
  if (effect === "Secret") {
    const out = deserializeSecretOut(reader);
    serializeSecretOut(out, writer);
    return { says: out.kind, again: writer.getBytes() };
  }
  const out = effect === "Notify" ? NotifyOut.deserialize(reader) : HealthOut.deserialize(reader);
  out.serialize(writer);
  return { says: out.consent.kind, again: writer.getBytes() };
}
