import type { Issue } from "../core/error.ts";
import { splitLines } from "../core/evidence/lines.ts";
import type { AnalyzeReply } from "../core/triage/reply.ts";
import { systemClock } from "../functions/adapters/clock.ts";
import { defined } from "../functions/http/defined.ts";
import { defineCommand, type ExitCode, type Values } from "./command.ts";
import { createLocal } from "./local.ts";
import { type Fetch, LOKI_OPTIONS, readFetch } from "./loki-options.ts";
import type { Output } from "./output.ts";
import { formatTrace, formatTriage } from "./print-triage.ts";
import { readProvenance } from "./provenance.ts";
import { parseRequest, readLog } from "./read-log.ts";
import { loadTree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";
import { showWaiting } from "./waiting.ts";

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
    const fetch = readFetch(options, file, env, systemClock.now());
    const settings = { ...withoutServer(env), ...fetch?.env };
    const local = await createLocal(built, settings, { warn: out.note, record: () => undefined });

    const { question, intents, prompt } = options;
    const body = {
      ...(fetch ? toFetchBody(fetch) : await readBody(file, cwd, options, local.maxLines, out)),
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
      throw new UsageError([detail, ...more, ...(query ? [`  query: ${query}`] : [])].join("\n"));
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

const readBody = async (
  file: string | undefined,
  cwd: string,
  { namespace, container, pod, node }: Values<typeof LOKI_OPTIONS>,
  maxLines: number,
  out: Output,
): Promise<object> => {
  const text = await readLog(file, cwd);
  const given = file?.endsWith(".json") ? parseRequest(text) : undefined;
  return {
    ...(given ?? { logs: lastLines(text, maxLines, out) }),
    filters: { ...(given?.filters as object), ...defined({ namespace, container, pod, node }) },
  };
};

const lastLines = (log: string, maxLines: number, out: Output): readonly string[] => {
  const lines = splitLines(log).map(({ text }) => text);
  const kept = lines.slice(-maxLines);
  if (kept.length < lines.length) {
    out.note(`${lines.length} lines are more than MAX_LINES=${maxLines}: the last ${kept.length} are looked at.`);
  }
  return kept;
};

/** Nobody calls: a token or a port of the environment is for a server, and no body comes from a stranger. */
const withoutServer = (env: Readonly<Record<string, string | undefined>>) => {
  const { AUTH: _auth, AUTH_TOKENS: _tokens, AUTH_TOKENS_FILE: _file, PORT: _port, ...rest } = env;
  return { MAX_BODY_BYTES: "104857600", ...rest };
};
