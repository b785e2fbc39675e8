import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { COMMANDS } from "../cli/commands.ts";
import { createLocal } from "../cli/local.ts";
import { compile, loadTree, readTree } from "../cli/tree.ts";
import { ATTRIBUTE, SPAN } from "../core/attributes.ts";
import { ERROR_CLASSES } from "../core/evidence/error-class.ts";
import { MODEL_FAILURES } from "../core/port.ts";
import { ANALYZE_VARIABLES } from "../core/triage/variables.ts";
import { internalError, problems } from "../functions/http/problem.ts";
import { createOpenApi } from "../functions/openapi.ts";
import { FUNCTION_NAMES, SETTINGS } from "../functions/settings.ts";

const docs = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(docs, "..");
const pages = [...(existsSync(join(root, "README.md")) ? ["README.md"] : []), ...markdownIn("docs")].map((path) => ({
  path,
  text: readFileSync(join(root, path), "utf8"),
}));
const page = (path: string): string => pages.find((one) => one.path === path)?.text ?? "";

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** Fenced blocks with what stands behind the three backticks. */
const blocksIn = (text: string): { info: string; body: string }[] =>
  [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, info = "", body = ""]) => ({
    info: info.trim(),
    body,
  }));
const proseOf = (text: string): string => text.replace(/^```[^\n]*\n[\s\S]*?^```$/gm, "");

describe.each(pages)("$path", ({ path, text }) => {
  test("every relative link leads to a file, and every anchor to a heading", () => {
    const targets = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    const broken = targets.filter((target) => !/^https?:/.test(target) && !resolves(path, target));
    expect(broken).toEqual([]);
  });

  test("every JSON example is JSON", () => {
    const broken = blocksIn(text).filter(({ info, body }) => info === "json" && !isJson(body));
    expect(broken).toEqual([]);
  });

  test("every setting named is one", () => {
    const words = [...text.matchAll(/(?<![\w$.])[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\b/g)].map(([word]) => word);
    const known: readonly string[] = [...SETTINGS.map(({ name }) => name), ...notSettings];
    expect([...new Set(words)].filter((word) => !known.includes(word))).toEqual([]);
  });

  test("every endpoint named is one", () => {
    const named = [...text.matchAll(/\b(?:GET|POST) \/(?:v1|health|openapi)[^`"\n]*(?=`)/g)].map(([name]) => name);
    expect(named.filter((name) => !endpoints.has(name.replace(/\{[^}]*\}/g, "{}")))).toEqual([]);
  });

  test("every command named is one", () => {
    const commands = [...text.matchAll(/(?:npx |`)kprompt ([a-z]+)/g)].map(([, command = ""]) => command);
    expect(commands.filter((command) => !Object.hasOwn(COMMANDS, command))).toEqual([]);
  });
});

const endpoints: ReadonlySet<string> = new Set([
  // Not in its own document.
  "GET /openapi.json",
  ...FUNCTION_NAMES.flatMap((name) =>
    Object.entries((createOpenApi(name) as { paths: Record<string, object> }).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, "{}")}`),
    ),
  ),
]);

/** Variables of the build, of the examples and of others, and one that is named because it is none. */
const notSettings = [
  "GIT_SHA",
  "SOURCE_DATE_EPOCH",
  "KPROMPT_URL",
  "KPROMPT_TOKEN",
  "KPROMPT_DEBUG",
  "INSTALL_K3S_CHANNEL",
  "NO_COLOR",
  "LANGFUSE_BASIC",
  "LLM_TEMPERATURE",
];

const resolves = (from: string, target: string): boolean => {
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? from : relative(root, resolve(root, dirname(from), file));
  if (!existsSync(join(root, path))) return false;
  if (anchor === undefined || statSync(join(root, path)).isDirectory()) return true;
  return headingsOf(readFileSync(join(root, path), "utf8")).includes(anchor);
};

/** As GitHub makes anchors of headings. */
const headingsOf = (text: string): string[] =>
  [...proseOf(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test("every prompt that is shown whole compiles in the tree", () => {
  const shown = pages.flatMap(({ text }) => blocksIn(text)).filter(({ info }) => info.startsWith("yaml prompts/"));
  expect(shown.length).toBeGreaterThan(0);
  // Its number may be taken one day by a version that is locked.
  const free = (text: string): string => text.replaceAll("1.1.0", "99.0.0");
  const added = shown.map(({ info, body }) => [free(info.slice("yaml ".length)), free(body)] as const);
  const { diagnostics, bundle } = compile(new Map([...readTree(root), ...added]));
  expect(diagnostics).toEqual([]);
  expect(bundle).not.toBeNull();
});

test("http-api.md lists each problem code with its status, and no other", () => {
  const rows = [...page("docs/http-api.md").matchAll(/^\| `([a-z_]+)` +\| (\d{3}) +\|/gm)];
  const listed = Object.fromEntries(rows.map(([, code = "", status]) => [code, Number(status)]));
  const expected = Object.fromEntries(Object.entries(problems).map(([code, { status }]) => [code, status]));
  expect(listed).toEqual({ ...expected, [internalError]: 500 });
});

test("http-api.md names every reason for which the rules answer", () => {
  const reasons = [...MODEL_FAILURES, "output_invalid", "output_rule_broken", "prompt_too_large"];
  const section = page("docs/http-api.md").split("`degraded.reason` is one of")[1]?.split("\n## ")[0] ?? "";
  expect(reasons.filter((reason) => !section.includes(`\`${reason}\``))).toEqual([]);
});

test("http-api.md names each endpoint", () => {
  const text = page("docs/http-api.md").replace(/\{[^}\n]*\}/g, "{}");
  expect([...endpoints].filter((endpoint) => endpoint !== "POST /" && !text.includes(`\`${endpoint}\``))).toEqual([]);
});

describe("the requests of the pages", async () => {
  const { bundle, bundle_sha256 } = loadTree(root);
  const built = { bundle, bundle_sha256, provenance: { git_sha: "unknown", committed_at: null } };
  const { fetch } = await createLocal(
    built,
    { OTEL_SDK_DISABLED: "true" },
    { warn: () => undefined, record: () => undefined },
  );
  const curls = pages.flatMap(({ path, text }) =>
    blocksIn(text).flatMap(({ body }) =>
      [...body.matchAll(/curl -s localhost:8080(\S+)[^{]*?(?:-d '([^']*)'|<<'EOF'\n([\s\S]*?)^EOF$)/gm)].map(
        ([, url = "", inline, here]) => ({ path, url, body: inline ?? here ?? "" }),
      ),
    ),
  );

  test("there are some of each function", () => {
    expect(new Set(curls.map(({ url }) => url))).toEqual(
      new Set(["/v1/analyze", "/v1/feedback", "/v1/render", "/v1/route"]),
    );
  });

  test.each(curls)("$path: $url answers with what http-api.md describes", async ({ url, body }) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(new Request(`http://localhost${url}`, { method: "POST", headers, body }));
    expect(response.status).toBe(url === "/v1/feedback" ? 204 : 200);
    const reply = JSON.parse((await response.text()) || "{}") as Record<string, unknown>;
    const described = page("docs/http-api.md");
    const undescribed = Object.keys(reply).filter(
      (name) => !described.includes(`\`${name}`) && !described.includes(`"${name}"`),
    );
    expect(undescribed).toEqual([]);
  });

  test("the decision shown has the members of one", async () => {
    const headers = { "content-type": "application/json" };
    const body = '{"features": {"namespace": "kube-system", "level": "error"}}';
    const response = await fetch(new Request("http://localhost/v1/route", { method: "POST", headers, body }));
    const {
      features: _,
      bundle_sha256: __,
      trace_id: ___,
      ...decision
    } = (await response.json()) as Record<string, unknown>;
    const shown = blocksIn(page("docs/http-api.md")).find(
      ({ info, body }) => info === "json" && body.includes('"version_by"'),
    );
    expect(Object.keys(JSON.parse(shown?.body ?? "{}") as object)).toEqual(Object.keys(decision));
  });

  test("the problem shown is the one given", async () => {
    const shown = blocksIn(page("docs/http-api.md")).find(
      ({ info, body }) => info === "json" && body.includes("urn:kprompt"),
    );
    const { trace_id: _, detail, ...problem } = JSON.parse(shown?.body ?? "{}") as Record<string, unknown>;
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"prompt": "log_triage.general"}',
    };
    const given = (await (await fetch(new Request("http://localhost/v1/render", init))).json()) as Record<
      string,
      unknown
    >;
    expect(given).toMatchObject(problem);
    expect(String(given.detail)).toContain(String(detail).split(". ")[0]);
  });
});

test("telemetry.md names only attributes that are written", () => {
  const names: readonly string[] = [...Object.values(ATTRIBUTE), ...Object.values(SPAN)];
  const named = [...page("docs/telemetry.md").matchAll(/`((?:llm|kprompt|gen_ai|k8s|vcs)\.[a-z0-9_.]+)(\*?)`/g)];
  const unknown = named.filter(([, name = "", star]) =>
    star ? !names.some((known) => known.startsWith(name.replace(/\.$/, ""))) : !names.includes(name),
  );
  expect(unknown.map(([all]) => all)).toEqual([]);
  const queried = [...page("docs/telemetry.md").matchAll(/\b(?:span|resource)\.((?:llm|gen_ai)\.[a-z0-9_.]+)/g)];
  expect(queried.map(([, name = ""]) => name).filter((name) => !names.includes(name))).toEqual([]);
});

test("the Collector's pipelines use what it defines, and all of it", () => {
  const collector = blocksIn(page("docs/telemetry.md")).find(({ info }) => info === "yaml collector");
  const config = parseYaml(collector?.body ?? "") as Record<string, Record<string, unknown>>;
  const pipelines = Object.values(config.service?.pipelines ?? {}) as Record<string, string[]>[];
  for (const kind of ["receivers", "processors", "exporters"]) {
    const used = new Set(pipelines.flatMap((pipeline) => pipeline[kind] ?? []));
    expect([...used].sort()).toEqual(Object.keys(config[kind] ?? {}).sort());
  }
});

test("prompts.md names every error class, and every variable that analyze can fill in", () => {
  const text = page("docs/prompts.md");
  expect([...ERROR_CLASSES, ...ANALYZE_VARIABLES].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
