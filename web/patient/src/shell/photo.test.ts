import { Blob as RealBlob } from "node:buffer";

import { afterEach, describe, expect, it, vi } from "vitest";

import { fitted, preparePhoto, smallEnough } from "./photo";

const LIMITS = { maxBytes: 900_000, maxEdge: 1600 };
// jsdom's Blob cannot be read.
const blob = (size: number) =>
  new RealBlob([new Uint8Array(size)], { type: "image/jpeg" }) as unknown as Blob;

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the size of a photo", () => {
  it("is brought down to the longest edge, with its shape kept", () => {
    expect(fitted(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 });
    expect(fitted(3000, 4000, 1600)).toEqual({ width: 1200, height: 1600 });
  });

  it("is never made larger than it was", () => {
    expect(fitted(320, 200, 1600)).toEqual({ width: 320, height: 200 });
  });

  it("has at least one pixel each way, however thin the picture", () => {
    expect(fitted(10_000, 1, 1600)).toEqual({ width: 1600, height: 1 });
  });
});

describe("making a photo small enough", () => {
  it("takes the first attempt that fits", async () => {
    const tried: [number, number][] = [];
    const made = await smallEnough(LIMITS, (edge, quality) => {
      tried.push([edge, quality]);
      return Promise.resolve(blob(tried.length === 1 ? 1_000_000 : 800_000));
    });
    expect(made?.size).toBe(800_000);
    expect(tried).toEqual([
      [1600, 0.85],
      [1600, 0.7],
    ]);
  });

  it("goes down in size when a lower quality is not enough", async () => {
    const edges: number[] = [];
    await smallEnough(LIMITS, (edge) => {
      edges.push(edge);
      return Promise.resolve(blob(edge > 1000 ? 2_000_000 : 100));
    });
    expect(edges).toEqual([1600, 1600, 1200, 800]);
  });

  it("gives up when nothing fits, or when it cannot be drawn", async () => {
    expect(await smallEnough(LIMITS, () => Promise.resolve(blob(5_000_000)))).toBeNull();
    expect(await smallEnough(LIMITS, () => Promise.resolve(null))).toBeNull();
  });
});

describe("a file that was picked", () => {
  it("that is no picture goes to the core without bytes and without a type, with its size", async () => {
    vi.stubGlobal("createImageBitmap", () => Promise.reject(new DOMException("not a picture")));
    const picked = await preparePhoto(new File(["%PDF-1.7"], "scan.jpg", { type: "image/jpeg" }), LIMITS);
    expect(picked.mime).toBe("");
    expect(picked.bytes).toHaveLength(0);
    expect(picked.original_bytes).toBe(8);
  });

  it("of 40 MB that cannot be drawn goes to the core without bytes, and the core hears of the 40 MB", async () => {
    const closed = vi.fn();
    vi.stubGlobal("createImageBitmap", () => Promise.resolve({ width: 9000, height: 9000, close: closed }));
    vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
    const file = new File([new Uint8Array(41_943_040)], "huge.jpg", { type: "image/jpeg" });
    const picked = await preparePhoto(file, LIMITS);
    expect(picked.bytes).toHaveLength(0);
    expect(picked.original_bytes).toBe(41_943_040);
    expect(closed).toHaveBeenCalledOnce();
  });

  it("is drawn anew even when it is small, so that nothing of the camera stays in it", async () => {
    vi.stubGlobal("createImageBitmap", () =>
      Promise.resolve({ width: 100, height: 50, close: () => undefined }),
    );
    const drawn: number[][] = [];
    vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({
      fillRect: () => undefined,
      drawImage: (_: unknown, ...place: number[]) => drawn.push(place),
    } as unknown as RenderingContext);
    vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done) => done(blob(3)));
    const picked = await preparePhoto(new File(["exif"], "small.png", { type: "image/png" }), LIMITS);
    expect(drawn).toEqual([[0, 0, 100, 50]]);
    expect(picked.mime).toBe("image/jpeg");
    expect(Uint8Array.from(picked.bytes)).toEqual(new Uint8Array(3));
  });
});
