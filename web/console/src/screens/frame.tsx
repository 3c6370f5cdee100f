import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay, Switch } from "react-aria-components";

import { useDesk, useNow } from "../app/desk";
import { INBOX, type Route } from "../app/route";
import { settings, type Theme } from "../app/settings";
import { threads } from "../fhir/message";
import { staffName } from "../live/people";
import { useStore } from "../live/store";
import { clock, clockSeconds } from "../text/time";
import { useText } from "../text/use";
import { headline, troubleWords } from "../text/words";
import { Icon, type IconName } from "../ui/icon";
import { Owner, Segments, To } from "../ui/parts";

/** What stands around every screen: where one can go, who one is, and whether the page knows of everything. */
export function Frame({ route, children }: { route: Route; children: ReactNode }) {
  return (
    <div className="app">
      <Rail route={route} />
      <div className="main">
        <LinkBanner />
        <Announcer />
        {children}
      </div>
    </div>
  );
}

function Rail({ route }: { route: Route }) {
  const { t } = useText();
  const inbox = useStore(useDesk().inbox);
  const open = [...inbox.alerts.values()].filter((alert) => alert.open).length;
  const waiting = threads(inbox.messages.values()).filter((thread) => thread.waiting.length > 0).length;
  const places: {
    to: Exclude<Route, { at: "nowhere" }>;
    icon: IconName;
    words: string;
    count: number;
    said: string;
    grave: boolean;
    here: boolean;
  }[] = [
    {
      to: INBOX,
      icon: "bell",
      words: t("nav-inbox"),
      count: open,
      said: t("nav-inbox-count", { count: open }),
      grave: true,
      here: route.at === "inbox",
    },
    {
      to: { at: "patients" },
      icon: "people",
      words: t("nav-patients"),
      count: 0,
      said: "",
      grave: false,
      here: route.at === "patients" || route.at === "patient",
    },
    {
      to: { at: "messages", id: null },
      icon: "message",
      words: t("nav-messages"),
      count: waiting,
      said: t("nav-messages-count", { count: waiting }),
      grave: false,
      here: route.at === "messages",
    },
    {
      to: { at: "rules", id: null },
      icon: "rule",
      words: t("nav-rules"),
      count: 0,
      said: "",
      grave: false,
      here: route.at === "rules",
    },
  ];
  return (
    <nav className="rail" aria-label={t("nav-label")}>
      <span className="mark" role="img" aria-label={t("app-name")}>
        <Icon name="heart" large />
      </span>
      {places.map((place) => (
        <To key={place.icon} to={place.to} {...(place.here ? { "aria-current": "page" as const } : {})}>
          <Icon name={place.icon} large />
          {place.words}
          {place.count > 0 && (
            <span className={place.grave ? "n" : "n q"}>
              <span aria-hidden="true">{place.count}</span>
              <span className="sr">{place.said}</span>
            </span>
          )}
        </To>
      ))}
      <SettingsButton />
    </nav>
  );
}

function SettingsButton() {
  const { t, language } = useText();
  const desk = useDesk();
  const now = useStore(settings);
  const people = useStore(desk.directory.store);
  const name = staffName(people, desk.user, desk.me, language);
  const themes: Theme[] = ["system", "light", "dark"];
  return (
    <DialogTrigger>
      <Button className="rail-button">
        <Icon name="gear" large />
        {t("nav-settings")}
      </Button>
      <ModalOverlay className="scrim" isDismissable>
        <Modal className="sheet">
          <Dialog>
            {({ close }) => (
              <div className="sheet-in">
                <Heading slot="title">{t("settings-title")}</Heading>
                <p className="m">{t("settings-who", { name })}</p>
                <Segments
                  label={t("settings-language")}
                  value={language}
                  options={[
                    { id: "zh-CN", words: t("language-zh") },
                    { id: "en", words: t("language-en") },
                  ]}
                  onChange={(chosen) => settings.set({ ...now, language: chosen })}
                />
                <Segments
                  label={t("settings-theme")}
                  value={now.theme}
                  options={themes.map((theme) => ({ id: theme, words: t("theme", { theme }) }))}
                  onChange={(theme) => settings.set({ ...now, theme })}
                />
                <Switch className="switch" isSelected={now.keys} onChange={(keys) => settings.set({ ...now, keys })}>
                  <span className="switch-track" aria-hidden="true" />
                  {t("settings-keys")}
                </Switch>
                <Button className="btn lg" onPress={() => void desk.session.leave()}>
                  <Icon name="leave" />
                  {t("act-leave")}
                </Button>
                <Button className="btn lg" onPress={close}>
                  {t("act-close-sheet")}
                </Button>
              </div>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

/** Says new alerts aloud: urgent ones at once, others when the reader has time. What was there at first is not news. */
function Announcer() {
  const text = useText();
  const { t } = text;
  const inbox = useStore(useDesk().inbox);
  const known = useRef<Set<string> | null>(null);
  const [said, setSaid] = useState({ urgent: "", other: "" });
  useEffect(() => {
    if (!inbox.complete) return;
    const open = [...inbox.alerts.values()].filter((alert) => alert.open);
    const fresh = known.current === null ? [] : open.filter((alert) => !known.current?.has(alert.id));
    known.current = new Set(open.map((alert) => alert.id));
    if (fresh.length === 0) return;
    const words = t("announce-new", {
      count: fresh.length,
      what: fresh.map((alert) => headline(text, alert)).join(t("list-semicolon")),
    });
    setSaid(
      fresh.some((alert) => alert.severity === "urgent") ? { urgent: words, other: "" } : { urgent: "", other: words },
    );
  }, [inbox, text, t]);
  return (
    <>
      <p className="sr" aria-live="assertive">
        {said.urgent}
      </p>
      <p className="sr" aria-live="polite">
        {said.other}
      </p>
    </>
  );
}

/** When the hospital cannot be heard: since when, and what that means. */
function LinkBanner() {
  const text = useText();
  const { link } = useStore(useDesk().inbox);
  useNow();
  if (link.state !== "broken") return null;
  return (
    <div className="banner" role="status">
      <Icon name="broken" />
      <p>
        <b>{text.t("link-broken", { time: clock(link.since) })}</b> {troubleWords(text, link.trouble)}{" "}
        {text.t("link-broken-means")}
      </p>
    </div>
  );
}

/** The top of a screen. Its title takes the focus when the screen comes. */
export function Head({
  title,
  before,
  facts,
  children,
}: {
  title: string;
  before?: ReactNode;
  facts?: ReactNode;
  children?: ReactNode;
}) {
  const { t, language } = useText();
  const desk = useDesk();
  const people = useStore(desk.directory.store);
  const heading = useRef<HTMLHeadingElement>(null);
  const { link, heard } = useStore(desk.inbox);
  useEffect(() => {
    document.title = t("app-page", { title });
  }, [t, title]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="head">
      {before}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {facts ? <p className="facts">{facts}</p> : null}
      <span className="sp row">
        {children}
        <span className={`live ${link.state}`}>
          <i aria-hidden="true" />
          {link.state === "live"
            ? t("link-live", { time: clockSeconds(heard) })
            : t("link-state", { state: link.state })}
        </span>
        <span className="wide">
          <Owner name={staffName(people, desk.user, "", language)} />
        </span>
      </span>
    </header>
  );
}
