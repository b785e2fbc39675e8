import { expect, test } from "vitest";
import { parseDuration } from "./eventing-duration.ts";

test.each([
  ["PT0.2S", 200],
  ["PT1S", 1000],
  ["PT1M", 60_000],
  ["PT1M30S", 90_000],
  ["PT1.5H", 5_400_000],
  ["P1D", 86_400_000],
  ["P1DT1S", 86_401_000],
  ["P2W", 1_209_600_000],
  ["PT0S", 0],
])("%s is %d ms", (text, expected) => expect(parseDuration(text)).toBe(expected));

test.each([
  "",
  "P",
  "PT",
  "P1",
  "5s",
  "1S",
  "PT5",
  "PT1S1M",
  "pt1s",
  "PT-1S",
  "P1Y",
  "P1M",
  " PT1S",
  "PT1S\n",
  "PT1e3S",
])("%j is none", (text) => expect(parseDuration(text)).toBeUndefined());
