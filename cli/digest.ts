import { PromptError } from "../core/error.ts";
import { digestEvidence } from "../core/evidence/digest.ts";
import type { DigestInput } from "../core/evidence/evidence.ts";
import { fitEvidence } from "../core/evidence/fit.ts";
import type { Redactor } from "../core/evidence/redact.ts";
import { estimateTokens } from "../core/evidence/tokens.ts";
import { fetchLogs } from "../core/triage/fetch-logs.ts";
import { systemClock } from "../functions/adapters/clock.ts";
import { sleep } from "../functions/adapters/llm/sleep.ts";
import { createLoki } from "../functions/adapters/loki/source.ts";
import { readConfig } from "../functions/config.ts";
import { defined } from "../functions/http/defined.ts";
import { withFiles } from "../functions/http/node.ts";
import { type Context, defineCommand, type ExitCode } from "./command.ts";
import { type Fetch, LOKI_OPTIONS, placeOf, readFetch } from "./loki-options.ts";
import { sayingOptions } from "./loki-words.ts";
import { formatDigest } from "./print-digest.ts";
import { isJson, readInput } from "./read-input.ts";
import { readRedactor } from "./redactor.ts";
import { SILENT_SPAN } from "./silent-span.ts";
import { UsageError } from "./usage-error.ts";
import { showWaiting } from "./waiting.ts";

export const command = defineCommand({
  usage: "[file]",
  positionals: { min: 0, max: 1, expected: "one file, or none for standard input" },
  options: {
    ...LOKI_OPTIONS,
    budget: { type: "string", value: "TOKENS", help: "room for the lines (default: 2048)" },
  },
  details: `
Shows what a log comes to before any prompt sees it: every distinct thing that happened, once, counted and redacted, as far
as it fits the budget, and what was left out. No prompt is read and no model asked. LOKI_TOKEN, and LOKI_USER where it
is a password, let it into a Loki.

  kubectl logs deploy/web --tail=2000 | kprompt digest
  kprompt digest --loki http://loki:3100 --namespace shop --since 30m --budget 1000`,
  async run({ options, positionals: [file], cwd, env, json, out }): Promise<ExitCode> {
    const budget = readBudget(options.budget ?? "2048");
    const kept = isJson(file) ? await readInput(file, cwd) : undefined;
    const fetch = readFetch(options, file, env, systemClock.now(), kept?.query);
    const redactor = readRedactor(env);
    const { input: given } = kept ?? (fetch ? { input: NOTHING } : await readInput(file, cwd));
    const input: DigestInput = {
      now: systemClock.now(),
      ...given,
      ...(fetch && (await sayingOptions(fetchInput(fetch, env, redactor), options, env))),
      ...defined(placeOf(options)),
    };
    const evidence = digestEvidence(input, redactor);
    const fitted = fitEvidence(evidence, budget);
    const tokens = {
      budget,
      before: input.lines.reduce((sum, { text }) => sum + estimateTokens(`${text}\n`), 0),
      after: fitted.tokens,
    };
    if (json) {
      const shown = new Set(fitted.lines.map(({ id }) => id));
      out.printJson({
        coverage: fitted.coverage,
        text: fitted.text,
        evidence: fitted.lines,
        left_out: evidence.lines.filter(({ id }) => !shown.has(id)),
        features: evidence.features,
        appraisal: evidence.appraisal ?? null,
        error_line: evidence.errorLineId,
        redactions: evidence.redactions,
        source: evidence.source ?? null,
        tokens,
      });
    } else out.print(formatDigest(evidence, fitted, tokens, out));
    return 0;
  },
});

/** Until lines are fetched. */
const NOTHING: DigestInput = { lines: [] };

const fetchInput = async ({ env, query }: Fetch, around: Context["env"], redactor: Redactor): Promise<DigestInput> => {
  const { loki } = readConfig(
    withFiles({ ...around, AUTH: "none", AUTH_TOKENS: "", AUTH_TOKENS_FILE: "", ...env }),
    "analyze",
  );
  if (!loki) throw new UsageError("No Loki is named. Add --loki http://loki:3100, or set LOKI_URL.");
  const source = createLoki(loki, { fetch: globalThis.fetch, now: systemClock.now, sleep });
  const logs = source.open({ signal: new AbortController().signal });
  const done = showWaiting(process.stderr, "Waiting for Loki");
  try {
    const {
      lines,
      baseline,
      source: from,
    } = await fetchLogs(query, {
      logs,
      clock: systemClock,
      span: SILENT_SPAN,
      redactor,
    });
    return { lines, source: from, ...(baseline && { baseline }) };
  } catch (error) {
    if (!(error instanceof PromptError) || error.details.query === undefined) throw error;
    throw new UsageError(`${error.message}\n  query: ${error.details.query}`, { cause: error });
  } finally {
    logs.close();
    done();
  }
};

const readBudget = (text: string): number => {
  const budget = Number(text);
  if (/^\d{1,7}$/.test(text)) {
    if (budget >= LEAST_BUDGET) return budget;
    throw new UsageError(`--budget ${text} is too small. Give at least ${LEAST_BUDGET} tokens.`);
  }
  throw new UsageError(`--budget ${text} is no number of tokens. Give one of at least ${LEAST_BUDGET}.`);
};

/** About two lines. */
const LEAST_BUDGET = 64;
