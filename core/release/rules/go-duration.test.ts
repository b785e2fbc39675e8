import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseGoDuration } from "./go-duration.ts";

test.each([
  { text: "0", nanoseconds: 0 },
  { text: "6s", nanoseconds: 6e9 },
  { text: "1h0m0s", nanoseconds: 3600e9 },
  { text: "1h15m30.5s", nanoseconds: 4530.5e9 },
  { text: ".5s", nanoseconds: 0.5e9 },
  { text: "1.s", nanoseconds: 1e9 },
  { text: "-3ms", nanoseconds: -3e6 },
  { text: "+2us", nanoseconds: 2e3 },
  { text: "2µs", nanoseconds: 2e3 },
  { text: "2μs", nanoseconds: 2e3 },
  { text: "7ns", nanoseconds: 7 },
  { text: "120", nanoseconds: undefined },
  { text: "", nanoseconds: undefined },
  { text: "-", nanoseconds: undefined },
  { text: ".s", nanoseconds: undefined },
  { text: "1d", nanoseconds: undefined },
  { text: "1 s", nanoseconds: undefined },
  { text: "PT6S", nanoseconds: undefined },
  { text: "1.2.3s", nanoseconds: undefined },
  { text: "9999999999h", nanoseconds: undefined },
])('"$text" is $nanoseconds ns', ({ text, nanoseconds }) => expect(parseGoDuration(text)).toBe(nanoseconds));

test("hours, minutes and seconds add up", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (h, m, s) => {
      expect(parseGoDuration(`${h}h${m}m${s}s`)).toBe((h * 3600 + m * 60 + s) * 1e9);
    }),
  );
});
