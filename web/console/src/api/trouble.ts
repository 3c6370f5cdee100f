/** Why a request did not succeed, in kinds that a person can be told apart. */
export type Trouble =
  | { kind: "offline" }
  | { kind: "slow" }
  | { kind: "signed-out" }
  | { kind: "forbidden" }
  | { kind: "missing" }
  | { kind: "changed" }
  | { kind: "refused"; detail: string }
  | { kind: "too-large" }
  | { kind: "busy"; seconds: number }
  | { kind: "broken"; status: number }
  | { kind: "unreadable" };

/** Thrown by the API client; nothing else is. Its message names a kind, never data. */
export class ApiError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.kind);
    this.name = "ApiError";
  }
}

/** The trouble of whatever was thrown. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ApiError) return error.trouble;
  throw error;
}

/** What an answer that is not a success means. `body` is the parsed JSON, if it was any. */
export function troubleOfAnswer(status: number, retryAfter: string | null, body: unknown): Trouble {
  switch (status) {
    case 401:
      return { kind: "signed-out" };
    case 403:
      return { kind: "forbidden" };
    case 404:
    case 410:
      return { kind: "missing" };
    case 409:
    case 412:
      return { kind: "changed" };
    case 413:
      return { kind: "too-large" };
    case 429:
    case 503:
      return { kind: "busy", seconds: secondsOf(retryAfter) };
    default:
      return status >= 500 ? { kind: "broken", status } : { kind: "refused", detail: diagnostics(body) };
  }
}

/** Retry-After in seconds; an HTTP date counts from now. */
function secondsOf(header: string | null): number {
  if (header === null) return 0;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
}

function diagnostics(body: unknown): string {
  if (typeof body !== "object" || body === null) return "";
  const issues = (body as { issue?: unknown }).issue;
  if (!Array.isArray(issues)) return "";
  return issues
    .map((issue: { diagnostics?: unknown; details?: { text?: unknown } }) => issue.diagnostics ?? issue.details?.text)
    .filter((text): text is string => typeof text === "string")
    .join("; ");
}
