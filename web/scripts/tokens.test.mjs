// @vitest-environment node
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { LANGUAGES, pageText, unableHtml } from "./text.mjs";
import { tokensCss } from "./tokens.mjs";

const web = fileURLToPath(new URL("..", import.meta.url));
const tokens = JSON.parse(readFileSync(join(web, "kit/tokens.json"), "utf8"));

describe("the tokens", () => {
  it("are the same colours in the light and in the dark", () => {
    expect(Object.keys(tokens.color.dark)).toEqual(Object.keys(tokens.color.light));
  });

  it("hold text to 4.5:1 and the edges of controls to 3:1, in both themes", () => {
    for (const theme of ["light", "dark"]) {
      const c = tokens.color[theme];
      for (const ground of ["ground", "surface", "raised"]) {
        for (const ink of ["ink", "ink-2", "ink-3"])
          expect(contrast(c[ink], c[ground]), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(c["line-strong"], c[ground])).toBeGreaterThanOrEqual(3);
      }
      for (const role of ["urgent", "caution", "info", "good"]) {
        expect(contrast(c[role], c[`${role}-soft`]), role).toBeGreaterThanOrEqual(4.5);
        expect(contrast(c.ink, c[`${role}-soft`]), role).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(c["on-brand"], c.brand)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(c["brand-strong"], c["brand-soft"])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(c["on-urgent"], c.urgent)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("keep every text of elders' mode at 18 px or more, and every target at 60 px or more", () => {
    for (const size of Object.values(tokens.type.elders)) expect(size).toBeGreaterThanOrEqual(18);
    expect(tokens.target.elders).toBeGreaterThanOrEqual(60);
    expect(tokens.target["primary-elders"]).toBeGreaterThanOrEqual(60);
  });

  it("have a value for every property that a style sheet of the kit or of the patient page asks for", () => {
    const declared = (css) => [...css.matchAll(/--([a-z0-9-]+):/g)].map(([, name]) => name);
    const tokensKnown = declared(tokensCss());
    for (const sheet of ["kit/src/kit.css", "patient/src/patient.css", "patient/src/form.css"]) {
      const css = readFileSync(join(web, sheet), "utf8");
      const used = [...css.matchAll(/var\(--([a-z0-9-]+)\)/g)].map(([, name]) => name);
      expect(used.length).toBeGreaterThan(25);
      const known = new Set([...tokensKnown, ...declared(css)]);
      expect(
        used.filter((name) => !known.has(name)),
        sheet,
      ).toEqual([]);
    }
  });

  it("are the only place with a colour", () => {
    const sheets = readdirSync(web, { recursive: true })
      .filter((path) => /^(kit|patient)\/src\/.*\.(css|tsx?)$/.test(path) && !path.includes("generated"))
      .filter((path) => !path.includes(".test."));
    expect(sheets.length).toBeGreaterThan(20);
    for (const path of sheets) {
      expect(readFileSync(join(web, path), "utf8"), path).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/i);
    }
  });
});

describe("what the page says by itself", () => {
  it("is there in every language, the same messages in each", () => {
    const ids = LANGUAGES.map((language) => {
      const source = readFileSync(join(web, "patient/text", `${language}.ftl`), "utf8");
      return [...source.matchAll(/^([a-z][a-z-]*) =/gm)].map(([, id]) => id);
    });
    expect(ids[0].length).toBeGreaterThan(3);
    for (const list of ids) expect(list).toEqual(ids[0]);
    for (const language of LANGUAGES) for (const id of ids[0]) expect(pageText(language)(id)).not.toBe("");
  });

  it("tells in both languages why it cannot open, and whom to call", () => {
    const html = unableHtml();
    for (const language of LANGUAGES) {
      expect(html).toContain(`lang="${language}"`);
      expect(html).toContain(pageText(language)("unable-title"));
    }
    expect(html).toContain('href="tel:120"');
  });
});

function contrast(a, b) {
  const light = (hex) => {
    const [r, g, bl] = [1, 3, 5]
      .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  const [hi, lo] = [light(a), light(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
}
