import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { createCheckPath } from "../../core/release/rules/flux-path.ts";
import { createKpromptRules } from "../../core/release/rules/kprompt-rules.ts";
import { sha256 } from "../../functions/adapters/sha256.ts";
import { SETTINGS } from "../../functions/settings.ts";
import { PROJECT } from "../testing.ts";
import { createManifestCheck } from "./check-manifests.ts";
import { readManifests } from "./read-manifests.ts";
import { VALID } from "./testing.ts";
import { BROKEN } from "./testing-broken.ts";

const FOLDERS = ["knative/overlays/prod", "knative/overlays/dev"];

const checkManifests = createManifestCheck({
  rules: [...createKpromptRules({ sha256, settings: SETTINGS }), createCheckPath((path) => FOLDERS.includes(path))],
});

const check = (text: string): readonly Diagnostic[] => {
  const { manifests, diagnostics } = readManifests("x.yaml", text);
  return [...diagnostics, ...checkManifests(manifests)];
};

describe("nothing is wrong in", () => {
  test.each(Object.entries(VALID))("%s", (_, text) => expect(check(text)).toEqual([]));
});

describe("one mistake in it", () => {
  test.each(BROKEN)("$code: $name", ({ code, valid, from, to, at, pointer, says, severity = "error" }) => {
    const right = VALID[valid];
    expect(right.split(from)).toHaveLength(2);
    const marked = right.replace(from, () => to);
    const text = marked.replaceAll("«", "");
    const offset = at === undefined ? marked.indexOf("«") : text.indexOf(at);
    expect(offset).toBeGreaterThanOrEqual(0);
    const before = text.slice(0, offset).split("\n");

    const found = check(text).filter((one) => one.code === code);
    expect(found).toEqual([
      {
        code,
        severity,
        file: "x.yaml",
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
        message: expect.stringContaining(pointer === "" ? says : ` ${pointer}: `),
      },
    ]);
    expect(found[0]?.message).toContain(says);
    expect(found[0]?.message).toMatch(/\.$/);
  });
});

test("every code of these rules has a row", () => {
  const files = globSync(["core/release/rules/{eventing,flux,metadata}-*.ts", "cli/knative/*.ts"], { cwd: PROJECT });
  const texts = files
    .filter((file) => !/test(?:ing|ing-broken)?\.ts$|\.test\.ts$/.test(file))
    .map((file) => readFileSync(join(PROJECT, file), "utf8"));
  const codes = texts.flatMap((text) =>
    [...text.matchAll(/"((?:schema|eventing|flux|metadata|yaml)_[a-z_]+)"/g)].map(([, code]) => code),
  );
  expect(codes.length).toBeGreaterThan(40);
  const shown = new Set(BROKEN.map(({ code }) => code));
  expect([...new Set(codes)].filter((code) => !shown.has(code ?? ""))).toEqual([]);
});

test("a fault that both a schema and a rule see is told once", () => {
  const misspelt = VALID.subscription.replace("subscriber: { uri:", "subscriber: { url: a, uri:");
  expect(check(misspelt).map(({ code }) => code)).toEqual(["eventing_destination"]);
  const quoted = VALID.trigger.replace("retry: 5", 'retry: "5"');
  expect(check(quoted).map(({ code }) => code)).toEqual(["eventing_delivery"]);
});

describe("objects of a List", () => {
  const list = (item: string): string =>
    `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: { name: ${item} }\n`;

  test("are checked one by one", () => expect(check(list("settings"))).toEqual([]));
  test("have their own lines", () =>
    expect(check(list("Settings"))).toMatchObject([{ code: "metadata_name", line: 6, column: 23 }]));
});

test("an anchor is found where it is used", () => {
  const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: a, labels: &labels { app: «9 }, annotations: *labels }
`;
  const column = (text.split("\n")[2] ?? "").indexOf("«") + 1;
  expect(check(text.replace("«", "")).map(({ code, line, column }) => ({ code, line, column }))).toEqual([
    { code: "metadata_annotations", line: 3, column },
    { code: "metadata_labels", line: 3, column },
  ]);
});

test("the same name is another object in another namespace, of another kind or of another group", () => {
  const one = (kind: string, apiVersion: string, namespace: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a, namespace: ${namespace} }\n`;
  const all = [one("ConfigMap", "v1", "a"), one("ConfigMap", "v1", "b"), one("ServiceAccount", "v1", "a")];
  expect(check(all.join("---\n"))).toEqual([]);
  const twice = [
    one("EventType", "eventing.knative.dev/v1beta1", "a"),
    one("EventType", "eventing.knative.dev/v1beta2", "a"),
  ];
  expect(check(twice.join("---\n")).map(({ code }) => code)).toContain("yaml_twice");
});

test("an image that was not published yet is an error on request", () => {
  const { manifests } = readManifests("x.yaml", VALID.serviceAccount);
  const rules = [
    () => [{ code: "kprompt_image_unpublished", severity: "warning", pointer: "", message: "a." } as const],
  ];
  const severities = [false, true].map(
    (published) => createManifestCheck({ published, rules })(manifests)[0]?.severity,
  );
  expect(severities).toEqual(["warning", "error"]);
});

describe("whatever a manifest holds, the check ends with findings at places that are in it", () => {
  const LINES = 200;
  const expectPlaces = (found: readonly Diagnostic[]): void => {
    for (const { line, column, message } of found) {
      expect(line).toBeGreaterThan(0);
      expect(line).toBeLessThan(LINES);
      expect(column).toBeGreaterThan(0);
      expect(message).not.toContain("[object Object]");
    }
  };

  test("a value of any kind at any place of a manifest that is right", () => {
    const pairs = Object.values(VALID).map((text) =>
      readManifests("x.yaml", text).manifests.map(({ manifest }) => manifest.value),
    );
    const places = pairs.flatMap((tree) =>
      tree.flatMap((_, index) => pathsOf(tree[index]).map((path) => ({ tree, index, path }))),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), ANYTHING, ({ tree, index, path }, value) => {
        const broken = tree.map((one, at) => (at === index ? replaceAt(one, path, value) : one));
        expectPlaces(check(broken.map((one) => JSON.stringify(one)).join("\n---\n")));
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  test("an object of any kind and content", () =>
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), ANYTHING, ANYTHING, (kind, spec, metadata) => {
        const value = { ...kind, metadata: { name: "a", labels: metadata, annotations: spec }, spec };
        expectPlaces(check(JSON.stringify(value)));
      }),
    ));

  test("any text", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "a",
            ":",
            " ",
            "\n",
            "-",
            "---\n",
            "{",
            "}",
            "[",
            "]",
            "&a",
            "*a",
            "!!set",
            "? ",
            "kind: List\n",
            "<<: ",
            "0x1",
            "~",
            "'",
            "|\n",
          ),
        ),
        (parts) => expectPlaces(check(parts.join(""))),
      ),
    ));
});

const KINDS = [
  ...Object.values(VALID).flatMap((text) =>
    readManifests("x.yaml", text).manifests.map(({ manifest: { apiVersion, kind } }) => ({ apiVersion, kind })),
  ),
  { apiVersion: "source.toolkit.fluxcd.io/v1", kind: "constructor" },
  { apiVersion: "eventing.knative.dev/v1", kind: "toString" },
  { apiVersion: "__proto__", kind: "__proto__" },
];

const ANYTHING = fc.jsonValue({ maxDepth: 4 }).map((value) => value as unknown);

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== "object" || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
};

const replaceAt = (value: unknown, [key, ...rest]: Path, replacement: unknown): unknown => {
  if (key === undefined) return replacement;
  if (Array.isArray(value)) return value.map((one, index) => (index === key ? replaceAt(one, rest, replacement) : one));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: replaceAt(record[key], rest, replacement) };
};
