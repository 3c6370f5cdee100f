// The design tokens as CSS custom properties. kit/tokens.json is the only place where a value is written down.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../kit/tokens.json", import.meta.url));

const px = (n) => (n === 0 ? "0" : `${n}px`);
const rem = (n) => `${n / 16}rem`;
const block = (selector, rows) => `${selector} {\n${rows.map(([k, v]) => `  --${k}: ${v};`).join("\n")}\n}\n`;

/** The custom properties of every theme and mode. Text sizes are in rem, so that a reader's own text size counts. */
export function tokensCss(tokens = JSON.parse(readFileSync(file, "utf8"))) {
  const { color, type, space, radius, target, motion, shadow, icon } = tokens;
  const sizes = (mode) => Object.entries(type[mode]).map(([name, value]) => [name, rem(value)]);
  const theme = (name) => [...Object.entries(color[name]), ["shadow", shadow[name]], ["color-scheme", name]];
  const fixed = [
    ["family", type.family],
    ["w-text", type.weight.text],
    ["w-strong", type.weight.strong],
    ["leading", type.leading],
    ["leading-tight", type["leading-tight"]],
    ...space.map((value) => [`s${value}`, px(value)]),
    ...Object.entries(radius).map(([name, value]) => [`r-${name}`, px(value)]),
    ["quick", `${motion.quick}ms`],
    ["normal", `${motion.normal}ms`],
  ];
  const mode = (name) => [
    ...sizes(name),
    ["target", px(target[name] ?? target["desk-bar"])],
    ["target-primary", px(name === "elders" ? target["primary-elders"] : target.primary)],
    ["icon", px(name === "elders" ? icon.elders : icon.standard)],
    ["icon-stroke", name === "elders" ? icon["stroke-elders"] : icon.stroke],
  ];
  return [
    block(":root", [...fixed, ...theme("light"), ...mode("standard")]),
    `@media (prefers-color-scheme: dark) {\n${block(":root", theme("dark"))}}\n`,
    block(':root[data-theme="light"]', theme("light")),
    block(':root[data-theme="dark"]', theme("dark")),
    block(':root[data-mode="elders"]', mode("elders")),
    block(':root[data-mode="desk"]', mode("desk")),
    block(":root:lang(en)", [["family", type["family-en"]]]),
    ":root { color-scheme: var(--color-scheme); }\n",
  ].join("");
}

/** The colour of a theme, for what is not CSS: the manifest and the browser's own frame. */
export function tokenColor(theme, name) {
  return JSON.parse(readFileSync(file, "utf8")).color[theme][name];
}

/** Lets a page import the tokens as `virtual:kangban/tokens.css`. */
export function tokensPlugin() {
  const id = "virtual:kangban/tokens.css";
  return {
    name: "kangban-tokens",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(resolved) {
      if (resolved !== `\0${id}`) return undefined;
      this.addWatchFile(file);
      return tokensCss();
    },
  };
}
