import * as v from "valibot";
import { NAMESPACE_LABELS } from "../../../core/evidence/namespace-labels.ts";
import type { FetchedLine } from "../../../core/port.ts";
import { countByLevel } from "../../../core/triage/levels.ts";

const LabelsSchema = v.record(v.string(), v.string());
const StreamsSchema = v.object({
  data: v.object({
    resultType: v.literal("streams"),
    // Nothing found: some versions leave the list out.
    result: v.nullish(
      v.array(
        v.object({
          stream: v.nullish(LabelsSchema, {}),
          values: v.array(
            v.looseTuple([
              v.pipe(v.string(), v.regex(/^\d{1,19}$/)),
              v.string(),
              v.nullish(
                v.object({ structuredMetadata: v.nullish(v.object({ detected_level: v.nullish(v.string()) })) }),
              ),
            ]),
          ),
        }),
      ),
      [],
    ),
  }),
});
const VectorSchema = v.object({
  data: v.object({
    resultType: v.literal("vector"),
    result: v.nullish(
      v.array(
        v.object({
          metric: v.nullish(LabelsSchema, {}),
          value: v.looseTuple([
            v.number(),
            v.pipe(v.string(), v.regex(/^\d+(\.\d+)?(e\+?\d+)?$/), v.toNumber(), v.finite()),
          ]),
        }),
      ),
      [],
    ),
  }),
});
const StatsSchema = v.object({ bytes: v.pipe(v.number(), v.minValue(0)) });

export interface Streams {
  /** Entries of the answer, exact duplicates included. */
  readonly received: number;
  /** Oldest first; what has one time stays as each stream had it. */
  readonly lines: readonly FetchedLine[];
}

/** An answer of `query_range`, asked for backward; undefined for what is none. */
export const readStreams = (json: unknown): Streams | undefined => {
  const parsed = v.safeParse(StreamsSchema, json, FIRST_FAULT);
  if (!parsed.success) return undefined;
  const lines: FetchedLine[] = [];
  for (const { stream, values } of parsed.output.data.result ?? []) {
    const labelsOf = createLabels(boundLabels(stream ?? {}));
    // Newest first: read from the end, so that sorting by time has little to do.
    for (const [time, text, more] of values.toReversed()) {
      lines.push({ time, text, labels: labelsOf(more?.structuredMetadata?.detected_level ?? undefined) });
    }
  }
  return { received: lines.length, lines: withoutRepeats(lines.toSorted(byTime)) };
};

/** Lines by level, of an instant query; undefined for what is none. */
export const readCounts = (json: unknown): Readonly<Record<string, number>> | undefined => {
  const parsed = v.safeParse(VectorSchema, json, FIRST_FAULT);
  if (!parsed.success) return undefined;
  return countByLevel((parsed.output.data.result ?? []).map(({ metric, value }) => [metric?.detected_level, value[1]]));
};

/** Bytes that a query would read; undefined where Loki does not know: it says 0 for what only its memory holds. */
export const readBytes = (json: unknown): number | undefined => {
  const parsed = v.safeParse(StatsSchema, json, FIRST_FAULT);
  return parsed.success && parsed.output.bytes > 0 ? parsed.output.bytes : undefined;
};

/** To collect all faults of an answer that is none at all takes seconds, and many times its memory. */
const FIRST_FAULT = { abortEarly: true } as const;

/** Loki takes no more than some ten of a stream unless told to; each is read with each line. */
const MAX_LABELS = 64;
const PLACE_LABELS: ReadonlySet<string> = new Set([
  ...NAMESPACE_LABELS,
  ..."pod container node app service_name level detected_level".split(" "),
]);

const boundLabels = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const all = Object.entries(labels);
  if (all.length <= MAX_LABELS) return labels;
  return Object.fromEntries(all.filter(([name], index) => index < MAX_LABELS || PLACE_LABELS.has(name)));
};

/** One object for all lines of a stream with one level. A stream's own label stands against metadata of that name. */
const createLabels = (stream: Readonly<Record<string, string>>) => {
  const byLevel = new Map<string, Readonly<Record<string, string>>>();
  return (level: string | undefined): Readonly<Record<string, string>> => {
    if (level === undefined || stream.detected_level !== undefined) return stream;
    const known = byLevel.get(level);
    if (known) return known;
    const labels = { ...stream, detected_level: level };
    byLevel.set(level, labels);
    return labels;
  };
};

/** As numbers of any length, without making numbers of them. */
const byTime = (a: FetchedLine, b: FetchedLine): number =>
  a.time.length - b.time.length || (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);

/** Loki keeps an entry that was pushed twice once; two of its replicas may still both send it. */
const withoutRepeats = (sorted: readonly FetchedLine[]): readonly FetchedLine[] => {
  let atOnce = new Set<string>();
  return sorted.filter((line, index) => {
    const { time } = line;
    const follows = sorted[index - 1]?.time === time;
    if (!follows) {
      // Most lines have a time of their own, and need no comparison.
      if (sorted[index + 1]?.time !== time) return true;
      atOnce = new Set();
    }
    const key = JSON.stringify([line.text, line.labels]);
    if (atOnce.has(key)) return false;
    atOnce.add(key);
    return true;
  });
};
