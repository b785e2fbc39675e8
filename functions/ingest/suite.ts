import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { AlertDataSchema } from "../../core/alert/alert-data.ts";
import { EVENT_TYPE } from "../../core/alert/event-type.ts";
import type { CloudEvent } from "../../core/cloud-event.ts";
import { requireSigned } from "../http/event-signature.ts";
import { hmacSha256 } from "../http/hmac.ts";
import { post, secrets, tokens } from "../testing.ts";
import { numbered, toGrafana, toNotification, toPush } from "./testing/bodies.ts";
import type { BrokerIngress } from "./testing/broker-ingress.ts";

type SendAlerts = (path: string, init: RequestInit) => Promise<Response> | Response;

/** What every build of ingest does over HTTP, with a broker that takes everything. */
export const describeIngest = (send: SendAlerts, ingress: BrokerIngress): void => {
  /** Sends a body and gives the answer, and what came at the broker by it. */
  const sendAlerts = async (path: string, init: RequestInit) => {
    const before = ingress.events.length;
    const response = await send(path, init);
    const text = await response.text();
    return { status: response.status, text, events: ingress.events.slice(before) };
  };
  const alertmanager = "/v1/alerts/alertmanager";

  describe.each([
    { path: alertmanager, body: toNotification(numbered(20)), status: 202, text: '{"accepted":20,"rejected":0}' },
    { path: "/v1/alerts/grafana", body: toGrafana(numbered(20)), status: 202, text: '{"accepted":20,"rejected":0}' },
    { path: "/api/v2/alerts", body: toPush(numbered(20)), status: 200, text: "" },
  ])("POST $path", ({ path, body, status, text }) => {
    test(`each alert is an event at the broker before the answer ${status}`, async () => {
      const sent = await sendAlerts(path, post(body));
      expect(sent).toMatchObject({ status, text });
      expect(sent.events.map(({ data }) => v.parse(AlertDataSchema, data).labels.pod).toSorted()).toEqual(
        numbered(20)
          .map(({ pod }) => pod)
          .toSorted(),
      );
      for (const event of sent.events) {
        expect(Object.values(EVENT_TYPE)).toContain(event.type);
        expect(event.extensions).toMatchObject({ namespace: "shop", alertname: "PodCrash" });
        await requireSigned(event, secrets.event);
      }
    });

    test("the same again gives the same ids, one for each alert", async () => {
      const first = await sendAlerts(path, post(body));
      const second = await sendAlerts(path, post(body));
      expect(idsOf(second.events)).toEqual(idsOf(first.events));
      expect(new Set(idsOf(first.events)).size).toBe(20);
    });
  });

  test("an alert that its body holds twice is sent once", async () => {
    const sent = await sendAlerts(alertmanager, post(toNotification([{ pod: "a" }, { pod: "b" }, { pod: "a" }])));
    expect(sent.text).toBe('{"accepted":2,"rejected":0}');
    expect(sent.events).toHaveLength(2);
  });

  test("a malformed alert is left out, the others go on", async () => {
    const { alerts, ...group } = toNotification([{ pod: "a" }, { pod: "b" }]);
    const sent = await sendAlerts(alertmanager, post({ ...group, alerts: [...alerts, { labels: { pod: "c" } }, 7] }));
    expect(sent).toMatchObject({ status: 202, text: '{"accepted":2,"rejected":2}' });
    expect(sent.events).toHaveLength(2);
  });

  test("half a surrogate pair does not cost an alert", async () => {
    const init = { ...post({}), body: JSON.stringify(toNotification([{ pod: "HALF" }])).replace("HALF", "\\ud800") };
    const { status, events } = await sendAlerts(alertmanager, init);
    expect(status).toBe(202);
    expect(events[0]?.data).toMatchObject({ labels: { pod: "\ufffd" } });
  });

  test("an empty list of a ruler is nothing to do", async () => {
    expect(await sendAlerts("/api/v2/alerts", post([]))).toEqual({ status: 200, text: "", events: [] });
  });

  test("no form of an answer is insisted on", async () => {
    const init = post(toNotification([{}]), {
      accept: "text/html",
      "content-type": 'Application/JSON; charset="UTF-8"',
    });
    expect((await sendAlerts(alertmanager, init)).status).toBe(202);
  });

  describe("lets in", () => {
    const body = JSON.stringify(toNotification([{}]));
    const now = () => String(Math.floor(Date.now() / 1000));
    const minutes = (count: number) => String(Math.floor(Date.now() / 1000) + count * 60);
    const basic = (pair: string) => ({ authorization: `Basic ${btoa(pair)}` });
    const signature = async (text: string, secret: string = secrets.hmac) => ({
      "x-grafana-alerting-signature": await hmacSha256(secret, text),
    });
    const signed = async (time: string, text = `${time}:${body}`) => ({
      ...(await signature(text)),
      "x-grafana-alerting-timestamp": time,
    });

    test.each<[string, number, () => Promise<Record<string, string>> | Record<string, string>]>([
      ["a token", 202, () => ({ authorization: `Bearer ${tokens.all}` })],
      ["a token for the namespace", 202, () => ({ authorization: `Bearer ${tokens.shop}` })],
      ["user and password", 202, () => basic(secrets.basic)],
      ["a body that is signed", 202, () => signature(body)],
      [
        "a body that is signed, beside a wrong token",
        202,
        async () => ({ ...(await signature(body)), ...basic("a:b") }),
      ],
      ["a body that is signed with its time", 202, () => signed(now())],
      ["a time of some minutes ago", 202, () => signed(minutes(-4))],
      ["nobody without anything", 401, () => ({})],
      ["no other password", 401, () => basic("alertmanager:suite-password-0123456788")],
      ["no other user", 401, () => basic(secrets.basic.replace("alertmanager", "grafana"))],
      ["no password alone", 401, () => basic(":suite-password-0123456789")],
      ["no signature of another body", 401, () => signature(`${body} `)],
      ["no signature by another secret", 401, () => signature(body, "another-webhook-secret-0123456789")],
      ["no signature that leaves the time out", 401, () => signed(now(), body)],
      [
        "no time that was changed",
        401,
        async () => ({ ...(await signed(minutes(-1))), "x-grafana-alerting-timestamp": now() }),
      ],
      ["no time that was removed", 401, async () => signature(`${now()}:${body}`)],
      ["nothing of ten minutes ago", 401, () => signed(minutes(-10))],
      ["nothing of ten minutes ahead", 401, () => signed(minutes(10))],
      ["no time that is none", 401, () => signed("soon")],
    ])("%s → %i", async (_, status, headers) => {
      const init = { method: "POST", headers: { "content-type": "application/json", ...(await headers()) }, body };
      const sent = await sendAlerts(alertmanager, init);
      expect(sent.status).toBe(status);
      expect(sent.events).toHaveLength(status === 202 ? 1 : 0);
    });

    test("and says which ways there are", async () => {
      const { headers } = await send(alertmanager, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      expect(headers.get("www-authenticate")).toBe(
        'Bearer, Basic realm="kprompt", charset="UTF-8", HMAC-SHA256 header="x-grafana-alerting-signature"',
      );
    });
  });

  test("the trace goes on in the header of each message, and begins in the event", async () => {
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const at = ingress.events.length;
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    const { events } = await sendAlerts(alertmanager, post(toNotification(numbered(3)), { traceparent }));
    const hops = ingress.traceparents.slice(at);
    for (const hop of hops) expect(hop).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-0[01]$`));
    expect(new Set(events.map(({ extensions }) => extensions.traceparent)).size).toBe(1);
    expect(String(events[0]?.extensions.traceparent)).toContain(traceId);
    expect(hops).not.toContain(events[0]?.extensions.traceparent);
  });
};

const idsOf = (events: readonly CloudEvent[]): readonly string[] => events.map(({ id }) => id).toSorted();
