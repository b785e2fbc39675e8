import { expect, test } from "vitest";
import { createRecordSink } from "./record.ts";

const clock = { now: () => Date.UTC(2026, 10, 21, 3, 0, 0) };

test("one line, with the time in front", () => {
  const lines: string[] = [];
  createRecordSink(clock, (line) => void lines.push(line))({ record: "generation", model: null, text: "a\nb" });
  expect(lines).toEqual(['{"timestamp":"2026-11-21T03:00:00.000Z","record":"generation","model":null,"text":"a\\nb"}']);
});

test("a revision of Knative stands in each record", () => {
  const lines: string[] = [];
  createRecordSink(clock, (line) => void lines.push(line), { revision: "analyze-1" })({ record: "alert" });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ record: "alert", revision: "analyze-1" });
});

test("a sink that is gone fails nobody", () => {
  const sink = createRecordSink(clock, () => {
    throw new Error("EPIPE");
  });
  expect(() => sink({ record: "generation" })).not.toThrow();
});
