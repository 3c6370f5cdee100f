import { type Bilingual, bilingual, extensions, hasCode, inner, millis } from "./read";
import { ANSWER_PROBLEM, HIDDEN, SCORE, SDC_TASK } from "./terms";
import type {
  Answer,
  AnswerItem,
  Coding,
  Extension,
  Quantity,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  Task,
} from "./types";

/** Where a request for a form stands: its window is open, still to come, or over; or it was answered. */
export type RequestState = "due" | "coming" | "missed" | "answered";

/** A form that a patient was asked for. */
export interface FormRequest {
  id: string;
  title: Bilingual;
  opens: number;
  closes: number;
  state: RequestState;
}

/** Reads a Task that asks for a form; `null` for any other, and for one that was taken back. */
export function readRequest(task: Task, now: number): FormRequest | null {
  const opens = millis(task.restriction?.period?.start);
  const closes = millis(task.restriction?.period?.end);
  if (task.id === undefined || opens === null || closes === null) return null;
  if (!hasCode(task.code, SDC_TASK, "complete-questionnaire")) return null;
  const state = stateOf(task.status ?? "", opens, closes, now);
  return state === null
    ? null
    : { id: task.id, title: bilingual(task.description, task._description), opens, closes, state };
}

function stateOf(status: string, opens: number, closes: number, now: number): RequestState | null {
  if (status === "completed") return "answered";
  if (status === "failed") return "missed";
  if (["cancelled", "rejected", "entered-in-error"].includes(status)) return null;
  if (now >= closes) return "missed";
  return now >= opens ? "due" : "coming";
}

/** What somebody answered, in a value that still has to be put into words. */
export type Told =
  | { kind: "words"; words: Bilingual }
  | { kind: "yes"; yes: boolean }
  | { kind: "number"; digits: string }
  | { kind: "amount"; value: number; unit: string; code: string }
  | { kind: "moment"; at: number; day: boolean }
  | { kind: "file"; title: string };

/** One line of an answered form: a heading, or a question with what was answered. */
export interface Line {
  key: string;
  level: number;
  question: Bilingual;
  /** Empty for a heading. */
  answers: Told[];
}

/** A range of a score and what it means. */
export interface Band {
  low: number;
  high: number;
  word: Bilingual;
  meaning: Bilingual;
  role: "good" | "info" | "caution" | "urgent";
}

export interface Score {
  /** The `linkId` of the item that holds it. */
  key: string;
  title: Bilingual;
  value: number;
  bands: Band[];
  /** The band it lies in. */
  band: Band | null;
}

/** A form that was answered, as it can be read. */
export interface AnsweredForm {
  id: string;
  /** The form's canonical URL, without its version. */
  form: string;
  version: string;
  title: Bilingual;
  at: number;
  lines: Line[];
  scores: Score[];
  /** What the form would not have taken, as the hospital marked it. */
  problems: Problem[];
}

/** What is wrong with an answer, and the question it is to; without one it is about the whole form. */
export interface Problem {
  key: string;
  question: Bilingual;
  what: Bilingual;
}

export function urlOf(canonical: string | undefined): string {
  return canonical?.split("|")[0] ?? "";
}

/** Reads answers with the form that they are to; `null` for what is not finished or was taken back. */
export function readAnswers(response: QuestionnaireResponse, form: Questionnaire | undefined): AnsweredForm | null {
  const at = millis(response.authored) ?? millis(response.meta?.lastUpdated);
  if (response.id === undefined || at === null) return null;
  if (response.status !== "completed" && response.status !== "amended") return null;
  const items = new Map<string, QuestionnaireItem>();
  collect(form?.item ?? [], items);
  const lines: Line[] = [];
  const scores: Score[] = [];
  read(response.item ?? [], items, 0, "", lines, scores);
  return {
    id: response.id,
    form: urlOf(response.questionnaire),
    version: response.questionnaire?.split("|")[1] ?? "",
    title: bilingual(form?.title, form?._title),
    at,
    // A page of which nothing was answered says nothing.
    lines: lines.filter((line, place) => line.answers.length > 0 || (lines[place + 1]?.level ?? 0) > line.level),
    scores,
    problems: extensions(response.meta, ANSWER_PROBLEM).map((mark, place) => problem(mark, place, items)),
  };
}

function problem(mark: Extension, place: number, items: Map<string, QuestionnaireItem>): Problem {
  const [what, linkId] = [inner(mark, "what"), inner(mark, "linkId")?.valueString];
  const item = items.get(linkId ?? "");
  return {
    key: `${place}`,
    question: bilingual(item?.text ?? linkId, item?._text),
    what: bilingual(what?.valueString, what?._valueString),
  };
}

function collect(items: QuestionnaireItem[], into: Map<string, QuestionnaireItem>): void {
  for (const item of items) {
    if (item.linkId !== undefined) into.set(item.linkId, item);
    collect(item.item ?? [], into);
  }
}

/** Deeper than any form: what nests further is left out rather than the page broken. */
const DEEPEST = 64;

function read(
  answered: AnswerItem[],
  items: Map<string, QuestionnaireItem>,
  level: number,
  path: string,
  lines: Line[],
  scores: Score[],
): void {
  if (level > DEEPEST) return;
  answered.forEach((item, place) => {
    const key = `${path}/${item.linkId ?? ""}:${place}`;
    const definition = items.get(item.linkId ?? "");
    const answers = item.answer ?? [];
    const score = definition === undefined ? null : scoreOf(definition, answers);
    if (score !== null) scores.push(score);
    const isHidden = extensions(definition, HIDDEN).some((one) => one.valueBoolean === true);
    const told = answers.flatMap((answer) => tell(answer, definition) ?? []);
    const question = bilingual(definition?.text ?? item.text, definition?._text);
    if (!isHidden && (told.length > 0 || question.zh !== "")) lines.push({ key, level, question, answers: told });
    read(item.item ?? [], items, level + 1, key, lines, scores);
    answers.forEach((answer, number) =>
      read(answer.item ?? [], items, level + 1, `${key}/${number}`, lines, scores),
    );
  });
}

function tell(answer: Answer, item: QuestionnaireItem | undefined): Told | null {
  if (answer.valueCoding) return { kind: "words", words: codingWords(answer.valueCoding, item) };
  if (answer.valueBoolean !== undefined) return { kind: "yes", yes: answer.valueBoolean };
  const number = answer.valueInteger ?? answer.valueDecimal;
  if (number !== undefined) return { kind: "number", digits: String(number) };
  if (answer.valueQuantity) return amount(answer.valueQuantity);
  const moment = millis(answer.valueDateTime ?? answer.valueDate);
  if (moment !== null) return { kind: "moment", at: moment, day: answer.valueDate !== undefined };
  if (answer.valueAttachment) return { kind: "file", title: answer.valueAttachment.title ?? "" };
  const words = answer.valueString ?? answer.valueUri ?? answer.valueTime ?? answer.valueReference?.display;
  return words === undefined ? null : { kind: "words", words: bilingual(words, undefined) };
}

function amount(quantity: Quantity): Told | null {
  if (quantity.value === undefined) return null;
  const { value, unit, code } = quantity;
  return { kind: "amount", value, unit: unit ?? code ?? "", code: code ?? "" };
}

/** A code as the form calls it. */
function codingWords(coding: Coding, item: QuestionnaireItem | undefined): Bilingual {
  const same = (one: Coding | undefined): boolean => one?.code === coding.code && one?.system === coding.system;
  const option = item?.answerOption?.find((one) => same(one.valueCoding))?.valueCoding ?? coding;
  return bilingual(option.display ?? coding.display ?? coding.code, option._display);
}

const ROLES = ["good", "info", "caution", "urgent"] as const;

function scoreOf(item: QuestionnaireItem, answers: Answer[]): Score | null {
  const marked = extensions(item, SCORE)[0];
  const value = answers[0]?.valueInteger ?? answers[0]?.valueDecimal ?? answers[0]?.valueQuantity?.value;
  if (marked === undefined || value === undefined) return null;
  const bands = (marked.extension ?? []).flatMap((one) => (one.url === "band" ? (bandOf(one) ?? []) : []));
  const band = bands.find((one) => value >= one.low && value <= one.high) ?? null;
  return { key: item.linkId ?? "", title: bilingual(item.text, item._text), value, bands, band };
}

function bandOf(extension: Extension): Band | null {
  const low = inner(extension, "low")?.valueDecimal;
  const high = inner(extension, "high")?.valueDecimal;
  if (low === undefined || high === undefined) return null;
  const words = (name: string): Bilingual => {
    const part = inner(extension, name);
    return bilingual(part?.valueString, part?._valueString);
  };
  const role = ROLES.find((one) => one === inner(extension, "role")?.valueCode) ?? "info";
  return { low, high, word: words("word"), meaning: words("meaning"), role };
}

/** A score of one form over time, oldest first. */
export function course(all: AnsweredForm[], form: string, key: string): { at: number; score: Score }[] {
  const found = all
    .filter((one) => one.form === form)
    .flatMap((one) => one.scores.filter((score) => score.key === key).map((score) => ({ at: one.at, score })));
  return found.sort((one, other) => one.at - other.at);
}
