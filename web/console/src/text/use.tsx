import { createContext, type ReactNode, useContext, useMemo } from "react";

import type { Bilingual, Language } from "../fhir/read";
import { inLanguage } from "../fhir/read";
import { catalogue, type Say } from "./catalogue";

/** The reader's language, and how to say things in it. */
export interface Text {
  language: Language;
  t: Say;
  /** A text of the hospital in the reader's language. */
  of(text: Bilingual): string;
}

const Context = createContext<Text | null>(null);

export function textIn(language: Language): Text {
  return { language, t: catalogue(language), of: (text) => inLanguage(text, language) };
}

export function TextProvider({ language, children }: { language: Language; children: ReactNode }) {
  const text = useMemo(() => textIn(language), [language]);
  return <Context value={text}>{children}</Context>;
}

export function useText(): Text {
  const text = useContext(Context);
  if (text === null) throw new Error("no TextProvider");
  return text;
}
