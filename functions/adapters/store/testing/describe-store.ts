import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../../../../core/port.ts";

export interface StoreUnderTest {
  readonly store: Store;
  /** Lets time pass for the store: a clock of the test moves, or the test waits. */
  readonly pass: (ms: number) => Promise<void>;
  /** Runs of each property. Default 50. */
  readonly runs?: number;
}

/** What every store does. */
export const describeStore = (name: string, create: () => Promise<StoreUnderTest>): void => {
  describe(`${name} is a store`, () => {
    let store: Store;
    let pass: StoreUnderTest["pass"];
    let runs: number;
    beforeAll(async () => {
      ({ store, pass, runs = 50 } = await create());
    });

    let keys = 0;
    const newKey = (): string => `contract ${++keys}`;
    const untilGone = (key: string): Promise<void> =>
      expect
        .poll(
          async () => {
            await pass(SHORT);
            return store.get(key);
          },
          { timeout: 20_000 },
        )
        .toBeUndefined();

    test("what was never set is not there", async () => {
      expect(await store.get(newKey())).toBeUndefined();
    });

    test("the value that was set last is there", async () => {
      const key = newKey();
      await store.set(key, "a", HOUR);
      await store.set(key, "b", HOUR);
      expect(await store.get(key)).toBe("b");
    });

    test.each<[string, (key: string) => Promise<unknown>]>([
      ["set", (key) => store.set(key, "a", SHORT)],
      ["add", (key) => store.add(key, "a", SHORT)],
      [
        "replace",
        async (key) => {
          await store.set(key, "x", HOUR);
          await store.replace(key, "x", "a", SHORT);
        },
      ],
    ])("what %s wrote is gone after its time, and can be added then", async (_, write) => {
      const key = newKey();
      await write(key);
      await untilGone(key);
      expect(await store.replace(key, "a", "b", HOUR)).toBe(false);
      expect(await store.add(key, "c", HOUR)).toBe(true);
      expect(await store.get(key)).toBe("c");
    });

    test("the time to live begins anew with each write", async () => {
      const [set, replaced, other] = [newKey(), newKey(), newKey()];
      await store.set(set, "a", SHORT);
      await store.set(set, "b", HOUR);
      await store.set(replaced, "a", HOUR);
      await store.replace(replaced, "a", "b", HOUR);
      await store.set(other, "a", SHORT);
      await untilGone(other);
      expect(await store.get(set)).toBe("b");
      expect(await store.get(replaced)).toBe("b");
    });

    test("a refused add changes neither value nor time", async () => {
      const key = newKey();
      await store.set(key, "a", SHORT);
      expect(await store.add(key, "b", HOUR)).toBe(false);
      await untilGone(key);
    });

    test("of 50 adds at once one adds", async () => {
      const key = newKey();
      const values = Array.from({ length: 50 }, (_, index) => `value ${index}`);
      const added = await Promise.all(values.map((value) => store.add(key, value, HOUR)));
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await store.get(key)).toBe(values[added.indexOf(true)]);
    });

    test("of 50 replacements at once one replaces", async () => {
      const key = newKey();
      await store.set(key, "old", HOUR);
      const values = Array.from({ length: 50 }, (_, index) => `value ${index}`);
      const replaced = await Promise.all(values.map((value) => store.replace(key, "old", value, HOUR)));
      expect(replaced.filter(Boolean)).toHaveLength(1);
      expect(await store.get(key)).toBe(values[replaced.indexOf(true)]);
    });

    test.each([
      { name: "the expected value", held: "a", expected: "a", value: "b", replaced: true, after: "b" },
      { name: "another value", held: "a", expected: "A", value: "b", replaced: false, after: "a" },
      { name: "nothing", held: undefined, expected: "a", value: "b", replaced: false, after: undefined },
      { name: "nothing, the empty text expected", held: undefined, expected: "", value: "b", replaced: false },
      { name: "the empty text", held: "", expected: "", value: "b", replaced: true, after: "b" },
      { name: "the same value", held: "a", expected: "a", value: "a", replaced: true, after: "a" },
      { name: "the expected value, to delete it", held: "a", expected: "a", value: undefined, replaced: true },
      { name: "another value, to delete it", held: "a", expected: "b", value: undefined, replaced: false, after: "a" },
      { name: "a value that becomes empty", held: "a", expected: "a", value: "", replaced: true, after: "" },
    ])("replace where there is $name → $replaced", async ({ held, expected, value, replaced, after }) => {
      const key = newKey();
      if (held !== undefined) await store.set(key, held, HOUR);
      expect(await store.replace(key, expected, value, HOUR)).toBe(replaced);
      expect(await store.get(key)).toBe(after);
    });

    test("a deleted key can be added again", async () => {
      const key = newKey();
      await store.add(key, "a", HOUR);
      await store.replace(key, "a", undefined, HOUR);
      expect(await store.add(key, "b", HOUR)).toBe(true);
    });

    test.each([
      ["100 KB", "x".repeat(100 * 1024)],
      ["100 KB of three bytes each", "€".repeat(100 * 1024)],
      ["line ends and a reply", "\r\n$-1\r\n+OK\r\n"],
      ["a byte order mark", "\uFEFFa"],
      ["NUL and Lua", 'a\0b"]]; return 1 --'],
      ["signs beyond the first plane", "👩‍🚒 𝕏 ﷽"],
    ])("a value and a key of %s", async (_, text) => {
      const key = `${newKey()} ${text}`;
      await store.set(key, text, HOUR);
      expect(await store.get(key)).toBe(text);
      expect(await store.replace(key, text, `${text}!`, HOUR)).toBe(true);
      expect(await store.get(key)).toBe(`${text}!`);
    });

    test("any key holds any value, apart from each other", async () => {
      const text = fc.string({ unit: "binary", maxLength: 50 });
      const pairs = fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => key, minLength: 1, maxLength: 10 });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(pairs, async (given) => {
          const prefix = `property ${++round} `;
          await Promise.all(given.map(([key, value]) => store.set(prefix + key, value, HOUR)));
          const got = await Promise.all(given.map(([key]) => store.get(prefix + key)));
          expect(got).toEqual(given.map(([, value]) => value));
        }),
        { numRuns: runs },
      );
    });
  });
};

const SHORT = 40;
const HOUR = 3_600_000;
