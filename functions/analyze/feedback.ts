import * as v from "valibot";
import { addFeedback } from "../../core/alert/feedback.ts";
import { redact } from "../../core/evidence/redact.ts";
import type { Handler } from "../http/app.ts";
import { readBody } from "../http/body.ts";
import { strict, text } from "../http/schema.ts";
import type { AnalyzeAppDeps } from "./app.ts";

/** What somebody thinks of an answer. */
export const FeedbackRequestSchema = strict({
  /** `trace_id` of a reply, or `id` of a triage event. */
  token: v.pipe(
    v.string(),
    v.regex(/^([0-9a-f]{32}|[0-9a-f]{64})$/, "must be the trace_id of a reply or the id of a triage event."),
  ),
  /** From 0 (bad) to 1 (good). */
  score: v.union(
    [v.picklist(["up", "down"]), v.pipe(v.number(), v.minValue(0), v.maxValue(1))],
    'must be "up", "down" or a number from 0 to 1.',
  ),
  comment: v.optional(text(1000)),
});

/** By the token it belongs to a generation's or an alert's record, and so to a version of a prompt. */
export interface FeedbackRecord {
  readonly record: "feedback";
  readonly token: string;
  readonly score: number;
  /** Redacted. */
  readonly comment: string | null;
  readonly trace_id: string;
}

/** Counts a score, which later repeats cite, and writes the record by which statistics tie it to the prompt's version. */
export const postFeedback =
  (deps: AnalyzeAppDeps): Handler =>
  async (c) => {
    const { token, score, comment } = await readBody(c.req.raw, FeedbackRequestSchema, deps.maxBodyBytes);
    const value = score === "up" ? 1 : score === "down" ? 0 : score;
    await addFeedback(deps.store, token, value >= 0.5);
    deps.record({
      record: "feedback",
      token,
      score: value,
      comment: comment === undefined ? null : (deps.redactor?.redact ?? redact)(comment).text,
      trace_id: c.var.span.traceId,
    });
    return c.body(null, 204);
  };
