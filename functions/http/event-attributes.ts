import type { CloudEvent, ExtensionValue } from "../../core/cloud-event.ts";
import { PromptError } from "../../core/error.ts";
import { defined } from "./defined.ts";
import { toPointer } from "./issues.ts";

/** Where an attribute is, for people: a JSON pointer or the name of a header. */
export type Place = (name: string) => string;

/** In the JSON format. */
export const toMember: Place = (name) => toPointer([name]);

/** A place that begins with a slash is a JSON pointer. */
export const malformed = (place: string, detail: string): PromptError =>
  new PromptError("event_malformed", `${place} ${detail}`, {
    issues: place.startsWith("/") ? [{ pointer: place, detail }] : [],
  });

/**
 * Checks by the rules of CloudEvents 1.0.2. What is null is absent.
 *
 * @param attributes Of the standard and extensions alike, as they came.
 * @throws {PromptError} `event_malformed`; values are not quoted: they may be an alert's.
 */
export const readAttributes = (attributes: Readonly<Record<string, unknown>>, place: Place): CloudEvent => {
  const present = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined);
  for (const name of REQUIRED) {
    if (!present.some(([other]) => other === name)) throw malformed(place(name), "is missing. Send it.");
  }
  // The version first: of another one all the rest may be different.
  for (const [name, value] of present.toSorted(([a], [b]) => rankOf(a) - rankOf(b))) {
    const fault = faultOf(name, value);
    if (fault !== undefined) throw malformed(place(name), fault);
  }
  const { specversion, ...standard } = Object.fromEntries(present.filter(([name]) => isStandard(name)));
  const extensions = Object.fromEntries(present.filter(([name]) => !isStandard(name)));
  return { ...standard, extensions } as unknown as CloudEvent;
};

/**
 * All attributes by name, checked.
 *
 * @throws {PromptError} `event_malformed`
 */
export const toAttributes = (event: CloudEvent): Readonly<Record<string, ExtensionValue>> => {
  const { id, source, type, subject, time, datacontenttype, dataschema, extensions } = event;
  for (const name of Object.keys(extensions)) {
    if (isStandard(name))
      throw malformed(toPointer(["extensions", name]), "is an attribute of the standard. Rename it.");
  }
  const standard = defined({ specversion: "1.0", id, source, type, subject, time, datacontenttype, dataschema });
  const attributes = { ...standard, ...extensions };
  readAttributes(attributes, toMember);
  return attributes;
};

/** Whether a text may be an attribute's value at all. */
export const isAttributeText = (text: string): boolean => !FORBIDDEN.test(text);

/** Control characters, halves of surrogate pairs, noncharacters. */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\p{Noncharacter_Code_Point}]/u;

const REQUIRED = ["specversion", "id", "source", "type"] as const;

const rankOf = (name: string): number => (name === "specversion" ? 0 : 1);

const isStandard = (name: string): boolean => Object.hasOwn(STANDARD, name);

/** What is wrong with an attribute, as the rest of a sentence that begins with its place. */
const faultOf = (name: string, value: unknown): string | undefined => {
  if (!NAME.test(name)) return "is no name of an attribute. Use lower-case letters and digits.";
  if (typeof value === "string" && !isAttributeText(value)) {
    return "holds a control character, half of a surrogate pair or a noncharacter. Replace it.";
  }
  if (!isStandard(name))
    return isExtensionValue(value) ? undefined : "must be a string, a 32-bit integer or a boolean.";
  if (typeof value !== "string") return "must be a string.";
  if (value === "") return "must not be empty. Leave it out or fill it.";
  return STANDARD[name as keyof typeof STANDARD](value);
};

/** `data` is a member of its own in the JSON format. */
const NAME = /^(?!data$)[a-z0-9]+$/;

const isExtensionValue = (value: unknown): boolean =>
  // A number that the operation leaves as it is has 32 bits.
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && (value | 0) === value);

const anyText = (): undefined => undefined;

const STANDARD = {
  specversion: (text) => (text === "1.0" ? undefined : 'must be "1.0". No other version is understood here.'),
  id: anyText,
  source: (text) =>
    isUriReference(text) ? undefined : "must be a URI-reference. Percent-encode what no URI may hold.",
  type: anyText,
  subject: anyText,
  time: (text) => (isTimestamp(text) ? undefined : "must be a time of RFC 3339, as in 2026-11-21T03:00:00Z."),
  datacontenttype: (text) => (MEDIA_TYPE.test(text) ? undefined : "must be one media type, as in application/json."),
  dataschema: (text) =>
    /^[a-z][a-z0-9+.-]*:/i.test(text) && isUriReference(text) ? undefined : "must be a URI, with its scheme.",
} as const satisfies Record<string, (text: string) => string | undefined>;

/** As far as characters go (RFC 3986, 2). */
const isUriReference = (text: string): boolean => !/%(?![0-9a-f]{2})|[^!#-;=?-Z[\]_a-z~]/i.test(text);

const MEDIA_TYPE =
  /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(?:[ \t]*;[ \t]*[\w!#$%&'*+.^`|~-]+=(?:[\w!#$%&'*+.^`|~-]+|"(?:[ !#-[\]-~]|\\[ -~])*"))*$/;

const isTimestamp = (text: string): boolean => {
  const [, year, month, day] = TIMESTAMP.exec(text) ?? [];
  if (day === undefined) return false;
  // The calendar repeats after 400 years, and Date.UTC means 1900 by the year 0.
  return Number(day) <= new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
};

const TIMESTAMP =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
