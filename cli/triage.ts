import type { AnalyzeReply, GenerationRecord } from "../core/triage/reply.ts";
import { defineCommand, type ExitCode } from "./command.ts";
import { createLocal } from "./local.ts";
import type { Output } from "./output.ts";
import { formatAlertTriage, formatTriageRow } from "./print-alert-triage.ts";
import { formatTriage } from "./print-triage.ts";
import { readProvenance } from "./provenance.ts";
import { type Records, readRecords } from "./records.ts";
import { loadTree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";
import { showWaiting } from "./waiting.ts";
import { withoutServer } from "./without-server.ts";

export const command = defineCommand({
  usage: "list | show <id> | replay <id>",
  positionals: { min: 1, max: 2, expected: "list, or show or replay and an id" },
  options: {
    records: {
      type: "string",
      value: "FILE",
      help: "where the records are (default: dist/records.jsonl; - is standard input)",
    },
    outcome: { type: "string", value: "NAME", help: "list only completed, skipped or failed" },
    namespace: { type: "string", value: "NAME", help: "list only alerts of this namespace" },
    limit: { type: "string", value: "N", help: "list the newest N (default: 20)" },
  },
  details: `
What became of alerts, from the records that analyze writes. An id is that of a triage, a trace or an alert's event, whole
or the beginning of one. replay asks the model, or the rules, again, with the prompts of the work tree, about the evidence
that was captured (CAPTURE=redacted).

  kprompt triage list --outcome skipped
  kprompt triage show 4f2a91c0
  kubectl logs -l serving.knative.dev/service=analyze -c analyze --tail=-1 | kprompt triage list --records -`,
  async run(context): Promise<ExitCode> {
    const { options, positionals, root, cwd, json, out } = context;
    const [verb = "", id] = positionals;
    if (!["list", "show", "replay"].includes(verb))
      throw new UsageError(`kprompt triage ${verb} is not known. Use list, show or replay.`);
    if (verb === "list" && id !== undefined) throw new UsageError("kprompt triage list takes no id. Use show.");
    if (verb !== "list" && id === undefined)
      throw new UsageError(`kprompt triage ${verb} needs an id. kprompt triage list --json has them.`);
    const records =
      options.records === undefined
        ? await readRecords("dist/records.jsonl", root())
        : await readRecords(options.records, cwd);
    if (records.skipped > 0) out.note(`${records.skipped} lines are no records; they were skipped.`);
    if (verb === "list") return list(records, options, json, out);

    const found = find(records, id ?? "");
    if (verb === "replay") return replay(found, context);
    if (json) out.printJson(found);
    else out.print(formatAlertTriage(found, out));
    return 0;
  },
});

/** All that was written about one alert, or about one request that no alert made. */
export interface Found {
  readonly alert: Records["alerts"][number] | null;
  readonly generations: Records["generations"];
  readonly captures: Records["captures"];
}

const list = (
  records: Records,
  options: { readonly outcome?: string; readonly namespace?: string; readonly limit?: string },
  json: boolean,
  out: Output,
): ExitCode => {
  const limit = Number(options.limit ?? "20");
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit ${options.limit} is no number of rows. Give a whole number from 1 on.`);
  if (options.outcome !== undefined && !["completed", "skipped", "failed"].includes(options.outcome))
    throw new UsageError(`--outcome ${options.outcome} is none. Use completed, skipped or failed.`);
  const chosen = records.alerts
    .filter(({ outcome }) => options.outcome === undefined || outcome === options.outcome)
    .filter(({ namespace }) => options.namespace === undefined || namespace === options.namespace)
    .slice(-limit);
  const rows = chosen.map((alert) => ({ alert, generation: answerOf(records, alert) }));
  if (json) out.printJson(rows.map(({ alert, generation }) => ({ ...alert, triage: generation?.triage ?? null })));
  else if (rows.length === 0) out.print("No alert was triaged yet. Send one: kprompt alert send oom_killed");
  else out.print(rows.map((row) => formatTriageRow(row, out)).join("\n"));
  return 0;
};

/** The answer itself: of several intents, what they were merged to. */
const answerOf = ({ generations }: Records, alert: Records["alerts"][number]) =>
  alert.outcome === "completed"
    ? generations.find(({ triage_id, role }) => triage_id === alert.triage_id && role !== "part")
    : undefined;

const MIN_ID = 4;

const find = (records: Records, id: string): Found => {
  if (id.length < MIN_ID) throw new UsageError(`"${id}" is too short for an id. Give at least ${MIN_ID} characters.`);
  const alerts = records.alerts.filter(({ triage_id, trace_id, event_id }) =>
    [triage_id, trace_id, event_id].some((one) => one?.startsWith(id)),
  );
  // A redelivery has the triage's id again; what it repeats says more.
  const alert = alerts.find(({ redelivered }) => !redelivered) ?? alerts[0] ?? null;
  const triages = new Set(alerts.map(({ triage_id }) => triage_id));
  // Alerts that came in one body share a trace, so theirs tells no triage from another.
  const traces = new Set(
    records.generations
      .filter(({ triage_id, trace_id }) => triage_id === null && trace_id.startsWith(id))
      .map(({ trace_id }) => trace_id),
  );
  if (alert === null && traces.size === 0)
    throw new UsageError(`No record has the id "${id}". kprompt triage list --json shows those that there are.`);
  if (triages.size + traces.size > 1) throw new UsageError(`"${id}" begins several ids. Give more of it.`);
  const isOfIt = ({ triage_id, trace_id }: Pick<GenerationRecord, "triage_id" | "trace_id">): boolean =>
    alert ? triage_id === alert.triage_id : traces.has(trace_id);
  return { alert, generations: records.generations.filter(isOfIt), captures: records.captures.filter(isOfIt) };
};

const replay = async (
  { alert, generations, captures }: Found,
  { root, env, json, out }: Parameters<Parameters<typeof defineCommand>[0]["run"]>[0],
): Promise<ExitCode> => {
  const before = generations.find(({ role }) => role !== "part");
  const evidence = captures[0]?.evidence;
  if (before === undefined || evidence === undefined)
    throw new UsageError(
      before
        ? "Its evidence was not kept, so it cannot be asked about again. Run analyze with CAPTURE=redacted from now on."
        : `It was ${alert?.outcome} (${alert?.reason}), so nothing was asked.`,
    );
  const { bundle, bundle_sha256 } = loadTree(root());
  const built = { bundle_sha256, provenance: readProvenance(root(), env), bundle };
  const local = await createLocal(built, withoutServer(env), { warn: out.note, record: () => undefined });
  const request = new Request("http://localhost/v1/analyze", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      logs: evidence.map(({ time, text }) => ({ line: text, ...(time !== null && { time }) })),
      ...(before.namespace !== null && { filters: { namespace: before.namespace } }),
    }),
  });
  const done = showWaiting(process.stderr, "Waiting for the triage");
  const response = await Promise.resolve(local.fetch(request)).finally(done);
  const after = await response.json();
  await local.close();
  if (!response.ok) throw new UsageError(after.detail ?? after.title);
  if (json) {
    out.printJson({ before, after });
    return 0;
  }
  out.print(formatTriage(after as AnalyzeReply, out));
  out.print(`\n${out.paint("bold", "Before")}\n${formatTriageRow({ alert, generation: before }, out)}`);
  return 0;
};
