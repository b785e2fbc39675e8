import { SEVERITIES } from "../evidence/outcome.ts";
import type { Redactor } from "../evidence/redact.ts";
import { cutEnd } from "../evidence/shorten.ts";
import { makeInert } from "./inert.ts";
import { CLAIM_CHARACTERS, type Claim, citedBy, type Source, type Synthesis } from "./synthesis.ts";
import { BOUNDS, type Triage } from "./triage.ts";

/**
 * One answer of several without a model: the worst part leads and says what happened, the others follow. Each claim is
 * the finding of a part with the evidence that the part cites; parts that found the same share one.
 */
export const mergeByRules = (sources: readonly Source[], redactor?: Redactor): Synthesis => {
  const ranked = sources
    .map((source, index) => ({ ...source, index }))
    .sort(
      (a, b) => urgency(b.triage) - urgency(a.triage) || b.triage.confidence - a.triage.confidence || a.index - b.index,
    );
  const triages = ranked.map(({ triage }) => triage);
  const [lead = sources[0]?.triage as Triage, ...others] = triages;
  const { claims, linksNeutralised } = mergeClaims(ranked, redactor);
  const further = distinct(others.map(({ summary }) => summary)).filter((summary) => summary !== lead.summary);
  return {
    claims,
    claimsDropped: 0,
    linksNeutralised,
    triage: {
      evidence: citedBy(claims),
      summary: cutEnd([lead.summary, ...further].join(" Also: "), BOUNDS.summary),
      component: lead.component,
      root_cause: lead.root_cause,
      severity: lead.severity,
      // Nobody is told to rest while one part says that something must be done.
      verdict: VERDICTS_BY_WEIGHT.findLast((verdict) => triages.some((one) => one.verdict === verdict)) ?? lead.verdict,
      recommended_steps: distinct(triages.flatMap(({ recommended_steps }) => recommended_steps)).slice(0, MAX_STEPS),
      confidence: lead.confidence,
      data_gaps: distinctGaps(triages.flatMap(({ data_gaps }) => data_gaps)).slice(0, 3),
    },
  };
};

/** As many recommendations as a synthesis makes. */
const MAX_STEPS = 3;
const VERDICTS_BY_WEIGHT = ["no_action", "inconclusive", "suggested", "required"] as const;

const urgency = ({ severity, verdict }: Triage): number =>
  SEVERITIES.indexOf(severity) * VERDICTS_BY_WEIGHT.length + VERDICTS_BY_WEIGHT.indexOf(verdict);

const mergeClaims = (
  ranked: readonly Source[],
  redactor: Redactor | undefined,
): Pick<Synthesis, "claims" | "linksNeutralised"> => {
  const claims = new Map<string, Claim>();
  let linksNeutralised = 0;
  for (const { intent, triage } of ranked) {
    if (triage.evidence.length === 0) continue;
    const finding = /^(?:unknown|none)$/i.test(triage.root_cause.trim()) ? triage.summary : triage.root_cause;
    const { text: claim, links } = makeInert(finding, CLAIM_CHARACTERS, redactor?.redact);
    linksNeutralised += links;
    const known = claims.get(claim);
    claims.set(claim, {
      evidence: distinct([...(known?.evidence ?? []), ...triage.evidence]),
      sources: distinct([...(known?.sources ?? []), intent]),
      claim,
    });
  }
  return { claims: [...claims.values()], linksNeutralised };
};

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** Two counts of the lines that were left out would only contradict each other: the leading part's stands. */
const distinctGaps = (gaps: readonly string[]): string[] => {
  const first = new Map<string, string>();
  for (const gap of gaps) {
    const kind = gap.replace(/\d[\d,]*/g, "#");
    if (!first.has(kind)) first.set(kind, gap);
  }
  return [...first.values()];
};
