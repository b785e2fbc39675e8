import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIELDS } from "./fields.ts";
import { GUARDED } from "./health.ts";
import { FIELD_PIECES, PHRASE_PIECES } from "./piece-table.ts";
import { createPieceFinder } from "./pieces.ts";
import { PHRASES } from "./signs.ts";
import { withoutPiece } from "./testing/required-pieces.ts";

describe("a pattern is worth trying where one of its pieces is", () => {
  const find = createPieceFinder(["quot, db ", "gate", "50_x", "xfs"]);
  test.each([
    ["Quota exceeded", [1, 0, 0, 0]],
    ["db", [1, 0, 0, 0]],
    ["the (DB) is down", [1, 0, 0, 0]],
    ["dbx quo ta", [0, 0, 0, 0]],
    ["Bad Gateway of the db", [1, 1, 0, 0]],
    ["a 50_X b", [0, 0, 1, 0]],
    ["50-x", [0, 0, 0, 0]],
    ["an XFS", [0, 0, 0, 1]],
    ["xfsdump", [0, 0, 0, 1]],
    ["x fs", [0, 0, 0, 0]],
    ["", [0, 0, 0, 0]],
  ])("%s", (text, hits) => expect([...find(text)]).toEqual(hits));

  test("wherever the piece stands, whatever stands around it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (before, after) => {
        expect(find(`${before}gATe${after}`)[1]).toBe(1);
        expect(find(`${before}.db⏎${after}`)[0]).toBe(1);
      }),
    );
  });
});

const guarded: readonly (readonly [pattern: RegExp, pieces: string])[] = [
  ...PHRASES.map(([, , , phrase], i) => [phrase, PHRASE_PIECES[i]!] as const),
  ...FIELDS.flatMap(([, names, fits], i) => [
    [names, FIELD_PIECES[i]![0]] as const,
    [fits, FIELD_PIECES[i]![1]] as const,
  ]),
  ...GUARDED,
];

test("each pattern has its pieces, of three or four characters each", () => {
  expect([PHRASE_PIECES.length, FIELD_PIECES.length]).toEqual([PHRASES.length, FIELDS.length]);
  expect(
    guarded.flatMap(([, pieces]) => pieces.split(",")).filter((piece) => !/^[a-z0-9_ ]{3,4}$/.test(piece)),
  ).toEqual([]);
});

test.each(guarded.map(([pattern, pieces]) => ({ start: pattern.source.slice(0, 60), pattern, pieces })))(
  "nothing matches without a piece: $start",
  ({ pattern, pieces }) => expect(withoutPiece(pattern, pieces.split(","))).toBeUndefined(),
);

test("whatever was thrown has a word that `classify.ts` looks for first", () => {
  const [[, , , phrase] = [], ...others] = PHRASES.filter(
    ([error_class, weight]) => error_class === "application_exception" && weight === 1,
  );
  expect(others).toEqual([]);
  expect(phrase!.ignoreCase).toBe(false);
  expect(withoutPiece(phrase!, ["error", "exception", "traceback", "stack trace", "stacktrace"])).toBeUndefined();
});

test("a pattern that can match without its pieces is found out", () => {
  expect(withoutPiece(/\bquotas?\b|Bad Gateway/i, ["quot"])).toBe("Bad Gateway");
  expect(withoutPiece(/\bdb\b/, [" db "])).toBeUndefined();
  expect(withoutPiece(/db\b/, [" db "])).toBe("db\\b");
  expect(withoutPiece(/(?:fail(?:ed)?)?ure/, ["fail"])).toBe("(?:fail(?:ed)?)?ure");
});
