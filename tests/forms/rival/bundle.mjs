// The renderer is made for bundlers: one file of it for Node, without styles and fonts.
import { build } from "esbuild";

await build({
  stdin: {
    contents: 'export { buildForm, getResponse, questionnaireStore } from "@aehrc/smart-forms-renderer";',
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  platform: "node",
  format: "cjs",
  mainFields: ["browser", "module", "main"],
  conditions: ["browser"],
  loader: { ".css": "empty", ".woff": "empty", ".woff2": "empty", ".svg": "empty" },
  define: { "process.env.NODE_ENV": '"production"' },
  outfile: "node_modules/.cache/rival.cjs",
  logLevel: "error",
});
