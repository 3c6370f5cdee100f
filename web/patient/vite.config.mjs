import { VitePWA } from "vite-plugin-pwa";

import { page } from "../scripts/page.mjs";
import { LANGUAGES, pageText, pageTextPlugin } from "../scripts/text.mjs";
import { tokenColor } from "../scripts/tokens.mjs";

const say = pageText(LANGUAGES[0]);

export default page("patient", "/", [
  pageTextPlugin(),
  VitePWA({
    // A new version waits until nobody is in the middle of anything: src/shell/update.ts takes it then.
    registerType: "prompt",
    injectRegister: false,
    includeAssets: [],
    manifest: {
      id: "/",
      name: say("app-name"),
      short_name: say("app-name"),
      description: say("app-description"),
      lang: LANGUAGES[0],
      start_url: "/",
      scope: "/",
      display: "standalone",
      background_color: tokenColor("light", "ground"),
      theme_color: tokenColor("light", "ground"),
      icons: [
        { src: "icon-192.png", sizes: "192x192", type: "image/png" },
        { src: "icon-512.png", sizes: "512x512", type: "image/png" },
        { src: "icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        { src: "icon.svg", sizes: "any", type: "image/svg+xml" },
      ],
    },
    workbox: {
      globPatterns: ["**/*.{html,js,css,wasm,svg,png,webmanifest}"],
      // The core is one file, and without it nothing opens.
      maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
      navigateFallback: "/index.html",
      // The hospital and the care team's page are not this page.
      navigateFallbackDenylist: [/^\/(fhir|oauth|console|\.well-known)(\/|$)/],
      cleanupOutdatedCaches: true,
      sourcemap: false,
    },
  }),
]);
