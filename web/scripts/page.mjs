// What the builds of both pages have in common.

import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";

import { tokensPlugin } from "./tokens.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The Vite configuration of the page in `web/NAME`, served at `base`, written to `web/dist/NAME`. */
export function page(name, base, plugins = []) {
  return {
    root: here(`../${name}`),
    base,
    plugins: [react(), tokensPlugin(), ...plugins],
    worker: { format: "es" },
    build: {
      outDir: here(`../dist/${name}`),
      emptyOutDir: true,
      target: "es2022",
      // The pages' policy allows no inline script, and a data: URL saves nothing after gzip.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
    },
  };
}
