import type { CodeableConcept, Coding, Element, Extension, HumanName, Reference } from "./types";
import { TRANSLATION } from "./terms";

export type Language = "zh-CN" | "en";

/** A text in both languages. */
export interface Bilingual {
  zh: string;
  en: string;
}

export function inLanguage(text: Bilingual, language: Language): string {
  return language === "en" ? text.en : text.zh;
}

/** A primitive with its translation. Without one, the same text serves both. */
export function bilingual(text: string | undefined, sibling: Element | undefined): Bilingual {
  const zh = text ?? "";
  const translation = extensions(sibling, TRANSLATION).find((one) => inner(one, "lang")?.valueCode?.startsWith("en"));
  return { zh, en: (translation && inner(translation, "content")?.valueString) ?? zh };
}

/** A concept in words. A text without a translation is in its writer's language: the display serves English then. */
export function concept(concept: CodeableConcept | undefined): Bilingual {
  const display = concept?.coding?.find((coding) => coding.display)?.display;
  const words = bilingual(concept?.text ?? display, concept?._text);
  return words.en === words.zh && display !== undefined ? { zh: words.zh, en: display } : words;
}

export function extensions(holder: Element | undefined, url: string): Extension[] {
  return holder?.extension?.filter((extension) => extension.url === url) ?? [];
}

export function inner(extension: Extension, name: string): Extension | undefined {
  return extension.extension?.find((one) => one.url === name);
}

export function hasCode(concept: CodeableConcept | undefined, system: string, code: string): boolean {
  return concept?.coding?.some((coding) => coding.system === system && coding.code === code) ?? false;
}

export function keyOf(coding: Coding | undefined): string {
  return `${coding?.system ?? ""}|${coding?.code ?? ""}`;
}

/** The id in a reference to that type; absolute references and versions are understood. */
export function idIn(reference: Reference | string | undefined, type: string): string | null {
  const text = typeof reference === "string" ? reference : reference?.reference;
  const parts = text?.split("/_history/")[0]?.split("/") ?? [];
  const id = parts.at(-1);
  return parts.length >= 2 && parts.at(-2) === type && id ? id : null;
}

const CHINESE = /\p{Script=Han}/u;

/** A name in the reader's language where there are several: a Chinese one for zh-CN, a Latin one for English. */
export function nameIn(names: HumanName[] | undefined, language: Language): string {
  const shown = (names ?? []).flatMap((name) => {
    const written = name.text ?? [name.family, ...(name.given ?? [])].filter(Boolean).join(" ");
    const { zh, en } = bilingual(written, name._text);
    return [zh, en].filter((one) => one !== "");
  });
  return shown.find((name) => CHINESE.test(name) === (language === "zh-CN")) ?? shown[0] ?? "";
}

/** Milliseconds of a FHIR date, dateTime or instant; a date alone begins at local midnight. `null`: not a time. */
export function millis(text: string | undefined): number | null {
  if (text === undefined) return null;
  const date = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  const at = date
    ? new Date(Number(date[1]), Number(date[2] ?? 1) - 1, Number(date[3] ?? 1)).getTime()
    : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
