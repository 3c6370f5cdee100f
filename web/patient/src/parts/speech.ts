import { useEffect } from "react";

/** What there is to read in a part of the page, in its order: what a screen reader would say, a line each. */
export function readable(root: HTMLElement): string {
  const lines: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? "";
    const hidden = walker.currentNode.parentElement?.closest('[aria-hidden="true"]');
    if (text !== "" && !hidden) lines.push(text);
  }
  return lines.join("\n");
}

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
