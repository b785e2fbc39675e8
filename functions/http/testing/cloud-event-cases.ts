import type { CloudEvent } from "../../../core/cloud-event.ts";
import type { ErrorCode } from "../../../core/error.ts";

/** A message as it comes, and the event that it is or why it is none. */
export interface EventCase {
  readonly name: string;
  /** One line of the head each, so that a name may be there twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array;
  readonly expected: CloudEvent | { readonly code: ErrorCode; readonly says: string };
}

/** Largest body that the cases count on. */
export const maxEventBytes = 2000;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const json = { "content-type": "application/json" };
const required = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t" };
const event = { id: "1", source: "/s", type: "t", extensions: {} } as const;
const member = { specversion: "1.0", id: "1", source: "/s", type: "t" };

const toLines = (headers: Headers): EventCase["headers"] =>
  Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one] as const));

const binary = (
  name: string,
  headers: Headers,
  body: string | Uint8Array,
  expected: EventCase["expected"],
): EventCase => ({
  name: `binary, ${name}`,
  headers: toLines({ ...required, ...headers }),
  body,
  expected,
});

const structured = (
  name: string,
  members: Readonly<Record<string, unknown>> | string,
  expected: EventCase["expected"],
  type = "application/cloudevents+json",
): EventCase => ({
  name: `structured, ${name}`,
  headers: [["content-type", type]],
  body: typeof members === "string" ? members : JSON.stringify({ ...member, ...members }),
  expected,
});

const malformed = (says: string) => ({ code: "event_malformed", says }) as const;

/** A subject that one header stands for, and how it goes out again. */
const SUBJECTS: readonly (readonly [header: string, subject: string])[] = [
  ["plain", "plain"],
  ["a%20b", "a b"],
  ["100%25", "100%"],
  ["%c3%a9", "é"],
  ["%61bc", "abc"],
  ["%2520", "%20"],
  ["%F0%9F%9A%A8", "🚨"],
  ["Euro%20%E2%82%AC", "Euro €"],
  ["%EF%BB%BFmark", "\ufeffmark"],
  ["bare space", "bare space"],
  ["one, two", "one, two"],
  ["a\\b", "a\\b"],
  ["<b>&'", "<b>&'"],
  ["ns:app,other;x=1", "ns:app,other;x=1"],
  ['"quoted value"', "quoted value"],
  ['"a \\"b\\" c"', 'a "b" c'],
  ['"100%25"', "100%"],
  ['say "hi"', 'say "hi"'],
];

const BAD_SUBJECTS: readonly (readonly [header: string, why: string])[] = [
  ["%C0%A0", "an overlong encoding"],
  ["%ff", "a byte that is not UTF-8"],
  ["%ED%A0%80", "half a surrogate pair"],
  ["100%", "a percent that begins nothing"],
  ["%zz", "a percent before no hex digits"],
  ['"open', "a quote that does not end"],
  ['"a" b', "more after the quotes"],
  ["caf\u00e9", "a byte of Latin-1"],
  ["caf\u00c3\u00a9", "bare bytes of UTF-8"],
  ["a%0Ab", "a line break"],
  ["a%C2%85b", "a control character of C1"],
  ["a%EF%BF%BEb", "a noncharacter"],
];

const TIMES: readonly (readonly [time: string, ok: boolean])[] = [
  ["2026-11-21T02:43:03Z", true],
  ["2026-11-21t02:43:03.123456789012z", true],
  ["2028-02-29T23:59:60+05:30", true],
  ["2026-02-29T00:00:00Z", false],
  ["2026-11-21T24:00:00Z", false],
  ["2026-11-21 02:43:03Z", false],
  ["2026-11-21T02:43:03", false],
  ["1795223279", false],
  ["yesterday", false],
];

const SOURCES: readonly (readonly [source: string, ok: boolean])[] = [
  ["/alertmanager/homelab/ok", true],
  ["https://user@example.com:8080/a%20b?c=[d]#e", true],
  ["urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66", true],
  ["/a b", false],
  ["/50%", false],
  ["/café", false],
  ["/<a>", false],
];

const TYPES: readonly (readonly [type: string, ok: boolean])[] = [
  ["application/json", true],
  ['application/problem+json; charset="UTF-8"; x="a;b"', true],
  ["json", false],
  ["application/json, text/plain", false],
  ["application/json; charset", false],
];

export const EVENT_CASES: readonly EventCase[] = [
  binary("JSON", { ...json, "ce-severity": "warning" }, '{"a":1}', {
    ...event,
    datacontenttype: "application/json",
    extensions: { severity: "warning" },
    data: { a: 1 },
  }),
  binary("null is data", json, "null", { ...event, datacontenttype: "application/json", data: null }),
  binary("a JSON text is not parsed again", json, '"{}"', {
    ...event,
    datacontenttype: "application/json",
    data: "{}",
  }),
  binary("any +json is JSON", { "content-type": "model/x+json" }, "1", {
    ...event,
    datacontenttype: "model/x+json",
    data: 1,
  }),
  binary("no body: no data", {}, "", event),
  binary("no body but a JSON type: no data", json, "", { ...event, datacontenttype: "application/json" }),
  binary("text stays text", { "content-type": "text/plain" }, '{"a":1}', {
    ...event,
    datacontenttype: "text/plain",
    data: '{"a":1}',
  }),
  binary("text keeps its byte order mark", { "content-type": "text/plain" }, "\ufeffa", {
    ...event,
    datacontenttype: "text/plain",
    data: "\ufeffa",
  }),
  binary("an empty text is data", { "content-type": "text/plain" }, "", {
    ...event,
    datacontenttype: "text/plain",
    data: "",
  }),
  binary("XML is text", { "content-type": "image/svg+xml" }, "<a/>", {
    ...event,
    datacontenttype: "image/svg+xml",
    data: "<a/>",
  }),
  binary(
    "text in another charset stays bytes",
    { "content-type": "text/plain; charset=latin1" },
    new Uint8Array([0xe9]),
    {
      ...event,
      datacontenttype: "text/plain; charset=latin1",
      data: new Uint8Array([0xe9]),
    },
  ),
  binary("bytes", { "content-type": "application/octet-stream" }, new Uint8Array([0, 255]), {
    ...event,
    datacontenttype: "application/octet-stream",
    data: new Uint8Array([0, 255]),
  }),
  binary("a body without a type is bytes", {}, "{}", { ...event, data: new TextEncoder().encode("{}") }),
  binary("names in any case", { "CE-Subject": "s", "Content-Type": "application/json" }, "[]", {
    ...event,
    subject: "s",
    datacontenttype: "application/json",
    data: [],
  }),
  binary("every attribute", { "ce-subject": "s", "ce-time": "2026-11-21T02:43:03Z", "ce-dataschema": "urn:a" }, "", {
    ...event,
    subject: "s",
    time: "2026-11-21T02:43:03Z",
    dataschema: "urn:a",
  }),
  binary("extensions are strings", { "ce-attempt": "2", "ce-replay": "true" }, "", {
    ...event,
    extensions: { attempt: "2", replay: "true" },
  }),
  binary("an extension may be empty", { "ce-empty": "" }, "", { ...event, extensions: { empty: "" } }),
  binary("an extension named like a method of objects", { "ce-constructor": "x" }, "", {
    ...event,
    extensions: { constructor: "x" } as unknown as CloudEvent["extensions"],
  }),
  binary("ce-datacontenttype says nothing", { ...json, "ce-datacontenttype": "text/plain" }, "{}", {
    ...event,
    datacontenttype: "application/json",
    data: {},
  }),
  binary("what a broker adds", { "ce-knativearrivaltime": "2026-11-21T02:43:03Z", "ce-knativeerrorcode": "500" }, "", {
    ...event,
    extensions: { knativearrivaltime: "2026-11-21T02:43:03Z", knativeerrorcode: "500" },
  }),
  binary("what a broker adds and does not encode is left out", { "ce-knativeerrordata": "at 100%" }, "", event),
  ...SUBJECTS.map(([header, subject]) =>
    binary(`ce-subject: ${header}`, { "ce-subject": header }, "", { ...event, subject }),
  ),
  ...BAD_SUBJECTS.map(([header, why]) =>
    binary(`ce-subject holds ${why}`, { "ce-subject": header }, "", malformed("ce-subject")),
  ),
  binary("an extension is held to the same", { "ce-ext": "%ff" }, "", malformed("ce-ext")),
  ...["specversion", "id", "source", "type"].flatMap((name) => [
    // Without a version it is no CloudEvent at all.
    binary(`no ce-${name}`, { [`ce-${name}`]: undefined }, "", malformed(`ce-${name}`)),
    binary(`an empty ce-${name}`, { [`ce-${name}`]: "" }, "", malformed(`ce-${name}`)),
  ]),
  ...["id", "source", "type"].map((name) =>
    binary(`ce-${name} twice`, { [`ce-${name}`]: ["/a", "/b"] }, "", malformed(`ce-${name}`)),
  ),
  binary("ce-id twice, in quotes", { "ce-id": ['"a"', '"b"'] }, "", malformed("ce-id")),
  binary("an id with a bare comma", { "ce-id": "a,b" }, "", { ...event, id: "a,b" }),
  binary("an extension twice is one text", { "ce-ext": ["a", "b"] }, "", { ...event, extensions: { ext: "a, b" } }),
  binary("ce-specversion twice", { "ce-specversion": ["1.0", "1.0"] }, "", malformed("ce-specversion")),
  ...["0.3", "1", "1.0.2", "2.0", "v1.0"].map((version) =>
    binary(`version ${version}`, { "ce-specversion": version }, "", malformed("ce-specversion")),
  ),
  binary("the version is told first", { "ce-specversion": "0.3", "ce-a_b": "x" }, "", malformed("ce-specversion")),
  ...["subject", "time", "dataschema"].map((name) =>
    binary(`an empty ce-${name}`, { [`ce-${name}`]: "" }, "", malformed(`ce-${name}`)),
  ),
  binary("a name with an underscore", { "ce-alert_name": "x" }, "", malformed("ce-alert_name")),
  binary("a name with a hyphen", { "ce-alert-name": "x" }, "", malformed("ce-alert-name")),
  binary("no name", { "ce-": "x" }, "", malformed("ce-")),
  binary("an attribute named data", { "ce-data": "x" }, "", malformed("ce-data")),
  ...TIMES.map(([time, ok]) =>
    binary(`time ${time}`, { "ce-time": time }, "", ok ? { ...event, time } : malformed("ce-time")),
  ),
  ...TYPES.map(([datacontenttype, ok]) =>
    binary(
      `Content-Type: ${datacontenttype}`,
      { "content-type": datacontenttype },
      "1",
      ok ? { ...event, datacontenttype, data: 1 } : malformed("content-type"),
    ),
  ),
  binary("dataschema without a scheme", { "ce-dataschema": "/schema" }, "", malformed("ce-dataschema")),
  binary("what is declared as JSON is none", json, "{bad", { code: "body_malformed", says: "not JSON" }),
  binary("not UTF-8", json, new Uint8Array([0x22, 0xff, 0x22]), { code: "body_malformed", says: "not UTF-8" }),
  binary("a text that is not UTF-8", { "content-type": "text/plain" }, new Uint8Array([0xff]), {
    code: "body_malformed",
    says: "not UTF-8",
  }),
  binary("JSON in another charset", { "content-type": "application/json; charset=utf-16" }, "{}", {
    code: "content_type_unsupported",
    says: "UTF-8",
  }),
  binary("compressed", { ...json, "content-encoding": "gzip" }, "{}", {
    code: "content_type_unsupported",
    says: "compressed",
  }),
  binary("as deep as allowed", json, `${"[".repeat(32)}${"]".repeat(32)}`, {
    ...event,
    datacontenttype: "application/json",
    data: JSON.parse(`${"[".repeat(32)}${"]".repeat(32)}`),
  }),
  binary("deeper", json, `${"[".repeat(33)}${"]".repeat(33)}`, { code: "body_too_deep", says: "32" }),
  binary("half a surrogate pair in data", json, '{"a":"\\ud800"}', { code: "text_not_unicode", says: "surrogate" }),
  binary("as large as allowed", { "content-type": "text/plain" }, "a".repeat(maxEventBytes), {
    ...event,
    datacontenttype: "text/plain",
    data: "a".repeat(maxEventBytes),
  }),
  binary("larger", { "content-type": "text/plain" }, "a".repeat(maxEventBytes + 1), {
    code: "body_too_large",
    says: String(maxEventBytes),
  }),

  structured("JSON", { data: { x: 1 } }, { ...event, data: { x: 1 } }),
  ...["application/cloudevents+json; charset=UTF-8", "APPLICATION/CLOUDEVENTS+JSON"].map((type) =>
    structured(type, { data: 1 }, { ...event, data: 1 }, type),
  ),
  structured("null is data", { data: null }, { ...event, data: null }),
  structured("no data", {}, event),
  structured("a JSON text is not parsed again", { data: '{"a":1}' }, { ...event, data: '{"a":1}' }),
  structured(
    "base64 is bytes",
    { datacontenttype: "image/png", data_base64: "aGk=" },
    {
      ...event,
      datacontenttype: "image/png",
      data: new Uint8Array([0x68, 0x69]),
    },
  ),
  structured(
    "base64 without a type is bytes",
    { data_base64: "e30=" },
    { ...event, data: new TextEncoder().encode("{}") },
  ),
  structured(
    "base64 of JSON is JSON",
    { datacontenttype: "application/json", data_base64: "e30=" },
    {
      ...event,
      datacontenttype: "application/json",
      data: {},
    },
  ),
  structured(
    "base64 of text is text",
    { datacontenttype: "text/plain", data_base64: "w6k=" },
    {
      ...event,
      datacontenttype: "text/plain",
      data: "é",
    },
  ),
  structured(
    "text",
    { datacontenttype: "text/plain", data: "é" },
    { ...event, datacontenttype: "text/plain", data: "é" },
  ),
  structured(
    "a text of what is bytes elsewhere",
    { datacontenttype: "application/x-a", data: "é" },
    {
      ...event,
      datacontenttype: "application/x-a",
      data: new Uint8Array([0xc3, 0xa9]),
    },
  ),
  structured(
    "integers and booleans",
    { attempt: 2, least: -2147483648, replay: true, empty: "" },
    {
      ...event,
      extensions: { attempt: 2, least: -2147483648, replay: true, empty: "" },
    },
  ),
  structured("null is absent", { subject: null, severity: null }, event),
  structured("any text in an attribute", { subject: "a b, 100% 🚨 é" }, { ...event, subject: "a b, 100% 🚨 é" }),
  {
    name: "structured, headers beside it say nothing",
    headers: toLines({ "content-type": "application/cloudevents+json", "ce-specversion": "2.0", "ce-id": "2" }),
    body: JSON.stringify(member),
    expected: event,
  },
  ...SOURCES.map(([source, ok]) =>
    structured(`source ${source}`, { source }, ok ? { ...event, source } : malformed("/source")),
  ),
  ...["specversion", "id", "source", "type"].flatMap((name) => [
    structured(`${name} is null`, { [name]: null }, malformed(`/${name}`)),
    structured(`${name} is empty`, { [name]: "" }, malformed(`/${name}`)),
    structured(`${name} is a number`, { [name]: 1 }, malformed(`/${name}`)),
  ]),
  structured("subject is a boolean", { subject: true }, malformed("/subject")),
  structured("subject is empty", { subject: "" }, malformed("/subject")),
  structured("half a surrogate pair", { subject: "\ud800" }, malformed("/subject")),
  structured("a line break", { subject: "a\nb" }, malformed("/subject")),
  structured("DEL in an extension", { ext: "\u007f" }, malformed("/ext")),
  structured("a noncharacter", { ext: "\u{10ffff}" }, malformed("/ext")),
  structured("time is not RFC 3339", { time: "yesterday" }, malformed("/time")),
  structured("datacontenttype is none", { datacontenttype: "json" }, malformed("/datacontenttype")),
  structured("datacontenttype that no header holds", { datacontenttype: 'a/b; c="é"' }, malformed("/datacontenttype")),
  structured("a bad name", { alert_name: "x" }, malformed("/alert_name")),
  structured("a name with a capital", { alertName: "x" }, malformed("/alertName")),
  structured(
    "a name that is part of every object",
    '{"specversion":"1.0","id":"1","source":"/s","type":"t","__proto__":"x"}',
    malformed("/__proto__"),
  ),
  ...[{ a: 1 }, [1], 1.5, 2147483648].map((ext) =>
    structured(`${JSON.stringify(ext)} as an extension`, { ext }, malformed("/ext")),
  ),
  structured("data and data_base64", { data: null, data_base64: "aGk=" }, malformed("/data_base64")),
  ...["aGk", "a Gk=", "aGl=", "_-8=", null, 1].map((data_base64) =>
    structured(`data_base64 is ${JSON.stringify(data_base64)}`, { data_base64 }, malformed("/data_base64")),
  ),
  structured(
    "base64 of no JSON",
    { datacontenttype: "application/json", data_base64: "aGk=" },
    {
      code: "body_malformed",
      says: "not JSON",
    },
  ),
  structured("a number as text", { datacontenttype: "text/plain", data: 1 }, malformed("/data")),
  structured(
    "text in another charset",
    { datacontenttype: "text/plain; charset=latin1", data: "é" },
    malformed("/data"),
  ),
  structured("half a surrogate pair in data", { data: ["\ud800"] }, { code: "text_not_unicode", says: "surrogate" }),
  structured(
    "data as deep as allowed",
    { data: JSON.parse(`${"[".repeat(32)}${"]".repeat(32)}`) },
    {
      ...event,
      data: JSON.parse(`${"[".repeat(32)}${"]".repeat(32)}`),
    },
  ),
  structured("data deeper", `{"data":${"[".repeat(33)}${"]".repeat(33)}}`, { code: "body_too_deep", says: "33" }),
  structured("a list", "[]", malformed("The body")),
  structured("empty", "", { code: "body_malformed", says: "empty" }),
  structured("larger than allowed", { data: "a".repeat(maxEventBytes) }, { code: "body_too_large", says: "2000" }),
  structured(
    "a batch",
    "[]",
    { code: "content_type_unsupported", says: "one event" },
    "application/cloudevents-batch+json",
  ),
  ...["application/cloudevents+avro", "application/cloudevents", "application/cloudevents+json; charset=latin1"].map(
    (type) => structured(type, {}, { code: "content_type_unsupported", says: "application/cloudevents+json" }, type),
  ),
  {
    name: "an Alertmanager's webhook is no event",
    headers: toLines(json),
    body: '{"version":"4"}',
    expected: malformed("no CloudEvent"),
  },
];
