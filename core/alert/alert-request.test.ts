import { describe, expect, test } from "vitest";
import { labelsOfAlert, placeOfAlert } from "./alert-place.ts";
import { toAlertRequest } from "./alert-request.ts";
import { toTime } from "./alert-time.ts";
import { alertOf, MINUTE, NOW } from "./testing/alerts.ts";

const settings = { windowMinutes: 15, maxLines: 20_000 };

describe("what an alert's labels select", () => {
  test.each([
    {
      name: "a container",
      labels: { namespace: "shop", pod: "a-1", container: "a", job: "a" },
      expected: { namespace: "shop", pod: "a-1", container: "a" },
    },
    { name: "OpenTelemetry's name", labels: { k8s_namespace_name: "shop" }, expected: { namespace: "shop" } },
    { name: "the scrape job selects nothing", labels: { job: "node", severity: "page" }, expected: {} },
    { name: "an app is not certainly a container", labels: { app: "a" }, expected: {} },
    { name: "an address is none either", labels: { instance: "10.0.0.1:9100" }, expected: {} },
    { name: "empty labels", labels: { namespace: "", pod: "" }, expected: {} },
    { name: "a node alone", labels: { node: "n1" }, expected: { node: "n1" } },
    { name: "a node beside a namespace", labels: { node: "n1", namespace: "shop" }, expected: { namespace: "shop" } },
    {
      name: "labels that the scrape's own pushed aside",
      labels: {
        namespace: "monitoring",
        pod: "ksm-1",
        container: "ksm",
        exported_namespace: "shop",
        exported_pod: "a-1",
      },
      expected: { namespace: "shop", pod: "a-1" },
    },
    {
      name: "kube-state-metrics tells of others in their namespace",
      labels: { namespace: "shop", pod: "kube-state-metrics-1", container: "kube-state-metrics", deployment: "a" },
      expected: { namespace: "shop" },
    },
    {
      name: "an exporter of machines tells of no pod",
      labels: { namespace: "monitoring", pod: "node-exporter-x", container: "node-exporter", node: "n1" },
      expected: { node: "n1" },
    },
  ])("$name", ({ labels, expected }) => expect(placeOfAlert(labels as Record<string, string>)).toEqual(expected));

  test("others are told of no pod that is not meant", () => {
    const labels = { alertname: "A", namespace: "monitoring", pod: "ksm-1", exported_namespace: "shop" };
    expect(labelsOfAlert(labels)).toEqual({ alertname: "A", namespace: "shop" });
  });
});

describe("the window", () => {
  const windowOf = (more: Parameters<typeof alertOf>[0], now: number) =>
    toAlertRequest(alertOf(more), settings, now).withLogs[0]?.query?.window;

  test.each([
    { name: "at once", now: NOW, start: -15, end: 0 },
    { name: "two minutes later", now: NOW + 2 * MINUTE, start: -15, end: 2 },
    { name: "a day later", now: NOW + 1440 * MINUTE, start: -15, end: 5 },
    { name: "it ended", now: NOW + 9 * MINUTE, more: { ends_at: toTime(NOW + 3 * MINUTE) }, start: -15, end: 3 },
    {
      name: "it ended before it began",
      now: NOW + 2 * MINUTE,
      more: { ends_at: toTime(NOW - MINUTE) },
      start: -15,
      end: 2,
    },
    { name: "a clock that is ahead", now: NOW - MINUTE, start: -16, end: -1 },
    { name: "no time at all", now: NOW, more: { starts_at: "soon" }, start: -15, end: 0 },
  ])("$name", ({ now, more = {}, start, end }) => {
    expect(windowOf(more, now)).toEqual({ start: toTime(NOW + start * MINUTE), end: toTime(NOW + end * MINUTE + 1) });
  });
});

describe("toAlertRequest", () => {
  test("asks for the pod, then for the container of the pod in its place", () => {
    const { withLogs } = toAlertRequest(alertOf(), settings, NOW);
    const place = { namespace: "shop", container: "payments" };
    expect(withLogs.map(({ query }) => query?.filters)).toEqual([{ ...place, pod: "payments-5d8f6c7b9-x2x4q" }, place]);
    expect(withLogs[0]?.query?.limit).toBe(1000);
  });

  test("runs nothing of the rule's expression", () => {
    const hostile = alertOf({
      generator_url: 'http://x/explore?left={"queries":[{"expr":"{namespace=\\"secret\\"}"}]}',
    });
    expect(JSON.stringify(toAlertRequest(hostile, settings, NOW))).not.toContain("secret");
  });

  test("of an alert about which nobody wrote anything, its name", () => {
    const linesOf = (labels: Readonly<Record<string, string>>) =>
      toAlertRequest(alertOf({ labels, annotations: { __dashboardUid__: "x" } }), settings, NOW).alone.input.lines;
    expect(linesOf({ alertname: "Watchdog" }).map(({ text }) => text)).toEqual(["alertname: Watchdog"]);
    expect(linesOf({}).map(({ text }) => text)).toEqual(["alertname: unknown"]);
  });

  test("makes lines of the alert's own words where nothing can be fetched", () => {
    const annotations = { zone: "b", description: "two\nlines", __dashboardUid__: "x", empty: " ", summary: "first" };
    const { withLogs, alone } = toAlertRequest(alertOf({ labels: {}, annotations }), settings, NOW);
    expect(withLogs).toEqual([]);
    expect(alone.query).toBeUndefined();
    expect(alone.input.lines.map(({ text }) => text)).toEqual(["first", "two\nlines", "zone: b"]);
  });

  test("keys experiments by the identity", () => {
    expect(toAlertRequest(alertOf(), settings, NOW).alone.input.subject).toBe(alertOf().identity);
  });
});
