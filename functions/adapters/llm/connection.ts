import type { Sleep } from "./sleep.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Timing {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly sleep: Sleep;
}

export type Waited<T> =
  | { readonly end: "value"; readonly value: T }
  /** The time was over. */
  | { readonly end: "time" }
  /** The caller's signal. */
  | { readonly end: "abort" }
  | { readonly end: "error"; readonly error: unknown };

/** One HTTP exchange whose every wait has an end. */
export interface Connection {
  send(url: string, init: RequestInit, until: number): Promise<Waited<Response>>;
  wait<T>(work: Promise<T>, until: number): Promise<Waited<T>>;
  /** Closes the socket, whatever is under way. */
  close(): void;
}

/** @param signal The caller's: aborting it ends each wait and closes the socket at once. */
export const openConnection = (fetch: Fetch, signal: AbortSignal, timing: Timing): Connection => {
  const socket = new AbortController();
  const waits = new Set<() => void>();
  const abort = (): void => {
    // The waits first: closing the socket also makes the work fail, and the reason would be lost.
    for (const end of waits) end();
    socket.abort();
  };
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });

  const wait = async <T>(work: Promise<T>, until: number): Promise<Waited<T>> => {
    // Not a race with one promise for all aborts: that would keep every piece of a body as long as the connection.
    const first = Promise.withResolvers<Waited<T>>();
    const onAbort = (): void => first.resolve({ end: "abort" });
    waits.add(onAbort);
    if (signal.aborted) onAbort();
    work.then(
      (value) => first.resolve({ end: "value", value }),
      (error: unknown) => first.resolve({ end: "error", error }),
    );
    const timer = new AbortController();
    timing.sleep(until - timing.now(), timer.signal).then(() => first.resolve({ end: "time" }), first.reject);
    try {
      const ended = await first.promise;
      return ended.end === "error" && signal.aborted ? { end: "abort" } : ended;
    } finally {
      waits.delete(onAbort);
      timer.abort();
    }
  };

  return {
    wait,
    // Never followed: a redirect would carry log text, and the key, to a place the operator did not name. Not
    // `redirect: "error"`, which workerd does not know.
    send: (url, init, until) =>
      wait((async () => fetch(url, { ...init, redirect: "manual", signal: socket.signal }))(), until),
    close() {
      signal.removeEventListener("abort", abort);
      socket.abort();
    },
  };
};

/**
 * Reads a body as UTF-8, piece by piece. `onText` returns false when it has enough.
 *
 * @param until When the next piece must be there; asked before each.
 */
export const readBody = async (
  connection: Connection,
  body: ReadableStream<Uint8Array> | null,
  until: () => number,
  onText: (text: string) => boolean,
): Promise<Exclude<Waited<undefined>, { end: "value" }> | { end: "enough" | "done" }> => {
  if (!body) return { end: "done" };
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const piece = await connection.wait(reader.read(), until());
    if (piece.end !== "value") return piece;
    const text = piece.value.done ? decoder.decode() : decoder.decode(piece.value.value, { stream: true });
    if (text !== "" && !onText(text)) return { end: "enough" };
    if (piece.value.done) return { end: "done" };
  }
};

/** The start of a short body; what could be read where it breaks off. */
export const readShortText = async (
  connection: Connection,
  body: ReadableStream<Uint8Array> | null,
  until: number,
  maxChars: number,
): Promise<string> => {
  let text = "";
  await readBody(
    connection,
    body,
    () => until,
    (piece) => {
      text += piece;
      return text.length < maxChars;
    },
  );
  return text.slice(0, maxChars);
};
