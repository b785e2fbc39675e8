import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createArtefact } from "../cli/artefact.ts";
import { deadlinesOf } from "../core/alert/deadlines.ts";
import { EVENT_TYPE } from "../core/alert/event-type.ts";
import { createOpenApi } from "./openapi.ts";
import { FUNCTION_NAMES, type FunctionName, SETTINGS } from "./settings.ts";
import { testEnv } from "./testing.ts";
import { tinyBundle } from "./tiny-bundle.ts";

const name = v.pipe(v.string(), v.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/));
const quantity = v.pipe(v.string(), v.regex(/^[0-9.]+(?:m|Ki|Mi|Gi)?$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is used of func's own schema (its schema/func_yaml-schema.json), which refuses unknown fields as well. */
const FuncYamlSchema = v.strictObject({
  specVersion: v.literal("0.36.0"),
  name,
  runtime: v.literal("node"),
  created: v.pipe(v.string(), v.isoTimestamp()),
  namespace: name,
  invoke: v.picklist(["http", "cloudevent"]),
  run: v.strictObject({
    envs: v.array(v.strictObject({ name: v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]*$/)), value: v.string() })),
    volumes: v.array(v.strictObject({ secret: name, path: v.pipe(v.string(), v.regex(/^\/etc\/kprompt\/[a-z]+$/)) })),
  }),
  deploy: v.strictObject({
    healthEndpoints: v.strictObject({ liveness: v.string(), readiness: v.string() }),
    options: v.strictObject({
      scale: v.strictObject({ min: count, max: count }),
      resources: v.strictObject({
        requests: v.strictObject({ cpu: quantity, memory: quantity }),
        limits: v.strictObject({ memory: quantity, concurrency: count }),
      }),
    }),
    subscriptions: v.optional(
      v.array(
        v.strictObject({ source: name, filters: v.strictObject({ type: v.picklist(Object.values(EVENT_TYPE)) }) }),
      ),
    ),
  }),
});
type FuncYaml = v.InferOutput<typeof FuncYamlSchema>;

const textOf = (of: FunctionName): string => readFileSync(new URL(`${of}/func.yaml`, import.meta.url), "utf8");
const read = (of: FunctionName): FuncYaml => v.parse(FuncYamlSchema, parse(textOf(of)));
const envOf = ({ run }: FuncYaml): Record<string, string> =>
  Object.fromEntries(run.envs.map(({ name: key, value }) => [key, value]));

describe.each(FUNCTION_NAMES)("functions/%s/func.yaml", (of) => {
  test("has the fields of func, and the name of its folder", () => {
    expect(read(of).name).toBe(of);
    expect(textOf(of)).toContain(`func deploy --path functions/${of} `);
  });

  test("sets only what the function reads, once", () => {
    const { run } = read(of);
    const names = run.envs.map((env) => env.name).filter((env) => env !== "NODE_OPTIONS");
    const known = SETTINGS.filter(({ functions }) => (functions as readonly string[]).includes(of));
    expect(names.filter((env) => !known.some((setting) => setting.name === env))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test("mounts each Secret whose file a setting names, and no other", () => {
    const { run } = read(of);
    const folders = run.envs
      .filter((env) => env.name.endsWith("_FILE"))
      .map(({ value }) => value.replace(/\/[^/]+$/, ""));
    expect(run.volumes.map(({ path }) => path).toSorted()).toEqual(folders.toSorted());
  });

  test("is asked for its health where it answers", () => {
    const { liveness, readiness } = read(of).deploy.healthEndpoints;
    const { paths } = createOpenApi(of) as { readonly paths: object };
    expect(Object.keys(paths)).toEqual(expect.arrayContaining([liveness, readiness]));
  });

  test("takes events where the function does", () => {
    const events = of === "analyze" || of === "notify";
    expect(read(of).invoke).toBe(events ? "cloudevent" : "http");
  });
});

test("an event is answered within the 300 s that Knative gives a request, from the longest wait on", () => {
  const { LLM_TIMEOUT_MS, LOKI_TIMEOUT_MS } = envOf(read("analyze"));
  const { eventMs } = deadlinesOf({ modelTimeoutMs: Number(LLM_TIMEOUT_MS), logsTimeoutMs: Number(LOKI_TIMEOUT_MS) });
  expect(eventMs).toBe(280_000);
  expect(textOf("analyze")).toContain("280 s");
});

test("analyze is subscribed to what ingest sends, and to nothing that it sends itself", () => {
  const types = read("analyze").deploy.subscriptions?.map(({ filters }) => filters.type);
  expect(types).toEqual([EVENT_TYPE.alertFiring, EVENT_TYPE.alertResolved]);
});

test("without a store, one instance of analyze knows what was triaged", () => {
  expect(envOf(read("analyze")).STORE_URL_FILE).toBeUndefined();
  expect(read("analyze").deploy.options.scale.max).toBe(1);
});

test("Node without arguments serves the function that NODE_OPTIONS names", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kprompt-func-"));
  const modules = { bundle: tinyBundle, openapi: createOpenApi("route") };
  const { contents } = await createArtefact("route", "node", "functions/route/main.ts", modules);
  writeFileSync(join(folder, "route.mjs"), contents);
  const options = envOf(read("route")).NODE_OPTIONS?.replace("/app", folder);
  const server = spawn(process.execPath, [], {
    env: { ...testEnv, PORT: "0", NODE_OPTIONS: options },
    // As in a pod: there is an input, and it is at its end.
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    let port: number | undefined;
    for await (const line of createInterface(server.stderr)) {
      port = (JSON.parse(line) as { readonly port?: number }).port;
      if (port !== undefined) break;
    }
    const response = await fetch(`http://127.0.0.1:${port}${read("route").deploy.healthEndpoints.readiness}`);
    expect(response.status).toBe(200);
    expect(server.exitCode).toBeNull();
  } finally {
    const exit = server.exitCode === null ? once(server, "exit") : undefined;
    server.kill("SIGTERM");
    await exit;
    rmSync(folder, { recursive: true, force: true });
  }
});
