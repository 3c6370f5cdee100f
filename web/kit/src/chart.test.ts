import { describe, expect, it } from "vitest";

import { type ChartPoint, crowded, series } from "./chart";

const DAY = 86_400;
const point = (day: number, value: number): ChartPoint => ({
  at: 1_795_000_000 + day * DAY,
  value_milli: value * 1000,
  beyond: false,
  label: String(value),
  when: `day ${day}`,
});

describe("the line of a chart", () => {
  it("is whole over readings of every day", () => {
    const { y, index } = series([point(0, 37), point(1, 38), point(2, 37.5)]);
    expect(y).toEqual([37, 38, 37.5]);
    expect(index).toEqual([0, 1, 2]);
  });

  it("has a hole where days are without a reading", () => {
    const { x, y, index } = series([point(0, 37), point(3, 38)]);
    expect(y).toEqual([37, null, 38]);
    expect(index).toEqual([0, null, 1]);
    expect(x[1]).toBeGreaterThan(x[0] ?? 0);
    expect(x[1]).toBeLessThan(x[2] ?? 0);
  });

  it("of no reading has no point", () => {
    expect(series([])).toEqual({ x: [], y: [], index: [] });
  });
});

describe("the words of two limits", () => {
  const scale = (...values: number[]) => ({
    points: [],
    limits: values.map((value) => ({ value_milli: value * 1000, label: String(value) })),
    low_milli: 0,
    high_milli: 10_000,
  });

  it("stand beside their lines when there is room, and below the drawing when there is not", () => {
    expect(crowded(scale())).toBe(false);
    expect(crowded(scale(4))).toBe(false);
    expect(crowded(scale(8, 4))).toBe(false);
    expect(crowded(scale(4, 3))).toBe(true);
  });
});
