import * as v from "valibot";
import type { Redactor } from "../evidence/redact.ts";
import { makeInert } from "./inert.ts";
import { type Checked, keepRules, type OutputContract, parseOutput } from "./output.ts";
import { type Triage, TriageSchema } from "./triage.ts";

/** Most characters of a claim, as in `prompts/schemas/synthesis.1.json`. */
export const CLAIM_CHARACTERS = 160;

const ClaimSchema = v.strictObject({
  /** Ids of evidence lines that the parts cite. */
  evidence: v.array(v.string()),
  /** Intents of the parts that it comes from. */
  sources: v.array(v.string()),
  claim: v.string(),
});
export type Claim = Readonly<v.InferOutput<typeof ClaimSchema>>;

/** What the synthesis prompt answers: claims in the place of the evidence, then a triage. */
const { evidence: _, ...withoutEvidence } = TriageSchema.entries;
const SynthesisSchema = v.strictObject({ claims: v.array(ClaimSchema), ...withoutEvidence });

export interface Synthesis {
  readonly claims: readonly Claim[];
  readonly claimsDropped: number;
  /** Taken apart in the claims. */
  readonly linksNeutralised: number;
  /** Not yet safe to show. */
  readonly triage: Triage;
}

/** An answer to one intent, as far as a synthesis may lean on it. */
export interface Source {
  readonly intent: string;
  readonly triage: Triage;
}

/**
 * Turns a model's text into a synthesis. What it cites has to be cited by a part, and the parts it names have to exist:
 * the rest is left out and counted. A claim without evidence goes; an answer without claims is refused.
 */
export const checkSynthesis = (
  text: string,
  contract: OutputContract,
  sources: readonly Source[],
  redactor?: Redactor,
): Checked<Synthesis> => {
  const parsed = parseOutput(text, contract.schema, SynthesisSchema, "synthesis");
  if (!parsed.ok) return parsed;
  const { claims: given, ...rest } = parsed.answer;
  const ids = new Set(sources.flatMap(({ triage }) => triage.evidence));
  const intents = new Set(sources.map(({ intent }) => intent));
  const unknown = given.reduce(
    (sum, claim) =>
      sum +
      claim.evidence.filter((id) => !ids.has(id)).length +
      claim.sources.filter((intent) => !intents.has(intent)).length,
    0,
  );

  let linksNeutralised = 0;
  const claims = given.flatMap(({ claim, ...cited }): readonly Claim[] => {
    const evidence = [...new Set(cited.evidence)].filter((id) => ids.has(id));
    const named = [...new Set(cited.sources)].filter((intent) => intents.has(intent));
    const safe = makeInert(claim, CLAIM_CHARACTERS, redactor?.redact);
    if (evidence.length === 0 || safe.text.trim() === "") return [];
    linksNeutralised += safe.links;
    return [{ evidence, sources: named.length > 0 ? named : citing(evidence, sources), claim: safe.text }];
  });
  if (claims.length === 0) {
    return { ok: false, reason: "output_invalid", problems: ["no claim cites an evidence id of the parts"] };
  }
  const triage: Triage = { evidence: citedBy(claims), ...rest };
  const kept = keepRules({ ...triage, claims }, contract.rules, unknown);
  return kept.ok
    ? { ok: true, unknown, answer: { claims, claimsDropped: given.length - claims.length, linksNeutralised, triage } }
    : kept;
};

/** Ids that claims cite, in their order, as many as a triage has room for. */
export const citedBy = (claims: readonly Pick<Claim, "evidence">[]): string[] =>
  [...new Set(claims.flatMap(({ evidence }) => evidence))].slice(0, 6);

/** The intents whose part cites any of it: so a claim always has a source. */
const citing = (evidence: readonly string[], sources: readonly Source[]): string[] =>
  sources.filter(({ triage }) => triage.evidence.some((id) => evidence.includes(id))).map(({ intent }) => intent);
