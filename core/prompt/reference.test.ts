import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bundle } from "./bundle.ts";
import { findByHash } from "./find-by-hash.ts";
import { listPrompts } from "./list.ts";
import {
  bumpVersion,
  compareVersions,
  findPrompt,
  findVersion,
  isLabel,
  isVersion,
  parseReference,
} from "./reference.ts";
import { BASE_TREE, compileFiles, lockFiles } from "./testing.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const bundle = compileFiles(lockFiles(BASE_TREE, sha256), sha256).bundle as Bundle;

describe("parseReference", () => {
  test.each([
    { text: "a", id: "a", selector: null },
    { text: "log_triage.k8s@1.2.0", id: "log_triage.k8s", selector: "1.2.0" },
    { text: "a@1.0.0-rc.1", id: "a", selector: "1.0.0-rc.1" },
    { text: "a@production", id: "a", selector: "production" },
    { text: "a@latest", id: "a", selector: "latest" },
    { text: "a@v1", id: "a", selector: "v1" },
  ])("$text", ({ text, ...expected }) => expect(parseReference(text)).toEqual(expected));

  test.each([
    "",
    "@",
    "a@",
    "@production",
    "a@b@c",
    "A@production",
    "a@Production",
    "a.@latest",
    "a@1.0.0+b",
    "a b",
    "1a",
    "a@-x",
  ])("%j is refused", (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: "reference_malformed" }));
    expect(() => parseReference(text)).toThrow(JSON.stringify(text));
  });
});

describe("versions", () => {
  // From semver.org, section 11, and the traps of a comparison as text.
  const ordered = [
    "0.9.9",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.9.0",
    "1.10.0",
    "2.0.0",
    "9.0.0",
    "10.0.0",
  ];

  test("R7 order by value, pre-releases before their release", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ordered), (some) => {
        expect([...some].sort(compareVersions)).toEqual(ordered.filter((version) => some.includes(version)));
      }),
    );
    expect(compareVersions("1.0.0+a", "1.0.0+b")).toBe(0);
  });

  test.each(["1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+b", " 1.2.3", "1.2.3\n"])(
    "%j is no version",
    (text) => expect(isVersion(text)).toBe(false),
  );

  test.each([
    ["1.2.3", "patch", "1.2.4"],
    ["1.2.3", "minor", "1.3.0"],
    ["1.2.3", "major", "2.0.0"],
    ["1.9.0", "minor", "1.10.0"],
    ["1.3.0-rc.1", "patch", "1.3.0"],
    ["1.3.0-rc.1", "minor", "1.3.0"],
    ["1.3.1-rc.1", "minor", "1.4.0"],
    ["2.0.0-rc.1", "major", "2.0.0"],
    ["2.1.0-rc.1", "major", "3.0.0"],
  ] as const)("%s + %s = %s", (version, part, expected) => {
    expect(bumpVersion(version, part)).toBe(expected);
    expect(compareVersions(expected, version)).toBeGreaterThan(0);
  });

  test.each(["latest", "1.0.0", "", "Prod", "-x", "a".repeat(37), "__proto__", "a b"])("%j is no label", (text) =>
    expect(isLabel(text)).toBe(false),
  );
});

describe("look-up", () => {
  test.each([
    ["1.0.0", "1.0.0"],
    ["production", "1.0.0"],
    ["latest", "1.1.0"],
  ])("R6 %s is %s", (selector, version) =>
    expect(findVersion(bundle, "log_triage.k8s", selector).version).toBe(version),
  );

  test.each([
    { id: "nope", selector: "latest", code: "prompt_unknown", available: ["log_triage.k8s", "summarize"] },
    { id: "constructor", selector: "latest", code: "prompt_unknown", available: ["log_triage.k8s", "summarize"] },
    { id: "log_triage.k8s", selector: "9.9.9", code: "version_unknown", available: ["1.0.0", "1.1.0"] },
    { id: "log_triage.k8s", selector: "canary", code: "label_unknown", available: ["production"] },
    { id: "log_triage.k8s", selector: "constructor", code: "label_unknown", available: ["production"] },
  ])("$id@$selector: $code names what there is", ({ id, selector, code, available }) => {
    const find = () => findVersion(bundle, id, selector);
    expect(find).toThrow(expect.objectContaining({ code, details: { available } }));
    expect(find).toThrow(available.join(", "));
  });

  test("findPrompt gives all versions", () =>
    expect(Object.keys(findPrompt(bundle, "log_triage.k8s"))).toEqual(["1.0.0", "1.1.0"]));

  test("R5 the list names ids, versions, labels, hashes, inputs", () => {
    const prompts = listPrompts(bundle);
    expect(prompts.map(({ id, versions }) => [id, versions.map(({ version, labels }) => [version, labels])])).toEqual([
      [
        "log_triage.k8s",
        [
          ["1.1.0", []],
          ["1.0.0", ["production"]],
        ],
      ],
      ["summarize", [["1.0.0", ["production"]]]],
    ]);
    expect(prompts[0]?.versions[1]).toMatchObject({
      description: "First look at the logs of a workload.",
      inputs: { required: ["logs"], optional: {}, lists: {} },
      template_sha256: findVersion(bundle, "log_triage.k8s", "1.0.0").template_sha256,
    });
    expect(listPrompts(bundle)).toEqual(prompts);
  });
});

describe("R12 findByHash", () => {
  const { content_sha256, template_sha256 } = findVersion(bundle, "log_triage.k8s", "1.0.0");
  const bundleSha256 = sha256("bundle");

  test.each([
    { name: "a content hash", prefix: content_sha256, expected: [["content", ["log_triage.k8s@1.0.0"]]] },
    {
      name: "its first digits, in capitals",
      prefix: content_sha256.slice(0, 12).toUpperCase(),
      expected: [["content", ["log_triage.k8s@1.0.0"]]],
    },
    { name: "a template hash", prefix: template_sha256, expected: [["template", ["log_triage.k8s@1.0.0"]]] },
    {
      name: "the bundle's hash",
      prefix: bundleSha256.slice(0, 8),
      expected: [["bundle", ["log_triage.k8s@1.1.0", "log_triage.k8s@1.0.0", "summarize@1.0.0"]]],
    },
    { name: "three digits", prefix: content_sha256.slice(0, 3), expected: [] },
    { name: "an unknown hash", prefix: sha256("x"), expected: [] },
    { name: "no hash", prefix: "production", expected: [] },
  ])("$name", ({ prefix, expected }) => {
    const matches = findByHash(bundle, prefix, bundleSha256);
    expect(matches.map(({ kind, references }) => [kind, references])).toEqual(expected);
  });

  test("a prefix that is not unique gives each hash", () => {
    const twin = { ...bundle.prompts["log_triage.k8s"]?.["1.0.0"], content_sha256: `${content_sha256.slice(0, 63)}x` };
    const twins = { ...bundle, prompts: { ...bundle.prompts, twin: { "1.0.0": twin } } } as Bundle;
    expect(findByHash(twins, content_sha256.slice(0, 20)).map(({ references }) => references)).toEqual([
      ["log_triage.k8s@1.0.0"],
      ["twin@1.0.0"],
    ]);
    expect(findByHash(twins, template_sha256).map(({ references }) => references)).toEqual([
      ["log_triage.k8s@1.0.0", "twin@1.0.0"],
    ]);
  });
});
