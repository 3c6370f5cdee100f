import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { FluentResource } from "@fluent/bundle";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const here = join(import.meta.dirname, "..");
const source = (language: string): string => readFileSync(join(here, `../text/${language}.ftl`), "utf8");

/** Each message with the arguments that it takes, those of messages it refers to included. */
function messages(language: string): Map<string, Set<string>> {
  const resource = new FluentResource(source(language));
  const raw = new Map(resource.body.map((message) => [message.id, message.value] as const));
  const collect = (node: unknown, into: Set<string>): Set<string> => {
    if (Array.isArray(node)) node.forEach((one) => collect(one, into));
    else if (typeof node === "object" && node !== null) {
      const { type, name } = node as { type?: string; name?: string };
      if (type === "var" && name) into.add(name);
      if (type === "mesg" && name) collect(raw.get(name), into);
      Object.values(node).forEach((one) => collect(one, into));
    }
    return into;
  };
  return new Map([...raw].map(([id, value]) => [id, collect(value, new Set())]));
}

interface Use {
  id: string;
  given: Set<string>;
  place: string;
}

/** Every `t("id", {…})` of the console's own code. */
function uses(): Use[] {
  const files = readdirSync(here, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name));
  return files.flatMap((path) => {
    const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
    const found: Use[] = [];
    const ids = (node: ts.Node): string[] => {
      if (ts.isStringLiteralLike(node)) return [node.text];
      if (ts.isConditionalExpression(node)) return [...ids(node.whenTrue), ...ids(node.whenFalse)];
      throw new Error(`${path}: a message must be named where it is used: ${node.getText(file)}`);
    };
    const visit = (node: ts.Node): void => {
      ts.forEachChild(node, visit);
      if (!ts.isCallExpression(node)) return;
      const callee = node.expression;
      const says =
        (ts.isIdentifier(callee) && callee.text === "t") ||
        (ts.isPropertyAccessExpression(callee) && callee.name.text === "t");
      const [first, second] = node.arguments;
      if (!says || first === undefined) return;
      const given = new Set<string>();
      if (second !== undefined) {
        const spread = ts.isIdentifier(second) ? declared(file, second.text) : second;
        if (!spread || !ts.isObjectLiteralExpression(spread)) throw new Error(`${path}: arguments must be written out`);
        for (const property of spread.properties) given.add(property.name?.getText(file) ?? "…");
      }
      for (const id of ids(first)) found.push({ id, given, place: path });
    };
    visit(file);
    return found;
  });
}

/** The object that a constant of this file was set to. */
function declared(file: ts.SourceFile, name: string): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText(file) === name) found = node.initializer;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe("the catalogue", () => {
  const zh = messages("zh-CN");
  const en = messages("en");

  it("loses no line of its sources to a mistake in writing", () => {
    for (const language of ["zh-CN", "en"]) {
      const written = source(language).match(/^[a-z][a-z-]* =/gm) ?? [];
      expect(messages(language).size, language).toBe(written.length);
    }
  });

  it("has the same messages with the same arguments in both languages", () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    for (const [id, given] of zh) {
      // A language may say less of a thing that it need not tell apart, never something that it is not given.
      const other = en.get(id) ?? new Set();
      expect(
        [...other].filter((one) => !given.has(one)),
        id,
      ).toEqual([]);
      expect(
        [...given].filter((one) => !other.has(one)),
        id,
      ).toEqual([]);
    }
  });

  it("has every message that is used, with just the arguments that are given, and none that is not used", () => {
    const used = uses();
    for (const { id, given, place } of used) {
      expect([...zh.keys()], place).toContain(id);
      expect([...given].sort(), `${id} in ${place}`).toEqual([...(zh.get(id) ?? [])].sort());
    }
    const named = new Set(used.map((one) => one.id));
    expect([...zh.keys()].filter((id) => !named.has(id))).toEqual([]);
  });
});
