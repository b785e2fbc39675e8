import type { Random } from "./random.ts";

/**
 * The value with one to three things wrong: something taken away, doubled, renamed, of another type, far too large, deeply
 * nested, or with characters that nobody expects. Parts that were not touched are shared with the value.
 */
export const mutate = (random: Random, value: unknown): unknown => {
  let mutated = value;
  for (let times = 1 + random.int(3); times > 0; times--) mutated = mutateOne(random, mutated);
  return mutated;
};

/** Walks down and stops somewhere on the way. */
const mutateOne = (random: Random, value: unknown): unknown => {
  if (typeof value !== "object" || value === null || random.int(8) === 0) return spoil(random, value);
  if (Array.isArray(value)) return mutateList(random, value);
  const entries = Object.entries(value);
  if (entries.length === 0) return spoil(random, value);
  const at = random.int(entries.length);
  const [key, member] = entries[at]!;
  switch (random.int(8)) {
    case 0:
      return Object.fromEntries(entries.toSpliced(at, 1));
    case 1:
      return Object.fromEntries(entries.with(at, [random.pick(NAMES), member]));
    case 2:
      return Object.fromEntries([...entries, [random.pick(NAMES), random.pick(VALUES)]]);
    default:
      return Object.fromEntries(entries.with(at, [key, mutateOne(random, member)]));
  }
};

const mutateList = (random: Random, list: readonly unknown[]): unknown => {
  if (list.length === 0) return [random.pick(VALUES)];
  const at = random.int(list.length);
  switch (random.int(6)) {
    case 0:
      return list.toSpliced(at, 1);
    case 1:
      return [...list, random.pick(VALUES)];
    case 2:
      return list.toSpliced(at, 0, ...Array.from({ length: random.int(30) }, () => list[at]));
    default:
      return list.with(at, mutateOne(random, list[at]));
  }
};

const spoil = (random: Random, value: unknown): unknown => {
  if (typeof value === "string" && random.int(2) === 0) return spoilText(random, value);
  if (random.int(12) === 0) return nest(value, 1 + random.int(30));
  return random.int(4) === 0 ? { [random.pick(NAMES)]: value } : random.pick(VALUES);
};

const spoilText = (random: Random, text: string): string => {
  const at = random.int(text.length + 1);
  switch (random.int(5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.repeat(random.pick([2, 20, 200]));
    case 3:
      return text.toUpperCase();
    default:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
  }
};

const nest = (value: unknown, levels: number): unknown => {
  let nested = value;
  for (let level = 0; level < levels; level++) nested = level % 2 === 0 ? [nested] : { a: nested };
  return nested;
};

const PIECES = [
  ...'\u0000\u001f\u007f\u0085\u2028\ud800\udfff\ufeff\u202e\r\n\t"\\/.~%<>&{}🚨é',
  "../",
  "%00",
  "${x}",
  "{{x}}",
  "\ud83d",
  "e\u0301".repeat(40),
  "9".repeat(40),
];

const NAMES = [
  "",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "labels",
  "alerts",
  "status",
  "startsAt",
  "endsAt",
  "fingerprint",
  "namespace",
  "pod",
  "instance",
  "a/b~c",
  "\ud800",
  "x".repeat(3000),
  "\u0000",
];

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  "",
  " ",
  "0",
  "null",
  "firing",
  "resolved",
  "FIRING",
  "\ud800",
  "\u0000",
  "x".repeat(70_000),
  "\u0001".repeat(20_000),
  "🚨".repeat(9000),
  "0001-01-01T00:00:00Z",
  "0000-01-01T00:00:00+14:00",
  "9999-12-31T23:59:59.999999999Z",
  "9999-12-31T23:59:59-12:00",
  "2026-02-30T00:00:00Z",
  "2026-11-21T01:07:59.788+02:00",
  "2026-11-21 01:07:59",
  "1795223279788000000",
  "ffffffffffffffff",
  [],
  {},
  [[]],
  [{}],
  [null],
  { status: "firing" },
  { a: { b: { c: [] } } },
  Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`label_${i}`, `${i}`.repeat(40)])),
  Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`annotation_${i}`, "\u0001".repeat(600)])),
  JSON.parse('{"__proto__": {"polluted": "yes"}}'),
  JSON.parse('{"__proto__": "x", "constructor": "y", "hasOwnProperty": "z"}'),
];
