import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../functions/adapters/sha256.ts";
import type { CloudEvent } from "../cloud-event.ts";
import type { Alert } from "./alert.ts";
import { type AlertData, AlertDataSchema } from "./alert-data.ts";
import { parseAlerts } from "./parse-alerts.ts";
import { CAPTURED, captured } from "./testing/captured.ts";
import { type AlertEventOptions, toAlertEvent } from "./to-event.ts";

const toEvent = (alert: Alert, options: Partial<AlertEventOptions> = {}): CloudEvent<AlertData> =>
  toAlertEvent(alert, { sha256, dropLabels: [], candidatePercent: 0, ...options });
const eventsOf = (name: string): readonly CloudEvent<AlertData>[] => {
  const { text, format, now } = captured(name);
  return parseAlerts(JSON.parse(text), format, now).alerts.map((alert) => toEvent(alert));
};
const idOf = (name: string): string | undefined => eventsOf(name)[0]?.id;

const alert: Alert = {
  format: "alertmanager",
  status: "firing",
  labels: {
    alertname: "HighErrorRate",
    app: "jellyfin",
    cluster: "homelab",
    namespace: "media",
    pod: "jellyfin-0",
    severity: "warning",
  },
  annotations: { summary: "much" },
  startsAt: Date.parse("2026-11-21T01:07:59.788Z"),
  endsAt: null,
  generatorUrl: null,
  fingerprint: "0123456789abcdef",
  receiver: "kprompt",
  truncatedAlerts: 3,
};

test("an alert becomes an event", () => {
  const { extensions, data, ...attributes } = toEvent(alert);
  expect(attributes).toEqual({
    id: "0123456789abcdef.1795223279788.firing",
    source: "/alertmanager/homelab/kprompt",
    type: "dev.kprompt.alert.firing.v1",
    subject: "media/jellyfin",
    time: "2026-11-21T01:07:59.788Z",
    datacontenttype: "application/json",
  });
  const identity = sha256(
    '{"alertname":"HighErrorRate","app":"jellyfin","cluster":"homelab","namespace":"media","severity":"warning"}',
  );
  expect(extensions).toEqual({
    severity: "warning",
    namespace: "media",
    alertname: "HighErrorRate",
    cluster: "homelab",
    identity,
    bucket: Number.parseInt(identity.slice(0, 8), 16) % 100,
    traffictag: "stable",
  });
  expect(data).toEqual({
    status: "firing",
    labels: alert.labels,
    annotations: alert.annotations,
    starts_at: "2026-11-21T01:07:59.788Z",
    ends_at: null,
    generator_url: null,
    fingerprint: "0123456789abcdef",
    identity,
    receiver: "kprompt",
    truncated_alerts: 3,
  });
});

describe("every captured body", () => {
  test.each(CAPTURED.filter(({ ids }) => ids.length > 0))("$name", ({ name, ids }) => {
    const events = eventsOf(name);
    expect(events.map(({ id }) => id)).toEqual(ids);
    for (const { type, id, data } of events) {
      expect(type).toBe(`dev.kprompt.alert.${id.split(".").at(-1)}.v1`);
      expect(v.parse(AlertDataSchema, data)).toEqual(data);
    }
  });

  test("none is left out but the one whose payload was templated", () => {
    expect(CAPTURED.filter(({ ids }) => ids.length === 0).map(({ name }) => name)).toEqual([
      "0.33.1/firing-custom-payload-ce-structured",
    ]);
    expect(CAPTURED.flatMap(({ ids }) => ids)).toHaveLength(56 + 13);
  });

  test("alerts that were left out by the sender are counted", () => {
    expect(eventsOf("0.28.1/firing-truncated-max-alerts-2").map(({ data }) => data?.truncated_alerts)).toEqual([3, 3]);
  });

  test("an alert that names no place has no subject, and no attribute that it does not have", () => {
    const [event] = eventsOf("0.33.1/firing-bare");
    expect(event).not.toHaveProperty("subject");
    expect(Object.keys(event!.extensions)).toEqual(["alertname", "identity", "bucket", "traffictag"]);
    expect(event!.source).toBe("/alertmanager/default/all");
  });
});

describe("the id", () => {
  test.each(["0.25.0", "0.28.1", "0.33.1"])(
    "of Alertmanager %s: same for a repeat, not for a resolve or another firing",
    (version) => {
      const single = idOf(`${version}/firing-single`);
      expect(idOf(`${version}/firing-repeat`)).toBe(single);
      expect(idOf(`${version}/resolved-single`)).toBe(single?.replace(".firing", ".resolved"));
      expect(idOf(`${version}/refiring-single`)).not.toBe(single);
      expect(idOf(`${version}/refiring-single`)?.slice(0, 16)).toBe(single?.slice(0, 16));
    },
  );

  test("of a ruler: same for a re-send with another end and text, not for another firing", () => {
    expect(idOf("ruler/resend")).toBe(idOf("ruler/first-fire"));
    expect(idOf("ruler/resolved-resend")).toBe(idOf("ruler/resolved-answered-503"));
    expect(idOf("ruler/refire")).not.toBe(idOf("ruler/first-fire"));
  });

  test("is the same, and so is the source, from two versions of Alertmanager for one firing", () => {
    const of = (version: string) => {
      const body = JSON.parse(captured(`${version}/firing-single`).text) as { alerts: object[] };
      const alerts = body.alerts.map((one) => ({ ...one, startsAt: "2026-11-21T01:00:00Z" }));
      const event = toEvent(parseAlerts({ ...body, alerts }, "alertmanager", 0).alerts[0]!);
      return { id: event.id, source: event.source };
    };
    expect(of("0.25.0")).toEqual(of("0.33.1"));
    expect(of("0.25.0")).toEqual(of("0.28.1"));
  });

  test("knows no end, no annotation, no count", () => {
    const resolved = { ...alert, status: "resolved" as const };
    const changes = fc.record({
      endsAt: fc.integer({ min: alert.startsAt, max: alert.startsAt + 1e9 }),
      annotations: fc.dictionary(fc.string(), fc.string()),
      truncatedAlerts: fc.nat(),
      generatorUrl: fc.string(),
    });
    fc.assert(
      fc.property(changes, (changed) => {
        const [a, b] = [toEvent({ ...resolved, ...changed }), toEvent({ ...resolved, endsAt: alert.startsAt })];
        return a.id === b.id && a.source === b.source && a.extensions.bucket === b.extensions.bucket;
      }),
    );
  });
});

test("a resolved event is of the time when it ended", () => {
  const event = toEvent({ ...alert, status: "resolved", endsAt: alert.startsAt + 60_000 });
  expect(event).toMatchObject({ type: "dev.kprompt.alert.resolved.v1", time: "2026-11-21T01:08:59.788Z" });
  expect(event.data).toMatchObject({ status: "resolved", ends_at: "2026-11-21T01:08:59.788Z" });
});

test.each([
  { change: {}, cluster: undefined, source: "/alertmanager/homelab/kprompt" },
  { change: {}, cluster: "lab 2", source: "/alertmanager/lab%202/kprompt" },
  { change: { labels: { a: "b" } }, cluster: undefined, source: "/alertmanager/default/kprompt" },
  { change: { format: "grafana", receiver: "on call/né" }, cluster: "c", source: "/grafana/c/on%20call%2Fn%C3%A9" },
  { change: { format: "grafana", receiver: null }, cluster: "c", source: "/grafana/c/default" },
  { change: { format: "ruler", receiver: null }, cluster: "c", source: "/loki/c/ruler" },
  { change: { receiver: ".." }, cluster: ".", source: "/alertmanager/%2E/%2E%2E" },
  { change: { receiver: "\n" }, cluster: " ", source: "/alertmanager/homelab/default" },
] as const)("source $source", ({ change, cluster, source }) => {
  expect(toEvent({ ...alert, ...change }, { cluster }).source).toBe(source);
});

test.each([
  { labels: { namespace: "media", pod: "jellyfin-0" }, subject: "media/jellyfin-0" },
  { labels: { namespace: "media", pod: "jellyfin-0", container: "jellyfin" }, subject: "media/jellyfin" },
  { labels: { namespace: "media" }, subject: "media" },
  { labels: { app: "jellyfin" }, subject: "jellyfin" },
  { labels: { namespace: "monitoring", exported_namespace: "media", app: "jellyfin" }, subject: "media/jellyfin" },
  { labels: { namespace: "a\nb\u0000", app: "\u0085c" }, subject: "a b/c" },
  { labels: { namespace: "n".repeat(300) }, subject: `${"n".repeat(127)}…` },
])("subject $subject", ({ labels, subject }) => expect(toEvent({ ...alert, labels }).subject).toBe(subject));

describe("an event stays below 64 KB", () => {
  const bytesOf = (event: CloudEvent): number => Buffer.byteLength(JSON.stringify(event));
  const texts = (count: number, text: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`key_${i}`, text]));

  test.each([
    ["long annotations", { annotations: texts(10, "é".repeat(16_000)) }],
    ["many annotations", { annotations: texts(100, "x".repeat(900)) }],
    ["annotations of control characters", { annotations: texts(100, "\u0001".repeat(16_000)) }],
    ["long labels", { labels: texts(100, "🚨".repeat(500)) }],
    [
      "long names",
      { labels: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${"\u0001".repeat(120)}${i}`, "x"])) },
    ],
    [
      "everything",
      {
        labels: texts(100, "\u0001".repeat(1000)),
        annotations: texts(100, "\u0001".repeat(9000)),
        generatorUrl: "\u0001".repeat(4096),
        receiver: "\u0001".repeat(256),
      },
    ],
  ] as const)("%s", (_, change) => {
    const event = toEvent({ ...alert, ...change });
    expect(bytesOf(event)).toBeLessThan(64_000);
    expect(v.is(AlertDataSchema, event.data)).toBe(true);
    expect(Object.keys(event.data!.labels).length).toBeGreaterThan(5);
  });

  test("what is cut says so, and short ones stay whole", () => {
    const { annotations } = toEvent({ ...alert, annotations: { summary: "much", ...texts(10, "x".repeat(16_000)) } })
      .data!;
    expect(annotations.summary).toBe("much");
    expect(annotations.key_9).toMatch(/^x+ … \[[\d,]+ characters cut] … x+$/);
  });

  test("what fits is as it was", () => {
    const annotations = texts(3, "x".repeat(16_000));
    expect(toEvent({ ...alert, annotations }).data!.annotations).toEqual(annotations);
  });
});

test("the candidate gets the buckets below its share, and keeps them when the share grows", () => {
  const percent = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), percent, percent, (app, one, other) => {
      const tagAt = (candidatePercent: number) =>
        toEvent({ ...alert, labels: { ...alert.labels, app } }, { candidatePercent }).extensions;
      const { bucket, traffictag } = tagAt(Math.min(one, other));
      expect(traffictag).toBe(Number(bucket) < Math.min(one, other) ? "candidate" : "stable");
      if (traffictag === "candidate") expect(tagAt(Math.max(one, other)).traffictag).toBe("candidate");
      expect(tagAt(0).traffictag).toBe("stable");
      expect(tagAt(100).traffictag).toBe("candidate");
    }),
  );
});
