import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { sha256 } from "../adapters/sha256.ts";
import { nodeConnector } from "../adapters/store/connector-node.ts";
import { createCompose } from "../analyze/compose.ts";
import { post, testEnv } from "../testing.ts";
import { tinyBundle } from "../tiny-bundle.ts";
import { compose } from "./compose.ts";
import { withFiles } from "./node.ts";

const definition = {
  functionName: "analyze",
  built: tinyBundle,
  openapi: {},
  compose: createCompose(nodeConnector),
} as const;

const start = (env: Readonly<Record<string, string>>) => {
  const said: string[] = [];
  const lines: string[] = [];
  const composed = compose(
    definition,
    { ...testEnv, ...env },
    { sha256, log: (_, message) => void said.push(message), write: (line) => void lines.push(line) },
  );
  return { ...composed, said, lines };
};

test.each([
  [{ PROMPT_LABEL: "canary" }, "canary"],
  [{ PROMPT_PINS: "tiny.k8s@9.9.9" }, "9.9.9"],
  [{ PROMPT_PINS: "tiny.nothing@1.0.0" }, "tiny.nothing"],
  [{ LLM_BASE_URL: "http://user:pass@llama:8080" }, "no user, password"],
])("%j names nothing that there is, or could never work: the start stops", (env, named) => {
  expect(() => start(env)).toThrow(named);
});

test("a pin decides the version", async () => {
  const { app, lines } = start({ PROMPT_PINS: "tiny.general@1.0.0,tiny.k8s@1.10.0" });
  const body = { logs: "boom", filters: { namespace: "kube-system" } };
  const response = await app.request("/v1/analyze", post(body));
  expect(await response.json()).toMatchObject({ prompt: { version: "1.10.0" }, route: { version_by: "pin" } });
  expect(lines.map((line) => JSON.parse(line).record)).toEqual(["generation"]);
});

test("capture writes its own line", async () => {
  const { app, lines } = start({ CAPTURE: "redacted" });
  await app.request("/v1/analyze", post({ logs: "boom" }));
  expect(lines.map((line) => JSON.parse(line).record)).toEqual(["generation", "capture"]);
});

test("the start says what is doubtful and what is open", () => {
  expect(start({ LLM_TEMPERATURE: "1" }).said).toEqual([expect.stringContaining("LLM_TEMPERATURE"), "Ready."]);
  expect(start({ AUTH: "none", AUTH_TOKENS: "" }).said).toContain("AUTH=none: anybody who reaches the port may call.");
});

test("nothing is contacted at the start: a model that nobody runs does not matter", async () => {
  const { app } = start({ LLM_BASE_URL: "http://127.0.0.1:9", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" });
  const response = await app.request("/health/readiness");
  expect(await response.json()).toMatchObject({ status: "ok", tracing: "on" });
});

describe("settings in files", () => {
  const folder = mkdtempSync(join(tmpdir(), "kprompt-settings-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "tokens");
  writeFileSync(file, "a-token-of-the-file-0123\n");

  test("take the place of the setting", () => {
    expect(withFiles({ AUTH_TOKENS_FILE: file, PORT: "1" })).toMatchObject({
      AUTH_TOKENS: "a-token-of-the-file-0123",
      PORT: "1",
    });
  });

  test("are not read beside it", () => {
    expect(() => withFiles({ AUTH_TOKENS_FILE: file, AUTH_TOKENS: "x" })).toThrow("both set");
  });

  test("must be there", () => {
    expect(() => withFiles({ LLM_API_KEY_FILE: join(folder, "none") })).toThrow("cannot be read (ENOENT)");
  });
});
