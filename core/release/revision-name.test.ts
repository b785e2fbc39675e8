import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../functions/adapters/sha256.ts";
import { revisionNameOf } from "./revision-name.ts";

const template = {
  metadata: {
    name: "analyze-000000000000",
    labels: { "app.kubernetes.io/component": "analyze" },
    annotations: { "autoscaling.knative.dev/max-scale": "1" },
  },
  spec: {
    timeoutSeconds: 400,
    containers: [
      {
        image: "ghcr.io/example/kprompt@sha256:1111111111111111111111111111111111111111111111111111111111111111",
        env: [{ name: "PROMPT_LABEL", value: "production" }],
        resources: { limits: { memory: "192Mi" } },
      },
    ],
  },
};
const text = JSON.stringify(template);
const nameOf = (changed: unknown): string => revisionNameOf("analyze", changed, sha256);

test("the name is the service's and the first digits of the hash of canonical JSON", () => {
  const hash = sha256('{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}');
  expect(nameOf({ spec: { containers: [] }, metadata: { name: "x", labels: { a: "b" } } })).toBe(
    `analyze-${hash.slice(0, 12)}`,
  );
});

test.each([
  { name: "image", from: "sha256:1", to: "sha256:2" },
  { name: "value of a variable", from: '"production"', to: '"candidate"' },
  { name: "name of a variable", from: "PROMPT_LABEL", to: "PROMPT_PINS" },
  { name: "label", from: '"app.kubernetes.io/component":"analyze"', to: '"app.kubernetes.io/component":"other"' },
  {
    name: "annotation",
    from: '"autoscaling.knative.dev/max-scale":"1"',
    to: '"autoscaling.knative.dev/max-scale":"2"',
  },
  { name: "resources", from: "192Mi", to: "193Mi" },
  { name: "timeout", from: "400", to: "401" },
])("another $name is another name", ({ from, to }) => {
  expect(text).toContain(from);
  expect(nameOf(JSON.parse(text.replace(from, to)))).not.toBe(nameOf(template));
});

test.each([
  { name: "another name", metadata: { ...template.metadata, name: "analyze-v1-2-0" } },
  { name: "no name", metadata: { labels: template.metadata.labels, annotations: template.metadata.annotations } },
])("$name of the template is the same name", ({ metadata }) => {
  expect(nameOf({ ...template, metadata })).toBe(nameOf(template));
});

test("a template that holds nothing but a name of metadata is one without metadata", () => {
  expect(nameOf({ metadata: { name: "x" }, spec: template.spec })).toBe(nameOf({ spec: template.spec }));
});

describe("the service's name", () => {
  const longest = `a${"b".repeat(49)}`;
  test("of 50 characters makes a valid name of 63", () => {
    const name = revisionNameOf(longest, template, sha256);
    expect(name).toHaveLength(63);
    expect(name).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/);
  });

  test.each([
    { name: "one character more", service: `${longest}c`, says: "51 characters" },
    { name: "a capital letter", service: "Analyze", says: '"Analyze" is no Service name' },
    { name: "a point", service: "a.b", says: '"a.b" is no Service name' },
    { name: "a digit first", service: "1a", says: '"1a" is no Service name' },
    { name: "a dash at the end", service: "a-", says: '"a-" is no Service name' },
    { name: "nothing", service: "", says: '"" is no Service name' },
  ])("$name is refused", ({ service, says }) => {
    expect(() => revisionNameOf(service, template, sha256)).toThrow(says);
  });
});

test("the order of keys changes no name, any other value does", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const [a, b] = [JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other))];
      const equal = nameOf({ spec: { a, b } }) === nameOf({ spec: { b, a } });
      expect(equal).toBe(true);
      if (!isSame(a, b)) expect(nameOf({ spec: a })).not.toBe(nameOf({ spec: b }));
    }),
  );
});

const isSame = (a: unknown, b: unknown): boolean => {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
};
