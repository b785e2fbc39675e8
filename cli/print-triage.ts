import type { AnalyzeReply } from "../core/triage/reply.ts";
import type { FinishedSpan } from "../functions/adapters/telemetry.ts";
import type { Output, Style } from "./output.ts";
import { wrap } from "./wrap.ts";

/** A triage for a person: the answer first, then what it rests on, then what caused it. Fits the terminal, if there is one. */
export const formatTriage = (reply: AnalyzeReply, { paint, columns }: Pick<Output, "paint" | "columns">): string => {
  const { triage, prompt, route, logs, synthesis, parts } = reply;
  const heading = `${triage.severity.toUpperCase()}  ${triage.component}  (${verdictOf(triage)})`;
  const nameWidth = Math.max(0, ...parts.map(({ intent }) => intent.length));
  /** A text behind `lead`, its further rows below its first; whole where no terminal is. */
  const wrapped = (lead: string, text: string, maxRows?: number): string => {
    const width = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(columns - lead.length, MIN_WIDTH);
    return wrap(text, width, maxRows).join(`\n${" ".repeat(lead.length)}`);
  };
  const item = (lead: string, text: string, maxRows?: number): string => `${lead}${wrapped(lead, text, maxRows)}`;
  const list = (title: string, items: readonly string[]): string[] =>
    items.length > 0 ? ["", paint("bold", title), ...items] : [];
  const hash = (name: string, value: string): string => {
    const lead = `  ${name.padEnd(16)} `;
    // 64 digits stay in one piece, so that they can be searched for and copied.
    return `${paint("dim", lead)}${name.endsWith("sha256") ? value : wrapped(lead, value)}`;
  };

  return [
    paint(severityStyle[triage.severity], wrapped("", heading)),
    wrapped("", triage.summary),
    "",
    `${paint("bold", "Root cause")}  ${wrapped("Root cause  ", triage.root_cause)}`,
    ...list(
      "What to do",
      triage.recommended_steps.map((step, index) => item(`  ${index + 1}. `, step)),
    ),
    ...list(
      "Claims",
      (synthesis?.claims ?? []).flatMap(({ claim, evidence, sources }) => [
        item("  - ", claim),
        item("    ", `${evidence.join(", ")}; found by ${sources.join(", ")}`),
      ]),
    ),
    ...list(
      "Evidence",
      reply.evidence.map(({ id, text, count }) =>
        item(`  ${id}${count > 1 ? ` ×${count}` : ""}  `, text, columns === undefined ? undefined : EVIDENCE_ROWS),
      ),
    ),
    ...list(
      "Not known",
      triage.data_gaps.map((gap) => item("  ", gap)),
    ),
    ...list(
      "Each intent by itself",
      parts.map((part) =>
        item(
          `  ${part.intent.padEnd(nameWidth)}  `,
          `${part.triage.severity.toUpperCase()} (${verdictOf(part.triage)}): ${part.triage.summary}`,
        ),
      ),
    ),
    "",
    paint("bold", "What caused this answer"),
    hash("prompt", `${prompt.id}@${prompt.version}`),
    ...(prompt.fallback ? [hash("fallback", `in place of ${prompt.fallback.from}: ${prompt.fallback.reason}`)] : []),
    hash("template_sha256", prompt.template_sha256),
    hash("vars_sha256", prompt.vars_sha256),
    hash("render_sha256", prompt.render_sha256),
    hash("bundle_sha256", prompt.bundle_sha256),
    hash("route", `${route.intent}, by ${route.by}: ${reasonOf(route)} (version by ${route.version_by})`),
    hash("engine", engineOf(reply)),
    ...(synthesis
      ? [hash("merged", mergedBy(synthesis, reply.engine === "rules" ? reply.degraded?.reason : undefined))]
      : []),
    ...parts.map(({ intent, prompt: { id, version }, engine, degraded }) =>
      hash("part", `${intent}: ${id}@${version}, by ${engine}${degraded ? ` (${degraded.reason})` : ""}`),
    ),
    ...safetyOf(reply.safety).map((text) => hash("made safe", text)),
    hash("logs", `${logs.coverage}${redactionsOf(logs.redactions)}`),
    hash("trace", reply.trace_id),
  ].join("\n");
};

/** Of a line of evidence on a terminal: a line of JSON can be a screen long, and its beginning says what it is. */
const EVIDENCE_ROWS = 3;
/** Narrower columns than this are less readable than the terminal's own breaks. */
const MIN_WIDTH = 20;

const verdictWords: Readonly<Record<AnalyzeReply["triage"]["verdict"], string>> = {
  no_action: "no action",
  suggested: "action suggested",
  required: "action required",
  inconclusive: "inconclusive",
};

const verdictOf = ({ verdict, confidence }: AnalyzeReply["triage"]): string =>
  `${verdictWords[verdict]}, confidence ${confidence} of 100`;

/** A reason that the engine's row has told stands there by its name alone. */
const mergedBy = ({ by, degraded, claims_dropped }: NonNullable<AnalyzeReply["synthesis"]>, told?: string): string => {
  const why = degraded ? ` (${degraded.reason}${degraded.reason === told ? "" : `: ${degraded.detail}`})` : "";
  const dropped = claims_dropped > 0 ? `; ${count(claims_dropped, "claim")} without evidence dropped` : "";
  return `by ${by}${why}${dropped}`;
};

const safetyOf = (safety: AnalyzeReply["safety"]): readonly string[] => {
  const { steps_dropped, destructive_steps_dropped, links_neutralised } = safety;
  const said = [
    steps_dropped > 0 ? `${count(steps_dropped, "unsafe step")} dropped` : "",
    destructive_steps_dropped > 0 ? `${count(destructive_steps_dropped, "destructive step")} dropped` : "",
    links_neutralised > 0 ? `${count(links_neutralised, "link or mention", "links and mentions")} taken apart` : "",
  ].filter((text) => text !== "");
  return said.length > 0 ? [said.join("; ")] : [];
};

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

/** The reason of a default begins with the word that stands before it already. */
const reasonOf = ({ by, reason }: AnalyzeReply["route"]): string =>
  reason.startsWith(`${by}: `) ? reason.slice(by.length + 2) : reason;

const severityStyle: Readonly<Record<AnalyzeReply["triage"]["severity"], Style>> = {
  info: "green",
  warning: "yellow",
  error: "red",
  critical: "red",
};

const engineOf = ({ engine, model, degraded, usage }: AnalyzeReply): string =>
  engine === "model"
    ? `model ${model} (${usage.input_tokens} tokens in, ${usage.output_tokens} out)`
    : `rules, ${degraded?.reason}: ${degraded?.detail}`;

const redactionsOf = (redactions: AnalyzeReply["logs"]["redactions"]): string => {
  const kinds = Object.entries(redactions);
  return kinds.length > 0 ? `; redacted: ${kinds.map(([kind, count]) => `${kind} ×${count}`).join(", ")}` : "";
};

/** The spans of one trace as a tree, each with its kind, duration and the attributes that say which prompt it was. */
export const formatTrace = (spans: readonly FinishedSpan[], { paint }: Pick<Output, "paint">): string => {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const childrenOf = (parent: string | undefined): FinishedSpan[] =>
    spans
      .filter(({ parentSpanId }) => (parentSpanId && ids.has(parentSpanId) ? parentSpanId : undefined) === parent)
      .sort((a, b) => a.startMs - b.startMs);

  const lines = (span: FinishedSpan, indent: string, branch: string): string[] => {
    const below = childrenOf(span.spanId);
    const inner = indent + (branch === "├─ " ? "│  " : branch === "└─ " ? "   " : "");
    const failed = span.error ? paint("red", `  ${String(span.attributes["error.type"] ?? "error")}`) : "";
    const duration = paint("dim", `${span.kind} ${span.durationMs.toFixed(1)} ms`);
    const shown = SHOWN.filter((name) => span.attributes[name] !== undefined);
    return [
      `${indent}${branch}${paint("bold", span.name)}  ${duration}${failed}`,
      ...shown.map(
        (name) =>
          `${inner}${below.length > 0 ? "│  " : "   "}${paint("dim", `${name} = ${String(span.attributes[name])}`)}`,
      ),
      ...below.flatMap((child, index) => lines(child, inner, index === below.length - 1 ? "└─ " : "├─ ")),
    ];
  };
  return childrenOf(undefined)
    .flatMap((root) => lines(root, "", ""))
    .join("\n");
};

const SHOWN = [
  "llm.prompt.id",
  "llm.prompt.version",
  "llm.prompt.template_sha256",
  "llm.prompt.vars_sha256",
  "llm.prompt.render_sha256",
  "llm.intent",
  "llm.route.reason",
  "kprompt.engine",
  "gen_ai.request.model",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
];
