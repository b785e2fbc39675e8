import { createHash } from "node:crypto";
import type { AttributeValue, Model, ModelReply, ModelRequest, Sha256, Span } from "../port.ts";
import type { BuiltBundle } from "../prompt/bundle.ts";
import { canonicalJson } from "../prompt/canonical.ts";
import { compileTree } from "../prompt/compile.ts";
import { findUnreachableRules } from "../route/reachable.ts";
import { trainClassifier } from "../route/train.ts";
import type { AnalyzeDeps, GenerationRecord, Stage } from "./reply.ts";
import { ANALYZE_VARIABLES } from "./variables.ts";
import { VOCABULARY } from "./vocabulary.ts";

export const sha256: Sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** The triage contract, as `prompts/schemas/triage.1.json` says it. */
export const TRIAGE_SCHEMA = {
  type: "object",
  properties: {
    evidence: { type: "array", items: { type: "string", maxLength: 6 }, maxItems: 6 },
    summary: { type: "string", minLength: 1, maxLength: 280 },
    component: { type: "string", minLength: 1, maxLength: 64 },
    root_cause: { type: "string", minLength: 1, maxLength: 240 },
    severity: { enum: ["info", "warning", "error", "critical"] },
    verdict: { enum: ["no_action", "suggested", "required", "inconclusive"] },
    recommended_steps: { type: "array", items: { type: "string", maxLength: 140 }, maxItems: 5 },
    confidence: { type: "integer", minimum: 0, maximum: 100 },
    data_gaps: { type: "array", items: { type: "string", maxLength: 100 }, maxItems: 3 },
  },
  required: [
    "evidence",
    "summary",
    "component",
    "root_cause",
    "severity",
    "verdict",
    "recommended_steps",
    "confidence",
    "data_gaps",
  ],
  additionalProperties: false,
};

const { evidence: _, ...withoutEvidence } = TRIAGE_SCHEMA.properties;
const texts = (maxItems: number, maxLength: number) => ({
  type: "array",
  items: { type: "string", maxLength },
  maxItems,
});

/** What the synthesis prompt answers, as `prompts/schemas/synthesis.1.json` says it. */
export const SYNTHESIS_SCHEMA = {
  type: "object",
  properties: {
    claims: {
      type: "array",
      items: {
        type: "object",
        properties: {
          evidence: texts(4, 6),
          sources: texts(3, 40),
          claim: { type: "string", minLength: 1, maxLength: 160 },
        },
        required: ["evidence", "sources", "claim"],
        additionalProperties: false,
      },
      minItems: 1,
      maxItems: 4,
    },
    ...withoutEvidence,
    recommended_steps: texts(3, 140),
    data_gaps: texts(2, 100),
  },
  required: ["claims", ...TRIAGE_SCHEMA.required.slice(1)],
  additionalProperties: false,
};

/** Compiles a tree in memory; its labels are locked first, as `kprompt lock` would. */
export const buildTree = (files: Readonly<Record<string, string>>): BuiltBundle => {
  const deps = {
    sha256,
    checkRoutes: findUnreachableRules,
    trainClassifier,
    suppliedVariables: ANALYZE_VARIABLES,
    vocabulary: VOCABULARY,
  };
  const { lock } = compileTree(new Map(Object.entries(files)), deps);
  const locked = { ...files, "prompts/lock.json": JSON.stringify(lock) };
  const { diagnostics, bundle } = compileTree(new Map(Object.entries(locked)), deps);
  if (!bundle) throw new Error(JSON.stringify(diagnostics, null, 1));
  return {
    bundle_sha256: sha256(canonicalJson(bundle)),
    provenance: { git_sha: "unknown", committed_at: null },
    bundle,
  };
};

export interface TestSpan extends Span {
  readonly name: string;
  readonly kind: string;
  readonly children: TestSpan[];
  readonly attributes: Record<string, AttributeValue>;
  error: string | null;
  ended: boolean;
}

export const createSpan = (name: string, kind = "server", attributes = {}): TestSpan => {
  const span: TestSpan = {
    name,
    kind,
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    traceparent: `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`,
    children: [],
    attributes: { ...attributes },
    error: null,
    ended: false,
    child: (childName, childKind, childAttributes = {}) => {
      const child = createSpan(childName, childKind, childAttributes);
      span.children.push(child);
      return child;
    },
    set: (more) => void Object.assign(span.attributes, more),
    link: () => undefined,
    fail: (errorType) => {
      span.error = errorType;
    },
    end: () => {
      span.ended = true;
    },
  };
  return span;
};

/** A model that gives the replies in turn, the last one for ever. A text stands for an answer that ended well. */
export const createModel = (
  replies: readonly (string | ModelReply)[],
  more: Partial<Model> = {},
): Model & { readonly requests: ModelRequest[] } => {
  const requests: ModelRequest[] = [];
  return {
    name: "tiny",
    provider: "llama_cpp",
    contextTokens: async () => 4096,
    countTokens: async () => undefined,
    ...more,
    requests,
    complete: async (request) => {
      const reply = replies[Math.min(requests.length, replies.length - 1)];
      requests.push(request);
      if (reply === undefined) throw new Error("no reply left");
      if (typeof reply !== "string") return reply;
      const usage = { inputTokens: 100, outputTokens: 20, estimated: false };
      return { ok: true, text: reply, model: "tiny-q4", usage, attempts: 1, queueMs: 0 };
    },
  };
};

export const createDeps = (built: BuiltBundle, model: Model | null) => {
  const records: GenerationRecord[] = [];
  const stages: Stage[] = [];
  const span = createSpan("POST /v1/analyze");
  let time = 0;
  const deps: AnalyzeDeps = {
    built,
    sha256,
    clock: { now: () => ++time },
    policy: { label: "production", pins: {} },
    model,
    span,
    record: (record) => void records.push(record),
    previewChars: 0,
    progress: (stage) => void stages.push(stage),
  };
  return { deps, span, records, stages };
};
