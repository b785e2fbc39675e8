import { ATTRIBUTE, SPAN } from "../attributes.ts";
import { PromptError } from "../error.ts";
import { digestEvidence } from "../evidence/digest.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Variables } from "../prompt/render.ts";
import { decideRoute } from "../route/decide.ts";
import type { Decision } from "../route/decision.ts";
import { type Generation, generate } from "./generate.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { toRecord } from "./record.ts";
import type { AnalyzeDeps, AnalyzeInput, AnalyzeReply, CitedLine } from "./reply.ts";
import { triageByRules } from "./rules.ts";
import { actionRequired } from "./triage.ts";

/**
 * From log lines to an attributed triage: digest, route, render, model, validate, else rules. A model that fails
 * costs quality, never the answer: the reply then says `engine: "rules"` and why.
 *
 * @throws {PromptError} `logs_empty`, an unknown intent or prompt, `model_busy`, `cancelled`.
 */
export const analyze = async (input: AnalyzeInput, deps: AnalyzeDeps): Promise<AnalyzeReply> => {
  const started = deps.clock.now();

  deps.progress?.("evidence");
  const evidence = digest(input, deps);
  deps.progress?.("route");
  const decision = route(evidence, input, deps);
  deps.progress?.("render");
  const prepared = await prepare(evidence, decision, variablesOf(evidence, input.timeRange), deps);

  const generation = await answer(prepared, decision, deps);
  if (generation.triage === null) deps.progress?.("rules");
  const triage = generation.triage ?? triageByRules(evidence, prepared.fitted, deps.built.bundle.knowledge);

  const cited = citedLines(prepared, triage.evidence);
  const reply: AnalyzeReply = {
    triage: { ...triage, action_required: actionRequired(triage.verdict) },
    engine: generation.triage === null ? "rules" : "model",
    degraded: generation.degraded,
    evidence: cited,
    prompt: {
      id: prepared.prompt.id,
      version: prepared.prompt.version,
      template_sha256: prepared.prompt.template_sha256,
      content_sha256: prepared.prompt.content_sha256,
      vars_sha256: prepared.rendered.vars_sha256,
      render_sha256: prepared.rendered.render_sha256,
      bundle_sha256: deps.built.bundle_sha256,
      fallback: prepared.fallback,
    },
    route: decision,
    logs: {
      lines: evidence.inputLines,
      shown: prepared.fitted.lines.length,
      truncated: prepared.fitted.truncated,
      coverage: prepared.fitted.coverage,
      redactions: evidence.redactions,
      unknown_evidence_ids: generation.unknownIds,
    },
    model: modelName(generation, deps),
    usage: usageOf(generation, prepared),
    timings: {
      total_ms: deps.clock.now() - started,
      queue_ms: sum(generation.replies.map(({ queueMs }) => queueMs)),
      model_ms: generation.modelMs,
    },
    trace_id: deps.span.traceId,
  };

  deps.span.set({
    [ATTRIBUTE.engine]: reply.engine,
    ...(reply.degraded && { [ATTRIBUTE.degradedReason]: reply.degraded.reason }),
  });
  deps.record(toRecord(reply, { evidence, prepared, generation }));
  deps.capture?.({
    record: "capture",
    trace_id: reply.trace_id,
    render_sha256: reply.prompt.render_sha256,
    evidence: prepared.fitted.lines,
    messages: prepared.rendered.messages,
  });
  return reply;
};

const digest = (input: AnalyzeInput, { span: parent }: AnalyzeDeps): Evidence => {
  const span = parent.child(SPAN.digest, "internal");
  try {
    const evidence = digestEvidence(input);
    span.set({
      [ATTRIBUTE.evidenceLinesIn]: evidence.inputLines,
      [ATTRIBUTE.errorClass]: evidence.features.error_class,
      [ATTRIBUTE.evidenceRedactions]: sum(Object.values(evidence.redactions)),
    });
    if (evidence.lines.length > 0) return evidence;
    span.fail("logs_empty");
    throw new PromptError("logs_empty", "The logs hold no text. Send at least one line that is not blank.", {
      issues: [{ pointer: "/logs", detail: "no line with text" }],
    });
  } finally {
    span.end();
  }
};

const route = (evidence: Evidence, input: AnalyzeInput, { built, policy, span: parent }: AnalyzeDeps): Decision => {
  const span = parent.child(SPAN.route, "internal");
  try {
    const decision = decideRoute(built.bundle, evidence.features, input, policy);
    const attributes = { [ATTRIBUTE.intent]: decision.intent, [ATTRIBUTE.routeReason]: decision.reason };
    span.set({ ...attributes, [ATTRIBUTE.routeBy]: decision.by, [ATTRIBUTE.routeVersionBy]: decision.version_by });
    parent.set(attributes);
    return decision;
  } catch (error) {
    if (error instanceof PromptError) span.fail(error.code);
    throw error;
  } finally {
    span.end();
  }
};

/**
 * The values for `ANALYZE_VARIABLES`, less the evidence itself, which is fitted to what they leave. Texts come from the
 * features, where they are redacted and neutralised, never from the input.
 */
const variablesOf = ({ features, ...evidence }: Evidence, timeRange: AnalyzeInput["timeRange"]): Variables => {
  const { namespace, container, app, pod, question, alertname, labels } = features;
  const from = timeRange?.start ?? evidence.from;
  const to = timeRange?.end ?? evidence.to;
  return {
    namespace,
    component: container ?? app ?? pod,
    time_range: from && to ? `${from} to ${to}` : undefined,
    question,
    alert:
      alertname &&
      Object.keys(labels)
        .sort()
        .map((name) => `${name}: ${labels[name]}`)
        .join("\n"),
  };
};

const answer = async (prepared: Prepared, decision: Decision, deps: AnalyzeDeps): Promise<Generation> => {
  const byRules = (reason: "model_not_configured" | "prompt_too_large", detail: string): Generation => {
    return { triage: null, degraded: { reason, detail }, unknownIds: 0, repairs: 0, replies: [], modelMs: 0 };
  };
  if (!deps.model) {
    return byRules("model_not_configured", "No model is configured. Set LLM_BASE_URL to an OpenAI-compatible server.");
  }
  if (prepared.tooLarge) {
    const { id, version } = prepared.prompt;
    return byRules(
      "prompt_too_large",
      `${id}@${version} and its answer leave no room for evidence in the model's context. ` +
        "Give the server a larger context, or shorten the prompt or its max_tokens.",
    );
  }
  return generate(deps.model, prepared, decision, deps);
};

const citedLines = ({ fitted }: Prepared, ids: readonly string[]): readonly CitedLine[] =>
  fitted.lines.filter(({ id }) => ids.includes(id));

const modelName = ({ replies }: Generation, { model }: AnalyzeDeps): string | null => {
  const answered = replies.find((reply) => reply.ok);
  return answered?.ok ? answered.model : (model?.name ?? null);
};

const usageOf = ({ replies }: Generation, { promptTokens }: Prepared): AnalyzeReply["usage"] => {
  if (replies.every(({ attempts }) => attempts === 0)) {
    return { input_tokens: 0, output_tokens: 0, cached_tokens: null, estimated: false };
  }
  const usages = replies.flatMap(({ usage }) => usage ?? []);
  if (usages.length === 0) {
    return { input_tokens: promptTokens, output_tokens: 0, cached_tokens: null, estimated: true };
  }
  const cached = usages.flatMap(({ cachedTokens }) => cachedTokens ?? []);
  return {
    input_tokens: sum(usages.map(({ inputTokens }) => inputTokens)),
    output_tokens: sum(usages.map(({ outputTokens }) => outputTokens)),
    cached_tokens: cached.length > 0 ? sum(cached) : null,
    estimated: usages.some(({ estimated }) => estimated),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
