// @vitest-environment node
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { BincodeDeserializer } from "../generated/types/bincode/bincodeDeserializer";
import { BincodeSerializer } from "../generated/types/bincode/bincodeSerializer";
import {
  CallButton,
  Chrome,
  Clock,
  Envelope,
  LockView,
  PickedFile,
  PinPad,
  Started,
  TabItem,
  type Tap,
  Toast,
  TypedField,
  ViewModel,
  deserializeEvent,
  serializeEvent,
} from "../generated/types/types";
import { Reader, Writer, clockNow, decodeTap, decodeView, encodeEvent, encodeTap } from "./codec";

const taps: Tap[] = [
  {
    kind: "Started",
    value: new Started([0, 127, 255], ["zh-CN", "en"], "https://h.example/fhir", true, [{ kind: "Camera" }]),
  },
  { kind: "TabChosen", value: { kind: "Messages" } },
  { kind: "Network", value: false },
  { kind: "Lock", value: { kind: "Digit", value: 9 } },
  { kind: "Diary", value: { kind: "NoteTyped", value: "疼 😀 “quotes”" } },
  {
    kind: "Diary",
    value: { kind: "PhotoChosen", value: new PickedFile("image/jpeg", [255, 216, 0], 41_943_040) },
  },
  { kind: "Measures", value: { kind: "FieldTyped", value: new TypedField("systolic", "１３５") } },
  { kind: "Sync", value: { kind: "ExportPressed", value: "a" } },
];

/** The plain contents of a value, whatever its classes. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part)));

describe("the bytes between the page and the core", () => {
  it.each(taps)("carry the tap $kind and bring it back", (tap) => {
    expect(plain(decodeTap(encodeTap(tap)))).toEqual(plain(tap));
  });

  it.each(taps)("are those of the generated writer for $kind, clock and all", (tap) => {
    const clock = new Clock(-1n, 18_446_744_073_709_551_615n, "Asia/Shanghai");
    const theirs = new BincodeSerializer();
    serializeEvent({ kind: "Shell", value: new Envelope(clock, tap) }, theirs);
    const ours = encodeEvent(clock, tap);
    expect([...ours]).toEqual([...theirs.getBytes()]);
    const back = deserializeEvent(new BincodeDeserializer(ours));
    expect(plain(back)).toEqual(plain({ kind: "Shell", value: { clock, tap } }));
  });

  it("take a photo that is a typed array without copying it into numbers first", () => {
    const photo = new Uint8Array(300_000).map((_, i) => i % 251);
    const tap: Tap = {
      kind: "Diary",
      value: { kind: "PhotoChosen", value: new PickedFile("image/jpeg", photo as unknown as number[], 1) },
    };
    const back = decodeTap(encodeTap(tap));
    if (back.kind !== "Diary" || back.value.kind !== "PhotoChosen") throw new Error("another tap came back");
    expect(Buffer.from(back.value.value.bytes).equals(photo)).toBe(true);
  });

  it("give the same view as the generated reader", () => {
    const view = someView();
    const bytes = encodeView(view);
    expect(plain(decodeView(bytes))).toEqual(plain(ViewModel.deserialize(new BincodeDeserializer(bytes))));
    expect(plain(decodeView(bytes))).toEqual(plain(view));
  });

  it("are read and written by ours for every kind of value that the types have", () => {
    const types = readFileSync(new URL("../generated/types/types.ts", import.meta.url), "utf8");
    const called = (pattern: RegExp) => [...new Set([...types.matchAll(pattern)].map((match) => match[1] ?? ""))];
    const read = called(/deserializer\.(deserialize\w+)\(/g);
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter((name) => !Object.hasOwn(Reader.prototype, name))).toEqual([]);
    // What only views hold is never written here.
    const written = called(/serializer\.(serialize(?:U|Str|Bool|Bytes|Option)\w*)\(/g);
    expect(written.filter((name) => !Object.hasOwn(Writer.prototype, name))).toEqual([]);
  });

  it("fail when they end too early, and never read what is not there", () => {
    const bytes = encodeView(someView());
    for (const length of [0, 7, 100, bytes.length - 1]) {
      expect(() => decodeView(bytes.subarray(0, length))).toThrow(RangeError);
    }
  });
});

describe("the clock that goes with a tap", () => {
  it("names the zone and counts in whole milliseconds", () => {
    const clock = clockNow();
    expect(clock.zone).toMatch(/^(UTC|[A-Z][A-Za-z_]+\/[A-Za-z_/]+)$/);
    expect(Math.abs(Number(clock.wall_ms) - Date.now())).toBeLessThan(5000);
    expect(clock.mono_ms).toBeGreaterThanOrEqual(0n);
  });
});

/** A view made of the generated classes, as the core would send it. */
function someView(): ViewModel {
  const chrome = new Chrome(
    "zh-CN",
    "康伴",
    true,
    "dark",
    "请输入密码",
    [new TabItem({ kind: "Messages" }, "消息", "messages", false, 4_294_967_295, "消息，很多条未读")],
    "主要页面",
    "",
    new Toast("已保存在本机", "", "改"),
    "关闭",
    [new CallButton("打给病房", "24 小时", "010 5555 0142", "打给病房", false)],
    "",
    "读给我听",
    "",
    "",
    "选一张照片",
    "确定",
    "取消",
    true,
  );
  const pad = new PinPad(3, 6, "已输入 3 位", "", true, "退格");
  return new ViewModel(chrome, {
    kind: "Lock",
    value: new LockView("您好 👋", pad, "", null, "", false, "忘了密码", ""),
  });
}

function encodeView(view: ViewModel): Uint8Array {
  const writer = new BincodeSerializer();
  view.serialize(writer);
  return writer.getBytes();
}
