import fc from "fast-check";
import { expect, test } from "vitest";
import { createSseParser, SseTooLongError } from "./sse.ts";

const parse = (...pieces: readonly string[]): readonly string[] => {
  const parser = createSseParser(1_000);
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
};

test.each([
  { name: "one event", pieces: ["data: a\n\n"], events: ["a"] },
  { name: "no space after the colon", pieces: ["data:a\n\n"], events: ["a"] },
  { name: "only the first space is the field's", pieces: ["data:  a \n\n"], events: [" a "] },
  { name: "several events in one read", pieces: ["data: a\n\ndata: b\n\ndata: c\n\n"], events: ["a", "b", "c"] },
  { name: "an event over three reads", pieces: ["da", "ta: a", "b\n", "\n"], events: ["ab"] },
  { name: "several data lines", pieces: ["data: a\ndata: b\n\n"], events: ["a\nb"] },
  { name: "an empty data line", pieces: ["data\n\n", "data:\n\n"], events: ["", ""] },
  { name: "CRLF", pieces: ["data: a\r\n\r\ndata: b\r\n\r\n"], events: ["a", "b"] },
  { name: "CRLF cut in its middle", pieces: ["data: a\r", "\n\r", "\ndata: b\r\n", "\r\n"], events: ["a", "b"] },
  { name: "CR alone", pieces: ["data: a\r\rdata: b\r\r"], events: ["a", "b"] },
  { name: "CR, then an empty read, then LF", pieces: ["data: a\r", "", "\ndata: b\n\n"], events: ["a\nb"] },
  { name: "comments before and between", pieces: [":\n\n", ": ping\n\ndata: a\n:\ndata: b\n\n"], events: ["a\nb"] },
  { name: "other fields", pieces: ["event: x\nid: 1\nretry: 5\ndata: a\n\n"], events: ["a"] },
  { name: "a field that only begins like data", pieces: ["database: a\n\n"], events: [] },
  { name: "no blank line before the end", pieces: ["data: a\n\ndata: b"], events: ["a", "b"] },
  { name: "a NUL and a line separator are text", pieces: ["data: a\u0000\u2028b\n\n"], events: ["a\u0000\u2028b"] },
  { name: "nothing", pieces: ["", "\n\n\r\n"], events: [] },
])("$name", ({ pieces, events }) => {
  expect(parse(...pieces)).toEqual(events);
});

test("reads alike wherever the text is cut", () => {
  const line = fc.oneof(
    fc.constantFrom("data: x", "data:", "data: {}", ": ping", "event: e", "", "data: é🚒"),
    fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, "")),
  );
  const stream = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r")), { maxLength: 12 });
  fc.assert(
    fc.property(stream, fc.array(fc.nat(200), { maxLength: 6 }), (lines, cuts) => {
      const text = lines.flat().join("");
      const places = [...cuts.map((cut) => Math.min(cut, text.length)), text.length].sort((a, b) => a - b);
      const pieces = places.map((place, index) => text.slice(places[index - 1] ?? 0, place));
      expect(parse(...pieces)).toEqual(parse(text));
    }),
  );
});

test.each([
  { name: "an endless line", piece: "data: aaaaaaaaaa" },
  { name: "an endless event", piece: "data: aaaaaaaaaa\n" },
  { name: "an endless event of empty lines", piece: "data:\n".repeat(10) },
])("$name is refused instead of kept", ({ piece }) => {
  const parser = createSseParser(100);
  expect(() => {
    for (let turn = 0; turn < 20; turn++) parser.push(piece);
  }).toThrow(SseTooLongError);
});
