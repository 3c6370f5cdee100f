import { useEffect } from "react";
import { I18nProvider } from "react-aria-components";

import type { Chrome, Screen, ViewModel } from "./generated/types/types";
import { useBrowserBack } from "./parts/arrival";
import { type Send, SendProvider } from "./parts/send";
import { Advice } from "./screens/Advice";
import { BodySite } from "./screens/BodySite";
import { Diary } from "./screens/Diary";
import { Entry } from "./screens/Entry";
import { Form } from "./screens/Form";
import { FormResult } from "./screens/FormResult";
import { FormReview } from "./screens/FormReview";
import { ChoosePin, Failed, Invitation, Lock, Starting } from "./screens/Gate";
import { LogSymptom } from "./screens/LogSymptom";
import { Measure } from "./screens/Measure";
import { Messages } from "./screens/Messages";
import { Settings } from "./screens/Settings";
import { Sync } from "./screens/Sync";
import { Today } from "./screens/Today";

/** Draws what the core says, and hands it what a person does. */
export function App({ view, send }: { view: ViewModel; send: Send }) {
  const { chrome, screen } = view;
  useDocument(chrome);
  useBrowserBack(chrome.back !== "", () => send({ kind: "Back" }));
  return (
    <I18nProvider locale={chrome.language || "zh-CN"}>
      <SendProvider value={send}>
        <InFront chrome={chrome} screen={screen} />
      </SendProvider>
    </I18nProvider>
  );
}

/** One component a screen. A screen without one does not compile. */
function InFront({ chrome, screen }: { chrome: Chrome; screen: Screen }) {
  switch (screen.kind) {
    case "Starting":
      return <Starting chrome={chrome} />;
    case "Failed":
      return <Failed chrome={chrome} view={screen.value} />;
    case "Invitation":
      return <Invitation chrome={chrome} view={screen.value} />;
    case "ChoosePin":
      return <ChoosePin chrome={chrome} view={screen.value} />;
    case "Lock":
      return <Lock chrome={chrome} view={screen.value} />;
    case "Today":
      return <Today chrome={chrome} view={screen.value} />;
    case "Diary":
      return <Diary chrome={chrome} view={screen.value} />;
    case "LogSymptom":
      return <LogSymptom chrome={chrome} view={screen.value} />;
    case "BodySite":
      return <BodySite chrome={chrome} view={screen.value} />;
    case "Measure":
      return <Measure chrome={chrome} view={screen.value} />;
    case "Advice":
      return <Advice chrome={chrome} view={screen.value} />;
    case "Entry":
      return <Entry chrome={chrome} view={screen.value} />;
    case "Messages":
      return <Messages chrome={chrome} view={screen.value} />;
    case "Sync":
      return <Sync chrome={chrome} view={screen.value} />;
    case "Settings":
      return <Settings chrome={chrome} view={screen.value} />;
    case "Form":
      return <Form chrome={chrome} view={screen.value} />;
    case "FormReview":
      return <FormReview chrome={chrome} view={screen.value} />;
    case "FormResult":
      return <FormResult chrome={chrome} view={screen.value} />;
    default:
      return screen satisfies never;
  }
}

/** The page's language, theme and mode. The title names the app alone: a tab's title is seen by others. */
function useDocument({ language, theme, elders, app_name }: Chrome) {
  useEffect(() => {
    const root = document.documentElement;
    if (language) root.lang = language;
    if (app_name) document.title = app_name;
    root.dataset.mode = elders ? "elders" : "standard";
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }, [language, theme, elders, app_name]);
}
