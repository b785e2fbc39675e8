import { expect, test } from "vitest";
import { PromptError } from "../../core/error.ts";
import { AnalyzeRequestSchema } from "../analyze/contract.ts";
import { checkBody } from "./body.ts";

const refusalOf = (body: object): readonly string[] => {
  try {
    checkBody(AnalyzeRequestSchema, body, 100);
  } catch (error) {
    if (error instanceof PromptError) return error.issues.map(({ pointer, detail }) => `${pointer} ${detail}`);
    throw error;
  }
  return [];
};

const MISTAKES: readonly (readonly [object, readonly string[]])[] = [
  [{ limit: 6000 }, ["/limit must be at most 5000."]],
  [{ limit: 0 }, ["/limit must be at least 1."]],
  [{ limit: 1.5 }, ["/limit must be a whole number."]],
  [{ limit: "6" }, ["/limit must be a number, not a string."]],
  [{ labels: { a: 1 } }, ["/labels/a must be a string, not a number."]],
  [{ time_range: "yesterday" }, ["/time_range must be an object."]],
  [
    { time_range: { start: "yesterday", end: "2026-11-21T03:00:00Z" } },
    ["/time_range/start must be a time as in 2026-11-21T03:00:00Z."],
  ],
  [
    { time_range: { start: "2026-02-30T25:00:00Z", end: "2026-11-21T03:00:00Z" } },
    ["/time_range/start must be a time that exists."],
  ],
  [
    { filters: { severity: "bad" } },
    ['/filters/severity must be "debug" or "info" or "warning" or "error" or "critical".'],
  ],
  [{ log: "x" }, ["/log is not a field of this request. Did you mean logs? Write that, or remove it."]],
  [
    { timerange: {} },
    ["/timerange is not a field of this request. Did you mean time_range? Write that, or remove it."],
  ],
  [
    { filters: { namespaces: "a" } },
    ["/filters/namespaces is not a field of this request. Did you mean namespace? Write that, or remove it."],
  ],
  [{ colour: "red" }, ["/colour is not a field of this request. Remove it."]],
  [{ ["logs".repeat(1000)]: "x" }, [`/${"logs".repeat(25)}… is not a field of this request. Remove it.`]],
  [{ logs: [{ lin: "x" }] }, ["/logs/0/line is missing."]],
  [{ question: "", limit: 0 }, ["/limit must be at least 1.", "/question must not be empty."]],
];

test.each(MISTAKES.map(([body, says]) => [says, body] as const))("%j", (says, body) =>
  expect(refusalOf(body)).toEqual(says),
);
