import { type Template, toTemplates } from "./cluster.ts";
import { sharedMembers } from "./compact.ts";
import { toEntries } from "./entries.ts";
import type { DigestInput, Evidence, EvidenceLine, LogSource } from "./evidence.ts";
import { type Detected, detectFeatures, placeIn } from "./features.ts";
import { neutralise } from "./neutralise.ts";
import { sharedHost } from "./process-prefix.ts";
import { rankTemplates } from "./rank.ts";
import { createRedactor, type Redacted, type Redactor } from "./redact.ts";
import { formatTime, parseTime } from "./time.ts";

/**
 * Turns log lines into evidence: redacted, neutralised, stack traces joined, repeats counted, ranked, with ids that a
 * triage can cite. Nothing after it sees a raw line. Deterministic; a question and labels are made safe, too.
 */
export const digestEvidence = (input: DigestInput, { redact, redactLines }: Redactor = DEFAULT): Evidence => {
  const until = untilOf(input);
  const { entries, redactions } = toEntries(input.lines, redactLines, until);
  const baseline = input.baseline && toEntries(input.baseline, redactLines, until).entries;
  const { templates } = toTemplates(entries, baseline);
  const lines = templates.map(toEvidenceLine);
  const counts: Record<string, number> = Object.assign(Object.create(null), redactions);
  // Places are named again and again.
  const known = new Map<string, Redacted>();
  const safe = (text: string): string => {
    const redacted = known.get(text) ?? redactSafely(redact, text);
    known.set(text, redacted);
    for (const [kind, count] of Object.entries(redacted.counts)) counts[kind] = (counts[kind] ?? 0) + count;
    return redacted.text;
  };
  const { features, errorIndex, appraisal } = findError(templates, input, safe);
  const places = placesOf(templates, lines, errorIndex, safe);
  const source = input.source && safeSource(input.source, safe);
  const first = entries.find(({ moment }) => moment !== undefined)?.moment;
  const last = entries.findLast(({ moment }) => moment !== undefined)?.moment;
  return {
    lines,
    ranking: rankTemplates(templates, errorIndex).map((i) => lines[i]!.id),
    features,
    ...(appraisal && { appraisal }),
    errorLineId: errorIndex === undefined ? null : lines[errorIndex]!.id,
    inputLines: input.lines.length,
    troubles: Object.fromEntries(
      templates.flatMap(({ trouble, signs }, i) => (trouble ? [[lines[i]!.id, signs[0]?.error_class ?? "other"]] : [])),
    ),
    ...(places && { places }),
    shared: sharedBy(lines.map(({ text }) => text)),
    ...(source && { source }),
    ...(input.baseline && { baselineLines: input.baseline.length }),
    redactions: Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))),
    from: first === undefined ? null : formatTime(first),
    to: last === undefined ? null : formatTime(last),
  };
};

const DEFAULT = createRedactor();

/** When the lines were logged at the latest, in seconds; a day is for clocks that disagree, and for local time. */
const untilOf = ({ source, timeRange, now }: DigestInput): number | undefined => {
  const end = source?.to ?? timeRange?.end;
  const seconds = end === undefined ? undefined : parseTime(end.toUpperCase())?.seconds;
  const moment = seconds ?? (now === undefined ? undefined : Math.floor(now / 1000));
  return moment === undefined ? undefined : moment + 86_400;
};

const sharedBy = (texts: readonly string[]): Evidence["shared"] => ({ ...sharedMembers(texts), ...sharedHost(texts) });

type Safe = (text: string) => string;

const redactSafely = (redact: Redactor["redact"], given: string): Redacted => {
  const { text, counts } = redact(given);
  return { text: neutralise(text), counts };
};

/** What went on before as well did not set off the alert: where something new shows a class, that one explains it. */
const findError = (templates: readonly Template[], input: DigestInput, safe: Safe): Detected => {
  const all = detectFeatures(templates, input, safe);
  if (all.errorIndex === undefined || templates[all.errorIndex]!.trend !== undefined) return all;
  const fresh = templates.filter(({ trend }) => trend !== undefined);
  if (fresh.length === 0) return all;
  const { features, errorIndex, appraisal } = detectFeatures(fresh, input, (text) => text);
  const { error_class } = features;
  if (errorIndex === undefined || error_class === "none" || error_class === "benign") return all;
  return {
    features: {
      ...all.features,
      error_class,
      error_classes: [...new Set([...features.error_classes, ...all.features.error_classes])],
    },
    errorIndex: templates.indexOf(fresh[errorIndex]!),
    appraisal,
  };
};

/** Only where lines come from several places: what all share, the features say. */
const placesOf = (
  templates: readonly Template[],
  lines: readonly EvidenceLine[],
  errorIndex: number | undefined,
  safe: Safe,
): Evidence["places"] => {
  const [first] = templates;
  if (templates.every(({ labels }) => labels === first?.labels)) return undefined;
  return Object.fromEntries(
    templates.flatMap(({ labels, trouble }, i) =>
      labels !== undefined && (trouble || i === errorIndex) ? [[lines[i]!.id, placeIn(labels, safe)]] : [],
    ),
  );
};

const safeSource = (source: LogSource, safe: Safe): LogSource => ({
  ...source,
  query: safe(source.query),
  from: safe(source.from),
  to: safe(source.to),
});

const toEvidenceLine = ({ entry, count, lines, lastMoment, trend }: Template, i: number): EvidenceLine => {
  const time = entry.moment === undefined ? null : formatTime(entry.moment);
  const last = lastMoment === undefined ? null : formatTime(lastMoment);
  return {
    id: `E${i + 1}`,
    time,
    level: entry.level,
    text: entry.text,
    count,
    ...(lines > count ? { lines } : {}),
    ...(last !== null && last !== time ? { last } : {}),
    ...(trend === undefined ? {} : { trend }),
  };
};
