import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What a folder may import beside itself; the rules of docs/design.md. Folders of functions import no other function. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  "core/evidence": ["core"],
  "core/prompt": ["core"],
  "core/route": ["core", "core/evidence", "core/prompt"],
  "core/triage": ["core", "core/evidence", "core/prompt", "core/route"],
  "core/alert": ["core", "core/evidence", "core/prompt", "core/route", "core/triage"],
  "core/release": ["core", "core/alert", "core/evidence", "core/prompt"],
  "functions/adapters": ["core", "core/*", "functions", "functions/http"],
  "functions/http": ["core", "core/*", "functions", "functions/adapters"],
  "functions/route": ["core", "core/*", "functions", "functions/adapters", "functions/http"],
  "functions/render": ["core", "core/*", "functions", "functions/adapters", "functions/http"],
  "functions/ingest": ["core", "core/*", "functions", "functions/adapters", "functions/http"],
  "functions/notify": ["core", "core/*", "functions", "functions/adapters", "functions/http"],
  "functions/analyze": ["core", "core/*", "functions", "functions/adapters", "functions/http"],
};

/** Code that only tests run may reach further. */
const isForTests = (file: string): boolean => /(?:\.test|testing|test-clock)\.ts$|\/testing\//.test(file);

/** `core/prompt` of `core/prompt/render.ts`: at most two levels. */
const folderOf = (file: string): string => dirname(file).split(sep).slice(0, 2).join("/");

const wrongArrows = (file: string, text: string): readonly string[] => {
  const from = folderOf(file);
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].flatMap(([, target = ""]) => {
    const path = normalize(join(dirname(file), target));
    const to = folderOf(path);
    const allowed = [from, ...(ARROWS[from] ?? [])];
    return allowed.includes(to) || allowed.includes(to.replace(/^core\/.*/, "core/*")) ? [] : [`${file} > ${path}`];
  });
};

const files = ["core", "functions"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
);

test("every import follows the arrows of the design", () => {
  const ruled = files.filter((file) => file.endsWith(".ts") && folderOf(file) in ARROWS && !isForTests(file));
  expect(new Set(ruled.map(folderOf))).toEqual(new Set(Object.keys(ARROWS)));
  expect(ruled.flatMap((file) => wrongArrows(file, readFileSync(join(root, file), "utf8")))).toEqual([]);
});

test("a new folder of the core needs its arrows", () => {
  const folders = files.filter((file) => file.startsWith("core") && file.endsWith(".ts")).map(folderOf);
  expect(folders.filter((folder) => !(folder in ARROWS))).toEqual([]);
});

test.each([
  ["core/prompt/render.ts", 'import { digestEvidence } from "../evidence/digest.ts";'],
  ["core/evidence/digest.ts", 'export { x } from "../prompt/show.ts";'],
  ["core/route/decide.ts", 'import type { Triage } from "../triage/triage.ts";'],
  ["core/port.ts", 'import { show } from "./prompt/show.ts";'],
  ["core/triage/analyze.ts", 'const x = await import("../../functions/settings.ts");'],
  ["functions/route/app.ts", 'import "../analyze/app.ts";'],
  ["functions/http/app.ts", 'import { createApp } from "../analyze/app.ts";'],
  ["functions/analyze/app.ts", 'import { root } from "../../cli/root.ts";'],
])("%s may not say %s", (file, text) => expect(wrongArrows(file, text)).toHaveLength(1));
