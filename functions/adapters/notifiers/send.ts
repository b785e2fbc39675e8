import { VERSION } from "../../version.ts";
import { type Fetch, openConnection, readShortText, type Timing } from "../llm/connection.ts";
import type { Delivery } from "./delivery.ts";

/** What became of one POST. No text of the receiver is in it. */
export type Sent =
  | { readonly outcome: "delivered" | "refused"; readonly status: number }
  | { readonly outcome: "unavailable"; readonly status?: number; readonly retryAfterSeconds?: number };

/** Sends once: whoever delivered the event delivers it again. Redirects are not followed. Never rejects. */
export const sendDelivery = async (
  { url, headers, body }: Delivery,
  timeoutMs: number,
  deps: Timing & { readonly fetch: Fetch },
): Promise<Sent> => {
  const until = deps.now() + timeoutMs;
  const connection = openConnection(deps.fetch, new AbortController().signal, deps);
  try {
    const init = { method: "POST", headers: { ...headers, "user-agent": `kprompt/${VERSION}` }, body };
    const sent = await connection.send(url, init, until);
    if (sent.end !== "value") return { outcome: "unavailable" };
    const { status: given, headers: answered, body: text } = sent.value;
    // Read to its end, which is near, so that the next message finds the connection open.
    await readShortText(connection, text, until, MAX_ANSWER_CHARS);
    // 0 is how the Fetch standard shows a redirect that was not followed.
    const status = given === 0 ? 302 : given;
    if (status >= 200 && status < 300) return { outcome: "delivered", status };
    if (!PASSING.has(status) && status < 500) return { outcome: "refused", status };
    const retryAfterSeconds = toSeconds(answered.get("retry-after"), deps.now());
    return { outcome: "unavailable", status, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  } finally {
    connection.close();
  }
};

const MAX_ANSWER_CHARS = 4096;
/** What may be otherwise the next time. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
const MAX_WAIT_SECONDS = 3600;

/** `Retry-After` is seconds or a date. */
const toSeconds = (text: string | null, now: number): number | undefined => {
  if (text === null) return undefined;
  const seconds = /^\d{1,9}(?:\.\d{1,9})?$/.test(text.trim()) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(1, Math.ceil(seconds)), MAX_WAIT_SECONDS);
};
