import { useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";

import { Hospital } from "../api/hospital";
import { Http } from "../api/http";
import type { Session } from "../api/session";
import { useStore } from "../live/store";
import { InboxScreen } from "../screens/inbox";
import { Frame, Head } from "../screens/frame";
import { MessagesScreen } from "../screens/messages";
import { PatientScreen } from "../screens/patient";
import { PatientsScreen } from "../screens/patients";
import { RulesScreen } from "../screens/rules";
import { SignInScreen } from "../screens/sign-in";
import { TextProvider, useText } from "../text/use";
import { Empty, To, Waiting } from "../ui/parts";
import { Desk, DeskProvider } from "./desk";
import { Drafts } from "./drafts";
import { INBOX, type Route, useRoute } from "./route";
import { settings } from "./settings";

/** The console: the sign-in, or the desk of whoever is signed in. */
export function App({ session, origin }: { session: Session; origin: string }) {
  const { language } = useStore(settings);
  const status = useStore(session.status);
  const [drafts] = useState(() => new Drafts());
  const [desk, setDesk] = useState<Desk | null>(null);
  const user = status.state === "in" ? status.user : null;

  useEffect(() => {
    if (user === null) return undefined;
    drafts.wake(sessionStorage, user);
    const hospital = new Hospital(new Http(`${origin}/fhir`, session));
    const stop = new AbortController();
    const next = new Desk(hospital, session, drafts, user);
    next.start(stop.signal);
    setDesk(next);
    return () => {
      stop.abort();
      setDesk(null);
    };
  }, [user, origin, session, drafts]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (drafts.any() && session.status.get().state === "in") event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [drafts, session]);

  const signIn = (): void => {
    const last = session.lastUser;
    if (last !== null) drafts.rest(sessionStorage, last);
    void session.begin(language, location.pathname + location.search);
  };
  return (
    <I18nProvider locale={language === "en" ? "en-GB" : "zh-CN"}>
      <TextProvider language={language}>
        {status.state === "starting" && <Waiting />}
        {status.state === "out" && (
          <SignInScreen
            why={status.why}
            drafts={drafts.any()}
            onSignIn={signIn}
            onAgain={() => void session.start(new URLSearchParams())}
          />
        )}
        {desk && status.state === "in" && (
          <DeskProvider value={desk}>
            <Screens />
          </DeskProvider>
        )}
      </TextProvider>
    </I18nProvider>
  );
}

/** Whatever the address asks for. */
export function Screens() {
  const route = useRoute();
  return (
    <Frame route={route}>
      <Screen route={route} />
    </Frame>
  );
}

function Screen({ route }: { route: Route }) {
  switch (route.at) {
    case "inbox":
      return <InboxScreen route={route} />;
    case "patients":
      return <PatientsScreen />;
    case "patient":
      return <PatientScreen key={route.id} route={route} />;
    case "messages":
      return <MessagesScreen route={route} />;
    case "rules":
      return <RulesScreen route={route} />;
    case "nowhere":
      return <Nowhere />;
  }
}

function Nowhere() {
  const { t } = useText();
  return (
    <>
      <Head title={t("nowhere-title")} />
      <main className="body">
        <Empty title={t("nowhere-what")}>
          <To className="btn" to={INBOX}>
            {t("nav-inbox")}
          </To>
        </Empty>
      </main>
    </>
  );
}
