import type { CloudEvent } from "../../core/cloud-event.ts";
import { readEvent } from "../../functions/http/cloud-event.ts";
import { type HeaderValues, passThrough } from "./headers.ts";

/** What a subscriber's answer means to the broker. */
export type Answer =
  | { readonly kind: "done"; readonly status: number }
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly event: CloudEvent;
      readonly headers: HeaderValues;
    }
  | Failure;

export interface Failure {
  readonly kind: "failed";
  readonly status: number;
  readonly body: Uint8Array;
  /** Worth another attempt. */
  readonly retry: boolean;
}

/** Reads the whole answer. A reply may have as many bytes as an event. */
export const readAnswer = async (response: Response, maxBytes: number): Promise<Answer> => {
  const { status, headers } = response;
  const body = new Uint8Array(await response.arrayBuffer());
  if (!response.ok) return toFailure(status, body);
  if (!isEvent(headers)) return body.byteLength === 0 ? { kind: "done", status } : toFailure(502);
  try {
    const asRequest = new Request("http://reply.invalid/", { method: "POST", headers: eventHeaders(headers), body });
    return { kind: "reply", status, event: await readEvent(asRequest, maxBytes), headers: passThrough(headers) };
  } catch {
    return toFailure(502);
  }
};

/** Any answer of 2xx ends a dead letter: nobody wants a reply to it. */
export const readReceipt = async (response: Response): Promise<Answer> => {
  const body = new Uint8Array(await response.arrayBuffer());
  return response.ok ? { kind: "done", status: response.status } : toFailure(response.status, body);
};

export const toFailure = (status: number, body: Uint8Array = new Uint8Array()): Failure => ({
  kind: "failed",
  status,
  body,
  retry: status >= 500 || RETRIED.has(status),
});

/** No answer at all. */
export const toTransportFailure = (what: string): Failure =>
  toFailure(500, new TextEncoder().encode(`dispatch error: ${what}`));

/** 404 is what a pod that is not ready yet may answer (knative/specs eventing/data-plane.md). */
const RETRIED = new Set([404, 408, 409, 429]);

const isEvent = (headers: Headers): boolean =>
  headers.has("ce-specversion") || /^\s*application\/cloudevents/i.test(headers.get("content-type") ?? "");

const eventHeaders = (headers: Headers): [string, string][] =>
  [...headers].filter(([name]) => name === "content-type" || name.startsWith("ce-"));
