import { PromptError } from "../../core/error.ts";
import { decodeUtf8, parseJson, requireUnicode } from "./body.ts";
import { malformed } from "./event-attributes.ts";

/** What an event's data is made into: a value, a string, or a Uint8Array. */
export type DataKind = "json" | "text" | "bytes";

/**
 * By the media type that the data is declared as. Text in another charset than UTF-8 stays bytes.
 *
 * @throws {PromptError} `content_type_unsupported` for JSON in another charset.
 */
export const kindOf = (datacontenttype: string): DataKind => {
  const type = essenceOf(datacontenttype);
  const charset = charsetOf(datacontenttype) ?? "utf-8";
  const isUtf8 = charset === "utf-8" || charset === "us-ascii";
  if (/[/+]json$/.test(type)) {
    if (isUtf8) return "json";
    throw new PromptError("content_type_unsupported", "The event's data is JSON in another charset. Send it in UTF-8.");
  }
  return isUtf8 && /^text\/|[/+]xml$/.test(type) ? "text" : "bytes";
};

/** Whether a media type is one of CloudEvents themselves. */
export const isEventType = (mediaType: string): boolean => essenceOf(mediaType).startsWith("application/cloudevents");

/** In lower case, without parameters. */
export const essenceOf = (mediaType: string): string => (mediaType.split(";")[0] ?? "").trim().toLowerCase();

/** In lower case, where there is one. */
export const charsetOf = (mediaType: string): string | undefined =>
  /;\s*charset="?([^";\s]*)/.exec(mediaType.toLowerCase())?.[1];

/** @throws {PromptError} `body_malformed`, `body_too_deep` or `text_not_unicode` */
export const toData = (bytes: Uint8Array, kind: DataKind): unknown => {
  if (kind === "bytes") return bytes;
  if (kind === "text") return decodeUtf8(bytes, { ignoreBOM: true });
  const value = parseJson(decodeUtf8(bytes));
  requireUnicode(value);
  return value;
};

/**
 * Data as it is in the JSON format, where it is not base64. Comes to the same as if it had come in binary mode.
 *
 * @throws {PromptError} `event_malformed`, `content_type_unsupported` or `text_not_unicode`
 */
export const fromMember = (value: unknown, datacontenttype = "application/json"): unknown => {
  requireUnicode(value, ["data"]);
  const kind = kindOf(datacontenttype);
  if (kind === "json") return value;
  if (typeof value !== "string") throw malformed("/data", "must be a string: datacontenttype says that it is no JSON.");
  if (kind === "text") return value;
  if (charsetOf(datacontenttype) !== undefined && charsetOf(datacontenttype) !== "utf-8") {
    throw malformed("/data", "is declared in another charset than UTF-8. Send data_base64.");
  }
  return new TextEncoder().encode(value);
};

/**
 * That data is what its type says, or bytes of it.
 *
 * @throws {PromptError} `event_malformed` or `text_not_unicode`
 */
export const requireSendable = (data: unknown, datacontenttype = "application/json"): DataKind => {
  const kind = kindOf(datacontenttype);
  if (data instanceof Uint8Array) return kind;
  requireUnicode(data, ["data"]);
  const fits = kind === "json" ? JSON.stringify(data) !== undefined : kind === "text" && typeof data === "string";
  if (!fits) throw malformed("/data", `must be ${kind}, as datacontenttype says.`);
  return kind;
};
