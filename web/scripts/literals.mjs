// Fails when a component holds a sentence of its own: text for people comes from the core or from a catalogue.
//
// What counts as text: words between JSX tags, and words in an attribute that is read out or shown.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

const SHOWN = new Set([
  "aria-label",
  "aria-description",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
  "alt",
  "label",
  "title",
  "placeholder",
  "description",
  "errorMessage",
  "content",
  "text",
  "heading",
  "detail",
]);
const words = /\p{L}/u;

/** The texts in a component's source: [{line, text}]. */
export function literalsIn(path, source) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = [];
  const report = (node, text) => {
    if (!words.test(text)) return;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ line: line + 1, text: text.trim().replace(/\s+/g, " ") });
  };
  // The texts that an expression can come out as: of a condition both sides, of a template its fixed parts.
  const outcomes = (node) => {
    if (ts.isStringLiteralLike(node)) return report(node, node.text);
    if (ts.isTemplateExpression(node)) {
      report(node, [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" "));
      return node.templateSpans.forEach((span) => outcomes(span.expression));
    }
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].forEach(outcomes);
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
      return outcomes(node.expression);
    }
    if (ts.isCallExpression(node)) {
      // {rows.map(() => "…")} comes out as text too.
      const made = node.arguments.filter(ts.isArrowFunction).map((made) => made.body);
      return made.filter((body) => !ts.isBlock(body)).forEach(outcomes);
    }
    if (ts.isBinaryExpression(node)) {
      const joins = [
        ts.SyntaxKind.PlusToken,
        ts.SyntaxKind.BarBarToken,
        ts.SyntaxKind.QuestionQuestionToken,
        ts.SyntaxKind.AmpersandAmpersandToken,
      ];
      if (joins.includes(node.operatorToken.kind)) [node.left, node.right].forEach(outcomes);
    }
    return undefined;
  };
  const visit = (node) => {
    if (ts.isJsxText(node)) report(node, node.text);
    else if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
      outcomes(node.expression);
    else if (ts.isJsxAttribute(node) && SHOWN.has(node.name.getText(file)) && node.initializer) {
      const value = node.initializer;
      if (ts.isStringLiteral(value)) report(value, value.text);
      else if (ts.isJsxExpression(value) && value.expression) outcomes(value.expression);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The components below a folder, without tests and without what is generated. */
export function components(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".tsx") && !entry.name.endsWith(".test.tsx"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/generated/") && !path.includes("/testing/"));
}

const folders = process.argv[1]?.endsWith("literals.mjs") ? process.argv.slice(2) : [];
let failed = 0;
let seen = 0;
for (const folder of folders) {
  for (const path of components(folder)) {
    seen += 1;
    for (const { line, text } of literalsIn(path, readFileSync(path, "utf8"))) {
      failed += 1;
      console.error(`${path}:${line}: text of its own: "${text}"`);
    }
  }
}
if (folders.length > 0 && seen === 0) {
  console.error("literals: no component found");
  failed += 1;
}
if (failed > 0) process.exit(1);
