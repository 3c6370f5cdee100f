import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { tokensPlugin } from "./scripts/tokens.mjs";

export default defineConfig({
  plugins: [react(), tokensPlugin()],
  test: {
    environment: "jsdom",
    include: ["{kit,patient,console}/src/**/*.test.{ts,tsx}", "scripts/*.test.mjs"],
    setupFiles: ["./kit/src/testing/setup.ts"],
    css: false,
    restoreMocks: true,
    testTimeout: 20_000,
  },
});
