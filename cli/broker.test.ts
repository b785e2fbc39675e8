import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { toEventResponse } from "../functions/http/cloud-event.ts";
import { testEvent, toRequest } from "./broker/testing.ts";
import { listen } from "./listen.ts";
import { cleanEnvironment, createFolder, kprompt, PROJECT, readFile, writeFile } from "./testing.ts";

const trigger = (name: string, type: string, more = ""): string => `
apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata: { name: ${name}, namespace: kprompt }
spec:
  broker: default
  filters: [ { exact: { type: ${type} } } ]
  subscriber: { ref: { apiVersion: v1, kind: Service, name: sub }, uri: /${name} }
${more}---`;

const TRIGGERS = [
  trigger("analyze", testEvent.type, "  delivery: { retry: 100, backoffPolicy: linear, backoffDelay: PT0.05S }\n"),
  trigger("notify", "dev.kprompt.triage.completed.v1"),
].join("\n");

/** A subscriber in this process that answers as it is told, and the paths and ids that it got. */
const createSubscriber = async (answer: (path: string) => Response) => {
  const got: string[] = [];
  const { url, close } = await listen(
    (request) => {
      const { pathname } = new URL(request.url);
      got.push(`${pathname} ${request.headers.get("ce-id")}`);
      return answer(pathname);
    },
    0,
    "test",
  );
  onTestFinished(close);
  return { url, got };
};

const start = async (root: string, args: readonly string[]) => {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(PROJECT, "cli/main.ts"), "broker", "--triggers", "triggers.yaml", "--port", "0", ...args],
    { cwd: root, env: cleanEnvironment() },
  );
  // A test that fails must not leave a server behind.
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
    });
  await expect.poll(() => said.stdout, { timeout: 20_000 }).toContain("serving");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said.stdout)?.[0] ?? "";
  const send = async (path: string, id: string): Promise<number> => {
    const request = toRequest({ ...testEvent, id });
    const { status } = await fetch(new URL(path, url), {
      method: "POST",
      headers: request.headers,
      body: await request.text(),
    });
    return status;
  };
  const stats = async () => (await (await fetch(`${url}/stats`)).json())["kprompt/default"];
  return { child, said, url, send, stats };
};

test("delivers by the manifests, takes replies back, counts, and ends with 0 on Ctrl-C", async () => {
  const { url: service, got } = await createSubscriber((path) =>
    path === "/analyze"
      ? toEventResponse({ ...testEvent, id: "t1", type: "dev.kprompt.triage.completed.v1" })
      : new Response(null, { status: 204 }),
  );
  const root = createFolder();
  writeFile(root, "triggers.yaml", TRIGGERS);
  const { child, said, send, stats } = await start(root, ["--service", `sub=${service}`]);
  expect(await send("/kprompt/default", "e1")).toBe(202);
  await expect.poll(() => got).toEqual(["/analyze e1", "/notify t1"]);
  expect(await send("/", "e2")).toBe(202);
  expect(await send("/kprompt/other", "e3")).toBe(404);
  await expect.poll(stats).toMatchObject({ accepted: 4, replied: 2, delivered: 4, inFlight: 0 });

  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([0, null]);
  expect(said.stderr).toBe("");
  expect(said.stdout).toMatch(/delivered +dev\.kprompt\.alert\.firing\.v1 e1 by analyze answered 200\n/);
  expect(said.stdout).toMatch(/kprompt\/default: 4 accepted, 2 replied, 4 delivered\n$/);
  expect(said.stdout).not.toContain("ApiDown");
});

test("--json prints one document a line", async () => {
  const { url: service } = await createSubscriber(() => new Response(null, { status: 400 }));
  const root = createFolder();
  writeFile(root, "triggers.yaml", TRIGGERS);
  const { child, said, send, stats } = await start(root, ["--json", "--service", `sub=${service}`]);
  await send("/", "e1");
  await expect.poll(stats).toMatchObject({ dropped: 1 });
  child.kill("SIGTERM");
  await once(child, "close");
  const lines = said.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ what }) => what)).toEqual(["serving", "accepted", "dropped", "stopped"]);
  expect(lines[2]).toMatchObject({ trigger: "analyze", status: 400, event: { id: "e1" } });
  expect(lines[3].stats["kprompt/default"]).toMatchObject({ accepted: 1, dropped: 1 });
});

test("killed in the middle, it delivers after a new start all that it had accepted", async () => {
  let up = false;
  const { url: service, got } = await createSubscriber(() => new Response(null, { status: up ? 204 : 503 }));
  const root = createFolder();
  writeFile(root, "triggers.yaml", TRIGGERS);
  const args = ["--journal", "journal", "--service", `sub=${service}`];
  const first = await start(root, args);
  const ids = Array.from({ length: 20 }, (_, index) => `e${index}`);
  for (const id of ids) expect(await first.send("/kprompt/default", id)).toBe(202);
  first.child.kill("SIGKILL");
  await once(first.child, "close");

  up = true;
  got.length = 0;
  const second = await start(root, args);
  await expect.poll(second.stats, { timeout: 10_000 }).toMatchObject({ resumed: 20, delivered: 20, inFlight: 0 });
  expect(new Set(got)).toEqual(new Set(ids.map((id) => `/analyze ${id}`)));
  second.child.kill("SIGINT");
  await once(second.child, "close");

  // A damaged line is said, and does not keep it from starting.
  writeFile(root, "journal/kprompt/default.jsonl", "nonsense\n");
  const third = await start(root, args);
  await expect.poll(() => third.said.stderr).toContain("line 1 is no entry");
  expect(readFile(root, "journal/kprompt/default.jsonl.damaged")).toBe("nonsense\n");
});

test.each([
  { name: "no file named", args: [], says: "--triggers FILE is missing" },
  { name: "a file that is not there", args: ["--triggers", "none.yaml"], says: "none.yaml cannot be read (ENOENT)" },
  {
    name: "a service without a URL",
    args: ["--triggers", "t.yaml", "--service", "sub"],
    says: "--service sub is no NAME=URL",
  },
  {
    name: "a service without an address",
    args: ["--triggers", "t.yaml"],
    says: "\nt.yaml:8:15 /spec/subscriber sub has no address",
  },
  {
    name: "a port that is none",
    args: ["--triggers", "t.yaml", "--service", "sub=http://127.0.0.1:1", "--port", "x"],
    says: "--port x is not a port",
  },
])("$name: exit 2 and a sentence", ({ args, says }) => {
  const root = createFolder();
  writeFile(root, "t.yaml", trigger("analyze", "t"));
  const { exit, stderr } = kprompt(root, ["broker", ...args]);
  expect(stderr).toContain(says);
  expect(stderr).not.toContain("    at ");
  expect(exit).toBe(2);
});
