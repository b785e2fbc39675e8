import type { CloudEvent } from "../../core/cloud-event.ts";
import type { Sleep } from "../../functions/adapters/llm/sleep.ts";
import { toEventMessage } from "../../functions/http/cloud-event.ts";
import { type Answer, type Failure, toTransportFailure } from "./answer.ts";
import { backoffMs, type Delivery } from "./delivery.ts";
import type { HeaderValues } from "./headers.ts";

export type Deliver = (url: string, request: Request) => Promise<Response>;

interface Attempt {
  readonly url: string;
  readonly event: CloudEvent;
  readonly headers: HeaderValues;
  readonly delivery: Delivery;
  readonly deliver: Deliver;
  readonly read: (response: Response) => Promise<Answer>;
  readonly sleep: Sleep;
  /** Ends it: whatever comes back then is nobody's. */
  readonly signal: AbortSignal;
}

/** One POST of an event. Never rejects: what gives no answer in time is a failure like any other. */
export const attemptOnce = async ({
  url,
  event,
  headers,
  delivery,
  deliver,
  read,
  sleep,
  signal,
}: Attempt): Promise<Answer> => {
  if (signal.aborted) return toTransportFailure("stopped");
  const ended = new AbortController();
  const end = (): void => ended.abort();
  signal.addEventListener("abort", end);
  // Not every subscriber in this process looks at the signal.
  const stopped = new Promise<Answer>((resolve) => {
    ended.signal.addEventListener("abort", () => resolve(toTransportFailure("stopped")));
  });
  try {
    const message = toEventMessage(event, delivery.mode);
    const request = new Request(url, {
      method: "POST",
      headers: { ...message.headers, ...headers },
      body: (message.body as BodyInit | undefined) ?? null,
      // A redirect is an answer like any other: nothing follows it.
      redirect: "manual",
      signal: ended.signal,
    });
    const answered = deliver(url, request).then(read);
    const { timeoutMs } = delivery;
    if (timeoutMs === undefined) return await Promise.race([answered, stopped]);
    const late = sleep(timeoutMs, ended.signal).then(() => toTransportFailure(`no answer within ${timeoutMs} ms`));
    return await Promise.race([answered, stopped, late]);
  } catch (error) {
    return toTransportFailure(describe(error));
  } finally {
    signal.removeEventListener("abort", end);
    // Ends the sleep, and a request that is too late.
    end();
  }
};

/** Again and again, as the delivery says; undefined where the signal ended it. */
export const withRetries = async (
  attempt: () => Promise<Answer>,
  delivery: Delivery,
  {
    sleep,
    signal,
    onRetry,
  }: { sleep: Sleep; signal: AbortSignal; onRetry: (failure: Failure, waitMs: number) => void },
): Promise<Answer | undefined> => {
  for (let retries = 0; ; retries++) {
    const answer = await attempt();
    if (signal.aborted) return undefined;
    if (answer.kind !== "failed" || !answer.retry || retries >= delivery.retry) return answer;
    const waitMs = backoffMs(delivery, retries);
    onRetry(answer, waitMs);
    await sleep(waitMs, signal);
    if (signal.aborted) return undefined;
  }
};

/** Codes and names only: a message may quote what was sent. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return "failed";
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : error.name;
};
