import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ERROR_CLASSES } from "../evidence/error-class.ts";
import { LEVELS } from "../evidence/evidence.ts";
import type { Rule } from "../prompt/bundle.ts";
import { ROUTE_FACTS } from "../prompt/route-facts.ts";
import { decideRoute, decideRoutes } from "./decide.ts";
import type { VersionPolicy } from "./decision.ts";
import { factsOf } from "./facts.ts";
import { toFeatures } from "./features.ts";
import { checkPolicy } from "./policy.ts";
import { testBundle } from "./testing.ts";

const production: VersionPolicy = { label: "production", pins: {} };
const RULES: readonly Rule[] = [
  {
    name: "kube_system_warning",
    when: {
      all: [
        { fact: "namespace", equals: "kube-system" },
        { fact: "level", one_of: ["warning", "error", "critical"] },
      ],
    },
    intent: "core",
  },
  { name: "old_etcd", when: { fact: "error_class", equals: "etcd" }, intent: "old" },
];
const bundle = testBundle(RULES);

describe("who chooses the intent, and who the version", () => {
  test.each([
    {
      name: "the default, by the label of the environment",
      features: {},
      expected: {
        intent: "general",
        by: "default",
        reason: "default: no rule matched",
        reference: "triage.general@production",
        version_by: "label",
        version: "1.0.0",
      },
    },
    {
      name: "a rule, by the label that its route names",
      features: { namespace: "kube-system", level: "error" },
      expected: {
        intent: "core",
        by: "rule",
        reason: "kube_system_warning",
        reference: "triage.k8s@candidate",
        version_by: "route",
        version: "2.1.0",
      },
    },
    {
      name: "the first rule that matches",
      features: { namespace: "kube-system", level: "error", error_class: "etcd" },
      expected: { intent: "core", by: "rule", reason: "kube_system_warning" },
    },
    {
      name: "a rule, by the version that its route names",
      features: { error_class: "etcd" },
      expected: {
        intent: "old",
        by: "rule",
        reason: "old_etcd",
        reference: "triage.k8s@2.0.0",
        version_by: "route",
        version: "2.0.0",
      },
    },
    {
      name: "a pin goes before the route's label",
      features: { namespace: "kube-system", level: "warning" },
      policy: { label: "production", pins: { "triage.k8s": "2.0.0" } },
      expected: { intent: "core", reference: "triage.k8s@2.0.0", version_by: "pin", version: "2.0.0" },
    },
    {
      name: "a pin goes before the label",
      features: {},
      policy: { label: "production", pins: { "triage.general": "1.10.0" } },
      expected: { version_by: "pin", version: "1.10.0" },
    },
    {
      name: "an intent of the request goes before the rules",
      features: { namespace: "kube-system", level: "error" },
      request: { intents: ["general"] },
      expected: { intent: "general", by: "request", reason: "request: intent general", version_by: "label" },
    },
    {
      name: "a version of the request goes before a pin",
      features: {},
      request: { prompt: "triage.general@1.10.0" },
      policy: { label: "production", pins: { "triage.general": "1.0.0" } },
      expected: {
        by: "request",
        reason: "request: prompt triage.general@1.10.0",
        version_by: "request",
        version: "1.10.0",
      },
    },
    {
      name: "latest is the highest version, not the last text",
      features: {},
      request: { prompt: "triage.general@latest" },
      expected: { version: "1.10.0", reference: "triage.general@latest" },
    },
    {
      name: "a prompt of the request without a version takes the pin",
      features: {},
      request: { prompt: "triage.k8s" },
      policy: { label: "production", pins: { "triage.k8s": "2.1.0" } },
      expected: { intent: "core", by: "request", version_by: "pin", version: "2.1.0" },
    },
    {
      name: "intent and prompt of the request",
      features: {},
      request: { intents: ["old"], prompt: "triage.k8s@candidate" },
      expected: {
        intent: "old",
        reason: "request: intent old with prompt triage.k8s@candidate",
        version_by: "request",
        version: "2.1.0",
      },
    },
  ] as const)("$name", ({ features, expected, ...given }) => {
    const request = "request" in given ? given.request : {};
    const policy = "policy" in given ? given.policy : production;
    const { prompt, ...decision } = decideRoute(bundle, toFeatures(features), request, policy);
    const { version, ...rest } = { version: prompt.version, ...expected };
    expect(decision).toMatchObject(rest);
    expect(prompt.version).toBe(version);
  });
});

test("several intents of the request are decided each by itself, in their order, each once", () => {
  const decisions = decideRoutes(bundle, toFeatures({}), { intents: ["old", "general", "old"] }, production);
  expect(decisions.map(({ intent, reference }) => `${intent} ${reference}`)).toEqual([
    "old triage.k8s@2.0.0",
    "general triage.general@production",
  ]);
});

test("the intent's policy goes over the prompt's defaults, but not over another prompt's", () => {
  const parametersOf = (request: { intents: string[]; prompt?: string }) =>
    decideRoute(bundle, toFeatures({}), request, production).parameters;
  expect(parametersOf({ intents: ["core"] })).toEqual({ temperature: 0, top_p: 0.9, max_tokens: 300, stop: [] });
  expect(parametersOf({ intents: ["core"], prompt: "triage.general" })).toMatchObject({
    temperature: 0.2,
    max_tokens: 700,
  });
});

test.each([
  { name: "intent", request: { intents: ["nope"] }, code: "intent_unknown", available: ["core", "general", "old"] },
  {
    name: "intent named like a property",
    request: { intents: ["constructor"] },
    code: "intent_unknown",
    available: ["core", "general", "old"],
  },
  { name: "prompt", request: { prompt: "nope" }, code: "prompt_unknown", available: ["triage.general", "triage.k8s"] },
  { name: "version", request: { prompt: "triage.k8s@9.9.9" }, code: "version_unknown", available: ["2.0.0", "2.1.0"] },
  {
    name: "label",
    request: { prompt: "triage.k8s@stable" },
    code: "label_unknown",
    available: ["candidate", "production"],
  },
])("an unknown $name is an error that says what there is", ({ request, code, available }) => {
  expect(() => decideRoute(bundle, toFeatures({}), request, production)).toThrow(
    expect.objectContaining({ code, details: expect.objectContaining({ available }) }),
  );
});

const anyFeatures = fc
  .record(
    {
      namespace: fc.constantFrom("kube-system", "shop", ""),
      level: fc.constantFrom(...LEVELS),
      error_class: fc.constantFrom(...ERROR_CLASSES, "none" as const),
      keywords: fc.array(fc.string()),
      labels: fc.dictionary(fc.string(), fc.string()),
      question: fc.string(),
    },
    { requiredKeys: [] },
  )
  .map(toFeatures);

test("every input gives a whole decision, and the same one each time", () => {
  fc.assert(
    fc.property(anyFeatures, (features) => {
      const decision = decideRoute(bundle, features, {}, production);
      expect(Object.values(decision)).not.toContain(undefined);
      expect(Object.values(decision.prompt)).not.toContain(undefined);
      expect(decideRoute(bundle, features, {}, production)).toEqual(decision);
    }),
    { numRuns: 1000 },
  );
});

describe("every fact can be used in a rule", () => {
  const features = toFeatures({
    namespace: "shop",
    container: "orders",
    pod: "orders-1",
    node: "node-1",
    app: "orders",
    level: "error",
    error_class: "etcd",
    error_classes: ["etcd", "crash_loop"],
    log_volume: 12,
    keywords: ["Nginx", "nginx"],
    alertname: "High",
    question: "why?",
    labels: { "app.kubernetes.io/name": "x" },
  });
  test.each([...Object.keys(ROUTE_FACTS), "labels.app.kubernetes.io/name"])("%s", (name) =>
    expect(factsOf(features)(name)).toBeDefined(),
  );
  test.each(["labels.toString", "labels", "constructor", "nope"])("%s is absent", (name) =>
    expect(factsOf(features)(name)).toBeUndefined(),
  );
  test("keywords are lower-case and once each", () => expect(factsOf(features)("keywords")).toEqual(["nginx"]));
});

test.each([
  {
    given: {},
    expected: { level: "unknown", error_class: "none", error_classes: [], log_volume: 0, keywords: [], labels: {} },
  },
  { given: { error_class: "etcd" }, expected: { error_class: "etcd", error_classes: ["etcd"] } },
  {
    given: { error_classes: ["database", "etcd"] },
    expected: { error_class: "database", error_classes: ["database", "etcd"] },
  },
  { given: { namespace: undefined }, expected: { level: "unknown" } },
] as const)("what is left out of $given is filled", ({ given, expected }) => {
  expect(toFeatures(given)).toMatchObject(expected);
  expect(Object.values(toFeatures(given))).not.toContain(undefined);
});

describe("a policy that names nothing", () => {
  test.each([
    { policy: production, expected: [] },
    { policy: { label: "candidate", pins: { "triage.k8s": "2.0.0" } }, expected: [] },
    {
      policy: { label: "stable", pins: {} },
      expected: ['Label "stable" names nothing. Available: candidate, production.'],
    },
    {
      policy: { label: "production", pins: { "triage.k8s": "3.0.0", nope: "1.0.0" } },
      expected: [
        'Pin triage.k8s@3.0.0: "3.0.0" is no version of triage.k8s. Available: 2.0.0, 2.1.0.',
        'Pin nope@1.0.0: "nope" is no prompt. Available: triage.general, triage.k8s.',
      ],
    },
  ])("$policy", ({ policy, expected }) => expect(checkPolicy(bundle, policy)).toEqual(expected));

  test("a label that misses a prompt which needs it", () => {
    const partial = { ...bundle, labels: { production: { "triage.k8s": "2.0.0" } } };
    expect(checkPolicy(partial, production)).toEqual([
      'Label production: "production" is no label of triage.general. Available: none.',
    ]);
  });
});
