import { matches } from "../condition.ts";
import { PromptError } from "../error.ts";
import type { Features } from "../evidence/evidence.ts";
import type { ModelParameters } from "../port.ts";
import type { Bundle, Intent, PromptVersion, Routes } from "../prompt/bundle.ts";
import { findPrompt, findVersion, parseReference } from "../prompt/reference.ts";
import type { ChosenBy, Decision, VersionBy, VersionPolicy } from "./decision.ts";
import { factsOf } from "./facts.ts";

/** Overrides of one request. Whether the caller may use them is for the caller's border to decide. */
export interface RouteRequest {
  readonly intent?: string;
  /** `id`, `id@version` or `id@label`. */
  readonly prompt?: string;
}

/**
 * Chooses the intent (request, else the first rule that matches, else the default) and the version of its prompt
 * (request, else pin, else what the route names, else the label of the environment).
 *
 * @throws {PromptError} `intent_unknown`, `reference_malformed`, `prompt_unknown`, `version_unknown` or `label_unknown`,
 * each naming what there is.
 */
export const decideRoute = (
  bundle: Bundle,
  features: Features,
  request: RouteRequest,
  policy: VersionPolicy,
): Decision => {
  const chosen = chooseIntent(bundle, features, request);
  const intent = findIntent(bundle.routes, chosen.intent);
  const route = parseReference(intent.prompt);
  const asked = request.prompt === undefined ? undefined : parseReference(request.prompt);
  const id = asked?.id ?? route.id;
  const { selector, version_by } = chooseVersion(
    { id, asked: asked?.selector ?? null, route: route.id === id ? route.selector : null },
    policy,
  );
  const prompt = findVersion(bundle, id, selector);
  return {
    intent: chosen.intent,
    prompt: { id, version: prompt.version },
    reference: `${id}@${selector}`,
    by: chosen.by,
    version_by,
    reason: chosen.reason,
    parameters: parametersOf(prompt, route.id === id ? intent.model : {}),
    alternatives: [],
  };
};

const chooseIntent = (
  bundle: Bundle,
  features: Features,
  request: RouteRequest,
): { intent: string; by: ChosenBy; reason: string } => {
  const { routes } = bundle;
  if (request.intent !== undefined) {
    findIntent(routes, request.intent);
    const prompt = request.prompt === undefined ? "" : ` with prompt ${request.prompt}`;
    return { intent: request.intent, by: "request", reason: `request: intent ${request.intent}${prompt}` };
  }
  const facts = factsOf(features);
  const rule = routes.rules.find(({ when }) => matches(when, facts));
  const routed: { intent: string; by: ChosenBy; reason: string } =
    rule === undefined
      ? { intent: routes.default, by: "default", reason: "default: no rule matched" }
      : { intent: rule.intent, by: "rule", reason: rule.name };
  if (request.prompt === undefined) return routed;

  const { id } = parseReference(request.prompt);
  findPrompt(bundle, id);
  // The intent that the features ask for, where it uses this prompt; else the first that does; else it stays.
  const using = [routed.intent, ...Object.keys(routes.intents).sort()].find(
    (name) => parseReference(findIntent(routes, name).prompt).id === id,
  );
  return { intent: using ?? routed.intent, by: "request", reason: `request: prompt ${request.prompt}` };
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
