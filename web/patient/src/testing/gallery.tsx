// Every screen with sample words, for whoever changes how it looks: `npm run gallery`, then
// /gallery.html?screen=Today&lang=en&elders&theme=dark. Never part of a build.

import { createRoot } from "react-dom/client";

import "virtual:kangban/tokens.css";
import "@kangban/kit/kit.css";
import "../patient.css";
import "../form.css";

import { App } from "../App";
import type { Screen } from "../generated/types/types";
import { samples } from "./samples";

const asked = new URLSearchParams(location.search);
const views = samples(asked.get("lang") === "en" ? "en" : "zh-CN", asked.has("elders"));
const view = views[(asked.get("screen") ?? "Today") as Screen["kind"]];
view.chrome.theme = asked.get("theme") ?? "system";
createRoot(document.body).render(<App view={view} send={(tap) => console.info(tap)} />);
