import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StoreFault } from "./fault.ts";
import { createReplyParser, encodeCommand, MAX_VALUE_BYTES, type Reply } from "./resp.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): readonly Reply[] => createReplyParser().push(bytesOf(text));

test("a command is a list of strings with their lengths in bytes", () => {
  const sent = new TextDecoder().decode(encodeCommand(["SET", "ключ", "", "a\r\nb"]));
  expect(sent).toBe("*4\r\n$3\r\nSET\r\n$8\r\nключ\r\n$0\r\n\r\n$4\r\na\r\nb\r\n");
});

const replies: readonly (readonly [string, Reply])[] = [
  ["+OK\r\n", { type: "status", text: "OK" }],
  ["+\r\n", { type: "status", text: "" }],
  ["-ERR unknown command 'x'\r\n", { type: "error", text: "ERR unknown command 'x'" }],
  [":0\r\n", { type: "integer", value: 0 }],
  [":-42\r\n", { type: "integer", value: -42 }],
  ["$-1\r\n", { type: "text", value: null }],
  ["$0\r\n\r\n", { type: "text", value: "" }],
  ["$5\r\na\r\nb\n\r\n", { type: "text", value: "a\r\nb\n" }],
  ["$4\r\n👋\r\n", { type: "text", value: "👋" }],
  ["$4\r\n\uFEFFa\r\n", { type: "text", value: "\uFEFFa" }],
];

test.each(replies)("%j", (text, reply) => expect(parse(text)).toEqual([reply]));

test("a value that is no UTF-8 is told apart, and what follows is read", () => {
  const bytes = Uint8Array.of(0x24, 0x32, 13, 10, 0xff, 0xfe, 13, 10, 0x2b, 13, 10);
  expect(createReplyParser().push(bytes)).toEqual([{ type: "binary" }, { type: "status", text: "" }]);
});

describe("however the bytes come in pieces, the replies are the same", () => {
  const large = `$300000\r\n${"€".repeat(100_000)}\r\n`;
  const all = `${replies.map(([text]) => text).join("")}${large}+OK\r\n`;
  const expected = parse(all);

  test("cut at each byte", () => {
    const small = bytesOf(replies.map(([text]) => text).join(""));
    for (let cut = 0; cut <= small.length; cut++) {
      const parser = createReplyParser();
      const got = [...parser.push(small.subarray(0, cut)), ...parser.push(small.subarray(cut))];
      expect(got).toEqual(replies.map(([, reply]) => reply));
    }
  });

  test("byte by byte", () => {
    const parser = createReplyParser();
    const got = [...bytesOf(all)].flatMap((byte) => parser.push(Uint8Array.of(byte)));
    expect(got).toEqual(expected);
  });

  test("in any pieces", () => {
    const bytes = bytesOf(all);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), (cuts) => {
        const parser = createReplyParser();
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const got = edges.flatMap((edge, index) => parser.push(bytes.subarray(edges[index - 1] ?? 0, edge)));
        expect(got).toEqual(expected);
      }),
    );
  });
});

test.each([
  ["another protocol", "HTTP/1.1 400 Bad Request\r\n"],
  ["TLS", "\x15\x03\x01\x00\x02"],
  ["a list", "*1\r\n+OK\r\n"],
  ["a line end of another kind", "+OK\n"],
  ["a number that is none", ":x\r\n"],
  ["a length that is none", "$x\r\n"],
  ["a length below zero", "$-2\r\n"],
  ["a value longer than its length", "$1\r\nab\r\n"],
  ["a value shorter than its length", "$3\r\na\r\n+OK\r\n"],
  ["a line without end", `+${"x".repeat(70_000)}`],
])("%s is no reply", (_, text) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ reason: "not_a_store" }));
});

test("a value that is too large is refused before it is read", () => {
  const parser = createReplyParser();
  expect(() => parser.push(bytesOf(`$${MAX_VALUE_BYTES + 1}\r\n`))).toThrow(
    expect.objectContaining({ reason: "value_invalid" }),
  );
});

test("any bytes are replies, the beginning of one, or a fault", () => {
  const line = fc.constantFrom("+OK\r\n", "$3\r\nabc\r\n", "$-1\r\n", ":1\r\n", "\r\n", "$", "+", "-", ":", "9");
  const noise = fc.oneof(
    fc.uint8Array(),
    fc.array(line).map((parts) => bytesOf(parts.join(""))),
  );
  fc.assert(
    fc.property(noise, (bytes) => {
      try {
        createReplyParser().push(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(StoreFault);
      }
    }),
  );
});
