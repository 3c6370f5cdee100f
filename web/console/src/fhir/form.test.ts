import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { formTask, alertTask } from "../testing/hospital";
import { course, readAnswers, readRequest } from "./form";
import { readPathway, readPreview } from "./pathway";
import { readMessage } from "./message";
import { ANSWER_PROBLEM, FORM_PROBLEM } from "./terms";
import type { Communication, PlanDefinition, Questionnaire, QuestionnaireResponse } from "./types";

const care = join(import.meta.dirname, "../../../../shared/care");
const read = <T>(path: string): T => JSON.parse(readFileSync(join(care, path), "utf8")) as T;
const phq = read<Questionnaire>("forms/phq-9.json");

/** All nine answered with the same option, and the total. */
function answered(id: string, code: string, total: number, authored: string): QuestionnaireResponse {
  const choice = (linkId: string): object => ({
    linkId,
    answer: [{ valueCoding: { system: "http://loinc.org", code } }],
  });
  const items = [...Array(9).keys()].map((place) => choice(`phq9-${place + 1}`));
  return {
    resourceType: "QuestionnaireResponse",
    id,
    status: "completed",
    questionnaire: `${phq.url}|${phq.version}`,
    authored,
    item: [{ linkId: "phq9", item: [...items, { linkId: "phq9-total", answer: [{ valueInteger: total }] }] }],
  };
}

describe("a request for a form", () => {
  const now = Date.now();

  it("is due while its window is open, and tells when it is not", () => {
    const state = (more: object, opens: number, closes: number): string | undefined =>
      readRequest(formTask("t", more, opens, closes), now)?.state;
    expect(state({}, -1, 1)).toBe("due");
    expect(state({}, 1, 2)).toBe("coming");
    expect(state({}, -2, -1)).toBe("missed");
    expect(state({ status: "failed" }, -2, -1)).toBe("missed");
    expect(state({ status: "completed" }, -2, -1)).toBe("answered");
    expect(state({ status: "cancelled" }, 1, 2)).toBeUndefined();
  });

  it("is no alert, and an alert is no request", () => {
    expect(readRequest(alertTask("a"), now)).toBeNull();
    expect(readRequest({ resourceType: "Task", id: "x" }, now)).toBeNull();
  });
});

describe("answers to a form", () => {
  it("are told in the words of the form, in both languages, with the score and what it means", () => {
    const form = readAnswers(answered("r", "LA6570-1", 18, "2026-11-20T09:00:00+08:00"), phq);
    const [heading, first] = form?.lines ?? [];
    expect(heading?.answers).toEqual([]);
    expect(first?.question.zh).toBe("做事时提不起劲或没有兴趣");
    expect(first?.question.en).not.toBe(first?.question.zh);
    const [told] = first?.answers ?? [];
    expect(told).toMatchObject({ kind: "words", words: { en: "More than half the days" } });
    expect(form?.lines.some((line) => line.key.includes("phq9-total")), "a hidden item is no line").toBe(false);
    const [score] = form?.scores ?? [];
    expect([score?.value, score?.band?.low, score?.bands.length]).toEqual([18, 15, 5]);
    expect(score?.band?.word.en).not.toBe(score?.band?.word.zh);
  });

  it("stay readable without their form, and say what the hospital marked", () => {
    const response = answered("r", "LA6570-1", 18, "2026-11-20T09:00:00+08:00");
    response.meta = {
      extension: [{ url: ANSWER_PROBLEM, extension: [{ url: "what", valueString: "不对" }] }],
    };
    response.item = [{ linkId: "x", text: "旧题", answer: [{ valueBoolean: true }, { valueString: "字" }] }];
    const form = readAnswers(response, undefined);
    expect(form?.lines.map((line) => [line.question.zh, line.answers.length])).toEqual([["旧题", 2]]);
    expect(form?.problems.map((one) => [one.question.zh, one.what.zh])).toEqual([["", "不对"]]);
  });

  it("name the question that something is wrong with", () => {
    const response = answered("r", "LA6570-1", 18, "2026-11-20T09:00:00+08:00");
    const mark = (linkId: string): object => ({
      url: ANSWER_PROBLEM,
      extension: [
        { url: "linkId", valueString: linkId },
        { url: "what", valueString: "这一题需要回答。" },
      ],
    });
    response.meta = { extension: [mark("phq9-1"), mark("gone")] as never };
    const problems = readAnswers(response, phq)?.problems.map((one) => one.question.zh);
    expect(problems).toEqual(["做事时提不起劲或没有兴趣", "gone"]);
  });

  it("that are not finished or were taken back are not shown", () => {
    for (const status of ["in-progress", "entered-in-error"]) {
      expect(readAnswers({ ...answered("r", "LA6570-1", 18, "2026-11-20T09:00:00+08:00"), status }, phq)).toBeNull();
    }
  });

  it("show how a score went, oldest first, of their own form only", () => {
    const all = [
      readAnswers(answered("b", "LA6570-1", 18, "2026-11-20T09:00:00+08:00"), phq),
      readAnswers(answered("a", "LA6569-3", 9, "2026-10-20T09:00:00+08:00"), phq),
    ].flatMap((one) => one ?? []);
    expect(course(all, phq.url ?? "", "phq9-total").map((one) => one.score.value)).toEqual([9, 18]);
    expect(course(all, "http://other.example", "phq9-total")).toEqual([]);
  });

  it("that nest without end do not break the page", () => {
    const response = answered("r", "LA6570-1", 18, "2026-11-20T09:00:00+08:00");
    let item: object = { linkId: "leaf", answer: [{ valueInteger: 1 }] };
    for (let depth = 0; depth < 5000; depth += 1) item = { linkId: "g", item: [item] };
    expect(readAnswers({ ...response, item: [item] }, phq)).not.toBeNull();
  });
});

describe("pathways", () => {
  const bundle = read<{ entry: { resource: PlanDefinition }[] }>("pathways/surgery-pathway.json");
  const plan = bundle.entry.map((one) => one.resource).find((one) => one.resourceType === "PlanDefinition");

  it("are told from rules, with what they count from", () => {
    if (plan === undefined) return expect.fail("no pathway");
    expect(readPathway(plan)).toMatchObject({ id: "surgery-pathway", anchor: "procedure" });
    expect(readPathway({ ...plan, status: "retired" })).toBeNull();
    expect(readPathway(read<PlanDefinition>("library/low-oxygen.json"))).toBeNull();
    return undefined;
  });

  it("are shown by their days, with the forms that the hospital has not loaded", () => {
    const outcome = { resourceType: "OperationOutcome", issue: [{ diagnostics: "x" }, { diagnostics: "y" }] };
    const preview = readPreview(
      {
        resourceType: "Bundle",
        entry: [
          { resource: { resourceType: "CarePlan", contained: [outcome] } as never },
          { resource: formTask("late", {}, 48, 72) },
          { resource: formTask("soon", {}, 24, 36) },
        ],
      },
      Date.now(),
    );
    expect(preview.missing).toBe(2);
    expect(preview.requests.map((one) => one.id)).toEqual(["soon", "late"]);
  });
});

it("a phone's report of a form is no message", () => {
  const report: Communication = {
    resourceType: "Communication",
    id: "c",
    subject: { reference: "Patient/li" },
    category: [{ coding: [{ system: FORM_PROBLEM, code: "form-problem" }] }],
    payload: [{ contentString: "x" }],
  };
  expect(readMessage(report)).toBeNull();
  expect(readMessage({ ...report, category: [] })).not.toBeNull();
});
