import { readFileSync } from "node:fs";
import { join } from "node:path";

import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Hospital } from "../api/hospital";
import { Http } from "../api/http";
import { Session } from "../api/session";
import { Screens } from "../app/app";
import { Desk, DeskProvider } from "../app/desk";
import { Drafts } from "../app/drafts";
import { go } from "../app/route";
import type { Language } from "../fhir/read";
import type { Resource } from "../fhir/types";
import { fill } from "../testing/chart";
import { FakeHospital, formTask, outcome } from "../testing/hospital";
import { catalogue } from "../text/catalogue";
import { TextProvider } from "../text/use";

const care = join(import.meta.dirname, "../../../../shared/care");
const read = (path: string): Resource => JSON.parse(readFileSync(join(care, path), "utf8")) as Resource;
const RULE = read("library/postoperative-temperature.json");

let hospital: FakeHospital;
let stop: AbortController;

function answers(id: string, total: number, hours: number): Resource {
  const choice = (linkId: string): object => ({
    linkId,
    answer: [{ valueCoding: { system: "http://loinc.org", code: "LA6570-1" } }],
  });
  const items = [...Array(9).keys()].map((place) => choice(`phq9-${place + 1}`));
  return {
    resourceType: "QuestionnaireResponse",
    id,
    status: "completed",
    questionnaire: "https://kangban.example/fhir/Questionnaire/phq-9|1.0.0",
    subject: { reference: "Patient/li" },
    authored: new Date(Date.now() - hours * 3_600_000).toISOString(),
    item: [{ linkId: "phq9", item: [...items, { linkId: "phq9-total", answer: [{ valueInteger: total }] }] }],
  } as Resource;
}

function open(language: Language = "zh-CN"): void {
  go("/console/patients/li");
  const bearer = { token: () => Promise.resolve("t"), renew: () => Promise.resolve(null) };
  const session = new Session({
    origin: "http://hospital.test",
    storage: sessionStorage,
    fetcher: hospital.fetch,
    go: () => undefined,
    claim: () => Promise.resolve(true),
    now: () => Date.now(),
  });
  const http = new Http("http://hospital.test/fhir", bearer, hospital.fetch);
  const desk = new Desk(new Hospital(http), session, new Drafts(), "Practitioner/dr-wang");
  desk.start(stop.signal);
  render(
    <TextProvider language={language}>
      <DeskProvider value={desk}>
        <Screens />
      </DeskProvider>
    </TextProvider>,
  );
}

async function clean(): Promise<void> {
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ""}`)).toEqual([]);
}

beforeEach(() => {
  hospital = new FakeHospital();
  fill(hospital, RULE);
  hospital.put(read("forms/phq-9.json"));
  const bundle = read("pathways/surgery-pathway.json") as Resource & { entry: { resource: Resource }[] };
  for (const { resource } of bundle.entry) hospital.put(resource);
  hospital.put(answers("r1", 9, 40 * 24));
  hospital.put(answers("r2", 18, 2));
  hospital.put(formTask("due"));
  hospital.put(formTask("later", {}, 48, 84));
  stop = new AbortController();
  URL.createObjectURL = () => "blob:photo";
  URL.revokeObjectURL = () => undefined;
});

afterEach(() => {
  stop.abort();
  vi.restoreAllMocks();
});

describe.each(["zh-CN", "en"] as const)("in %s", (language) => {
  const t = catalogue(language);
  const zh = language === "zh-CN";

  it("a patient's page tells what is asked, every answer in words, and the score with its band and its course", async () => {
    open(language);
    const due = await screen.findByRole("region", { name: t("forms-due-title") });
    expect(within(due).getAllByText(zh ? "术后第 3 天问卷" : "Day 3 questions")).toHaveLength(2);
    expect(due.textContent).toContain(t("forms-state", { state: "due" }));
    expect(due.textContent).toContain(t("forms-state", { state: "coming" }));
    const told = await screen.findByRole("region", { name: t("answers-title") });
    await waitFor(() => expect(told.textContent).toContain(zh ? "心情问卷（PHQ-9）" : "Mood questionnaire (PHQ-9)"));
    expect(told.textContent).toContain(t("score-of", { value: "18", most: "27" }));
    expect(told.textContent).toContain(zh ? "做事时提不起劲或没有兴趣" : "Little interest or pleasure in doing things");
    expect(told.textContent).toContain(zh ? "一半以上" : "More than half the days");
    const trend = within(told).getByRole("img");
    expect(trend.getAttribute("aria-label")).toMatch(/9.*18/);
    await clean();
    if (!zh) expect(document.body.textContent).not.toMatch(/\p{Script=Han}/u);
  });

  it("a pathway shows the days it will ask on before it is started", async () => {
    open(language);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: t("pathway-open") }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(await dialog.findByRole("radio", { name: new RegExp(zh ? "手术随访" : "Surgery follow-up") }));
    expect(dialog.getByRole("radio", { name: new RegExp(zh ? "胆囊切除术" : "Gallbladder removal") })).toBeDefined();
    const applied = (): unknown[] => hospital.asked.filter((one) => one.path.includes("$apply")).map((one) => one.body);
    await user.click(dialog.getByRole("button", { name: t("pathway-show") }));
    const days = await dialog.findByRole("region", { name: t("pathway-days") });
    expect(within(days).getAllByRole("listitem")).toHaveLength(2);
    expect(hospital.find("CarePlan", "plan-surgery-pathway"), "nothing was done").toBeUndefined();
    await clean();
    await user.click(dialog.getByRole("button", { name: t("pathway-start") }));
    await dialog.findByText(t("pathway-done"));
    expect(applied()).toHaveLength(2);
    expect(JSON.stringify(applied()[1])).toContain('"reference":"Procedure/op"');
    expect(hospital.find("CarePlan", "plan-surgery-pathway")).toBeDefined();
  });
});

it("another choice takes the shown days away, so that what is started is what was seen", async () => {
  open();
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "加入路径…" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(await dialog.findByRole("radio", { name: /手术随访/ }));
  await user.click(dialog.getByRole("button", { name: "看看哪几天问" }));
  await dialog.findByRole("region", { name: "提问的日子" });
  await user.click(dialog.getByRole("radio", { name: "另选一天" }));
  expect(dialog.queryByRole("region", { name: "提问的日子" })).toBeNull();
  expect(dialog.queryByRole("button", { name: "加入" })).toBeNull();
  expect(dialog.getByLabelText("手术日期")).toBeDefined();
});

it("a pathway that the hospital refuses says so where the work is, and nothing is lost", async () => {
  open();
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "加入路径…" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(await dialog.findByRole("radio", { name: /手术随访/ }));
  hospital.instead.set("$apply", () => outcome(422));
  await user.click(dialog.getByRole("button", { name: "看看哪几天问" }));
  expect((await dialog.findByRole("alert")).textContent).toContain("医院没有接受");
  act(() => hospital.instead.clear());
  await user.click(dialog.getByRole("button", { name: "看看哪几天问" }));
  await dialog.findByRole("region", { name: "提问的日子" });
});
