import type { Text } from "./use";
import { daysBetween } from "../fhir/patient";

const MINUTE = 60_000;

/** 24 hours in both languages. */
export function clock(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

/** The same with seconds, where it proves that something runs. */
export function clockSeconds(at: number): string {
  return `${clock(at)}:${String(new Date(at).getSeconds()).padStart(2, "0")}`;
}

/** When something was, as near as a reader needs it. */
export function when({ t, language }: Text, at: number, now: number): string {
  const time = clock(at);
  const days = daysBetween(at, now);
  if (now - at < MINUTE && now >= at) return t("time-now");
  if (days === 0) return t("time-today", { time });
  if (days === 1) return t("time-yesterday", { time });
  if (days === -1) return t("time-tomorrow", { time });
  const date = day({ language }, at, now);
  return t("time-on", { date, time });
}

/** A day: with its year when that is not this one. */
export function day({ language }: Pick<Text, "language">, at: number, now: number): string {
  const date = new Date(at);
  if (date.getFullYear() !== new Date(now).getFullYear()) {
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  }
  const wanted: Intl.DateTimeFormatOptions = { month: language === "en" ? "short" : "long", day: "numeric" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, wanted).format(date);
}

/** A span in words: minutes, then hours and minutes, then days. */
export function span({ t }: Pick<Text, "t">, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE));
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return t("span-days", { days: Math.floor(hours / 24) });
  return hours > 0 ? t("span-hours", { hours, minutes: minutes % 60 }) : t("span-minutes", { minutes });
}
