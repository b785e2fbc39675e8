import { describe, expect, test } from "vitest";
import { readManifests } from "./read-manifests.ts";

const services = new Map([
  ["kprompt-analyze", "http://127.0.0.1:8080/"],
  ["dead-letters", "http://127.0.0.1:8090/"],
]);

const read = (text: string) => readManifests(text, "triggers.yaml", services);

const HEAD = `apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata: { name: analyze, namespace: kprompt }
spec:
`;
const GOOD = "  subscriber: { uri: http://localhost:8080/ }\n";

test("a Broker, its Triggers and what else a cluster gets", () => {
  const plans = read(`# as kubectl kustomize prints it
apiVersion: v1
kind: Service
metadata: { name: other }
---
apiVersion: eventing.knative.dev/v1
kind: Broker
metadata:
  name: default
  namespace: kprompt
  annotations: { eventing.knative.dev/broker.class: MTChannelBasedBroker }
spec:
  config: { apiVersion: v1, kind: ConfigMap, name: config-br-default-channel, namespace: knative-eventing }
  delivery:
    retry: 5
    backoffPolicy: linear
    backoffDelay: PT2S
    deadLetterSink: { ref: { apiVersion: v1, kind: Service, name: dead-letters }, uri: /letters }
---
apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata: { name: analyze, namespace: kprompt }
spec:
  broker: default
  filters:
    - exact: { type: dev.kprompt.alert.firing.v1 }
    - not: { any: [ { prefix: { bucket: "9" } }, { suffix: { namespace: -dev } } ] }
  subscriber:
    ref: { apiVersion: serving.knative.dev/v1, kind: Service, name: kprompt-analyze }
  delivery: { timeout: PT5M }
---
apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata: { name: audit }
spec:
  broker: default
  filter: { attributes: { type: "" } }
  subscriber: { uri: "http://audit.example.test/in?x=1" }
`);
  expect(plans).toEqual([
    {
      namespace: "kprompt",
      name: "default",
      delivery: {
        retry: 5,
        backoffPolicy: "linear",
        backoffDelay: "PT2S",
        deadLetterSink: "http://127.0.0.1:8090/letters",
      },
      triggers: [
        {
          name: "analyze",
          filters: [
            { exact: { type: "dev.kprompt.alert.firing.v1" } },
            { not: { any: [{ prefix: { bucket: "9" } }, { suffix: { namespace: "-dev" } }] } },
          ],
          subscriber: "http://127.0.0.1:8080/",
          delivery: { timeout: "PT5M" },
        },
      ],
    },
    {
      namespace: "default",
      name: "default",
      triggers: [
        { name: "audit", filter: { attributes: { type: "" } }, subscriber: "http://audit.example.test/in?x=1" },
      ],
    },
  ]);
});

describe("faults, each at its place", () => {
  test.each<[string, string, string]>([
    ["no broker", GOOD, "5:3 /spec/broker is missing."],
    ["no subscriber", "  broker: default\n", "5:3 /spec/subscriber is missing."],
    [
      "a subscriber without an address",
      "  broker: default\n  subscriber: {}\n",
      "6:15 /spec/subscriber needs ref or uri.",
    ],
    [
      "half a ref",
      "  broker: default\n  subscriber: { ref: { name: kprompt-analyze } }\n",
      "6:22 /spec/subscriber/ref/apiVersion is missing.",
    ],
    [
      "a ref that nobody named",
      "  broker: default\n  subscriber: { ref: { apiVersion: v1, kind: Service, name: other } }\n",
      "6:15 /spec/subscriber other has no address. Give it: --service other=http://127.0.0.1:8080",
    ],
    [
      "a uri that is relative to nothing",
      "  broker: default\n  subscriber: { uri: /in }\n",
      '6:15 /spec/subscriber "/in" is no absolute http URL.',
    ],
    ["a misspelt field", `  broker: default\n  subscribr: {}\n${GOOD}`, "6:14 /spec/subscribr"],
    [
      "cesql",
      `  broker: default\n  filters: [ { cesql: "severity = 'x'" } ]\n${GOOD}`,
      "6:23 /spec/filters/0/cesql cesql is not evaluated here. Write the filter with exact",
    ],
    [
      "several dialects",
      `  broker: default\n  filters:\n    - exact: { type: a }\n      prefix: { type: b }\n${GOOD}`,
      "7:7 /spec/filters/0 has several dialects. Write one entry for each.",
    ],
    [
      "a filter that is empty",
      `  broker: default\n  filters:\n    - {}\n${GOOD}`,
      "7:7 /spec/filters/0 matches everything. Remove it.",
    ],
    [
      "a filter deep down",
      `  broker: default\n  filters:\n    - not:\n        any:\n          - exact: { alert_name: a }\n${GOOD}`,
      "/spec/filters/0/not/any/0/exact",
    ],
    [
      "an attribute that cannot be",
      `  broker: default\n  filter: { attributes: { alert_name: a } }\n${GOOD}`,
      "is no attribute's name",
    ],
    [
      "a number as a value",
      `  broker: default\n  filter: { attributes: { bucket: 9 } }\n${GOOD}`,
      "6:35 /spec/filter/attributes/bucket must be a string, not a number.",
    ],
    [
      "an empty value of a dialect",
      `  broker: default\n  filters: [ { exact: { type: "" } } ]\n${GOOD}`,
      "6:23 /spec/filters/0/exact has an empty value",
    ],
    [
      "a negative retry",
      `  broker: default\n  delivery: { retry: -1 }\n${GOOD}`,
      "6:22 /spec/delivery/retry must be 0 or more.",
    ],
    [
      "a policy of none",
      `  broker: default\n  delivery: { backoffPolicy: cubic }\n${GOOD}`,
      '6:30 /spec/delivery/backoffPolicy must be "linear" or "exponential".',
    ],
    [
      "a Go duration",
      `  broker: default\n  delivery: { timeout: 5s }\n${GOOD}`,
      "6:24 /spec/delivery/timeout is no ISO 8601 duration above zero. Write it like PT0.2S or PT5M.",
    ],
    [
      "no delay at all",
      `  broker: default\n  delivery: { backoffDelay: PT0S }\n${GOOD}`,
      "/spec/delivery/backoffDelay is no ISO 8601 duration above zero.",
    ],
    [
      "an alpha feature",
      `  broker: default\n  delivery: { retryAfterMax: PT5S }\n${GOOD}`,
      "/spec/delivery/retryAfterMax",
    ],
    [
      "a format in capitals",
      `  broker: default\n  delivery: { format: JSON }\n${GOOD}`,
      '/spec/delivery/format must be "json" or "binary".',
    ],
    ["no YAML", "  broker: [\n", "6:1 "],
  ])("%s", (_, spec, says) => {
    let message = "";
    try {
      read(`${HEAD}${spec}`);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(says);
    for (const line of message.split("\n").slice(1)) expect(line).toMatch(/^triggers\.yaml:\d+:\d+ /);
  });

  test("all of them at once, over documents", () => {
    const bad = `${HEAD}${GOOD}`;
    expect(() => read(`${bad}---\n${bad}`)).toThrow(/:\ntriggers\.yaml:5:3 .*\ntriggers\.yaml:11:3 /);
  });

  test("two Triggers of one name", () => {
    const good = `${HEAD}  broker: default\n${GOOD}`;
    expect(() => read(`${good}---\n${good}`)).toThrow("triggers.yaml:10:19 /metadata/name analyze is there twice.");
  });

  test("another version", () => {
    const text = `${HEAD}  broker: default\n${GOOD}`.replace("/v1", "/v1beta1");
    expect(() => read(text)).toThrow("triggers.yaml:1:13 /apiVersion eventing.knative.dev/v1beta1 is not served.");
  });

  test("no Trigger in it", () => {
    expect(() => read("kind: Service\napiVersion: v1\n")).toThrow("triggers.yaml holds no Trigger");
  });
});
