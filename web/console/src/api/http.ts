import { ApiError, troubleOfAnswer } from "./trouble";

/** Who lends an access token. */
export interface Bearer {
  /** A token that is good now; `null` when nobody is signed in. */
  token(): Promise<string | null>;
  /** The hospital refused this token: get another one. `null`: sign in again. */
  renew(refused: string): Promise<string | null>;
}

/** What to ask. */
export interface Ask {
  method?: "GET" | "POST" | "PUT";
  /** A FHIR resource, or JSON text when digits have to stay as they were typed. */
  body?: object | string;
  headers?: Record<string, string>;
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** An answer with JSON. */
export interface Answer {
  status: number;
  json: unknown;
}

const FHIR_JSON = "application/fhir+json";
const TIMEOUT_MS = 20_000;

/** The hospital's FHIR face. Every failure is an `ApiError`. */
export class Http {
  constructor(
    readonly base: string,
    private readonly bearer: Bearer,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** Asks for JSON. */
  async json(path: string, ask: Ask = {}): Promise<Answer> {
    const response = await this.send(path, ask, FHIR_JSON);
    const text = await read(() => response.text());
    let json: unknown;
    try {
      json = text === "" ? null : JSON.parse(text);
    } catch {
      throw new ApiError(
        response.ok
          ? { kind: "unreadable" }
          : troubleOfAnswer(response.status, response.headers.get("retry-after"), null),
      );
    }
    if (!response.ok) {
      throw new ApiError(troubleOfAnswer(response.status, response.headers.get("retry-after"), json));
    }
    return { status: response.status, json };
  }

  /** Asks for the bytes of a Binary. */
  async blob(path: string, accept: string, signal?: AbortSignal): Promise<Blob> {
    const response = await this.send(path, signal ? { signal } : {}, accept);
    if (!response.ok) throw new ApiError(troubleOfAnswer(response.status, response.headers.get("retry-after"), null));
    const type = response.headers.get("content-type") ?? "";
    if (!type.includes("json")) return read(() => response.blob());
    // A server that does not know raw bytes wraps them.
    const binary = (await read(() => response.json())) as { contentType?: string; data?: string };
    if (typeof binary.data !== "string") throw new ApiError({ kind: "unreadable" });
    const bytes = Uint8Array.from(atob(binary.data), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: binary.contentType ?? accept });
  }

  private async send(path: string, ask: Ask, accept: string): Promise<Response> {
    const token = await this.bearer.token();
    if (token === null) throw new ApiError({ kind: "signed-out" });
    const first = await this.once(path, ask, accept, token);
    if (first.status !== 401) return first;
    const next = await this.bearer.renew(token);
    if (next === null) throw new ApiError({ kind: "signed-out" });
    return this.once(path, ask, accept, next);
  }

  private async once(path: string, ask: Ask, accept: string, token: string): Promise<Response> {
    const timeout = AbortSignal.timeout(ask.timeoutMs ?? TIMEOUT_MS);
    const signal = ask.signal ? AbortSignal.any([ask.signal, timeout]) : timeout;
    const headers: Record<string, string> = { accept, authorization: `Bearer ${token}`, ...ask.headers };
    const init: RequestInit = { method: ask.method ?? "GET", headers, signal, cache: "no-store" };
    if (ask.body !== undefined) {
      headers["content-type"] = FHIR_JSON;
      init.body = typeof ask.body === "string" ? ask.body : JSON.stringify(ask.body);
    }
    try {
      return await this.fetcher(`${this.base}/${path}`, init);
    } catch (error) {
      throw failed(error, timeout);
    }
  }
}

/** A body that breaks off is an answer that cannot be read. */
async function read<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError({ kind: "unreadable" });
  }
}

function failed(error: unknown, timeout: AbortSignal): ApiError {
  if (timeout.aborted) return new ApiError({ kind: "slow" });
  if (error instanceof DOMException && error.name === "TimeoutError") return new ApiError({ kind: "slow" });
  return new ApiError({ kind: "offline" });
}
