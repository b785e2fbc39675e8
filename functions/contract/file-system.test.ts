import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Artefacts, buildArtefacts } from "../artefacts.ts";
import { FUNCTION_NAMES } from "../settings.ts";
import { testEnv } from "../testing.ts";
import { exchange } from "./connection.ts";
import { goodRequest } from "./good-request.ts";
import { startSurroundings, WORK_ENV } from "./surroundings.ts";

let artefacts: Artefacts;
const folder = mkdtempSync(join(tmpdir(), "kprompt-contract-"));
const tokens = join(folder, "tokens");
beforeAll(async () => {
  artefacts = await buildArtefacts();
  writeFileSync(tokens, testEnv.AUTH_TOKENS);
});
afterAll(() => {
  artefacts.remove();
  rmSync(folder, { recursive: true });
});

// workerd has no file system unless its configuration gives it one.
describe("on Node without the right to write a file, to start a process, a thread or an add-on", () => {
  test.each(FUNCTION_NAMES)("%s reads its own file and its secrets, and does its work", async (name) => {
    const around = await startSurroundings();
    const process = await artefacts.startNode(name, {
      ...WORK_ENV[name](around.address),
      AUTH_TOKENS: "",
      AUTH_TOKENS_FILE: tokens,
      NODE_OPTIONS: `--permission --allow-fs-read=${artefacts.fileOf(name)} --allow-fs-read=${tokens}`,
    });
    const { path, headers, body, status } = goodRequest(name, "read-only");
    expect((await exchange(process.url, "POST", path, headers, body)).status).toBe(status);
    expect(await process.stop()).toBe(0);
    expect(process.stderr.join("\n")).not.toContain("ERR_ACCESS_DENIED");
    await around.close();
  });

  test("a file that is not among them is refused: the permission model is on", async () => {
    const starting = artefacts.startNode("route", {
      AUTH_TOKENS: "",
      AUTH_TOKENS_FILE: tokens,
      NODE_OPTIONS: `--permission --allow-fs-read=${artefacts.fileOf("route")}`,
    });
    await expect(starting).rejects.toThrow("ERR_ACCESS_DENIED");
  });
});
