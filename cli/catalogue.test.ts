import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createProject, kprompt, readFile, writeFile } from "./testing.ts";
import { TREE } from "./testing-tree.ts";
import { compile } from "./tree.ts";

const json = (root: string, ...args: readonly string[]) => {
  const { exit, stdout, stderr } = kprompt(root, [...args, "--json"]);
  return { exit, stderr, value: JSON.parse(stdout) };
};

describe("list", () => {
  test("R5 R19: ids, versions by semver, labels, locks, hashes, descriptions and variables", () => {
    const { exit, value } = json(createProject(), "list");
    expect(exit).toBe(0);
    expect(value.bundle_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(value.prompts).toHaveLength(1);
    const [{ id, versions }] = value.prompts;
    expect(id).toBe("triage.web");
    expect(versions).toMatchObject([
      {
        version: "1.10.0",
        labels: ["dev", "production"],
        locked: true,
        description: "First look at the logs of a web service.",
      },
      { version: "1.9.0", labels: [], locked: false },
    ]);
    expect(versions[0].inputs).toMatchObject({ required: ["logs"], optional: { namespace: "unknown", coverage: "" } });
    expect(versions[0].template_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test("for people: the same, and twice the same text", () => {
    const root = createProject();
    const { stdout } = kprompt(root, ["list"]);
    expect(stdout).toMatch(/^triage\.web {2}First look/m);
    expect(stdout).toContain("variables  logs [namespace] [coverage]");
    expect(stdout).toMatch(
      /1\.10\.0 {2}locked dev production\n {4}template [0-9a-f]{64}\n {4}content {2}[0-9a-f]{64}\n {2}1\.9\.0 {2}draft\n/,
    );
    expect(kprompt(root, ["list"]).stdout).toBe(stdout);
  });

  test("a broken tree: exit 1 and the diagnostics of check, no half a list", () => {
    const root = createProject({ "prompts/triage.web/1.10.0.yaml": "id: [" });
    const { exit, stdout, stderr } = kprompt(root, ["list"]);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
    expect(stderr).toMatch(/prompts\/triage\.web\/1\.10\.0\.yaml:1:\d+ error yaml_invalid/);
    expect(stderr).toContain("mend them first");
  });
});

describe("show", () => {
  test.each([
    { reference: "triage.web", version: "1.10.0" },
    { reference: "triage.web@latest", version: "1.10.0" },
    { reference: "triage.web@production", version: "1.10.0" },
    { reference: "triage.web@1.9.0", version: "1.9.0" },
  ])("$reference is $version", ({ reference, version }) => {
    const { exit, value } = json(createProject(), "show", reference);
    expect(exit).toBe(0);
    expect(value).toMatchObject({ id: "triage.web", version, output: "triage.1", schema: { type: "object" } });
    expect(value).not.toHaveProperty("parts");
  });

  test("for people: hashes, inputs and messages with partials in place", () => {
    const { stdout } = kprompt(createProject(), ["show", "triage.web@production"]);
    expect(stdout).toMatch(/^triage\.web@1\.10\.0 {2}First look/);
    expect(stdout).toMatch(/template {2}[0-9a-f]{64}/);
    expect(stdout).toContain('optional  namespace = "unknown"');
    expect(stdout).toContain("--- {{fence}} begin ---\n{{logs}}\n--- {{fence}} end ---");
  });
});

describe("diff", () => {
  test("shows what differs and the hashes", () => {
    const { exit, stdout } = kprompt(createProject(), ["diff", "triage.web@1.9.0", "triage.web@production"]);
    expect(exit).toBe(0);
    expect(stdout).toContain(
      [
        "--- triage.web@1.9.0 system",
        "+++ triage.web@1.10.0 system",
        "@@ -1,2 +1,2 @@",
        "-You are on call.",
        "+You are on call for a web service.",
        " Use only what the lines show.",
      ].join("\n"),
    );
    expect(stdout).not.toContain("+++ triage.web@1.10.0 inputs");
    expect(stdout).toMatch(/template_sha256\n- [0-9a-f]{64}\n\+ [0-9a-f]{64}\n/);
  });

  test("a version and itself", () => {
    const { exit, value } = json(createProject(), "diff", "triage.web@1.9.0", "triage.web@1.9.0");
    expect(exit).toBe(0);
    expect(value.parts).toEqual([]);
    expect(value.hashes).toMatchObject([{ equal: true }, { equal: true }]);
  });

  test.each([
    { part: "inputs", from: "namespace: unknown", to: "namespace: none" },
    { part: "model_defaults", from: "temperature: 0.2", to: "temperature: 0.3" },
    { part: "description", from: "First look", to: "Second look" },
    { part: "user", from: "Namespace:", to: "In:" },
  ])("a change of $part is in its own section", ({ part, from, to }) => {
    const text = (TREE["prompts/triage.web/1.10.0.yaml"] ?? "").replace("1.10.0", "1.11.0").replace(from, to);
    const root = createProject({ "prompts/triage.web/1.11.0.yaml": text });
    const { value } = json(root, "diff", "triage.web@production", "triage.web@latest");
    expect(value.parts.map((one: { part: string }) => one.part)).toEqual([part]);
    expect(value.parts[0].diff).toContain(`\n+`);
  });
});

describe("which", () => {
  const hashesOf = (root: string) => {
    const { value } = json(root, "list");
    return { bundle: value.bundle_sha256, versions: value.prompts[0].versions };
  };

  test("R12: any version by either hash or its beginning, labelled or not, and the bundle", () => {
    const root = createProject();
    const { bundle, versions } = hashesOf(root);
    for (const { version, template_sha256, content_sha256 } of versions) {
      for (const hash of [
        template_sha256,
        content_sha256,
        content_sha256.slice(0, 12),
        template_sha256.toUpperCase(),
      ]) {
        const { exit, stdout } = kprompt(root, ["which", hash]);
        expect({ exit, stdout }).toMatchObject({ exit: 0, stdout: expect.stringContaining(`triage.web@${version}  `) });
        expect(stdout).toContain(hash.toLowerCase());
      }
    }
    expect(kprompt(root, ["which", bundle]).stdout).toBe(`bundle  bundle_sha256  ${bundle}\n`);
  });

  test("a locked partial and a locked schema", () => {
    const root = createProject();
    const { partials, schemas } = JSON.parse(readFile(root, "prompts/lock.json"));
    expect(kprompt(root, ["which", partials["evidence.1"]]).stdout).toMatch(
      /^evidence\.1 {2}partial {2}[0-9a-f]{64}\n$/,
    );
    expect(kprompt(root, ["which", schemas["triage.1"]]).stdout).toMatch(/^triage\.1 {2}schema {2}[0-9a-f]{64}\n$/);
  });

  test("nothing has it: exit 1, and what to do", () => {
    const { exit, stdout, stderr } = kprompt(createProject(), ["which", "0".repeat(64)]);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
    expect(stderr).toContain("check that commit out");
  });

  test("the beginning of several hashes: exit 1, and all of them", () => {
    // Among this many versions, two share the first four digits of their hash; only those are written.
    const base = TREE["prompts/triage.web/1.10.0.yaml"] ?? "";
    const versions = Array.from({ length: 800 }, (_, patch) => `1.11.${patch}`);
    const textOf = (version: string): string =>
      base.replace("1.10.0", version).replace("call for", `call ${version} for`);
    const pathOf = (version: string): string => `prompts/triage.web/${version}.yaml`;
    const all = new Map(Object.entries(TREE));
    for (const version of versions) all.set(pathOf(version), textOf(version));
    all.set("prompts/lock.json", `${JSON.stringify(compile(all).lock)}\n`);
    const compiled = compile(all).bundle?.prompts["triage.web"] ?? {};
    const groups = Map.groupBy(versions, (version) => compiled[version]?.content_sha256.slice(0, 4) ?? "");
    const [prefix, shared] = [...groups].find(([, group]) => group.length > 1) ?? ["", []];

    const root = createProject(Object.fromEntries(shared.map((version) => [pathOf(version), textOf(version)])));
    const { exit, value } = json(root, "which", prefix);
    expect(exit).toBe(1);
    expect(value.unique).toBe(false);
    const names = value.matches.flatMap((match: { names: string[] }) => match.names);
    expect(names).toEqual(expect.arrayContaining(shared.map((version) => `triage.web@${version}`)));
    expect(kprompt(root, ["which", prefix]).stderr).toContain("Give more digits");
  });
});

describe("render", () => {
  test("R8 R11: messages and the three hashes, recomputed here", () => {
    const root = createProject();
    writeFile(root, "pod.log", "line with {{namespace}}");
    const { exit, value } = json(root, "render", "triage.web", "--var-file", "logs=pod.log", "--var", "namespace=a=b");
    expect(exit).toBe(0);
    expect(value.messages[1].content).toContain("Namespace: a=b\n");
    expect(value.messages[1].content).toContain("line with {{namespace}}");
    const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
    const messages = value.messages.map(({ role, content }: Record<string, string>) => ({ content, role }));
    expect(value.render_sha256).toBe(sha256(JSON.stringify(messages)));
    expect(value.vars_sha256).toBe(
      sha256(JSON.stringify({ coverage: "", logs: "line with {{namespace}}", namespace: "a=b" })),
    );
    expect(value.template_sha256).toBe(json(root, "show", "triage.web").value.template_sha256);
  });

  test("for people, with a value from standard input", () => {
    const { exit, stdout } = kprompt(createProject(), ["render", "triage.web", "--var-file", "logs=-"], {
      input: "boom",
    });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^--- system\nYou are on call/);
    expect(stdout).toContain("boom");
    expect(stdout).toMatch(
      /template_sha256 {2}[0-9a-f]{64}\nvars_sha256 {6}[0-9a-f]{64}\nrender_sha256 {4}[0-9a-f]{64}\n/,
    );
  });

  describe("a list", () => {
    const text = (TREE["prompts/triage.web/1.10.0.yaml"] ?? "")
      .replace("1.10.0", "1.11.0")
      .replace("output: triage.1", "  lists: { examples: [line] }\noutput: triage.1")
      .replace("  {{> evidence", "  {{#examples}}\n  Example: {{line}}\n  {{/examples}}\n  {{> evidence");
    const args = ["render", "triage.web", "--var", "logs=x", "--var"];

    test("is given as JSON", () => {
      const root = createProject({ "prompts/triage.web/1.11.0.yaml": text });
      expect(kprompt(root, [...args, 'examples=[{"line":"one"},{"line":"two"}]']).stdout).toContain(
        "Example: one\nExample: two\n",
      );
    });

    test.each(["one", '{"line":"one"}', "[", ""])("is not given as %s", (value) => {
      const root = createProject({ "prompts/triage.web/1.11.0.yaml": text });
      const { exit, stderr } = kprompt(root, [...args, `examples=${value}`]);
      expect(exit).toBe(2);
      expect(stderr).toContain('"examples" is a list');
    });
  });
});
