import { describe, expect, test } from "vitest";
import { createFolder, kprompt, PROJECT, writeFile } from "./testing.ts";

const log = "2026-11-21T10:00:00Z ERROR connection refused to 10.0.0.7:5432\n2026-11-21T10:00:01Z INFO retry in 5 s\n";
const analyze = (args: readonly string[], input = "", env = {}) =>
  kprompt(PROJECT, ["analyze", ...args], { input, env });

describe("analyze", () => {
  test("a pipe: the triage for a person", () => {
    const { exit, stdout, stderr } = analyze([], log);
    expect(stderr).toBe("");
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^ERROR {2}/);
    expect(stdout).toContain("connection refused to 10.0.0.7:5432");
    expect(stdout).toMatch(/template_sha256 +[0-9a-f]{64}/);
    expect(stdout).not.toContain("├─");
  });

  test("a file, with its place: what POST /v1/analyze would answer, as JSON", () => {
    const folder = createFolder();
    writeFile(folder, "app.log", log);
    const { stdout } = analyze([`${folder}/app.log`, "--namespace", "kube-system", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      engine: "rules",
      route: { intent: "k8s_core_triage", reason: "kube_system_warning" },
      logs: { lines: 2 },
    });
  });

  test("a JSON file that holds a request is that request, and options override it", () => {
    const { stdout } = analyze(["cli/incident.json", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      route: { reason: "workload_error_class" },
      triage: { component: "payments-api" },
      logs: { lines: 57 },
    });
    const asked = analyze(["cli/incident.json", "--question", "Summarise this for me", "--json"]);
    expect(JSON.parse(asked.stdout).route.reason).toBe("reader_wants_a_summary");
  });

  test("a JSON file of any other kind is a log", () => {
    const folder = createFolder();
    writeFile(folder, "pod.json", '{"level":"error","msg":"connection refused to 10.0.0.7:5432"}\n');
    expect(JSON.parse(analyze([`${folder}/pod.json`, "--json"]).stdout).logs.lines).toBe(1);
  });

  test("a log larger than a server would take is no matter here", () => {
    const line = `2026-11-21T10:00:00Z INFO ${"ready ".repeat(60)}\n`;
    const { exit, stdout } = analyze(["--json"], line.repeat(15_000));
    expect(exit).toBe(0);
    expect(JSON.parse(stdout).logs.lines).toBe(15_000);
  });

  test("a prompt that is asked for is taken", () => {
    const { stdout } = analyze(["--prompt", "summarize@latest", "--json"], log);
    expect(JSON.parse(stdout)).toMatchObject({ prompt: { id: "summarize" }, route: { by: "request" } });
  });

  test("--trace prints the spans, too", () => {
    expect(analyze(["--trace"], log).stdout).toContain("├─ evidence.digest");
  });

  test("more lines than MAX_LINES: the last ones, and it says so", () => {
    const { stdout, stderr } = analyze(["--json"], log.repeat(30), { MAX_LINES: "10" });
    expect(stderr).toContain("60 lines are more than MAX_LINES=10: the last 10 are looked at.");
    expect(JSON.parse(stdout).logs.lines).toBe(10);
  });

  test("several intents: one answer, and what each of them found", () => {
    const { stdout, exit } = analyze(["--intents", "workload_triage, general"], log);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^Claims$/m);
    expect(stdout).toMatch(/^ {2}workload_triage {2}\S/m);
    expect(stdout).toMatch(/^ {2}general {10}\S/m);
  });

  test("tokens of the environment are for servers", () => {
    expect(analyze(["--json"], log, { AUTH_TOKENS: "a-token-of-sixteen-characters" }).exit).toBe(0);
  });

  test.each([
    { name: "nothing piped in", args: [], input: "", says: "Standard input holds no log line. Does the command" },
    { name: "blank lines", args: [], input: " \n\n", says: "Standard input holds no log line" },
    { name: "no such file", args: ["missing.log"], input: "", says: "missing.log does not exist." },
    { name: "a folder", args: ["cli"], input: "", says: "cli is a folder. Name a file in it." },
    { name: "a packed log", args: [], input: "\u001f\u008b\0\0", says: "it holds NUL bytes. Unpack it" },
    {
      name: "noise",
      args: [],
      input: "\ufffd\u0012x\ufffd\ufffdq\ufffd\u0003\ufffd\n".repeat(9),
      says: "Standard input is no UTF-8 text: many of its bytes are none",
    },
    {
      name: "a line without an end",
      args: [],
      input: `${log}${"x".repeat(100_000)}`,
      says: "Line 3 is longer than 65536 bytes",
    },
    { name: "an unknown prompt", args: ["--prompt", "nothing"], input: log, says: '"nothing" is no prompt' },
    { name: "an unknown intent", args: ["--intents", "nothing"], input: log, says: '"nothing"' },
    { name: "four intents", args: ["--intents", "a,b,c,d"], input: log, says: "1 to 3 intents" },
    { name: "two files", args: ["a", "b"], input: "", says: 'does not take "b"' },
    {
      name: "a model server that is no URL",
      args: [],
      input: log,
      env: { LLM_BASE_URL: "llama" },
      says: "LLM_BASE_URL",
    },
  ])("$name: exit 2, a sentence, no stack", ({ args, input, env = {}, says }) => {
    const { exit, stderr, stdout } = analyze(args, input, env);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stdout).toBe("");
    expect(exit).toBe(2);
  });

  test("a model server that is away costs the model's answer only", () => {
    const { stdout, exit } = analyze(["--json"], log, { LLM_BASE_URL: "http://127.0.0.1:9", LLM_MAX_ATTEMPTS: "1" });
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ engine: "rules", degraded: { reason: "model_unavailable" } });
  });
});
