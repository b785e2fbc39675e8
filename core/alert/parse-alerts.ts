import * as v from "valibot";
import { type Issue, PromptError } from "../error.ts";
import { cutEnd } from "../evidence/shorten.ts";
import { toPointer } from "../prompt/canonical.ts";
import type { Alert, AlertFormat } from "./alert.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { parseInstant } from "./instant.ts";
import { cutAnnotations, cutLabels, TextsSchema, toUnicode } from "./texts.ts";

export interface ParsedAlerts {
  /** In the order of the body. */
  readonly alerts: readonly Alert[];
  /** Where alerts that were left out are wrong, the first places; no value is quoted. */
  readonly rejected: readonly Issue[];
}

/**
 * Reads what a sender posts, by its shape alone: versions and keys that nobody knows yet are no reason to lose an alert.
 *
 * Senders repeat a refused body as a whole, for as long as its alerts fire. So a faulty alert is left out and told of, and
 * those beside it go on; only a body without a single good one is refused.
 *
 * @param format The shape: an object with `alerts` (Alertmanager and Grafana), or the ruler's list.
 * @param now Milliseconds since the epoch. A ruler's alert has no status and is resolved when it has ended by now.
 * @throws {PromptError} `request_invalid`, with the first JSON pointers.
 */
export const parseAlerts = (body: unknown, format: AlertFormat, now: number): ParsedAlerts => {
  const { items, pointer, receiver, truncatedAlerts } = format === "ruler" ? readList(body) : readGroup(body);
  if (items.length > MAX_ALERTS) {
    const detail = `has ${items.length} alerts, and at most ${MAX_ALERTS} are taken at once. Send fewer.`;
    throw invalid([{ pointer, detail }]);
  }
  const alerts: Alert[] = [];
  const rejected: Issue[] = [];
  for (const [index, item] of items.entries()) {
    const read = v.safeParse(format === "ruler" ? PushedSchema : NotifiedSchema, item);
    if (read.success) alerts.push({ format, ...toAlert(read.output, now), receiver, truncatedAlerts });
    else rejected.push(...read.issues.slice(0, MAX_ISSUES - rejected.length).map(toIssue(pointer + toPointer(index))));
  }
  if (alerts.length === 0 && rejected.length > 0) throw invalid(rejected);
  return { alerts, rejected };
};

interface Batch {
  readonly items: readonly unknown[];
  /** Of the list. */
  readonly pointer: string;
  readonly receiver: string | null;
  readonly truncatedAlerts: number;
}

const readGroup = (body: unknown): Batch => {
  if (Array.isArray(body)) {
    const detail = "must be an object with alerts, not a list. A Loki ruler's list belongs to /api/v2/alerts.";
    throw invalid([{ pointer: "", detail }]);
  }
  const read = v.safeParse(GroupSchema, body);
  if (!read.success) throw invalid(read.issues.map(toIssue("")));
  const { alerts, receiver, truncatedAlerts } = read.output;
  if (alerts.length === 0) throw invalid([{ pointer: "/alerts", detail: "is empty. Send at least one alert." }]);
  return { items: alerts, pointer: "/alerts", receiver, truncatedAlerts };
};

// An empty list is right here, as it is for Alertmanager.
const readList = (body: unknown): Batch => {
  if (Array.isArray(body)) return { items: body, pointer: "", receiver: null, truncatedAlerts: 0 };
  const detail =
    "must be a list of alerts. A webhook's object belongs to /v1/alerts/alertmanager or /v1/alerts/grafana.";
  throw invalid([{ pointer: "", detail }]);
};

/** What may be wrong without harm becomes nothing. */
const orNull = <Output>(read: (value: unknown) => Output | null) =>
  v.optional(v.pipe(v.unknown(), v.transform(read)), null);

const toText = (max: number) =>
  orNull((value) => (typeof value === "string" && value !== "" ? cutEnd(toUnicode(value), max) : null));

const GroupSchema = v.object(
  {
    alerts: v.array(v.unknown(), "must be a list"),
    receiver: toText(256),
    truncatedAlerts: v.fallback(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
  },
  "must be an object",
);

const Instant = v.pipe(
  v.string("must be a time as in 2026-11-21T03:00:00Z"),
  v.check((text) => parseInstant(text) !== undefined, "must be a time that exists, as in 2026-11-21T03:00:00Z"),
  v.transform((text) => parseInstant(text) ?? null),
);

const shared = {
  labels: v.pipe(
    TextsSchema,
    // Empty is absent, for Prometheus and Alertmanager.
    v.transform((labels) => Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ""))),
    v.check((labels) => Object.keys(labels).length > 0, "must have at least one label that is not empty"),
  ),
  annotations: v.pipe(
    v.nullish(v.unknown(), {}),
    v.transform((value) => value ?? {}),
    TextsSchema,
  ),
  // A link that was cut leads nowhere.
  generatorURL: orNull((value) =>
    typeof value === "string" && value !== "" && value.length <= MAX_URL ? toUnicode(value) : null,
  ),
  fingerprint: orNull((value) => (typeof value === "string" && /^[0-9a-f]{16}$/.test(value) ? value : null)),
};

const NotifiedSchema = v.object(
  {
    ...shared,
    status: v.picklist(["firing", "resolved"], "must be firing or resolved"),
    startsAt: v.pipe(Instant, v.number("must be a time after the year 1")),
    endsAt: orNull((value) => parseInstant(value) ?? null),
  },
  "must be an object",
);

const PushedSchema = v.object(
  { ...shared, startsAt: v.nullish(Instant, null), endsAt: v.nullish(Instant, null) },
  "must be an object",
);

const toAlert = (
  read: v.InferOutput<typeof NotifiedSchema> | v.InferOutput<typeof PushedSchema>,
  now: number,
): Omit<Alert, "format" | "receiver" | "truncatedAlerts"> => ({
  ...("status" in read ? toNotified(read, now) : toPushed(read, now)),
  labels: cutLabels(read.labels),
  annotations: cutAnnotations(read.annotations),
  generatorUrl: read.generatorURL,
  fingerprint: read.fingerprint ?? fingerprintOf(read.labels),
});

type When = Pick<Alert, "status" | "startsAt" | "endsAt">;

const toNotified = ({ status, startsAt, endsAt }: v.InferOutput<typeof NotifiedSchema>, now: number): When => ({
  status,
  startsAt,
  endsAt: status === "firing" ? null : (endsAt ?? now),
});

/** Without an end it fires still; without a beginning it begins as Alertmanager would say. */
const toPushed = ({ startsAt, endsAt }: v.InferOutput<typeof PushedSchema>, now: number): When =>
  endsAt !== null && endsAt <= now + CLOCK_SKEW_MS
    ? { status: "resolved", startsAt: startsAt ?? endsAt, endsAt }
    : { status: "firing", startsAt: startsAt ?? now, endsAt: null };

const toIssue =
  (pointer: string) =>
  (issue: v.BaseIssue<unknown>): Issue => ({
    pointer: pointer + (issue.path ?? []).map(({ key }) => toPointer(cutEnd(toUnicode(String(key)), 100))).join(""),
    detail: issue.input === undefined ? "is missing." : `${issue.message}.`,
  });

const invalid = (issues: readonly Issue[]): PromptError => {
  const [first] = issues;
  const more = issues.length > 1 ? ` ${issues.length - 1} more in issues.` : "";
  return new PromptError("request_invalid", `${first?.pointer || "The body"} ${first?.detail}${more}`, { issues });
};

const MAX_ALERTS = 10_000;
const MAX_ISSUES = 20;
const MAX_URL = 4096;
/**
 * The notice of a resolve arrives some 20 ms after its endsAt, so a clock that is behind would miss it; that of a firing
 * alert has its endsAt four resend delays ahead, minutes.
 */
const CLOCK_SKEW_MS = 30_000;
