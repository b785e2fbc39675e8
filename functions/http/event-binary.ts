import type { CloudEvent } from "../../core/cloud-event.ts";
import { isAttributeText, malformed, type Place, readAttributes, toAttributes } from "./event-attributes.ts";
import { isEventType, kindOf, requireSendable, toData } from "./event-data.ts";
import type { EventMessage } from "./event-message.ts";
import { decodeHeaderValue, encodeHeaderValue } from "./header-value.ts";
import { toPointer } from "./issues.ts";

/**
 * Attributes in headers, data in the body. All extensions are strings.
 *
 * @throws {PromptError} `event_malformed` with the name of the header, and what `toData` throws.
 */
export const readBinary = async (headers: Headers, readBody: () => Promise<Uint8Array>): Promise<CloudEvent> => {
  const event = readAttributes(attributesOf(headers), toHeader);
  const { datacontenttype } = event;
  // Without a type nobody says what the bytes are.
  const kind = datacontenttype === undefined ? "bytes" : kindOf(datacontenttype);
  const bytes = await readBody();
  // An empty body is an empty text where one is declared, but never JSON.
  if (bytes.length === 0 && (datacontenttype === undefined || kind === "json")) return event;
  return { ...event, data: toData(bytes, kind) };
};

/** @throws {PromptError} `event_malformed` or `text_not_unicode` */
export const toBinary = (event: CloudEvent): EventMessage => {
  const { datacontenttype, ...attributes } = toAttributes(event);
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [toHeader(name), encodeHeaderValue(String(value))]),
  );
  const { data } = event;
  if (data === undefined) return { headers, body: undefined };
  const kind = requireSendable(data, event.datacontenttype);
  const isBytes = data instanceof Uint8Array;
  const type = event.datacontenttype ?? (isBytes ? undefined : "application/json");
  if (type !== undefined && isEventType(type)) {
    throw malformed("/datacontenttype", "would make the message a structured one. Send it in structured mode.");
  }
  return {
    headers: type === undefined ? headers : { ...headers, "content-type": type },
    body: isBytes || kind === "text" ? (data as Uint8Array | string) : JSON.stringify(data),
  };
};

const PREFIX = "ce-";

const toHeader: Place = (name) => (name === "datacontenttype" ? "content-type" : PREFIX + toPointer([name]).slice(1));

const attributesOf = (headers: Headers): Readonly<Record<string, unknown>> => {
  const attributes: [string, string | null][] = [["datacontenttype", headers.get("content-type")]];
  for (const [header, value] of headers) {
    const name = header.slice(PREFIX.length);
    // The standard forbids ce-datacontenttype: Content-Type alone says it.
    if (!header.startsWith(PREFIX) || name === "datacontenttype") continue;
    const text = decodeHeaderValue(value);
    if (text !== undefined && isAttributeText(text)) {
      if (IDENTIFYING.has(name) && isList(value)) {
        throw malformed(header, "is there more than once, or holds a bare space. Percent-encode it.");
      }
      attributes.push([name, text]);
    } else if (!name.startsWith(BROKERS_OWN)) {
      throw malformed(
        header,
        "is not visible ASCII with all else percent-encoded as UTF-8, without control characters.",
      );
    }
  }
  return Object.fromEntries(attributes);
};

/** What Knative adds, such as another's error text. It encodes nothing, and an event must not be lost for it. */
const BROKERS_OWN = "knative";

/** Two of these would be two events, depending on who reads. Elsewhere HTTP makes one value of several lines. */
const IDENTIFYING: ReadonlySet<string> = new Set(["id", "source", "type"]);

/** Whether fetch joined several headers: nobody who encodes sends a bare space. */
const isList = (value: string): boolean => value.includes(", ") && !value.startsWith('"');
