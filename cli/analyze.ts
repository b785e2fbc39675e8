import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { splitLines } from "../core/evidence/lines.ts";
import type { AnalyzeReply } from "../core/triage/reply.ts";
import { defineCommand, type ExitCode } from "./command.ts";
import { createLocal } from "./local.ts";
import { formatTrace, formatTriage } from "./print-triage.ts";
import { readProvenance } from "./provenance.ts";
import { loadTree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";
import { showWaiting } from "./waiting.ts";

export const command = defineCommand({
  usage: "[file]",
  positionals: { min: 0, max: 1, expected: "one file, or none for standard input" },
  options: {
    namespace: { type: "string", value: "NAME", help: "where the logs come from; routing looks at it" },
    container: { type: "string", value: "NAME", help: "as namespace" },
    pod: { type: "string", value: "NAME", help: "as namespace" },
    question: { type: "string", value: "TEXT", help: "what you want to know" },
    intent: { type: "string", value: "NAME", help: "take this intent; routing is not asked" },
    prompt: { type: "string", value: "REFERENCE", help: "take this prompt, such as log_triage.k8s@latest" },
    trace: { type: "boolean", help: "print the spans, too" },
  },
  details: `
Triages a log with the prompts of the work tree, just as POST /v1/analyze does. LLM_BASE_URL names the model server;
without one the rule-based triage answers.

  kubectl logs deploy/web --tail=2000 | kprompt analyze
  kprompt analyze app.log --namespace shop --question "why is checkout slow?" --json`,
  async run({ options, positionals: [file], root, cwd, env, json, out }): Promise<ExitCode> {
    const { bundle, bundle_sha256 } = loadTree(root());
    const built = { bundle_sha256, provenance: readProvenance(root(), env), bundle };
    const local = await createLocal(built, withoutServer(env), { warn: out.note, record: () => undefined });

    const lines = splitLines(await readLog(file, cwd)).map(({ text }) => text);
    const kept = lines.slice(-local.maxLines);
    if (kept.length < lines.length) {
      out.note(
        `${lines.length} lines are more than MAX_LINES=${local.maxLines}: the last ${kept.length} are looked at.`,
      );
    }
    const { namespace, container, pod, question, intent, prompt } = options;
    const body = {
      logs: kept,
      filters: { namespace, container, pod },
      question,
      prompt,
      ...(intent !== undefined && { intents: [intent] }),
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
      const { detail = reply.title, issues = [] } = reply;
      throw new UsageError([detail, ...issues.map((one: { detail: string }) => `  ${one.detail}`)].join("\n"));
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

const readLog = async (file: string | undefined, cwd: string): Promise<string> => {
  if (file !== undefined && file !== "-") return readFileSync(resolve(cwd, file), "utf8");
  if (process.stdin.isTTY) {
    throw new UsageError("No log is given. Name a file, or pipe one in: kubectl logs … | kprompt analyze");
  }
  return readAll(process.stdin);
};

/** Nobody calls: a token or a port of the environment is for a server. */
const withoutServer = (env: Readonly<Record<string, string | undefined>>) => {
  const { AUTH: _auth, AUTH_TOKENS: _tokens, AUTH_TOKENS_FILE: _file, PORT: _port, ...rest } = env;
  return rest;
};
