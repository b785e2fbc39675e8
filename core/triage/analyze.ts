import { ATTRIBUTE, SPAN } from "../attributes.ts";
import { PromptError } from "../error.ts";
import { digestEvidence } from "../evidence/digest.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Redactor } from "../evidence/redact.ts";
import type { Variables } from "../prompt/render.ts";
import { decideRoutes } from "../route/decide.ts";
import type { Decision } from "../route/decision.ts";
import { annotationText } from "./annotations.ts";
import { type Answer, answerIntent, answerIntents } from "./answer.ts";
import { toRecord } from "./record.ts";
import type { AnalyzeDeps, AnalyzeInput, AnalyzeReply } from "./reply.ts";
import { SYNTHESIZE, synthesize } from "./synthesize.ts";
import { type Outcome, toReply } from "./to-reply.ts";

/**
 * From log lines to an attributed triage: digest, route, render, model, validate, else rules. A model that fails
 * costs quality, never the answer: the reply then says `engine: "rules"` and why. Several intents are answered side by
 * side from one digest, and merged.
 *
 * @throws {PromptError} `logs_empty`, an unknown intent or prompt, `model_busy`, `cancelled`; and what `admit` throws.
 */
export const analyze = async (input: AnalyzeInput, deps: AnalyzeDeps): Promise<AnalyzeReply> => {
  const { fetched } = input;
  const started = fetched?.startedAt ?? deps.clock.now();

  deps.progress?.("evidence");
  const evidence = digest(input, deps);
  deps.admit?.(evidence.features);
  deps.progress?.("route");
  const decisions = route(evidence, input, deps);

  const variables = variablesOf(evidence, input, deps.redactor);
  const parts = await answerAll(evidence, decisions, variables, deps);
  const merged = parts.length > 1 ? await synthesize(parts, evidence, variables, deps) : null;

  const outcome = { evidence, parts, merged, started, fetched };
  const reply = toReply(outcome, deps);
  tellSpan(reply, deps);
  for (const { role, answer } of generationsOf(outcome)) {
    const task = role === "synthesis" ? SYNTHESIZE : answer.decision.intent;
    deps.record(toRecord(answer, { task, role, evidence, started, fetched }, deps));
  }
  capture(outcome, deps);
  return reply;
};

const answerAll = async (
  evidence: Evidence,
  decisions: readonly [Decision, ...Decision[]],
  variables: Variables,
  deps: AnalyzeDeps,
): Promise<readonly [Answer, ...Answer[]]> => {
  const [first, ...further] =
    decisions.length === 1
      ? [await answerIntent(evidence, decisions[0], variables, deps)]
      : await answerIntents(evidence, decisions, variables, deps);
  const parts = [first as Answer, ...further] as const;
  const refusals = parts.flatMap(({ generation }) => generation.refusal ?? []);
  const gone = refusals.find(({ code }) => code === "cancelled");
  // One part that found the queue full is answered by the rules; where all did, the caller does better to come again.
  const refusal = gone ?? (refusals.length === parts.length ? refusals[0] : undefined);
  if (refusal) throw refusal;
  return parts;
};

const generationsOf = ({ parts, merged }: Outcome) =>
  merged
    ? [
        ...parts.map((answer) => ({ role: "part", answer }) as const),
        { role: "synthesis", answer: merged.answer } as const,
      ]
    : parts.map((answer) => ({ role: "single", answer }) as const);

const tellSpan = ({ engine, degraded, synthesis, safety }: AnalyzeReply, { span }: AnalyzeDeps): void =>
  span.set({
    [ATTRIBUTE.engine]: engine,
    ...(degraded && { [ATTRIBUTE.degradedReason]: degraded.reason }),
    ...(synthesis && {
      [ATTRIBUTE.synthesisBy]: synthesis.by,
      [ATTRIBUTE.synthesisClaims]: synthesis.claims.length,
      [ATTRIBUTE.synthesisClaimsDropped]: synthesis.claims_dropped,
    }),
    [ATTRIBUTE.safetyStepsDropped]: safety.steps_dropped,
    [ATTRIBUTE.safetyDestructiveStepsDropped]: safety.destructive_steps_dropped,
    [ATTRIBUTE.safetyLinksNeutralised]: safety.links_neutralised,
  });

/** Each rendered prompt once: a merging that rendered none of its own carries that of the main part. */
const capture = ({ parts, merged }: Outcome, deps: AnalyzeDeps): void => {
  const prepared = new Set([...parts, ...(merged ? [merged.answer] : [])].map((answer) => answer.prepared));
  for (const { rendered, fitted } of prepared) {
    deps.capture?.({
      record: "capture",
      triage_id: deps.triageId ?? null,
      trace_id: deps.span.traceId,
      render_sha256: rendered.render_sha256,
      evidence: fitted.lines,
      messages: rendered.messages,
    });
  }
};

const digest = (input: AnalyzeInput, { span: parent, redactor }: AnalyzeDeps): Evidence => {
  const span = parent.child(SPAN.digest, "internal");
  try {
    const evidence = digestEvidence(input, redactor);
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

const route = (
  evidence: Evidence,
  input: AnalyzeInput,
  { built, policy, span: parent }: AnalyzeDeps,
): readonly [Decision, ...Decision[]] => {
  const span = parent.child(SPAN.route, "internal");
  try {
    const decisions = decideRoutes(built.bundle, evidence.features, input, policy);
    const [{ intent, reason, by, version_by }] = decisions;
    const attributes = {
      [ATTRIBUTE.intent]: intent,
      [ATTRIBUTE.routeReason]: reason,
      ...(decisions.length > 1 && { [ATTRIBUTE.intents]: decisions.map((one) => one.intent) }),
    };
    span.set({ ...attributes, [ATTRIBUTE.routeBy]: by, [ATTRIBUTE.routeVersionBy]: version_by });
    parent.set(attributes);
    return decisions;
  } catch (error) {
    if (error instanceof PromptError) span.fail(error.code);
    throw error;
  } finally {
    span.end();
  }
};

/**
 * The values for `ANALYZE_VARIABLES`, less the evidence itself, which is fitted to what they leave. Texts come from the
 * features, where they are redacted and neutralised, never from the input; annotations are made so here.
 */
const variablesOf = (
  { features, ...evidence }: Evidence,
  { timeRange, annotations = {} }: AnalyzeInput,
  redactor: Redactor | undefined,
): Variables => {
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
      [
        ...Object.keys(labels)
          .sort()
          .map((name) => `${name}: ${labels[name]}`),
        annotationText(annotations, redactor?.redact),
      ]
        .join("\n")
        .trimEnd(),
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
