import { Icon, IconButton } from "@kangban/kit";
import { type ReactNode, useEffect, useRef } from "react";
import { Button as Pressable } from "react-aria-components";

import type { Chrome, TabItem, Toast } from "../generated/types/types";
import { useArrival } from "./arrival";
import { useSend } from "./send";
import { Spoken } from "./Spoken";
import { readable, useReadAloud } from "./speech";

/** How long a notice stays, in milliseconds. In elders' mode it stays until it is dismissed. */
const NOTICE = 6000;

/**
 * What is around a screen: its heading, a way back or the tabs, a notice, and what is docked at the bottom.
 *
 * A screen's first thing to do is in `dock`, so that it is in reach of a thumb whatever the length of the rest.
 */
export function Frame(props: {
  chrome: Chrome;
  /** Which screen this is: the heading gets the focus when that or the title changes. */
  place: string;
  /** A line below the heading. */
  under?: ReactNode;
  /** Beside the heading. */
  beside?: ReactNode;
  /** Right below the heading, from edge to edge. */
  notice?: ReactNode;
  dock?: ReactNode;
  centred?: boolean;
  children: ReactNode;
}) {
  const { chrome, place, under, beside, notice, dock, centred = false, children } = props;
  const heading = useArrival(`${place}|${chrome.title}`);
  const main = useRef<HTMLElement>(null);
  const task = chrome.back !== "";
  // A notice that stays must not lie over anything; on advice every line is needed at once.
  const inline = chrome.elders || place === "Advice";
  const toast = chrome.toast ? (
    <Notice toast={chrome.toast} dismiss={chrome.dismiss} stays={chrome.elders} />
  ) : null;
  return (
    <div className={`frame${centred ? " centred" : ""}${chrome.tabs.length > 0 ? " tabbed" : ""}`}>
      <main ref={main}>
        <header className={task ? "bar" : "head"}>
          {task ? <Back chrome={chrome} /> : null}
          <div className="grow">
            <h1 ref={heading} tabIndex={-1}>
              {chrome.title}
            </h1>
            {under}
          </div>
          {beside}
          <ReadAloud chrome={chrome} main={main} />
        </header>
        {notice}
        <div className="content">
          {inline ? toast : null}
          {children}
        </div>
        <div className="foot">
          {inline ? null : toast}
          {dock ? <div className="dock">{dock}</div> : null}
        </div>
      </main>
      {chrome.tabs.length > 0 ? <Tabs tabs={chrome.tabs} name={chrome.tabs_label} /> : null}
      <p className="vh" role="status">
        {chrome.announcement}
      </p>
    </div>
  );
}

function Back({ chrome }: { chrome: Chrome }) {
  const { send } = useSend();
  const back = () => send({ kind: "Back" });
  if (!chrome.elders) return <IconButton name={chrome.back} icon="back" onPress={back} />;
  return (
    <Pressable className="btn second compact" onPress={back}>
      <Icon name="back" />
      {chrome.back}
    </Pressable>
  );
}

function ReadAloud({ chrome, main }: { chrome: Chrome; main: { current: HTMLElement | null } }) {
  const speech = useReadAloud(chrome.language);
  if (!speech || chrome.read_aloud === "") return null;
  return (
    <IconButton
      name={chrome.read_aloud}
      icon="speak"
      className="edged"
      onPress={() => speech(main.current ? readable(main.current) : "")}
    />
  );
}

function Tabs({ tabs, name }: { tabs: TabItem[]; name: string }) {
  const { send } = useSend();
  return (
    <nav aria-label={name} className="tabs">
      {tabs.map((item) => (
        <Pressable
          key={item.tab.kind}
          className="tab"
          {...(item.current ? { "aria-current": "page" as const } : {})}
          onPress={() => send({ kind: "TabChosen", value: item.tab })}
        >
          <Spoken text={item.a11y}>
            <span className="pill">
              <Icon name={item.icon} />
              {item.unread > 0 ? <span className="badge">{item.unread}</span> : null}
            </span>
            <span>{item.label}</span>
          </Spoken>
        </Pressable>
      ))}
    </nav>
  );
}

function Notice({ toast, dismiss, stays }: { toast: Toast; dismiss: string; stays: boolean }) {
  const { send } = useSend();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (stays) return undefined;
    const leave = () => {
      // Not while somebody is reaching for it.
      if (box.current?.matches(":hover, :focus-within")) timer = setTimeout(leave, NOTICE);
      else send({ kind: "ToastDismissed" });
    };
    let timer = setTimeout(leave, NOTICE);
    return () => clearTimeout(timer);
  }, [toast.text, toast.detail, stays, send]);
  return (
    <div className="toast" ref={box}>
      <div className="grow" role="status">
        <span>{toast.text}</span>
        {toast.detail ? <span className="toast-detail">{toast.detail}</span> : null}
      </div>
      {toast.action ? (
        <Pressable className="toast-action" onPress={() => send({ kind: "ToastAction" })}>
          {toast.action}
        </Pressable>
      ) : null}
      <IconButton name={dismiss} icon="close" onPress={() => send({ kind: "ToastDismissed" })} />
    </div>
  );
}
