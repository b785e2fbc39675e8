import { execFile, spawnSync } from "node:child_process";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadTree } from "../cli/tree.ts";
import type { AnalyzeReply } from "../core/triage/reply.ts";
import { sha256 } from "../functions/adapters/sha256.ts";
import { nodeConnector } from "../functions/adapters/store/connector-node.ts";
import { createCompose } from "../functions/analyze/compose.ts";
import { compose } from "../functions/http/compose.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const examples = fileURLToPath(new URL("examples", import.meta.url));
const python = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0;
const token = "a-token-for-this-test-only";

/** Does not block: the server that Python calls runs in this process. */
const runPython = (args: readonly string[], input = "", env: Record<string, string> = {}) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const options = { env: { ...process.env, PYTHONPATH: examples, PYTHONDONTWRITEBYTECODE: "1", ...env } };
    const child = execFile("python3", [...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
    child.stdin?.end(input);
  });

describe.runIf(python)("docs/examples/fastapi_client.py", () => {
  let url = "";
  let close = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    const { bundle, bundle_sha256 } = loadTree(root);
    const built = { bundle, bundle_sha256, provenance: { git_sha: "unknown", committed_at: null } };
    const definition = { functionName: "analyze", built, openapi: {}, compose: createCompose(nodeConnector) } as const;
    const quiet = { sha256, log: () => undefined, write: () => undefined };
    const { app } = compose(definition, { AUTH_TOKENS: token, OTEL_SDK_DISABLED: "true" }, quiet);
    const server = createAdaptorServer({ fetch: app.fetch });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => new Promise((resolve) => server.close(() => resolve()));
  });
  afterAll(() => close());

  test("triages standard input", async () => {
    const log = "2026-11-20T14:11:00Z error dial tcp 10.43.61.8:8080: connect: connection refused\n";
    const { stdout, stderr } = await runPython([`${examples}/fastapi_client.py`, url], log, { KPROMPT_TOKEN: token });
    expect(stderr).toBe("");
    const reply = JSON.parse(stdout) as AnalyzeReply;
    expect(reply).toMatchObject({ engine: "rules", degraded: { reason: "model_not_configured" } });
    expect(reply.evidence[0]?.text).toContain("connection refused");
  });

  test("names the problem when the token is missing", async () => {
    const { code, stderr } = await runPython([`${examples}/fastapi_client.py`, url], "x\n");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^unauthenticated: /);
  });

  test("names a server that cannot be reached", async () => {
    const { code, stderr } = await runPython([`${examples}/fastapi_client.py`, "http://127.0.0.1:9"], "x\n");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^unreachable: /);
  });

  test("reads the events of a stream", async () => {
    const script = `
import sys
from fastapi_client import Kprompt
client = Kprompt(sys.argv[1], sys.argv[2])
events = list(client.events(["panic: runtime error: index out of range"], filters={"namespace": "web"}))
print([name for name, _ in events], events[-1][1]["triage"]["severity"])
`;
    const { stdout, stderr } = await runPython(["-c", script, url, token]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^\['accepted', (?:'progress', )*'triage'\] (?:error|critical)/);
  });

  test("the caller's trace goes on", async () => {
    const script = `
import sys
from fastapi_client import Kprompt
trace = "4bf92f3577b34da6a3ce929d0e0e4736"
reply = Kprompt(sys.argv[1], sys.argv[2]).analyze("panic: boom", traceparent=f"00-{trace}-00f067aa0ba902b7-01")
print(reply["trace_id"] == trace, reply["prompt"]["id"])
`;
    const { stdout } = await runPython(["-c", script, url, token]);
    expect(stdout).toMatch(/^True log_triage\./);
  });
});
