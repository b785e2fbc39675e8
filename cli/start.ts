import { appendFileSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import type { CloudEvent } from "../core/cloud-event.ts";
import { PromptError } from "../core/error.ts";
import type { Decision } from "../core/route/decision.ts";
import type { AnalyzeReply } from "../core/triage/reply.ts";
import type { FinishedSpan } from "../functions/adapters/telemetry.ts";
import { formatNote, type Note } from "./broker/note.ts";
import { build, toBuiltBundle } from "./build.ts";
import { type Context, defineCommand, type ExitCode } from "./command.ts";
import { listen, readPort } from "./listen.ts";
import { createLocal, type Local } from "./local.ts";
import type { Output } from "./output.ts";
import { formatTriageEvent } from "./print-alert-triage.ts";
import { formatTrace, formatTriage } from "./print-triage.ts";
import { formatDiagnostics } from "./report.ts";
import { loadTree } from "./tree.ts";
import { TreeError } from "./tree-error.ts";
import { UsageError } from "./usage-error.ts";
import { showWaiting } from "./waiting.ts";

export const command = defineCommand({
  usage: "",
  positionals: { min: 0, max: 0, expected: "no arguments" },
  options: {
    once: { type: "boolean", help: "end after the replay" },
    port: {
      type: "string",
      value: "PORT",
      help: "port on 127.0.0.1 (default: PORT, else 8080; with --once any free one)",
    },
  },
  details: `
Builds the prompts, serves all functions on one port of this machine, and replays a bundled incident through them: what
they answer is what they would answer on Knative. Then it stays, until Ctrl-C, and serves each change of prompts/ as it is
saved. Alerts go the whole way, through a stand-in for the broker: their triage is printed, and sent to RECEIVERS.

LLM_BASE_URL names an OpenAI-compatible model server; without one the rule-based triage answers. LOKI_URL names a Loki that
requests may fetch their lines from. Records go to dist/records.jsonl here, to standard output in a cluster.

  npm start
  LLM_BASE_URL=http://127.0.0.1:8081 npm start -- --once --json | jq .analyze.engine`,
  async run({ options, root, env, json, out }): Promise<ExitCode> {
    const project = root();
    const outdir = join(project, "dist");
    const { built, diagnostics } = await build({ root: project, outdir, env });
    if (diagnostics.length > 0) out.note(formatDiagnostics(diagnostics));

    const records = join(outdir, "records.jsonl");
    const host = {
      warn: out.note,
      record: (line: string) => appendFileSync(records, `${line}\n`),
      onTriage: (event: CloudEvent) => out.print(json ? JSON.stringify(event) : formatTriageEvent(event, out)),
      onNote: (note: Note) => TOLD.includes(note.what) && out.note(formatNote(note)),
    };
    const first = await createLocal(built, env, host);
    const served = [first];
    const port = readPort(options.port) ?? (options.once ? 0 : first.port);
    const { url, close } = await listen((request) => (served.at(-1) ?? first).fetch(request), port, "npm start --");
    try {
      if (!json) out.print(`${out.paint("bold", "kprompt")}  bundle ${built.bundle_sha256}\n         serving ${url}\n`);
      const replayed = await replay(url, first, json ? () => undefined : out.print);
      if (json) out.printJson({ url, bundle_sha256: built.bundle_sha256, ...replayed });
      else print(replayed, out);
      if (options.once) return 0;

      if (!json) out.print(examples(url, replayed.analyze.prompt.template_sha256));
      const unwatch = onChange(join(project, "prompts"), async () => {
        const next = await reload(project, env, host, out);
        if (next) served.push(next);
      });
      await new Promise<void>((resolve) => {
        process.once("SIGINT", () => resolve());
        process.once("SIGTERM", () => resolve());
      });
      unwatch();
      return 0;
    } finally {
      close();
      await Promise.all(served.map((local) => local.close()));
    }
  },
});

/** What somebody who watches alerts needs to know beside their triage. */
const TOLD: readonly Note["what"][] = ["retried", "dead_lettered", "dropped", "refused"];

/** Calls back when a folder has been quiet for a moment after a change: editors save in several steps. */
const onChange = (folder: string, callBack: () => Promise<void>): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(callBack, 100);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
};

/** The functions with the prompts as they are now; undefined where those do not compile, and then it is said why. */
const reload = async (
  project: string,
  env: Context["env"],
  host: Parameters<typeof createLocal>[2],
  out: Output,
): Promise<Local | undefined> => {
  try {
    const built = toBuiltBundle(loadTree(project), project, env);
    const local = await createLocal(built, env, host);
    out.note(`prompts/ has changed: now serving bundle ${built.bundle_sha256}`);
    return local;
  } catch (error) {
    if (!(error instanceof TreeError || error instanceof PromptError)) throw error;
    const why = error instanceof TreeError ? formatDiagnostics(error.diagnostics) : error.message;
    out.note(`${why}\nprompts/ has changed, but not to what can be served: the bundle of before stays.`);
    return undefined;
  }
};

/** Answers of the functions to the bundled incident, over HTTP. */
interface Replay {
  readonly route: Decision;
  readonly prompt: { readonly id: string; readonly version: string };
  readonly analyze: AnalyzeReply;
  /** Spans of the analyze request. */
  readonly trace: readonly FinishedSpan[];
}

const replay = async (url: string, local: Local, say: (text: string) => void): Promise<Replay> => {
  const incident = JSON.parse(readFileSync(new URL("incident.json", import.meta.url), "utf8"));
  say(`Replaying an incident of ${incident.logs.length} log lines.`);
  const route = await call<Decision>(`${url}/v1/route`, { logs: incident.logs }, say);
  say(`    ${route.intent}: ${route.reason}`);
  const path = `/v1/prompts/${route.prompt.id}/${route.prompt.version}`;
  const prompt = await call<Replay["prompt"] & { template_sha256: string }>(`${url}${path}`, undefined, say);
  say(`    template_sha256 ${prompt.template_sha256}`);
  const done = showWaiting(process.stderr, "Waiting for the triage");
  const analyze = await call<AnalyzeReply>(`${url}/v1/analyze`, incident, say, done);
  const trace = local.spans.filter(({ traceId }) => traceId === analyze.trace_id);
  return { route, prompt, analyze, trace };
};

const call = async <Reply>(
  url: string,
  body: unknown,
  say: (text: string) => void,
  done: () => void = () => undefined,
): Promise<Reply> => {
  const response = await fetch(url, {
    ...(body !== undefined && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  }).finally(done);
  say(`  ${body === undefined ? "GET " : "POST"} ${new URL(url).pathname}  ${response.status}`);
  const reply = await response.json();
  if (response.ok) return reply as Reply;
  throw new UsageError(`${new URL(url).pathname} answered ${response.status}: ${JSON.stringify(reply)}`);
};

const print = ({ analyze, trace }: Replay, out: Output): void => {
  out.print(`\n${formatTriage(analyze, out)}\n\n${out.paint("bold", "Trace")}`);
  out.print(formatTrace(trace, out));
};

const examples = (url: string, template_sha256: string): string => `
Try it:
  npx kprompt which ${template_sha256}
  curl -s ${url}/v1/prompts
  curl -s ${url}/v1/analyze -H 'content-type: application/json' \\
    -d '{"logs": "panic: runtime error: invalid memory address or nil pointer dereference"}'
  kubectl logs deploy/web --tail=2000 | npx kprompt analyze
  npx kprompt alert send oom_killed --to ${url}
  npx kprompt triage list
Ctrl-C ends it.`;
