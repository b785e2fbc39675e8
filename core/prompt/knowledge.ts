import type { KnowledgeCard } from "./bundle.ts";
import type { Node } from "./node.ts";
import { all, readFields, readList, readOneOf, readText, readTexts } from "./read.ts";
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

const HINTS = { max: 10, says: { max: 8, maxLength: 60 }, steps: { max: 2, maxLength: 140 } };

const readCard = (node: Node, { severities, verdicts }: Vocabulary): KnowledgeCard | undefined => {
  const fields = readFields(node, "a card", ["title", "severity", "verdict", "causes", "look_at", "steps"], ["hints"]);
  const title = fields?.title && readText(fields.title, "title", 120);
  const severity = fields?.severity && readOneOf(fields.severity, "severity", severities);
  const verdict = fields?.verdict && readOneOf(fields.verdict, "verdict", verdicts);
  const causes = fields?.causes && readTexts(fields.causes, "causes", BOUNDS);
  const look_at = fields?.look_at && readTexts(fields.look_at, "look_at", BOUNDS);
  const steps = fields?.steps && readTexts(fields.steps, "steps", BOUNDS);
  const hints = fields?.hints && all((readList(fields.hints, "hints", HINTS.max) ?? [undefined]).map(readHint));
  if (!title || !severity || !verdict || !causes || !look_at || !steps || (fields.hints && !hints)) return undefined;
  return {
    title,
    severity: severity as KnowledgeCard["severity"],
    verdict: verdict as KnowledgeCard["verdict"],
    causes,
    look_at,
    steps,
    ...(hints && { hints }),
  };
};

const readHint = (node: Node | undefined): NonNullable<KnowledgeCard["hints"]>[number] | undefined => {
  const fields = node && readFields(node, "a hint", ["says", "steps"], ["unless"]);
  const says = fields?.says && readTexts(fields.says, "says", HINTS.says);
  const steps = fields?.steps && readTexts(fields.steps, "steps", HINTS.steps);
  const unless = fields?.unless && readTexts(fields.unless, "unless", HINTS.says);
  if (!says || !steps || (fields.unless && !unless)) return undefined;
  return { says, steps, ...(unless && { unless }) };
};
