import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bundle, Classifier, ClassifierPolicy, Intent, Routes } from "../prompt/bundle.ts";
import { classifyText, tellingTerms } from "./classify-text.ts";
import { decideRoute, decideRoutes } from "./decide.ts";
import { toFeatures } from "./features.ts";
import { termsOf } from "./terms.ts";
import { testBundle } from "./testing.ts";
import { trainClassifier } from "./train.ts";

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  core: [
    "Why did the node become NotReady?",
    "etcd requests took too long",
    "kubelet cannot mount volumes",
    "The API server is slow and kubectl hangs",
    "KubeNodeUnreachable",
    "CoreDNS times out upstream",
    "Leader election lost in the controller manager",
    "kube-proxy cannot restore its iptables rules",
  ],
  general: [
    "Checkout returned 500s for ten minutes",
    "The backup job complained last night",
    "Users report timeouts on the login page",
    "Error rate of the shop went up after lunch",
    "The mail relay refuses connections",
    "Is this exception of the billing service worth waking up for?",
    "Home automation lost its broker",
    "Orders of the shop are not delivered",
  ],
  old: [
    "Summarise the last hour",
    "Give me a timeline of the incident",
    "Recap of the upgrade for the handover",
    "Short overview of what happened",
    "Summary for the post-mortem with times",
    "Walk me through the failover in order",
    "tl;dr of the logs",
    "An account of the night, in order of time",
  ],
};
const POLICY: ClassifierPolicy = { confident_at: 0.6, plausible_at: 0.2, on_unsure: "default" };

const routesOf = (examples: typeof EXAMPLES, classifier: ClassifierPolicy | null): Routes => {
  const { routes } = testBundle();
  const intents = Object.entries(examples).map(([name, texts]): [string, Intent] => [
    name,
    { ...routes.intents[name]!, examples: texts },
  ]);
  return { ...routes, intents: Object.fromEntries(intents), classifier };
};
const bundleOf = (policy: ClassifierPolicy | null, classifier?: Classifier | null): Bundle => {
  const routes = routesOf(EXAMPLES, policy);
  return { ...testBundle(), routes, classifier: classifier === undefined ? trainClassifier(routes) : classifier };
};
const trained = trainClassifier(routesOf(EXAMPLES, POLICY))!;
const VERSIONS = { label: "production", pins: {} };
const routeBy = (bundle: Bundle, question: string) => decideRoute(bundle, toFeatures({ question }), {}, VERSIONS);

describe("termsOf", () => {
  test.each([
    { text: "KubePodCrashLooping", expected: ["crash", "crash loop", "kube", "kube pod", "loop", "pod", "pod crash"] },
    { text: "the pod crash-loops", expected: ["crash", "crash loop", "loop", "pod", "pod crash"] },
    { text: "mounted mounting mounts", expected: ["mount"] },
    {
      text: "certificates expired on 2026-11-21 (x509)",
      expected: ["certificat", "certificat expir", "expir", "expir x509", "x509"],
    },
    {
      text: "pod web-7f9c4d8b6-x2x4z 500 502",
      expected: ["500", "500 502", "502", "pod", "pod web", "web", "web 500"],
    },
    { text: "", expected: [] },
  ])("$text", ({ text, expected }) => expect(termsOf(text)).toEqual(expected));
});

describe("trainClassifier", () => {
  test("gives the same weights for the same examples, whatever the order of the intents", () => {
    const turned = Object.fromEntries(Object.entries(EXAMPLES).toReversed());
    expect(JSON.stringify(trainClassifier(routesOf(turned, POLICY)))).toBe(JSON.stringify(trained));
  });
  test("gets its own examples right", () => {
    for (const [intent, texts] of Object.entries(EXAMPLES))
      for (const text of texts) expect(classifyText(trained, text)[0]?.intent, text).toBe(intent);
  });
  test.each([
    { text: "a timeline of last night please", intent: "old" },
    { text: "the node is not ready", intent: "core" },
    { text: "the shop answers with errors", intent: "general" },
  ])("generalises: $text", ({ text, intent }) => expect(classifyText(trained, text)[0]?.intent).toBe(intent));
  test("needs a policy, and two intents with examples", () => {
    expect(trainClassifier(routesOf(EXAMPLES, null))).toBeNull();
    expect(trainClassifier(routesOf({ core: EXAMPLES.core!, general: [] }, POLICY))).toBeNull();
  });
  test("says what spoke for an intent", () => {
    expect(tellingTerms(trained, "a timeline of the incident", "old")).toContain("timelin");
  });
  test("confidences of any text add up to one, or there are none", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "grapheme" }), (text) => {
        const likely = classifyText(trained, text);
        const sum = likely.reduce((total, { confidence }) => total + confidence, 0);
        return likely.length === 0 || (likely.length === 3 && Math.abs(sum - 1) < 0.01);
      }),
    );
  });
});

describe("a route that no rule decides", () => {
  const clear = "a timeline of the incident, in order of time";
  const unclear = "shop timeline node";

  test("the classifier decides where it is confident, and lists the others", () => {
    const decision = routeBy(bundleOf(POLICY), clear);
    expect(decision).toMatchObject({ intent: "old", by: "classifier" });
    expect(decision.reason).toMatch(/^classifier: old 0\.\d\d$/);
    const mixed = routeBy(bundleOf({ ...POLICY, confident_at: 0.3, plausible_at: 0.1 }), unclear);
    expect(mixed.by).toBe("classifier");
    expect(mixed.alternatives.map(({ intent }) => intent)).toEqual(
      classifyText(trained, unclear)
        .filter(({ intent, confidence }) => intent !== mixed.intent && confidence >= 0.05)
        .map(({ intent }) => intent),
    );
    expect(mixed.alternatives.length).toBeGreaterThan(0);
  });
  test("just above the confidence of the text it is unsure, just below it is not", () => {
    const [{ confidence } = { confidence: Number.NaN }] = classifyText(trained, clear);
    const at = (confident_at: number) => routeBy(bundleOf({ ...POLICY, confident_at }, trained), clear);
    expect(at(confidence).by).toBe("classifier");
    expect(at(confidence + 0.001)).toMatchObject({ intent: "general", by: "default" });
  });
  test("unsure: the default, with the likely ones listed", () => {
    const decision = routeBy(bundleOf({ ...POLICY, confident_at: 0.99 }), unclear);
    expect(decision).toMatchObject({ intent: "general", by: "default" });
    expect(decision.reason).toMatch(/^default: no rule matched, classifier unsure \(/);
    expect(decision.alternatives.length).toBeGreaterThan(0);
  });
  test("unsure, on_unsure all: every plausible one, likeliest first", () => {
    const bundle = bundleOf({ confident_at: 0.99, plausible_at: 0.01, on_unsure: "all" });
    const decisions = decideRoutes(bundle, toFeatures({ question: unclear }), {}, VERSIONS);
    expect(decisions.map(({ intent }) => intent)).toEqual(classifyText(trained, unclear).map(({ intent }) => intent));
    expect(decisions.every(({ by }) => by === "classifier")).toBe(true);
  });
  test("on_unsure all with one plausible intent is the default", () => {
    const bundle = bundleOf({ confident_at: 1, plausible_at: 0.9, on_unsure: "all" });
    expect(decideRoutes(bundle, toFeatures({ question: unclear }), {}, VERSIONS)).toHaveLength(1);
  });
  test.each([
    { name: "off", bundle: bundleOf(null), reason: "default: no rule matched" },
    { name: "missing", bundle: bundleOf(POLICY, null), reason: "default: no rule matched" },
    {
      name: "throwing",
      bundle: bundleOf(POLICY, { ...trained, terms: null } as unknown as Classifier),
      reason: "default: no rule matched, the classifier failed",
    },
    {
      name: "naming an intent that is not there",
      bundle: bundleOf(POLICY, { ...trained, intents: ["gone", "gone too", "lost"] }),
      reason: "default: no rule matched, the classifier failed",
    },
    {
      name: "giving no number",
      bundle: bundleOf(POLICY, { ...trained, temperature: Number.NaN }),
      reason: "default: no rule matched, the classifier failed",
    },
  ])("a classifier that is $name costs nothing but its advice", ({ bundle, reason }) => {
    expect(routeBy(bundle, clear)).toMatchObject({ intent: "general", by: "default", reason });
  });
  test("a text without a known word is the default", () => {
    expect(routeBy(bundleOf(POLICY), "qqqq zzzz").reason).toBe(
      "default: no rule matched, the classifier knows none of the words",
    );
  });
  test("the words of the lines count only where nobody said anything", () => {
    const keywords = ["etcd", "kubelet", "mount", "volumes"];
    expect(decideRoute(bundleOf(POLICY), toFeatures({ keywords }), {}, VERSIONS).alternatives).not.toEqual([]);
    const both = decideRoute(bundleOf(POLICY), toFeatures({ keywords, question: clear }), {}, VERSIONS);
    expect(both.intent).toBe("old");
  });
});
