import * as v from "valibot";

/** What replies have in common: for the API description and the tests, not for the running functions. */
export const Sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const TraceIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export const Counts = v.pipe(v.number(), v.integer(), v.minValue(0));

export const ParametersSchema = v.strictObject({
  model: v.optional(v.string()),
  temperature: v.number(),
  top_p: v.number(),
  max_tokens: Counts,
  stop: v.array(v.string()),
});

export const DecisionSchema = v.strictObject({
  intent: v.string(),
  prompt: v.strictObject({ id: v.string(), version: v.string() }),
  reference: v.string(),
  by: v.picklist(["request", "rule", "classifier", "default"]),
  version_by: v.picklist(["request", "pin", "route", "label"]),
  reason: v.string(),
  parameters: ParametersSchema,
  alternatives: v.array(v.strictObject({ intent: v.string(), confidence: v.number() })),
});

export const MessageSchema = v.strictObject({
  role: v.picklist(["system", "user", "assistant"]),
  content: v.string(),
});

export const InputsSchema = v.strictObject({
  required: v.array(v.string()),
  optional: v.record(v.string(), v.string()),
  lists: v.record(
    v.string(),
    v.strictObject({
      fields: v.array(v.string()),
      max: Counts,
      default: v.array(v.record(v.string(), v.string())),
    }),
  ),
});

export const ReadinessSchema = v.strictObject({
  status: v.literal("ok"),
  function: v.string(),
  version: v.string(),
  bundle_sha256: Sha256Schema,
  git_sha: v.string(),
  tracing: v.picklist(["on", "off"]),
});

export const ProblemSchema = v.looseObject({
  type: v.pipe(v.string(), v.startsWith("urn:kprompt:problem:")),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  detail: v.optional(v.string()),
  code: v.string(),
  issues: v.optional(v.array(v.strictObject({ pointer: v.string(), detail: v.string() }))),
  trace_id: v.optional(TraceIdSchema),
});
