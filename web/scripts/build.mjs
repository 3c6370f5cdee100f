// Builds both pages, or the one that is named, into web/dist and puts a .gz beside every file that gets smaller by it.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";

import { build } from "vite";

const web = fileURLToPath(new URL("..", import.meta.url));
const already = /\.(png|gz|woff2|jpg)$/;

const only = process.argv[2];
for (const name of only ? [only] : ["patient", "console"]) {
  await build({ configFile: join(web, name, "vite.config.mjs"), logLevel: "warn" });
  compress(join(web, "dist", name));
}

function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || already.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const plain = readFileSync(path);
    const small = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION });
    if (small.length < plain.length) writeFileSync(`${path}.gz`, small);
  }
}
