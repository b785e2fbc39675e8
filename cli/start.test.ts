import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { cleanEnvironment, createFolder, kprompt, PROJECT, readFile, writeFile } from "./testing.ts";

/** The project's own prompts, so that another test's dist/ stays as it is. */
const createCopy = (): string => {
  const root = createFolder();
  cpSync(join(PROJECT, "prompts"), join(root, "prompts"), { recursive: true });
  return root;
};

describe("start --once", () => {
  test("replays the incident and prints the triage, what caused it and the trace", () => {
    const { exit, stdout, stderr } = kprompt(createCopy(), ["start", "--once"]);
    expect(stderr).toBe("");
    expect(exit).toBe(0);
    for (const expected of [
      /POST \/v1\/route {2}200/,
      /POST \/v1\/analyze {2}200/,
      /Root cause {2}container payments-api was OOM-killed/,
      /prompt +log_triage\.workload@1\.1\.0/,
      /template_sha256 +[0-9a-f]{64}/,
      /route +workload_triage, by rule: workload_error_class/,
      /engine +rules, model_not_configured/,
      /redacted: password ×1/,
      /POST \/v1\/analyze {2}server/,
      /├─ evidence\.digest/,
      /├─ intent\.route/,
      /└─ prompt\.render/,
    ])
      expect(stdout).toMatch(expected);
    expect(stdout).not.toContain("Wint3r-Harbour-42");
  });

  test("--json is one document whose hashes are those of the span, the record and the bundle", () => {
    const root = createCopy();
    const { stdout } = kprompt(root, ["start", "--once", "--json"]);
    const { analyze, trace, bundle_sha256 } = JSON.parse(stdout);
    const render = trace.find(({ name }: { name: string }) => name === "prompt.render");
    for (const name of ["template_sha256", "vars_sha256", "render_sha256"])
      expect(render.attributes[`llm.prompt.${name}`]).toBe(analyze.prompt[name]);

    // As docs/hashes.md says, without any of our code.
    const { bundle } = JSON.parse(readFile(root, "dist/bundle.json"));
    const { messages } = bundle.prompts[analyze.prompt.id][analyze.prompt.version];
    const sorted = messages.map(({ content, role }: Record<string, string>) => ({ content, role }));
    expect(createHash("sha256").update(JSON.stringify(sorted)).digest("hex")).toBe(analyze.prompt.template_sha256);
    expect(analyze.prompt.bundle_sha256).toBe(bundle_sha256);

    const record = JSON.parse(readFile(root, "dist/records.jsonl").trim());
    expect(record).toMatchObject({ record: "generation", engine: "rules", trace_id: analyze.trace_id });
    expect(JSON.stringify(record)).not.toContain("Wint3r-Harbour-42");
  });
});

test("start stays up, answers, and ends with 0 on Ctrl-C", async () => {
  const args = [join(PROJECT, "cli/main.ts"), "start", "--port", "0"];
  const child = spawn(process.execPath, args, { cwd: createCopy(), env: cleanEnvironment() });
  // A test that fails on its way to Ctrl-C must not leave a server behind.
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  const url = await new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.includes("Ctrl-C")) resolve(/serving (http:\S+)/.exec(stdout)?.[1] ?? "");
    });
  });
  expect(stdout).toContain(`curl -s ${url}/v1/analyze`);
  const response = await fetch(`${url}/v1/analyze`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ logs: "panic: runtime error: invalid memory address or nil pointer dereference" }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ engine: "rules", triage: { severity: "error" } });
  expect((await (await fetch(`${url}/v1/prompts`)).json()).prompts.length).toBeGreaterThanOrEqual(14);
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("R14: start serves a change of prompts/ once it is saved, and keeps the bundle of before where it does not compile", async () => {
  const root = createCopy();
  const child = spawn(process.execPath, [join(PROJECT, "cli/main.ts"), "start", "--port", "0"], {
    cwd: root,
    env: cleanEnvironment(),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
    });
  await expect.poll(() => said.stdout, { timeout: 20_000 }).toContain("Ctrl-C");
  const url = /serving (http:\S+)/.exec(said.stdout)?.[1];
  const statusOf = async () => (await fetch(`${url}/v1/prompts/summarize/1.2.0`)).status;
  expect(await statusOf()).toBe(404);

  const draft = readFile(root, "prompts/summarize/1.1.0.yaml").replace("version: 1.1.0", "version: 1.2.0");
  writeFile(root, "prompts/summarize/1.2.0.yaml", draft);
  await expect.poll(statusOf, { timeout: 10_000 }).toBe(200);

  writeFile(root, "prompts/summarize/1.2.0.yaml", `${draft}extra: 1\n`);
  await expect.poll(() => said.stderr, { timeout: 10_000 }).toContain("the bundle of before stays");
  expect(said.stderr).toContain("prompts/summarize/1.2.0.yaml:");
  expect(await statusOf()).toBe(200);
});

test("a port that is in use is named, with what to do", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = String(typeof address === "object" ? address?.port : "");
  const child = spawn(process.execPath, [join(PROJECT, "cli/main.ts"), "start", "--port", port], {
    cwd: createCopy(),
    env: cleanEnvironment(),
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  server.close();
  expect(stderr).toContain(`Port ${port} is in use`);
  expect(stderr).not.toContain("    at ");
  expect(code).toBe(2);
});

test.each([
  { name: "a port that is none", args: ["--port", "http"], env: {}, says: "--port http is not a port" },
  { name: "a bad setting", args: ["--once"], env: { LLM_TIMEOUT_MS: "soon" }, says: 'LLM_TIMEOUT_MS: "soon"' },
  { name: "a label that names nothing", args: ["--once"], env: { PROMPT_LABEL: "beta" }, says: "beta" },
])("$name: exit 2 and a sentence", ({ args, env, says }) => {
  const { exit, stderr } = kprompt(createCopy(), ["start", ...args], { env });
  expect(stderr).toContain(says);
  expect(stderr).not.toContain("    at ");
  expect(exit).toBe(2);
});
