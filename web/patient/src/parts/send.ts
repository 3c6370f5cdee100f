import { createContext, useContext } from "react";

import type {
  DiaryEvent,
  FormsEvent,
  LockEvent,
  MeasuresEvent,
  MessagesEvent,
  SettingsEvent,
  SyncEvent,
  Tap,
  TodayEvent,
} from "../generated/types/types";

/** Hands a tap to the core. */
export type Send = (tap: Tap) => void;

const SendContext = createContext<Send>(() => undefined);

export const SendProvider = SendContext.Provider;

/** One function a feature, each of which hands over what a person did there. */
export function useSend() {
  const send = useContext(SendContext);
  return {
    send,
    lock: (value: LockEvent) => send({ kind: "Lock", value }),
    today: (value: TodayEvent) => send({ kind: "Today", value }),
    diary: (value: DiaryEvent) => send({ kind: "Diary", value }),
    forms: (value: FormsEvent) => send({ kind: "Forms", value }),
    measures: (value: MeasuresEvent) => send({ kind: "Measures", value }),
    messages: (value: MessagesEvent) => send({ kind: "Messages", value }),
    sync: (value: SyncEvent) => send({ kind: "Sync", value }),
    settings: (value: SettingsEvent) => send({ kind: "Settings", value }),
  };
}
