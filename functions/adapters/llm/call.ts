import { type Answer, createAnswer } from "./answer.ts";
import type { Health } from "./breaker.ts";
import { type Connection, type Fetch, openConnection, readBody, readShortText, type Timing } from "./connection.ts";
import { type Fault, toHttpFault, toStreamFault, toTransportFault } from "./fault.ts";
import { judgeAnswer } from "./judge.ts";
import { createSseParser, SseTooLongError } from "./sse.ts";

export interface ChatCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly provider: string;
  readonly maxTokens: number;
  /** Of one slot, as the server said it. */
  readonly contextTokens: number | undefined;
  readonly signal: AbortSignal;
  readonly deadlineAt: number;
  /** From the request to the first event: waiting inside the server and reading the prompt included. */
  readonly firstByteTimeoutMs: number;
  /** Between two reads once the answer has begun. */
  readonly idleTimeoutMs: number;
}

export type CallResult =
  | {
      readonly ok: true;
      readonly text: string;
      readonly answer: Answer;
      readonly timeToFirstTokenMs: number | undefined;
    }
  | ({ readonly ok: false } & Fault);

/** More than any bounded schema can ask for; a server that runs away must not fill the memory. */
const MAX_ANSWER_CHARS = 256 * 1024;
/** One event holds about one token, and at most the timings. */
const MAX_EVENT_CHARS = 64 * 1024;
const MAX_ERROR_CHARS = 16 * 1024;

/** One request: sent, read to its end, understood. Never rejects. */
export const callOnce = async (call: ChatCall, deps: Timing & { fetch: Fetch }): Promise<CallResult> => {
  const connection = openConnection(deps.fetch, call.signal, deps);
  try {
    return await exchange(call, connection, deps);
  } finally {
    connection.close();
  }
};

const exchange = async (call: ChatCall, connection: Connection, { now }: Timing): Promise<CallResult> => {
  const sentAt = now();
  const firstBy = Math.min(sentAt + call.firstByteTimeoutMs, call.deadlineAt);
  const init = { method: "POST", headers: call.headers, body: call.body };
  const sent = await connection.send(call.url, init, firstBy);
  if (sent.end === "error") return failed(toTransportFault(sent.error, false));
  if (sent.end !== "value") return failed(toTimeFault(sent.end, "first_byte", call, now()));

  const response = sent.value;
  const type = response.headers.get("content-type") ?? "";
  if (response.status !== 200) {
    const body = await readShortText(connection, response.body, firstBy, MAX_ERROR_CHARS);
    if (call.signal.aborted) return failed(CANCELLED);
    const retryAfter = response.headers.get("retry-after");
    // 0 is how the Fetch standard shows a redirect that was not followed.
    const status = response.status === 0 ? 302 : response.status;
    return failed(toHttpFault(status, body, { provider: call.provider, retryAfter, now: now() }));
  }

  const answer = createAnswer();
  let timeToFirstTokenMs: number | undefined;
  const add = (data: string): boolean => {
    if (!answer.add(data)) return false;
    if (answer.text !== "" || answer.reasoningChars > 0) timeToFirstTokenMs ??= now() - sentAt;
    return true;
  };
  const fault = /^application\/json\b/i.test(type)
    ? await readWhole(call, connection, response, firstBy, add, now)
    : await readStream(call, connection, response, firstBy, answer, add, now);
  if (fault) return failed(fault);
  const judged = judgeAnswer(answer, call);
  return judged.ok ? { ...judged, answer, timeToFirstTokenMs } : judged;
};

/** A server that does not stream sends the completion as one JSON body. */
const readWhole = async (
  call: ChatCall,
  connection: Connection,
  response: Response,
  until: number,
  add: (data: string) => boolean,
  now: () => number,
): Promise<Fault | null> => {
  let text = "";
  const read = await readBody(
    connection,
    response.body,
    () => until,
    (piece) => {
      text += piece;
      return text.length <= MAX_ANSWER_CHARS;
    },
  );
  if (read.end === "error") return toTransportFault(read.error, true);
  if (read.end === "enough") return TOO_LONG;
  if (read.end !== "done") return toTimeFault(read.end, "first_byte", call, now());
  return add(text) ? null : NOT_A_COMPLETION;
};

const readStream = async (
  call: ChatCall,
  connection: Connection,
  response: Response,
  firstBy: number,
  answer: Answer,
  add: (data: string) => boolean,
  now: () => number,
): Promise<Fault | null> => {
  const parser = createSseParser(MAX_EVENT_CHARS);
  let begun = false;
  let done = false;
  let fault: Fault | null = null;
  const take = (events: readonly string[]): boolean => {
    for (const data of events) {
      begun = true;
      if (data.trim() === "[DONE]") done = true;
      else if (!add(data)) fault = NOT_A_COMPLETION;
      else if (answer.error !== undefined) fault = toStreamFault(answer.error, call.provider);
      else if (answer.text.length > MAX_ANSWER_CHARS) fault = TOO_LONG;
      if (done || fault) return false;
    }
    return true;
  };
  const read = await readBody(
    connection,
    response.body,
    () => (begun ? Math.min(now() + call.idleTimeoutMs, call.deadlineAt) : firstBy),
    (text) => {
      try {
        return take(parser.push(text));
      } catch (error) {
        if (!(error instanceof SseTooLongError)) throw error;
        fault = NOT_A_COMPLETION;
        return false;
      }
    },
  );
  if (read.end === "error") return toTransportFault(read.error, true);
  if (read.end === "time" || read.end === "abort")
    return toTimeFault(read.end, begun ? "idle" : "first_byte", call, now());
  // An event that is cut off together with the stream is part of the cut, not a fault of its own.
  if (read.end === "done" && parser.end().some((data) => data.trim() === "[DONE]")) done = true;
  if (fault || done) return fault;
  return begun ? CUT : NOT_A_COMPLETION;
};

const failed = (fault: Fault): CallResult => ({ ok: false, ...fault });

const toTimeFault = (end: "time" | "abort", phase: "first_byte" | "idle", call: ChatCall, now: number): Fault => {
  if (end === "abort") return CANCELLED;
  const timeout = (health: Health, detail: string): Fault => ({
    failure: "model_timeout",
    detail,
    retry: "no",
    health,
  });
  // Our own deadline says nothing about the server: a long queue or an impatient caller may have left it no time.
  if (now >= call.deadlineAt) return timeout("unknown", "The request's deadline passed before the model had answered.");
  return phase === "first_byte"
    ? timeout("down", `The model server sent nothing for ${call.firstByteTimeoutMs} ms.`)
    : timeout("down", `The model server stopped in mid-answer for ${call.idleTimeoutMs} ms.`);
};

const CANCELLED: Fault = {
  failure: "cancelled",
  detail: "The caller went away, so the call was ended.",
  retry: "no",
  health: "unknown",
};

const CUT: Fault = {
  failure: "model_unavailable",
  detail: "The model server ended the answer without [DONE]: it stopped, or something between cut the connection.",
  status: 200,
  retry: "no",
  health: "down",
};

const NOT_A_COMPLETION: Fault = {
  failure: "model_rejected",
  detail: "The server answered with something other than a chat completion. Correct the model server's URL.",
  status: 200,
  retry: "no",
  health: "up",
};

const TOO_LONG: Fault = {
  failure: "output_truncated",
  detail: `The answer grew past ${MAX_ANSWER_CHARS} characters and was ended. The server seems to ignore max_tokens.`,
  status: 200,
  retry: "no",
  health: "up",
};
