import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type Broker, createBroker } from "./broker/broker.ts";
import { openJournal } from "./broker/journal.ts";
import { formatNote, type Note } from "./broker/note.ts";
import { type BrokerPlan, readManifests } from "./broker/read-manifests.ts";
import type { Stats } from "./broker/stats.ts";
import { defineCommand, type ExitCode } from "./command.ts";
import { listen, readPort } from "./listen.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

export const command = defineCommand({
  usage: "--triggers <file>",
  positionals: { min: 0, max: 0, expected: "no arguments, but --triggers FILE" },
  options: {
    triggers: { type: "string", value: "FILE", help: "YAML with Triggers, and Brokers if they set their delivery" },
    service: {
      type: "string",
      multiple: true,
      value: "NAME=URL",
      help: "address of a ref of the manifests",
    },
    port: { type: "string", value: "PORT", help: "port on 127.0.0.1, 0 for any free one (default: 8082)" },
    journal: { type: "string", value: "DIR", help: "keep accepted events here, so that a crash loses none" },
  },
  details: `
Stands in for a Knative Broker: takes CloudEvents at POST /<namespace>/<broker> (and at / where there is one Broker),
delivers them by the Triggers of the file, and treats every answer as Knative would: empty is done, an event is a reply,
404, 408, 409, 429 and 5xx are tried again, anything else goes to the dead-letter sink. So the manifests of a cluster can
be rehearsed here. Prints what becomes of each event; GET /stats counts. Ctrl-C ends it.

  kprompt broker --triggers triggers.yaml --service kprompt-analyze=http://127.0.0.1:8080
  kubectl kustomize knative/base > all.yaml && kprompt broker --triggers all.yaml --journal .broker --service …`,
  async run({ options, cwd, json, out }): Promise<ExitCode> {
    const plans = readPlans(options.triggers, cwd, readServices(options.service ?? []));
    const print = (note: Note): void => out.print(json ? JSON.stringify(note) : formatNote(note));
    const brokers = new Map<string, Broker>();
    const { url, close } = await listen(
      (request) => (brokers.size < plans.length ? starting() : serve(request, brokers)),
      readPort(options.port) ?? DEFAULT_PORT,
      "kprompt broker",
    );
    try {
      if (json) out.print(JSON.stringify({ what: "serving", url }));
      for (const plan of plans) {
        const address = `/${plan.namespace}/${plan.name}`;
        brokers.set(address, await start(plan, options.journal && resolve(cwd, options.journal), print, out));
        if (!json) out.print(`serving       ${url}${address}, ${plan.triggers.map(({ name }) => name).join(", ")}`);
      }
      await new Promise<void>((end) => {
        process.once("SIGINT", () => end());
        process.once("SIGTERM", () => end());
      });
      return 0;
    } finally {
      // First the brokers, which from then on answer 503: an event that is refused is sent again.
      await Promise.all([...brokers.values()].map((broker) => broker.close()));
      close();
      const stats = statsOf(brokers);
      if (json) out.print(JSON.stringify({ what: "stopped", stats }));
      else for (const [address, counts] of Object.entries(stats)) out.print(formatStats(address, counts));
    }
  },
});

const DEFAULT_PORT = 8082;

const readPlans = (
  file: string | undefined,
  cwd: string,
  services: ReadonlyMap<string, string>,
): readonly BrokerPlan[] => {
  if (file === undefined) throw new UsageError("--triggers FILE is missing. Name a YAML file with Triggers.");
  const path = resolve(cwd, file);
  try {
    return readManifests(readFileSync(path, "utf8"), relative(cwd, path), services);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}). Name a file that can.`);
  }
};

const readServices = (options: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    options.map((option) => {
      const [, name, address] = /^([^=]+)=(https?:\/\/.+)$/.exec(option) ?? [];
      const url = address === undefined ? null : URL.parse(address);
      if (name !== undefined && url !== null) return [name, url.href];
      throw new UsageError(`--service ${option} is no NAME=URL. Write it like kprompt-analyze=http://127.0.0.1:8080.`);
    }),
  );

const start = async (
  plan: BrokerPlan,
  folder: string | undefined,
  onEvent: (note: Note) => void,
  out: Output,
): Promise<Broker> => {
  const file = folder && join(folder, plan.namespace, `${plan.name}.jsonl`);
  const journal = file ? await openJournal(file) : undefined;
  if (journal && journal.faults.length > 0)
    out.note(`${file}: ${journal.faults.join("; ")}. The rest is kept, and the file as it was in ${file}.damaged.`);
  return createBroker({ ...plan, journal, onEvent });
};

const serve = (request: Request, brokers: ReadonlyMap<string, Broker>): Response | Promise<Response> => {
  const path = new URL(request.url).pathname.replace(/\/$/, "");
  if (path === "/stats" && request.method === "GET") return Response.json(statsOf(brokers));
  const broker = path === "" && brokers.size === 1 ? brokers.values().next().value : brokers.get(path);
  if (broker) return broker.accept(request);
  return new Response(`No broker is at ${path || "/"}. There is: ${[...brokers.keys()].join(", ")}.\n`, {
    status: 404,
  });
};

/** The port is taken before a journal is opened: who else has the port may have the journal, too. */
const starting = (): Response => new Response("The broker is starting. Send it again later.\n", { status: 503 });

const statsOf = (brokers: ReadonlyMap<string, Broker>): Readonly<Record<string, Stats>> =>
  Object.fromEntries([...brokers].map(([address, broker]) => [address.slice(1), broker.snapshot()]));

const formatStats = (address: string, stats: Stats): string => {
  const counts = Object.entries(stats).filter(([, count]) => count > 0);
  const text = counts.map(([name, count]) => `${count} ${WORDS[name as keyof Stats]}`).join(", ");
  return `${address}: ${text || "no events"}`;
};

const WORDS: Readonly<Record<keyof Stats, string>> = {
  accepted: "accepted",
  refused: "refused",
  unmatched: "wanted by no trigger",
  replied: "replied",
  resumed: "taken up again",
  delivered: "delivered",
  retried: "retried",
  deadLettered: "dead-lettered",
  dropped: "dropped",
  inFlight: "unfinished",
};
