import { registerSW } from "virtual:pwa-register";

/**
 * Keeps the page in the browser's cache, so that it opens without a network, and takes a new version at a moment when
 * nobody is in the middle of anything. `quiet` says whether this is one.
 */
export function keepOffline(): { quiet(now: boolean): void } {
  let waiting = false;
  let quiet = false;
  const take = registerSW({
    immediate: true,
    onNeedRefresh() {
      waiting = true;
      if (quiet) void take(true);
    },
    onRegisteredSW(_url, registration) {
      // A page that stays open for days asks now and then.
      if (registration) setInterval(() => void registration.update().catch(() => undefined), 6 * 3600_000);
    },
  });
  return {
    quiet(now) {
      quiet = now;
      if (quiet && waiting) void take(true);
    },
  };
}
