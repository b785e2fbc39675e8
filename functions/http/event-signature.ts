import type { CloudEvent } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import { canonicalJson } from "../../core/prompt/canonical.ts";
import { toBase64 } from "./base64.ts";
import { hmacSha256, isHmac } from "./hmac.ts";

/** Extension that holds the HMAC-SHA256, in 64 hex digits. */
const SIGNATURE = "kpsignature";

/**
 * Covers id, source, type and data, and nothing that brokers change or add: an event may go over from one mode into the
 * other. All other attributes stay anybody's word.
 */
export const signEvent = async <E extends CloudEvent>(event: E, secret: string): Promise<E> => ({
  ...event,
  extensions: { ...event.extensions, [SIGNATURE]: await hmacSha256(secret, signedText(event)) },
});

/** @throws {PromptError} `event_unsigned` */
export const requireSigned = async (event: CloudEvent, secret: string): Promise<void> => {
  const given = event.extensions[SIGNATURE];
  if (typeof given === "string" && (await isHmac(secret, signedText(event), given))) return;
  throw new PromptError(
    "event_unsigned",
    given === undefined
      ? `The event has no ${SIGNATURE}. Give its sender the same EVENT_SECRET.`
      : `${SIGNATURE} does not fit the event's id, source, type and data. Give its sender the same EVENT_SECRET.`,
  );
};

/** Bytes have a name of their own, so that no JSON value has the same text. */
const signedText = ({ id, source, type, data }: CloudEvent): string =>
  canonicalJson({ id, source, type, ...(data instanceof Uint8Array ? { data_base64: toBase64(data) } : { data }) });
