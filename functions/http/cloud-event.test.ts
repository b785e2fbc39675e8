import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CloudEvent, toAttributeText } from "../../core/cloud-event.ts";
import { readEvent, toEventMessage, toEventResponse } from "./cloud-event.ts";
import { signEvent } from "./event-signature.ts";
import { EVENT_CASES } from "./testing/cloud-event-cases.ts";
import { echoSecret, toPlain, toRequest } from "./testing/echo-event.ts";
import { EVENT_RUNTIMES, type EventRuntime } from "./testing/event-runtimes.ts";
import { legalEvent } from "./testing/legal-event.ts";

const limit = 1_000_000;
const event: CloudEvent = { id: "1", source: "/s", type: "t", extensions: {} };

/** What binary mode cannot say: that JSON is a default, what type no data is of, that an extension is no string. */
const inBinary = ({ datacontenttype, extensions, ...rest }: CloudEvent): CloudEvent => {
  const isJson = rest.data !== undefined && !(rest.data instanceof Uint8Array);
  const type = rest.data === undefined ? undefined : (datacontenttype ?? (isJson ? "application/json" : undefined));
  const texts = Object.entries(extensions).map(([name, value]) => [name, String(value)]);
  return { ...rest, ...(type !== undefined && { datacontenttype: type }), extensions: Object.fromEntries(texts) };
};

const overJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(Object.entries(EVENT_RUNTIMES))("%s", (_, start) => {
  let runtime: EventRuntime;
  beforeAll(async () => {
    runtime = await start();
  });
  afterAll(() => runtime.stop());

  test.each(EVENT_CASES)("$name", async ({ expected, ...message }) => {
    const echo = await runtime.echo(message);
    if ("code" in expected) {
      expect(echo).toEqual({ code: expected.code, message: expect.stringContaining(expected.says) });
      return;
    }
    const binary = overJson(toPlain(inBinary(expected)));
    expect(overJson(echo)).toEqual({
      read: overJson(toPlain(expected)),
      structured: overJson(toPlain(expected)),
      binary,
      answer: binary,
      signature: (await signEvent(expected, echoSecret)).extensions.kpsignature,
    });
  });
});

test("a fault names the member in issues, and never a value", async () => {
  const message = {
    headers: { "content-type": "application/cloudevents+json" },
    body: '{"specversion":"1.0","id":"1","source":"a secret","type":"t"}',
  };
  const error = await readEvent(toRequest(message), limit).catch((thrown) => thrown);
  expect(error.issues).toEqual([{ pointer: "/source", detail: expect.stringContaining("URI-reference") }]);
  expect(JSON.stringify([error.message, error.issues])).not.toContain("secret");
});

describe("what is sent", () => {
  const full: CloudEvent = {
    ...event,
    subject: 'say "línea" 100% 🚨',
    time: "2026-11-21T02:43:03Z",
    extensions: { attempt: 2, replay: true },
    data: { a: ["é"] },
  };

  test("in binary mode", () =>
    expect(toEventMessage(full)).toEqual({
      headers: {
        "ce-specversion": "1.0",
        "ce-id": "1",
        "ce-source": "/s",
        "ce-type": "t",
        "ce-subject": "say%20%22l%C3%ADnea%22%20100%25%20%F0%9F%9A%A8",
        "ce-time": "2026-11-21T02:43:03Z",
        "ce-attempt": "2",
        "ce-replay": "true",
        "content-type": "application/json",
      },
      body: '{"a":["é"]}',
    }));

  test("in structured mode", () => {
    const { headers, body } = toEventMessage(full, "structured");
    expect(headers).toEqual({ "content-type": "application/cloudevents+json; charset=utf-8" });
    expect(JSON.parse(String(body))).toEqual({
      specversion: "1.0",
      id: "1",
      source: "/s",
      type: "t",
      subject: 'say "línea" 100% 🚨',
      time: "2026-11-21T02:43:03Z",
      attempt: 2,
      replay: true,
      data: { a: ["é"] },
    });
  });

  test("no data: no body and no type", () => {
    const { headers, body } = toEventMessage({ ...event, datacontenttype: "application/json" });
    expect(headers).not.toHaveProperty("content-type");
    expect(body).toBeUndefined();
    expect(JSON.parse(String(toEventMessage(event, "structured").body))).not.toHaveProperty("data");
  });

  test("bytes", () => {
    const bytes = { ...event, datacontenttype: "image/png", data: new Uint8Array([0x68, 0x69]) };
    expect(toEventMessage(bytes).body).toEqual(new Uint8Array([0x68, 0x69]));
    expect(JSON.parse(String(toEventMessage(bytes, "structured").body))).toMatchObject({ data_base64: "aGk=" });
  });

  test("an answer is 200 with other headers kept beside", async () => {
    const response = toEventResponse(full, { "x-request-id": "r" });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-request-id")).toBe("r");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({ a: ["é"] });
    expect(toEventResponse(event).body).toBeNull();
  });

  test.each<[string, Partial<CloudEvent>, string]>([
    ["an empty id", { id: "" }, "/id must not be empty"],
    ["a source that is no URI-reference", { source: "/a b" }, "/source must be a URI-reference"],
    ["a line break", { subject: "a\nb" }, "/subject holds a control character"],
    ["half a surrogate pair", { subject: "\udc00" }, "/subject holds"],
    ["a time of our own", { time: "now" }, "/time must be"],
    ["a name with a capital", { extensions: { alertName: "x" } }, "/alertName is no name"],
    ["an extension of a standard name", { extensions: { id: "2" } }, "/extensions/id is an attribute"],
    ["an extension named data", { extensions: { data: "x" } }, "/data is no name"],
    ["a fraction", { extensions: { ratio: 0.5 } }, "/ratio must be"],
    ["more than 32 bits", { extensions: { big: 2 ** 31 } }, "/big must be"],
    ["text that is declared as bytes", { datacontenttype: "image/png", data: "a" }, "/data must be bytes"],
    ["a value that is declared as text", { datacontenttype: "text/plain", data: { a: 1 } }, "/data must be text"],
    ["what has no JSON", { data: () => 1 }, "/data must be json"],
    ["half a surrogate pair in data", { data: { a: "\ud800" } }, "half of a surrogate pair"],
  ])("%s does not leave", (_, wrong, says) => {
    for (const mode of ["binary", "structured"] as const) {
      expect(() => toEventMessage({ ...event, ...wrong } as CloudEvent, mode)).toThrow(says);
    }
  });

  test("an event in an event goes in structured mode only", async () => {
    const nested = { ...event, datacontenttype: "application/cloudevents+json", data: { id: "2" } };
    expect(() => toEventMessage(nested)).toThrow("structured");
    expect(await readEvent(toRequest(toEventMessage(nested, "structured")), limit)).toEqual(nested);
  });
});

test("a size that no regular expression gives up on", async () => {
  const long = "a".repeat(4_000_000);
  for (const members of [
    { source: long },
    { datacontenttype: `${long}/${long}` },
    { datacontenttype: `a/b;c="${long}` },
    { ext: long },
  ]) {
    const body = JSON.stringify({ specversion: "1.0", id: "1", source: "/s", type: "t", ...members });
    const read = readEvent(
      toRequest({ headers: { "content-type": "application/cloudevents+json" }, body }),
      2 * body.length,
    );
    expect(await read.catch(({ code }) => code)).toEqual("c=" in members ? "event_malformed" : expect.anything());
  }
});

describe("any legal event comes back as it was sent", () => {
  test("structured", () =>
    fc.assert(
      fc.asyncProperty(legalEvent, async (sent) => {
        expect(await readEvent(toRequest(toEventMessage(sent, "structured")), limit)).toEqual(sent);
      }),
    ));

  test("binary", () =>
    fc.assert(
      fc.asyncProperty(legalEvent, async (sent) => {
        expect(await readEvent(toRequest(toEventMessage(sent)), limit)).toEqual(inBinary(sent));
      }),
    ));
});

const unit = fc.oneof(
  fc.constantFrom("\ufffe", "\ufdd0", "\u{1ffff}", "\ud800", "\udc00", "\u0000", "\u0085", "%", '"', "\\", ","),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);

test("any text can be made an attribute", () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit }), async (text) => {
      const sent = { ...event, extensions: { text: toAttributeText(text) } };
      expect(await readEvent(toRequest(toEventMessage(sent)), limit)).toEqual(sent);
    }),
  ));
