import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Floor, measureFloor, readFloor } from "../bench/measure-floor.ts";
import { FUNCTION_NAMES, type FunctionName } from "../functions/settings.ts";
import { type Artefact, RUNTIMES } from "./artefact.ts";
import { build } from "./build.ts";
import { PROJECT, writeTree } from "./testing.ts";

const KB = 1024;
/** Kilobytes of code that each function may add to the floor. Prompts and API descriptions are data and do not count. */
const BUDGET_KB: Readonly<Record<FunctionName, number>> = {
  ingest: 80,
  render: 60,
  route: 344,
  analyze: 488,
  notify: 144,
};

let folder: string;
let artefacts: readonly Artefact[];
let floor: Floor;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kprompt-artefacts-"));
  writeTree(folder);
  ({ artefacts } = await build({ root: folder, outdir: join(folder, "dist"), env: {} }));
  floor = await measureFloor();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = FUNCTION_NAMES.flatMap((name) => RUNTIMES.map((runtime) => `${name}.${runtime}.mjs`));
const find = (file: string): Artefact => {
  const found = artefacts.find((one) => one.file === file);
  if (found === undefined) throw new Error(`There is no ${file}.`);
  return found;
};

describe("D1 R89: size", () => {
  test.each(FILES)("%s stays within its budget over the committed floor", (file) => {
    const { codeBytes, function: name, runtime } = find(file);
    const added = codeBytes - readFloor()[runtime];
    expect(added / KB).toBeLessThan(BUDGET_KB[name as FunctionName]);
    // A budget that nobody comes near guards nothing.
    expect(added / KB).toBeGreaterThan(BUDGET_KB[name as FunctionName] / 2);
  });

  test.each(RUNTIMES)(
    "the committed floor of %s is the one of these sources; npm run floor takes over the new one",
    (runtime) => {
      expect(Math.abs(floor[runtime] - readFloor()[runtime])).toBeLessThan(KB);
    },
  );
});

describe.each(FILES)("D3: %s", (file) => {
  const text = (): string => readFileSync(join(folder, "dist", file), "utf8");

  test("asks its runtime for nothing but what it has", () => {
    const { runtime, imports } = find(file);
    const has = (name: string): boolean => (runtime === "worker" ? name === "cloudflare:sockets" : isBuiltin(name));
    expect(imports.filter((name) => !has(name))).toEqual([]);
    // What esbuild leaves where a require() could not be resolved: it throws when it is reached.
    expect(text()).not.toContain("Dynamic require of");
  });

  test("holds no parser of prompts, and nothing that only development needs", () => {
    const packages = find(file).inputs.flatMap(
      ({ path }) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    );
    const allowed = /^(@hono\/node-server|@noble\/hashes|@opentelemetry\/.+|hono|valibot)$/;
    expect(packages.filter((name) => !allowed.test(name))).toEqual([]);
    expect(packages).toContain("hono");
    const own = find(file).inputs.filter(({ path }) =>
      /^(cli|bench|core\/prompt\/(compile|parse|yaml|template)\b)/.test(path),
    );
    expect(own).toEqual([]);
  });

  test("names no folder of this machine", () => {
    for (const path of [PROJECT, PROJECT.slice(0, -1), folder, `${homedir()}/`, "node_modules/"]) {
      expect(text().includes(path), path).toBe(false);
    }
  });
});

describe("R14 D5: without any permission but to read itself", () => {
  test.each(FUNCTION_NAMES)("%s starts, answers and stops", async (name) => {
    const file = join(folder, "dist", `${name}.node.mjs`);
    const child = spawn(process.execPath, ["--permission", `--allow-fs-read=${file}`, file], {
      env: { PORT: "0", AUTH: "none", ...(name === "ingest" && { BROKER_URL: "http://127.0.0.1:9/a/b" }) },
      stdio: ["ignore", "inherit", "pipe"],
    });
    const exit = once(child, "exit");
    const said: string[] = [];
    const port = await new Promise<number>((resolve, reject) => {
      createInterface(child.stderr).on("line", (line) => {
        said.push(line);
        const listening = /"Listening\.".*"port":(\d+)/.exec(line);
        if (listening) resolve(Number(listening[1]));
      });
      exit.then(() => reject(new Error(said.join("\n"))));
    });
    const answer = await fetch(`http://127.0.0.1:${port}/health/liveness`);
    expect(await answer.json()).toEqual({ status: "ok" });
    child.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
  });
});
