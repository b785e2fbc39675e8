import * as v from "valibot";
import { Counts, InputsSchema, MessageSchema, ParametersSchema, Sha256Schema, TraceIdSchema } from "../http/reply.ts";

const source = { bundle_sha256: Sha256Schema, git_sha: v.string() };
const hashes = { template_sha256: Sha256Schema, content_sha256: Sha256Schema };

const ListedPromptSchema = v.strictObject({
  id: v.string(),
  versions: v.array(
    v.strictObject({
      version: v.string(),
      description: v.string(),
      labels: v.array(v.string()),
      inputs: InputsSchema,
      output: v.string(),
      ...hashes,
    }),
  ),
});

export const PromptsReplySchema = v.strictObject({ ...source, prompts: v.array(ListedPromptSchema) });

export const PromptReplySchema = v.strictObject({ ...source, ...ListedPromptSchema.entries });

export const VersionReplySchema = v.strictObject({
  ...source,
  id: v.string(),
  version: v.string(),
  description: v.string(),
  labels: v.array(v.string()),
  messages: v.array(MessageSchema),
  inputs: InputsSchema,
  model_defaults: ParametersSchema,
  output: v.string(),
  output_schema: v.record(v.string(), v.unknown()),
  output_rules: v.array(v.record(v.string(), v.unknown())),
  fallback: v.nullable(v.string()),
  ...hashes,
});

export const RenderReplySchema = v.strictObject({
  prompt: v.strictObject({
    id: v.string(),
    version: v.string(),
    labels: v.array(v.string()),
    ...hashes,
    vars_sha256: Sha256Schema,
    render_sha256: Sha256Schema,
    bundle_sha256: Sha256Schema,
  }),
  messages: v.array(MessageSchema),
  parameters: ParametersSchema,
  tokens: v.strictObject({ estimate: Counts }),
  trace_id: TraceIdSchema,
});
