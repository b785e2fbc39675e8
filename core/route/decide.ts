import { matches } from "../condition.ts";
import { PromptError } from "../error.ts";
import type { Features } from "../evidence/evidence.ts";
import type { ModelParameters } from "../port.ts";
import type { Bundle, Intent, PromptVersion, Routes } from "../prompt/bundle.ts";
import { findPrompt, findVersion, parseReference } from "../prompt/reference.ts";
import { classify } from "./classify.ts";
import type { Decision, VersionBy, VersionPolicy } from "./decision.ts";
import { factsOf } from "./facts.ts";

/** Overrides of one request. Whether the caller may use them is for the caller's border to decide. */
export interface RouteRequest {
  /** Answered each by its own prompt; the first is the main one. */
  readonly intents?: readonly string[];
  /** `id`, `id@version` or `id@label`. */
  readonly prompt?: string;
}

/**
 * Chooses the intents (request, else the first rule that matches, else the classifier, else the default) and the version
 * of each one's prompt (request, else pin, else what the route names, else the label of the environment). More than one
 * intent comes only from a request that names them, or from an unsure classifier with `on_unsure: all`.
 *
 * @returns The main decision first.
 * @throws {PromptError} `intent_unknown`, `reference_malformed`, `prompt_unknown`, `version_unknown` or `label_unknown`,
 * each naming what there is.
 */
export const decideRoutes = (
  bundle: Bundle,
  features: Features,
  request: RouteRequest,
  policy: VersionPolicy,
): readonly [Decision, ...Decision[]] => {
  const [main, ...others] = chooseIntents(bundle, features, request);
  const decide = (choice: Choice): Decision => toDecision(bundle, choice, request.prompt, policy);
  return [decide(main), ...others.map(decide)];
};

/** The main decision of `decideRoutes`. */
export const decideRoute = (
  bundle: Bundle,
  features: Features,
  request: RouteRequest,
  policy: VersionPolicy,
): Decision => decideRoutes(bundle, features, request, policy)[0];

interface Choice extends Pick<Decision, "intent" | "by" | "reason" | "alternatives"> {}

const toDecision = (bundle: Bundle, choice: Choice, prompt: string | undefined, policy: VersionPolicy): Decision => {
  const intent = findIntent(bundle.routes, choice.intent);
  const route = parseReference(intent.prompt);
  const asked = prompt === undefined ? undefined : parseReference(prompt);
  const id = asked?.id ?? route.id;
  const { selector, version_by } = chooseVersion(
    { id, asked: asked?.selector ?? null, route: route.id === id ? route.selector : null },
    policy,
  );
  const version = findVersion(bundle, id, selector);
  return {
    intent: choice.intent,
    prompt: { id, version: version.version },
    reference: `${id}@${selector}`,
    by: choice.by,
    version_by,
    reason: choice.reason,
    parameters: parametersOf(version, route.id === id ? intent.model : {}),
    alternatives: choice.alternatives,
  };
};

const chooseIntents = (bundle: Bundle, features: Features, request: RouteRequest): readonly [Choice, ...Choice[]] => {
  const { routes } = bundle;
  const [named, ...more] = new Set(request.intents);
  if (named !== undefined) {
    const prompt = request.prompt === undefined ? "" : ` with prompt ${request.prompt}`;
    const choose = (intent: string): Choice => {
      findIntent(routes, intent);
      return { intent, by: "request", reason: `request: intent ${intent}${prompt}`, alternatives: [] };
    };
    return [choose(named), ...more.map(choose)];
  }
  const facts = factsOf(features);
  const rule = routes.rules.find(({ when }) => matches(when, facts));
  const routed: readonly [Choice, ...Choice[]] = rule
    ? [{ intent: rule.intent, by: "rule", reason: rule.name, alternatives: [] }]
    : classify(bundle, features);
  if (request.prompt === undefined) return routed;

  const { id } = parseReference(request.prompt);
  findPrompt(bundle, id);
  const [main] = routed;
  // The intent that the features ask for, where it uses this prompt; else the first that does; else it stays.
  const using = [main.intent, ...Object.keys(routes.intents).sort()].find(
    (name) => parseReference(findIntent(routes, name).prompt).id === id,
  );
  return [{ ...main, intent: using ?? main.intent, by: "request", reason: `request: prompt ${request.prompt}` }];
};

const findIntent = (routes: Routes, name: string): Intent => {
  const intent = Object.hasOwn(routes.intents, name) ? routes.intents[name] : undefined;
  if (intent !== undefined) return intent;
  const available = Object.keys(routes.intents).sort();
  throw new PromptError(
    "intent_unknown",
    `There is no intent ${JSON.stringify(name)}. Use one of: ${available.join(", ")}.`,
    { details: { available } },
  );
};

const chooseVersion = (
  { id, asked, route }: { id: string; asked: string | null; route: string | null },
  { label, pins }: VersionPolicy,
): { selector: string; version_by: VersionBy } => {
  if (asked !== null) return { selector: asked, version_by: "request" };
  const pin = Object.hasOwn(pins, id) ? pins[id] : undefined;
  if (pin !== undefined) return { selector: pin, version_by: "pin" };
  return route === null ? { selector: label, version_by: "label" } : { selector: route, version_by: "route" };
};

const parametersOf = ({ model_defaults }: PromptVersion, policy: Intent["model"]): ModelParameters => ({
  ...model_defaults,
  temperature: policy.temperature ?? model_defaults.temperature,
  max_tokens: policy.max_tokens ?? model_defaults.max_tokens,
});
