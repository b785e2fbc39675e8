import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cleanEnvironment, PROJECT } from "./testing.ts";

const readme = readFileSync(join(PROJECT, "README.md"), "utf8");

/** Every command of every `sh` block, a continued line as one. */
const commands = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
  block
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line.trim() !== ""),
);
/** What `npm test` and `npm start` are is tested by running them: this is part of the one, start.test.ts is the other. */
const runnable = commands.filter((command) => !command.startsWith("npm ci && "));
const hasJq = spawnSync("jq", ["--version"]).status === 0;

const run = (command: string) =>
  spawnSync("bash", ["-o", "pipefail", "-c", command], {
    cwd: PROJECT,
    encoding: "utf8",
    env: { ...cleanEnvironment(), PATH: `${join(PROJECT, "node_modules/.bin")}${delimiter}${process.env.PATH}` },
  });

test("the README shows the two commands and more", () => {
  expect(commands).toEqual(expect.arrayContaining(["npm ci && npm start", "npm ci && npm test"]));
  expect(runnable.length).toBeGreaterThan(5);
});

describe("every command of the README works as printed", () => {
  const server = spawn(process.execPath, [join(PROJECT, "cli/main.ts"), "start", "--port", "0"], {
    cwd: PROJECT,
    env: cleanEnvironment(),
  });
  let url = "";
  beforeAll(async () => {
    let stdout = "";
    url = await new Promise((resolve) => {
      server.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        if (stdout.includes("Ctrl-C")) resolve(/serving (http:\S+)/.exec(stdout)?.[1] ?? "");
      });
    });
  });
  afterAll(async () => {
    server.kill("SIGTERM");
    await once(server, "exit");
  });

  test.each(runnable.filter((command) => hasJq || !command.includes("jq ")))("%s", (command) => {
    const { status, stdout, stderr } = run(command.replaceAll("http://127.0.0.1:8080", url));
    expect(stderr).not.toMatch(/error|usage/i);
    expect(status).toBe(0);
    expect(stdout.trim()).not.toBe("");
  });

  test("the smallest request gets the reply that is printed", () => {
    const [, printed = ""] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
    const reply = JSON.parse(run(commands[0]?.replaceAll("http://127.0.0.1:8080", url) ?? "").stdout);
    // "…" stands for what differs or is long.
    const like = (value: unknown): unknown => {
      if (value === "…") return expect.any(String);
      if (Array.isArray(value)) return value.includes("…") ? expect.any(Array) : value;
      if (typeof value !== "object" || value === null) return value;
      return expect.objectContaining(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, like(item)])));
    };
    expect(reply).toEqual(like(JSON.parse(printed)));
  });
});
