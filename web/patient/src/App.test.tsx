import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { App } from "./App";
import type { Screen, Tap, ViewModel } from "./generated/types/types";
import { type Language, samples } from "./testing/samples";

// uPlot draws on a canvas, which jsdom has not. What is drawn is hidden from a screen reader anyway.
vi.mock("uplot", () => ({
  default: class {
    over = document.createElement("div");
    redraw() {}
    setSize() {}
    destroy() {}
  },
}));

const taps: Tap[] = [];
const send = (tap: Tap) => taps.push(tap);
const show = (view: ViewModel) => render(<App view={view} send={send} />);
const kinds = Object.keys(samples("zh-CN")) as Screen["kind"][];
const NAMES = [
  "button-name",
  "link-name",
  "label",
  "image-alt",
  "aria-input-field-name",
  "aria-toggle-field-name",
  "aria-dialog-name",
  "aria-valid-attr",
  "aria-valid-attr-value",
  "aria-allowed-attr",
  "aria-allowed-role",
  "aria-required-children",
  "aria-required-parent",
  "nested-interactive",
  "heading-order",
  "list",
  "listitem",
  "definition-list",
];
const languages: Language[] = ["zh-CN", "en"];

beforeEach(() => {
  taps.length = 0;
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
});

describe.each(languages)("in %s", (language) => {
  describe.each([false, true])("with elders' mode %s", (elders) => {
    it.each(kinds)("%s is drawn with one heading, and everything in it has a name", async (kind) => {
      const view = samples(language, elders)[kind];
      const { container } = show(view);
      expect(screen.getAllByRole("heading", { level: 1 }).map((h) => h.textContent)).toEqual([
        view.chrome.title,
      ]);
      expect(document.documentElement.lang).toBe(language);
      expect(document.documentElement.dataset.mode).toBe(elders ? "elders" : "standard");
      const found = await axe.run(container, {
        // Names and roles. Colours and sizes are not computed here: the browser test looks at those.
        runOnly: { type: "rule", values: NAMES },
      });
      expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
    });
  });
});

describe("every text that the core sends", () => {
  it.each(kinds)("is on the screen or heard from it: %s", (kind) => {
    const view = samples("zh-CN")[kind];
    const { container } = show(view);
    const said = `${container.textContent} ${[
      ...container.querySelectorAll("[aria-label],[placeholder],[alt],input,textarea"),
    ]
      .map((e) =>
        [
          e.getAttribute("aria-label"),
          e.getAttribute("placeholder"),
          e.getAttribute("alt"),
          (e as HTMLInputElement).value,
        ].join(
          " ",
        ),
      )
      .join(" ")}`;
    // Texts for a state that this sample is not in.
    const later = new Set([
      "busy_text",
      "confirm_yes",
      "confirm_no",
      "photo_a11y",
      "progress",
      "read_aloud",
      "dismiss",
    ]);
    // Values that come back to the core, or are drawn.
    const silent = new Set([
      "id",
      "icon",
      "kind",
      "input",
      "latest",
      "number",
      "theme",
      "language",
      "app_name",
      "photo",
      "path",
      "page",
      "mime",
      "url",
      "href",
      "plain",
    ]);
    const missing: string[] = [];
    const walk = (value: unknown, key: string) => {
      if (later.has(key) || silent.has(key) || key === "charts" || key === "chart" || key === "greeting") return;
      if (typeof value === "string") {
        if (value !== "" && !said.includes(value)) missing.push(`${key}: ${value}`);
      } else if (Array.isArray(value)) value.forEach((item) => walk(item, key));
      else if (value && typeof value === "object") Object.entries(value).forEach(([k, v]) => walk(v, k));
    };
    walk(view.screen, "screen");
    expect(missing).toEqual([]);
  });
});

describe("what a person does", () => {
  const user = userEvent.setup();

  it("on the pad is handed over digit by digit, by touch and by keyboard", async () => {
    show(samples("en").Lock);
    await user.click(screen.getByRole("button", { name: "7" }));
    await user.keyboard("4{Backspace}");
    expect(taps).toEqual([
      { kind: "Lock", value: { kind: "Digit", value: 7 } },
      { kind: "Lock", value: { kind: "Digit", value: 4 } },
      { kind: "Lock", value: { kind: "Erased" } },
    ]);
  });

  it("on the scale is one of eleven radios, and arrows move by one", async () => {
    show(samples("en").LogSymptom);
    const scale = screen.getByRole("radiogroup", { name: "How bad is the pain now?" });
    expect(within(scale).getAllByRole("radio")).toHaveLength(11);
    await user.click(within(scale).getByRole("radio", { name: "8 of 10" }));
    expect(taps).toEqual([{ kind: "Diary", value: { kind: "ScoreChosen", value: 8 } }]);
    within(scale).getByRole<HTMLInputElement>("radio", { name: "4 of 10" }).focus();
    await user.keyboard("{ArrowRight}");
    expect(taps.at(-1)).toEqual({ kind: "Diary", value: { kind: "ScoreChosen", value: 5 } });
  });

  it("to leave a task is the core's business, by the button and by the browser's own back", async () => {
    const view = samples("en").Measure;
    show(view);
    await user.click(screen.getByRole("button", { name: "Back" }));
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect(taps).toEqual([{ kind: "Back" }, { kind: "Back" }]);
  });

  it("to call is the telephone's own link, without a network", () => {
    show(samples("en").Lock);
    const links = screen.getAllByRole<HTMLAnchorElement>("link");
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["tel:01055550142", "tel:120"]);
  });

  it("in a field goes over with the field's id", () => {
    show(samples("en").Measure);
    fireEvent.change(screen.getByLabelText("Upper"), { target: { value: "182" } });
    expect(taps).toHaveLength(1);
    expect(taps[0]).toMatchObject({
      kind: "Measures",
      value: { kind: "FieldTyped", value: { id: "systolic", text: "182" } },
    });
  });

  it("to Escape a sheet leaves what it asked about as it is", async () => {
    const view = samples("en").Entry;
    if (view.screen.kind !== "Entry") throw new Error("no entry");
    const { rerender } = show(view);
    const asked = samples("en").Entry;
    if (asked.screen.kind === "Entry") asked.screen.value.confirm = "Take this entry back?";
    rerender(<App view={asked} send={send} />);
    expect(screen.getByRole("dialog", { name: "Take this entry back?" })).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(taps).toEqual([{ kind: "Diary", value: { kind: "WithdrawCancelled" } }]);
  });
});

describe("in a form", () => {
  const user = userEvent.setup();
  const said = () => taps.map((tap) => (tap.kind === "Forms" ? tap.value : tap));

  it("every control hands over its path with what was done", async () => {
    show(samples("en").Form);
    await user.click(screen.getByRole("radio", { name: /All night/ }));
    await user.click(screen.getByRole("checkbox", { name: "Pus" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Which cut?" }), "Right side");
    await user.click(within(screen.getByRole("radiogroup", { name: /bad is the pain/ })).getByText("7"));
    fireEvent.change(screen.getByLabelText(/Name of the medicine/), { target: { value: "布洛芬" } });
    await user.click(screen.getByRole("radio", { name: "°F" }));
    await user.click(screen.getByRole("button", { name: "One more medicine" }));
    await user.click(screen.getByRole("button", { name: /As last time/ }));
    expect(said()).toMatchObject([
      { kind: "OptionChosen", value: { path: "sleep", id: "good" } },
      { kind: "OptionToggled", value: { path: "wound", id: "pus" } },
      { kind: "OptionChosen", value: { path: "site", id: "side" } },
      { kind: "Typed", value: { path: "pain", text: "7" } },
      { kind: "Typed", value: { path: "name", text: "布洛芬" } },
      { kind: "UnitChosen", value: { path: "temperature", id: "F" } },
      { kind: "AddPressed", value: "drug-add" },
      { kind: "AsLastPressed", value: "sleep" },
    ]);
  });

  it("a slider tells its number once the thumb is let go", async () => {
    show(samples("en").Form);
    const slider = screen.getByRole("slider", { name: /energy/ });
    slider.focus();
    await user.keyboard("{ArrowRight}");
    expect(said()).toMatchObject([{ kind: "Typed", value: { path: "energy", text: "65" } }]);
  });

  it("what is wrong is read with its control, and the summary leads to it", async () => {
    show(samples("en").Form);
    const group = screen.getByRole("group", { name: /How is the wound/ });
    expect(group.getAttribute("aria-invalid") ?? group.dataset.invalid).toBe("true");
    const about = document.getElementById(group.getAttribute("aria-describedby") ?? "");
    expect(about?.textContent).toContain("Please choose one.");
    await user.click(screen.getByRole("button", { name: /How is the wound/ }));
    expect(said()).toMatchObject([{ kind: "PageChosen", value: { page: "page-2", path: "wound" } }]);
  });

  it("the control that the core names gets the focus", () => {
    const view = samples("en").Form;
    if (view.screen.kind === "Form") view.screen.value.focus = "wound";
    show(view);
    expect(document.activeElement?.id).toBe("form-wound");
  });

  it("a link of the form opens apart and tells the other page nothing", () => {
    show(samples("en").Form);
    const link = screen.getByRole("link", { name: "How to look at a wound" });
    expect(link.getAttribute("rel")).toBe("noopener noreferrer");
  });
});

describe("on arrival", () => {
  it("the heading gets the focus, and keeps it out of a field that is being typed in", () => {
    const views = samples("en");
    const { rerender } = show(views.Today);
    expect(document.activeElement?.textContent).toBe("Good morning, Ms Li");
    rerender(<App view={views.Measure} send={send} />);
    expect(document.activeElement?.textContent).toBe("Record a measurement");
    const field = screen.getByLabelText("Upper");
    field.focus();
    rerender(<App view={samples("en").Measure} send={send} />);
    expect(document.activeElement).toBe(field);
  });
});

describe("reading aloud", () => {
  it("says the title first, then what stands on the screen, each thing once", () => {
    const spoken: { text: string; lang: string }[] = [];
    vi.stubGlobal("speechSynthesis", {
      speaking: false,
      cancel: () => undefined,
      speak: (said: { text: string; lang: string }) => spoken.push(said),
    });
    vi.stubGlobal(
      "SpeechSynthesisUtterance",
      class {
        lang = "";
        rate = 1;
        constructor(readonly text: string) {}
      },
    );
    const { unmount } = show(samples("zh-CN", true).Today);
    fireEvent.click(screen.getByRole("button", { name: "读给我听" }));
    unmount();
    vi.unstubAllGlobals();
    expect(spoken.map((said) => said.lang)).toEqual(["zh-CN"]);
    const lines = spoken[0]?.text.split("\n") ?? [];
    expect(lines[0]).toBe("李女士，早上好");
    expect(lines.filter((line) => line.includes("我不舒服"))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("08:10"))).toEqual(
      ["08:10, 体温 37.2 °C, "].map((s) => s.trim()),
    );
  });
});

describe("a notice", () => {
  const noticed = (elders: boolean) => {
    const view = samples("en", elders).Today;
    view.chrome.toast = { text: "Saved on this phone", detail: "Pain 4", action: "Change" } as never;
    return view;
  };

  it("is there once, wherever it stands", () => {
    for (const elders of [false, true]) {
      const { unmount } = show(noticed(elders));
      expect(screen.getAllByText("Saved on this phone")).toHaveLength(1);
      unmount();
    }
  });

  it("goes after six seconds, but stays in elders' mode until it is dismissed", () => {
    vi.useFakeTimers();
    const { unmount } = show(noticed(false));
    vi.advanceTimersByTime(6500);
    expect(taps).toEqual([{ kind: "ToastDismissed" }]);
    unmount();
    taps.length = 0;
    show(noticed(true));
    vi.advanceTimersByTime(60_000);
    expect(taps).toEqual([]);
    vi.useRealTimers();
    fireEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(taps).toEqual([{ kind: "ToastDismissed" }]);
  });
});
