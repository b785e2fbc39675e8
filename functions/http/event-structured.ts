import type { CloudEvent } from "../../core/cloud-event.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { decodeUtf8, maxDepth, parseJson } from "./body.ts";
import { malformed, readAttributes, toAttributes, toMember } from "./event-attributes.ts";
import { fromMember, kindOf, requireSendable, toData } from "./event-data.ts";
import type { EventMessage } from "./event-message.ts";

/**
 * Attributes and data in one JSON object.
 *
 * @throws {PromptError} `event_malformed` with the pointer, and what `toData` throws.
 */
export const readStructured = (bytes: Uint8Array): CloudEvent => {
  const value = parseJson(decodeUtf8(bytes), maxDepth + 1);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw malformed("The body", "must be a JSON object: one event.");
  }
  const { data, data_base64, ...attributes } = value as Readonly<Record<string, unknown>>;
  const event = readAttributes(attributes, toMember);
  if (data_base64 === undefined) {
    return data === undefined ? event : { ...event, data: fromMember(data, event.datacontenttype) };
  }
  if (data !== undefined) throw malformed("/data_base64", "is there beside data. Send one of the two.");
  const decoded = typeof data_base64 === "string" ? fromBase64(data_base64) : undefined;
  if (decoded === undefined) throw malformed("/data_base64", "must be base64, padded, without white space.");
  const kind = event.datacontenttype === undefined ? "bytes" : kindOf(event.datacontenttype);
  return { ...event, data: toData(decoded, kind) };
};

/** @throws {PromptError} `event_malformed` or `text_not_unicode` */
export const toStructured = (event: CloudEvent): EventMessage => {
  const attributes = toAttributes(event);
  if (event.data !== undefined) requireSendable(event.data, event.datacontenttype);
  return {
    headers: { "content-type": "application/cloudevents+json; charset=utf-8" },
    body: JSON.stringify({ ...attributes, ...toMembers(event.data) }),
  };
};

const toMembers = (data: unknown): object =>
  data instanceof Uint8Array ? { data_base64: toBase64(data) } : data === undefined ? {} : { data };
