import { describe, expect, it } from "vitest";

import { Drafts } from "./drafts";
import { href, INBOX, parse } from "./route";
import { settle } from "../screens/arrivals";
import { readAlert } from "../fhir/alert";
import { alertTask } from "../testing/hospital";
import { typed } from "../screens/threshold";

describe("addresses", () => {
  it("lead to a place and back", () => {
    for (const route of [
      INBOX,
      { ...INBOX, mine: false, open: false },
      { at: "patient", id: "li", alert: "a" },
      { at: "messages", id: "li" },
      { at: "rules", id: null },
      { at: "patients" },
    ] as const) {
      const [path = "", search = ""] = href(route).split("?");
      expect(parse(path, search)).toEqual(route);
    }
    expect(parse("/console/elsewhere", "").at).toBe("nowhere");
  });
});

describe("a list that somebody is at", () => {
  const alert = (id: string) => readAlert(alertTask(id)) ?? expect.fail("no alert");

  it("keeps its order and lets new rows wait; what is gone goes", () => {
    const now = ["new", "b", "a"].map(alert);
    expect(settle(now, ["a", "b", "gone"], true)).toEqual(["a", "b"]);
    expect(settle(now, ["a", "b"], false)).toEqual(["new", "b", "a"]);
    expect(settle(now, [], true)).toEqual(["new", "b", "a"]);
  });
});

describe("drafts", () => {
  it("rest while their owner signs in again, and nobody else gets them", () => {
    const drafts = new Drafts();
    drafts.write("li", "请来院");
    const { id } = drafts.of("li");
    drafts.rest(sessionStorage, "Practitioner/dr-wang");
    const other = new Drafts();
    other.wake(sessionStorage, "Practitioner/dr-chen");
    expect(other.any()).toBe(false);
    drafts.rest(sessionStorage, "Practitioner/dr-wang");
    const again = new Drafts();
    again.wake(sessionStorage, "Practitioner/dr-wang");
    expect(again.of("li")).toEqual({ text: "请来院", id });
    expect(sessionStorage.length).toBe(0);
  });

  it("leave nothing behind when there is nothing", () => {
    const drafts = new Drafts();
    drafts.write("li", "  ");
    drafts.rest(sessionStorage, "Practitioner/dr-wang");
    expect(sessionStorage.length).toBe(0);
  });
});

describe("a typed number", () => {
  it("is taken with its digits, from any keyboard, and nothing else is", () => {
    expect([typed("38.20"), typed(" ３８．５ "), typed("38。5"), typed("-1")]).toEqual(["38.20", "38.5", "38.5", "-1"]);
    for (const wrong of ["", "38,5", "1e9", "0x10", "038", "38.", "很高", "9999999999", "1.1234567"])
      expect(typed(wrong), wrong).toBeNull();
  });
});
