import { BincodeDeserializer } from "../generated/types/bincode/bincodeDeserializer";
import { BincodeSerializer } from "../generated/types/bincode/bincodeSerializer";
import {
  Clock,
  Envelope,
  type Event,
  type Request,
  Requests,
  type Tap,
  ViewModel,
  deserializeTap,
  serializeEvent,
  serializeTap,
} from "../generated/types/types";

const text = new TextDecoder();
const utf8 = new TextEncoder();

/** Reads through one DataView. The generated reader copies every field out of the buffer first. */
export class Reader extends BincodeDeserializer {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    super(new Uint8Array(0));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private take(length: number): number {
    const at = this.offset;
    if (length > this.bytes.length - at) throw new RangeError("the bytes end too early");
    this.offset = at + length;
    return at;
  }

  override deserializeLen(): number {
    return Number(this.view.getBigUint64(this.take(8), true));
  }
  override deserializeVariantIndex(): number {
    return this.view.getUint32(this.take(4), true);
  }
  override deserializeStr(): string {
    return text.decode(this.deserializeBytes());
  }
  override deserializeBytes(): Uint8Array {
    const length = this.deserializeLen();
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }
  override deserializeBool(): boolean {
    return this.bytes[this.take(1)] === 1;
  }
  override deserializeOptionTag(): boolean {
    return this.deserializeBool();
  }
  override deserializeU8(): number {
    return this.view.getUint8(this.take(1));
  }
  override deserializeU16(): number {
    return this.view.getUint16(this.take(2), true);
  }
  override deserializeI16(): number {
    return this.view.getInt16(this.take(2), true);
  }
  override deserializeU32(): number {
    return this.view.getUint32(this.take(4), true);
  }
  override deserializeI32(): number {
    return this.view.getInt32(this.take(4), true);
  }
  override deserializeU64(): bigint {
    return this.view.getBigUint64(this.take(8), true);
  }
  override deserializeI64(): bigint {
    return this.view.getBigInt64(this.take(8), true);
  }
}

/** Writes into one growing buffer, so that a photo's bytes cost no allocation each. */
export class Writer extends BincodeSerializer {
  private room = new Uint8Array(256);
  private used = 0;

  private make(length: number): number {
    const at = this.used;
    this.used += length;
    if (this.used > this.room.length) {
      const larger = new Uint8Array(Math.max(this.used, this.room.length * 2));
      larger.set(this.room);
      this.room = larger;
    }
    return at;
  }

  private view(): DataView {
    return new DataView(this.room.buffer);
  }

  override serializeU8(value: number): void {
    const at = this.make(1);
    this.room[at] = value;
  }
  override serializeBool(value: boolean): void {
    this.serializeU8(value ? 1 : 0);
  }
  override serializeOptionTag(value: boolean): void {
    this.serializeBool(value);
  }
  override serializeU16(value: number): void {
    const at = this.make(2);
    this.view().setUint16(at, value, true);
  }
  override serializeU32(value: number): void {
    const at = this.make(4);
    this.view().setUint32(at, value, true);
  }
  override serializeU64(value: bigint | number): void {
    const at = this.make(8);
    this.view().setBigUint64(at, BigInt(value), true);
  }
  override serializeI64(value: bigint | number): void {
    const at = this.make(8);
    this.view().setBigInt64(at, BigInt(value), true);
  }
  override serializeStr(value: string): void {
    this.serializeBytes(utf8.encode(value));
  }
  override serializeBytes(value: Uint8Array): void {
    this.serializeLen(value.length);
    const at = this.make(value.length);
    this.room.set(value, at);
  }
  override getBufferOffset(): number {
    return this.used;
  }
  override getBytes(): Uint8Array {
    return this.room.slice(0, this.used);
  }
}

/** A tap as bytes: what goes from a tab to the core's worker. */
export function encodeTap(tap: Tap): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  serializeTap(tap, writer);
  return writer.getBytes() as Uint8Array<ArrayBuffer>;
}

/** The tap in those bytes. */
export function decodeTap(bytes: Uint8Array): Tap {
  return deserializeTap(new Reader(bytes));
}

/** The event that the core takes: a tap with the clock of this moment around it. */
export function encodeEvent(clock: Clock, tap: Tap): Uint8Array {
  const writer = new Writer();
  const event: Event = { kind: "Shell", value: new Envelope(clock, tap) };
  serializeEvent(event, writer);
  return writer.getBytes();
}

/** The effects that the core hands over. */
export function decodeEffects(bytes: Uint8Array): Request[] {
  return Requests.deserialize(new Reader(bytes)).value;
}

/** The view in those bytes. */
export function decodeView(bytes: Uint8Array): ViewModel {
  return ViewModel.deserialize(new Reader(bytes));
}

/** The same; none where it is of a newer core than this page's, as a tab that was opened later may run one. */
export function readView(bytes: Uint8Array): ViewModel | undefined {
  try {
    return decodeView(bytes);
  } catch {
    return undefined;
  }
}

/** This device's clock, as the core wants it. */
export function clockNow(): Clock {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return new Clock(BigInt(Date.now()), BigInt(Math.floor(performance.now())), zone);
}
