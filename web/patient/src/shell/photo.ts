import { PickedFile } from "../generated/types/types";

/** How large a photo may be, as the core says. */
export interface PhotoLimits {
  maxBytes: number;
  maxEdge: number;
}

/** Draws a picture with its longer edge at most `edge`, as a JPEG of that quality. */
export type Shrink = (edge: number, quality: number) => Promise<Blob | null>;

/** What is tried in turn until the photo is small enough: a share of the longest edge allowed, and a quality. */
const ATTEMPTS = [
  [1, 0.85],
  [1, 0.7],
  [0.75, 0.7],
  [0.5, 0.7],
  [0.35, 0.6],
] as const;

const U32_MAX = 0xffff_ffff;

/** The size of a picture when its longer edge may be `edge`: never larger than it was. */
export function fitted(width: number, height: number, edge: number): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The first attempt that is small enough, or null. */
export async function smallEnough(limits: PhotoLimits, shrink: Shrink): Promise<Blob | null> {
  for (const [share, quality] of ATTEMPTS) {
    const blob = await shrink(Math.round(limits.maxEdge * share), quality);
    if (!blob) return null;
    if (blob.size <= limits.maxBytes) return blob;
  }
  return null;
}

/**
 * Makes a picked file small enough for an entry. It is always drawn anew, even when it is small: that leaves out where
 * and with what it was taken. What is not a picture, or stays too large, goes to the core without bytes, and the core
 * says so.
 */
export async function preparePhoto(file: File, limits: PhotoLimits): Promise<PickedFile> {
  const original = Math.min(file.size, U32_MAX);
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return new PickedFile("", [], original);
  }
  try {
    const blob = await smallEnough(limits, (edge, quality) => drawJpeg(picture, edge, quality));
    if (!blob) return new PickedFile(file.type, [], original);
    return new PickedFile("image/jpeg", asSeq(new Uint8Array(await blob.arrayBuffer())), original);
  } finally {
    picture.close();
  }
}

/** The generated types call a list of bytes `number[]`; the encoder takes what can be walked, so nothing is copied. */
function asSeq(bytes: Uint8Array): number[] {
  return bytes as unknown as number[];
}

function drawJpeg(picture: ImageBitmap, edge: number, quality: number): Promise<Blob | null> {
  const { width, height } = fitted(picture.width, picture.height, edge);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  // A JPEG has no transparency: what was see-through is on paper now.
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}
