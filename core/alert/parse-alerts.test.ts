import { describe, expect, test } from "vitest";
import { PromptError } from "../error.ts";
import type { Alert, AlertFormat } from "./alert.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { parseAlerts } from "./parse-alerts.ts";
import { captured } from "./testing/captured.ts";

const NOW = Date.parse("2026-11-21T03:00:00Z");
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

const good = {
  status: "firing",
  labels: { alertname: "HighErrorRate", namespace: "media" },
  annotations: { summary: "much" },
  startsAt: "2026-11-21T02:59:00Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://prometheus.lan/graph",
  fingerprint: "0123456789abcdef",
};
const group = (...alerts: unknown[]) => ({
  version: "4",
  status: "firing",
  receiver: "kprompt",
  truncatedAlerts: 0,
  alerts,
});
const parse = (body: unknown, format: AlertFormat = "alertmanager") => parseAlerts(body, format, NOW);
const first = (body: unknown, format: AlertFormat = "alertmanager"): Alert => parse(body, format).alerts[0]!;
const error = (body: unknown, format: AlertFormat = "alertmanager"): PromptError => {
  try {
    parse(body, format);
  } catch (thrown) {
    if (thrown instanceof PromptError) return thrown;
    throw thrown;
  }
  throw new Error("It was taken.");
};
const pointers = (issues: readonly { readonly pointer: string }[]): readonly string[] =>
  issues.map(({ pointer }) => pointer);

test("an alert of Alertmanager's", () => {
  expect(parse(group(good))).toEqual({
    alerts: [
      {
        format: "alertmanager",
        status: "firing",
        labels: { alertname: "HighErrorRate", namespace: "media" },
        annotations: { summary: "much" },
        startsAt: Date.parse("2026-11-21T02:59:00Z"),
        endsAt: null,
        generatorUrl: "http://prometheus.lan/graph",
        fingerprint: "0123456789abcdef",
        receiver: "kprompt",
        truncatedAlerts: 0,
      },
    ],
    rejected: [],
  });
});

test("an alert of Grafana's: more fields, other zones, another version", () => {
  const alert = {
    ...good,
    status: "resolved",
    startsAt: "2026-11-21T04:59:00.25+02:00",
    endsAt: "2026-11-21T05:00:00+02:00",
    values: { A: 1.5 },
    valueString: "[ var='A' value=1.5 ]",
    silenceURL: "http://grafana.lan/silence",
    imageURL: "",
  };
  const body = {
    ...group(alert),
    version: "1",
    orgId: 1,
    title: "t",
    state: "alerting",
    message: "m",
    routeLabels: {},
  };
  expect(first(body, "grafana")).toMatchObject({
    format: "grafana",
    status: "resolved",
    startsAt: Date.parse("2026-11-21T02:59:00.250Z"),
    endsAt: NOW,
  });
});

test("a ruler's alert has no receiver, and its fingerprint is worked out", () => {
  const { fingerprint: _, status: __, ...pushed } = good;
  expect(first([pushed], "ruler")).toMatchObject({
    format: "ruler",
    status: "firing",
    receiver: null,
    truncatedAlerts: 0,
    fingerprint: fingerprintOf(good.labels),
  });
});

test("each alert's own status counts, never the group's", () => {
  const { text } = captured("0.33.1/firing-grouped-mixed");
  expect(parse(JSON.parse(text)).alerts.map(({ status }) => status)).toEqual(["firing", "resolved", "firing"]);
});

describe("a ruler's alert is resolved by its end", () => {
  test.each([
    { endsAt: undefined, status: "firing" },
    { endsAt: null, status: "firing" },
    { endsAt: "0001-01-01T00:00:00Z", status: "firing" },
    { endsAt: at(240), status: "firing" },
    { endsAt: at(30.001), status: "firing" },
    { endsAt: at(30), status: "resolved" },
    { endsAt: at(0), status: "resolved" },
    { endsAt: at(-900), status: "resolved" },
  ])("$endsAt: $status", ({ endsAt, status }) => {
    const alert = first([{ labels: good.labels, startsAt: good.startsAt, endsAt }], "ruler");
    expect(alert.status).toBe(status);
    expect(alert.endsAt).toBe(status === "firing" ? null : Date.parse(endsAt!));
  });
});

describe("what is wrong without harm is put right", () => {
  test.each<[name: string, alert: Readonly<Record<string, unknown>>, expected: Partial<Alert>]>([
    ["no annotations", { annotations: undefined }, { annotations: {} }],
    ["null for annotations", { annotations: null }, { annotations: {} }],
    ["a fingerprint in capitals", { fingerprint: "0123456789ABCDEF" }, { fingerprint: fingerprintOf(good.labels) }],
    ["a fingerprint that is a number", { fingerprint: 123 }, { fingerprint: fingerprintOf(good.labels) }],
    ["an empty generator", { generatorURL: "" }, { generatorUrl: null }],
    ["a generator too long to be of use", { generatorURL: "x".repeat(5000) }, { generatorUrl: null }],
    ["a firing alert that has an end", { endsAt: at(-60) }, { endsAt: null }],
    ["a resolved one that has none", { status: "resolved" }, { endsAt: NOW }],
    ["a resolved one with nonsense for an end", { status: "resolved", endsAt: "soon" }, { endsAt: NOW }],
    ["an empty label", { labels: { a: "b", c: "" } }, { labels: { a: "b" } }],
    ["half a surrogate pair", { labels: { "a\ud800": "b\udfff" } }, { labels: { "a\ufffd": "b\ufffd" } }],
    ["an emoji is whole", { labels: { a: "🚨" } }, { labels: { a: "🚨" } }],
  ])("%s", (_, alert, expected) => expect(first(group({ ...good, ...alert }))).toMatchObject(expected));

  test("a ruler's alert without a beginning begins with its end, or now", () => {
    expect(first([{ labels: { a: "b" } }], "ruler")).toMatchObject({ status: "firing", startsAt: NOW });
    expect(first([{ labels: { a: "b" }, endsAt: at(-60) }], "ruler")).toMatchObject({ startsAt: NOW - 60_000 });
  });

  test("a receiver and a count of no use", () => {
    expect(first({ ...group(good), receiver: 7, truncatedAlerts: "many" })).toMatchObject({
      receiver: null,
      truncatedAlerts: 0,
    });
    expect(first({ ...group(good), truncatedAlerts: -1 })).toMatchObject({ truncatedAlerts: 0 });
    expect(first({ alerts: [good] })).toMatchObject({ receiver: null, truncatedAlerts: 0 });
  });

  test("what is long or many is cut, with a mark, and the fingerprint is that of the whole", () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`l${i}`, "v"]));
    const labels = { long: "x".repeat(5000), ...many };
    const alert = first(group({ ...good, fingerprint: "", labels, annotations: { a: "y".repeat(50_000) } }));
    expect(Object.keys(alert.labels)).toHaveLength(100);
    expect(alert.labels.long).toMatch(/^x{1023}…$/);
    expect(alert.annotations.a).toMatch(/^y+ … \[33,\d{3} characters cut] … y+$/);
    expect(alert.fingerprint).toBe(fingerprintOf(labels));
  });

  test("labels with the names of JavaScript's own", () => {
    const labels = JSON.parse('{"__proto__": "a", "constructor": "b", "toString": "c"}') as Readonly<
      Record<string, string>
    >;
    const alert = first(group({ ...good, labels, fingerprint: "" }));
    expect(JSON.stringify(alert.labels)).toBe('{"__proto__":"a","constructor":"b","toString":"c"}');
    expect(alert.fingerprint).toBe(fingerprintOf(labels));
    expect(Object.getPrototypeOf(alert.labels)).toBe(Object.prototype);
  });
});

describe("a body without a good alert is refused, with the places", () => {
  const without = (key: keyof typeof good) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== key));
  test.each<[name: string, body: unknown, format: AlertFormat, pointers: readonly string[]]>([
    ["a text", "alerts", "alertmanager", [""]],
    ["null", null, "alertmanager", [""]],
    ["a ruler's list", [good], "alertmanager", [""]],
    ["a webhook's object", group(good), "ruler", [""]],
    ["no alerts", { version: "4" }, "grafana", ["/alerts"]],
    ["alerts that are no list", { alerts: { a: good } }, "grafana", ["/alerts"]],
    ["an empty list", group(), "alertmanager", ["/alerts"]],
    [
      "a payload that was templated",
      JSON.parse(captured("0.33.1/firing-custom-payload-ce-structured").text),
      "alertmanager",
      ["/alerts"],
    ],
    ["an alert that is a text", group("x"), "alertmanager", ["/alerts/0"]],
    ["no labels", group(without("labels")), "alertmanager", ["/alerts/0/labels"]],
    ["a list for labels", group({ ...good, labels: ["a"] }), "alertmanager", ["/alerts/0/labels"]],
    ["labels without one", group({ ...good, labels: {} }), "alertmanager", ["/alerts/0/labels"]],
    ["labels that are all empty", [{ ...good, labels: { a: "" } }], "ruler", ["/0/labels"]],
    [
      "a label that is a number",
      group({ ...good, labels: { "a/b~": 1 } }),
      "alertmanager",
      ["/alerts/0/labels/a~1b~0"],
    ],
    [
      "an annotation that is an object",
      group({ ...good, annotations: { a: {} } }),
      "alertmanager",
      ["/alerts/0/annotations/a"],
    ],
    ["no status", group(without("status")), "alertmanager", ["/alerts/0/status"]],
    ["another status", group({ ...good, status: "pending" }), "alertmanager", ["/alerts/0/status"]],
    ["no beginning", group(without("startsAt")), "alertmanager", ["/alerts/0/startsAt"]],
    [
      "a beginning that is none",
      group({ ...good, startsAt: "0001-01-01T00:00:00Z" }),
      "alertmanager",
      ["/alerts/0/startsAt"],
    ],
    [
      "a day that does not exist",
      group({ ...good, startsAt: "2026-02-30T00:00:00Z" }),
      "alertmanager",
      ["/alerts/0/startsAt"],
    ],
    ["an end that would decide", [{ ...good, endsAt: "soon" }], "ruler", ["/0/endsAt"]],
    [
      "all that can be wrong",
      group({ labels: 1, annotations: 2, status: 3, startsAt: 4 }),
      "alertmanager",
      ["/alerts/0/labels", "/alerts/0/annotations", "/alerts/0/status", "/alerts/0/startsAt"],
    ],
  ])("%s", (_, body, format, expected) => {
    const refused = error(body, format);
    expect(refused.code).toBe("request_invalid");
    expect(pointers(refused.issues).toSorted()).toEqual(expected.toSorted());
    expect(refused.message).toContain(expected.length === 1 ? expected[0] || "The body" : "more in issues.");
  });

  test("issues are bounded, and quote no value", () => {
    const labels = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`l${i}`, { secret: "hunter2" }]));
    const refused = error(group(...Array.from({ length: 1000 }, () => ({ ...good, labels }))));
    expect(refused.issues).toHaveLength(20);
    expect(JSON.stringify([refused.message, refused.issues])).not.toContain("hunter2");
    expect(refused.issues[0]).toEqual({ pointer: "/alerts/0/labels/l0", detail: "must be a text." });
  });

  test("more alerts than are taken at once", () => {
    const refused = error({ alerts: Array.from({ length: 10_001 }, () => good) });
    expect(refused.issues).toEqual([{ pointer: "/alerts", detail: expect.stringContaining("10001 alerts") }]);
  });
});

test("a bad alert takes no good one with it: the sender would repeat the whole body for as long as it fires", () => {
  const { alerts, rejected } = parse(group(good, { ...good, labels: {} }, { ...good, labels: { a: "b" } }));
  expect(alerts.map(({ labels }) => labels)).toEqual([good.labels, { a: "b" }]);
  expect(rejected).toEqual([
    { pointer: "/alerts/1/labels", detail: "must have at least one label that is not empty." },
  ]);
});

test("an empty list of a ruler's is no fault, as for Alertmanager", () => {
  expect(parse([], "ruler")).toEqual({ alerts: [], rejected: [] });
});
