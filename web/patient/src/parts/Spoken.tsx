import type { ReactNode } from "react";

/** What a button shows, and what a screen reader says instead, in one breath. */
export function Spoken({ text, children }: { text: string; children: ReactNode }) {
  return (
    <>
      <span className="vh">{text}</span>
      <span className="shown" aria-hidden="true">
        {children}
      </span>
    </>
  );
}
