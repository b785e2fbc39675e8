import { describe, expect, test } from "vitest";
import { addFeedback, readFeedback } from "./feedback.ts";
import { createTestStore } from "./testing/memory-store.ts";

const createStore = () => createTestStore(() => 0);

const token = "ab".repeat(32);

test("scores are counted apart, token by token", async () => {
  const store = createStore();
  await addFeedback(store, token, true);
  await addFeedback(store, token, false);
  await addFeedback(store, token, true);
  expect(await readFeedback(store, token)).toEqual({ up: 2, down: 1 });
  expect(await readFeedback(store, "cd".repeat(32))).toEqual({ up: 0, down: 0 });
});

test("ten at once all count", async () => {
  const store = createStore();
  await Promise.all(Array.from({ length: 10 }, (_, index) => addFeedback(store, token, index % 2 === 0)));
  expect(await readFeedback(store, token)).toEqual({ up: 5, down: 5 });
});

describe("what is no count is none, and is counted on from there", () => {
  test.each(["", "nonsense", "[]", '{"up":-1,"down":0}', '{"up":1}', '{"up":1,"down":0,"more":1}'])(
    "%j",
    async (value) => {
      const store = createStore();
      await store.set(`feedback:${token}`, value, 1000);
      expect(await readFeedback(store, token)).toEqual({ up: 0, down: 0 });
      await addFeedback(store, token, true);
      expect(await readFeedback(store, token)).toEqual({ up: 1, down: 0 });
    },
  );
});
