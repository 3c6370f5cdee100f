import { useEffect } from "react";

/** Reads a text aloud in that language, or stops when it is being read. Nothing where the browser cannot speak. */
export function useReadAloud(language: string): ((text: string) => void) | undefined {
  const can = "speechSynthesis" in window;
  // Leaving a screen ends what is read about it.
  useEffect(() => (can ? () => speechSynthesis.cancel() : undefined), [can]);
  if (!can) return undefined;
  return (text) => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const said = new SpeechSynthesisUtterance(text);
    said.lang = language;
    said.rate = 0.9;
    speechSynthesis.speak(said);
  };
}
