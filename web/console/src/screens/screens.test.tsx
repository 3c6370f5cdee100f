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
import { alertTask, FakeHospital, outcome } from "../testing/hospital";
import { catalogue } from "../text/catalogue";
import { TextProvider } from "../text/use";

const RULE = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../shared/care/library/postoperative-temperature.json"), "utf8"),
) as Resource;

let hospital: FakeHospital;
let stop: AbortController;

/** The console of one person at one address, before a hospital that has something to say. */
function open(path: string, language: Language = "zh-CN", user = "Practitioner/dr-wang"): Desk {
  go(path);
  const bearer = { token: () => Promise.resolve("t"), renew: () => Promise.resolve(null) };
  const session = new Session({
    origin: "http://hospital.test",
    storage: sessionStorage,
    fetcher: hospital.fetch,
    go: () => undefined,
    claim: () => Promise.resolve(true),
    now: () => Date.now(),
  });
  const desk = new Desk(
    new Hospital(new Http("http://hospital.test/fhir", bearer, hospital.fetch)),
    session,
    new Drafts(),
    user,
  );
  desk.start(stop.signal);
  render(
    <TextProvider language={language}>
      <DeskProvider value={desk}>
        <Screens />
      </DeskProvider>
    </TextProvider>,
  );
  return desk;
}

const asked = (path: string): number => hospital.asked.filter((one) => one.path === path).length;

beforeEach(() => {
  hospital = new FakeHospital();
  fill(hospital, RULE);
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
  const name = zh ? "李秀英" : "Li Xiuying";

  it.each([
    ["/console/", zh ? "体温偏高：38.9 °C" : "High temperature: 38.9 °C"],
    ["/console/patients", name],
    ["/console/patients/li", zh ? "没有已知" : "Penicillin"],
    ["/console/messages/li", "Should I come in?"],
    ["/console/rules/postoperative-temperature", zh ? "术后体温" : "Temperature after surgery"],
    ["/console/nothing/here/at/all", t("nowhere-what")],
  ])("%s has a title, names for everything and no words of the other language", async (path, shown) => {
    open(path, language);
    const wanted = shown === "没有已知" ? "青霉素" : shown;
    await waitFor(() => expect(document.body.textContent).toContain(wanted));
    expect(screen.getAllByRole("heading", { level: 1 })).toHaveLength(1);
    const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ""}`)).toEqual([]);
    if (!zh) expect(document.body.textContent).not.toMatch(/\p{Script=Han}/u);
  });

  it("an alert is one row that says how grave, whose, what was answered, which rule, and that its time is over", async () => {
    open("/console/", language);
    const row = await screen.findByRole("row", { name: new RegExp(name) });
    await waitFor(() => expect(row.textContent).toContain(zh ? "女 68 岁" : "F 68"));
    for (const words of [
      t("severity", { severity: "urgent" }),
      "38.9 °C",
      zh ? "术后体温" : "Temperature after surgery",
      zh ? "超时" : "overdue",
      t("alert-state", { state: "new" }),
    ]) {
      expect(row.textContent).toContain(words);
    }
    expect(screen.getAllByRole("row", { name: new RegExp(name) })).toHaveLength(1);
  });
});

describe("the inbox", () => {
  it("shows an alert that comes while it is open, and says it aloud", async () => {
    open("/console/");
    await screen.findByRole("row", { name: /李秀英/ });
    act(() => void hospital.put(alertTask("a2", { for: { reference: "Patient/li" }, description: "又一条" })));
    await waitFor(() => expect(screen.getAllByRole("row", { name: /李秀英/ })).toHaveLength(2));
    await waitFor(() => expect(document.querySelector("[aria-live=assertive]")?.textContent).toContain("1 条新预警"));
  });

  it("has the patient, the trend, the rule and its source beside the list where there is room", async () => {
    const wide = { matches: true, addEventListener: () => undefined, removeEventListener: () => undefined };
    vi.spyOn(window, "matchMedia").mockReturnValue(wide as unknown as MediaQueryList);
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(private readonly seen: (rows: { isIntersecting: boolean }[]) => void) {}
        observe = (): void => this.seen([{ isIntersecting: true }]);
        disconnect = (): void => undefined;
      },
    );
    open("/console/");
    const panel = within(await screen.findByRole("complementary", { name: "预警详情 李秀英" }));
    expect(await panel.findByText("过敏：青霉素")).toBeDefined();
    expect(panel.getByRole("img", { name: /体温的趋势图/ })).toBeDefined();
    expect(panel.getByRole("link", { name: "术后体温" }).getAttribute("href")).toBe(
      "/console/rules/postoperative-temperature",
    );
    expect(panel.getByText("界限 ≥ 38.5 °C")).toBeDefined();
    expect(panel.getByText("feels cold")).toBeDefined();
    const row = screen.getByRole("row", { name: /李秀英/ });
    await waitFor(() => expect(within(row).getByRole("img", { name: "体温，近 7 天" })).toBeDefined());
    // Walking through the list marks nothing as seen.
    expect(asked("Task/a1/$seen")).toBe(0);
    vi.unstubAllGlobals();
  });

  it("says that there is nothing, and how it knows", async () => {
    hospital.put({ ...alertTask("a1", { status: "completed" }), meta: { versionId: "9" } });
    open("/console/");
    expect(await screen.findByText("没有等人处理的预警")).toBeDefined();
    expect(screen.getByText(/一直在听医院的消息/)).toBeDefined();
  });

  it("leads to colleagues' alerts when none is mine", async () => {
    const user = userEvent.setup();
    open("/console/", "zh-CN", "Practitioner/dr-chen");
    await user.click(await screen.findByRole("link", { name: "看同事的 1 条" }));
    expect(await screen.findByRole("row", { name: /李秀英/ })).toBeDefined();
    expect(location.search).toBe("?whose=all");
  });

  it("says in words that the hospital is not heard, and since when", async () => {
    open("/console/");
    await screen.findByRole("row", { name: /李秀英/ });
    hospital.instead.set("$changes", () => outcome(500));
    act(() => void hospital.put(alertTask("a3")));
    expect(await screen.findByText(/起听不到医院/)).toBeDefined();
    expect(screen.getByText("未连接")).toBeDefined();
  });

  it("opens the patient with O, and not while somebody types or has turned it off", async () => {
    const user = userEvent.setup();
    open("/console/");
    await screen.findByRole("row", { name: /李秀英/ });
    await user.keyboard("o");
    expect(location.pathname + location.search).toBe("/console/patients/li?alert=a1");
  });
});

describe("a patient", () => {
  it("is marked as looked at by the responsible doctor once, by itself", async () => {
    open("/console/patients/li");
    expect(await screen.findByText(/王建国 刚刚 看过/)).toBeDefined();
    expect(asked("Task/a1/$seen")).toBe(1);
  });

  it("is not marked by a colleague's look until they say so", async () => {
    const user = userEvent.setup();
    open("/console/patients/li", "zh-CN", "Practitioner/dr-chen");
    const button = await screen.findByRole("button", { name: "标为已看" });
    expect(asked("Task/a1/$seen")).toBe(0);
    await user.click(button);
    await waitFor(() => expect(asked("Task/a1/$seen")).toBe(1));
  });

  it("shows allergy, day after surgery, source of the rule and the photo", async () => {
    open("/console/patients/li");
    expect((await screen.findAllByText("过敏：青霉素")).length).toBeGreaterThan(0);
    expect(screen.getByText(/术后第 3 天/)).toBeDefined();
    expect(screen.getByRole("link", { name: "依据：A book" }).getAttribute("href")).toBe("https://example.org/book");
    expect(
      (await screen.findByRole("button", { name: /看大图：体温/ })).querySelector("img")?.getAttribute("src"),
    ).toBe("blob:photo");
    expect(hospital.asked.find((one) => one.path === "Binary/bytes")?.headers.get("authorization")).toBe("Bearer t");
  });

  it("closes an alert only with an outcome, and as it was seen", async () => {
    const user = userEvent.setup();
    open("/console/patients/li");
    await user.click(await screen.findByRole("button", { name: "关闭预警" }));
    expect(screen.getByText("还没有选结果。")).toBeDefined();
    await user.click(screen.getByRole("radio", { name: "已给出建议" }));
    await user.type(screen.getByLabelText(/留一句话/), "明天复查");
    await user.click(screen.getByRole("button", { name: "关闭：已给出建议" }));
    expect(await screen.findByText("没有未关闭的预警")).toBeDefined();
    expect(screen.getByText("结果：已给出建议")).toBeDefined();
    expect(hospital.asked.find((one) => one.path === "Task/a1/$close")?.headers.get("if-match")).toBe('W/"2"');
  });

  it("shows what came in between instead of closing over it, and keeps what was written", async () => {
    const user = userEvent.setup();
    open("/console/patients/li");
    await screen.findByText(/王建国 刚刚 看过/);
    hospital.instead.set("$close", () => outcome(412));
    await user.click(screen.getByRole("radio", { name: "无需处理" }));
    await user.type(screen.getByLabelText(/留一句话/), "没事");
    await user.click(screen.getByRole("button", { name: "关闭：无需处理" }));
    expect(await screen.findByText(/有人刚改过，或有了新内容/)).toBeDefined();
    expect(screen.getByLabelText<HTMLTextAreaElement>(/留一句话/).value).toBe("没事");
    expect(asked("Task/a1")).toBe(1);
  });

  it("keeps a reply that could not be sent, and sends it under the same id", async () => {
    const user = userEvent.setup();
    open("/console/patients/li");
    const field = await screen.findByLabelText<HTMLTextAreaElement>(/^回复 李秀英（女 68 岁 · KH-0045812）/);
    await user.type(field, "请来院");
    for (const [status, words] of [
      [403, /没有这项权限/],
      [404, /没有这条记录/],
      [413, /内容太大/],
      [422, /没有接受/],
      [429, /医院正忙/],
      [500, /服务器出错/],
    ] as const) {
      hospital.instead.set("Communication/", () => outcome(status));
      await user.click(screen.getByRole("button", { name: "发送" }));
      expect(await screen.findByText(words)).toBeDefined();
      expect(field.value).toBe("请来院");
    }
    hospital.instead.set("Communication/", () => new Response("<html>", { status: 200 }));
    await user.click(screen.getByRole("button", { name: "发送" }));
    expect(await screen.findByText(/读不懂/)).toBeDefined();
    hospital.instead.clear();
    await user.click(screen.getByRole("button", { name: "发送" }));
    await waitFor(() => expect(field.value).toBe(""));
    const sent = new Set(hospital.asked.filter((one) => one.method === "PUT").map((one) => one.path));
    expect(sent.size).toBe(1);
    expect(within(screen.getByRole("log", { name: "对话" })).getByText("请来院")).toBeDefined();
  });

  it("gets an invitation that says until when it is good", async () => {
    const user = userEvent.setup();
    open("/console/patients/li");
    await user.click(await screen.findByRole("button", { name: "邀请码" }));
    const sheet = within(screen.getByRole("dialog"));
    expect(sheet.getByText(/李秀英（女 68 岁 · KH-0045812）/)).toBeDefined();
    await user.click(sheet.getByRole("button", { name: "生成邀请码" }));
    expect(await sheet.findByText("ABCD-2345")).toBeDefined();
    expect(sheet.getByText(/前有效/)).toBeDefined();
  });

  it("that is not there is said so", async () => {
    open("/console/patients/nobody");
    expect(await screen.findByText(/没有这条记录/)).toBeDefined();
  });
});

describe("messages", () => {
  it("of a patient are marked seen when somebody of the care team reads them", async () => {
    open("/console/messages/li", "zh-CN", "Practitioner/dr-chen");
    await waitFor(() => expect(asked("Communication/q1/$seen")).toBe(1));
    expect(await screen.findByText(/看过/)).toBeDefined();
  });

  it("do not lose what was begun when one goes elsewhere and comes back", async () => {
    const user = userEvent.setup();
    open("/console/messages/li");
    await user.type(await screen.findByLabelText(/^回复/), "先别");
    act(() => go("/console/rules"));
    expect(screen.queryByLabelText(/^回复/)).toBeNull();
    act(() => go("/console/messages/li"));
    expect((await screen.findByLabelText<HTMLTextAreaElement>(/^回复/)).value).toBe("先别");
  });
});

describe("rules", () => {
  it("take a value within its range, with full-width digits too, and say what was wrong with another", async () => {
    const user = userEvent.setup();
    open("/console/rules/postoperative-temperature");
    const field = await screen.findByLabelText<HTMLInputElement>(/很高/);
    expect(field.value).toBe("38.5");
    await user.clear(field);
    await user.type(field, "45{Enter}");
    expect(screen.getByText("只能在 37.5 到 40.0 之间。")).toBeDefined();
    await user.clear(field);
    await user.type(field, "很烫{Enter}");
    expect(screen.getByText(/请填一个数/)).toBeDefined();
    expect(hospital.asked.filter((one) => one.method === "POST" && one.path.includes("$set-threshold"))).toEqual([]);
    await user.clear(field);
    await user.type(field, "３８．２");
    await user.click(screen.getByRole("button", { name: "改为 38.2" }));
    expect(await screen.findByText(/很高现在是 38.2 °C/)).toBeDefined();
    const sent = hospital.asked.find((one) => one.path.includes("$set-threshold"));
    expect(sent?.headers.get("if-match")).toBe('W/"1"');
    expect(sent?.body).toMatchObject({ parameter: [{ valueString: "veryHigh" }, { valueDecimal: 38.2 }] });
  });
});
