import { digestEvidence } from "../core/evidence/digest.ts";
import type { Features } from "../core/evidence/evidence.ts";
import { decideRoutes } from "../core/route/decide.ts";
import type { Decision } from "../core/route/decision.ts";
import { type Explanation, explainRoute } from "../core/route/explain.ts";
import { checkPolicy } from "../core/route/policy.ts";
import { systemClock } from "../functions/adapters/clock.ts";
import { defined } from "../functions/http/defined.ts";
import { defineCommand, type ExitCode } from "./command.ts";
import type { Output } from "./output.ts";
import { readInput } from "./read-input.ts";
import { readRedactor } from "./redactor.ts";
import { loadTree } from "./tree.ts";
import { UsageError } from "./usage-error.ts";

export const command = defineCommand({
  usage: "[file]",
  positionals: { min: 0, max: 1, expected: "one file, or none" },
  options: {
    question: { type: "string", value: "TEXT", help: "what the reader wants to know" },
    alertname: { type: "string", value: "NAME", help: "of the alert that fired" },
    namespace: { type: "string", value: "NAME", help: "where the logs come from" },
    container: { type: "string", value: "NAME", help: "as namespace" },
    pod: { type: "string", value: "NAME", help: "as namespace" },
    node: { type: "string", value: "NAME", help: "as namespace" },
    label: { type: "string", value: "LABEL", help: "resolve versions by this label (default: production)" },
    explain: { type: "boolean", help: "say why: every rule that was asked, and what the classifier made of the words" },
  },
  details: `
Shows which intents and which prompt versions a request would get, without rendering or asking a model. The log comes from
a file, or from standard input where "-" is named; a question or an alert alone is enough. A .json file may also hold the
body of a request to POST /v1/analyze; options override it.

  kprompt route app.log --namespace shop --explain
  kprompt route --alertname KubePodCrashLooping --explain
  journalctl -u k3s | kprompt route - --json`,
  async run({ options, positionals: [file], root, cwd, env, json, out }): Promise<ExitCode> {
    const { question, alertname, namespace, container, pod, node, label = "production" } = options;
    if (file === undefined && question === undefined && alertname === undefined) {
      throw new UsageError(
        "There is nothing to route. Name a file (or - for standard input), --question or --alertname.",
      );
    }
    const { bundle, bundle_sha256 } = loadTree(root());
    const policy = { label, pins: {} };
    const [wrong] = checkPolicy(bundle, policy);
    if (wrong !== undefined) throw new UsageError(wrong);

    const { input, query } = file === undefined ? { input: { lines: [] } } : await readInput(file, cwd);
    if (query !== undefined) {
      throw new UsageError(
        `${file} says which lines to fetch, and route fetches none. kprompt analyze --json shows the route of it.`,
      );
    }
    const { features } = digestEvidence(
      { now: systemClock.now(), ...input, ...defined({ question, alertname, namespace, container, pod, node }) },
      readRedactor(env),
    );
    const decisions = decideRoutes(bundle, features, input, policy);
    const explanation = options.explain ? explainRoute(bundle, features) : undefined;
    if (json) {
      out.printJson({ decisions, features, ...(explanation && { explanation }), bundle_sha256 });
      return 0;
    }
    out.print(formatDecisions(decisions, out));
    if (explanation) out.print(`\n${formatExplanation(explanation, features, out)}`);
    return 0;
  },
});

const formatDecisions = (decisions: readonly Decision[], { paint }: Pick<Output, "paint">): string =>
  decisions
    .map(
      ({ intent, prompt, reference, by, reason, alternatives }) =>
        `${paint("bold", intent)}  ${prompt.id}@${prompt.version} (${reference})\n  by ${by}: ${reason.replace(`${by}: `, "")}` +
        (alternatives.length === 0
          ? ""
          : `\n  also likely: ${alternatives.map((one) => `${one.intent} ${one.confidence.toFixed(2)}`).join(", ")}`),
    )
    .join("\n");

const formatExplanation = (
  { rules, classifier }: Explanation,
  features: Features,
  { paint }: Pick<Output, "paint">,
): string => {
  const { level, error_class, error_classes, log_volume } = features;
  const others = error_classes.filter((name) => name !== error_class);
  return [
    paint("bold", "Features"),
    `  level ${level}, error class ${error_class}${others.length > 0 ? ` (also ${others.join(", ")})` : ""}, log lines: ${log_volume}`,
    paint("bold", "Rules, in order"),
    ...rules.map(({ name, matched, looks }) => {
      const seen = looks.map(({ fact, value, holds }) => `${holds ? "yes" : "no"}: ${fact} is ${showFact(value)}`);
      return `  ${matched ? paint("green", "match") : "-    "}  ${name}  ${paint("dim", [...new Set(seen)].join("; "))}`;
    }),
    ...(classifier === null
      ? []
      : [
          paint("bold", `Classifier, sure from ${classifier.confident_at}`),
          ...(classifier.likely.length === 0 ? ["  knows none of the words"] : []),
          ...classifier.likely.map(
            ({ intent, confidence, terms }) =>
              `  ${confidence.toFixed(2)}  ${intent}  ${paint("dim", terms.map((term) => `"${term}"`).join(", "))}`,
          ),
        ]),
  ].join("\n");
};

const showFact = (value: Explanation["rules"][number]["looks"][number]["value"]): string => {
  if (value === undefined || value === null || value === "") return "unknown";
  if (typeof value !== "object") return String(value);
  return value.length === 0 ? "none" : `${value.slice(0, 4).join(", ")}${value.length > 4 ? ", …" : ""}`;
};
