// Answers one question of a form over and over with Smart Forms' own engine. In: {questionnaire, first: {linkId, value},
// then: {linkId, values}, calculated} as JSON on standard input. Out: milliseconds to build, and of each answer until
// what is calculated has settled; and what was calculated last.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

import { JSDOM } from "jsdom";

import "./bundle.mjs";

const { questionnaire, first, then, calculated } = JSON.parse(await text(process.stdin));
const page = new JSDOM("<!doctype html>", { url: "http://127.0.0.1/" }).window;
globalThis.window = page;
for (const name of ["document", "HTMLElement", "Element", "Node", "localStorage", "sessionStorage", "location", "DOMParser"]) {
  if (!(name in globalThis)) globalThis[name] = page[name];
}
// No terminology server: every question to one fails at once.
globalThis.fetch = page.fetch = async () => {
  throw new Error("offline");
};
console.warn = console.error = () => {};

const forms = createRequire(import.meta.url)("./node_modules/.cache/rival.cjs");
const store = forms.questionnaireStore;

/** The linkIds from the root to an item. */
function place(items, linkId) {
  for (const item of items ?? []) {
    if (item.linkId === linkId) return [linkId];
    const below = place(item.item, linkId);
    if (below) return [item.linkId, ...below];
  }
  return undefined;
}

/** The response's item in that place, made when it is wanted. */
function itemAt(response, path, make) {
  let [asked, node] = [questionnaire, response];
  for (const linkId of path) {
    const order = new Map(asked.item.map((item, at) => [item.linkId, at]));
    let next = node.item?.find((item) => item.linkId === linkId);
    if (!next && !make) return undefined;
    if (!next) {
      next = { linkId };
      node.item = [...(node.item ?? []), next].sort((one, other) => order.get(one.linkId) - order.get(other.linkId));
    }
    asked = asked.item.find((item) => item.linkId === linkId);
    node = next;
  }
  return node;
}

async function answer(linkId, value) {
  const began = performance.now();
  const response = structuredClone(forms.getResponse());
  itemAt(response, place(questionnaire.item, linkId), true).answer = [value];
  await store.getState().updateExpressions(response, false);
  return performance.now() - began;
}

const began = performance.now();
await forms.buildForm({ questionnaire, terminologyServerUrl: "http://127.0.0.1:9/fhir" });
const built = performance.now() - began;
await answer(first.linkId, first.value);
const times = [];
for (const value of then.values) times.push(await answer(then.linkId, value));
const last = itemAt(forms.getResponse(), place(questionnaire.item, calculated), false)?.answer?.[0];
process.stdout.write(JSON.stringify({ built, times, last }), () => process.exit(0));
