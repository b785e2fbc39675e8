import type { KnowledgeCard } from "./bundle.ts";
import type { Node } from "./node.ts";
import { readFields, readOneOf, readText, readTexts } from "./read.ts";
import type { Source } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { readYaml } from "./yaml.ts";

/** Reads `knowledge.yaml`: a card for every error class. Undefined where any of it could not be read. */
export const readKnowledge = (
  source: Source,
  vocabulary: Vocabulary,
): Readonly<Record<string, KnowledgeCard>> | undefined => {
  const root = readYaml(source);
  const classes = root && readFields(root, "knowledge.yaml", vocabulary.errorClasses);
  if (classes === undefined) return undefined;
  const cards = vocabulary.errorClasses.map(
    (name) => [name, classes[name] && readCard(classes[name], vocabulary)] as const,
  );
  return cards.every(([, card]) => card !== undefined)
    ? (Object.fromEntries(cards) as Record<string, KnowledgeCard>)
    : undefined;
};

const BOUNDS = { max: 5, maxLength: 140 };

const readCard = (node: Node, { severities, verdicts }: Vocabulary): KnowledgeCard | undefined => {
  const fields = readFields(node, "a card", ["title", "severity", "verdict", "causes", "look_at", "steps"]);
  const title = fields?.title && readText(fields.title, "title", 120);
  const severity = fields?.severity && readOneOf(fields.severity, "severity", severities);
  const verdict = fields?.verdict && readOneOf(fields.verdict, "verdict", verdicts);
  const causes = fields?.causes && readTexts(fields.causes, "causes", BOUNDS);
  const look_at = fields?.look_at && readTexts(fields.look_at, "look_at", BOUNDS);
  const steps = fields?.steps && readTexts(fields.steps, "steps", BOUNDS);
  if (!title || !severity || !verdict || !causes || !look_at || !steps) return undefined;
  return {
    title,
    severity: severity as KnowledgeCard["severity"],
    verdict: verdict as KnowledgeCard["verdict"],
    causes,
    look_at,
    steps,
  };
};
