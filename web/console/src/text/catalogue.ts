import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

import en from "../../text/en.ftl?raw";
import zh from "../../text/zh-CN.ftl?raw";
import type { Language } from "../fhir/read";

export type Arguments = Record<string, FluentVariable>;
/** A message of the catalogue in the reader's language. */
export type Say = (id: string, args?: Arguments) => string;

const SOURCES: Record<Language, string> = { "zh-CN": zh, en };

/** The catalogue of one language. A test proves that every message is there; a hole would show its name. */
export function catalogue(language: Language): Say {
  // Both languages run from left to right: isolation marks would only get in the way of copying.
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(SOURCES[language]));
  return (id, args) => {
    const message = bundle.getMessage(id);
    return message?.value ? bundle.formatPattern(message.value, args ?? null) : id;
  };
}
