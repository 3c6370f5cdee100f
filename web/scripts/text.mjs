// What the patient page says by itself, from its Fluent catalogues, put into the page and its manifest by the build.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { FluentBundle, FluentResource } from "@fluent/bundle";

import { tokenColor } from "./tokens.mjs";

/** The languages of the page, the hospital's own first. */
export const LANGUAGES = ["zh-CN", "en"];

/** The messages of a language: id to text. */
export function pageText(language) {
  const file = fileURLToPath(new URL(`../patient/text/${language}.ftl`, import.meta.url));
  const bundle = new FluentBundle(language, { useIsolating: false });
  const errors = bundle.addResource(new FluentResource(readFileSync(file, "utf8")));
  if (errors.length > 0) throw errors[0];
  const say = (id) => {
    const message = bundle.getMessage(id);
    if (!message?.value) throw new Error(`${language}: no message ${id}`);
    return bundle.formatPattern(message.value);
  };
  return say;
}

const escape = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** The sentence for a browser that cannot run the core, in every language, as HTML that needs no script. */
export function unableHtml() {
  return LANGUAGES.map((language) => {
    const say = pageText(language);
    return [
      `<main class="unable" lang="${language}">`,
      `<h1>${escape(say("unable-title"))}</h1>`,
      `<p>${escape(say("unable-text"))}</p>`,
      `<p><a class="btn primary" href="/">${escape(say("unable-retry"))}</a></p>`,
      `<p><a class="btn danger-line" href="tel:120">${escape(say("unable-call"))}</a></p>`,
      "</main>",
    ].join("");
  }).join("");
}

/** Puts the page's own words into index.html. */
export function pageTextPlugin() {
  const say = pageText(LANGUAGES[0]);
  const values = {
    "app-name": () => escape(say("app-name")),
    "app-description": () => escape(say("app-description")),
    "color-light": () => tokenColor("light", "ground"),
    "color-dark": () => tokenColor("dark", "ground"),
    unable: unableHtml,
  };
  return {
    name: "kangban-page-text",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html.replace(/%([a-z][a-z-]*)%/g, (whole, name) =>
          Object.hasOwn(values, name) ? values[name]() : whole,
        ),
    },
  };
}
