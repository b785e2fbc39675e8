import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { COMMON_OPTIONS } from "../cli/command.ts";
import { COMMANDS } from "../cli/commands.ts";
import { cleanEnvironment, PROJECT } from "../cli/testing.ts";
import { parseReceivers } from "../functions/adapters/notifiers/receivers.ts";
import { parseTokens } from "../functions/http/auth.ts";

const PAGES = ["install", "delivery", "environments", "operations", "opentelemetry"] as const;
const textOf = (page: string): string => readFileSync(new URL(`${page}.md`, import.meta.url), "utf8");

interface Block {
  readonly page: string;
  /** What stands behind `sh`: where it can be run. */
  readonly where: string;
  readonly body: string;
}
const blocks: readonly Block[] = PAGES.flatMap((page) =>
  [...textOf(page).matchAll(/^( *)```sh ?(.*)\n([\s\S]*?)^\1```/gm)].map(([, , where = "", body = ""]) => ({
    page,
    where,
    body: body.replaceAll("\\\n", " "),
  })),
);
const linesOf = ({ body }: Block): string[] => body.split("\n").filter((line) => line.trim() !== "");

/** Words of each program of a line, quotes taken away; good for what these pages write. */
const programsOf = (line: string): string[][] =>
  (line.match(/"[^"]*"|'[^']*'|[|&;]+|<\(|[^\s|&;<()]+|[<>()]/g) ?? [])
    .reduce<string[][]>(
      (programs, word) => {
        if (/^(?:[|&;]+|<\(|\))$/.test(word)) programs.push([]);
        else programs.at(-1)?.push(word.replace(/^(['"])(.*)\1$/, "$2"));
        return programs;
      },
      [[]],
    )
    .filter((words) => words.length > 0);

const programs = blocks.flatMap((block) =>
  linesOf(block)
    .filter((line) => !/^\s*\[|^EOF$/.test(line))
    .flatMap((line) => programsOf(line.trim()).map((words) => ({ page: block.page, line: line.trim(), words }))),
);

const PROGRAMS = [
  ...["kubectl", "npx", "npm", "flux", "func", "kind", "curl", "sh", "git"],
  ...["openssl", "mkdir", "cat", "printf", "base64", "diff", "sops"],
];

test("each page shows commands, and only programs that it tells of", () => {
  expect(new Set(blocks.map(({ page }) => page))).toEqual(new Set(PAGES));
  const words = programs.map(({ words: [first = ""] }) => first).filter((first) => !/^\w+=/.test(first));
  expect([...new Set(words)].filter((word) => !PROGRAMS.includes(word))).toEqual([]);
});

const kprompts = programs.flatMap(({ line, words }) => {
  const [program, name, command = "", ...args] = words;
  return program === "npx" && name === "kprompt" ? [{ line, command, args }] : [];
});

test("kprompt's new commands are among them", () => {
  const names = new Set(kprompts.map(({ command }) => command));
  expect([...names]).toEqual(expect.arrayContaining(["knative", "rollout", "rollback", "alert", "triage", "check"]));
});

test.each(kprompts)("$line has the options and arguments of its command", async ({ command, args }) => {
  expect(Object.keys(COMMANDS)).toContain(command);
  const loaded = await COMMANDS[command]?.load();
  const options = { ...COMMON_OPTIONS, ...loaded?.options };
  const { positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
  expect(positionals.length).toBeGreaterThanOrEqual(loaded?.positionals.min ?? 0);
  expect(positionals.length).toBeLessThanOrEqual(loaded?.positionals.max ?? 0);
});

test("kprompt in a pod is called as it is here", async () => {
  const [, called = ""] = /kprompt-cli@\S+ -- (alert .*)/.exec(textOf("install").replaceAll("\\\n", "")) ?? [];
  const [command = "", ...args] = programsOf(called.replace(/\$\([^)]*\)/, "token"))[0] ?? [];
  const loaded = await COMMANDS[command]?.load();
  expect(() =>
    parseArgs({ args, options: { ...loaded?.options }, allowPositionals: true, strict: true }),
  ).not.toThrow();
});

test("every file and folder of the project that is named is there", () => {
  const named = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/(?<![\w/.:-])(?:knative|prompts|functions|docs)\/[\w./-]*\w/g)].map(([path]) => path),
  );
  expect(named.length).toBeGreaterThan(20);
  // Without maintenance windows there is no such file.
  const optional = ["prompts/mutes.yaml"];
  const missing = [...new Set(named)].filter((path) => !existsSync(join(PROJECT, path)));
  expect(missing.filter((path) => !optional.includes(path))).toEqual([]);
});

test("npm run names scripts of package.json", () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as { readonly scripts: object };
  const named = programs.flatMap(({ words }) => (words[0] === "npm" && words[1] === "run" ? [words[2] ?? ""] : []));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

describe("the Secrets", () => {
  /** `--from-file=<key>=<path>` of each Secret that step 4 makes. */
  const made = new Map(
    programs
      .filter(({ words }) => words.slice(3, 6).join(" ") === "create secret generic")
      .map(({ words }) => [words[6] ?? "", /^--from-\w+=([^=]+)=/.exec(words[7] ?? "")?.[1] ?? ""]),
  );

  test("are those that the Services mount, with their keys", () => {
    const base = join(PROJECT, "knative/base");
    const mounted = new Map(
      readdirSync(base)
        .filter((name) => name.endsWith(".yaml") && statSync(join(base, name)).isFile())
        .flatMap((name) => [
          ...readFileSync(join(base, name), "utf8").matchAll(/secret: \{ name: ([\w-]+), items: \[\{ key: ([\w.-]+)/g),
        ])
        .map(([, name = "", key = ""]) => [name, key]),
    );
    expect(mounted.size).toBe(3);
    expect(made).toEqual(new Map([...mounted, ["kprompt-otlp", "headers"]]));
  });

  test("are in the table of environments.md", () => {
    const rows = [...textOf("environments").matchAll(/^\| `(kprompt-\w+)` +\| `([\w.]+)`/gm)];
    expect(rows.map(([, name, key]) => [name, key])).toEqual(
      expect.arrayContaining([...made].filter(([name]) => name !== "kprompt-otlp")),
    );
  });
});

describe("what needs no cluster works as printed", () => {
  const folder = mkdtempSync(join(tmpdir(), "kprompt-install-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const hasKubectl = spawnSync("kubectl", ["version", "--client"]).status === 0;
  const run = (script: string) =>
    spawnSync("bash", ["-e", "-o", "pipefail", "-c", script.replaceAll(".cache/", `${folder}/`)], {
      cwd: PROJECT,
      encoding: "utf8",
      env: { ...cleanEnvironment(), PATH: `${join(PROJECT, "node_modules/.bin")}${delimiter}${process.env.PATH}` },
    });
  const here = blocks.filter(({ page, where }) => page === "install" && where === "here");

  test("there is some of it in three steps", () => {
    expect(here).toHaveLength(3);
  });

  test("step 4 makes files that the functions take", () => {
    const { status, stderr } = run(here[0]?.body ?? "");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const read = (name: string): string => readFileSync(join(folder, "secrets", name), "utf8").trim();
    expect(parseTokens(read("tokens")).problems).toEqual([]);
    expect(read("secret")).toMatch(/^[0-9a-f]{64}$/);
    const { receivers, problems } = parseReceivers(read("receivers.json"));
    expect(problems).toEqual([]);
    const triggers = parseAllDocuments(readFileSync(join(PROJECT, "knative/base/triggers.yaml"), "utf8"));
    const uris = triggers.map((document) => document.getIn(["spec", "subscriber", "uri"])).filter(Boolean);
    expect(uris).toEqual(receivers.map(({ name }) => `/receivers/${name}`));
  });

  // Without kubectl, what it renders is rendered and checked by the end-to-end tests.
  const lines = here.slice(1).flatMap(linesOf);
  test.each(lines.filter((line) => hasKubectl || !line.includes("kubectl ")))("%s", (line) => {
    const { status, stdout, stderr } = run(line);
    expect(stderr).not.toMatch(/error|usage/i);
    expect(status).toBe(0);
    expect(stdout.trim()).not.toBe("");
  });
});

describe("the operator's objects", () => {
  const body = /^```yaml operator\n([\s\S]*?)^```/m.exec(textOf("install"))?.[1] ?? "";
  const objects = parseAllDocuments(body).map((document) => document.toJS());

  test("are of the release that the steps install, and of its ingress", () => {
    const version = /serving\/releases\/download\/knative-v([\d.]+)/.exec(textOf("install"))?.[1];
    const operands = objects.filter(({ apiVersion }) => apiVersion === "operator.knative.dev/v1beta1");
    expect(operands.map(({ spec }) => spec.version)).toEqual([version, version]);
    const { network } = operands[0].spec.config;
    expect(textOf("install")).toContain(`{"data":${JSON.stringify(network)}}`);
  });
});
