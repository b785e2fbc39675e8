import { expect, test } from "vitest";
import { parse } from "yaml";
import { DEFAULT_PLAN } from "./plan.ts";
import { formatReleaseComponent, toReleaseComponent } from "./release-component.ts";
import { applyComponent, MANIFESTS, quietState, releaseOf, revisionsOf } from "./testing.ts";

const candidate = releaseOf("b", { label: "candidate", pins: ["a.b@1.0.0", "c@2.0.0"] });
const busy = {
  ...quietState,
  templates: revisionsOf("b"),
  rollout: { candidate, plan: DEFAULT_PLAN, step: 1, since: "2026-12-01T20:00:00Z" },
};

const rendered = (state: typeof busy | typeof quietState) =>
  Object.fromEntries(
    applyComponent(toReleaseComponent(state, "shop"), MANIFESTS).map(({ kind, metadata: { name }, spec }) => {
      const { image, env = [] } = spec.template?.spec.containers[0] ?? {};
      const values = env.map((one) => `${one.name}=${one.value}`).join(" ");
      const traffic = spec.traffic?.map(({ revisionName, percent, tag }) => `${percent} ${tag} ${revisionName}`);
      return [`${kind} ${name}`, spec.subscriber ?? [spec.template?.metadata.name, image, values, traffic]];
    }),
  );

const A = `ghcr.io/example/kprompt@sha256:${"a".repeat(64)}`;
const B = `ghcr.io/example/kprompt@sha256:${"b".repeat(64)}`;

test("without a rollout all is stable, and both Triggers call it", () => {
  const release = (name: string) => [
    `${name}-aaaaaaaaaaaa`,
    A,
    "PROMPT_LABEL=production PROMPT_PINS=",
    [`100 stable ${name}-aaaaaaaaaaaa`],
  ];
  expect(rendered(quietState)).toEqual({
    "Service route": release("route"),
    "Service render": release("render"),
    "Service analyze": release("analyze"),
    "Service ingest": [undefined, A, "CANDIDATE_PERCENT=0", undefined],
    "Service notify": [undefined, A, "PROMPT_LABEL= PROMPT_PINS=", undefined],
    "Trigger analyze": { uri: "http://stable-analyze.shop.svc.cluster.local" },
    "Trigger analyze-candidate": { uri: "http://stable-analyze.shop.svc.cluster.local" },
    "Trigger notify-ops": {},
  });
});

test("in a rollout the templates are the candidate's, and what has one revision stays with the stable image", () => {
  const release = (name: string) => [
    `${name}-bbbbbbbbbbbb`,
    B,
    "PROMPT_LABEL=candidate PROMPT_PINS=a.b@1.0.0,c@2.0.0",
    [`90 stable ${name}-aaaaaaaaaaaa`, `10 candidate ${name}-bbbbbbbbbbbb`],
  ];
  expect(rendered(busy)).toEqual({
    "Service route": release("route"),
    "Service render": release("render"),
    "Service analyze": release("analyze"),
    "Service ingest": [undefined, A, "CANDIDATE_PERCENT=10", undefined],
    "Service notify": [undefined, A, "PROMPT_LABEL= PROMPT_PINS=", undefined],
    "Trigger analyze": { uri: "http://stable-analyze.shop.svc.cluster.local" },
    "Trigger analyze-candidate": { uri: "http://candidate-analyze.shop.svc.cluster.local" },
    "Trigger notify-ops": {},
  });
});

test("where env begins with other variables, nothing is patched by mistake", () => {
  const moved = MANIFESTS.map((manifest) => structuredClone(manifest));
  moved[0]?.spec.template?.spec.containers[0]?.env.reverse();
  expect(() => applyComponent(toReleaseComponent(busy, "shop"), moved)).toThrow("test");
});

test("the text says who writes it, and is YAML of the component; numbers in the environment are text", () => {
  const text = formatReleaseComponent(busy, "shop");
  expect(text).toMatch(/^# Written by kprompt rollout/);
  expect(parse(text)).toEqual(toReleaseComponent(busy, "shop"));
  expect(text).toContain('value: "10"');
});
