import { act, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { TextEntry } from "./TextEntry";

let known: (text: string) => void;
const heard: string[] = [];

function Page({ first }: { first: string }) {
  const [value, setValue] = useState(first);
  known = setValue;
  const field = {
    id: "f",
    label: "Note",
    value,
    unit: "",
    help: "",
    error: "",
    numeric: false,
    multiline: false,
  };
  return <TextEntry field={field} onTyped={(text) => heard.push(text)} />;
}

const input = () => screen.getByLabelText<HTMLInputElement>("Note");
const type = (text: string) => fireEvent.change(input(), { target: { value: text } });

describe("a field whose text also lives in the core", () => {
  beforeEach(() => {
    heard.length = 0;
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("shows a keystroke at once and hands it over", () => {
    render(<Page first="" />);
    type("a");
    expect(input().value).toBe("a");
    expect(heard).toEqual(["a"]);
  });

  it("is not thrown back by the core's answer to an earlier keystroke", () => {
    render(<Page first="" />);
    act(() => input().focus());
    type("a");
    type("ab");
    act(() => known("a"));
    expect(input().value).toBe("ab");
    act(() => known("ab"));
    expect(input().value).toBe("ab");
  });

  it("takes what the core makes of it once the field is left", () => {
    render(<Page first="" />);
    act(() => input().focus());
    type("k7qf");
    act(() => known("K7QF"));
    expect(input().value).toBe("k7qf");
    act(() => input().blur());
    act(() => vi.advanceTimersByTime(1000));
    expect(input().value).toBe("K7QF");
  });

  it("is emptied when the core empties it, as after a message was sent", () => {
    render(<Page first="" />);
    act(() => input().focus());
    type("hello");
    act(() => known("hello"));
    act(() => known(""));
    expect(input().value).toBe("");
  });
});
