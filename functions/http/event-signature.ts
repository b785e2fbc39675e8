import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import { canonicalJson } from "../../core/prompt/canonical.ts";
import { toBase64 } from "./base64.ts";
import { hmacSha256, isHmac } from "./hmac.ts";

/** Extension that holds the HMAC-SHA256, in 64 hex digits. */
const SIGNATURE = "kpsignature";

/**
 * `secrets` holds one a line: the first signs, and each is taken, so that one can be changed while events are under way.
 * Covers id, source, type and data, and nothing that brokers change or add: an event may go over from one mode into the
 * other. All other attributes stay anybody's word.
 */
export const signEvent = async <E extends CloudEvent>(event: E, secrets: string): Promise<E> => ({
  ...event,
  extensions: { ...event.extensions, [SIGNATURE]: await hmacSha256(toLines(secrets)[0] ?? "", signedText(event)) },
});

/** @throws {PromptError} `event_unsigned` */
export const requireSigned = async (event: CloudEvent, secrets: string): Promise<void> => {
  const given = event.extensions[SIGNATURE];
  if (typeof given === "string") {
    const text = signedText(event);
    for (const secret of toLines(secrets)) if (await isHmac(secret, text, given)) return;
  }
  throw new PromptError(
    "event_unsigned",
    given === undefined
      ? `The event has no ${SIGNATURE}. Give its sender the same EVENT_SECRET.`
      : `${SIGNATURE} does not fit the event's id, source, type and data. Give its sender the same EVENT_SECRET.`,
  );
};

/** As a file may have them: lines that are empty, and spaces around, are none of a secret. */
const toLines = (secrets: string): readonly string[] =>
  secrets.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));

/** Bytes have a name of their own, so that no JSON value has the same text. */
const signedText = ({ id, source, type, data }: CloudEvent): string =>
  canonicalJson({ id, source, type, ...(data instanceof Uint8Array ? { data_base64: toBase64(data) } : { data }) });
