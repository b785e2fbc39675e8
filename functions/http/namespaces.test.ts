import { describe, expect, test } from "vitest";
import { createRedactor, type Redactor } from "../../core/evidence/redact.ts";
import { compilePatterns } from "../../core/evidence/redact-patterns.ts";
import { createModels, createTestApps, post, tokens } from "../testing.ts";

const bound = { authorization: `Bearer ${tokens.shop}` };

/** Names that the digest reads as `namespace`, though none of them is. */
const names = [
  "name\u001b[\u001b[0m31mspace",
  "\u001b[0mnamespace",
  "name\ufe0fspace",
  "name\u001b[0m\ufe0fspace",
  "k8s_name\u001b[\u001b[1m0mspace_name",
];

describe.each(names)("the label %j outside the token's namespaces", (name) => {
  const labels = { [name]: "kube-system" };
  test.each<["analyze" | "route", object]>([
    ["analyze", { logs: "level=error boom", labels }],
    ["analyze", { logs: [{ line: "level=error boom", labels }] }],
    ["analyze", { logs: "level=error boom", filters: { namespace: "shop" }, labels }],
    ["route", { logs: "level=error boom", labels }],
    ["route", { logs: [{ line: "level=error boom", labels }] }],
    ["route", { features: { labels } }],
    ["route", { alert: { labels } }],
  ])("%s refuses %j", async (to, body) => {
    const models = createModels();
    const { apps, records } = createTestApps({ models });
    const response = await apps[to].request(`/v1/${to}`, post(body, bound));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "namespace_forbidden" });
    expect([models.requests, records]).toEqual([[], []]);
  });
});

describe("a label that is read as a namespace only through what is hidden", () => {
  const hide = (text: string) => ({ text: text.replaceAll("~", ""), counts: {} });
  const { redact, redactLines } = createRedactor();
  test.each<["analyze" | "route", object]>([
    ["analyze", { logs: "level=error boom", labels: { "name~space": "kube-system" } }],
    ["analyze", { logs: "level=error boom", filters: { namespace: "shop" }, labels: { "name~space": "kube-system" } }],
    ["route", { features: { labels: { "name~space": "kube-system" } } }],
    ["route", { alert: { labels: { "name~space": "kube-system" } } }],
    ["route", { logs: [{ line: "x", labels: { "name~space": "kube-system" } }] }],
  ])("%s refuses %j", async (to, body) => {
    const { apps } = createTestApps({ redactor: { redact: hide, redactLines } });
    const response = await apps[to].request(`/v1/${to}`, post(body, bound));
    expect([response.status, (await response.json()).code]).toEqual([403, "namespace_forbidden"]);
  });

  test.each<["analyze" | "route", object]>([
    ["analyze", { logs: "level=error boom", labels: { "name~space": "kube-system" } }],
    ["analyze", { logs: "level=error boom", filters: { namespace: "shop" }, labels: { "name~space": "kube-system" } }],
    ["route", { logs: "level=error boom", labels: { "name~space": "kube-system" } }],
  ])("%s refuses even where only the digest reads it so: %j", async (to, body) => {
    let digesting = false;
    const redactor: Redactor = {
      redact: (text) => (digesting ? hide : redact)(text),
      redactLines: (lines) => {
        digesting = true;
        return redactLines(lines);
      },
    };
    const models = createModels();
    const { apps, records } = createTestApps({ redactor, models });
    const response = await apps[to].request(`/v1/${to}`, post(body, bound));
    expect([response.status, (await response.json()).code]).toEqual([403, "namespace_forbidden"]);
    expect([models.requests, records]).toEqual([[], []]);
  });
});

describe("where the operator hides the names of namespaces", () => {
  const { patterns } = compilePatterns([{ name: "team", pattern: "secret-[0-9]+" }]);
  const redactor = createRedactor({ patterns });
  test.each<["analyze" | "route", object]>([
    ["analyze", { logs: "level=error boom", labels: { namespace: "secret-1" } }],
    ["route", { alert: { labels: { namespace: "secret-1" } } }],
  ])("%s: a token reads its own, and no other", async (to, body) => {
    const token = { authorization: `Bearer ${tokens.shop}` };
    const authenticate = () => ({ namespaces: ["secret-1"] });
    const { apps } = createTestApps({ redactor, authenticate });
    expect((await apps[to].request(`/v1/${to}`, post(body, token))).status).toBe(200);
    const other = createTestApps({ redactor, authenticate: () => ({ namespaces: ["secret-2"] }) });
    expect((await other.apps[to].request(`/v1/${to}`, post(body, token))).status).toBe(403);
  });
});

test.each<["analyze" | "route", object]>([
  ["analyze", { logs: [{ line: "level=error boom", labels: { namespace: "shop", app: "web" } }] }],
  ["analyze", { logs: "level=error boom", labels: { k8s_namespace_name: "web" } }],
  ["analyze", { logs: "level=error boom" }],
  ["route", { alert: { labels: { namespace: "shop" } } }],
  ["route", { features: { namespace: "shop", labels: { namespace: "web" } } }],
])("%s answers about a token's own namespaces, and about none: %j", async (to, body) => {
  const { apps } = createTestApps();
  expect((await apps[to].request(`/v1/${to}`, post(body, bound))).status).toBe(200);
});
