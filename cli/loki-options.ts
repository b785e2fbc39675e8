import type { LogFilters } from "../core/port.ts";
import type { LogQuery } from "../core/triage/fetch-logs.ts";
import { defined } from "../functions/http/defined.ts";
import type { Values } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** Options of the commands that take a log from Loki as well as from a file. */
export const LOKI_OPTIONS = {
  namespace: { type: "string", value: "NAME", help: "where the logs come from; routing looks at it" },
  container: { type: "string", value: "NAME", help: "as namespace" },
  pod: { type: "string", value: "NAME", help: "as namespace" },
  node: { type: "string", value: "NAME", help: "as namespace" },
  loki: {
    type: "string",
    value: "URL",
    help: "fetch the lines from this Loki (default: LOKI_URL, with --since or --from)",
  },
  tenant: { type: "string", value: "NAME", help: "Loki's tenant (default: LOKI_TENANT)" },
  since: { type: "string", value: "TIME", help: "from so long ago: 30m, 1h, 2d (default: 1h)" },
  from: { type: "string", value: "TIME", help: "from this time on: 2026-11-21T03:00:00Z" },
  to: { type: "string", value: "TIME", help: "up to this time (default: now)" },
  severity: {
    type: "string",
    value: "LEVEL",
    help: "leave out lines known to be less: debug, info, warning, error, critical",
  },
  grep: { type: "string", value: "TEXT", help: "only lines that hold this text" },
  limit: { type: "string", value: "LINES", help: "the newest so many lines, at most 5000 (default: 1000)" },
} as const;

export interface Fetch {
  /** Settings for whoever fetches. */
  readonly env: Readonly<Record<string, string>>;
  readonly query: LogQuery;
}

/**
 * What to fetch, or undefined where the log comes from a file or a pipe.
 *
 * @param now Milliseconds since the Unix epoch.
 * @param kept What the request in the file asks for, where it brings no lines; options override it.
 * @throws {UsageError}
 */
export const readFetch = (
  options: Values<typeof LOKI_OPTIONS>,
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  now: number,
  kept?: LogQuery,
): Fetch | undefined => {
  const { loki, since, from, to, severity, grep, limit, tenant } = options;
  if (loki === undefined && since === undefined && from === undefined && kept === undefined) {
    for (const [name, value] of Object.entries({ tenant, to, severity, grep, limit })) {
      if (value !== undefined) throw new UsageError(`--${name} chooses lines to fetch. Add --loki URL, or --since 1h.`);
    }
    return undefined;
  }
  if (file !== undefined && kept === undefined) {
    throw new UsageError(`${file} and Loki are two logs. Name one of them.`);
  }
  const url = loki ?? env.LOKI_URL;
  if (!url) {
    const none = kept === undefined ? "No Loki is named" : `${file} says which lines to fetch, and no Loki is named`;
    throw new UsageError(`${none}. Add --loki http://loki:3100, or set LOKI_URL.`);
  }
  if (since !== undefined && from !== undefined)
    throw new UsageError("--since and --from both say when to begin. Leave one.");
  const { namespace, container, pod, node } = { ...kept?.filters, ...defined(placeOf(options)) };
  if ([namespace, container, pod, node].every((name) => !name)) {
    throw new UsageError("Name --namespace, --pod, --container or --node, so that not every log is read.");
  }
  return {
    env: defined({ LOKI_URL: url, LOKI_TENANT: tenant }),
    query: {
      filters: {
        ...kept?.filters,
        ...defined({ namespace, container, pod, node, severity: readSeverity(severity), log_filter: grep }),
      },
      window: readWindow(options, now, kept?.window),
      limit: limit === undefined && kept ? kept.limit : readLimit(limit ?? "1000"),
    },
  };
};

export const placeOf = ({ namespace, container, pod, node }: Values<typeof LOKI_OPTIONS>) => ({
  namespace,
  container,
  pod,
  node,
});

const readWindow = (
  { since, from, to }: Values<typeof LOKI_OPTIONS>,
  now: number,
  kept: LogQuery["window"] | undefined,
): LogQuery["window"] => {
  if (kept !== undefined && since === undefined && from === undefined && to === undefined) return kept;
  const end = to === undefined ? now : readTime("--to", to);
  const start = from === undefined ? end - readDuration(since ?? "1h") : readTime("--from", from);
  if (start >= end) throw new UsageError("The window ends before it begins. Change --from or --to.");
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
};

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const readDuration = (text: string): number => {
  const [, count = "", unit = ""] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (Number(count) > 0) return Number(count) * UNITS[unit as keyof typeof UNITS];
  throw new UsageError(`--since ${text} is no time span. Give one like 30m, 1h or 2d.`);
};

const readTime = (option: string, text: string): number => {
  const time = Date.parse(text);
  // Without a zone two machines would mean two times.
  if (!Number.isNaN(time) && /^\d{4}-\d\d-\d\d[Tt ].*([Zz]|[+-]\d\d:\d\d)$/.test(text)) return time;
  throw new UsageError(`${option} ${text} is no time with a zone. Give one like 2026-11-21T03:00:00Z.`);
};

const SEVERITIES = ["debug", "info", "warning", "error", "critical"] as const;

const readSeverity = (text: string | undefined): LogFilters["severity"] => {
  if (text === undefined) return undefined;
  const severity = SEVERITIES.find((one) => one === text);
  if (severity) return severity;
  throw new UsageError(`--severity ${text} is no level. Give one of ${SEVERITIES.join(", ")}.`);
};

const readLimit = (text: string): number => {
  const limit = Number(text);
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= 5000) return limit;
  throw new UsageError(`--limit ${text} is no number of lines. Give one from 1 to 5000.`);
};
