import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { alertOf, eventOf } from "../core/alert/testing/alerts.ts";
import { TriageCompletedSchema, TriageSkippedSchema } from "../core/alert/triage-data.ts";
import type { CloudEvent } from "../core/cloud-event.ts";
import { AnalyzeReplySchema } from "./analyze/reply.ts";
import { badInputs, MAIN_PATH, toRequest } from "./bad-inputs.ts";
import { readEvent, toEventMessage } from "./http/cloud-event.ts";
import { requireSigned, signEvent } from "./http/event-signature.ts";
import { problems } from "./http/problem.ts";
import { ProblemSchema, ReadinessSchema } from "./http/reply.ts";
import { describeIngest } from "./ingest/suite.ts";
import type { BrokerIngress } from "./ingest/testing/broker-ingress.ts";
import { PromptReplySchema, PromptsReplySchema, RenderReplySchema, VersionReplySchema } from "./render/reply.ts";
import { RouteReplySchema } from "./route/reply.ts";
import { FUNCTION_NAMES, type FunctionName } from "./settings.ts";
import { get, post, secrets, tokens } from "./testing.ts";
import { tinyBundle } from "./tiny-bundle.ts";
import { VERSION } from "./version.ts";

/** Sends a request to one of the functions. */
export type Send = (to: FunctionName, path: string, init?: RequestInit) => Promise<Response> | Response;

/** What stands around the functions. */
export interface Around {
  /** Where ingest sends its events. */
  readonly ingress: BrokerIngress;
}

/** What every build of the functions does over HTTP: as an app in this process, on Node and in workerd. */
export const describeFunctions = (send: Send, { ingress }: Around): void => {
  const sendGood = async <Schema extends v.GenericSchema>(
    to: FunctionName,
    path: string,
    init: RequestInit,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>> => {
    const response = await send(to, path, init);
    const body: unknown = await response.json();
    expect({ status: response.status, body: response.ok ? undefined : body }).toEqual({ status: 200 });
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    return v.parse(schema, body);
  };

  describe("refuses", () => {
    test.each(badInputs)("$to: $name → $status $code", async (input) => {
      const { path, init } = toRequest(input);
      const response = await send(input.to, path, init);
      const problem = v.parse(ProblemSchema, await response.json());
      expect(problem).toMatchObject({ status: input.status, code: input.code });
      expect(response.status).toBe(input.status);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(problem.type).toBe(`urn:kprompt:problem:${input.code}`);
      expect(problem.title).toBe(problems[input.code].title);
      expect(problem.detail).toMatch(/\.$/);
      if (input.pointer !== undefined) expect(problem.issues?.map(({ pointer }) => pointer)).toContain(input.pointer);
      if (input.code === "unauthenticated") expect(response.headers.get("www-authenticate")).toMatch(/^Bearer(,|$)/);
      if (input.status === 405) expect(response.headers.get("allow")).toContain("OPTIONS");
    });
  });

  describe.each(FUNCTION_NAMES)("%s", (name) => {
    test("is alive and ready without a token, and says what it carries", async () => {
      expect(await sendGood(name, "/health/liveness", {}, v.strictObject({ status: v.literal("ok") }))).toBeTruthy();
      expect(await sendGood(name, "/health/readiness", {}, ReadinessSchema)).toMatchObject({
        function: name,
        version: VERSION,
        bundle_sha256: tinyBundle.bundle_sha256,
        git_sha: tinyBundle.provenance.git_sha,
      });
    });

    test("describes itself", async () => {
      expect(await sendGood(name, "/openapi.json", {}, v.looseObject({ openapi: v.literal("3.1.0") }))).toBeTruthy();
    });

    test("answers HEAD like GET, without a body", async () => {
      const response = await send(name, "/health/readiness", { method: "HEAD" });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe("");
    });

    test("answers OPTIONS with what is allowed", async () => {
      const response = await send(name, MAIN_PATH[name], { method: "OPTIONS", ...get() });
      expect(response.status).toBe(204);
      expect(response.headers.get("allow")).toBe("POST, OPTIONS");
    });
  });

  describeIngest((path, init) => send("ingest", path, init), ingress);

  describe("POST /v1/route", () => {
    const route = (body: object, headers = {}) => sendGood("route", "/v1/route", post(body, headers), RouteReplySchema);

    test("a rule chooses, and is the reason", async () => {
      const { features, bundle_sha256, ...decision } = await route({
        logs: "boom",
        filters: { namespace: "kube-system" },
      });
      expect(decision).toMatchObject({
        intent: "k8s_core",
        prompt: { id: "tiny.k8s", version: "1.0.0" },
        by: "rule",
        reason: "core namespaces",
        parameters: { max_tokens: 600 },
      });
      expect(features).toMatchObject({ log_volume: 1, namespace: "kube-system" });
      expect(bundle_sha256).toBe(tinyBundle.bundle_sha256);
    });

    test("features are taken as they are, and what follows from them is filled in", async () => {
      const given = { namespace: "kube-system", error_class: "etcd", keywords: ["NGINX"] };
      const { features, ...decision } = await route({ features: given });
      expect(decision.intent).toBe("k8s_core");
      expect(features).toMatchObject({ error_classes: ["etcd"], keywords: ["nginx"], log_volume: 0 });
    });

    test("no rule matches: the default", async () => {
      const decision = await route({ features: {} });
      expect(decision).toMatchObject({ intent: "general", by: "default", version_by: "label" });
    });

    test("an alert's labels and texts are looked at", async () => {
      const labels = { alertname: "PodOOM", namespace: "kube-system" };
      const annotations = { description: "Container was OOMKilled" };
      const { features, ...decision } = await route({ alert: { labels, annotations } });
      expect(decision.intent).toBe("k8s_core");
      expect(features).toMatchObject({ alertname: "PodOOM", error_class: "oom_killed", log_volume: 0 });
    });

    test("a bound token may name its own namespaces", async () => {
      const headers = { authorization: `Bearer ${tokens.shop}` };
      expect((await route({ features: { namespace: "shop" } }, headers)).intent).toBe("general");
    });
  });

  describe("GET /v1/prompts", () => {
    test("lists every version, highest first, and twice the same", async () => {
      const first = await sendGood("render", "/v1/prompts", get(), PromptsReplySchema);
      const second = await sendGood("render", "/v1/prompts", get(), PromptsReplySchema);
      expect(second).toEqual(first);
      expect(first.prompts.map(({ id, versions }) => [id, versions.map(({ version }) => version)])).toEqual([
        ["tiny.general", ["1.0.0"]],
        ["tiny.k8s", ["1.10.0", "1.0.0"]],
      ]);
    });

    test("one prompt", async () => {
      const prompt = await sendGood("render", "/v1/prompts/tiny.k8s", get(), PromptReplySchema);
      expect(prompt.versions.map(({ labels }) => labels)).toEqual([["dev"], ["production"]]);
    });

    test.each([
      ["1.0.0", "1.0.0"],
      ["dev", "1.10.0"],
      ["latest", "1.10.0"],
    ])("by %s", async (selector, version) => {
      const found = await sendGood("render", `/v1/prompts/tiny.k8s/${selector}`, get(), VersionReplySchema);
      expect(found.version).toBe(version);
      expect(found.messages[1]?.content).toContain("{{logs}}");
    });

    test("what is unknown names what there is", async () => {
      const response = await send("render", "/v1/prompts/tiny.k9s", get());
      expect(await response.json()).toMatchObject({ available: ["tiny.general", "tiny.k8s"] });
    });
  });

  describe("POST /v1/render", () => {
    const render = (body: object) => sendGood("render", "/v1/render", post(body), RenderReplySchema);

    test("values go in verbatim", async () => {
      const { messages, prompt, tokens } = await render({
        prompt: "tiny.k8s@dev",
        variables: { logs: "{{question}} <b>&amp;</b>", question: "why?", namespace: null },
      });
      expect(prompt).toMatchObject({ id: "tiny.k8s", version: "1.10.0", labels: ["dev"] });
      const fence = prompt.vars_sha256.slice(0, 16);
      expect(messages).toEqual([
        { role: "system", content: "You are brief." },
        { role: "user", content: `unknown why?\n${fence}\n{{question}} <b>&amp;</b>\n${fence}` },
      ]);
      expect(tokens.estimate).toBeGreaterThan(10);
    });

    test("equal requests give equal hashes", async () => {
      const body = { prompt: "tiny.general", variables: { logs: "x", question: 7 } };
      const [first, second] = [await render(body), await render(body)];
      expect(second.prompt).toEqual(first.prompt);
      expect(first.prompt.version).toBe("1.0.0");
    });
  });

  describe("POST /v1/analyze", () => {
    const analyze = (body: object, headers = {}) =>
      sendGood("analyze", "/v1/analyze", post(body, headers), AnalyzeReplySchema);

    test("lines of every form are read", async () => {
      const reply = await analyze({
        logs: [
          "plain",
          { time: "2026-11-21T03:00:00Z", line: "level=error msg=OOMKilled", labels: { pod: "api-1" } },
          "a\nb",
        ],
        filters: { namespace: "kube-system", container: "api" },
        labels: { app: "api" },
        question: "Why?",
        subject: "api",
      });
      expect(reply.logs.lines).toBe(4);
      expect(reply.route).toMatchObject({ intent: "k8s_core", reason: "core namespaces" });
      expect(reply.prompt).toMatchObject({ id: "tiny.k8s", version: "1.0.0", bundle_sha256: tinyBundle.bundle_sha256 });
    });

    test("the trace of the caller goes on", async () => {
      const traceId = "0af7651916cd43dd8448eb211c80319c";
      const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
      expect((await analyze({ logs: "boom" }, { traceparent })).trace_id).toBe(traceId);
    });

    test.each([
      "00-00000000000000000000000000000000-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
      "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
      "nonsense",
    ])("traceparent %s is ignored", async (traceparent) => {
      const { trace_id } = await analyze({ logs: "boom" }, { traceparent });
      expect(trace_id).not.toMatch(/^0af7651916cd43dd8448eb211c80319c$|^0+$/);
    });

    test("as events: accepted first, one triage last", async () => {
      const response = await send("analyze", "/v1/analyze", post({ logs: "boom" }, { accept: "text/event-stream" }));
      expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
      const events = parseEvents(await response.text());
      expect(events[0]?.event).toBe("accepted");
      expect(events.filter(({ event }) => event === "triage" || event === "problem")).toHaveLength(1);
      expect(v.parse(AnalyzeReplySchema, events.at(-1)?.data).trace_id).toBe(events[0]?.data.trace_id);
    });

    test("as events: what is wrong with the request is still a status", async () => {
      const response = await send("analyze", "/v1/analyze", post({ log: "boom" }, { accept: "text/event-stream" }));
      expect(response.status).toBe(422);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
    });
  });

  describe("POST / of analyze", () => {
    const alert = eventOf(alertOf());
    const answer = async (event: CloudEvent, mode: "binary" | "structured") => {
      const { headers, body } = toEventMessage(await signEvent(event, secrets.event), mode);
      const response = await send("analyze", "/", { method: "POST", headers, body: String(body) });
      expect(response.status).toBe(200);
      const request = new Request("http://broker/", {
        method: "POST",
        headers: [...response.headers],
        body: await response.arrayBuffer(),
      });
      const reply = await readEvent(request, 65_536);
      await requireSigned(reply, secrets.event);
      return reply;
    };

    test.each(["binary", "structured"] as const)("%s: an alert is answered with its triage", async (mode) => {
      const reply = await answer(alert, mode);
      expect(reply.type).toBe("dev.kprompt.triage.completed.v1");
      const { triage, alert: told } = v.parse(TriageCompletedSchema, reply.data);
      expect(told).toMatchObject({ alertname: "HighErrorRate", namespace: "shop" });
      expect(triage.data_gaps[0]).toContain("no logs");
    });

    test("an all-clear, with why there is no triage", async () => {
      const over = eventOf(alertOf({ status: "resolved", ends_at: "2026-11-21T03:01:00Z" }));
      expect(v.parse(TriageSkippedSchema, (await answer(over, "binary")).data).reason).toBe("resolved");
    });
  });

  test("POST /v1/feedback", async () => {
    const response = await send("analyze", "/v1/feedback", post({ token: "ab".repeat(32), score: 0.5 }));
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 204, body: "" });
  });
};

/** Events of a stream that has ended, with their JSON data. */
export const parseEvents = (text: string): { event: string; data: Record<string, unknown> }[] =>
  text
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => {
      const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      return { event, data: JSON.parse(data) };
    });
