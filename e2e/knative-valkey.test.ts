import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sleep } from "../functions/adapters/llm/sleep.ts";
import { nodeConnector } from "../functions/adapters/store/connector-node.ts";
import { createValkeyStore } from "../functions/adapters/store/valkey.ts";
import { copyKnative, KNATIVE, render, type Scratch } from "./rendered.ts";
import { startValkey, type Valkey } from "./valkey.ts";

/** A real Valkey with the command line of components/valkey and the users that knative/README.md has made. */

let scratch: Scratch;
let folder: string;
let valkey: Valkey;
beforeAll(async () => {
  scratch = await copyKnative();
  folder = await mkdtemp(join(tmpdir(), "kprompt-users-"));
  await scratch.edit("overlays/dev/kustomization.yaml", "images:", "components: [../../components/valkey]\n\nimages:");
  const rendered = await render(join(scratch.folder, "overlays/dev"));
  const [{ args }] = rendered.find("Deployment", "valkey").spec.template.spec.containers;
  await writeFile(join(folder, "users.acl"), `${await readUsers()}\n`);
  valkey = await startValkey({ arguments: args.map((word: string) => word.replace("/etc/valkey", folder)) });
});
afterAll(async () => {
  await valkey?.stop();
  await scratch.remove();
  await rm(folder, { recursive: true, force: true });
});

const PASSWORD = "s3cret-of-the-tests";
const AS_USER = ["--user", "kprompt", "--pass", PASSWORD];

/** What the README gives to `kubectl create secret`, with the password in its place. */
const readUsers = async (): Promise<string> => {
  const [, users] = /users\.acl="([^"]+)"/.exec(await readFile(`${KNATIVE}README.md`, "utf8")) ?? [];
  if (users === undefined) throw new Error("knative/README.md has no users.acl");
  return users.replace("$password", PASSWORD);
};

const open = (user: string) =>
  createValkeyStore(`redis://${user}@127.0.0.1:${valkey.port}`, { connector: nodeConnector, sleep, timeoutMs: 5_000 });

test("its one user may do all that the store needs", async () => {
  const store = open(`kprompt:${PASSWORD}`);
  expect(await store.add("lease", "mine", 60_000)).toBe(true);
  expect(await store.replace("lease", "mine", "done", 60_000)).toBe(true);
  await store.set("other", "x", 60_000);
  expect([await store.get("lease"), await store.get("other")]).toEqual(["done", "x"]);
  expect(await store.replace("lease", "done", undefined, 60_000)).toBe(true);
});

test("another password is let in to nothing", async () => {
  await expect(open("kprompt:wrong").get("lease")).rejects.toThrow("refused user, password or command");
});

test.each([
  { who: "the default user", words: ["GET", "kprompt:lease"], refusal: "NOAUTH" },
  { who: "our user, to settings", words: [...AS_USER, "CONFIG", "GET", "*"], refusal: "NOPERM" },
  { who: "our user, to keys of others", words: [...AS_USER, "GET", "theirs"], refusal: "NOPERM" },
])("$who: refused", async ({ words, refusal }) => {
  expect(await valkey.command(...words)).toContain(refusal);
});
