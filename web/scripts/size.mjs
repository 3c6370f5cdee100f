// What a visitor downloads, file by file, as it goes over the wire: the .gz where there is one.

import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const json = process.argv.includes("--json");
const result = {};

for (const page of ["patient", "console"]) {
  const folder = join(dist, page);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const sent = new Map();
  for (const file of files) {
    const plain = file.replace(/\.gz$/, "");
    const size = statSync(file).size;
    sent.set(plain, Math.min(sent.get(plain) ?? Infinity, size));
  }
  const rows = [...sent].map(([file, size]) => [relative(folder, file), size]).sort((a, b) => b[1] - a[1]);
  result[page] = rows.reduce((sum, [, size]) => sum + size, 0);
  if (!json) {
    console.log(`${page}: ${(result[page] / 1024).toFixed(1)} KiB`);
    for (const [file, size] of rows) console.log(`  ${(size / 1024).toFixed(1).padStart(8)}  ${file}`);
  }
}
if (json) console.log(JSON.stringify(result));
