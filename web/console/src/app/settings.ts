import type { Language } from "../fhir/read";
import { createStore } from "../live/store";

export type Theme = "system" | "light" | "dark";

/** How this browser shows the console. Nothing of a patient is in it. */
export interface Settings {
  language: Language;
  theme: Theme;
  /** Single-key shortcuts. */
  keys: boolean;
}

const KEY = "kangban.console.settings";

export const settings = createStore<Settings>(load());
settings.subscribe(() => {
  apply(settings.get());
  save(settings.get());
});

/** Puts language and theme where CSS and assistive technology look for them. */
export function apply({ language, theme }: Settings): void {
  document.documentElement.lang = language;
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

function load(): Settings {
  const first: Settings = {
    language: navigator.language.startsWith("zh") ? "zh-CN" : "en",
    theme: "system",
    keys: true,
  };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Settings>;
    return {
      language: kept.language === "en" || kept.language === "zh-CN" ? kept.language : first.language,
      theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : first.theme,
      keys: kept.keys ?? first.keys,
    };
  } catch {
    return first;
  }
}

function save(now: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
  } catch {
    // A browser that keeps nothing still shows what was chosen, until it is closed.
  }
}
