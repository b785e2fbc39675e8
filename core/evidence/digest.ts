import { signsOf } from "./classify.ts";
import { type Entry, toEntries } from "./entries.ts";
import type { DigestInput, Evidence, EvidenceLine } from "./evidence.ts";
import { type Cluster, detectFeatures } from "./features.ts";
import { neutralise } from "./neutralise.ts";
import { rankClusters } from "./rank.ts";
import { redact } from "./redact.ts";
import { signatureOf } from "./signature.ts";
import { formatTime } from "./time.ts";

/**
 * Turns log lines into evidence: redacted, neutralised, stack traces joined, repeats counted, ranked, with ids that a
 * triage can cite. Nothing after it sees a raw line. Deterministic; a question and labels are made safe, too.
 */
export const digestEvidence = (input: DigestInput): Evidence => {
  const { entries, redactions } = toEntries(input.lines);
  const clusters = toClusters(entries);
  const lines = clusters.map(toEvidenceLine);
  const counts: Record<string, number> = { ...redactions };
  const safe = (text: string): string => {
    const redacted = redact(text);
    for (const [kind, count] of Object.entries(redacted.counts)) counts[kind] = (counts[kind] ?? 0) + count;
    return neutralise(redacted.text);
  };
  const { features, errorIndex } = detectFeatures(clusters, input, safe);
  const times = entries.flatMap(({ moment }) => (moment === undefined ? [] : [moment]));
  const first = times[0];
  const last = times.at(-1);
  return {
    lines,
    ranking: rankClusters(clusters, errorIndex).map((i) => lines[i]!.id),
    features,
    errorLineId: errorIndex === undefined ? null : lines[errorIndex]!.id,
    inputLines: input.lines.length,
    redactions: Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))),
    from: first === undefined ? null : formatTime(first),
    to: last === undefined ? null : formatTime(last),
  };
};

/** Entries that differ in numbers only become one, in the place of the first. */
const toClusters = (entries: readonly Entry[]): readonly Cluster[] => {
  const bySignature = new Map<string, Cluster & { count: number; lines: number; last: number }>();
  entries.forEach((entry, i) => {
    const signature = `${entry.level} ${signatureOf(entry.text)}`;
    const known = bySignature.get(signature);
    if (known !== undefined) {
      known.count++;
      known.lines += entry.lines;
      known.last = i;
      return;
    }
    bySignature.set(signature, {
      entry,
      count: 1,
      lines: entry.lines,
      first: i,
      last: i,
      signs: signsOf(entry.text, entry.level),
    });
  });
  return [...bySignature.values()];
};

const toEvidenceLine = ({ entry, count, lines }: Cluster, i: number): EvidenceLine => ({
  id: `E${i + 1}`,
  time: entry.moment === undefined ? null : formatTime(entry.moment),
  level: entry.level,
  text: entry.text,
  count,
  ...(lines > count ? { lines } : {}),
});
