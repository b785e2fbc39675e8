import { describe, expect, test } from "vitest";
import type { Store } from "../port.ts";
import { addFeedback, readFeedback } from "./feedback.ts";

/** As the port says, with a task switch at each call. */
const createTestStore = (): Store & { readonly values: Map<string, string> } => {
  const values = new Map<string, string>();
  const write = (key: string, value: string | undefined): void =>
    void (value === undefined ? values.delete(key) : values.set(key, value));
  return {
    values,
    get: async (key) => values.get(key),
    set: async (key, value) => write(key, value),
    add: async (key, value) => {
      const isAbsent = !values.has(key);
      if (isAbsent) write(key, value);
      return isAbsent;
    },
    replace: async (key, expected, value) => {
      const isSame = values.get(key) === expected;
      if (isSame) write(key, value);
      return isSame;
    },
  };
};

const token = "ab".repeat(32);

test("scores are counted apart, token by token", async () => {
  const store = createTestStore();
  await addFeedback(store, token, true);
  await addFeedback(store, token, false);
  await addFeedback(store, token, true);
  expect(await readFeedback(store, token)).toEqual({ up: 2, down: 1 });
  expect(await readFeedback(store, "cd".repeat(32))).toEqual({ up: 0, down: 0 });
});

test("ten at once all count", async () => {
  const store = createTestStore();
  await Promise.all(Array.from({ length: 10 }, (_, index) => addFeedback(store, token, index % 2 === 0)));
  expect(await readFeedback(store, token)).toEqual({ up: 5, down: 5 });
});

describe("what is no count is none, and is counted on from there", () => {
  test.each(["", "nonsense", "[]", '{"up":-1,"down":0}', '{"up":1}', '{"up":1,"down":0,"more":1}'])(
    "%j",
    async (value) => {
      const store = createTestStore();
      store.values.set(`feedback:${token}`, value);
      expect(await readFeedback(store, token)).toEqual({ up: 0, down: 0 });
      await addFeedback(store, token, true);
      expect(await readFeedback(store, token)).toEqual({ up: 1, down: 0 });
    },
  );
});
