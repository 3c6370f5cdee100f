import "virtual:kangban/tokens.css";
import "./css/base.css";
import "./css/controls.css";
import "./css/frame.css";
import "./css/inbox.css";
import "./css/patient.css";
import "./css/forms.css";
import "./css/messages.css";
import "./css/rules.css";
import "./css/narrow.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { browser, Session } from "./api/session";
import { App } from "./app/app";
import { apply, settings } from "./app/settings";
import { href, INBOX } from "./app/route";

apply(settings.get());
const place = browser();
const session = new Session(place);
const query = new URLSearchParams(location.search);
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no root");

// A code in the address is used at once and leaves it, so that it rests in no history.
if (query.has("state")) history.replaceState(null, "", href(INBOX));
createRoot(root).render(
  <StrictMode>
    <App session={session} origin={place.origin} />
  </StrictMode>,
);
void session.start(query).then((back) => {
  if (back !== null && back.startsWith("/console/")) {
    history.replaceState(null, "", back);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }
});
