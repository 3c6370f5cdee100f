// Looking at a screen: accessibility, width, a picture.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const PICTURES = fileURLToPath(new URL('../../../out/screenshots/', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(PICTURES, { recursive: true });

/** What axe-core finds wrong, one line each. */
export async function violations(page) {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}: ${node.failureSummary.split("\n").slice(1).join(";")}`));
}

/** Takes the picture `name`; says what axe-core finds, and whether the screen scrolls sideways. */
export async function look(page, name) {
  // Transitions would be judged half-way through.
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  await page.screenshot({ path: `${PICTURES}${name}.png` });
  // At the end of the page nothing stands half behind what is docked at the bottom.
  await page.evaluate(() => globalThis.scrollTo(0, document.documentElement.scrollHeight));
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    return root.scrollWidth > root.clientWidth ? [`it is ${root.scrollWidth} px wide in a window of ${root.clientWidth}`] : [];
  });
  return [...wide, ...(await violations(page))].map((fault) => `${name}: ${fault}`);
}
