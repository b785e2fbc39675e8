import type { Issue } from "../core/error.ts";
import type { AnalyzeReply } from "../core/triage/reply.ts";
import { systemClock } from "../functions/adapters/clock.ts";
import { defined } from "../functions/http/defined.ts";
import { defineCommand, type ExitCode, type Values } from "./command.ts";
import { createLocal } from "./local.ts";
import { type Fetch, LOKI_OPTIONS, placeOf, readFetch } from "./loki-options.ts";
import { inOptions, sayingOptions } from "./loki-words.ts";
import type { Output } from "./output.ts";
import { formatTrace, formatTriage } from "./print-triage.ts";
import { readProvenance } from "./provenance.ts";
import { type Given, isJson, readInput } from "./read-input.ts";
import { loadTree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";
import { showWaiting } from "./waiting.ts";
import { withoutServer } from "./without-server.ts";

export const command = defineCommand({
  usage: "[file]",
  positionals: { min: 0, max: 1, expected: "one file, or none for standard input" },
  options: {
    ...LOKI_OPTIONS,
    question: { type: "string", value: "TEXT", help: "what you want to know" },
    intents: { type: "string", value: "NAMES", help: "take these, one to three, by commas; routing is not asked" },
    prompt: { type: "string", value: "REFERENCE", help: "take this prompt, such as log_triage.k8s@latest" },
    trace: { type: "boolean", help: "print the spans, too" },
  },
  details: `
Triages a log with the prompts of the work tree, just as POST /v1/analyze does. LLM_BASE_URL names the model server;
without one the rule-based triage answers. A .json file may also hold the body of such a request; options override it.
--loki fetches the lines instead; LOKI_TOKEN, and LOKI_USER where it is a password, let it in.

  kubectl logs deploy/web --tail=2000 | kprompt analyze
  kprompt analyze --loki http://loki:3100 --namespace shop --pod web-0 --since 30m
  kprompt analyze app.log --namespace shop --question "why is checkout slow?" --json`,
  async run({ options, positionals: [file], root, cwd, env, json, out }): Promise<ExitCode> {
    const { bundle, bundle_sha256 } = loadTree(root());
    const built = { bundle_sha256, provenance: readProvenance(root(), env), bundle };
    const kept = isJson(file) ? await readInput(file, cwd) : undefined;
    const fetch = readFetch(options, file, env, systemClock.now(), kept?.query);
    const settings = { ...withoutServer(env), ...fetch?.env };
    const host = { warn: out.note, record: () => undefined };
    const local = await sayingOptions(createLocal(built, settings, host), options, env);

    const { question, intents, prompt } = options;
    const body = {
      ...(fetch
        ? { ...kept?.body, ...toFetchBody(fetch) }
        : toBody(kept ?? (await readInput(file, cwd)), options, local.maxLines, out)),
      ...defined({ question, prompt, intents: intents?.split(",").map((name) => name.trim()) }),
    };

    const done = showWaiting(process.stderr, "Waiting for the triage");
    const request = new Request("http://localhost/v1/analyze", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const response = await Promise.resolve(local.fetch(request)).finally(done);
    const reply = await response.json();
    await local.close();
    if (!response.ok) {
      const { detail = reply.title, issues = [], query } = reply;
      // The detail says the only issue, or the first of several.
      const more = issues.length > 1 ? issues.map((one: Issue) => `  ${one.pointer} ${one.detail}`) : [];
      const said = [detail, ...more].map((text) => inOptions(text, options, env));
      throw new UsageError([...said, ...(query ? [`  query: ${query}`] : [])].join("\n"));
    }
    if (json) {
      out.printJson(options.trace ? { ...reply, trace: local.spans } : reply);
      return 0;
    }
    out.print(formatTriage(reply as AnalyzeReply, out));
    if (options.trace) out.print(`\n${formatTrace(local.spans, out)}`);
    return 0;
  },
});

const toFetchBody = ({ query: { filters, window, limit } }: Fetch) => ({ time_range: window, filters, limit });

const toBody = (
  { body, input }: Given,
  options: Values<typeof LOKI_OPTIONS>,
  maxLines: number,
  out: Output,
): object => ({
  ...(body ?? { logs: lastLines(input, maxLines, out) }),
  filters: { ...(body?.filters as object), ...defined(placeOf(options)) },
});

const lastLines = (input: Given["input"], maxLines: number, out: Output): readonly string[] => {
  const lines = input.lines.map(({ text }) => text);
  const kept = lines.slice(-maxLines);
  if (kept.length < lines.length) {
    out.note(`${lines.length} lines are more than MAX_LINES=${maxLines}: the last ${kept.length} are looked at.`);
  }
  return kept;
};
