import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { PromptError } from "../../core/error.ts";
import { createTestApps } from "../testing.ts";
import { negotiate } from "./accept.ts";
import { readBody } from "./body.ts";
import { LabelsSchema, LogsSchema, toLines } from "./logs.ts";
import { toProblemResponse } from "./problem.ts";

import { dictionary, strict } from "./schema.ts";

const codeOf = async (task: () => unknown): Promise<string | undefined> => {
  try {
    await task();
  } catch (error) {
    return error instanceof PromptError ? error.code : String(error);
  }
  return undefined;
};

const request = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost/", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
    duplex: "half",
  } as RequestInit);

describe("negotiate", () => {
  const offered = ["application/json", "text/event-stream"] as const;
  test.each([
    [null, "application/json"],
    ["", "application/json"],
    ["*/*", "application/json"],
    ["application/*", "application/json"],
    ["text/event-stream", "text/event-stream"],
    ["text/*", "text/event-stream"],
    ["text/html, text/event-stream;q=0.5", "text/event-stream"],
    ["text/event-stream;q=0.1, application/json", "application/json"],
    ["TEXT/EVENT-STREAM", "text/event-stream"],
    ["text/event-stream;q=0, */*", "application/json"],
  ])("%j → %s", (accept, expected) => expect(negotiate(accept, offered)).toBe(expected));

  test.each(["text/html", "application/json;q=0", "application"])("%j is not acceptable", async (accept) => {
    expect(await codeOf(() => negotiate(accept, offered))).toBe("not_acceptable");
  });
});

describe("readBody", () => {
  const schema = strict({ a: v.optional(v.string()), map: v.optional(dictionary(v.string())) });

  test.each([
    "application/json",
    "application/json; charset=utf-8",
    'Application/JSON;charset="UTF-8"',
    "application/cloudevents+json",
  ])("%s is JSON", async (type) =>
    expect(await readBody(request("{}", { "content-type": type }), schema, 100)).toEqual({}),
  );

  test("exactly at the limit", async () => {
    const body = JSON.stringify({ a: "ü".repeat(10) });
    const bytes = new TextEncoder().encode(body).byteLength;
    expect(await readBody(request(body), schema, bytes)).toEqual({ a: "ü".repeat(10) });
    expect(await codeOf(() => readBody(request(body), schema, bytes - 1))).toBe("body_too_large");
  });

  test("a declared length over the limit is refused before a byte is read", async () => {
    const unread = new ReadableStream(
      {
        pull: () => {
          throw new Error("read");
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { "content-length": "101" };
    expect(await codeOf(() => readBody(request(unread, headers), schema, 100))).toBe("body_too_large");
  });

  test("a body without end is not read beyond the limit", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 10;
        controller.enqueue(new Uint8Array(10).fill(0x20));
      },
    });
    expect(await codeOf(() => readBody(request(endless), schema, 100))).toBe("body_too_large");
    expect(sent).toBeLessThan(200);
  });

  test("a body in pieces, cut inside a character", async () => {
    const bytes = new TextEncoder().encode('{"a":"ü🙂"}');
    const pieces = new ReadableStream({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    expect(await readBody(request(pieces), schema, 100)).toEqual({ a: "ü🙂" });
  });

  test("a body that breaks off", async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error("ECONNRESET")) });
    expect(await codeOf(() => readBody(request(broken), schema, 100))).toBe("cancelled");
  });

  test("brackets in texts are not depth", async () => {
    const a = `\\"${"[{".repeat(40)}`;
    expect(await readBody(request(`{"a":"${a}"}`), schema, 1000)).toEqual({ a: `"${"[{".repeat(40)}` });
  });

  test("issues carry pointers, escaped, and no values", async () => {
    const error = await readBody(request('{"a": 5, "map": {"x/y~z": 5, "ok": "secret"}}'), schema, 1000).catch(
      (e) => e,
    );
    expect(error.issues).toEqual([
      { pointer: "/a", detail: "must be a string, not a number." },
      { pointer: "/map/x~1y~0z", detail: "must be a string, not a number." },
    ]);
    expect(error.message).toBe("/a must be a string, not a number. 1 more in issues.");
  });
});

describe("a body with a fault a million times over", () => {
  const labels = LabelsSchema;
  const many = (fault: string): string => `[${Array(100_000).fill(fault).join()}]`;
  const names = (value: string): string =>
    `{${Array.from({ length: 20_000 }, (_, index) => `"n${index}":${value}`).join()}}`;
  test.each<[string, v.GenericSchema, string, string]>([
    ["items", v.array(v.string()), many("1"), "/0"],
    ["alternatives", LogsSchema, many("[]"), "/0"],
    ["names", labels, names("1"), ""],
    ["names with good values", labels, names('"x"'), ""],
    ["a name of a megabyte", labels, `{"${"x".repeat(1_000_000)}": 1}`, ""],
    ["an unknown field with such a name", strict({}), `{"${"x".repeat(1_000_000)}": 1}`, `/${"x".repeat(100)}…`],
  ])("%s: the answer stays small", async (_, schema, body, pointer) => {
    const error: PromptError = await readBody(request(body), schema, 10_000_000).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(error.issues[0]?.pointer).toBe(pointer);
    expect(JSON.stringify([error.message, error.issues]).length).toBeLessThan(1000);
  });

  test("the first ones are listed where the body is small", async () => {
    const error = await readBody(request(`[${Array(30).fill(1).join()}]`), v.array(v.string()), 1000).catch((e) => e);
    expect(error.issues).toHaveLength(20);
    expect(error.message).toBe("/0 must be a string, not a number. 29 more.");
  });
});

describe("toLines", () => {
  const limits = { maxLines: 4, maxLineBytes: 10 };
  test.each([
    ["a\nb", ["a", "b"]],
    ["a\r\nb\r\n", ["a", "b"]],
    ["a\n\nb", ["a", "", "b"]],
    [
      ["a\nb", "c"],
      ["a", "b", "c"],
    ],
    ["", []],
  ])("%j", (logs, expected) => {
    expect(toLines(logs, limits).map(({ text }) => text)).toEqual(expected);
  });

  test("time and labels belong to every line of an entry", () => {
    const entry = { line: "a\nb", time: "1", labels: { pod: "p" } };
    expect(toLines([entry], limits)).toEqual([
      { text: "a", time: "1", labels: { pod: "p" } },
      { text: "b", time: "1", labels: { pod: "p" } },
    ]);
  });

  test("at the limits", async () => {
    expect(toLines("1\n2\n3\n4", limits)).toHaveLength(4);
    expect(await codeOf(() => toLines("1\n2\n3\n4\n5", limits))).toBe("lines_too_many");
    expect(toLines("üüüüü", limits)).toHaveLength(1);
    expect(await codeOf(() => toLines("üüüüüx", limits))).toBe("line_too_long");
  });
});

describe("problems", () => {
  test("details are members of their own, but never over those of the standard", async () => {
    const details = { available: ["a"], status: 200, title: "Fine", code: "ok" };
    const response = toProblemResponse(new PromptError("prompt_unknown", "No.", { details }), "t");
    expect(await response.json()).toEqual({
      type: "urn:kprompt:problem:prompt_unknown",
      title: "Prompt unknown",
      status: 404,
      detail: "No.",
      code: "prompt_unknown",
      available: ["a"],
      trace_id: "t",
    });
  });

  test("a fault of the settings is the operator's", async () => {
    const response = toProblemResponse(new PromptError("configuration_invalid", "LLM_API_KEY=secret"));
    expect(await response.text()).not.toContain("secret");
  });

  test("even what is no Error gets an answer", async () => {
    const { apps, logs } = createTestApps({
      record: () => {
        throw "a text";
      },
    });
    const init = {
      method: "POST",
      body: '{"logs":"x"}',
      headers: { "content-type": "application/json", authorization: "Bearer suite-token-0123456789abcdef" },
    };
    const response = await apps.analyze.request("/v1/analyze", init);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "internal_error" });
    expect(logs.join()).not.toContain("a text");
  });
});

test("readiness turns when the process is told to stop; liveness does not", async () => {
  const { apps } = createTestApps({ stopping: () => true });
  const readiness = await apps.route.request("/health/readiness");
  expect(readiness.status).toBe(503);
  expect(readiness.headers.get("retry-after")).toBe("1");
  expect((await apps.route.request("/health/liveness")).status).toBe(200);
});
