import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { readEvent, toEventMessage } from "./cloud-event.ts";
import { requireSigned, signEvent } from "./event-signature.ts";
import { toRequest } from "./testing/echo-event.ts";
import { legalEvent } from "./testing/legal-event.ts";

const secret = "a secret for tests";
const event: CloudEvent<object> = {
  id: "1",
  source: "/s",
  type: "t",
  subject: "shop/api",
  time: "2026-11-21T02:43:03Z",
  extensions: { severity: "warning" },
  data: { status: "firing", labels: { pod: "api-1" } },
};

const codeOf = (task: Promise<unknown>): Promise<unknown> =>
  task.then(
    () => "signed",
    ({ code }) => code,
  );
const check = (given: CloudEvent): Promise<unknown> => codeOf(requireSigned(given, secret));

test("covers canonical JSON of id, source, type and data", async () => {
  const text = '{"data":{"labels":{"pod":"api-1"},"status":"firing"},"id":"1","source":"/s","type":"t"}';
  expect((await signEvent(event, secret)).extensions).toEqual({
    severity: "warning",
    kpsignature: createHmac("sha256", secret).update(text).digest("hex"),
  });
});

describe("a signed event", () => {
  test.each<[string, (signed: CloudEvent) => CloudEvent, "signed" | "event_unsigned"]>([
    ["as it is", (signed) => signed, "signed"],
    ["another id", (signed) => ({ ...signed, id: "2" }), "event_unsigned"],
    ["another source", (signed) => ({ ...signed, source: "/S" }), "event_unsigned"],
    ["another type", (signed) => ({ ...signed, type: "T" }), "event_unsigned"],
    ["parts moved from one to the next", (signed) => ({ ...signed, id: '1","source":"/s' }), "event_unsigned"],
    ["data with a member more", (signed) => ({ ...signed, data: { ...event.data, a: null } }), "event_unsigned"],
    ["no data", ({ data: _, ...signed }) => signed, "event_unsigned"],
    ["null as data", (signed) => ({ ...signed, data: null }), "event_unsigned"],
    [
      "members in another order",
      (signed) => ({ ...signed, data: { labels: { pod: "api-1" }, status: "firing" } }),
      "signed",
    ],
    ["no signature", (signed) => ({ ...signed, extensions: {} }), "event_unsigned"],
    ["an empty one", (signed) => ({ ...signed, extensions: { kpsignature: "" } }), "event_unsigned"],
    ["one that is no text", (signed) => ({ ...signed, extensions: { kpsignature: true } }), "event_unsigned"],
    [
      "what a broker adds",
      (signed) => ({
        ...signed,
        extensions: { ...signed.extensions, knativearrivaltime: "2026-11-21T02:43:04Z", knativeerrorcode: 500 },
      }),
      "signed",
    ],
    ["what anybody may change", (signed) => ({ ...signed, subject: "x", time: "2020-01-01T00:00:00Z" }), "signed"],
  ])("%s", async (_, change, expected) => expect(await check(change(await signEvent(event, secret)))).toBe(expected));

  test("of another secret", async () => expect(await check(await signEvent(event, "another"))).toBe("event_unsigned"));

  test("the refusal says what to do, and holds neither secret nor signature", async () => {
    const right = (await signEvent(event, secret)).extensions.kpsignature;
    const error = await requireSigned(await signEvent(event, "another"), secret).catch((thrown) => thrown);
    expect(error.message).toContain("EVENT_SECRET");
    expect(error.message).not.toContain(secret);
    expect(error.message).not.toContain(right);
  });

  test("signing again replaces", async () => {
    const twice = await signEvent(await signEvent(event, "another"), secret);
    expect(await check(twice)).toBe("signed");
  });

  test("bytes are not the JSON that names them", async () => {
    const bytes = { ...event, datacontenttype: "image/png", data: new Uint8Array([0x68, 0x69]) };
    const signed = await signEvent(bytes, secret);
    expect(await check({ ...signed, data: { data_base64: "aGk=" } })).toBe("event_unsigned");
    expect(await check({ ...signed, data: "aGk=" })).toBe("event_unsigned");
    expect(await check({ ...signed, data: { 0: 0x68, 1: 0x69 } })).toBe("event_unsigned");
  });
});

test("any event stays signed from binary to structured and back", () =>
  fc.assert(
    fc.asyncProperty(legalEvent, async (sent) => {
      const first = await readEvent(toRequest(toEventMessage(await signEvent(sent, secret))), 1_000_000);
      const second = await readEvent(toRequest(toEventMessage(first, "structured")), 1_000_000);
      const third = await readEvent(toRequest(toEventMessage(second)), 1_000_000);
      for (const received of [first, second, third]) await requireSigned(received, secret);
    }),
  ));

/** A text with one bit of one of its bytes changed. */
const flip = (text: string, at: number): string => {
  const bytes = new TextEncoder().encode(text);
  const index = at % bytes.length;
  // Of seven: so that ASCII stays ASCII.
  bytes[index] = bytes[index]! ^ (1 << (at % 7));
  return new TextDecoder().decode(bytes);
};

test.each(["id", "source", "type", "data"] as const)("any changed bit of %s is refused", (part) =>
  fc.assert(
    fc.asyncProperty(fc.nat(), fc.stringMatching(/^[\x20-\x7e]{1,40}$/), async (at, text) => {
      const original = { ...event, [part]: text } as CloudEvent;
      const signed = await signEvent(original, secret);
      expect(await check(signed)).toBe("signed");
      expect(await check({ ...signed, [part]: flip(text, at) })).toBe("event_unsigned");
    }),
  ),
);

test("any two events that differ in what is covered have different signatures", () =>
  fc.assert(
    fc.asyncProperty(legalEvent, legalEvent, async (one, other) => {
      const covered = ({ id, source, type, data }: CloudEvent) =>
        JSON.stringify([id, source, type, data ?? null, data === undefined]);
      fc.pre(covered(one) !== covered(other));
      const { kpsignature } = (await signEvent(one, secret)).extensions;
      expect(await check({ ...other, extensions: { kpsignature: kpsignature ?? "" } })).toBe("event_unsigned");
    }),
  ));

describe("several secrets, one a line", () => {
  test.each([
    { signer: "old", checker: "new\nold", result: "signed" },
    { signer: "new\nold", checker: "old\nnew\n", result: "signed" },
    { signer: " new \r\nold", checker: "new", result: "signed" },
    { signer: "new\nold", checker: "old", result: "event_unsigned" },
    { signer: "older", checker: "new\nold", result: "event_unsigned" },
    { signer: "new\nold", checker: "new\nold\n\n", result: "signed" },
  ])("$signer signs, $checker takes: $result", async ({ signer, checker, result }) => {
    expect(await codeOf(requireSigned(await signEvent(event, signer), checker))).toBe(result);
  });
});
