import { PromptError } from "../core/error.ts";
import { estimateTokens } from "../core/evidence/tokens.ts";
import type { Message, Model } from "../core/port.ts";
import type { BuiltBundle, Bundle } from "../core/prompt/bundle.ts";
import { type Case, parseCases } from "../core/prompt/cases.ts";
import { bundleSha256 } from "../core/prompt/hash.ts";
import { versionsOf } from "../core/prompt/list.ts";
import { labelsOf } from "../core/prompt/reference.ts";
import { analyze } from "../core/triage/analyze.ts";
import { safetyTokens } from "../core/triage/prepare.ts";
import type { AnalyzeInput, AnalyzeReply } from "../core/triage/reply.ts";
import { VOCABULARY } from "../core/triage/vocabulary.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import { SILENT_SPAN } from "./silent-span.ts";
import type { Tree } from "./tree.ts";

export interface CaseResult {
  /** Id of the prompt whose case it is. */
  readonly prompt: string;
  readonly file: string;
  readonly name: string;
  /** null: the logs could not be triaged at all. */
  readonly intent: string | null;
  readonly error_class: string | null;
  readonly severity: string | null;
  readonly verdict: string | null;
  /** Each labelled version of the prompt and its latest, rendered with as much of the evidence as fits. */
  readonly versions: readonly { readonly version: string; readonly tokens: number; readonly room: number }[];
  /** What is not as expected, for people; none: the case passes. */
  readonly failures: readonly string[];
}

/** Tokens of the smallest slot that a version must fit. */
const CONTEXT_TOKENS = 4096;

/** Runs every case without a model: digest, route, render, rule-based triage. */
export const runCases = async (files: Tree, bundle: Bundle): Promise<readonly CaseResult[]> => {
  const bundle_sha256 = bundleSha256(bundle, sha256);
  const built = { bundle_sha256, provenance: { git_sha: "unknown", committed_at: null }, bundle };
  const results: CaseResult[] = [];
  for (const prompt of Object.keys(bundle.prompts).toSorted()) {
    const file = `prompts/${prompt}/cases.yaml`;
    // The tree compiled, so there are cases and they can be read.
    const { cases } = parseCases(files.get(file) ?? "", file, VOCABULARY);
    for (const one of cases ?? []) {
      results.push({ prompt, file, name: one.name, ...(await runCase(prompt, one, built)) });
    }
  }
  return results;
};

const runCase = async (
  prompt: string,
  one: Case,
  built: BuiltBundle,
): Promise<Omit<CaseResult, "prompt" | "file" | "name">> => {
  const { name: _, expect, logs, ...rest } = one;
  const input = { ...rest, lines: logs.map((text) => ({ text })) };
  const failures: string[] = [];
  const routed = await attempt(input, built, failures);

  const versions: { version: string; tokens: number; room: number }[] = [];
  for (const version of currentVersions(built.bundle, prompt)) {
    const run = await attempt({ ...input, prompt: `${prompt}@${version}` }, built, failures);
    if (run === null) continue;
    const tokens = run.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    const room = CONTEXT_TOKENS - run.reply.route.parameters.max_tokens - safetyTokens;
    versions.push({ version, tokens, room });
    if (run.reply.degraded?.reason === "prompt_too_large" || tokens > room) {
      failures.push(
        `${prompt}@${version} leaves no room for evidence: a context of ${CONTEXT_TOKENS} tokens less max_tokens and ${safetyTokens} to spare is ${room}. ` +
          "Shorten the prompt or lower max_tokens.",
      );
    }
  }
  if (routed === null) return { intent: null, error_class: null, severity: null, verdict: null, versions, failures };

  const { reply, error_class } = routed;
  const { severity, verdict } = reply.triage;
  const wrong = (what: string, wanted: readonly string[] | undefined, found: string): void => {
    if (wanted && !wanted.includes(found)) failures.push(`${what} is ${found}, expected ${wanted.join(" or ")}`);
  };
  wrong("intent", expect.intent === undefined ? undefined : [expect.intent], reply.route.intent);
  wrong("error_class", expect.error_class === undefined ? undefined : [expect.error_class], error_class);
  wrong("severity", expect.severity, severity);
  wrong("verdict", expect.verdict, verdict);
  for (const text of expect.cites ?? []) {
    if (!reply.evidence.some((line) => line.text.includes(text))) failures.push(`no cited line holds "${text}"`);
  }
  return { intent: reply.route.intent, error_class, severity, verdict, versions, failures };
};

interface Attempt {
  readonly reply: AnalyzeReply;
  readonly error_class: string;
  /** What the model would have been sent; empty where nothing fits. */
  readonly messages: readonly Message[];
}

/** One triage by rules, in a context of the smallest size. null, with the failure noted, where it cannot be made. */
const attempt = async (input: AnalyzeInput, built: BuiltBundle, failures: string[]): Promise<Attempt | null> => {
  let messages: readonly Message[] = [];
  let error_class = "none";
  const model: Model = {
    name: "none",
    provider: "none",
    contextTokens: async () => CONTEXT_TOKENS,
    countTokens: async () => undefined,
    complete: async (request) => {
      messages = request.messages;
      return {
        ok: false,
        failure: "model_not_configured",
        detail: "Cases run without a model.",
        attempts: 0,
        queueMs: 0,
      };
    },
  };
  try {
    const reply = await analyze(input, {
      built,
      sha256,
      clock: { now: () => 0 },
      policy: { label: labelOf(built.bundle), pins: {} },
      model,
      span: SILENT_SPAN,
      record: (record) => {
        error_class = record.error_class;
      },
      previewChars: 0,
    });
    return { reply, error_class, messages };
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    failures.push(error.message);
    return null;
  }
};

/** What is served under some label, and the latest, which may be next. */
const currentVersions = (bundle: Bundle, prompt: string): readonly string[] =>
  versionsOf(bundle, prompt)
    .filter(({ version }, index) => index === 0 || labelsOf(bundle, prompt, version).length > 0)
    .map(({ version }) => version);

/** `production`, as a function would have it; in a young tree without it, any label. */
const labelOf = ({ labels }: Bundle): string =>
  Object.hasOwn(labels, "production") ? "production" : (Object.keys(labels)[0] ?? "production");
