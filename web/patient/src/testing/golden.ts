// The golden files, and how to find on a drawn page what they name. tests/shells/README.md says what stands in them.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../../..");
const FOLDER = join(ROOT, "tests/shells/golden");

export interface GoldenAction {
  kind: "press" | "type" | "leave" | "set" | "pick" | "photo" | "dictate" | "back";
  at: string;
  nth: number;
  input: string;
  event: string;
}

export interface GoldenState {
  name: string;
  language: string;
  view: string;
  shown: string[];
  behind: string[];
  actions: GoldenAction[];
}

export interface GoldenScreen {
  screen: string;
  states: GoldenState[];
}

export interface GoldenEffect {
  name: string;
  request: string;
  answer: string;
  given: Record<string, unknown>;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as T;
}

/** Every screen's file. */
export function goldenScreens(): GoldenScreen[] {
  const apart = ["effects.json", "newer.json"];
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json") && !apart.includes(name));
  return names.map((name) => read<GoldenScreen>(name));
}

export function goldenEffects(): GoldenEffect[] {
  return read<{ effects: GoldenEffect[] }>("effects.json").effects;
}

/** The bytes of a view with a screen that is not known here. */
export function newerView(): Uint8Array {
  return unpacked(read<{ view: string }>("newer.json").view);
}

export function unpacked(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, "base64"));
}

export function packed(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** Writes what was proven, for the table of all shells. */
export function writeParity(proven: object) {
  const folder = join(ROOT, "out/parity");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "web.json"), `${JSON.stringify({ shell: "web", ...proven }, null, 2)}\n`);
}

/** White space as one blank, as a page draws it. */
export function plain(text: string | null | undefined): string {
  return (text ?? "").replace(/\s+/g, " ").trim();
}

/** What react-aria adds to a sheet for a screen reader to leave it by, named in the page's language by itself. */
const HIDDEN_WAY_OUT = '.sheet button[tabindex="-1"]:not([class])';

/** Every text of the page: what is seen, what stands in fields, what is only heard. */
export function drawnTexts(root: HTMLElement): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(plain(walker.currentNode.textContent));
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (element.matches(HIDDEN_WAY_OUT)) continue;
    for (const name of ["aria-label", "aria-valuetext", "alt", "placeholder", "title"]) {
      texts.push(plain(element.getAttribute(name)));
    }
    if (element instanceof HTMLTextAreaElement) texts.push(plain(element.value));
    // A radio's value is an id, a date's is drawn by the browser in its own way.
    if (element instanceof HTMLInputElement && element.type === "text") texts.push(plain(element.value));
  }
  return [...new Set(texts)].filter((text) => text !== "");
}

/** Whether a drawn text is declared: a part of a declared one, or made of declared ones and what joins them. */
export function isDeclared(text: string, declared: string[]): boolean {
  if (declared.some((one) => one.includes(text))) return true;
  let rest = text;
  for (const one of [...declared].sort((a, b) => b.length - a.length)) rest = rest.split(one).join(" ");
  return /^[\s·/,:()]*$/.test(rest);
}

/** Whether something that lies over the page keeps one from it. */
function isCovered(element: Element): boolean {
  return element.closest('[aria-hidden="true"], [inert]') !== null;
}

/** The elements that are named `at`, by one of their texts or as a whole; else those whose name holds it. */
function named<E extends Element>(elements: E[], at: string, texts: (element: E) => string[]): E[] {
  const reached = elements.filter((element) => !isCovered(element));
  const exact = reached.filter((element) => texts(element).includes(at));
  if (exact.length > 0) return exact;
  return reached.filter((element) => texts(element).some((text) => text.includes(at)));
}

/** The texts of an element one by one, and all of them as one. */
function textsOf(element: Element): string[] {
  const texts = [plain(element.getAttribute("aria-label")), plain(element.textContent)];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(plain(walker.currentNode.textContent));
  for (const input of element.querySelectorAll("input")) texts.push(plain(input.getAttribute("aria-label")));
  return texts.filter((text) => text !== "");
}

const PRESSED = 'button, a[href], label:has(input[type="radio"]), label:has(input[type="checkbox"])';

/** What can be pressed by this name. */
export function pressable(at: string, within: ParentNode = document): HTMLElement[] {
  return named([...within.querySelectorAll<HTMLElement>(PRESSED)], plain(at), textsOf);
}

function fieldNames(field: Element): string[] {
  const by = (field.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
  const labels = field instanceof HTMLInputElement ? [...(field.labels ?? [])] : [];
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) labels.push(...field.labels);
  const elements = [...by, ...labels].filter((element) => element !== null);
  return [plain(field.getAttribute("aria-label")), ...elements.flatMap(textsOf)].filter((text) => text !== "");
}

export type FieldElement = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const FIELDS = 'input:not([type="radio"], [type="checkbox"], [type="file"]), textarea, select';

/** The fields of this name. */
export function fields(at: string): FieldElement[] {
  return named([...document.querySelectorAll<FieldElement>(FIELDS)], plain(at), fieldNames);
}

/** The groups of options of this name. */
export function groups(at: string): HTMLElement[] {
  return named([...document.querySelectorAll<HTMLElement>('[role="radiogroup"]')], plain(at), fieldNames);
}
