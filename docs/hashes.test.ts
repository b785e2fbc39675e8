import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadTree } from "../cli/tree.ts";
import { renderPrompt } from "../core/prompt/render.ts";
import { sha256 } from "../functions/adapters/sha256.ts";

const { bundle, bundle_sha256 } = loadTree(fileURLToPath(new URL("..", import.meta.url)));
const prompt = bundle.prompts["log_triage.k8s"]?.["1.0.0"];
if (prompt === undefined) throw new Error("hashes.md speaks of log_triage.k8s@1.0.0");
const built = JSON.stringify(
  { bundle_sha256, provenance: { git_sha: "unknown", committed_at: null }, bundle },
  null,
  2,
);
const rendered = renderPrompt(prompt, { logs: 'E1 12:00:01 error "ünïcode" <\\> ×2 🔥' }, sha256);

const runs = (command: string): boolean => spawnSync("sh", ["-c", command]).status === 0;
const blocks = [
  ...readFileSync(new URL("hashes.md", import.meta.url), "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gm),
].map(([, script = ""]) => script);

describe.runIf(runs("jq --version && sha256sum --version"))("the recipes of hashes.md, run as they stand there", () => {
  const run = (script: string, files: Readonly<Record<string, string>>): string[] => {
    const folder = mkdtempSync(join(tmpdir(), "kprompt-hashes-"));
    try {
      const local = script.replaceAll("dist/bundle.json", "bundle.json");
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const { stdout, stderr } = spawnSync("sh", ["-c", local], { cwd: folder, encoding: "utf8" });
      expect(stderr).toBe("");
      return stdout.match(/[0-9a-f]{64}/g) ?? [];
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test("of the bundle and of a version", () => {
    const hashes = [bundle_sha256, prompt.template_sha256, prompt.content_sha256];
    expect(run(blocks[0] ?? "", { "bundle.json": built })).toEqual([...hashes, ...hashes]);
  });

  test("of a rendered request", () => {
    const lines = (blocks[1] ?? "").split("\n").filter((line) => line.startsWith("jq "));
    const { messages, render_sha256 } = rendered;
    const answer = JSON.stringify({ messages, prompt: { render_sha256 } });
    expect(run(lines.join("\n"), { "rendered.json": answer })).toEqual([render_sha256, render_sha256]);
  });
});

test.runIf(runs("python3 --version"))("Python's json.dumps, as hashes.md calls it, gives the same bytes", () => {
  const call = /`json\.dumps\(value, ([^`]+)\)`/.exec(readFileSync(new URL("hashes.md", import.meta.url), "utf8"))?.[1];
  const script = `
import hashlib, json, sys
for value in json.load(sys.stdin):
    print(hashlib.sha256(json.dumps(value, ${call}).encode("utf-8")).hexdigest())
`;
  const input = JSON.stringify([bundle, prompt.messages, rendered.messages]);
  const { stdout } = spawnSync("python3", ["-c", script], { input, encoding: "utf8" });
  expect(stdout.trim().split("\n")).toEqual([bundle_sha256, prompt.template_sha256, rendered.render_sha256]);
});
